"""Whom a document's names stand for: what one sentence leaves open and the whole document settles.

In order: acronyms that the text itself defines; persons (initials and surnames to full names); offices
(of which state, held by whom at the time spoken of); persons' states; «еліміз», «екі ел». Whatever
stays uncertain stays unlinked: `id`, `of`, `person` None.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from elshi.catalogue.acronyms import add_acronyms
from elshi.catalogue.context import Context
from elshi.catalogue.offices import link_offices
from elshi.catalogue.people import link_people, settle_people
from elshi.catalogue.recognise import OWN
from elshi.catalogue.references import point_back, resolve_sides
from elshi.catalogue.repeats import add_repeats
from elshi.catalogue.store import Catalogue
from elshi.model import Document, Mention, Passage

__all__ = ["link"]


def link(passages: Sequence[Passage], document: Document, clean: str, catalogue: Catalogue) -> None:
    """Links the mentions of one article's sentences, in place.

    Args:
        passages: its sentences in order, each with its mentions (dates and amounts among them).
        document: for its publication date, source and address.
        clean: the clean text that all offsets point into.
        catalogue: who is who.
    """
    if not any(p.mentions for p in passages):
        return
    context = Context(passages, document, clean, catalogue)
    add_acronyms(context)
    add_repeats(context)
    _own_country(context)
    _short_names(context)
    point_back(context)
    _places(context)
    _former_states(context)
    link_people(context)
    link_offices(context)
    settle_people(context)
    resolve_sides(context)


def _own_country(context: Context) -> None:
    """«еліміз», "our country": the country of the newspaper, where that is certain."""
    for passage in context.passages:
        kept: list[Mention] = []
        for m in passage.mentions:
            if m.kind == "state" and m.id is None and m.name == OWN["own:state"]:
                code = context.home(passage)
                if code is None:
                    continue
                m = replace(m, id=code, name=context.catalogue.name(code, "en"))
            kept.append(m)
        passage.mentions = kept


def _short_names(context: Context) -> None:
    """«альянс», "the Security Council": what they mean where the document names NATO, the UN."""
    named = {m.id for p in context.passages for m in p.mentions if m.id is not None}
    for passage in context.passages:
        kept: list[Mention] = []
        for m in passage.mentions:
            if m.id is None and m.name is not None and m.name.startswith("context:"):
                _, id, needed = m.name.split(":", 2)
                entity = context.catalogue.entity(id)
                if entity is None or named.isdisjoint(needed.split("|")):
                    continue
                m = replace(m, kind=entity.kind, id=id, name=entity.name)
            kept.append(m)
        passage.mentions = kept


#: Until when a capital was another state's: place's state today, that state, last day.
_FORMER = (
    ("SRB", "YUG", "2003-02-03"), ("RUS", "SUN", "1991-12-25"), ("CZE", "CSK", "1992-12-31"),
)  # fmt: skip


def _former_states(context: Context) -> None:
    """«Белград» in 1999 stands for Yugoslavia, "Moscow" in 1985 for the Soviet Union."""
    for passage in context.passages:
        if not any(m.kind == "place" and m.metonym for m in passage.mentions):
            continue
        when = context.when(passage) or ""
        for at, m in enumerate(passage.mentions):
            for today, former, last in _FORMER:
                if m.kind != "place" or not m.metonym or m.of != today:
                    continue
                dated = when[:4].isdigit() and when[: len(last)] <= last[: len(when)]
                if dated or (not when and former in context.named and today not in context.named):
                    passage.mentions[at] = replace(m, of=former)


def _places(context: Context) -> None:
    """Of places with one name the one whose country the article names."""
    named = {m.id for p in context.passages for m in p.mentions if m.kind in ("state", "nationality")}
    for passage in context.passages:
        for at, m in enumerate(passage.mentions):
            if m.kind != "place" or m.of is None or m.of in named or m.id not in context.catalogue.entities:
                continue
            for id in context.catalogue.places_named(m.name or ""):
                other = context.catalogue.entities[id]
                if other.country in named:
                    stands = context.catalogue.metonyms.get(id)
                    passage.mentions[at] = replace(m, id=id, of=other.country, metonym=stands is not None)
                    break
