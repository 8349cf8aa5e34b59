from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elshi.errors import RecordError, UnreadableDocument
from elshi.model import Document, Fact, Failure
from elshi.record import Decision, IndexedPassage, Store, grouping, regrouping
from elshi.record.comparing import features
from elshi.record.grouping import group
from elshi.record.regrouping import event_id

from .fakes import event, figure, person, some_documents, state, visit

LONG = (
    "The president of Kazakhstan arrived in Paris on an official visit and was met at the airport by the "
    "minister of foreign affairs. Talks on energy, transport and the peaceful use of space are planned for "
    "tomorrow, and a number of documents will be signed when they end. "
    "The last visit took place three years ago."
)


def known(facts: dict[str, Sequence[Fact]]) -> Callable[[Document], Sequence[Fact]]:
    return lambda document: facts.get(document.id, ())


def memory() -> Store:
    return Store(":memory:", now=lambda: "2024-01-01T00:00:00Z")


def filled(pairs: Sequence[tuple[Document, list[Fact]]]) -> Store:
    store = memory()
    store.ingest([document for document, _ in pairs], known({d.id: facts for d, facts in pairs}))
    return store


@pytest.fixture
def store() -> Store:
    documents = [
        Document("a", LONG, source="Agency", published="2011-09-20", language="en"),
        Document("b", "Тауар айналымы 4,9 миллиард долларға жетті.", source="Газет", language="kk"),
        Document(
            "c", "The two countries established relations in 1992.", published="2012-01-25", language="en"
        ),
    ]
    facts = {
        "a": [
            event(
                "a", "visit",
                {"visitor": [state("KAZ"), person("Tokayev", "KAZ")], "host": [state("FRA")]},
                subtype="official", date="2011-09-19", start=0, end=43, quote=LONG[:43],
            ),
            event(
                "a", "meeting", {"participant": [state("KAZ"), state("FRA"), state("TUR")]},
                subtype="talks", status="planned", start=131, end=160, quote=LONG[131:160],
            ),
        ],
        "b": [figure("b", "trade_turnover", ("KAZ", "FRA"), 4.9e9, "USD", date="2010", quote="Тауар айна")],
        "c": [
            event(
                "c", "relations", {"party": [state("KAZ"), state("FRA")]},
                subtype="established", date="1992", quote="The two co",
            ),
        ],
    }  # fmt: skip
    made = memory()
    made.ingest(documents, known(facts))
    return made


def types(found: Sequence[object]) -> list[str]:
    return [getattr(one, "fact", one).type for one in found]


def test_report_has_the_shape_of_the_contract() -> None:
    def extract(document: Document) -> list[Fact]:
        if document.id == "bad":
            raise ValueError("no\nverb here")
        if document.id == "worse":
            raise UnreadableDocument("worse: is encrypted; remove the password")
        return [visit(document.id, "KAZ", "FRA", "2011-09-19")]

    documents = [
        Document("good", "One visit took place."), Document("bad", "Two."), Document("worse", "Three."),
        Failure("scan.pdf", "holds no text"), Document("good", "One visit took place."),
    ]  # fmt: skip
    with memory() as store:
        seen: list[tuple[str, str]] = []
        report = store.ingest(documents, extract, progress=lambda *one: seen.append(one))
        assert report.to_json() == {
            "documents": {"new": 1, "known": 1, "failed": 3},
            "facts": 1,
            "failures": [
                {"source": "bad", "reason": "ValueError: no verb here"},
                {"source": "worse", "reason": "worse: is encrypted; remove the password"},
                {"source": "scan.pdf", "reason": "holds no text"},
            ],
        }
        assert seen == [
            ("good", "new"), ("bad", "failed"), ("worse", "failed"), ("scan.pdf", "failed"),
            ("good", "known"),
        ]  # fmt: skip


def test_known_documents_are_not_extracted_again() -> None:
    asked: list[str] = []

    def extract(document: Document) -> list[Fact]:
        asked.append(document.id)
        return []

    document = Document("a", "Some  text\nhere.", source="x")
    with memory() as store:
        store.ingest([document, Document("b", "Some text here.", source="x")], extract)
        assert asked == ["a"]
        store.ingest([Document("c", "Some text here.", source="y")], extract)
        assert asked == ["a", "c"]
        assert len(store.documents()) == 2


