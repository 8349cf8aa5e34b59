"""Spelling out Kazakh endings: from the shapes of `suffixes.yaml` to tables of written endings.

An ending is kept with what must stand before it: the letters a stem may close with and its harmony.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from elshi.errors import RuleError
from elshi.languages import yamldata

__all__ = ["LONGEST", "Ending", "Tables", "build"]

#: Letters in the longest chain worth looking up («ларыңыздардағы»).
LONGEST = 14

_PACKAGE = "elshi.languages.kk"
_FILE = "suffixes.yaml"

# Letters of choice -> how each class of stem-final letter answers them (see the head of suffixes.yaml).
_CHOICES: dict[str, dict[str, str]] = {
    "L": {"vowel": "л", "glide": "л", "lateral": "д", "nasal": "д", "voiced": "д", "voiceless": "т"},
    "D": {"vowel": "д", "glide": "д", "lateral": "д", "nasal": "д", "voiced": "д", "voiceless": "т"},
    "N": {"vowel": "н", "glide": "д", "lateral": "д", "nasal": "н", "voiced": "д", "voiceless": "т"},
    "B": {"vowel": "д", "glide": "д", "lateral": "д", "nasal": "н", "voiced": "д", "voiceless": "т"},
    "M": {"vowel": "м", "glide": "м", "lateral": "м", "nasal": "м", "voiced": "б", "voiceless": "п"},
    "K": {"vowel": "м", "glide": "м", "lateral": "м", "nasal": "б", "voiced": "б", "voiceless": "п"},
}
_VOWELS = {"A": {"back": "а", "front": "е"}, "I": {"back": "ы", "front": "і"}}
_FEATURES = ("tense", "form", "mood")


@dataclass(frozen=True, slots=True)
class Ending:
    """One written chain of endings and what it says.

    Attributes:
        classes: classes of the letter before it.
        harmony: `back`, `front`, or None for endings without harmony.
        drops: what of the stem the ending has swallowed: `I`, `й`, or nothing.
        weight: see suffixes.yaml.
        inner: of a case ending after a possessive, the part up to the possessive («сі» of «сіне»).
        devoices: begins with a vowel, so that a stem's к қ п stands before it as г ғ б.
    Other attributes are those of `Reading`; `also` is a second verb form that the same letters make.
    """

    classes: frozenset[str]
    harmony: str | None
    weight: float
    number: str | None = None
    possessive: str | None = None
    case: str | None = None
    attributive: bool = False
    person: str | None = None
    tense: str | None = None
    mood: str | None = None
    form: str | None = None
    also: str | None = None
    negative: bool = False
    drops: str = ""
    devoices: bool = False
    inner: str = ""


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything that suffixes.yaml says, ready for look-ups.

    Attributes:
        nominal, verbal: written ending -> what it may be.
        class_of: letter -> class.
        back, front: vowels that decide harmony.
        elision: elided stem -> full stem («орн» -> «орын»).
        own_passives, soft_clusters, name_endings: see suffixes.yaml.
    """

    nominal: Mapping[str, tuple[Ending, ...]]
    verbal: Mapping[str, tuple[Ending, ...]]
    class_of: Mapping[str, str]
    back: frozenset[str]
    front: frozenset[str]
    elision: Mapping[str, str]
    own_passives: frozenset[str]
    soft_clusters: tuple[str, ...]
    name_endings: tuple[str, ...]


class _Speller:
    """Writes shapes out after a given class of letter and harmony."""

    def __init__(self, class_of: Mapping[str, str]) -> None:
        self._class_of = class_of

    def spell(self, shape: str, before: str, harmony: str) -> str:
        out = ""
        current = before
        for sign in shape:
            if sign == "G":
                voiceless = current == "voiceless"
                letter = {"back": "қ" if voiceless else "ғ", "front": "к" if voiceless else "г"}[harmony]
            elif sign in _VOWELS:
                letter = _VOWELS[sign][harmony]
            elif sign in _CHOICES:
                letter = _CHOICES[sign][current]
            else:
                letter = sign
            out += letter
            current = self._class_of.get(letter, current)
        return out

    def last(self, text: str, before: str) -> str:
        return self._class_of[text[-1]] if text else before


def _fits(rule: Mapping[str, Any], current: str, last_slot: str | None) -> bool:
    after = rule.get("after")
    if last_slot is not None and last_slot in rule.get("not_after", ()):
        return False
    if after is None:
        return True
    if after in ("third", "own"):
        return bool(after == last_slot)
    # A glide counts as a consonant; whether foreign «-у», «-и» take the vowel's ending is left open.
    return bool((after == "vowel") == (current == "vowel"))


