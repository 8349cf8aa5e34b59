"""Writing one document with its facts, search rows and groups; the caller holds the transaction.

Every function here takes a connection whose transaction is the only writer, so that "look, then write" is
safe and a process that dies leaves either all of a document or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from elshi.model import Document, Fact
from elshi.record import decisions, similarity, tables
from elshi.record.codec import (
    chunks,
    document_row,
    fact_columns,
    fact_ids,
    from_payload,
    number,
    sides_of,
    to_payload,
)
from elshi.record.dialect import add_passages, drop_passages
from elshi.record.edtf import Bounds, bounds
from elshi.record.grouping import WEAK, Features, features, group, regions, relation
from elshi.record.passages import IndexedPassage

__all__ = ["add_document", "event_id", "regroup", "replace_document", "rewrite_facts"]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A fact on its way into the table: as it stands after decisions, and as it was extracted."""

    id: str
    fact: Fact
    extracted: Fact | None
    rejected: bool


def event_id(first: str) -> str:
    """Id of the event whose earliest fact has this id."""
    return f"{number('event ' + first) & 0xFFFFFFFFFFFFFFFF:016x}"


def add_document(
    connection: Connection,
    document: Document,
    *,
    key: str,
    normalise: Callable[[str], str],
    facts: Sequence[Fact],
    passages: Sequence[IndexedPassage],
    added: str,
) -> int:
    """Stores a new document with all that belongs to it.

    Returns:
        How many facts were stored.
    """
    n = _next(connection, tables.documents)
    row = document_row(document) | {"n": n, "key": key, "added": added, "cluster": key, "near_copy_of": None}
    connection.execute(insert(tables.documents), [row])
    _link_copies(connection, n, key, document.text, normalise)
    return _add_content(connection, n, key, document, facts, passages, touched=set())


def replace_document(
    connection: Connection,
    document: Document,
    *,
    key: str,
    facts: Sequence[Fact],
    passages: Sequence[IndexedPassage],
) -> int:
    """Replaces what a known document came with and what was extracted from it; facts keep their ids.

    Returns:
        How many of its facts the record did not have before.
    """
    d, f = tables.documents.c, tables.facts.c
    old = connection.execute(select(d.n, d.cluster, d.published).where(d.key == key)).one()
    before = {
        row.id: row.region for row in connection.execute(select(f.id, f.region).where(f.document == old.n))
    }
    numbers = connection.scalars(select(tables.passages.c.n).where(tables.passages.c.document == old.n)).all()
    drop_passages(connection, numbers)
    connection.execute(delete(tables.passages).where(tables.passages.c.document == old.n))
    connection.execute(delete(tables.facts).where(f.document == old.n))
    connection.execute(update(tables.documents).where(d.n == old.n).values(**document_row(document)))
    if document.published != old.published:
        _name_original(connection, {old.cluster})
    _add_content(connection, old.n, key, document, facts, passages, touched=set(before.values()))
    after = connection.scalars(select(f.id).where(f.document == old.n)).all()
    return len(set(after) - before.keys())


def rewrite_facts(connection: Connection, key: str) -> None:
    """Applies the decisions on a document to its facts anew, starting from what was extracted."""
    d, f = tables.documents.c, tables.facts.c
    document = connection.execute(select(d.n, d.name, d.published).where(d.key == key)).one_or_none()
    if document is None:
        return
    rows = connection.execute(
        select(f.id, f.payload, f.extracted, f.rejected, f.region).where(f.document == document.n)
    ).all()
    extracted = {row.id: from_payload(row.extracted or row.payload, document.name) for row in rows}
    before = {
        row.id: _Entry(
            row.id,
            from_payload(row.payload, document.name),
            extracted[row.id] if row.extracted else None,
            row.rejected,
        )
        for row in rows
    }
    entries = _decided(connection, key, extracted)
    changed = [entry for entry in entries if entry != before[entry.id]]
    if not changed:
        return
    names = {entry.id for entry in changed}
    connection.execute(delete(tables.facts).where(f.document == document.n, f.id.in_(names)))
    touched = {row.region for row in rows if row.id in names}
    _add_facts(connection, document.n, key, document.published, changed, touched)


