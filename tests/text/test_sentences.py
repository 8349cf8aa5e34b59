from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elshi.text.data import load
from elshi.text.sentences import boundaries, split

UD_KAZAKH = Path(__file__).parents[3] / "shared" / "corpora" / "ud_kazakh"
#: May only rise.
FLOOR = 0.99


def cut(text: str) -> list[str]:
    return [text[a:b] for a, b in boundaries(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Тараптар кездесті.", "Олар келісімге қол қойды."],
        ["Бірінші сапар 1992 ж. қыркүйекте болды.", "Кейін Н.Ә. Назарбаев Парижге барды."],
        ["1995–1998 жж. Алматыда өткен келіссөздерге Қ.К. Тоқаев қатысты."],
        ["Сауда, көлік, т.б. Азия елдерін қызықтыратын мәселелер қаралды."],
        ["Көлемі 5 млрд. АҚШ долларына жетті.", "Бұл – жаңа көрсеткіш."],
        ["«Біз дайынбыз», – деді министр.", "– Ал сіздер ше?", "– Біз де."],
        ["«Қашан келесіз?» деп сұрады ол."],
        ["Ол былай деді: «Біз келістік».", "Жиын аяқталды."],
        ["В 2010 г. Казахстан председательствовал в ОБСЕ.", "В 2011 г. саммит прошёл в Астане."],
        ["В 1995–1997 гг. Н. А. Иванов работал послом.", "Затем он вернулся."],
        ["Соглашение подписано в г. Алматы.", "Стороны довольны."],
        ["Университет им. Л.Н. Гумилева принял гостей, в т.ч. Посла Франции."],
        ["Объём вырос до 4,9 млрд.", "Это рекорд."],
        ["The U.S. President met H.E. Mr. Tokayev on Jan. 5.", "No. 7 was Gen. Smith."],
        ["He arrived in the U.S.", "The talks lasted two days."],
        ["“We agreed.”", "“Good,” he said."],
        ["Қалай болар екен…", "Белгісіз."],
        ["1. Сауданы арттыру.", "2. Рейстер ашу."],
        ["Сайт Mail.Ru хабарлады.", "Газета.Ru жазды."],
        ["Кездесу (1995 ж. Анкарада өткен) ашық болды.", "Келесісі жабық."],
        ["Yahoo! деген компания келді."],
        ["Температура 5 км. биіктікте төмен."],
    ],
)
def test_joined_sentences_come_apart_again(sentences: list[str]) -> None:
    assert cut(" ".join(sentences)) == sentences


def test_missing_space() -> None:
    assert cut("Обсудили развитие отношений.В частности, речь шла о торговле.") == [
        "Обсудили развитие отношений.",
        "В частности, речь шла о торговле.",
    ]
    assert cut('Стороны отметили рост."Необходимо продолжать", - сказал он.') == [
        "Стороны отметили рост.",
        '"Необходимо продолжать", - сказал он.',
    ]
    assert cut('Он сказал: "Мы готовы."Затем ушёл.') == ['Он сказал: "Мы готовы."', "Затем ушёл."]
    assert cut("Қазақстан ұйым мүшесі болды.1998 жылы кеңсе ашылды.") == [
        "Қазақстан ұйым мүшесі болды.",
        "1998 жылы кеңсе ашылды.",
    ]
    assert cut("Курс вырос до 3.2021 тенге.") == ["Курс вырос до 3.2021 тенге."]
    assert cut("Об этом пишет Tengrinews.kz.Как сообщили в ведомстве, всё готово.") == [
        "Об этом пишет Tengrinews.kz.",
        "Как сообщили в ведомстве, всё готово.",
    ]


@pytest.mark.parametrize(
    "word", sorted({w for c in ("kk", "ru", "en") for w in load("abbreviations")["closed"][c]})
)
def test_closed_abbreviations_never_split(word: str) -> None:
    assert len(cut(f"Сол кезде {word}. Иванов келді")) == 1
    assert len(cut(f"Then {word}. Smith came")) == 1


@pytest.mark.parametrize(
    "word", sorted({w for c in ("kk", "ru", "en") for w in load("abbreviations")["open"][c]})
)
def test_open_abbreviations_split_only_before_sentence_openers(word: str) -> None:
    assert len(cut(f"осы 5 {word}. Қазақстан алды")) == 1
    assert len(cut(f"осы 5 {word}. Алайда Қазақстан алды")) == 2


def test_breaks_end_sentences_without_a_stop() -> None:
    assert cut("Тақырып\n\nМәтін басталды. Екінші.\n– Тізім") == [
        "Тақырып",
        "Мәтін басталды.",
        "Екінші.",
        "– Тізім",
    ]


def test_language_of_each_sentence() -> None:
    text = "АНКАРА. Тараптар кездесті. Стороны подписали соглашение. The visit is over."
    assert [s.language for s in split(text)] == ["kk", "kk", "ru", "en"]
    assert split("Рига.", language="kk")[0].language == "kk"
    assert split("") == []


def test_stretch() -> None:
    text = "Бір. Екі. Үш. Төрт."
    assert [text[s.start : s.end] for s in split(text, 5, 13)] == ["Екі.", "Үш."]


@given(st.text(alphabet=st.sampled_from('абАБ .!?…\n«»"()–1г:'), max_size=80))
def test_sentences_are_ordered_and_cover_the_text(text: str) -> None:
    at = 0
    for a, b in boundaries(text):
        assert at <= a < b
        assert not text[at:a].strip()
        assert text[a:b].strip() == text[a:b]
        at = b
    assert not text[at:].strip()


def score(sentences: list[str]) -> float:
    """F1 of sentence ends when the sentences are joined by single spaces."""
    ends = set()
    length = -1
    for sentence in sentences:
        length += 1 + len(sentence)
        ends.add(length)
    found = {b for _, b in boundaries(" ".join(sentences))}
    hits = len(ends & found)
    return 2 * hits / (len(ends) + len(found))


def test_ud_kazakh() -> None:
    files = sorted(UD_KAZAKH.glob("*.conllu"))
    if not files:
        pytest.skip(f"UD Kazakh is not at {UD_KAZAKH}")
    sentences = [
        line[9:].strip()
        for file in files
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.startswith("# text = ")
    ]
    assert score(sentences) >= FLOOR
