from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elshi.text.layout import Layout, repair
from elshi.text.sentences import boundaries
from elshi.text.tokens import tokenize

KK = (
    "Бұл мәтін бағанға сыйғызылып терілген, сондықтан оның жолдары\n"
    "орта тұсынан үзіліп, келесі жолға көшіп отырады, ал кейбір \n"
    "сөздер тасымалмен бөлінеді деп жазылған екен осы жолда {}-\n"
    "{} болған екен, сол жолы да\n"
    "солай болған еді.\n"
)
RU = (
    "Этот текст набран узкой колонкой, поэтому его строки обрываются\n"
    "на середине и продолжаются на следующей строке, а некоторые слова\n"
    "разделены переносом, как это принято в газетах {}-\n"
    "{} и в книгах, где узкая колонка\n"
    "заставляет переносить.\n"
)
EN = (
    "This text is set in a narrow column and therefore its lines end\n"
    "in the middle of a sentence and go on in the following line, and\n"
    "some of the words are divided, as they are in print {}-\n"
    "{} and in books, where the narrow\n"
    "column makes it so.\n"
)


@pytest.mark.parametrize(
    ("frame", "left", "right", "read"),
    [
        (KK, "Ынты", "мақтастығы", "Ынтымақтастығы"),
        (KK, "На", "зарбаев", "Назарбаев"),
        (KK, "НАТО", "ның", "НАТО-ның"),
        (KK, "вице", "президенті", "вице-президенті"),
        (KK, "18", "19", "18-19"),
        (KK, "Нью", "Йорк", "Нью-Йорк"),
        (KK, "кә", "сіпорын", "кәсіпорын"),
        (KK, "Екінші", "ден", "Екінші-ден"),
        (KK, "қиын", "қыстау", "қиын-қыстау"),
        (KK, "халық", "аралық", "халықаралық"),
        (KK, "индустриялық", "инновациялық", "индустриялық-инновациялық"),
        (KK, "Қасым", "Жомарт", "Қасым-Жомарт"),
        (KK, "белсен", "ділігі", "белсенділігі"),
        (RU, "торгово", "экономический", "торгово-экономический"),
        (RU, "премьер", "министром", "премьер-министром"),
        (RU, "со", "трудничество", "сотрудничество"),
        (RU, "по", "прежнему", "по-прежнему"),
        (RU, "по", "литика", "политика"),
        (RU, "взаимо", "выгодный", "взаимовыгодный"),
        (RU, "казахстанско", "французский", "казахстанско-французский"),
        (EN, "co", "operation", "cooperation"),
        (EN, "agree", "ment", "agreement"),
        (EN, "Franco", "German", "Franco-German"),
        (EN, "vice", "president", "vice-president"),
        (EN, "Asia", "Pacific", "Asia-Pacific"),
    ],
)
def test_hyphen_at_line_end(frame: str, left: str, right: str, read: str) -> None:
    text = frame.format(left, right)
    layout = repair(text)
    at = layout.clean.index(read)
    a, b = layout.span(at, at + len(read))
    assert text[a:b] == f"{left}-\n{right}"


def test_hyphen_follows_the_same_text() -> None:
    text = EN.format("co", "operation") + "Such co-operation is old.\n"
    assert "print co-operation and" in repair(text).clean
    text = RU.format("интернет", "портал") + "Этот интернетпортал известен.\n"
    assert "газетах интернетпортал и" in repair(text).clean


def test_lines_of_a_column_are_joined_and_paragraphs_kept() -> None:
    clean = repair(KK.format("Ынты", "мақтастығы") + "\nКелесі абзац басталды.\n").clean
    lines = [line for line in clean.split("\n") if line.strip()]
    assert len(lines) == 2
    assert lines[1] == "Келесі абзац басталды."


def test_blank_line_after_every_line() -> None:
    text = KK.format("Ынты", "мақтастығы").replace("\n", " \n\n")
    clean = repair(text).clean.strip()
    assert "\n" not in clean
    assert "Ынтымақтастығы" in clean


