"""What sources do not agree on: values of one event, or of something that has only one value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from elshi.record.model import StoredFact
from elshi.views.items import Item, items
from elshi.views.numbers import agree
from elshi.views.source import Source
from elshi.views.titles import same_title
from elshi.views.when import bounds, may_agree, order, precision

__all__ = ["Claim", "Conflict", "conflicts", "contradictions"]

#: Steps that happen once to the same parties, so that two dates exclude each other.
_ONCE = {
    "relations": ("recognised", "established"),
    "membership": ("joined", "left", "applied"),
    "organisation": ("founded", "renamed", "transformed", "dissolved"),
    "mission": ("opened",),
}

#: Indicators that have one value for the same parties, period and unit.
_SINGLE = ("trade_turnover", "export", "import", "company_count", "student_count", "member_count")

#: Years within which two instruments of one title are taken for the same one.
_TITLE_YEARS = 3


@dataclass(frozen=True, slots=True)
class Claim:
    """One value and the facts that give it."""

    value: str | float
    facts: tuple[StoredFact, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Values that exclude each other.

    Attributes:
        about: the first of the events concerned.
        field: `date`, `value`, `place` or `status`.
        sides: codes of the parties.
        claims: two or more, each with its facts.
    """

    about: Item
    field: str
    sides: tuple[str, ...]
    claims: tuple[Claim, ...]

    def to_json(self) -> dict[str, Any]:
        """The object that `elshi contradictions` prints."""
        event = self.about.event
        return {
            "about": {
                "id": event.id,
                "type": event.type,
                "subtype": event.subtype,
                "title": self.about.title,
            },
            "field": self.field,
            "sides": list(self.sides),
            "values": [
                {
                    "value": claim.value,
                    "facts": [
                        {"id": f.id, "document": f.document.name, "quote": f.fact.quote,
                         "start": f.fact.start, "end": f.fact.end}
                        for f in claim.facts
                    ],
                }
                for claim in self.claims
            ],
        }  # fmt: skip


def _single_key(one: Item) -> tuple[object, ...] | None:
    roles = tuple(
        (
            role,
            tuple(sorted({f.id or (f.name or f.mention).casefold() for f in fillers if f.kind != "person"})),
        )
        for role, fillers in sorted(one.roles.items())
    )
    if one.event.kind == "figure":
        if one.type not in _SINGLE or one.date is None:
            return None
        return (one.type, roles, one.date, one.event.unit, one.status, (one.title or "").casefold())
    if one.status == "actual" and one.subtype in _ONCE.get(one.type, ()):
        parties = (
            tuple(sorted(one.parties()))
            if one.type == "relations" and one.subtype == "established"
            else roles
        )
        place = one.place
        return (one.type, one.subtype, parties, place.name if place and one.type == "mission" else None)
    return None


def _groups(found: Iterable[Item]) -> Iterator[list[Item]]:
    """Events that speak of the same single-valued thing."""
    keyed: dict[tuple[object, ...], list[Item]] = {}
    instruments: dict[tuple[str, frozenset[str]], list[list[Item]]] = {}
    for one in found:
        if one.type == "agreement" and one.status == "actual" and one.subtype:
            groups = instruments.setdefault((one.subtype, frozenset(one.parties())), [])
            for group in groups:
                if _same_step(group[0], one):
                    group.append(one)
                    break
            else:
                groups.append([one])
            continue
        key = _single_key(one)
        keyed.setdefault(key if key is not None else ("event", one.id), []).append(one)
    yield from keyed.values()
    for groups in instruments.values():
        yield from groups


def _same_step(one: Item, other: Item) -> bool:
    """Whether two steps of one kind by the same parties concern the same instrument."""
    if not same_title(one.title, other.title):
        return False
    a, b = bounds(one.date), bounds(other.date)
    return a is None or b is None or abs(int(a[0][:4]) - int(b[0][:4])) <= _TITLE_YEARS


def _clusters(claims: Iterable[tuple[Any, StoredFact]], fits: Any) -> tuple[Claim, ...]:
    made: list[tuple[Any, list[StoredFact]]] = []
    for value, fact in claims:
        for known, facts in made:
            if fits(known, value):
                facts.append(fact)
                break
        else:
            made.append((value, [fact]))
    return tuple(Claim(value, tuple(facts)) for value, facts in made)


def _fields(group: list[Item]) -> Iterator[tuple[str, tuple[Claim, ...]]]:
    facts = [fact for one in group for fact in one.facts]
    if group[0].event.kind == "figure":
        values = [(f.fact.value, f) for f in facts if f.fact.value is not None]
        yield "value", _clusters(values, agree)
        return
    dated = sorted(
        ((f.fact.date, f) for f in facts if f.fact.date),
        key=lambda pair: (precision(pair[0]), order(pair[0]), pair[1].id),
    )
    yield "date", tuple(sorted(_clusters(dated, may_agree), key=lambda c: order(str(c.value))))
    yield (
        "place",
        _clusters(
            ((f.fact.place.country, f) for f in facts if f.fact.place and f.fact.place.country),
            lambda a, b: a == b,
        ),
    )
    # A plan that came about is no conflict; something said to be so and said not to be so is one.
    said = [(f.fact.status, f) for f in facts if f.fact.status in ("actual", "denied", "cancelled")]
    yield "status", _clusters(said, lambda a, b: a == b)


def conflicts(found: Iterable[Item]) -> list[Conflict]:
    """All conflicts among these events, in order of time."""
    out = []
    for group in _groups(found):
        for field, claims in _fields(group):
            if len(claims) > 1:
                out.append(Conflict(group[0], field, group[0].parties(), claims))
    return sorted(out, key=lambda c: (*order(c.about.date), c.about.id, c.field))


def contradictions(source: Source, a: str | None = None, b: str | None = None) -> list[Conflict]:
    """What sources do not agree on, in the whole record or about one or two sides.

    Args:
        source: the record.
        a: code of a side that the events must involve, or None.
        b: the same of another side.

    Returns:
        Conflicts in order of time.
    """
    sides = [side for side in (a, b) if side]
    return conflicts(one for one in items(source.events()) if all(one.involves(side) for side in sides))
