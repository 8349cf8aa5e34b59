"""The dossier as a Word file: real footnotes, heading styles, tables, from a template that a user may change.

The file is written as WordprocessingML (ECMA-376, Office Open XML part 1) into a template's package; python-docx
opens the template and keeps its styles, headers and page. Every note is a footnote at its first place; where it is
cited again a cross-reference (field NOTEREF) leads to it, so that numbers stay right when the text is edited.
The same dossier gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from elshi.errors import UnreadableDocument, UnsupportedFormat
from elshi.render.brief import RUBRICS, Brief, quoted, widths
from elshi.render.citations import Piece
from elshi.render.page import NotePage, Page, SectionPage, SourcePage, TablePage, page
from elshi.render.runs import Line, Run
from elshi.render.safe import visible
from elshi.views.sheet import Dossier

__all__ = ["PLACE", "default_template", "dossier_docx"]

#: A paragraph of the template that holds this gives its place to the dossier; without one the body is replaced.
PLACE = "{{dossier}}"
#: Words that a template may hold anywhere, headers and footers included.
_FIELDS = ("title", "kind", "as_of")

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_NOTES_RELATION = f"{_R}/footnotes"
_LANGUAGES = {"kk": "kk-KZ", "ru": "ru-RU", "en": "en-GB"}
#: Empty lines under a heading that the officer fills in.
_EMPTY_LINES = 3
_MOMENT = (1980, 1, 1, 0, 0, 0)  # the time that every part of the file bears


def default_template() -> bytes:
    """The template that is used when the user names none: styles, page and footer."""
    return (files("elshi.render") / "templates" / "dossier.docx").read_bytes()


def dossier_docx(dossier: Dossier, *, template: Path | None = None, citations: str | None = None) -> bytes:
    """A dossier as a Word file.

    Args:
        dossier: the view; its language is the text's.
        template: a `.docx` or `.dotx` whose styles, page and headers are used; the built-in one when None.
        citations: style of the references, one of `elshi.render.citations.STYLES`; by language when None.

    Raises:
        UnsupportedFormat: python-docx is not installed.
        UnreadableDocument: the template is no Word file.
    """
    made = page(dossier)
    writer = _Writer(made, Brief(dossier, made, citations))
    package = _open(template)
    _ensure_styles(package)
    writer.body()
    _place(package, writer, made)
    _add_notes(package, writer.footnotes)
    properties = package.core_properties
    properties.title = made.title
    properties.subject = made.kind
    properties.author = "Elshi"
    properties.last_modified_by = "Elshi"
    properties.language = _LANGUAGES[dossier.language]
    raw = io.BytesIO()
    package.save(raw)
    return _timeless(raw.getvalue())


def _open(template: Path | None) -> Any:
    try:
        import docx
        from docx.opc.exceptions import PackageNotFoundError
    except ImportError:
        raise UnsupportedFormat(
            "Word files need python-docx; install it with: pip install 'elshi[docx]'"
        ) from None
    if template is None:
        return docx.Document(io.BytesIO(default_template()))
    try:
        return docx.Document(str(template))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise UnreadableDocument(
            f"template {template}: no Word file ({type(error).__name__}); save it as .docx and try again"
        ) from None


class _Writer:
    """Turns a page into WordprocessingML, counting footnotes as it goes."""

    def __init__(self, made: Page, brief: Brief) -> None:
        self._made = made
        self._words = made.words
        self._brief = brief
        self.parts: list[str] = []
        self.footnotes: list[str] = []

    # -- the whole --------------------------------------------------------------------------------

    def body(self) -> None:
        made, words = self._made, self._words
        self._paragraph("Title", _text(made.title))
        self._paragraph("Subtitle", _text(made.kind))
        self._head(made.head)
        self._paragraph(None, _text(words("page.generated"), italic=True))
        self._rubrics()
        if made.empty:
            self._paragraph(None, _text(made.empty))
        for section in made.sections:
            self._section(section)

    def _head(self, rows: Iterable[tuple[str, str]]) -> None:
        cells = [
            (_cell_xml(_para(None, _text(name, bold=True)), 34), _cell_xml(_para(None, _text(value)), 66))
            for name, value in rows
        ]
        self.parts.append(_table_xml((34, 66), None, cells))

    def _rubrics(self) -> None:
        words = self._words
        self._paragraph("Heading1", _text(words("brief.officer")))
        for key in RUBRICS:
            self._paragraph("Heading2", _text(words(f"brief.{key}")))
            for _ in range(_EMPTY_LINES):
                self._paragraph(None, "")

    def _section(self, section: SectionPage) -> None:
        self._paragraph("Heading1", _text(f"{section.number}. {section.heading}"))
        if section.intro:
            self._paragraph(None, _text(section.intro))
        for table in section.tables:
            self._table(table)
        if section.gap:
            self._paragraph(None, _text(section.gap, italic=True))
        for gap in section.gaps:
            self._paragraph("ListBullet", _text(gap))
        if section.key == "sources":
            for source in self._made.sources:
                self._source(source)

    def _table(self, table: TablePage) -> None:
        if table.caption:
            self._paragraph("Heading2", _text(table.caption))
        wide = any(row.notes for row in table.rows)
        headings = [*table.headings, *([self._words("note.column")] if wide else [])]
        shares = widths(table, wide)
        top = [_cell_xml(_para(None, _text(h, bold=True)), w) for h, w in zip(headings, shares, strict=True)]
        rows = []
        for row in table.rows:
            cells = [
                "".join(_para(None, self._line(line)) for line in cell) or _para(None, _text("–"))
                for cell in row.cells
            ]
            if wide:
                cells.append(_para(None, self._cite(row.notes)))
            rows.append(tuple(_cell_xml(cell, w) for cell, w in zip(cells, shares, strict=True)))
        self.parts.append(_table_xml(shares, top, rows))

    def _source(self, source: SourcePage) -> None:
        reference = _text(f"{source.number}. ") + _pieces(self._brief.source_citation(source))
        self._paragraph("Sources", reference + _text(self._brief.source_rest(source)))

    # -- text and notes ---------------------------------------------------------------------------

    def _paragraph(self, style: str | None, content: str) -> None:
        self.parts.append(_para(style, content))

    def _line(self, line: Line) -> str:
        return "".join(self._run(run) for run in line)

    def _run(self, run: Run) -> str:
        text = quoted(run.text) if run.kind == "quote" else run.text
        if run.kind == "status":
            text = f" ({text})"
        language = _LANGUAGES.get(run.language or "")
        made = _text(text, bold=run.kind == "status", italic=run.kind == "undated", language=language)
        return made + self._cite(run.notes)

    def _cite(self, numbers: Sequence[int]) -> str:
        shown, more = self._brief.shown(numbers)
        out = []
        for place, number in enumerate(shown):
            if place:
                out.append(_text(", ", raised=True))
            out.append(self._note(number))
        if more > 0:
            out.append(_text(f" +{more}", raised=True))
        return "".join(out)

    def _note(self, number: int) -> str:
        if not self._brief.first(number):
            return _cross_reference(f"_Note{number}", self._brief.order[number])
        at = self._brief.order[number]
        self.footnotes.append(self._footnote(at, self._brief.notes[number]))
        return (
            f'<w:bookmarkStart w:id="{number}" w:name="_Note{number}"/>'
            '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
            f'<w:footnoteReference w:id="{at}"/></w:r>'
            f'<w:bookmarkEnd w:id="{number}"/>'
        )

    def _footnote(self, at: int, note: NotePage) -> str:
        content = (
            '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
            + _text(" ")
            + _text(quoted(note.quote), language=_LANGUAGES.get(note.language))
            + _text(" – ")
            + _pieces(self._brief.note_citation(note))
            + _text(f" [{self._brief.note_place(note)}]")
        )
        return f'<w:footnote w:id="{at}">{_para("FootnoteText", content)}</w:footnote>'


# -- WordprocessingML -----------------------------------------------------------------------------


def _text(
    text: str, *, bold: bool = False, italic: bool = False, raised: bool = False, language: str | None = None
) -> str:
    """A run; line feeds of a quotation become line breaks, control characters are written out."""
    marks = "".join(
        (
            "<w:b/>" if bold else "",
            "<w:i/>" if italic else "",
            '<w:vertAlign w:val="superscript"/>' if raised else "",
            f'<w:lang w:val="{language}"/>' if language else "",
        )
    )
    properties = f"<w:rPr>{marks}</w:rPr>" if marks else ""
    out = []
    for place, part in enumerate(visible(text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")):
        out.append("<w:br/>" if place else "")
        for k, piece in enumerate(part.split("\t")):
            out.append("<w:tab/>" if k else "")
            out.append(f'<w:t xml:space="preserve">{escape(_valid(piece))}</w:t>' if piece else "")
    inner = "".join(out)
    return f"<w:r>{properties}{inner}</w:r>" if inner else ""


def _valid(text: str) -> str:
    """Text without the two code points that XML forbids and `visible` lets pass."""
    return text.replace("\ufffe", "[U+FFFE]").replace("\uffff", "[U+FFFF]")


def _pieces(pieces: Iterable[Piece]) -> str:
    return "".join(_text(p.text, italic=p.italic) for p in pieces)


def _para(style: str | None, content: str) -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{content}</w:p>"


def _cross_reference(bookmark: str, number: int) -> str:
    def field(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    return (
        field("begin")
        + f'<w:r><w:instrText xml:space="preserve"> NOTEREF {bookmark} \\f \\h </w:instrText></w:r>'
        + field("separate")
        + f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:t>{number}</w:t></w:r>'
        + field("end")
    )


def _cell_xml(content: str, width: int) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width * 50}" w:type="pct"/></w:tcPr>{content}</w:tc>'


def _table_xml(widths: Sequence[int], top: Sequence[str] | None, rows: Iterable[Sequence[str]]) -> str:
    grid = "".join(f'<w:gridCol w:w="{w * 96}"/>' for w in widths)
    out = [
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:firstRow="1" w:val="0020"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
    ]
    if top is not None:
        out.append(f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(top)}</w:tr>")
    out.extend(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>" for cells in rows)
    return "".join(out) + "</w:tbl>" + _para(None, "")


# -- the package ----------------------------------------------------------------------------------


@cache
def _style_xml() -> tuple[tuple[str, str], ...]:
    """Styles that the dossier uses; those a template lacks are added."""

    def paragraph(id: str, name: str, properties: str, based: str = "Normal") -> tuple[str, str]:
        return id, (
            f'<w:style xmlns:w="{_W}" w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/>'
            f'<w:basedOn w:val="{based}"/><w:qFormat/>{properties}</w:style>'
        )

    return (
        paragraph("Title", "Title", '<w:rPr><w:b/><w:sz w:val="40"/></w:rPr>'),
        paragraph("Subtitle", "Subtitle", '<w:rPr><w:sz w:val="26"/></w:rPr>'),
        paragraph(
            "Heading1", "heading 1",
            '<w:pPr><w:keepNext/><w:spacing w:before="360" w:after="120"/><w:outlineLvl w:val="0"/></w:pPr>'
            '<w:rPr><w:b/><w:sz w:val="28"/></w:rPr>',
        ),
        paragraph(
            "Heading2", "heading 2",
            '<w:pPr><w:keepNext/><w:spacing w:before="200" w:after="80"/><w:outlineLvl w:val="1"/></w:pPr>'
            '<w:rPr><w:b/><w:sz w:val="24"/></w:rPr>',
        ),
        paragraph("ListBullet", "List Bullet", '<w:pPr><w:ind w:left="360"/></w:pPr>'),
        paragraph("Sources", "Sources", '<w:pPr><w:ind w:left="360" w:hanging="360"/></w:pPr>'),
        paragraph("FootnoteText", "footnote text", '<w:rPr><w:sz w:val="18"/></w:rPr>'),
        (
            "FootnoteReference",
            f'<w:style xmlns:w="{_W}" w:type="character" w:styleId="FootnoteReference">'
            '<w:name w:val="footnote reference"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>',
        ),
        (
            "TableGrid",
            f'<w:style xmlns:w="{_W}" w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:tblPr>'
            "<w:tblBorders>"
            + "".join(
                f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="999999"/>'
                for side in ("top", "left", "bottom", "right", "insideH", "insideV")
            )
            + "</w:tblBorders></w:tblPr></w:style>",
        ),
    )  # fmt: skip


def _ensure_styles(package: Any) -> None:
    from docx.oxml import parse_xml

    element = package.styles.element
    names = {s.get(f"{{{_W}}}styleId") for s in element.findall(f"{{{_W}}}style")}
    for id, xml in _style_xml():
        if id not in names:
            element.append(parse_xml(xml))


def _place(package: Any, writer: _Writer, made: Page) -> None:
    """Puts the text where the template has its place for it, and fills the template's words."""
    from docx.oxml import parse_xml

    body = package.element.body
    made_body = parse_xml(f'<w:body xmlns:w="{_W}" xmlns:r="{_R}">{"".join(writer.parts)}</w:body>')
    place = next((p for p in package.paragraphs if p.text.strip() == PLACE), None)
    if place is None:
        for child in list(body):
            if not child.tag.endswith("}sectPr"):
                body.remove(child)
        at = 0
    else:
        at = list(body).index(place._p)
        body.remove(place._p)
    for offset, child in enumerate(list(made_body)):
        body.insert(at + offset, child)
    values = {"title": made.title, "kind": made.kind, "as_of": made.head[0][1]}
    around = [package.paragraphs[:at]] if place is not None else []
    for section in package.sections:
        for part in (section.header, section.footer, section.first_page_header, section.first_page_footer):
            if not part.is_linked_to_previous:
                around.append(part.paragraphs)
    for paragraphs in around:
        for paragraph in paragraphs:
            _fill(paragraph, values)


