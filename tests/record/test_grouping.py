from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elshi.model import Fact
from elshi.record.codec import fact_ids
from elshi.record.comparing import CONFLICT, STRONG, WEAK, Features, features, relation
from elshi.record.grouping import group

from .fakes import PARIS, event, figure, person, some_documents, state, visit


def look(fact: Fact, key: str | None = None) -> Features:
    document = key or fact.document
    (name,) = fact_ids(document, [fact])
    name += fact.title or ""  # facts over one span are told apart by the others of their document
    return features(name, document, "2011-05-12", fact)


def grouped(*facts: Fact) -> list[set[int]]:
    """Indexes of the facts of each event."""
    items = [look(fact) for fact in facts]
    at = {item.id: number for number, item in enumerate(items)}
    assert len(at) == len(facts)
    found = [{at[one.id] for one in event} for event in group(items)]
    return sorted(found, key=min)


def test_reports_of_one_visit_are_one_event() -> None:
    assert grouped(
        visit("a", "KAZ", "FRA", "2011-09-19", subtype="official"),
        visit("b", "KAZ", "FRA", "2011-09-19/2011-09-20"),
        visit("c", "KAZ", "FRA", "2011-09-20", subtype="working"),
    ) == [{0, 1, 2}]


def test_two_visits_of_one_pair_in_one_year_stay_two() -> None:
    march, september, year = (
        visit("a", "KAZ", "FRA", "2011-03-02"),
        visit("b", "KAZ", "FRA", "2011-09-19"),
        visit("c", "KAZ", "FRA", "2011"),
    )
    assert grouped(march, september) == [{0}, {1}]
    assert grouped(march, september, year) == [{0}, {1}, {2}]
    assert grouped(march, year) == [{0, 1}]


def test_direction_status_and_persons_keep_visits_apart() -> None:
    there, back = visit("a", "KAZ", "FRA", "2011-09-19"), visit("b", "FRA", "KAZ", "2011-09-19")
    planned = visit("c", "KAZ", "FRA", "2011-09-19", status="planned")
    assert grouped(there, back, planned) == [{0}, {1}, {2}]

    def by(document: str, name: str) -> Fact:
        roles = {"visitor": [person(name, "KAZ")], "host": [state("FRA")]}
        return event(document, "visit", roles, date="2011-09-19")

    assert grouped(by("a", "Tokayev"), by("b", "Nurtleu"), by("c", "Tokayev")) == [{0, 2}, {1}]


def test_the_place_stands_for_a_host_that_is_not_named() -> None:
    bare = event("b", "visit", {"visitor": [state("KAZ")]}, date="2011-09-19", place=PARIS)
    assert grouped(visit("a", "KAZ", "FRA", "2011-09-19"), bare) == [{0, 1}]


def test_undated_facts_join_dated_ones_only_within_their_document_or_by_title() -> None:
    dated, same, other = (
        visit("a", "KAZ", "FRA", "2011-09-19"),
        visit("a", "KAZ", "FRA", None, start=20, end=30),
        visit("b", "KAZ", "FRA", None),
    )
    assert grouped(dated, same, other) == [{0, 1}, {2}]

    def treaty(document: str, date: str | None) -> Fact:
        return event(
            document, "agreement", {"party": [state("KAZ"), state("FRA")]},
            subtype="signed", title="Treaty on Strategic Partnership", date=date,
        )  # fmt: skip

    assert grouped(treaty("a", "2008-06-11"), treaty("b", None)) == [{0, 1}]


def test_several_instruments_of_one_day_stay_several() -> None:
    def signed(document: str, title: str, language: str = "en") -> Fact:
        return event(
            document, "agreement", {"party": [state("KAZ"), state("FRA")]},
            subtype="signed", title=title, date="2008-06-11", language=language,
        )  # fmt: skip

    ours = signed("a", "Agreement on visas"), signed("a", "Agreement on space")
    assert grouped(*ours) == [{0}, {1}]
    # A title in another language could be either: it joins neither.
    assert grouped(*ours, signed("b", "визалар туралы келісім", "kk")) == [{0}, {1}, {2}]
    longer = signed("b", "Intergovernmental agreement on mutual visas")
    assert grouped(*ours, longer) == [{0, 2}, {1}]
    assert grouped(ours[0], signed("b", "визалар туралы келісім", "kk")) == [{0, 1}]


