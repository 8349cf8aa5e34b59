"""Agreements: each instrument with the steps of its life."""

from __future__ import annotations

from elshi.views.items import Item
from elshi.views.pair import Pair, facts_of, kind_term
from elshi.views.sections.common import best_words, row, section, told
from elshi.views.sheet import Row, Section
from elshi.views.titles import same_title
from elshi.views.values import Amount, Stage, Term, Value
from elshi.views.when import bounds, order

__all__ = ["agreements"]

#: Steps in the order of an instrument's life; of two on one date the later one is where it stands.
_LIFE = ("negotiated", "signed", "ratified", "in_force", "extended", "terminated")

#: Years within which two steps of one title are taken for the same instrument's.
_YEARS = 12


def agreements(pair: Pair) -> Section:
    """Instruments with their stage history and where they stand; counts of documents that sources give."""
    rows = []
    for group in _instruments(pair.of("agreement")):
        rows.append(_instrument(pair, group))
    rows.sort(key=lambda r: (*order(r.date), r.id))
    for one in pair.of("document_count"):
        cells: dict[str, tuple[Value, ...]] = {
            "date": one.dates,
            "amount": _amount(one),
            "what": told(pair, one),
        }
        rows.append(row(one, cells, "counts"))
    groups = {"": ("title", "stages", "state", "place"), "counts": ("date", "amount", "what")}
    built = section("agreements", groups, rows)
    return Section(
        built.key, built.groups, built.rows, tuple(g for g in built.gaps if not g.endswith(".counts"))
    )


def _amount(one: Item) -> tuple[Value, ...]:
    return (Amount(one.event.value, one.event.unit, one.status),) if one.event.value is not None else ()


def _instruments(found: list[Item]) -> list[list[Item]]:
    groups: list[list[Item]] = []
    for one in found:
        for group in groups:
            if any(_same(known, one) for known in group):
                group.append(one)
                break
        else:
            groups.append([one])
    return groups


def _same(known: Item, one: Item) -> bool:
    if not same_title(known.title, one.title) or set(known.parties()) != set(one.parties()):
        return False
    a, b = bounds(known.date), bounds(one.date)
    if a is None or b is None:
        return True
    if known.subtype == one.subtype and known.status == one.status == "actual":
        # Two signings years apart are two instruments of one name; close ones are two reports of one.
        return abs(int(a[0][:4]) - int(b[0][:4])) <= 1
    return abs(int(a[0][:4]) - int(b[0][:4])) <= _YEARS


def _instrument(pair: Pair, group: list[Item]) -> Row:
    named = max((one for one in group if one.title), key=lambda i: len(i.title or ""), default=None)
    steps = [Stage(kind_term(one), one.dates, one.status, tuple(f.id for f in one.facts)) for one in group]
    held = [one for one in group if one.status == "actual" and one.subtype in _LIFE]
    held.sort(key=lambda one: (order(one.date) if one.date else ("", ""), _LIFE.index(one.subtype or "")))
    state = held[-1] if held else group[-1]
    cells: dict[str, tuple[Value, ...]] = {
        "title": pair.title(named) if named else (Term("label.untitled"), *best_words(pair, group[0])),
        "stages": tuple(steps),
        "state": (Term(f"state.{state.subtype or 'unknown'}"),)
        if state.status == "actual"
        else (Term(f"status.{state.status}"),),
        "place": next((pair.place(one) for one in group if one.place), ()),
    }
    status = "actual" if any(one.status == "actual" for one in group) else group[0].status
    return Row(f"instrument:{group[0].id}", group[0].date, status, cells, facts_of(group), "", "agreement")