def _nominal(data: Mapping[str, Any], speller: _Speller) -> Iterator[tuple[str, str, Ending]]:
    """Every chain plural - possessive - case - attribute, and predicate endings, after each class."""
    empty: Mapping[str, Any] = {"shape": "", "weight": 0.0}
    for harmony in ("back", "front"):
        for before in ("vowel", "glide", "lateral", "nasal", "voiced", "voiceless"):
            for plural in (empty, *data["plural"]):
                first = speller.spell(plural["shape"], before, harmony)
                after_plural = speller.last(first, before)
                for own in (empty, *data["possessive"]):
                    if own is not empty and not _fits(own, after_plural, None):
                        continue
                    second = first + speller.spell(own["shape"], after_plural, harmony)
                    after_own = speller.last(second, before)
                    slot = None
                    if own is not empty:
                        slot = "third" if own["who"] == "3" else "own" if own["who"][1:] == "Sing" else None
                    base = Ending(
                        frozenset((before,)),
                        harmony,
                        plural["weight"] + own["weight"],
                        number="Plur" if first else None,
                        possessive=own.get("who"),
                        devoices=not first and bool(second) and second[0] in "ыі",
                    )
                    if second:
                        yield second, before, replace(base, case="Nom")
                    for rule in data["case"]:
                        if not _fits(rule, after_own, slot):
                            continue
                        third = second + speller.spell(rule["shape"], after_own, harmony)
                        cased = replace(
                            base,
                            case=rule["case"],
                            weight=base.weight + rule["weight"],
                            inner=second if slot == "third" else "",
                        )
                        if rule["case"] == "Ins" and not second:
                            cased = replace(cased, harmony=None)
                        yield third, before, cased
                        if rule["case"] == "Loc":
                            fourth = third + speller.spell(data["attributive"]["shape"], "vowel", harmony)
                            yield (
                                fourth,
                                before,
                                replace(
                                    cased,
                                    attributive=True,
                                    weight=cased.weight + data["attributive"]["weight"],
                                ),
                            )
                    if own is empty:
                        for rule in data["predicate"]:
                            third = second + speller.spell(rule["shape"], after_own, harmony)
                            yield (
                                third,
                                before,
                                replace(
                                    base,
                                    case="Nom",
                                    person=rule["person"],
                                    weight=base.weight + rule["weight"],
                                ),
                            )


def _verbal(data: Mapping[str, Any], speller: _Speller) -> Iterator[tuple[str, str, Ending]]:
    """Every chain negation - tense - person, after each class."""
    persons = data["person"]
    for harmony in ("back", "front"):
        for before in ("vowel", "glide", "lateral", "nasal", "voiced", "voiceless"):
            for negative in (False, True):
                first = speller.spell(data["negation"][0]["shape"], before, harmony) if negative else ""
                stem_class = "vowel" if negative else before
                for rule in data["verb"]:
                    if rule.get("harmony", harmony) != harmony or not _fits(rule, stem_class, None):
                        continue
                    if negative and (rule.get("positive") or rule.get("drops")):
                        continue
                    if not negative and rule.get("negative"):
                        continue
                    second = first + speller.spell(rule["shape"], stem_class, harmony)
                    unmarked = "3" if rule["form"] == "Fin" or rule.get("also") else None
                    base = Ending(
                        frozenset((before,)),
                        harmony,
                        rule["weight"] + (1.5 if negative else 0.0),
                        person=rule.get("who", unmarked),
                        negative=negative,
                        drops=rule.get("drops", ""),
                        also=rule.get("also"),
                        devoices=not negative and second[0] in "аеыіийя",
                        **{name: rule.get(name) for name in _FEATURES},
                    )
                    if rule["person"] != "present":
                        yield second, before, base
                    if rule["person"] == "none":
                        continue
                    for who, shape in persons[rule["person"]]:
                        shapes = shape.split("|")
                        chosen = shapes[0 if harmony == "back" else -1]
                        third = second + speller.spell(chosen, speller.last(second, before), harmony)
                        extra = 3.0 if rule["person"] == "present" and who == "3" else 0.0
                        if rule["person"] in ("past", "full"):
                            extra = -1.0 if who != "3" else 0.0
                        yield (
                            third,
                            before,
                            replace(
                                base,
                                person=who,
                                number="Plur" if who == "3" and rule["person"] == "full" else None,
                                form="Fin",
                                also=None,
                                weight=base.weight + extra,
                            ),
                        )
                if negative:
                    # A bare negated stem is the negative imperative («барма»).
                    yield (
                        first,
                        before,
                        Ending(
                            frozenset((before,)),
                            harmony,
                            -8.0,
                            person="2Sing",
                            mood="Imp",
                            form="Fin",
                            negative=True,
                        ),
                    )


def _table(chains: Iterator[tuple[str, str, Ending]]) -> dict[str, tuple[Ending, ...]]:
    """Joins chains that differ only in the class of letter before them."""
    joined: dict[str, dict[Ending, set[str]]] = {}
    nothing: frozenset[str] = frozenset()
    for text, before, ending in chains:
        if text:
            joined.setdefault(text, {}).setdefault(replace(ending, classes=nothing), set()).add(before)
    return {
        text: tuple(replace(ending, classes=frozenset(classes)) for ending, classes in found.items())
        for text, found in joined.items()
    }


def _elided(stem: str) -> str:
    """The stem without its last vowel («орын» -> «орн»), with к қ п voiced («халық» -> «халқ» stays)."""
    for position in range(len(stem) - 1, -1, -1):
        if stem[position] in "ыі":
            return stem[:position] + stem[position + 1 :]
    return stem


def build() -> Tables:
    """Reads suffixes.yaml and spells everything out.

    Raises:
        RuleError: the file is damaged; the message names it and what is missing.
    """
    data = yamldata.load(_PACKAGE, _FILE)
    try:
        classes = data["classes"]
        class_of = {
            letter: name
            for name in ("vowel", "glide", "lateral", "nasal", "voiced", "voiceless")
            for letter in classes[name]
        }
        speller = _Speller(class_of)
        return Tables(
            nominal=_table(_nominal(data, speller)),
            verbal=_table(_verbal(data, speller)),
            class_of=class_of,
            back=frozenset(classes["back"]),
            front=frozenset(classes["front"]),
            elision={_elided(stem): stem for stem in data["elision"].split()},
            own_passives=frozenset(data["own_passives"].split()),
            name_endings=tuple(data["name_endings"].split()),
            soft_clusters=tuple(data["soft_clusters"].split()),
        )
    except (KeyError, TypeError) as error:
        raise RuleError(
            f"elshi/languages/kk/{_FILE}:1: section or field {error} is missing or wrong"
        ) from None
