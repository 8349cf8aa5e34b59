from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elshi.text.tokens import tokenize


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Қасым-Жомарт Тоқаев ЕҚЫҰ-ға барды.", ["Қасым-Жомарт", "Тоқаев", "ЕҚЫҰ-ға", "барды", "."]),
        ("Н.Назарбаев пен Қ.К. Тоқаев", ["Н.", "Назарбаев", "пен", "Қ.", "К.", "Тоқаев"]),
        ("J.F. Kennedy met George H.W. Bush", ["J.", "F.", "Kennedy", "met", "George", "H.", "W.", "Bush"]),
        ("Дж.Ф.Кеннеди әуежайы", ["Дж.", "Ф.", "Кеннеди", "әуежайы"]),
        ("сауда, т.б. мәселелер", ["сауда", ",", "т.б.", "мәселелер"]),
        ("the U.S. Senate, No. 5, e.g. oil", ["the", "U.S.", "Senate", ",", "No.", "5", ",", "e.g.", "oil"]),
        ("He said no. Then left.", ["He", "said", "no", ".", "Then", "left", "."]),
        ("1992 ж. 4,9 млрд. теңге", ["1992", "ж.", "4,9", "млрд.", "теңге"]),
        ("5 500 адам", ["5", "500", "адам"]),
        ("66-шы сессия, 35-летие", ["66-шы", "сессия", ",", "35-летие"]),
        ("12.05.2010 күні, 10:30-да", ["12.05.2010", "күні", ",", "10:30-да"]),
        ("16-17 шілде 2010–2015", ["16", "-", "17", "шілде", "2010", "–", "2015"]),
        ("10% $5 млн €3 ₸7 ₽1 £2", ["10", "%", "$", "5", "млн", "€", "3", "₸", "7", "₽", "1", "£", "2"]),
        ("see https://mfa.gov.kz/kz, a@b.kz.", ["see", "https://mfa.gov.kz/kz", ",", "a@b.kz", "."]),
        ("Kazakhstan's don't Franco-German", ["Kazakhstan's", "don't", "Franco-German"]),
        ("передаетTengrinews.kz со", ["передает", "Tengrinews.kz", "со"]),
        ("XXI ғ., G20, COVID-19, Су-27", ["XXI", "ғ.", ",", "G20", ",", "COVID-19", ",", "Су-27"]),
        ("«Болашақ» – жоба... иә", ["«", "Болашақ", "»", "–", "жоба", "...", "иә"]),
        ("the 20th century, 1990s", ["the", "20th", "century", ",", "1990s"]),
        ("", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert [t.text for t in tokenize(text)] == words


def test_offsets_within_a_stretch() -> None:
    text = "Бірінші сөйлем. Екінші сөйлем."
    tokens = tokenize(text, 16)
    assert [t.text for t in tokens] == ["Екінші", "сөйлем", "."]
    assert tokens[0].start == 16
    assert [t.text for t in tokenize(text, 0, 7)] == ["Бірінші"]


@given(
    st.text(alphabet=st.sampled_from("абәқҚТNUus.-'’5 0,:/@%«»\n\t_$é"), max_size=60) | st.text(max_size=60)
)
def test_tokens_cover_everything_but_space(text: str) -> None:
    at = 0
    for token in tokenize(text):
        assert text[token.start : token.end] == token.text
        assert not text[at : token.start].strip()
        assert token.end > token.start
        at = token.end
    assert not text[at:].strip()
