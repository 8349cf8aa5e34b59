"""Merging and splitting events and entities, and the replay of any decisions over any order of ingestion."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elshi.errors import RecordError
from elshi.model import Document, Fact
from elshi.record import Decision, Store, StoredFact

from .fakes import event, person, some_documents, state

DATES = {"a": "2011-09-19", "b": "2011-09-25", "c": "2011-09-19"}
DOCUMENTS = [
    Document(name, f"In {name} the president came to Paris and spoke.", source=name) for name in DATES
]


def extract(document: Document) -> list[Fact]:
    roles = {"visitor": [state("KAZ"), person(f"Guest {document.id}", "KAZ")], "host": [state("FRA")]}
    quote = document.text[5:34]
    language = {"a": "en", "b": "ru", "c": "kk"}[document.id]
    more = {"date": DATES[document.id], "quote": quote, "start": 5, "end": 34, "language": language}
    return [event(document.id, "visit", roles, **more)]


@pytest.fixture
def store() -> Iterator[Store]:
    with Store(":memory:", now=lambda: "2024-01-01T00:00:00Z") as made:
        made.ingest(DOCUMENTS, extract)
        yield made


def anchor(one: StoredFact) -> dict[str, str]:
    return {"document": one.document.key, "fact": one.id, "type": one.fact.type, "quote": one.fact.quote}


def named(store: Store, *names: str) -> list[dict[str, str]]:
    return [anchor(one) for name in names for one in store.facts() if one.document.name == name]


def together(store: Store) -> list[list[str]]:
    return sorted(sorted(one.document.name for one in found.facts) for found in store.events())


def decide(store: Store, kind: str, at: str, **payload: object) -> str:
    return store.decide(Decision(kind, "A", at, payload=payload))


def test_merged_events_are_one_until_that_is_undone(store: Store) -> None:
    assert together(store) == [["a", "c"], ["b"]]
    before = [found.id for found in store.events()]
    name = decide(store, "merge", "2024-02-01", facts=named(store, "b", "a"))
    assert together(store) == [["a", "b", "c"]]
    (whole,) = store.events(since="2011-09-25", until="2011-09-25")
    assert len(whole.facts) == 3  # found by one fact, shown with all
    assert store.event(whole.id) == whole
    store.ingest(DOCUMENTS, extract, refresh=True)
    assert together(store) == [["a", "b", "c"]]
    store.undo(name, who="B", at="2024-03-01")
    assert together(store) == [["a", "c"], ["b"]]
    assert [found.id for found in store.events()] == before


def test_a_split_fact_is_an_event_of_its_own(store: Store) -> None:
    decide(store, "split", "2024-02-01", facts=named(store, "c"))
    assert together(store) == [["a"], ["b"], ["c"]]
    assert len({found.id for found in store.events()}) == 3
    decide(store, "merge", "2024-02-02", facts=named(store, "b", "c"))
    assert together(store) == [["a"], ["b", "c"]]
    for found in store.events():
        assert store.event(found.id) == found


def test_merged_entities_are_found_under_one_id(store: Store) -> None:
    decide(store, "merge", "2024-02-01", entity="person:guest b", into="person:guest a")
    assert {one.document.name for one in store.facts(sides=["person:guest a"])} == {"a", "b"}
    assert {one.document.name for one in store.facts(sides=["person:guest b"])} == {"a", "b"}
    for one in store.facts(sides=["person:guest a"]):
        assert "person:guest a" in [f.id for f in one.fact.roles["visitor"]]
    name = decide(
        store, "split", "2024-02-02", entity="person:guest a", facts=named(store, "a"), **{"as": "person:x"}
    )
    assert [f.id for one in store.facts() if one.document.name == "a" for f in one.fact.roles["visitor"]][
        1
    ] == "person:x"
    store.undo(name, who="A", at="2024-02-03")
    assert len(store.facts(sides=["person:guest a"])) == 2


def test_an_anchor_that_is_lost_is_listed(store: Store) -> None:
    decide(store, "merge", "2024-02-01", facts=named(store, "a", "b"))
    store.ingest(DOCUMENTS, lambda document: extract(document) if document.id != "b" else [], refresh=True)
    assert [one.kind for one in store.unanchored()] == ["merge"]
    assert together(store) == [["a", "c"]]
    store.ingest(DOCUMENTS, extract, refresh=True)
    assert store.unanchored() == []
    assert together(store) == [["a", "b", "c"]]


@pytest.mark.parametrize(
    ("kind", "payload", "said"),
    [
        ("merge", {}, "two or more"),
        ("merge", {"facts": ["a"]}, "anchors"),
        ("merge", {"entity": "person:a"}, "into"),
        ("split", {"entity": "person:a", "as": "person:b"}, "facts"),
        ("not_a_conflict", {"conflict": "1"}, "key and values"),
    ],
)
def test_what_does_not_hold_together_is_refused(
    store: Store, kind: str, payload: dict[str, object], said: str
) -> None:
    with pytest.raises(RecordError, match=said):
        decide(store, kind, "2024", **payload)


def _shown(store: Store) -> list[object]:
    return [
        (found.id, found.date, found.subtype, sorted(one.id for one in found.facts), str(found.roles))
        for found in store.events()
    ]


def _decisions(random_: random.Random, found: Sequence[StoredFact]) -> list[Decision]:
    made = []
    for at in range(random_.randrange(1, 7)):
        kind = random_.choice(("accept", "reject", "edit", "merge", "split", "entities", "note"))
        one = random_.choice(found)
        some = [anchor(one), anchor(random_.choice(found)), anchor(random_.choice(found))]
        when = f"2024-01-0{at + 1}"
        own = (one.document.key, one.id, one.fact.type, one.fact.quote)
        if kind == "entities":
            made.append(Decision("merge", "A", when, payload={"entity": "TUR", "into": "FRA"}))
        elif kind in ("merge", "split"):
            made.append(Decision(kind, "A", when, payload={"facts": some}))
        elif kind == "edit":
            made.append(
                Decision(kind, "A", when, None, *own, {"date": random_.choice(("2011-05-10", None, "2013"))})
            )
        else:
            made.append(Decision(kind, "A", when, None, *own))
    return made


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_any_decisions_over_any_order_give_one_record(seed: int) -> None:
    random_ = random.Random(seed)
    pairs = some_documents(seed, 12)
    facts = {document.id: found for document, found in pairs}
    documents = [document for document, _ in pairs]

    def read(document: Document) -> list[Fact]:
        return facts[document.id]

    with Store(":memory:") as one, Store(":memory:") as other:
        one.ingest(documents, read)
        stored = one.facts()
        if not stored:
            return
        made = _decisions(random_, stored)
        names = [one.decide(decision) for decision in made]
        mixed = list(documents)
        random_.shuffle(mixed)
        half = len(mixed) // 2
        other.ingest(mixed[:half], read)
        shuffled = list(made)
        random_.shuffle(shuffled)
        for decision in shuffled:  # some before their documents are there
            other.decide(decision)
        other.ingest(mixed[half:], read)
        other.ingest(mixed, read, refresh=True)
        assert _shown(one) == _shown(other)
        for name in names:
            if any(d.id == name and d.undone_by is None for d in one.decisions()):
                one.undo(name, who="A", at="2024-02-01")
        with Store(":memory:") as plain:
            plain.ingest(documents, read)
            assert _shown(one) == _shown(plain)
