"""Verb groups in the three languages: tense, voice, negation, modality, whether it lies ahead."""

from __future__ import annotations

import pytest

from elshi.languages import get
from elshi.languages.verbs import MODALITIES, VerbGroup

# language | sentence | main verb | tense voice modality flags (n negated, p planned, q question, f finite)
CASES = """
kk | Президент келісімге қол қоймақ . | қоймақ | Fut Act intend pf
kk | Министр Парижге бармақшы . | бармақшы | Fut Act intend pf
kk | Делегация ертең келеді деп күтілуде . | келеді | Fut Act plan pf
kk | Келісімге қол қойылмады . | қойылмады | Past Pass - nf
kk | Келісімге қол қойылды . | қойылды | Past Pass - f
kk | Тараптар шартқа қол қойған жоқ . | қойған | Past Act - nf
kk | Ол Анкараға барған емес . | барған | Past Act - nf
kk | Саммит мамырда өтуі тиіс . | өтуі | Fut Act must pf
kk | Елшілік келесі жылы ашылады . | ашылады | Pres Pass - f
kk | Жоба жүзеге асырылып жатыр . | асырылып | Pres Pass - f
kk | Келісімге қол қойылды ма ? | қойылды | Past Pass - qf
kk | Шартқа қол қою жоспарланып отыр . | қою | Fut Act plan pf
kk | Тараптар келісе алмады . | келісе | Past Act can nf
kk | Кездесу өтеді деп жоспарланған . | өтеді | Fut Act plan pf
kk | Кеңсе ашылуы мүмкін . | ашылуы | - Pass may pf
kk | Құжат күшіне енген болатын . | енген | Past Act - f
kk | Елшілік ашылса , сауда өседі . | ашылса | - Pass conditional f
kk | Министр елге оралған екен . | оралған | Past Act - f
ru | Соглашение будет подписано в Астане | подписано | Fut Pass - pf
ru | Президент планирует посетить Францию | посетить | Fut Act plan pf
ru | Он не подписал документ | подписал | Past Act - nf
ru | Министр должен прибыть в Париж | прибыть | Fut Act must pf
ru | Стороны подписали бы договор | подписали | - Act conditional f
ru | Президент намерен посетить Китай | посетить | Fut Act intend pf
ru | Ожидается , что стороны подпишут договор | подпишут | Fut Act plan pf
ru | Договор подписан | подписан | Past Pass - f
ru | Договор не был подписан | подписан | Past Pass - nf
ru | Документ не будет подписан | подписан | Fut Pass - npf
ru | Стороны отказались подписать документ | подписать | Past Act - nf
ru | Премьер не поедет в Лондон | поедет | Fut Act - npf
ru | Он будет участвовать в форуме | участвовать | Fut Act - pf
ru | Стороны договорились открыть посольства | открыть | Fut Act intend pf
ru | Они хотят подписать договор | подписать | Fut Act wish pf
ru | Визит запланирован на май | запланирован | Past Pass plan f
ru | Подписан ли договор ? | Подписан | Past Pass - qf
en | The president will sign the treaty | sign | Fut Act - pf
en | The treaty has been signed . | signed | Past Pass - f
en | He was to sign it | sign | Fut Act plan pf
en | They did not sign | sign | Past Act - nf
en | They didn't sign | sign | Past Act - nf
en | He is expected to sign | sign | Fut Act plan pf
en | They would have signed | signed | Past Act conditional f
en | The documents to be signed | signed | Fut Pass intend p
en | No agreement was signed | signed | Past Pass - nf
en | The agreement signed in Paris was ratified | signed | Past Pass - -
en | The agreement signed in Paris was ratified | ratified | Past Pass - f
en | He said the sides would sign a deal | sign | Fut Act - pf
en | The ministers refused to sign it | sign | Past Act - nf
en | He plans to visit Paris | visit | Fut Act intend pf
en | The embassy is being opened | opened | Pres Pass - f
en | The sides have yet to sign | sign | Past Act - nf
en | The minister may visit | visit | Pres Act may pf
en | The visit was postponed | postponed | Past Pass - f
en | They left without signing it | signing | Pres Act - n
en | It should be ratified | ratified | Pres Pass must pf
en | It will not be signed | signed | Fut Pass - npf
en | They managed to reach a deal | reach | Past Act - f
en | Was the treaty signed ? | signed | Past Act - qf
"""


def _cases() -> list[list[str]]:
    return [[part.strip() for part in line.split("|")] for line in CASES.strip().splitlines()]


@pytest.mark.parametrize("case", _cases(), ids=lambda case: f"{case[0]}-{case[2]}-{case[1][:24]}")
def test_verb_groups(case: list[str]) -> None:
    code, sentence, verb, expected = case
    forms = sentence.split()
    language = get(code)
    group = language.verb_group(forms, language.choose(forms), forms.index(verb))
    flags = "".join(
        letter
        for letter, value in (
            ("n", group.negative),
            ("p", group.planned),
            ("q", group.question),
            ("f", group.finite),
        )
        if value
    )
    tense, voice, modality, wanted = expected.split()
    assert (group.tense or "-", group.voice or "-", group.modality or "-") == (tense, voice, modality)
    assert set(flags) == set(wanted) - {"-"}
    assert group.modality is None or group.modality in MODALITIES
    assert group.start <= forms.index(verb) <= group.end


@pytest.mark.parametrize(("code", "noun"), [("kk", "келісім"), ("ru", "договор")])
def test_a_noun_is_no_verb_group(code: str, noun: str) -> None:
    language = get(code)
    group = language.verb_group([noun], language.choose([noun]), 0)
    assert group == VerbGroup(start=0, end=0)
