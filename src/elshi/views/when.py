"""Order and overlap of EDTF level 1 values (ISO 8601-2), without a clock.

Every value stands for an interval of days. Unknown ends stay open (`0000-01-01`, `9999-12-31`).
"""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["LAST", "bounds", "calendar_year", "may_agree", "order", "precision", "within"]

FIRST = "0000-01-01"
LAST = "9999-12-31"

_DATE = re.compile(r"(\d{2,4})(X{0,2})(?:-(\d\d|XX)(?:-(\d\d|XX))?)?([~?%]?)$")

#: First and last month of EDTF season codes (northern year; winter counts as the year's end) and quarters.
_SEASONS = {
    21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 12),
    33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12), 40: (1, 6), 41: (7, 12),
}  # fmt: skip

_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _last_day(year: int, month: int) -> int:
    if month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0):
        return 29
    return _LENGTHS[month - 1]


def _one(value: str) -> tuple[str, str] | None:
    match = _DATE.match(value)
    if not match or len(match[1]) + len(match[2]) != 4:
        return None
    low, high = int(match[1].ljust(4, "0")), int(match[1].ljust(4, "9"))
    month, day = match[3], match[4]
    if month is None or month == "XX" or match[2]:
        return f"{low:04}-01-01", f"{high:04}-12-31"
    number = int(month)
    if number in _SEASONS:
        first, last = _SEASONS[number]
        return f"{low:04}-{first:02}-01", f"{low:04}-{last:02}-{_last_day(low, last):02}"
    if not 1 <= number <= 12:
        return None
    if day is None or day == "XX":
        return f"{low:04}-{number:02}-01", f"{low:04}-{number:02}-{_last_day(low, number):02}"
    if not 1 <= int(day) <= 31:
        return None
    return f"{low:04}-{number:02}-{day}", f"{low:04}-{number:02}-{day}"


@lru_cache(maxsize=65536)
def bounds(value: str | None) -> tuple[str, str] | None:
    """First and last day that a value may stand for.

    Args:
        value: an EDTF level 1 value, or None.

    Returns:
        Two ISO days, or None when there is no value or it cannot be placed in time.
    """
    if not value:
        return None
    if "/" not in value:
        return _one(value)
    start, _, end = value.partition("/")
    low = (FIRST, FIRST) if start in ("", "..") else _one(start)
    high = (LAST, LAST) if end in ("", "..") else _one(end)
    if low is None or high is None or low[0] > high[1]:
        return None
    return low[0], high[1]


def order(value: str | None) -> tuple[str, str]:
    """Sort key: by first day, the more precise value first; values without a place in time come last."""
    found = bounds(value)
    return found if found else (LAST, LAST + "~")


def precision(value: str | None) -> int:
    """How many days (roughly) the value may stand for; 0 is a day, large is vague."""
    found = bounds(value)
    if not found:
        return 10**9
    (y1, m1, d1), (y2, m2, d2) = (tuple(map(int, day.split("-"))) for day in found)
    return (y2 - y1) * 372 + (m2 - m1) * 31 + d2 - d1


def within(value: str | None, since: str | None, until: str | None) -> bool:
    """True when the value may lie between two dates (both included); a value without a date always may."""
    found = bounds(value)
    if found is None:
        return True
    low, high = bounds(since), bounds(until)
    return not (low and found[1] < low[0]) and not (high and found[0] > high[1])


def may_agree(one: str, other: str) -> bool:
    """False when the two values cannot both be right. "About 2010" agrees with the years beside it."""
    a, b = bounds(one), bounds(other)
    if a is None or b is None:
        return True
    if any(mark in one + other for mark in "~?%"):
        slack = 1
        a = (
            f"{max(int(a[0][:4]) - slack, 0):04}{a[0][4:]}",
            f"{min(int(a[1][:4]) + slack, 9999):04}{a[1][4:]}",
        )
    return a[0] <= b[1] and b[0] <= a[1]


def calendar_year(value: str | None) -> int | None:
    """The year of a value that stands for one whole calendar year, else None."""
    found = bounds(value)
    if found and found[0][:4] == found[1][:4] and found[0][4:] == "-01-01" and found[1][4:] == "-12-31":
        return int(found[0][:4])
    return None
