"""Search: passages by lemmas and entities, best first."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from elshi.record import tables
from elshi.record.codec import chunks
from elshi.record.dialect import find_passages, token
from elshi.record.edtf import Bounds, bounds, overlap
from elshi.record.model import StoredFact
from elshi.record.passages import Hit
from elshi.record.queries import Filter, day, facts

__all__ = ["search"]

#: A passage must hold this share of the query's words (entities count as words): with less it does not bear
#: on what was asked.
_ENOUGH = 0.5

#: What a named entity that the passage holds adds to the rank, and what a fact adds to a bare passage.
_ENTITY_BONUS, _FACT_BONUS, _ALL_BONUS = 2.0, 1.0, 2.0

#: So many candidates of the full-text index are ranked closely for each hit that is wanted.
_DEPTH = 20


def search(
    connection: Connection,
    terms: Sequence[str],
    entities: Sequence[str],
    *,
    since: str | None,
    until: str | None,
    limit: int,
) -> list[Hit]:
    """Finds passages and the facts in them; see `Store.search`."""
    words, ids = {token(t) for t in terms if t}, {token(e) for e in entities if e}
    limits = Bounds(day(since, first=True), day(until, first=False))
    found = find_passages(connection, sorted(words), sorted(ids), max(200, limit * _DEPTH))
    ranked: dict[int, float] = {}
    for n, rank, has, names in found:
        matched = len(words & has) + len(ids & names)
        if matched < _ENOUGH * (len(words) + len(ids)) or (ids and not ids & names):
            continue
        score = rank + _ENTITY_BONUS * len(ids & names)
        if matched == len(words) + len(ids):
            score += _ALL_BONUS
        ranked[n] = score
    hits: list[Hit] = []
    p, d = tables.passages.c, tables.documents.c
    facts_of: dict[str, list[StoredFact]] = {}
    query = select(
        p.n, p.start, p.end, p.language, p.date, p.lower, p.upper, d.key, d.name, d.published, d.text
    ).join_from(tables.passages, tables.documents)
    for part in chunks(list(ranked)):
        for row in connection.execute(query.where(p.n.in_(part))):
            if row.key not in facts_of:
                facts_of[row.key] = facts(connection, Filter(document=row.key))
            fact = _best_fact(facts_of[row.key], row.start, row.end, ids)
            date = (fact.fact.date if fact else None) or row.date or row.published
            span = bounds(date) or (Bounds(row.lower, row.upper) if row.lower or row.upper else None)
            if (limits.lower or limits.upper) and not (span and overlap(span, limits)):
                continue
            start, end = (fact.fact.start, fact.fact.end) if fact else (row.start, row.end)
            hits.append(
                Hit(
                    score=round(ranked[row.n] + (_FACT_BONUS if fact else 0.0), 6),
                    document=row.key,
                    name=row.name,
                    language=row.language or (fact.fact.language if fact else None),
                    date=date,
                    quote=row.text[start:end],
                    start=start,
                    end=end,
                    fact=fact.id if fact else None,
                )
            )
    hits.sort(key=lambda hit: (-hit.score, hit.document, hit.start, hit.end))
    return hits[:limit]


def _best_fact(found: Sequence[StoredFact], start: int, end: int, ids: set[str]) -> StoredFact | None:
    """The fact inside a passage that names most of the entities asked for."""
    inside = [one for one in found if one.fact.start < end and start < one.fact.end]
    if not inside:
        return None

    def fit(one: StoredFact) -> tuple[int, float, str]:
        sides = {
            token(side)
            for fillers in one.fact.roles.values()
            for filler in fillers
            for side in (filler.id, filler.of)
            if side
        }
        return (-len(ids & sides) - (f"type:{one.fact.type}" in ids), -one.fact.confidence, one.id)

    return min(inside, key=fit)
