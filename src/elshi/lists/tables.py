"""A list as rows: CSV, TSV, XLSX and XML, each with the text that its rows are quoted from.

A text file's text is the file itself, and a row's span what stands in it. XLSX and XML have no text that a
person would quote: theirs is the column names and the rows, one a line, cells apart by tabs, white space within
a cell made single.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from elshi.errors import ReadError, RuleError, TooLarge, UnreadableDocument, UnsupportedFormat
from elshi.lists.mapping import Mapping
from elshi.model import Failure
from elshi.reading import limits
from elshi.reading.checks import one_line, ready
from elshi.reading.encoding import decode_text

__all__ = ["Row", "Table", "read_table"]

#: Bytes of a list on disk. A row has about 300: that is some 100,000 rows; more belongs into several lists.
MAX_LIST_BYTES = 32 * limits.MIB

#: Columns of a list; wider ones are data of another kind.
MAX_COLUMNS = 500

_SUFFIXES = (".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xml")


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        line: line (XLSX: row; XML: line of its element) in the file, from 1.
        start, end: where it stands in the table's text.
        cells: column -> cell, white space at its ends gone; only the columns that the row has.
    """

    line: int
    start: int
    end: int
    cells: dict[str, str]


@dataclass(slots=True)
class Table:
    """A list taken apart: its text, columns and rows, and the rows that cannot be told apart."""

    text: str
    columns: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


def read_table(path: str | Path, mapping: Mapping) -> Table:
    """Reads a list.

    Raises:
        ReadError: it cannot be read at all; the message names the file.
        RuleError: the mapping speaks of a column that the list does not have; file and line of the mapping.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in _SUFFIXES:
        raise UnsupportedFormat(
            f"{path}: no list is read from {suffix or 'such files'}; save it as CSV or XLSX"
        )
    try:
        data = path.read_bytes()
        limits.check(len(data), MAX_LIST_BYTES, "bytes", "split the list")
        if suffix == ".xlsx":
            table = _xlsx(data, path.name, mapping)
        elif suffix == ".xml":
            table = _xml(data, path.name, mapping)
        else:
            table = _separated(data, path.name, mapping, "\t" if suffix in (".tsv", ".tab") else None)
        table.text = ready(table.text, "the list is empty")
    except OSError as error:
        raise UnreadableDocument(f"{path}: cannot be read: {error.strerror}; check the name") from None
    except ReadError as error:
        raise type(error)(f"{path}: {error}") from None
    for column, line in mapping.used.items():
        if column not in table.columns:
            raise RuleError(
                f"{line}: {path.name} has no column {column!r}; it has {', '.join(table.columns)}"
            )
    return table


# Text ---------------------------------------------------------------------------------------------------


class _Lines:
    """Lines of a text for the CSV reader; knows how far it has been read."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.line = text, 0, 0

    def __iter__(self) -> Iterator[str]:
        while self.at < len(self.text):
            end = self.text.find("\n", self.at) + 1 or len(self.text)
            piece, self.at = self.text[self.at : end], end
            self.line += 1
            yield piece


def _separated(data: bytes, name: str, mapping: Mapping, delimiter: str | None) -> Table:
    text = ready(decode_text(data, mapping.encoding), "the list is empty")
    lines = _Lines(text)
    source = iter(lines)
    for _ in range(mapping.header - 1):
        next(source, None)
    delimiter = mapping.delimiter or delimiter or _delimiter(text[lines.at :])
    csv.field_size_limit(limits.MAX_TEXT_CHARS)
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    try:
        head = next(reader, None)
    except csv.Error as error:
        raise UnreadableDocument(
            f"its header cannot be read ({error}); check `header` and `delimiter`"
        ) from None
    if head is None:
        raise UnreadableDocument("has no header line; give the columns names in its first line")
    table = Table(text, _columns(head))
    while True:
        start, line = lines.at, lines.line + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            table.failures.append(
                Failure(f"{name}:{line}", f"is no row ({error}); the rows after it are read")
            )
            # An open quote swallows all that follows: go on behind the line that it stands in.
            lines.at, lines.line = text.find("\n", start) + 1 or len(text), line
            reader = csv.reader(iter(lines), delimiter=delimiter, strict=True)
            continue
        if cells is None:
            return table
        raw = text[start : lines.at]
        end = start + len(raw.rstrip("\r\n"))
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(table.columns):
            table.failures.append(
                Failure(
                    f"{name}:{line}", f"has {len(cells)} cells for {len(table.columns)} columns; quote them"
                )
            )
            continue
        found = {c: " ".join(v.split()) for c, v in zip(table.columns, cells, strict=False)}
        table.rows.append(Row(line, start, end, found))


def _delimiter(text: str) -> str:
    """The mark that stands most often in the first line: a header has no other marks of the kind."""
    head = text.partition("\n")[0]
    counted = {mark: head.count(mark) for mark in "\t;,|"}
    best = max(counted, key=lambda mark: counted[mark])
    return best if counted[best] else ","


