"""Publication dates as sources state them, made ISO 8601 (or the shorter EDTF values of it).

Nothing is guessed here: a value that can be read in two ways (`10/05/2022`), that a program fills in by
itself (1 January 1970) or that is no date of the calendar gives None.
"""

from __future__ import annotations

import csv
import datetime
import re
from functools import cache
from importlib import resources

from elshi.errors import RuleError

__all__ = ["edtf_or_none", "stated_date"]

#: The oldest printed newspapers; an earlier «published» is a mistake of a program.
FIRST_YEAR = 1600
LAST_YEAR = 2100

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ]\d.*)?", re.DOTALL)
_BASIC_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T\d.*)?", re.DOTALL)
_QUALIFIER = re.compile(r"[?~%]$")
_MONTH = re.compile(r"(\d{4})-(\d\d)")
_YEAR = re.compile(r"\d{4}|\d{3}X|\d{2}XX")
_UNSPECIFIED = re.compile(r"(\d{4})-(?:(\d\d)-XX|XX(?:-XX)?)")

_TIME = r"(?:[\s,|/–—-]*(?:в\s+|at\s+|сағат\s+)?\d{1,2}[:.]\d\d(?::\d\d)?(?:\s*[ap]\.?m\.?)?)?"
_YEAR_WORD = r"(?:\s*(?:г(?:ода?)?|ж(?:ыл[ғы]*)?|year)\.?)?"
_NUMERIC = re.compile(rf"(\d{{1,2}})([./-])(\d{{1,2}})\2(\d{{4}}){_YEAR_WORD}{_TIME}", re.IGNORECASE)
_YEAR_FIRST = re.compile(rf"(\d{{4}})[./](\d{{1,2}})[./](\d{{1,2}}){_TIME}", re.IGNORECASE)
_DAY_MONTH_WORD = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th)?[\s.-]+([^\W\d]+)\.?,?[\s-]+(\d{{4}}){_YEAR_WORD}{_TIME}", re.I
)
_MONTH_WORD_DAY = re.compile(
    rf"([^\W\d]+)\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}}){_TIME}", re.IGNORECASE
)
_KAZAKH_YEAR_FIRST = re.compile(
    rf"(\d{{4}})\s*(?:ж\.?|жыл(?:ғы|дың)?),?\s+(\d{{1,2}})[\s-]+([^\W\d]+){_TIME}", re.IGNORECASE
)
_CLOCK_FIRST = re.compile(r"^\d{1,2}:\d\d(?::\d\d)?[\s,|–—-]+")
_WEEKDAY_FIRST = re.compile(r"^(?:[^\W\d]{2,}\.?,\s*)(?=\S)")


def edtf_or_none(value: str) -> str | None:
    """The date in `value` when it is ISO 8601 or EDTF level 1, else None.

    A time of day is cut off, at the day as written (no shift of time zone). `20110920` becomes `2011-09-20`.
    Accepted besides days: `2011`, `2011-09`, seasons (`2011-21`), `201X`, `2011-XX`, each with `?`, `~` or
    `%`, and intervals of these (`2011-09/2011-10`, `../2011`, `2011/..`).
    """
    value = value.strip()
    if "/" in value:
        parts = value.split("/")
        if len(parts) != 2:
            return None
        ends = [p if p in ("", "..") else _one_edtf(p) for p in parts]
        if None in ends or not any(e not in ("", "..") for e in ends):
            return None
        return "/".join(e for e in ends if e is not None)
    return _one_edtf(value)


def _one_edtf(value: str) -> str | None:
    mark = value[-1:] if _QUALIFIER.search(value) else ""
    bare = value[: len(value) - len(mark)]
    day = _DAY.fullmatch(bare) or _BASIC_DAY.fullmatch(bare)
    if day:
        return _day(int(day[1]), int(day[2]), int(day[3]), mark)
    if month := _MONTH.fullmatch(bare):
        number = int(month[2])
        return bare + mark if 1 <= number <= 12 or 21 <= number <= 24 else None
    if _YEAR.fullmatch(bare):
        return bare + mark
    if unspecified := _UNSPECIFIED.fullmatch(bare):
        return bare + mark if unspecified[2] is None or 1 <= int(unspecified[2]) <= 12 else None
    return None


def stated_date(value: str) -> str | None:
    """The day that a page states in words or numbers, or None when `value` is not wholly one certain date.

    Reads ISO 8601, RFC 2822, «10.05.2022, 14:30», «10 мая 2022 г.», «2022 жылғы 10 мамыр», «May 10, 2022».
    With slashes the order of day and month is known only where one of them is over 12.
    """
    value = " ".join(value.split()).strip(" ,|·•-–—")
    if not value or len(value) > 80:
        return None
    found = None
    if match := _DAY.fullmatch(value) or _BASIC_DAY.fullmatch(value):
        found = _day(int(match[1]), int(match[2]), int(match[3]))
    else:
        value = _WEEKDAY_FIRST.sub("", _CLOCK_FIRST.sub("", value))
        found = _worded(re.sub(r"\s*(?:GMT|UTC|[+-]\d{4}|\([^)]*\))*$", "", value))
    if found is None or found == "1970-01-01" or not FIRST_YEAR <= int(found[:4]) <= LAST_YEAR:
        return None
    return found


def _worded(value: str) -> str | None:
    if match := _NUMERIC.fullmatch(value):
        first, mark, second, year = int(match[1]), match[2], int(match[3]), int(match[4])
        if mark == "/" and first <= 12 and second <= 12 and first != second:
            return None
        return _day(year, first, second) if second > 12 else _day(year, second, first)
    if match := _YEAR_FIRST.fullmatch(value):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY_MONTH_WORD.fullmatch(value):
        return _day(int(match[3]), _months().get(match[2].casefold(), 0), int(match[1]))
    if match := _MONTH_WORD_DAY.fullmatch(value):
        return _day(int(match[3]), _months().get(match[1].casefold(), 0), int(match[2]))
    if match := _KAZAKH_YEAR_FIRST.fullmatch(value):
        return _day(int(match[1]), _months().get(match[3].casefold(), 0), int(match[2]))
    return None


def _day(year: int, month: int, day: int, mark: str = "") -> str | None:
    try:
        return datetime.date(year, month, day).isoformat() + mark
    except ValueError:
        return None


@cache
def _months() -> dict[str, int]:
    table: dict[str, int] = {}
    text = resources.files("elshi.reading").joinpath("months.csv").read_text(encoding="utf-8")
    for number, row in enumerate(csv.DictReader(text.splitlines()), start=2):
        if not row["month"].isdigit() or not 1 <= int(row["month"]) <= 12:
            raise RuleError(
                f"reading/months.csv:{number}: month {row['month']!r} is not a number from 1 to 12"
            )
        table[row["word"].casefold()] = int(row["month"])
    return table
