"""Choosing among the readings of Kazakh words by their neighbours.

Word order decides most: the predicate closes the sentence, attributes stand before their noun, a
postposition after the case it governs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from elshi.errors import RuleError
from elshi.languages import yamldata
from elshi.languages.base import Reading
from elshi.languages.letters import fold

__all__ = ["choose"]

_NOMINAL = frozenset(("NOUN", "PROPN", "PRON", "NUM", "ADJ"))


@lru_cache(maxsize=1)
def _government() -> dict[str, str]:
    data = yamldata.load("elshi.languages.kk", "closed.yaml")
    try:
        return {fold(word): case for case, words in data["government"].items() for word in words.split()}
    except (KeyError, AttributeError) as error:
        raise RuleError(f"elshi/languages/kk/closed.yaml:1: section {error} is missing or wrong") from None


@lru_cache(maxsize=1)
def _classifiers() -> frozenset[str]:
    data = yamldata.load("elshi.languages.kk", "closed.yaml")
    try:
        return frozenset(fold(data["classifiers"]).split())
    except (KeyError, AttributeError) as error:
        raise RuleError(f"elshi/languages/kk/closed.yaml:1: section {error} is missing or wrong") from None


def choose(read: Callable[[str], tuple[Reading, ...]], forms: Sequence[str]) -> list[Reading | None]:
    """The likeliest reading of each word of one sentence; None for punctuation."""
    found = [read(form) for form in forms]
    out: list[Reading | None] = [None if readings[0].pos == "PUNCT" else readings[0] for readings in found]
    last = len(forms) - 1
    while last >= 0 and out[last] is None:
        last -= 1
    for index, readings in enumerate(found):
        if len(readings) > 1 and out[index] is not None:
            following = found[index + 1] if index < last else ()
            out[index] = _pick(readings, out[index - 1] if index else None, following, forms, index, last)
    return out


def _pick(
    readings: tuple[Reading, ...],
    before: Reading | None,
    following: tuple[Reading, ...],
    forms: Sequence[str],
    index: int,
    last: int,
) -> Reading:
    first = readings[0]
    after = following[0] if following else None
    closes = index == last or (index < last and forms[index + 1] in (",", ";", ":", ".", "»", "!", "?"))
    word = fold(forms[index])
    if word in ("мен", "пен", "бен"):
        return _conjunction(readings, before, after)
    # Participles and -уда stand as predicates at a clause's end, as attributes before a noun.
    if first.form in ("Part", "Vnoun", "Fin"):
        if index == last:
            finite = _first(readings, lambda r: r.form == "Fin" and r.lemma == first.lemma)
            if finite is not None and first.case in (None, "Nom", "Loc") and not first.possessive:
                return finite
        elif (
            after is not None
            and after.pos in ("NOUN", "PROPN")
            and first.form == "Fin"
            and first.tense != "Past"
        ):
            attribute = _first(readings, lambda r: r.form == "Part" and r.lemma == first.lemma)
            if attribute is not None:
                return attribute
        if index != last and first.form == "Fin" and not closes and first.tense == "Past":
            # «елді», «басты»: inside a clause a past is rarer than a case form of a known noun.
            return first
        return first
    # «әмиянімді жоғалтты»: before a verb an object is likelier than an adjective in -ды.
    if (
        first.pos == "ADJ"
        and word.endswith(("ды", "ді", "ты", "ті"))
        and after is not None
        and after.pos == "VERB"
    ):
        item = _first(readings, lambda r: r.pos == "NOUN" and r.case == "Acc" and r.possessive is not None)
        if item is not None and first.lemma == word and after.form in ("Fin", "Conv", "Part"):
            return item
    # «Алашорда үкіметі», «Ахемен әулеті»: a name that only its unknown stem makes a case form is bare
    # before the noun that says what it names.
    if first.pos == "PROPN" and first.case in ("Loc", "Ins", "Acc", "Gen") and not first.attributive:
        bare = _first(readings, lambda r: r.pos == "PROPN" and r.case == "Nom" and r.lemma == word)
        if (
            bare is not None
            and after is not None
            and after.possessive == "3"
            and after.lemma in _classifiers()
        ):
            return bare
    # A word before a postposition takes the case that it governs.
    if after is not None and index < last:
        case = _government().get(fold(forms[index + 1]))
        if case is not None and first.case != case:
            governed = _first(readings[:3], lambda r: r.case == case)
            if governed is not None:
                return governed
    # The predicate closes the sentence: a finite verb among the readings beats an unmarked noun there.
    if index == last and first.case == "Nom" and not first.possessive and first.pos == "NOUN":
        finite = _first(readings[:4], lambda r: r.form == "Fin" and r.mood == "Ind")
        if finite is not None:
            return finite
    # «деп айтты», «тоқтатып қойды»: nor does an object without an owner close a clause behind a verb or object.
    if closes and first.case == "Acc" and not first.possessive and first.pos == "NOUN":
        ends = index == last or forms[index + 1] != ","
        object_before = before is not None and (
            before.case == "Acc" or before.form == "Conv" or before.pos == "SCONJ"
        )
        if ends or object_before:
            finite = _first(readings[:4], lambda r: r.form == "Fin" and r.mood == "Ind" and r.tense == "Past")
            if finite is not None:
                return finite
    return first


def _conjunction(readings: tuple[Reading, ...], before: Reading | None, after: Reading | None) -> Reading:
    """«мен»: between two nominals a conjunction, else the pronoun."""
    joins = before is not None and before.pos in _NOMINAL and after is not None and after.pos in _NOMINAL
    wanted = "CCONJ" if joins else "PRON"
    return _first(readings, lambda r: r.pos == wanted) or readings[0]


def _first(readings: Sequence[Reading], test: Callable[[Reading], bool]) -> Reading | None:
    for reading in readings:
        if test(reading):
            return reading
    return None
