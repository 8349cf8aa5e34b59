"""Dossiers and timelines as one self-contained HTML file each: nothing is loaded from anywhere.

What sources say is escaped, control characters in it are shown instead of obeyed, and only `http` and
`https` addresses become links.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from elshi.render.page import page, ranges
from elshi.render.runs import Line, Run, Writer
from elshi.render.safe import language_tag, safe_url, split_controls
from elshi.render.texts import texts
from elshi.render.timeline import cells
from elshi.views.items import Item
from elshi.views.sheet import Dossier
from elshi.views.source import Names, NoNames

__all__ = ["dossier_html", "timeline_html"]

#: More notes than this in one place are shown as the first ones and the number of the others.
_MOST_NOTES = 24

#: A quotation that begins with one of these brings its own marks.
_QUOTES = tuple('«“„"')

_CLASSES = {"term": "term", "office": "office", "title": "title", "undated": "undated", "amount": "amount"}


def _load(name: str) -> str:
    return (files("elshi.render") / "templates" / name).read_text("utf-8")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FunctionLoader(_load),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


class References:
    """Counts where notes are cited, so that each note can lead back to every place."""

    def __init__(self, back: str, control: str, reader: str) -> None:
        self._places: dict[int, int] = {}
        self._back = back
        self._control = control
        self._reader = reader

    def text(self, text: str) -> Markup:
        """Text of a source: escaped, with its control characters shown."""
        return Markup("").join(
            escape(part)
            if control is None
            else Markup('<span class="control" title="{}">{}</span>').format(self._control, part)
            for part, control in split_controls(text)
        )

    def list(self, numbers: Sequence[int]) -> Markup:
        """Links to notes from a list; the notes do not lead back to it."""
        link = Markup('<a href="#n{0}">{0}</a>')
        parts = [
            link.format(first) if first == last else link.format(first) + Markup("–") + link.format(last)
            for first, last in ranges(tuple(numbers))
        ]
        return Markup(", ").join(parts)

    def _cite(self, number: int, label: str | None = None) -> Markup:
        self._places[number] = self._places.get(number, 0) + 1
        anchor = f"r{number}-{self._places[number]}"
        return Markup('<a href="#n{0}" id="{1}">{2}</a>').format(number, anchor, label or number)

    def cite(self, numbers: Sequence[int]) -> Markup:
        """Links to notes; long runs as "3–15"."""
        if not numbers:
            return Markup("")
        shown, more = tuple(numbers[:_MOST_NOTES]), len(numbers) - _MOST_NOTES
        parts = []
        for first, last in ranges(shown):
            link = self._cite(first)
            parts.append(link if first == last else link + Markup("–") + self._cite(last))
        out = Markup(", ").join(parts)
        return out + Markup(" +{}").format(more) if more > 0 else out

    def run(self, run: Run) -> Markup:
        """One run of text with its notes."""
        body = self.text(run.text)
        tag = language_tag(run.language)
        language = Markup(' lang="{}"').format(tag) if tag and tag != self._reader else Markup("")
        if run.kind == "quote":
            own = Markup(' class="own"') if run.text[:1] in _QUOTES else Markup("")
            out = Markup("<q{}{}>{}</q>").format(own, language, body)
        elif run.kind == "status":
            out = Markup(' <span class="status {}">{}</span>').format(run.status or "", body)
        elif run.kind in _CLASSES or language:
            name = _CLASSES.get(run.kind, "name")
            out = Markup('<span class="{}"{}>{}</span>').format(name, language, body)
        else:
            out = body
        return out + Markup('<sup class="notes">{}</sup>').format(self.cite(run.notes)) if run.notes else out

    def cell(self, lines: Iterable[Line]) -> Markup:
        """A cell: its lines, each a list item when there are several."""
        made = [Markup("").join(self.run(run) for run in line) for line in lines]
        if not made:
            return Markup('<span class="nothing">–</span>')
        if len(made) == 1:
            return made[0]
        items = Markup("").join(Markup("<li>{}</li>").format(line) for line in made)
        return Markup('<ul class="lines">{}</ul>').format(items)

    def back(self, number: int) -> Markup:
        """Links from a note to the places that cite it."""
        count = self._places.get(number, 0)
        parts = [
            Markup('<a href="#r{0}-{1}" aria-label="{2} {1}">↩{3}</a>').format(
                number, place, self._back, place if count > 1 else ""
            )
            for place in range(1, count + 1)
        ]
        return Markup(" ").join(parts)

    @staticmethod
    def lang(language: str | None) -> Markup:
        """A `lang` attribute, or nothing when the language has not the form of a tag."""
        tag = language_tag(language)
        return Markup(' lang="{}"').format(tag) if tag else Markup("")


def _style() -> Markup:
    return Markup(_load("style.css"))


def dossier_html(dossier: Dossier) -> str:
    """A dossier as one HTML file.

    Args:
        dossier: the view; its language is the page's.

    Returns:
        A whole page; equal dossiers give equal text.
    """
    made = page(dossier)
    references = References(made.words("note.back"), made.words("note.control"), made.language)
    template = _environment().get_template("dossier.html.j2")
    return template.render(page=made, words=made.words, ref=references, style=_style())


def timeline_html(
    found: Sequence[Item], *, language: str = "en", heading: str = "", names: Names | None = None
) -> str:
    """Events in order of time as one HTML file.

    Args:
        found: events as `elshi.views.timeline.timeline_items` gives them.
        language: the reader's.
        heading: names of the sides, or nothing.
        names: who knows names; without it those of the sources are used.
    """
    words = texts(language)
    numbers: dict[str, int] = {}
    for one in found:
        for fact in one.facts:
            numbers.setdefault(fact.id, len(numbers) + 1)
    facts = {fact.id: fact for one in found for fact in one.facts}
    references = References(words("note.back"), words("note.control"), language)
    template = _environment().get_template("timeline.html.j2")
    return template.render(
        words=words,
        language=language,
        heading=heading,
        rows=[cells(one, Writer(words, numbers), names or NoNames()) for one in found],
        notes=[(number, facts[id]) for id, number in numbers.items()],
        url=safe_url,
        ref=references,
        style=_style(),
    )
