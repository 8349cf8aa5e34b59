"""The part of EDTF level 1 (ISO 8601-2:2019) that the record uses.

Written forms: `1992`, `1992-09`, `1992-09-05`, `199X` (a decade), `19XX`, each with an optional `~`
(approximate), and intervals `a/b` of them, where `..` stands for an open end.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

__all__ = ["approximate", "bounds", "build", "interval", "is_valid", "precision", "year_of"]

_POINT = re.compile(r"(\d{4}|\d{3}X|\d{2}XX)(?:-(\d{2})(?:-(\d{2}))?)?(~?)\Z")


def build(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """The EDTF value of a year, month or day; None when there is no such day."""
    if not 1 <= year <= 9999:
        return None
    if month is None:
        return f"{year:04d}" if day is None else None
    if not 1 <= month <= 12:
        return None
    if day is None:
        return f"{year:04d}-{month:02d}"
    if not 1 <= day <= monthrange(year, month)[1]:
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"


def interval(first: str, last: str) -> str | None:
    """`first/last`, or the one value when both are the same; None when it would run backwards."""
    if first == last:
        return first
    value = f"{first}/{last}"
    return value if is_valid(value) else None


def approximate(value: str) -> str:
    """The same value, marked as approximate (both ends of an interval)."""
    return "/".join(part if part == ".." or part.endswith("~") else part + "~" for part in value.split("/"))


def _point_bounds(point: str) -> tuple[date, date] | None:
    match = _POINT.match(point)
    if match is None:
        return None
    digits, month, day, _ = match.groups()
    if "X" in digits:
        if month is not None or int(digits.replace("X", "0")) < 1:
            return None
        return date(int(digits.replace("X", "0")), 1, 1), date(int(digits.replace("X", "9")), 12, 31)
    year = int(digits)
    if year < 1:
        return None
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if not 1 <= int(month) <= 12:
        return None
    length = monthrange(year, int(month))[1]
    if day is None:
        return date(year, int(month), 1), date(year, int(month), length)
    if not 1 <= int(day) <= length:
        return None
    exact = date(year, int(month), int(day))
    return exact, exact


def bounds(value: str) -> tuple[date | None, date | None] | None:
    """First and last day that the value covers.

    Returns:
        The two days, None in the place of an open end, or None when the value is not one of ours.
    """
    if "/" not in value:
        return _point_bounds(value)
    first, _, last = value.partition("/")
    if first == ".." and last == "..":
        return None
    low = None if first == ".." else _point_bounds(first)
    high = None if last == ".." else _point_bounds(last)
    if (low is None and first != "..") or (high is None and last != ".."):
        return None
    if low and high and high[1] < low[0]:
        return None
    return (low[0] if low else None), (high[1] if high else None)


def is_valid(value: str) -> bool:
    """Whether the value is well formed, names days that exist and does not run backwards."""
    return bounds(value) is not None


def year_of(value: str) -> int | None:
    """The one year that the whole value lies in, or None."""
    span = bounds(value)
    if span is None or span[0] is None or span[1] is None or span[0].year != span[1].year:
        return None
    return span[0].year


def precision(value: str) -> str | None:
    """`day`, `month`, `year` or `decade` of a single point; `interval` of an interval; None when invalid."""
    if not is_valid(value):
        return None
    if "/" in value:
        return "interval"
    if "X" in value:
        return "decade"
    return ("year", "month", "day")[value.count("-")]
