"""Choosing among the readings of Russian words: prepositions govern cases, attributes agree with nouns.

One pass from left to right keeps the case that the phrase under way must have; it is cheap and needs
no tree. Where nothing decides, the dictionary's likeliest reading stands.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from elshi.errors import RuleError
from elshi.languages import yamldata
from elshi.languages.base import Reading

__all__ = ["choose"]

_ATTRIBUTES = frozenset(("ADJ", "DET", "NUM"))
_NOUNS = frozenset(("NOUN", "PROPN"))
_NOMINAL = _ATTRIBUTES | _NOUNS | {"PRON"}
_TRANSPARENT = frozenset(("ADV", "PART"))
_LOOK_AHEAD = 5  # words between a preposition or attribute and its noun


@lru_cache(maxsize=1)
def _government() -> dict[str, tuple[str, ...]]:
    data = yamldata.load("elshi.languages.ru", "words.yaml")
    try:
        return {word: tuple(cases) for word, cases in data["government"].items()}
    except (KeyError, AttributeError, TypeError) as error:
        raise RuleError(f"elshi/languages/ru/words.yaml:1: section {error} is missing or wrong") from None


@lru_cache(maxsize=1)
def _predicates() -> frozenset[str]:
    data = yamldata.load("elshi.languages.ru", "words.yaml")
    return frozenset(str(data.get("predicates", "")).split())


def _predicate(form: str, readings: Sequence[Reading], before: Reading | None) -> Reading | None:
    """The predicate that a form is likelier than the noun it could be («примет», «стали»), or None."""
    if form not in _predicates():
        return None
    verb = next((r for r in readings if r.pos == "VERB" and r.form in ("Fin", "Inf", "Part")), None)
    verb = verb or next((r for r in readings if r.pos == "ADJ" and r.case is None), None)
    # «экспорт стали»: the verb would need a subject in the plural.
    counted = before is not None and before.pos == "NOUN" and before.number == "Sing"
    return None if verb is not None and verb.number == "Plur" and counted else verb


class _Word(NamedTuple):
    """What choosing asks of a word form again and again."""

    readings: tuple[Reading, ...]
    auxiliary: Reading | None
    adposition: Reading | None
    governs: tuple[str, ...] | None
    nominal: tuple[bool, ...]
    open: bool


def _word(form: str, readings: tuple[Reading, ...]) -> _Word:
    government = _government()
    adposition = next((r for r in readings if r.pos == "ADP"), None)
    governs = None
    if adposition is not None:
        governs = government.get(form.lower()) or government.get(adposition.lemma)
    nominal = tuple(r.pos in _NOMINAL or bool(r.form == "Part" and r.case) for r in readings)
    return _Word(
        readings,
        # «были» is hardly ever the noun «быль».
        next((r for r in readings if r.pos in ("AUX", "VERB") and r.lemma == "быть"), None),
        adposition,
        governs,
        nominal,
        len(readings) > 1 and any(nominal),
    )


def choose(
    read: Callable[[str], tuple[Reading, ...]], forms: Sequence[str], known: dict[str, _Word]
) -> list[Reading | None]:
    """The likeliest reading of each word of one sentence; None for punctuation.

    Args:
        read: gives all readings of a form.
        forms: the words.
        known: what was found of forms before, kept by the caller.
    """
    words = []
    for form in forms:
        word = known.get(form)
        if word is None:
            word = known[form] = _word(form, read(form))
        words.append(word)
    found = [w.readings for w in words]
    out: list[Reading | None] = []
    governed: tuple[str, ...] | None = None  # cases the phrase under way may have
    phrase: Reading | None = None  # attribute or noun that the next word may agree with or depend on
    head: Reading | None = None  # first noun of the chain under way: a name may stand in apposition to it
    subject = False  # a nominative came before
    transitive = False  # an active verb after its subject: an accusative is likelier than a second nominative
    for index, word in enumerate(words):
        readings = word.readings
        first = readings[0]
        if first.pos == "PUNCT":
            out.append(None)
            # A comma inside a phrase («в новой, большой стране») keeps it; other marks end it.
            if forms[index] not in (",", "«", "»", '"', "“", "”", "(", "-"):
                governed = phrase = head = None
                subject = transitive = subject and forms[index] in ("-", "–", "—")
            elif forms[index] == ",":
                head = None
            continue
        if word.auxiliary is not None:
            out.append(word.auxiliary)
            governed = phrase = head = None
            continue
        if word.governs is not None:
            governed = word.governs
            out.append(word.adposition)
            phrase = head = None
            transitive = False
            continue
        predicate = None if governed else _predicate(forms[index].lower(), readings, out[-1] if out else None)
        if predicate is not None:
            out.append(predicate)
            governed = phrase = head = None
            transitive = subject
            continue
        chosen = first
        if word.open:
            chosen = _pick(readings, word.nominal, governed, phrase, head, transitive, found, index)
        out.append(chosen)
        if chosen.pos in _NOUNS or chosen.pos == "PRON":
            governed = None
            phrase = chosen
            head = head or chosen
            subject = subject or chosen.case == "Nom"
        elif chosen.pos in _ATTRIBUTES or (chosen.form == "Part" and chosen.case):
            phrase = chosen
        elif chosen.pos not in _TRANSPARENT:
            if chosen.pos != "CCONJ":
                phrase = head = None
            if chosen.pos == "VERB" and chosen.voice == "Act":
                transitive = subject and not chosen.lemma.endswith("ся")
            governed = None if chosen.pos in ("VERB", "AUX", "SCONJ") else governed
    _find_subjects(found, out)
    return out


@lru_cache(maxsize=1)
def _acting() -> frozenset[str]:
    data = yamldata.load("elshi.languages.ru", "words.yaml")
    try:
        return frozenset(data["acting"].split())
    except (KeyError, AttributeError) as error:
        raise RuleError(f"elshi/languages/ru/words.yaml:1: section {error} is missing or wrong") from None


def _find_subjects(found: Sequence[tuple[Reading, ...]], out: list[Reading | None]) -> None:
    """Gives a plural verb without a nominative before it its subject: «Главы МИД … обсудили», «власти отозвали»."""
    begin = 0  # where the clause begins
    for index, reading in enumerate(out):
        if reading is None:
            begin = index + 1
            continue
        if reading.form != "Fin" or reading.number != "Plur" or reading.pos not in ("VERB", "AUX"):
            continue
        clause = range(begin, index)
        begin = index + 1
        if any((r := out[i]) is not None and r.case == "Nom" for i in clause):
            continue
        for i in clause:
            chosen = out[i]
            if chosen is None or chosen.pos != "NOUN" or chosen.case != "Gen":
                continue
            plural = next(
                (r for r in found[i] if r.pos == "NOUN" and r.case == "Nom" and r.number == "Plur"), None
            )
            if plural is not None and (i == clause.start or plural.lemma in _acting()):
                out[i] = plural
                break


def _pick(
    readings: tuple[Reading, ...],
    nominal: tuple[bool, ...],
    governed: tuple[str, ...] | None,
    phrase: Reading | None,
    head: Reading | None,
    transitive: bool,
    found: Sequence[tuple[Reading, ...]],
    index: int,
) -> Reading:
    """The best reading of one word, given what stands before it and the noun after it."""
    best, best_score = readings[0], -99.0
    for rank, reading in enumerate(readings):
        score = -0.4 * rank
        usable = nominal[rank]
        if usable and governed is not None:
            if reading.case is None:
                score += 0.5  # indeclinable
            elif reading.case in governed:
                score += 3.0 - 0.2 * governed.index(reading.case)
            else:
                score -= 3.0
        elif governed is not None and not usable:
            score -= 1.0
        if usable and phrase is not None and reading.case is not None and phrase.case is not None:
            if phrase.pos in _ATTRIBUTES or phrase.form == "Part":
                score += 2.5 if _agree(phrase, reading) else -1.0
            elif phrase.pos in _NOUNS and reading.pos in _NOUNS:
                if phrase.pos == "PROPN" and reading.pos == "PROPN" and _same_case(phrase, reading):
                    score += 1.5  # «Касым-Жомарта Токаева»
                elif phrase.pos == "NOUN" and reading.pos == "PROPN" and _same_case(phrase, reading):
                    score += 0.8  # «президента Саркози»
                elif reading.case == "Gen":
                    score += 1.0  # «президента Франции»
        if usable and reading.pos in _ATTRIBUTES and reading.case is not None:
            score += _fits_ahead(reading, found, index)
            if (
                reading.pos == "PROPN"
                and head is not None
                and head.pos == "NOUN"
                and _same_case(head, reading)
            ):
                score += 1.3  # «президент Казахстана Касым-Жомарт»
        if phrase is None and governed is None:
            if transitive:
                score += 0.8 if reading.case == "Acc" else 0.0
            elif reading.case == "Nom":
                score += 1.2 if _agrees_with_verb(reading, found, index) else 0.3
        if score > best_score:
            best, best_score = reading, score
    return best


def _fits_ahead(reading: Reading, found: Sequence[tuple[Reading, ...]], index: int) -> float:
    """Whether a noun that follows has a reading that agrees with this attribute."""
    for ahead in range(index + 1, min(index + _LOOK_AHEAD, len(found))):
        nouns = [r for r in found[ahead] if r.pos in _NOUNS]
        if nouns and found[ahead][0].pos in _NOUNS:
            return 1.5 if any(_agree(reading, noun) for noun in nouns) else -0.5
        if found[ahead][0].pos in ("VERB", "ADP", "SCONJ", "PUNCT") and found[ahead][0].form != "Part":
            return 0.0
    return 0.0


def _agrees_with_verb(reading: Reading, found: Sequence[tuple[Reading, ...]], index: int) -> bool:
    """Whether the next word but adverbs is a finite verb in this noun's number."""
    for ahead in range(index + 1, min(index + 3, len(found))):
        first = found[ahead][0]
        if first.pos in ("VERB", "AUX"):
            return first.form == "Fin" and first.number == reading.number
        if first.pos not in _TRANSPARENT:
            return False
    return False


def _agree(attribute: Reading, noun: Reading) -> bool:
    if attribute.case != noun.case:
        return False
    if attribute.number and noun.number and attribute.number != noun.number:
        return attribute.pos == "NUM"
    return not (
        attribute.gender and noun.gender and attribute.gender != noun.gender and attribute.number == "Sing"
    )


def _same_case(one: Reading, other: Reading) -> bool:
    return one.case == other.case and one.case is not None
