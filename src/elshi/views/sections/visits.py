"""Visits, calls and meetings, mechanisms."""

from __future__ import annotations

from collections.abc import Iterable

from elshi.views.items import Item, filler_key
from elshi.views.pair import Pair, kind_term
from elshi.views.sections.common import flow, gathered, row, section
from elshi.views.sheet import Row, Section
from elshi.views.titles import same_title
from elshi.views.values import Number, Party, Stage, Term, Value, When, Words
from elshi.views.when import bounds, order, precision

__all__ = ["mechanisms", "meetings", "visits"]

_MECHANISMS = ("commission", "consultations", "forum")

#: A visit dated less precisely than this many days says too little to tie a signing to it.
_PRECISE = 15


def _way(pair: Pair, one: Item) -> tuple[str, str] | None:
    return pair.direction(one, ("visitor",), ("host",))


def visits(pair: Pair) -> Section:
    """Visits with their results; counts by direction and rank; when principals last met."""
    found = pair.of("visit")
    signed = [one for one in pair.of("agreement") if one.status == "actual" and one.date]
    rows = []
    for one in found:
        way = _way(pair, one)
        cells: dict[str, tuple[Value, ...]] = {
            "date": one.dates,
            "direction": flow(pair, way),
            "visitor": pair.parties(one.fillers("visitor"), one, office=True),
            "rank": (Term(f"subtype.visit.{one.subtype}"),) if one.subtype else (),
            "place": pair.place(one),
            "results": _results(one, signed),
        }
        rows.append(row(one, cells))
    return section(
        "visits",
        {
            "": ("date", "direction", "visitor", "rank", "place", "results"),
            "counts": ("direction", "rank", "count", "dates"),
            "last_met": ("people", "date", "occasion", "place"),
        },
        [*rows, *_counts(pair, found), *_last_met(pair)],
    )


def _results(visit: Item, signed: Iterable[Item]) -> tuple[Value, ...]:
    """What was signed on the days of the visit."""
    span = bounds(visit.date)
    if span is None or precision(visit.date) > _PRECISE or visit.status != "actual":
        return ()
    found: list[Value] = []
    for one in signed:
        day = bounds(one.date)
        if day and precision(one.date) <= _PRECISE and span[0] <= day[0] and day[1] <= span[1]:
            ids = tuple(f.id for f in one.facts)
            text = Words(one.title, one.title_language, facts=ids) if one.title else None
            found.append(text or Term(f"type.{one.type}", facts=ids))
    return tuple(found)


def _counts(pair: Pair, found: Iterable[Item]) -> list[Row]:
    groups: dict[tuple[int, int], list[Item]] = {}
    ways = ((pair.a, pair.b), (pair.b, pair.a), None)
    ranks = ("state", "official", "working", "private", None)
    for one in found:
        if one.status == "actual":
            key = (ways.index(_way(pair, one)), ranks.index(one.subtype))
            groups.setdefault(key, []).append(one)
    rows = []
    for (way, rank), group in sorted(groups.items()):
        years = sorted({found_[0][:4] for one in group if (found_ := bounds(one.date))})
        name = ranks[rank]
        cells: dict[str, tuple[Value, ...]] = {
            "direction": flow(pair, ways[way]) or (Term("label.direction_unknown"),),
            "rank": (Term(f"subtype.visit.{name}"),) if name else (Term("label.rank_unknown"),),
            "count": (Number(len(group)),),
            "dates": tuple(When(year) for year in years),
        }
        rows.append(gathered(f"count:{way}:{rank}", group, cells, "counts"))
    return rows


def _last_met(pair: Pair) -> list[Row]:
    """The last time that each two persons of the two sides are seen together."""
    last: dict[tuple[str, str], tuple[Item, Party, Party]] = {}
    for one in pair.of("visit", "meeting"):
        if one.status != "actual" or bounds(one.date) is None:
            continue
        people = [f for f in one.fillers() if f.kind == "person"]
        for left in people:
            for right in people:
                if pair.side_of(left) == pair.a and pair.side_of(right) == pair.b:
                    last[filler_key(left), filler_key(right)] = (
                        one,
                        pair.party(left, one, office=True),
                        pair.party(right, one, office=True),
                    )
    rows = []
    for (left_key, right_key), (one, a, b) in last.items():
        cells: dict[str, tuple[Value, ...]] = {
            "people": (a, b),
            "date": one.dates,
            "occasion": (kind_term(one),),
            "place": pair.place(one),
        }
        rows.append(gathered(f"last:{left_key}:{right_key}", [one], cells, "last_met", one.date))
    rows.sort(key=lambda r: r.id)
    return sorted(rows, key=lambda r: order(r.date), reverse=True)


def meetings(pair: Pair) -> Section:
    """Talks, summits and calls of the two sides."""
    rows = []
    for one in pair.of("meeting"):
        if one.subtype in _MECHANISMS or pair.is_multilateral(one):
            continue
        cells: dict[str, tuple[Value, ...]] = {
            "date": one.dates,
            "what": (kind_term(one),),
            "participants": pair.parties(one.fillers("participant", "host"), one, office=True),
            "place": pair.place(one),
            "topic": pair.title(one),
        }
        rows.append(row(one, cells))
    return section("meetings", {"": ("date", "what", "participants", "place", "topic")}, rows)


def mechanisms(pair: Pair) -> Section:
    """Commissions, consultations and forums, each with its sessions."""
    groups: list[list[Item]] = []
    for one in pair.of("meeting", subtypes=_MECHANISMS):
        if pair.is_multilateral(one):
            continue
        for group in groups:
            if group[0].subtype == one.subtype and (
                same_title(group[0].title, one.title) or (not one.title and not group[0].title)
            ):
                group.append(one)
                break
        else:
            groups.append([one])
    rows = []
    for group in groups:
        held = [one for one in group if one.status == "actual"]
        ahead = [one for one in group if one.status != "actual"]
        dated = [one for one in held if one.date]
        last = dated[-1] if dated else held[-1] if held else None
        named = next((one for one in group if one.title), None)
        cells: dict[str, tuple[Value, ...]] = {
            "mechanism": (*(pair.title(named) if named else ()), kind_term(group[0])),
            "last": (*last.dates, *pair.place(last)) if last else (),
            "count": (Number(len(held)),),
            "next": tuple(
                Stage(kind_term(one), one.dates, one.status, tuple(f.id for f in one.facts)) for one in ahead
            ),
        }
        rows.append(gathered(f"mechanism:{group[0].id}", group, cells, date=last.date if last else None))
    return section("mechanisms", {"": ("mechanism", "last", "count", "next")}, rows)
