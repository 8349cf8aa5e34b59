"""Which events are exported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from elshi.errors import ExportError
from elshi.model import EVENT_TYPES, FIGURE_TYPES, STATUSES
from elshi.views.items import Item, item
from elshi.views.when import bounds, within

if TYPE_CHECKING:
    from elshi.record import Store

__all__ = ["Selection", "selected"]


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked for; empty means all.

    Attributes:
        sides: codes; an event must involve every one of them.
        types: event types and indicators of figures.
        statuses: statuses.
        since, until: EDTF values; an event that may lie between them counts, and so does an undated one.
    """

    sides: Sequence[str] = ()
    types: Sequence[str] = ()
    statuses: Sequence[str] = ()
    since: str | None = None
    until: str | None = None

    def check(self) -> None:
        """Looks whether the words of the selection are known.

        Raises:
            ExportError: one is not; the message lists those that are.
        """
        known = (*EVENT_TYPES, *FIGURE_TYPES)
        for value in self.types:
            if value not in known:
                raise ExportError(f"{value}: no such type; known are {', '.join(known)}")
        for value in self.statuses:
            if value not in STATUSES:
                raise ExportError(f"{value}: no such status; known are {', '.join(STATUSES)}")
        for limit in (self.since, self.until):
            if limit is not None and bounds(limit) is None:
                raise ExportError(f"{limit}: no date; write a year, year-month or day, like 2011-09-20")


def selected(store: Store, selection: Selection) -> Iterator[Item]:
    """The events of a selection one after another, with the same meaning as `elshi timeline` gives the words."""
    found = store.each_event(
        sides=selection.sides,
        types=selection.types,
        statuses=selection.statuses,
        since=selection.since,
        until=selection.until,
    )
    for event in found:
        one = item(event)
        if one is None:
            continue
        if selection.statuses and one.status not in selection.statuses:
            continue
        if not all(one.involves(side) for side in selection.sides):
            continue
        if any(within(when.value, selection.since, selection.until) for when in one.dates):
            yield one
