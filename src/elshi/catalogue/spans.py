"""A recognised stretch of a sentence before it becomes a mention."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from elshi.catalogue.index import Entry, Hit

__all__ = ["Person", "Span"]


@dataclass(slots=True)
class Person:
    """A person's name in base form.

    Attributes:
        name: given names or initials and surname, last word in base form.
        case: case of the last word.
        id: catalogue id where the name is certain.
        full: the name has a full given name and a surname.
    """

    name: str
    case: str | None
    id: str | None = None
    full: bool = False


@dataclass(slots=True)
class Span:
    """Words `first` to `last` of a sentence.

    Attributes:
        kind: kind of what they name.
        hit, entry: the catalogue's name, if it is one.
        rivals: ids of all entities of that kind with this name.
        noun: index of a noun taken in after a nationality, else -1.
        country: the noun makes a nationality its country («қырғыз елі»).
        person: set for persons.
        name, base: of organisations found by pattern: their name, base form of the last word.
        key: their name in base forms, where `name` is as the text has it.
    """

    first: int
    last: int
    kind: str
    hit: Hit | None = None
    entry: Entry | None = None
    rivals: tuple[str, ...] = ()
    noun: int = -1
    country: bool = False
    person: Person | None = None
    name: str | None = None
    base: str | None = None
    key: str | None = None
