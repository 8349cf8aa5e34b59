"""Sources cited as a publisher wants them: GOST R 7.0.5-2008, APA (7th edition), Chicago (17th edition, notes).

Elshi knows of a source its title, outlet, date and address, no author and no day of access: those parts are left
out, never made up. What is cited without a title or date says so in the words that the style has for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from elshi.render.dates import date_text
from elshi.render.safe import safe_url
from elshi.render.texts import Texts

__all__ = ["STYLES", "Piece", "Reference", "cite", "default_style"]

STYLES = ("gost", "apa", "chicago")

_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$")


@dataclass(frozen=True, slots=True)
class Reference:
    """What is known of a source.

    Attributes:
        title: its headline, or None.
        outlet: who published it, or None.
        published: EDTF value, or None.
        url: its address, or None.
    """

    title: str | None
    outlet: str | None
    published: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a citation, in italics or not."""

    text: str
    italic: bool = False


def default_style(language: str) -> str:
    """What readers of a language expect: GOST in Kazakh and Russian, Chicago in English."""
    return "chicago" if language == "en" else "gost"


def cite(reference: Reference, style: str, words: Texts, *, note: bool = False) -> tuple[Piece, ...]:
    """A reference in a style.

    Args:
        reference: the source.
        style: one of `STYLES`.
        words: of the reader's language, in which months and "no date" are said.
        note: the form of a footnote where the style has one of its own (Chicago), else that of a list.

    Returns:
        Its pieces in order; the text ends in a full stop unless it ends in an address.

    Raises:
        KeyError: there is no such style.
    """
    pieces = _STYLES[style](reference, words, note)
    return tuple(p for p in pieces if p.text)


def _untitled(words: Texts) -> str:
    return words("citation.untitled")


def _gost(reference: Reference, words: Texts, note: bool) -> Sequence[Piece]:
    # Section 7 and appendix A: «Заглавие // Издание. Год. Число, месяц. URL: …».
    out = [Piece(reference.title or _untitled(words))]
    if reference.outlet:
        out.append(Piece(f" // {reference.outlet}"))
    parts = _parts(reference.published)
    if parts is None:
        date = words("citation.no_year") if not reference.published else date_text(reference.published, words)
        out.append(Piece(f". {date}"))
    else:
        year, month, day = parts
        out.append(Piece(f". {year}."))
        short = words.lists["citation.months_short"][month - 1] if month else ""
        if month and day:
            out.append(Piece(f" {day} {short}"))
        elif month:
            out.append(Piece(f" {short[:1].upper()}{short[1:]}"))
    return _close(out, reference, "URL: ")


def _apa(reference: Reference, words: Texts, note: bool) -> Sequence[Piece]:
    # Section 9.12: without an author the title moves to its place, before the date.
    date = _apa_date(reference.published, words)
    title = (
        Piece(reference.title, italic=not reference.outlet)
        if reference.title
        else Piece(f"[{_untitled(words)}]")
    )
    out = [title, Piece(f" ({date}).")]
    if reference.outlet:
        out += [Piece(" "), Piece(reference.outlet, italic=True)]
    return _close(out, reference, "")


def _chicago(reference: Reference, words: Texts, note: bool) -> Sequence[Piece]:
    # 14.191 and 14.206: notes part by commas, the list by full stops and begins with the outlet.
    date = words("citation.no_date") if not reference.published else _chicago_date(reference.published, words)
    title = f"“{reference.title}{{}}”" if reference.title else _untitled(words) + "{}"
    if note:
        out = [Piece(title.format(",")), Piece(" ")]
        if reference.outlet:
            out += [Piece(reference.outlet, italic=True), Piece(", ")]
        out.append(Piece(date))
        if safe_url(reference.url):
            out.append(Piece(f", {reference.url}"))
        return [*out, Piece("" if out[-1].text.endswith(".") else ".")]
    out = []
    if reference.outlet:
        out += [Piece(reference.outlet, italic=True), Piece(". ")]
    ended = (reference.title or "").endswith((".", "?", "!", "…"))
    out += [Piece(title.format("" if ended else ".")), Piece(f" {date}")]
    return _close(out, reference, "")


def _close(out: list[Piece], reference: Reference, before: str) -> Sequence[Piece]:
    """Ends a reference with its address, or with a full stop."""
    url = safe_url(reference.url)
    last = out[-1].text
    stop = "" if last.endswith((".", "?", "!", "…")) else "."
    return [*out, Piece(f"{stop} {before}{url}" if url else stop)]


def _parts(published: str | None) -> tuple[str, int, int] | None:
    """Year, month and day (0 where not known) of a plain date."""
    match = _DAY.match(published or "")
    if match is None:
        return None
    month, day = int(match[2] or 0), int(match[3] or 0)
    return (match[1], month, day) if month <= 12 else None


def _apa_date(published: str | None, words: Texts) -> str:
    if not published:
        return words("citation.no_date")
    parts = _parts(published)
    if parts is None:
        return date_text(published, words)
    year, month, day = parts
    if not month:
        return year
    name = words.lists["date.months_day" if day else "date.months"][month - 1]
    return f"{year}, {name} {day}" if day else f"{year}, {name}"


def _chicago_date(published: str, words: Texts) -> str:
    parts = _parts(published)
    if parts is None or words.language != "en" or not parts[1]:
        return date_text(published, words)
    year, month, day = parts
    name = words.lists["date.months"][month - 1]
    return f"{name} {day}, {year}" if day else f"{name} {year}"


_STYLES: dict[str, Callable[[Reference, Texts, bool], Sequence[Piece]]] = {
    "gost": _gost,
    "apa": _apa,
    "chicago": _chicago,
}
