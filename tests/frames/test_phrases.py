"""Who belongs to whom in a sentence, seen through whole sentences of three languages."""

from __future__ import annotations

import pytest

from elshi.extraction import Extractor
from elshi.model import Document

CASES = [
    # A list of states after one office.
    ("ru", "Главы Казахстана, Узбекистана и Киргизии встретились в Хиве.", "meeting", "participant", "KAZ UZB KGZ"),
    ("ru", "Министры энергетики Египта и Кипра встретились в Афинах.", "meeting", "participant", "EGY CYP"),
    ("en", "Presidents of France, Germany and Italy signed an agreement.", "agreement", "party", "FRA DEU ITA"),
    ("en", "The defence ministers of Sweden and Finland met in Tallinn.", "meeting", "participant", "SWE FIN"),
    ("kk", "Қазақстан мен Түркия президенттері Бакуде кездесті.", "meeting", "participant", "KAZ TUR"),
    # The trigger's noun is part of the phrase.
    ("en", "Spain summoned the Argentine ambassador.", "coercion", "target", "ARG"),
    ("ru", "Сербия выслала двух хорватских дипломатов.", "mission", "sender", "HRV"),
    ("kk", "Чехия он ресейлік дипломатты елден шығарды.", "mission", "sender", "RUS"),
    # A relative clause has its own subject.
    (
        "ru", "Президент Путин провел переговоры с султаном Омана, который посетит Россию в мае.",
        "visit", "visitor", "OMN",
    ),
    ("en", "President Macron met Chancellor Scholz, who visited Rome on Monday.", "visit", "visitor", "DEU"),
    # A dash that is no pair.
    ("kk", "Албания – НАТО-ның мүшесі.", "membership", "member", "ALB"),
]  # fmt: skip


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


@pytest.mark.parametrize(("language", "text", "type_", "role", "codes"), CASES)
def test_who_fills_the_role(
    extractor: Extractor, language: str, text: str, type_: str, role: str, codes: str
) -> None:
    facts = [f for f in extractor.extract(Document("d", text, language=language)) if f.type == type_]
    assert len(facts) == 1
    found = [f.id for f in facts[0].roles[role] if f.kind in ("state", "igo")]
    assert sorted(map(str, found)) == sorted(codes.split())


def test_a_headline_takes_its_missing_side_from_the_lead(extractor: Extractor) -> None:
    text = (
        "Встреча с Президентом Сербии Александром Вучичем\n\n"
        "Президент Казахстана Касым-Жомарт Токаев провел встречу с Президентом Сербии Александром Вучичем. "
        "Стороны обсудили торговлю."
    )
    facts = [f for f in extractor.extract(Document("d", text, language="ru")) if f.type == "meeting"]
    assert {x.id for x in facts[0].roles["participant"] if x.kind == "state"} == {"KAZ", "SRB"}


def test_parties_of_an_agreement_may_stand_in_the_sentence_before(extractor: Extractor) -> None:
    text = (
        "The foreign ministers of Peru and Chile met in Lima on Monday. An agreement on trade was signed. "
        "The ministers also spoke of tourism."
    )
    facts = [f for f in extractor.extract(Document("d", text, language="en")) if f.type == "agreement"]
    assert [{x.id for x in f.roles["party"]} for f in facts] == [{"PER", "CHL"}]


def test_help_goes_to_the_side_that_the_article_is_about(extractor: Extractor) -> None:
    text = (
        "An earthquake shook Nepal on Sunday. Nepal asked for help. "
        "India donated 20 million dollars. Norway donated 5 million dollars. "
        "The government of Nepal thanked all."
    )
    facts = [f for f in extractor.extract(Document("d", text, language="en")) if f.type == "aid"]
    assert facts
    assert {x.id for f in facts for x in f.roles.get("recipient", ())} == {"NPL"}
