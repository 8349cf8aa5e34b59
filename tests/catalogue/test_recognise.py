"""Names in one sentence: every form, and what is no name."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.catalogue.helpers import mentions, passage, small

from elshi.catalogue import Catalogue
from elshi.catalogue.recognise import instruments
from elshi.languages import get

KNOWN = [
    # language, sentence, surface, kind, id, case
    ("kk", "Қазақстан Республикасының елшісі келді.", "Қазақстан Республикасының", "state", "KAZ", "Gen"),
    ("kk", "Делегация Түркияға ұшып кетті.", "Түркияға", "state", "TUR", "Dat"),
    ("kk", "Қырғызстандағы сайлау өтті.", "Қырғызстандағы", "state", "KGZ", "Loc"),
    ("kk", "Кеше қырғыз елінен хат келді.", "қырғыз елінен", "state", "KGZ", "Abl"),
    ("kk", "Келіссөзге түрік жағы келді.", "түрік жағы", "nationality", "TUR", "Nom"),
    ("kk", "Бұл ұсынысты француздар қолдады.", "француздар", "nationality", "FRA", "Nom"),
    ("kk", "Ол ЕҚЫҰ-ның жиынында сөйледі.", "ЕҚЫҰ-ның", "igo", "OSCE", "Gen"),
    ("kk", "Біріккен Ұлттар Ұйымына есеп берілді.", "Біріккен Ұлттар Ұйымына", "igo", "UN", "Dat"),
    ("kk", "Жиын Нью-Йорктегі кеңседе болды.", "Нью-Йорктегі", "place", "place:new-york", "Loc"),
    ("kk", "Құжатты АҚШ-пен бірге әзірледі.", "АҚШ-пен", "state", "USA", "Ins"),
    ("ru", "Он ответил президенту Республики Казахстан.", "Республики Казахстан", "state", "KAZ", "Gen"),
    ("ru", "Делегация прибыла из Соединённых Штатов.", "Соединённых Штатов", "state", "USA", "Gen"),
    ("ru", "Они были в Организации Объединённых Наций.", "Организации Объединённых Наций", "igo", "UN", None),
    ("ru", "Его встретила казахстанская сторона.", "казахстанская сторона", "nationality", "KAZ", "Nom"),
    ("ru", "Визит в Российскую Федерацию завершён.", "Российскую Федерацию", "state", "RUS", "Acc"),
    ("en", "Officials praised Kazakhstan's proposal.", "Kazakhstan's", "state", "KAZ", "Gen"),
    ("en", "The Turkish side agreed.", "Turkish side", "nationality", "TUR", None),
    ("en", "The envoy flew to New York yesterday.", "New York", "place", "place:new-york", None),
    ("en", "It told the US that WHO would help.", "US", "state", "USA", None),
    ("en", "The North Atlantic Council met.", "North Atlantic Council", "igo", "NATO", None),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "surface", "kind", "id", "case"), KNOWN)
def test_known_names(language, text, surface, kind, id, case):
    found = {m.text: m for m in mentions(text, language)}
    assert surface in found
    m = found[surface]
    assert (m.kind, m.id) == (kind, id)
    if case is not None:
        assert m.case == case


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "He told us who would come."),
        ("ru", "Того требует порядок."),
        ("ru", "Он учит французский язык."),
        ("kk", "Балалар түрік тілін үйренді."),
        ("kk", "Бүгін ауа райы жақсы болады."),
        ("ru", "Сегодня ожидается дождь."),
    ],
)
def test_nothing_is_named(language, text):
    assert mentions(text, language) == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("kk", "Қазақ-француз комиссиясы жиналды.", ["KAZ", "FRA"]),
        ("ru", "Прошла встреча казахстанско-французской комиссии.", ["KAZ", "FRA"]),
        ("en", "A Franco-Kazakh commission met.", ["FRA", "KAZ"]),
    ],
)
def test_compounds_give_two_nationalities(language, text, expected):
    found = [m for m in mentions(text, language) if m.kind == "nationality"]
    assert [m.id for m in found] == expected
    assert all(text[m.start : m.end] == m.text for m in found)


PERSONS = [
    ("kk", "Н.Назарбаев сөз сөйледі.", "Н.Назарбаев", "person:nursultan-nazarbayev"),
    ("kk", "Жиынға Н. Ә. Назарбаевты шақырды.", "Н. Ә. Назарбаевты", "person:nursultan-nazarbayev"),
    ("kk", "Николя Саркози Астанаға келді.", "Николя Саркози", "person:nicolas-sarkozy"),
    ("kk", "Ол Саркозиден жауап күтті.", "Саркозиден", "person:nicolas-sarkozy"),
    ("kk", "Ол Дариға Назарбаевамен кездесті.", "Дариға Назарбаевамен", "person:dariga-nazarbayeva"),
    ("kk", "Келіссөзді Патрик Кронмен жүргізді.", "Патрик Кронмен", "person:patrik-kron"),
    ("kk", "Президенті Гюнтер Маурер келді.", "Гюнтер Маурер", "person:gyunter-maurer"),
    (
        "ru",
        "Он встретился с Нурсултаном Назарбаевым.",
        "Нурсултаном Назарбаевым",
        "person:nursultan-nazarbayev",
    ),
    ("ru", "Письмо передал А.Б. Сидоренко.", "А.Б. Сидоренко", None),
    ("ru", "Об этом сообщил Андрей Кузнецов.", "Андрей Кузнецов", "person:andrey-kuznetsov"),
    ("en", "President Sarkozy arrived.", "Sarkozy", "person:nicolas-sarkozy"),
    ("en", "Mr Henderson replied.", "Henderson", None),
    ("en", "They spoke with Peter Henderson.", "Peter Henderson", "person:peter-henderson"),
]


@pytest.mark.parametrize(("language", "text", "surface", "id"), PERSONS)
def test_persons(language, text, surface, id):
    found = {m.text: m for m in mentions(text, language) if m.kind == "person"}
    assert list(found) == [surface]
    assert found[surface].id == id


def test_a_case_ending_ends_a_name():
    found = [(m.text, m.kind) for m in mentions("Николя Саркозиді Астанада қарсы алды.", "kk")]
    assert found == [("Николя Саркозиді", "person"), ("Астанада", "place")]


def test_an_instrumental_is_taken_off():
    (m,) = [m for m in mentions("Келіссөзді Патрик Кронмен жүргізді.", "kk") if m.kind == "person"]
    assert (m.name, m.case) == ("Патрик Крон", "Ins")


@pytest.mark.parametrize(
    ("language", "text", "surface"),
    [
        ("kk", "Шартқа «Альстом» компаниясымен қол қойылды.", "«Альстом» компаниясымен"),
        ("kk", "Жобаға «Самал Құрылыс» ЖШС қатысты.", "«Самал Құрылыс» ЖШС"),
        ("kk", "Кеше Қазақ ұлттық университеті ашылды.", "Қазақ ұлттық университеті"),
        ("ru", "Участвует компания «Северный ветер».", "«Северный ветер»"),
        ("en", "He visited the University of Greenfield on Monday.", "University of Greenfield"),
    ],
)
def test_organisations(language, text, surface):
    assert surface in [m.text for m in mentions(text, language) if m.kind == "organisation"]


def test_a_capital_may_stand_for_its_government():
    (m,) = mentions("Париж жауап берді.", "kk")
    assert (m.kind, m.of, m.metonym) == ("place", "FRA", True)


def test_capital_letters_headlines():
    found = [m.id for m in mentions("ҚАЗАҚСТАН МЕН ФРАНЦИЯ ШАРТҚА ҚОЛ ҚОЙДЫ", "kk")]
    assert found == ["KAZ", "FRA"]


def test_kazakh_in_latin_letters():
    found = [(m.text, m.id, m.case) for m in mentions("Elşıler Qazaqstannan Türkiağa bardy.", "kk")]
    assert found == [("Qazaqstannan", "KAZ", "Abl"), ("Türkiağa", "TUR", "Dat")]


def test_token_indexes():
    text = "Кеше Қазақстан Республикасының елшісі келді."
    p = passage(text, "kk", 0, len(text))
    from elshi.catalogue.recognise import recognise

    m = next(m for m in recognise(p, text, get("kk"), small()) if m.id == "KAZ")
    assert [t.text for t in p.tokens[m.first : m.last + 1]] == ["Қазақстан", "Республикасының"]


@pytest.mark.parametrize(
    ("language", "text", "title"),
    [
        ("kk", "Тараптар Достық пен көршілік туралы шартқа қол қойды.", "Достық пен көршілік туралы шартқа"),
        ("ru", "Подписан Договор о дружбе и сотрудничестве.", "Договор о дружбе и сотрудничестве"),
        ("en", "Is it a Memorandum on Energy Cooperation?", "Memorandum on Energy Cooperation"),
        ("ru", "Они обсудили погоду.", None),
    ],
)  # fmt: skip
def test_instruments(language, text, title):
    found = [m.text for m in instruments(passage(text, language, 0, len(text)), text, get(language))]
    assert found == ([title] if title else [])


@given(st.text(alphabet="абвАБВ ,.-«»\"'’()АҚШНАТО\nабx", max_size=60), st.sampled_from(["kk", "ru", "en"]))
def test_mentions_are_ordered_and_never_overlap(text, language):
    found = mentions(text, language)
    for m in found:
        assert text[m.start : m.end] == m.text
        assert m.text
    for a, b in pairwise(found):
        assert a.end <= b.start


def test_the_default_catalogue_loads():
    catalogue = Catalogue.default()
    assert catalogue.side("Франция").id == "FRA"
    assert catalogue.find("Қазақстанға")[0].id == "KAZ"
