"""Whether a happening is told as done, planned, denied or cancelled, or is only asked or supposed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from elshi.frames.patterns import Match
    from elshi.frames.rules import Rule
    from elshi.frames.view import View
    from elshi.languages.base import Reading
    from elshi.languages.verbs import VerbGroup

__all__ = ["HYPOTHETICAL", "PRESENT", "head_group", "status", "told"]

#: Returned for questions and conditions, which are no facts at all.
HYPOTHETICAL = "hypothetical"
#: Why a happening counts as planned: it is told in a present tense that looks ahead.
PRESENT = "present tense"

#: A cue further from the trigger than this speaks of something else.
CUE_REACH = 7
#: The verb of a noun may stand further off («Negotiations … on a new programme have been suspended»).
VERB_CUE_REACH = 10
#: How far the verb of a nominal trigger may stand («визит … состоится»).
VERB_REACH = 9
#: How far a future verb may stand from a noun that stands beside it.
AHEAD_REACH = 5
#: How far the last verb of a Kazakh chain of converbs may stand.
CHAIN_REACH = 12
#: How far a clause's first word may stand before its verb.
CONDITION_REACH = 12
#: How far an infinitive may stand before the noun that is its object.
GOVERNOR_REACH = 4
#: How far before a noun the preposition of its topic may stand («о полной взаимной отмене виз»).
TOPIC_REACH = 4
#: How far a participle may stand before the Kazakh noun it modifies («Вашингтонда өтетін саммит»).
PARTICIPLE_REACH = 3


def head_group(view: View, match: Match) -> VerbGroup | None:
    """The verb group that carries a trigger: its own, or that of the verb which a noun is subject of."""
    own = _own(view, match)
    if own is not None:
        group = view.verb_group(match.head)
        if view.language.code == "kk" and own.form == "Conv" and not group.finite:
            # «қатысып, сөз сөйлейді»: a chain has the time of its last verb.
            for i in range(match.head + 1, min(len(view.tokens), match.head + 1 + CHAIN_REACH)):
                if view.finite[i]:
                    return view.verb_group(i)
        return group
    for i in reversed(match.tokens):
        # «посетит с визитом»: the noun heads the pattern, but the verb is part of the trigger.
        reading = view.chosen[i]
        if i != match.head and _is_verb(reading) and not view.named[i]:
            return view.verb_group(i)
    happen = view.words.sets.get("happen", frozenset())
    if view.language.code == "kk":
        steps = 0
        for i in range(match.first - 1, -1, -1):
            steps += view.mention_at[i] is None
            if steps > PARTICIPLE_REACH:
                break
            reading = view.chosen[i]
            if (
                _is_verb(reading)
                and reading is not None
                and reading.form == "Part"
                and view.lemmas(i) & happen
            ):
                return view.verb_group(i)
            if view.mention_at[i] is None and view.tokens[i].text in (",", ";", ":", "–", "—"):
                break
    around = list(range(match.last + 1, min(len(view.tokens), match.last + 1 + VERB_REACH)))
    if view.language.code != "kk":
        around += list(range(match.first - 1, max(-1, match.first - VERB_REACH), -1))
    for i in around:
        if view.tokens[i].text == ";":
            break
        reading = view.chosen[i]
        if reading is None or not _is_verb(reading) or view.named[i]:
            continue
        if view.lemmas(i) & happen:
            return view.verb_group(i)
        if reading.form == "Fin":
            break
    return None


def _is_verb(reading: Reading | None) -> bool:
    return reading is not None and reading.pos in ("VERB", "AUX")


def _own(view: View, match: Match) -> Reading | None:
    """The head's reading where it is a verb."""
    own = match.reading if match.reading is not None else view.chosen[match.head]
    return own if _is_verb(own) else None


