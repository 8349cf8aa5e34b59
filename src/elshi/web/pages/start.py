"""The first page: what is in the record, who deals with whom, where to begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from elshi.views.when import bounds
from elshi.web.desk import Asked
from elshi.web.show import EventRow
from elshi.web.site import View

__all__ = ["PairBar", "SideBar", "StartPage", "start"]

_PAIRS, _SIDES, _LATEST = 12, 12, 8


@dataclass(frozen=True, slots=True)
class PairBar:
    """Two sides, their number of events, and its share of the busiest pair's, in percent."""

    a: str
    b: str
    link: str | None
    events: int
    share: int


@dataclass(frozen=True, slots=True)
class SideBar:
    """A side, its number of facts, and its share of the busiest one's, in percent."""

    name: str
    link: str | None
    facts: int
    share: int


@dataclass(frozen=True, slots=True)
class StartPage:
    """What the template gets.

    Attributes:
        stats: counts, by name.
        happened: first and last date, for the reader, or None.
        first: name of the busiest side, to begin with.
        state: label, value and address of each line on the state of the record.
        latest: the latest events that happened.
    """

    stats: SimpleNamespace
    happened: tuple[str, str] | None
    first: str
    pairs: list[PairBar]
    sides: list[SideBar]
    state: list[tuple[str, str, str | None]]
    latest: list[EventRow]


def start(view: View) -> str:
    """Renders the page."""
    desk, stats = view.desk, view.desk.stats()
    sides = list(desk.sides().items())[:_SIDES]
    most = max((n for _, n in sides), default=1)
    pairs = desk.pairs()[:_PAIRS]
    top = max((n for _, _, n in pairs), default=1)
    page = StartPage(
        stats=SimpleNamespace(**stats),
        happened=_span(view, stats),
        first=desk.name(sides[0][0], view.language) if sides else "",
        pairs=[
            PairBar(
                desk.name(a, view.language),
                desk.name(b, view.language),
                view.link("relation", a, b),
                n,
                max(1, round(100 * n / top)),
            )
            for a, b, n in pairs
        ],
        sides=[
            SideBar(desk.name(code, view.language), view.link("entity", code), n, round(100 * n / most))
            for code, n in sides
        ],
        state=_state(view, stats),
        latest=view.show.rows(_latest(view)),
    )
    return view.render("start.html.j2", page=page)


def _span(view: View, stats: dict[str, Any]) -> tuple[str, str] | None:
    first, last = stats["since"], stats["until"]
    return (first[:4], last[:4]) if first and last else None


def _latest(view: View) -> list[Any]:
    """The latest events that happened on days that the sources know to the month at least."""
    # What is dated after the latest source was published is a plan, whatever its words say.
    until = view.desk.stats()["published_until"]
    # Of a large record only the last year is read; where that holds little, all of it.
    since = str(int(until[:4]) - 1) if until and until[:4].isdigit() else None
    latest = _latest_of(view.desk.recent(since, until)) if since else []
    if len(latest) == _LATEST:
        return latest
    return _latest_of(view.desk.asked(Asked(statuses=("actual",), until=until)))


def _latest_of(found: Sequence[Any]) -> list[Any]:
    dated: list[Any] = []
    for one in reversed(found):
        span = bounds(one.date)
        if one.event.kind == "event" and span and span[0][:7] == span[1][:7]:
            dated.append(one)
            if len(dated) == _LATEST:
                break
    return dated


def _state(view: View, stats: dict[str, Any]) -> list[tuple[str, str, str | None]]:
    _, number = view._, view.number
    languages = ", ".join(
        f"{view.words.get(f'language.{code}', code)} {number(n)}" for code, n in stats["languages"].items()
    )
    published = [stats["published_since"], stats["published_until"]]
    lines: list[tuple[str, str, str | None]] = [
        (_("Documents"), number(stats["documents"]), view.link("sources")),
        (_("of them reprints"), number(stats["near_copies"]), None),
        (_("Languages"), languages or "–", None),
        (_("Published"), " – ".join(view.show.date(d) for d in dict.fromkeys(published) if d) or "–", None),
        (_("Facts"), number(stats["facts"]), view.link("timeline")),
        (_("Happenings"), number(stats["events"]), view.link("timeline")),
        (_("Figures"), number(stats["figures"]), None),
        (_("Planned"), number(stats["statuses"].get("planned", 0)), view.link("commitments")),
        (_("Decisions by people"), number(stats["decisions"]), view.link("review")),
    ]
    return lines
