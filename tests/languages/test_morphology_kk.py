"""Kazakh word forms, each with the reading that stands first, from knowledge of the language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elshi.languages import get
from elshi.languages.base import Language
from elshi.languages.letters import fold

# form lemma case [possessive]; a trailing @ marks an attributive.
NOMINALS = """
Тоқаевтың тоқаев Gen
156-мүшесі мүше Nom 3
Тоқаевқа тоқаев Dat
Тоқаевпен тоқаев Ins
Тоқаевтан тоқаев Abl
Назарбаевты назарбаев Acc
Абдрахмановтың абдрахманов Gen
Абдрахмановтан абдрахманов Abl
Медведевтің медведев Gen
Лавровпен лавров Ins
Путинмен путин Ins
Путиннің путин Gen
Мирзиёевпен мирзиеев Ins
Кронмен крон Ins
Макронның макрон Gen
Саркозимен саркози Ins
Саркозидің саркози Gen
Саркозиге саркози Dat
Эрдоғанның эрдоған Gen
Меркельге меркель Dat
Олландтың олланд Gen
Гутерришпен гутерриш Ins
Нетаньяхудің нетаньяху Gen
Парижге париж Dat
Парижде париж Loc
Парижден париж Abl
Ыстамбұлдағы ыстамбұл Loc @
Ыстамбұлға ыстамбұл Dat
Астанаға астана Dat
Астанада астана Loc
Астанадан астана Abl
Астана астана Nom
Алматы алматы Nom
Алматыда алматы Loc
Алматыны алматы Acc
Қызылорда қызылорда Nom
Қызылордада қызылорда Loc
Өскемен өскемен Nom
Өскеменнен өскемен Abl
Қарағанды қарағанды Nom
Қарағандыға қарағанды Dat
Түркияның түркия Gen
Түркиядан түркия Abl
Түркиямен түркия Ins
Қазақстанның қазақстан Gen
Қазақстанда қазақстан Loc
Қазақстаннан қазақстан Abl
Өзбекстанға өзбекстан Dat
Тәжікстанмен тәжікстан Ins
Ауғанстандағы ауғанстан Loc @
Пәкістан пәкістан Nom
Канада канада Nom
Канадада канада Loc
Уганда уганда Nom
Украина украина Nom
Украинаның украина Gen
Судан судан Nom
Иордания иордания Nom
Ресейге ресей Dat
Ресеймен ресей Ins
Қытаймен қытай Ins
Қытайдың қытай Gen
Мәскеуде мәскеу Loc
Мәскеуге мәскеу Dat
Брюссельде брюссель Loc
Брюссельге брюссель Dat
Кремльдің кремль Gen
Израильдің израиль Gen
Вашингтонға вашингтон Dat
Лондонда лондон Loc
Мадридте мадрид Loc
Анкарадан анкара Abl
Тбилисиде тбилиси Loc
Бакуге баку Dat
Сеулден сеул Abl
Берлинде берлин Loc
Женевада женева Loc
Нью-Йоркте нью-йорк Loc
Нұр-Сұлтанға нұр-сұлтан Dat
Павлодар павлодар Nom
Атырауда атырау Loc
Дариға дариға Nom
ЕҚЫҰ-ға еқыұ Dat
ЕҚЫҰ-ның еқыұ Gen
НАТО-ның нато Gen
НАТО-мен нато Ins
АҚШ-пен ақш Ins
АҚШ-тың ақш Gen
АҚШ-тағы ақш Loc @
БҰҰ-да бұұ Loc
ШЫҰ-ға шыұ Dat
COVID-тің covid Gen
БҰҰ бұұ Nom
Кеңесінің кеңес Gen 3
Кеңесіне кеңес Dat 3
президентіне президент Dat 3
президенті президент Nom 3
президентінің президент Gen 3
президентімен президент Ins 3
министрі министр Nom 3
министрінен министр Abl 3
астанасынан астана Abl 3
астанасына астана Dat 3
министрлігіндегі министрлік Loc 3 @
министрлігінің министрлік Gen 3
елшілігі елшілік Nom 3
елшілігінде елшілік Loc 3
серіктестігінің серіктестік Gen 3
серіктестігі серіктестік Nom 3
ынтымақтастығын ынтымақтастық Acc 3
ынтымақтастықты ынтымақтастық Acc
одағының одақ Gen 3
одағына одақ Dat 3
халқының халық Gen 3
халқы халық Nom 3
орнына орын Dat 3
орнында орын Loc 3
нарқын нарық Acc 3
аузынан ауыз Abl 3
мәселелерін мәселе Acc 3
мәселелер мәселе Nom
мәселелердің мәселе Gen
елдер ел Nom
елдердің ел Gen
елдері ел Nom 3
елдерінің ел Gen 3
елдермен ел Ins
елдердегі ел Loc @
еліміздің ел Gen 1Plur
елімізге ел Dat 1Plur
еліміз ел Nom 1Plur
Елбасымыз елбасы Nom 1Plur
жолдауыңыз жолдау Nom 2Polite
сапары сапар Nom 3
сапарының сапар Gen 3
сапарымен сапар Ins 3
сапарында сапар Loc 3
сапармен сапар Ins
келісімге келісім Dat
келісімнің келісім Gen
келісімдер келісім Nom
келісімдерге келісім Dat
шартқа шарт Dat
шарттың шарт Gen
шартты шарт Acc
құжаттарға құжат Dat
құжаттардың құжат Gen
меморандумға меморандум Dat
меморандумды меморандум Acc
хаттамаға хаттама Dat
декларацияны декларация Acc
декларацияға декларация Dat
кездесуде кездесу Loc
делегацияны делегация Acc
делегациясын делегация Acc 3
делегациясының делегация Gen 3
төраға төраға Nom
төрағасы төраға Nom 3
төрағасының төраға Gen 3
хатшысы хатшы Nom 3
хатшысымен хатшы Ins 3
басшысы басшы Nom 3
басшылары басшы Nom 3
басшыларының басшы Gen 3
саммиті саммит Nom 3
саммитте саммит Loc
саммитіне саммит Dat 3
форумда форум Loc
форумының форум Gen 3
ұйымы ұйым Nom 3
ұйымының ұйым Gen 3
ұйымға ұйым Dat
банкі банк Nom 3
сауда сауда Nom
сауданың сауда Gen
команда команда Nom
олимпиада олимпиада Nom
мақсатында мақсат Loc 3
мақсатымен мақсат Ins 3
жылдың жыл Gen
жылы жыл Nom 3
жылдан жыл Abl
жылдары жыл Nom 3
жылға жыл Dat
наурызда наурыз Loc
мамырдың мамыр Gen
қазанда қазан Loc
тамызға тамыз Dat
доллардан доллар Abl
доллардың доллар Gen
теңгеге теңге Dat
пайызға пайыз Dat
қолын қол Acc 3
қолы қол Nom 3
тілінде тіл Loc 3
жерінде жер Loc 3
арасындағы ара Loc 3 @
арасында ара Loc 3
шеңберінде шеңбер Loc 3
отбасына отбасы Dat
қатынастарын қатынас Acc 3
қатынастар қатынас Nom
мүддесіне мүдде Dat 3
мүдделерін мүдде Acc 3
қауіпсіздік қауіпсіздік Nom
қауіпсіздігі қауіпсіздік Nom 3
бейбітшілікті бейбітшілік Acc
тәуелсіздігін тәуелсіздік Acc 3
маңызды маңызды Nom
ресми ресми Nom
екіжақты екіжақты Nom
жүргізуші жүргізуші Nom
облыстық облыстық Nom
журналистер журналист Nom
Байтұрсынұлының байтұрсынұлы Gen
2021-де 2021 Loc
22-сінде 22 Loc 3
млрд-қа млрд Dat
"""

# form lemma form features…: tense, person, case, voice, NEG
VERBS = """
қоюды қою Vnoun Acc
жоюын жою Vnoun Acc
қуды қуу Fin Past
келді келу Fin Past
келеді келу Fin Pres
келген келу Part Past
келмеді келу Fin Past NEG
келмейді келу Fin Pres NEG
келмек келу Fin Fut
барады бару Fin Pres
барды бару Fin Past
бармақшы бару Fin Fut
барып бару Conv
барған бару Part Past
барғанын бару Part Past Acc
шықты шығу Fin Past
шығады шығу Fin Pres
шыққан шығу Part Past
оқиды оқу Fin Pres
таныды тану Fin Past
қойды қою Fin Past
қояды қою Fin Pres
қойған қою Part Past
қоюға қою Vnoun Dat
қою қою Vnoun Nom
қойылды қою Fin Past Pass
қойылмады қою Fin Past Pass NEG
қойылған қою Part Past Pass
ашылды ашу Fin Past Pass
ашылады ашу Fin Pres Pass
ашу ашу Vnoun Nom
ашуға ашу Vnoun Dat
ашты ашу Fin Past
қабылдады қабылдау Fin Past
қабылдайды қабылдау Fin Pres
қабылданды қабылдау Fin Past Pass
қабылдау қабылдау Vnoun Nom
қабылдаған қабылдау Part Past
қосылды қосылу Fin Past
оралды оралу Fin Past
айналды айналу Fin Past
тоқталды тоқталу Fin Past
пайдалануға пайдалану Vnoun Dat
уағдаласты уағдаласу Fin Past
келісті келісу Fin Past
кездесті кездесу Fin Past
кездеседі кездесу Fin Pres
ратификациялады ратификациялау Fin Past
ратификацияланды ратификациялау Fin Past Pass
талқылады талқылау Fin Past
талқыланды талқылау Fin Past Pass
өткізілді өткізу Fin Past Pass
өткізіледі өткізу Fin Pres Pass
өтеді өту Fin Pres
өтті өту Fin Past
өтетін өту Part Pres
өткен өту Part Past
мәлімдеді мәлімдеу Fin Past
мәлімдеген мәлімдеу Part Past
атап атау Conv
айтты айту Fin Past
айтқан айту Part Past
тапсырды тапсыру Fin Past
тапты табу Fin Past
тауып табу Conv
табады табу Fin Pres
болса болу Fin
болды болу Fin Past
болады болу Fin Pres
болмайды болу Fin Pres NEG
болғанын болу Part Past Acc
берді беру Fin Past
берілді беру Fin Past Pass
жасалды жасау Fin Past Pass
тағайындалды тағайындау Fin Past Pass
сайланды сайлау Fin Past Pass
жоспарлануда жоспарлау Vnoun Loc Pass
күтілуде күту Vnoun Loc Pass
бастады бастау Fin Past
басталды бастау Fin Past Pass
құрылды құру Fin Past Pass
шақырды шақыру Fin Past
шақырылды шақыру Fin Past Pass
қолдайды қолдау Fin Pres
қолдау қолдау Vnoun Nom
ұсынды ұсыну Fin Past
алмады алу Fin Past NEG
келгенше келу Conv
жүргізілмек жүргізу Fin Fut Pass
береміз беру Fin Pres 1Plur
айтамын айту Fin Pres 1Sing
келісемін келісу Fin Pres 1Sing
өтейді өтеу Fin Pres
"""

CLOSED = """
және CCONJ
үшін ADP
туралы ADP
мен CCONJ
бірақ CCONJ
бұл PRON
оның PRON
маған PRON
бүгін ADV
кеше ADV
барлық DET
екі NUM
миллиард NUM
емес AUX
еді AUX
"""

KEYS = """
Ыстамбұлдағы ыстамбұл
Кеңесінің кеңесі кеңес
Кеңесіне кеңесі кеңес
Парижге париж
Кронмен крон
Түркияның түркия
ЕҚЫҰ-ға еқыұ
серіктестігінің серіктестігі серіктестік
одағына одағы одақ
халқының халық халқы
Қазақстандағы қазақстан
Ұйымының ұйымы ұйым
НАТО-ның нато
ханзадасымен ханзадасы ханзада
клубының клубы клуб
Алматының алматы
"""

LATIN = """
Qazaqstannyñ қазақстан Gen
Astanada астана Loc
Astanadağy астана Loc
Prezıdentiniñ президент Gen
Reseıge ресей Dat
Reseige ресей Dat
kelıssözderdıñ келіссөз Gen
ministrıne министр Dat
Türkianyñ түркия Gen
Türkıanyñ түркия Gen
elşilik елшілік Nom
Toqaevtyñ тоқаев Gen
ūıymynyñ ұйым Gen
keñesine кеңес Dat
Almatyda алматы Loc
Reseıge ресей Dat
Qytaımen қытай Ins
Qazaqstannyń қазақстан Gen
Túrkıanyń түркия Gen
memleketiniń мемлекет Gen
"""


def _rows(table: str) -> list[list[str]]:
    return [line.split() for line in table.strip().splitlines()]


@pytest.fixture(scope="module")
def kk() -> Language:
    return get("kk")


def test_the_lists_are_long_enough() -> None:
    assert len(_rows(NOMINALS)) + len(_rows(VERBS)) >= 250


@pytest.mark.parametrize("row", _rows(NOMINALS), ids=lambda row: row[0])
def test_nominals(kk: Language, row: list[str]) -> None:
    form, lemma, case, *rest = row
    first = next(r for r in kk.readings(form) if r.form is None)
    assert (first.lemma, first.case) == (lemma, case)
    assert first.attributive == ("@" in rest)
    assert first.possessive == next((mark for mark in rest if mark != "@"), None)


@pytest.mark.parametrize("row", _rows(VERBS), ids=lambda row: row[0])
def test_verbs(kk: Language, row: list[str]) -> None:
    form, lemma, kind, *features = row
    first = next(r for r in kk.readings(form) if r.form is not None)
    assert (first.lemma, first.form) == (lemma, kind)
    assert first.negative == ("NEG" in features)
    assert first.voice == ("Pass" if "Pass" in features else "Act")
    for feature in features:
        assert feature in ("NEG", "Pass") or feature in (first.tense, first.case, first.person)


@pytest.mark.parametrize(
    "form", ["келді", "қабылдады", "қойылды", "ашылады", "мәлімдеді", "өтетін", "болады"]
)
def test_sure_verbs_come_first(kk: Language, form: str) -> None:
    assert kk.readings(form)[0].pos == "VERB"


def test_a_passive_is_also_read_with_its_own_lemma(kk: Language) -> None:
    found = {(r.lemma, r.voice) for r in kk.readings("ашылды") if r.form == "Fin"}
    assert {("ашу", "Pass"), ("ашылу", "Act")} <= found


def test_a_participle_is_also_finite(kk: Language) -> None:
    assert {"Part", "Fin"} <= {r.form for r in kk.readings("барған")}


@pytest.mark.parametrize("row", _rows(CLOSED), ids=lambda row: row[0])
def test_closed_classes(kk: Language, row: list[str]) -> None:
    assert kk.readings(row[0])[0].pos == row[1]


@pytest.mark.parametrize("row", _rows(KEYS), ids=lambda row: row[0])
def test_keys(kk: Language, row: list[str]) -> None:
    form, *wanted = row
    keys = kk.keys(form)
    assert keys[0] == fold(form)
    assert set(wanted) <= set(keys)


@pytest.mark.parametrize("form", ["елшілік", "төрағалық", "қазақстандық"])
def test_keys_do_not_undo_derivation(kk: Language, form: str) -> None:
    assert not {"елші", "төраға", "қазақстан"} & set(kk.keys(form))


@pytest.mark.parametrize("row", _rows(LATIN), ids=lambda row: row[0])
def test_latin_alphabets(kk: Language, row: list[str]) -> None:
    form, lemma, case = row
    first = kk.readings(form)[0]
    assert (first.lemma, first.case) == (lemma, case)
    assert lemma in kk.keys(form)


def test_look_alikes_are_folded(kk: Language) -> None:
    assert kk.keys("rәрі")[0] == fold("rәрі")
    assert kk.readings("Қaзақстaнның")[0].lemma == "қазақстан"  # Latin a
    assert "қазақстан" in kk.keys("Қазaқстан")


@pytest.mark.parametrize(
    ("sentence", "index", "case"),
    [
        ("Президент пен министр кездесті .", 1, None),
        ("Мен елші мен министрді көрдім .", 2, None),
        ("Тараптар келісім туралы сөйлесті .", 1, "Nom"),
        ("Делегация Парижге дейін ұшты .", 1, "Dat"),
    ],
)
def test_choose(kk: Language, sentence: str, index: int, case: str | None) -> None:
    forms = sentence.split()
    chosen = kk.choose(forms)
    assert len(chosen) == len(forms)
    assert chosen[-1] is None
    reading = chosen[index]
    assert reading is not None
    assert reading.case == case


def test_choose_reads_men_as_conjunction_between_nominals(kk: Language) -> None:
    first, _, second, *_ = kk.choose(["Мен", "елші", "мен", "министрді", "көрдім", "."])
    chosen = kk.choose(["Мен", "елші", "мен", "министрді", "көрдім", "."])
    assert first is not None
    assert first.pos == "PRON"
    assert second is not None
    assert second.pos == "CCONJ"
    assert chosen[4] is not None
    assert chosen[4].form == "Fin"


def test_a_participle_closing_the_sentence_is_finite(kk: Language) -> None:
    chosen = kk.choose(["Келісімге", "былтыр", "қол", "қойылған", "."])
    assert chosen[3] is not None
    assert chosen[3].form == "Fin"


@given(st.text(max_size=40))
def test_no_string_raises(text: str) -> None:
    kk = get("kk")
    assert kk.readings(text)
    keys = kk.keys(text)
    assert keys[0] == fold(text)
    assert len(set(keys)) == len(keys)


@given(st.text(alphabet="абвгғдеәнңоқкөіыұүлмпрстуйияь-ABİI0", max_size=24))
def test_no_kazakh_looking_string_raises(text: str) -> None:
    kk = get("kk")
    assert all(isinstance(r.lemma, str) for r in kk.readings(text))
    assert kk.keys(text)[0] == fold(text)


@given(st.lists(st.text(alphabet="абгдеәнқкіылмрстуй.,?", min_size=1, max_size=10), max_size=8))
def test_sentences_of_nonsense_are_read(forms: list[str]) -> None:
    kk = get("kk")
    chosen = kk.choose(forms)
    assert len(chosen) == len(forms)
    for index in range(len(forms)):
        kk.verb_group(forms, chosen, index)


@pytest.mark.parametrize(
    ("text", "case"),
    [
        ("Алашорда үкіметінің мүшесі", "Nom"),
        ("Конаклиде әуежайы жоқ", "Nom"),
        ("Парижде әуежай ашылды", "Loc"),
    ],
)
def test_a_name_before_what_it_names_is_bare(text: str, case: str) -> None:
    chosen = get("kk").choose(text.split())[0]
    assert chosen is not None
    assert chosen.case == case
