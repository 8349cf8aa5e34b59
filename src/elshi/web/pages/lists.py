"""Three lists of the whole record or of two sides: agreements, commitments, contradictions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from elshi.errors import ElshiError
from elshi.record.model import StoredFact
from elshi.views.commitments import Commitment
from elshi.views.contradictions import Conflict
from elshi.views.items import Item
from elshi.views.titles import same_title
from elshi.views.when import order
from elshi.web.desk import Asked, Desk
from elshi.web.pages.common import Pager, paged, side_ids
from elshi.web.show import EventRow, Name
from elshi.web.site import View

__all__ = ["ListPage", "agreements", "commitments", "contradictions", "instruments"]

_STATES = ("done", "open", "overdue", "cancelled", "contradicted")


@dataclass(frozen=True, slots=True)
class Step:
    """One step in an instrument's life."""

    kind: str
    date: str
    status: str
    link: str | None
    facts: tuple[StoredFact, ...]


@dataclass(frozen=True, slots=True)
class Instrument:
    """An agreement with its steps."""

    title: str | None
    title_language: str | None
    parties: tuple[Name, ...]
    steps: list[Step]
    sphere: str | None


@dataclass(frozen=True, slots=True)
class Promise:
    """A plan, its outcome (None: not found) and its state."""

    planned: EventRow
    outcome: EventRow | None
    state: str
    word: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One value and the facts that give it."""

    value: str
    facts: tuple[StoredFact, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Values of one field that cannot all be right."""

    id: str
    row: EventRow
    field: str
    claims: list[Claim]


@dataclass(frozen=True, slots=True)
class ListPage:
    """What the templates get: the sides as named, the rows of one page, and choices of a state."""

    a_name: str
    b_name: str
    rows: Sequence[Instrument | Promise | Difference]
    total: int
    pager: Pager
    state: str | None = None
    states: tuple[tuple[str, str, int], ...] = ()


def _sides(view: View, a: str | None, b: str | None) -> tuple[str, ...]:
    return side_ids(view, [name for name in (a, b) if name])


def _names(view: View, sides: Sequence[str]) -> tuple[str, str]:
    names = [view.desk.name(side, view.language) for side in sides]
    return (names[0] if names else "", names[1] if len(names) > 1 else "")


def agreements(view: View, a: str | None = None, b: str | None = None, page: int = 1) -> str:
    """Renders the register: each instrument with the steps of its life, the latest first."""
    sides = _sides(view, a, b)
    groups = view.desk.keep(("agreements", sides), lambda: instruments(view.desk, sides))
    shown, pager = paged(view, groups, page)
    rows = [_instrument(view, group) for group in shown]
    return view.render("agreements.html.j2", page=ListPage(*_names(view, sides), rows, len(groups), pager))


def instruments(desk: Desk, sides: tuple[str, ...]) -> list[list[Item]]:
    """Events of agreements, those of one instrument together, the latest instrument first, undated ones last."""
    found = desk.asked(Asked(sides=sides, types=("agreement",)))
    by_parties: dict[frozenset[str], list[list[Item]]] = {}
    for one in found:
        groups = by_parties.setdefault(frozenset(one.parties()), [])
        group = next((g for g in groups if same_title(g[0].title, one.title)), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    every = [group for groups in by_parties.values() for group in groups]
    dated = [group for group in every if group[-1].date]
    dated.sort(key=lambda group: (order(group[-1].date), group[0].id), reverse=True)
    return dated + [group for group in every if not group[-1].date]


def _instrument(view: View, group: list[Item]) -> Instrument:
    named = max((one for one in group if one.title), key=lambda one: len(one.title or ""), default=None)
    steps = [
        Step(view.show.kind(one), view.show.date(one.date), one.status, view.link("event", one.id), one.facts)
        for one in group
    ]
    return Instrument(
        " ".join((named.title or "").split()) if named else None,
        named.title_language if named else None,
        tuple(view.show.side(code) for code in group[0].parties()),
        steps,
        group[0].event.sphere,
    )


def commitments(
    view: View, a: str | None = None, b: str | None = None, state: str | None = None, page: int = 1
) -> str:
    """Renders plans and promises with what became of them.

    Raises:
        ElshiError: the state is not known.
    """
    if state is not None and state not in _STATES:
        raise ElshiError(f"state {state!r} is not known; one of {', '.join(_STATES)}")
    sides = (*_sides(view, a, b), None, None)[:2]
    found: list[Commitment] = view.desk.keep(
        ("commitments", sides), lambda: view.desk.record.commitments(*sides)
    )
    counts = {name: sum(one.state == name for one in found) for name in _STATES}
    chosen = [one for one in found if state is None or one.state == state]
    dated = [one for one in chosen if one.planned.date]
    chosen = dated[::-1] + [one for one in chosen if not one.planned.date]
    shown, pager = paged(view, chosen, page)
    rows = [
        Promise(
            view.show.row(one.planned),
            view.show.row(one.outcome) if one.outcome and one.outcome is not one.planned else None,
            one.state,
            view.show.term(f"commitment.{one.state}"),
        )
        for one in shown
    ]
    states = tuple((name, view.show.term(f"commitment.{name}"), counts[name]) for name in _STATES)
    names = _names(view, [side for side in sides if side])
    return view.render("commitments.html.j2", page=ListPage(*names, rows, len(chosen), pager, state, states))


def contradictions(view: View, a: str | None = None, b: str | None = None, page: int = 1) -> str:
    """Renders what sources do not agree on, every value with its sentences."""
    sides = (*_sides(view, a, b), None, None)[:2]
    found: list[Conflict] = view.desk.keep(
        ("contradictions", sides), lambda: view.desk.record.contradictions(*sides)
    )
    shown, pager = paged(view, found, page)
    rows = [_difference(view, one) for one in shown]
    names = _names(view, [side for side in sides if side])
    return view.render("contradictions.html.j2", page=ListPage(*names, rows, len(found), pager))


def _difference(view: View, one: Conflict) -> Difference:
    show = view.show

    def value(claim: object) -> str:
        if isinstance(claim, int | float):
            return show.amount(float(claim), one.about.event.unit) or ""
        if one.field == "date":
            return show.date(str(claim))
        if one.field == "status":
            return show.status(str(claim))
        if one.field == "place":
            return view.desk.name(str(claim), view.language)
        return str(claim)

    claims = [Claim(value(claim.value), claim.facts) for claim in one.claims]
    return Difference(one.id, show.row(one.about), show.term(f"field.{one.field}"), claims)
