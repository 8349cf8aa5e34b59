"""Trigger patterns: a small language over the words of one sentence.

A pattern is elements separated by spaces; each matches one token unless said otherwise::

    келу              a word one of whose readings has this lemma (lemmas as `Language.readings` gives them)
    келу|бару         either
    $say              any lemma of the word set `say` (frames/words/<language>.yaml); may stand in alternatives
    =қол              this form exactly, lower case
    сапар:Ins         with features: case, form, voice, number, tense, part of speech, Neg/Pos;
                      values of one attribute are alternatives, attributes must all hold: `қою:Pass,Fin,Part`
    <state>           a recognised mention of this kind (any length); <any> one of any kind but date and amount
    <amount>          a number or sum
    ..                a gap of at most six tokens; `..3` of at most three; a gap never crosses `;` or a full stop
    *:Vnoun,Dat       any word with these features (never what sets a pattern off)
    word?             may be missing
    ^word             the head: the word whose arguments fill the roles (default: the last verb, else the
                      last element that is neither optional nor a gap)

Words inside a recognised name never match a lemma, so «Шанхай ынтымақтастық ұйымы» is not cooperation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from elshi.errors import RuleError

if TYPE_CHECKING:
    from elshi.frames.view import View
    from elshi.languages.base import Reading

__all__ = ["Element", "Match", "Pattern", "parse"]

#: Longest gap that `..` may span: beyond it two words seldom form one set phrase.
DEFAULT_GAP = 6
#: The word set of a language's most frequent words, which set off a pattern only when it has no other.
COMMON = "common"

FEATURES: Mapping[str, str] = {
    **dict.fromkeys(("Nom", "Gen", "Dat", "Acc", "Loc", "Abl", "Ins"), "case"),
    **dict.fromkeys(("Fin", "Part", "Vnoun", "Conv", "Inf"), "form"),
    **dict.fromkeys(("Act", "Pass"), "voice"),
    **dict.fromkeys(("Sing", "Plur"), "number"),
    **dict.fromkeys(("Past", "Pres", "Fut"), "tense"),
    **dict.fromkeys(("NOUN", "PROPN", "ADJ", "VERB", "ADV", "NUM"), "pos"),
    **dict.fromkeys(("Neg", "Pos"), "negative"),
    "Poss": "possessive",
}

_GAP = re.compile(r"^\.\.(\d*)$")
_WORD = re.compile(r"^[\w’'.\-]+$")


@dataclass(frozen=True, slots=True)
class Element:
    """One step of a pattern; `gap` >= 0 marks a gap, `kind` a mention, `options` differing alternatives."""

    lemmas: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    features: tuple[tuple[str, frozenset[str]], ...] = ()
    kind: str | None = None
    gap: int = -1
    optional: bool = False
    head: bool = False
    options: tuple[Element, ...] = ()
    any: bool = False

    def takes(self, reading: Reading) -> bool:
        """Whether a reading has the features asked for."""
        for attribute, wanted in self.features:
            if attribute == "negative":
                if ("Neg" if reading.negative else "Pos") not in wanted:
                    return False
            elif attribute == "possessive":
                if not reading.possessive:
                    return False
            elif attribute == "pos":
                if reading.pos not in wanted:
                    return False
            elif attribute == "voice":
                if (reading.voice or "Act") not in wanted:
                    return False
            elif getattr(reading, attribute) not in wanted:
                return False
        return True


@dataclass(frozen=True, slots=True)
class Match:
    """Where a pattern matched: the head token, all matched tokens, and their reading (None for names)."""

    head: int
    tokens: tuple[int, ...]
    reading: Reading | None

    @property
    def first(self) -> int:
        """Index of the first matched token."""
        return min(self.tokens)

    @property
    def last(self) -> int:
        """Index of the last matched token."""
        return max(self.tokens)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A parsed pattern.

    Attributes:
        source: as written.
        elements: its steps.
        head: index of the head element.
        keys: lemmas and forms (marked `=`) one of which the anchor, its rarest firm word, must have.
        anchor: index of the anchor element.
        others: the same for every other firm word; a sentence that lacks one cannot match.
    """

    source: str
    elements: tuple[Element, ...]
    head: int
    keys: frozenset[str]
    anchor: int
    others: tuple[frozenset[str], ...] = ()

    def match_at(self, view: View, index: int) -> Match | None:
        """The match whose anchor element stands on token `index`, or None; shortest gaps win."""
        found: list[tuple[int, int, Reading | None]] = []
        if not _walk(self.elements, self.anchor, view, index, 1, found):
            return None
        left: list[tuple[int, int, Reading | None]] = []
        if self.anchor > 0 and not _walk_left(self.elements, self.anchor - 1, view, index - 1, left):
            return None
        steps = left + found
        head = next((s for s in steps if s[0] == self.head), None)
        if head is None:  # an optional head that is missing: fall back to the anchor
            head = next(s for s in steps if s[0] == self.anchor)
        tokens = tuple(sorted({t for _, t, _ in steps}))
        return Match(head[1], tokens, head[2])


