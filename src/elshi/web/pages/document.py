"""A document: its text with every fact marked, and the facts beside it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from elshi.record.model import StoredDocument, StoredFact
from elshi.render.safe import safe_url
from elshi.views.items import Item, items
from elshi.web.show import EventRow
from elshi.web.site import View

__all__ = ["Card", "DocumentPage", "Stretch", "cut", "document"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of the text between two places where a fact begins or ends.

    Attributes:
        text: as it was read.
        facts: ids of the facts that cover it.
        begins: ids of those that begin here; the text carries their anchors.
        numbers: their numbers, shown where they begin.
        language: language of the passage where it is not the document's.
        here: a fact that the reader came for covers it.
    """

    text: str
    facts: tuple[str, ...]
    begins: tuple[str, ...]
    numbers: tuple[int, ...]
    language: str | None
    here: bool


@dataclass(frozen=True, slots=True)
class Card:
    """One fact beside the text."""

    number: int
    id: str
    row: EventRow
    about: str | None
    doubt: int
    here: bool


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """What the template gets."""

    document: StoredDocument
    title: str
    published: str
    language: str
    url: str | None
    original: tuple[str, str | None] | None
    copies: list[tuple[str, str | None]]
    stretches: list[Stretch]
    cards: list[Card]


def cut(
    text: str, facts: Sequence[StoredFact], chosen: str | None = None, language: str | None = None
) -> list[Stretch]:
    """Cuts a text where facts begin and end.

    Args:
        text: of the document.
        facts: in the order of the text; offsets outside it are cut to it.
        chosen: id of the fact that the reader came for.
        language: of the document.
    """
    numbers = {stored.id: number for number, stored in enumerate(facts, 1)}
    spans = {
        stored.id: (max(0, stored.fact.start), min(len(text), stored.fact.end))
        for stored in facts
        if stored.fact.start < min(len(text), stored.fact.end)
    }
    edges = sorted({0, len(text), *(edge for span in spans.values() for edge in span)})
    starting: dict[int, list[str]] = {}
    for id, (start, _) in spans.items():
        starting.setdefault(start, []).append(id)
    said = {stored.id: stored.fact.language for stored in facts}
    made: list[Stretch] = []
    covering: list[str] = []
    for start, end in itertools.pairwise(edges):
        covering = [id for id in covering if spans[id][1] > start] + starting.get(start, [])
        begins = tuple(starting.get(start, ()))
        own = said[covering[0]] if covering else None
        made.append(
            Stretch(
                text[start:end],
                tuple(covering),
                begins,
                tuple(numbers[id] for id in begins),
                own if own != language else None,
                chosen in covering,
            )
        )
    return made


def _single(stored: StoredFact, grouped: dict[str, Item]) -> Item | None:
    """The fact by itself, as an event of one source: a document's page shows what this document says."""
    from dataclasses import replace

    from elshi.views.items import item

    whole = grouped.get(stored.id)
    if whole is None:
        return None
    fact = stored.fact
    event = replace(
        whole.event, type=fact.type, subtype=fact.subtype, status=fact.status, date=fact.date,
        roles=fact.roles, place=fact.place, title=fact.title, sphere=fact.sphere, value=fact.value,
        unit=fact.unit, facts=(stored,),
    )  # fmt: skip
    return item(event)


def document(view: View, key: str, chosen: str | None = None) -> str:
    """Renders the page.

    Raises:
        RecordError: there is no such document.
    """
    desk = view.desk
    found = desk.document(key)
    text = desk.text(key)
    facts = desk.facts_in(key)
    grouped = {fact.id: one for one in items(desk.record.store.events(document=key)) for fact in one.facts}
    cards = []
    for number, stored in enumerate(facts, 1):
        one = _single(stored, grouped)
        if one is None:
            continue
        row = view.show.row(one)
        cards.append(
            Card(number, stored.id, row, view.link("fact", stored.id), round(100 * (1 - stored.fact.confidence)),
                 stored.id == chosen)
        )  # fmt: skip
    original = None
    if found.near_copy_of:
        first = desk.record.store.document(found.near_copy_of)
        if first:
            original = (first.title or first.name, view.link("document", first.key))
    copies = [
        (one.title or one.name, view.link("document", one.key))
        for one in desk.documents()
        if one.near_copy_of == key
    ]
    return view.render(
        "document.html.j2",
        page=DocumentPage(
            document=found,
            title=found.title or found.name,
            published=view.show.date(found.published) if found.published else view.words("note.undated"),
            language=view.words.get(f"language.{found.language}", found.language or "–"),
            url=safe_url(found.url),
            original=original,
            copies=copies,
            stretches=cut(text, facts, chosen, found.language),
            cards=cards,
        ),
    )
