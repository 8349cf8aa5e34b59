"""Which date of a sentence is the happening's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from elshi.model import Mention

if TYPE_CHECKING:
    from elshi.frames.patterns import Match
    from elshi.frames.view import View

__all__ = ["date_of"]

DISTANCE_COST = 0.06
VERB_COST = 1.0
DEPTH_COST = 1.5
#: A date that costs more belongs to another clause.
CUTOFF = 3.2


def date_of(view: View, match: Match, skip: list[tuple[int, int]]) -> Mention | None:
    """The date mention that belongs to a match, or None.

    Args:
        view: the sentence.
        match: the trigger.
        skip: token spans whose dates are part of a name or title («2019–2021 жылдарға арналған жоспар»).
    """
    best: tuple[float, int, Mention] | None = None
    for k, mention in enumerate(view.dates):
        if any(a <= mention.first and mention.last <= b for a, b in skip):
            continue
        if mention.last < match.first:
            low, high, cost = mention.last + 1, match.first, 0.0
        elif mention.first > match.last:
            low, high, cost = match.last + 1, mention.first, 0.15
        else:
            low = high = match.first
            cost = 0.0
        cost += (high - low) * DISTANCE_COST
        for i in range(low, high):
            if view.finite[i]:
                cost += VERB_COST
            if view.tokens[i].text == ";":
                cost += VERB_COST
        if mention.first < len(view.depth):
            cost += DEPTH_COST * abs(view.depth[mention.first] - view.depth[match.head])
        if cost <= CUTOFF and (best is None or (cost, k) < best[:2]):
            best = (cost, k, mention)
    return best[2] if best else None
