"""Between the nouns of `elshi.model` and the rows of the record."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from elshi.model import Document, Fact
from elshi.record.edtf import bounds
from elshi.record.model import StoredDocument

__all__ = [
    "document_key",
    "document_row",
    "fact_columns",
    "fact_ids",
    "from_payload",
    "number",
    "sides_of",
    "stored_document",
    "to_payload",
    "variant",
]

#: Coded participants: what may be a node of the network and stand for a person's side.
CODED = ("state", "igo", "programme")


def document_key(document: Document, clean: str) -> str:
    """Identity of a document: SHA-256 of its text after layout repair and of its source."""
    content = json.dumps([clean, document.source], ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


def variant(document: Document) -> tuple[Any, ...]:
    """Sort key among several copies of one document that differ in what came with them.

    The least is kept, whichever came first, so that the order of ingestion never shows: one with a date
    before one without, the earlier date before the later, then title, address, language, name, text.
    """
    parts = (document.published, document.title, document.url, document.language)
    return (*((part is None, part or "") for part in parts), document.id, document.text)


def document_row(document: Document) -> dict[str, Any]:
    """The columns that are taken from a document as they are."""
    return {
        "name": document.id,
        "title": document.title,
        "url": document.url,
        "source": document.source,
        "published": document.published,
        "language": document.language,
        "text": document.text,
    }


def stored_document(row: Any) -> StoredDocument:
    """A row of `documents` as it leaves the record."""
    return StoredDocument(
        key=row.key,
        name=row.name,
        title=row.title,
        url=row.url,
        source=row.source,
        published=row.published,
        language=row.language,
        added=row.added,
        near_copy_of=row.near_copy_of,
    )


def to_payload(fact: Fact) -> str:
    """A fact as JSON, without the document it belongs to (the row says that)."""
    data = fact.to_json()
    del data["document"]
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def from_payload(payload: str, document: str) -> Fact:
    """Reads what `to_payload` wrote; `document` is the document's name."""
    data = json.loads(payload)
    data["document"] = document
    return Fact.from_json(data)


def fact_ids(key: str, facts: Iterable[Fact]) -> dict[str, Fact]:
    """Gives each fact of a document its id, derived from the document's key and `Fact.content_key()`.

    Facts that say the same in every field are one (the more confident is kept). Facts that share a content
    key but differ otherwise («signed and ratified» in one clause) are numbered in an order that depends on
    their content alone.

    Returns:
        id (32 hexadecimal digits) -> fact, in the order of the text.
    """
    by_content: dict[str, dict[str, Fact]] = {}
    for fact in facts:
        rest = json.dumps(
            [
                fact.subtype,
                fact.status,
                fact.date,
                fact.title,
                fact.place and fact.place.to_json(),
                fact.sphere,
            ],
            ensure_ascii=False,
        )
        alike = by_content.setdefault(fact.content_key(), {})
        if rest not in alike or (fact.confidence, fact.rule or "") > (
            alike[rest].confidence,
            alike[rest].rule or "",
        ):
            alike[rest] = fact
    named: list[tuple[str, Fact]] = []
    for content, alike in by_content.items():
        for ordinal, rest in enumerate(sorted(alike)):
            identity = f"{key}:{content}" + (f":{ordinal}" if ordinal else "")
            named.append((hashlib.sha256(identity.encode()).hexdigest()[:32], alike[rest]))
    named.sort(key=lambda pair: (pair[1].start, pair[1].end, pair[0]))
    return dict(named)


def fact_columns(fact: Fact) -> dict[str, Any]:
    """The columns of `facts` that are read off a fact."""
    span = bounds(fact.date)
    return {
        "kind": fact.kind,
        "type": fact.type,
        "subtype": fact.subtype,
        "status": fact.status,
        # What is not a date of EDTF stays in the payload, and counts as undated.
        "date": fact.date if span else None,
        "lower": span.lower if span else None,
        "upper": span.upper if span else None,
        "start": fact.start,
        "end": fact.end,
        "confidence": fact.confidence,
        "payload": to_payload(fact),
    }


def sides_of(fact: Fact) -> list[str]:
    """Every id by which a side filter finds the fact: its fillers' ids and what they belong to."""
    found: dict[str, None] = {}
    for fillers in fact.roles.values():
        for filler in fillers:
            if filler.id:
                found[filler.id] = None
            if filler.of:
                found[filler.of] = None
    if fact.type == "visit" and "host" not in fact.roles and fact.place and fact.place.country:
        found[fact.place.country] = None  # where the visit goes is who receives it
    return list(found)


@lru_cache(maxsize=65536)
def number(text: str) -> int:
    """A signed 64-bit number that stands for a string in an index, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def chunks(values: Sequence[Any], size: int = 500) -> Iterable[Sequence[Any]]:
    """Cuts a long list of parameters into pieces that every database takes in one statement."""
    for at in range(0, len(values), size):
        yield values[at : at + size]


def edited(fact: Fact, changes: Mapping[str, Any]) -> Fact:
    """A fact with some fields (as in its JSON) replaced; its place in the text stays.

    Raises:
        KeyError, TypeError, ValueError: the changes do not describe a fact.
    """
    data = fact.to_json()
    fixed = ("document", "quote", "start", "end", "language", "kind")
    for name, value in changes.items():
        if name in fixed or name not in (*data, "value", "unit"):
            raise KeyError(name)
        data[name] = value
    return Fact.from_json(data)
