"""The dossier on paper: Word with real footnotes, PDF by typst."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pypdfium2
import pytest
from lxml import etree

from elshi.errors import UnreadableDocument
from elshi.render.brief import Brief, quoted
from elshi.render.docx import PLACE, default_template, dossier_docx
from elshi.render.page import page
from elshi.render.pdf import brief_data, dossier_pdf
from elshi.render.safe import visible
from elshi.views.dossier import dossier
from elshi.views.sheet import Dossier
from views.relations import FRA, KAZ, Names, hostile, relations

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def sheet(language: str = "en") -> Dossier:
    return dossier(relations(), KAZ, FRA, language=language, names=Names())


def part(raw: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        return etree.fromstring(package.read(name))


def text_of(element: etree._Element) -> str:
    out = []
    for e in element.iter(f"{W}t", f"{W}br", f"{W}tab"):
        out.append({f"{W}br": "\n", f"{W}tab": "\t"}.get(e.tag, e.text or ""))
    return "".join(out)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_note_is_a_footnote_with_its_quotation(language: str) -> None:
    view = sheet(language)
    notes = {
        e.get(f"{W}id"): text_of(e)
        for e in part(dossier_docx(view), "word/footnotes.xml").iter(f"{W}footnote")
        if e.get(f"{W}type") is None
    }
    said = list(notes.values())
    for note in view.notes:
        assert any(visible(quoted(note.quote)) in text for text in said), note.quote
    assert len(notes) == len(view.notes)


def test_references_and_footnotes_are_one_to_one_and_in_order() -> None:
    raw = dossier_docx(sheet())
    body = part(raw, "word/document.xml")
    cited = [e.get(f"{W}id") for e in body.iter(f"{W}footnoteReference")]
    own = [e.get(f"{W}id") for e in part(raw, "word/footnotes.xml").iter(f"{W}footnote")]
    assert cited == [str(n) for n in range(1, len(cited) + 1)]
    assert own == ["-1", "0", *cited]


def test_what_is_cited_again_leads_to_the_first_footnote() -> None:
    body = part(dossier_docx(sheet()), "word/document.xml")
    marks = {e.get(f"{W}name") for e in body.iter(f"{W}bookmarkStart")}
    again = [m for e in body.iter(f"{W}instrText") for m in re.findall(r"NOTEREF (\S+)", e.text or "")]
    assert again
    assert set(again) <= marks


def test_headings_and_tables_can_be_read_back() -> None:
    view = sheet("ru")
    made = page(view)
    opened = docx.Document(io.BytesIO(dossier_docx(view)))
    headings = [p.text for p in opened.paragraphs if p.style.name == "Heading 1"]
    assert headings[1:] == [f"{s.number}. {s.heading}" for s in made.sections]
    assert opened.paragraphs[0].text == made.title
    assert len(opened.tables) == 1 + sum(len(s.tables) for s in made.sections)
    assert opened.core_properties.language == "ru-RU"


def test_rubrics_are_left_empty_for_the_officer() -> None:
    opened = docx.Document(io.BytesIO(dossier_docx(sheet())))
    texts = [p.text for p in opened.paragraphs]
    for rubric in ("Our objectives", "Points to make", "Their likely points", "Press line"):
        at = texts.index(rubric)
        assert texts[at + 1 : at + 4] == ["", "", ""]


def test_the_same_dossier_gives_the_same_bytes() -> None:
    assert dossier_docx(sheet()) == dossier_docx(sheet())
    assert dossier_pdf(sheet()) == dossier_pdf(sheet())


def test_hostile_sources_stay_text() -> None:
    view = dossier(hostile(), KAZ, FRA, language="en", names=Names())
    raw = dossier_docx(view)
    words = text_of(part(raw, "word/footnotes.xml")) + text_of(part(raw, "word/document.xml"))
    for note in view.notes:
        assert visible(note.quote).replace("\r\n", "\n").replace("\r", "\n") in words
    assert dossier_pdf(view).startswith(b"%PDF")


def test_a_template_gives_styles_and_place(tmp_path: Path) -> None:
    own = docx.Document(io.BytesIO(default_template()))
    own.styles["Heading 1"].font.name = "Arial"
    own.paragraphs[0].insert_paragraph_before("Ministry, {{title}}")
    own.add_paragraph("End of paper")
    own.save(str(tmp_path / "ministry.docx"))
    made = docx.Document(io.BytesIO(dossier_docx(sheet(), template=tmp_path / "ministry.docx")))
    assert made.paragraphs[0].text.startswith("Ministry, ")
    assert "{{" not in made.paragraphs[0].text
    assert made.paragraphs[-1].text == "End of paper"
    assert made.styles["Heading 1"].font.name == "Arial"
    assert all(PLACE not in p.text for p in made.paragraphs)


def test_a_template_without_a_place_gives_styles_alone(tmp_path: Path) -> None:
    own = docx.Document()
    own.add_paragraph("Old text")
    own.save(str(tmp_path / "plain.docx"))
    made = docx.Document(io.BytesIO(dossier_docx(sheet(), template=tmp_path / "plain.docx")))
    assert all("Old text" not in p.text for p in made.paragraphs)
    assert "FootnoteText" in {s.style_id for s in made.styles}


def test_what_is_no_template_is_said(tmp_path: Path) -> None:
    path = tmp_path / "x.docx"
    path.write_text("no zip")
    with pytest.raises(UnreadableDocument, match=r"x\.docx"):
        dossier_docx(sheet(), template=path)
    with pytest.raises(UnreadableDocument, match="missing"):
        dossier_pdf(sheet(), template=tmp_path / "missing.typ")
    broken = tmp_path / "broken.typ"
    broken.write_text("#nothing-of-the-kind")
    with pytest.raises(UnreadableDocument, match=r"broken\.typ"):
        dossier_pdf(sheet(), template=broken)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_pdf_holds_the_text_and_every_footnote(language: str) -> None:
    view = sheet(language)
    document = pypdfium2.PdfDocument(dossier_pdf(view))
    text = "".join(page_.get_textpage().get_text_range() for page_ in document)
    flat = re.sub(r"[\s\-\u00ad\ufffe\x02]+", "", text)
    made = page(view)
    assert re.sub(r"[\s\-]+", "", made.title) in flat
    found = [n for n in view.notes if re.sub(r"[\s\-]+", "", n.quote) in flat]
    # A quotation cut by the end of a page stands in two pieces there.
    assert len(found) >= 0.9 * len(view.notes)


def test_a_note_is_first_but_once() -> None:
    data = brief_data(sheet())
    first: list[int] = []
    for section in data["sections"]:
        for table in section["tables"]:
            for row in table["rows"]:
                notes = [n for cell in row["cells"] for line in cell for run in line for n in run["notes"]]
                first += [n["number"] for n in [*notes, *row["notes"]] if n["first"]]
    assert len(first) == len(set(first)) == len(data["notes"])


def test_long_lists_of_notes_are_cut() -> None:
    view = sheet()
    shown, more = Brief(view, page(view), None).shown(tuple(range(1, 40)))
    assert len(shown) + more == 39
    assert more > 0


@pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed (libreoffice-writer-nogui)"
)
def test_libreoffice_opens_it(tmp_path: Path) -> None:
    view = sheet("ru")
    (tmp_path / "brief.docx").write_bytes(dossier_docx(view))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        "brief.docx",
    ]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=180)
    document = pypdfium2.PdfDocument(tmp_path / "brief.pdf")
    text = "".join(page_.get_textpage().get_text_range() for page_ in document)
    assert page(view).title in text
    assert view.notes[0].quote.split()[0] in text
