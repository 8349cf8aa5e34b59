"""Events in order of time: a drawing by sphere, and the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from elshi.web.desk import Asked
from elshi.web.draw.timeline import Drawing, draw
from elshi.web.pages.common import Pager, choices, paged, side_ids
from elshi.web.show import EventRow
from elshi.web.site import View

__all__ = ["TimelinePage", "timeline"]


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """What the template gets: the filter as asked, the drawing (None: nothing to draw), the rows of a page."""

    asked: Asked
    side_names: tuple[str, str]
    types: list[tuple[str, str]]
    spheres: list[tuple[str, str]]
    statuses: list[tuple[str, str]]
    narrowed: bool
    total: int
    undated: int
    drawing: Drawing | None
    rows: list[EventRow]
    pager: Pager


def timeline(view: View, asked: Asked, page: int = 1) -> str:
    """Renders the page."""
    asked.check()
    found = view.desk.asked(asked)
    if not asked.types:
        found = [one for one in found if one.event.kind == "event"]
    shown, pager = paged(view, found, page)
    names = [view.desk.name(side, view.language) for side in asked.sides][:2]
    return view.render(
        "timeline.html.j2",
        page=TimelinePage(
            asked=asked,
            side_names=(names[0] if names else "", names[1] if len(names) > 1 else ""),
            types=choices(view, "type"),
            spheres=choices(view, "sphere"),
            statuses=choices(view, "status"),
            narrowed=asked != Asked(),
            total=len(found),
            undated=sum(one.date is None for one in found),
            drawing=draw(view, found) if found else None,
            rows=view.show.rows(shown),
            pager=pager,
        ),
    )


def asked_of(
    view: View,
    *,
    side: Sequence[str] = (),
    type: Sequence[str] = (),
    subtype: Sequence[str] = (),
    sphere: Sequence[str] = (),
    status: Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
) -> Asked:
    """The filter that a query string names; empty fields do not narrow."""

    def given(values: Sequence[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(value for value in values if value))

    return Asked(
        side_ids(view, side), given(type), given(subtype), given(sphere), given(status), since or None,
        until or None,
    )  # fmt: skip
