"""The public interface in Python: reading, extracting, and the record with its views.

::

    import elshi

    for document in elshi.read("article.txt"):
        for fact in elshi.extract(document):
            print(fact.date, fact.type, fact.quote)

    with elshi.Record("elshi.db") as record:
        record.ingest("articles/")
        print(record.dossier("KAZ", "Франция").to_json())
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from elshi.errors import ElshiError, UnreadableDocument
from elshi.model import Document, Fact, Failure, Mention

if TYPE_CHECKING:
    from elshi.extraction import Extractor
    from elshi.record import IngestReport, Store
    from elshi.views.commitments import Commitment
    from elshi.views.contradictions import Conflict
    from elshi.views.network import Network
    from elshi.views.sheet import Dossier

__all__ = ["Record", "extract", "mentions", "read"]


def read(path: str | os.PathLike[str]) -> list[Document]:
    """The documents of a file, folder or archive.

    Raises:
        UnreadableDocument: nothing could be read; the message says why. Where some of it could, the rest is
            left out: use `elshi.reading.read` to see each failure.
    """
    from elshi.reading import read as read_source

    found = list(read_source(path))
    documents = [d for d in found if isinstance(d, Document)]
    if not documents and found:
        failure = next(f for f in found if isinstance(f, Failure))
        raise UnreadableDocument(f"{failure.source}: {failure.reason}")
    return documents


def extract(document: Document) -> list[Fact]:
    """The facts that a document states, in the order of its text."""
    from elshi.extraction import extract as run

    return run(document)


def mentions(document: Document) -> list[Mention]:
    """Who, where, when and how much a document names."""
    from elshi.extraction import mentions as run

    return run(document)


class Record:
    """A record of foreign relations: a file or a PostgreSQL database, with the views on it.

    Args:
        url: a path, or a `postgresql://` URL.
        create: make it where there is none.
        extractor: reads documents; the built-in catalogue and rules when None.

    Raises:
        RecordError: not a record, one of a newer version, or one that cannot be reached.
    """

    def __init__(
        self, url: str | Path = "elshi.db", *, create: bool = True, extractor: Extractor | None = None
    ) -> None:
        from elshi.extraction import Extractor
        from elshi.record import Store

        self.extractor = extractor or Extractor()
        self.store: Store = Store(url, create=create)

    def __enter__(self) -> Record:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the file or server."""
        self.store.close()

    def side(self, name: str) -> str:
        """The code of a side named by code or by a name in Kazakh, Russian or English.

        Raises:
            UnknownSide: nobody is called that; the message suggests near names.
        """
        return self.extractor.catalogue.side(name).id

    def ingest(
        self,
        sources: str | os.PathLike[str] | Iterable[str | os.PathLike[str]] | Iterable[Document | Failure],
        *,
        refresh: bool = False,
        progress: Callable[[str, str], None] | None = None,
    ) -> IngestReport:
        """Adds documents and their facts; known ones are passed over, failed ones reported.

        Args:
            sources: a path, several paths, or documents.
            refresh: read anew what the record has already, after a change of rules.
            progress: called after each document with its name and what became of it.
        """
        from elshi.text.layout import repair

        return self.store.ingest(
            _documents(sources),
            self.extractor.extract,
            index=self.extractor.passages,
            normalise=lambda text: repair(text).clean,
            refresh=refresh,
            progress=progress,
        )

    def load(self, address: str, *, progress: Callable[[str, str], None] | None = None) -> IngestReport:
        """Adds what `elshi-spark` found in an archive: documents, facts and search, nothing extracted anew.

        Args:
            address: the folder that the job wrote.
            progress: called after each document with its name and what became of it.

        Raises:
            ReadError: it is no finished result.
        """
        from elshi.cluster.loading import Result
        from elshi.text.layout import repair

        result = Result(address)
        return self.store.ingest(
            result.documents(),
            result.facts,
            index=result.passages,
            normalise=lambda text: repair(text).clean,
            progress=progress,
        )

    def dossier(
        self,
        a: str,
        b: str,
        *,
        since: str | None = None,
        until: str | None = None,
        as_of: str | None = None,
        language: str = "en",
    ) -> Dossier:
        """The relations of two sides, every line with its source.

        Args:
            a: one side, by code or by name.
            b: the other.
            since: not before this date; `last`: what changed since the last dossier of the two that `written`
                was told of.
            until: not after this date.
            as_of: as known on this date.
            language: the reader's.

        Raises:
            ElshiError: a date is none, the sides are the same, or there is no last dossier yet.
        """
        from elshi.views.dossier import dossier

        first, second = self.side(a), self.side(b)
        last = None
        if since == "last":
            last, since = self.store.shown(first, second), None
            if last is None:
                raise ElshiError(
                    f"no dossier of {first} and {second} has been written from this record yet; write the first "
                    f"with: elshi dossier {first} {second} -o FILE"
                )
        try:
            return dossier(
                self.store, first, second, since=since, until=until, as_of=as_of, language=language,
                names=self.extractor.catalogue, last=last,
            )  # fmt: skip
        except ValueError as error:
            raise ElshiError(str(error)) from error

    def written(self, sheet: Dossier) -> None:
        """Notes that a dossier reached its reader: `since="last"` then gives what changed from here on.

        Raises:
            RecordError: the record cannot be written to.
        """
        from elshi.views.changed import state

        first, second = sheet.a.id, sheet.b.id
        assert first is not None
        assert second is not None
        self.store.remember(
            first,
            second,
            {id: state(fact) for id, fact in sheet.facts.items()},
            whole=sheet.whole,
            gone=sheet.changes.gone if sheet.changes else (),
        )

    def timeline(
        self,
        *,
        sides: Sequence[str] = (),
        types: Sequence[str] = (),
        since: str | None = None,
        until: str | None = None,
    ) -> list[dict[str, Any]]:
        """Events in order of time, undated ones last."""
        from elshi.views.timeline import timeline

        codes = [self.side(s) for s in sides]
        try:
            return timeline(self.store, sides=codes, types=types, since=since, until=until)
        except ValueError as error:
            raise ElshiError(str(error)) from error

    def search(
        self, query: str, *, since: str | None = None, until: str | None = None, limit: int = 20
    ) -> list[dict[str, Any]]:
        """Passages, and the facts in them, that bear on a query in any of the three languages, best first.

        `quote` is the whole sentence; `highlights` are the words of it that were asked for, as offsets into it.
        """
        from elshi.search.marking import marks
        from elshi.search.reading import read_query

        asked = read_query(self.extractor, query)
        out = []
        hits = self.store.find(asked, since=since, until=until, limit=limit)
        known = self.store.facts_by_id([hit.fact for hit in hits if hit.fact])
        for hit in hits:
            stored = known.get(hit.fact or "")
            fillers = [f for some in stored.fact.roles.values() for f in some] if stored else []
            out.append(
                {
                    "score": round(hit.score, 4),
                    "document": hit.name,
                    "language": hit.language,
                    "date": hit.date,
                    "quote": hit.quote,
                    "start": hit.start,
                    "end": hit.end,
                    "fact": hit.fact,
                    "highlights": [list(span) for span in marks(hit.quote, hit.language, asked, fillers)],
                }
            )
        return out

    def contradictions(self, a: str | None = None, b: str | None = None) -> list[Conflict]:
        """What sources do not agree on."""
        from elshi.views.contradictions import contradictions

        entities = self.extractor.catalogue.entities.values()
        programmes: dict[str, list[str]] = {}
        for one in entities:
            if one.kind == "programme" and one.parent:
                programmes.setdefault(one.parent, []).append(one.id)
        first, second = self.side(a) if a else None, self.side(b) if b else None
        return contradictions(self.store, first, second, programmes=programmes)

    def commitments(
        self, a: str | None = None, b: str | None = None, *, as_of: str | None = None
    ) -> list[Commitment]:
        """Promises and plans, and what the record shows became of them."""
        from elshi.views.commitments import commitments

        return commitments(self.store, self.side(a) if a else None, self.side(b) if b else None, as_of=as_of)

    def network(self, *, since: str | None = None, until: str | None = None, language: str = "en") -> Network:
        """Who deals with whom, how often, how."""
        from elshi.views.network import network

        try:
            return network(
                self.store, since=since, until=until, language=language, names=self.extractor.catalogue
            )
        except ValueError as error:
            raise ElshiError(str(error)) from error


def _documents(sources: Any) -> Iterable[Document | Failure]:
    from elshi.reading import read as read_source

    if isinstance(sources, str | os.PathLike):
        sources = [sources]
    for item in sources:
        if isinstance(item, Document | Failure):
            yield item
        else:
            yield from read_source(item)
