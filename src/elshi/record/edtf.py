"""What stretch of days an EDTF level 1 value covers, for sorting and for filters by interval.

Values are those of ISO 8601-2:2019 (Library of Congress EDTF, levels 0 and 1): `1992`, `1992-09`,
`1992-09-14`, `199X`, `1992-XX`, `2010~`, `2010?`, `2010%`, seasons and quarters (`2010-21` … `2010-41`),
and intervals of these with open (`..`) or unknown (empty) ends. A qualifier does not widen the stretch.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

__all__ = ["Bounds", "bounds", "is_approximate", "overlap"]

# Codes of ISO 8601-2 for parts of a year -> (first month, last month). Seasons are meteorological ones of
# the northern hemisphere; winter (24, 32) begins in December and ends in the next year.
_PARTS = {
    21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14),
    25: (3, 5), 26: (6, 8), 27: (9, 11), 28: (12, 14),
    33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12),
    37: (1, 4), 38: (5, 8), 39: (9, 12),
    40: (1, 6), 41: (7, 12),
}  # fmt: skip
_VALUE = re.compile(r"(\d{4}|\d{3}X|\d{2}XX)(?:-(\d\d|XX)(?:-(\d\d|XX))?)?[?~%]?")


class Bounds(NamedTuple):
    """First and last day of a stretch of time, ISO 8601; None where that end is open or unknown."""

    lower: str | None
    upper: str | None

    @property
    def days(self) -> int | None:
        """How many days it covers, or None when an end is open."""
        if self.lower is None or self.upper is None:
            return None
        return (date.fromisoformat(self.upper) - date.fromisoformat(self.lower)).days + 1


@lru_cache(maxsize=65536)
def bounds(value: str | None) -> Bounds | None:
    """Gives the first and the last day of an EDTF value.

    Args:
        value: an EDTF level 1 value, or None.

    Returns:
        Its bounds; None for None and for whatever is not such a value (a day that does not exist, an
        interval that ends before it begins, free text).
    """
    if not value:
        return None
    if "/" in value:
        return _interval(value)
    return _single(value)


def is_approximate(value: str | None) -> bool:
    """Whether the value is qualified as approximate or uncertain (`~`, `?`, `%`) at either end."""
    return value is not None and any(mark in value for mark in "~?%")


def overlap(a: Bounds, b: Bounds, tolerance: int = 0) -> bool:
    """Whether two stretches share a day, or lie at most `tolerance` days apart."""
    return _before(a.lower, b.upper, tolerance) and _before(b.lower, a.upper, tolerance)


def _before(lower: str | None, upper: str | None, tolerance: int) -> bool:
    if lower is None or upper is None or lower <= upper:
        return True
    if not tolerance:
        return False
    return (date.fromisoformat(lower) - date.fromisoformat(upper)).days <= tolerance


def _interval(value: str) -> Bounds | None:
    first, _, last = value.partition("/")
    lower = upper = None
    if first not in ("", ".."):
        begin = _single(first)
        if begin is None:
            return None
        lower = begin.lower
    if last not in ("", ".."):
        end = _single(last)
        if end is None:
            return None
        upper = end.upper
    if (lower is None and upper is None) or (lower is not None and upper is not None and lower > upper):
        return None
    return Bounds(lower, upper)


def _single(value: str) -> Bounds | None:
    match = _VALUE.fullmatch(value)
    if match is None:
        return None
    years, month, day = match.groups()
    first, last = int(years.replace("X", "0")), int(years.replace("X", "9"))
    if first == 0 or (first != last and month not in (None, "XX")):
        return None
    if month is None or month == "XX":
        return Bounds(f"{first:04}-01-01", f"{last:04}-12-31") if day in (None, "XX") else None
    number = int(month)
    if number in _PARTS and day is None:
        begin, end = _PARTS[number]
        return Bounds(f"{first:04}-{begin:02}-01", _last_day(first, end))
    if not 1 <= number <= 12:
        return None
    if day is None or day == "XX":
        return Bounds(f"{first:04}-{number:02}-01", _last_day(first, number))
    try:
        exact = date(first, number, int(day)).isoformat()
    except ValueError:
        return None
    return Bounds(exact, exact)


def _last_day(year: int, month: int) -> str:
    """Last day of a month; months beyond 12 are those of the next year."""
    if (year, month) == (9999, 12):
        return "9999-12-31"
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - timedelta(days=1)).isoformat()