def test_what_belongs_to_a_failed_document_is_not_stored() -> None:
    def index(document: Document) -> list[IndexedPassage]:
        raise RuntimeError("no index")

    with memory() as store:
        report = store.ingest([Document("a", "Text here.")], lambda document: [], index=index)
        assert report.failed == 1
        assert store.documents() == []
        assert store.ingest([Document("a", "Text \ud800 here.")], lambda document: []).failed == 1
        assert store.documents() == []


def test_filters(store: Store) -> None:
    assert types(store.facts()) == ["relations", "trade_turnover", "visit", "meeting"]
    assert types(store.facts(sides=["TUR"])) == ["meeting"]
    assert types(store.facts(sides=["TUR", "person:tokayev"], all_sides=False)) == ["visit", "meeting"]
    assert store.facts(sides=["TUR", "person:tokayev"]) == []
    assert types(store.facts(types=["visit", "relations"], since="2000")) == ["visit"]
    assert types(store.facts(subtypes=["established"])) == ["relations"]
    assert types(store.facts(statuses=["planned"])) == ["meeting"]
    assert types(store.facts(since="2010-12", until="2011")) == ["trade_turnover", "visit", "meeting"]
    assert types(store.facts(since="2010-12", until="2011", include_undated=False)) == [
        "trade_turnover",
        "visit",
    ]
    assert types(store.facts(include_undated=False)) == ["relations", "trade_turnover", "visit"]
    key = next(one.key for one in store.documents() if one.name == "b")
    assert types(store.events(document=key)) == ["trade_turnover"]
    with pytest.raises(RecordError, match="yesterday: no date"):
        store.facts(since="yesterday")


def test_facts_come_back_as_they_went_in(store: Store) -> None:
    (found,) = store.facts(types=["visit"])
    fact = found.fact
    assert fact.quote == store.document_text(found.document.key)[fact.start : fact.end]
    assert fact.roles["visitor"][1] == person("Tokayev", "KAZ")
    assert found.document.added == "2024-01-01T00:00:00Z"
    assert store.fact(found.id) == found
    assert store.document(found.document.key) == found.document
    assert store.document("nothing") is None
    with pytest.raises(RecordError, match="no such document"):
        store.document_text("nothing")


def test_counts(store: Store) -> None:
    stats = store.stats()
    assert (stats["documents"], stats["facts"], stats["events"], stats["figures"]) == (3, 4, 3, 1)
    assert stats["languages"] == {"en": 2, "kk": 1}
    assert (stats["since"], stats["until"]) == ("1992-01-01", "2011-09-19")
    assert store.sides() == {"FRA": 4, "KAZ": 4, "TUR": 1}
    entities = {one["id"]: one for one in store.entities()}
    assert entities["person:tokayev"] == {
        "id": "person:tokayev", "kind": "person", "name": "Tokayev", "of": "KAZ", "facts": 1,
    }  # fmt: skip


def test_an_event_takes_the_most_precise_date_that_nobody_contradicts() -> None:
    facts = {
        "a": [visit("a", "KAZ", "FRA", "2011-09")],
        "b": [visit("b", "KAZ", "FRA", "2011-09-19", subtype="official", confidence=0.5)],
        "c": [visit("c", "KAZ", "FRA", "2011-09-19/2011-09-20", confidence=0.8)],
    }
    with memory() as store:
        store.ingest([Document(name, f"Report {name}.") for name in facts], known(facts))
        (found,) = store.events()
        assert (found.date, found.subtype) == ("2011-09-19/2011-09-20", "official")
        assert [one.fact.confidence for one in found.facts] == [0.9, 0.8, 0.5]


def test_near_copies_are_linked_to_the_earliest() -> None:
    edited = LONG.replace("tomorrow", "Tuesday").replace("three", "two")
    documents = [
        Document("late", edited, source="Newspaper", published="2011-09-21"),
        Document("undated", LONG, source="Site"),
        Document("first", LONG, source="Agency", published="2011-09-20"),
        Document("other", "Nothing of the kind is told here. " * 3, source="Agency", published="2011-09-19"),
    ]
    for seed in range(6):
        random.Random(seed).shuffle(documents)
        with memory() as store:
            store.ingest(documents, lambda document: [])
            by_name = {one.name: one for one in store.documents()}
            assert by_name["first"].near_copy_of is by_name["other"].near_copy_of is None
            assert by_name["late"].near_copy_of == by_name["undated"].near_copy_of == by_name["first"].key
            assert store.stats()["near_copies"] == 2


