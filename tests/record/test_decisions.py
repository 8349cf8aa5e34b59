from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from elshi.errors import RecordError
from elshi.model import Document, Fact
from elshi.record import Decision, Store

from .fakes import event, state, visit

TEXT = "The president visits Paris. Relations were established in 1992."
DOCUMENTS = [Document("a", TEXT), Document("b", "He came to Paris on Monday.")]


def extract(document: Document) -> list[Fact]:
    if document.id == "b":
        return [visit("b", "KAZ", "FRA", "2011-09-19", quote="He came to Paris", end=16)]
    return [
        visit("a", "KAZ", "FRA", "2011-09-19", quote=TEXT[:26], end=26),
        event(
            "a", "relations", {"party": [state("KAZ"), state("FRA")]},
            subtype="established", date="1993", quote=TEXT[28:62], start=28, end=62,
        ),
    ]  # fmt: skip


@pytest.fixture
def store() -> Iterator[Store]:
    with Store(":memory:", now=lambda: "2024-01-01T00:00:00Z") as made:
        made.ingest(DOCUMENTS, extract)
        yield made


def about(
    store: Store, kind: str, name: str, type_: str, at: str = "2024-02-01", **payload: object
) -> Decision:
    (one,) = [f for f in store.facts(types=[type_]) if f.document.name == name]
    return Decision(
        kind,
        "Aigerim",
        at,
        "seen in the archive",
        one.document.key,
        one.id,
        one.fact.type,
        one.fact.quote,
        payload,
    )


def test_a_rejected_fact_is_hidden_everywhere_and_comes_back(store: Store) -> None:
    before = store.dump()
    name = store.decide(about(store, "reject", "b", "visit"))
    assert [one.document.name for one in store.facts(types=["visit"])] == ["a"]
    assert [len(one.facts) for one in store.events(types=["visit"])] == [1]
    assert store.stats()["facts"] == 2
    assert all(hit.fact is None for hit in store.search(["monday"]))
    store.undo(name, who="Daniyar", at="2024-02-02", why="was right after all")
    assert [one for one in store.dump() if one["table"] != "decisions"] == before
    (row,) = store.decisions()
    assert (row.undone_by, row.undone_at, row.undone_why) == ("Daniyar", "2024-02-02", "was right after all")
    assert store.decisions(undone=False) == []


def test_an_edit_regroups_and_survives_a_new_extraction(store: Store) -> None:
    store.decide(about(store, "edit", "b", "visit", date="2012-03-01", subtype="working"))
    assert [one.date for one in store.events(types=["visit"])] == ["2011-09-19", "2012-03-01"]
    after = store.dump()
    store.ingest(DOCUMENTS, extract, refresh=True)
    assert store.dump() == after
    store.decide(about(store, "edit", "b", "visit", at="2024-03-01", date="2011-09-19"))
    (visits,) = store.events(types=["visit"])
    assert {one.fact.subtype for one in visits.facts} == {None, "working"}


def test_a_decision_finds_its_fact_by_quotation_when_the_rules_change(store: Store) -> None:
    store.decide(about(store, "reject", "a", "visit"))

    def other_rules(document: Document) -> list[Fact]:
        return [
            visit(document.id, "FRA", "KAZ", fact.date, quote=fact.quote, start=fact.start, end=fact.end)
            for fact in extract(document)
            if fact.type == "visit"
        ]

    store.ingest(DOCUMENTS, other_rules, refresh=True)
    assert [one.document.name for one in store.facts()] == ["b"]
    assert store.unanchored() == []
    store.ingest(DOCUMENTS, lambda document: [], refresh=True)
    assert [one.kind for one in store.unanchored()] == ["reject"]


def test_the_later_decision_wins(store: Store) -> None:
    reject, accept = (
        about(store, "reject", "b", "visit", at="2024-02-01"),
        about(store, "accept", "b", "visit", at="2024-02-02"),
    )
    store.decide(accept)
    store.decide(reject)
    assert len(store.facts(types=["visit"])) == 2


def test_decisions_travel_as_json_and_are_added_once(store: Store) -> None:
    store.decide(about(store, "reject", "b", "visit"))
    lines = [json.dumps(one.to_json(), ensure_ascii=False) for one in store.decisions()]
    with Store(":memory:") as other:
        for _ in range(2):
            for line in lines:
                other.decide(Decision.from_json(json.loads(line)))
        assert [one.to_json() for one in other.decisions()] == [json.loads(line) for line in lines]
        assert len(other.unanchored()) == 1  # the document is not there yet
        other.ingest(DOCUMENTS, extract)
        assert other.unanchored() == []
        assert [one.document.name for one in other.facts(types=["visit"])] == ["a"]


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        ({"date": "one day"}, "date"),
        ({"status": "done"}, "status"),
        ({"type": "party"}, "type"),
        ({"quote": "other words"}, "quote"),
        ({"roles": {"visitor": [{}]}}, "kind"),
        ({}, "changes nothing"),
    ],
)
def test_an_edit_that_makes_no_sense_is_refused(store: Store, payload: dict[str, object], said: str) -> None:
    before = store.dump()
    with pytest.raises(RecordError, match=said):
        store.decide(about(store, "edit", "b", "visit", **payload))
    assert store.dump() == before


def test_what_cannot_be_decided_or_undone(store: Store) -> None:
    with pytest.raises(RecordError, match="no such kind"):
        store.decide(Decision("like", "A", "2024"))
    with pytest.raises(RecordError, match="names no fact"):
        store.decide(Decision("reject", "A", "2024"))
    with pytest.raises(RecordError, match="lacks the field 'who'"):
        Decision.from_json({"kind": "note", "at": "2024"})
    with pytest.raises(RecordError, match="no such decision"):
        store.undo("nothing", who="A", at="2024")
    name = store.decide(Decision("note", "A", "2024", payload={"text": "ask the embassy"}))
    store.undo(name, who="A", at="2024")
    with pytest.raises(RecordError, match="taken back already by A"):
        store.undo(name, who="B", at="2024")
