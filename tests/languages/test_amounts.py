"""Numbers and sums of one sentence."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from elshi.languages import amounts
from elshi.languages.amounts import settle_currency
from elshi.model import Token

CASES = Path(__file__).parent / "cases"
LANGUAGES = ("kk", "ru", "en")
#: Two ways a tokeniser may cut: everything between spaces, or every word, number and mark apart.
CUTS = (re.compile(r"\S+"), re.compile(r"\d+|[^\W\d_]+|\S"))


def cut(text: str, how: re.Pattern[str] = CUTS[1]) -> list[Token]:
    return [Token(m.group(), m.start(), m.end()) for m in how.finditer(text)]


def cases(code: str) -> list[Any]:
    files = sorted(CASES.glob(f"{code}_amounts*.yaml"))
    return [case for file in files for case in yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)]


ALL = [(code, *case) for code in LANGUAGES for case in cases(code)]


@pytest.mark.parametrize("how", CUTS, ids=("spaces", "apart"))
@pytest.mark.parametrize(("code", "text", "expected"), ALL, ids=[f"{c[0]}-{i}" for i, c in enumerate(ALL)])
def test_case(code: str, text: str, expected: dict[str, list[Any]], how: re.Pattern[str]) -> None:
    found = {
        text[a.start : a.end]: [a.value, a.unit, a.mark, a.upper]
        for a in amounts.find(text, cut(text, how), code)
    }
    assert found == {key: [*value, *([None] * (4 - len(value)))] for key, value in expected.items()}


@pytest.mark.parametrize("code", LANGUAGES)
def test_enough_cases_and_enough_of_them_negative(code: str) -> None:
    written = cases(code)
    assert len(written) >= 250
    assert sum(not case[1] for case in written) >= len(written) * 0.2


def test_money_without_a_named_currency_is_told_from_a_count() -> None:
    def one(text: str) -> bool:
        (found,) = amounts.find(text, cut(text), "kk")
        return found.money_like

    assert one("Сауда 1 млрд-қа дейін өседі.")
    assert one("Құны 300 миллион франк.")
    assert not one("Көрмеге 10 000-нан астам адам келді.")
    assert not one("Үлесі 35%-ға жетті.")


@pytest.mark.parametrize(
    ("text", "code", "year", "states", "unit"),
    [
        ("300 миллион франк", "kk", 1994, ["FRA", "KAZ"], "FRF"),
        ("300 миллион франк", "kk", 2010, ["FRA", "KAZ"], None),
        ("300 миллион франк", "kk", 2010, ["CHE"], "CHF"),
        ("300 миллион франк", "kk", None, [], None),
        ("300 миллионов франков", "ru", 1999, ["FRA"], "FRF"),
        ("300 million francs", "en", 1999, ["FRA", "CHE"], None),
        ("70 million kroner", "en", None, ["NOR"], "NOK"),
        ("10 million manats", "en", None, ["TKM"], "TMT"),
        ("40 million dinars", "en", None, ["SRB"], "RSD"),
        ("40 million dollars", "en", None, ["KAZ"], "USD"),
        ("twelve tonnes", "en", None, ["KAZ"], None),
    ],
)
def test_an_ambiguous_currency_is_settled_by_what_the_text_is_about(
    text: str, code: str, year: int | None, states: list[str], unit: str | None
) -> None:
    assert settle_currency(text, code, year=year, states=states) == unit


WRITTEN = {"kk": "{} миллион теңге", "ru": "{} миллионов тенге", "en": "{} million tenge"}


@given(code=st.sampled_from(LANGUAGES), whole=st.integers(2, 999), tenths=st.integers(0, 9))
def test_a_written_sum_reads_back_as_itself(code: str, whole: int, tenths: int) -> None:
    mark = "." if code == "en" else ","
    text = WRITTEN[code].format(f"{whole}{mark}{tenths}")
    (found,) = amounts.find(text, cut(text), code)
    assert (found.value, found.unit) == (pytest.approx((whole + tenths / 10) * 1_000_000), "KZT")
    assert (found.start, found.end) == (0, len(text))


@given(
    value=st.integers(1000, 999_999_999),
    code=st.sampled_from(LANGUAGES),
    gap=st.sampled_from(" \u00a0\u202f'"),
)
def test_grouped_digits_read_back_as_themselves(value: int, code: str, gap: str) -> None:
    text = f"{value:,}".replace(",", gap) + " $"
    (found,) = amounts.find(text, cut(text), code)
    assert found.value == value


KAZAKH_UNITS = ["бір", "екі", "үш", "төрт", "бес", "алты", "жеті", "сегіз", "тоғыз"]
KAZAKH_TENS = ["он", "жиырма", "отыз", "қырық", "елу", "алпыс", "жетпіс", "сексен", "тоқсан"]


@given(value=st.integers(2, 999_999))
def test_kazakh_number_words_read_back(value: int) -> None:
    def below_thousand(n: int) -> list[str]:
        words = [*([KAZAKH_UNITS[n // 100 - 1]] if n >= 200 else []), *(["жүз"] if n >= 100 else [])]
        n %= 100
        return words + [KAZAKH_TENS[n // 10 - 1]] * (n >= 10) + [KAZAKH_UNITS[n % 10 - 1]] * (n % 10 > 0)

    words = [
        *([*below_thousand(value // 1000), "мың"] if value >= 1000 else []),
        *below_thousand(value % 1000),
    ]
    text = " ".join(words) + " теңге"
    (found,) = amounts.find(text, cut(text), "kk")
    assert (found.value, found.end) == (value, len(text))


WORDS = {
    code: sorted({word for case in cases(code) for word in re.findall(r"\w+|[^\w\s]", case[0])})
    for code in LANGUAGES
}


@settings(max_examples=300)
@given(data=st.data(), code=st.sampled_from(LANGUAGES), how=st.sampled_from(CUTS))
def test_shuffled_words_never_fail_and_offsets_hold(
    data: st.DataObject, code: str, how: re.Pattern[str]
) -> None:
    text = " ".join(data.draw(st.lists(st.sampled_from(WORDS[code]), max_size=25)))
    last = 0
    for found in amounts.find(text, cut(text, how), code):
        assert last <= found.start < found.end <= len(text)
        assert found.value >= 0
        assert found.upper is None or found.upper > found.value
        last = found.end


@given(text=st.text(max_size=80), code=st.sampled_from(LANGUAGES))
def test_any_text_is_read_without_error(text: str, code: str) -> None:
    for found in amounts.find(text, cut(text, CUTS[0]), code):
        assert 0 <= found.start < found.end <= len(text)
