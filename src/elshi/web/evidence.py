"""Numbered chips, and the quotations they lead to, which stand beside the text on the same page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

from elshi.record.model import StoredFact
from elshi.render.dates import date_text
from elshi.render.page import ranges
from elshi.render.safe import language_tag, safe_url, split_controls
from elshi.render.texts import Texts
from elshi.web.links import Links

__all__ = ["Evidence", "Quotation", "source_text"]

#: More chips than this in one place are shown as the first ones and the number of the others.
_MOST = 12


def source_text(text: object, language: str | None = None, *, control: str = "", tag: str = "") -> Markup:
    """Words of a source: escaped, kept apart from the direction of what is around, control characters shown.

    Args:
        text: what the source says.
        language: language of the words, None for the reader's own.
        control: what a reader is told of a control character.
        tag: element to put around (`span` where a language is given and nothing else is asked for).
    """
    shown = Markup("").join(
        escape(part)
        if found is None
        else Markup('<span class="control" title="{}">{}</span>').format(control, part)
        for part, found in split_controls(str(text))
    )
    code = language_tag(language)
    name = tag or ("span" if code else "bdi")
    said = Markup(' lang="{}"').format(code) if code else Markup("")
    direction = Markup(' dir="auto"') if name != "bdi" else Markup("")
    return Markup("<{0}{1}{2}>{3}</{0}>").format(Markup(name), said, direction, shown)


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation beside the text.

    Attributes:
        number: of its chip.
        fact: id of the fact, quote and language its words.
        title, title_language: of the document, or its name.
        outlet, published: where and when it came out, for the reader.
        place: address of the document with the sentence marked, or None.
        about: address of the fact's own page, or None.
        url: where the document was fetched from, when it is safe to follow.
        status: the fact's status where it did not simply happen.
        doubt: share of facts like this one that are wrong, in percent.
    """

    number: int
    fact: str
    quote: str
    language: str
    title: str
    title_language: str | None
    outlet: str | None
    published: str
    place: str | None
    about: str | None
    url: str | None
    status: str | None
    doubt: int


class Evidence:
    """Numbers facts in the order in which a page first cites them."""

    def __init__(self, links: Links, words: Texts, control: str, more: str) -> None:
        self._links, self._words, self._control, self._more = links, words, control, more
        self._facts: dict[str, StoredFact] = {}
        self._numbers: dict[str, int] = {}
        self._places: dict[int, int] = {}

    def __bool__(self) -> bool:
        return bool(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    def number(self, stored: StoredFact) -> int:
        """Number of a fact, a new one when it was not cited yet."""
        number = self._numbers.setdefault(stored.id, len(self._numbers) + 1)
        self._facts.setdefault(stored.id, stored)
        return number

    def chips(self, facts: Iterable[StoredFact]) -> Markup:
        """Chips that lead to the quotations of these facts; long runs as 3–15."""
        numbers = tuple(dict.fromkeys(self.number(one) for one in facts))
        return self.of_numbers(numbers)

    def of_numbers(self, numbers: Iterable[int]) -> Markup:
        """Chips for numbers that are known already."""
        given = tuple(sorted(numbers))
        shown, more = given[:_MOST], len(given) - _MOST
        parts = []
        for first, last in ranges(shown):
            parts.append(self._chip(first))
            if last != first:
                parts.append(Markup('<span class="run">–</span>') + self._chip(last))
        if more > 0:
            parts.append(Markup('<span class="run">{}</span>').format(self._more.format(n=more)))
        return Markup('<span class="chips">{}</span>').format(Markup("").join(parts)) if parts else Markup("")

    def _chip(self, number: int) -> Markup:
        self._places[number] = place = self._places.get(number, 0) + 1
        link = Markup('<a class="chip" href="#n{0}" id="r{0}-{1}" aria-label="{2} {0}">{0}</a>')
        return link.format(number, place, self._words("note.column"))

    def notes(self) -> list[Quotation]:
        """Every quotation that the page has cited so far, by number."""
        return [self.quotation(one) for one in self._facts.values()]

    def quotation(self, stored: StoredFact) -> Quotation:
        """One fact as it stands beside the text."""
        fact, document, words = stored.fact, stored.document, self._words
        return Quotation(
            number=self._numbers.get(stored.id, 0),
            fact=stored.id,
            quote=fact.quote,
            language=fact.language,
            title=document.title or document.name,
            title_language=document.language if document.title else None,
            outlet=document.source,
            published=date_text(document.published, words) if document.published else words("note.undated"),
            place=self._links.page("document", document.key, fact=stored.id, anchor=f"f-{stored.id}"),
            about=self._links.page("fact", stored.id),
            url=safe_url(document.url),
            status=words(f"status.{fact.status}") if fact.status != "actual" else None,
            doubt=round(100 * (1 - fact.confidence)),
        )
