"""Dates in the forms that other formats have, without making them more precise than the sources are."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from elshi.record.edtf import bounds, is_approximate

if TYPE_CHECKING:
    from elshi.views.items import Item

__all__ = ["date_of", "dates_of", "day", "days", "exact_days", "month", "next_day", "partial", "year"]

_PARTIAL = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?")


def date_of(item: Item) -> str | None:
    """The date of an event: where sources agree, a stretch of days beats one of its days; else the first they give."""
    return item.event.date if len(item.dates) == 1 and item.event.date else item.date


def dates_of(item: Item) -> list[str]:
    """Every date that sources give and that no other one makes more precise."""
    if len(item.dates) == 1:
        value = date_of(item)
        return [value] if value else []
    return [when.value for when in item.dates if when.value]


def days(value: str | None) -> tuple[str | None, str | None]:
    """First and last day that the date may stand for (ISO 8601), None where that end is open or unknown."""
    found = bounds(value)
    return (found.lower, found.upper) if found else (None, None)


def _ends(value: str | None) -> tuple[str, str]:
    if not value or bounds(value) is None:
        return "", ""
    first, _, last = value.partition("/")
    return first, last or first


def exact_days(value: str | None) -> tuple[str, str] | None:
    """First and last day, only where the sources give both to the day and without "about"; else None."""
    first, last = _ends(value)
    if len(first) == len(last) == 10 and "X" not in first + last and not is_approximate(value):
        return first, last
    return None


def day(value: str | None) -> str | None:
    """The day on which it began, only where the sources give it to the day."""
    found = exact_days(value)
    return found[0] if found else None


def month(value: str | None) -> str | None:
    """The month (2011-09) that the whole date lies in, else None."""
    if is_approximate(value):
        return None
    low, high = days(value)
    if low and high and low[:7] == high[:7]:
        return low[:7]
    exact = day(value)
    return exact[:7] if exact else None


def year(value: str | None) -> str | None:
    """The year that the whole date lies in, or that it begins in where it is exact; else None."""
    if is_approximate(value):
        return None
    low, high = days(value)
    if low and high and low[:4] == high[:4]:
        return low[:4]
    exact = day(value)
    return exact[:4] if exact else None


def partial(value: str | None) -> tuple[str | None, str | None]:
    """Begin and end as ISO dates cut to what is known (2011, 2011-09, 2011-09-19); None where there is no such form.

    One value that is no interval is given as the begin; its end is None. "About" is lost: say it elsewhere.
    """
    if not value or bounds(value) is None:
        return None, None
    first, slash, last = value.partition("/")
    begin, end = (_cut(first), _cut(last) if slash else None)
    return begin, end


def _cut(value: str) -> str | None:
    plain = value.rstrip("~?%")
    while plain.endswith("-XX"):
        plain = plain[:-3]
    return plain if _PARTIAL.fullmatch(plain) else None


def next_day(iso: str) -> str | None:
    """The day after; None after the last one there is."""
    try:
        return (date.fromisoformat(iso) + timedelta(days=1)).isoformat()
    except OverflowError:
        return None
