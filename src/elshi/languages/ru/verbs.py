"""Russian verb groups: what a verb says with «будет», «бы», «не», modal words and short participles."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from elshi.errors import RuleError
from elshi.languages import yamldata
from elshi.languages.base import Reading
from elshi.languages.letters import fold
from elshi.languages.verbs import VerbGroup

__all__ = ["verb_status"]

_REACH = 8  # words looked at on either side for the group's other parts
_BREAKS = frozenset((";", ":", ".", "!", "?", "но", "а", "однако", "—"))
_FUTURE_BE = frozenset(("буду", "будет", "будем", "будете", "будут", "будешь"))
_PAST_BE = frozenset(("был", "была", "было", "были"))
_EXPECTED = frozenset(
    ("ожидается", "планируется", "предполагается", "запланировано", "предусматривается", "предусмотрено")
)


@lru_cache(maxsize=1)
def _control() -> tuple[dict[str, str], frozenset[str], frozenset[str]]:
    data = yamldata.load("elshi.languages.ru", "words.yaml")
    try:
        words: dict[str, str] = {}
        for modality, lemmas in data["control"].items():
            for lemma in lemmas:
                words.setdefault(fold(lemma), modality)
        return words, frozenset(map(fold, data["refusing"])), frozenset(map(fold, data["realising"]))
    except (KeyError, AttributeError, TypeError) as error:
        raise RuleError(f"elshi/languages/ru/words.yaml:1: section {error} is missing or wrong") from None


def verb_status(forms: Sequence[str], readings: Sequence[Reading | None], index: int) -> VerbGroup:
    """What the verb at `index` says in its context.

    Args:
        forms: tokens of one sentence as they stand.
        readings: one a token, as `choose` returned them.
        index: position of the verb; a verbal noun gives an empty group.
    """
    words = [fold(form) for form in forms]
    reading = readings[index]
    question = words[-1] == "?"
    if reading is None or reading.form is None:
        return VerbGroup(question=question, start=index, end=index)
    low, high = _bounds(words, index)
    before = range(index - 1, low - 1, -1)
    around = [*before, *range(index + 1, high)]
    negative = index > 0 and words[index - 1] in ("не", "ни")
    negative = negative or (
        index > 1 and words[index - 2] == "не" and words[index - 1] in _FUTURE_BE | _PAST_BE
    )
    start = end = index
    conditional = any(words[i] in ("бы", "б") for i in around if abs(i - index) <= 3)
    voice = reading.voice
    if voice == "Act" and reading.lemma.endswith("ся") and reading.form == "Fin" and reading.person == "3":
        voice = "Act"  # a reflexive keeps its lemma; whether it is a passive is for the rules to say
    tense, modality, finite = reading.tense, None, reading.form == "Fin"
    if reading.form == "Part" and reading.voice == "Pass" and reading.case is None:
        return _short_participle(words, readings, index, before, negative, conditional, question)
    if reading.form == "Inf":
        return _infinitive(words, readings, index, around, voice, negative, conditional, question)
    if finite and tense == "Past" and conditional:
        modality, tense = "conditional", None
    if finite and tense == "Fut":
        modality = "plan" if _expected(words, low, index) else None
    return VerbGroup(
        tense, voice, negative, modality, finite, question, finite and tense == "Fut", start, end
    )


def _bounds(words: Sequence[str], index: int) -> tuple[int, int]:
    low = index
    while low > 0 and index - low < _REACH and words[low - 1] not in _BREAKS:
        low -= 1
    high = index + 1
    while high < len(words) and high - index <= _REACH and words[high] not in _BREAKS and words[high] != ",":
        high += 1
    return low, high


def _expected(words: Sequence[str], low: int, index: int) -> bool:
    """«Ожидается, что стороны подпишут …»."""
    return any(words[i] in _EXPECTED for i in range(low, index))


def _short_participle(
    words: Sequence[str],
    readings: Sequence[Reading | None],
    index: int,
    before: range,
    negative: bool,
    conditional: bool,
    question: bool,
) -> VerbGroup:
    """«подписано», «будет подписано», «было бы подписано»."""
    tense: str | None = "Past"
    start = end = index
    neighbours = [*before, *range(index + 1, min(index + 3, len(words)))]
    for i in neighbours:
        if words[i] == "," or abs(i - index) > 4:
            if i < index:
                break
            continue
        if words[i] in _FUTURE_BE:
            tense = "Fut"
            start, end = min(start, i), max(end, i)
            negative = negative or (i > 0 and words[i - 1] == "не")
            break
        if words[i] in _PAST_BE:
            start, end = min(start, i), max(end, i)
            negative = negative or (i > 0 and words[i - 1] == "не")
            break
    control, _, _ = _control()
    reading = readings[index]
    assert reading is not None
    modality = control.get(reading.lemma) if reading.lemma in control else None
    if conditional:
        modality, tense = "conditional", None
    return VerbGroup(tense, "Pass", negative, modality, True, question, tense == "Fut", start, end)


def _infinitive(
    words: Sequence[str],
    readings: Sequence[Reading | None],
    index: int,
    around: list[int],
    voice: str | None,
    negative: bool,
    conditional: bool,
    question: bool,
) -> VerbGroup:
    """An infinitive takes tense and modality from the word that governs it."""
    control, refusing, realising = _control()
    for i in around:
        reading = readings[i]
        if reading is None:
            continue
        word, lemma = words[i], reading.lemma
        governed_negative = negative or (i > 0 and words[i - 1] == "не")
        start, end = min(i, index), max(i, index)
        if word in _FUTURE_BE:
            return VerbGroup("Fut", voice, governed_negative, None, True, question, True, start, end)
        past = reading.tense == "Past" or (reading.voice == "Pass" and reading.form == "Part")
        if lemma in refusing:
            return VerbGroup("Past" if past else "Pres", voice, True, None, True, question, False, start, end)
        if lemma in realising and past:
            return VerbGroup("Past", voice, governed_negative, None, True, question, False, start, end)
        modality = control.get(lemma) or control.get(word)
        if modality is not None and reading.pos != "NOUN":
            if conditional:
                modality = "conditional"
            return VerbGroup("Fut", voice, governed_negative, modality, True, question, True, start, end)
        if reading.form == "Fin" and i < index:
            break
    return VerbGroup(
        None, voice, negative, "conditional" if conditional else None, False, question, False, index, index
    )
