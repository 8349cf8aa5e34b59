"""Words of the domain in three languages, and words that only ask: the data of search, checked when loaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from elshi.errors import CatalogueError

__all__ = ["KINDS", "LANGUAGES", "Lexicon", "Questions", "lexicon", "questions"]

LANGUAGES = ("kk", "ru", "en")

#: Kinds of answer that a question may want.
KINDS = ("date", "place", "person", "amount")

#: Prefixes shorter than this would match anything.
_SHORTEST_PREFIX = 2


@dataclass(frozen=True)
class _Words:
    """Entries of one language: whole base forms, beginnings (by length), and phrases by their first word."""

    exact: Mapping[str, tuple[str, ...]]
    prefixes: Mapping[str, tuple[str, ...]]
    phrases: tuple[tuple[tuple[str, ...], str], ...]


class Lexicon:
    """Concepts of the domain: words of three languages that mean the same to whoever searches."""

    def __init__(self, words: Mapping[str, _Words], facts: Mapping[str, tuple[str, ...]]) -> None:
        self._words = words
        self._facts = facts
        self._found: dict[tuple[str, str], tuple[str, ...]] = {}

    def concepts(self, language: str, lemma: str) -> tuple[str, ...]:
        """Concepts that a base form stands for."""
        found = self._found.get((language, lemma))
        if found is None:
            words = self._words[language]
            some = dict.fromkeys(words.exact.get(lemma, ()))
            for size in range(_SHORTEST_PREFIX, len(lemma) + 1):
                some.update(dict.fromkeys(words.prefixes.get(lemma[:size], ())))
            found = self._found[language, lemma] = tuple(some)
        return found

    def phrases(self, language: str, lemmas: Sequence[str]) -> list[tuple[int, int, str]]:
        """Phrases among base forms in a row: (first, one past the last, concept)."""
        out = []
        for parts, concept in self._words[language].phrases:
            for at in range(len(lemmas) - len(parts) + 1):
                if all(_is(lemmas[at + k], part) for k, part in enumerate(parts)):
                    out.append((at, at + len(parts), concept))
        return out

    def facts(self, concept: str) -> tuple[str, ...]:
        """What facts of that concept are indexed as (`type:visit`, `sub:signed`)."""
        return self._facts.get(concept, ())


def _is(lemma: str, part: str) -> bool:
    return lemma.startswith(part[:-1]) if part.endswith("*") else lemma == part


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon, read once.

    Raises:
        CatalogueError: a line of `lexicon.csv` is not as it should be.
    """
    name = "search/data/lexicon.csv"
    lines = (files("elshi.search") / "data" / "lexicon.csv").read_text("utf-8").splitlines()
    exact: dict[str, dict[str, list[str]]] = {code: {} for code in LANGUAGES}
    prefixes: dict[str, dict[str, list[str]]] = {code: {} for code in LANGUAGES}
    phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {code: [] for code in LANGUAGES}
    facts: dict[str, tuple[str, ...]] = {}
    for number, line in enumerate(lines[1:], 2):
        cells = line.split(";")
        if len(cells) != 2 + len(LANGUAGES):
            raise CatalogueError(f"{name}:{number}: needs {2 + len(LANGUAGES)} cells, has {len(cells)}")
        concept, told, *words = cells
        if concept in facts:
            raise CatalogueError(f"{name}:{number}: the concept {concept!r} stands there twice")
        facts[concept] = tuple(filter(None, told.split(",")))
        for code, cell in zip(LANGUAGES, words, strict=True):
            if not cell:
                raise CatalogueError(f"{name}:{number}: {concept} has no word in {code}")
            for entry in cell.split(","):
                if "_" in entry:
                    phrases[code].append((tuple(entry.split("_")), concept))
                elif entry.endswith("*"):
                    if len(entry) <= _SHORTEST_PREFIX:
                        raise CatalogueError(f"{name}:{number}: {entry!r} is too short to be a beginning")
                    prefixes[code].setdefault(entry[:-1], []).append(concept)
                else:
                    exact[code].setdefault(entry, []).append(concept)
    made = {
        code: _Words(
            {word: tuple(found) for word, found in exact[code].items()},
            {word: tuple(found) for word, found in prefixes[code].items()},
            tuple(phrases[code]),
        )
        for code in LANGUAGES
    }
    return Lexicon(made, facts)


@dataclass(frozen=True)
class Questions:
    """Words that ask.

    Attributes:
        empty: words that say nothing about what is asked for, by language.
        answers: (words in a row, kind of answer wanted), longest first, by language.
    """

    empty: Mapping[str, frozenset[str]]
    answers: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]


@lru_cache(maxsize=1)
def questions() -> Questions:
    """The question words, read once.

    Raises:
        CatalogueError: `questions.yaml` names a kind of answer or a language that there is not.
    """
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data: Any = yaml.load(
        (files("elshi.search") / "data" / "questions.yaml").read_text("utf-8"), Loader=loader
    )
    if set(data["answers"]) != set(KINDS):
        raise CatalogueError(f"search/data/questions.yaml: answers must be of the kinds {', '.join(KINDS)}")
    answers: dict[str, list[tuple[tuple[str, ...], str]]] = {code: [] for code in LANGUAGES}
    for kind, by_language in data["answers"].items():
        for code in LANGUAGES:
            answers[code] += [(tuple(entry.split("_")), kind) for entry in by_language[code]]
    for code in LANGUAGES:
        answers[code].sort(key=lambda one: (-len(one[0]), one))
    return Questions(
        {code: frozenset(map(str, data["empty"][code])) for code in LANGUAGES},
        {code: tuple(found) for code, found in answers.items()},
    )
