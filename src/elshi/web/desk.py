"""Everything the pages ask of the record, in one place, with answers kept until the record changes.

A page never touches the store itself: what is slow is asked once for one state of the record (`revision`), and
two requests at the same time wait for one answer.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from elshi.api import Record
from elshi.errors import ElshiError, RecordError
from elshi.model import EVENT_TYPES, FIGURE_TYPES, SPHERES, STATUSES
from elshi.record.decisions import Decision
from elshi.record.model import Event, StoredDocument, StoredFact
from elshi.views.items import Item, item, items
from elshi.views.sheet import Dossier
from elshi.views.when import bounds, within

__all__ = ["Asked", "Desk"]

T = TypeVar("T")

#: Answers kept; a dossier of a large pair is some ten megabytes.
_KEPT = 96
#: Entries of single ids kept.
_KNOWN = 20_000


@dataclass(frozen=True, slots=True)
class Asked:
    """Which events a reader asks for; empty fields do not narrow.

    Attributes:
        sides: ids of states, organisations or persons; all of them must take part.
        types: event types or indicators.
        subtypes: steps within a type.
        spheres: spheres; `none` for events without one.
        statuses: statuses.
        since, until: EDTF values; undated events pass.
    """

    sides: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    subtypes: tuple[str, ...] = ()
    spheres: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None

    def check(self) -> Asked:
        """Itself, when every value is one that the record knows.

        Raises:
            ElshiError: a type, sphere, status or date is not known; the message lists what is.
        """
        for name, given, known in (
            ("type", self.types, (*EVENT_TYPES, *FIGURE_TYPES)),
            ("sphere", self.spheres, (*SPHERES, "none")),
            ("status", self.statuses, STATUSES),
        ):
            for value in given:
                if value not in known:
                    raise ElshiError(
                        f"{name} {value!r} is not known; one of {', '.join(dict.fromkeys(known))}"
                    )
        for name, date in (("since", self.since), ("until", self.until)):
            if date is not None and bounds(date) is None:
                raise ElshiError(f"{name} {date!r} is no date; write YYYY, YYYY-MM or YYYY-MM-DD")
        return self

    def fits(self, one: Item) -> bool:
        """The event is one that is asked for."""
        return (
            all(side in one.parties() or _names(one, side) or one.involves(side) for side in self.sides)
            and (not self.types or one.type in self.types)
            and (not self.subtypes or one.subtype in self.subtypes)
            and (not self.spheres or (one.event.sphere or "none") in self.spheres)
            and (not self.statuses or one.status in self.statuses)
            and any(within(when.value, self.since, self.until) for when in one.dates)
        )


def _names(one: Item, id: str) -> bool:
    return any(filler.id == id for filler in one.fillers())


class Desk:
    """One open record and what is known of names."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.names = record.extractor.catalogue
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()
        self._busy: dict[Hashable, threading.Lock] = {}
        #: Entries of single ids in one state of the record.
        self._known: tuple[str, dict[str, dict[str, Any] | None]] = ("", {})

    # -- keeping answers ---------------------------------------------------------------------------

    def revision(self) -> str:
        """A short text that changes whenever the record does."""
        return self.record.store.revision()

    def keep(self, key: tuple[Hashable, ...], make: Callable[[], T]) -> T:
        """The answer to a question in the record's present state, made once."""
        now = self.revision()
        full = (now, *key)
        with self._lock:
            if full in self._kept:
                self._kept.move_to_end(full)
                found: T = self._kept[full]
                return found
            lock = self._busy.setdefault(full, threading.Lock())
        with lock:
            with self._lock:
                if full in self._kept:
                    kept: T = self._kept[full]
                    return kept
            made = make()
            with self._lock:
                self._kept[full] = made
                self._busy.pop(full, None)
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
            return made

    # -- who ---------------------------------------------------------------------------------------

    def name(self, id: str, language: str) -> str:
        """Name for the reader: the catalogue's, else what the sources call it, else the id."""
        known = self.names.name(id, language)
        if known:
            return known
        entity = self.entity(id)
        return str(entity["name"]) if entity and entity["name"] else id

    def side(self, text: str) -> str:
        """Id of whoever a reader means: a code, a name in three languages, or an id of the record.

        Raises:
            UnknownSide: nobody is called that.
        """
        text = " ".join(text.split())[:200]
        if self.entity(text) is not None:
            return text
        return self.record.side(text)

    def sides(self) -> dict[str, int]:
        """Codes of states, organisations and programmes, with how many facts each takes part in."""
        return self.keep(("sides",), self.record.store.sides)

    def pairs(self) -> list[tuple[str, str, int]]:
        """Two sides and the number of events that name both, the busiest pair first."""
        return self.keep(("pairs",), self.record.store.pairs)

    def entities(self) -> list[dict[str, Any]]:
        """Everyone with an id in the record, most facts first."""
        return self.keep(("entities",), self.record.store.entities)

    def entity(self, id: str) -> dict[str, Any] | None:
        """One of `entities`."""
        now = self.revision()
        with self._lock:
            if self._known[0] != now or len(self._known[1]) > _KNOWN:
                self._known = (now, {})
            known = self._known[1]
            if id in known:
                return known[id]
        found = known[id] = self.record.store.entity(id) or self._new(id)
        return found

    def parted(self) -> dict[str, Decision]:
        """Ids that people gave to somebody whom the sources' words did not tell apart, with the decision."""

        def make() -> dict[str, Decision]:
            return {
                str(one.payload["as"]): one
                for one in self.decisions()
                if one.kind == "split" and not one.undone_by and "as" in one.payload
            }

        return self.keep(("parted",), make)

    def _new(self, id: str) -> dict[str, Any] | None:
        decision = self.parted().get(id)
        if decision is None:
            return None
        of = self.record.store.entity(str(decision.payload["entity"])) or {}
        name, facts = decision.payload.get("name"), len(decision.payload["facts"])
        return {"id": id, "kind": of.get("kind", "other"), "name": name, "of": None, "facts": facts}

    # -- what --------------------------------------------------------------------------------------

    def stats(self) -> dict[str, Any]:
        """Counts of the record."""
        return self.keep(("stats",), self.record.store.stats)

    def all_items(self) -> list[Item]:
        """Every event and figure, in order of time."""
        return self.keep(("items",), lambda: items(self.record.store.events()))

    def doubtful(self, limit: int) -> list[Item]:
        """The events that hold the least sure facts, so many facts of them."""

        def make() -> list[Item]:
            store = self.record.store
            names = dict.fromkeys(event for _, event in store.doubtful(limit))
            return items(one for name in names if (one := store.event(name)) is not None)

        return self.keep(("doubtful", limit), make)

    def recent(self, since: str, until: str) -> list[Item]:
        """Events of a span of time that happened, in order of time; undated ones are left out."""

        def make() -> list[Item]:
            found = self.record.store.events(
                statuses=("actual",), since=since, until=until, include_undated=False
            )
            asked = Asked(statuses=("actual",), until=until)
            return [one for one in items(found) if asked.fits(one)]

        return self.keep(("recent", since, until), make)

    def asked(self, asked: Asked) -> list[Item]:
        """Events that a reader asks for, in order of time."""

        def make() -> list[Item]:
            # The database knows the words' own ids only: whoever a person parted is looked for among all.
            if asked.sides and not self.parted().keys() & set(asked.sides):
                found: Iterable[Item] = items(self.record.store.events(sides=asked.sides))
            else:
                found = self.all_items()
            return [one for one in found if asked.fits(one)]

        return self.keep(("asked", asked), make)

    def event(self, id: str) -> Item | None:
        """One event, or None."""
        found = self.record.store.event(id)
        return item(found) if found else None

    def event_of(self, fact: str) -> Item | None:
        """The event that a fact belongs to."""
        found = self.record.store.fact(fact)
        if found is None:
            return None
        events: Sequence[Event] = self.record.store.events(document=found.document.key)
        event = next((one for one in events if any(f.id == fact for f in one.facts)), None)
        return item(event) if event else None

    def fact(self, id: str) -> StoredFact | None:
        """One fact that stands, or None."""
        return self.record.store.fact(id)

    def dossier(
        self,
        a: str,
        b: str,
        *,
        language: str,
        since: str | None = None,
        until: str | None = None,
        as_of: str | None = None,
    ) -> Dossier:
        """The relations of two sides."""
        key = ("dossier", a, b, language, since, until, as_of)
        return self.keep(
            key,
            lambda: self.record.dossier(a, b, language=language, since=since, until=until, as_of=as_of),
        )

    # -- documents ---------------------------------------------------------------------------------

    def documents(self) -> list[StoredDocument]:
        """All documents, the latest publication first, undated ones last."""

        def make() -> list[StoredDocument]:
            found = self.record.store.documents()
            dated = [one for one in found if one.published]
            return dated[::-1] + [one for one in found if not one.published]

        return self.keep(("documents",), make)

    def document(self, key: str) -> StoredDocument:
        """One document.

        Raises:
            RecordError: there is none with this key.
        """
        found = self.record.store.document(key)
        if found is None:
            raise RecordError(f"{key[:80]}: there is no such document in the record")
        return found

    def text(self, key: str) -> str:
        """Text of a document as it was read."""
        return self.record.store.document_text(key)

    def facts_in(self, key: str) -> list[StoredFact]:
        """Facts of a document in the order of its text."""
        found = self.record.store.facts(document=key)
        return sorted(found, key=lambda one: (one.fact.start, one.fact.end, one.id))

    def counts_by_document(self) -> dict[str, int]:
        """Number of facts in each document."""
        return self.keep(("facts by document",), self.record.store.facts_by_document)

    # -- decisions ---------------------------------------------------------------------------------

    def decisions(self) -> list[Decision]:
        """All decisions, oldest first."""
        return self.keep(("decisions",), self.record.store.decisions)
