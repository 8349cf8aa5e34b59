"""Kazakh verb forms: cutting a word into a verb stem and its endings."""

from __future__ import annotations

from collections.abc import Iterator

from elshi.languages.base import Reading
from elshi.languages.kk.endings import LONGEST, Ending, Tables
from elshi.languages.kk.lexicon import DEVOICED, DISHARMONY, VERB_MAKERS, VOICED, Lexicon

__all__ = ["Conjugation"]

_CAPITAL_VERB = -8.0  # capitalised inside a sentence or not: names far outnumber unknown verbs


class Conjugation:
    """Reads verb forms; every answer comes with a score (see `morphology`)."""

    def __init__(self, tables: Tables, lexicon: Lexicon) -> None:
        self._tables = tables
        self._lexicon = lexicon

    def nouns(self, base: str) -> Iterator[tuple[float, str, str, str, str | None, bool]]:
        """Readings of a stem as verbal noun or participle: score, lemma, voice, form, tense, negative."""
        if base[-1] in "ую" and len(base) > 2:
            yield from self._verbal_noun(base)
        elif base.endswith(
            ("ған", "ген", "қан", "кен", "атын", "етін", "йтын", "йтін", "итын", "итін", "ятын")
        ):
            for extra, reading in self.forms(base, False):
                if reading.form == "Part":
                    yield (
                        extra,
                        reading.lemma,
                        reading.voice or "Act",
                        "Part",
                        reading.tense,
                        reading.negative,
                    )

    def _verbal_noun(self, base: str) -> Iterator[tuple[float, str, str, str, str | None, bool]]:
        negated = base[:-3] if base.endswith(("мау", "меу", "бау", "беу", "пау", "пеу")) else ""
        if (
            negated
            and self._lexicon.has_vowel(negated)
            and len(negated) > 1
            and base not in self._lexicon.verb_lemmas
        ):
            for extra, lemma, voice in self._lexicon.verb_lemma(negated):
                yield extra + 2.0, lemma, voice, "Vnoun", None, True
        active = self._lexicon.active_of(stem := base[:-1] + "й" if base[-1] == "ю" else base[:-1])
        known = base in self._lexicon.verb_lemmas or (active is not None and active in self._lexicon.verbs)
        maker = base[:-1].endswith(VERB_MAKERS) and len(base) > 4
        extra = 7.0 if known else 2.5 if maker else -1.0
        found = list(self._lexicon.verb_lemma(stem))
        top = max(rank for rank, _, _ in found)
        for rank, lemma, voice in found:
            yield extra + rank - top, base if voice == "Act" else lemma, voice, "Vnoun", None, False

    def forms(self, word: str, capital: bool) -> Iterator[tuple[float, Reading]]:
        """Every reading of a folded word as a verb form; `capital` makes them less likely."""
        penalty = _CAPITAL_VERB if capital else 0.0
        if word[-1] in "ую" and len(word) > 2:
            for extra, lemma, voice, form, _tense, negative in self.nouns(word):
                yield (
                    extra + 2.0 + (penalty if extra < 5 else -0.5),
                    Reading(lemma, "VERB", case="Nom", form=form, voice=voice, negative=negative),
                )
        if word in self._lexicon.verbs:
            for extra, lemma, voice in self._lexicon.verb_lemma(word):
                yield (
                    3.0 + min(extra, 0.0) + penalty,
                    Reading(lemma, "VERB", person="2Sing", mood="Imp", form="Fin", voice=voice),
                )
        for cut in range(max(1, len(word) - LONGEST), len(word)):
            found = self._tables.verbal.get(word[cut:])
            if found is None:
                continue
            stem = word[:cut]
            if stem[-1] not in self._lexicon.class_of or not (
                self._lexicon.has_vowel(stem) or len(stem) == 1
            ):
                continue
            for ending in found:
                if ending.drops:
                    stems = [stem + "й"] if ending.drops == "й" else [stem + "ы", stem + "і"]
                    if ending.drops == "I" and self._lexicon.harmony(stem, ending.harmony) < 0:
                        continue
                elif self._lexicon.class_of[stem[-1]] not in ending.classes:
                    continue
                elif ending.devoices and stem[-1] in VOICED:
                    stems = [stem[:-1] + VOICED[stem[-1]]]
                elif stem[-1] in "бгғ" or (ending.devoices and stem[-1] in DEVOICED):
                    continue
                else:
                    stems = [stem]
                for base in stems:
                    yield from self._verb_cut(base, ending, penalty)

    def _verb_cut(self, stem: str, ending: Ending, penalty: float) -> Iterator[tuple[float, Reading]]:
        fit = self._lexicon.harmony(stem, ending.harmony)
        if fit < 0:
            fit = DISHARMONY
        if stem not in self._lexicon.verbs and (len(stem) < 3 or not self._lexicon.has_vowel(stem)):
            return
        if stem not in self._lexicon.verbs:
            if ending.tense == "Past" and ending.person == "1Plur":
                fit -= 5.0  # «облыстық», «студенттік» are adjectives
            if stem[-1] == "й" and ending.tense == "Past" and not ending.negative:
                fit -= 4.0  # «өтейді» is a present of «өтеу»
            if stem[-1] == "т" and stem[-2] in "қктпсш":
                fit -= 4.0  # «пысықтады» is a past of «пысықтау»
        for extra, lemma, voice in self._lexicon.verb_lemma(stem):
            known = stem in self._lexicon.verbs or (
                voice == "Pass" and self._lexicon.active_of(stem) in self._lexicon.verbs
            )
            mild = known and ending.form == "Fin" and ending.mood == "Ind"
            score = ending.weight + fit + extra + (penalty / 4 if mild else penalty)
            yield (
                score,
                Reading(
                    lemma,
                    "VERB",
                    number=ending.number,
                    person=ending.person if ending.form == "Fin" else None,
                    tense=ending.tense,
                    mood=ending.mood,
                    form=ending.form,
                    voice=voice,
                    negative=ending.negative,
                    case="Nom" if ending.form == "Part" else None,
                ),
            )
            if ending.also:
                yield (
                    score - 0.5,
                    Reading(
                        lemma,
                        "VERB",
                        person=ending.person,
                        tense=ending.tense,
                        mood="Ind",
                        form=ending.also,
                        voice=voice,
                        negative=ending.negative,
                    ),
                )
