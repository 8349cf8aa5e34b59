"""What sources do not agree on: values of one event, or of something that has only one value.

Each conflict is of a class:

* `value`: two values of which at most one is right (the date of joining, a sum for a year);
* `order`: an effect before its cause (in force before signed, taking part in a programme before joining it);
* `definition`: numbers that may count different things (companies "at work" and "with foreign capital");
* `stance`: one source says that it is so, another that it is not.

Values of which one is only the more precise (1997 and 1997-05) are no conflict. No value wins.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any, Protocol, runtime_checkable

from elshi.record.model import StoredFact
from elshi.views.items import Item, items
from elshi.views.numbers import agree
from elshi.views.source import Source
from elshi.views.titles import same_title
from elshi.views.when import bounds, may_agree, order, precision

__all__ = ["Claim", "Conflict", "conflicts", "contradictions", "settled_by_people"]

#: Steps that happen once to the same parties, so that two dates exclude each other.
_ONCE = {
    "relations": ("recognised", "established"),
    "membership": ("joined", "left", "applied"),
    "organisation": ("founded", "renamed", "transformed", "dissolved"),
    "mission": ("opened",),
}

#: Indicators that have one value for the same parties, period and unit.
_SINGLE = ("trade_turnover", "export", "import", "company_count", "student_count", "member_count")

#: Those that go from one side to the other.
_DIRECTED = ("export", "import")

#: Indicators of which sources count different things under one name.
_DEFINED = ("company_count", "student_count", "member_count")

#: Steps of one instrument that follow each other.
_STEPS = (("signed", "ratified"), ("signed", "in_force"), ("ratified", "in_force"), ("signed", "terminated"))

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
        kind: `value`, `order`, `definition` or `stance` (see the module).
    """

    about: Item
    field: str
    sides: tuple[str, ...]
    claims: tuple[Claim, ...]
    kind: str = "value"

    @property
    def key(self) -> str:
        """What it is about, whatever the values: two conflicts of one key differ in their values only."""
        event = self.about.event
        return json.dumps([self.kind, event.type, event.subtype, self.field, sorted(self.sides)])

    @property
    def values(self) -> tuple[str, ...]:
        """The values as text, in order."""
        return tuple(sorted(str(claim.value) for claim in self.claims))

    @property
    def id(self) -> str:
        """Id derived from what it is about and its values: another source for one of them does not change it."""
        return hashlib.sha256(f"{self.key} {json.dumps(self.values)}".encode()).hexdigest()[:16]

    def to_json(self) -> dict[str, Any]:
        """The object that `elshi contradictions` prints."""
        event = self.about.event
        return {
            "id": self.id,
            "class": self.kind,
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


def _coded(fillers: Iterable[Any]) -> tuple[str, ...]:
    """Who they are, persons and offices left aside: a minister who names the figure is no party to it."""
    return tuple(
        sorted(
            {f.id or (f.name or f.mention).casefold() for f in fillers if f.kind not in ("person", "office")}
        )
    )


def _keys(one: Item) -> list[tuple[object, ...]]:
    """What the event is about, where that can have one value only; events that share a key are compared."""
    if one.event.kind == "figure":
        if one.type not in _SINGLE or one.date is None:
            return []
        if one.type in _DIRECTED:
            roles: object = tuple((role, _coded(fillers)) for role, fillers in sorted(one.roles.items()))
        else:
            roles = tuple(sorted(one.parties()))
        return [(one.type, roles, one.date, one.event.unit, one.status)]
    if one.status != "actual":
        return []
    if one.type == "membership" and one.subtype in _ONCE["membership"]:
        return [
            (one.subtype, member, body)
            for member in _coded(one.fillers("member"))
            for body in _coded(one.fillers("organisation"))
        ]
    if one.type == "agreement" and one.subtype in (None, "signed"):
        # Who signs up to a programme joins it.
        programmes = [f.id for f in one.fillers() if f.kind == "programme" and f.id]
        states = [f.id for f in one.fillers() if f.kind == "state" and f.id]
        return [("joined", state, body) for state in states for body in programmes if len(states) == 1]
    if one.type == "organisation" and one.subtype in _ONCE["organisation"]:
        changed = "changed" if one.subtype in ("renamed", "transformed") else one.subtype
        return [(changed, body) for body in _coded(one.fillers("organisation", "successor"))]
    if one.subtype in _ONCE.get(one.type, ()):
        place = one.place
        if one.type == "relations" and one.subtype == "established":
            return [(one.type, one.subtype, tuple(sorted(one.parties())))]
        roles = tuple((role, _coded(fillers)) for role, fillers in sorted(one.roles.items()))
        return [(one.type, one.subtype, roles, place.name if place and one.type == "mission" else None)]
    return []


def _groups(found: Iterable[Item]) -> Iterator[list[Item]]:
    """Events that speak of the same single-valued thing."""
    known = list(found)
    parent = list(range(len(known)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    first: dict[tuple[object, ...], int] = {}
    instruments: dict[tuple[str, frozenset[str]], list[int]] = {}
    for at, one in enumerate(known):
        keys = _keys(one)
        for key in keys:
            other = first.setdefault(key, at)
            parent[root(at)] = root(other)
        if not keys and one.type == "agreement" and one.status == "actual" and one.subtype:
            heads = instruments.setdefault((one.subtype, frozenset(one.parties())), [])
            same = next((head for head in heads if _same_step(known[head], one)), None)
            if same is None:
                heads.append(at)
            else:
                parent[root(at)] = root(same)
    groups: dict[int, list[Item]] = {}
    for at, one in enumerate(known):
        groups.setdefault(root(at), []).append(one)
    yield from groups.values()


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


def _orders(found: Sequence[Item]) -> Iterator[tuple[Item, Item]]:
    """Pairs of which the first, a cause, is dated after the second, its effect."""
    steps: dict[frozenset[str], list[Item]] = {}
    joined: dict[tuple[str, str], Item] = {}
    taking: list[tuple[tuple[str, str], Item]] = []
    for one in found:
        if one.status != "actual" or bounds(one.date) is None:
            continue
        if one.type == "agreement" and one.subtype and one.title:
            steps.setdefault(frozenset(one.parties()), []).append(one)
        elif one.type == "membership" and one.subtype == "joined":
            for _, member, body in _keys(one):
                joined.setdefault((str(member), str(body)), one)
        elif one.type == "cooperation":
            programmes = [f.id for f in one.fillers() if f.kind == "programme" and f.id]
            states = [f.id for f in one.fillers() if f.kind == "state" and f.id]
            taking += [((state, body), one) for state in states for body in programmes]
    for key, one in taking:
        cause = joined.get(key)
        if cause is not None and _before(one, cause):
            yield cause, one
    for some in steps.values():
        for a, b in combinations(some, 2):
            for cause, effect in ((a, b), (b, a)):
                if (
                    (cause.subtype, effect.subtype) in _STEPS
                    and _same_step(cause, effect)
                    and _before(effect, cause)
                ):
                    yield cause, effect


def _before(one: Item, other: Item) -> bool:
    """Every date of the one lies before every date of the other."""
    mine = [span for when in one.dates if (span := bounds(when.value))]
    theirs = [span for when in other.dates if (span := bounds(when.value))]
    return bool(mine and theirs) and max(span[1] for span in mine) < min(span[0] for span in theirs)


def _kind(field: str, one: Item) -> str:
    if field == "status":
        return "stance"
    return "definition" if field == "value" and one.type in _DEFINED else "value"


def conflicts(found: Iterable[Item], settled: Mapping[str, frozenset[str]] | None = None) -> list[Conflict]:
    """All conflicts among these events, in order of time.

    Args:
        found: the events.
        settled: key of a conflict -> values that a person said do not exclude each other.
    """
    known = list(found)
    out = []
    for group in _groups(known):
        sides = tuple(dict.fromkeys(side for one in group for side in one.parties()))
        for field, claims in _fields(group):
            if len(claims) > 1:
                out.append(Conflict(group[0], field, sides, claims, _kind(field, group[0])))
    for cause, effect in _orders(known):
        claims = tuple(
            Claim(str(one.date), tuple(f for f in one.facts if f.fact.date)) for one in (cause, effect)
        )
        sides = tuple(dict.fromkeys((*cause.parties(), *effect.parties())))
        out.append(Conflict(cause, "date", sides, claims, "order"))
    out = [one for one in out if not settled or not set(one.values) <= settled.get(one.key, frozenset())]
    return sorted(out, key=lambda c: (*order(c.about.date), c.about.id, c.field, c.kind, c.values))


@runtime_checkable
class Decided(Protocol):
    """A source that knows what people decided."""

    def decisions(self, *, kinds: Sequence[str] = (), undone: bool = True) -> Sequence[Any]:
        """Decisions of these kinds; with `undone=False` only those that stand."""
        ...


def settled_by_people(source: object) -> dict[str, frozenset[str]]:
    """Values that somebody said are no conflict, by the key of the conflict."""
    found: dict[str, frozenset[str]] = {}
    if isinstance(source, Decided):
        for decision in source.decisions(kinds=("not_a_conflict",), undone=False):
            key = str(decision.payload.get("key"))
            values = frozenset(map(str, decision.payload.get("values") or ()))
            found[key] = found.get(key, frozenset()) | values
    return found


def contradictions(
    source: Source,
    a: str | None = None,
    b: str | None = None,
    *,
    programmes: Mapping[str, Sequence[str]] | None = None,
) -> list[Conflict]:
    """What sources do not agree on, in the whole record or about one or two sides.

    Args:
        source: the record.
        a: code of a side that the events must involve, or None.
        b: the same of another side.
        programmes: codes of the programmes that stand for an organisation (NATO: PFP …).

    Returns:
        Conflicts in order of time, without those that a person said are none.
    """
    sides = [sorted({side, *(programmes or {}).get(side, ())}) for side in (a, b) if side]
    found = {
        event.id: event
        for codes in product(*sides)
        for event in (source.events(sides=codes) if codes else source.events())
    }
    known = items(found.values())
    return [
        one
        for one in conflicts(known, settled_by_people(source))
        if all(set(side) & set(one.sides) or any(one.about.involves(code) for code in side) for side in sides)
    ]
