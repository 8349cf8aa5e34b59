"""The form in which a person corrects a fact, and the decision that comes back from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from elshi.errors import ElshiError
from elshi.model import EVENT_TYPES, FIGURE_TYPES, SPHERES, STATUSES
from elshi.record.decisions import Decision
from elshi.record.model import StoredFact
from elshi.web.site import View

__all__ = ["EditForm", "RoleField", "changes", "decided", "edit_form", "now"]


@dataclass(frozen=True, slots=True)
class RoleField:
    """One role as text: ids or names separated by semicolons."""

    role: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class EditForm:
    """The fields that may be corrected, with what stands in them now."""

    action: str
    type: str
    types: list[tuple[str, str]]
    subtype: str
    subtypes: list[tuple[str, str]]
    status: str
    statuses: list[tuple[str, str]]
    sphere: str
    spheres: list[tuple[str, str]]
    date: str
    title: str
    place: str
    place_in: str
    value: str
    unit: str
    figure: bool
    roles: list[RoleField]


def now() -> str:
    """The time of a decision, ISO 8601 in UTC to the microsecond: two quick ones keep their order."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _roles_of(stored: StoredFact) -> tuple[str, ...]:
    if stored.fact.kind == "figure":
        return tuple(dict.fromkeys((*stored.fact.roles, "subject", "from", "to")))
    return tuple(dict.fromkeys((*EVENT_TYPES[stored.fact.type][1], *stored.fact.roles)))


def edit_form(view: View, stored: StoredFact) -> EditForm:
    """The form for one fact."""
    from elshi.web.pages.event import role_name

    fact, show = stored.fact, view.show
    types = FIGURE_TYPES if fact.kind == "figure" else tuple(EVENT_TYPES)
    steps = EVENT_TYPES[fact.type][0] if fact.kind == "event" else ()
    return EditForm(
        action=f"/{view.language}/review/edit",
        type=fact.type,
        types=[(code, show.type(code)) for code in types],
        subtype=fact.subtype or "",
        subtypes=[(code, show.term(f"subtype.{fact.type}.{code}")) for code in steps],
        status=fact.status,
        statuses=[(code, show.status(code)) for code in STATUSES],
        sphere=fact.sphere or "",
        spheres=[(code, show.sphere(code)) for code in SPHERES],
        date=fact.date or "",
        title=fact.title or "",
        place=fact.place.name if fact.place else "",
        place_in=(fact.place.country or "") if fact.place else "",
        value=f"{fact.value:.15g}" if fact.value is not None else "",
        unit=fact.unit or "",
        figure=fact.kind == "figure",
        roles=[
            RoleField(
                role,
                role_name(view, role),
                "; ".join(f.id or f.name or " ".join(f.mention.split()) for f in fact.roles.get(role, ())),
            )
            for role in _roles_of(stored)
        ],
    )


def changes(view: View, stored: StoredFact, given: Mapping[str, str]) -> dict[str, Any]:
    """Fields of a sent form that differ from the fact, as an edit's payload.

    Raises:
        ElshiError: a number is none.
    """
    fact = stored.fact
    out: dict[str, Any] = {}
    plain: tuple[tuple[str, str | None], ...] = (
        ("type", fact.type),
        ("subtype", fact.subtype),
        ("status", fact.status),
        ("sphere", fact.sphere),
        ("date", fact.date),
        ("title", fact.title),
        ("unit", fact.unit),
    )
    for name, before in plain:
        if name in given:
            after = given[name].strip() or None
            if after != (before.strip() if before else None):
                out[name] = after
    if "value" in given and fact.kind == "figure":
        text = given["value"].strip().replace(" ", "").replace("\u00a0", "")
        try:
            value = float(text) if text else None
        except ValueError:
            raise ElshiError(f"value {text[:40]!r} is no number; write it as 4900000000 or 12.5") from None
        if value != fact.value:
            out["value"] = value
    if "place" in given:
        name, country = given["place"].strip(), given.get("place_in", "").strip() or None
        before_place = (fact.place.name, fact.place.country) if fact.place else ("", None)
        if (name, country) != before_place:
            mention = fact.place.mention if fact.place and fact.place.name == name else ""
            out["place"] = {"name": name, "mention": mention, "in": country} if name else None
    roles = _changed_roles(view, stored, given)
    if roles is not None:
        out["roles"] = roles
    return out


def _changed_roles(view: View, stored: StoredFact, given: Mapping[str, str]) -> dict[str, Any] | None:
    fact = stored.fact
    known = {f.id or f.name or " ".join(f.mention.split()): f for fs in fact.roles.values() for f in fs}
    changed = False
    roles: dict[str, Any] = {}
    for role in _roles_of(stored):
        before = [f.id or f.name or " ".join(f.mention.split()) for f in fact.roles.get(role, ())]
        field = given.get(f"role-{role}")
        after = [part.strip() for part in field.split(";") if part.strip()] if field is not None else before
        changed = changed or after != before
        fillers = []
        for text in dict.fromkeys(after):
            if text in known:
                fillers.append(known[text].to_json())
            else:
                fillers.append(_filler(view, text))
        if fillers:
            roles[role] = fillers
    return roles if changed else None


def _filler(view: View, text: str) -> dict[str, Any]:
    """Whoever a person names in a form: an id of the record, a side by code or name, else just the words."""
    from elshi.errors import UnknownSide

    entity = view.desk.entity(text)
    if entity is not None:
        out = {"id": entity["id"], "kind": entity["kind"], "name": entity["name"], "mention": text}
        return out | ({"of": entity["of"]} if entity["of"] else {})
    try:
        id = view.desk.record.side(text)
    except UnknownSide:
        return {"id": None, "kind": "other", "name": text, "mention": text}
    known = view.desk.names.entity(id)
    return {
        "id": id,
        "kind": known.kind if known else "state",
        "name": view.desk.names.name(id, "en") or text,
        "mention": text,
    }


def decided(
    kind: str, who: str, stored: StoredFact, payload: Mapping[str, Any] | None = None, why: str | None = None
) -> Decision:
    """A decision about one fact."""
    return Decision(
        kind, who, now(), why or None, stored.document.key, stored.id, stored.fact.type, stored.fact.quote,
        dict(payload or {}),
    )  # fmt: skip
