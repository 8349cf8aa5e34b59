"""Counts over the whole record that read ids and keys only, never a fact: quick where there are a million."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, groupby
from typing import Any

from sqlalchemy import Connection, func, select

from elshi.record import tables
from elshi.record.overlay import overlay

__all__ = ["CROWD", "documents", "doubtful", "entity", "pairs"]

#: A gathering of more sides says little about any two of them.
CROWD = 12


def pairs(connection: Connection) -> list[tuple[str, str, int]]:
    """See `Store.pairs`."""
    f, s = tables.facts.c, tables.fact_sides.c
    over = overlay(connection)
    query = (
        select(f.event, f.id, s.side)
        .join_from(tables.facts, tables.fact_sides)
        # Ids of the system's own («person:…») hold a colon; codes of states and organisations do not.
        .where(~f.rejected, f.kind == "event", ~s.side.contains(":"))
    )
    if over.event:
        rows = sorted(
            (over.event.get(id, event), over.entity.get(side, side))
            for event, id, side in connection.execute(query)
        )
    else:
        ordered = connection.execute(query.order_by(f.event))
        rows = ((event, over.entity.get(side, side)) for event, _, side in ordered)  # type: ignore[assignment]
    counts: Counter[tuple[str, str]] = Counter()
    for _, of in groupby(rows, key=lambda row: row[0]):
        parties = sorted({side for _, side in of})
        if 2 <= len(parties) <= CROWD:
            counts.update(combinations(parties, 2))
    return [(a, b, n) for (a, b), n in sorted(counts.items(), key=lambda c: (-c[1], c[0]))]


def entity(connection: Connection, id: str) -> dict[str, Any] | None:
    """See `Store.entity`."""
    f, i = tables.facts.c, tables.fillers.c
    query = (
        select(i.kind, i.name, i.of, func.count(i.fact.distinct()).label("facts"))
        .join_from(tables.fillers, tables.facts)
        .where(i.id == id, ~f.rejected)
        .group_by(i.kind, i.name, i.of)
    )
    rows = connection.execute(query).all()
    if not rows:
        return None
    best = min(rows, key=lambda row: (-row.facts, row.name or "~", row.kind, row.of or "~"))
    facts = sum(row.facts for row in rows)
    return {"id": id, "kind": best.kind, "name": best.name, "of": best.of, "facts": facts}


def documents(connection: Connection) -> dict[str, int]:
    """See `Store.facts_by_document`."""
    d, f = tables.documents.c, tables.facts.c
    query = (
        select(d.key, func.count())
        .join_from(tables.facts, tables.documents)
        .where(~f.rejected)
        .group_by(d.key)
    )
    return {key: int(n) for key, n in connection.execute(query)}


def doubtful(connection: Connection, limit: int) -> list[tuple[str, str]]:
    """See `Store.doubtful`."""
    f = tables.facts.c
    over = overlay(connection)
    query = select(f.id, f.event).where(~f.rejected).order_by(f.confidence, f.id).limit(limit)
    return [(id, over.event.get(id, event)) for id, event in connection.execute(query)]
