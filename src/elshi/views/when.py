"""Order and overlap of EDTF level 1 values for the reader; unknown ends stay open."""

from __future__ import annotations

from functools import lru_cache

from elshi.record import edtf

__all__ = ["LAST", "bounds", "calendar_year", "may_agree", "order", "precision", "within"]

FIRST = "0000-01-01"
LAST = "9999-12-31"


@lru_cache(maxsize=65536)
def bounds(value: str | None) -> tuple[str, str] | None:
    """First and last day that a value may stand for, `0000-01-01` and `9999-12-31` where an end is open.

    Args:
        value: an EDTF level 1 value, or None.

    Returns:
        Two ISO days, or None when there is no value or it cannot be placed in time.
    """
    found = edtf.bounds(value)
    return (found.lower or FIRST, found.upper or LAST) if found else None


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
