"""What the record hands out: stored documents, stored facts, and events that group facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from elshi.model import Fact, Filler, Place

__all__ = ["Event", "StoredDocument", "StoredFact"]


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as the record keeps it (without its text; ask the store for that).

    Attributes:
        key: SHA-256 (hex) of the text after layout repair plus the source: its identity.
        name: the `Document.id` it came with.
        title, url, source, published, language: as in `elshi.model.Document`.
        added: when it was added, ISO 8601 in UTC.
        near_copy_of: key of the earlier document that it is a near copy of, or None.
    """

    key: str
    name: str
    title: str | None
    url: str | None
    source: str | None
    published: str | None
    language: str | None
    added: str
    near_copy_of: str | None = None


@dataclass(frozen=True, slots=True)
class StoredFact:
    """A fact with its id in the record and the document it stands in."""

    id: str
    fact: Fact
    document: StoredDocument


@dataclass(frozen=True, slots=True)
class Event:
    """Facts that speak of the same happening (or the same figure), with what they agree on.

    Attributes:
        id: stable id, derived from its earliest fact's id.
        kind, type, subtype, status, date, roles, place, title, sphere, value, unit: as in `Fact`; the
            most precise value that no source contradicts, else that of the first source (the others stay
            visible in `facts`).
        facts: every fact, best first.
    """

    id: str
    kind: str
    type: str
    subtype: str | None
    status: str
    date: str | None
    roles: Mapping[str, tuple[Filler, ...]]
    place: Place | None
    title: str | None
    sphere: str | None
    value: float | None
    unit: str | None
    facts: tuple[StoredFact, ...]
