"""Events, facts, participants and documents as rows: the same columns in CSV, XLSX and Parquet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from elshi.exports.base import Context
from elshi.exports.labels import label
from elshi.exports.plover import item_coding
from elshi.exports.times import date_of, dates_of, days
from elshi.model import Filler
from elshi.record.model import StoredDocument, StoredFact
from elshi.views.items import Item

__all__ = ["TABLES", "Column", "Row", "document_row", "event_row", "fact_row", "participant_rows"]

Value = str | int | float | None
Row = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, kind of value (`text`, `int`, `float`) and meaning."""

    name: str
    kind: str
    meaning: str


_EVENT = (
    Column("event", "text", "id of the event"),
    Column("what", "text", "the event in one line, names in the language asked for"),
    Column("kind", "text", "event or figure"),
    Column("type", "text", "type of event, or indicator of a figure"),
    Column("subtype", "text", "subtype; empty where the text gives none"),
    Column("status", "text", "actual, planned, denied or cancelled"),
    Column("date", "text", "EDTF; several, joined by ' | ', where sources do not agree; empty: not known"),
    Column("first_day", "text", "earliest day that the first date may stand for"),
    Column("last_day", "text", "latest day that the first date may stand for"),
    Column("sides", "text", "codes of states and organisations that take part, joined by ' | '"),
    Column("side_names", "text", "their names, in the same order"),
    Column("roles", "text", "who does what: 'visitor: A, B | host: C'"),
    Column("place", "text", "where it took place"),
    Column("place_country", "text", "code of the state in which that lies"),
    Column("title", "text", "name or subject of an instrument, topic of a statement"),
    Column("sphere", "text", "sphere of relations"),
    Column("value", "float", "number of a figure"),
    Column("unit", "text", "currency (ISO 4217), percent or count"),
    Column("plover_event", "text", "PLOVER event; empty where PLOVER has none"),
    Column("plover_mode", "text", "PLOVER mode"),
    Column("cameo", "text", "nearest CAMEO code"),
    Column("quad", "int", "quad class 1 to 4"),
    Column("score", "float", "PLOVER's score, -10 to 10"),
    Column("sources", "int", "documents that say so, near copies not counted"),
    Column("quotation", "text", "the sentence of the best fact"),
    Column("document", "text", "name of the document that it stands in"),
    Column("url", "text", "address of that document"),
)

_FACT = (
    Column("fact", "text", "id of the fact"),
    *(c for c in _EVENT if c.name in ("event", "kind", "type", "subtype", "status")),
    Column("date", "text", "EDTF; empty: not known"),
    Column("first_day", "text", "earliest day that the date may stand for"),
    Column("last_day", "text", "latest day that the date may stand for"),
    *(c for c in _EVENT if c.name in ("roles", "place", "place_country", "title", "sphere", "value", "unit")),
    Column("confidence", "float", "share of facts with this value that are right, 0 to 1"),
    Column("decision", "text", "what a person decided on it last: accept or edit; empty: nobody did"),
    Column("decided_by", "text", "who decided"),
    Column("quotation", "text", "the sentence, as it stands in the document"),
    Column("language", "text", "language of the sentence"),
    Column("start", "int", "where the sentence begins in the document's text, in code points"),
    Column("end", "int", "where it ends"),
    Column("document", "text", "name of the document"),
    Column("document_key", "text", "key of the document"),
    Column("document_title", "text", "its title"),
    Column("source", "text", "outlet or publisher"),
    Column("published", "text", "date of publication"),
    Column("url", "text", "address"),
)

_PARTICIPANT = (
    Column("fact", "text", "id of the fact"),
    Column("event", "text", "id of the event"),
    Column("role", "text", "role"),
    Column("position", "int", "place among those of the role, from 1"),
    Column("id", "text", "code or id; empty where it is not certain"),
    Column("kind", "text", "state, igo, programme, person, organisation, place, office, other"),
    Column("name", "text", "name in the language asked for, else as the source has it"),
    Column("mention", "text", "the words of the text"),
    Column("of", "text", "code of the state or organisation it belongs to"),
)

