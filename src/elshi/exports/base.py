"""What every export shares: what it is given, what it tells of itself, and what it tells of its work.

Invariants:

* A writer gets events one by one and keeps none of them; what it must keep is a few words per entity or document.
* What a format has no place for is left out and counted with the reason, never bent to fit.
* The same record gives the same bytes: no clock, no random number, no order that depends on a run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, Protocol

from elshi.errors import ExportError
from elshi.views.source import Names

if TYPE_CHECKING:
    from elshi.exports.files import Folder
    from elshi.record.decisions import Decision
    from elshi.views.items import Item

__all__ = ["Context", "Export", "Format", "Report", "Writer", "missing"]


@dataclass(frozen=True, slots=True)
class Context:
    """What a writer may ask while it writes.

    Attributes:
        names: who knows the names of states, organisations and persons.
        language: language of these names: `kk`, `ru` or `en`.
        text: gives the text of a document by its key; every offset points into it.
        decisions: fact id -> what people decided on it and stands, oldest first.
    """

    names: Names
    language: str
    text: Callable[[str], str]
    decisions: Mapping[str, tuple[Decision, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def name(self, id: str | None, other: str | None = None) -> str | None:
        """Display name of an id, else the other one."""
        return (self.names.name(id, self.language) if id else None) or other


@dataclass(slots=True)
class Report:
    """What became of an export.

    Attributes:
        format: its name.
        files: names of the files written.
        events: events that stand in them.
        left_out: reason -> how many events the format has no place for.
        notes: what else a reader should know, one line each.
    """

    format: str
    files: list[str] = field(default_factory=list)
    events: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)


class Writer(Protocol):
    """Writes one format; made for one run."""

    def add(self, item: Item) -> str | None:
        """Takes one event; returns why the format has no place for it, or None."""
        ...

    def close(self) -> None:
        """Writes what stands at the end."""
        ...


class Export(Protocol):
    """Makes a writer into a folder."""

    def __call__(self, folder: Folder, context: Context, report: Report) -> Writer:
        """A writer; it opens its files by `folder.text` or `folder.binary`."""
        ...


@dataclass(frozen=True, slots=True)
class Format:
    """One export format.

    Attributes:
        name: as the command line and the API name it.
        title: what it is, in a few words.
        files: names of the files it writes.
        mime: media type of the first file.
        module: where its `writer` is; imported only when it is asked for.
        needs: module of an extra that it cannot do without, or None.
    """

    name: str
    title: str
    files: tuple[str, ...]
    mime: str
    module: str
    needs: str | None = None

    @property
    def installed(self) -> bool:
        """What it needs is there."""
        return self.needs is None or find_spec(self.needs) is not None


def missing(package: str, extra: str) -> ExportError:
    """The error that a package of an extra is not installed."""
    return ExportError(f"this format needs {package}: pip install 'elshi[{extra}]'")


def lines(stream: IO[str]) -> Iterator[str]:
    """Lines of a table of codes, comments left out."""
    return (line for line in stream if not line.startswith("#"))
