"""Which facts speak of the same happening: a pure function of a set of facts.

Invariants:

* The result depends on the set of facts alone, never on the order in which they came: every loop here runs
  over something sorted by content.
* Two facts are compared in pairs (`relation`), with four answers. `CONFLICT`: they cannot be one happening
  (other sides, other dates, another step). `UNKNOWN`: nothing against it, nothing for it. `WEAK`: one
  is vaguer than the other, or titles cannot be compared; good enough only when there is no second candidate.
  `STRONG`: the same.
* Facts joined by a chain of WEAK or STRONG pairs are a *region*. Adding a fact can only change the region
  that it falls into, so the record regroups that region and nothing else.
* Within a region an event never holds a CONFLICT pair. When a vague fact fits two events it stays alone: two
  visits of one pair in one year stay two, and «in 2011» joins neither.
* Two facts that are WEAK or STRONG share a blocking key (`Features.keys`, within a document `local_keys`).

Sides that disagree on the date of one happening stay two events here; `contradictions` shows them together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from elshi.model import Fact
from elshi.record.codec import CODED, number
from elshi.record.edtf import Bounds, bounds, overlap

__all__ = ["CONFLICT", "STRONG", "UNKNOWN", "WEAK", "Features", "features", "group", "regions", "relation"]

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

#: Longest stretch that may hold a more precise date; beyond a year («in the nineties») only the same words
#: are compared.
_YEAR = 366

#: More sides than this are only compared as a whole, so that a forum of forty does not make 780 keys.
_MANY_SIDES = 8

#: Words of a title are compared by so many first letters, so that case endings of Kazakh and Russian do not
#: matter; shorter ones ("on", «мен», «о») say little.
_STEM, _SHORTEST = 5, 4

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
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
        look: all that `relation` reads, but for the document.
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
    def order(self) -> tuple[str, str, int, str]:
        """By source: earliest publication first, undated ones last; then document, place in it, id."""
        return (self.published or "~", self.document, self.fact.start, self.id)

    @property
    def specific(self) -> tuple[int, int, tuple[str, str, int, str]]:
        """Most precise and complete first."""
        return (self.days if self.days is not None else 99999, -len(self.sides), self.order)

    def keys(self) -> list[int]:
        """Blocking keys under which facts of other documents find this one, as numbers."""
        fact = self.fact
        if fact.kind == "figure":
            return [
                number(
                    "|".join(("figure", fact.type, repr(fact.value), fact.unit or "", *sorted(self.sides)))
                )
            ]
        times = self._times()
        if self.title:
            # An undated fact is found by its title, whatever the date of the other one.
            times.append("titled " + " ".join(sorted(self.title)))
        return sorted(
            {number("|".join((fact.type, time, *pair))) for pair in self._pairs() for time in times}
        )

    def local_keys(self) -> list[int]:
        """Blocking keys within the document: there an undated fact may be the dated one beside it."""
        if self.fact.kind == "figure":
            return []
        return sorted({number("|".join((self.fact.type, self.document, *pair))) for pair in self._pairs()})

    def _times(self) -> list[str]:
        if self.span is None:
            return []
        if self.days is None or self.days > _YEAR:
            return [self.fact.date or ""]
        first, last = int(str(self.span.lower)[:4]), int(str(self.span.upper)[:4])
        if self.fact.type in _TOLERANCE and self.days <= _PRECISE:
            # New Year's Eve and New Year's Day must still meet.
            first -= str(self.span.lower).endswith("01-01")
            last += str(self.span.upper).endswith("12-31")
        return [str(year) for year in range(first, last + 1)]

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


def relation(a: Features, b: Features) -> int:
    """Compares two facts: `CONFLICT`, `UNKNOWN`, `WEAK` or `STRONG`. Symmetric."""
    one, other = a.fact, b.fact
    if one.kind != other.kind or one.type != other.type or one.status != other.status:
        return CONFLICT
    if not a.sides or not b.sides:
        return CONFLICT
    if one.kind == "figure":
        return _figures(a, b)
    return min(_dates(a, b), *_beside_dates(a, b))


def _beside_dates(a: Features, b: Features) -> tuple[int, ...]:
    return (_subtypes(a.fact, b.fact), _sides(a, b), _persons(a, b), _titles(a, b))


def _figures(a: Features, b: Features) -> int:
    one, other = a.fact, b.fact
    if one.subtype != other.subtype or a.by_role != b.by_role:
        return CONFLICT
    if one.unit != other.unit or one.value != other.value or (one.unit == "count" and _titles(a, b) < STRONG):
        return CONFLICT
    if a.span == b.span and (a.span is not None or one.unit not in (None, "count", "percent")):
        return STRONG
    if a.span is not None and b.span is not None:
        return CONFLICT
    if a.document == b.document:
        return WEAK
    return UNKNOWN if one.unit in (None, "count", "percent") else WEAK


def _subtypes(one: Fact, other: Fact) -> int:
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


def _dates(a: Features, b: Features) -> int:
    one, other = a.span, b.span
    if one is None or other is None:
        if one is not None or other is not None:
            if a.document == b.document:
                return WEAK
            return WEAK if a.title and a.title == b.title else UNKNOWN
        same_title = a.title == b.title
        if a.document == b.document:
            return STRONG if same_title else WEAK
        return STRONG if a.title and same_title else UNKNOWN
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


def regions(items: Sequence[Features]) -> list[list[Features]]:
    """Splits facts into regions: chains of pairs that are at least WEAK."""
    alike = _collapsed(items)
    parent = {first.id: first.id for first in alike.values()}

    def root(name: str) -> str:
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    by_key: dict[int, list[Features]] = {}
    for first in {one.id: one for one in alike.values()}.values():
        for key in (*first.keys(), *first.local_keys()):
            by_key.setdefault(key, []).append(first)
    for sharing in by_key.values():
        for a, b in combinations(sharing, 2):
            one, other = root(a.id), root(b.id)
            if one != other and relation(a, b) >= WEAK:
                parent[max(one, other)] = min(one, other)
    found: dict[str, list[Features]] = {}
    for item in sorted(items, key=lambda one: one.id):
        found.setdefault(root(alike[item.id].id), []).append(item)
    return list(found.values())


def group(region: Sequence[Features]) -> list[list[Features]]:
    """Splits one region into events.

    Returns:
        The facts of each event, earliest source first; the events in the order of their first facts.
    """
    alike = _collapsed(region)
    clusters: list[list[Features]] = []
    for item in sorted({one.id: one for one in alike.values()}.values(), key=lambda one: one.specific):
        fitting = [cluster for cluster in clusters if all(relation(item, one) == STRONG for one in cluster)]
        if fitting and _alike(fitting):
            fitting[0].append(item)
        else:
            clusters.append([item])
    events = []
    for cluster in _join_unambiguous(clusters):
        names = {one.id for one in cluster}
        events.append(sorted((i for i in region if alike[i.id].id in names), key=lambda one: one.order))
    return sorted(events, key=lambda event: event[0].order)


def _collapsed(items: Iterable[Features]) -> dict[str, Features]:
    """Lets one fact stand for all that look the same: a report that fifty papers print is compared once.

    Returns:
        id of each fact -> the fact that stands for it (the earliest of those that look the same).
    """
    ordered = sorted(items, key=lambda item: item.order)
    # An undated fact is compared by document, so the documents that have one are told apart.
    apart = {item.document for item in ordered if item.span is None}
    first: dict[object, Features] = {}
    stands: dict[str, Features] = {}
    for item in ordered:
        look = (item.look, item.document if item.document in apart else None)
        head = first.setdefault(look, item)
        stands[item.id] = head if relation(head, item) == STRONG else item
    return stands


def _alike(clusters: Sequence[list[Features]]) -> bool:
    """Whether clusters do not conflict with each other, so that which one takes a fact is no claim."""
    return all(_link(a, b) != CONFLICT for a, b in combinations(clusters, 2))


def _link(a: Sequence[Features], b: Sequence[Features]) -> int:
    """Relation of two clusters: a conflict of any pair is one, else the best evidence counts."""
    best = UNKNOWN
    for one in a:
        for other in b:
            answer = relation(one, other)
            if answer == CONFLICT:
                return CONFLICT
            best = max(best, answer)
    return best


def _join_unambiguous(clusters: list[list[Features]]) -> list[list[Features]]:
    """Joins clusters that are WEAK to each other where that decides nothing between rivals.

    A cluster is settled when all its candidates could be one happening together. The vaguer of two must be;
    the more precise one need not be when only the date is vague («in May 2022» beside the one visit of that
    May), but must be when titles or names could not be compared.
    """
    near: dict[int, list[int]] = {at: [] for at in range(len(clusters))}
    for a, b in combinations(range(len(clusters)), 2):
        if _link(clusters[a], clusters[b]) >= WEAK:
            near[a].append(b)
            near[b].append(a)
    settled = {at: _alike([clusters[other] for other in others]) for at, others in near.items()}
    homes: list[list[Features]] = []
    home_of: dict[int, list[Features]] = {}
    for at, cluster in enumerate(clusters):
        home: list[Features] | None = None
        for other in near[at]:
            if other > at or not settled[at]:
                continue
            if not settled[other] and not _only_dates_differ(cluster, clusters[other]):
                continue
            if _link(cluster, home_of[other]) >= WEAK:
                home = home_of[other]
                break
        if home is None:
            home = []
            homes.append(home)
        home.extend(cluster)
        home_of[at] = home
    return homes


def _only_dates_differ(a: Sequence[Features], b: Sequence[Features]) -> bool:
    return all(min(_beside_dates(one, other)) == STRONG for one in a for other in b)


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
