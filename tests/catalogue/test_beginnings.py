"""Most words are told from names by stem and ending; no form of a name may be lost on the way."""

from __future__ import annotations

import pytest

from elshi.catalogue import Catalogue
from elshi.catalogue.beginnings import Beginnings
from elshi.languages import get
from elshi.languages.letters import fold

FORMS = {
    "kk": "Қазақстанның Франциядағы Түркияға кеңесінің министрлігінен ұйымымен Өзбекстаннан халқының елшілері",
    "ru": "Казахстаном Францией российскими Киргизия турецкую министерством советах Туркменистане казахстанцев",
    "en": "Kazakhstan's countries ministries France's Germans agencies embassies",
}
OTHERS = {"kk": "келгендіктен ойнағанша", "ru": "послезавтра красноречиво", "en": "nevertheless wonderfully"}


@pytest.mark.parametrize("code", FORMS)
def test_forms_of_names_pass(code: str) -> None:
    index = Catalogue.default().index(get(code))
    for form in FORMS[code].split():
        assert index.keys(form), form


@pytest.mark.parametrize("code", OTHERS)
def test_other_words_are_not_analysed(code: str) -> None:
    index = Catalogue.default().index(get(code))
    for form in OTHERS[code].split():
        assert index.keys(form) == ()


@pytest.mark.parametrize(
    ("code", "word", "form"),
    [
        ("kk", "халық", "халқына"),
        ("kk", "одақ", "одағының"),
        ("ru", "день", "дня"),
        ("ru", "отец", "отцами"),
        ("ru", "немецкий", "немецкого"),
        ("en", "agency", "agencies"),
        ("en", "spokesman", "spokesmen"),
    ],
)
def test_changed_stems_pass(code: str, word: str, form: str) -> None:
    assert Beginnings([fold(word)], code).may(fold(form))


@pytest.mark.parametrize(("code", "word", "form"), [("kk", "ел", "елеусіз"), ("ru", "мир", "мирозданье")])
def test_another_word_with_the_same_beginning_does_not(code: str, word: str, form: str) -> None:
    assert not Beginnings([word], code).may(form)
