"""When two titles name the same instrument or body."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["same_title", "title_key"]

_WORD = re.compile(r"[^\W_]+", re.UNICODE)

#: Length to which words are cut, so that case endings do not part them: «келісім», «келісімге».
_STEM = 5

#: Share of the shorter title's words that must stand in the longer one.
_SHARE = 0.8

#: Words too common to tell one instrument from another.
_EMPTY = frozenset(
    (
        *("the", "a", "of", "on", "and", "for", "between", "in", "to", "by", "with"),
        *("туралы", "және", "мен", "пен", "бен", "арасындағы", "саласындағы", "бойынша"),
        *("о", "об", "по", "в", "во", "на", "и", "с", "со", "между"),
    )
)


@lru_cache(maxsize=16384)
def title_key(title: str | None) -> frozenset[str]:
    """The telling words of a title, cut short; empty when there is no title."""
    if not title:
        return frozenset()
    words = (w.lower() for w in _WORD.findall(title))
    return frozenset(w[:_STEM] for w in words if w not in _EMPTY)


def same_title(one: str | None, other: str | None) -> bool:
    """True when both titles are there, tell something (two words or more) and share nearly all of it."""
    a, b = title_key(one), title_key(other)
    if min(len(a), len(b)) < 2:
        return False
    return len(a & b) >= _SHARE * min(len(a), len(b)) and len(a & b) >= 2
