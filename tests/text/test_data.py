from __future__ import annotations

import pytest

from elshi.errors import RuleError
from elshi.text.data import load, parse


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [b]\n", r"f\.yaml:1: expected a mapping of lists in 'a'"),
        ("- a\n", r"f\.yaml:1: expected a mapping of sections"),
        ("", r"f\.yaml:1: expected a mapping"),
        ("a:\n  b: c\n", r"f\.yaml:2: 'a\.b' must be a list"),
        ("a:\n  b:\n    - c\n    - [d]\n", r"f\.yaml:4: 'a\.b' must hold words only"),
        ("a:\n  b: []\na:\n  b: []\n", r"f\.yaml:3: 'a' stands twice"),
        ("a: [\n", r"f\.yaml:\d: not valid YAML"),
    ],
)
def test_a_wrong_file_is_named_with_its_line(text: str, message: str) -> None:
    with pytest.raises(RuleError, match=message):
        parse(text, "f.yaml")


def test_words_stay_words() -> None:
    assert parse("a:\n  b: [no, on, 1]\n", "f")["a"]["b"] == ("no", "on", "1")


def test_missing_file() -> None:
    with pytest.raises(RuleError, match="cannot be read"):
        load("nothing")


@pytest.mark.parametrize("name", ["abbreviations", "articles", "hyphens", "language"])
def test_no_word_stands_twice_in_a_list(name: str) -> None:
    for section, lists in load(name).items():
        for key, words in lists.items():
            assert len(words) == len(set(words)), f"{name}: {section}.{key}"


def test_function_words_of_one_script_tell_languages_apart() -> None:
    words = load("language")["function_words"]
    for a, b in (("kk", "ru"), ("en", "kk_latin"), ("kk", "other_cyrillic"), ("ru", "other_cyrillic")):
        assert not set(words[a]) & set(words[b])
