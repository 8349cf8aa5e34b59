"""The pieces that a dossier is made of. Section order and field names are a contract (JSON)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from elshi.record.model import StoredDocument, StoredFact
from elshi.views.values import Cells, Party, Value

__all__ = ["Changes", "Coverage", "Dossier", "Note", "Row", "Section", "SourceEntry"]


@dataclass(frozen=True, slots=True)
class Note:
    """A numbered note: one fact's quotation and where it stands.

    Attributes:
        number: 1, 2, … in the order of first appearance.
        fact: id of the fact in the record.
        quote: verbatim, `document text[start:end]`.
        start, end: offsets in Unicode code points.
        language: language of the quotation.
        document: the document it stands in.
        source_number: number of that document in the list of sources.
        date, status: of the fact itself.
    """

    number: int
    fact: str
    quote: str
    start: int
    end: int
    language: str
    document: StoredDocument
    source_number: int
    date: str | None
    status: str

    def to_json(self) -> dict[str, Any]:
        """The object in the dossier's `notes`."""
        return {
            "number": self.number,
            "id": self.fact,
            "document": self.document.name,
            "document_key": self.document.key,
            "source": self.source_number,
            "title": self.document.title,
            "outlet": self.document.source,
            "published": self.document.published,
            "url": self.document.url,
            "quote": self.quote,
            "start": self.start,
            "end": self.end,
            "language": self.language,
            "date": self.date,
            "status": self.status,
        }


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a section.

    Attributes:
        id: id of the event, or a stable name of what the row sums up.
        date: EDTF value it is ordered by; None: undated.
        status: one of `elshi.model.STATUSES`.
        cells: column -> values; several values of one cell stand side by side.
        facts: everything the row rests on, never empty.
        group: sub-table of the section that it belongs to.
        event_type: event or figure type where the row is one happening.
        change: in a dossier of changes: `new` (nothing of it was shown before), `changed` (a fact of it says
            something else now) or `more` (another source); None in any other.
    """

    id: str
    date: str | None
    status: str
    cells: Cells
    facts: tuple[StoredFact, ...]
    group: str = ""
    event_type: str | None = None
    change: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A rubric of the dossier.

    Attributes:
        key: stable name (`visits`).
        groups: sub-tables in order: name -> columns in order. The name "" is a table without a heading.
        rows: in order; within a group dated rows come before undated ones.
        gaps: keys of what this rubric is asked for and the sources do not say.
    """

    key: str
    groups: Mapping[str, tuple[str, ...]]
    rows: tuple[Row, ...]
    gaps: tuple[str, ...] = ()

    def of(self, group: str) -> tuple[Row, ...]:
        """Rows of one sub-table."""
        return tuple(row for row in self.rows if row.group == group)


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A document in the list of sources, with how many facts of the dossier it bears."""

    number: int
    document: StoredDocument
    facts: tuple[str, ...]
    near_copy_of: int | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the dossier rests on.

    Attributes:
        documents: documents with at least one fact of the dossier.
        near_copies: how many of them reprint another one.
        undated_documents: how many have no date of publication.
        facts: facts with a note.
        published_first, published_last: EDTF values, or None.
        happened_first, happened_last: span of the dated facts.
        languages: language -> number of facts, in a fixed order.
    """

    documents: int
    near_copies: int
    undated_documents: int
    facts: int
    published_first: str | None
    published_last: str | None
    happened_first: str | None
    happened_last: str | None
    languages: Mapping[str, int]

    def to_json(self) -> dict[str, Any]:
        """The object in the dossier's `head`."""
        return {
            "documents": self.documents,
            "near_copies": self.near_copies,
            "undated_documents": self.undated_documents,
            "facts": self.facts,
            "published": [self.published_first, self.published_last],
            "happened": [self.happened_first, self.happened_last],
            "languages": dict(self.languages),
        }


