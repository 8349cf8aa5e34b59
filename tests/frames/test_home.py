"""What a country does by itself, and one happening told by two words."""

from __future__ import annotations

import pytest

from elshi.extraction import Extractor
from elshi.model import Document


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def _facts(extractor: Extractor, text: str) -> list[tuple[str, str | None]]:
    return [(f.type, f.subtype) for f in extractor.extract(Document("d", text, language="kk"))]


@pytest.mark.parametrize(
    "text",
    [
        "Үкімет отырысында баға мәселесі қаралды.",
        "Президент тұрғындарды карантин талаптарын сақтауға шақырды.",
        "Қорғаныс министрлігі депутаттардың ұсынысын қолдайды.",
    ],
)
def test_home_news_is_no_foreign_relation(extractor: Extractor, text: str) -> None:
    assert _facts(extractor, text) == []


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Президент көршілерді келіссөзге отыруға шақырды.", ("statement", "demand")),
        ("Қазақстан бұл бастаманы қолдады.", ("statement", "support")),
    ],
)
def test_a_word_of_foreign_relations_or_the_state_itself_makes_it_one(
    extractor: Extractor, text: str, fact: tuple[str, str]
) -> None:
    assert fact in _facts(extractor, text)


def test_a_chamber_ratifies(extractor: Extractor) -> None:
    found = _facts(extractor, "Қазақстан Парламентінің Сенаты Қытаймен шекара туралы келісімді бекітті.")
    assert found == [("agreement", "ratified")]


def test_two_nouns_of_one_meeting_are_one_fact(extractor: Extractor) -> None:
    found = _facts(extractor, "Қырғыз-өзбек үкіметаралық комиссияның кезекті отырысы Ошта өтіп жатыр.")
    assert [type_ for type_, _ in found] == ["meeting"]


def test_an_object_belongs_to_its_own_verb(extractor: Extractor) -> None:
    text = "Панама Қытаймен дипломатиялық байланыс орнатып, Тайваньмен қатынасын үзді."
    found = {
        f.subtype: {p.id for p in f.roles["party"]}
        for f in extractor.extract(Document("d", text, language="kk"))
    }
    assert found == {"established": {"PAN", "CHN"}, "severed": {"PAN", "TWN"}}


def test_rules_read_latin_kazakh(extractor: Extractor) -> None:
    found = _facts(extractor, "Nigeria tarapy Qazaqstannyñ belsendılıgın joğary bağalady.")
    assert ("statement", "praise") in found
