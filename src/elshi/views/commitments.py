"""What was promised or planned, and what the record shows became of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from elshi.views.items import Item, filler_key, items
from elshi.views.source import Source
from elshi.views.timeline import entry
from elshi.views.titles import same_title, title_key
from elshi.views.when import bounds, order, precision

__all__ = ["Commitment", "commitments", "follow"]

#: Days by which something may come about earlier or later than planned and still be that plan's outcome.
_SLACK = 62

#: Days after its announcement within which an undated plan's outcome is looked for.
_REACH = 400


#: Of a plan that names one party only, too little is known to tell its outcome from other news.
_FEWEST_PARTIES = 2


@dataclass(frozen=True, slots=True)
class Commitment:
    """A plan and what became of it.

    Attributes:
        planned: what was announced.
        outcome: the event that the record shows, or None.
        state: `done`, `open`, `overdue`, `cancelled` or `contradicted` (a source denies it).
    """

    planned: Item
    outcome: Item | None
    state: str

    def to_json(self) -> dict[str, Any]:
        """The object that `elshi commitments` prints."""
        return {
            "planned": entry(self.planned),
            "outcome": entry(self.outcome) if self.outcome else None,
            "state": self.state,
        }


def _day_number(day: str) -> int:
    year, month, date = (int(part) for part in day.split("-"))
    return year * 372 + month * 31 + date  # Enough for "within so many days".


def _announced(one: Item) -> str | None:
    dates = [f.document.published for f in one.facts if f.document.published]
    return min(dates, key=order) if dates else None


def _in_time(plan: Item, other: Item) -> int | None:
    """Distance in days when the event may be the plan's outcome, else None."""
    seen = bounds(other.date)
    if seen is None:
        return None
    due = bounds(plan.date)
    announced = bounds(_announced(plan))
    if due is None:
        if announced is None:
            return None
        gap = _day_number(seen[1]) - _day_number(announced[0])
        return gap if 0 <= gap <= _REACH else None
    gap = max(_day_number(due[0]) - _day_number(seen[1]), _day_number(seen[0]) - _day_number(due[1]), 0)
    return gap if gap <= _SLACK else None


def _people(one: Item, role: str, *, known: bool) -> set[str]:
    """Persons in a role; `known` asks only for those with an id, whose names in two languages are one."""
    return {filler_key(f) for f in one.fillers(role) if f.kind == "person" and (f.id or not known)}


def _alike(plan: Item, other: Item) -> bool:
    """The event may be what was planned: same kind, same parties in the same roles, nobody else's."""
    if plan.type != other.type or plan.event.kind != other.event.kind:
        return False
    if plan.subtype and other.subtype and plan.subtype != other.subtype:
        return False
    if len(plan.parties()) < _FEWEST_PARTIES or set(plan.parties()) != set(other.parties()):
        return False
    shared = False
    for role in ("visitor", "participant", "host", "sender", "donor", "awarder", "from"):
        a = {f.of or f.id for f in plan.fillers(role)}
        b = {f.of or f.id for f in other.fillers(role)}
        if a and b and not a & b:
            return False
        known, seen = _people(plan, role, known=True), _people(other, role, known=True)
        if known and seen and not known & seen:
            return False
        shared = shared or bool(_people(plan, role, known=False) & _people(other, role, known=False))
    if plan.event.kind == "figure":
        return plan.event.unit == other.event.unit and plan.date == other.date
    if (
        plan.type in ("agreement", "cooperation", "aid", "honour")
        and title_key(plan.title)
        and title_key(other.title)
    ):
        return same_title(plan.title, other.title)
    # Without a date, a plan is only told from the next one of its kind by a person, a title or a direction.
    return plan.date is not None or shared or plan.type == "visit" or same_title(plan.title, other.title)


def _state(plan: Item, outcome: Item | None, now: str | None) -> str:
    if outcome is not None:
        if outcome.status in ("cancelled", "denied"):
            return "cancelled" if outcome.status == "cancelled" else "contradicted"
        short = (
            plan.event.kind == "figure"
            and plan is not outcome
            and (outcome.event.value or 0) < (plan.event.value or 0)
        )
        return "overdue" if short else "done"
    due, today = bounds(plan.date), bounds(now)
    return "overdue" if due and today and due[1] < today[0] else "open"


def follow(found: Iterable[Item], now: str | None) -> list[Commitment]:
    """Plans and pledges among these events with their outcomes, in order of when they fall due.

    Args:
        found: events; outcomes are looked for among them too.
        now: the day to judge by (the latest publication, or the state of knowledge asked for), or None.
    """
    known = list(found)
    # Plans are only compared with what happened to the same parties.
    happened: dict[tuple[str, frozenset[str]], list[Item]] = {}
    for one in known:
        if one.status != "planned":
            happened.setdefault((one.type, frozenset(one.parties())), []).append(one)
    out = []
    for plan in known:
        pledge = plan.type == "statement" and plan.subtype == "pledge"
        told = {f.fact.status for f in plan.facts}
        if plan.status != "planned" and "planned" not in told and not pledge:
            continue
        if "planned" in told and told - {"planned"}:
            # The record itself has joined the plan and its outcome.
            out.append(
                Commitment(plan, plan, _state(plan, plan, now) if plan.status != "planned" else "done")
            )
            continue
        best: tuple[int, int, str] | None = None
        outcome: Item | None = None
        for other in happened.get((plan.type, frozenset(plan.parties())), ()):
            gap = None if pledge else _in_time(plan, other)
            if gap is not None and _alike(plan, other):
                rank = (gap, precision(other.date), other.id)
                if best is None or rank < best:
                    best, outcome = rank, other
        out.append(Commitment(plan, outcome, _state(plan, outcome, now)))
    return sorted(out, key=lambda c: (*order(c.planned.date), c.planned.id))


def commitments(
    source: Source, a: str | None = None, b: str | None = None, *, as_of: str | None = None
) -> list[Commitment]:
    """What was promised or planned in the record, and what became of it.

    Args:
        source: the record.
        a: code of a side that the plan must involve, or None.
        b: the same of another side.
        as_of: the state of knowledge (ISO date); without it the latest publication in the record.
    """
    known = items(source.events(), as_of)
    published = [f.document.published for one in known for f in one.facts if f.document.published]
    now = as_of or (max(published, key=order) if published else None)
    sides = [side for side in (a, b) if side]
    return [c for c in follow(known, now) if all(c.planned.involves(side) for side in sides)]
