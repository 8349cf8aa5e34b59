"""What whole documents settle: who points back at whom, whom an office holder acts for, what a text defines."""

from __future__ import annotations

import pytest

from elshi.extraction import Extractor
from elshi.model import Document, Mention


def mentions(extractor: Extractor, text: str, language: str, published: str | None = None) -> list[Mention]:
    document = Document("a", text, published=published, language=language)
    return [m for p in extractor.analyse(document).passages for m in p.mentions]


def of(
    extractor: Extractor, text: str, words: str, language: str, published: str | None = None
) -> str | None:
    """The code of the last mention that reads like this."""
    found = [m for m in mentions(extractor, text, language, published) if m.text == words]
    assert found, f"{words!r} is no mention"
    return found[-1].id if found[-1].kind in ("state", "igo") and found[-1].id else found[-1].of


@pytest.mark.parametrize(
    ("language", "text", "words", "code"),
    [
        ("kk", "Еуропалық одақ Иранға санкция салды. Одақ оны күшейтпек.", "Одақ", "EU"),
        ("kk", "Грек министрі ЕҚЫҰ жиынында сөйледі. Ұйым байқаушылар жібереді.", "Ұйым", "OSCE"),
        ("kk", "Перу Қазақстанда елшілік ашты. Бұл елдің елшісі келді.", "Бұл елдің", "PER"),
        ("kk", "Чили мен Перу келісті. Екі ел шекараны ашты.", "Екі ел", "CHL+PER"),
        ("kk", "Ангола мен Замбия президенттері кездесті. Екі көшбасшы келісті.", "көшбасшы", "AGO+ZMB"),
        ("ru", "Евросоюз ввёл пошлины. Союз намерен их повысить.", "Союз", "EU"),
        ("ru", "Кения приняла делегацию Уганды. Обе стороны довольны.", "Обе стороны", "KEN+UGA"),
        ("ru", "Нарендра Моди принял Владимира Путина. Главы государств поговорили.", "Главы государств", "IND+RUS"),
        ("en", "The African Union met in Accra. The bloc suspended the coup leaders.", "The bloc", "AU"),
        ("en", "Chad and Niger signed a pact. The two leaders shook hands.", "leaders", "TCD+NER"),
    ],
)  # fmt: skip
def test_words_that_point_back(extractor: Extractor, language: str, text: str, words: str, code: str) -> None:
    assert of(extractor, text, words, language) == code


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("kk", "Әйелдер одағы жиналды. Қоғамдық ұйым көмек берді.", "ұйым"),
        ("ru", "ЕС и НАТО провели встречу. Профессиональный союз бастовал.", "союз"),
        ("en", "The union of bakers met in Ghana.", "The union"),
        ("kk", "Чили, Перу және Боливия келісті. Екі ел шекараны ашты.", "Екі ел"),
    ],
)
def test_words_that_name_nobody(extractor: Extractor, language: str, text: str, words: str) -> None:
    assert words not in [m.text for m in mentions(extractor, text, language) if m.kind in ("state", "igo")]


@pytest.mark.parametrize(
    ("language", "text", "words", "code"),
    [
        ("ru", "Генсек ООН Антониу Гутерриш прибыл в Найроби.", "Антониу Гутерриш", "UN"),
        ("ru", "Султан Омана посетил Дели.", "Султан Омана", "OMN"),
        ("ru", "Глава Роскосмоса Пётр Иваньков выступил.", "Пётр Иваньков", "RUS"),
        ("kk", "НАТО Бас хатшысы Марк Рютте Аккраға келді.", "Марк Рютте", "NATO"),
        ("kk", "Түркия басшысы Ильхам Әлиевті құттықтады.", "Ильхам Әлиевті", "AZE"),
        ("en", "African Union Commission chair Moussa Faki arrived.", "Moussa Faki", "AU"),
        ("en", "The foreign ministry in Quito replied.", "foreign ministry", "ECU"),
        ("ru", "КСИР заявил об учениях.", "КСИР", "IRN"),
    ],
)
def test_whom_someone_acts_for(extractor: Extractor, language: str, text: str, words: str, code: str) -> None:
    assert of(extractor, text, words, language) == code


def test_a_capital_stands_for_the_state_of_its_time(extractor: Extractor) -> None:
    text = "Белград разорвал отношения с Тираной."
    assert of(extractor, text, "Белград", "ru", "1999-03-25") == "YUG"
    assert of(extractor, text, "Белград", "ru", "2012-03-25") == "SRB"


def test_an_office_is_held_by_whoever_held_it_then(extractor: Extractor) -> None:
    text = "Қазақстан Президенті Лимаға барды."
    for date, person in (("2011-05-05", "nursultan-nazarbayev"), ("2021-05-05", "kassym-jomart-tokayev")):
        office = next(m for m in mentions(extractor, text, "kk", date) if m.kind == "office")
        assert office.person == f"person:{person}"


def test_council_is_no_nationality(extractor: Extractor) -> None:
    for text in ("Қамқоршылар кеңесінің отырысы өтті.", "Бізге кеңес беріңіз."):
        assert [m for m in mentions(extractor, text, "kk") if m.id == "SUN"] == []
    assert [m.id for m in mentions(extractor, "Кеңес өкіметі құлады.", "kk")] == ["SUN"]


def test_whole_quoted_names_hold_no_state(extractor: Extractor) -> None:
    found = mentions(extractor, "Съезд «Единой Молдовы» прошёл в субботу.", "ru")
    assert [(m.kind, m.id) for m in found if m.kind in ("state", "nationality")] == []


def test_a_company_named_once_is_known_everywhere(extractor: Extractor) -> None:
    text = "Компания «Вестрон» построит порт. В Гане Вестрон наймёт людей."
    names = [m.id for m in mentions(extractor, text, "ru") if m.kind == "organisation"]
    assert names == ["organisation:vestron"] * 2


def test_a_case_ending_ends_a_name(extractor: Extractor) -> None:
    found = mentions(extractor, "Тоқаевтың Брюссельге сапары аяқталды.", "kk")
    assert [(m.text, m.kind) for m in found] == [("Тоқаевтың", "person"), ("Брюссельге", "place")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Страны Балтии закрыли границу."),
        ("en", "The Baltic states closed the border."),
        ("kk", "Балтық елдері шекараны жапты."),
    ],
)
def test_states_named_together_are_each_named(extractor: Extractor, language: str, text: str) -> None:
    assert [m.of for m in mentions(extractor, text, language)] == ["EST+LVA+LTU"]
