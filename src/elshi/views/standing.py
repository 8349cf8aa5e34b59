"""The state of two sides' relations on a day, built from events: what had begun and had not ended.

An interval begins with the event that opens it and ends with the one that closes it; where no source tells of an
end it stays open, and where a date is only a year or month the ends are as vague as that. `held` is `yes`, or
`maybe` where the day falls inside a vague beginning or end. Nothing is taken for granted that no event states.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from elshi.model import Filler
from elshi.views.items import Item, filler_key, items
from elshi.views.source import Source
from elshi.views.titles import same_title
from elshi.views.when import LAST, bounds, order

__all__ = ["Interval", "intervals", "standing"]

#: Steps that begin and end each kind of standing.
_RELATIONS = {
    "recognised": ("recognition", True),
    "established": ("diplomatic_relations", True),
    "restored": ("diplomatic_relations", True),
    "suspended": ("diplomatic_relations", False),
    "severed": ("diplomatic_relations", False),
    "upgraded": ("partnership", True),
}
_MEMBERSHIP = {
    "joined": ("membership", True),
    "member": ("membership", True),
    "left": ("membership", False),
    "observer": ("observer", True),
    "partner": ("partner", True),
    "chairs": ("chair", True),
}
_AGREEMENT = {"signed": True, "ratified": True, "in_force": True, "extended": True, "terminated": False}


@dataclass(frozen=True, slots=True)
class Interval:
    """Something that holds for a time.

    Attributes:
        kind: `recognition`, `diplomatic_relations`, `partnership`, `mission`, `envoy`, `agreement`, `membership`,
            `observer`, `partner` or `chair`.
        who: ids (or names) of those concerned, in the order of their roles.
        what: title, place or level where there is one.
        begin, end: EDTF values, or None where not known; an end of None means that no source tells of one.
        opened, closed: the events that say so.
    """

    kind: str
    who: tuple[str, ...]
    what: str | None
    begin: str | None
    end: str | None
    opened: Item
    closed: Item | None = None

    def held(self, day: str | None) -> str | None:
        """`yes` or `maybe` when it held on that day (None: now), else None."""
        asked = bounds(day) or (LAST, LAST)
        begin = bounds(self.begin)
        end = bounds(self.end) if self.closed is not None else None
        if begin and begin[0] > asked[1]:
            return None
        if self.closed is not None and end and end[1] < asked[0]:
            return None
        vague = (
            begin is None
            or begin[1] > asked[1]
            or (self.closed is not None and (end is None or end[0] <= asked[1]))
        )
        return "maybe" if vague else "yes"

    def to_json(self, day: str | None = None) -> dict[str, Any]:
        """The object that `elshi relations` prints."""
        facts = [*self.opened.facts, *(self.closed.facts if self.closed else ())]
        return {
            "kind": self.kind,
            "who": list(self.who),
            "what": self.what,
            "begin": self.begin,
            "end": self.end,
            "held": self.held(day),
            "facts": [
                {
                    "id": f.id,
                    "document": f.document.name,
                    "quote": f.fact.quote,
                    "start": f.fact.start,
                    "end": f.fact.end,
                }
                for f in facts
            ],
        }


def _ids(fillers: Iterable[Filler]) -> tuple[str, ...]:
    given = list(fillers)
    coded = [f.id for f in given if f.kind in ("state", "igo", "programme") and f.id]
    return tuple(dict.fromkeys(coded or [f.of or filler_key(f) for f in given]))


def _steps(one: Item) -> list[tuple[str, tuple[str, ...], str | None, bool]]:
    """(kind, who, what, begins) of an event: what it opens or closes."""
    subtype = one.subtype or ""
    if one.type == "relations" and subtype in _RELATIONS:
        kind, begins = _RELATIONS[subtype]
        directed = _ids(one.fillers("actor")) + _ids(one.fillers("target"))
        who = directed if kind == "recognition" and directed else tuple(sorted(one.parties()))
        return [(kind, who, one.title if kind == "partnership" else None, begins)]
    if one.type == "mission":
        way = _ids(one.fillers("sender")) + _ids(one.fillers("receiver"))
        place = one.place.name if one.place else None
        people = [filler_key(f) for f in one.fillers("envoy") if f.kind == "person"]
        if subtype in ("opened", "closed"):
            return [("mission", way, place, subtype == "opened")]
        if subtype in ("appointed", "credentials", "recalled", "expelled"):
            return [("envoy", way, name, subtype in ("appointed", "credentials")) for name in people]
    if one.type == "membership":
        body = _ids(one.fillers("organisation"))
        out: list[tuple[str, tuple[str, ...], str | None, bool]] = []
        if subtype == "chair_transferred":
            out += [("chair", (who, *body), None, False) for who in _ids(one.fillers("from"))]
            out += [("chair", (who, *body), None, True) for who in _ids(one.fillers("to"))]
            return out
        if subtype in _MEMBERSHIP:
            kind, begins = _MEMBERSHIP[subtype]
            return [(kind, (who, *body), None, begins) for who in _ids(one.fillers("member"))]
    if one.type == "agreement" and subtype in _AGREEMENT and one.title:
        return [("agreement", tuple(sorted(one.parties())), one.title, _AGREEMENT[subtype])]
    return []


def _same(kind: str, one: Interval, who: tuple[str, ...], what: str | None) -> bool:
    if one.kind != kind or one.who != who:
        return False
    if kind == "agreement":
        return one.what == what or same_title(one.what, what)
    if kind == "mission":
        return what is None or one.what is None or one.what == what
    return kind in ("partnership",) or one.what == what


def intervals(found: Iterable[Item]) -> list[Interval]:
    """What began and ended, in order of its beginning; events that are planned or denied begin nothing."""
    out: list[Interval] = []
    known = [one for one in found if one.status == "actual"]
    for one in sorted(known, key=lambda item: (*order(item.date), item.id)):
        for kind, who, what, begins in _steps(one):
            standing_now = [
                at for at, other in enumerate(out) if other.closed is None and _same(kind, other, who, what)
            ]
            if not begins:
                for at in standing_now:
                    was = out[at]
                    out[at] = Interval(was.kind, was.who, was.what, was.begin, one.date, was.opened, one)
                continue
            if kind in ("partnership", "envoy"):
                # A new level or a new ambassador ends the one before.
                for at, other in enumerate(out):
                    if (
                        other.closed is None
                        and other.kind == kind
                        and other.who == who
                        and other.what != what
                    ):
                        out[at] = Interval(kind, who, other.what, other.begin, one.date, other.opened, one)
                standing_now = [at for at in standing_now if out[at].closed is None and out[at].what == what]
            if not standing_now:
                out.append(Interval(kind, who, what, one.date, None, one))
    return out


def standing(source: Source, a: str, b: str, day: str | None = None) -> list[Interval]:
    """What held between two sides on a day.

    Args:
        source: the record.
        a: code of one side.
        b: code of the other.
        day: EDTF value; None for what holds by the latest event.
    """
    sides: Sequence[str] = (a, b)
    found = [one for one in items(source.events(sides=sides)) if one.involves(a) and one.involves(b)]
    return [one for one in intervals(found) if one.held(day) is not None]
