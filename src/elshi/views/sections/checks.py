"""Plans and outcomes, discrepancies, and what is also mentioned."""

from __future__ import annotations

from elshi.views.commitments import follow
from elshi.views.contradictions import Claim, conflicts
from elshi.views.items import Item
from elshi.views.pair import Pair
from elshi.views.sections.common import best_words, by_time, row, section
from elshi.views.sheet import Row, Section
from elshi.views.values import Amount, Term, Value, When, Words

__all__ = ["also", "discrepancies", "plans"]


def plans(pair: Pair) -> Section:
    """What was planned or pledged, and what became of it; cancelled and denied events without a plan too."""
    rows = []
    explained = set()
    for found in follow(pair.bilateral, pair.as_of or pair.latest):
        plan, outcome = found.planned, found.outcome
        facts = {f.id: f for f in plan.facts}
        result: tuple[Value, ...] = ()
        if outcome is not None:
            explained.add(outcome.id)
            if outcome is not plan:
                facts.update({f.id: f for f in outcome.facts})
                result = (*outcome.dates, *pair.summary(outcome))
            else:
                result = tuple(outcome.dates)
        cells: dict[str, tuple[Value, ...]] = {
            "due": plan.dates,
            "what": pair.summary(plan),
            "state": (Term(f"commitment.{found.state}"),),
            "outcome": result,
        }
        rows.append(Row(f"plan:{plan.id}", plan.date, "planned", cells, tuple(facts.values()), "", plan.type))
    for one in pair.bilateral:
        if one.status in ("cancelled", "denied") and one.id not in explained:
            cells = {
                "due": one.dates,
                "what": pair.summary(one),
                "state": (Term(f"status.{one.status}"),),
                "outcome": (),
            }
            rows.append(row(one, cells))
    return section("plans", {"": ("due", "what", "state", "outcome")}, by_time(rows))


def _claimed(field: str, claim: Claim, one: Item) -> Value:
    ids = tuple(f.id for f in claim.facts)
    if field == "date":
        return When(str(claim.value), ids)
    if field == "value":
        return Amount(float(claim.value), one.event.unit, one.status, ids)
    if field == "status":
        return Term(f"status.{claim.value}", ids)
    return Words(str(claim.value), facts=ids)


def discrepancies(pair: Pair) -> Section:
    """Values that exclude each other, side by side."""
    rows = []
    for found in conflicts(pair.bilateral + pair.memberships, pair.settled):
        values: list[Value] = []
        for claim in found.claims:
            value = _claimed(found.field, claim, found.about)
            if found.field == "place":
                value = _country(pair, str(claim.value), tuple(f.id for f in claim.facts))
            values.append(value)
        facts = {f.id: f for claim in found.claims for f in claim.facts}
        cells: dict[str, tuple[Value, ...]] = {
            "about": pair.summary(found.about)
            if found.field != "value"
            else tuple(v for v in pair.summary(found.about) if not isinstance(v, Amount)),
            "field": (Term(f"field.{found.field}"),),
            "values": tuple(values),
        }
        id = f"discrepancy:{found.about.id}:{found.field}"
        rows.append(Row(id, found.about.date, "actual", cells, tuple(facts.values())))
    return section("discrepancies", {"": ("about", "field", "values")}, rows)


def _country(pair: Pair, code: str, facts: tuple[str, ...]) -> Value:
    return Words(pair.side(code).name, facts=facts)


def also(pair: Pair) -> Section:
    """Facts that name one side only, or neither, in documents about both."""
    rows = [
        row(one, {"date": one.dates, "what": pair.summary(one), "quote": best_words(pair, one)})
        for one in pair.one_sided
    ]
    built = section("also", {"": ("date", "what", "quote")}, rows)
    return Section(built.key, built.groups, built.rows)
