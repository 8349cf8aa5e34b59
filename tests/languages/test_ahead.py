"""Whether an open date lies ahead or behind, and texts told in one year."""

from __future__ import annotations

import pytest

from elshi.extraction import Extractor
from elshi.languages import get
from elshi.languages.ahead import is_open, looks_ahead
from elshi.languages.resolve import text_year
from elshi.model import Document
from elshi.text.tokens import tokenize


@pytest.mark.parametrize(
    ("code", "text", "ahead"),
    [
        ("kk", "Саммит қыркүйекте өтетін болады.", True),
        ("kk", "Премьер-министр қыркүйекте өтетін саммитке дайындалуда.", True),
        ("kk", "Министр сейсенбіде келіп, Президентпен кездесті.", False),
        ("kk", "Мамырда барып, байланысты жандандыруға уағдаласты.", False),
        ("kk", "Канцлер шілдедегі саммитке шақырылды.", None),
        ("kk", "Кездесу маусымға шегерілді.", True),
        ("kk", "Құжат маусымға дейін дайындалды.", None),
        ("kk", "Президент қазанда Астанаға келуге шақырды.", True),
        ("ru", "Встреча пройдёт в пятницу.", True),
        ("ru", "Саммит запланирован на июнь.", True),
        ("ru", "Как сообщил МИД, 5 июня президент посетит Анкару.", True),
        ("ru", "В понедельник был принят закон.", False),
        ("ru", "Условлено встретиться 9 мая в Риме.", None),
        ("en", "The leaders will meet on Friday.", True),
        ("en", "The summit is scheduled for June.", True),
        ("en", "The league has called a summit for March 16.", True),
        ("en", "He arrived on Tuesday.", False),
        ("en", "He said the summit would be held in October.", True),
    ],
)
def test_the_verb_tells(code: str, text: str, ahead: bool | None) -> None:
    language = get(code)
    tokens = tokenize(text, 0, len(text))
    (expression,) = language.dates(text, tokens)
    assert is_open(expression)
    assert looks_ahead(language, tokens, expression) is ahead


def test_what_is_dated_or_said_from_today_is_not_open() -> None:
    language = get("en")
    for text in ("They met on May 5, 2019.", "They met yesterday.", "They met last Friday."):
        (expression,) = language.dates(text, tokenize(text, 0, len(text)))
        assert not is_open(expression)


@pytest.mark.parametrize(
    ("values", "head", "year"),
    [
        (["2021", "2021-08-06"], 1, 2021),
        ([None, "2021", "2021-08-06"], 2, 2021),
        (["2021", None], 2, None),  # one mention is not enough
        ([None, "2021", "2021"], 1, None),  # the head names no year
        (["2021", "2020"], 1, None),
        (["199X", "1995"], 1, None),
        ([], 0, None),
    ],
)
def test_the_one_year_of_a_text(values: list[str | None], head: int, year: int | None) -> None:
    assert text_year(values, head) == year


def test_open_dates_of_a_text_told_in_one_year(extractor: Extractor) -> None:
    text = (
        "2021 жылы екі ел байланысы күшейді\n\n"
        "Президент биыл Румынияға екі рет барды. Бухаресттегі форум 2021 жылғы 6 тамызда өтті. "
        "Қазан айында тағы барып, келісімге қол қойды."
    )
    analysis = extractor.analyse(Document("d", text, language="kk"))
    dates = [m.value for p in analysis.passages for m in p.mentions if m.kind == "date"]
    assert dates == ["2021", "2021", "2021-08-06", "2021-10"]
