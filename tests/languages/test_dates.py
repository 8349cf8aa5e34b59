"""Dates of one sentence, with what they come to in their context."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel.dates import get_month_names
from hypothesis import given, settings
from hypothesis import strategies as st

from elshi.languages import dates, edtf
from elshi.languages.resolve import DateContext
from elshi.model import Token

CASES = Path(__file__).parent / "cases"
LANGUAGES = ("kk", "ru", "en")
#: Two ways a tokeniser may cut: everything between spaces, or every word, number and mark apart.
CUTS = (re.compile(r"\S+"), re.compile(r"\d+|[^\W\d_]+|\S"))


def cut(text: str, how: re.Pattern[str]) -> list[Token]:
    return [Token(m.group(), m.start(), m.end()) for m in how.finditer(text)]


def cases(code: str) -> list[Any]:
    files = sorted(CASES.glob(f"{code}_dates*.yaml"))
    return [case for file in files for case in yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)]


def read(
    text: str, code: str, published: str | None, future: bool | None, how: re.Pattern[str]
) -> dict[str, Any]:
    context = DateContext(published)
    found = {}
    for expression in dates.find(text, cut(text, how), code):
        value = context.resolve(expression, future)
        if value is not None:
            context.note(value)
        found[text[expression.start : expression.end]] = value
    return found


ALL = [(code, *case, *([None] * (4 - len(case)))) for code in LANGUAGES for case in cases(code)]


@pytest.mark.parametrize("how", CUTS, ids=("spaces", "apart"))
@pytest.mark.parametrize(
    ("code", "text", "expected", "published", "future"), ALL, ids=[f"{c[0]}-{i}" for i, c in enumerate(ALL)]
)
def test_case(
    code: str,
    text: str,
    expected: dict[str, str | None],
    published: str | None,
    future: bool | None,
    how: re.Pattern[str],
) -> None:
    assert read(text, code, published, future, how) == expected


@pytest.mark.parametrize("code", LANGUAGES)
def test_enough_cases_and_enough_of_them_negative(code: str) -> None:
    written = cases(code)
    assert len(written) >= 400
    assert sum(not case[1] for case in written) >= len(written) * 0.2


RENDERINGS = {
    "kk": ("{y} жылғы {d} {m}", "{y} жылғы {m}", "{y} жыл", "{y} жылғы {d}-{e} {m}"),
    "ru": ("{d} {m} {y} года", "{m} {y} года", "{y} год", "{d}–{e} {m} {y} года"),
    "en": ("{m} {d}, {y}", "{m} {y}", "in {y}", "{m} {d}–{e}, {y}"),
}


@given(
    code=st.sampled_from(LANGUAGES),
    year=st.integers(1900, 2099),
    month=st.integers(1, 12),
    day=st.integers(1, 27),
    kind=st.sampled_from(("day", "month", "year", "range")),
    stand_alone=st.booleans(),
)
def test_a_rendered_value_reads_back_as_itself(
    code: str, year: int, month: int, day: int, kind: str, stand_alone: bool
) -> None:
    names = get_month_names(
        "wide", "stand-alone" if stand_alone and kind == "month" else "format", locale=code
    )
    name = names[month]
    full, by_month, by_year, ranged = RENDERINGS[code]
    pattern = {"day": full, "month": by_month, "year": by_year, "range": ranged}[kind]
    text = pattern.format(y=year, m=name, d=day, e=day + 1)
    value = {
        "day": edtf.build(year, month, day),
        "month": edtf.build(year, month),
        "year": edtf.build(year),
        "range": f"{edtf.build(year, month, day)}/{edtf.build(year, month, day + 1)}",
    }[kind]
    found = dates.find(text, cut(text, CUTS[1]), code)
    assert [e.value for e in found] == [value]


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
    tokens = cut(text, how)
    last = 0
    context = DateContext("2019-05-05")
    for expression in dates.find(text, tokens, code):
        assert last <= expression.start < expression.end <= len(text)
        assert text[expression.start : expression.end].strip() == text[expression.start : expression.end]
        assert expression.value is None or edtf.is_valid(expression.value)
        value = context.resolve(expression)
        assert value is None or edtf.is_valid(value)
        last = expression.end


@given(text=st.text(max_size=80), code=st.sampled_from(LANGUAGES))
def test_any_text_is_read_without_error(text: str, code: str) -> None:
    for expression in dates.find(text, cut(text, CUTS[0]), code):
        assert 0 <= expression.start < expression.end <= len(text)


@pytest.mark.parametrize("code", LANGUAGES)
def test_offsets_point_into_the_whole_text(code: str) -> None:
    before = "Бірінші сөйлем. "
    sentence = cases(code)[0][0]
    whole = before + sentence
    tokens = [Token(t.text, t.start + len(before), t.end + len(before)) for t in cut(sentence, CUTS[1])]
    alone = dates.find(sentence, cut(sentence, CUTS[1]), code)
    shifted = dates.find(whole, tokens, code)
    assert [(e.start + len(before), e.end + len(before)) for e in alone] == [
        (e.start, e.end) for e in shifted
    ]


def test_cases_and_qualifiers_are_kept() -> None:
    def one(text: str, code: str) -> tuple[str | None, str | None]:
        (found,) = dates.find(text, cut(text, CUTS[1]), code)
        return found.qualifier, found.case

    assert one("2003 жылдан бері дос.", "kk") == ("since", "Abl")
    assert one("2030 жылға дейін өседі.", "kk") == ("until", "Dat")
    assert one("шамамен 1995 жылы", "kk")[0] == "about"
    assert one("до 2025 года вырастет", "ru") == ("until", "Gen")
    assert one("с 2019 года действует", "ru") == ("since", "Gen")
    assert one("после 2010 года выросло", "ru")[0] == "after"
    assert one("since 2003 it holds", "en")[0] == "since"
    assert one("by the end of 2010", "en")[0] == "until"
    assert one("around 1995", "en")[0] == "about"
