"""Timelines as CSV, and the cells that the HTML page shares with it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from elshi.render.runs import Line, Run, Writer
from elshi.views.items import Item
from elshi.views.pair import kind_term
from elshi.views.source import Names
from elshi.views.values import Amount, Value, When, Words

__all__ = ["cells", "safe_field", "timeline_csv"]

_COLUMNS = (
    "id", "date", "type", "subtype", "status", "parties", "participants", "place", "title", "value", "unit",
    "sources", "documents", "quotes",
)  # fmt: skip

#: Beginnings that a spreadsheet takes for a formula (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def cells(one: Item, writer: Writer, names: Names) -> dict[str, Any]:
    """What a timeline shows of an event, as lines of runs, with the numbers of its notes."""

    def lines(column: str, *values: Value) -> list[Line]:
        return writer.cell(column, values)

    shown = [
        Run(names.name(f.id or "", writer.words.language) or f.name or " ".join(f.mention.split()), "name")
        for f in one.fillers()
    ]
    joined: list[Run] = []
    for place, name in enumerate(shown):
        joined += [*([Run(" – ")] if place else []), name]
    amount = (
        [Amount(one.event.value, one.event.unit)]
        if one.event.kind == "figure" and one.event.value is not None
        else []
    )
    title = [Words(one.title, one.title_language)] if one.title else []
    status = writer.status(one.status)
    dates = lines("date", *(When(w.value, w.facts) for w in one.dates))
    dates[0] = (*dates[0], *status)
    cited = {n for run in dates[0] for n in run.notes}
    return {
        "status": one.status,
        "date": dates,
        "what": lines("what", kind_term(one), *amount, *title),
        "participants": [tuple(joined)] if joined else [],
        "place": lines("place", Words(one.place.name)) if one.place else [],
        "notes": [n for n in writer.numbers(f.id for f in one.facts) if n not in cited],
    }


def safe_field(value: object) -> str:
    """A field that no spreadsheet runs: what begins like a formula gets an apostrophe before it."""
    text = "" if value is None else str(value)
    return "'" + text if text.startswith(_FORMULA) else text


def timeline_csv(found: Sequence[Item]) -> str:
    """Events as CSV with a heading, UTF-8, one event a line (RFC 4180).

    Several values of one field are joined by " | ". Text that a spreadsheet would run is made harmless;
    numbers stay numbers.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for one in found:
        names = [f.name or " ".join(f.mention.split()) for f in one.fillers()]
        fields: list[object] = [
            one.id,
            " | ".join(w.value for w in one.dates if w.value),
            one.type,
            one.subtype,
            one.status,
            " | ".join(one.parties()),
            " | ".join(names),
            one.place.name if one.place else None,
            one.title,
            one.event.value,
            one.event.unit,
            len(one.facts),
            " | ".join(dict.fromkeys(f.document.name for f in one.facts)),
            " | ".join(f.fact.quote for f in one.facts),
        ]
        writer.writerow([f if isinstance(f, (int, float)) else safe_field(f) for f in fields])
    return out.getvalue()