def test_a_meeting_may_be_told_with_fewer_participants() -> None:
    def meeting(document: str, *codes: str) -> Fact:
        return event(document, "meeting", {"participant": [state(c) for c in codes]}, date="2011-09-19")

    assert grouped(meeting("a", "KAZ", "FRA", "TUR"), meeting("b", "FRA", "KAZ")) == [{0, 1}]
    assert grouped(meeting("a", "KAZ", "FRA", "TUR"), meeting("b", "KAZ")) == [{0}, {1}]
    assert grouped(meeting("a", "KAZ", "FRA"), meeting("b", "KAZ", "TUR")) == [{0}, {1}]


def test_one_side_alone_is_nobody_in_particular() -> None:
    def talks(document: str, start: int = 0) -> Fact:
        roles = {"participant": [state("KAZ"), person("Tokayev", "KAZ")]}
        return event(document, "meeting", roles, date="2011-09-19", start=start, end=start + 10)

    assert grouped(talks("a"), talks("b")) == [{0}, {1}]

    def founded(document: str) -> Fact:
        return event(
            document, "organisation", {"organisation": [state("CIS")]}, subtype="founded", date="1991"
        )

    assert grouped(founded("a"), founded("b")) == [{0, 1}]


def test_steps_of_one_treaty_are_events_of_their_own() -> None:
    def step(document: str, subtype: str) -> Fact:
        return event(
            document, "agreement", {"party": [state("KAZ"), state("FRA")]},
            subtype=subtype, title="Treaty", date="2008-06-11",
        )  # fmt: skip

    assert grouped(step("a", "signed"), step("b", "ratified")) == [{0}, {1}]


def test_figures_agree_in_everything_or_stay_apart() -> None:
    ours = figure("a", "trade_turnover", ("KAZ", "FRA"), 4.9e9, "USD", date="2010")
    assert grouped(ours, figure("b", "trade_turnover", ("FRA", "KAZ"), 4.9e9, "USD", date="2010")) == [{0, 1}]
    for other in (
        figure("b", "trade_turnover", ("KAZ", "FRA"), 5.2e9, "USD", date="2010"),
        figure("b", "trade_turnover", ("KAZ", "FRA"), 4.9e9, "EUR", date="2010"),
        figure("b", "trade_turnover", ("KAZ", "FRA"), 4.9e9, "USD", date="2011"),
        figure("b", "export", ("KAZ", "FRA"), 4.9e9, "USD", date="2010"),
        figure("b", "trade_turnover", ("KAZ", "TUR"), 4.9e9, "USD", date="2010"),
    ):
        assert grouped(ours, other) == [{0}, {1}]


def test_new_years_eve_and_new_years_day_meet() -> None:
    assert grouped(visit("a", "KAZ", "FRA", "2011-12-31"), visit("b", "KAZ", "FRA", "2012-01-01")) == [{0, 1}]


def crowd(seed: int) -> list[Features]:
    found = []
    for document, facts in some_documents(seed, 20, facts=7):
        for name, fact in fact_ids(document.id, facts).items():
            found.append(features(name, document.id, document.published, fact))
    return found


def partition(items: list[Features]) -> set[frozenset[str]]:
    return {frozenset(one.id for one in event) for event in group(items)}


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_the_order_of_facts_never_shows(seed: int, shuffle: random.Random) -> None:
    items = crowd(seed)
    mixed = list(items)
    shuffle.shuffle(mixed)
    assert partition(items) == partition(mixed)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_pairs_are_compared_alike_from_both_sides_and_share_a_key(seed: int) -> None:
    items = crowd(seed)
    for a in items:
        for b in items:
            answer = relation(a, b)
            assert answer == relation(b, a)
            if answer >= WEAK and a is not b:
                assert set(a.probes) & set(b.blocks), (a.fact, b.fact)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_no_event_holds_two_facts_that_exclude_each_other(seed: int) -> None:
    by_id = {item.id: item for item in crowd(seed)}
    for names in partition(list(by_id.values())):
        for one in names:
            for other in names:
                assert relation(by_id[one], by_id[other]) != CONFLICT or one == other


@pytest.mark.parametrize("seed", range(5))
def test_the_properties_above_see_something(seed: int) -> None:
    items = crowd(seed)
    answers = [relation(a, b) for a in items for b in items if a.id < b.id]
    assert answers.count(STRONG) > 0
    assert answers.count(WEAK) > 5
    assert max(len(names) for names in partition(items)) > 2
