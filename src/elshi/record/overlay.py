"""What people joined and parted: merges and splits of events and of entities, laid over what grouping found.

Grouping is a function of the facts alone; a person's `merge` or `split` does not change it, but is laid over it
whenever the record is read. So it holds after every run and every change of rules, in whatever order documents
came, and taking it back leaves no trace. Decisions work in the order in which they were made.

Payloads:

* `merge` of events: `facts`, two or more anchors (`document`, `fact`, `type`, `quote`, as in a decision about
  one fact); the events that hold them are one, under the name of the first.
* `split`: `facts`, anchors; they leave their event and are an event of their own.
* `merge` of entities: `entity` and `into`, two ids; wherever the first stands the second is meant.
* `split` of an entity: `entity`, `facts` and `as` (a new id, and `name`): in those facts it is somebody else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, select

from elshi.model import Fact, Filler
from elshi.record import decisions, tables
from elshi.record.codec import from_payload
from elshi.record.decisions import Decision
from elshi.record.regrouping import event_id

__all__ = ["Overlay", "anchored", "overlay"]


@dataclass(frozen=True)
class Overlay:
    """Attributes:
    event: fact id -> the event it is in, for facts whose event is not as grouping has it.
    parts: event -> the events of grouping that it takes facts from.
    entity: id -> the id that is meant.
    own: (fact id, entity id) -> (new id, name) where an entity was split.
    """

    event: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    entity: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[tuple[str, str], tuple[str, str | None]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.event or self.entity or self.own)

    def expand(self, chosen: Iterable[str]) -> set[str]:
        """Events of grouping that must be read so that each of these is whole."""
        found = set(chosen)
        waiting = list(found)
        while waiting:
            name = waiting.pop()
            for other in {part for parts in self.parts.values() if name in parts for part in parts} - found:
                found.add(other)
                waiting.append(other)
        return found

    def ids(self, side: str) -> list[str]:
        """The id and all those that were merged into it."""
        return [side, *sorted(old for old, new in self.entity.items() if new == side)]

    def shown(self, name: str, fact: Fact) -> Fact:
        """A fact with the entities that are meant."""
        if not self.entity and not self.own:
            return fact
        roles = {
            role: tuple({(f.id, f.mention): f for f in (self._filler(name, one) for one in fillers)}.values())
            for role, fillers in fact.roles.items()
        }
        return fact if roles == fact.roles else replace(fact, roles=roles)

    def _filler(self, name: str, one: Filler) -> Filler:
        if one.id is not None and (name, one.id) in self.own:
            new, called = self.own[name, one.id]
            return replace(one, id=new, name=called or one.name)
        meant = self.entity.get(one.id or "", one.id)
        of = self.entity.get(one.of or "", one.of)
        return one if (meant, of) == (one.id, one.of) else replace(one, id=meant, of=of)


_NOTHING = Overlay()
_D = tables.decisions.c
# Built once: it runs with every question, and mostly finds nothing.
_ANY = select(_D.id).where(_D.kind.in_(("merge", "split")), _D.undone_by.is_(None)).limit(1)


def overlay(connection: Connection) -> Overlay:
    """Reads what is laid over the record now; empty as a rule, and then cheap."""
    if connection.scalar(_ANY) is None:
        return _NOTHING
    return _laid(connection, decisions.stored(connection, kinds=("merge", "split"), undone=False))


def _laid(connection: Connection, decided: Sequence[Decision]) -> Overlay:
    found = _Facts(connection)
    entity: dict[str, str] = {}
    own: dict[tuple[str, str], tuple[str, str | None]] = {}
    event: dict[str, str] = {}
    parts: dict[str, set[str]] = {}
    for decision in decided:
        payload = decision.payload
        anchors = [one for one in map(found.anchor, payload.get("facts") or ()) if one is not None]
        if "entity" in payload:
            name = str(payload["entity"])
            if decision.kind == "merge":
                into = str(payload["into"])
                into = entity.get(into, into)
                entity = {old: into if new == name else new for old, new in entity.items() if old != into}
                if name != into:
                    entity[name] = into
            else:
                for fact in anchors:
                    own[fact, name] = (str(payload["as"]), payload.get("name"))
        elif anchors:
            if decision.kind == "merge":
                names = list(dict.fromkeys(event.get(fact) or found.event(fact) for fact in anchors))
                joined = {fact for one in names for fact in _members(found, event, parts, one)}
                target = names[0]
            else:
                joined, target = set(anchors), event_id("split " + anchors[0])
            for fact in sorted(joined):
                event[fact] = target
                parts.setdefault(target, {target} if decision.kind == "merge" else set()).add(
                    found.event(fact)
                )
    changed = {fact: name for fact, name in event.items() if name != found.event(fact)}
    return Overlay(changed, {name: frozenset((name, *some)) for name, some in parts.items()}, entity, own)


def _members(found: _Facts, event: Mapping[str, str], parts: Mapping[str, set[str]], name: str) -> list[str]:
    """Facts that are in an event now."""
    sources = parts.get(name, set()) | {name}
    return [fact for one in sorted(sources) for fact in found.of(one) if (event.get(fact) or one) == name]


class _Facts:
    """Facts that decisions speak of, read as they are asked for."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._events: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}

    def anchor(self, given: Mapping[str, Any]) -> str | None:
        """Id of the fact that an anchor means, None when the record has it no more."""
        return anchored(self._connection, given)

    def event(self, fact: str) -> str:
        """The event where grouping put a fact."""
        if fact not in self._events:
            f = tables.facts.c
            self._events[fact] = str(self._connection.scalar(select(f.event).where(f.id == fact)))
        return self._events[fact]

    def of(self, event: str) -> list[str]:
        """Facts of an event of grouping."""
        if event not in self._members:
            f = tables.facts.c
            query = select(f.id).where(f.event == event, ~f.rejected).order_by(f.id)
            self._members[event] = list(self._connection.scalars(query))
            self._events.update((fact, event) for fact in self._members[event])
        return self._members[event]


def anchored(connection: Connection, given: Mapping[str, Any]) -> str | None:
    """Id of the fact that an anchor (`document`, `fact`, `type`, `quote`) means; None when there is none.

    Rejected facts anchor nothing: they take part in no event.
    """
    f, d = tables.facts.c, tables.documents.c
    name = given.get("fact")
    if name and connection.scalar(select(f.id).where(f.id == name, ~f.rejected)) is not None:
        return str(name)
    query = select(f.id, f.payload, f.extracted, d.name).join_from(tables.facts, tables.documents)
    rows = connection.execute(query.where(d.key == given.get("document"), ~f.rejected))
    same = []
    for row in rows:
        fact = from_payload(row.extracted or row.payload, row.name)
        if fact.quote == given.get("quote") and given.get("type") in (None, fact.type):
            same.append(row.id)
    return str(same[0]) if len(same) == 1 else None
