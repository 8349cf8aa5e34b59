"""What a word is found by: its base form, the concept it stands for, and its consonants.

Tokens of a passage, all lower case:

* the base forms of its words;
* `c:visit`: a concept of the lexicon, the same in all languages;
* `s:nzrbv`: the consonants of a name or of a long word, the same in Latin and Cyrillic letters however the
  vowels are written and whatever ending follows («Назарбаевтың», "Nazarbayev"; "referendum", «референдум»);
* `d:2011`, `d:2011-09`, `d:2011-09-20`: times it names, each with the wider ones it lies in;
* `k:date`, `k:person`, `k:place`, `k:amount`: kinds of answer that it could give.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from elshi.languages import get
from elshi.record.edtf import bounds
from elshi.search.lexicon import lexicon

__all__ = ["EMPTY_POS", "date_tokens", "passage_tokens", "skeleton", "word_tokens"]

#: Parts of speech that carry no meaning of their own.
EMPTY_POS = frozenset(("ADP", "CCONJ", "SCONJ", "PART", "PRON", "DET", "AUX", "PUNCT", "INTJ"))

#: So many consonants tell a name; what follows is mostly an ending.
_CONSONANTS = 5
#: A name needs so many, another word one more, or too many words are written alike.
_FEWEST_NAME, _FEWEST_WORD, _LONG_WORD = 3, 4, 6

_PAIRS = (
    ("shch", "s"), ("sch", "s"), ("dzh", "j"), ("ch", "s"), ("sh", "s"), ("zh", "j"), ("kh", "h"), ("ph", "f"),
    ("th", "t"), ("ts", "s"), ("tz", "s"), ("tc", "s"), ("ck", "k"), ("gh", "g"), ("дж", "j"), ("тс", "s"), ("х", "h"),
)  # fmt: skip
_LETTERS = {
    **dict(zip("bcdfghjklmnpqrstvwxz", "bkdfghjklmnpkrstvvkz", strict=True)),
    **dict(zip("çğşñıßćčšžđłń", "sgsn_ssssjdln".replace("_", "i"), strict=True)),
    **dict(zip("бвгғджзкқлмнңпрстфхһцчшщ", "bvggdjzkklmnnprstfhhssss", strict=True)),
}
_VOWELS = frozenset("aeiouyäöüáàâãåéèêëíìîïóòôõúùûīāūёуеыаоэяиюіөүұәйъь")


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """The consonants of a word in either alphabet, at most five; a vowel at its head counts as `a`."""
    low = word.lower()
    for pair, letter in _PAIRS:
        if pair in low:
            low = low.replace(pair, letter)
    out: list[str] = []
    before = ""
    for at, letter in enumerate(low):
        made = _LETTERS.get(letter)
        if letter == "c" and low[at + 1 : at + 2] in ("e", "i", "y") and made == "k":
            made = "s"
        if letter in ("u", "w", "у") and before in _VOWELS and at + 1 < len(low) and low[at + 1] in _VOWELS:
            made = "v"
        if made is None or made == "i":
            if not out and letter in _VOWELS and at == 0:
                out.append("a")
        elif not out or out[-1] != made or before in _VOWELS:
            out.append(made)
        before = letter
        if len(out) == _CONSONANTS + (out[:1] == ["a"]):
            break
    return "".join(out)


@lru_cache(maxsize=131072)
def word_tokens(word: str, language: str | None) -> tuple[str, tuple[str, ...], str | None]:
    """Base form of one word, its other tokens, and its part of speech.

    Returns:
        The base form (empty for punctuation and for words without meaning), tokens of concepts and
        consonants, and the part of speech (None where the language is not ours).
    """
    if not word[:1].isalnum():
        return "", (), None
    if language is None or not word[:1].isalpha():
        return word.lower(), _consonants(word, named=word[:1].isupper()), None
    reading = get(language).readings(word)[0]
    if reading.pos in EMPTY_POS:
        return "", (), reading.pos
    low = word.lower()
    concepts = dict.fromkeys(lexicon().concepts(language, reading.lemma))
    if low != reading.lemma:
        concepts.update(dict.fromkeys(lexicon().concepts(language, low)))
    some = tuple(f"c:{one}" for one in concepts)
    named = word[:1].isupper() or reading.pos == "PROPN"
    return reading.lemma, (*some, *_consonants(reading.lemma, named=named)), reading.pos


def _consonants(word: str, *, named: bool) -> tuple[str, ...]:
    if not named and len(word) < _LONG_WORD:
        return ()
    found = []
    for part in word.split("-"):
        made = skeleton(part)
        if len(made) >= (_FEWEST_NAME if named else _FEWEST_WORD):
            found.append(f"s:{made}")
    return tuple(found)


def date_tokens(values: Iterable[str]) -> list[str]:
    """Tokens of EDTF values: the year, the month and the day that each lies in."""
    out: dict[str, None] = {}
    for value in values:
        span = bounds(value)
        if span is None:
            continue
        for day in (span.lower, span.upper):
            if day is None:
                continue
            out[f"d:{day[:4]}"] = None
            if span.days is not None and span.days <= 62:
                out[f"d:{day[:7]}"] = None
            if span.days is not None and span.days <= 16:
                out[f"d:{day}"] = None
        if span.days is not None and span.days > 366 and span.lower and span.upper:
            out.update((f"d:{year}", None) for year in range(int(span.lower[:4]), int(span.upper[:4]) + 1))
    return list(out)


def passage_tokens(
    words: Sequence[str], language: str | None, dates: Sequence[str], kinds: Iterable[str]
) -> tuple[str, ...]:
    """All tokens of a passage: base forms first, then the others, each once.

    Args:
        words: its words as they stand.
        language: `kk`, `ru`, `en` or None.
        dates: EDTF values that it names.
        kinds: kinds of mentions in it (`person`, `date` …).
    """
    lemmas: list[str] = []
    more: dict[str, None] = {}
    for word in words:
        lemma, some, _ = word_tokens(word, language)
        if lemma:
            lemmas.append(lemma)
            more.update(dict.fromkeys(some))
    if language is not None:
        more.update((f"c:{concept}", None) for _, _, concept in lexicon().phrases(language, lemmas))
    more.update(dict.fromkeys(date_tokens(dates)))
    more.update((f"k:{kind}", None) for kind in sorted(set(kinds)) if kind in _ANSWERS)
    return (*lemmas, *more)


_ANSWERS = frozenset(("date", "place", "person", "amount"))
