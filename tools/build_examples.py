"""Builds the example documents that cannot be written by hand: PDF, DOCX, web archive, old encodings.

The words are in `examples/sources/`, the results in `examples/documents/`; both are kept in the repository.
The same words give the same bytes on any machine: nothing depends on the clock, the machine's fonts or the
compression library (archives are stored, not deflated). The PDF writer is Typst (Apache-2.0) with the font
that it carries (Libertinus, OFL); its version is pinned here, because another one lays pages out differently.

Usage::

    python tools/build_examples.py            # write examples/documents
    python tools/build_examples.py --check    # compare only; exit status 1 when something differs

Without Typst everything but the PDF files is built or compared, and a line says so.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import re
import sys
import uuid
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent / "examples"
SOURCES = ROOT / "sources"
DOCUMENTS = ROOT / "documents"

#: Version of the Python package `typst` that made the PDF files in the repository.
TYPST = "0.15.2"

#: Characters in a line of the newspaper column.
COLUMN = 66

_FRONT_MATTER = re.compile(r"---\n(.*?)\n---\n", re.DOTALL)
_CITED = re.compile(r"\[\^(\d+)\]")
_NOTE = re.compile(r"\[\^(\d+)\]: (.*)")
_VOWELS = frozenset("аәеёиіоөуұүыэюяaeiouy")


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (`level` 1 or 2), a paragraph (0) or a table (its rows) of a source."""

    text: str
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A source in the small part of Markdown that is used here."""

    fields: dict[str, str]
    blocks: tuple[Block, ...]
    notes: dict[str, str]


def parse(text: str) -> Source:
    """Reads front matter, headings, paragraphs, tables and footnotes.

    Raises:
        ValueError: there is no front matter.
    """
    match = _FRONT_MATTER.match(text)
    if match is None:
        raise ValueError("a source begins with front matter between two lines of ---")
    fields = dict(line.split(": ", 1) for line in match[1].splitlines())
    blocks: list[Block] = []
    notes: dict[str, str] = {}
    for part in text[match.end() :].strip().split("\n\n"):
        if note := _NOTE.fullmatch(part):
            notes[note[1]] = note[2]
        elif part.startswith("|"):
            rows = (tuple(c.strip() for c in line.strip("|").split("|")) for line in part.splitlines())
            blocks.append(Block("", rows=tuple(r for r in rows if set("".join(r)) - set("- "))))
        else:
            words = part.lstrip("#")
            blocks.append(Block(words.strip(), level=len(part) - len(words)))
    return Source(fields, tuple(blocks), notes)


# --- PDF ------------------------------------------------------------------------------------------------


def _typst_text(text: str) -> str:
    return re.sub(r"([\\#$*_`<>@~\[\]/=+-])", r"\\\1", text)


def pdf(text: str) -> bytes:
    """A journal article: running head, page numbers, justified lines with hyphens."""
    import typst

    source = parse(text)
    title, author = source.fields["title"], source.fields["author"]
    lines = [
        f'#set document(title: "{title}", author: "{author}", date: none)',
        '#set text(font: "Libertinus Serif", size: 10.5pt, hyphenate: true)',
        f'#set text(lang: "{source.fields["lang"]}")',
        '#set page(width: 150mm, height: 210mm, margin: (x: 20mm, y: 22mm), numbering: "1",',
        f"  header: align(center, text(size: 8pt)[{_typst_text(author)}]))",
        "#set par(justify: true, leading: 0.6em)",
    ]
    for block in source.blocks:
        lines.append("=" * block.level + (" " if block.level else "") + _typst_text(block.text) + "\n")
    return bytes(typst.compile("\n".join(lines).encode(), ignore_system_fonts=True))


# --- DOCX -----------------------------------------------------------------------------------------------

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""


def _paragraph(text: str, style: str = "") -> str:
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    pieces = _CITED.split(text)
    runs = [
        _run(piece) if i % 2 == 0 else f'<w:r><w:footnoteReference w:id="{piece}"/></w:r>'
        for i, piece in enumerate(pieces)
    ]
    return f"<w:p>{look}{''.join(runs)}</w:p>"


def _table(rows: tuple[tuple[str, ...], ...]) -> str:
    cells = ("".join(f"<w:tc><w:tcPr/>{_paragraph(c)}</w:tc>" for c in row) for row in rows)
    grid = "<w:gridCol/>" * len(rows[0])
    return (
        f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(f'<w:tr>{c}</w:tr>' for c in cells)}</w:tbl>"
    )


def docx(text: str) -> bytes:
    """A Word document with headings, a table and footnotes."""
    source = parse(text)
    styles = {0: "", 1: "Title", 2: "Heading1"}
    body = "".join(_table(b.rows) if b.rows else _paragraph(b.text, styles[b.level]) for b in source.blocks)
    notes = "".join(
        f'<w:footnote w:id="{number}">{_paragraph(words)}</w:footnote>'
        for number, words in source.notes.items()
    )
    named = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in (("Normal", "Normal"), ("Title", "Title"), ("Heading1", "heading 1"))
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    types = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{kind}.{what}+xml"/>'
        for part, what in (("document", "document.main"), ("styles", "styles"), ("footnotes", "footnotes"))
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
        f' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
        f' Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/footnotes" Target="footnotes.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{_W}"><w:body>{body}<w:sectPr/></w:body></w:document>',
        "word/styles.xml": f'<w:styles xmlns:w="{_W}">{named}</w:styles>',
        "word/footnotes.xml": f'<w:footnotes xmlns:w="{_W}">{notes}</w:footnotes>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system = 3  # the same on every system that builds it
            archive.writestr(info, _HEAD + content)
    return out.getvalue()


# --- Web archive ----------------------------------------------------------------------------------------


def _record(headers: dict[str, str], block: bytes) -> bytes:
    # A name made of the content, so that the same page has the same record id.
    digest = hashlib.sha256(repr(headers).encode() + block).hexdigest()
    head = {
        **headers,
        "WARC-Record-ID": f"<urn:uuid:{uuid.UUID(digest[:32])}>",
        "Content-Length": str(len(block)),
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    return gzip.compress(f"WARC/1.1\r\n{lines}\r\n".encode() + block + b"\r\n\r\n", 0, mtime=0)


def warc(pages: dict[str, bytes]) -> bytes:
    """A web archive of these pages (address -> HTML), one gzip member a record."""
    date = {"WARC-Date": "2024-12-01T00:00:00Z"}
    records = [
        _record(
            {"WARC-Type": "warcinfo", **date, "Content-Type": "application/warc-fields"},
            b"software: tools/build_examples.py\r\nformat: WARC File Format 1.1\r\n",
        )
    ]
    for address, page in pages.items():
        http = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
        http += f"Content-Length: {len(page)}\r\n\r\n"
        headers = {
            "WARC-Type": "response",
            "WARC-Target-URI": address,
            **date,
            "Content-Type": "application/http; msgtype=response",
        }
        records.append(_record(headers, http.encode() + page))
    return b"".join(records)


# --- Newspaper column -----------------------------------------------------------------------------------


def _break_at(word: str, room: int) -> int:
    """Where a word breaks so that its beginning and a hyphen fit into `room`; 0 when it does not."""
    inner = word.rfind("-", 0, room)
    if inner > 0:
        return inner + 1
    letters = re.match(r"[^\W\d_]+", word)
    if letters is None or not word[:1].islower():
        return 0
    core = letters[0].casefold()
    # After a vowel and before a consonant with its vowel: an open syllable, right in all three languages.
    for at in range(min(room - 1, len(core) - 3), 2, -1):
        if core[at - 1] in _VOWELS and core[at] not in _VOWELS | set("ьъй") and core[at + 1] in _VOWELS:
            return at
    return 0


def column(paragraph: str, width: int = COLUMN) -> Iterator[str]:
    """The lines of a paragraph as a narrow newspaper column has them, words broken at their ends."""
    line = ""
    for word in paragraph.split():
        while word:
            room = width - len(line) - (1 if line else 0)
            if len(word) <= room:
                line, word = f"{line} {word}" if line else word, ""
                continue
            at = _break_at(word, room)
            if at:
                piece = word[:at] if word[at - 1] == "-" else word[:at] + "-"
                yield f"{line} {piece}" if line else piece
                line, word = "", word[at:]
            else:
                yield line
                line = ""
    if line:
        yield line


def wrapped(text: str, gap: str = "\n") -> bytes:
    """A text with hard line ends; `gap` stands between paragraphs."""
    paragraphs = ("\n".join(column(p)) for p in text.strip().split("\n\n"))
    return (gap.join(paragraphs) + "\n").encode()


# --- What is built ----------------------------------------------------------------------------------------


def _words(path: str) -> str:
    return (SOURCES / path).read_text(encoding="utf-8")


def _encoded(path: str, encoding: str) -> Callable[[], bytes]:
    return lambda: _words(path).replace("\n", "\r\n").encode(encoding)


def _pages() -> bytes:
    return warc(
        {
            "https://digest.example/2016/05/02/new-rules": _words("pages/en-eu-provisional.html").encode(),
            "https://vestnik.example/2020/03/05/es": _words("pages/ru-es-soglashenie.html").encode(),
        }
    )


#: File below `examples/documents` -> what makes its bytes.
BUILT: dict[str, Callable[[], bytes]] = {
    "kk/03-baspasoz-habarlamasy.txt": _encoded("legacy/kk-03-baspasoz-habarlamasy.txt", "kz1048"),
    "kk/05-anqara-astana.txt": lambda: wrapped(_words("wrapped/kk-05-anqara-astana.txt")),
    "kk/10-nato-makala.pdf": lambda: pdf(_words("pdf/kk-10-nato-makala.md")),
    "kk/12-bilim-gylym.docx": lambda: docx(_words("docx/kk-12-bilim-gylym.md")),
    "ru/02-anons-vizita.txt": _encoded("legacy/ru-02-anons-vizita.txt", "cp1251"),
    "ru/07-alyans-i-step.txt": _encoded("legacy/ru-07-alyans-i-step.txt", "utf-16"),
    "en/01-cultural-diplomacy.pdf": lambda: pdf(_words("pdf/en-01-cultural-diplomacy.md")),
    "en/03-fact-sheet.docx": lambda: docx(_words("docx/en-03-fact-sheet.md")),
    "mixed/01-eki-til.txt": lambda: wrapped(_words("wrapped/mixed-01-eki-til.txt"), "\n\n"),
    "mixed/03-two-pages.warc.gz": _pages,
}


def has_typst() -> bool:
    """Whether the version of Typst that made the PDF files is installed."""
    try:
        return metadata.version("typst") == TYPST
    except metadata.PackageNotFoundError:
        return False


def main(arguments: list[str] | None = None) -> int:
    """Builds or compares; see the module's text."""
    parser = argparse.ArgumentParser(description="Build the binary and legacy-encoded example documents.")
    parser.add_argument("--check", action="store_true", help="compare with the files, write nothing")
    options = parser.parse_args(arguments)
    different = 0
    for name, make in BUILT.items():
        if name.endswith(".pdf") and not has_typst():
            print(f"{name}: left as it is; pip install typst=={TYPST} to build it", file=sys.stderr)
            continue
        target, data = DOCUMENTS / name, make()
        if target.is_file() and target.read_bytes() == data:
            continue
        different += 1
        if options.check:
            print(f"{name}: differs from its source; run tools/build_examples.py", file=sys.stderr)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
            print(f"{name}: written, {len(data):,} bytes")
    return 1 if options.check and different else 0


if __name__ == "__main__":
    sys.exit(main())