def _add_content(
    connection: Connection,
    n: int,
    key: str,
    document: Document,
    facts: Sequence[Fact],
    passages: Sequence[IndexedPassage],
    *,
    touched: set[str],
) -> int:
    named = fact_ids(key, facts)
    entries = _decided(connection, key, named)
    _add_facts(connection, n, key, document.published, entries, touched)
    _add_passages(connection, n, passages, [entry.fact for entry in entries if not entry.rejected])
    return len(entries)


def _decided(connection: Connection, key: str, extracted: Mapping[str, Fact]) -> list[_Entry]:
    entries = []
    outcome = decisions.outcomes(decisions.standing(connection, key), extracted)
    for name, fact in extracted.items():
        final, rejected = outcome.get(name, (fact, False))
        entries.append(_Entry(name, final, fact if final != fact else None, rejected))
    return entries


def _add_facts(
    connection: Connection,
    n: int,
    key: str,
    published: str | None,
    entries: Sequence[_Entry],
    touched: set[str],
) -> None:
    fresh = {e.id: features(e.id, key, published, e.fact) for e in entries if not e.rejected}
    keys = {name: one.keys() for name, one in fresh.items()}
    places = regroup(connection, touched, fresh, keys)
    if not entries:
        return
    first = _next(connection, tables.facts)
    rows, fillers, sides, blocks = [], [], [], []
    for at, entry in enumerate(entries, first):
        region, event = places.get(entry.id) or (entry.id, event_id(entry.id))
        row = fact_columns(entry.fact)
        row.update(
            n=at,
            id=entry.id,
            document=n,
            extracted=to_payload(entry.extracted) if entry.extracted else None,
            rejected=entry.rejected,
            region=region,
            event=event,
        )
        rows.append(row)
        for role, given in entry.fact.roles.items():
            for one in given:
                fillers.append(
                    {"fact": at, "role": role, "id": one.id, "kind": one.kind, "name": one.name, "of": one.of}
                )
        sides += [{"fact": at, "side": side} for side in sides_of(entry.fact)]
        blocks += [{"fact": at, "key": block} for block in keys.get(entry.id, ())]
    connection.execute(insert(tables.facts), rows)
    for table, values in ((tables.fillers, fillers), (tables.fact_sides, sides), (tables.fact_keys, blocks)):
        if values:
            connection.execute(insert(table), values)


def regroup(
    connection: Connection,
    touched: Iterable[str],
    fresh: Mapping[str, Features],
    keys: Mapping[str, Sequence[int]],
) -> dict[str, tuple[str, str]]:
    """Groups the regions that changed, together with facts that are not in the table yet.

    Args:
        connection: in a writing transaction.
        touched: regions from which facts were taken away.
        fresh: facts about to be added, by id.
        keys: their blocking keys, by id.

    Returns:
        id of each fresh fact -> (region, event). Facts in the table are updated where theirs changed.
    """
    concerned = set(touched)
    for near in _candidates(connection, keys):
        if near[0] in concerned:
            continue
        if any(relation(near[1], one) >= WEAK for name in near[2] for one in (fresh[name],)):
            concerned.add(near[0])
    f = tables.facts.c
    items: dict[str, Features] = dict(fresh)
    stored: dict[str, tuple[str, str]] = {}
    for part in chunks(sorted(concerned)):
        for row in connection.execute(_FEATURES.where(f.region.in_(part), ~f.rejected)):
            stored[row.id] = (row.region, row.event)
            items[row.id] = _features(row)
    places: dict[str, tuple[str, str]] = {}
    for region in regions(list(items.values())):
        name = min(item.id for item in region)
        for event in group(region):
            place = (name, event_id(event[0].id))
            places.update((item.id, place) for item in event)
    moved = [
        {"b_id": name, "b_region": places[name][0], "b_event": places[name][1]}
        for name, place in stored.items()
        if places[name] != place
    ]
    if moved:
        connection.execute(_MOVE, moved)
    return {name: places[name] for name in fresh}


_FEATURES = select(
    tables.facts.c.id,
    tables.facts.c.payload,
    tables.facts.c.region,
    tables.facts.c.event,
    tables.documents.c.key,
    tables.documents.c.name,
    tables.documents.c.published,
).join_from(tables.facts, tables.documents)


_MOVE = (
    update(tables.facts)
    .where(tables.facts.c.id == bindparam("b_id"))
    .values(region=bindparam("b_region"), event=bindparam("b_event"))
)


