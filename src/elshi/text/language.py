"""The language of a sentence: its letters, its small words, its endings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from elshi.text.data import load

__all__ = ["identify", "identify_all"]

_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_CASELESS_Q = re.compile("q(?!u)")
#: Kazakh prose has one of its own letters in about every sixth place; from this share on it is certain.
_SURE_SHARE = 0.08
#: So many letters must be there before the lack of Kazakh letters or a foreign one tells anything.
_ENOUGH = 40
#: Evidence below this is weaker than the language of the neighbours: one name or one ending.
_WEAK = 1.2
_CERTAIN = 9.0

_ENGLISH_ENDINGS = ("ing", "tion", "tions", "ed", "ly", "ment", "ies", "ers", "ness", "ity", "ous")

#: The language found (None: none of ours) and how much speaks for it.
_Verdict = tuple[str | None, float]


class _Lists:
    __slots__ = ("endings", "foreign", "foreign_latin", "kazakh", "kazakh_only", "latin_letters", "words")

    def __init__(self) -> None:
        data = load("language")
        self.words = {name: frozenset(words) for name, words in data["function_words"].items()}
        self.endings = {
            code: tuple(frozenset(e for e in data["endings"][code] if len(e) == n) for n in range(7))
            for code in ("kk", "ru")
        }
        letter = data["letters"]

        def either_case(name: str) -> re.Pattern[str]:
            low = "".join(letter[name])
            return re.compile("[" + low + "".join(c.upper() for c in low if len(c.upper()) == 1) + "]")

        self.kazakh = either_case("kazakh")
        self.kazakh_only = either_case("kazakh_only")
        self.foreign = either_case("foreign_cyrillic")
        self.latin_letters = either_case("kazakh_latin")
        self.foreign_latin = either_case("foreign_latin")


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
    return _settle(text, _weigh(text), prior)


def identify_all(texts: Sequence[str], prior: str | None = None) -> list[str | None]:
    """The languages of the sentences of one passage; a sentence that does not tell follows its neighbours.

    Args:
        texts: the sentences in order.
        prior: language of the surroundings, where known.

    Returns:
        One code or None for each.
    """
    verdicts = [_weigh(text) for text in texts]
    out: list[str | None] = []
    last: str | None = None
    for index, verdict in enumerate(verdicts):
        code, weight = verdict
        if weight < _WEAK:
            if last is None:
                last = next((c for c, w in verdicts[index + 1 :] if w >= _WEAK and c is not None), prior)
            code = _settle(texts[index], verdict, last)
        elif code is not None:
            last = code
        out.append(code)
    return out


def _settle(text: str, verdict: _Verdict, prior: str | None) -> str | None:
    code, weight = verdict
    if weight >= _WEAK or prior is None:
        return code
    if prior == "en" and _CYRILLIC.search(text):
        return code
    return prior


@lru_cache(maxsize=512)  # articles and sentences ask about the same short texts
def _weigh(text: str) -> _Verdict:
    lists = _lists()
    if text.isascii():
        return _latin(text, lists)
    cyrillic = len(_CYRILLIC.findall(text))
    if not cyrillic:
        return _latin(text, lists)
    if cyrillic * 4 < len(text):
        latin = sum(map(str.isalpha, text)) - cyrillic
        if latin > 2 * cyrillic:
            return _latin(text, lists)
    return _cyrillic(text, lists, cyrillic)


def _cyrillic(text: str, lists: _Lists, letters: int) -> _Verdict:
    foreign = len(lists.foreign.findall(text))
    if foreign and foreign * 60 >= letters:
        return None, _CERTAIN
    own = len(lists.kazakh.findall(text))
    if own >= 4 and own >= _SURE_SHARE * letters and lists.kazakh_only.search(text):
        return "kk", _CERTAIN
    kk = ru = other = 0.0
    kazakh = lists.kazakh
    kk_words, ru_words, other_words = lists.words["kk"], lists.words["ru"], lists.words["other_cyrillic"]
    kk_ends, ru_ends = lists.endings["kk"], lists.endings["ru"]
    for word in _WORDS.findall(text):
        low = word.lower()
        if low in kk_words:
            kk += 1.5
        elif low in ru_words:
            ru += 1.5
        elif low in other_words:
            other += 1.5
        elif own and kazakh.search(low):
            # A name may be Kazakh in a Russian sentence; a word in lower case hardly.
            kk += 1.0 if word[0].isupper() else 2.0
        elif len(low) >= 5 and not word.isupper():
            share = 0.5 if word[0].isupper() else 1.0
            for size in (5, 4, 3, 2):
                end = low[-size:]
                if end in kk_ends[size]:
                    kk += share * (0.3 + 0.2 * size)
                    break
                if end in ru_ends[size]:
                    ru += share * (0.3 + 0.2 * size)
                    break
    if own and letters >= _ENOUGH and own * 40 >= letters and not lists.kazakh_only.search(text):
        other += 2.0  # Kyrgyz, Mongolian, Tuvan: ө, ү and ң without ә, ғ, қ, ұ, і
    if other > max(kk, ru) and letters >= _ENOUGH // 2:
        return None, other - max(kk, ru)
    if letters >= _ENOUGH and own == 0:
        ru += 1.0
    if kk > ru:
        return "kk", kk - ru
    return ("kk" if kk == ru and own else "ru"), ru - kk


def _latin(text: str, lists: _Lists) -> _Verdict:
    words = _WORDS.findall(text)
    if not words:
        return None, 0.0
    en = kk = other = 0.0
    en_words, kk_words, other_words = lists.words["en"], lists.words["kk_latin"], lists.words["other"]
    for word in words:
        low = word.lower()
        if low in en_words:
            en += 1.0
        elif low in kk_words:
            kk += 1.0
        elif low in other_words:
            other += 1.0
        elif "q" in word and _CASELESS_Q.search(word):
            kk += 0.7
        elif len(low) > 4 and low.endswith(_ENGLISH_ENDINGS):
            en += 0.3
    if not text.isascii():
        kk += 0.7 * len(lists.latin_letters.findall(text))
        other += 0.5 * len(lists.foreign_latin.findall(text))
    if kk > en and kk > other:
        return "kk", kk - max(en, other)
    if other > en and (other >= 1.5 or len(words) >= 4):
        return None, other - en
    # Bare names and figures: English for want of anything better.
    return "en", max(0.0, en - max(other, kk)) + 0.15 * len(words)
