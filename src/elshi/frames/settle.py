"""Which of the candidates that the same words set off become facts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from elshi.frames.engine import Candidate

__all__ = ["settle"]

#: Frames of which one clause tells one happening, however many verbs it takes.
ONE_PER_CLAUSE = frozenset(
    {"coercion", "visit", "meeting", "mission", "membership", "relations", "aid", "agreement", "cooperation"}
)

#: «комиссияның кезекті отырысы Ошта өтті»: so many words may stand between two nouns of one meeting.
NEAR = 3


def _rank(c: Candidate) -> tuple[float, ...]:
    filled = sum(1 for fs in c.roles.values() if fs)
    reading = c.match.reading
    # «отношения, разорванные …, были восстановлены»: what the clause says goes before what it only recalls.
    said = not (reading is not None and reading.form == "Part" and reading.case)
    return (not c.wanting, filled > 0, len(c.match.tokens), filled, said, c.confidence, -c.match.first)


def _competes(c: Candidate, o: Candidate, tokens: set[int], other: set[int]) -> bool:
    """Whether a candidate says what an already kept one (`o`) says better."""
    if c.amount is not None and o.amount is c.amount:
        return True  # one number measures one thing
    if o.rule.type == c.rule.type:
        if tokens & other:
            return c.amount is o.amount or c.amount is None
        if o.rule.frame == "statement":
            return _same_speech(c, o)
        return o.rule.frame in ONE_PER_CLAUSE and _same_happening(c, o)
    return (o.value is None) == (c.value is None) and o.rule.frame != c.rule.frame and tokens <= other


def _same_speech(c: Candidate, o: Candidate) -> bool:
    """«выразил обеспокоенность опасностью эскалации»: two words, one position of one speaker."""
    if c.subtype != o.subtype or min(c.last, o.last) < max(c.first, o.first):
        return False
    ours, theirs = ({f.id or f.mention for f in x.roles.get("speaker", [])} for x in (c, o))
    return ours <= theirs


def _same_happening(c: Candidate, o: Candidate) -> bool:
    """«кездесіп, келіссөз жүргізді»: two verbs, the same sides, one happening."""
    if c.subtype != o.subtype and c.subtype and o.subtype and c.rule.frame != "meeting":
        return False
    if c.date is not o.date and c.date and o.date:
        return False
    gap = range(min(c.last, o.last) + 1, max(c.first, o.first))
    if len(gap) > (NEAR if c.rule.frame == "meeting" else 0) or any(_parts(c, i) for i in gap):
        return False
    ours, theirs = ({role: {f.id for f in fs if f.id} for role, fs in x.roles.items()} for x in (c, o))
    return all(ids <= theirs.get(role, set()) for role, ids in ours.items())


def _parts(c: Candidate, i: int) -> bool:
    """Whether a word between two triggers parts them: a predicate, or a mark."""
    view = c.view
    return view is None or view.finite[i] or view.tokens[i].text in (",", ";", ":", "–", "—", "(", ")")


def settle(found: Sequence[Candidate]) -> list[Candidate]:
    """Keeps the best of candidates that were set off by the same words.

    Within a frame any shared trigger word competes; between frames only a trigger that lies wholly inside
    another one loses («сапармен келді» is a visit, its «келді» nothing more). Figures and events do not compete.
    """
    order = sorted(range(len(found)), key=lambda k: ([-x for x in _rank(found[k])], k))
    kept: list[int] = []
    for k in order:
        c = found[k]
        tokens = set(c.match.tokens)
        lost = False
        for j in kept:
            o = found[j]
            other = set(o.match.tokens)
            if o.match is c.match and o.rule is c.rule:
                continue  # parts of one split
            if _competes(c, o, tokens, other):
                lost = True
            if lost:
                break
        if not lost:
            kept.append(k)
    return sorted((found[k] for k in kept), key=lambda c: (c.first, c.last, c.rule.id))