def _features(row: Any) -> Features:
    return features(row.id, row.key, row.published, from_payload(row.payload, row.name))


def _candidates(
    connection: Connection, keys: Mapping[str, Sequence[int]]
) -> Iterable[tuple[str, Features, list[str]]]:
    """Facts in the table that share a blocking key with fresh ones: (region, features, ids of those)."""
    by_key: dict[int, list[str]] = {}
    for name, blocks in keys.items():
        for block in blocks:
            by_key.setdefault(block, []).append(name)
    sharing: dict[int, dict[str, None]] = {}
    k = tables.fact_keys.c
    for part in chunks(sorted(by_key)):
        for row in connection.execute(select(k.key, k.fact).where(k.key.in_(part))):
            sharing.setdefault(row.fact, {}).update(dict.fromkeys(by_key[row.key]))
    numbers = tables.facts.c.n
    for part in chunks(sorted(sharing)):
        for row in connection.execute(_FEATURES.add_columns(numbers).where(numbers.in_(part))):
            yield row.region, _features(row), list(sharing[row.n])


def _add_passages(
    connection: Connection, n: int, passages: Sequence[IndexedPassage], facts: Sequence[Fact]
) -> None:
    if not passages:
        return
    first = _next(connection, tables.passages)
    rows, tokens = [], []
    ordered = sorted(facts, key=lambda fact: fact.start)
    for at, passage in enumerate(passages, first):
        span = _span(passage.dates)
        rows.append(
            {
                "n": at,
                "document": n,
                "start": passage.start,
                "end": passage.end,
                "language": passage.language,
                "date": passage.dates[0] if len(passage.dates) == 1 and span else None,
                "lower": span.lower if span else None,
                "upper": span.upper if span else None,
            }
        )
        ids = dict.fromkeys(passage.entities)
        for fact in ordered:
            if fact.start < passage.end and passage.start < fact.end:
                # «The two countries» is found by the names it was resolved to.
                ids.update(dict.fromkeys(sides_of(fact)))
                ids[f"type:{fact.type}"] = None
        tokens.append((at, passage.terms, tuple(ids)))
    connection.execute(insert(tables.passages), rows)
    add_passages(connection, tokens)


def _span(dates: Sequence[str]) -> Bounds | None:
    spans = [span for span in map(bounds, dates) if span]
    if not spans:
        return None
    lower = None if any(s.lower is None for s in spans) else min(s.lower or "" for s in spans)
    upper = None if any(s.upper is None for s in spans) else max(s.upper or "" for s in spans)
    return Bounds(lower, upper)


def _link_copies(
    connection: Connection, n: int, key: str, text: str, normalise: Callable[[str], str]
) -> None:
    """Finds the near copies of a new document and names the original of the cluster they form."""
    d, b = tables.documents.c, tables.bands.c
    found = similarity.shingles(normalise(text))
    own = similarity.bands(found)
    candidates = connection.scalars(select(b.document).where(b.band.in_(own)).distinct()).all()
    joined = set()
    for part in chunks(sorted(candidates)):
        for row in connection.execute(select(d.cluster, d.text).where(d.n.in_(part))):
            if row.cluster not in joined and similarity.near(found, similarity.shingles(normalise(row.text))):
                joined.add(row.cluster)
    connection.execute(insert(tables.bands), [{"band": band, "document": n} for band in sorted(set(own))])
    if joined:
        _name_original(connection, joined | {key})


def _name_original(connection: Connection, joined: set[str]) -> None:
    """Makes one cluster of several, and writes which of its documents the others copy."""
    d = tables.documents.c
    rows = connection.execute(select(d.key, d.published).where(d.cluster.in_(sorted(joined)))).all()
    first = similarity.original((row.key, row.published) for row in rows)
    cluster = min(row.key for row in rows)
    connection.execute(
        update(tables.documents)
        .where(d.cluster.in_(sorted(joined)))
        .values(cluster=cluster, near_copy_of=first)
    )
    connection.execute(update(tables.documents).where(d.key == first).values(near_copy_of=None))


def _next(connection: Connection, table: Any) -> int:
    return int(connection.execute(select(func.coalesce(func.max(table.c.n), 0))).scalar_one()) + 1
