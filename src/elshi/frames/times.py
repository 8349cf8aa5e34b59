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
#: A participle or verbal noun between date and trigger: the date is likely its own.
CLAUSE_COST = 1.6
DEPTH_COST = 1.5
#: A date that stands after a Kazakh predicate opens the next clause.
AFTER_COST = 2.5
#: "recognised X in 1931 and signed …": what stands before the coordinator is told of the first verb.
COORDINATED_COST = 2.0
#: «2021 жылғы төрағалығы»: an attribute says when its own noun is.
ATTRIBUTE_COST = 2.5
#: "his June 12 summit": the date stands in the trigger's own phrase.
OWN_BONUS = 0.5
#: A date that costs more belongs to another clause.
CUTOFF = 3.2

#: How far an attribute may stand from its noun.
ATTRIBUTE_REACH = 5


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
        cost = _cost(view, match, mention)
        if cost <= CUTOFF and (best is None or (cost, k) < best[:2]):
            best = (cost, k, mention)
    return best[2] if best else None


def _cost(view: View, match: Match, mention: Mention) -> float:
    kazakh = view.language.code == "kk"
    before = mention.last < match.first
    if before:
        low, high, cost = mention.last + 1, match.first, 0.0
    elif mention.first > match.last:
        low, high, cost = match.last + 1, mention.first, 0.15
        if kazakh and view.finite[match.head]:
            cost += AFTER_COST
    else:
        low = high = match.first
        cost = 0.0
    cost += (high - low) * DISTANCE_COST
    for i in range(low, high):
        if view.finite[i]:
            cost += VERB_COST
        elif kazakh and before and _embeds(view, i):
            cost += CLAUSE_COST
        elif (not before and _for_doing(view, i)) or (before and _then_earlier(view, match, i)):
            cost += CUTOFF
        if view.tokens[i].text == ";":
            cost += VERB_COST
        elif (
            not before
            and i
            and view.lower[i] in view.words.grammar.contrast
            and view.tokens[i - 1].text == ","
        ):
            cost += CLAUSE_COST + VERB_COST
    if before and _coordinated(view, low, high):
        cost += COORDINATED_COST
    noun = _modified(view, mention)
    if noun is not None:
        if noun in match.tokens or view.mention_at[noun] is not None:
            cost -= OWN_BONUS
        elif before and not any(noun <= t <= noun + ATTRIBUTE_REACH for t in match.tokens):
            cost += ATTRIBUTE_COST
    if mention.first < len(view.depth):
        cost += DEPTH_COST * abs(view.depth[mention.first] - view.depth[match.head])
    return cost


def _then_earlier(view: View, match: Match, i: int) -> bool:
    """Whether the trigger tells what came before the dated deed: "was expelled on Tuesday after Rome tightened …"."""
    return view.language.code == "en" and view.lower[i] in ("after", "because") and view.finite[match.head]


def _for_doing(view: View, i: int) -> bool:
    """Whether an English date behind this word is that of another deed: "commends Oslo for hosting talks in March"."""
    reading = view.chosen[i]
    return (
        view.language.code == "en"
        and reading is not None
        and reading.form == "Part"
        and reading.tense == "Pres"
        and i > 0
        and view.lower[i - 1] in ("for", "over")
    )


def _embeds(view: View, i: int) -> bool:
    """Whether a Kazakh token closes a clause of its own («ратификациялағаны үшін», «дайындауға»)."""
    reading = view.chosen[i]
    return (
        reading is not None
        and reading.pos == "VERB"
        and reading.form in ("Part", "Vnoun")
        and not view.named[i]
        and (reading.case not in (None, "Nom") or reading.form == "Vnoun" or bool(reading.possessive))
    )


def _coordinated(view: View, low: int, high: int) -> bool:
    """Whether "and" joins the trigger's verb to one before the date."""
    if view.language.code == "kk" or high <= low or view.lower[high - 1] not in view.words.coordinators:
        return False
    i = low - 1
    while i >= 0 and view.tokens[i].text not in (";", ":"):
        if view.finite[i]:
            return True
        i -= 1
    return False


def _modified(view: View, mention: Mention) -> int | None:
    """The noun that an attributive date modifies («2021 жылғы төрағалық», "the June 12 summit"), or None."""
    grammar = view.words.grammar
    before = view.lower[mention.first - 1] if mention.first else ""
    ends = bool(grammar.attribute_endings) and view.lower[mention.last].endswith(grammar.attribute_endings)
    if not ends and before not in grammar.attribute_before:
        return None
    for i in range(mention.last + 1, min(len(view.tokens), mention.last + 1 + ATTRIBUTE_REACH)):
        reading = view.chosen[i]
        if view.tokens[i].text in (",", ";", ":") or view.finite[i]:
            return None
        if reading is not None and reading.pos in ("NOUN", "PROPN") and not view.named[i]:
            return i
    return None
