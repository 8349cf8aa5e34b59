"""Which facts speak of the same happening: a pure function of a set of facts.

Invariants:

* The result depends on the set of facts alone, never on the order in which they came: every loop here runs
  over something sorted by content.
* It is found in four steps, each of which looks no further than its neighbours, so that adding a document
  changes little (`regrouping` does that in the database; `group` here does all at once, for the Spark job and
  as the measure of the other).

  1. *Units*: within a document an undated fact belongs to the dated one beside it, if only one fits.
  2. *Regions*: chains of units that are STRONG to each other.
  3. *Clusters*: a region is cut so that in a cluster every pair is STRONG.
  4. *Wishes*: a cluster that is vaguer than another («in 2011», a title in another language) wishes to join it.
     It wishes nothing when its candidates exclude each other, and is granted it only when the other wishes
     nothing and no one else who wishes to join conflicts with it. A cluster with those that joined it is an
     event.
* An event never holds two facts that exclude each other. Two visits of one pair in one year stay two, and «in
  2011» joins neither.

Sources that disagree on the date of one happening stay two events here; the view of contradictions shows them
together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

from elshi.record.comparing import CONFLICT, STRONG, UNKNOWN, WEAK, Features, relation

__all__ = [
    "AMBIGUOUS",
    "Cluster",
    "Unit",
    "clusters",
    "event_facts",
    "granted",
    "group",
    "link",
    "units",
    "wish",
]

#: Wish of a cluster whose candidates exclude each other: it joins none, and none joins it.
AMBIGUOUS = "?"

#: With more candidates than this a cluster wishes nothing: among forty visits of one year that of «in 2011» is
#: not to be found, and they need not be looked at.
CROWD = 40

_UNDATED = 99999


@dataclass(frozen=True)
class Unit:
    """Facts of one document that are taken for one happening before any other document is looked at."""

    facts: tuple[Features, ...]

    @cached_property
    def id(self) -> str:
        """Its least fact id."""
        return min(fact.id for fact in self.facts)

    @cached_property
    def looks(self) -> frozenset[Any]:
        """What comparison reads of it."""
        return frozenset(fact.look for fact in self.facts)

    @cached_property
    def blocks(self) -> set[int]:
        """Blocking keys of its facts."""
        return {key for fact in self.facts for key in fact.blocks}

    @cached_property
    def probes(self) -> set[int]:
        """Keys under which it finds others."""
        return {key for fact in self.facts for key in fact.probes}


@dataclass(frozen=True)
class Cluster:
    """Units that are all STRONG to each other.

    Attributes:
        id: id of its earliest fact.
        units: in the order of their sources.
        heads: one fact for all that look the same.
        days: how precise its best date is.
        rank: most precise and complete first.
    """

    id: str
    units: tuple[Unit, ...]
    heads: tuple[Features, ...]
    days: int
    rank: tuple[Any, ...]

    @cached_property
    def seeks(self) -> set[int]:
        """Keys under which it finds what it might wish to join."""
        return {key for fact in self.heads for key in fact.seeks}

    def facts(self) -> list[Features]:
        """All its facts."""
        return [fact for unit in self.units for fact in unit.facts]

    @cached_property
    def blocks(self) -> set[int]:
        """Blocking keys of its facts."""
        return {key for fact in self.heads for key in fact.blocks}

    @cached_property
    def probes(self) -> set[int]:
        """Keys under which it finds others."""
        return {key for fact in self.heads for key in fact.probes}


def cluster_of(members: Iterable[Unit]) -> Cluster:
    """Makes a cluster; facts that look the same are compared once."""
    ordered = tuple(sorted(members, key=_unit_order))
    heads: dict[Any, Features] = {}
    for unit in ordered:
        for fact in unit.facts:
            kept = heads.setdefault(fact.look, fact)
            if fact.order < kept.order:
                heads[fact.look] = fact
    found = tuple(heads.values())
    return Cluster(
        id=min((fact for unit in ordered for fact in unit.facts), key=lambda fact: fact.order).id,
        units=ordered,
        heads=found,
        days=min(_UNDATED if fact.days is None else fact.days for fact in found),
        rank=min(fact.specific for fact in found),
    )


def units(facts: Iterable[Features]) -> list[Unit]:
    """Step 1, for the facts of one document."""
    ordered = sorted(facts, key=lambda fact: fact.specific)
    found: list[list[Features]] = [[fact] for fact in ordered if fact.span is not None]
    dated = [bundle[0] for bundle in found]
    for fact in ordered:
        if fact.span is not None:
            continue
        fitting = [at for at, one in enumerate(dated) if relation(fact, one, local=True) >= WEAK]
        if fitting and not _excluding([dated[at] for at in fitting]):
            home = found[fitting[0]]
            if all(relation(fact, one, local=True) != CONFLICT for one in home):
                home.append(fact)
                continue
        for home in found[len(dated) :]:
            if all(relation(fact, one, local=True) == STRONG for one in home):
                home.append(fact)
                break
        else:
            found.append([fact])
    return [Unit(tuple(sorted(bundle, key=lambda fact: fact.order))) for bundle in found]


def regions(members: Sequence[Unit]) -> list[list[Unit]]:
    """Step 2."""
    alike = _collapsed(members)
    heads = list({unit.id: unit for unit in alike.values()}.values())
    parent = {unit.id: unit.id for unit in heads}

    def root(name: str) -> str:
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    index: dict[int, list[Unit]] = {}
    for unit in heads:
        for key in unit.blocks:
            index.setdefault(key, []).append(unit)
    for unit in heads:
        for key in sorted(unit.probes):
            for other in index.get(key, ()):
                one, two = root(unit.id), root(other.id)
                if one != two and link(unit.facts, other.facts) == STRONG:
                    parent[max(one, two)] = min(one, two)
    found: dict[str, list[Unit]] = {}
    for unit in members:
        found.setdefault(root(alike[unit.id].id), []).append(unit)
    return list(found.values())


def clusters(region: Sequence[Unit]) -> list[Cluster]:
    """Step 3: the most precise first, each unit to the cluster that it fits; where two exclude each other, alone."""
    alike = _collapsed(region)
    found: list[list[Unit]] = []
    for unit in sorted({u.id: u for u in alike.values()}.values(), key=_specific):
        fitting = [one for one in found if all(link(unit.facts, u.facts) == STRONG for u in one)]
        excluding = any(
            link(a.facts, b.facts) == CONFLICT
            for one, other in combinations(fitting, 2)
            for a in one
            for b in other
        )
        if fitting and not excluding:
            fitting[0].append(unit)
        else:
            found.append([unit])
    home = {unit.id: at for at, one in enumerate(found) for unit in one}
    members: list[list[Unit]] = [[] for _ in found]
    for unit in region:
        members[home[alike[unit.id].id]].append(unit)
    return [cluster_of(one) for one in members]


def wish(cluster: Cluster, candidates: Sequence[Cluster]) -> str | None:
    """Step 4: id of the cluster that this one wishes to join, `AMBIGUOUS`, or None.

    Args:
        cluster: the one that wishes.
        candidates: all others that have a key which it seeks; when they are more than `CROWD`, their number
            is all that counts.
    """
    if len(candidates) > CROWD:
        return AMBIGUOUS
    own_days, own_rank = cluster.days, cluster.rank
    fitting: list[Cluster] = []
    for other in sorted(candidates, key=lambda one: one.rank):
        if other.days > own_days or link(cluster.heads, other.heads) < WEAK:
            continue
        if any(link(other.heads, one.heads) == CONFLICT for one in fitting):
            return AMBIGUOUS
        fitting.append(other)
    if not fitting or fitting[0].rank > own_rank:
        return None
    return fitting[0].id


def granted(wishing: Sequence[Cluster]) -> list[Cluster]:
    """Those of the clusters that wish to join one that do not conflict with another of them."""
    return [
        one
        for one in wishing
        if all(one is other or link(one.heads, other.heads) != CONFLICT for other in wishing)
    ]


def event_facts(members: Iterable[Cluster]) -> list[Features]:
    """The facts of an event, earliest source first; the first gives the event its id."""
    return sorted((fact for one in members for fact in one.facts()), key=lambda fact: fact.order)


def group(facts: Iterable[Features]) -> list[list[Features]]:
    """All steps for a whole set of facts.

    Returns:
        The facts of each event, earliest source first; the events in the order of their first facts.
    """
    by_document: dict[str, list[Features]] = {}
    for fact in facts:
        by_document.setdefault(fact.document, []).append(fact)
    bundles = [unit for key in sorted(by_document) for unit in units(by_document[key])]
    found = {one.id: one for region in regions(bundles) for one in clusters(region)}
    index: dict[int, list[str]] = {}
    for one in found.values():
        for key in one.blocks:
            index.setdefault(key, []).append(one.id)
    wishes: dict[str, str | None] = {}
    for name, one in found.items():
        near = {other for key in one.seeks for other in index.get(key, ())} - {name}
        wishes[name] = wish(one, [found[other] for other in sorted(near)])
    joined = resolve(found, wishes)
    events: dict[str, list[Cluster]] = {}
    for name, one in found.items():
        events.setdefault(joined.get(name, name), []).append(one)
    return sorted((event_facts(event) for event in events.values()), key=lambda event: event[0].order)


def resolve(found: Mapping[str, Cluster], wishes: Mapping[str, str | None]) -> dict[str, str]:
    """Which cluster joins which, of those whose wish is granted."""
    wishing: dict[str, list[Cluster]] = {}
    for name, target in wishes.items():
        if target is not None and target != AMBIGUOUS:
            wishing.setdefault(target, []).append(found[name])
    return {
        one.id: target
        for target, some in wishing.items()
        if wishes.get(target) is None
        for one in granted(some)
    }


def link(a: Sequence[Features], b: Sequence[Features]) -> int:
    """Relation of two sets of facts: a conflict of any pair is one, else the best evidence counts."""
    best = UNKNOWN
    for one in a:
        for other in b:
            answer = relation(one, other)
            if answer == CONFLICT:
                return CONFLICT
            best = max(best, answer)
    return best


def _collapsed(members: Iterable[Unit]) -> dict[str, Unit]:
    """Lets one unit stand for all that look the same: a report that fifty papers print is compared once.

    Returns:
        id of each unit -> the unit that stands for it (the earliest of those that look the same).
    """
    first: dict[Any, Unit] = {}
    stands: dict[str, Unit] = {}
    for unit in sorted(members, key=_unit_order):
        head = first.setdefault(unit.looks, unit)
        stands[unit.id] = head if link(head.facts, unit.facts) == STRONG else unit
    return stands


def _excluding(facts: Sequence[Features]) -> bool:
    return any(relation(a, b) == CONFLICT for a, b in combinations(facts, 2))


def _unit_order(unit: Unit) -> tuple[Any, ...]:
    return min(fact.order for fact in unit.facts)


def _specific(unit: Unit) -> tuple[Any, ...]:
    return min(fact.specific for fact in unit.facts)