def _fill(paragraph: Any, values: dict[str, str]) -> None:
    for run in paragraph.runs:
        if "{{" in run.text:
            text = run.text
            for name in _FIELDS:
                text = text.replace("{{" + name + "}}", visible(values[name]))
            run.text = text


def _add_notes(package: Any, footnotes: Sequence[str]) -> None:
    """Writes the part of footnotes, in place of one that the template may have."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml import parse_xml

    separators = (
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
        "</w:footnote>"
    )
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<w:footnotes xmlns:w="{_W}" xmlns:r="{_R}">{separators}{"".join(footnotes)}</w:footnotes>'
    )
    main = package.part
    for id, relation in list(main.rels.items()):
        if relation.reltype == _NOTES_RELATION:
            del main.rels[id]
    part = Part(PackURI("/word/footnotes.xml"), _NOTES_TYPE, xml.encode("utf-8"), main.package)
    main.relate_to(part, _NOTES_RELATION)
    settings = package.settings.element
    if settings.find(f"{{{_W}}}footnotePr") is None:
        properties = parse_xml(
            f'<w:footnotePr xmlns:w="{_W}"><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        )
        # The schema orders the children of settings: footnotePr stands before compat.
        later = settings.find(f"{{{_W}}}compat")
        if later is None:
            settings.append(properties)
        else:
            later.addprevious(properties)


def _timeless(raw: bytes) -> bytes:
    """The same package with one fixed time on every part, so that the same dossier gives the same bytes."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            info = zipfile.ZipInfo(name, _MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            target.writestr(info, source.read(name))
    return out.getvalue()
