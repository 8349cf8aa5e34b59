"""DOCX files: paragraphs, headings, tables and notes in reading order.

Blocks are parted by a blank line. A table is one line a row, cells joined with ` | `; a table of one column
is layout, and its paragraphs stand as paragraphs. The text of a footnote or endnote follows the paragraph
(or table) that cites it, as a block of its own that begins with its number in brackets; the number in the
running text is left out, so that sentences stay whole. Text that a reviewer deleted, hidden text, comments,
headers and footers are not read; inserted text and text boxes are.

The archive is opened part by part, each within `limits`; pictures and macros are never unpacked. Parts are
parsed without entities, document type declarations or network.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from elshi.errors import TooLarge, UnreadableDocument
from elshi.model import Document
from elshi.reading import limits
from elshi.reading.checks import kind_of_bytes, one_line, ready, title_or_none

__all__ = ["parse"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

#: Elements whose content is not part of the text as it reads.
_SKIPPED = frozenset(
    {
        "del", "moveFrom", "pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr", "instrText",
        "delText", "delInstrText", "commentReference", "annotationRef", "fldData", "pict", "Fallback",
    }
)  # fmt: skip
_HOSTILE = "is hostile: {} declares a document type, which Word never writes; do not open it"
_TITLE_STYLES = ("title", "название", "тақырып", "атауы")
_HEADING_STYLES = ("heading", "заголовок", "тақырыпша")


def parse(data: bytes, name: str) -> Document:
    """Makes a document of a DOCX file.

    Title: the paragraph in the style Title, else the file's properties, else the first heading. The days of
    creation and change are not ones of publication.

    Raises:
        UnreadableDocument: encrypted, an old .doc, truncated, damaged, or without text.
        TooLarge: over a limit of bytes or characters, or a compression bomb.
    """
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise UnreadableDocument("is encrypted with a password; take the password off and give the copy")
        raise UnreadableDocument("is an old Word file (.doc) under a new name; save it as .docx")
    if not data.startswith(b"PK"):
        kind = kind_of_bytes(data)
        raise UnreadableDocument(f"is no DOCX file{f' but {kind}' if kind else ''}; give it its right suffix")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _Reader(archive).document(name)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        KeyError,
        ValueError,
        OSError,
    ) as error:
        raise UnreadableDocument(
            f"is truncated or damaged ({one_line(str(error), 100)}); fetch it again, or save it anew in Word"
        ) from None


class _Reader:
    """One archive while it is read."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._entries = {info.filename: info for info in archive.infolist()}
        self._check_archive()
        self._notes: dict[tuple[str, str], Any] = {}
        self._styles: dict[str, str] = {}
        self._cited: list[tuple[str, str]] = []
        self._numbers: dict[tuple[str, str], int] = {}
        self._title: str | None = None
        self._heading: str | None = None

    def _check_archive(self) -> None:
        infos = self._archive.infolist()
        limits.check(len(infos), limits.MAX_DOCX_ENTRIES, "entries", "it is no document that Word wrote")
        unpacked = sum(info.file_size for info in infos)
        limits.check(unpacked, limits.MAX_DOCX_UNPACKED_BYTES, "bytes", "unpacked it would fill the memory")
        if any(info.flag_bits & 1 for info in infos):
            raise UnreadableDocument("is encrypted with a password; take the password off and give the copy")

    def document(self, name: str) -> Document:
        main = self._target("", "officeDocument") or "word/document.xml"
        if main not in self._entries:
            raise UnreadableDocument(
                "is a ZIP archive but no Word document; give it its right suffix or unpack it"
            )
        for kind, tag in (("footnotes", "footnote"), ("endnotes", "endnote")):
            part = self._target(main, kind)
            if part in self._entries:
                self._read_notes(self._xml(part), tag)
        styles = self._target(main, "styles")
        if styles in self._entries:
            self._read_styles(self._xml(styles))
        body = next((e for e in self._xml(main) if _local(e) == "body"), None)
        blocks: list[str] = []
        total = 0
        for block in self._blocks(body) if body is not None else ():
            total += len(block)
            if total > limits.MAX_TEXT_CHARS:
                raise TooLarge(
                    f"is too large: over {limits.MAX_TEXT_CHARS:,} characters; split it into its chapters"
                )
            blocks.append(block)
        text = ready("\n\n".join(blocks), "it is empty or holds pictures only; there is nothing to extract")
        return Document(id=name, text=text, title=self._title or self._core_title(name) or self._heading)

    def _read(self, part: str) -> bytes:
        info = self._entries[part]
        limits.check(info.file_size, limits.MAX_DOCX_PART_BYTES, "bytes", "split the document")
        with self._archive.open(info) as file:
            # The table of contents may lie about sizes: read one byte more than is allowed, never more.
            data = file.read(limits.MAX_DOCX_PART_BYTES + 1)
        limits.check(len(data), limits.MAX_DOCX_PART_BYTES, "bytes", "split the document")
        if len(data) > limits.MIB and len(data) > limits.MAX_DOCX_RATIO * max(info.compress_size, 1):
            raise TooLarge(
                f"is a compression bomb: {part} unpacks to over {limits.MAX_DOCX_RATIO} times its size;"
                " it is no document that Word wrote"
            )
        return data

    def _xml(self, part: str) -> Any:
        from lxml import etree

        data = self._read(part)
        if b"<!DOCTYPE" in data:
            raise UnreadableDocument(_HOSTILE.format(part))
        parser = etree.XMLParser(
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise UnreadableDocument(
                f"is damaged: {part} is no XML ({one_line(str(error), 100)}); open and save it in Word"
            ) from None
        if root.getroottree().docinfo.doctype:
            raise UnreadableDocument(_HOSTILE.format(part))  # in UTF-16, where the bytes do not show it
        return root

    def _target(self, part: str, kind: str) -> str:
        """The part that `part` (empty: the package) is related to as `kind`, or an empty string."""
        folder, base = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{base}.rels")
        if relations not in self._entries:
            return ""
        for relation in self._xml(relations):
            if (relation.get("Type") or "").rsplit("/", 1)[-1] == kind and relation.get(
                "TargetMode"
            ) != "External":
                target = relation.get("Target") or ""
                return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        return ""

    def _core_title(self, name: str) -> str | None:
        part = self._target("", "core-properties")
        if part not in self._entries:
            return None
        for element in self._xml(part):
            if _local(element) == "title":
                return title_or_none(element.text, name)
        return None

    def _read_notes(self, root: Any, tag: str) -> None:
        for note in root:
            # Separators are notes with a type; they hold no text.
            if _local(note) == tag and _attribute(note, "type") in (None, "normal"):
                self._notes[tag, _attribute(note, "id") or ""] = note

    def _read_styles(self, root: Any) -> None:
        for style in root:
            if _local(style) == "style":
                for child in style:
                    if _local(child) == "name":
                        self._styles[_attribute(style, "styleId") or ""] = (
                            _attribute(child, "val") or ""
                        ).casefold()

    def _blocks(self, parent: Any) -> Iterator[str]:
        """The blocks of a body, a cell or a note, each followed by the notes that it cites."""
        for element in parent:
            tag = _local(element)
            if tag == "p":
                yield from self._with_notes(self._paragraph(element))
            elif tag == "tbl":
                yield from self._with_notes(self._table(element))
            elif tag not in _SKIPPED:
                # Content controls, tracked insertions, custom XML: containers of blocks.
                yield from self._blocks(element)

    def _with_notes(self, blocks: list[str]) -> Iterator[str]:
        yield from blocks
        while self._cited:
            cited, self._cited = self._cited, []
            for key in cited:
                note = self._notes.pop(key, None)
                if note is not None:
                    inner = [b for e in note.iter() if _local(e) == "p" for b in self._paragraph(e)]
                    if inner:
                        yield f"[{self._numbers[key]}] " + "\n".join(inner)

    def _paragraph(self, element: Any) -> list[str]:
        """The paragraph's text, and after it that of text boxes anchored in it."""
        boxes: list[Any] = []
        text = "".join(self._inline(element, boxes)).strip(" \t\n")
        blocks = [text] if text else []
        if text:
            self._note_title(element, text)
        for box in boxes:
            for inner in box:
                if _local(inner) == "p":
                    blocks += self._paragraph(inner)
                elif _local(inner) == "tbl":
                    blocks += self._table(inner)
        return blocks

    def _note_title(self, element: Any, text: str) -> None:
        style = ""
        for properties in element:
            if _local(properties) == "pPr":
                for child in properties:
                    if _local(child) == "pStyle":
                        style = _attribute(child, "val") or ""
        named = self._styles.get(style, style.casefold())
        if self._title is None and named in _TITLE_STYLES:
            self._title = title_or_none(text)
        elif self._heading is None and named.startswith(_HEADING_STYLES):
            self._heading = title_or_none(text)

    def _inline(self, element: Any, boxes: list[Any]) -> Iterator[str]:
        for child in element:
            tag = _local(child)
            if tag == "t":
                yield child.text or ""
            elif tag in ("tab", "ptab"):
                yield "\t"
            elif tag in ("br", "cr"):
                yield "\n"
            elif tag == "noBreakHyphen":
                yield "-"
            elif tag == "softHyphen":
                yield "\u00ad"
            elif tag in ("footnoteReference", "endnoteReference"):
                key = (tag.removesuffix("Reference"), _attribute(child, "id") or "")
                if key in self._notes and key not in self._numbers:
                    self._numbers[key] = sum(k[0] == key[0] for k in self._numbers) + 1
                    self._cited.append(key)
            elif tag == "txbxContent":
                boxes.append(child)
            elif tag == "r" and _is_hidden(child):
                continue
            elif tag not in _SKIPPED:
                yield from self._inline(child, boxes)

    def _table(self, element: Any) -> list[str]:
        rows = [r for r in _descend(element, "tr") if not _is_deleted_row(r)]
        cells = [list(_descend(row, "tc")) for row in rows]
        if all(len(row) <= 1 for row in cells):
            return [block for row in cells for cell in row for block in self._cell(cell)]
        lines = []
        for row in cells:
            texts = [" ".join(" ".join(self._cell(cell)).split()) for cell in row]
            if any(texts):
                lines.append(" | ".join(texts))
        return ["\n".join(lines)] if lines else []

    def _cell(self, cell: Any) -> list[str]:
        blocks: list[str] = []
        for element in cell:
            tag = _local(element)
            if tag == "p":
                blocks += self._paragraph(element)
            elif tag == "tbl":
                blocks += self._table(element)
            elif tag not in _SKIPPED:
                blocks += self._cell(element)
        return blocks


def _local(element: Any) -> str:
    """The tag without its namespace, of which there are two (transitional and strict)."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else "Fallback"


def _attribute(element: Any, name: str) -> str | None:
    for key, value in element.attrib.items():
        if key.rsplit("}", 1)[-1] == name:
            return str(value)
    return None


def _is_hidden(run: Any) -> bool:
    for properties in run:
        if _local(properties) == "rPr":
            return any(
                _local(p) == "vanish" and _attribute(p, "val") not in ("0", "false", "off")
                for p in properties
            )
    return False


def _is_deleted_row(row: Any) -> bool:
    return any(_local(p) == "trPr" and any(_local(q) == "del" for q in p) for p in row)


def _descend(element: Any, wanted: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, through content controls but not into inner tables."""
    for child in element:
        tag = _local(child)
        if tag == wanted:
            yield child
        elif tag in ("sdt", "sdtContent", "ins", "customXml", "moveTo"):
            yield from _descend(child, wanted)
