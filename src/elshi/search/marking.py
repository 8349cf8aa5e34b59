"""Which words of a passage are those that were asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable

from elshi.model import Filler
from elshi.record.dialect import token
from elshi.record.passages import Query
from elshi.search.tokens import word_tokens

__all__ = ["marks"]

_WORD = re.compile(r"\w+(?:[-'’]\w+)*")

#: A token that says less than this about a word is no reason to mark it.
_LEAST = 0.7


def marks(
    quote: str, language: str | None, query: Query, fillers: Iterable[Filler] = ()
) -> list[tuple[int, int]]:
    """Stretches of a passage to be highlighted, left to right, as offsets into it.

    Args:
        quote: the passage.
        language: the language it is in.
        query: what was asked for.
        fillers: who takes part in the fact that it bears; a name of another language is marked by these.
    """
    wanted = {token(one) for element in query.elements for one, weight in element.tokens if weight >= _LEAST}
    found = []
    for match in _WORD.finditer(quote):
        lemma, some, _ = word_tokens(match[0], language)
        year = f"d:{match[0]}" if match[0].isdigit() else ""
        if wanted & {token(one) for one in (lemma, *some, year) if one}:
            found.append(match.span())
    for filler in fillers:
        if any(token(f"e:{one}") in wanted for one in (filler.id, filler.of) if one):
            at = quote.find(filler.mention) if filler.mention else -1
            if at >= 0:
                found.append((at, at + len(filler.mention)))
    out: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out
