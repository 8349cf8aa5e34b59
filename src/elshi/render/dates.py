"""EDTF values in the reader's language: «10 мамыр 2022», «10 мая 2022 г.», "10 May 2022"."""

from __future__ import annotations

import re

from elshi.render.texts import Texts

__all__ = ["date_text"]

_DATE = re.compile(r"(\d{4}|\d{3}X|\d{2}XX)(?:-(\d\d|XX)(?:-(\d\d|XX))?)?([~?%]?)$")


def _part(value: str, words: Texts, *, short: bool = False, oblique: bool = False) -> str | None:
    """One date without its qualifier; `short` leaves the year out, `oblique` is the case after "about"."""
    match = _DATE.match(value)
    if not match:
        return None
    year, month, day = match[1], match[2], match[3]
    if "X" in year:
        return words("date.decade", year=year[:3] + "0") if year.endswith("X") and year[2] != "X" else year
    if month is None or month == "XX":
        return words("date.year", year=year)
    number = int(month)
    if number > 12:
        key = f"date.seasons.{number}"
        return words(key, year=year) if key in words else None
    if number < 1:
        return None
    if day is None or day == "XX":
        name = words.lists["date.months_day" if oblique else "date.months"][number - 1]
        return name if short else words("date.month", month=name, year=year)
    name = words.lists["date.months_day"][number - 1]
    if short:
        return words("date.day_short", day=int(day), month=name)
    return words("date.day", day=int(day), month=name, year=year)


def _single(value: str, words: Texts) -> str | None:
    mark = value[-1] if value[-1:] in ("~", "?", "%") else ""
    text = _part(value, words, oblique=mark in ("~", "%"))
    if text is None:
        return None
    if mark in ("~", "%"):
        text = words("label.about", date=text)
    return words("label.doubtful", date=text) if mark in ("?", "%") else text


def _interval(start: str, end: str, words: Texts) -> str | None:
    if start in ("", "..") and end in ("", ".."):
        return None
    if start in ("", ".."):
        last = _single(end, words)
        return f"… – {last}" if last else None
    first = _single(start, words)
    if end in ("", ".."):
        return f"{first} – …" if first else None
    last = _single(end, words)
    if first is None or last is None:
        return None
    if start == end:
        return first
    if re.fullmatch(r"\d{4}", start) and re.fullmatch(r"\d{4}", end):
        return words("date.years", first=start, last=end)
    plain = start[-1:] not in "~?%" and end[-1:] not in "~?%"
    if plain and len(start) == len(end) == 10 and start[:7] == end[:7]:
        return f"{int(start[8:])}–{last}"
    if plain and start[:4] == end[:4] and 7 <= len(start) == len(end) and "X" not in start + end:
        short = _part(start, words, short=True)
        return f"{short} – {last}"
    return f"{first} – {last}"


def date_text(value: str | None, words: Texts) -> str:
    """A date for the reader.

    Args:
        value: an EDTF level 1 value, or None.
        words: the reader's language.

    Returns:
        The text; a value that cannot be read stands as it is, None is "undated".
    """
    if not value:
        return words("label.undated")
    if "/" in value:
        start, _, end = value.partition("/")
        found = _interval(start, end, words)
    else:
        found = _single(value, words)
    return found if found is not None else value
