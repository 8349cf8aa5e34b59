"""What several pages share: paging, sides, choices of a filter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from elshi.errors import UnknownSide
from elshi.model import EVENT_TYPES, FIGURE_TYPES, SPHERES, STATUSES
from elshi.web.site import View

__all__ = ["Pager", "choices", "paged", "side_ids"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Pager:
    """Where a page of a list stands in the whole."""

    first: int
    last: int
    total: int
    pages: int
    previous: str | None
    next: str | None


def paged(view: View, found: Sequence[T], page: int, size: int | None = None) -> tuple[Sequence[T], Pager]:
    """The rows of one page (numbered from 1; beyond the end: the last one) and the way to its neighbours."""
    size = len(found) or 1 if view.static else size or view.limits.page
    pages = max(1, -(-len(found) // size))
    page = min(max(page, 1), pages)
    start = (page - 1) * size
    shown = found[start : start + size]

    def to(number: int) -> str | None:
        if not 1 <= number <= pages:
            return None
        return view.here_in(page=number if number > 1 else None)

    return shown, Pager(
        start + 1 if found else 0, start + len(shown), len(found), pages, to(page - 1), to(page + 1)
    )


def side_ids(view: View, names: Iterable[str]) -> tuple[str, ...]:
    """Ids of sides as a reader names them; empty fields are passed over.

    Raises:
        UnknownSide: nobody is called that.
    """
    found: dict[str, None] = {}
    for name in names:
        if name.strip():
            found.setdefault(view.desk.side(name))
    if len(found) > 6:
        raise UnknownSide("more than six sides were asked for; name at most six")
    return tuple(found)


def choices(view: View, what: str) -> list[tuple[str, str]]:
    """Code and word of each type, sphere or status, for a field of choices."""
    if what == "type":
        return [(code, view.show.type(code)) for code in (*EVENT_TYPES, *FIGURE_TYPES)]
    if what == "sphere":
        return [(code, view.show.sphere(code)) for code in SPHERES]
    return [(code, view.show.status(code)) for code in STATUSES]
