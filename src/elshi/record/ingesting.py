"""Adding documents: one transaction each, so that a process may die at any moment.

Extraction runs before the transaction and holds no lock; inside it we look again whether another process was
faster. What was committed is there, what was not is not, and a second run takes up where the first stopped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, select

from elshi.errors import ElshiError, RecordError
from elshi.model import Document, Fact, Failure
from elshi.record import tables
from elshi.record.codec import document_key, variant
from elshi.record.dialect import lock_for_writing, translated
from elshi.record.passages import IndexedPassage, plain_passages
from elshi.record.writing import add_document, replace_document

__all__ = ["IngestReport", "Ingestion", "Progress", "fold_spaces"]

#: Called after each document with its name and what became of it: `new`, `known` or `failed`.
Progress = Callable[[str, str], None]

_D = tables.documents.c
_STORED = select(_D.name, _D.text, _D.title, _D.url, _D.source, _D.published, _D.language).where(
    _D.key == bindparam("key")
)

_SPACES = re.compile(r"\s+")


def fold_spaces(text: str) -> str:
    """The text with every run of white space as one space: the simplest layout repair."""
    return _SPACES.sub(" ", text).strip()


@dataclass(slots=True)
class IngestReport:
    """What became of the documents of one run.

    Attributes:
        new, known, failed: how many were added, were there already (refreshed ones among them), and failed.
        facts: how many facts the record did not have before.
        failures: the failed ones, with the reason in one line each.
    """

    new: int = 0
    known: int = 0
    failed: int = 0
    facts: int = 0
    failures: list[Failure] = field(default_factory=list)

    def __add__(self, other: IngestReport) -> IngestReport:
        return IngestReport(
            self.new + other.new,
            self.known + other.known,
            self.failed + other.failed,
            self.facts + other.facts,
            [*self.failures, *other.failures],
        )

    def to_json(self) -> dict[str, Any]:
        """The object that `elshi ingest --format json` prints."""
        return {
            "documents": {"new": self.new, "known": self.known, "failed": self.failed},
            "facts": self.facts,
            "failures": [{"source": one.source, "reason": one.reason} for one in self.failures],
        }


@dataclass(frozen=True, slots=True)
class Ingestion:
    """How documents are added: what turns them into facts and passages, and where they go."""

    engine: Engine
    name: str
    extract: Callable[[Document], Sequence[Fact]]
    index: Callable[[Document], Iterable[IndexedPassage]]
    normalise: Callable[[str], str]
    now: Callable[[], str]
    refresh: bool = False

    def run(self, documents: Iterable[Document | Failure], progress: Progress | None) -> IngestReport:
        """Adds documents one by one; what fails is reported and the rest goes on.

        Raises:
            RecordError: the record itself cannot be written to.
        """
        report = IngestReport()
        for document in documents:
            if isinstance(document, Failure):
                name, outcome, reason = document.source, "failed", document.reason
            else:
                name = document.id
                outcome, reason = self._one(document, report)
            if outcome == "failed":
                report.failed += 1
                report.failures.append(Failure(name, reason))
            elif outcome == "new":
                report.new += 1
            else:
                report.known += 1
            if progress is not None:
                progress(name, outcome)
        return report

    def _one(self, document: Document, report: IngestReport) -> tuple[str, str]:
        try:
            key = document_key(document, self.normalise(document.text))
            with translated(self.name), self.engine.connect() as connection:
                wanted = self._wanted(connection, document, key)
            if wanted is None:
                return "known", ""
            if wanted == "refresh":
                document = self._kept(document, key)
            facts = list(self.extract(document))
            passages = list(self.index(document))
        except RecordError:
            raise
        except Exception as error:  # one document's fault is not the others': report and go on
            return "failed", _one_line(error)
        try:
            with translated(self.name), self._writing() as connection, connection.begin():
                lock_for_writing(connection)
                wanted = self._wanted(connection, document, key)
                if wanted is None:
                    return "known", ""
                if wanted == "new":
                    report.facts += add_document(
                        connection,
                        document,
                        key=key,
                        normalise=self.normalise,
                        facts=facts,
                        passages=passages,
                        added=self.now(),
                    )
                else:
                    report.facts += replace_document(
                        connection, document, key=key, facts=facts, passages=passages
                    )
                return ("new" if wanted == "new" else "known"), ""
        except RecordError:
            raise
        except (ElshiError, UnicodeError, ValueError, KeyError, TypeError, AttributeError) as error:
            return "failed", _one_line(error)

    def _writing(self) -> Connection:
        return self.engine.connect().execution_options(writing=True)

    def _wanted(self, connection: Connection, document: Document, key: str) -> str | None:
        """What is to be done with a document: `new`, `better`, `refresh`, or None when all is there."""
        known = self._stored(connection, key)
        if known is None:
            return "new"
        if variant(document) < variant(known):
            return "better"
        return "refresh" if self.refresh else None

    def _kept(self, document: Document, key: str) -> Document:
        with translated(self.name), self.engine.connect() as connection:
            return self._stored(connection, key) or document

    @staticmethod
    def _stored(connection: Connection, key: str) -> Document | None:
        row = connection.execute(_STORED, {"key": key}).one_or_none()
        return None if row is None else Document(*row)


def default_index(lemmas: Callable[[str], str] | None) -> Callable[[Document], Iterable[IndexedPassage]]:
    """Passages cut at full stops, for callers without text analysis."""
    return lambda document: plain_passages(document, lemmas)


def _one_line(error: Exception) -> str:
    said = " ".join(str(error).split())
    if isinstance(error, ElshiError) and said:
        return said
    return f"{type(error).__name__}: {said}" if said else type(error).__name__
