"""Words of persons' names: which endings tell a surname, where a case ending ends a name, base forms."""

from __future__ import annotations

from elshi.catalogue.atoms import SPACE, Atoms
from elshi.catalogue.endings import case_of, kazakh_case
from elshi.catalogue.index import Index
from elshi.catalogue.spans import Span
from elshi.languages.letters import fold

__all__ = [
    "SHORT", "attributive", "base_of", "kazakh_ended", "kk_bases", "nominative", "russian_given", "surely_surname",
    "surname_like", "two_surnames",
]  # fmt: skip

#: Endings after which a Kazakh name cannot go on; the shorter ones also end given names (Дариға).
_ENDED = (
    "ның", "нің", "дың", "дің", "тың", "тің", "мен", "пен", "бен", "нан", "нен", "дан", "ден", "тан", "тен",
    "ға", "ге", "қа", "ке", "да", "де", "та", "те", "ды", "ді", "ты", "ті", "ны", "ні",
)  # fmt: skip
_SURE_ENDED = _ENDED[:6]
SHORT = 4


def kazakh_ended(word: str, index: Index) -> bool:
    """Whether a word carries a case ending, so that a name cannot go on after it."""
    folded = fold(word)
    if folded.endswith(_SURE_ENDED):
        return "given" not in index.marks(word) or folded not in index.cues.given
    if not folded.endswith(_ENDED) or folded in index.cues.given:
        return False
    for ending in _ENDED:
        if folded.endswith(ending):
            base = folded[: -len(ending)]
            return base in index.cues.given or base.endswith(index.cues.surname_endings)
    return False


def surname_like(word: str, index: Index) -> bool:
    """Whether a word has an ending that only surnames and patronymics have."""
    folded = fold(word)
    cues = index.cues
    if len(folded) <= SHORT or folded in cues.not_surnames:
        return False
    if folded.endswith(cues.surname_endings):
        return True
    if index.language.code == "kk":
        for ending in kk_bases(folded):
            if ending in cues.not_surnames:
                return False
            if ending.endswith(cues.surname_endings) and len(ending) > SHORT:
                return True
    elif index.language.code == "en" and folded.endswith("'s"):
        return surname_like(word[:-2], index)
    return False


def kk_bases(folded: str) -> list[str]:
    """Stems that are left when an ending of a case is taken off, longest ending first."""
    out = []
    for size in (5, 4, 3, 2, 1):
        if len(folded) - size < SHORT:
            continue
        ending = folded[-size:]
        if kazakh_case(ending) not in (None, "Nom"):
            out.append(folded[:-size])
    return out


def base_of(word: str, index: Index) -> tuple[str, str | None]:
    """A person's last name word in base form (capitalised as it stands), with its case."""
    code = index.language.code
    if code == "en":
        folded = fold(word)
        if folded.endswith("'s"):
            return word[:-2], "Gen"
        return (word[:-1], "Gen") if folded.endswith("s'") else (word, None)
    folded = fold(word)
    if code == "ru" and folded.endswith(("дзе", "швили", "ко")):
        return word, "Nom"
    if code == "kk":
        endings = index.cues.surname_endings
        if folded.endswith(endings):
            return word, "Nom"
        for base in kk_bases(folded):
            if base.endswith(endings):
                return word[: len(base)], kazakh_case(folded[len(base) :])
    for reading in index.language.readings(word):
        if reading.pos not in ("PROPN", "NOUN") or not reading.case:
            continue
        lemma = fold(reading.lemma)
        if code == "kk" and folded.startswith(lemma):
            return word[: len(lemma)], reading.case
        if code == "ru":
            return capitalised(lemma, word), reading.case
    return word, case_of(word, folded, index.language)


def capitalised(lemma: str, word: str) -> str:
    """A lemma with the capitals of the word it was read from."""
    parts = lemma.split("-")
    return "-".join(p.capitalize() for p in parts) if word[0].isupper() else lemma


def nominative(word: str, index: Index) -> bool:
    """Whether a Russian given name stands in the nominative, and so the surname after it."""
    folded = fold(word)
    given = index.cues.given
    if folded in given:
        return not (
            folded[-1] in "ая"
            and (folded[:-1] in given or folded[:-1] + "й" in given or folded[:-1] + "ь" in given)
        )
    return not (folded[-1] in "аяуюеоыи" or folded.endswith(("ом", "ем", "ым", "ой", "ей")))


def russian_given(word: str, index: Index) -> str:
    """A given name in the nominative: one that the list has, else by morphology."""
    for key in index.language.keys(word):
        if fold(key) in index.cues.given:
            return capitalised(fold(key), word)
    return base_of(word, index)[0]


def surely_surname(word: str, index: Index) -> bool:
    """Whether a word alone is a surname: «-ин», «-ина» also end common words («медицина»)."""
    if index.language.code != "kk":
        return True
    folded = fold(word)
    bases = [folded, *kk_bases(folded)]
    return any(b.endswith(index.cues.surname_endings) and not b.endswith(("ин", "ина")) for b in bases)


def attributive(atoms: Atoms, at: int, index: Index) -> bool:
    """«Нобелевской премии», «Террористический режим»: a Russian adjective with its noun, or no noun at all."""
    reading = index.language.readings(atoms.words[at])[0]
    if reading.pos in ("VERB", "ADV", "ADP", "CCONJ", "SCONJ", "PART", "PRON"):
        return True
    after = at + 1
    if reading.pos != "ADJ" or after >= len(atoms.words) or atoms.gaps[after] != SPACE:
        return False
    return atoms.words[after][0].islower() and index.language.readings(atoms.words[after])[0].pos == "NOUN"


def two_surnames(left: Span, right: Span) -> bool:
    """Whether both are surnames of people that the catalogue knows, of nobody in common."""
    surnames = all(s.entry is not None and s.entry.role == "surname" for s in (left, right))
    return left is not right and surnames and not set(left.rivals) & set(right.rivals)
