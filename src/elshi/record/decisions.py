"""What people decided about facts: rows with a name, a time and a reason, never overwrites.

A decision is anchored to its document and quotation, so that it survives a change of rules: on every run
it is replayed on the fact with the same id, else on the only fact of that document with the same quotation
and type. One that no longer anchors is reported by `Store.unanchored`, never dropped.

Replayed when facts are written (at ingestion, and when a decision is made or undone): `accept`, `reject` and
`edit`. Later decisions win over earlier ones; edits of different fields add up. `merge` and `split` are laid over
what grouping found whenever the record is read (see `overlay`); `not_a_conflict` hides a contradiction until one
of its values is another; a `note` is shown beside its fact.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Select, bindparam, insert, select, update

from elshi.errors import RecordError
from elshi.model import Fact
from elshi.record import tables
from elshi.record.codec import edited

__all__ = ["DECISIONS", "Decision", "add", "anchor", "outcomes", "standing", "stored", "undo"]

#: Kinds of decisions.
DECISIONS = ("accept", "reject", "edit", "merge", "split", "not_a_conflict", "note")

_C = tables.decisions.c
_STANDING = (
    select(tables.decisions)
    .where(_C.document == bindparam("document"), _C.undone_by.is_(None))
    .order_by(_C.at, _C.id)
)

_REPLAYED = ("accept", "reject", "edit")


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of one person.

    Attributes:
        kind: one of `DECISIONS`.
        who: name of the person.
        at: when, ISO 8601.
        why: the reason, or None.
        document: key of the document it is about, or None (a decision about events).
        fact: id that the fact had when it was decided.
        type, quote: type and quotation of the fact, by which it is found again.
        payload: what the kind needs: changed fields of an edit (as in the fact's JSON), ids of a merge or
            split, `conflict` (the id that `contradictions` gives) of a `not_a_conflict`, `text` of a note.
        undone_by, undone_at, undone_why: who took it back, when and why, or None.
    """

    kind: str
    who: str
    at: str
    why: str | None = None
    document: str | None = None
    fact: str | None = None
    type: str | None = None
    quote: str | None = None
    payload: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    undone_by: str | None = None
    undone_at: str | None = None
    undone_why: str | None = None

    @property
    def id(self) -> str:
        """Id derived from what was decided, by whom and when: importing a decision twice adds it once."""
        parts = (self.kind, self.who, self.at, self.why, self.document, self.fact, self.type, self.quote)
        content = json.dumps([*parts, dict(self.payload)], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()[:32]

    def to_json(self) -> dict[str, Any]:
        """The object of one line of `elshi review export`."""
        return {
            "id": self.id,
            "kind": self.kind,
            "who": self.who,
            "at": self.at,
            "why": self.why,
            "document": self.document,
            "fact": self.fact,
            "type": self.type,
            "quote": self.quote,
            "payload": dict(self.payload),
            "undone_by": self.undone_by,
            "undone_at": self.undone_at,
            "undone_why": self.undone_why,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Decision:
        """Reads what `to_json` wrote.

        Raises:
            RecordError: a field is missing or the kind is not known.
        """
        try:
            fields = {name: data[name] for name in ("kind", "who", "at")}
        except KeyError as error:
            raise RecordError(f"a decision lacks the field {error}; give kind, who and at") from error
        for name in ("why", "document", "fact", "type", "quote", "undone_by", "undone_at", "undone_why"):
            fields[name] = data.get(name)
        return cls(**fields, payload=dict(data.get("payload") or {}))


def add(connection: Connection, decision: Decision) -> bool:
    """Stores a decision; False when the record has it already.

    Raises:
        RecordError: its kind is not known, or it names nothing that it could be about.
    """
    if decision.kind not in DECISIONS:
        raise RecordError(f"{decision.kind}: no such kind of decision; one of {', '.join(DECISIONS)}")
    if decision.kind in _REPLAYED and not (decision.document and (decision.fact or decision.quote)):
        raise RecordError(f"{decision.kind}: the decision names no fact; give document and fact or quote")
    if decision.kind == "edit" and not decision.payload:
        raise RecordError("edit: the decision changes nothing; give the changed fields as payload")
    if decision.kind in ("merge", "split"):
        _check_joining(decision)
    if decision.kind == "not_a_conflict" and not (
        decision.payload.get("key") and decision.payload.get("values")
    ):
        raise RecordError(
            "not_a_conflict: give key and values of the conflict as elshi contradictions has them"
        )
    known = connection.scalar(select(tables.decisions.c.id).where(tables.decisions.c.id == decision.id))
    if known is not None:
        return False
    row = decision.to_json()
    row["payload"] = json.dumps(row["payload"], ensure_ascii=False, sort_keys=True)
    connection.execute(insert(tables.decisions), [row])
    return True


def _check_joining(decision: Decision) -> None:
    payload = decision.payload
    anchors = payload.get("facts") or []
    if not isinstance(anchors, list | tuple) or not all(
        isinstance(one, Mapping) and (one.get("fact") or (one.get("document") and one.get("quote")))
        for one in anchors
    ):
        raise RecordError(f"{decision.kind}: facts must be anchors with fact, or document and quote")
    if "entity" in payload:
        wanted = ("into",) if decision.kind == "merge" else ("as", "facts")
        if not all(payload.get(name) for name in wanted):
            raise RecordError(f"{decision.kind} of an entity: give entity, {' and '.join(wanted)}")
    elif len(anchors) < (2 if decision.kind == "merge" else 1):
        raise RecordError(
            f"{decision.kind}: name the facts, two or more to merge their events, one or more to split off"
        )


def undo(connection: Connection, decision: str, *, who: str, at: str, why: str | None) -> str | None:
    """Takes a decision back; its row stays.

    Returns:
        Key of the document that it was about, or None.

    Raises:
        RecordError: there is no such decision, or it was taken back already.
    """
    c = tables.decisions.c
    row = connection.execute(select(c.document, c.undone_by).where(c.id == decision)).one_or_none()
    if row is None:
        raise RecordError(f"{decision}: no such decision; see elshi review list")
    if row.undone_by is not None:
        raise RecordError(f"{decision}: was taken back already by {row.undone_by}")
    connection.execute(
        update(tables.decisions).where(c.id == decision).values(undone_by=who, undone_at=at, undone_why=why)
    )
    return None if row.document is None else str(row.document)


def stored(connection: Connection, *, kinds: Sequence[str] = (), undone: bool = True) -> list[Decision]:
    """All decisions, oldest first."""
    query = select(tables.decisions).order_by(tables.decisions.c.at, tables.decisions.c.id)
    if kinds:
        query = query.where(tables.decisions.c.kind.in_(kinds))
    if not undone:
        query = query.where(tables.decisions.c.undone_by.is_(None))
    return _read(connection, query, {})


def standing(connection: Connection, document: str) -> list[Decision]:
    """Decisions on a document's facts that nobody took back, oldest first."""
    return _read(connection, _STANDING, {"document": document})


def _read(connection: Connection, query: Select[Any], given: Mapping[str, Any]) -> list[Decision]:
    found = []
    for row in connection.execute(query, given).mappings():
        data = dict(row)
        data["payload"] = json.loads(data["payload"])
        found.append(Decision.from_json(data))
    return found


def anchor(decision: Decision, facts: Mapping[str, Fact]) -> str | None:
    """Id of the fact of the decision's document that it is about; None when it anchors no more."""
    if decision.fact in facts:
        return decision.fact
    if not decision.quote:
        return None
    same = [
        name
        for name, fact in facts.items()
        if fact.quote == decision.quote and (decision.type is None or fact.type == decision.type)
    ]
    return same[0] if len(same) == 1 else None


def outcomes(decided: Iterable[Decision], facts: Mapping[str, Fact]) -> dict[str, tuple[Fact, bool]]:
    """Replays decisions on the facts of one document as they were extracted.

    Returns:
        id -> (fact after edits, rejected), for the facts that a decision is about.
    """
    result: dict[str, tuple[Fact, bool]] = {}
    for decision in decided:
        if decision.kind not in _REPLAYED:
            continue
        name = anchor(decision, facts)
        if name is None:
            continue
        fact, rejected = result.get(name, (facts[name], False))
        if decision.kind == "edit":
            try:
                fact = edited(fact, decision.payload)
            except (KeyError, TypeError, ValueError, AttributeError):
                continue  # refused when it was made; a row imported from elsewhere may still be wrong
        else:
            rejected = decision.kind == "reject"
        result[name] = (fact, rejected)
    return result
