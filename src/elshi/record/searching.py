"""Search: passages that bear on a query, best first.

A passage is ranked by what it has of the query: each element counts by how rare it is in the record and how
well it is met (the word itself, its concept, a name's consonants), fully in the passage itself, less in the
sentence beside it, and little elsewhere in the document: «кеңеске 28 мемлекет мүше» answers a question about the
body that the sentence before names. Candidates come from the full-text index, looked up by the rarer elements.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from elshi.record import tables
from elshi.record.codec import chunks
from elshi.record.dialect import count_passages, find_passages, passage_tokens, token
from elshi.record.edtf import Bounds, bounds, overlap
from elshi.record.model import StoredFact
from elshi.record.passages import Element, Hit, Query
from elshi.record.queries import Filter, day, facts

__all__ = ["search"]

#: What an element is worth that stands in the sentence beside, and elsewhere in the document.
_BESIDE, _ELSEWHERE = 0.45, 0.25

#: A passage with less of what was asked, by weight, does not bear on it.
_ENOUGH = 0.4

#: What a passage gains that has a date, place, person or number where one is asked for, and one that bears a fact.
_WANTED, _FACT = 0.12, 0.04

#: What an element gains from a fact of its type, and how such facts are marked.
_TOLD, _FACT_TOKENS = 0.2, ("e:type:", "e:sub:")

#: What a word counts that stands nowhere in the record: it may be no more than the way the question is put.
_UNKNOWN = 0.5

#: A passage of more words than this says less about each of them, and loses so much with each doubling.
_SHORT, _LENGTH = 8, 0.08

#: An element in more passages than this is not looked up by itself; it must be met beside a rarer one.
_COMMON = 5_000

#: So many candidates are ranked closely.
_CANDIDATES = 400


@dataclass(frozen=True, slots=True)
class _Asked:
    """An element with its rarity.

    Attributes:
        tokens: token -> weight.
        count: passages that hold any of them, counted up to `_COMMON`.
        worth: what it counts when it is fully met.
    """

    tokens: Mapping[str, float]
    named: bool
    count: int
    worth: float

    def met(self, has: Iterable[str]) -> float:
        """How well these tokens meet it: 1 for the word itself, a little more with a fact that says so."""
        best = told = 0.0
        for one in self.tokens.keys() & has:
            if one.startswith(_FACT_TOKENS):
                told = _TOLD
                best = max(best, _TOLD)
            else:
                best = max(best, self.tokens[one])
        return best + told


def search(
    connection: Connection, query: Query, *, since: str | None, until: str | None, limit: int
) -> list[Hit]:
    """Finds passages and the facts in them; see `Store.find`."""
    total = int(connection.scalar(select(func.coalesce(func.max(tables.passages.c.n), 0))) or 0)
    asked = [_rarity(connection, one, total) for one in query.elements if one.tokens]
    if not asked:
        return []
    limits = Bounds(day(since, first=True), day(until, first=False))
    ranked = _rank(connection, asked, query.wants, _candidates(connection, asked))
    return _hits(connection, ranked, asked, limits, limit)


def _rarity(connection: Connection, element: Element, total: int) -> _Asked:
    weights: dict[str, float] = {}
    for one, weight in element.tokens:
        made = token(one)
        weights[made] = max(weight, weights.get(made, 0.0))
    # A type of fact is a hint: what is rare is the word.
    own = [one for one, weight in weights.items() if weight > 0.5] or list(weights)
    count = count_passages(connection, own, _COMMON)
    rarity = math.log(1 + (total + 1) / (count + 1)) / math.log(2 + total)
    if not count and not element.named:
        rarity *= _UNKNOWN
    return _Asked(weights, element.named, count, element.weight * (0.35 + rarity))


def _candidates(connection: Connection, asked: Sequence[_Asked]) -> list[int]:
    found: dict[int, None] = {}
    rare = [one for one in asked if one.count < _COMMON]
    common = [one for one in asked if one.count >= _COMMON]
    if rare:
        # No more rows are to be ranked than a common element has.
        chosen: list[str] = []
        reach = 0
        for one in sorted(rare, key=lambda one: one.count):
            if chosen and reach + one.count > 2 * _COMMON:
                break
            chosen += one.tokens
            reach += one.count
        chosen = list(dict.fromkeys(chosen))
        if common:
            groups = [list(one.tokens) for one in common]
            found.update(dict.fromkeys(find_passages(connection, chosen, groups, _CANDIDATES)))
        found.update(dict.fromkeys(find_passages(connection, chosen, (), _CANDIDATES)))
    elif common:
        first, *others = (list(one.tokens) for one in common)
        some = find_passages(connection, first, others, _CANDIDATES, ranked=bool(others))
        found.update(dict.fromkeys(some))
    return list(found)


def _rank(
    connection: Connection, asked: Sequence[_Asked], wants: Sequence[str], found: Sequence[int]
) -> list[tuple[float, int]]:
    """Scores of candidates and of the sentences beside them that bear on the query."""
    p, d = tables.passages.c, tables.documents.c
    document: dict[int, int] = {}
    near = sorted({n + step for n in found for step in (-1, 0, 1)})
    for part in chunks(near):
        document.update(
            (n, owner) for n, owner in connection.execute(select(p.n, p.document).where(p.n.in_(part)))
        )
    tokens = passage_tokens(connection, list(document))
    met = {n: [one.met(has) for one in asked] for n, has in tokens.items()}
    whole: dict[int, list[float]] = {}
    for part in chunks(sorted(set(document.values()))):
        for n, published in connection.execute(select(d.n, d.published).where(d.n.in_(part))):
            day_known = str(published or "")
            times = {f"d:{day_known[:size]}" for size in (4, 7, 10) if len(day_known) >= size}
            whole[n] = [one.met(times) for one in asked]
    for n, levels in met.items():
        known = whole.setdefault(document[n], [0.0] * len(asked))
        whole[document[n]] = [max(a, b) for a, b in zip(known, levels, strict=True)]
    possible = sum(one.worth for one in asked)
    named = any(one.named for one in asked)
    wanted = [f"k:{kind}" for kind in wants]
    ranked = []
    for n, own in met.items():
        if not any(own):
            continue
        score = 0.0
        names = not named
        for at, one in enumerate(asked):
            beside = max(
                (met[k][at] for k in (n - 1, n + 1) if k in met and document[k] == document[n]), default=0.0
            )
            level = max(own[at], _BESIDE * beside, _ELSEWHERE * whole[document[n]][at])
            names = names or (one.named and level > 0)
            score += one.worth * level
        share = score / possible
        if not names or share < _ENOUGH:
            continue
        has = tokens[n]
        for kind in wanted:
            share += _WANTED if kind in has else 0.0
        words = sum(1 for one in has if one[1:2] != ":")
        share -= _LENGTH * math.log(max(words, _SHORT) / _SHORT)
        if any(one.startswith("e:type:") for one in has):
            share += _FACT
        ranked.append((share, n))
    ranked.sort(key=lambda one: (-one[0], one[1]))
    return ranked[:_CANDIDATES]


def _hits(
    connection: Connection,
    ranked: Sequence[tuple[float, int]],
    asked: Sequence[_Asked],
    limits: Bounds,
    limit: int,
) -> list[Hit]:
    score = {n: share for share, n in ranked}
    hits: list[Hit] = []
    p, d = tables.passages.c, tables.documents.c
    facts_of: dict[str, list[StoredFact]] = {}
    bare = select(p.n, p.start, p.end, p.language, p.date, p.lower, p.upper, d.key, d.name, d.published)
    bare = bare.join_from(tables.passages, tables.documents)
    limited = limits.lower is not None or limits.upper is not None
    # Undated limits need no look at all candidates.
    chosen = [n for _, n in ranked] if limited else [n for _, n in ranked[: 2 * limit]]
    for part in chunks(chosen):
        for row in connection.execute(bare.where(p.n.in_(part))):
            if row.key not in facts_of:
                facts_of[row.key] = facts(connection, Filter(document=row.key))
            fact = _best_fact(facts_of[row.key], row.start, row.end, asked)
            date = (fact.fact.date if fact else None) or row.date or row.published
            span = bounds(date) or (Bounds(row.lower, row.upper) if row.lower or row.upper else None)
            if limited and not (span and overlap(span, limits)):
                continue
            hits.append(
                Hit(
                    score=round(score[row.n], 6),
                    document=row.key,
                    name=row.name,
                    language=row.language or (fact.fact.language if fact else None),
                    date=date,
                    quote="",
                    start=row.start,
                    end=row.end,
                    fact=fact.id if fact else None,
                )
            )
    hits.sort(key=lambda hit: (-hit.score, hit.document, hit.start, hit.end))
    return _quoted(connection, hits[:limit])


def _quoted(connection: Connection, hits: Sequence[Hit]) -> list[Hit]:
    """The hits with their words."""
    d = tables.documents.c
    found: dict[str, str] = {}
    for part in chunks(sorted({hit.document for hit in hits})):
        found.update(
            (key, text) for key, text in connection.execute(select(d.key, d.text).where(d.key.in_(part)))
        )
    return [
        Hit(
            hit.score, hit.document, hit.name, hit.language, hit.date,
            found[hit.document][hit.start : hit.end], hit.start, hit.end, hit.fact,
        )
        for hit in hits
    ]  # fmt: skip


def _best_fact(
    found: Sequence[StoredFact], start: int, end: int, asked: Sequence[_Asked]
) -> StoredFact | None:
    """The fact inside a passage that has most of what was asked."""
    inside = [one for one in found if one.fact.start < end and start < one.fact.end]
    if not inside:
        return None

    def fit(one: StoredFact) -> tuple[float, float, str]:
        has = {token(f"e:type:{one.fact.type}"), token(f"e:sub:{one.fact.subtype}")}
        for fillers in one.fact.roles.values():
            for filler in fillers:
                has.update(token(f"e:{side}") for side in (filler.id, filler.of) if side)
        return (-sum(element.worth * element.met(has) for element in asked), -one.fact.confidence, one.id)

    return min(inside, key=fit)
