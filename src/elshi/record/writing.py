"""Writing one document with its facts, search rows and groups; the caller holds the transaction.

Every function here takes a connection whose transaction is the only writer, so that "look, then write" is
safe and a process that dies leaves either all of a document or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select, update

from elshi.model import Document, Fact
from elshi.record import decisions, similarity, tables
from elshi.record.codec import (
    chunks,
    document_row,
    fact_columns,
    fact_ids,
    from_payload,
    sides_of,
    to_payload,
)
from elshi.record.comparing import features
from elshi.record.dialect import add_passages, drop_passages, insert_rows
from elshi.record.edtf import Bounds, bounds
from elshi.record.passages import IndexedPassage
from elshi.record.regrouping import Place, Removed, alone, regroup

__all__ = ["add_document", "replace_document", "rewrite_facts"]


# Built once: putting a statement together takes longer than running it.
_BAND = (
    select(tables.bands.c.document)
    .where(tables.bands.c.band.in_(bindparam("own", expanding=True)))
    .distinct()
)
_GREATEST = {
    table: select(func.coalesce(func.max(table.c.n), 0)).scalar_subquery()
    for table in (tables.documents, tables.facts, tables.passages)
}


@dataclass(frozen=True, slots=True)
class _Entry:
    """A fact on its way into the table: as it stands after decisions, and as it was extracted."""

    id: str
    fact: Fact
    extracted: Fact | None
    rejected: bool


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
    n, *firsts = _next(connection, tables.documents, tables.facts, tables.passages)
    row = document_row(document) | {"n": n, "key": key, "added": added, "cluster": key, "near_copy_of": None}
    insert_rows(connection, tables.documents, [row])
    _link_copies(connection, n, key, document.text, normalise)
    return _add_content(connection, n, key, document, facts, passages, Removed(), firsts)


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
    before = set(connection.scalars(select(f.id).where(f.document == old.n)))
    numbers = connection.scalars(select(tables.passages.c.n).where(tables.passages.c.document == old.n)).all()
    drop_passages(connection, numbers)
    connection.execute(delete(tables.passages).where(tables.passages.c.document == old.n))
    removed = _remove_facts(connection, old.n)
    firsts = _next(connection, tables.facts, tables.passages)
    connection.execute(update(tables.documents).where(d.n == old.n).values(**document_row(document)))
    if document.published != old.published:
        _name_original(connection, {old.cluster})
    _add_content(connection, old.n, key, document, facts, passages, removed, firsts)
    after = connection.scalars(select(f.id).where(f.document == old.n)).all()
    return len(set(after) - before)


def rewrite_facts(connection: Connection, key: str) -> None:
    """Applies the decisions on a document to its facts anew, starting from what was extracted."""
    d, f = tables.documents.c, tables.facts.c
    document = connection.execute(select(d.n, d.name, d.published).where(d.key == key)).one_or_none()
    if document is None:
        return
    rows = connection.execute(select(f.id, f.payload, f.extracted).where(f.document == document.n)).all()
    extracted = {row.id: from_payload(row.extracted or row.payload, document.name) for row in rows}
    removed = _remove_facts(connection, document.n)
    entries = _decided(connection, key, extracted)
    _add_facts(
        connection, document.n, key, document.published, entries, removed, *_next(connection, tables.facts)
    )


def _remove_facts(connection: Connection, n: int) -> Removed:
    """Deletes the facts of a document; what grouping has to know of them is returned."""
    f, d = tables.facts.c, tables.documents.c
    query = (
        select(f.id, f.payload, f.unit, f.region, f.cluster, f.wish, f.event, d.key, d.name, d.published)
        .join_from(tables.facts, tables.documents)
        .where(f.document == n, ~f.rejected)
    )
    rows = connection.execute(query).all()
    connection.execute(delete(tables.facts).where(f.document == n))
    return Removed(
        [features(row.id, row.key, row.published, from_payload(row.payload, row.name)) for row in rows],
        [Place(row.unit, row.region, row.cluster, row.wish, row.event) for row in rows],
    )


def _add_content(
    connection: Connection,
    n: int,
    key: str,
    document: Document,
    facts: Sequence[Fact],
    passages: Sequence[IndexedPassage],
    removed: Removed,
    firsts: Sequence[int],
) -> int:
    named = fact_ids(key, facts)
    entries = _decided(connection, key, named)
    _add_facts(connection, n, key, document.published, entries, removed, firsts[0])
    # Search is by what was extracted: decisions change what a hit shows, and are not written into the index.
    _add_passages(connection, n, passages, list(named.values()), firsts[1])
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
    removed: Removed,
    first: int,
) -> None:
    # Rejected facts stay in the table, but take no part in grouping.
    fresh = {e.id: features(e.id, key, published, e.fact) for e in entries if not e.rejected}
    places = regroup(connection, fresh, removed)
    if not entries:
        return
    rows, fillers, sides, blocks = [], [], [], []
    for at, entry in enumerate(entries, first):
        place = places.get(entry.id) or alone(entry.id)
        row = fact_columns(entry.fact)
        row.update(
            n=at,
            id=entry.id,
            document=n,
            extracted=to_payload(entry.extracted) if entry.extracted else None,
            rejected=entry.rejected,
            **place._asdict(),
        )
        rows.append(row)
        for role, given in entry.fact.roles.items():
            for one in given:
                fillers.append(
                    {"fact": at, "role": role, "id": one.id, "kind": one.kind, "name": one.name, "of": one.of}
                )
        sides += [{"fact": at, "side": side} for side in sides_of(entry.fact)]
        if not entry.rejected:
            blocks += [{"fact": at, "key": block} for block in fresh[entry.id].blocks]
    insert_rows(connection, tables.facts, rows)
    for table, values in ((tables.fillers, fillers), (tables.fact_sides, sides), (tables.fact_keys, blocks)):
        if values:
            insert_rows(connection, table, values)


def _add_passages(
    connection: Connection,
    n: int,
    passages: Sequence[IndexedPassage],
    facts: Sequence[Fact],
    first: int,
) -> None:
    if not passages:
        return
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
                if fact.subtype:
                    ids[f"sub:{fact.subtype}"] = None
        tokens.append((at, passage.terms, tuple(ids)))
    insert_rows(connection, tables.passages, rows)
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
    d = tables.documents.c
    found = similarity.shingles(normalise(text))
    own = similarity.bands(found)
    candidates = connection.scalars(_BAND, {"own": own}).all()
    joined = set()
    for part in chunks(sorted(candidates)):
        for row in connection.execute(select(d.cluster, d.text).where(d.n.in_(part))):
            if row.cluster not in joined and similarity.near(found, similarity.shingles(normalise(row.text))):
                joined.add(row.cluster)
    insert_rows(connection, tables.bands, [{"band": band, "document": n} for band in sorted(set(own))])
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


def _next(connection: Connection, *owned: Any) -> list[int]:
    """The next free number of each table; nobody else writes meanwhile."""
    return [int(n) + 1 for n in connection.execute(select(*(_GREATEST[table] for table in owned))).one()]
