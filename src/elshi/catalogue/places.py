"""Places that the catalogue does not know, by the noun beside them: «Моне қаласы», "Gansu Province"."""

from __future__ import annotations

from elshi.catalogue.atoms import HYPHEN, SPACE, Atoms
from elshi.catalogue.index import Index
from elshi.catalogue.spans import Span

__all__ = ["find_places"]

_REACH = 3


def find_places(atoms: Atoms, spans: list[Span], index: Index) -> list[Span]:
    """Adds unknown places to the names found, and lets known ones take in their noun."""
    words = atoms.words
    taken = {at for s in spans for at in range(s.first, s.last + 1)}
    added: list[Span] = []
    for at, word in enumerate(words):
        if "place_nouns" not in index.marks(word) or at in taken:
            continue
        code = index.language.code
        found = _before(atoms, at, taken, index) if code != "ru" else None
        if found is None and code != "kk" and not word[0].isupper():
            found = _after(atoms, at, taken, index)
        if found is None:
            continue
        name = " ".join(words[found[0] : found[1] + 1])
        last = at if found[1] < at else found[1]
        added.append(Span(found[0], last, "place", name=name))
        taken.update(range(found[0], last + 1))
    for span, last in _nouns_of_known(atoms, spans, index):
        span.last = span.noun = last
    return sorted([*spans, *added], key=lambda s: s.first) if added else spans


def _nouns_of_known(atoms: Atoms, spans: list[Span], index: Index) -> list[tuple[Span, int]]:
    """«Бурабай ауданында»: in Kazakh the noun carries the case of the known name before it."""
    out: list[tuple[Span, int]] = []
    if index.language.code != "kk":
        return out
    for number, span in enumerate(spans):
        after = span.last + 1
        if (
            span.kind == "place"
            and span.hit is not None
            and after < len(atoms.words)
            and atoms.gaps[after] == SPACE
            and "place_nouns" in index.marks(atoms.words[after])
            and not (number + 1 < len(spans) and spans[number + 1].first <= after)
        ):
            out.append((span, after))
    return out


def _name(atoms: Atoms, at: int, taken: set[int], index: Index) -> bool:
    word = atoms.words[at]
    if at in taken or not word[0].isupper() or word.isupper() or not word[0].isalpha():
        return False
    if index.marks(word) & {"not_names", "heads", "titles"}:
        return False
    return at > 0 or index.language.readings(word)[0].pos in ("PROPN", "X")


def _before(atoms: Atoms, noun: int, taken: set[int], index: Index) -> tuple[int, int] | None:
    if index.language.code == "en" and not atoms.words[noun][0].isupper():
        return None
    first = noun
    while (
        first > 0
        and noun - first < _REACH
        and atoms.gaps[first] in (SPACE, HYPHEN)
        and _name(atoms, first - 1, taken, index)
    ):
        first -= 1
    return (first, noun - 1) if first < noun else None


def _after(atoms: Atoms, noun: int, taken: set[int], index: Index) -> tuple[int, int] | None:
    words = atoms.words
    at = noun + 1
    if index.language.code == "en":
        if at >= len(words) or words[at] != "of":
            return None
        at += 1
    first = at
    while (
        at < len(words)
        and at - first < _REACH
        and atoms.gaps[at] in (SPACE, HYPHEN)
        and _name(atoms, at, taken, index)
    ):
        at += 1
    return (first, at - 1) if at > first else None