def _accept(element: Element, view: View, index: int) -> tuple[bool, int, Reading | None]:
    """Whether the element takes the token; returns also how many tokens it spans and the reading."""
    if index < 0 or index >= len(view.tokens):
        return False, 0, None
    for option in element.options:
        found = _accept(option, view, index)
        if found[0]:
            return found
    if element.options:
        return False, 0, None
    if element.kind is not None:
        mention = view.mention_at[index]
        if mention is None:
            return False, 0, None
        fits = element.kind == mention.kind or (
            element.kind == "any" and mention.kind not in ("date", "amount")
        )
        return fits, mention.last - mention.first + 1, None
    if element.forms and view.lower[index] in element.forms:
        if view.named[index]:
            return False, 0, None
        if not element.features:
            return True, 1, view.chosen[index]
        for reading in view.readings(index):
            if element.takes(reading):
                return True, 1, reading
        return False, 0, None
    if element.any:
        if view.named[index]:
            return False, 0, None
        chosen = view.chosen[index]
        if chosen is not None and element.takes(chosen):
            return True, 1, chosen
        for reading in view.readings(index):
            if element.takes(reading):
                return True, 1, reading
        return False, 0, None
    if element.lemmas:
        if view.named[index] or not (element.lemmas & view.lemmas(index)):
            return False, 0, None
        chosen = view.chosen[index]
        if chosen is not None and chosen.lemma in element.lemmas and element.takes(chosen):
            return True, 1, chosen
        for reading in view.readings(index):
            if reading.lemma in element.lemmas and element.takes(reading):
                return True, 1, reading
    return False, 0, None


def _walk(
    elements: Sequence[Element],
    position: int,
    view: View,
    index: int,
    step: int,
    found: list[tuple[int, int, Reading | None]],
) -> bool:
    """Matches `elements[position:]` from token `index` rightwards."""
    if position == len(elements):
        return True
    element = elements[position]
    if element.gap >= 0:
        if position + 1 == len(elements):
            return True
        for skip in range(element.gap + 1):
            if index + skip >= len(view.tokens) or (skip and view.hard_stop[index + skip - 1]):
                return False
            if _walk(elements, position + 1, view, index + skip, step, found):
                return True
        return False
    ok, width, reading = _accept(element, view, index)
    if ok:
        mark = len(found)
        found.extend((position, index + k, reading) for k in range(width))
        if _walk(elements, position + 1, view, index + width, step, found):
            return True
        del found[mark:]
    return element.optional and _walk(elements, position + 1, view, index, step, found)


def _walk_left(
    elements: Sequence[Element],
    position: int,
    view: View,
    index: int,
    found: list[tuple[int, int, Reading | None]],
) -> bool:
    """Matches `elements[:position + 1]` from token `index` leftwards."""
    if position < 0:
        return True
    element = elements[position]
    if element.gap >= 0:
        for skip in range(element.gap + 1):
            if index - skip < 0 or (skip and view.hard_stop[index - skip + 1]):
                return False
            if _walk_left(elements, position - 1, view, index - skip, found):
                return True
        return False
    start = index
    mention = view.mention_at[index] if 0 <= index < len(view.tokens) else None
    if element.kind is not None and mention is not None:
        start = mention.first
    ok, width, reading = _accept(element, view, start)
    if ok:
        mark = len(found)
        found.extend((position, start + k, reading) for k in range(width))
        if _walk_left(elements, position - 1, view, start - 1, found):
            return True
        del found[mark:]
    return element.optional and _walk_left(elements, position - 1, view, index, found)


