"""What one sentence leaves open and the document settles."""

from __future__ import annotations

import pytest
from tests.catalogue.helpers import SMALL, linked, small

from elshi.catalogue import Catalogue
from elshi.errors import CatalogueError, UnknownSide


def of(found, kind):
    return [m for m in found if m.kind == kind]


@pytest.mark.parametrize(
    ("published", "person"), [("2011-09-20", "nursultan-nazarbayev"), ("2021-05", "kassym-jomart-tokayev")]
)
def test_an_office_is_held_by_someone_at_a_time(published, person):
    (office,) = of(linked(["Қазақстан Президенті сапармен барды."], "kk", published=published), "office")
    assert (office.of, office.person) == ("KAZ", f"person:{person}")


@pytest.mark.parametrize("published", ["2019", "2019-03", "2012-05"])
def test_a_date_that_spans_two_terms_names_nobody(published):
    state = "Франция" if published == "2012-05" else "Қазақстан"
    (office,) = of(linked([f"{state} Президенті сапармен барды."], "kk", published=published), "office")
    assert office.person is None


def test_a_former_holder_is_not_the_holder():
    (office,) = of(linked(["Қазақстанның бұрынғы президенті келді."], "kk", published="2021-05-05"), "office")
    assert (office.of, office.person) == ("KAZ", None)


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [
        ("kk", "Франция Президенті келді.", "FRA"),
        ("kk", "Түркия Сыртқы істер министрі келді.", "TUR"),
        ("kk", "НАТО-ның бас хатшысы келді.", "NATO"),
        ("kk", "Мемлекет басшысы жарлыққа қол қойды.", "KAZ"),
        ("ru", "Прибыл президент Франции.", "FRA"),
        ("ru", "Прибыл французский президент.", "FRA"),
        ("ru", "Глава государства подписал указ.", None),
        ("en", "The French President arrived.", "FRA"),
        ("en", "The president of France arrived.", "FRA"),
        ("en", "Kazakhstan's foreign minister arrived.", "KAZ"),
    ],
)
def test_whose_office_it_is(language, text, code):
    (office,) = of(linked([text], language), "office")
    assert office.of == code


def test_the_source_tells_whose_head_of_state():
    found = linked(["Глава государства подписал указ."], "ru", url="http://kremlin.ru/news/1")
    assert of(found, "office")[0].of == "RUS"


def test_one_person_has_one_id():
    found = of(
        linked(
            ["Келді Гюнтер Маурермен бірге.", "Г. Маурер сөйледі.", "Мауреріңіз дұрыс, деді Маурер."], "kk"
        ),
        "person",
    )
    assert {m.id for m in found} == {"person:gyunter-maurer"}


def test_initials_and_surnames_find_the_known_one():
    found = of(linked(["Н.Ә. Назарбаевтың сөзі.", "Назарбаевқа хат келді."], "kk"), "person")
    assert {m.id for m in found} == {"person:nursultan-nazarbayev"}


def test_a_person_takes_the_state_of_the_office():
    (person,) = of(linked(["Түркия Сыртқы істер министрі Гюнтер Маурер келді."], "kk"), "person")
    assert (person.of, person.office) == ("TUR", "office:foreign_minister")


def test_acronyms_that_the_text_defines():
    found = of(
        linked(["Шекара даму қауымдастығы (ШДҚ) құрылды.", "Елшілер ШДҚ-ға барды."], "kk"), "organisation"
    )
    assert [m.text for m in found] == ["Шекара даму қауымдастығы", "ШДҚ", "ШДҚ-ға"]
    assert len({m.id for m in found}) == 1
    assert found[-1].case == "Dat"


def test_our_country_is_the_newspapers():
    assert of(linked(["Еліміз қонақтарды қарсы алды."], "kk"), "state")[0].id == "KAZ"
    assert of(linked(["Наша страна приняла гостей."], "ru"), "state") == []


