"""Dates in the formats that a list uses, as EDTF values of just the precision that a cell has.

A format is written like those of `strftime`, with the few fields that lists need: `%Y` year, `%y` year of two
digits, `%m` month, `%d` day, `%B` or `%b` the month's name in Kazakh, Russian or English. `text` reads a phrase
(«12 мая 2011 г.») as the extractor does. ISO dates are always understood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from elshi.languages import edtf

__all__ = ["DateFormat", "DateReader", "Unreadable", "compile_format"]

_FIELDS = {
    "Y": r"(?P<Y>\d{4})",
    "y": r"(?P<y>\d{2})",
    "m": r"(?P<m>\d{1,2})",
    "d": r"(?P<d>\d{1,2})",
    "B": r"(?P<B>[^\W\d_]+)\.?",
    "b": r"(?P<B>[^\W\d_]+)\.?",
}
_ISO = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?(?:/\d{4}(?:-\d\d(?:-\d\d)?)?)?~?")
_MIDNIGHT = re.compile(r"[T ]00:00(?::00(?:\.0+)?)?$")


class Unreadable(Exception):
    """A cell that cannot be understood; the message ends a sentence that begins with the row."""


@dataclass(frozen=True, slots=True)
class DateFormat:
    """One format: as written in the mapping, and as a pattern (None for `text`)."""

    written: str
    pattern: re.Pattern[str] | None


def compile_format(written: str) -> DateFormat:
    """Makes a format of what the mapping says.

    Raises:
        ValueError: it has an unknown field, one of them twice, or no year.
    """
    if written == "text":
        return DateFormat(written, None)
    out, at, seen = [], 0, set()
    for match in re.finditer(r"%(.)", written):
        out.append(re.escape(written[at : match.start()]))
        letter, at = match[1], match.end()
        if letter == "%":
            out.append("%")
            continue
        if letter not in _FIELDS:
            raise ValueError(f"%{letter} is no field of a date; write %Y, %y, %m, %d or %B, or the word text")
        name = "B" if letter == "b" else letter
        if name in seen:
            raise ValueError(f"%{letter} stands twice in {written!r}")
        seen.add(name)
        out.append(_FIELDS[letter])
    out.append(re.escape(written[at:]))
    if not seen & {"Y", "y"}:
        raise ValueError(f"{written!r} has no year (%Y or %y), and none is assumed")
    if {"m", "B"} <= seen:
        raise ValueError(f"{written!r} has the month twice")
    if "d" in seen and not seen & {"m", "B"}:
        raise ValueError(f"{written!r} has a day and no month")
    # `re.escape` writes a space as «\ »: any white space will do where a format has one.
    return DateFormat(written, re.compile("".join(out).replace("\\ ", r"\s+"), re.IGNORECASE))


@dataclass(frozen=True, slots=True)
class DateReader:
    """Reads the dates of one list.

    Attributes:
        formats: tried in this order after ISO; the first that fits wins.
        century: first year that a year of two digits may mean (1950: `49` is 2049), or None: they are refused.
        language: language of phrases.
    """

    formats: tuple[DateFormat, ...] = ()
    century: int | None = None
    language: str = "en"

    def read(self, cell: str) -> str:
        """The EDTF value of a cell that is not empty.

        Raises:
            Unreadable: no format fits, there is no such day, or the century is not said.
        """
        cell = _MIDNIGHT.sub("", " ".join(cell.split()))
        if _ISO.fullmatch(cell) and edtf.is_valid(cell):
            return cell
        for one in self.formats:
            if one.pattern is None:
                value = _phrase(cell, self.language)
                if value is not None:
                    return value
                continue
            match = one.pattern.fullmatch(cell)
            if match is not None:
                value = self._value(match, cell)
                if value is not None:
                    return value
        known = ", ".join(one.written for one in self.formats) or "only ISO dates"
        raise Unreadable(f"has the date {cell[:60]!r}, which no format fits ({known}); add one under `dates`")

    def _value(self, match: re.Match[str], cell: str) -> str | None:
        parts = match.groupdict()
        if parts.get("Y"):
            year = int(parts["Y"])
        else:
            if self.century is None:
                raise Unreadable(
                    f"has the date {cell[:60]!r} with a year of two digits; say with `century:` from which year on"
                )
            year = self.century + (int(parts["y"]) - self.century) % 100
        month = int(parts["m"]) if parts.get("m") else None
        if parts.get("B"):
            month = _month(parts["B"], year)
            if month is None:
                return None
        day = int(parts["d"]) if parts.get("d") else None
        value = edtf.build(year, month, day)
        if value is None:
            raise Unreadable(f"has the date {cell[:60]!r}, and there is no such day")
        return value


@lru_cache(maxsize=256)
def _month(word: str, year: int) -> int | None:
    """The month of a name in any of the three languages, or None."""
    for language in ("en", "ru", "kk"):
        value = _phrase(f"{word} {year}", language) or _phrase(f"{year} жылғы {word}", language)
        if value is not None and len(value) == 7:
            return int(value[5:7])
    return None


def _phrase(text: str, language: str) -> str | None:
    """The value of a text that is one date and nothing else."""
    from elshi.languages import get
    from elshi.languages.resolve import DateContext
    from elshi.text.tokens import tokenize

    speech = get(language)
    found = speech.dates(text, tokenize(text))
    if len(found) != 1:
        return None
    rest = text[: found[0].start] + text[found[0].end :]
    if re.search(r"\w", rest):
        return None
    return DateContext(None).resolve(found[0], None)
