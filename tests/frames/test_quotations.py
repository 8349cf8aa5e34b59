"""Where quotations of several sentences begin and end."""

from __future__ import annotations

import pytest

from elshi.frames.quotations import LONGEST, begun
from elshi.model import Passage, Sentence


def passages(*texts: str) -> tuple[list[Passage], str]:
    clean, out = "", []
    for text in texts:
        out.append(Passage(Sentence(len(clean), len(clean) + len(text.rstrip()), "ru"), []))
        clean += text if text.endswith("\n") else text + " "
    return out, clean


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Он сказал: «Мы за.", "Они против.", "Это всё».", "Все ушли."], [None, 0, 0, None]),
        (["«Мы работаем с «Газпромом».", "Это хорошо», – сказал он.", "Конец."], [None, 0, None]),
        (["“We agree.", "They do not,” she said.", "The end."], [None, 0, None]),
        (['"Мы за.', 'Они против", – сказал он.', "Конец."], [None, 0, None]),
        (['Он сказал: "Мы за.\n', "Новый абзац.", "Конец."], [None, None, None]),
        (["Газета «Время» вышла.", "Конец."], [None, None]),
        (["Всё» без начала.", "Конец."], [None, None]),
    ],
)
def test_begun(texts: list[str], expected: list[int | None]) -> None:
    assert begun(*passages(*texts)) == expected


def test_a_mark_that_never_closes_holds_for_so_many_sentences_only() -> None:
    found = begun(*passages("«Мы за.", *["Дальше."] * 2 * LONGEST))
    assert found[1] == 0
    assert found[-1] is None
