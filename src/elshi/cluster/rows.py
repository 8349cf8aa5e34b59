"""What the tables of a cluster's result hold, and how rows become Arrow batches.

Invariants: every table is a function of the input and of Elshi's version alone, never of how the work was cut; a
column is null where the text says nothing. docs/spark.md describes each column for users, and a test compares
the two.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

import pyarrow as pa

from elshi.model import Document, Fact
from elshi.record.codec import fact_columns, from_payload, sides_of
from elshi.record.comparing import Features, features
from elshi.record.edtf import bounds
from elshi.record.model import StoredDocument, StoredFact
from elshi.record.passages import IndexedPassage
from elshi.record.queries import event_of

__all__ = [
    "DOCUMENTS",
    "EVENTS",
    "FACTS",
    "FACTS_PACKED",
    "FAILURES",
    "PARSED",
    "SCHEMAS",
    "batches",
    "event_row",
    "fact_of",
    "fact_row",
    "feature",
    "grouped",
    "packed",
    "packed_passages",
    "rows_of",
    "unpacked_passages",
    "year_of",
]

#: Rows and characters after which a batch is handed on: a document of a megabyte must not wait for 999 others.
_ROWS, _CHARACTERS = 1000, 8_000_000

_TEXT = pa.string()

#: One row for each document or failure of a part, as the workers write it; `facts` are `id` and JSON.
PARSED = pa.schema(
    [
        ("file", _TEXT),
        ("reason", _TEXT),
        ("key", _TEXT),
        ("name", _TEXT),
        ("title", _TEXT),
        ("url", _TEXT),
        ("source", _TEXT),
        ("published", _TEXT),
        ("language", _TEXT),
        ("text", _TEXT),
        ("passages", _TEXT),
        ("facts", pa.list_(pa.struct([("id", _TEXT), ("payload", _TEXT)]))),
    ]
)

DOCUMENTS = pa.schema([PARSED.field(i) for i in range(2, 12)])

#: What grouping is given: each fact by itself (`packed`).
FACTS_PACKED = pa.schema([("document", _TEXT), ("packed", _TEXT)])

FAILURES = pa.schema([("file", _TEXT), ("reason", _TEXT)])

FACTS = pa.schema(
    [
        ("id", _TEXT),
        ("event", _TEXT),
        ("document", _TEXT),
        ("name", _TEXT),
        ("published", _TEXT),
        ("kind", _TEXT),
        ("type", _TEXT),
        ("subtype", _TEXT),
        ("status", _TEXT),
        ("date", _TEXT),
        ("lower", _TEXT),
        ("upper", _TEXT),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("quote", _TEXT),
        ("language", _TEXT),
        ("confidence", pa.float64()),
        ("value", pa.float64()),
        ("unit", _TEXT),
        ("payload", _TEXT),
        ("year", _TEXT),
    ]
)

EVENTS = pa.schema(
    [
        ("id", _TEXT),
        ("kind", _TEXT),
        ("type", _TEXT),
        ("subtype", _TEXT),
        ("status", _TEXT),
        ("date", _TEXT),
        ("lower", _TEXT),
        ("upper", _TEXT),
        ("title", _TEXT),
        ("sphere", _TEXT),
        ("value", pa.float64()),
        ("unit", _TEXT),
        ("place", _TEXT),
        ("sides", pa.list_(_TEXT)),
        ("roles", _TEXT),
        ("facts", pa.list_(_TEXT)),
        ("documents", pa.int64()),
        ("year", _TEXT),
    ]
)

#: The tables of a result by name; `facts` and `events` are in folders by `year`.
SCHEMAS = {"documents": DOCUMENTS, "facts": FACTS, "events": EVENTS, "failures": FAILURES}


def batches(rows: Iterable[Mapping[str, Any]], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Rows as Arrow batches of a bounded size."""
    waiting: list[Mapping[str, Any]] = []
    characters = 0
    for row in rows:
        waiting.append(row)
        characters += len(row.get("text") or "") + len(row.get("payload") or "")
        if len(waiting) >= _ROWS or characters >= _CHARACTERS:
            yield pa.RecordBatch.from_pylist(waiting, schema=schema)
            waiting, characters = [], 0
    if waiting:
        yield pa.RecordBatch.from_pylist(waiting, schema=schema)