_DOCUMENT = (
    Column("document_key", "text", "key of the document"),
    Column("document", "text", "its name"),
    Column("title", "text", "title"),
    Column("source", "text", "outlet or publisher"),
    Column("published", "text", "date of publication; empty: not known"),
    Column("language", "text", "language"),
    Column("url", "text", "address"),
    Column("near_copy_of", "text", "key of the earlier document that it nearly repeats"),
)

#: Table -> columns, in the order in which they stand.
TABLES: dict[str, tuple[Column, ...]] = {
    "events": _EVENT,
    "facts": _FACT,
    "participants": _PARTICIPANT,
    "documents": _DOCUMENT,
}

_SEPARATOR = " | "


def _name(filler: Filler, context: Context) -> str:
    return context.name(filler.id, filler.name) or " ".join(filler.mention.split())


def _roles(found: Mapping[str, Iterable[Filler]], context: Context) -> str:
    return _SEPARATOR.join(
        f"{role}: {', '.join(_name(f, context) for f in some)}" for role, some in found.items()
    )


def event_row(item: Item, context: Context) -> Row:
    """The row of `events`."""
    codes = item_coding(item)
    first, last = days(date_of(item))
    best, parties = item.facts[0], item.parties()
    return {
        "event": item.id,
        "what": label(item, context),
        "kind": item.event.kind,
        "type": item.type,
        "subtype": item.subtype,
        "status": item.status,
        "date": _SEPARATOR.join(dates_of(item)) or None,
        "first_day": first,
        "last_day": last,
        "sides": _SEPARATOR.join(parties) or None,
        "side_names": _SEPARATOR.join(context.name(code, code) or code for code in parties) or None,
        "roles": _roles(item.roles, context) or None,
        "place": item.place.name if item.place else None,
        "place_country": item.place.country if item.place else None,
        "title": item.title,
        "sphere": item.event.sphere,
        "value": item.event.value,
        "unit": item.event.unit,
        "plover_event": codes.event,
        "plover_mode": codes.mode,
        "cameo": codes.cameo,
        "quad": codes.quad,
        "score": codes.score,
        "sources": len({f.document.near_copy_of or f.document.key for f in item.facts}),
        "quotation": best.fact.quote,
        "document": best.document.name,
        "url": best.document.url,
    }


def fact_row(one: StoredFact, item: Item, context: Context) -> Row:
    """The row of `facts`."""
    fact, document = one.fact, one.document
    first, last = days(fact.date)
    decided = [d for d in context.decisions.get(one.id, ()) if d.kind in ("accept", "edit")]
    return {
        "fact": one.id,
        "event": item.id,
        "kind": fact.kind,
        "type": fact.type,
        "subtype": fact.subtype,
        "status": fact.status,
        "date": fact.date,
        "first_day": first,
        "last_day": last,
        "roles": _roles(fact.roles, context) or None,
        "place": fact.place.name if fact.place else None,
        "place_country": fact.place.country if fact.place else None,
        "title": fact.title,
        "sphere": fact.sphere,
        "value": fact.value,
        "unit": fact.unit,
        "confidence": fact.confidence,
        "decision": decided[-1].kind if decided else None,
        "decided_by": decided[-1].who if decided else None,
        "quotation": fact.quote,
        "language": fact.language,
        "start": fact.start,
        "end": fact.end,
        "document": document.name,
        "document_key": document.key,
        "document_title": document.title,
        "source": document.source,
        "published": document.published,
        "url": document.url,
    }


def participant_rows(one: StoredFact, item: Item, context: Context) -> Iterator[Row]:
    """The rows of `participants`."""
    for role, fillers in one.fact.roles.items():
        for position, filler in enumerate(fillers, 1):
            yield {
                "fact": one.id,
                "event": item.id,
                "role": role,
                "position": position,
                "id": filler.id,
                "kind": filler.kind,
                "name": _name(filler, context),
                "mention": filler.mention,
                "of": filler.of,
            }


def document_row(document: StoredDocument) -> Row:
    """The row of `documents`."""
    return {
        "document_key": document.key,
        "document": document.name,
        "title": document.title,
        "source": document.source,
        "published": document.published,
        "language": document.language,
        "url": document.url,
        "near_copy_of": document.near_copy_of,
    }