@dataclass(frozen=True, slots=True)
class Changes:
    """How a dossier of changes differs from those that were written before it.

    Attributes:
        since: when the last one was written, ISO 8601 in UTC.
        new: ids of the facts that none of them showed.
        changed: of those that say something else now (a person's edit, a better rule).
        gone: of those that they showed and the record no longer holds between the two sides.
    """

    since: str
    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The object in the dossier's `head`."""
        return {
            "since": self.since,
            "new": list(self.new),
            "changed": list(self.changed),
            "gone": list(self.gone),
        }


@dataclass(frozen=True, slots=True)
class Dossier:
    """The relations of two sides on paper, every line with its source.

    Attributes:
        a, b: the two sides.
        language: the reader's.
        since, until: bounds of what happened, EDTF, or None.
        as_of: the state of knowledge: nothing published later is used; None: no limit.
        sections: always all of them, always in the same order.
        notes: in the order of first appearance.
        facts: every fact that has a note, by its id.
        changes: what is new in it, where it holds changes alone; else None.
    """

    a: Party
    b: Party
    language: str
    since: str | None
    until: str | None
    as_of: str | None
    coverage: Coverage
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]
    sources: tuple[SourceEntry, ...]
    numbers: Mapping[str, int] = field(compare=False, repr=False, default_factory=dict)
    facts: Mapping[str, StoredFact] = field(compare=False, repr=False, default_factory=dict)
    changes: Changes | None = None

    @property
    def whole(self) -> bool:
        """Nothing was left out by a date, or because it was shown before."""
        return self.changes is None and not (self.since or self.until or self.as_of)

    def section(self, key: str) -> Section:
        """The section of that key.

        Raises:
            KeyError: there is none.
        """
        for section in self.sections:
            if section.key == key:
                return section
        raise KeyError(key)

    def to_json(self) -> dict[str, Any]:
        """The object that `elshi dossier --format json` prints."""
        return {
            "head": {
                "sides": [self.a.to_json(), self.b.to_json()],
                "language": self.language,
                "since": self.since,
                "until": self.until,
                "as_of": self.as_of,
                "coverage": self.coverage.to_json(),
                **({"changes": self.changes.to_json()} if self.changes else {}),
            },
            "sections": [self._section_json(section) for section in self.sections],
            "notes": [note.to_json() for note in self.notes],
        }

    def _section_json(self, section: Section) -> dict[str, Any]:
        out: dict[str, Any] = {
            "key": section.key,
            "rows": [self._row_json(row) for row in section.rows],
        }
        if section.gaps:
            out["gaps"] = list(section.gaps)
        if section.key == "sources":
            out["rows"] = [self._source_json(entry) for entry in self.sources]
        return out

    def _row_json(self, row: Row) -> dict[str, Any]:
        out: dict[str, Any] = {"id": row.id}
        if row.group:
            out["group"] = row.group
        if row.event_type:
            out["type"] = row.event_type
        if row.change:
            out["change"] = row.change
        out["status"] = row.status
        out["date"] = row.date
        out["cells"] = {column: [_value_json(v) for v in values] for column, values in row.cells.items()}
        out["facts"] = [self._fact_json(f.id) for f in row.facts]
        return out

    def _fact_json(self, id: str) -> dict[str, Any]:
        note = self.notes[self.numbers[id] - 1]
        return {
            "id": note.fact,
            "note": note.number,
            "document": note.document.name,
            "start": note.start,
            "end": note.end,
            "quote": note.quote,
        }

    def _source_json(self, entry: SourceEntry) -> dict[str, Any]:
        document = entry.document
        return {
            "number": entry.number,
            "document": document.name,
            "key": document.key,
            "title": document.title,
            "outlet": document.source,
            "published": document.published,
            "language": document.language,
            "url": document.url,
            "near_copy_of": entry.near_copy_of,
            "facts": [self._fact_json(id) for id in entry.facts],
        }


def _value_json(value: Value) -> dict[str, Any]:
    return value.to_json()
