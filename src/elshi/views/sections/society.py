"""Sectors, culture and science, honours, multilateral work, statements."""

from __future__ import annotations

from collections.abc import Mapping

from elshi.views.items import Item
from elshi.views.pair import Pair, kind_term
from elshi.views.sections.common import best_words, by_time, flow, row, section, told
from elshi.views.sheet import Section
from elshi.views.values import Amount, Term, Value
from elshi.views.when import order

__all__ = ["culture", "honours", "multilateral", "sectors", "statements"]

_CULTURE = ("culture", "education_science")
_CULTURAL_FIGURES = ("student_count",)
_OTHER_FIGURES = ("visitor_count", "flight_count", "participant_count", "other")


def _is_culture(one: Item) -> bool:
    return (
        one.event.sphere in _CULTURE
        or one.subtype in ("cultural_event", "exchange")
        or one.type in _CULTURAL_FIGURES
    )


def _work(pair: Pair, one: Item) -> Mapping[str, tuple[Value, ...]]:
    sphere = one.event.sphere
    return {
        "date": one.dates,
        "sphere": (Term(f"sphere.{sphere}"),) if sphere else (),
        "what": (kind_term(one), *told(pair, one)),
        "participants": pair.parties(one.fillers(), one),
        "place": pair.place(one),
    }


def _figure(pair: Pair, one: Item) -> Mapping[str, tuple[Value, ...]]:
    value = one.event.value
    return {
        "period": one.dates,
        "what": (kind_term(one), *told(pair, one)),
        "amount": (Amount(value, one.event.unit, one.status),) if value is not None else (),
    }


_WORK = ("date", "sphere", "what", "participants", "place")
_FIGURE = ("period", "what", "amount")


def _only(built: Section, *needed: str) -> Section:
    """The section without the gaps of groups that no officer asks for."""
    gaps = tuple(g for g in built.gaps if "." not in g or g.split(".", 1)[1] in needed)
    return Section(built.key, built.groups, built.rows, gaps)


def sectors(pair: Pair) -> Section:
    """Projects, transport, visas, exercises; aid; figures of these."""
    rows = [row(one, _work(pair, one), "work") for one in pair.of("cooperation") if not _is_culture(one)]
    for one in pair.of("aid"):
        if one.subtype != "credit":
            cells: dict[str, tuple[Value, ...]] = {
                "date": one.dates,
                "what": (kind_term(one), *told(pair, one)),
                "direction": flow(pair, pair.direction(one, ("donor",), ("recipient",))),
            }
            rows.append(row(one, cells, "aid"))
    rows += [
        row(one, _figure(pair, one), "figures") for one in pair.of(*_OTHER_FIGURES) if not _is_culture(one)
    ]
    rows += [
        row(one, _work(pair, one), "work") for one in pair.of("organisation") if not pair.is_multilateral(one)
    ]
    groups = {"work": _WORK, "aid": ("date", "what", "direction"), "figures": _FIGURE}
    order_of = list(groups)
    rows.sort(key=lambda r: (order_of.index(r.group), *order(r.date), r.id))
    return _only(section("sectors", groups, rows), "work")


def culture(pair: Pair) -> Section:
    """Culture, education and science: what was done, and figures."""
    rows = [row(one, _work(pair, one), "work") for one in pair.of("cooperation") if _is_culture(one)]
    figures = pair.of(*_CULTURAL_FIGURES, *_OTHER_FIGURES)
    rows += [row(one, _figure(pair, one), "figures") for one in figures if _is_culture(one)]
    return _only(section("culture", {"work": _WORK, "figures": _FIGURE}, rows), "work")


def honours(pair: Pair) -> Section:
    """Orders, titles and monuments that one side gave the other."""
    rows = []
    for one in pair.of("honour"):
        cells: dict[str, tuple[Value, ...]] = {
            "date": one.dates,
            "direction": flow(pair, pair.direction(one, ("awarder",), ("honouree",))),
            "honouree": pair.parties(one.fillers("honouree"), one, office=True),
            "what": (kind_term(one), *told(pair, one)),
        }
        rows.append(row(one, cells))
    return section("honours", {"": ("date", "direction", "honouree", "what")}, rows)


def multilateral(pair: Pair) -> Section:
    """Memberships and chairmanships, joint work in a wider circle, support of one side for the other."""
    member_rows = []
    found = pair.memberships + [one for one in pair.of("membership") if pair.is_multilateral(one)]
    for one in found:
        cells: dict[str, tuple[Value, ...]] = {
            "date": one.dates,
            "who": pair.parties(one.fillers("member", "to"), one),
            "what": (kind_term(one),),
            "organisation": pair.parties(one.fillers("organisation"), one),
        }
        member_rows.append(row(one, cells, "memberships"))
    work_rows = [
        row(one, _work(pair, one), "work")
        for one in pair.of("meeting", "organisation")
        if pair.is_multilateral(one)
    ]
    work_rows += [row(one, _figure(pair, one), "figures") for one in pair.of("member_count")]
    support = [
        row(one, _statement(pair, one), "support")
        for one in pair.of("statement", subtypes=("support",))
        if one.event.sphere == "multilateral"
    ]
    groups = {
        "memberships": ("date", "who", "what", "organisation"),
        "work": _WORK,
        "support": _STATEMENT,
        "figures": _FIGURE,
    }
    figures = [r for r in work_rows if r.group == "figures"]
    work = [r for r in work_rows if r.group == "work"]
    built = section("multilateral", groups, [*by_time(member_rows), *by_time(work), *support, *figures])
    return _only(built, "memberships", "support")


_STATEMENT = ("date", "speaker", "addressee", "what", "topic", "quote")


def _statement(pair: Pair, one: Item) -> Mapping[str, tuple[Value, ...]]:
    return {
        "date": one.dates,
        "speaker": pair.parties(one.fillers("speaker"), one, office=True),
        "addressee": pair.parties(one.fillers("addressee"), one),
        "what": (kind_term(one),),
        "topic": pair.title(one),
        "quote": best_words(pair, one),
    }


def statements(pair: Pair) -> Section:
    """Who said what to whom, in the words of the source."""
    rows = [
        row(one, _statement(pair, one))
        for one in pair.of("statement")
        if not (one.subtype == "support" and one.event.sphere == "multilateral")
    ]
    return section("statements", {"": _STATEMENT}, rows)
