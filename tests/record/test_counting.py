"""Counts made by the database agree with what reading everything would give."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest

from elshi.model import Document
from elshi.record import Decision, Store
from elshi.record.counting import CROWD

from .fakes import event, person, state, visit
from .test_store import filled

CODES = ("KAZ", "FRA", "TUR", "CHN", "UZB", "RUS", "USA", "DEU", "ITA", "GBR", "JPN", "KOR", "IND")


@pytest.fixture
def store() -> Store:
    made = []
    for n in range(12):
        name = f"d{n}"
        some = [state(code) for code in CODES[n % 5 : n % 5 + 2 + n % 3]]
        facts = [
            event(name, "meeting", {"participant": some}, date=f"20{10 + n}-05-0{1 + n % 9}"),
            visit(name, "KAZ", "FRA", f"20{10 + n}-06-11"),
        ]
        if n == 3:
            facts.append(event(name, "meeting", {"participant": [state(c) for c in CODES]}, date="2019"))
        if n == 4:
            facts.append(event(name, "statement", {"speaker": [person("Tokayev", "KAZ")]}, subtype="support"))
        made.append((Document(name, f"Talks number {n}, and a visit.", published="2024"), facts))
    return filled(made)


def _brute(store: Store) -> list[tuple[str, str, int]]:
    counts: Counter[tuple[str, str]] = Counter()
    for one in store.events():
        sides = {f.id for stored in one.facts for fs in stored.fact.roles.values() for f in fs if f.id}
        sides |= {f.of for stored in one.facts for fs in stored.fact.roles.values() for f in fs if f.of}
        sides = {side for side in sides if ":" not in side}
        if one.kind == "event" and 2 <= len(sides) <= CROWD:
            counts.update(combinations(sorted(sides), 2))
    return [(a, b, n) for (a, b), n in sorted(counts.items(), key=lambda c: (-c[1], c[0]))]


def test_pairs_are_those_of_the_events(store: Store) -> None:
    assert store.pairs() == _brute(store)
    assert store.pairs()[0][2] > 1


def test_pairs_follow_what_people_merged(store: Store) -> None:
    one, other = [e for e in store.events(sides=["KAZ", "FRA"]) if e.kind == "event"][:2]
    anchors = [
        {"document": f.document.key, "fact": f.id, "type": f.fact.type, "quote": f.fact.quote}
        for f in (one.facts[0], other.facts[0])
    ]
    before = {(a, b): n for a, b, n in store.pairs()}
    store.decide(Decision("merge", "An Analyst", "2024-01-02T00:00:00Z", payload={"facts": anchors}))
    assert store.pairs() == _brute(store)
    assert {(a, b): n for a, b, n in store.pairs()} != before


def test_an_entity_is_that_of_the_list(store: Store) -> None:
    for one in store.entities():
        assert store.entity(one["id"]) == one
    assert store.entity("nobody") is None


def test_facts_are_counted_by_document(store: Store) -> None:
    counts = store.facts_by_document()
    assert sum(counts.values()) == store.stats()["facts"]
    assert all(len(store.facts(document=key)) == n for key, n in counts.items())


def test_the_least_sure_come_first(store: Store) -> None:
    found = store.doubtful(5)
    assert len(found) == 5
    sure = {stored.id: stored.fact.confidence for stored in store.facts()}
    assert max(sure[fact] for fact, _ in found) <= min(c for id, c in sure.items() if id not in dict(found))
    events = {stored.id: one.id for one in store.events() for stored in one.facts}
    assert all(events[fact] == name for fact, name in found)
