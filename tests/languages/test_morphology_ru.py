"""Russian word forms and phrases, from knowledge of the language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elshi.languages import get
from elshi.languages.base import Language
from elshi.languages.letters import fold

# form lemma pos case (- for none): among the form's readings.
NOMINALS = """
Казахстана казахстан PROPN Gen
Казахстаном казахстан PROPN Ins
Франции франция PROPN Gen
Францией франция PROPN Ins
Китаю китай PROPN Dat
Турцию турция PROPN Acc
Астане астана PROPN Loc
Астану астана PROPN Acc
Москве москва PROPN Loc
Анкары анкара PROPN Gen
Парижа париж PROPN Gen
Брюсселе брюссель PROPN Loc
Ташкентом ташкент PROPN Ins
Токаев токаев PROPN Nom
Токаева токаев PROPN Gen
Токаеву токаев PROPN Dat
Токаевым токаев PROPN Ins
Назарбаева назарбаев PROPN Gen
Назарбаевым назарбаев PROPN Ins
Мирзиёева мирзиеев PROPN Gen
Мирзиёевым мирзиеев PROPN Ins
Мирзиёеву мирзиеев PROPN Dat
Жапарову жапаров PROPN Dat
Эрдогана эрдоган PROPN Gen
Эрдоганом эрдоган PROPN Ins
Эрдогану эрдоган PROPN Dat
Макрона макрон PROPN Gen
Олландом олланд PROPN Ins
Шольца шольц PROPN Gen
Пашиняном пашинян PROPN Ins
Путина путин PROPN Gen
Путиным путин PROPN Ins
Лаврова лавров PROPN Gen
Лаврову лавров PROPN Dat
Мишустиным мишустин PROPN Ins
Зеленского зеленский PROPN Gen
Зеленским зеленский PROPN Ins
Столтенберга столтенберг PROPN Gen
Тлеуберди тлеуберди PROPN -
Саркози саркози PROPN -
Нетаньяху нетаньяху PROPN -
президента президент NOUN Gen
президентом президент NOUN Ins
президенту президент NOUN Dat
министров министр NOUN Gen
министрами министр NOUN Ins
премьер-министра премьер-министр NOUN Gen
премьер-министром премьер-министр NOUN Ins
переговоров переговоры NOUN Gen
соглашения соглашение NOUN Gen
соглашений соглашение NOUN Gen
меморандумы меморандум NOUN Nom
посольстве посольство NOUN Loc
послом посол NOUN Ins
сотрудничества сотрудничество NOUN Gen
визитом визит NOUN Ins
саммите саммит NOUN Loc
странами страна NOUN Ins
казахстанско-французский казахстанско-французский ADJ Nom
двусторонних двусторонний ADJ Gen
иностранных иностранный ADJ Gen
торговой торговый ADJ Gen
нового новый ADJ Gen
"""

# form lemma form tense voice
VERBS = """
встретился встретиться Fin Past Act
встретятся встретиться Fin Fut Act
подписал подписать Fin Past Act
подписали подписать Fin Past Act
подпишут подписать Fin Fut Act
подписано подписать Part Past Pass
подписан подписать Part Past Pass
подписанный подписать Part Past Pass
подписав подписать Conv Past Act
подписать подписать Inf - Act
посетит посетить Fin Fut Act
посещает посещать Fin Pres Act
прибывший прибыть Part Past Act
открыта открыть Part Past Pass
обсудили обсудить Fin Past Act
обсуждаются обсуждаться Fin Pres Act
находясь находиться Conv Pres Act
ратифицировала ратифицировать Fin Past Act
проведены провести Part Past Pass
состоится состояться Fin Fut Act
"""

CLOSED = "и:CCONJ что:SCONJ в:ADP с:ADP не:PART он:PRON этот:DET сегодня:ADV был:AUX"


def _rows(table: str) -> list[list[str]]:
    return [line.split() for line in table.strip().splitlines()]


@pytest.fixture(scope="module")
def ru() -> Language:
    return get("ru")


@pytest.mark.parametrize("row", _rows(NOMINALS), ids=lambda row: row[0])
def test_nominals(ru: Language, row: list[str]) -> None:
    form, lemma, pos, case = row
    found = [(r.lemma, r.pos, r.case) for r in ru.readings(form)]
    wanted = (lemma, pos, None if case == "-" else case)
    assert wanted in found
    assert found[0][0] == lemma
    keys = ru.keys(form)
    assert keys[0] == fold(form)
    assert lemma in keys


@pytest.mark.parametrize("row", _rows(VERBS), ids=lambda row: row[0])
def test_verbs(ru: Language, row: list[str]) -> None:
    form, lemma, kind, tense, voice = row
    first = ru.readings(form)[0]
    assert (first.lemma, first.pos, first.form) == (lemma, "VERB", kind)
    assert (first.tense or "-", first.voice) == (tense, voice)


@pytest.mark.parametrize("pair", CLOSED.split())
def test_closed_classes(ru: Language, pair: str) -> None:
    form, pos = pair.split(":")
    assert pos in {r.pos for r in ru.readings(form)[:2]}


@pytest.mark.parametrize("form", ["НАТО", "ОБСЕ", "ЕАЭС", "ШОС", "БРИКС", "ОДКБ"])
def test_acronyms_are_names(ru: Language, form: str) -> None:
    assert ru.readings(form)[0].pos == "PROPN"
    assert ru.keys(form)[0] == form.lower()


def test_yo_is_folded(ru: Language) -> None:
    assert ru.keys("Королёв")[0] == "королев"
    assert ru.keys("Королёва")[0] == ru.keys("Королева")[0]


def test_a_womans_surname_is_a_key(ru: Language) -> None:
    assert "назарбаева" in ru.keys("Назарбаевой")


# A phrase, the word asked about (by position), its lemma and case there.
PHRASES = [
    ("встретился с президентом Франции", 3, "франция", "Gen"),
    ("прибыл в Астану", 2, "астана", "Acc"),
    ("прошли в Астане", 2, "астана", "Loc"),
    ("подписан в Москве", 2, "москва", "Loc"),
    ("по приглашению президента Турции", 3, "турция", "Gen"),
    ("к премьер-министру Италии", 1, "премьер-министр", "Dat"),
    ("между Казахстаном и Россией", 1, "казахстан", "Ins"),
    ("между Казахстаном и Россией", 3, "россия", "Ins"),
    ("из Парижа в Брюссель", 3, "брюссель", "Acc"),
    ("для новых стран", 2, "страна", "Gen"),
    ("о новых соглашениях", 1, "новый", "Loc"),
    ("с министром иностранных дел", 3, "дело", "Gen"),
    ("Президент Казахстана Касым-Жомарт Токаев прибыл", 3, "токаев", "Nom"),
    ("Президент Казахстана Касым-Жомарт Токаев прибыл", 2, "касым-жомарт", "Nom"),
    ("с президентом Эмомали Рахмоном", 3, "рахмон", "Ins"),
    ("после встречи с королем Иордании", 1, "встреча", "Gen"),
    ("Стороны обсудили новые проекты", 3, "проект", "Acc"),
    ("Министр подписал соглашение", 2, "соглашение", "Acc"),
    ("Соглашение подписали министры", 2, "министр", "Nom"),
    ("на саммите в Бишкеке", 3, "бишкек", "Loc"),
    ("благодаря поддержке Китая", 1, "поддержка", "Dat"),
    ("без участия Украины", 2, "украина", "Gen"),
]


@pytest.mark.parametrize(("phrase", "index", "lemma", "case"), PHRASES)
def test_choose(ru: Language, phrase: str, index: int, lemma: str, case: str) -> None:
    chosen = ru.choose(phrase.split())
    reading = chosen[index]
    assert reading is not None
    assert (reading.lemma, reading.case) == (lemma, case)


@given(st.text(max_size=40))
def test_no_string_raises(text: str) -> None:
    ru = get("ru")
    assert ru.readings(text)
    keys = ru.keys(text)
    assert keys[0] == fold(text)
    assert len(set(keys)) == len(keys)


@given(
    st.lists(
        st.sampled_from(
            [
                "в",
                "на",
                "Москве",
                "не",
                "бы",
                "был",
                "будет",
                "подписать",
                "решил",
                ",",
                ".",
                "новый",
                "саммит",
                "и",
                "кто",
                "5",
            ]
        ),
        max_size=9,
    )
)
def test_sentences_of_nonsense_are_read(forms: list[str]) -> None:
    ru = get("ru")
    chosen = ru.choose(forms)
    assert len(chosen) == len(forms)
    for index in range(len(forms)):
        ru.verb_group(forms, chosen, index)


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Были приняты документы", "Были", ("быть", None)),
        ("В апреле власти Мальты отозвали посла", "власти", ("власть", "Nom")),
        ("Главы МИД России и Ирана обсудили визит", "Главы", ("глава", "Nom")),
        ("Страны Европейского союза запретили ввоз", "Страны", ("страна", "Nom")),
        ("По итогам встречи подписали соглашение", "встречи", ("встреча", "Gen")),
    ],
)
def test_a_plural_verb_finds_its_subject(text: str, word: str, expected: tuple[str, str | None]) -> None:
    words = text.split()
    chosen = get("ru").choose(words)[words.index(word)]
    assert chosen is not None
    assert (chosen.lemma, chosen.case) == expected
