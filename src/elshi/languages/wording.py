"""Cuts a stretch of clean text into words, numbers and marks, whatever the tokeniser joins.

The date and amount grammars read these atoms instead of tokens, so that «2013-2014», «66-шы», «35%-ға» and
«апреляИран» look the same to them however they were tokenised.
"""

from __future__ import annotations

import re

from elshi.languages.letters import fold

__all__ = ["SPACES", "atoms", "plain_word"]

_CACHE_LIMIT = 200_000  # distinct words kept

#: A group separator of digits: spaces of all widths; an apostrophe does it, too (Swiss, some Kazakh outlets).
SPACES = " \u00a0\u2009\u202f"
_ATOM = re.compile(
    rf"""
    (?P<d>(?<![\w./:-])(?:\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}}|\d{{2}}\.\d{{2}}\.\d{{2}}|\d{{4}}([-./])\d{{2}}\2\d{{2}})(?!\d|[./:-]\d))
  | (?P<t>(?<![\d:])\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?!\d))
  | (?P<n>(?:1[5-9]|20)\d\d(?=\.\d{{1,2}}(?:\s+[A-ZА-ЯӘІҢҒҮҰҚӨҺ]|\s*\Z))  # a note's number after a year
       |\d{{1,3}}(?:(?P<g>[{SPACES}'’])\d{{3}})(?:(?P=g)\d{{3}})*(?![\d])(?:[.,]\d+(?!\d))?
       |\d{{1,3}}(?:,\d{{3}})+(?!\d)(?:\.\d+)?|\d{{1,3}}(?:\.\d{{3}}){{2,}}(?!\d)(?:,\d+)?|\d+(?:[.,]\d+)?)
  | (?P<w>[^\W\d_]+)
  | \S
    """,
    re.VERBOSE,
)
_GLUED = re.compile(r"[^\W\d_]+?[^\W\d_A-ZА-ЯЁӘІҢҒҮҰҚӨҺ]{2}(?=[A-ZА-ЯЁӘІҢҒҮҰҚӨҺ])|[^\W\d_]+")
_folded: dict[str, str] = {}


def atoms(clean: str, start: int, end: int) -> tuple[list[str], list[int], list[int], bool]:
    """Folded atoms of a stretch, their starts and ends, and whether there is a digit among them.

    Words are folded; digits stand with a leading `0`-mark character `#`, dates with `d#`, times with `t#`.
    """
    lows: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    digits = False
    for match in _ATOM.finditer(clean, start, end):
        kind = match.lastgroup
        text = match.group()
        if kind == "w":
            low = _folded.get(text)
            if low is None:
                low = _fold_or_mark(text)
            if low == "":
                # «апреляИран»: words that lost the space between them
                cut = match.start()
                for part in _GLUED.findall(text):
                    lows.append(fold(part))
                    starts.append(cut)
                    cut += len(part)
                    ends.append(cut)
                continue
            lows.append(low)
        elif kind is None:
            lows.append("-" if text in "-–—−‐‑" else text)
        else:
            digits = True
            lows.append(("#" if kind == "n" or kind == "g" else kind + "#") + text)
        starts.append(match.start())
        ends.append(match.end())
    return lows, starts, ends, digits


def plain_word(text: str) -> str | None:
    """The folded word where a text is one word of letters and nothing glued to it, else None."""
    if text.isalpha() and (text[1:].islower() or text.isupper()):
        return fold(text)
    return None


def _fold_or_mark(word: str) -> str:
    """The folded word; empty when it is two words that lost the space between them."""
    low = fold(word)
    if not word[1:].islower() and len(word) > 1 and not word.isupper() and len(_GLUED.findall(word)) > 1:
        low = ""
    if len(_folded) >= _CACHE_LIMIT:
        _folded.clear()
    _folded[word] = low
    return low
