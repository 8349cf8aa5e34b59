"""English word forms, from knowledge of the language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elshi.languages import get
from elshi.languages.base import Language
from elshi.languages.letters import fold

# form lemma pos form tense: among the form's readings (- for none).
FORMS = """
signed sign VERB Fin Past
signed sign VERB Part Past
signs sign VERB Fin Pres
signing sign VERB Part Pres
sign sign VERB Inf -
met meet VERB Fin Past
meets meet VERB Fin Pres
held hold VERB Part Past
holds hold VERB Fin Pres
holding hold VERB Part Pres
ratified ratify VERB Fin Past
ratifies ratify VERB Fin Pres
agreed agree VERB Fin Past
agreeing agree VERB Part Pres
opened open VERB Part Past
visited visit VERB Fin Past
visiting visit VERB Part Pres
planned plan VERB Fin Past
planning plan VERB Part Pres
began begin VERB Fin Past
begun begin VERB Part Past
wrote write VERB Fin Past
written write VERB Part Past
chosen choose VERB Part Past
withdrew withdraw VERB Fin Past
withdrawn withdraw VERB Part Past
led lead VERB Fin Past
paid pay VERB Part Past
arrives arrive VERB Fin Pres
arriving arrive VERB Part Pres
denied deny VERB Fin Past
expelled expel VERB Fin Past
referred refer VERB Part Past
committed commit VERB Part Past
launched launch VERB Fin Past
reaches reach VERB Fin Pres
tied tie VERB Fin Past
tying tie VERB Part Pres
denounced denounce VERB Fin Past
undertook undertake VERB Fin Past
is be AUX Fin Pres
was be AUX Fin Past
been be AUX Part Past
has have AUX Fin Pres
had have AUX Fin Past
did do AUX Fin Past
will will AUX Fin Fut
cannot can AUX Fin Pres
agreements agreement NOUN - -
countries country NOUN - -
ministries ministry NOUN - -
embassies embassy NOUN - -
ministers minister NOUN - -
taxes tax NOUN - -
speeches speech NOUN - -
talks talk NOUN - -
sanctions sanction NOUN - -
treaty treaty NOUN - -
process process NOUN - -
crisis crisis NOUN - -
bilateral bilateral ADJ - -
economic economic ADJ - -
strategic strategic ADJ - -
peaceful peaceful ADJ - -
jointly jointly ADV - -
yesterday yesterday ADV - -
the the DET - -
between between ADP - -
and and CCONJ - -
because because SCONJ - -
they they PRON - -
to to PART - -
to to ADP - -
five five NUM - -
Kazakhstan kazakhstan PROPN - -
Paris paris PROPN - -
"""

GENITIVES = [
    ("China's", "china"),
    ("Kazakhstan's", "kazakhstan"),
    ("minister's", "minister"),
    ("ministers'", "minister"),
    ("Tokayev’s", "tokayev"),
]


def _rows(table: str) -> list[list[str]]:
    return [line.split() for line in table.strip().splitlines()]


@pytest.fixture(scope="module")
def en() -> Language:
    return get("en")


@pytest.mark.parametrize("row", _rows(FORMS), ids=lambda row: "-".join(row))
def test_forms(en: Language, row: list[str]) -> None:
    form, lemma, pos, kind, tense = row
    found = [(r.lemma, r.pos, r.form or "-", r.tense or "-") for r in en.readings(form)]
    assert (lemma, pos, kind, tense) in found
    keys = en.keys(form)
    assert keys[0] == fold(form)
    assert lemma in keys


@pytest.mark.parametrize(("form", "lemma"), GENITIVES)
def test_genitives(en: Language, form: str, lemma: str) -> None:
    first = en.readings(form)[0]
    assert (first.lemma, first.case) == (lemma, "Gen")
    assert lemma in en.keys(form)


@pytest.mark.parametrize("form", ["morning", "during", "king", "united", "hundred", "Beijing", "spring"])
def test_no_verbs(en: Language, form: str) -> None:
    assert all(r.pos != "VERB" for r in en.readings(form))


def test_negative_auxiliaries(en: Language) -> None:
    assert en.readings("didn't")[0].negative
    assert en.readings("didn’t")[0].negative
    assert not en.readings("did")[0].negative


# A sentence; the pos and form that each word asked about has there.
SENTENCES = [
    ("The French president will visit Astana", 4, "VERB", "Inf"),
    ("The visit was postponed", 1, "NOUN", None),
    ("The visit was postponed", 3, "VERB", "Part"),
    ("They came to sign a treaty", 3, "VERB", "Inf"),
    ("They came to Paris", 2, "ADP", None),
    ("Kazakhstan signed an agreement", 1, "VERB", "Fin"),
    ("The treaty has been signed", 4, "VERB", "Part"),
    ("Their talks lasted two hours", 1, "NOUN", None),
    ("The signed documents were published", 1, "VERB", "Part"),
]


@pytest.mark.parametrize(("sentence", "index", "pos", "form"), SENTENCES)
def test_choose(en: Language, sentence: str, index: int, pos: str, form: str | None) -> None:
    reading = en.choose(sentence.split())[index]
    assert reading is not None
    assert (reading.pos, reading.form) == (pos, form)


@given(st.text(max_size=40))
def test_no_string_raises(text: str) -> None:
    en = get("en")
    assert en.readings(text)
    keys = en.keys(text)
    assert keys[0] == fold(text)
    assert len(set(keys)) == len(keys)


@given(
    st.lists(
        st.sampled_from(
            [
                "to",
                "is",
                "not",
                "signed",
                "sign",
                "ready",
                "yet",
                "have",
                "will",
                "the",
                "no",
                ",",
                ".",
                "going",
                "refused",
                "visit",
            ]
        ),
        max_size=9,
    )
)
def test_sentences_of_nonsense_are_read(forms: list[str]) -> None:
    en = get("en")
    chosen = en.choose(forms)
    assert len(chosen) == len(forms)
    for index in range(len(forms)):
        en.verb_group(forms, chosen, index)


@pytest.mark.parametrize(
    ("text", "word", "pos"),
    [
        ("They are building a stadium", "building", "VERB"),
        ("The president is meeting with envoys", "meeting", "VERB"),
        ("The building was new", "building", "NOUN"),
        ("A meeting place was found", "meeting", "NOUN"),
    ],
)
def test_nouns_in_ing_are_participles_after_be(text: str, word: str, pos: str) -> None:
    words = text.split()
    chosen = get("en").choose(words)[words.index(word)]
    assert chosen is not None
    assert chosen.pos == pos
