"""What the rubrics share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from elshi.views.items import Item
from elshi.views.pair import Pair, facts_of
from elshi.views.sheet import Row, Section
from elshi.views.values import Flow, Value, Words
from elshi.views.when import order

__all__ = ["best_words", "by_time", "flow", "gathered", "outlets", "row", "section", "told"]


def row(one: Item, cells: Mapping[str, tuple[Value, ...]], group: str = "") -> Row:
    """A row for one event."""
    return Row(one.id, one.date, one.status, cells, one.facts, group, one.type)


def gathered(
    id: str,
    found: Iterable[Item],
    cells: Mapping[str, tuple[Value, ...]],
    group: str = "",
    date: str | None = None,
) -> Row:
    """A row that sums up several events."""
    return Row(id, date, "actual", cells, facts_of(found), group)


def by_time(rows: Iterable[Row]) -> list[Row]:
    """Rows in order of time, undated ones last."""
    return sorted(rows, key=lambda r: (*order(r.date), r.id))


def section(key: str, groups: Mapping[str, tuple[str, ...]], rows: Iterable[Row]) -> Section:
    """A section whose gaps are its own key (nothing at all) or its empty groups."""
    made = tuple(rows)
    filled = {r.group for r in made}
    if not made:
        gaps: tuple[str, ...] = (key,)
    else:
        gaps = tuple(f"{key}.{group}" for group in groups if group and group not in filled)
    return Section(key, groups, made, gaps)


def flow(pair: Pair, way: tuple[str, str] | None) -> tuple[Value, ...]:
    """From one side to the other, as a cell."""
    return (Flow(pair.side(way[0]), pair.side(way[1])),) if way else ()


def outlets(one: Item) -> tuple[Value, ...]:
    """Whose figures: the outlets of the documents that give them, each once."""
    seen: dict[str, None] = {}
    for fact in one.facts:
        seen.setdefault(fact.document.source or fact.document.title or fact.document.name)
    return tuple(Words(name) for name in seen)


def told(pair: Pair, one: Item) -> tuple[Value, ...]:
    """What an event is about: its title, else the words of the source."""
    return pair.title(one) or best_words(pair, one)


def best_words(pair: Pair, one: Item) -> tuple[Value, ...]:
    """The quotation to show in a cell: of the best source, in the reader's language where there is one."""
    best = min(one.facts, key=lambda f: f.fact.language != pair.language)
    return (Words(best.fact.quote, best.fact.language, verbatim=True, facts=(best.id,)),)
