"""The timeline's drawing: a lane a sphere, a mark an event, as long as its date is vague."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from elshi.model import SPHERES
from elshi.views.items import Item
from elshi.views.when import FIRST, LAST, bounds
from elshi.web.site import View

__all__ = ["Drawing", "Lane", "Mark", "draw"]

_WIDTH, _LEFT, _RIGHT = 1200, 178, 14
_HALF = 4.5
_LINE = 11
_TOP = 16
#: Lines of marks in one lane; a busier lane is drawn as a number of events by year.
_MOST_LINES = 24
#: A time that may be longer than this says too little to draw as a bar: ten years.
_VAGUEST = 3700


@dataclass(frozen=True, slots=True)
class Mark:
    """One event: a circle for a day (`width` 0), a bar for what is longer or vaguer."""

    x: float
    y: float
    width: float
    half: float
    cx: float
    status: str
    vague: bool
    link: str | None
    label: str


@dataclass(slots=True)
class Lane:
    """A sphere's row; `heaps` are numbers of events by year, for a lane with too many to draw singly."""

    sphere: str
    label: str
    y: float
    height: float = 24
    marks: list[Mark] = field(default_factory=list)
    heaps: list[tuple[float, float, float, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole chart; `ticks` are x, label and whether it is a round year."""

    width: int
    height: float
    floor: float
    ticks: list[tuple[float, str, bool]]
    lanes: list[Lane]


def _day(value: str) -> int:
    return date.fromisoformat(value).toordinal()


def _span(one: Item) -> tuple[int, int] | None:
    found = bounds(one.date)
    if found is None:
        return None
    low, high = found
    # An open end is drawn at the end that is known.
    if low == FIRST and high == LAST:
        return None
    if low == FIRST:
        low = high
    if high == LAST:
        high = low
    try:
        return _day(low), _day(high)
    except ValueError:
        return None


def _label(view: View, one: Item) -> str:
    row = view.show.row(one)
    who = ", ".join(name.text for name in row.acting)
    if row.target:
        who += " → " + ", ".join(name.text for name in row.target)
    parts = [row.dates[0].text, row.kind, row.status_text or "", who, row.title or ""]
    return " · ".join(part for part in parts if part)[:300]


def draw(view: View, found: Sequence[Item]) -> Drawing:
    """Draws events; those without a date stand in a row of their own."""
    dated = [(one, span) for one in found if (span := _span(one))]
    undated = [one for one in found if not _span(one)]
    first = min((span[0] for _, span in dated), default=0)
    last = max((span[1] for _, span in dated), default=1)
    pad = max((last - first) // 60, 20)
    first, last = first - pad, last + pad
    scale = (_WIDTH - _LEFT - _RIGHT) / max(last - first, 1)

    def x(day: int) -> float:
        return round(_LEFT + (day - first) * scale, 1)

    by_sphere: dict[str, list[tuple[Item, tuple[int, int]]]] = {}
    for one, span in dated:
        by_sphere.setdefault(one.event.sphere or "none", []).append((one, span))
    lanes: list[Lane] = []
    y: float = _TOP
    singly = len(found) <= view.limits.marks
    for sphere in (*SPHERES, "none"):
        given = by_sphere.get(sphere)
        if not given:
            continue
        label = view.show.sphere(sphere) if sphere != "none" else view._("no sphere given")
        lane = Lane(sphere, label, y)
        if not (singly and _fill(view, lane, given, x)):
            _heap(lane, given, x)
        lanes.append(lane)
        y += lane.height + 2
    floor = y
    if undated:
        lane = Lane("undated", view._("undated"), y + 4)
        if singly:
            _row_of_undated(view, lane, undated)
        else:
            number = view.n("%(num)s undated", "%(num)s undated", len(undated))
            lane.heaps.append((_LEFT, min(60 + len(undated) / 10, 900), 16, number))
        lanes.append(lane)
        y = lane.y + lane.height
    ticks = _ticks(first, last, x) if dated else []
    return Drawing(_WIDTH, round(y + 4, 1), round(floor, 1), ticks, lanes)


def _fill(view: View, lane: Lane, given: Sequence[tuple[Item, tuple[int, int]]], x: object) -> bool:
    """Places every event on the first line with room for it; False when there would be too many lines."""
    assert callable(x)
    ends: list[float] = []
    placed: list[tuple[Item, float, float, int]] = []
    for one, (low, high) in sorted(given, key=lambda pair: (pair[1], pair[0].id)):
        start, end = x(low), x(high + 1)
        if high - low > _VAGUEST:
            end = x(low + _VAGUEST)
        width = end - start if high > low else 0.0
        width = max(width, 2 * _HALF) if width else 0.0
        left, right = (start, start + width) if width else (start - _HALF, start + _HALF)
        line = next((i for i, taken in enumerate(ends) if taken + 1.5 <= left), len(ends))
        if line >= _MOST_LINES:
            return False
        ends[line : line + 1] = [right]
        placed.append((one, start, width, line))
    lane.height = max(24, len(ends) * _LINE + 8)
    for one, start, width, line in placed:
        middle = lane.y + 9 + line * _LINE
        lane.marks.append(
            Mark(
                x=start,
                y=round(middle, 1),
                width=round(width, 1),
                half=_HALF if not width else 3.5,
                cx=round(start + width / 2, 1),
                status=one.status,
                vague=any(mark in (one.date or "") for mark in "~?%"),
                link=view.link("event", one.id),
                label=_label(view, one),
            )
        )
    return True


def _heap(lane: Lane, given: Sequence[tuple[Item, tuple[int, int]]], x: object) -> None:
    """Numbers of events by the year in which they begin."""
    assert callable(x)
    counts: dict[int, int] = {}
    for _, (low, _high) in given:
        year = date.fromordinal(low).year
        counts[year] = counts.get(year, 0) + 1
    most = max(counts.values())
    lane.height = 56
    for year, count in sorted(counts.items()):
        start, end = x(date(year, 1, 1).toordinal()), x(date(year, 12, 31).toordinal())
        height = max(2.0, round(46 * count / most, 1))
        lane.heaps.append((max(start, _LEFT), round(max(end - start - 1, 1), 1), height, f"{year}: {count}"))


def _row_of_undated(view: View, lane: Lane, found: Sequence[Item]) -> None:
    across = int((_WIDTH - _LEFT - _RIGHT) // (2 * _HALF + 3))
    lane.height = max(24, -(-len(found) // across) * _LINE + 12)
    for place, one in enumerate(found):
        line, column = divmod(place, across)
        left = _LEFT + _HALF + column * (2 * _HALF + 3)
        middle = lane.y + 12 + line * _LINE
        lane.marks.append(
            Mark(
                left, round(middle, 1), 0, _HALF, left, one.status, False, view.link("event", one.id),
                _label(view, one),
            )
        )  # fmt: skip


def _ticks(first: int, last: int, x: object) -> list[tuple[float, str, bool]]:
    assert callable(x)
    begin, end = date.fromordinal(first), date.fromordinal(last)
    years = end.year - begin.year + 1
    step = next((s for s in (1, 2, 5, 10, 20, 50, 100) if years / s <= 18), 200)
    ticks = []
    for year in range(begin.year + 1 if years > 1 else begin.year, end.year + 1):
        if year % step == 0:
            place = x(max(date(year, 1, 1).toordinal(), first))
            ticks.append((place, str(year), True))
    if years <= 3:
        for year in range(begin.year, end.year + 1):
            for month in (4, 7, 10):
                day = date(year, month, 1).toordinal()
                if first <= day <= last:
                    ticks.append((x(day), f"{year}-{month:02}", False))
    return sorted(ticks)
