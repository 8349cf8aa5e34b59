"""Names of instruments and topics of statements, as the text has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from elshi.model import Mention

if TYPE_CHECKING:
    from elshi.frames.patterns import Match
    from elshi.frames.phrases import Phrase
    from elshi.frames.view import View

__all__ = ["instrument", "topic"]

#: An instrument further from its verb than this is another one's.
INSTRUMENT_REACH = 25
#: Longest topic, in words; longer stretches are whole sentences, not topics.
TOPIC_WORDS = 24

BREAKS = frozenset({",", ";", ":", ".", "–", "—", "!", "?", "…"})


def instrument(view: View, match: Match, instruments: list[Mention]) -> Mention | None:
    """The instrument mention nearest to a match, overlapping ones first."""
    best: tuple[int, Mention] | None = None
    for m in instruments:
        if m.last < match.first:
            distance = match.first - m.last
        elif m.first > match.last:
            distance = m.first - match.last
        else:
            distance = 0
        if distance <= INSTRUMENT_REACH and (best is None or distance < best[0]):
            best = (distance, m)
    return best[1] if best else None


def topic(view: View, match: Match, phrases: list[Phrase]) -> tuple[int, int] | None:
    """Token span of what a statement or meeting is about, or None where the sentence does not mark it."""
    marks = view.words.grammar.topic
    if view.language.code == "kk":
        for i in range(match.first - 1, -1, -1):
            if view.lower[i] in marks:
                first = i
                while first > 0 and i - first < TOPIC_WORDS and view.tokens[first - 1].text not in BREAKS:
                    if any(p.first <= first - 1 <= p.last and p.case == "Nom" for p in phrases):
                        break
                    first -= 1
                return (first, i) if first < i else None
            if view.finite[i]:
                break
        return None
    for i in range(match.last + 1, min(len(view.tokens), match.last + 12)):
        if view.lower[i] in marks and i + 1 < len(view.tokens):
            last = i
            while (
                last + 1 < len(view.tokens)
                and last - i < TOPIC_WORDS
                and view.tokens[last + 1].text not in BREAKS
            ):
                last += 1
            return (i + 1, last) if last > i else None
        if view.tokens[i].text in BREAKS and view.tokens[i].text != ",":
            break
    return None
