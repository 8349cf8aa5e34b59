"""Near copies: agency text that another outlet prints with small edits.

Two documents are near copies when the sets of their word triples overlap by `THRESHOLD` (Jaccard). Candidates
come from a one-permutation MinHash with banding (Li, Owen, Zhang: One Permutation Hashing, 2012; empty
bins filled as in Shrivastava and Li, 2014), and are then compared exactly. All hashing is CRC-32 and
BLAKE2b, so that every machine finds the same pairs, and a pair depends on its two texts alone.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from itertools import pairwise

from elshi.record.codec import number

__all__ = ["bands", "near", "original", "shingles"]

#: Share of common word triples from which two texts are near copies. A changed word spoils three triples:
#: 0.6 lets one word in eleven differ, and reports of one event by two authors stay below 0.2.
THRESHOLD = 0.6

#: Texts with fewer different triples are only copies of each other when their words are the same: two short
#: announcements share most of their words by genre.
FEWEST = 20

# 64 bins in 16 bands of 4: pairs at 0.6 are found with probability 0.89, at 0.7 with 0.99.
_BINS, _ROWS = 64, 4
_WORD = re.compile(r"\w+")
# Multiplier of Knuth's multiplicative hash: spreads CRC-32, whose low bits alone decide too little.
_SPREAD = 2654435761


def shingles(text: str) -> frozenset[int]:
    """Hashes of the word triples of a text, letter case and marks left aside."""
    words = [word.encode("utf-8", "surrogatepass") for word in _WORD.findall(text.lower())]
    if len(words) < 3:
        return frozenset((zlib.crc32(b" ".join(words)),))
    crc = zlib.crc32
    doubles = [b" ".join(pair) for pair in pairwise(words)]
    return frozenset(crc(word, crc(double)) for double, word in zip(doubles, words[2:], strict=False))


def bands(found: frozenset[int]) -> list[int]:
    """Numbers of which near copies share at least one, for an index."""
    if len(found) < FEWEST:
        return [number("short " + " ".join(map(str, sorted(found))))]
    width = (1 << 32) // _BINS
    bins: list[int | None] = [None] * _BINS
    for shingle in found:
        mixed = (shingle * _SPREAD) & 0xFFFFFFFF
        at = mixed // width
        least = bins[at]
        if least is None or mixed < least:
            bins[at] = mixed
    filled: list[int] = []
    for at in range(_BINS):
        step = 0
        while (value := bins[(at + step) % _BINS]) is None:
            step += 1
        # The distance is part of the value, so that two borrowed values agree only when borrowed alike.
        filled.append((value % width) + step * width)
    return [number(f"{at} {filled[at : at + _ROWS]}") for at in range(0, _BINS, _ROWS)]


def near(a: frozenset[int], b: frozenset[int]) -> bool:
    """Whether two texts, given as their shingles, are near copies."""
    if min(len(a), len(b)) < FEWEST:
        return a == b
    common = len(a & b)
    return common >= THRESHOLD * (len(a) + len(b) - common)


def original(cluster: Iterable[tuple[str, str | None]]) -> str:
    """Key of the original among near copies, given as (key, published).

    The earliest by date of publication; undated ones come last, and the key decides between equals, so that
    the order of ingestion never shows.
    """
    return min(cluster, key=lambda one: (one[1] is None, one[1] or "", one[0]))[0]
