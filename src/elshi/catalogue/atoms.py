"""A sentence as words and the gaps between them: what names are matched against.

Tokens are cut for grammar («Нью-Йорктегі» is one, «Н.Назарбаев» may be one or three); names are
matched word by word, so that hyphens, quotation marks and dots may differ from the catalogue's.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["BREAK", "COMMA", "DOT", "HYPHEN", "QUOTE", "SPACE", "Atoms", "split_words"]

#: What may stand between two words.
SPACE, HYPHEN, DOT, QUOTE, COMMA, BREAK = range(6)

_WORD = re.compile(r"[^\W_]+(?:['’ʼ‘`][^\W_]+)*(?:(?<=s)['’](?=[\s,.;]|$))?")
_QUOTES = re.compile(r"\s*[«»“”„\"]+\s*")
#: Share of letters in upper case from which a sentence counts as written in capitals.
_CAPITALS = 0.8


@lru_cache(maxsize=4096)
def _gap(text: str) -> int:
    bare = text.strip()
    if not bare:
        return SPACE
    if text == bare and bare in "-‑‐–—−":
        return HYPHEN
    if bare == "." and not text[0].isspace():
        return DOT
    if bare == "," and text[0] == ",":
        return COMMA
    return QUOTE if _QUOTES.fullmatch(text) else BREAK


@dataclass(slots=True)
class Atoms:
    """The words of one sentence.

    Attributes:
        words, starts, ends: the words and their offsets in the clean text.
        gaps: what stands before each word (`BREAK` before the first).
        capitals: the whole sentence is in capitals.
    """

    words: list[str]
    starts: list[int]
    ends: list[int]
    gaps: list[int]
    capitals: bool

    @classmethod
    def of(cls, clean: str, start: int, end: int) -> Atoms:
        """Cuts a stretch of the clean text."""
        words, starts, ends, gaps = [], [], [], []
        before, upper, lower = -1, 0, 0
        for match in _WORD.finditer(clean, start, end):
            first, last = match.span()
            word = match.group()
            words.append(word)
            starts.append(first)
            ends.append(last)
            if before < 0:
                gaps.append(BREAK)
            elif first == before + 1 and clean[before] == " ":
                gaps.append(SPACE)
            else:
                gaps.append(_gap(clean[before:first]))
            before = last
            if word.isupper():
                upper += last - first
            else:
                lower += last - first
        capitals = upper > 12 and upper >= _CAPITALS * (upper + lower)
        return cls(words, starts, ends, gaps, capitals)

    @staticmethod
    def tokens(starts: list[int], start: int, end: int) -> tuple[int, int]:
        """Indexes of the first and last token (given where each starts) that a stretch of text touches."""
        if not starts:
            return -1, -1
        return max(bisect_right(starts, start) - 1, 0), max(bisect_right(starts, end - 1) - 1, 0)


def split_words(text: str) -> list[tuple[str, int]]:
    """The words of a name with the gap before each; used to fill the index."""
    atoms = Atoms.of(text, 0, len(text))
    return list(zip(atoms.words, atoms.gaps, strict=True))
