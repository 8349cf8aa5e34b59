from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document as Word
from reading_samples import KAZAKH, docx_notes, docx_raw

from elshi.errors import TooLarge, UnreadableDocument
from elshi.reading import docx, limits


def saved(word: object) -> bytes:
    out = io.BytesIO()
    word.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def text_of(body: str, **more: object) -> str:
    return docx.parse(docx_raw(body, **more), "a.docx").text  # type: ignore[arg-type]


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_headings_paragraphs_and_tables_in_order() -> None:
    word = Word()
    word.add_heading("Relations of two countries", 0)
    word.add_paragraph(KAZAKH)
    word.add_heading("Trade", 1)
    table = word.add_table(rows=2, cols=3)
    for row, values in zip(table.rows, [("Year", "Export", "Import"), ("2010", "1.2", "")], strict=True):
        for cell, value in zip(row.cells, values, strict=True):
            cell.text = value
    word.add_paragraph("After the table.", style="List Bullet")
    document = docx.parse(saved(word), "a.docx")
    assert document.text.split("\n\n") == [
        "Relations of two countries",
        KAZAKH,
        "Trade",
        "Year | Export | Import\n2010 | 1.2 | ",
        "After the table.",
    ]
    assert document.title == "Relations of two countries"
    assert document.published is None


def test_title_of_the_properties_and_of_the_first_heading() -> None:
    word = Word()
    word.add_heading("A first heading", 1)
    word.add_paragraph("Words.")
    word.core_properties.title = "The title of the file"
    assert docx.parse(saved(word), "a.docx").title == "The title of the file"
    word.core_properties.title = "Word Document"
    assert docx.parse(saved(word), "a.docx").title == "A first heading"


def test_footnotes_and_endnotes_follow_their_paragraph() -> None:
    foot = docx_notes("footnote", {1: "See the treaty of 1993.", 2: "Never cited.", 3: "Second note."})
    end = docx_notes("endnote", {1: "An endnote."})
    body = (
        '<w:p><w:r><w:t>They signed a treaty</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r>'
        "<w:r><w:t> in Paris</w:t></w:r>"
        '<w:r><w:endnoteReference w:id="1"/></w:r><w:r><w:t>.</w:t></w:r></w:p>'
        f'{p("Next paragraph.")}<w:p><w:r><w:t>Last</w:t><w:footnoteReference w:id="3"/></w:r></w:p>'
    )
    text = text_of(body, parts={foot[0]: foot[1], end[0]: end[1]}, relations=foot[2] + end[2])
    assert text.split("\n\n") == [
        "They signed a treaty in Paris.",
        "[1] See the treaty of 1993.",
        "[1] An endnote.",
        "Next paragraph.",
        "Last",
        "[2] Second note.",
    ]


def test_note_in_a_table_follows_the_table() -> None:
    name, content, relation = docx_notes("footnote", {1: "Source: customs."})
    cell = '<w:tc><w:p><w:r><w:t>4.9</w:t><w:footnoteReference w:id="1"/></w:r></w:p></w:tc>'
    body = f"<w:tbl><w:tr><w:tc>{p('2010')}</w:tc>{cell}</w:tr></w:tbl>{p('End.')}"
    text = text_of(body, parts={name: content}, relations=relation)
    assert text.split("\n\n") == ["2010 | 4.9", "[1] Source: customs.", "End."]


def test_table_of_one_column_is_layout() -> None:
    row = f"<w:tr><w:tc>{p('First.')}{p('Second.')}</w:tc></w:tr>"
    assert text_of(f"<w:tbl>{row}</w:tbl>") == "First.\n\nSecond."


def test_table_in_a_table() -> None:
    inner = f"<w:tbl><w:tr><w:tc>{p('a')}</w:tc><w:tc>{p('b')}</w:tc></w:tr></w:tbl>"
    outer = f"<w:tbl><w:tr><w:tc>{p('x')}</w:tc><w:tc>{inner}{p('y')}</w:tc></w:tr></w:tbl>"
    assert text_of(outer) == "x | a | b y"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<w:p><w:r><w:t>one</w:t><w:tab/><w:t>two</w:t><w:br/><w:t>three</w:t></w:r></w:p>",
         "one\ttwo\nthree"),
        ("<w:p><w:r><w:t>вице</w:t><w:noBreakHyphen/><w:t>президент</w:t></w:r></w:p>", "вице-президент"),
        ("<w:p><w:ins><w:r><w:t>new </w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
         "<w:r><w:t>text</w:t></w:r></w:p>", "new text"),
        ("<w:p><w:hyperlink><w:r><w:t>a link</w:t></w:r></w:hyperlink></w:p>", "a link"),
        ("<w:p><w:r><w:instrText>PAGEREF x</w:instrText></w:r><w:r><w:t>7</w:t></w:r></w:p>", "7"),
        ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:t>seen</w:t></w:r></w:p>",
         "seen"),
        ('<w:p><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>seen</w:t></w:r></w:p>', "seen"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{p('in a control')}</w:sdtContent></w:sdt>", "in a control"),
        (f"<w:p><w:r><w:t>Anchor</w:t><w:b><w:txbxContent>{p('In a box')}</w:txbxContent></w:b></w:r></w:p>",
         "Anchor\n\nIn a box"),
    ],
)  # fmt: skip
def test_inside_paragraphs(body: str, expected: str) -> None:
    assert text_of(body) == expected


