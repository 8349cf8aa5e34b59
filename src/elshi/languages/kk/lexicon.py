"""Kazakh stems that are known, and the small questions about stems: word class, harmony, passives."""

from __future__ import annotations

from collections.abc import Iterator

from elshi.errors import RuleError
from elshi.languages import yamldata
from elshi.languages.base import Reading
from elshi.languages.kk.endings import Tables
from elshi.languages.letters import fold

__all__ = ["DEVOICED", "DISHARMONY", "KNOWN_STEM", "VERB_MAKERS", "VOICED", "Lexicon", "verbal_noun"]

_PACKAGE = "elshi.languages.kk"

# Scores; see `morphology` for how they are used.
DISHARMONY = -5.0  # the ending's vowels do not go with the stem's
_LOAN_DISHARMONY = -1.0  # same, on a stem whose harmony spelling does not show («Тоқаевқа», «Парижге»)
KNOWN_STEM = 6.0  # the stem is in the lexicon
_UNKNOWN_VERB = -2.5  # a stem that is no known verb and has no verb-making ending
_VERB_MAKING = 2.0  # unknown, but with an ending that makes verbs (-ла, -лан, -дыр …)
VOICED = {"г": "к", "ғ": "қ", "б": "п"}
DEVOICED = {"к": "г", "қ": "ғ", "п": "б"}
_ADJECTIVE_ENDINGS = (
    "лық",
    "лік",
    "дық",
    "дік",
    "тық",
    "тік",
    "лы",
    "лі",
    "ды",
    "ді",
    "ты",
    "ті",
    "сыз",
    "сіз",
)
_ATTRIBUTE_ENDINGS = ("ғы", "гі", "қы", "кі")
VERB_MAKERS = (
    "ла", "ле", "да", "де", "та", "те", "лан", "лен", "дан", "ден", "тан", "тен", "лас", "лес", "дас", "дес",
    "тас", "тес", "тыр", "тір", "дыр", "дір", "ғыз", "гіз", "қыз", "кіз", "ыл", "іл", "ыс", "іс", "қар",
    "лат", "лет", "дат", "дет", "тат", "тет", "ейт", "айт", "ғар", "гер",
)  # fmt: skip


