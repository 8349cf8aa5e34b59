"""Key dates, people, political dialogue."""

from __future__ import annotations

from collections.abc import Iterator

from elshi.model import Filler
from elshi.record.model import StoredFact
from elshi.views.items import Item, filler_key
from elshi.views.offices import RANKS
from elshi.views.pair import Pair, kind_term
from elshi.views.sections.common import flow, gathered, row, section, told
from elshi.views.sheet import Row, Section
from elshi.views.values import Number, Term, Value, When, Words
from elshi.views.when import order

__all__ = ["key_dates", "people", "political"]

_DIRECTED = {
    "relations": (("actor",), ("target",)),
    "mission": (("sender", "envoy"), ("receiver",)),
    "coercion": (("actor",), ("target",)),
    "membership": (("member",), ("organisation",)),
}


def _way(pair: Pair, one: Item) -> tuple[Value, ...]:
    source, target = _DIRECTED.get(one.type, ((), ()))
    return flow(pair, pair.direction(one, source, target)) if source else ()


def key_dates(pair: Pair) -> Section:
    """Recognition, diplomatic relations, missions, levels of partnership, membership in the other side."""
    rows = []
    for one in pair.bilateral:
        relations = one.type == "relations"
        mission = one.type == "mission" and one.subtype in ("opened", "closed")
        member = one.type == "membership" and not pair.is_multilateral(one)
        if relations or mission or member:
            rows.append(
                row(
                    one,
                    {
                        "date": one.dates,
                        "what": (kind_term(one), *pair.title(one)),
                        "direction": _way(pair, one),
                        "place": pair.place(one),
                    },
                )
            )
    return section("key_dates", {"": ("date", "what", "direction", "place")}, rows)


def _persons(pair: Pair) -> Iterator[tuple[str, Filler, Item]]:
    for one in pair.bilateral + pair.one_sided:
        for filler in one.fillers():
            if filler.kind == "person":
                yield filler_key(filler), filler, one


def people(pair: Pair) -> Section:
    """Persons of both sides with the office words of the sources, and envoys with their dates."""
    seen: dict[str, list[tuple[Filler, Item]]] = {}
    for key, filler, one in _persons(pair):
        seen.setdefault(key, []).append((filler, one))
    rows: list[tuple[tuple[object, ...], Row]] = []
    for key, found in seen.items():
        side = next((s for f, _ in found if (s := pair.side_of(f))), None)
        group = "a" if side == pair.a else "b" if side == pair.b else "others"
        made = _person(pair, key, found, group)
        rows.append(((("a", "b", "others").index(group), *made[0]), made[1]))
    rows.sort(key=lambda pair_: pair_[0])
    envoys = [
        row(
            one,
            {
                "date": one.dates,
                "person": pair.parties(one.fillers("envoy"), one),
                "what": (kind_term(one),),
                "direction": _way(pair, one),
            },
            "envoys",
        )
        for one in pair.of("mission")
        if one.subtype not in ("opened", "closed")
    ]
    columns = ("person", "office", "seen", "events")
    groups = {
        "a": columns,
        "b": columns,
        "envoys": ("date", "person", "what", "direction"),
        "others": columns,
    }
    built = section("people", groups, [r for _, r in rows] + envoys)
    return Section(built.key, built.groups, built.rows, tuple(g for g in built.gaps if g != "people.others"))


def _person(
    pair: Pair, key: str, found: list[tuple[Filler, Item]], group: str
) -> tuple[tuple[object, ...], Row]:
    offices: dict[str, tuple[str, str, list[str]]] = {}
    ranks = []
    facts: dict[str, StoredFact] = {}
    dates = []
    for filler, one in found:
        for office, fact in pair.offices(filler, one):
            known = offices.setdefault(office.words.casefold(), (office.words, fact.fact.language, []))
            if fact.id not in known[2]:
                known[2].append(fact.id)
            ranks.append(RANKS.index(office.rank))
        for stored in one.facts:
            if any(filler_key(f) == key for group_ in stored.fact.roles.values() for f in group_):
                facts.setdefault(stored.id, stored)
        if one.date and one.status == "actual":
            dates.append(one.date)
    dates.sort(key=order)
    span: tuple[Value, ...] = ()
    if dates:
        ends = dates if dates[0] != dates[-1] else dates[:1]
        span = (When(ends[0]),) if len(ends) == 1 else (When(ends[0]), When(ends[-1]))
    cells: dict[str, tuple[Value, ...]] = {
        "person": (pair.party(found[0][0]),),
        "office": tuple(
            Words(words, language, facts=tuple(ids)) for words, language, ids in offices.values()
        ),
        "seen": span,
        "events": (Number(len({one.id for _, one in found})),),
    }
    made = Row(f"person:{key}", dates[0] if dates else None, "actual", cells, tuple(facts.values()), group)
    # The most frequent rank places a person; a name without an office comes last.
    rank = max(sorted(set(ranks)), key=ranks.count) if ranks else len(RANKS)
    return (rank, *order(dates[-1] if dates else None), key), made


def political(pair: Pair) -> Section:
    """The state of the dialogue in a few lines, and what strained it."""
    rows = list(_overview(pair))
    for one in pair.of("coercion"):
        cells = {
            "date": one.dates,
            "what": (kind_term(one), *told(pair, one)),
            "direction": _way(pair, one),
            "place": pair.place(one),
        }
        rows.append(row(one, cells, "frictions"))
    return section(
        "political",
        {"overview": ("topic", "value"), "frictions": ("date", "what", "direction", "place")},
        rows,
    )


def _overview(pair: Pair) -> Iterator[Row]:
    def line(key: str, found: list[Item], *value: Value) -> Row:
        return gathered(
            f"overview:{key}", found, {"topic": (Term(f"overview.{key}"),), "value": value}, "overview"
        )

    actual = [one for one in pair.bilateral if one.status == "actual"]
    dated = [one for one in actual if one.date]
    for key in ("recognised", "established", "upgraded"):
        steps = [one for one in actual if one.type == "relations" and one.subtype == key]
        if steps:
            last = steps[-1] if key == "upgraded" else steps[0]
            yield line(key, [last], *last.dates, *pair.title(last))
    for giver, taker in ((pair.a, pair.b), (pair.b, pair.a)):
        found = [
            one
            for one in actual
            if one.type == "visit" and pair.direction(one, ("visitor",), ("host",)) == (giver, taker)
        ]
        if found:
            timed = [one for one in found if one.date]
            end: tuple[Value, ...] = (Term("overview.latest"), *timed[-1].dates) if timed else ()
            yield line(
                "visits_from_a" if giver == pair.a else "visits_from_b",
                found,
                Number(len(found)),
                *end,
            )
    talks = [one for one in dated if one.type == "meeting"]
    if talks:
        last = talks[-1]
        yield line("last_meeting", [last], kind_term(last), *last.dates, *pair.place(last))
    signed = [one for one in actual if one.type == "agreement" and one.subtype == "signed"]
    if signed:
        timed = [one for one in signed if one.date]
        end = (Term("overview.latest"), *timed[-1].dates, *pair.title(timed[-1])) if timed else ()
        yield line("signed", signed, Number(len(signed)), *end)
    stated = [one for one in actual if one.type == "statement"]
    if stated:
        yield line("statements", stated, Number(len(stated)))
