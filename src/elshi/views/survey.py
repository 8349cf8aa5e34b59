"""Short answers about two sides: who last met whom, what is agreed, what is new, how the years went."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from elshi.frames.codes import coding
from elshi.views.items import Item, belongs, filler_key, items
from elshi.views.source import Source
from elshi.views.standing import Interval, intervals
from elshi.views.timeline import entry
from elshi.views.when import bounds, order

__all__ = ["Meeting", "Year", "changes", "last_met", "register", "scorecard"]

#: Words of the scorecard's score, shown with it.
FORMULA = (
    "sum over the year's events of PLOVER's conflict-cooperation score (-10 to 10), planned, denied and cancelled "
    "events left out, near copies counted once"
)


def _between(source: Source, a: str, b: str) -> list[Item]:
    return [one for one in items(source.events(sides=(a, b))) if one.involves(a) and one.involves(b)]


@dataclass(frozen=True, slots=True)
class Meeting:
    """The last time that two people are seen together.

    Attributes:
        a, b: ids or names of the two.
        on: the visit or meeting.
    """

    a: str
    b: str
    on: Item

    def to_json(self) -> dict[str, Any]:
        """`{"people": [...], "event": {...}}`."""
        return {"people": [self.a, self.b], "event": entry(self.on)}


def last_met(source: Source, a: str, b: str, *, until: str | None = None) -> list[Meeting]:
    """When each two people of two sides last met, latest first; a side may be a person's own id.

    Args:
        source: the record.
        a: code of a side, or id of a person.
        b: the same of the other.
        until: EDTF value; what began later is left out.
    """
    limit = bounds(until)
    last: dict[tuple[str, str], Item] = {}
    for one in items(source.events(sides=(a, b))):
        span = bounds(one.date)
        if one.type not in ("visit", "meeting") or one.status != "actual" or span is None:
            continue
        if limit and span[0] > limit[1]:
            continue
        people = [f for f in one.fillers() if f.kind == "person"]
        for left in people:
            for right in people:
                if left is not right and belongs(left, a) and belongs(right, b):
                    last[filler_key(left), filler_key(right)] = one
    found = [Meeting(left, right, one) for (left, right), one in last.items()]
    found.sort(key=lambda met: (met.a, met.b))
    return sorted(found, key=lambda met: order(met.on.date), reverse=True)


def register(source: Source, a: str, b: str) -> list[Interval]:
    """The agreements of two sides that have a title, in order of signing, with their end where there is one."""
    return [one for one in intervals(_between(source, a, b)) if one.kind == "agreement"]


def changes(source: Source, a: str | None, b: str | None, since: str) -> list[Item]:
    """Events that got a source after a moment, those that the record did not know before first.

    Args:
        source: the record.
        a: code of a side, or None.
        b: the same of another.
        since: ISO moment or day of adding (`2024-05-01`, or the time of the last dossier).
    """
    sides = [side for side in (a, b) if side]
    fresh: list[tuple[bool, Item]] = []
    for one in items(source.events(sides=sides)):
        added = [fact.document.added for fact in one.facts]
        if max(added) >= since and all(one.involves(side) for side in sides):
            fresh.append((min(added) < since, one))
    return [one for _, one in sorted(fresh, key=lambda pair: (pair[0], *order(pair[1].date), pair[1].id))]


@dataclass(frozen=True, slots=True)
class Year:
    """One year of two sides.

    Attributes:
        year: four digits.
        types: events by type.
        quads: events by quad class: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material
            conflict; events without a PLOVER code are in none.
        score: see `FORMULA`.
    """

    year: str
    types: dict[str, int]
    quads: dict[int, int]
    score: float

    def to_json(self) -> dict[str, Any]:
        """`{"year": "2015", "types": {...}, "quads": {...}, "score": 12.5}`."""
        quads = {str(quad): count for quad, count in sorted(self.quads.items())}
        return {
            "year": self.year,
            "types": dict(sorted(self.types.items())),
            "quads": quads,
            "score": self.score,
        }


def scorecard(source: Source, a: str, b: str) -> list[Year]:
    """Events of two sides by year, type and quad class, with the year's score (`FORMULA`).

    Events whose date spans years are left out: they are of no one year.
    """
    return _years(_between(source, a, b))


def _years(found: Iterable[Item]) -> list[Year]:
    years: dict[str, Year] = {}
    for one in found:
        span = bounds(one.date)
        if one.event.kind != "event" or one.status != "actual" or span is None or span[0][:4] != span[1][:4]:
            continue
        known = years.get(span[0][:4]) or Year(span[0][:4], {}, {}, 0.0)
        code = coding(one.type, one.subtype, one.status, one.event.sphere)
        known.types[one.type] = known.types.get(one.type, 0) + 1
        if code.quad is not None:
            known.quads[code.quad] = known.quads.get(code.quad, 0) + 1
        years[known.year] = Year(
            known.year, known.types, known.quads, round(known.score + (code.score or 0.0), 1)
        )
    return [years[year] for year in sorted(years)]