def test_headings_lists_and_verse_keep_their_lines() -> None:
    heading = "ЕКІ ЕЛ АРАСЫНДАҒЫ ҚАТЫНАСТАР\n"
    text = heading + KK.format("Ынты", "мақтастығы")
    assert repair(text).clean.startswith(heading)
    listed = "Тараптар келісті:\n– сауданы арттыру;\n– рейстер ашу;\n– студент алмасу.\n"
    assert repair(listed).clean == listed
    verse = "Далам менің, кең далам,\nБаурайыңда сан қалам.\nАсқар таулар шыңында\nАққан бұлақ тынбаған.\n"
    assert repair(verse).clean == verse


def test_heading_over_several_lines_is_one_line() -> None:
    text = "ҚАЗАҚСТАН МЕН ФРАНЦИЯ АРАСЫНДАҒЫ \nЫНТЫМАҚТАСТЫҚТЫҢ ЖАҢА КЕЗЕҢІ\n\n" + KK.format(
        "Ынты", "мақтастығы"
    )
    assert repair(text).clean.split("\n")[0] == (
        "ҚАЗАҚСТАН МЕН ФРАНЦИЯ АРАСЫНДАҒЫ ЫНТЫМАҚТАСТЫҚТЫҢ ЖАҢА КЕЗЕҢІ"
    )


def test_page_furniture_does_not_cut_sentences() -> None:
    text = RU.format("со", "трудничество").replace(
        "на середине", "\n12\n\fna середине".replace("na", "на"), 1
    )
    clean = repair(text).clean
    assert "обрываются на середине" in re.sub(r"\s+", " ", clean)
    assert "12" not in clean


def test_running_head_is_passed_over() -> None:
    line = "Послы двух государств обсудили ход подготовки к визиту и условились\n"
    tail = "о новой встрече в столице, где будут подписаны документы о торговле.\n"
    page = line + tail + line + tail + line
    text = page + "Вестник дипломатии\n" + tail + page + "Вестник дипломатии\n" + tail + page
    text += "Вестник дипломатии\n" + tail
    assert "Вестник" not in repair(text).clean


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Серіктестік жоспары [1]. Кейін [2, 45-б.] тоқтады.", "Серіктестік жоспары. Кейін тоқтады."),
        ("Визит состоялся /3/. Стороны¹ подписали", "Визит состоялся. Стороны подписали"),
        ("аумағы 272 мың км², халқы көп", "аумағы 272 мың км², халқы көп"),
        ("курс 5/12/ және 3/4", "курс 5/12/ және 3/4"),
    ],
)
def test_footnote_marks(text: str, clean: str) -> None:
    assert repair(text).clean == clean


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("rәрі құрлық", "кәрі құрлық"),  # typed on the other keyboard layout
        ("Қазaқстaн", "Қазақстан"),
        ("HАТО", "НАТО"),
        ("President N. А. Nazarbayev", "President N. A. Nazarbayev"),
        ("A. Тоқаев пен B.Путин", "А. Тоқаев пен В.Путин"),
        ("ХХI ғасыр", "XXI ғасыр"),
        ("IT-компания, EU-дың, Tengrinews.kzсо", "IT-компания, EU-дың, Tengrinews.kzсо"),
        ("ынты\u00admақтастық", "ынтымақтастық"),
        ("Каза\u200bхстан", "Казахстан"),
        ("2010\u00a0жылы 5\u202f500", "2010 жылы 5 500"),
        ("мәжіліс \ufb01nal", "мәжіліс final"),
        ("Саи\u0306лау", "Сайлау"),
        ("е\u0308лка", "ёлка"),
        ("Назарба\u0301ев", "Назарбаев"),
        ("«Әріптестік» “partner” 'x'", "«Әріптестік» “partner” 'x'"),
    ],
)
def test_letters(text: str, clean: str) -> None:
    layout = repair(text)
    assert layout.clean == clean
    assert layout.span(0, len(clean)) == (0, len(text))


