"""Events as the views use them: all fillers of all facts, and every date that a source gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from elshi.model import Filler, Place
from elshi.record.model import Event, StoredFact
from elshi.views.values import When
from elshi.views.when import may_agree, order, precision

__all__ = ["Item", "belongs", "filler_key", "items", "known_by"]


def belongs(filler: Filler, side: str) -> bool:
    """The filler is the side itself, or a person, office or body of that side."""
    return side in (filler.id, filler.of)


def filler_key(filler: Filler) -> str:
    """What makes two fillers the same one: the id, else the name."""
    return filler.id or (filler.name or filler.mention).casefold()


def known_by(fact: StoredFact, as_of: str | None) -> bool:
    """The fact's document was out by then; a document without a date counts as known."""
    published = fact.document.published
    return as_of is None or published is None or order(published)[0] <= order(as_of)[1]


@dataclass(frozen=True, slots=True)
class Item:
    """One event or figure.

    Attributes:
        event: as the record has it.
        facts: those that count here, best first, never empty.
        roles: every filler that any fact names, each once.
        dates: the dates that sources give, the most precise of those that agree, in order of time, each
            with its facts when there are several; one `When(None)` when no source gives any.
        status: of the event, else of its best fact that counts.
    """

    event: Event
    facts: tuple[StoredFact, ...]
    roles: Mapping[str, tuple[Filler, ...]]
    dates: tuple[When, ...]
    status: str

    @property
    def id(self) -> str:
        """Id of the event."""
        return self.event.id

    @property
    def type(self) -> str:
        """Event type or indicator."""
        return self.event.type

    @property
    def subtype(self) -> str | None:
        """Subtype, where the text gives one."""
        return self.event.subtype

    @property
    def date(self) -> str | None:
        """The date to order by."""
        return self.dates[0].value

    @property
    def title(self) -> str | None:
        """Title of the event, else of the first fact that has one."""
        return self.event.title or next((f.fact.title for f in self.facts if f.fact.title), None)

    @property
    def title_language(self) -> str | None:
        """Language that the title is written in."""
        title = self.title
        return next((f.fact.language for f in self.facts if f.fact.title == title), None)

    @property
    def place(self) -> Place | None:
        """Where it took place."""
        return self.event.place or next((f.fact.place for f in self.facts if f.fact.place), None)

    def fillers(self, *roles: str) -> Iterator[Filler]:
        """Fillers of these roles (of all roles when none is named), in the order of the text."""
        for role, fillers in self.roles.items():
            if not roles or role in roles:
                yield from fillers

    def involves(self, side: str) -> bool:
        """Some filler is of that side; a visit also involves the state that it goes to."""
        if any(belongs(filler, side) for filler in self.fillers()):
            return True
        return side == self._destination()

    def _destination(self) -> str | None:
        """The state in which a visit without a host took place."""
        place = self.place
        return (
            place.country if place is not None and self.type == "visit" and "host" not in self.roles else None
        )

    def parties(self) -> tuple[str, ...]:
        """Codes of all states and organisations that take part, in the order of the text."""
        found: dict[str, None] = {}
        for filler in self.fillers():
            if filler.kind in ("state", "igo", "programme") and filler.id:
                found.setdefault(filler.id)
            elif filler.of:
                found.setdefault(filler.of)
        destination = self._destination()
        if destination:
            found.setdefault(destination)
        return tuple(found)


def _roles(facts: Iterable[StoredFact]) -> dict[str, tuple[Filler, ...]]:
    found: dict[str, dict[str, Filler]] = {}
    for stored in facts:
        for role, fillers in stored.fact.roles.items():
            known = found.setdefault(role, {})
            for filler in fillers:
                known.setdefault(filler_key(filler), filler)
    return {role: tuple(known.values()) for role, known in found.items()}


def _dates(facts: Iterable[StoredFact]) -> tuple[When, ...]:
    dated = sorted(
        ((f.fact.date, f.id) for f in facts if f.fact.date),
        key=lambda pair: (precision(pair[0]), order(pair[0])),
    )
    groups: dict[str, list[str]] = {}
    for date, id in dated:
        fits = next((known for known in groups if may_agree(known, date)), None)
        groups.setdefault(fits or date, []).append(id)
    if not groups:
        return (When(None),)
    if len(groups) == 1:
        return (When(next(iter(groups))),)
    return tuple(When(date, tuple(groups[date])) for date in sorted(groups, key=order))


def item(event: Event, as_of: str | None = None) -> Item | None:
    """The event as far as it was known then; None when no fact of it was."""
    facts = tuple(f for f in event.facts if known_by(f, as_of))
    if not facts:
        return None
    status = event.status if len(facts) == len(event.facts) else facts[0].fact.status
    return Item(event, facts, _roles(facts), _dates(facts), status)


def items(events: Iterable[Event], as_of: str | None = None) -> list[Item]:
    """All events that were known then, in order of time, undated ones last; equal dates by id."""
    found = [made for made in (item(event, as_of) for event in events) if made is not None]
    return sorted(found, key=lambda i: (*order(i.date), i.id))
