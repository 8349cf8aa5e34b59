"""Kazakh in the Latin alphabet of 2021 reads as in Cyrillic."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from elshi.languages import get
from elshi.text.tokens import tokenize

CASES: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "kk_latin.yaml").read_text(encoding="utf-8")
)
WORDS = [tuple(pair.split()) for pair in re.split(r"[|\n]", CASES["words"]) if pair.strip()]


def test_enough_words_and_sentences() -> None:
    assert len(WORDS) >= 100
    assert len(CASES["sentences"]) >= 20


@pytest.mark.parametrize(("latin", "cyrillic"), WORDS)
def test_word(latin: str, cyrillic: str) -> None:
    kazakh = get("kk")
    one, other = kazakh.readings(latin)[0], kazakh.readings(cyrillic)[0]
    assert (one.lemma, one.pos, one.case, one.form, one.tense) == (
        other.lemma, other.pos, other.case, other.form, other.tense,
    )  # fmt: skip


@pytest.mark.parametrize(("latin", "cyrillic"), CASES["sentences"])
def test_sentence(latin: str, cyrillic: str) -> None:
    kazakh = get("kk")

    def read(text: str) -> list[tuple[str, str | None, str | None] | None]:
        chosen = kazakh.choose([t.text for t in tokenize(text, 0, len(text))])
        return [(r.pos, r.case, r.form) if r is not None else None for r in chosen]

    assert read(latin) == read(cyrillic)


@pytest.mark.parametrize(("text", "words", "value"), CASES["dates"])
def test_date(text: str, words: str, value: str) -> None:
    (found,) = get("kk").dates(text, tokenize(text, 0, len(text)))
    assert (text[found.start : found.end], found.value) == (words, value)