def test_decomposed_letters_stay_whole_in_the_quote() -> None:
    text = "Саи\u0306лау. Келесі."
    layout = repair(text)
    assert text[slice(*layout.span(0, 3))] == "Саи\u0306"
    assert text[slice(*layout.span(2, 6))] == "и\u0306лау"


def test_clean_text_is_its_own_reading() -> None:
    text = (
        "Тараптар келісімге қол қойды\n\nҚазақстан мен Түркия сыртқы істер министрлері Анкарада кездесті. "
        "Олар сауда көлемін 10 млрд долларға жеткізуге келісті.\n\n– Біз дайынбыз, – деді министр.\n"
    )
    layout = repair(text)
    assert layout.clean is text
    assert layout.span(5, 20) == (5, 20)
    assert layout.to_clean(17) == 17


PIECES = st.sampled_from(
    [
        "Қазақстан", "мемлекет", "НАТО-", "сөз-", "и\u0306", "\u00ad", "\u200b", "\u00a0", "\n",
        "\n\n", " \n", "\r\n", "\f", " ", " ", ". ", ", ", "[1]", "/2/", "¹", "rәрі",
        "ХХI", "\ufb01", "12", "http://a.kz/", "— ", "Ол",
        "БАС ТАҚЫРЫП", "co-", "operation", "A. Тоқаев", "\t", "•", "\u0301", "e\u0308",
        ";", ":", "»", "«", "-",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.lists(PIECES, max_size=60).map("".join), st.text(max_size=80))


def _checked(text: str) -> Layout:
    layout = repair(text)
    assert layout.source == text
    last = 0
    for i in range(len(layout.clean)):
        a, b = layout.span(i, i + 1)
        assert last <= a <= b <= len(text)
        last = a
    return layout


@given(TEXTS)
def test_map_is_monotone_and_inside(text: str) -> None:
    layout = _checked(text)
    for i in range(len(text) + 1):
        assert 0 <= layout.to_clean(i) <= len(layout.clean)
    for i in range(len(layout.clean)):
        a, b = layout.span(i, i + 1)
        if b > a:
            assert abs(layout.to_clean(a) - i) <= 2  # a ligature is several clean letters


@given(TEXTS)
def test_repair_twice_is_repair_once(text: str) -> None:
    clean = repair(text).clean
    assert repair(clean).clean == clean


SEPARATORS = st.sampled_from(
    [" ", "  ", "\n", " \n", "\n\n", "\u00a0", " \u00ad", " [1] ", "\r\n", "\f", ". ", " — "]
)


@given(st.lists(SEPARATORS, min_size=1, max_size=40))
def test_span_of_a_word_is_verbatim(separators: list[str]) -> None:
    words = ["".join("абвгдежзик"[int(d)] for d in str(100 + i)) for i in range(len(separators))]
    text = "".join(word + separator for word, separator in zip(words, separators, strict=True))
    layout = repair(text)
    at = 0
    for word in words:
        at = layout.clean.index(word, at)
        a, b = layout.span(at, at + len(word))
        assert text[a:b] == word
        assert layout.to_clean(a) == at
        at += len(word)


def test_long_text_with_many_repairs_keeps_every_word() -> None:
    words = [f"сөз{i}" for i in range(2000)]
    text = " \u00ad".join(words).replace("сөз5 ", "сөз5 \n", 1)
    layout = repair(text)
    at = 0
    for word in words:
        at = layout.clean.index(word, at)
        a, b = layout.span(at, at + len(word))
        assert text[a:b].replace("\u00ad", "") == word
        at += len(word)


@pytest.mark.parametrize(
    "piece", [".", "a.", "aб", "-\n", "\n", "[1", "«", "э\u0301", "сөз-\n", "12\n", '"', "(", "? "]
)
def test_long_runs_are_no_trap(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    layout = repair(text)
    assert tokenize(layout.clean + " a@") is not None
    assert boundaries(layout.clean) or not layout.clean.strip()
