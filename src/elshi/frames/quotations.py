"""Quotations that run over several sentences: where they begin, and what stands inside.

An agency quotes three sentences of a minister and names him once. Which marks open and close differs by house
(«…», “…”, "…", „…“), nested ones often share their last mark, and some never close: a quotation therefore ends with
its last mark, with a paragraph where straight marks were used, and in any case after `LONGEST` sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from elshi.frames.view import View
    from elshi.model import Passage

__all__ = ["LONGEST", "begun", "inside"]

#: A quotation that has not closed after so many sentences has lost its closing mark.
LONGEST = 12
_OPEN = frozenset("«“„")
_CLOSE = frozenset("»”")
_MARKS = _OPEN | _CLOSE | {'"'}


def _after(text: str, depth: int, straight: bool) -> tuple[int, bool]:
    """How many marks are open after a text, and whether a straight one is."""
    for i, mark in enumerate(text):
        if mark not in _MARKS:
            continue
        if mark == '"':
            straight = not straight
        elif mark in _CLOSE or (mark == "“" and depth and text[i - 1 : i].strip()):  # German „…“
            depth = max(0, depth - 1)
        else:
            depth += 1
    return depth, straight


def begun(passages: Sequence[Passage], clean: str) -> list[int | None]:
    """Which quotation each sentence of an article begins in.

    Args:
        passages: the article's sentences in order.
        clean: the document's clean text.

    Returns:
        For each sentence the index of the sentence in which the quotation began that is open at its start,
        None where none is.
    """
    out: list[int | None] = []
    depth, straight, start, last = 0, False, 0, 0
    for k, passage in enumerate(passages):
        a, b = passage.sentence.start, passage.sentence.end
        if straight and "\n" in clean[last:a]:
            straight = False
        if k - start > LONGEST:
            depth, straight = 0, False
        was_open = depth > 0 or straight
        out.append(start if was_open else None)
        depth, straight = _after(clean[a:b], depth, straight)
        if (depth or straight) and not was_open:
            start = k
        last = b
    return out


def inside(view: View, index: int) -> bool:
    """Whether a token stands inside a quotation that is longer than a name or a term."""
    a, b = view.passage.sentence.start, view.tokens[index].start
    depth, straight = _after(view.clean[a:b], int(view.quotation), False)
    return depth > 0 or straight
