"""Who deals with whom: the surroundings of a side, a pair or a person, over a stretch of years."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from elshi.errors import ElshiError
from elshi.views.items import Item
from elshi.views.when import bounds
from elshi.web.desk import Asked
from elshi.web.pages.common import side_ids
from elshi.web.show import EventRow
from elshi.web.site import View

__all__ = ["NetworkAsked", "NetworkPage", "network"]

_WIDTH, _HEIGHT = 1180, 640
_NEIGHBOURS = 22
_MOST_PARTIES = 12
_MOST_ROWS = 100


@dataclass(frozen=True, slots=True)
class NetworkAsked:
    """Whose surroundings, when, and which edge is open (two ids with a `~` between)."""

    centre: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    edge: tuple[str, str] | None = None

    @classmethod
    def of(
        cls, view: View, centre: Sequence[str], since: str | None, until: str | None, edge: str | None
    ) -> NetworkAsked:
        """From a query string.

        Raises:
            ElshiError: a side or date is not known.
        """
        for name, value in (("since", since), ("until", until)):
            if value and bounds(value) is None:
                raise ElshiError(f"{name} {value!r} is no date; write YYYY, YYYY-MM or YYYY-MM-DD")
        ends = tuple((edge or "").split("~"))
        chosen = (ends[0], ends[1]) if len(ends) == 2 and all(ends) else None
        return cls(side_ids(view, centre)[:2], since or None, until or None, chosen)


@dataclass(frozen=True, slots=True)
class Node:
    """A circle; `anchor` is how its name stands beside it."""

    id: str
    name: str
    kind: str
    x: float
    y: float
    radius: float
    label_x: float
    label_y: float
    anchor: str
    centre: bool
    link: str | None


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two nodes: its width, the number of events, the page that opens them."""

    x1: float
    y1: float
    x2: float
    y2: float
    label_x: float
    label_y: float
    width: float
    weight: int
    title: str
    link: str | None
    here: bool


@dataclass(frozen=True, slots=True)
class NetworkPage:
    """What the template gets."""

    asked: NetworkAsked
    centre_names: tuple[str, str]
    width: int
    height: int
    nodes: list[Node]
    edges: list[Edge]
    table: list[tuple[str, str | None, int]]
    hidden: int
    span: tuple[int, int]
    edge_name: str
    rows: list[EventRow]


def _members(one: Item, people: bool) -> list[str]:
    found = list(one.parties())
    if people:
        found += [f.id for f in one.fillers() if f.kind == "person" and f.id]
    return list(dict.fromkeys(found))


def network(view: View, asked: NetworkAsked) -> str:
    """Renders the page."""
    desk = view.desk
    people = any(id.startswith("person:") for id in asked.centre)
    pairs: dict[tuple[str, str], list[Item]] = {}
    for one in _events(view, asked):
        members = _members(one, people)
        if not 2 <= len(members) <= _MOST_PARTIES:
            continue
        for n, first in enumerate(members):
            for second in members[n + 1 :]:
                if not asked.centre or first in asked.centre or second in asked.centre:
                    low, high = sorted((first, second))
                    pairs.setdefault((low, high), []).append(one)
    weights: dict[str, int] = {}
    for (a, b), events in pairs.items():
        for id in (a, b):
            if id not in asked.centre:
                weights[id] = weights.get(id, 0) + len(events)
    ranked = sorted(weights, key=lambda id: (-weights[id], id))
    around = ranked[:_NEIGHBOURS]
    places = _places(asked.centre, around)
    shown = {pair: events for pair, events in pairs.items() if pair[0] in places and pair[1] in places}
    most = max((len(events) for events in shown.values()), default=1)
    rows: list[EventRow] = []
    edge_name = ""
    if asked.edge:
        low, high = sorted(asked.edge)
        rows = view.show.rows(pairs.get((low, high), [])[-_MOST_ROWS:][::-1])
        edge_name = f"{desk.name(low, view.language)} – {desk.name(high, view.language)}"
    names = [desk.name(id, view.language) for id in asked.centre]
    stats = desk.stats()
    years = [int(day[:4]) for day in (stats["since"], stats["until"]) if day and day > "0001"]
    ordered = sorted(shown.items(), key=lambda p: (-len(p[1]), p[0]))
    page = NetworkPage(
        asked=asked,
        centre_names=(names[0] if names else "", names[1] if len(names) > 1 else ""),
        width=_WIDTH,
        height=_HEIGHT,
        nodes=[_node(view, id, places[id], id in asked.centre) for id in places],
        edges=[_edge(view, asked, pair, len(events), places, most) for pair, events in ordered[::-1]],
        table=[
            (
                f"{desk.name(a, view.language)} – {desk.name(b, view.language)}",
                _open(view, asked, (a, b)),
                len(found),
            )
            for (a, b), found in ordered[:60]
        ],
        hidden=len(ranked) - len(around),
        span=(min(years, default=1991), max(years, default=1992)),
        edge_name=edge_name,
        rows=rows,
    )
    return view.render("network.html.j2", page=page)


