"""Russian morphology: pymorphy3's dictionary, with rules of our own for foreign surnames and acronyms.

Conventions: the lemma of a verb, participle or gerund is its infinitive, reflexive «-ся» kept
(«встретился» -> `встретиться`); of an adjective its masculine nominative singular; all folded
(`letters.fold`: lower case, «ё» as «е»). Cases are Universal Dependencies' (prepositional is `Loc`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from elshi.errors import RuleError
from elshi.languages import yamldata
from elshi.languages.base import Reading
from elshi.languages.letters import fold
from elshi.languages.ru.dictionary import Dictionary, Grammar

__all__ = ["Analyser"]

_PACKAGE = "elshi.languages.ru"

# A word the dictionary does not have is guessed; guesses under this share of the best are noise.
_GUESS_FLOOR = 0.02
_DICTIONARY_FLOOR = 0.0005
_MAX_READINGS = 8
_MAX_WORD = 60


class Analyser:
    """Reads Russian word forms. Opens the dictionary at the first word; caches by form."""

    def __init__(self) -> None:
        data = yamldata.load(_PACKAGE, "words.yaml")
        try:
            self._subordinating = frozenset(data["SCONJ"].split())
            self._determiners = frozenset(data["determiners"].split())
            self._copulas = frozenset(data["AUX"].split())
            self._surnames: list[tuple[str, tuple[tuple[str, str, str], ...]]] = [
                (
                    group["stem"],
                    tuple(
                        (ending, case, gender)
                        for gender, cases in group["endings"].items()
                        for case, endings in cases.items()
                        for ending in endings.split("|")
                    ),
                )
                for group in data["surnames"]
            ]
            self._forms_of_names = frozenset(
                fold(name) + ending
                for name in data["names"].split()
                for ending in ("", "а", "у", "ым", "ом", "е", "ой")
            )
            self._indeclinable = frozenset(fold(data["indeclinable"]).split())
        except (KeyError, AttributeError, TypeError, ValueError) as error:
            raise RuleError(
                f"elshi/languages/ru/words.yaml:1: section or field {error} is missing or wrong"
            ) from None
        self._opened: Dictionary | None = None
        self._readings: dict[str, tuple[Reading, ...]] = {}
        self._keys: dict[str, tuple[str, ...]] = {}

    def readings(self, form: str) -> tuple[Reading, ...]:
        """All readings of a form as it stands in the text, likeliest first."""
        known = self._readings.get(form)
        if known is None:
            known = self._read(form)
            self._readings[form] = known
        return known

    def keys(self, form: str) -> tuple[str, ...]:
        """Spellings under which a catalogue may know this word; see `Language.keys`."""
        known = self._keys.get(form)
        if known is None:
            word = fold(form)
            found = {word: None}
            for reading in self.readings(form):
                if reading.pos in ("PUNCT", "X") or not reading.lemma:
                    continue
                found[reading.lemma] = None
                if reading.pos == "PROPN" and reading.gender == "Fem":
                    # The dictionary gives a woman's surname the man's base form; a catalogue has hers.
                    if reading.lemma.endswith(("ов", "ев", "ин", "ын")):
                        found[reading.lemma + "а"] = None
                    elif reading.lemma.endswith(("ский", "цкий")):
                        found[reading.lemma[:-2] + "ая"] = None
            head, dash, tail = word.rpartition("-")
            if dash and head and tail and len(tail) < 4 and form[: len(head)].isupper():
                found[head] = None  # «НАТО-вский», «G-7» keep their head
            known = tuple(found)
            self._keys[form] = known
        return known

    # -- reading --------------------------------------------------------------------------------

    def _read(self, form: str) -> tuple[Reading, ...]:
        word = fold(form)
        if not word or len(word) > _MAX_WORD:
            return (Reading(word, "X"),)
        if not any(c.isalpha() for c in word):
            return (Reading(word, "NUM" if any(c.isdigit() for c in word) else "PUNCT"),)
        if not any("а" <= c <= "я" for c in word):
            return (Reading(word, "PROPN" if form[0].isupper() else "X"),)
        if (
            len(form) > 1
            and form.isupper()
            and sum(c.isupper() for c in form) > 1
            and not self._in_dictionary(word)
        ):
            return (Reading(word, "PROPN"),)
        best: dict[Reading, float] = {}
        for score, reading in self._score_all(form, word):
            best[reading] = max(score, best.get(reading, 0.0))
        order = sorted(best.items(), key=lambda item: -item[1])
        return tuple(reading for reading, _ in order[:_MAX_READINGS]) or (Reading(word, "X"),)

    def _score_all(self, form: str, word: str) -> Iterator[tuple[float, Reading]]:
        capital = form[0].isupper()
        if word in self._indeclinable and capital:
            yield 2.0, Reading(word, "PROPN")
        # A form in the dictionary is read from there; others first by our rules for names.
        lower = form.lower()
        known = self._in_dictionary(lower) or ("ё" not in lower and self._in_dictionary(word))
        if capital and not known:
            if word[-1] in "оеиуюэы":
                yield (
                    (1.55 if word[-1] == "у" else 2.0),
                    Reading(word, "PROPN"),
                )  # foreign names in these vowels do not change
            yield from self._names(word)
        elif capital and word in self._forms_of_names:
            yield from self._names(word)
        if "-" in word and not known:
            yield from self._hyphenated(form, word)
        floor = _DICTIONARY_FLOOR if known else _GUESS_FLOOR
        for lemma, grammar, score in self._dictionary().parse(lower):
            if score < floor:
                continue
            reading = self._convert(lemma, grammar, word, capital, known)
            if reading is None:
                continue
            if grammar.abbreviation and form.isupper():
                reading = replace(reading, pos="PROPN")
            if capital and not known and reading.number == "Plur":
                continue  # an unknown name is guessed a plural far too often («Жомарт»)
            boost = 0.0
            if capital and reading.pos == "PROPN":
                # Between a town and a given name of one spelling («Астану») this domain means the town.
                boost = 0.7 if grammar.place else 0.5
            elif not capital and grammar.name:
                boost = -0.5 * score
            yield score + boost, reading

    def _hyphenated(self, form: str, word: str) -> Iterator[tuple[float, Reading]]:
        """«премьер-министра», «Нью-Йорком»: the last part inflects, the first stays."""
        head, _, tail = word.rpartition("-")
        if not head or not tail:
            return
        for rank, reading in enumerate(self.readings(form[len(head) + 1 :])[:4]):
            if reading.pos in ("NOUN", "PROPN", "ADJ", "X"):
                pos = "PROPN" if form[0].isupper() and reading.pos != "ADJ" else reading.pos
                yield 0.9 - rank * 0.1, replace(reading, lemma=f"{head}-{reading.lemma}", pos=pos)

    def _names(self, word: str) -> Iterator[tuple[float, Reading]]:
        """Surnames by their ending, where the dictionary has none or only guesses."""
        found: list[tuple[float, Reading]] = []
        for stem, forms in self._surnames:
            for ending, case, gender in forms:
                base = word[: len(word) - len(ending)] if ending else word
                if word.endswith(ending) and base.endswith(tuple(stem.split("|"))) and len(base) > 3:
                    lemma = base
                    number = "Plur" if gender == "Plur" else "Sing"
                    sex = None if gender == "Plur" else gender
                    if gender == "Fem" and stem.startswith("ов"):
                        lemma = base + "а"
                    elif stem.startswith("ск"):
                        lemma = base + ("ая" if gender == "Fem" else "ий")
                    # Longer endings and the endings of Slavic-style surnames are surer.
                    score = 1.5 + 0.1 * len(ending) - 0.01 * len(found)
                    if stem.startswith(("ов", "ск")):
                        score += 0.5
                    found.append((score, Reading(lemma, "PROPN", case=case, number=number, gender=sex)))
        yield from found

    def _convert(self, lemma: str, grammar: Grammar, word: str, capital: bool, known: bool) -> Reading | None:
        pos = grammar.pos
        if pos is None:
            if grammar.mark:
                return Reading(word, "NUM" if grammar.digits else "X")
            return Reading(word, "PROPN" if capital else "X") if not known else None
        if pos == "NOUN":
            if grammar.name or (capital and not known):
                pos = "PROPN"
        elif pos == "CCONJ":
            if word in self._subordinating:
                pos = "SCONJ"
        elif pos == "PRON":
            if word in self._determiners:
                pos = "DET"
        elif pos == "VERB" and lemma in self._copulas:
            pos = "AUX"
        return Reading(
            lemma, pos, grammar.case, grammar.number, grammar.gender, None, grammar.person, grammar.tense,
            grammar.mood, grammar.form, grammar.voice,
        )  # fmt: skip

    def lexeme(self, lemma: str) -> frozenset[str]:
        """All dictionary forms of a lemma, folded; the lemma itself where the dictionary lacks it."""
        return self._dictionary().lexeme(lemma)

    def _in_dictionary(self, word: str) -> bool:
        return self._dictionary().knows(word)

    def _dictionary(self) -> Dictionary:
        if self._opened is None:
            self._opened = Dictionary()
        return self._opened