def _columns(head: Sequence[str]) -> tuple[str, ...]:
    columns: list[str] = []
    if len(head) > MAX_COLUMNS:
        raise TooLarge(f"has {len(head)} columns, the limit is {MAX_COLUMNS}; check `header` and `delimiter`")
    for at, one in enumerate(head, 1):
        name = " ".join(one.split()) or f"column {at}"
        # A second column of the same name gets its number, so that both can be spoken of.
        columns.append(name if name not in columns else f"{name} ({at})")
    return tuple(columns)


# Rows without a text of their own --------------------------------------------------------------------------


class _Writer:
    """Puts the text of a table together."""

    def __init__(self, columns: tuple[str, ...]) -> None:
        self.columns = columns
        self._out = io.StringIO()
        self._at = 0
        self._line(columns)

    def _line(self, cells: Sequence[str]) -> tuple[int, int]:
        line = "\t".join(cells).rstrip("\t")
        start = self._at
        self._out.write(line + "\n")
        self._at += len(line) + 1
        return start, start + len(line)

    def add(self, line: int, cells: Sequence[str]) -> Row:
        """One row; its first cells may be empty, its line has no white space at the ends."""
        start, end = self._line(cells)
        start += len(cells) - len(list(_from_first(cells)))
        return Row(line, start, end, dict(zip(self.columns, cells, strict=True)))

    @property
    def text(self) -> str:
        """All lines so far."""
        return self._out.getvalue()


def _from_first(cells: Sequence[str]) -> Sequence[str]:
    at = next((at for at, cell in enumerate(cells) if cell), len(cells))
    return cells[at:]


def _xml(data: bytes, name: str, mapping: Mapping) -> Table:
    from lxml import etree

    if mapping.rows is None:
        raise UnreadableDocument("is XML: the mapping must say with `rows:` which element is a row")
    # Entities can be made to grow without bounds; lists have no need of them.
    if re.search(rb"<!(?:ENTITY|DOCTYPE[^>]*\[)", data.replace(b"\x00", b"")):
        raise UnreadableDocument("declares entities, which are not read; remove its DOCTYPE")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableDocument(f"is broken XML ({one_line(str(error), 120)}); mend it") from None
    writer = _Writer(mapping.columns)
    table = Table("", mapping.columns)
    seen: set[str] = set()
    for element in root.iter(f"{{*}}{mapping.rows}"):
        cells = [_cell(element, column, seen) for column in mapping.columns]
        if any(cells):
            table.rows.append(writer.add(element.sourceline or 0, cells))
    if not table.rows:
        raise UnreadableDocument(f"has no element <{mapping.rows}>; see `rows:` in the mapping")
    table.text = writer.text
    # A column that no row has is a slip in the mapping.
    table.columns = tuple(c for c in mapping.columns if c in seen)
    return table


def _cell(element: Any, column: str, seen: set[str]) -> str:
    path, _, attribute = column.rpartition("@")
    path = path.rstrip("/") if "@" in column else column
    found = [element] if not path else element.findall("/".join(f"{{*}}{part}" for part in path.split("/")))
    texts = []
    for one in found:
        value = one.get(attribute) if "@" in column else "".join(one.itertext())
        if value is not None:
            seen.add(column)
            texts.append(" ".join(value.split()))
    return "; ".join(filter(None, texts))


def _xlsx(data: bytes, name: str, mapping: Mapping) -> Table:
    try:
        import openpyxl
    except ImportError as error:
        raise UnsupportedFormat(
            "XLSX needs an extra: pip install 'elshi[xlsx]', or save it as CSV"
        ) from error
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for part in archive.infolist():
                limits.check(part.file_size, limits.MAX_DOCX_PART_BYTES, "bytes", "save it as CSV")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except ReadError:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers do
        raise UnreadableDocument(
            f"is no XLSX that can be read ({type(error).__name__}); open it and save it as CSV"
        ) from None
    try:
        if mapping.sheet is not None and mapping.sheet not in book.sheetnames:
            raise UnreadableDocument(f"has no sheet {mapping.sheet!r}; it has {', '.join(book.sheetnames)}")
        sheet: Any = book[mapping.sheet] if mapping.sheet else book.worksheets[0]
        writer: _Writer | None = None
        table = Table("", ())
        for number, values in enumerate(sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS), 1):
            if number < mapping.header:
                continue
            cells = [_shown(value) for value in values]
            if writer is None:
                while cells and not cells[-1]:
                    cells.pop()
                table.columns = _columns(cells)
                writer = _Writer(table.columns)
            elif any(cells):
                cells = (cells + [""] * len(table.columns))[: max(len(table.columns), len(cells))]
                if any(cells[len(table.columns) :]):
                    table.failures.append(
                        Failure(f"{name}:{number}", "has a cell beyond the last column; name its column")
                    )
                    continue
                table.rows.append(writer.add(number, cells[: len(table.columns)]))
    except ReadError:
        raise
    except Exception as error:
        raise UnreadableDocument(f"is a damaged XLSX ({type(error).__name__}); save it as CSV") from None
    finally:
        book.close()
    if writer is None:
        raise UnreadableDocument("has no header row; see `sheet` and `header` in the mapping")
    table.text = writer.text
    return table


def _shown(value: Any) -> str:
    """A cell as a person sees it: dates as ISO dates, whole numbers without a fraction."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        midnight = value.time() == value.time().min
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return " ".join(str(value).split())