def test_of_two_copies_the_better_described_is_kept_in_any_order() -> None:
    bare, dated = Document("x", LONG, source="s"), Document("y", LONG, source="s", published="2011-09-20")

    def extract(document: Document) -> list[Fact]:
        return [visit(document.id, "KAZ", "FRA", document.published)]

    dumps = []
    for order in ((bare, dated), (dated, bare), (bare, dated, bare)):
        with memory() as store:
            report = store.ingest(order, extract)
            assert (report.new, report.known, len(store.documents())) == (1, len(order) - 1, 1)
            assert store.facts()[0].fact.date == "2011-09-20"
            dumps.append(store.dump())
    assert dumps[0] == dumps[1] == dumps[2]


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_the_order_of_ingestion_never_shows(seed: int, shuffle: random.Random) -> None:
    pairs = some_documents(seed, 15, facts=6)
    with filled(pairs) as one:
        mixed = list(pairs)
        shuffle.shuffle(mixed)
        with filled(mixed) as other:
            assert one.dump() == other.dump()


@settings(max_examples=25, deadline=None)
@given(st.sampled_from((2, grouping.CROWD)), st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_events_found_document_by_document_are_those_of_all_facts_at_once(
    crowd: int, seed: int, shuffle: random.Random
) -> None:
    pairs = some_documents(seed, 25, facts=6)
    shuffle.shuffle(pairs)
    few = (patch.object(module, "CROWD", crowd) for module in (grouping, regrouping))
    with next(few), next(few), filled(pairs) as store:
        for kept in (1.0, 0.5, 0.8):  # rules come and go, and decisions with them
            drawn = {d.id: [fact for fact in facts if shuffle.random() < kept] for d, facts in pairs}
            store.ingest([d for d, _ in pairs if shuffle.random() < 0.7], known(drawn), refresh=True)
            for one in store.facts():
                if shuffle.random() < 0.1:
                    about = (one.document.key, one.id, one.fact.type, one.fact.quote)
                    store.decide(Decision("reject", "A", f"{kept}", None, *about))
            found = {frozenset(fact.id for fact in event.facts) for event in store.events()}
            items = [
                features(one.id, one.document.key, one.document.published, one.fact) for one in store.facts()
            ]
            assert found == {frozenset(fact.id for fact in event) for event in group(items)}
            names = {event.id for event in store.events()}
            assert names == {event_id(event[0].id) for event in group(items)}


def test_the_property_above_sees_events_and_copies() -> None:
    with filled(some_documents(1, 15, facts=6)) as store:
        assert store.stats()["near_copies"] > 0
        assert any(len(found.facts) > 2 for found in store.events())


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6))
def test_extracting_anew_gives_what_the_new_rules_alone_would(seed: int) -> None:
    old, new = some_documents(seed, 10, facts=6), some_documents(seed, 10, facts=6)
    rules = random.Random(seed)
    for _, facts in new:  # the new rules find some facts no more, and read others otherwise
        facts[:] = [fact for fact in facts if rules.random() < 0.7]
    documents = [document for document, _ in old]
    with filled(old) as store, filled(new) as fresh:
        store.ingest(documents, known({d.id: facts for d, facts in new}), refresh=True)
        assert store.dump() == fresh.dump()
        report = store.ingest(documents, known({d.id: facts for d, facts in old}), refresh=True)
        with filled(old) as again:
            assert store.dump() == again.dump()
            assert report.facts == len(again.facts()) - len(fresh.facts())


def test_facts_of_one_clause_keep_apart() -> None:
    def step(subtype: str) -> Fact:
        return event("a", "agreement", {"party": [state("KAZ"), state("FRA")]}, subtype=subtype)

    facts = {"a": [step("signed"), step("ratified"), step("signed")]}
    with memory() as store:
        store.ingest([Document("a", "Signed and ratified.")], known(facts))
        ids = {one.id: one.fact.subtype for one in store.facts()}
        assert sorted(ids.values()) == ["ratified", "signed"]
        facts["a"].reverse()
        store.ingest(store_documents(), known(facts), refresh=True)
        assert {one.id: one.fact.subtype for one in store.facts()} == ids


def store_documents() -> list[Document]:
    return [Document("a", "Signed and ratified.")]


def test_two_stores_on_one_file_see_each_other(tmp_path: Path) -> None:
    path = tmp_path / "elshi.db"
    with Store(path) as one, Store(path) as other:
        one.ingest([Document("a", "First text.")], lambda document: [])
        assert other.ingest([Document("a", "First text.")], lambda document: []).known == 1
        other.ingest([Document("b", "Second text.")], lambda document: [])
        assert len(one.documents()) == 2
