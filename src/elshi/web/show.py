"""Events and who takes part in them, made ready for a template in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from elshi.model import Filler
from elshi.record.model import StoredFact
from elshi.render.amounts import amount_text
from elshi.render.dates import date_text
from elshi.render.texts import Texts
from elshi.views.items import Item, filler_key
from elshi.views.pair import kind_term

if TYPE_CHECKING:
    from elshi.web.desk import Desk
    from elshi.web.links import Links

__all__ = ["SPHERE_MARKS", "Dated", "EventRow", "Name", "Show"]

#: A sphere is told by a two-letter mark beside its colour, so that colour alone says nothing.
SPHERE_MARKS = {
    "political": "PO",
    "parliamentary": "PA",
    "economic": "EC",
    "security": "SE",
    "culture": "CU",
    "education_science": "ED",
    "transport_consular": "TR",
    "environment": "EN",
    "humanitarian": "HU",
    "multilateral": "ML",
    "none": "–",
}

#: Event type -> roles that act, roles that are acted upon.
_DIRECTED = {
    "visit": (("visitor",), ("host",)),
    "mission": (("sender", "envoy"), ("receiver",)),
    "membership": (("member", "from"), ("organisation", "to")),
    "organisation": (("organisation",), ("successor",)),
    "statement": (("speaker",), ("addressee",)),
    "aid": (("donor",), ("recipient",)),
    "honour": (("awarder",), ("honouree",)),
    "coercion": (("actor",), ("target",)),
    "export": (("from",), ("to",)),
    "import": (("from",), ("to",)),
    "investment": (("from",), ("to",)),
    "credit": (("donor",), ("recipient",)),
}


@dataclass(frozen=True, slots=True)
class Name:
    """Who fills a role: the name to show, its language where it is a source's, and the page about it."""

    text: str
    id: str | None
    kind: str
    language: str | None
    link: str | None
    of: str | None


@dataclass(frozen=True, slots=True)
class Dated:
    """One date that sources give, with the facts that do (none where all agree)."""

    text: str
    value: str | None
    facts: tuple[StoredFact, ...]


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event in a list.

    Attributes:
        acting, target: who acts and towards whom; without a direction all stand in `acting`.
        title, title_language: name or subject in the words of a source.
        amount: the number of a figure, for the reader.
    """

    id: str
    link: str | None
    dates: tuple[Dated, ...]
    kind: str
    type: str
    sphere: str | None
    status: str
    status_text: str | None
    acting: tuple[Name, ...]
    target: tuple[Name, ...]
    title: str | None
    title_language: str | None
    place: str | None
    place_language: str | None
    amount: str | None
    facts: tuple[StoredFact, ...]
    sources: int


class Show:
    """Makes rows for one reader."""

    def __init__(self, desk: Desk, links: Links, words: Texts) -> None:
        self._desk, self._links, self.words = desk, links, words
        self.language = words.language

    # -- words -------------------------------------------------------------------------------------

    def date(self, value: str | None) -> str:
        """A date, or that there is none."""
        return date_text(value, self.words)

    def kind(self, one: Item) -> str:
        """What happened, in a word or two."""
        return self.term(kind_term(one).key)

    def term(self, key: str) -> str:
        """A word of the field by its key; a code without a word stands as it is."""
        return self.words.get(key, key.rpartition(".")[2].replace("_", " "))

    def type(self, type: str) -> str:
        """An event type or indicator."""
        return self.words.get(f"type.{type}", self.words.get(f"figure.{type}", type))

    def sphere(self, sphere: str | None) -> str:
        """A sphere."""
        return self.term(f"sphere.{sphere}") if sphere and sphere != "none" else "–"

    def status(self, status: str) -> str:
        """A status."""
        return self.term(f"status.{status}")

    def amount(self, value: float | None, unit: str | None) -> str | None:
        """A number with its unit."""
        return None if value is None else amount_text(value, unit, self.words)

    # -- who ---------------------------------------------------------------------------------------

    def name(self, filler: Filler, language: str | None = None) -> Name:
        """A filler; a name that only a source gives carries that source's language."""
        known = self._desk.names.name(filler.id, self.language) if filler.id else None
        text = known or filler.name or " ".join(filler.mention.split())
        link = self._links.page("entity", filler.id) if filler.id else None
        # Codes have English names in the record where the catalogue has no other.
        own = None if known or filler.kind in ("state", "igo", "programme") else language
        return Name(text, filler.id, filler.kind, own, link, filler.of)

    def side(self, code: str) -> Name:
        """A state, organisation or person by its id."""
        link = self._links.page("entity", code)
        entity = self._desk.entity(code)
        kind = str(entity["kind"]) if entity else "state"
        return Name(self._desk.name(code, self.language), code, kind, None, link, None)

    def names(self, fillers: Iterable[Filler], language: str | None = None) -> tuple[Name, ...]:
        """Fillers, each once; a state is left out where a person or body of it is named."""
        given = list(fillers)
        spoken_for = {one.of for one in given if one.of and one.kind != "place"}
        made: dict[str, Name] = {}
        for filler in given:
            if filler.kind in ("state", "igo") and filler.id in spoken_for:
                continue
            made.setdefault(filler_key(filler), self.name(filler, language))
        return tuple(made.values())

    # -- events ------------------------------------------------------------------------------------

    def row(self, one: Item) -> EventRow:
        """One event."""
        language = one.facts[0].fact.language
        first, second = _DIRECTED.get(one.type, ((), ()))
        acting = self.names(one.fillers(*first), language) if first else ()
        target = self.names(one.fillers(*second), language) if second else ()
        told = {*first, *second}
        rest = self.names((f for role, fs in one.roles.items() if role not in told for f in fs), language)
        seen = {name.id or name.text for name in (*acting, *target)}
        acting += tuple(name for name in rest if (name.id or name.text) not in seen)
        by_id = {fact.id: fact for fact in one.facts}
        place, place_language = self._place(one)
        status = one.status
        return EventRow(
            id=one.id,
            link=self._links.page("event", one.id),
            dates=tuple(
                Dated(self.date(w.value), w.value, tuple(by_id[f] for f in w.facts if f in by_id))
                for w in one.dates
            ),
            kind=self.kind(one),
            type=one.type,
            sphere=one.event.sphere,
            status=status,
            status_text=self.status(status) if status != "actual" else None,
            acting=acting,
            target=target,
            title=" ".join(one.title.split()) if one.title else None,
            title_language=one.title_language,
            place=place,
            place_language=place_language,
            amount=self.amount(one.event.value, one.event.unit) if one.event.kind == "figure" else None,
            facts=one.facts,
            sources=len({fact.document.key for fact in one.facts}),
        )

    def rows(self, found: Sequence[Item]) -> list[EventRow]:
        """Several events."""
        return [self.row(one) for one in found]

    def _place(self, one: Item) -> tuple[str | None, str | None]:
        named = [(f.fact.place.name, f.fact.language) for f in one.facts if f.fact.place]
        if not named:
            return (one.place.name, None) if one.place else (None, None)
        return min(named, key=lambda pair: pair[1] != self.language)
