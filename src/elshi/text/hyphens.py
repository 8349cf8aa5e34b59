"""Whether a hyphen at a line's end belongs to the word («НАТО-⏎ның») or to the line («Ынты-⏎мақтастығы»).

In this order: figures, acronyms and capitals keep it; then what the same text does elsewhere; then the word
lists of `data/hyphens.yaml`; else the parts are joined, as most line-end hyphens of all three languages are.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from functools import cache

from elshi.text.data import load

__all__ = ["Vocabulary", "keeps_hyphen"]

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_VOWELS = frozenset("аәеёиоөуұүыіэюяaeiouyäöü")
#: So many letters past the break must agree before another form of the same word counts as evidence.
_BEYOND = 3
#: A part must be this long to count as a word of its own.
_WORDLIKE = 4


class Vocabulary:
    """The words of one text that do not touch a line end, for asking how the text writes a word elsewhere."""

    __slots__ = ("_counts", "_sorted")

    def __init__(self, text: str) -> None:
        whole = re.sub(r"[^\s-]{1,40}-[ \t]*\n\s*\S+", " ", text)
        self._counts = Counter(w.lower() for w in _WORD.findall(whole))
        self._sorted = sorted(self._counts)

    def count(self, word: str) -> int:
        """How often this very form occurs."""
        return self._counts.get(word, 0)

    def prefix(self, start: str) -> int:
        """How many different forms begin so."""
        low = bisect_left(self._sorted, start)
        return bisect_left(self._sorted, start + "\U0010ffff") - low


class _Lists:
    """The word lists, ready to ask."""

    __slots__ = (
        "compound_first", "compound_second", "first", "first_with_tail", "joined_first", "joined_second",
        "pairs", "second", "second_stems", "tails",
    )  # fmt: skip

    def __init__(self) -> None:
        data = load("hyphens")

        def words(section: str) -> tuple[str, ...]:
            return tuple(word for listed in data[section].values() for word in listed)

        self.first = frozenset(words("first"))
        self.second = frozenset(words("second"))
        self.second_stems = words("second_stems")
        self.first_with_tail = frozenset(words("first_with_tail"))
        self.tails = frozenset(words("tails"))
        self.pairs = words("pairs")
        self.joined_first = frozenset(words("joined_first"))
        self.joined_second = words("joined_second")
        self.compound_first = words("compound_first")
        self.compound_second = words("compound_second")


@cache
def _lists() -> _Lists:
    return _Lists()


def keeps_hyphen(left: str, right: str, vocabulary: Vocabulary) -> bool:
    """Decides one line-end hyphen.

    Args:
        left: what stands before the hyphen, back to the last space («орта-шығыс» included).
        right: what follows on the next line, up to the next space or mark.
        vocabulary: the words of the same text.

    Returns:
        True where the hyphen belongs to the word.
    """
    left = left.lstrip("«“\"'(„[")
    if not left or not right or not left[-1].isalpha() or not right[0].isalpha():
        return True
    tail = left.rpartition("-")[2]
    head = right.partition("-")[0]
    capitals = tail.isupper() and len(tail) > 1
    if capitals and right[0].islower():
        return True
    if right[0].isupper() and not (capitals and head.isupper()):
        return True
    if len(tail) == 1:
        return True
    left, right, tail, head = left.lower(), right.lower(), tail.lower(), head.lower()
    joined, apart = vocabulary.count(left + right), vocabulary.count(f"{left}-{right}")
    if joined != apart:
        return apart > joined
    stem = head[:_BEYOND]
    joined, apart = vocabulary.prefix(tail + stem), vocabulary.prefix(f"{tail}-{stem}")
    if (joined > 0) != (apart > 0):
        return apart > 0
    lists = _lists()
    if tail in lists.first_with_tail and head in lists.tails:
        return True
    if f"{tail}-{head}".startswith(lists.pairs):
        return True
    if tail in lists.joined_first or head.startswith(lists.joined_second):
        return False
    if tail in lists.first or head in lists.second or head.startswith(lists.second_stems):
        return True
    if (
        len(tail) > _WORDLIKE
        and len(head) > _WORDLIKE
        and tail.endswith(lists.compound_first)
        and head.endswith(lists.compound_second)
    ):
        return True
    if not _VOWELS.intersection(tail) or not _VOWELS.intersection(head):
        return True
    return (
        len(tail) >= _WORDLIKE
        and len(head) >= _WORDLIKE
        and vocabulary.count(tail) > 0
        and vocabulary.count(head) > 0
    )