def _cue_near(view: View, match: Match, name: str, frame: str) -> str | None:
    """The words of a cue of this status that stands by the trigger, in its own clause; None without one."""
    low = max(0, match.first - VERB_CUE_REACH)
    high = min(len(view.tokens), match.last + 1 + VERB_CUE_REACH)
    for i, status_of, pattern in view.cues:
        if status_of != name or not low <= i < high:
            continue
        found = pattern.match_at(view, i)
        # "halted imports from Taiwan" is the sanction itself, not its end.
        own = name == "denied" or (name == "cancelled" and frame == "coercion")
        if found is None or (own and set(found.tokens) <= set(match.tokens)):
            continue
        about = view.language.code == "ru" and found.first > match.last
        if name == "cancelled" and about and _is_topic(view, found.first):
            continue  # «договорились об отмене виз»: what it is about
        reach = VERB_CUE_REACH if view.finite[i] or _is_verb(view.chosen[i]) else CUE_REACH
        first, last = found.first, found.last
        if _is_verb(view.chosen[first]):
            group = view.verb_group(first)
            if 0 <= group.start <= first:
                first = group.start
        left, right = (last + 1, match.first) if last < match.first else (match.last + 1, first)
        # Another finite verb in between owns the cue.
        if right - left <= reach and not any(view.finite[k] for k in range(left, right)):
            return view.text(found.first, found.last)
    return None


def _done_before(view: View, own: Reading | None) -> bool:
    """Whether a Russian participle says that it is over («соглашение, подписанное в Осло, предусматривает …»)."""
    if own is None or view.language.code != "ru":
        return False
    return own.form == "Part" and own.tense == "Past" and own.case is not None


def _is_topic(view: View, first: int) -> bool:
    """Whether a Russian noun is what something is about: «об отмене», «о полной взаимной отмене»."""
    i = first - 1
    while i >= 0 and first - i < TOPIC_REACH:
        if view.lower[i] in view.words.grammar.topic:
            return True
        reading = view.chosen[i]
        if reading is None or reading.pos not in ("ADJ", "ADV", "DET"):
            return False
        i -= 1
    return False


def status(view: View, match: Match, rule: Rule, group: VerbGroup | None) -> tuple[str, str]:
    """The status of a match, or `HYPOTHETICAL`, and what says so."""
    if rule.status is not None and rule.status != "actual":
        return rule.status, "rule"
    if group is not None and (group.modality == "conditional" or group.question):
        return HYPOTHETICAL, "condition"
    if _supposed(view, match):
        return HYPOTHETICAL, "condition"
    if view.tokens and view.tokens[-1].text == "?" and view.depth[match.head] == view.depth[-1]:
        return HYPOTHETICAL, "question"
    if rule.status == "actual":
        # «қатысуды тоқтатуды талап етті»: the cue belongs to what is demanded, not to the demand.
        return "actual", "rule"
    own = _own(view, match)
    inner = own is not None or (
        group is not None and any(group.start <= i <= group.end for i in match.tokens)
    )
    done = (
        inner
        and group is not None
        and group.finite
        and group.tense == "Past"
        and not (group.planned or group.modality or group.negative)
    ) or _done_before(view, own)
    for name in ("cancelled", "denied", "planned"):
        if name == "planned" and done:
            # «келесі жылы Алматыда елшілігін ашты»: what is told in the past has happened.
            continue
        cue = _cue_near(view, match, name, rule.frame)
        if cue is not None:
            return name, cue
    if group is not None:
        words = view.text(group.start, group.end) if group.start >= 0 else ""
        if group.negative:
            return "denied", words
        alone = group.start == group.end or _sets_in(view, group)
        simple = group.tense == "Pres" and alone and not _ongoing(view, group)
        simple = simple and (group.start < group.end or not _habitual(view, group))
        if simple and {rule.frame, rule.type} & view.words.present_ahead:
            return "planned", PRESENT
        if group.planned or group.modality in ("wish", "intend", "plan", "must", "may"):
            return "planned", words
    if own is not None and _not_yet(view, match, rule, own, group):
        return "planned", view.tokens[match.head].text
    if own is None and view.language.code != "kk" and rule.frame != "coercion":
        governor = _governor(view, match)
        if governor is not None and not _achieved(view, governor):
            return "planned", view.tokens[governor].text
        ahead = _ahead(view, match) if group is None else None
        if ahead is not None:
            return "planned", ahead
    return "actual", ""


