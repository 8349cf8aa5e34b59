"""Events in order of time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from elshi.views.items import Item, items
from elshi.views.source import Source
from elshi.views.when import within

__all__ = ["entry", "timeline", "timeline_items"]


def entry(one: Item) -> dict[str, Any]:
    """One event as `elshi timeline` prints it.

    Dates that sources do not agree on stand in `dates`, each with the ids of its facts.
    """
    place = one.place
    out: dict[str, Any] = {
        "id": one.id,
        "type": one.type,
        "subtype": one.subtype,
        "status": one.status,
        "date": one.date,
        "roles": {role: [f.to_json() for f in fillers] for role, fillers in one.roles.items()},
        "place": place.to_json() if place else None,
        "title": one.title,
        "sphere": one.event.sphere,
    }
    if one.event.kind == "figure":
        out["value"] = one.event.value
        out["unit"] = one.event.unit
    if len(one.dates) > 1:
        out["dates"] = [{"value": when.value, "facts": list(when.facts)} for when in one.dates]
    out["facts"] = [
        {
            "id": f.id,
            "document": f.document.name,
            "start": f.fact.start,
            "end": f.fact.end,
            "quote": f.fact.quote,
        }
        for f in one.facts
    ]
    return out


def timeline_items(
    source: Source,
    *,
    sides: Sequence[str] = (),
    types: Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
    figures: bool = False,
) -> list[Item]:
    """Events that involve all of these sides, in order of time; undated ones come last and never vanish.

    Args:
        source: the record.
        sides: codes; an event must involve every one of them.
        types: event types or indicators; none: all.
        since: EDTF value; an event that may lie at or after it counts.
        until: the same for the end.
        figures: include figures even where `types` does not name an indicator.
    """
    found: Iterable[Item] = items(source.events(sides=tuple(sides)))
    return [
        one
        for one in found
        if all(one.involves(side) for side in sides)
        and (one.type in types if types else figures or one.event.kind == "event")
        and any(within(when.value, since, until) for when in one.dates)
    ]


def timeline(
    source: Source,
    *,
    sides: Sequence[str] = (),
    types: Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
) -> list[dict[str, Any]]:
    """What `elshi timeline --format json` prints: see `timeline_items`."""
    found = timeline_items(source, sides=sides, types=types, since=since, until=until)
    return [entry(one) for one in found]
