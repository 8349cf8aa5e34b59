from __future__ import annotations

from collections.abc import Iterator

import pytest

from elshi.model import Document, Fact
from elshi.record import IndexedPassage, Store

from .fakes import visit

TEXTS = {
    "en": "The president came to Paris. They spoke about wheat. The two countries trade wheat and oil.",
    "kk": "Президент Парижге келді. Бидай туралы сөйлесті.",
    "ru": "Президент прибыл в Париж. Говорили о пшенице.",
}
LEMMAS = {
    "парижге": "париж",
    "келді": "кел",
    "прибыл": "прибыть",
    "пшенице": "пшеница",
    "countries": "country",
}
NAMES = {
    "paris": "FRA",
    "париж": "FRA",
    "президент": "person:head of state",
    "president": "person:head of state",
}


def index(document: Document) -> Iterator[IndexedPassage]:
    at = 0
    for sentence in document.text.split(". "):
        words = [LEMMAS.get(w, w) for w in sentence.lower().strip(".").split()]
        end = min(at + len(sentence) + 1, len(document.text))
        names = tuple(NAMES[w] for w in words if w in NAMES)
        dates = ("2011-09-19",) if names else ()
        yield IndexedPassage(at, end, document.text[at:end], document.language, tuple(words), names, dates)
        at = end + 1


def extract(document: Document) -> list[Fact]:
    if document.id != "en":
        return []
    text = document.text
    start = text.index("The two")
    return [
        visit("en", "KAZ", "FRA", "2011-09-19", quote=text[:27], end=27),
        visit("en", "UZB", "TUR", "2015", quote=text[start : start + 17], start=start, end=start + 17),
    ]


@pytest.fixture
def store() -> Iterator[Store]:
    with Store(":memory:") as made:
        documents = [Document(name, text, language=name) for name, text in TEXTS.items()]
        assert made.ingest(documents, extract, index=index).new == 3
        yield made


def test_a_name_in_one_language_finds_the_others(store: Store) -> None:
    hits = store.search([], ["FRA"])
    assert {hit.language for hit in hits} == {"kk", "ru", "en"}
    assert hits[0].fact is not None  # a fact stands before bare passages
    for hit in hits:
        assert store.document_text(hit.document)[hit.start : hit.end] == hit.quote


def test_base_forms_find_inflected_words(store: Store) -> None:
    (hit,) = store.search(["пшеница"])
    assert (hit.language, hit.quote, hit.fact, hit.date) == ("ru", "Говорили о пшенице.", None, None)


def test_resolved_participants_are_found(store: Store) -> None:
    (hit,) = store.search(["country"], ["TUR"])
    assert hit.quote == "The two countries trade wheat and oil."
    assert hit.date == "2015"


def test_more_of_the_query_ranks_higher(store: Store) -> None:
    hits = store.search(["wheat", "oil"])
    assert [hit.quote for hit in hits] == [
        "The two countries trade wheat and oil.",
        "They spoke about wheat.",
    ]
    assert hits[0].score > hits[1].score
    assert store.search(["wheat", "oil"], limit=1) == hits[:1]


def test_nothing_is_found_when_nothing_bears_on_it(store: Store) -> None:
    assert store.search([]) == []
    assert store.search(["volcano"]) == []
    assert store.search(["wheat", "volcano", "eruption"]) == []  # one word of three does not bear on it
    assert store.search(["wheat"], ["CHN"]) == []  # of China nothing is said


def test_times(store: Store) -> None:
    assert {hit.date for hit in store.search([], ["FRA"], since="2011", until="2011-12")} == {"2011-09-19"}
    assert store.search([], ["FRA"], since="2012") == []
    assert store.search(["пшеница"], since="1990") == []  # neither it nor its document is dated


def test_ids_and_words_with_marks_in_them(store: Store) -> None:
    assert len(store.search([], ["person:head of state"])) == 3
    assert store.search(['"', "'", "\\", "AND", "*", "(", "terms : x", "NEAR(a b)"]) == []
    assert store.search(["wheat"], ['FRA" OR "']) == []


def test_a_new_extraction_leaves_no_old_words_behind(store: Store) -> None:
    documents = [Document(name, text, language=name) for name, text in TEXTS.items()]
    store.ingest(documents, extract, refresh=True)
    assert store.search(["пшеница"]) == []  # indexed plainly now: «пшенице»
    assert len(store.search(["пшенице"])) == 1


def test_without_text_analysis_sentences_are_cut_at_full_stops() -> None:
    text = "First line\n\nSecond sentence here! «Third» one."
    with Store(":memory:") as store:
        store.ingest(
            [Document("a", text, language="en")], lambda document: [], lemmas=lambda word: word.rstrip("s")
        )
        assert [store.search([word])[0].quote for word in ("first", "second", "third")] == [
            "First line", "Second sentence here!", "«Third» one.",
        ]  # fmt: skip
