"""Folding of spellings, and the way to a language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elshi.errors import RuleError
from elshi.languages import CODES, get, yamldata
from elshi.languages.letters import fold, is_cyrillic


@pytest.mark.parametrize(
    ("form", "folded"),
    [
        ("Қазaқстан", "қазақстан"),  # Latin a
        ("rәрі", "rәрі"),  # Latin r has no Cyrillic look-alike
        ("əлем", "әлем"),  # Latin schwa
        ("Мирзиёев", "мирзиеев"),
        ("Мирзие\u0308ев", "мирзиеев"),
        ("NАTО", "nato"),  # Cyrillic А, О in a Latin word
        ("НATО", "нато"),
        ("China’s", "china's"),
        ("Нью\u2011Йорк", "нью-йорк"),
        ("со\u00adглашение", "соглашение"),
        ("COVID-тің", "covid-тің"),
        ("", ""),
    ],
)
def test_fold(form: str, folded: str) -> None:
    assert fold(form) == folded


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_is_cyrillic() -> None:
    assert is_cyrillic("Астана")
    assert not is_cyrillic("Astana")
    assert not is_cyrillic("123")


@pytest.mark.parametrize("code", CODES)
def test_a_language_is_built_once(code: str) -> None:
    assert get(code) is get(code)
    assert get(code).code == code


def test_an_unknown_language_is_named_in_the_error() -> None:
    with pytest.raises(KeyError, match="known: kk, ru, en"):
        get("de")


def test_a_missing_data_file_is_named() -> None:
    with pytest.raises(RuleError, match=r"elshi/languages/kk/nothing\.yaml"):
        yamldata.load("elshi.languages.kk", "nothing.yaml")