def _ongoing(view: View, group: VerbGroup) -> bool:
    """Whether a Kazakh present says what goes on at the moment («өткізуде»), not what lies ahead."""
    endings = view.words.grammar.ongoing_endings
    return bool(endings) and group.start >= 0 and view.lower[group.start].endswith(endings)


def _sets_in(view: View, group: VerbGroup) -> bool:
    """Whether a Kazakh auxiliary leaves its present open to the future («тасымалдай бастайды», not «келе жатыр»)."""
    sets_in = view.words.sets.get("sets_in")
    return (
        bool(sets_in)
        and group.end == group.start + 1
        and bool(view.lemmas(group.end) & (sets_in or frozenset()))
    )


def _habitual(view: View, group: VerbGroup) -> bool:
    """Whether a Kazakh present tells what is done again and again («аптасына екі рет ұшады», «қатынайды»)."""
    sets = view.words.sets
    verbs, times = sets.get("habitual"), sets.get("regularly")
    if not verbs or not times or group.start < 0:
        return False
    return bool(view.lemmas(group.start) & verbs) or not times.isdisjoint(view.lower)


def _supposed(view: View, match: Match) -> bool:
    """Whether the clause opens with «если» («если стороны не договорятся, …»)."""
    conditions = view.words.grammar.conditions
    if not conditions:
        return False
    for i in range(match.first - 1, max(-1, match.first - 1 - CONDITION_REACH), -1):
        if view.tokens[i].text in (",", ";", ":", "(", "–", "—"):
            return False
        if view.lower[i] in conditions:
            return True
    return False


def _not_yet(view: View, match: Match, rule: Rule, own: Reading, group: VerbGroup | None) -> bool:
    """Whether a deed is only spoken of: «ратификациялауды талқылады», "agreed to send"."""
    if rule.frame == "coercion":
        return False
    if own.form == "Inf":
        return group is not None and not group.finite and not _achieved(view, group.start)
    if own.form == "Vnoun" and own.case in ("Acc", "Dat") and not own.possessive:
        return rule.frame != "statement" and not _begun(view, match.head)
    return False


def _begun(view: View, head: int) -> bool:
    """Whether the verb behind a Kazakh verbal noun says that it happens («кіруге кірісті»)."""
    for i in range(head + 1, min(len(view.tokens), head + 4)):
        if _is_verb(view.chosen[i]):
            return bool(view.lemmas(i) & view.words.grammar.achieving)
    return False


def _ahead(view: View, match: Match) -> str | None:
    """The future verb beside a noun that is no subject of it («посетит Армению с визитом»), or None."""
    left = range(match.first - 1, max(-1, match.first - 1 - AHEAD_REACH), -1)
    right = range(match.last + 1, min(len(view.tokens), match.last + 1 + AHEAD_REACH))
    for around in (left, right):
        for i in around:
            if view.tokens[i].text in (",", ";", ":") or view.relative[i]:
                break
            if view.finite[i]:
                group = view.verb_group(i)
                if group.tense == "Fut" and group.planned and not group.negative:
                    return view.text(group.start, group.end) if group.start >= 0 else view.tokens[i].text
                break
    return None


def _governor(view: View, match: Match) -> int | None:
    """The infinitive whose object a nominal trigger is («agreed to hold joint exercises»), or None."""
    for i in range(match.first - 1, max(-1, match.first - 1 - GOVERNOR_REACH), -1):
        reading = view.chosen[i]
        if view.tokens[i].text in (",", ";", ":") or view.finite[i]:
            return None
        if _is_verb(reading) and reading is not None:
            return i if reading.form == "Inf" else None
    return None


def _achieved(view: View, start: int) -> bool:
    """Whether an infinitive hangs on a verb that says it happens ("began to", «удалось», «продолжает»)."""
    achieving = view.words.grammar.achieving
    for i in range(start - 1, max(-1, start - 6), -1):
        if view.chosen[i] is not None and view.lemmas(i) & achieving:
            return True
    return False


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
