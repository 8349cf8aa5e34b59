"""Grouping in the database: what a document changes, and nothing else.

The measure is `grouping.group` over all facts: after any additions and removals, in any order, the columns
`unit`, `region`, `cluster`, `wish` and `event` are what that gives (tested). Each step of grouping only looks at
neighbours, so the steps here are: regions that touch the document; clusters of them; clusters whose wish may
change because one of those is or was their candidate; clusters whose event may change because of such a wish.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Connection, Select, bindparam, select, update

from elshi.record import tables
from elshi.record.codec import chunks, from_payload, number
from elshi.record.comparing import STRONG, Features, features
from elshi.record.grouping import (
    AMBIGUOUS,
    CROWD,
    Cluster,
    Unit,
    cluster_of,
    clusters,
    event_facts,
    granted,
    link,
    regions,
    units,
    wish,
)

__all__ = ["Place", "Removed", "alone", "event_id", "regroup"]

_F, _K = tables.facts.c, tables.fact_keys.c
_READ = select(
    _F.id,
    _F.payload,
    _F.unit,
    _F.region,
    _F.cluster,
    _F.wish,
    _F.event,
    tables.documents.c.key,
    tables.documents.c.name,
    tables.documents.c.published,
).join_from(tables.facts, tables.documents)
# Built once: putting a statement together takes longer than running it.
_AMONG: BindParameter[Any] = bindparam("among", expanding=True)
_READ_REGIONS = _READ.where(_F.region.in_(_AMONG), ~_F.rejected)
_READ_CLUSTERS = _READ.where(_F.cluster.in_(_AMONG), ~_F.rejected)
_NEAR = (
    select(_K.key, _F.cluster, _F.region)
    .join_from(tables.fact_keys, tables.facts)
    .where(_K.key.in_(_AMONG))
    .distinct()
)
_WISHING = select(_F.cluster).where(_F.wish.in_(_AMONG)).distinct()
_MOVE = (
    update(tables.facts)
    .where(_F.id == bindparam("b_id"))
    .values(
        region=bindparam("b_region"),
        cluster=bindparam("b_cluster"),
        wish=bindparam("b_wish"),
        event=bindparam("b_event"),
    )
)


@lru_cache(maxsize=8192)
def _features(fact: str, document: str, published: str | None, payload: str, name: str) -> Features:
    """Features of a stored fact; neighbours are looked at again and again while documents come in."""
    return features(fact, document, published, from_payload(payload, name))


class Place(NamedTuple):
    """Where grouping put a fact."""

    unit: str
    region: str
    cluster: str
    wish: str | None
    event: str


@dataclass(frozen=True, slots=True)
class Removed:
    """Facts that were taken out of the table before regrouping: what they looked like and where they were."""

    facts: Sequence[Features] = ()
    places: Sequence[Place] = ()


def event_id(first: str) -> str:
    """Id of the event whose earliest fact has this id."""
    return f"{number('event ' + first) & 0xFFFFFFFFFFFFFFFF:016x}"


def alone(fact: str) -> Place:
    """Place of a fact that takes no part in grouping, because a person rejected it."""
    return Place(fact, fact, fact, None, event_id(fact))


def regroup(connection: Connection, fresh: Mapping[str, Features], removed: Removed) -> dict[str, Place]:
    """Brings grouping up to date after facts were removed, and before fresh ones are added.

    Args:
        connection: in a writing transaction.
        fresh: all facts of one document that are about to be added, by id.
        removed: facts that were deleted from the table.

    Returns:
        id of each fresh fact -> its place. Facts in the table are updated where theirs changed.
    """
    if not fresh and not removed.places:
        return {}
    return _Regrouping(connection).run(fresh, removed)


@dataclass(slots=True)
class _Regrouping:
    """One run. `known` holds the clusters as they are from now on, as far as they were looked at."""

    connection: Connection
    known: dict[str, Cluster] = field(default_factory=dict)
    stored: dict[str, Place] = field(default_factory=dict)  # by fact id, as the table has it
    gone: set[str] = field(default_factory=set)  # ids of clusters that were taken apart
    wishes: dict[str, str | None] = field(default_factory=dict)
    seen: dict[str, list[Unit]] = field(default_factory=dict)  # clusters as the table has them
    changed: set[str] = field(default_factory=set)  # clusters that are not as the table has them

    def run(self, fresh: Mapping[str, Features], removed: Removed) -> dict[str, Place]:
        made = units(fresh.values())
        region_of, changed, before = self._recluster(made, removed)
        self.changed = set(changed)
        # What clusters that are no more wished for: others may be granted it now.
        targets = {place.wish for place in (*removed.places, *self.stored.values()) if place.wish}
        wishing = self._neighbours(changed, removed.facts, before)
        targets |= self._wish_again([*changed, *wishing]) | {*changed, *wishing}
        events = self._events({one for one in targets if one != AMBIGUOUS and one not in self.gone})
        return self._write(fresh, region_of, events)

    def _recluster(
        self, made: Sequence[Unit], removed: Removed
    ) -> tuple[dict[str, str], list[str], set[str]]:
        """Steps 2 and 3: region of each cluster concerned, the clusters that are not as they were, and the ids of
        those that were and are not.
        """
        touched = {place.region for place in removed.places}
        sought: dict[int, list[Unit]] = {}
        for unit in made:
            for key in unit.probes:
                sought.setdefault(key, []).append(unit)
        near = self._near(sought)
        candidates = self._read(
            _READ_CLUSTERS, {name for name, place in near.items() if place[0] not in touched}
        )
        for name, some in candidates.items():
            region, keys = near[name]
            if region in touched:
                continue
            asking = {unit.id: unit for key in keys for unit in sought[key]}
            if any(link(a.facts, b.facts) == STRONG for a in asking.values() for b in some):
                touched.add(region)
        old = self._read(_READ_REGIONS, touched)
        before = set(old) | {place.cluster for place in removed.places}
        taken = {place.cluster for place in removed.places}
        region_of: dict[str, str] = {}
        changed = []
        found = [one for some in old.values() for one in some]
        for members in regions([*found, *made]):
            name = min(unit.id for unit in members)
            for cluster in clusters(members):
                region_of[cluster.id] = name
                same = {unit.id for unit in old.get(cluster.id, ())} == {unit.id for unit in cluster.units}
                if same and cluster.id not in taken:
                    self._know(cluster, self._stored_wish(cluster.units))
                    before.discard(cluster.id)
                else:
                    self._know(cluster)
                    changed.append(cluster.id)
        self.gone = before - region_of.keys()
        return region_of, changed, before

    def _neighbours(self, changed: Sequence[str], lost: Sequence[Features], before: set[str]) -> list[str]:
        """Clusters that seek one that changed, was or is no more: their wishes may change.

        All that share a key are taken, because how many there are counts as well.
        """
        offered = {key for name in changed for key in self.known[name].blocks}
        offered |= {key for fact in lost for key in fact.blocks}
        probes = {key for name in changed for key in self.known[name].probes}
        probes |= {key for fact in lost for key in fact.probes}
        near = {name for name in self._near(probes) if name not in before}
        self._load(near)
        return sorted(name for name in near if offered & self.known[name].seeks)

    def _wish_again(self, names: Sequence[str]) -> set[str]:
        """Step 4: computes the wishes of these clusters; returns what they wished before and wish now."""
        seeks = {name: self.known[name].seeks for name in names}
        offering: dict[int, set[str]] = {}
        for other, (_, keys) in self._near({key for some in seeks.values() for key in some}).items():
            if other not in self.gone and other not in self.changed:
                for key in keys:
                    offering.setdefault(key, set()).add(other)
        for other in self.changed:
            for key in self.known[other].blocks:
                offering.setdefault(key, set()).add(other)
        candidates = {
            name: {other for key in some for other in offering.get(key, ())} - {name}
            for name, some in seeks.items()
        }
        self._load({other for some in candidates.values() if len(some) <= CROWD for other in some})
        targets: set[str] = set()
        for name, some in candidates.items():
            targets.add(self.wishes.get(name) or AMBIGUOUS)
            crowd = len(some) > CROWD
            self.wishes[name] = (
                AMBIGUOUS if crowd else wish(self.known[name], [self.known[o] for o in sorted(some)])
            )
            targets.add(self.wishes[name] or AMBIGUOUS)
        return targets

    def _events(self, targets: set[str]) -> dict[str, str]:
        """Event ids of the clusters that joining may have changed."""
        self._load(targets)
        for part in chunks(sorted(targets)):
            self._load(self.connection.scalars(_WISHING, {"among": part}))
        wishing: dict[str, list[Cluster]] = {}
        for name, target in sorted(self.wishes.items()):
            if target in targets:
                wishing.setdefault(str(target), []).append(self.known[name])
        events: dict[str, str] = {}
        for target in sorted(targets):
            joining = granted(wishing.get(target, ())) if self.wishes.get(target) is None else []
            for one in wishing.get(target, ()):
                events[one.id] = event_id(one.id)
            if self.wishes.get(target) is None or self.wishes[target] == AMBIGUOUS:
                members = [self.known[target], *joining]
                name = event_id(event_facts(members)[0].id)
                events.update((one.id, name) for one in members)
        return events

    def _write(
        self, fresh: Mapping[str, Features], region_of: Mapping[str, str], events: Mapping[str, str]
    ) -> dict[str, Place]:
        places: dict[str, Place] = {}
        moved = []
        for name in sorted(region_of.keys() | events.keys() | self.wishes.keys()):
            for unit in self.known[name].units:
                for fact in unit.facts:
                    old = self.stored.get(fact.id)
                    place = Place(
                        unit=unit.id,
                        region=region_of[name] if name in region_of or old is None else old.region,
                        cluster=name,
                        wish=self.wishes.get(name),
                        event=events[name] if name in events or old is None else old.event,
                    )
                    if old is None:
                        places[fact.id] = place
                    elif old != place:
                        moved.append(
                            {
                                "b_id": fact.id,
                                "b_region": place.region,
                                "b_cluster": place.cluster,
                                "b_wish": place.wish,
                                "b_event": place.event,
                            }
                        )
        if moved:
            self.connection.execute(_MOVE, moved)
        assert places.keys() == fresh.keys()
        return places

    # Reading ----------------------------------------------------------------------------------------------

    def _near(self, probes: Iterable[int]) -> dict[str, tuple[str, list[int]]]:
        """Clusters in the table that have one of the keys: id -> (region, the keys)."""
        found: dict[str, tuple[str, list[int]]] = {}
        for part in chunks(sorted(probes)):
            for key, cluster, region in self.connection.execute(_NEAR, {"among": part}):
                found.setdefault(cluster, (region, []))[1].append(key)
        return found

    def _read(self, query: Select[Any], names: Iterable[str]) -> dict[str, list[Unit]]:
        """Units in the table, by the id of their cluster."""
        found: dict[str, dict[str, list[Features]]] = {}
        for part in chunks(sorted(names)):
            for row in self.connection.execute(query, {"among": part}):
                self.stored[row.id] = Place(row.unit, row.region, row.cluster, row.wish, row.event)
                fact = _features(row.id, row.key, row.published, row.payload, row.name)
                found.setdefault(row.cluster, {}).setdefault(row.unit, []).append(fact)
        whole = {
            cluster: [Unit(tuple(sorted(facts, key=lambda fact: fact.order))) for facts in some.values()]
            for cluster, some in found.items()
        }
        self.seen.update(whole)
        return whole

    def _load(self, names: Iterable[str]) -> None:
        """Makes clusters known that were not looked at yet."""
        wanted = {name for name in names if name not in self.known and name not in self.gone}
        found = {name: self.seen[name] for name in wanted & self.seen.keys()}
        found |= self._read(_READ_CLUSTERS, wanted - found.keys())
        for some in found.values():
            self._know(cluster_of(some), self._stored_wish(some))

    def _stored_wish(self, some: Sequence[Unit]) -> str | None:
        return self.stored[some[0].facts[0].id].wish

    def _know(self, cluster: Cluster, wished: str | None = None) -> None:
        self.known[cluster.id] = cluster
        self.wishes.setdefault(cluster.id, wished)
