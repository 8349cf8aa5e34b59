"""The dossier of two sides, live."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from markupsafe import Markup

from elshi.errors import ElshiError
from elshi.record.model import StoredFact
from elshi.render.html import References
from elshi.render.page import Page, page
from elshi.views.sheet import Dossier
from elshi.web.evidence import Evidence, source_text
from elshi.web.site import View

__all__ = ["RelationPage", "relation"]


@dataclass(frozen=True, slots=True)
class RelationPage:
    """What the template gets: the dossier made ready, its sides, the limits asked for, ways onward."""

    made: Page
    ref: Chips
    a: str
    b: str
    since: str
    until: str
    as_of: str
    a_link: str | None
    b_link: str | None
    ways: list[tuple[str, str | None]]
    downloads: list[tuple[str, str]]


class Chips(References):
    """Cells of the dossier with chips in place of plain numbers."""

    def __init__(self, view: View) -> None:
        super().__init__(view.words("note.back"), view.words("note.control"), view.language)
        self._evidence: Evidence = view.evidence
        self._note = view.words("note.control")

    def cite(self, numbers: Sequence[int]) -> Markup:
        """Chips for notes."""
        return self._evidence.of_numbers(numbers)

    def text(self, text: str) -> Markup:
        """Text of a source, kept apart from what is around it."""
        return source_text(text, control=self._note)


def _facts(sheet: Dossier) -> Iterable[StoredFact]:
    """Every fact of the dossier in the order of its notes."""
    found: dict[str, StoredFact] = {}
    for section in sheet.sections:
        for row in section.rows:
            for stored in row.facts:
                found.setdefault(stored.id, stored)
    return sorted(found.values(), key=lambda stored: sheet.numbers[stored.id])


def relation(
    view: View, a: str, b: str, since: str | None = None, until: str | None = None, as_of: str | None = None
) -> str:
    """Renders the page.

    Raises:
        ElshiError: a side is not known, both are one, or a date is none.
    """
    desk = view.desk
    first, second = desk.record.side(a), desk.record.side(b)
    if first == second:
        raise ElshiError(f"{a} and {b} are one side; a dossier needs two")
    sheet = desk.dossier(first, second, language=view.language, since=since, until=until, as_of=as_of)
    for stored in _facts(sheet):
        view.evidence.number(stored)
    _ = view._
    ways = [
        (_("Timeline"), view.link("timeline", side=[first, second])),
        (_("Network"), view.link("network", centre=[first, second])),
        (_("Agreements"), view.link("agreements", a=first, b=second)),
        (_("Commitments"), view.link("commitments", a=first, b=second)),
        (_("Contradictions"), view.link("contradictions", a=first, b=second)),
    ]
    return view.render(
        "relation.html.j2",
        page=RelationPage(
            made=page(sheet),
            ref=Chips(view),
            a=first,
            b=second,
            since=since or "",
            until=until or "",
            as_of=as_of or "",
            a_link=view.link("entity", first),
            b_link=view.link("entity", second),
            ways=[] if view.static else ways,
            downloads=[] if view.static else _downloads(view, first, second, since, until, as_of),
        ),
    )


def _downloads(
    view: View, a: str, b: str, since: str | None, until: str | None, as_of: str | None
) -> list[tuple[str, str]]:
    from elshi.web.links import query
    from elshi.web.papers import FORMATS

    asked = {"language": view.language, "since": since, "until": until, "as_of": as_of}
    tables: dict[str, str | list[str] | None] = {
        "side": [a, b],
        "language": view.language,
        "since": since,
        "until": until,
    }
    return [
        (
            name.upper() if name != "md" else "Markdown",
            f"/api/v1/dossier/{a}/{b}{query({'format': name, **asked})}",
        )
        for name in FORMATS
    ] + [
        (name.upper(), f"/api/v1/export/{name}{query(tables)}")
        for name in ("xlsx", "csv", "ics")
        if name != "xlsx" or find_spec("xlsxwriter")
    ]
