"""pymorphy3's dictionary, asked straight: what Elshi needs of a parse without building pymorphy3's objects.

Words of the dictionary are looked up in its tables (paradigms, tags, probabilities), which pymorphy3 keeps as
public attributes; only words it lacks go through its chain of guessers. The results are those of
`MorphAnalyzer.parse`, in its order (a test compares them); a look-up takes a fifth of the time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from elshi.languages.letters import fold

__all__ = ["Dictionary", "Grammar", "Parse"]

_CASES = {
    "nomn": "Nom", "voct": "Nom", "gent": "Gen", "gen1": "Gen", "gen2": "Gen", "datv": "Dat",
    "accs": "Acc", "acc2": "Acc", "ablt": "Ins", "loct": "Loc", "loc1": "Loc", "loc2": "Loc",
}  # fmt: skip
_POS = {
    "NOUN": "NOUN", "ADJF": "ADJ", "ADJS": "ADJ", "COMP": "ADJ", "VERB": "VERB", "INFN": "VERB",
    "PRTF": "VERB", "PRTS": "VERB", "GRND": "VERB", "NUMR": "NUM", "ADVB": "ADV", "NPRO": "PRON",
    "PRED": "ADV", "PREP": "ADP", "CONJ": "CCONJ", "PRCL": "PART", "INTJ": "INTJ",
}  # fmt: skip
_FORMS = {"VERB": "Fin", "INFN": "Inf", "PRTF": "Part", "PRTS": "Part", "GRND": "Conv"}
_TENSES = {"past": "Past", "pres": "Pres", "futr": "Fut"}
_GENDERS = {"masc": "Masc", "femn": "Fem", "neut": "Neut"}
_NUMBERS = {"sing": "Sing", "plur": "Plur"}
_MOODS = {"indc": "Ind", "impr": "Imp"}
_PERSONS = {"1per": "1", "2per": "2", "3per": "3"}
_NAMES = frozenset(("Name", "Surn", "Patr", "Geox", "Orgn", "Trad"))
_MARKS = frozenset(("PNCT", "NUMB", "ROMN", "LATN"))


@dataclass(frozen=True, slots=True)
class Grammar:
    """A tag of the dictionary in Universal Dependencies' terms; `pos` is None where it has none.

    Attributes:
        name: the word is filed as a name of any kind; `place` as that of a place.
        abbreviation: filed as an abbreviation.
        mark: punctuation, number or foreign letters; `number` only when it is a number.
    """

    pos: str | None
    case: str | None
    number: str | None
    gender: str | None
    person: str | None
    tense: str | None
    mood: str | None
    form: str | None
    voice: str | None
    name: bool
    place: bool
    abbreviation: bool
    mark: bool
    digits: bool


#: Lemma (folded), grammar, probability.
Parse = tuple[str, Grammar, float]


def _grammar(tag: Any) -> Grammar:
    grammemes = tag.grammemes
    pos = _POS.get(str(tag.POS))
    if pos == "ADJ" and "Apro" in grammemes:
        pos = "DET"
    elif pos == "ADJ" and "Anum" in grammemes:
        pos = "NUM"
    form = _FORMS.get(str(tag.POS))
    person = None
    if form == "Fin" and tag.person:
        person = _PERSONS[tag.person]
        if person != "3":
            person += "Sing" if tag.number == "sing" else "Plur"
    voice = None
    if form is not None:
        voice = "Pass" if tag.voice == "pssv" else "Act"
    return Grammar(
        pos, _CASES.get(str(tag.case)), _NUMBERS.get(str(tag.number)), _GENDERS.get(str(tag.gender)), person,
        _TENSES.get(str(tag.tense)), _MOODS.get(str(tag.mood)), form, voice,
        bool(_NAMES & grammemes), "Geox" in grammemes, "Abbr" in grammemes,
        bool(_MARKS & grammemes), "NUMB" in grammemes,
    )  # fmt: skip


class Dictionary:
    """Opens pymorphy3's Russian dictionary."""

    def __init__(self) -> None:
        import pymorphy3

        self._morph: Any = pymorphy3.MorphAnalyzer(lang="ru")
        self._tables: Any = self._morph.dictionary
        self._words: Any = self._tables.words
        self._substitutes: Any = self._morph.char_substitutes
        self._probability: Any = self._morph.prob_estimator.p_t_given_w.prob
        #: (paradigm, form) -> length of prefix and ending, what the base form has instead, tag, its grammar
        self._slots: dict[tuple[int, int], tuple[int, int, str, str, Any, Grammar]] = {}
        self._grammars: dict[Any, Grammar] = {}

    def knows(self, word: str) -> bool:
        """Whether the dictionary has a lower-case word, «е» standing for «ё», too."""
        return bool(self._words.similar_keys(word, self._substitutes))

    def parse(self, word: str) -> list[Parse]:
        """All parses of a lower-case word, likeliest first; guesses where the dictionary lacks it."""
        found = self._words.similar_items(word, self._substitutes) if len(word) > 1 else ()
        if not found:
            return self._guess(word)
        parses = [(spelt, *self._slot(key)) for spelt, keys in found for key in keys]
        lone = len(parses) == 1
        scores = [1.0] if lone else [self._probability(word, p[5]) for p in parses]
        if not any(scores):
            scores = [1.0 / len(parses)] * len(parses)
        out = []
        for (spelt, cut, ending, before, after, _, grammar), score in zip(parses, scores, strict=True):
            stem = spelt[cut : len(spelt) - ending]
            out.append((fold(before + stem + after), grammar, score))
        if not lone:
            out.sort(key=lambda p: -p[2])
        return out

    def lexeme(self, lemma: str) -> frozenset[str]:
        """All forms of a lemma, folded; the lemma itself where the dictionary lacks it."""
        forms = {fold(lemma)}
        for parse in self._morph.parse(lemma):
            if fold(parse.normal_form) == fold(lemma):
                forms.update(fold(form.word) for form in parse.lexeme)
        return frozenset(forms)

    def _slot(self, key: tuple[int, int]) -> tuple[int, int, str, str, Any, Grammar]:
        known = self._slots.get(key)
        if known is None:
            paradigm_id, index = key
            tables = self._tables
            paradigm = tables.paradigms[paradigm_id]
            size = len(paradigm) // 3
            prefixes, suffixes = tables.paradigm_prefixes, tables.suffixes
            tag = tables.build_tag_info(paradigm_id, index)
            known = self._slots[key] = (
                len(prefixes[paradigm[2 * size + index]]),
                len(suffixes[paradigm[index]]),
                prefixes[paradigm[2 * size]],
                suffixes[paradigm[0]],
                tag,
                self._of_tag(tag),
            )
        return known

    def _of_tag(self, tag: Any) -> Grammar:
        known = self._grammars.get(tag)
        if known is None:
            known = self._grammars[tag] = _grammar(tag)
        return known

    def _guess(self, word: str) -> list[Parse]:
        return [(fold(p.normal_form), self._of_tag(p.tag), p.score) for p in self._morph.parse(word)]
