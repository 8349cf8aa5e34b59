"""What a question asks for: names, words of any of the three languages, times, and the kind of answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from elshi.languages import get
from elshi.model import Document, Mention, Passage
from elshi.record.edtf import bounds
from elshi.record.passages import Element, Query
from elshi.search.lexicon import lexicon, questions
from elshi.search.tokens import date_tokens, skeleton, word_tokens

if TYPE_CHECKING:
    from elshi.extraction import Extractor

__all__ = ["read_query"]

#: How much each kind of element counts: who is asked for decides, then what, then the words that go with it.
_NAME, _WORD, _OFFICE, _TIME = 1.6, 1.0, 0.6, 1.2

#: How much a passage is worth that has not the word itself: its concept, a fact of that type, its consonants, a
#: wider time.
_CONCEPT, _FACT, _CONSONANTS, _WIDER = 0.9, 0.5, 0.75, 0.6

_SIDES = ("state", "igo", "programme", "nationality")


def read_query(extractor: Extractor, text: str) -> Query:
    """Reads a query as a text is read.

    Args:
        extractor: knows the names.
        text: words or a question in Kazakh, Russian or English, inflected as they come.
    """
    passages = extractor.analyse(Document("query", text)).passages
    elements: list[Element] = []
    wants: dict[str, None] = {}
    for passage in passages:
        codes = _languages(passage)
        taken = _mentions(extractor, passage, codes, elements)
        free = [(i, t.text) for i, t in enumerate(passage.tokens) if i not in taken]
        elements += _words([(i, word) for i, word in free if word[:1].isalnum()], codes, wants)
    return Query(tuple(_merged(elements)), tuple(wants))


def _languages(passage: Passage) -> tuple[str, ...]:
    """Languages that the words may be of: a short query in Cyrillic may be Kazakh or Russian."""
    letters = "".join(t.text for t in passage.tokens)
    cyrillic = sum("\u0400" <= c <= "\u04ff" for c in letters)
    first = passage.sentence.language
    if cyrillic * 2 > sum(map(str.isalpha, letters)):
        return ("kk",) if first == "kk" and any(c in "әғқңөұүһі" for c in letters.lower()) else ("ru", "kk")
    return ("en", "kk") if first == "kk" else ("en",)


def _mentions(
    extractor: Extractor, passage: Passage, codes: Sequence[str], elements: list[Element]
) -> set[int]:
    """Adds an element for each name and time; returns the indexes of their tokens."""
    taken: set[int] = set()
    catalogue = extractor.catalogue
    for m in passage.mentions:
        inside = range(m.first, m.last + 1)
        words = [passage.tokens[i].text for i in inside]
        if m.kind in ("date", "amount"):
            value = _time(m)
            if value is None:
                continue
            elements.append(_dated(value, " ".join(words)))
            taken.update(inside)
            continue
        ids = [one for one in (m.id or "").split("+") if one]
        known = [one for one in ids if ":" not in one or catalogue.entity(one) is not None]
        if m.kind == "office":
            if known:
                elements.append(_office(known, words, codes))
                taken.update(inside)
            continue
        if not known and len(words) > 1:
            # Two names that stand together may be taken for one: each is looked up by itself.
            for i in inside:
                word = passage.tokens[i].text
                if word[:1].isalpha():
                    elements.append(_single(extractor, word, codes))
            taken.update(inside)
            continue
        after = passage.tokens[m.last + 1].text if m.last + 1 < len(passage.tokens) else ""
        if m.kind == "nationality" and any("c:report" in word_tokens(after, code)[1] for code in codes):
            taken.update(inside)  # "the Russian article" is in Russian, not about Russia
            continue
        if m.kind in _SIDES:
            elements += [Element(words[0], ((f"e:{one}", 1.0),), _NAME, True) for one in known]
            if not known:
                continue
        else:
            elements.append(_named(extractor, m, known, words, codes))
        taken.update(inside)
    return taken


def _time(m: Mention) -> str | None:
    if isinstance(m.value, str):
        return m.value
    # «2010» by itself is read as an amount; in a query it is a year.
    if isinstance(m.value, float) and m.value.is_integer() and 1900 <= m.value <= 2099 and m.unit is None:
        return str(int(m.value))
    return None


def _dated(value: str, words: str) -> Element:
    span = bounds(value)
    tokens = date_tokens([value])
    exact = max(map(len, tokens), default=0)
    weights = [(token, 1.0 if len(token) == exact else _WIDER ** (exact - len(token))) for token in tokens]
    weights = [(token, max(weight, 0.3)) for token, weight in weights]
    if span and span.days and span.days > 366:
        weights = [(token, 1.0) for token in tokens]
    return Element(words, tuple(weights), _TIME, False)


def _office(ids: Sequence[str], words: Sequence[str], codes: Sequence[str]) -> Element:
    tokens = {f"e:{one}": 1.0 for one in ids}
    for word in words:
        for code in codes:
            lemma, some, _ = word_tokens(word, code)
            for token in (lemma, *(one for one in some if one.startswith("c:"))):
                if token:
                    tokens.setdefault(token, _CONCEPT)
    return Element(" ".join(words), tuple(tokens.items()), _OFFICE, False)


def _named(
    extractor: Extractor, m: Mention, known: Sequence[str], words: Sequence[str], codes: Sequence[str]
) -> Element:
    """A person, place or body: by its id, and by the consonants of its name."""
    tokens = {f"e:{one}": 1.0 for one in (*known, *((m.id,) if m.id and not known else ()))}
    if m.kind in ("person", "place") and known:
        last = words[-1]
        for token in _skeletons(last, codes):
            tokens.setdefault(token, _CONSONANTS if m.kind == "place" else 0.95)
    elif not known:
        for word in words:
            for token in _skeletons(word, codes):
                tokens.setdefault(token, 0.95)
    if m.of and m.kind == "organisation" and not known:
        tokens.setdefault(f"e:{m.of}", 0.5)
    elif m.of and m.kind == "place" and ":" not in m.of and "-" in (known[0] if known else ""):
        tokens.setdefault(f"e:{m.of}", 0.5)  # a building («NATO headquarters») stands for its body
    return Element(" ".join(words), tuple(tokens.items()), _NAME, True)


def _skeletons(word: str, codes: Sequence[str]) -> list[str]:
    out: dict[str, None] = {}
    for code in codes:
        _, some, _ = word_tokens(word, code)
        out.update((one, None) for one in some if one.startswith("s:"))
    if not out and len(skeleton(word)) >= 2:
        out[f"s:{skeleton(word)}"] = None
    return list(out)


def _single(extractor: Extractor, word: str, codes: Sequence[str]) -> Element:
    """One capitalised word of several that were taken together for a name that nobody knows."""
    for passage in extractor.analyse(Document("word", word)).passages:
        for m in passage.mentions:
            if m.id and m.kind not in ("date", "amount") and len(passage.tokens) == 1:
                known = [
                    one
                    for one in m.id.split("+")
                    if ":" not in one or extractor.catalogue.entity(one) is not None
                ]
                return _named(extractor, m, known, [word], codes)
    return Element(word, tuple((token, 1.0) for token in _skeletons(word, codes)), _NAME, True)


def _words(
    free: Sequence[tuple[int, str]], codes: Sequence[str], wants: dict[str, None]
) -> Iterable[Element]:
    """Elements of the words that are no names; question words are dropped, and tell what is wanted."""
    asked = questions()
    lemmas = {
        code: [word_tokens(word, code)[0] or _function_word(word, code) for _, word in free] for code in codes
    }
    dropped: set[int] = set()
    phrases: dict[int, list[str]] = {}
    for code in codes:
        own = lemmas[code]
        for parts, kind in asked.answers[code]:
            for at in range(len(own) - len(parts) + 1):
                if at not in dropped and all(
                    part in (own[at + k], free[at + k][1].lower()) for k, part in enumerate(parts)
                ):
                    wants[kind] = None
                    if len(parts) == 1 or kind != "place":
                        dropped.update(range(at, at + len(parts)))
                    else:
                        dropped.add(at)
        for first, end, concept in lexicon().phrases(code, own):
            for at in range(first, end):
                phrases.setdefault(at, []).append(concept)
    for at, (_, word) in enumerate(free):
        if at in dropped:
            continue
        if any(lemmas[code][at] in asked.empty[code] or word.lower() in asked.empty[code] for code in codes):
            continue
        tokens: dict[str, float] = {}
        meaning = False
        for code in codes:
            lemma, some, _ = word_tokens(word, code)
            if not lemma:
                continue
            meaning = True
            tokens[lemma] = 1.0
            for token in some:
                tokens.setdefault(token, _CONCEPT if token.startswith("c:") else _CONSONANTS)
        for concept in phrases.get(at, ()):
            tokens[f"c:{concept}"] = _CONCEPT
        for token in list(tokens):
            if token.startswith("c:"):
                for fact in lexicon().facts(token[2:]):
                    tokens.setdefault(f"e:{fact}", _FACT)
        if meaning:
            named = word[:1].isupper() and at > 0
            yield Element(word, tuple(tokens.items()), _NAME if named else _WORD, named)


def _function_word(word: str, code: str) -> str:
    return get(code).readings(word)[0].lemma if word[:1].isalpha() else word.lower()


def _merged(elements: Sequence[Element]) -> Iterable[Element]:
    """Elements that look for the same count once."""
    seen: dict[frozenset[str], Element] = {}
    for one in elements:
        if not one.tokens:
            continue
        key = frozenset(token for token, _ in one.tokens)
        if key not in seen:
            seen[key] = one
        elif one.weight > seen[key].weight:
            seen[key] = replace(one)
    return seen.values()
