"""Reading the record: filters that are the same for facts, events, network and the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from elshi.errors import RecordError
from elshi.model import EVENT_TYPES, FIGURE_TYPES, STATUSES, Fact, Filler, Place
from elshi.record import tables
from elshi.record.codec import CODED, chunks, from_payload, stored_document
from elshi.record.edtf import bounds
from elshi.record.model import Event, StoredDocument, StoredFact
from elshi.record.overlay import Overlay, overlay

__all__ = ["Filter", "by_time", "documents", "each_event", "event_of", "events", "facts"]

_LAST = "9999-99"  # sorts after every date


@dataclass(frozen=True, slots=True)
class Filter:
    """Which facts are asked for.

    Attributes:
        sides: ids of states, organisations, persons …; a fact matches by a filler's id or by what a filler
            belongs to.
        all_sides: every side must take part (else one is enough).
        types, subtypes, statuses: one of these each (empty: any).
        since, until: EDTF values; a dated fact must share a day with the time between.
        document: key of the one document asked for.
        include_undated: undated facts pass `since` and `until`.
        documents: keys of documents, one of which a fact must stand in (empty: any).
        same: ids that a person merged -> the id that is meant.
    """

    sides: Sequence[str] = ()
    all_sides: bool = True
    types: Sequence[str] = ()
    subtypes: Sequence[str] = ()
    statuses: Sequence[str] = ()
    since: str | None = None
    until: str | None = None
    document: str | None = None
    include_undated: bool = True
    documents: Sequence[str] = ()
    same: Mapping[str, str] = field(default_factory=dict)

    def conditions(self) -> list[ColumnElement[bool]]:
        """The filter as conditions on `facts` (joined with `documents`)."""
        f, s = tables.facts.c, tables.fact_sides.c
        found: list[ColumnElement[bool]] = [~f.rejected]
        # By `in`, not by `exists`: the database then begins with the few facts of a side.
        matches = [
            f.n.in_(
                select(s.fact).where(
                    s.side.in_([side, *(old for old, new in self.same.items() if new == side)])
                )
            )
            for side in dict.fromkeys(self.same.get(side, side) for side in self.sides)
        ]
        if matches:
            found.append(and_(*matches) if self.all_sides else or_(*matches))
        for column, values in ((f.type, self.types), (f.subtype, self.subtypes), (f.status, self.statuses)):
            if values:
                found.append(column.in_(list(values)))
        if self.document is not None:
            found.append(tables.documents.c.key == self.document)
        if self.documents:
            found.append(tables.documents.c.key.in_(list(self.documents)))
        lower, upper = day(self.since, first=True), day(self.until, first=False)
        if lower or upper:
            inside: list[ColumnElement[bool]] = [f.date.is_not(None)]
            if lower:
                inside.append(or_(f.upper.is_(None), f.upper >= lower))
            if upper:
                inside.append(or_(f.lower.is_(None), f.lower <= upper))
            found.append(or_(f.date.is_(None), and_(*inside)) if self.include_undated else and_(*inside))
        elif not self.include_undated:
            found.append(f.date.is_not(None))
        return found


def day(value: str | None, *, first: bool) -> str | None:
    """First or last day of a limit given as an EDTF value.

    Raises:
        RecordError: it is no date.
    """
    if value is None:
        return None
    span = bounds(value)
    if span is None:
        raise RecordError(f"{value}: no date; write a year, year-month or day, like 2011-09-20")
    return span.lower if first else span.upper


def facts(connection: Connection, given: Filter) -> list[StoredFact]:
    """Facts by time (undated last), then by document and place in it."""
    over = overlay(connection)
    query = _SELECT.where(*_meant(given, over).conditions())
    return sorted(_stored(connection, query, over), key=_time_of_fact)


def events(connection: Connection, given: Filter) -> list[Event]:
    """Events that have a fact as asked for, with all their facts, by time (undated last)."""
    f = tables.facts.c
    over = overlay(connection)
    conditions = _meant(given, over).conditions()
    matching = select(f.event).join_from(tables.facts, tables.documents).where(*conditions)
    grouped: dict[str, list[StoredFact]] = {}
    query = _SELECT.add_columns(f.event).where(~f.rejected)
    known: dict[str, StoredDocument] = {}
    if not over.event:
        for row in connection.execute(query.where(f.event.in_(matching.distinct()))):
            grouped.setdefault(row.event, []).append(_fact(row, known, over))
    else:
        asked = {row.id: row.event for row in connection.execute(matching.add_columns(f.id))}
        found = {over.event.get(fact, event) for fact, event in asked.items()}
        for part in chunks(sorted(over.expand(set(asked.values())))):
            for row in connection.execute(query.where(f.event.in_(part))):
                name = over.event.get(row.id, row.event)
                if name in found:
                    grouped.setdefault(name, []).append(_fact(row, known, over))
    return sorted((event_of(name, some) for name, some in grouped.items()), key=by_time)


#: So many events are read at a time by `each_event`.
_BATCH = 200


def each_event(connection: Connection, given: Filter) -> Iterator[Event]:
    """The same events as `events`, one after another: only their ids are held, and a few events.

    They come by the first day that a fact asked for gives, undated ones last, then by id.
    """
    f = tables.facts.c
    over = overlay(connection)
    query = select(f.id, f.event, f.lower, f.upper).join_from(tables.facts, tables.documents)
    first: dict[str, tuple[bool, str]] = {}
    for row in connection.execute(query.where(*_meant(given, over).conditions())):
        name = over.event.get(row.id, row.event)
        day = row.lower or row.upper
        key = (day is None, day or "")
        first[name] = min(first.get(name, key), key)
    order = sorted(first, key=lambda name: (first[name], name))
    for part in chunks(order, _BATCH):
        wanted = set(part)
        grouped: dict[str, list[StoredFact]] = {}
        known: dict[str, StoredDocument] = {}
        whole = sorted(over.expand(wanted) | {one for name in part for one in over.parts.get(name, ())})
        for some in chunks(whole):
            for row in connection.execute(
                _SELECT.add_columns(f.event).where(~f.rejected, f.event.in_(list(some)))
            ):
                name = over.event.get(row.id, row.event)
                if name in wanted:
                    grouped.setdefault(name, []).append(_fact(row, known, over))
        for name in part:
            if name in grouped:
                yield event_of(name, grouped[name])


def _meant(given: Filter, over: Overlay) -> Filter:
    return replace(given, same=over.entity) if over.entity else given


def event(connection: Connection, name: str) -> Event | None:
    """See `Store.event`."""
    f = tables.facts.c
    over = overlay(connection)
    parts = sorted(over.expand({name}) | over.parts.get(name, frozenset())) if over.event else [name]
    query = _SELECT.add_columns(f.event).where(~f.rejected, f.event.in_(parts))
    known: dict[str, StoredDocument] = {}
    found = [
        _fact(row, known, over)
        for row in connection.execute(query)
        if over.event.get(row.id, row.event) == name
    ]
    return event_of(name, found) if found else None


def documents(connection: Connection, key: str | None = None) -> list[StoredDocument]:
    """Documents by publication date (undated last) and key."""
    d = tables.documents.c
    columns = [d[name] for name in _DOCUMENT]
    query = select(*columns) if key is None else select(*columns).where(d.key == key)
    found = [stored_document(row) for row in connection.execute(query)]
    return sorted(found, key=lambda one: (one.published or _LAST, one.key))


_DOCUMENT = ("key", "name", "title", "url", "source", "published", "language", "added", "near_copy_of")
_SELECT: Select[Any] = select(
    tables.facts.c.id,
    tables.facts.c.payload,
    *(tables.documents.c[name] for name in _DOCUMENT),
).join_from(tables.facts, tables.documents)
# `facts.id` and `documents.key` are the only ids in it, so row attributes are unambiguous.


def _stored(connection: Connection, query: Select[Any], over: Overlay) -> Iterable[StoredFact]:
    known: dict[str, StoredDocument] = {}
    for row in connection.execute(query):
        yield _fact(row, known, over)


def _fact(row: Any, known: dict[str, StoredDocument], over: Overlay) -> StoredFact:
    document = known.get(row.key)
    if document is None:
        document = known[row.key] = stored_document(row)
    return StoredFact(row.id, over.shown(row.id, from_payload(row.payload, row.name)), document)


def facts_by_id(connection: Connection, ids: Sequence[str]) -> dict[str, StoredFact]:
    """Facts with these ids, rejected ones left out."""
    f = tables.facts.c
    found = {}
    over = overlay(connection)
    for part in chunks(list(ids)):
        for one in _stored(connection, _SELECT.where(f.id.in_(part), ~f.rejected), over):
            found[one.id] = one
    return found


def event_of(name: str, found: Sequence[StoredFact]) -> Event:
    """Sums up the facts of one event.

    The first fact gives what all have in common. Of date, place, title, subtype, sphere and value the most
    precise one is taken that no fact contradicts, else the one of the earliest source.
    """
    by_source = sorted(found, key=_source_order)
    best = sorted(found, key=lambda one: (-one.fact.confidence, _precision(one.fact), _source_order(one)))
    given = [one.fact for one in by_source]
    value = next((fact for fact in given if fact.value is not None), given[0])
    return Event(
        id=name,
        kind=given[0].kind,
        type=given[0].type,
        subtype=_first(fact.subtype for fact in given),
        status=given[0].status,
        date=_date(given),
        roles=_roles(given),
        place=_place(given),
        title=_title(given),
        sphere=_first(fact.sphere for fact in given),
        value=value.value,
        unit=value.unit,
        facts=tuple(best),
    )


def by_time(event: Event) -> tuple[Any, ...]:
    """Sort key of events: undated last; then begin, end, type, id."""
    return (*_time(event.date), event.kind, event.type, event.id)


def _time(date: str | None) -> tuple[bool, str, str]:
    span = bounds(date)
    if span is None:
        return (True, "", "")
    return (False, span.lower or span.upper or "", span.upper or _LAST)


def _time_of_fact(one: StoredFact) -> tuple[Any, ...]:
    return (*_time(one.fact.date), one.document.key, one.fact.start, one.fact.end, one.id)


def _source_order(one: StoredFact) -> tuple[Any, ...]:
    return (one.document.published or _LAST, one.document.key, one.fact.start, one.id)


def _precision(fact: Fact) -> int:
    span = bounds(fact.date)
    days = span.days if span else None
    return 99999 if days is None else days


def _date(given: Sequence[Fact]) -> str | None:
    dated = [(fact.date, span) for fact in given if (span := bounds(fact.date))]
    if not dated:
        return None
    # A stretch of days beats one of its days: talks on the 10th belong to a visit of the 10th to the 12th.
    short = [one for one in dated if one[1].days is not None and one[1].days <= _FEW_DAYS]
    if short:
        widest = max(short, key=lambda one: one[1].days or 0)
        inside = [
            one for one in short
            if str(widest[1].lower) <= str(one[1].lower) and str(one[1].upper) <= str(widest[1].upper)
        ]  # fmt: skip
        if len(inside) == len(short):
            return widest[0]
        return short[0][0]
    return min(dated, key=lambda one: one[1].days if one[1].days is not None else 99999)[0]


#: Up to so many days a date is the happening's own stretch of days, beyond it is a vague one.
_FEW_DAYS = 16


def _roles(given: Sequence[Fact]) -> dict[str, tuple[Filler, ...]]:
    roles: dict[str, dict[str, Filler]] = {}
    for fact in given:
        for role, fillers in fact.roles.items():
            for filler in fillers:
                known = roles.setdefault(role, {})
                known.setdefault(filler.id or (filler.name or filler.mention).casefold(), filler)
    return {role: tuple(found.values()) for role, found in roles.items()}


def _place(given: Sequence[Fact]) -> Place | None:
    places = [fact.place for fact in given if fact.place]
    return next((place for place in places if place.country), places[0] if places else None)


def _title(given: Sequence[Fact]) -> str | None:
    return _first(fact.title for fact in given)


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)


def stats(connection: Connection) -> dict[str, Any]:
    """See `Store.stats`."""
    d, f = tables.documents.c, tables.facts.c
    here = ~f.rejected

    def count(query: Select[Any]) -> int:
        return int(connection.execute(query).scalar_one())

    def by(column: Any, *conditions: ColumnElement[bool]) -> dict[str, int]:
        query = select(column, func.count()).where(*conditions).group_by(column)
        found = {str(value): int(n) for value, n in connection.execute(query) if value is not None}
        return dict(sorted(found.items()))

    first, last = connection.execute(select(func.min(f.lower), func.max(f.upper)).where(here)).one()
    begin, end = connection.execute(select(func.min(d.published), func.max(d.published))).one()
    events_of = select(func.count(f.event.distinct())).where(here)
    return {
        "documents": count(select(func.count()).select_from(tables.documents)),
        "near_copies": count(select(func.count()).where(d.near_copy_of.is_not(None))),
        "facts": count(select(func.count()).where(here)),
        "events": count(events_of.where(f.kind == "event")),
        "figures": count(events_of.where(f.kind == "figure")),
        "sides": len(sides(connection)),
        "decisions": count(select(func.count()).select_from(tables.decisions)),
        "languages": by(d.language),
        "types": by(f.type, here),
        "statuses": by(f.status, here),
        "since": first,
        "until": last,
        "published_since": begin,
        "published_until": end,
    }


def sides(connection: Connection) -> dict[str, int]:
    """See `Store.sides`."""
    f, i = tables.facts.c, tables.fillers.c
    coded: dict[str, set[int]] = {}
    query = select(i.fact, i.id, i.kind, i.of).join_from(tables.fillers, tables.facts).where(~f.rejected)
    for row in connection.execute(query):
        if row.kind in CODED and row.id:
            coded.setdefault(row.id, set()).add(row.fact)
        elif row.of:
            coded.setdefault(row.of, set()).add(row.fact)
    counts = {side: len(found) for side, found in coded.items()}
    return dict(sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def entities(connection: Connection) -> list[dict[str, Any]]:
    """See `Store.entities`."""
    f, i = tables.facts.c, tables.fillers.c
    query = (
        select(i.id, i.kind, i.name, i.of, func.count(i.fact.distinct()).label("facts"))
        .join_from(tables.fillers, tables.facts)
        .where(~f.rejected, i.id.is_not(None))
        .group_by(i.id, i.kind, i.name, i.of)
    )
    best: dict[str, tuple[tuple[Any, ...], dict[str, Any]]] = {}
    total: dict[str, int] = {}
    for row in connection.execute(query):
        total[row.id] = total.get(row.id, 0) + row.facts
        rank = (-row.facts, row.name or "~", row.kind, row.of or "~")
        if row.id not in best or rank < best[row.id][0]:
            best[row.id] = (rank, {"id": row.id, "kind": row.kind, "name": row.name, "of": row.of})
    found = [entry | {"facts": total[name]} for name, (_, entry) in best.items()]
    return sorted(found, key=lambda one: (-one["facts"], one["id"]))


def check(fact: Fact) -> Fact:
    """Checks the values of a fact that a person edited.

    Raises:
        ValueError: a value that the contract does not know.
    """
    if fact.status not in STATUSES:
        raise ValueError(f"status {fact.status!r}")
    if fact.date is not None and bounds(fact.date) is None:
        raise ValueError(f"date {fact.date!r}")
    if fact.kind == "figure":
        if fact.type not in FIGURE_TYPES:
            raise ValueError(f"type {fact.type!r}")
    elif fact.type not in EVENT_TYPES:
        raise ValueError(f"type {fact.type!r}")
    elif fact.subtype is not None and fact.subtype not in EVENT_TYPES[fact.type][0]:
        raise ValueError(f"subtype {fact.subtype!r} of {fact.type}")
    return fact
