"""The review queue: facts that nobody decided on, the doubtful and weighty first; and what was decided."""

from __future__ import annotations

from dataclasses import dataclass

from elshi.record.model import StoredFact
from elshi.views.items import Item
from elshi.web.pages.common import Pager, paged
from elshi.web.pages.editing import EditForm, edit_form
from elshi.web.pages.event import DecisionLine, decision_lines
from elshi.web.show import EventRow
from elshi.web.site import View

__all__ = ["Entry", "ReviewPage", "review"]

_SHOWN = 20
#: So many facts are in the queue, the least sure ones; more come up as these are decided.
_QUEUE = 1000
#: What a wrong fact of a type costs a reader: a false treaty misleads more than a false word of thanks.
_WEIGHTS = {
    "relations": 3.0,
    "agreement": 2.5,
    "coercion": 2.5,
    "membership": 2.0,
    "visit": 2.0,
    "mission": 1.8,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact to decide on."""

    stored: StoredFact
    row: EventRow
    document: str
    document_link: str | None
    doubt: int
    form: EditForm | None


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """What the template gets."""

    total: int
    rows: list[Entry]
    pager: Pager
    decisions: list[DecisionLine]


def _queue(view: View) -> list[tuple[Item, StoredFact]]:
    decided = {d.fact for d in view.desk.decisions() if not d.undone_by and d.fact}
    found = []
    for one in view.desk.doubtful(_QUEUE):
        # A fact that stands alone carries its event; one of several is borne out by the others.
        weight = _WEIGHTS.get(one.type, 1.0) / len(one.facts)
        for stored in one.facts:
            if stored.id not in decided:
                found.append((-(1 - stored.fact.confidence) * weight, stored.id, one, stored))
    found.sort(key=lambda entry: entry[:2])
    return [(one, stored) for _, _, one, stored in found]


def review(view: View, page: int = 1) -> str:
    """Renders the page."""
    queue = view.desk.keep(("queue",), lambda: _queue(view))
    shown, pager = paged(view, queue[:200] if view.static else queue, page, _SHOWN)
    rows = [
        Entry(
            stored,
            view.show.row(one),
            stored.document.title or stored.document.name,
            view.link("document", stored.document.key, fact=stored.id, anchor=f"f-{stored.id}"),
            round(100 * (1 - stored.fact.confidence)),
            edit_form(view, stored) if view.who else None,
        )
        for one, stored in shown
    ]
    lost = view.desk.keep(("lost",), lambda: frozenset(d.id for d in view.desk.record.store.unanchored()))
    decisions = decision_lines(view, view.desk.decisions()[-40:], lost)
    return view.render("review.html.j2", page=ReviewPage(len(queue), rows, pager, decisions))
