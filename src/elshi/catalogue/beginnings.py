"""Which words may be forms of a name's words: a test by stem and ending that spares most an analysis.

The test may let a word pass that is no form of any name; it should never be the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["Beginnings"]

#: Vowels that Russian and Kazakh drop before an ending («отец — отца», «халық — халқы»).
_FLEETING = {"kk": "ыі", "ru": "еоё", "en": ""}
#: Letters that a base form may lose or change before an ending.
_LOOSE = {"kk": "қкпйуиюяьыіт", "ru": "аяоеийыьу", "en": "yeo"}
#: What may follow a stem: chains of Kazakh endings, Russian endings of nouns and adjectives, English ones.
_ENDING = {
    "kk": re.compile(
        r"[кгқғпбйиья]?ь?(?:[лдт][ае]р)?(?:[ыіиюу]?(?:м[ыі]з|ң[ыі]з)|[сйия]?[ыіиуюя]|[ыіу]?[мң])?"
        r"(?:н?[дтн][ыі]ң|н?[дт][ае]|[дтн][ае]н|[мбп]ен(?:ен)?|[ғгқк][ае]|н?[ае]|[ндт][ыі]|н)?"
        r"(?:[ғг][ыі]|[дтн][іы]к[іы]|[дт]ей|[дт]ай|ш[ае]|л[ыі][қкғг]?|сыз|сіз)?(?:[лдт][ае]р)?(?:[сыіні]{0,2})?"
        r"(?:н?[дтн][ыі]ң|н?[дт][ае]|[дтн][ае]н|[мбп]ен(?:ен)?|[ғгқк][ае]|н?[ае]|[ндт][ыі]|н)?"
        r"(?:м[ыі]н|с[ыі]ң|м[ыі]з|с[ыі]з(?:дер)?|[мбп][ае]?)?"
    ),
    "ru": re.compile(
        r"(?:[ьй]?[аяоеёиыуюэ]?[йюмхвсм]?|ая|яя|ое|ее|ые|ие|ою|ею|[оеиы](?:го|му|ми)|[ая]ми|[иь][яеюи][мй]?|иями|иях|иев|"
        r"(?:ов|ев|ин|ск)?[аяоеёиыуюь]?[йюмхвг]?[оуи]?)(?:ся)?"
    ),
    "en": re.compile(r"(?:i?e?s|e?d|y|ing|an|n|'s|')?(?:'s|')?"),
}


class Beginnings:
    """The beginnings of all forms of some words.

    Args:
        words: base forms, folded.
        code: their language.
    """

    def __init__(self, words: Iterable[str], code: str) -> None:
        stems: set[str] = set()
        for word in words:
            stems.update(_stems(word, code))
        self._stems = stems
        self._shortest = min(map(len, stems), default=1)
        self._ending = _ENDING[code].fullmatch

    def may(self, folded: str) -> bool:
        """Whether a folded word may be a form of one of the words."""
        stems = self._stems
        if folded in stems:
            return True
        size = len(folded)
        for length in range(size - 1, max(self._shortest, size - 16) - 1, -1):
            if folded[:length] in stems and (self._ending(folded, length) or "-" in folded or "'" in folded):
                return True
        return False


def _stems(word: str, code: str) -> list[str]:
    """What forms of a word begin with; several where they begin differently."""
    stems = [word]
    size = len(word)
    if size < 3:
        return stems
    if word[-1] in _LOOSE[code]:
        stems.append(word[:-1])
        if size > 4 and word[-2] in _LOOSE[code] and code == "ru":
            stems.append(word[:-2])
    if code == "en" and word.endswith("man"):
        stems.append(word[:-2] + "en")
    if word[-2] in _FLEETING[code]:
        stems.append(word[:-2] + word[-1])
        if code == "kk":
            stems.append(word[:-2])
    elif code == "ru" and word[-1] == "ь" and word[-3] in _FLEETING[code]:
        stems.append(word[:-3] + word[-2])
    return stems
