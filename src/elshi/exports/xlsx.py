"""A workbook: events, facts with their sentences, documents. Every text is a text cell: nothing runs, nothing links.

Rows go to the file as they come. A sheet holds 1,048,576 lines; what comes beyond goes to another («Facts 2»).
A cell holds 32,767 characters; a longer text ends with «…», and the report says so.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from elshi.exports.base import Context, Report, missing
from elshi.exports.files import Folder
from elshi.exports.rows import TABLES, Row, document_row, event_row, fact_row
from elshi.views.items import Item

__all__ = ["Workbook", "writer"]

#: Limits of the format (ECMA-376, as Excel has them).
_ROWS = 1_048_576
_CELL = 32_767

#: A file says when it was made; ours says the same each time, so that one record gives one file.
_MADE = datetime(2000, 1, 1)

_WIDTHS = {
    "what": 50,
    "quotation": 80,
    "roles": 50,
    "title": 40,
    "url": 30,
    "document_title": 40,
    "side_names": 30,
}

#: Characters that no XML document may hold.
_LONE = dict.fromkeys((*range(55296, 57344), 65534, 65535), "�")


class Workbook:
    """Writes `elshi.xlsx`."""

    def __init__(self, folder: Folder, context: Context, report: Report) -> None:
        try:
            import xlsxwriter
        except ImportError as error:
            raise missing("XlsxWriter", "xlsx") from error
        self._context, self._report = context, report
        options = {
            "constant_memory": True,
            "tmpdir": folder.scratch(),
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._book: Any = xlsxwriter.Workbook(str(folder.place("elshi.xlsx")), options)
        self._book.set_properties({"title": "Elshi", "created": _MADE})
        self._bold = self._book.add_format({"bold": True})
        self._wrap = self._book.add_format({"text_wrap": True, "valign": "top"})
        self._top = self._book.add_format({"valign": "top"})
        self._sheets: dict[str, tuple[Any, int]] = {}
        self._count: dict[str, int] = {}
        self._known: set[str] = set()
        self._cut = 0
        for table in ("events", "facts", "documents"):
            self._sheet(table)

    def add(self, item: Item) -> str | None:
        """See `Writer.add`."""
        self._row("events", event_row(item, self._context))
        for one in item.facts:
            self._row("facts", fact_row(one, item, self._context))
            if one.document.key not in self._known:
                self._known.add(one.document.key)
                self._row("documents", document_row(one.document))
        return None

    def close(self) -> None:
        """See `Writer.close`."""
        self._book.close()
        if self._cut:
            self._report.notes.append(
                f"{self._cut} texts are longer than the {_CELL} characters of a cell and end with «…»"
            )

    def _sheet(self, table: str) -> Any:
        number = self._count[table] = self._count.get(table, 0) + 1
        sheet = self._book.add_worksheet(table.title() + (f" {number}" if number > 1 else ""))
        sheet.freeze_panes(1, 1)
        for at, column in enumerate(TABLES[table]):
            wrap = column.name in ("what", "quotation", "roles", "title")
            sheet.set_column(at, at, _WIDTHS.get(column.name, 14), self._wrap if wrap else self._top)
        for at, column in enumerate(TABLES[table]):
            sheet.write_string(0, at, column.name, self._bold)
        self._sheets[table] = (sheet, 1)
        return sheet

    def _row(self, table: str, row: Row) -> None:
        sheet, at = self._sheets[table]
        if at >= _ROWS:
            sheet, at = self._sheet(table), 1
        for place, column in enumerate(TABLES[table]):
            value = row[column.name]
            if isinstance(value, str):
                sheet.write_string(at, place, self._fitting(value))
            elif value is not None:
                sheet.write_number(at, place, value)
        self._sheets[table] = (sheet, at + 1)

    def _fitting(self, text: str) -> str:
        text = text.translate(_LONE)
        # Excel counts UTF-16 units.
        if len(text) + sum(c > "\uffff" for c in text) <= _CELL:
            return text
        self._cut += 1
        while len(text) + sum(c > "\uffff" for c in text) > _CELL - 1:
            text = text[: min(len(text) - 1, _CELL - 1)]
        return text + "…"


def writer(folder: Folder, context: Context, report: Report) -> Workbook:
    """A writer of this format."""
    return Workbook(folder, context, report)