class Lexicon:
    """What lexicon.yaml and closed.yaml list.

    Attributes:
        nouns, names, verbs, numerals, adjectives: stems; verbs bare.
        closed: readings of closed-class and irregular forms.
        verb_lemmas: verbal nouns of `verbs`.
        class_of: letter -> class (see suffixes.yaml).
    """

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self.class_of = tables.class_of
        words = yamldata.load(_PACKAGE, "lexicon.yaml")
        closed = yamldata.load(_PACKAGE, "closed.yaml")
        try:
            self.nouns = frozenset(fold(words["noun"]).split())
            self.names = frozenset(fold(words["name"]).split())
            self.verbs = frozenset(fold(words["verb"]).split())
            self.numerals = frozenset(fold(closed["NUM"]).split())
            self.adjectives = frozenset(fold(closed["ADJ"]).split())
            self.closed = dict(self._closed_readings(closed))
        except (KeyError, AttributeError, TypeError, ValueError) as error:
            raise RuleError(
                f"elshi/languages/kk/closed.yaml or lexicon.yaml:1: wrong section: {error}"
            ) from None
        self.verb_lemmas = frozenset(verbal_noun(stem) for stem in self.verbs)

    def _closed_readings(self, data: object) -> Iterator[tuple[str, tuple[Reading, ...]]]:
        assert isinstance(data, dict)
        found: dict[str, list[Reading]] = {}
        copulas = set(data["AUX"].split())
        for pos in ("CCONJ", "SCONJ", "ADP", "PART"):
            for word in data[pos].split():
                found.setdefault(word, []).append(Reading(word, pos))
        for lemma, cases in data["pronouns"].items():
            for case, forms in cases.items():
                for word in forms.split():
                    found.setdefault(word, []).append(Reading(lemma, "PRON", case=case))
        for word, (lemma, form, tense, negative) in data["verb_forms"].items():
            pos = "AUX" if lemma in copulas else "VERB"
            person = "3" if form == "Fin" else None
            found.setdefault(word, []).append(
                Reading(lemma, pos, person=person, tense=tense, form=form, voice="Act", negative=negative)
            )
        for word, (lemma, pos, case, possessive) in data["forms"].items():
            found.setdefault(word, []).insert(
                0, Reading(lemma, pos, case=case, possessive=possessive, attributive=pos == "ADJ")
            )
        for pos in ("DET", "NUM", "ADJ", "ADV", "INTJ", "AUX"):
            for word in fold(data[pos]).split():
                case = "Nom" if pos in ("NUM", "ADJ") else None
                readings = found.setdefault(word, [])
                if all(reading.pos != pos for reading in readings):
                    readings.append(Reading(word, pos, case=case))
        for word, readings in found.items():
            yield fold(word), tuple(readings)

    def known(self, stem: str) -> str | None:
        """Part of speech under which the stem is listed, or None."""
        if stem in self.nouns:
            return "NOUN"
        if stem in self.adjectives:
            return "ADJ"
        if stem in self.names:
            return "PROPN"
        if stem in self.numerals:
            return "NUM"
        return None

    def guess_pos(self, word: str, capital: bool) -> str:
        """Part of speech of a nominal that is not listed, by its ending."""
        if capital:
            return "PROPN"
        if word.endswith(_ADJECTIVE_ENDINGS) and len(word) > 4:
            return "ADJ"
        if word.endswith(_ATTRIBUTE_ENDINGS) and word[:-2] in self.nouns:
            return "ADJ"
        return "NOUN"

    def has_vowel(self, stem: str) -> bool:
        """Whether the stem has a letter that may carry a syllable."""
        return any(self.class_of.get(c) == "vowel" or c in "уи" for c in stem)

    def harmony(self, stem: str, harmony: str | None) -> float:
        """0 when the stem's last vowel goes with the ending's, else a penalty."""
        if harmony is None:
            return 0.0
        if stem[-1] == "и" and harmony == "back":
            return DISHARMONY / 2  # foreign names in -и take front endings: «Сочиде», but «Саида» is whole
        if stem[-1] == "ь":
            return 0.0 if harmony == "front" else _LOAN_DISHARMONY
        for letter in reversed(stem):
            if letter in "уиэю":
                return 0.0
            if letter in self._tables.back:
                if harmony == "back":
                    return 0.0
                return _LOAN_DISHARMONY if stem.endswith(self._tables.soft_clusters) else DISHARMONY
            if letter in self._tables.front:
                if harmony == "front":
                    return 0.0
                return _LOAN_DISHARMONY if stem.endswith(self._tables.soft_clusters) else DISHARMONY
        return 0.0

    def active_of(self, stem: str) -> str | None:
        """The active stem of a passive one, or None when the stem is not passive."""
        if len(stem) < 4 or stem[-1] not in "лн":
            return None
        before = stem[-2]
        if before in "ыі":
            base = stem[:-2]
            if stem[-1] == "н" and base[-1] != "л":
                return None
            if base[-1] in VOICED:
                base = base[:-1] + VOICED[base[-1]]
            for vowel in ("", "ы", "і"):
                if base + vowel in self.verbs:
                    return base + vowel
            return base if stem[-1] == "л" and self.has_vowel(base) and len(base) > 2 else None
        if before in "ае":
            base = stem[:-1]
            if base in self.verbs and len(base) > 2:
                return base
            if stem[-1] == "н" and stem[-3] not in "лдт":
                return None
            return base if sum(c in "аәеоөұүыіиуя" for c in base) > 1 and base[-2] in "лдт" else None
        return None

    def verb_lemma(self, stem: str) -> Iterator[tuple[float, str, str]]:
        """Score, lemma and voice of a verb stem; active and passive where both may be."""
        known = stem in self.verbs
        active = self.active_of(stem)
        score = (
            KNOWN_STEM
            if known
            else _VERB_MAKING
            if stem.endswith(VERB_MAKERS) and len(stem) > 3
            else _UNKNOWN_VERB
        )
        if active is None:
            yield score, verbal_noun(stem), "Act"
        else:
            base = (
                KNOWN_STEM
                if known or active in self.verbs or verbal_noun(active) in self.verb_lemmas
                else 3.0
            )
            first = 0.5 if stem in self._tables.own_passives else 0.0
            yield base - first, verbal_noun(active), "Pass"
            yield base - 0.5 + 2 * first, verbal_noun(stem), "Act"


def verbal_noun(stem: str) -> str:
    """The lemma of a verb stem: its verbal noun in -у."""
    last = stem[-1]
    if last in "ыі":
        return stem[:-1] + "у"
    if last == "й":
        return stem[:-1] + "ю"
    if last == "и":
        return stem + "ю"
    if last in DEVOICED:
        return stem[:-1] + DEVOICED[last] + "у"
    return stem + "у"