@pytest.mark.parametrize(
    ("language", "sentences", "pair"),
    [
        ("kk", ["Қазақстан мен Франция келісті.", "Екі ел достасты."], "KAZ+FRA"),
        ("ru", ["Казахстан и Турция договорились.", "Обе стороны довольны."], "KAZ+TUR"),
        ("en", ["France and Türkiye agreed.", "Both sides were pleased."], "FRA+TUR"),
    ],
)
def test_both_sides(language, sentences, pair):
    (m,) = [m for m in linked(sentences, language) if m.name == "both sides"]
    assert (m.id, m.of) == (None, pair)


def test_both_sides_of_three_are_unknown():
    found = linked(["Қазақстан, Франция және Түркия келісті.", "Екі ел достасты."], "kk")
    assert [m for m in found if m.name == "both sides"] == []


def test_a_place_lies_where_the_article_is():
    found = linked(["Officials from Canada spoke.", "They met in Paris."], "en")
    assert of(found, "place")[0].of == "CAN"
    assert of(linked(["They met in Paris."], "en"), "place")[0].of == "FRA"


def test_a_namesake_named_in_full_comes_before_the_catalogue():
    found = of(linked(["They spoke with Peter Sarkozy.", "Later Sarkozy left."], "en"), "person")
    assert {m.id for m in found} == {"person:peter-sarkozy"}


def test_what_a_short_name_means_needs_its_organisation():
    assert of(linked(["Бұл туралы альянс мәлімдеді."], "kk"), "igo") == []
    found = of(linked(["НАТО жиналды.", "Бұл туралы альянс мәлімдеді."], "kk"), "igo")
    assert [m.id for m in found] == ["NATO", "NATO"]


def test_counterparts_hold_the_same_office():
    found = linked(["Қазақстанның сыртқы істер министрі түркиялық әріптесімен сөйлесті."], "kk")
    assert [(m.office, m.of) for m in of(found, "office")] == [
        ("office:foreign_minister", "KAZ"),
        ("office:foreign_minister", "TUR"),
    ]


def test_sides():
    catalogue = small()
    assert catalogue.side("KAZ").id == "KAZ"
    assert catalogue.side("nato").id == "NATO"
    assert catalogue.side("Түркияға").id == "TUR"
    with pytest.raises(UnknownSide, match="France"):
        catalogue.side("Frnace")


def test_holders_and_offices():
    catalogue = small()
    assert catalogue.holder("office:head_of_state", "KAZ", "2010") == "person:nursultan-nazarbayev"
    assert catalogue.holder("office:president", "FRA", "2007-05-01") is None
    assert [t.office for t in catalogue.offices_of("person:nicolas-sarkozy", "2010")] == ["office:president"]
    assert catalogue.name("FRA", "ru") == "Франция"
    assert catalogue.adjective("FRA", "kk") == "француз"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("x.names.csv", "id,language,form,role\nNOWHERE,kk,Аты,short\n", r"x\.names\.csv:2: 'NOWHERE'"),
        ("x.names.csv", "id,language,form,role\nKAZ,de,Kasachstan,short\n", r":2: language 'de'"),
        ("x.entities.csv", "id,kind,name\nX,planet,X\n", r":2: kind 'planet'"),
        ("x.entities.csv", "id,kind,name,from\nX,state,X,soon\n", r":2: not a date"),
        ("x.holders.csv", "office,of,person,from,to\na,KAZ,b,2010,2001\n", r":2: the term ends"),
    ],
)
def test_faults_name_file_and_line(tmp_path, name, text, message):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError, match=message):
        Catalogue.from_folder(SMALL, path)


def test_a_users_file_wins(tmp_path):
    path = tmp_path / "own.names.csv"
    path.write_text("id,language,form,role\nTUR,kk,Франция,alias\n", encoding="utf-8")
    assert Catalogue.from_folder(SMALL, path).find("Франция", "kk")[0].id == "TUR"
