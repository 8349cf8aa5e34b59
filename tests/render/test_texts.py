from __future__ import annotations

import re
import string

import pytest

from elshi.errors import CatalogueError
from elshi.model import EVENT_TYPES, FIGURE_TYPES, SPHERES, STATUSES
from elshi.render.amounts import amount_text
from elshi.render.dates import date_text
from elshi.render.runs import Writer
from elshi.render.safe import language_tag, safe_url, visible
from elshi.render.texts import LANGUAGES, Texts, texts
from elshi.views.dossier import ORDER, dossier
from views.relations import Names, relations


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_all_languages_have_the_same_keys_and_places() -> None:
    english = texts("en")
    for language in ("kk", "ru"):
        other = texts(language)
        assert set(other.words) == set(english.words)
        assert {k: len(v) for k, v in other.lists.items()} == {k: len(v) for k, v in english.lists.items()}
        for key, text in english.words.items():
            assert _places(other.words[key]) == _places(text), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_of_the_model_has_a_word(language: str) -> None:
    words = texts(language)
    keys = [f"type.{t}" for t in EVENT_TYPES]
    keys += [f"subtype.{t}.{s}" for t, (subtypes, _) in EVENT_TYPES.items() for s in subtypes]
    keys += [f"state.{s}" for s in EVENT_TYPES["agreement"][0]]
    keys += [f"figure.{f}" for f in FIGURE_TYPES]
    keys += [f"sphere.{s}" for s in SPHERES] + [f"status.{s}" for s in STATUSES]
    keys += [f"section.{s}" for s in ORDER]
    assert [key for key in keys if key not in words] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_group_and_term_of_a_dossier_has_a_word(language: str) -> None:
    made = dossier(relations(), "KAZ", "FRA", names=Names())
    words = texts(language)
    keys = [f"column.{c}" for s in made.sections for columns in s.groups.values() for c in columns]
    keys += [f"group.{s.key}.{g}" for s in made.sections for g in s.groups if g]
    keys += re.findall(r"'term': '([^']+)'", str(made.to_json()))
    assert len(keys) > 150
    assert [key for key in keys if key not in words] == []


def test_kazakh_is_written_in_kazakh() -> None:
    kazakh = sum(any(c in "әғқңөұүһі" for c in text.lower()) for text in texts("kk").words.values())
    assert kazakh > 0.6 * len(texts("kk").words)
    assert not any(any(c in "әғқңөұүһі" for c in text.lower()) for text in texts("ru").words.values())


def test_a_text_that_is_none_is_named() -> None:
    with pytest.raises(CatalogueError, match=r"texts/en.yaml: page.title is None"):
        Texts("en", {"page": {"title": None}})


@pytest.mark.parametrize(
    ("value", "kk", "ru", "en"),
    [
        ("2022-05-10", "10 мамыр 2022", "10 мая 2022 г.", "10 May 2022"),
        ("2022-05", "мамыр 2022", "май 2022 г.", "May 2022"),
        ("2022", "2022", "2022 г.", "2022"),
        ("1997-03-10/1997-03-11", "10–11 наурыз 1997", "10–11 марта 1997 г.", "10–11 March 1997"),
        ("2022-11-28/2022-12-02", "28 қараша – 2 желтоқсан 2022", "28 ноября – 2 декабря 2022 г.",
         "28 November – 2 December 2022"),
        ("2012-03/2012-05", "наурыз – мамыр 2012", "март – май 2012 г.", "March – May 2012"),
        ("2010/2012", "2010–2012", "2010–2012 гг.", "2010–2012"),
        ("2022-12-30/2023-01-02", "30 желтоқсан 2022 – 2 қаңтар 2023",
         "30 декабря 2022 г. – 2 января 2023 г.", "30 December 2022 – 2 January 2023"),
        ("1992/..", "1992 – …", "1992 г. – …", "1992 – …"),
        ("../2013", "… – 2013", "… – 2013 г.", "… – 2013"),
        ("2010~", "шамамен 2010", "около 2010 г.", "about 2010"),
        ("2010-05~", "шамамен мамыр 2010", "около мая 2010 г.", "about May 2010"),
        ("2010?", "2010 (?)", "2010 г. (?)", "2010 (?)"),
        ("199X", "1990-жылдар", "1990-е гг.", "1990s"),
        ("2009-23", "2009 күзі", "осень 2009 г.", "autumn 2009"),
        ("1992-XX-XX", "1992", "1992 г.", "1992"),
        (None, "күні көрсетілмеген", "без даты", "undated"),
        ("soon", "soon", "soon", "soon"),
        ("2020-13-01", "2020-13-01", "2020-13-01", "2020-13-01"),
    ],
)  # fmt: skip
def test_dates_are_written_in_the_reader_s_language(value: str | None, kk: str, ru: str, en: str) -> None:
    written = [date_text(value, texts(language)).replace("\N{NO-BREAK SPACE}", " ") for language in LANGUAGES]
    assert written == [kk, ru, en]


@pytest.mark.parametrize(
    ("value", "unit", "kk", "ru", "en"),
    [
        (4.9e9, "USD", "4,9 млрд АҚШ долл.", "4,9 млрд долл. США", "US$ 4.9 billion"),
        (4.876e9, "EUR", "4,876 млрд еуро", "4,876 млрд евро", "EUR 4.876 billion"),
        (683e6, "USD", "683 млн АҚШ долл.", "683 млн долл. США", "US$ 683 million"),
        (442123456.0, "USD", "442 123 456 АҚШ долл.", "442 123 456 долл. США", "US$ 442,123,456"),
        (2.5e12, "KZT", "2,5 трлн теңге", "2,5 трлн тенге", "KZT 2.5 trillion"),
        (2.1e9, None, "2,1 млрд (өлшем бірлігі берілмеген)", "2,1 млрд (единица не указана)",
         "2.1 billion (unit not given)"),
        (24.5, "percent", "24,5 %", "24,5 %", "24.5%"),
        (-3.0, "percent", "−3 %", "−3 %", "−3%"),
        (24.0, "count", "24", "24", "24"),
        (12500.0, "count", "12 500", "12 500", "12,500"),
        (0.0, "count", "0", "0", "0"),
        (5e6, "XTS", "5 млн XTS", "5 млн XTS", "XTS 5 million"),
    ],
)  # fmt: skip
def test_amounts_are_written_in_the_reader_s_language(
    value: float, unit: str | None, kk: str, ru: str, en: str
) -> None:
    written = [
        amount_text(value, unit, texts(language)).replace("\N{NO-BREAK SPACE}", " ") for language in LANGUAGES
    ]
    assert written == [kk, ru, en]


def test_only_addresses_to_follow_become_links() -> None:
    assert safe_url("https://example.org/a?b=1&c=2") == "https://example.org/a?b=1&c=2"
    for url in (
        "javascript:alert(1)", "data:text/html,x", "//evil.example", "https://", "https://a b", 'http://a/"><x>',
        "JaVaScRiPt://x/%0aalert(1)", "http://[", "https://a/\u202eb", "", None, "file:///etc/passwd",
    ):  # fmt: skip
        assert safe_url(url) is None, url


def test_controls_are_shown_and_tags_are_checked() -> None:
    assert visible("a\u202eb\x00\nc\u200b") == "a[U+202E]b[U+0000]\nc[U+200B]"
    assert language_tag("kk") == "kk"
    assert language_tag('en" onload="x') is None


def test_unknown_codes_stand_as_they_are() -> None:
    assert Writer(texts("en"), {}).term("subtype.visit.secret") == "secret"
