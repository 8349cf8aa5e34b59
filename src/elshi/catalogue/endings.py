"""Endings of names that morphology cannot look up: which case a known base has in a given form.

Where the base is certain (the catalogue names it), the rest of the form is its ending; reading that
rest needs no dictionary.
"""

from __future__ import annotations

import re
from functools import lru_cache

from elshi.languages.base import Language
from elshi.languages.letters import fold

__all__ = ["case_of", "is_kazakh_ending", "kazakh_case", "kazakh_nominative"]

_KAZAKH = re.compile(
    r"(?P<plural>(?:л|д|т)[ае]р)?"
    r"(?P<own>ымыз|іміз|мыз|міз|сы|сі|ым|ім|ың|ің|ы|і|м)?"
    r"(?:(?P<Gen>[ндт][ыі]ң)|(?P<Loc>н?[дт][ае](?:ғы|гі)?)|(?P<Abl>[дтн][ае]н)"
    r"|(?P<Ins>[мбп]ен(?:ен)?)|(?P<Dat>[ғгқк][ае]|н?[ае])|(?P<Acc>[ндт][ыі]|н))?"
    r"(?P<kin>д[іы]к[іы]|т[іы]к[іы]|н[іы]к[іы])?"
)
_CASES = ("Gen", "Loc", "Abl", "Ins", "Dat", "Acc")


@lru_cache(maxsize=20_000)
def kazakh_case(ending: str) -> str | None:
    """The case that a Kazakh ending marks (`Nom` for none), or None when it is no nominal ending."""
    match = _KAZAKH.fullmatch(ending)
    if match is None:
        return None
    return next((case for case in _CASES if match[case]), "Gen" if match["kin"] else "Nom")


_AFTER_POSSESSIVE = (
    "ндағы", "ндегі", "менен", "ның", "нің", "нда", "нде", "нан", "нен", "мен", "пен", "бен", "на", "не", "н",
)  # fmt: skip


def kazakh_nominative(word: str) -> str:
    """A possessed noun without its case ending: «университетінің» -> «университеті»."""
    for ending in _AFTER_POSSESSIVE:
        if word.endswith(ending) and word[: -len(ending)].endswith(("ы", "і")):
            return word[: -len(ending)]
    return word


def is_kazakh_ending(text: str) -> bool:
    """Whether this can follow a hyphen after an abbreviation («-ның», «-дағы»)."""
    return bool(text) and text.islower() and kazakh_case(text) is not None


_cases: dict[tuple[str, str, str], str | None] = {}
_LIMIT = 200_000  # distinct forms of names in about 1 GB of text


def _case(form: str, base: str, language: Language) -> str | None:
    folded = fold(form)
    if language.code == "en":
        return "Gen" if folded.endswith(("'s", "s'")) else None
    if language.code == "kk":
        if folded == base:
            return "Nom"
        if folded.startswith(base):
            return kazakh_case(folded[len(base) :].lstrip("-")) or "Nom"
    fallback = None
    for reading in language.readings(form):
        if reading.case is None:
            continue
        if reading.lemma == base:
            return reading.case
        fallback = fallback or reading.case
    return fallback


def case_of(form: str, base: str, language: Language) -> str | None:
    """Case of a word form whose base form is known (both as the catalogue's keys spell it)."""
    key = (form, base, language.code)
    if key not in _cases:
        if len(_cases) >= _LIMIT:
            _cases.clear()
        _cases[key] = _case(form, base, language)
    return _cases[key]
