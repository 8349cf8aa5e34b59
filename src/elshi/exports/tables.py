"""CSV by RFC 4180, UTF-8: events, facts with their sentences, participants, documents.

No field runs as a formula when a spreadsheet opens the file: text that begins like one, also behind blanks or
apostrophes, gets an apostrophe before it; `unquoted` takes it away again.
"""

from __future__ import annotations

import csv
import re

from elshi.exports.base import Context, Report
from elshi.exports.files import Folder
from elshi.exports.rows import TABLES, Row, document_row, event_row, fact_row, participant_rows
from elshi.views.items import Item

__all__ = ["Tables", "harmless", "unquoted", "writer"]

#: What a spreadsheet takes for a formula (OWASP, "CSV Injection"), also behind blanks, which some programs strip.
#: A tab, carriage return or line feed at the beginning counts by itself.
_FORMULA = re.compile(r"'*(?:[\t\r\n]|[\s\ufeff\u200b]*[=+\-@＝＋－＠])")


def harmless(value: object) -> str:
    """A field that no spreadsheet runs; None is empty."""
    text = "" if value is None else str(value)
    return "'" + text if _FORMULA.match(text) else text


def unquoted(text: str) -> str:
    """The field as it was before `harmless`."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


class Tables:
    """Writes `events.csv`, `facts.csv`, `participants.csv` and `documents.csv`."""

    def __init__(self, folder: Folder, context: Context) -> None:
        self._context = context
        self._known: set[str] = set()
        self._writers = {}
        for name, columns in TABLES.items():
            stream = folder.text(f"{name}.csv", newline="")
            self._writers[name] = csv.writer(stream, lineterminator="\r\n")
            self._writers[name].writerow([c.name for c in columns])

    def add(self, item: Item) -> str | None:
        """See `Writer.add`."""
        self._row("events", event_row(item, self._context))
        for one in item.facts:
            self._row("facts", fact_row(one, item, self._context))
            for row in participant_rows(one, item, self._context):
                self._row("participants", row)
            if one.document.key not in self._known:
                self._known.add(one.document.key)
                self._row("documents", document_row(one.document))
        return None

    def close(self) -> None:
        """See `Writer.close`."""

    def _row(self, table: str, row: Row) -> None:
        values = (row[c.name] for c in TABLES[table])
        self._writers[table].writerow([v if isinstance(v, int | float) else harmless(v) for v in values])


def writer(folder: Folder, context: Context, report: Report) -> Tables:
    """A writer of this format."""
    return Tables(folder, context)
