"""Filling a rule's slots with the phrases of its sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from elshi.frames.attachment import through
from elshi.frames.patterns import Match
from elshi.frames.phrases import Phrase

if TYPE_CHECKING:
    from elshi.frames.rules import Marker, Rule, Slot
    from elshi.frames.view import View

__all__ = ["Filled", "fill"]

#: A phrase that costs more than this to attach does not belong to the trigger.
CUTOFF = 4.0
#: A marker further down a slot's list is that much less likely.
RANK_COST = 0.5
#: … but in a list of participants no marker stands in vain.
RANK_LIMIT = 2.0
#: Tokens between phrase and trigger that cost nothing: modifiers and adverbs stand there freely.
FREE_DISTANCE = 4
DISTANCE_COST = 0.05
#: A finite verb in between usually closes the phrase's own clause.
VERB_COST = 1.2
ORGANISATION = frozenset({"organisation"})
#: «…, а Новая Зеландия отозвала посла»: a clause with a subject of its own.
CONTRAST_COST = 2.5
#: «Қытаймен қатынас орнатып, Тайваньмен үзді»: a Kazakh clause's own phrases stand before its verb.
KAZAKH_CLAUSE_COST = 2.2
#: Two verbs that a conjunction joins share their subject.
SHARED_COST = 0.2
#: One side inside quotation marks or brackets and the other outside.
DEPTH_COST = 0.8
#: A case that is possible but not the likeliest one.
UNLIKELY_CASE_COST = 0.5
UNKNOWN_CASE_COST = 0.6
#: A genitive that skips a nearer noun to belong to the trigger.
FAR_OWNER_COST = 0.5
#: A side that stands in the role only through some noun of its own («удар по объектам Ирана»).
THROUGH_COST = 0.7
#: People of a nation named without a noun («америкалықтар», "the Americans") act for their state.
NATIONALS_COST = 0.3
#: A phrase that holds a word of the trigger («вызвал посла Японии»).
INSIDE_COST = 0.2
#: Phrases that share a slot must cost nearly the same.
MANY_MARGIN = 2.0


@dataclass(slots=True)
class Filled:
    """What filled the slots of one match: role -> phrases with the cost of each."""

    phrases: dict[str, list[Phrase]] = field(default_factory=dict)
    cost: float = 0.0


def fill(view: View, match: Match, rule: Rule, voice: str) -> Filled:
    """Fills the slots of a rule, each phrase going to one slot only.

    All (slot, phrase) pairs compete; the cheapest pair is taken first, so that a role's best phrase is not
    lost to a slot that merely comes earlier in the file.
    """
    russian, english = view.language.code == "ru", view.language.code == "en"
    offers: list[tuple[float, int, int, Slot, Phrase]] = []
    sources = [rule.frame != "statement" and view.source(phrase) for phrase in view.phrases]
    for s, slot in enumerate(rule.slots):
        for p, phrase in enumerate(view.phrases):
            if sources[p]:
                continue
            if slot.coded and not phrase.codes() and not (russian and phrase.kinds == ORGANISATION):
                continue
            best = None
            for rank, marker in enumerate(slot.markers):
                cost = _cost(view, match, marker, slot, phrase, voice)
                if cost is not None:
                    cost += min(rank * RANK_COST, RANK_LIMIT) if english and slot.many else rank * RANK_COST
                    best = cost if best is None else min(best, cost)
            if best is not None and best <= CUTOFF:
                offers.append((best, s, p, slot, phrase))
    offers.sort(key=lambda o: o[:3])
    out = Filled()
    used: set[int] = set()
    taken = [o for o in offers if o[3].role == "speaker"][:1]
    speaker = taken[0][4].codes() if taken and view.language.code != "kk" else set()
    floor: dict[str, float] = {}
    for cost, _, p, slot, phrase in offers:
        if p in used and not slot.share:
            continue
        if speaker and slot.role == "addressee" and (codes := phrase.codes()) and codes <= speaker:
            continue  # nobody takes a position on themselves
        have = out.phrases.get(slot.role)
        if have and not (slot.many and cost <= floor[slot.role] + MANY_MARGIN):
            continue
        out.phrases.setdefault(slot.role, []).append(phrase)
        floor.setdefault(slot.role, cost)
        out.cost += cost
        if not slot.share:
            used.add(p)
    for phrases in out.phrases.values():
        phrases.sort(key=lambda x: x.first)
    return out


def _joined(view: View, match: Match) -> bool:
    """Whether a Russian verb is joined to the verb before it («осудил … и призвал», «…, а также призвал»)."""
    return (
        view.language.code == "ru"
        and view.finite[match.head]
        and view.lower[max(0, match.first - 1)] in view.words.coordinators
    )


def _other_clause(view: View, match: Match, phrase: Phrase, low: int, high: int) -> bool:
    """Whether a Kazakh object belongs to the verb before the trigger, or to the one behind it."""
    if phrase.last < match.first:
        return any(
            view.tokens[i].text == ","
            and i > low
            and (reading := view.chosen[i - 1]) is not None
            and reading.form == "Conv"
            for i in range(low, high)
        )
    reading = view.chosen[match.head]
    return (
        reading is not None
        and reading.form in ("Conv", "Fin")
        and match.head + 1 < len(view.tokens)
        and view.tokens[match.head + 1].text == ","
        and phrase.relation is None
    )


def _cost(view: View, match: Match, marker: Marker, slot: Slot, phrase: Phrase, voice: str) -> float | None:
    """Cost of a phrase under a marker, or None when it does not fit."""
    if marker.voice is not None and marker.voice != voice:
        return None
    kinds = marker.kinds or slot.kinds
    if not phrase.kinds & kinds and not (phrase.carrier and "state" in kinds):
        return None
    cost = marker.cost
    tokens = match.tokens
    modified = phrase.modifies
    if marker.through:
        inner = phrase.modifies in tokens and not marker.heads
        proxy = None if inner else through(view, phrase)
        if proxy is None:
            return None
        phrase = proxy
        cost += 0.0 if marker.heads else THROUGH_COST
    inside = any(phrase.first <= t <= phrase.last for t in tokens)
    if marker.attach is not None:
        relation = phrase.relation
        if inside and (phrase.carrier is not None or not phrase.kinds <= {"nationality"}):
            # «хорватских дипломатов», «Швеция елшісі»: the trigger's noun is part of the phrase itself.
            relation = "adjective" if phrase.mentions[0].kind == "nationality" else "genitive"
        elif phrase.modifies is None:
            return None
        elif phrase.modifies not in tokens:
            if not any(i in tokens for i in phrase.may_modify):
                return None
            cost += FAR_OWNER_COST
        if marker.attach != "any" and relation != marker.attach:
            return None
    elif phrase.kinds <= {"nationality"} and phrase.carrier is None:
        # A bare adjective is no participant unless the marker asks for it: «француз әдебиеті».
        if phrase.modifies is not None:
            return None
        cost += NATIONALS_COST
    elif inside and phrase.carrier is None:
        if phrase.first <= match.head <= phrase.last or not phrase.codes():
            return None
        cost += INSIDE_COST
    if marker.heads and (modified is None or not (view.lemmas(modified) & marker.heads)):
        return None
    if marker.preps:
        if phrase.prep not in marker.preps:
            return None
    elif phrase.prep is not None and marker.attach is None and not marker.heads:
        return None
    if marker.posts:
        if phrase.post not in marker.posts:
            return None
    elif phrase.post is not None and marker.attach is None:
        return None
    if marker.cases:
        if phrase.case in marker.cases:
            pass
        elif phrase.cases & marker.cases:
            cost += UNLIKELY_CASE_COST
        elif not phrase.cases and phrase.case is None:
            cost += UNKNOWN_CASE_COST if view.language.code != "en" else 0.0
        else:
            return None
        if view.language.code == "en" and phrase.case == "Gen" and "Gen" not in marker.cases:
            return None
    elif view.language.code == "en" and phrase.case == "Gen" and marker.attach is None and not phrase.carrier:
        return None
    # A phrase that modifies some other noun is not an argument of the trigger.
    if marker.attach is None and not marker.heads and phrase.modifies is not None:
        if phrase.modifies not in tokens and not any(i in tokens for i in phrase.may_modify):
            if phrase.relation == "genitive" and "Gen" not in marker.cases:
                cost += 2.5
        elif phrase.relation == "genitive" and "Gen" not in marker.cases and view.language.code != "kk":
            cost += 0.5
    if marker.side == "before" and phrase.first > match.head:
        return None
    if marker.side == "after" and phrase.last < match.head:
        return None
    low, high = (
        (phrase.last + 1, match.first) if phrase.last < match.first else (match.last + 1, phrase.first)
    )
    if low <= high:
        distance = high - low
        if distance > marker.near:
            return None
        cost += max(0, distance - FREE_DISTANCE) * DISTANCE_COST
        between = 0.0
        for i in range(low, high):
            if view.finite[i] or view.relative[i]:
                between += VERB_COST
            if view.tokens[i].text == ";":
                between += VERB_COST
            elif i and view.tokens[i - 1].text == "," and view.lower[i] in view.words.grammar.contrast:
                between += CONTRAST_COST
        if between == VERB_COST and "Nom" in marker.cases and high == match.first and _joined(view, match):
            between = SHARED_COST  # «Токио осудил запуск и призвал …»: two verbs, one subject
        if (
            view.language.code == "kk"
            and "Nom" not in marker.cases
            and _other_clause(view, match, phrase, low, high)
        ):
            between = max(between, KAZAKH_CLAUSE_COST)
        cost += between
    cost += DEPTH_COST * abs(view.depth[phrase.first] - view.depth[match.head])
    return cost
