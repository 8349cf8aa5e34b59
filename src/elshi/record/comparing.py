"""Whether two facts may speak of the same happening, and the keys by which such facts find each other.

Two facts are compared with four answers. `CONFLICT`: they cannot be one happening (other sides, other
dates, another step). `UNKNOWN`: nothing against it, nothing for it. `WEAK`: one is vaguer than the other,
or titles cannot be compared; good enough only when there is no second candidate. `STRONG`: the same.

Invariants: `relation` is symmetric and reads nothing but `Features.look`; of two facts that are WEAK or STRONG
each has a key (`Features.blocks`) that the other probes (`Features.probes`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import combinations

from elshi.model import Fact
from elshi.record.codec import CODED, number
from elshi.record.edtf import Bounds, bounds, overlap

__all__ = ["CONFLICT", "STRONG", "UNKNOWN", "WEAK", "Features", "features", "relation"]

CONFLICT, UNKNOWN, WEAK, STRONG = -1, 0, 1, 2

#: Types whose roles may not be exchanged: the visitor is not the host.
DIRECTED = frozenset({"visit", "mission", "membership", "statement", "aid", "honour", "coercion"})

#: Types whose subtype is a step or a kind of act, so that another subtype is another happening. Of a visit it
#: is a rank, on which sources differ; of a meeting a word for it.
_RANKED = frozenset({"visit", "meeting"})

#: Types of which many happen at one time between the same sides: without a common title (a statement's topic,
#: a project's name) two facts are not known to be the same.
_FREQUENT = frozenset({"statement", "cooperation"})

#: Types whose title tells one happening from another; elsewhere it is a word beside the sides and the date.
_TITLED = _FREQUENT | {"agreement", "organisation", "honour"}

#: A day more or less is the same happening for these: arrival against talks, the dateline's day against the
#: day itself, time zones.
_TOLERANCE = {"visit": 1}

#: Longest stretch, in days, that counts as a precise date; a month is 31 at most.
_PRECISE = 16

#: Longest stretch that counts as about a month. One that is no longer touches two months at most.
_MONTH = 31

#: Longest stretch that may hold a more precise date; beyond a year («in the nineties») only the same words
#: are compared.
_YEAR = 366

#: More sides than this are only compared as a whole, so that a forum of forty does not make 780 keys.
_MANY_SIDES = 8

#: Words of a title are compared by so many first letters, so that case endings of Kazakh and Russian do not
#: matter; shorter ones ("on", «мен», «о») say little.
_STEM, _SHORTEST = 5, 4

#: So many words of a title at least tell one treaty from others of the same sides: «Treaty on Strategic
#: Partnership», not «memorandum of understanding».
_TELLING = 3

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Features:
    """What grouping looks at in one fact.

    Attributes:
        id: the fact's id in the record.
        document: key of its document.
        published: publication date or "" (only for choosing which fact names an event).
        fact: the fact itself.
        span: bounds of its date, or None.
        days: length of the span (None: undated or open).
        sides: coded participants and named bodies, persons and offices counted for what they belong to.
        by_role: the same by role.
        persons: who is named, by what they belong to.
        title: first letters of the words of the title.
        look: all that `relation` reads.
    """

    id: str
    document: str
    published: str
    fact: Fact
    span: Bounds | None
    days: int | None
    sides: frozenset[str]
    by_role: Mapping[str, frozenset[str]]
    persons: Mapping[str, frozenset[str]]
    title: frozenset[str]
    look: tuple[object, ...]

    @property
    def telling(self) -> bool:
        """Whether the title says enough to know the happening by, where the date is missing."""
        return len(self.title) >= _TELLING

    @cached_property
    def order(self) -> tuple[str, str, int, str]:
        """By source: earliest publication first, undated ones last; then document, place in it, id."""
        return (self.published or "~", self.document, self.fact.start, self.id)

    @cached_property
    def specific(self) -> tuple[int, int, tuple[str, str, int, str]]:
        """Most precise and complete first."""
        return (self.days if self.days is not None else 99999, -len(self.sides), self.order)

    @cached_property
    def blocks(self) -> list[int]:
        """Blocking keys under which facts of other documents find this one, as numbers."""
        return self._numbers(self._stored())

    @cached_property
    def probes(self) -> list[int]:
        """Keys under which this one finds facts of other documents: a pair of candidates meets either way."""
        return self._numbers(self._sought())

    @cached_property
    def seeks(self) -> list[int]:
        """Those of the keys under which it finds what is at least as precise: what it might wish to join."""
        return self._numbers(self._joinable())

    def _numbers(self, parts: Sequence[str]) -> list[int]:
        fact = self.fact
        if fact.kind == "figure":
            head = ("figure", fact.type, fact.status, repr(fact.value), fact.unit or "")
            return [number("|".join((*head, part, *sorted(self.sides)))) for part in parts]
        pairs = self._pairs()
        return sorted({number("|".join((fact.type, fact.status, p, *pair))) for pair in pairs for p in parts})

    # The keys of a fact by how precise its date is. Stored: a precise one «in» its month and «of» its year, one
    # of about a month as «about» that month and «of» the year, a vaguer one as «about» the year. Each then
    # finds what it overlaps, and the vague one what lies within it.

    def _stored(self) -> list[str]:
        if self.fact.kind == "figure":
            return [str(self.fact.date) if self.span else "undated"]
        if self.span is None:
            return self._titled("undated")
        parts = self._titled("dated")
        if self.days is None or self.days > _YEAR:
            return [*parts, f"exactly {self.fact.date}"]
        if self.days > _MONTH:
            return [*parts, *self._years("about")]
        return [*parts, *self._months("in" if self.days <= _PRECISE else "about"), *self._years("of")]

    def _sought(self) -> list[str]:
        if self.fact.kind == "figure":
            return self._stored()
        if self.span is None:
            return [*self._titled("undated"), *self._titled("dated")]
        parts = self._titled("undated")
        if self.days is None or self.days > _YEAR:
            return [*parts, f"exactly {self.fact.date}"]
        if self.days > _MONTH:
            return [*parts, *self._years("of"), *self._years("about")]
        return [*parts, *self._months("in"), *self._months("about"), *self._years("about")]

    def _joinable(self) -> list[str]:
        if self.fact.kind == "figure":
            return []  # a figure of another document is the same or another, never nearly the same
        if self.span is None or self.days is None or self.days > _MONTH:
            return self._sought()
        return [*self._months("in"), *(self._months("about") if self.days > _PRECISE else ())]

    def _titled(self, how: str) -> list[str]:
        return [f"{how} {' '.join(sorted(self.title))}"] if self.telling else []

    def _years(self, how: str) -> list[str]:
        assert self.span is not None
        first, last = int(str(self.span.lower)[:4]), int(str(self.span.upper)[:4])
        return [f"{how} {year}" for year in range(first, last + 1)]

    def _months(self, how: str) -> list[str]:
        """The months that it touches, with the days that are allowed for."""
        assert self.span is not None
        allowed = timedelta(
            days=_TOLERANCE.get(self.fact.type, 0) if self.days and self.days <= _PRECISE else 0
        )
        ends = {_day(self.span.lower, -allowed)[:7], _day(self.span.upper, allowed)[:7]}
        return [f"{how} {month}" for month in sorted(ends)]

    def _pairs(self) -> set[tuple[str, ...]]:
        """What facts must share of their sides: pairs where one may name more sides than the other."""
        if not self.sides:
            return set()
        if self.fact.type in DIRECTED and len(self.by_role) > 1:
            return {
                tuple(sorted((a, b)))
                for first, second in combinations(sorted(self.by_role), 2)
                for a in sorted(self.by_role[first])[:_MANY_SIDES]
                for b in sorted(self.by_role[second])[:_MANY_SIDES]
            }
        sides = sorted(self.sides)
        if self.fact.type not in DIRECTED and 2 < len(sides) <= _MANY_SIDES:
            return set(combinations(sides, 2))
        return {tuple(sides)}


def features(fact_id: str, document: str, published: str | None, fact: Fact) -> Features:
    """Reads off a fact what grouping needs."""
    by_role: dict[str, frozenset[str]] = {}
    persons: dict[str, set[str]] = {}
    for role, fillers in fact.roles.items():
        found = set()
        for filler in fillers:
            if filler.kind in CODED and filler.id:
                found.add(filler.id)
            elif filler.kind in ("person", "office", "place"):
                if filler.of:
                    found.add(filler.of)
                if filler.kind == "person":
                    name = filler.id or _fold(filler.name or filler.mention)
                    persons.setdefault(filler.of or "", set()).add(name)
            else:
                found.add(filler.id or _fold(filler.name or filler.mention))
        if found:
            by_role[role] = frozenset(found)
    if fact.type == "visit" and "host" not in by_role and fact.place and fact.place.country:
        by_role["host"] = frozenset({fact.place.country})
    if fact.type == "agreement":
        by_role = {"party": frozenset().union(*by_role.values())} if by_role else {}
    span = bounds(fact.date)
    sides = frozenset().union(*by_role.values()) if by_role else frozenset()
    named = {of: frozenset(names) for of, names in persons.items()}
    title = _title(fact.title)
    look = (
        fact.kind, fact.type, fact.subtype, fact.status, fact.value, fact.unit, fact.language,
        fact.date if span else None, title, frozenset(by_role.items()), frozenset(named.items()),
    )  # fmt: skip
    return Features(
        id=fact_id,
        document=document,
        published=published or "",
        fact=fact,
        span=span,
        days=span.days if span else None,
        sides=sides,
        by_role=by_role,
        persons=named,
        title=title,
        look=look,
    )


def relation(a: Features, b: Features, *, local: bool = False) -> int:
    """Compares two facts: `CONFLICT`, `UNKNOWN`, `WEAK` or `STRONG`. Symmetric.

    Args:
        a: one fact.
        b: the other.
        local: both stand in one document, so that an undated one may be the dated one beside it.
    """
    one, other = a.fact, b.fact
    if one.kind != other.kind or one.type != other.type or one.status != other.status:
        return CONFLICT
    if not a.sides or not b.sides:
        return CONFLICT
    if one.kind == "figure":
        return _figures(a, b, local)
    answer = STRONG
    for compare in (_subtypes, _sides, _persons, _titles):
        answer = min(answer, compare(a, b))
        if answer == CONFLICT:
            return CONFLICT
    if len(a.sides | b.sides) < 2 and one.type != "organisation" and not local:
        # «Talks on the 10th» of one country, with nobody named on the other side, may be with anybody.
        answer = min(answer, STRONG if a.telling and a.title == b.title else UNKNOWN)
    return min(answer, _dates(a, b, local))


def _figures(a: Features, b: Features, local: bool) -> int:
    one, other = a.fact, b.fact
    if one.subtype != other.subtype or a.by_role != b.by_role:
        return CONFLICT
    if one.unit != other.unit or one.value != other.value or (one.unit == "count" and _titles(a, b) < STRONG):
        return CONFLICT
    if a.span == b.span and (a.span is not None or one.unit not in (None, "count", "percent")):
        return STRONG
    if a.span is not None and b.span is not None:
        return CONFLICT
    return WEAK if local else UNKNOWN


def _subtypes(a: Features, b: Features) -> int:
    one, other = a.fact, b.fact
    if one.subtype == other.subtype or one.type in _RANKED:
        return STRONG
    return WEAK if one.subtype is None or other.subtype is None else CONFLICT


def _sides(a: Features, b: Features) -> int:
    if a.fact.type in DIRECTED:
        if a.by_role == b.by_role:
            return STRONG
        if a.fact.type == "visit" or a.by_role.keys() != b.by_role.keys():
            return CONFLICT
        inside = [_contained(a.by_role[role], b.by_role[role]) for role in a.by_role]
        few = max(len(sides) for one in (a, b) for sides in one.by_role.values()) <= _MANY_SIDES
        return WEAK if len(inside) > 1 and few and all(inside) else CONFLICT
    if a.sides == b.sides:
        return STRONG
    smaller = min(a.sides, b.sides, key=len)
    largest = max(len(a.sides), len(b.sides))
    # One side in common is no evidence: every country meets somebody every day.
    if len(smaller) < 2 or largest > _MANY_SIDES or not _contained(a.sides, b.sides):
        return CONFLICT
    return STRONG if a.fact.type != "agreement" or _titles(a, b) == STRONG else WEAK


def _persons(a: Features, b: Features) -> int:
    """Two different ministers of one country are two meetings; names of two languages are not compared."""
    for of in a.persons.keys() & b.persons.keys():
        if not a.persons[of] & b.persons[of]:
            return CONFLICT if a.fact.language == b.fact.language else WEAK
    return STRONG


def _dates(a: Features, b: Features, local: bool) -> int:
    one, other = a.span, b.span
    if one is None or other is None:
        same_title = a.telling and a.title == b.title
        if one is not other:
            return WEAK if local or same_title else UNKNOWN
        if local:
            return STRONG if a.title == b.title else WEAK
        return STRONG if same_title else UNKNOWN
    if a.fact.date == b.fact.date:
        return STRONG
    if a.days is None or b.days is None or max(a.days, b.days) > _YEAR:
        return UNKNOWN if overlap(one, other) else CONFLICT
    if max(a.days, b.days) <= _PRECISE:
        return STRONG if overlap(one, other, _TOLERANCE.get(a.fact.type, 0)) else CONFLICT
    inside = _within(one, other) or _within(other, one)
    if inside:
        return WEAK
    return UNKNOWN if overlap(one, other) else CONFLICT


def _titles(a: Features, b: Features) -> int:
    kind = a.fact.type
    tell_apart = a.fact.kind == "figure" or kind in _TITLED
    if a.title == b.title and a.title:
        return STRONG
    if not tell_apart:
        return STRONG
    if not a.title or not b.title:
        precise = a.days is not None and b.days is not None and max(a.days, b.days) <= _PRECISE
        if kind in _FREQUENT:
            return WEAK if precise else UNKNOWN
        return STRONG if precise and a.title == b.title else WEAK
    if _contained(a.title, b.title) and min(len(a.title), len(b.title)) >= 2:
        return STRONG
    return WEAK if a.fact.language != b.fact.language else CONFLICT


def _day(day: str | None, shift: timedelta) -> str:
    """A day some days earlier or later; the calendar's own first and last day stay."""
    if not shift or day in (None, "0001-01-01", "9999-12-31"):
        return str(day)
    return (date.fromisoformat(str(day)) + shift).isoformat()


def _within(inner: Bounds, outer: Bounds) -> bool:
    return outer.lower <= inner.lower and inner.upper <= outer.upper  # type: ignore[operator]


def _contained(a: frozenset[str], b: frozenset[str]) -> bool:
    return a <= b or b <= a


def _fold(text: str) -> str:
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def _title(title: str | None) -> frozenset[str]:
    words = _fold(title or "").replace("ё", "е").split()
    long = [word[:_STEM] for word in words if len(word) >= _SHORTEST or word.isdigit()]
    return frozenset(long or words)
