import pytest

from elshi.errors import RuleError
from elshi.frames.patterns import Match, parse
from elshi.frames.rules import words
from elshi.frames.view import View
from elshi.languages import get
from elshi.model import Passage, Sentence
from elshi.text.tokens import tokenize


def view(text: str, code: str = "ru") -> View:
    passage = Passage(Sentence(0, len(text), code), tokenize(text))
    return View(passage, text, get(code), words(code))


def find(pattern: str, text: str, code: str = "ru") -> Match | None:
    parsed = parse(pattern, {"go": frozenset({"прибыть", "приехать"})}, "here")
    shown = view(text, code)
    found = (parsed.match_at(shown, i) for i in range(len(shown.tokens)) if parsed.keys & shown.keys(i))
    return next(filter(None, found), None)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("прибыть .. визит:Ins", "Министр прибыл в страну с рабочим визитом."),
        ("$go .. визит", "Министр приехал с визитом."),
        ("=прибыл", "Он прибыл."),
        ("подписать:Pass", "Договор был подписан."),
        ("прибыть с официальный? визит", "Он прибыл с визитом."),
        ("прибыть с официальный? визит", "Он прибыл с официальным визитом."),
    ],
)
def test_matches(pattern: str, text: str) -> None:
    assert find(pattern, text) is not None


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("прибыть .. визит:Ins", "Он прибыл; о визите не сообщали."),
        ("прибыть ..1 визит", "Он прибыл в страну с рабочим визитом."),
        ("=прибыл", "Они прибыли."),
        ("подписать:Pass", "Стороны подписали договор."),
    ],
)
def test_does_not_match(pattern: str, text: str) -> None:
    assert find(pattern, text) is None


def test_head_is_marked_or_the_last_firm_word() -> None:
    text = "Он прибыл с визитом."
    plain, marked = find("прибыть .. визит", text), find("^прибыть .. визит", text)
    assert plain is not None
    assert marked is not None
    assert (plain.head, marked.head) == (3, 1)


@pytest.mark.parametrize(
    ("pattern", "complaint"),
    [
        ("слово:Wrong", "unknown feature 'Wrong'"),
        ("$nobody", "unknown word set $nobody"),
        ("^один ^два", "two heads"),
        ("слово?", "no word that must be there"),
        (".. слово", "begins or ends with a gap"),
    ],
)
def test_mistakes_are_named_with_their_place(pattern: str, complaint: str) -> None:
    with pytest.raises(RuleError) as raised:
        parse(pattern, {}, "frames/visit/ru.yaml:7")
    assert str(raised.value).startswith("frames/visit/ru.yaml:7: ")
    assert complaint in str(raised.value)
