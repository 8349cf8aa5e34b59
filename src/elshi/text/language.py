"""The language of a sentence: its letters, its small words, its endings."""

from __future__ import annotations

import re
from functools import cache

from elshi.text.data import load

__all__ = ["identify"]

_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_CYRILLIC = re.compile("[\u0400-\u052f]")
#: Kazakh prose has one of its own letters in about every sixth place; from this share on it is certain.
_SURE = 0.08
#: So many letters must be there before the lack of Kazakh letters or a foreign one tells anything.
_ENOUGH = 40


class _Lists:
    __slots__ = (
        "any_kazakh",
        "endings",
        "foreign",
        "foreign_latin",
        "kazakh",
        "kk_latin",
        "latin_letters",
        "words",
    )

    def __init__(self) -> None:
        data = load("language")
        function = data["function_words"]
        self.words = {code: frozenset(function[code]) for code in ("kk", "ru", "en", "other")}
        self.kk_latin = frozenset(function["kk_latin"])
        self.endings = {
            code: tuple(frozenset(e for e in data["endings"][code] if len(e) == n) for n in range(7))
            for code in ("kk", "ru")
        }
        letter = data["letters"]
        both = "".join(letter["kazakh"])
        self.kazakh = re.compile(f"[{both}{both.upper()}]")
        only = "".join(letter["kazakh_only"])
        self.any_kazakh = re.compile(f"[{only}{only.upper()}]")
        foreign = "".join(letter["foreign_cyrillic"])
        self.foreign = re.compile(f"[{foreign}{foreign.upper()}]")
        latin = "".join(letter["kazakh_latin"])
        self.latin_letters = re.compile(f"[{latin}{latin.upper()}]")
        other = "".join(letter["foreign_latin"])
        self.foreign_latin = re.compile(f"[{other}{other.upper().replace('SS', '')}]")


@cache
def _lists() -> _Lists:
    return _Lists()


def identify(text: str, prior: str | None = None) -> str | None:
    """The language a sentence, headline or paragraph is written in.

    Args:
        text: the passage.
        prior: language of the neighbours, followed where the passage itself does not tell.

    Returns:
        `kk` (in Cyrillic or Latin letters), `ru`, `en`, or None: another language, or no words at all and
        no prior.
    """
    lists = _lists()
    if not text.isascii():
        cyrillic = len(_CYRILLIC.findall(text))
        if cyrillic:
            own = len(lists.kazakh.findall(text))
            if cyrillic * 2 < len(text) // 2:
                latin = sum(1 for c in text if c.isalpha()) - cyrillic
                if latin > 2 * cyrillic:
                    return _latin(text, prior, lists)
            return _cyrillic(text, prior, lists, cyrillic, own)
    return _latin(text, prior, lists)


def _cyrillic(text: str, prior: str | None, lists: _Lists, letters: int, own: int) -> str | None:
    foreign = len(lists.foreign.findall(text))
    if foreign and foreign * 60 >= letters:
        return None
    if own and not lists.any_kazakh.search(text):
        if letters >= _ENOUGH and own * 40 >= letters:
            return None  # Kyrgyz, Mongolian, Tuvan: ө and ү without ә, ғ, қ, ұ, і
    elif own >= _SURE * letters and own >= 4:
        return "kk"
    kk = ru = 0.0
    kazakh = lists.kazakh
    kk_words, ru_words = lists.words["kk"], lists.words["ru"]
    kk_ends, ru_ends = lists.endings["kk"], lists.endings["ru"]
    for word in _WORDS.findall(text):
        low = word.lower()
        if own and kazakh.search(low):
            # A name may be Kazakh in a Russian sentence; a word in lower case hardly.
            kk += 1.0 if word[0].isupper() else 2.0
            continue
        if low in kk_words:
            kk += 1.5
        elif low in ru_words:
            ru += 1.5
        elif len(low) >= 5:
            for size in (5, 4, 3, 2):
                end = low[-size:]
                if end in kk_ends[size]:
                    kk += 0.3 + 0.1 * size
                    break
                if end in ru_ends[size]:
                    ru += 0.3 + 0.1 * size
                    break
    if letters >= _ENOUGH:
        ru += 0.5 if own == 0 else 0.0
    if prior == "kk":
        kk += 0.6
    elif prior == "ru":
        ru += 0.6
    if kk == ru:
        return prior if prior in ("kk", "ru") else ("kk" if own else "ru")
    return "kk" if kk > ru else "ru"


def _latin(text: str, prior: str | None, lists: _Lists) -> str | None:
    words = _WORDS.findall(text)
    if not words:
        return prior
    en = kk = other = 0.0
    en_words, other_words, kk_words = lists.words["en"], lists.words["other"], lists.kk_latin
    for word in words:
        low = word.lower()
        if low in en_words:
            en += 1.0
        if low in kk_words:
            kk += 1.0
        if low in other_words:
            other += 1.0
        elif len(low) > 4 and low.endswith(("ing", "tion", "ed", "ly", "ent", "ies", "ers", "ness")):
            en += 0.3
    if not text.isascii():
        if lists.latin_letters.search(text):
            kk += len(lists.latin_letters.findall(text)) * 0.7
        other += len(lists.foreign_latin.findall(text)) * 0.5
    if prior == "en":
        en += 0.8
    if kk > en and kk > other:
        return "kk"
    if en >= other and en > 0:
        return "en"
    if other > en and (other >= 1.5 or len(words) >= 4):
        return None
    if prior is not None:
        return prior
    return "en"
