"""What the record knows of two sides: the facts between them, and what is said of one beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from elshi.model import Filler
from elshi.record.model import Event, StoredFact
from elshi.views.contradictions import settled_by_people
from elshi.views.items import Item, belongs, filler_key, items
from elshi.views.offices import Office, office_in
from elshi.views.source import Names, Source
from elshi.views.values import Amount, Party, Term, Value, Words
from elshi.views.when import bounds, order, within

#: So many documents are asked for at once.
_MANY = 400

__all__ = ["Pair", "facts_of", "kind_term"]


def kind_term(item: Item) -> Term:
    """The interface's word for what the event is: its subtype where the text gives one, else its type."""
    if item.event.kind == "figure":
        return Term(f"figure.{item.type}")
    return Term(f"subtype.{item.type}.{item.subtype}" if item.subtype else f"type.{item.type}")


def facts_of(found: Iterable[Item]) -> tuple[StoredFact, ...]:
    """Facts of several events, each once, in their order."""
    seen: dict[str, StoredFact] = {}
    for one in found:
        for fact in one.facts:
            seen.setdefault(fact.id, fact)
    return tuple(seen.values())


class Pair:
    """The material of a dossier.

    Attributes:
        a, b: codes of the two sides.
        language: the reader's.
        bilateral: events that name both sides, in order of time, undated ones last.
        one_sided: events that name only one of them (or neither) and no third party, in documents that
            speak of both.
        settled: what a person said is no conflict.
        memberships: memberships and chairmanships of one side in a third organisation, in those documents.
    """

    def __init__(
        self,
        source: Source,
        a: str,
        b: str,
        *,
        since: str | None,
        until: str | None,
        as_of: str | None,
        language: str,
        names: Names,
    ) -> None:
        self.a, self.b, self.language, self._names = a, b, language, names
        self.settled = settled_by_people(source)
        self.as_of = as_of

        def asked(events: Iterable[Event]) -> list[Item]:
            return [
                one
                for one in items(events, as_of)
                if any(within(when.value, since, until) for when in one.dates)
            ]

        self.bilateral = [
            one for one in asked(source.events(sides=(a, b))) if one.involves(a) and one.involves(b)
        ]
        between = {one.id for one in self.bilateral}
        # Rows of an imported list stand for themselves: what is beside them is no context.
        documents = sorted(
            {
                fact.document.key
                for one in self.bilateral
                for fact in one.facts
                if not (fact.fact.rule or "").startswith("list/")
            }
        )
        near = [
            one
            for at in range(0, len(documents), _MANY)
            for one in asked(source.events(documents=documents[at : at + _MANY]))
            if one.id not in between
        ]
        near = list({one.id: one for one in near}.values())
        near.sort(key=lambda one: (*order(one.date), one.id))
        self.memberships = [
            one for one in near if one.type == "membership" and (one.involves(a) or one.involves(b))
        ]
        members = {one.id for one in self.memberships}
        self.one_sided = [one for one in near if one.id not in members and set(one.parties()) <= {a, b}]
        self._said = self._names_in_sources(self.bilateral + self.one_sided + self.memberships)

    @staticmethod
    def _names_in_sources(found: Iterable[Item]) -> dict[str, dict[str, str]]:
        said: dict[str, dict[str, str]] = {}
        for one in found:
            for stored in sorted(one.facts, key=lambda f: f.id):
                for fillers in stored.fact.roles.values():
                    for filler in fillers:
                        if filler.name:
                            said.setdefault(filler_key(filler), {}).setdefault(
                                stored.fact.language, filler.name
                            )
        return said

    # -- choosing -------------------------------------------------------------------------------

    def of(self, *types: str, subtypes: tuple[str | None, ...] = ()) -> list[Item]:
        """Bilateral events of these types (and subtypes, where named)."""
        return [
            one for one in self.bilateral if one.type in types and (not subtypes or one.subtype in subtypes)
        ]

    def side_of(self, filler: Filler) -> str | None:
        """Which of the two sides a filler belongs to."""
        return self.a if belongs(filler, self.a) else self.b if belongs(filler, self.b) else None

    def direction(
        self, one: Item, source: tuple[str, ...], target: tuple[str, ...]
    ) -> tuple[str, str] | None:
        """(from, to) when one side fills the source roles and the other the target roles, else None."""
        start = {self.side_of(f) for f in one.fillers(*source)} - {None}
        end = {self.side_of(f) for f in one.fillers(*target)} - {None}
        place = one.place
        if not end and place is not None and place.country in (self.a, self.b):
            end = {place.country}
        for giver, taker in ((self.a, self.b), (self.b, self.a)):
            if giver in start and taker not in start and (taker in end or not end):
                return giver, taker
            if not start and taker in end and giver not in end:
                return giver, taker
        return None

    def is_multilateral(self, one: Item) -> bool:
        """More than three states or organisations take part, or the text's sphere says so."""
        return len(one.parties()) > 3 or one.event.sphere == "multilateral"

    @cached_property
    def latest(self) -> str | None:
        """The latest date of publication among the documents used: "now", as far as the sources know."""
        published = (f.document.published for one in self.bilateral for f in one.facts)
        dates = [date for date in published if date and bounds(date)]
        return max(dates, key=order) if dates else None

    # -- showing --------------------------------------------------------------------------------

    def side(self, code: str) -> Party:
        """One of the two sides, or any coded party, as a value."""
        name = self._names.name(code, self.language)
        said = self._said.get(code, {})
        kind = "state" if len(code) == 3 and code.isalpha() else "igo"
        return Party(code, name or said.get(self.language) or next(iter(said.values()), code), kind)

    def party(self, filler: Filler, one: Item | None = None, *, office: bool = False) -> Party:
        """A filler as a value, named in the reader's language where anyone knows how.

        Args:
            filler: who or what.
            one: the event it stands in; needed for its office.
            office: look for the office words beside its name.
        """
        name = self._names.name(filler.id, self.language) if filler.id else None
        language: str | None = None
        if name is None:
            said = self._said.get(filler_key(filler), {})
            own = self.language if self.language in said else next(iter(said), None)
            name = said[own] if own else filler.name or " ".join(filler.mention.split())
            coded = filler.kind in ("state", "igo", "programme") and filler.id is not None
            language = None if coded else own
        words = self.office(filler, one) if office and one else None
        if words is None:
            return Party(filler.id, name, filler.kind, language)
        return Party(filler.id, name, filler.kind, language, words[0].words, words[1])

    def office(self, filler: Filler, one: Item) -> tuple[Office, str] | None:
        """The office words beside a person's name in an event's quotations, best in the reader's language."""
        found = [(office, fact.fact.language) for office, fact in self.offices(filler, one)]
        return min(found, key=lambda pair: pair[1] != self.language, default=None)

    @staticmethod
    def offices(filler: Filler, one: Item) -> Iterator[tuple[Office, StoredFact]]:
        """Every office that the event's quotations give a person, with the fact that does."""
        key = filler_key(filler)
        for stored in one.facts:
            fillers = [f for group in stored.fact.roles.values() for f in group]
            others = [f.mention for f in fillers if filler_key(f) != key and f.kind == "person"]
            for same in fillers:
                if filler_key(same) == key:
                    found = office_in(
                        stored.fact.quote, same.mention, stored.fact.language, others, same.name
                    )
                    if found:
                        yield found, stored

    def parties(self, fillers: Iterable[Filler], one: Item, *, office: bool = False) -> tuple[Party, ...]:
        """Fillers as values, each once; a state is left out when a person or body of it is there."""
        given = list(fillers)
        spoken_for = {f.of for f in given if f.of}
        made: dict[str, Party] = {}
        for filler in given:
            if filler.kind in ("state", "igo") and filler.id in spoken_for:
                continue
            made.setdefault(filler_key(filler), self.party(filler, one, office=office))
        return tuple(made.values())

    def title(self, one: Item) -> tuple[Value, ...]:
        """Title of an event as cell values, empty when it has none."""
        return (Words(one.title, one.title_language),) if one.title else ()

    def place(self, one: Item) -> tuple[Value, ...]:
        """Place of an event in the words of the best source, in the reader's language where one has it."""
        named = [(f.fact.place, f.fact.language) for f in one.facts if f.fact.place]
        if not named:
            return (Words(one.place.name),) if one.place else ()
        place, language = min(named, key=lambda pair: pair[1] != self.language)
        return (Words(place.name, language),) if place else ()

    def summary(self, one: Item) -> tuple[Value, ...]:
        """What happened, in one cell: kind, who with whom, about what."""
        people = self.parties(one.fillers(), one)
        amount: tuple[Value, ...] = ()
        if one.event.kind == "figure" and one.event.value is not None:
            amount = (Amount(one.event.value, one.event.unit, one.status),)
        return (kind_term(one), *people, *amount, *self.title(one))
