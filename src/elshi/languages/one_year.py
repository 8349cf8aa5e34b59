"""Dates left open in a text without publication that is told in one year («2021 жылы …», then «биыл», «қазанда»)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from elshi.languages.base import DateExpression
from elshi.languages.resolve import DateContext, text_year
from elshi.model import Passage

__all__ = ["settle"]

#: Sentences in which a text says what year it is about.
HEAD = 2


def settle(passages: Sequence[Passage], later: Sequence[tuple[Passage, DateExpression, bool | None]]) -> None:
    """Gives open dates of a text their value where its one year makes it certain.

    Args:
        passages: the text's sentences in order, their dates among their mentions.
        later: dates that stayed open: their sentence, and whether its verb looks ahead.
    """
    values = [m.value for p in passages for m in p.mentions if m.kind == "date"]
    head = sum(m.kind == "date" for p in passages[:HEAD] for m in p.mentions)
    year = text_year([v if isinstance(v, str) else None for v in values], head)
    if year is None:
        return
    context = DateContext(f"{year:04d}")
    for passage, expression, future in later:
        value = context.resolve(expression, future)
        if value is not None:
            passage.mentions = [
                replace(m, value=value) if m.kind == "date" and m.start == expression.start else m
                for m in passage.mentions
            ]
