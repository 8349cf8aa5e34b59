"""The record: a database of documents, the facts in them, events, and what people decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import Connection, select

from elshi.errors import RecordError
from elshi.model import Document, Fact, Failure
from elshi.record import counting, decisions, queries, showing, tables
from elshi.record.codec import edited, from_payload
from elshi.record.decisions import Decision
from elshi.record.dialect import lock_for_writing, translated
from elshi.record.dump import dump
from elshi.record.ingesting import Ingestion, IngestReport, Progress, default_index, fold_spaces
from elshi.record.model import Event, StoredDocument, StoredFact
from elshi.record.opening import open_engine, where
from elshi.record.overlay import anchored
from elshi.record.passages import Hit, IndexedPassage, Query, plain_query
from elshi.record.queries import Filter
from elshi.record.revision import revision
from elshi.record.searching import search
from elshi.record.showing import Shown
from elshi.record.writing import rewrite_facts

__all__ = ["Store"]


def _utc_now() -> str:
    return datetime.now(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


class Store:
    """One record, open. A context manager; may be used from several threads.

    Args:
        url_or_path: a file (made when missing), `:memory:`, or a `postgresql://` URL. A file that may not be
            written to is opened for reading.
        create: make a new record where there is none.
        now: gives the time that new documents are marked with, ISO 8601 in UTC; the only clock here.

    Raises:
        RecordError: not a record, one of a newer version, or one that cannot be reached.
    """

    def __init__(
        self, url_or_path: str | Path, *, create: bool = True, now: Callable[[], str] = _utc_now
    ) -> None:
        url = where(url_or_path)
        self.name = url.render_as_string(hide_password=True) if url.host else (url.database or ":memory:")
        self._now = now
        self._engine = open_engine(url, create=create)

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the file or server; what was committed stays."""
        self._engine.dispose()

    # Adding -----------------------------------------------------------------------------------------------

    def ingest(
        self,
        documents: Iterable[Document | Failure],
        extract: Callable[[Document], Sequence[Fact]],
        *,
        progress: Progress | None = None,
        lemmas: Callable[[str], str] | None = None,
        index: Callable[[Document], Iterable[IndexedPassage]] | None = None,
        normalise: Callable[[str], str] = fold_spaces,
        refresh: bool = False,
    ) -> IngestReport:
        """Adds documents and what is extracted from them, one transaction a document.

        Running it again adds nothing twice; a run that was killed is taken up where it stopped. An exception
        in `extract` or `index` is one failure, and the rest goes on. Where copies of one document differ in
        what came with them (date, title), the record keeps the same one whatever the order.

        Args:
            documents: what to add; a `Failure` of the reader is counted and reported.
            extract: turns a document into facts.
            progress: called after each document with its name and `new`, `known` or `failed`.
            lemmas: base form of a lower-case word, for search; used only without `index`.
            index: cuts a document into passages for search; without it text is cut at full stops.
            normalise: layout repair; documents that agree after it, and in their source, are one. Always give
                the same function to one record.
            refresh: extract documents anew that the record has already; unchanged facts keep their ids.

        Raises:
            RecordError: the record cannot be written to (read-only, locked, disk full).
        """
        return Ingestion(
            engine=self._engine,
            name=self.name,
            extract=extract,
            index=index or default_index(lemmas),
            normalise=normalise,
            now=self._now,
            refresh=refresh,
        ).run(documents, progress)

    # Asking -----------------------------------------------------------------------------------------------

    def facts(
        self,
        *,
        sides: Sequence[str] = (),
        all_sides: bool = True,
        types: Sequence[str] = (),
        subtypes: Sequence[str] = (),
        statuses: Sequence[str] = (),
        since: str | None = None,
        until: str | None = None,
        document: str | None = None,
        include_undated: bool = True,
    ) -> list[StoredFact]:
        """Facts in order of time, undated ones last. Facts that a person rejected are left out.

        Args:
            sides: ids; a fact matches by a filler's id, and by what a person, office or body belongs to.
            all_sides: every side must take part; else one is enough.
            types: one of these types or indicators; empty for any.
            subtypes: one of these; empty for any.
            statuses: one of these; empty for any.
            since: EDTF value; a dated fact must not end before it.
            until: EDTF value; a dated fact must not begin after it.
            document: key of the one document asked for.
            include_undated: undated facts pass `since` and `until`; with False they are always left out.

        Raises:
            RecordError: `since` or `until` is no date.
        """
        given = Filter(sides, all_sides, types, subtypes, statuses, since, until, document, include_undated)
        with self._reading() as connection:
            return queries.facts(connection, given)

    def events(
        self,
        *,
        sides: Sequence[str] = (),
        all_sides: bool = True,
        types: Sequence[str] = (),
        subtypes: Sequence[str] = (),
        statuses: Sequence[str] = (),
        since: str | None = None,
        until: str | None = None,
        document: str | None = None,
        include_undated: bool = True,
        documents: Sequence[str] = (),
    ) -> list[Event]:
        """Events in order of time, undated ones last; filters as for `facts`; `documents` are keys, one of which a
        fact must stand in.

        An event is found when one of its facts is, and always carries all its facts.

        Raises:
            RecordError: `since` or `until` is no date.
        """
        given = Filter(
            sides, all_sides, types, subtypes, statuses, since, until, document, include_undated, documents
        )
        with self._reading() as connection:
            return queries.events(connection, given)

    def each_event(
        self,
        *,
        sides: Sequence[str] = (),
        types: Sequence[str] = (),
        statuses: Sequence[str] = (),
        since: str | None = None,
        until: str | None = None,
    ) -> Iterator[Event]:
        """Events one after another, for records too large to hold: by first day, undated ones last, then by id.

        Filters as for `facts`. The record is read as it stood when the first event was asked for.

        Raises:
            RecordError: `since` or `until` is no date.
        """
        given = Filter(sides=sides, types=types, statuses=statuses, since=since, until=until)
        with self._reading() as connection:
            yield from queries.each_event(connection, given)

    def fact(self, fact: str) -> StoredFact | None:
        """The fact with this id, or None."""
        with self._reading() as connection:
            return queries.facts_by_id(connection, [fact]).get(fact)

    def facts_by_id(self, facts: Sequence[str]) -> dict[str, StoredFact]:
        """The facts with these ids, those that there are."""
        with self._reading() as connection:
            return queries.facts_by_id(connection, facts)

    def event(self, event: str) -> Event | None:
        """The event with this id, with all its facts, or None."""
        with self._reading() as connection:
            return queries.event(connection, event)

    def revision(self) -> str:
        """A short text that changes whenever documents, facts or decisions do; costs less than a millisecond.

        It may also change when nothing did; two records never share one's meaning.
        """
        with self._reading() as connection:
            return revision(connection, self._engine.url)

    def documents(self) -> list[StoredDocument]:
        """All documents by date of publication, undated ones last."""
        with self._reading() as connection:
            return queries.documents(connection)

    def document(self, key: str) -> StoredDocument | None:
        """The document with this key, or None."""
        with self._reading() as connection:
            return next(iter(queries.documents(connection, key)), None)

    def document_text(self, key: str) -> str:
        """Text of a document as it was read; every offset points into it.

        Raises:
            RecordError: there is no such document.
        """
        d = tables.documents.c
        with self._reading() as connection:
            found = connection.scalar(select(d.text).where(d.key == key))
        if found is None:
            raise RecordError(f"{key}: there is no such document in the record")
        return str(found)

    def stats(self) -> dict[str, Any]:
        """Counts, languages and dates of what the record holds.

        Returns:
            Counts of `documents`, `near_copies`, `facts`, `events`, `figures` (events that are figures),
            `sides` and `decisions`; counts by value in `languages`, `types`, `statuses`; first and last day
            of dated facts in `since`, `until`, of publication in `published_since`, `published_until` (None
            without any).
        """
        with self._reading() as connection:
            return queries.stats(connection)

    def sides(self) -> dict[str, int]:
        """Codes of states, organisations and programmes, with the number of facts each takes part in."""
        with self._reading() as connection:
            return queries.sides(connection)

    def pairs(self) -> list[tuple[str, str, int]]:
        """Two sides and the number of events that name both, the busiest pair first.

        Gatherings of more than `counting.CROWD` sides are left out.
        """
        with self._reading() as connection:
            return counting.pairs(connection)

    def facts_by_document(self) -> dict[str, int]:
        """Number of facts in each document that has any, by its key; rejected ones are not counted."""
        with self._reading() as connection:
            return counting.documents(connection)

    def doubtful(self, limit: int) -> list[tuple[str, str]]:
        """The facts that are least sure, with the event of each: `(fact, event)`, the least sure first."""
        with self._reading() as connection:
            return counting.doubtful(connection, limit)

    def entity(self, id: str) -> dict[str, Any] | None:
        """The entry of one id as in `entities`, or None."""
        with self._reading() as connection:
            return counting.entity(connection, id)

    def entities(self) -> list[dict[str, Any]]:
        """Everyone with an id who fills a role: `id`, `kind`, `name`, `of`, `facts` (a count); most first."""
        with self._reading() as connection:
            return queries.entities(connection)

    def find(
        self, query: Query, *, since: str | None = None, until: str | None = None, limit: int = 20
    ) -> list[Hit]:
        """Finds passages, and the facts in them, that bear on a query.

        Args:
            query: as `elshi.search.reading.read_query` makes it.
            since: EDTF value, or None.
            until: EDTF value, or None. Undated passages count by their document's date of publication.
            limit: at most so many.

        Returns:
            Best first; nothing when no passage holds enough of what was asked, or none of those named.
        """
        with self._reading() as connection:
            return search(connection, query, since=since, until=until, limit=limit)

    def search(
        self,
        terms: Sequence[str],
        entities: Sequence[str] = (),
        *,
        since: str | None = None,
        until: str | None = None,
        limit: int = 20,
    ) -> list[Hit]:
        """Like `find`, for words and ids as `IndexedPassage` has them; `type:visit` asks for a type of fact."""
        return self.find(plain_query(terms, entities), since=since, until=until, limit=limit)

    def dump(self) -> list[dict[str, Any]]:
        """Everything in the record but the times of adding, in an order that depends on the content alone.

        The same documents give the same dump, whatever the order and however often a run was interrupted.
        """
        with self._reading() as connection:
            return list(dump(connection))

    # Deciding ---------------------------------------------------------------------------------------------

    def decide(self, decision: Decision) -> str:
        """Adds a person's decision and applies it; returns its id. Adding it twice changes nothing.

        Raises:
            RecordError: the decision does not hold together, or an edit does not describe a fact.
        """
        with self._writing() as connection:
            if decision.kind == "edit":
                self._check_edit(connection, decision)
            if decisions.add(connection, decision) and decision.document:
                rewrite_facts(connection, decision.document)
        return decision.id

    def undo(self, decision: str, *, who: str, at: str, why: str | None = None) -> None:
        """Takes a decision back; its row stays, marked with who did it and when.

        Raises:
            RecordError: there is no such decision, or it was taken back already.
        """
        with self._writing() as connection:
            document = decisions.undo(connection, decision, who=who, at=at, why=why)
            if document:
                rewrite_facts(connection, document)

    def decisions(self, *, kinds: Sequence[str] = (), undone: bool = True) -> list[Decision]:
        """Decisions, oldest first; with `undone=False` only those that stand."""
        with self._reading() as connection:
            return decisions.stored(connection, kinds=kinds, undone=undone)

    def unanchored(self) -> list[Decision]:
        """Standing decisions about a fact that the record no longer finds; they are kept."""
        lost = []
        f, d = tables.facts.c, tables.documents.c
        with self._reading() as connection:
            for decision in decisions.stored(connection, undone=False):
                anchors = decision.payload.get("facts") or ()
                if any(anchored(connection, one) is None for one in anchors):
                    lost.append(decision)
                    continue
                if not decision.document or not (decision.fact or decision.quote):
                    continue
                rows = connection.execute(
                    select(f.id, f.payload, f.extracted, d.name)
                    .join_from(tables.facts, tables.documents)
                    .where(d.key == decision.document)
                )
                found = {row.id: from_payload(row.extracted or row.payload, row.name) for row in rows}
                if decisions.anchor(decision, found) is None:
                    lost.append(decision)
        return lost

    # Remembering ------------------------------------------------------------------------------------------

    def shown(self, a: str, b: str) -> Shown | None:
        """What the written dossiers of two sides have shown, None before the first."""
        with self._reading() as connection:
            return showing.shown(connection, a, b)

    def remember(
        self, a: str, b: str, facts: Mapping[str, str], *, whole: bool, gone: Iterable[str] = ()
    ) -> None:
        """Notes that a dossier of two sides was written.

        Args:
            a: code of one side.
            b: code of the other; the order does not matter.
            facts: id of each fact that it showed -> the fact's state.
            whole: it showed all that there is, so these facts take the place of what was shown before; else
                they are added to it.
            gone: facts that it said are gone; they are not said again.

        Raises:
            RecordError: the record cannot be written to.
        """
        with self._writing() as connection:
            showing.remember(connection, a, b, facts, at=self._now(), whole=whole, gone=gone)

    # Within -----------------------------------------------------------------------------------------------

    def _check_edit(self, connection: Connection, decision: Decision) -> None:
        f = tables.facts.c
        row = connection.execute(
            select(f.payload, f.extracted).where(f.id == (decision.fact or ""))
        ).one_or_none()
        if row is None:
            return  # may come from another record: it waits, unanchored
        try:
            queries.check(edited(from_payload(row.extracted or row.payload, ""), decision.payload))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise RecordError(f"edit of {decision.fact}: no such field or value: {error}") from error

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with translated(self.name), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with (
            translated(self.name),
            self._engine.connect().execution_options(writing=True) as connection,
            connection.begin(),
        ):
            lock_for_writing(connection)
            yield connection
