"""An event with what each source says of it, and a fact with all its fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from elshi.errors import RecordError
from elshi.record.decisions import Decision
from elshi.record.model import StoredFact
from elshi.views.items import Item
from elshi.web.pages.editing import EditForm, edit_form
from elshi.web.show import EventRow, Name
from elshi.web.site import View

__all__ = ["DecisionLine", "EventPage", "FactPage", "Said", "decision_lines", "event", "fact"]

#: Events of the same parties shown around this one.
_NEAR = 8


@dataclass(frozen=True, slots=True)
class Said:
    """What one source says: each field for the reader, and which of them differ from the event's."""

    stored: StoredFact
    document: str
    document_language: str | None
    place_link: str | None
    about: str | None
    outlet: str | None
    published: str
    date: str
    status: str
    who: tuple[Name, ...]
    place: str | None
    amount: str | None
    doubt: int
    copy: bool
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision for the reader; `edited` are changed fields and their new values."""

    id: str
    kind: str
    who: str
    at: str
    why: str | None
    edited: list[tuple[str, str]]
    undone: str | None
    link: str | None
    quote: str | None
    lost: bool = False


@dataclass(frozen=True, slots=True)
class EventPage:
    """What the template gets."""

    item: Item
    row: EventRow
    roles: list[tuple[str, tuple[Name, ...]]]
    said: list[Said]
    disagree: list[str]
    near: list[EventRow]
    relations: list[tuple[str, str | None]]
    decisions: list[DecisionLine]


@dataclass(frozen=True, slots=True)
class FactPage:
    """What the template gets: `around` is the passage with the text before and behind it."""

    stored: StoredFact
    row: EventRow | None
    event_link: str | None
    document: str
    document_link: str | None
    published: str
    around: tuple[str, str, str]
    fields: list[tuple[str, str]]
    roles: list[tuple[str, tuple[Name, ...]]]
    decisions: list[DecisionLine]
    form: EditForm | None
    doubt: int


def decision_lines(
    view: View, found: list[Decision], lost: frozenset[str] = frozenset()
) -> list[DecisionLine]:
    """Decisions for the reader, the latest first."""
    made = []
    for one in reversed(found):
        undone = f"{one.undone_by}, {one.undone_at}" if one.undone_by else None
        edited = [(name, _plain(value)) for name, value in sorted(one.payload.items())]
        made.append(
            DecisionLine(
                one.id, one.kind, one.who, one.at, one.why, edited, undone,
                view.link("fact", one.fact) if one.fact else None, one.quote, one.id in lost,
            )
        )  # fmt: skip
    return made


def _plain(value: Any) -> str:
    import json

    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)[:300]


def _roles(view: View, one: Item) -> list[tuple[str, tuple[Name, ...]]]:
    language = one.facts[0].fact.language
    return [
        (role_name(view, role), tuple(view.show.name(f, language) for f in fillers))
        for role, fillers in one.roles.items()
    ]


def role_name(view: View, role: str) -> str:
    """Name of a role for the reader."""
    _ = view._
    names = {
        "visitor": _("visitor"),
        "host": _("host"),
        "participant": _("participant"),
        "party": _("party"),
        "signatory": _("signatory"),
        "actor": _("acting side"),
        "target": _("target"),
        "sender": _("sending side"),
        "receiver": _("receiving side"),
        "envoy": _("envoy"),
        "member": _("member"),
        "organisation": _("organisation"),
        "from": _("from"),
        "to": _("to"),
        "successor": _("successor"),
        "founder": _("founder"),
        "speaker": _("speaker"),
        "addressee": _("addressee"),
        "donor": _("donor"),
        "recipient": _("recipient"),
        "awarder": _("who awards"),
        "honouree": _("who is honoured"),
        "subject": _("subject"),
    }
    return names.get(role, role)


def _said(view: View, one: Item, stored: StoredFact) -> Said:
    fact, document, show = stored.fact, stored.document, view.show
    differs = []
    if fact.date != one.date:
        differs.append("date")
    if fact.status != one.status:
        differs.append("status")
    if fact.value is not None and fact.value != one.event.value:
        differs.append("value")
    return Said(
        stored=stored,
        document=document.title or document.name,
        document_language=document.language if document.title else None,
        place_link=view.link("document", document.key, fact=stored.id, anchor=f"f-{stored.id}"),
        about=view.link("fact", stored.id),
        outlet=document.source,
        published=show.date(document.published) if document.published else view.words("note.undated"),
        date=show.date(fact.date),
        status=fact.status,
        who=show.names((f for fs in fact.roles.values() for f in fs), fact.language),
        place=fact.place.name if fact.place else None,
        amount=show.amount(fact.value, fact.unit) if fact.kind == "figure" else None,
        doubt=round(100 * (1 - fact.confidence)),
        copy=document.near_copy_of is not None,
        differs=tuple(differs),
    )


def event(view: View, id: str) -> str:
    """Renders an event.

    Raises:
        RecordError: there is no such event.
    """
    from elshi.views.contradictions import conflicts

    desk = view.desk
    one = desk.event(id)
    if one is None:
        raise RecordError(f"{id[:80]}: there is no such event in the record; it may have been grouped anew")
    ids = {stored.id for stored in one.facts}
    parties = one.parties()
    near: list[Item] = []
    if len(parties) >= 2:
        from elshi.web.desk import Asked

        around = desk.asked(Asked(sides=tuple(sorted(parties)[:2])))
        at = next((place for place, other in enumerate(around) if other.id == id), 0)
        begin = max(0, at - _NEAR // 2)
        near = [other for other in around[begin : begin + _NEAR + 1] if other.id != id]
    pairs = [(a, b) for n, a in enumerate(parties[:4]) for b in parties[n + 1 : 4]]
    page = EventPage(
        item=one,
        row=view.show.row(one),
        roles=_roles(view, one),
        said=[_said(view, one, stored) for stored in one.facts],
        disagree=[view.words(f"field.{conflict.field}") for conflict in conflicts([one])],
        near=view.show.rows(near),
        relations=[
            (f"{desk.name(a, view.language)} – {desk.name(b, view.language)}", view.link("relation", a, b))
            for a, b in pairs
            if desk.entity(a) and desk.entity(b)
        ],
        decisions=decision_lines(view, [d for d in desk.decisions() if d.fact in ids or _about(d, id, ids)]),
    )
    return view.render("event.html.j2", page=page)


def _about(decision: Decision, id: str, facts: set[str]) -> bool:
    """A merge, split or note that names the event or one of its facts."""
    named = {id, *facts}
    for value in decision.payload.values():
        if isinstance(value, str) and value in named:
            return True
        if isinstance(value, list) and any(isinstance(v, dict) and v.get("fact") in named for v in value):
            return True
    return False


def fact(view: View, id: str) -> str:
    """Renders a fact.

    Raises:
        RecordError: there is no such fact.
    """
    desk, show = view.desk, view.show
    stored = desk.fact(id)
    decided = [d for d in desk.decisions() if d.fact == id]
    if stored is None:
        if decided:
            raise RecordError(
                f"{id[:80]}: there is no such fact that stands; {decided[-1].who} decided: {decided[-1].kind}"
                " (page Review, undo)"
            )
        raise RecordError(f"{id[:80]}: there is no such fact in the record")
    given, document = stored.fact, stored.document
    one = desk.event_of(id)
    text = desk.text(document.key)
    start, end = max(0, given.start - 320), given.end + 320
    before, after = text[start : given.start], text[given.end : end]
    _ = view._
    fields = [
        (_("Kind"), _("figure") if given.kind == "figure" else _("event")),
        (_("Type"), show.type(given.type)),
        (_("Step or rank"), show.term(f"subtype.{given.type}.{given.subtype}") if given.subtype else "–"),
        (_("Status"), show.status(given.status)),
        (words_date(view), f"{show.date(given.date)}{f' ({given.date})' if given.date else ''}"),
        (_("Sphere"), show.sphere(given.sphere)),
        (_("Place"), given.place.name if given.place else "–"),
        (_("Title or subject"), given.title or "–"),
    ]
    if given.kind == "figure":
        fields.append((_("Value"), show.amount(given.value, given.unit) or "–"))
    fields += [
        (_("Where it stands"), view.words("note.characters", start=given.start, end=given.end)),
        (_("Rule that found it"), given.rule or "–"),
        (_("Id"), stored.id),
    ]
    page = FactPage(
        stored=stored,
        row=show.row(one) if one else None,
        event_link=view.link("event", one.id) if one else None,
        document=document.title or document.name,
        document_link=view.link("document", document.key, fact=id, anchor=f"f-{id}"),
        published=show.date(document.published) if document.published else view.words("note.undated"),
        around=(("…" if start else "") + before, given.quote, after + ("…" if end < len(text) else "")),
        fields=fields,
        roles=[
            (role_name(view, role), tuple(show.name(f, given.language) for f in fillers))
            for role, fillers in given.roles.items()
        ],
        decisions=decision_lines(view, decided),
        form=edit_form(view, stored) if view.who else None,
        doubt=round(100 * (1 - given.confidence)),
    )
    return view.render("fact.html.j2", page=page)


def words_date(view: View) -> str:
    """The word for a date."""
    return view.words("column.date")
