"""What the catalogue holds: entities, their names, offices and terms of office; spans of time.

Times are EDTF level 1 strings; `span` turns one into its first and last day, so that "does this date
lie wholly in that term" is a comparison of ISO strings. An unknown day widens a date and narrows a
term: what is not certain is not said.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from elshi.languages.letters import fold

__all__ = ["LANGUAGES", "ROLES", "Entity", "Name", "Office", "Term", "fold", "slug", "span"]

LANGUAGES = ("kk", "ru", "en", "la")

#: Roles a name may have, in the order in which they are preferred for display.
ROLES = (
    "short",
    "full",
    "formal",
    "abbreviation",
    "surname",
    "alias",
    "former",
    "metonym",
    "adjective",
    "inhabitant",
    "initials",
    "misspelling",
)

#: Earliest and latest day of open spans; ISO strings compare as dates.
BEGINNING, END = "0000-01-01", "9999-12-31"

_TRANSLIT = {
    **dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziyklmnoprstufye", strict=True)),
    "ё": "e", "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu",
    "я": "ya", "ә": "a", "ғ": "g", "қ": "q", "ң": "n", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "і": "i",
}  # fmt: skip


def slug(name: str) -> str:
    """A deterministic identifier part in ASCII: `Патрик Крон` -> `patrik-kron`."""
    letters = "".join(_TRANSLIT.get(c, c) for c in fold(name))
    plain = unicodedata.normalize("NFKD", letters)
    kept = "".join(c if c.isascii() and c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return "-".join(kept.split())


@lru_cache(maxsize=10_000)
def span(value: str) -> tuple[str, str]:
    """First and last day of an EDTF level 1 date; an empty or unknown value is all of time.

    Raises:
        ValueError: the value is no such date.
    """
    value = value.strip().rstrip("~?%")
    if value in ("", "..", "XXXX"):
        return BEGINNING, END
    if "/" in value:
        first, last = value.split("/", 1)
        return span(first)[0] if first else BEGINNING, span(last)[1] if last else END
    parts = value.split("-")
    if not (1 <= len(parts) <= 3) or len(parts[0]) != 4:
        raise ValueError(f"not a date: {value!r}")
    year = parts[0]
    if year.endswith("X"):
        known = year.rstrip("X")
        if not known.isdigit():
            raise ValueError(f"not a date: {value!r}")
        return known.ljust(4, "0") + "-01-01", known.ljust(4, "9") + "-12-31"
    if not all(p.isdigit() for p in parts):
        raise ValueError(f"not a date: {value!r}")
    if len(parts) == 1:
        return f"{year}-01-01", f"{year}-12-31"
    month = int(parts[1])
    if 21 <= month <= 24 and len(parts) == 2:  # seasons; winter reaches into the next year
        return f"{year}-01-01", f"{int(year) + 1:04d}-03-31" if month == 24 else f"{year}-12-31"
    if not 1 <= month <= 12:
        raise ValueError(f"not a date: {value!r}")
    if len(parts) == 2:
        return f"{year}-{month:02d}-01", f"{year}-{month:02d}-31"
    if not 1 <= int(parts[2]) <= 31:
        raise ValueError(f"not a date: {value!r}")
    day = f"{year}-{month:02d}-{int(parts[2]):02d}"
    return day, day


@dataclass(frozen=True, slots=True)
class Name:
    """One name of one entity in one language, with the years it was in use (EDTF, empty: open)."""

    language: str
    form: str
    role: str
    begin: str = ""
    until: str = ""


@dataclass(slots=True)
class Entity:
    """A state, organisation, programme, office, place, person or other thing that has names.

    Attributes:
        id: code or the system's own id.
        kind: `state`, `igo`, `programme`, `office`, `place`, `organisation`, `person` …
        name: canonical name in English.
        country: code of the state (or organisation) it lies in or belongs to, or None.
        parent: id of the body that it is an organ or part of, or None.
        begin, until: EDTF, empty when open or unknown.
        note: for people.
        names: in the order of the files.
    """

    id: str
    kind: str
    name: str
    country: str | None = None
    parent: str | None = None
    begin: str = ""
    until: str = ""
    note: str = ""
    names: list[Name] = field(default_factory=list)

    def display(self, language: str) -> str | None:
        """The name to show in a language: the short or full form in use, else another that stands alone."""
        best: tuple[int, str] | None = None
        for name in self.names:
            if name.language != language or name.role in (
                "adjective",
                "inhabitant",
                "metonym",
                "misspelling",
            ):
                continue
            rank = ROLES.index(name.role) + (20 if name.until else 0)
            if best is None or rank < best[0]:
                best = (rank, name.form)
        if best is not None:
            return best[1]
        return self.name if language == "en" else None

    def form(self, language: str, role: str) -> str | None:
        """Its first name of that role in that language."""
        return next((n.form for n in self.names if n.language == language and n.role == role), None)


@dataclass(frozen=True, slots=True)
class Office:
    """What kind of post an office is: its rank, what it heads (`state`, `government` …), its branch."""

    id: str
    rank: str
    head_of: str
    branch: str


@dataclass(frozen=True, slots=True)
class Term:
    """Who held an office of a state or organisation, from when until when (EDTF, empty: open or unknown)."""

    office: str
    of: str
    person: str
    begin: str
    until: str
    source: str

    @property
    def certain(self) -> tuple[str, str]:
        """First and last day on which this person certainly held the office."""
        first = span(self.begin)[1] if self.begin else END
        last = span(self.until)[0] if self.until else END
        return first, last

    @property
    def possible(self) -> tuple[str, str]:
        """First and last day on which this person may have held the office."""
        return span(self.begin)[0], span(self.until)[1]