def rows_of(given: Iterable[pa.RecordBatch]) -> Iterator[dict[str, Any]]:
    """The rows of Arrow batches, one batch in memory at a time."""
    for batch in given:
        yield from batch.to_pylist()


def grouped(given: Iterable[pa.RecordBatch], *columns: str) -> Iterator[list[dict[str, Any]]]:
    """Runs of rows that agree in `columns`; the batches come sorted by them."""
    for _, found in groupby(rows_of(given), key=lambda row: [row[name] for name in columns]):
        yield list(found)


def packed(fact: str, document: str, published: str | None, payload: str) -> str:
    """A fact with what grouping looks at, as one string."""
    return json.dumps([fact, document, published, payload], ensure_ascii=False)


def feature(given: str) -> Features:
    """Reads what `packed` wrote."""
    fact, document, published, payload = json.loads(given)
    return features(fact, document, published, from_payload(payload, ""))


def year_of(lower: str | None, upper: str | None) -> str:
    """The year whose folder a row lies in: that of its first day, of its last where it has no first, or `unknown`."""
    return (lower or upper or "unknown")[: 4 if lower or upper else None]


def fact_row(
    fact: Fact, *, id: str, event: str, document: str, name: str, published: str | None
) -> dict[str, Any]:
    """A row of `facts`."""
    row = fact_columns(fact)
    return row | {
        "id": id,
        "event": event,
        "document": document,
        "name": name,
        "published": published,
        "quote": fact.quote,
        "language": fact.language,
        "value": None if fact.value is None else float(fact.value),
        "unit": fact.unit,
        "year": year_of(row["lower"], row["upper"]),
    }


def packed_passages(passages: Iterable[IndexedPassage]) -> str:
    """What search needs of a document, as one string; the words themselves stay in the document's text."""
    found = [[p.start, p.end, p.language, p.terms, p.entities, p.dates] for p in passages]
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def unpacked_passages(given: str, document: Document) -> list[IndexedPassage]:
    """Reads what `packed_passages` wrote."""
    return [
        IndexedPassage(
            start, end, document.text[start:end], language, tuple(terms), tuple(entities), tuple(dates)
        )
        for start, end, language, terms, entities, dates in json.loads(given)
    ]


def fact_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of `facts` from a fact, its document and its event."""
    fact = from_payload(row["fact"]["payload"], row["name"])
    return fact_row(
        fact,
        id=row["id"],
        event=row["event"],
        document=row["key"],
        name=row["name"],
        published=row["published"],
    )


def event_row(group: list[dict[str, Any]]) -> dict[str, Any]:
    """A row of `events` from the facts of one event, as the record shows it."""
    found = [
        StoredFact(
            row["id"],
            from_payload(row["fact"]["payload"], row["name"]),
            StoredDocument(row["key"], row["name"], None, None, None, row["published"], None, ""),
        )
        for row in group
    ]
    event = event_of(group[0]["event"], found)
    span = bounds(event.date)
    lower, upper = (span.lower, span.upper) if span else (None, None)
    roles = {role: [one.to_json() for one in fillers] for role, fillers in event.roles.items()}
    return {
        "id": event.id,
        "kind": event.kind,
        "type": event.type,
        "subtype": event.subtype,
        "status": event.status,
        "date": event.date,
        "lower": lower,
        "upper": upper,
        "title": event.title,
        "sphere": event.sphere,
        "value": None if event.value is None else float(event.value),
        "unit": event.unit,
        "place": json.dumps(event.place.to_json(), ensure_ascii=False) if event.place else None,
        "sides": sorted({side for one in found for side in sides_of(one.fact)}),
        "roles": json.dumps(roles, ensure_ascii=False),
        "facts": [one.id for one in event.facts],
        "documents": len({one.document.key for one in found}),
        "year": year_of(lower, upper),
    }
