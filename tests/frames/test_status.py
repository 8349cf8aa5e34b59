"""What has happened, what is planned, what was called off: whole sentences of three languages."""

from __future__ import annotations

import pytest

from elshi.extraction import Extractor
from elshi.model import Document

CASES = [
    # Infinitives are not deeds yet; «начал», "continued to" make them so.
    ("en", "Morocco and Spain agreed to hold joint naval exercises.", "cooperation", "planned"),
    ("en", "Erdogan to visit Baghdad", "visit", "planned"),
    ("ru", "Токаев посетит с официальным визитом Венгрию.", "visit", "planned"),
    # A converb has the time of its chain's last verb.
    ("kk", "Польша Президенті саммитке қатысып, сөз сөйлейді.", "meeting", "planned"),
    # «-уда» is of the moment; what is done again and again goes on; «-қалы отыр» is about to happen.
    ("kk", "Перу мен Чили теңізде бірлескен оқу-жаттығу өткізуде.", "cooperation", "actual"),
    ("kk", "Тунис пен Рим арасында аптасына үш рейс қатынайды.", "cooperation", "actual"),
    ("kk", "Тоқаев Анкарадағы саммитке қатысқалы отыр.", "meeting", "planned"),
    ("kk", "Кения Суданға шай экспорттай бастайды.", "cooperation", "planned"),
    # What goes on since a month began before today.
    ("kk", "Румыния қаңтар айынан бері Еуропалық одаққа төрағалық етіп келеді.", "membership", "actual"),
    # What is told in the past has happened, whatever is planned beside it.
    ("kk", "Венгрия 1992 жылы Қазақстанмен дипломатиялық қатынас орнатты.", "relations", "actual"),
    ("en", "Japan and Peru signed an agreement on Monday ahead of a planned summit.", "agreement", "actual"),
    # The cue may stand behind a long noun phrase, its auxiliary before it.
    ("en", "Talks between Serbia and Kosovo on licence plates have been suspended.", "meeting", "cancelled"),
]


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


@pytest.mark.parametrize(("language", "text", "type_", "status"), CASES)
def test_status(extractor: Extractor, language: str, text: str, type_: str, status: str) -> None:
    found = [f.status for f in extractor.extract(Document("d", text, language=language)) if f.type == type_]
    assert found == [status]