def parse(source: str, sets: Mapping[str, frozenset[str]], where: str) -> Pattern:
    """Reads one pattern.

    Args:
        source: the pattern as written.
        sets: word sets of the language by name.
        where: file and line for the error message.

    Raises:
        RuleError: the pattern is malformed or names an unknown set or feature.
    """
    elements: list[Element] = []
    head: int | None = None
    for part in source.split():
        gap = _GAP.match(part)
        if gap:
            elements.append(Element(gap=int(gap.group(1)) if gap.group(1) else DEFAULT_GAP))
            continue
        is_head = part.startswith("^")
        optional = part.endswith("?")
        body = part[1 if is_head else 0 : -1 if optional else None]
        if body.startswith("<") and body.endswith(">"):
            elements.append(Element(kind=body[1:-1], optional=optional, head=is_head))
        else:
            elements.append(_word(body, optional, is_head, sets, where, source))
        if is_head:
            if head is not None:
                raise RuleError(f"{where}: pattern {source!r} has two heads (^); keep one")
            head = len(elements) - 1
    firm = [i for i, e in enumerate(elements) if e.gap < 0 and not e.optional and (e.lemmas or e.forms)]
    if not firm:
        raise RuleError(f"{where}: pattern {source!r} has no word that must be there; add one")
    if elements[0].gap >= 0 or elements[-1].gap >= 0:
        raise RuleError(f"{where}: pattern {source!r} begins or ends with a gap; remove it")
    # The last firm word is the predicate in Kazakh and the noun of a set phrase elsewhere; `^` overrides.
    # The rarest word sets a pattern off: trying «в .. сила» at every «в» would cost dearly.
    common = sets.get(COMMON, frozenset())
    anchor = min(
        firm,
        key=lambda i: (
            not common.isdisjoint(elements[i].lemmas | elements[i].forms),
            len(elements[i].lemmas) + len(elements[i].forms),
            i,
        ),
    )
    keys = _keys(elements[anchor])
    others = tuple(_keys(elements[i]) for i in firm if i != anchor)
    return Pattern(source, tuple(elements), firm[-1] if head is None else head, keys, anchor, others)


def _keys(element: Element) -> frozenset[str]:
    return element.lemmas | frozenset("=" + f for f in element.forms)


def _word(
    body: str, optional: bool, is_head: bool, sets: Mapping[str, frozenset[str]], where: str, source: str
) -> Element:
    if body == "=:":  # the mark itself, which otherwise opens the features
        return Element(frozenset(), frozenset({":"}), (), None, -1, optional, is_head)
    parts = [part.partition(":") for part in body.split("|")]
    given = {text for _, _, text in parts}
    if len(given - {""}) > 1 or (len(given) == 2 and not parts[-1][2]):
        # Alternatives with features of their own: `саммит:Loc|мінбер:Abl`.
        options = tuple(
            _word("|".join(word for word, _, own in parts if own == text) + (f":{text}" if text else ""),
                  False, False, sets, where, source)
            for text in sorted(given)
        )  # fmt: skip
        lemmas_of = frozenset().union(*(o.lemmas for o in options))
        forms_of = frozenset().union(*(o.forms for o in options))
        return Element(lemmas_of, forms_of, (), None, -1, optional, is_head, options)
    # `a|b:Ins`: what stands at the end holds for all.
    feature_text = parts[-1][2]
    lemmas: set[str] = set()
    forms: set[str] = set()
    anything = [word for word, _, _ in parts] == ["*"]
    if anything and not feature_text:
        raise RuleError(f"{where}: pattern {source!r}: * alone is any word at all; write .. or give features")
    for word, _, _ in parts:
        if anything:
            break
        if word.startswith("$"):
            if word[1:] not in sets:
                raise RuleError(f"{where}: pattern {source!r} names the unknown word set {word}")
            lemmas |= sets[word[1:]]
        elif word.startswith("="):
            forms.add(word[1:].lower())
        elif _WORD.match(word):
            lemmas.add(word.lower())
        else:
            raise RuleError(f"{where}: pattern {source!r}: cannot read {word!r}")
    features: dict[str, set[str]] = {}
    for value in filter(None, feature_text.split(",")):
        if value not in FEATURES:
            known = ", ".join(sorted(FEATURES))
            raise RuleError(f"{where}: pattern {source!r}: unknown feature {value!r}; one of {known}")
        features.setdefault(FEATURES[value], set()).add(value)
    return Element(
        frozenset(lemmas),
        frozenset(forms),
        tuple((a, frozenset(v)) for a, v in sorted(features.items())),
        None,
        -1,
        optional,
        is_head,
        any=anything,
    )
