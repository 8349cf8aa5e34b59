"""What the views ask of the record and of whoever knows names; nothing here touches a database.

`elshi.record.Store` satisfies `Source`; the catalogue satisfies `Names`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from elshi.record.model import Event, StoredDocument

__all__ = ["LANGUAGES", "Names", "NoNames", "Source"]

#: Languages that the views and the pages are written in.
LANGUAGES = ("kk", "ru", "en")


class Source(Protocol):
    """The part of the record that the views read."""

    def events(
        self, *, sides: Sequence[str] = (), all_sides: bool = True, documents: Sequence[str] = ()
    ) -> Iterable[Event]:
        """Events, each with all of its facts.

        Args:
            sides: codes; an event is found when one of its facts names them (or a person or body of theirs).
            all_sides: that fact must name all of them; else one is enough.
            documents: keys of documents; a fact of the event must stand in one of them (none: anywhere).
        """
        ...

    def documents(self) -> Iterable[StoredDocument]:
        """Every document, near copies included."""
        ...

    def document_text(self, key: str) -> str:
        """The text that the offsets of a document's facts point into."""
        ...


class Names(Protocol):
    """Names of states, organisations and persons for the reader."""

    def name(self, id: str, language: str) -> str | None:
        """Name in base form in `kk`, `ru` or `en`, or None when not known."""
        ...

    def adjective(self, id: str, language: str) -> str | None:
        """Adjective ("French"), or None when not known."""
        ...


class NoNames:
    """Knows no names: the views then use the names that the sources give."""

    def name(self, id: str, language: str) -> str | None:
        """Always None."""
        return None

    def adjective(self, id: str, language: str) -> str | None:
        """Always None."""
        return None
