"""Choosing among the readings of Kazakh words by their neighbours."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from elshi.languages.base import Reading

__all__ = ["choose"]


def choose(read: Callable[[str], tuple[Reading, ...]], forms: Sequence[str]) -> list[Reading | None]:
    """The likeliest reading of each word of one sentence; None for punctuation."""
    out: list[Reading | None] = []
    for form in forms:
        first = read(form)[0]
        out.append(None if first.pos == "PUNCT" else first)
    return out
