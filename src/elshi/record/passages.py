"""What search finds: sentences with their lemmas, the entities they name, and the facts they bear."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from elshi.model import Document

__all__ = ["Element", "Hit", "IndexedPassage", "Query", "plain_passages", "plain_query"]


@dataclass(frozen=True, slots=True)
class IndexedPassage:
    """A passage (a sentence as a rule) as the caller's text analysis prepared it for search.

    Attributes:
        start, end: offsets into the document's text.
        text: the words as they stand (`document.text[start:end]`).
        language: `kk`, `ru`, `en`, or None.
        terms: lemmas or other keys of its words; the query is given in the same form.
        entities: ids of states, organisations, persons … that it names.
        dates: EDTF values that it names.
    """

    start: int
    end: int
    text: str
    language: str | None
    terms: tuple[str, ...]
    entities: tuple[str, ...] = ()
    dates: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Element:
    """One thing that a query asks for: a name, a word, a time.

    Attributes:
        text: the words of the query.
        tokens: what a passage may hold to answer it, each with a weight from 0 to 1. Ids of entities and
            types of facts begin with `e:`.
        weight: how much it counts beside the others.
        named: it names somebody or something; a passage that has none of those named does not bear on the query.
    """

    text: str
    tokens: tuple[tuple[str, float], ...]
    weight: float = 1.0
    named: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A question to the record, as the caller's text analysis prepared it.

    Attributes:
        elements: what it asks for.
        wants: kinds of answer (`date`, `place`, `person`, `amount`); passages with one are preferred.
    """

    elements: tuple[Element, ...]
    wants: tuple[str, ...] = ()


def plain_query(terms: Iterable[str], entities: Iterable[str] = ()) -> Query:
    """A query for words and ids as they are given."""
    words = [Element(term, ((term, 1.0),)) for term in dict.fromkeys(terms) if term]
    names = [Element(one, ((f"e:{one}", 1.0),), 1.6, True) for one in dict.fromkeys(entities) if one]
    return Query((*words, *names))


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage or fact that bears on a query.

    Attributes:
        score: higher is better; comparable within one answer only.
        document: key of the document; `name` is the one that it came with.
        date: EDTF date of the fact or passage, else the document's publication date, or None.
        quote, start, end: the words, and where they stand in the document's text.
        fact: id of the fact, or None for a bare passage.
    """

    score: float
    document: str
    name: str
    language: str | None
    date: str | None
    quote: str
    start: int
    end: int
    fact: str | None


_SENTENCE = re.compile(r"\S[^\n]*?(?:[.!?…]+[»”\"')]*(?=\s|$)|(?=\n\s*\n)|$)", re.MULTILINE)
_WORD = re.compile(r"\w+(?:-\w+)*")


def plain_passages(document: Document, lemmas: Callable[[str], str] | None = None) -> list[IndexedPassage]:
    """Cuts a text at full stops and line ends, for callers that bring no text analysis of their own.

    Args:
        document: the text.
        lemmas: gives the base form of a lower-case word; the word itself without it.
    """
    found = []
    for match in _SENTENCE.finditer(document.text):
        words = [word.lower() for word in _WORD.findall(match[0])]
        if words:
            terms = tuple(words if lemmas is None else map(lemmas, words))
            found.append(IndexedPassage(match.start(), match.end(), match[0], document.language, terms))
    return found
