"""Whether a happening is told as done, planned, denied or cancelled, or is only asked or supposed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from elshi.frames.patterns import Match
    from elshi.frames.rules import Rule
    from elshi.frames.view import View
    from elshi.languages.verbs import VerbGroup

__all__ = ["HYPOTHETICAL", "head_group", "status", "told"]

#: Returned for questions and conditions, which are no facts at all.
HYPOTHETICAL = "hypothetical"

#: A cue further from the trigger than this speaks of something else.
CUE_REACH = 7
#: How far the verb of a nominal trigger may stand («визит … состоится»).
VERB_REACH = 9


def head_group(view: View, match: Match) -> VerbGroup | None:
    """The verb group that carries a trigger: its own, or that of the verb which a noun is subject of."""
    reading = view.chosen[match.head]
    own = match.reading if match.reading is not None else reading
    if own is not None and own.pos in ("VERB", "AUX"):
        return view.verb_group(match.head)
    happen = view.words.sets.get("happen", frozenset())
    around = list(range(match.last + 1, min(len(view.tokens), match.last + 1 + VERB_REACH)))
    if view.language.code != "kk":
        around += list(range(match.first - 1, max(-1, match.first - VERB_REACH), -1))
    for i in around:
        if view.tokens[i].text == ";":
            break
        reading = view.chosen[i]
        if reading is None or reading.pos not in ("VERB", "AUX") or view.named[i]:
            continue
        if view.lemmas(i) & happen:
            return view.verb_group(i)
        if reading.form == "Fin":
            break
    return None


def _cue_near(view: View, match: Match, name: str) -> bool:
    """Whether a cue of this status stands by the trigger, in its own clause."""
    low = max(0, match.first - CUE_REACH)
    high = min(len(view.tokens), match.last + 1 + CUE_REACH)
    for i, status_of, pattern in view.cues:
        if status_of != name or not low <= i < high:
            continue
        found = pattern.match_at(view, i)
        if found is None:
            continue
        left, right = (
            (found.last + 1, match.first) if found.last < match.first else (match.last + 1, found.first)
        )
        # Another finite verb in between owns the cue.
        if not any(view.finite[k] for k in range(left, right)):
            return True
    return False


def status(view: View, match: Match, rule: Rule, group: VerbGroup | None) -> str:
    """The status of a match, or `HYPOTHETICAL`."""
    if rule.status is not None and rule.status != "actual":
        return rule.status
    if group is not None and (group.modality == "conditional" or group.question):
        return HYPOTHETICAL
    if view.tokens and view.tokens[-1].text == "?" and view.depth[match.head] == view.depth[-1]:
        return HYPOTHETICAL
    if rule.status == "actual":
        # «қатысуды тоқтатуды талап етті»: the cue belongs to what is demanded, not to the demand.
        return "actual"
    for name in ("cancelled", "denied", "planned"):
        if _cue_near(view, match, name):
            return name
    if group is not None:
        if group.negative:
            return "denied"
        simple = group.tense == "Pres" and group.start == group.end
        if simple and rule.frame in view.words.present_ahead:
            return "planned"
        if group.planned or group.modality in ("wish", "intend", "plan", "must", "may"):
            return "planned"
    return "actual"


def told(view: View, match: Match, group: VerbGroup | None) -> bool:
    """Whether a happening is told as the news itself, not as what lies behind it.

    Background stands in the perfect («барған болатын», "had signed") and in clauses that hang on another
    verb («жақтағанын айтты»).
    """
    if group is None or group.start < 0:
        return True
    if view.language.code == "kk":
        own = match.reading if match.reading is not None and match.head == group.start else None
        finite = group.finite or (own is not None and own.form == "Fin")
        return finite and not any(r.form == "Part" and r.tense == "Past" for r in view.readings(group.start))
    return not (view.lower[group.start] in view.words.grammar.perfect and group.end > group.start)