def _events(view: View, asked: NetworkAsked) -> list[Item]:
    found: dict[str, Item] = {}
    around: tuple[tuple[str, ...], ...] = tuple((one,) for one in asked.centre) or ((),)
    for sides in around:
        filter = Asked(sides, (), (), (), ("actual",), asked.since, asked.until)
        for one in view.desk.asked(filter):
            if one.event.kind == "event" and (one.date or not (asked.since or asked.until)):
                found.setdefault(one.id, one)
    return list(found.values())


def _places(centre: Sequence[str], around: Sequence[str]) -> dict[str, tuple[float, float]]:
    middle = (_WIDTH / 2, _HEIGHT / 2)
    places: dict[str, tuple[float, float]] = {}
    if len(centre) == 1:
        places[centre[0]] = middle
    elif len(centre) == 2:
        places[centre[0]] = (middle[0] - 120, middle[1])
        places[centre[1]] = (middle[0] + 120, middle[1])
    for n, id in enumerate(around):
        turn = 2 * math.pi * n / max(len(around), 1) - math.pi / 2
        places[id] = (
            round(middle[0] + 330 * math.cos(turn), 1),
            round(middle[1] + (270 - (18 if n % 2 else 0)) * math.sin(turn), 1),
        )
    return places


def _node(view: View, id: str, place: tuple[float, float], centre: bool) -> Node:
    name = view.show.side(id)
    x, y = place
    side = (x > _WIDTH / 2 + 20) - (x < _WIDTH / 2 - 20)
    radius = 11 if centre else 7
    if centre or side == 0:
        below = 1 if centre or y >= _HEIGHT / 2 else -1
        label = (x, y + below * (radius + 14) + (4 if below < 0 else 0), "middle")
    else:
        label = (x + side * (radius + 6), y + 4, "start" if side > 0 else "end")
    text = name.text if len(name.text) <= 34 else name.text[:32] + "…"
    return Node(id, text, name.kind, x, y, radius, label[0], label[1], label[2], centre, name.link)


def _open(view: View, asked: NetworkAsked, pair: tuple[str, str]) -> str | None:
    if view.static:
        return view.link("relation", *pair)
    return view.link(
        "network",
        centre=asked.centre,
        since=asked.since,
        until=asked.until,
        edge="~".join(pair),
        anchor="edge",
    )


def _edge(
    view: View,
    asked: NetworkAsked,
    pair: tuple[str, str],
    weight: int,
    places: dict[str, tuple[float, float]],
    most: int,
) -> Edge:
    (x1, y1), (x2, y2) = places[pair[0]], places[pair[1]]
    name = " – ".join(view.desk.name(id, view.language) for id in pair)
    return Edge(
        x1, y1, x2, y2, round((x1 + x2) / 2, 1), round((y1 + y2) / 2 + 4, 1),
        round(1 + 7 * math.sqrt(weight / most), 1), weight, f"{name}: {weight}", _open(view, asked, pair),
        asked.edge is not None and set(asked.edge) == set(pair),
    )  # fmt: skip