def test_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent>{p('In a box')}</w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    body = (
        f"<w:p><w:r><mc:AlternateContent {mc}><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert text_of(body) == "In a box"


def test_strict_documents() -> None:
    data = docx_raw(p("Strict."))
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            content = content.replace("http://schemas.openxmlformats.org/wordprocessingml/2006/main", strict)
            new.writestr(
                name, content.replace("schemas.openxmlformats.org/officeDocument/2006", "purl.oclc.org/ooxml")
            )
    assert docx.parse(out.getvalue(), "a.docx").text == "Strict."


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "is encrypted",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "is an old Word file"),
        (b"%PDF-1.4", "is no DOCX file but a PDF file"),
        (b"words", "is no DOCX file; "),
        (b"", "is no DOCX file"),
        (b"PK\x03\x04 not a zip", "is truncated or damaged"),
        (docx_raw(p("Words."))[:-100], "is truncated or damaged"),
        (docx_raw(""), "holds no words"),
        (docx_raw("<w:p>"), "is no XML"),
    ],
)
def test_what_cannot_be_read(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableDocument, match=reason) as caught:
        docx.parse(data, "a.docx")
    assert "\n" not in str(caught.value)


def test_archive_of_something_else() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    with pytest.raises(UnreadableDocument, match="no Word document"):
        docx.parse(out.getvalue(), "a.docx")


def replaced(part: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(docx_raw(p("x")))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return out.getvalue()


def test_entity_bomb() -> None:
    rows = b"".join(b'<!ENTITY a%d "%s">' % (i, b"&a%d;" % (i - 1) * 10) for i in range(1, 10))
    content = b'<!DOCTYPE w [<!ENTITY a0 "lol">' + rows + b"]><w>&a9;</w>"
    with pytest.raises(UnreadableDocument, match="declares a document type"):
        docx.parse(replaced("word/document.xml", content), "a.docx")


def test_external_entity(tmp_path: object) -> None:
    content = f'<!DOCTYPE w [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]><w>&x;</w>'.encode()
    with pytest.raises(UnreadableDocument, match="declares a document type"):
        docx.parse(replaced("_rels/.rels", content), "a.docx")


def test_zip_bomb() -> None:
    with pytest.raises(TooLarge, match="compression bomb"):
        docx.parse(replaced("word/document.xml", b"<w>" + b" " * 20_000_000 + b"</w>"), "a.docx")


def test_large_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_DOCX_PART_BYTES", 100)
    with pytest.raises(TooLarge, match="the limit is 100 bytes"):
        docx.parse(docx_raw(p("x")), "a.docx")


def test_archive_that_lies_about_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    data = bytearray(replaced("word/document.xml", b"<w>" + b"ab" * 5000 + b"</w>"))
    at = data.rfind(b"word/document.xml") - 46
    assert data[at : at + 4] == b"PK\x01\x02"
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    with pytest.raises((TooLarge, UnreadableDocument)):
        docx.parse(bytes(data), "a.docx")


def test_all_of_an_archive_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_DOCX_UNPACKED_BYTES", 200)
    with pytest.raises(TooLarge):
        docx.parse(docx_raw(p("x")), "a.docx")
    monkeypatch.setattr(limits, "MAX_DOCX_ENTRIES", 2)
    with pytest.raises(TooLarge, match="3 entries, the limit is 2"):
        docx.parse(docx_raw(p("x")), "a.docx")


def test_limit_of_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_TEXT_CHARS", 20)
    with pytest.raises(TooLarge, match="over 20 characters"):
        docx.parse(docx_raw(p("words and more words") * 3), "a.docx")


def test_deep_nesting_ends() -> None:
    deep = "<w:ins>" * 5000 + "<w:r><w:t>x</w:t></w:r>" + "</w:ins>" * 5000
    with pytest.raises(UnreadableDocument):
        docx.parse(docx_raw(f"<w:p>{deep}</w:p>"), "a.docx")


def test_targets_outside_the_archive_are_not_followed() -> None:
    relation = (
        '<Relationship Id="f" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"'
        ' Target="../../../../etc/passwd"/>'
    )
    assert text_of(p("Words."), relations=relation) == "Words."
