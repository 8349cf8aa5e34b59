"""From the parts that a date pattern read to an expression: ranges, quarters, decades, open years."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from elshi.languages import edtf
from elshi.languages.base import DateExpression

__all__ = ["FIRST_YEAR", "LAST_YEAR", "full_date", "make"]

#: Years that a number may stand for.
FIRST_YEAR, LAST_YEAR = 1000, 2100

_FULL = re.compile(r"d#(\d+)([./-])(\d+)[./-](\d+)")


def full_date(low: str) -> tuple[int, int, int] | None:
    """Year, month and day of a numeric date (`d#24.01.2017`); None where it is not clear or no day."""
    match = _FULL.match(low)
    if match is None:
        return None
    first, mark, second, third = match.groups()
    if len(first) == 4:
        year, month, day = int(first), int(second), int(third)
    elif len(third) == 4:
        year = int(third)
        day, month = int(first), int(second)
        if mark == "/":
            # 01/24/2017 and 24/01/2017 are clear, 01/02/2017 is not.
            if day <= 12 and month <= 12 and day != month:
                return None
            if month > 12:
                day, month = month, day
    else:
        return None
    if not FIRST_YEAR <= year <= LAST_YEAR or edtf.build(year, month, day) is None:
        return None
    return year, month, day


def make(base: DateExpression, rule: Mapping[str, Any], groups: Mapping[str, Any]) -> DateExpression | None:
    """One expression from what a pattern read."""
    year, year2 = groups.get("y1"), groups.get("y2")
    month, month2 = groups.get("m1"), groups.get("m2")
    day, day2 = groups.get("d1"), groups.get("d2")
    if "q" in groups:
        quarter = groups["q"]
        if not 1 <= quarter <= 4:
            return None
        month, month2 = 3 * quarter - 2, 3 * quarter
    if "qq" in groups:
        if not 1 <= groups["qq"] <= 4 or month is None or 3 * groups["qq"] < month:
            return None
        month2 = 3 * groups["qq"]
    if "h" in groups:
        if not 1 <= groups["h"] <= 2:
            return None
        month, month2 = 6 * groups["h"] - 5, 6 * groups["h"]
    if "mo" in groups:
        if not 2 <= groups["mo"] <= 11:
            return None
        month, month2 = 1, groups["mo"]
    if year2 is not None and year2 < 100:
        if year is None or year2 <= year % 100:
            return None
        year2 = year - year % 100 + year2
    if "dec" in groups:
        return _decade(base, groups["dec"])
    if day is not None and not 1 <= day <= 31:
        return None
    if day2 is not None and not 1 <= day2 <= 31:
        return None
    anchor = rule.get("anchor")
    if "rel" in groups:
        unit, shift = groups["rel"][:2]
        anchor = anchor or "publication"
        return _relative(base, anchor, unit, shift, rule, month, month2, day, day2)
    if "unit" in groups or "unit" in rule:
        unit = str(groups.get("unit") or rule.get("unit"))
        if "n" in groups:
            shift = int(groups["n"]) * int(rule.get("sign", -1))
            if not 0 < abs(shift) < 1000:
                return None
        elif "which" in groups:
            shift = groups["which"]
        else:
            shift = rule.get("shift", 0)
        return _relative(base, anchor or "publication", unit, shift, rule, month, month2, day, day2)
    if "wd" in groups:
        return replace(
            base, anchor=anchor or "publication", unit="weekday", shift=groups["wd"],
            direction=int(groups.get("which", rule.get("direction", 0))),
        )  # fmt: skip
    if "sn" in groups and year is None:
        return replace(
            base, anchor=anchor or "publication", unit="season", shift=groups["sn"],
            direction=int(groups.get("which", rule.get("direction", 0))),
        )  # fmt: skip
    if "which" in groups:
        base = replace(base, direction=int(groups["which"]))
    if year is None and year2 is None:
        return _open_year(base, month, month2, day, day2)
    return _absolute(base, year, year2, month, month2, day, day2)


def _decade(base: DateExpression, number: int) -> DateExpression | None:
    if number < 100:
        # «90-шы жылдары»: the last century, but for the noughties and the tens.
        number += 2000 if number < 20 else 1900
    if number % 10 or not FIRST_YEAR <= number <= LAST_YEAR:
        return None
    return replace(base, value=f"{number // 10:03d}X")


def _relative(
    base: DateExpression,
    anchor: str,
    unit: str,
    shift: int,
    rule: Mapping[str, Any],
    month: int | None,
    month2: int | None,
    day: int | None,
    day2: int | None,
) -> DateExpression | None:
    if unit not in ("year", "month") and (month is not None or day is not None):
        return None
    if month is not None and day is not None and edtf.build(2000, month, day) is None:
        return None
    return replace(
        base, anchor=anchor, unit=unit, shift=shift, month=month, day=day, end_month=month2, end_day=day2
    )


def _open_year(
    base: DateExpression, month: int | None, month2: int | None, day: int | None, day2: int | None
) -> DateExpression | None:
    if month is None:
        month, month2 = month2, None
    if month is None:
        return None
    # 2000 is a leap year: 29 February stays possible.
    if day is not None and edtf.build(2000, month, day) is None:
        return None
    if day2 is not None:
        last = edtf.build(2000, month2 or month, day2)
        if last is None or (month2 in (None, month) and day is not None and day2 <= day):
            return None
    return replace(base, month=month, day=day, end_month=month2, end_day=day2)


def _absolute(
    base: DateExpression,
    year: int | None,
    year2: int | None,
    month: int | None,
    month2: int | None,
    day: int | None,
    day2: int | None,
) -> DateExpression | None:
    if month is None and month2 is not None:
        month, month2 = month2, None
    ranged = (year2 is not None and year is not None) or month2 is not None or day2 is not None
    if not ranged:
        point = edtf.build(year if year is not None else (year2 or 0), month, day)
        if point is None:
            return None
        return replace(base, value=point, year=year if year is not None else year2, month=month, day=day)
    last_year = year2 if year2 is not None else year
    last_month = month2 if month2 is not None else month
    last_day = day2 if day2 is not None else (day if month2 is None else None)
    if day is not None and day2 is None:
        last_day = day if month2 is None else None
    assert last_year is not None
    first_year = year if year is not None else last_year
    if (
        year is None
        and month is not None
        and last_month is not None
        and (month, day or 0) > (last_month, day2 or 0)
    ):
        # "30 December – 3 January 2019" begins in the year before.
        first_year -= 1
    elif (
        year2 is None
        and month is not None
        and last_month is not None
        and month2 is not None
        and month > last_month
    ):
        last_year += 1
    first, last = edtf.build(first_year, month, day), edtf.build(last_year, last_month, last_day)
    if first is None or last is None or first >= last:
        return None
    value = edtf.interval(first, last)
    if value is None:
        return None
    return replace(
        base, value=value, year=first_year, month=month, day=day,
        end_year=last_year, end_month=last_month, end_day=last_day,
    )  # fmt: skip
