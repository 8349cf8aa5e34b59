"""A state, organisation or person: names, offices, partners, what the record tells of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from elshi.errors import UnknownSide
from elshi.views.items import Item
from elshi.web.desk import Asked
from elshi.web.pages.common import Pager, paged
from elshi.web.pages.event import DecisionLine, decision_lines
from elshi.web.pages.start import SideBar
from elshi.web.show import EventRow, Name
from elshi.web.site import View

__all__ = ["EntityPage", "entity"]

_PARTNERS = 14
_FORMS = 14


@dataclass(frozen=True, slots=True)
class EntityPage:
    """What the template gets.

    Attributes:
        names: language and name in each language where it is known.
        forms: words by which sources name it, with their language.
        offices: office, of whom, from, to, as the catalogue knows it.
        people: persons and bodies of it in the record.
        partners: who takes part in the same events, most first.
        types: type of event and how many, most first.
        passages: id, words and document of each shown fact that names it, for taking some out; only for who may write.
        decisions: merges and splits of it.
    """

    id: str
    name: str
    kind: str
    of: Name | None
    names: list[tuple[str, str]]
    forms: list[tuple[str, str]]
    offices: list[tuple[str, str, str]]
    people: list[tuple[Name, int]]
    partners: list[SideBar]
    types: list[tuple[str, int, str | None]]
    total: int
    rows: list[EventRow]
    pager: Pager
    ways: list[tuple[str, str | None]]
    passages: list[tuple[str, str, str]]
    decisions: list[DecisionLine]


def entity(view: View, id: str, page: int = 1) -> str:
    """Renders the page.

    Raises:
        UnknownSide: nobody of that id is in the record or the catalogue.
    """
    desk = view.desk
    known, named = desk.entity(id), desk.names.entity(id)
    if known is None and named is None:
        raise UnknownSide(f"{id[:80]}: nobody of that id is in the record")
    kind = str(known["kind"]) if known else named.kind if named else "other"
    of = (known or {}).get("of") or (named.parent if named else None)
    found = desk.asked(Asked(sides=(id,)))
    shown, pager = paged(view, found[::-1], page, 60)
    forms: dict[tuple[str, str], int] = {}
    partners: dict[str, int] = {}
    types: dict[str, int] = {}
    coded = kind in ("state", "igo", "programme")
    for one in found:
        types[one.type] = types.get(one.type, 0) + 1
        if one.event.kind == "event":
            for other in one.parties():
                if other not in (id, of):
                    partners[other] = partners.get(other, 0) + 1
        for stored in one.facts:
            for fillers in stored.fact.roles.values():
                for filler in fillers:
                    if filler.id == id:
                        key = (" ".join(filler.mention.split()), stored.fact.language)
                        forms[key] = forms.get(key, 0) + 1
    most = max(partners.values(), default=1)
    ranked = sorted(partners.items(), key=lambda p: (-p[1], p[0]))[:_PARTNERS]
    people = [one for one in desk.entities() if one["of"] == id and one["id"] != id][:12] if coded else []
    _ = view._
    return view.render(
        "entity.html.j2",
        page=EntityPage(
            id=id,
            name=desk.name(id, view.language),
            kind=kind_name(view, kind),
            of=view.show.side(of) if of else None,
            names=_names(view, id),
            forms=[form for form, _n in sorted(forms.items(), key=lambda f: (-f[1], f[0]))[:_FORMS]],
            offices=_offices(view, id) if kind == "person" else [],
            people=[(view.show.side(one["id"]), one["facts"]) for one in people],
            partners=[
                SideBar(
                    desk.name(code, view.language),
                    view.link("relation", id, code) if coded else view.link("entity", code),
                    n,
                    round(100 * n / most),
                )
                for code, n in ranked
            ],
            types=[
                (
                    view.show.type(type),
                    n,
                    view.link("timeline", side=id, type=type) if not view.static else None,
                )
                for type, n in sorted(types.items(), key=lambda t: (-t[1], t[0]))
            ],
            total=len(found),
            rows=view.show.rows(shown),
            pager=pager,
            ways=[]
            if view.static
            else [
                (_("Timeline"), view.link("timeline", side=id)),
                (_("Network"), view.link("network", centre=id)),
                *([(_("Agreements"), view.link("agreements", a=id))] if coded else []),
                *([(_("Commitments"), view.link("commitments", a=id))] if coded else []),
            ],
            passages=_passages(id, shown) if view.who else [],
            decisions=decision_lines(
                view,
                [
                    one
                    for one in desk.decisions()
                    if "entity" in one.payload
                    and id in (one.payload.get(k) for k in ("entity", "into", "as"))
                ],
            ),
        ),
    )


def _passages(id: str, shown: Sequence[Item]) -> list[tuple[str, str, str]]:
    return [
        (stored.id, " ".join(stored.fact.quote.split())[:160], stored.document.title or stored.document.name)
        for one in shown
        for stored in one.facts
        if any(f.id == id for fillers in stored.fact.roles.values() for f in fillers)
    ]


def kind_name(view: View, kind: str) -> str:
    """What an entity is, for the reader."""
    _ = view._
    return {
        "state": _("State"),
        "igo": _("International organisation"),
        "programme": _("Programme"),
        "person": _("Person"),
        "organisation": _("Body or company"),
        "place": _("Place"),
        "office": _("Office"),
    }.get(kind, _("Other"))


def _names(view: View, id: str) -> list[tuple[str, str]]:
    found = [(code, view.desk.names.name(id, code)) for code in ("kk", "ru", "en")]
    return [(code, name) for code, name in found if name]


def _offices(view: View, id: str) -> list[tuple[str, str, str]]:
    desk = view.desk
    found = []
    for term in desk.names.offices_of(id):
        office = desk.names.name(term.office, view.language) or term.office
        years = " – ".join(view.show.date(d) if d else "…" for d in (term.begin, term.until))
        found.append((office, desk.name(term.of, view.language), years))
    return found
