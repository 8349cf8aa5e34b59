"""Own SVG charts: readable in print, without colour and without JavaScript; the tables hold the same data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from elshi.render.amounts import number_text
from elshi.render.texts import Texts
from elshi.views.sheet import Dossier, Row, Section
from elshi.views.values import Amount
from elshi.views.when import bounds, calendar_year, precision

__all__ = ["Bar", "Dot", "Strip", "TradeChart", "strip", "trade_chart"]

_WIDTH = 960
_SERIES = ("turnover", "a_to_b", "b_to_a")
_KINDS = ("visit", "meeting", "agreement", "relations", "mission", "membership")

#: More years than this are drawn by decade.
_MOST_YEARS = 45


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: place and size in the drawing's units, its series, and what it says.

    Attributes:
        low, high: y of the lowest and highest value where sources differ, else None.
    """

    x: float
    y: float
    width: float
    height: float
    series: str
    label: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class TradeChart:
    """Trade by year: bars, a name under each year, the series that occur, and the unit."""

    width: int
    height: int
    base: float
    bars: tuple[Bar, ...]
    years: tuple[tuple[float, str], ...]
    series: tuple[str, ...]
    unit: str
    ranges: bool


def _unit(rows: Sequence[Row]) -> str | None:
    """The currency in which most figures are given; of equals the first in the alphabet."""
    counts: dict[str, int] = {}
    for row in rows:
        for column in _SERIES:
            for value in row.cells.get(column, ()):
                if isinstance(value, Amount) and value.unit and value.status == "actual":
                    counts[value.unit] = counts.get(value.unit, 0) + 1
    return min(counts, key=lambda unit: (-counts[unit], unit), default=None)


def _scale(top: float, words: Texts) -> tuple[float, str]:
    """What the labels count in: trillions, billions or millions of the currency, or single units."""
    for scale, name in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if top >= scale:
            return scale, words(f"number.{name}", n="").strip()
    return 1.0, ""


def trade_chart(section: Section, words: Texts) -> TradeChart | None:
    """Draws trade by calendar year; None when fewer than two years have a figure in one currency."""
    yearly = [(year, row) for row in section.rows if (year := calendar_year(row.date)) is not None]
    unit = _unit([row for _, row in yearly])
    points: dict[int, dict[str, list[float]]] = {}
    for year, row in yearly:
        for column in _SERIES:
            for value in row.cells.get(column, ()):
                if (
                    isinstance(value, Amount)
                    and value.unit == unit
                    and value.status == "actual"
                    and value.value > 0
                ):
                    points.setdefault(year, {}).setdefault(column, []).append(value.value)
    if unit is None or len(points) < 2:
        return None
    series = tuple(s for s in _SERIES if any(s in found for found in points.values()))
    top = max(v for found in points.values() for values in found.values() for v in values)
    scale, name = _scale(top, words)
    height, base, head = 260, 222.0, 26.0
    slot = _WIDTH / len(points)
    wide = min(54.0, slot * 0.84 / len(series))
    bars, years = [], []
    for place, (year, found) in enumerate(sorted(points.items())):
        middle = slot * (place + 0.5)
        years.append((round(middle, 1), str(year)))
        present = [s for s in series if s in found]
        left = middle - wide * len(present) / 2
        for index, column in enumerate(present):
            values = found[column]
            tall = [v / top * (base - head) for v in values]
            label = number_text(float(f"{values[0] / scale:.3g}"), words, scaled=False)
            spread = len(values) > 1 and max(tall) - min(tall) > 0
            bars.append(
                Bar(
                    x=round(left + index * wide + 1, 1),
                    y=round(base - tall[0], 1),
                    width=round(wide - 2, 1),
                    height=round(tall[0], 1),
                    series=column,
                    label=label,
                    low=round(base - min(tall), 1) if spread else None,
                    high=round(base - max(tall), 1) if spread else None,
                )
            )
    unit = words("number.money", n=name, currency=words.get(f"currency.{unit}", unit)).strip()
    ranges = any(bar.low is not None for bar in bars)
    return TradeChart(_WIDTH, height, base, tuple(bars), tuple(years), series, unit, ranges)


@dataclass(frozen=True, slots=True)
class Dot:
    """Events of one kind in one year (or decade)."""

    x: float
    y: float
    radius: float
    count: int
    planned: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """Dated events by year: a line for each kind, a dot for each year with how many."""

    width: int
    height: int
    left: int
    kinds: tuple[tuple[str, float], ...]
    times: tuple[tuple[float, str], ...]
    dots: tuple[Dot, ...]


def strip(dossier: Dossier) -> Strip | None:
    """Draws the dated events of the dossier; None when fewer than three can be placed in a year."""
    counts: dict[tuple[str, int], list[int]] = {}
    seen = set()
    for section in dossier.sections:
        for row in section.rows:
            span = bounds(row.date)
            if row.event_type not in _KINDS or span is None or row.id in seen or precision(row.date) > 372:
                continue
            if section.key in ("plans", "also") or row.status in ("denied", "cancelled"):
                continue
            seen.add(row.id)
            pair = counts.setdefault((row.event_type, int(span[0][:4])), [0, 0])
            pair[row.status == "planned"] += 1
    if sum(sum(pair) for pair in counts.values()) < 3:
        return None
    first, last = min(y for _, y in counts), max(y for _, y in counts)
    step = 1 if last - first < _MOST_YEARS else 10
    kinds = [kind for kind in _KINDS if any(k == kind for k, _ in counts)]
    left, line, top = 150, 34, 10
    start = first - first % step
    number = (last - start) // step + 1
    slot = (_WIDTH - left) / number
    merged: dict[tuple[str, int], list[int]] = {}
    for (kind, year), pair in counts.items():
        into = merged.setdefault((kind, (year - start) // step), [0, 0])
        into[0] += pair[0]
        into[1] += pair[1]
    most = max(sum(pair) for pair in merged.values())
    widest = min(slot / 2, line / 2) - 1
    dots = []
    for (kind, place), (held, planned) in sorted(
        merged.items(), key=lambda e: (kinds.index(e[0][0]), e[0][1])
    ):
        share = ((held + planned) / most) ** 0.5
        dots.append(
            Dot(
                x=round(left + slot * (place + 0.5), 1),
                y=top + line * (kinds.index(kind) + 0.5),
                radius=round(max(6.5, widest * share), 1),
                count=held + planned,
                planned=held == 0,
            )
        )
    every = max(1, -(-34 * number // (_WIDTH - left)))
    times = tuple(
        (round(left + slot * (i + 0.5), 1), str(start + i * step)) for i in range(number) if i % every == 0
    )
    height = top + line * len(kinds) + 24
    rows = tuple((kind, top + line * (i + 0.5)) for i, kind in enumerate(kinds))
    return Strip(_WIDTH, height, left, rows, times, tuple(dots))
