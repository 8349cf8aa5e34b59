"""English morphology: closed classes and verb forms by our own lists, other lemmas by simplemma.

Lemmas are folded; a verb's is its base form. "China's" is one token: lemma `china`, case `Gen`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from elshi.errors import RuleError
from elshi.languages import yamldata
from elshi.languages.base import Reading
from elshi.languages.letters import fold

__all__ = ["Analyser"]

_PACKAGE = "elshi.languages.en"
_MAX_WORD = 60
_VOWELS = frozenset("aeiou")


class Analyser:
    """Reads English word forms. Opens the lemma table at the first unknown word; caches by form."""

    def __init__(self) -> None:
        data = yamldata.load(_PACKAGE, "words.yaml")
        try:
            self._closed: dict[str, list[Reading]] = {}
            for word, (lemma, tense, form, person) in data["auxiliaries"].items():
                self._closed.setdefault(word, []).append(
                    Reading(
                        lemma,
                        "AUX",
                        person=person,
                        tense=tense,
                        mood="Ind" if form == "Fin" else None,
                        form=form,
                        voice="Act",
                        negative=word.endswith("n't") or word == "cannot",
                    )
                )
            for pos in ("PART", "ADP", "SCONJ", "CCONJ", "DET", "PRON", "NUM", "ADV", "ADJ", "INTJ"):
                for word in data[pos].split():
                    entry = self._closed.setdefault(word, [])
                    if all(reading.pos != pos for reading in entry):
                        entry.append(Reading(word, pos))
            self._verbs: dict[str, list[tuple[str, str, str | None]]] = {}
            self._bases: set[str] = set(data["verbs"].split())
            self._strong: set[str] = set()
            self._irregular(data["irregular"])
            self._noun_too = frozenset(data["noun_too"].split())
            self._not_verbs = frozenset(data["not_verbs"].split())
            self._verbal_too = frozenset(data["verbal_too"].split())
            self._adjectives = tuple(data["adjective_endings"])
            self._plurals: dict[str, str] = dict(data["plurals"])
        except (KeyError, AttributeError, TypeError, ValueError) as error:
            raise RuleError(
                f"elshi/languages/en/words.yaml:1: section or field {error} is missing or wrong"
            ) from None
        for base in sorted(self._bases):
            self._inflect(base)
        self._lemmatize: Callable[[str], str] | None = None
        self._readings: dict[str, tuple[Reading, ...]] = {}
        self._keys: dict[str, tuple[str, ...]] = {}

    # -- tables ---------------------------------------------------------------------------------

    def _irregular(self, rows: list[str]) -> None:
        for row in rows:
            base, past, participle = row.split()
            self._bases.add(base)
            self._strong.add(base)
            for form in past.split("|"):
                self._verbs.setdefault(form, []).append((base, "Fin", "Past"))
            for form in participle.split("|"):
                self._verbs.setdefault(form, []).append((base, "Part", "Past"))

    def _inflect(self, base: str) -> None:
        """Adds the regular forms of a base; «-ed» only where the verb is not irregular."""
        add = self._verbs.setdefault
        add(base, []).extend(((base, "Inf", None), (base, "Fin", "Pres")))
        if base.endswith(("s", "sh", "ch", "x", "z", "o")):
            third = base + "es"
        elif base.endswith("y") and base[-2] not in _VOWELS:
            third = base[:-1] + "ies"
        else:
            third = base + "s"
        add(third, []).append((base, "Fin", "Pres"))
        stems = [base]
        if base.endswith("ie"):
            add(base[:-2] + "ying", []).append((base, "Part", "Pres"))
        elif base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
            add(base[:-1] + "ing", []).append((base, "Part", "Pres"))
        elif len(base) > 2 and base[-1] not in "wxyaeiou" and base[-2] in _VOWELS and base[-3] not in _VOWELS:
            # Doubling depends on stress («refer» but «open»): both spellings are taken.
            stems.append(base + base[-1])
            add(base + "ing", []).append((base, "Part", "Pres"))
            add(base + base[-1] + "ing", []).append((base, "Part", "Pres"))
        else:
            add(base + "ing", []).append((base, "Part", "Pres"))
        if base in self._strong:
            return
        for stem in stems:
            past = stem + "d" if stem.endswith("e") else stem + "ed"
            if stem.endswith("y") and stem[-2] not in _VOWELS:
                past = stem[:-1] + "ied"
            add(past, []).extend(((base, "Fin", "Past"), (base, "Part", "Past")))

    def verb_forms(self, word: str) -> tuple[tuple[str, str, str | None], ...]:
        """Base, form and tense of a folded word's verb readings; empty when it is no verb."""
        return tuple((r.lemma, r.form or "Fin", r.tense) for r in self._verb_readings(word))

    # -- public ---------------------------------------------------------------------------------

    def readings(self, form: str) -> tuple[Reading, ...]:
        """All readings of a form as it stands in the text, likeliest first."""
        known = self._readings.get(form)
        if known is None:
            known = tuple(dict.fromkeys(self._read(form)))
            self._readings[form] = known
        return known

    def keys(self, form: str) -> tuple[str, ...]:
        """Spellings under which a catalogue may know this word; see `Language.keys`."""
        known = self._keys.get(form)
        if known is None:
            word = fold(form)
            found = {word: None}
            bare = _without_genitive(word)
            if bare != word:
                found[bare] = None
            for reading in self.readings(form):
                if reading.pos not in ("PUNCT", "X") and reading.lemma:
                    found[reading.lemma] = None
            known = tuple(found)
            self._keys[form] = known
        return known

    # -- reading --------------------------------------------------------------------------------

    def _read(self, form: str) -> Iterator[Reading]:
        word = fold(form)
        if not word or len(word) > _MAX_WORD:
            yield Reading(word, "X")
            return
        if not any(c.isalpha() for c in word):
            yield Reading(word, "NUM" if any(c.isdigit() for c in word) else "PUNCT")
            return
        if word == "'s":
            yield Reading("'s", "PART", case="Gen")
            yield Reading("be", "AUX", person="3", tense="Pres", mood="Ind", form="Fin", voice="Act")
            return
        bare = _without_genitive(word)
        if bare != word and word not in self._closed:
            for reading in self._open(bare, form[0].isupper()):
                if reading.pos in ("NOUN", "PROPN", "ADJ", "PRON", "NUM"):
                    yield replace(reading, pos="NOUN" if reading.pos == "ADJ" else reading.pos, case="Gen")
            yield Reading(bare, "PROPN" if form[0].isupper() else "NOUN", case="Gen")
            return
        closed = self._closed.get(word, ())
        yield from closed
        if closed and (closed[0].pos in ("AUX", "PART", "DET", "PRON", "CCONJ") or word not in self._verbs):
            return
        yield from self._open(word, form[0].isupper())

    def _open(self, word: str, capital: bool) -> Iterator[Reading]:
        """Nouns, verbs and adjectives of a word, likeliest first."""
        verbs = list(self._verb_readings(word))
        noun = self._noun(word, capital)
        noun_first = (
            capital
            or not verbs
            or word in self._verbal_too
            or (word in self._noun_too or self._singular(word) in self._noun_too)
        )
        adjective = not capital and word.endswith(self._adjectives) and len(word) > 4
        if adjective and not verbs:
            yield Reading(word, "ADJ")
        if word.endswith("ly") and len(word) > 4 and not capital:
            yield Reading(word, "ADV")
        if noun_first:
            yield noun
            yield from verbs
            if capital:
                singular = self._singular(word)
                yield Reading(singular, "NOUN", number="Plur" if singular != word else "Sing")
        else:
            yield from verbs
            if verbs[0].tense != "Past" or word not in self._verbs:
                yield noun
        if capital and word.endswith(self._adjectives):
            yield Reading(word, "ADJ")
        if word.endswith("ly") and len(word) > 4 and capital:
            yield Reading(word, "ADV")

    def _verb_readings(self, word: str) -> Iterator[Reading]:
        if word in self._verbal_too:
            # «the building» first, "are building" by the word before.
            yield Reading(self._base(word), "VERB", tense="Pres", form="Part", voice="Act")
            return
        found = self._verbs.get(word)
        if found is None:
            if word in self._not_verbs or len(word) < 5:
                return
            if word.endswith("ed") and not word.endswith("eed"):
                base = self._base(word)
                found = [(base, "Fin", "Past"), (base, "Part", "Past")]
            elif word.endswith("ing"):
                found = [(self._base(word), "Part", "Pres")]
            else:
                return
        elif word in self._not_verbs:
            return
        for base, form, tense in found:
            yield Reading(
                base,
                "VERB",
                person="3" if form == "Fin" and tense == "Pres" and word != base else None,
                tense=tense,
                mood="Ind" if form == "Fin" else None,
                form=form,
                voice="Pass" if form == "Part" and tense == "Past" else "Act",
            )

    def _noun(self, word: str, capital: bool) -> Reading:
        singular = self._singular(word)
        return Reading(
            word if capital else singular,
            "PROPN" if capital else "NOUN",
            number="Plur" if singular != word and not capital else "Sing",
        )

    def _singular(self, word: str) -> str:
        known = self._plurals.get(word)
        if known is not None:
            return known
        if not word.endswith("s") or word.endswith(("ss", "us", "is")) or len(word) < 4:
            return word if word not in ("men", "women", "people", "children") else self._lemma(word)
        if word.endswith("ies") and len(word) > 4:
            return word[:-3] + "y"
        if word.endswith("oes") and len(word) > 5 and word not in ("shoes", "canoes"):
            return word[:-2]
        if word.endswith(("sses", "shes", "ches", "xes", "zes")):
            return word[:-2]
        return word[:-1]

    def _base(self, word: str) -> str:
        """Base of an unknown form in -ed or -ing."""
        lemma = self._lemma(word)
        if lemma != word:
            return lemma
        stem = word[:-2] if word.endswith("ed") else word[:-3]
        if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "sl":
            return stem[:-1]
        return stem

    def _lemma(self, word: str) -> str:
        if self._lemmatize is None:
            import simplemma

            def lemmatize(text: str) -> str:
                return fold(simplemma.lemmatize(text, lang="en"))

            self._lemmatize = lemmatize
        return self._lemmatize(word)


def _without_genitive(word: str) -> str:
    if word.endswith("'s") and len(word) > 2:
        return word[:-2]
    if word.endswith("s'") and len(word) > 2:
        return word[:-1]
    return word
