from __future__ import annotations

import pytest

from elshi.text.language import identify, identify_all


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Қазақстан мен Франция стратегиялық әріптестік туралы шартқа қол қойды.", "kk"),
        ("Казахстан и Франция подписали договор о стратегическом партнёрстве.", "ru"),
        ("Kazakhstan and France signed a treaty on strategic partnership.", "en"),
        ("Министр барды, бірақ келіссөз болмады.", "kk"),
        ("Президент Астанада болады.", "kk"),
        ("АО «Қазақстан темір жолы» сообщило о росте перевозок между двумя странами.", "ru"),
        ("Глава МИД встретился с послом Әлібек Бақаевым.", "ru"),
        ("Президент The Washington Post газетіне сұхбат берді", "kk"),
        ("Qazaqstan Prezidentı Qasym-Jomart Toqaev jūmys saparymen Ankaraǵa bardy.", "kk"),
        ("Taraptar ekıjaqty qatynastardyñ jai-küiın talqylady.", "kk"),
        ("Kazakhstan exports oil", "en"),
        ("Президент України підписав закон про ратифікацію угоди.", None),
        ("Кыргыз Республикасынын Президенти жана өкмөт мүчөлөрү үчүн жолугушуу болуп өттү.", None),
        ("Ўзбекистон ва Қозоғистон ўртасида ҳамкорлик тўғрисида битим имзоланди.", None),
        ("Le président de la République est arrivé dans la capitale avec les ministres.", None),
        ("Die Delegation ist mit dem Zug nach Berlin gefahren und hat verhandelt.", None),
        ("Cumhurbaşkanı Erdoğan ve heyeti bugün Astana'ya geldi.", None),
        ("2010–2015", None),
        ("", None),
    ],
)
def test_identify(text: str, code: str | None) -> None:
    assert identify(text) == code


@pytest.mark.parametrize("prior", ["kk", "ru"])
def test_a_name_alone_follows_its_neighbours(prior: str) -> None:
    assert identify("АНКАРА.", prior) == prior
    assert identify("1998", prior) == prior


def test_plain_evidence_beats_the_neighbours() -> None:
    assert identify("Тараптар келісімге қол қойды.", "ru") == "kk"
    assert identify("Стороны подписали соглашение.", "kk") == "ru"
    assert identify("The parties signed an agreement.", "kk") == "en"
    assert identify("АНКАРА.", "en") == "ru"


def test_undecided_sentences_follow_what_comes_after() -> None:
    texts = ["БЕРЛИН.", "11.05.", "Екі ел министрлері кездесті.", "Рига."]
    assert identify_all(texts) == ["kk", "kk", "kk", "kk"]
    assert identify_all(["Берлин."], "kk") == ["kk"]
    assert identify_all([]) == []
