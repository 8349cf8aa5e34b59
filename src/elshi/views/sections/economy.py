"""Trade by year and investment."""

from __future__ import annotations

from elshi.views.items import Item
from elshi.views.pair import Pair, facts_of, kind_term
from elshi.views.sections.common import flow, outlets, row, section, told
from elshi.views.sheet import Row, Section
from elshi.views.values import Amount, Value, When, Words
from elshi.views.when import order

__all__ = ["trade", "trade_column"]

_TRADE = ("trade_turnover", "export", "import", "growth_rate")
_INVESTMENT = ("investment", "credit", "project_cost", "company_count", "project_count")


def trade_column(pair: Pair, one: Item) -> str:
    """Which column a trade figure stands in: exports of one side are imports of the other."""
    if one.type == "trade_turnover":
        return "turnover"
    if one.type == "growth_rate":
        return "growth"
    way = pair.direction(one, ("from",), ("to",))
    if way is None:
        return one.type
    return "a_to_b" if way[0] == pair.a else "b_to_a"


def trade(pair: Pair) -> Section:
    """Trade by period: every figure with the source whose figure it is; targets are marked as planned."""
    periods: dict[str | None, list[Item]] = {}
    for one in pair.of(*_TRADE):
        if one.event.value is not None:
            periods.setdefault(one.date, []).append(one)
    rows = []
    for period in sorted(periods, key=order):
        found = periods[period]
        cells: dict[str, tuple[Value, ...]] = {"period": (When(period),)}
        for column in ("turnover", "a_to_b", "b_to_a", "export", "import", "growth"):
            cells[column] = tuple(
                value for one in found if trade_column(pair, one) == column for value in _figure(pair, one)
            )
        names: dict[str, Value] = {}
        for one in found:
            for name in outlets(one):
                names.setdefault(str(name), name)
        cells["outlets"] = tuple(names.values())
        status = "planned" if all(one.status == "planned" for one in found) else "actual"
        rows.append(Row(f"trade:{period}", period, status, cells, facts_of(found)))
    columns = ["period", "turnover", "a_to_b", "b_to_a", "export", "import", "growth", "outlets"]
    used = [
        c for c in columns if c not in ("export", "import", "growth") or any(r.cells.get(c) for r in rows)
    ]
    return section("trade", {"": tuple(used)}, rows)


def _figure(pair: Pair, one: Item) -> tuple[Value, ...]:
    """The values of one figure, each with its facts; sources that differ stand side by side."""
    values: dict[tuple[float, str | None], list[str]] = {}
    for fact in one.facts:
        if fact.fact.value is not None:
            values.setdefault((fact.fact.value, fact.fact.unit), []).append(fact.id)
    shown: list[Value] = [Amount(v, unit, one.status, tuple(ids)) for (v, unit), ids in values.items()]
    if one.title and one.type != "trade_turnover":
        shown.append(Words(one.title, one.title_language))
    return tuple(shown)


def investment(pair: Pair) -> Section:
    """Investment, credits, companies and projects, as the sources define them."""
    rows = []
    for one in pair.of(*_INVESTMENT):
        way = pair.direction(one, ("from", "donor", "subject"), ("to", "recipient"))
        both = {pair.side_of(f) for f in one.fillers("subject")} >= {pair.a, pair.b}
        cells: dict[str, tuple[Value, ...]] = {
            "period": one.dates,
            "what": (kind_term(one), *told(pair, one)),
            "direction": () if both else flow(pair, way),
            "amount": tuple(v for v in _figure(pair, one) if isinstance(v, Amount)),
            "outlets": outlets(one),
        }
        rows.append(row(one, cells, "figures"))
    for one in pair.of("aid", subtypes=("credit",)):
        way = pair.direction(one, ("donor",), ("recipient",))
        loan: dict[str, tuple[Value, ...]] = {
            "date": one.dates,
            "what": (kind_term(one), *told(pair, one)),
            "direction": flow(pair, way),
        }
        rows.append(row(one, loan, "credits"))
    groups = {
        "figures": ("period", "what", "direction", "amount", "outlets"),
        "credits": ("date", "what", "direction"),
    }
    return section("investment", groups, rows)
