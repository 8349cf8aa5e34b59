"""Whether what a date belongs to lies ahead or behind, by the verb that it stands with.

«Жұма күні өтеді», "will meet on Friday" and «в пятницу пройдёт» name the coming Friday, «өтті», "met" and
«прошла» the last one. The verb decides only what the date leaves open.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from elshi.languages.base import DateExpression, Reading
from elshi.model import Token

if TYPE_CHECKING:
    from elshi.languages.base import Language
    from elshi.languages.verbs import VerbGroup

__all__ = ["is_open", "looks_ahead"]

#: Words between a date and a verb that may be its own.
REACH = 14
#: «запланирован на июнь», "called a summit for March": for which time something is set.
_SET_FOR = {"ru": frozenset(("на",)), "en": frozenset(("for",))}
#: «до июня», "by June", «маусымға дейін»: a bound, of what is done and of what is to be done.
_BOUNDS = frozenset(("до", "к", "until", "till", "by", "to", "дейін", "шейін", "deiın", "deiin"))
#: A comma or dash between them counts as so many words.
_BOUNDARY = 6
_ATTRIBUTIVE = ("ғы", "гі", "қы", "кі", "ğy", "gı", "qy", "kı")
#: «қаңтардан бері», "since January": what goes on from a day behind.
_SINCE = {"kk": ("бері", "berı"), "en": ("since",)}
#: «өткізуде»: going on at the moment, not the present-future.
_ONGOING = ("уда", "уде", "uda", "ude")
_BREAKS = frozenset(';:.!?«»"“”')
_SOFT_BREAKS = frozenset(",—–-()")


def is_open(expression: DateExpression) -> bool:
    """Whether the words of a date leave open if it lies ahead or behind."""
    if expression.value is not None:
        return False
    if expression.unit in ("weekday", "season"):
        return expression.direction == 0
    if expression.unit is not None:
        return expression.shift > 0
    return expression.month is not None


def looks_ahead(language: Language, tokens: Sequence[Token], expression: DateExpression) -> bool | None:
    """Whether the verb that a date belongs to speaks of the future (True) or the past (False).

    Args:
        language: language of the sentence.
        tokens: the sentence's tokens.
        expression: a date of this sentence.

    Returns:
        None where there is no such verb or its tense does not tell.
    """
    first = next((i for i, t in enumerate(tokens) if t.end > expression.start), len(tokens))
    last = next((i for i in range(len(tokens) - 1, -1, -1) if tokens[i].start < expression.end), -1)
    forms = [t.text for t in tokens]
    before = forms[first - 1].lower() if first else ""
    after = forms[last + 1].lower() if last + 1 < len(forms) else ""
    if before in _BOUNDS or after in _BOUNDS:
        return None
    if before in _SET_FOR.get(language.code, ()):
        return True
    since = _SINCE.get(language.code, ())
    if before in since or after in since or (last >= 0 and forms[last].lower() in since):
        return False
    kazakh = language.code == "kk"
    if kazakh and expression.case == "Dat":
        return True
    readings = language.choose(forms)
    if (
        kazakh
        and expression.case in (None, "Gen")
        and not (
            last + 1 < len(forms)
            and (following := readings[last + 1]) is not None
            and following.form == "Part"
        )
    ):
        # «шілдедегі саммитке шақырды»: an attribute belongs to its noun.
        word = forms[last].lower() if last >= 0 else ""
        if expression.case == "Gen" or word.endswith(_ATTRIBUTIVE):
            return None
    # A Kazakh verb follows what belongs to it; elsewhere the nearer one owns the date.
    reach = 2 * REACH if kazakh else REACH
    spots = [
        (_cost(forms, last + 1, i, 0 if kazakh else _BOUNDARY), i)
        for i in range(last + 1, min(len(forms), last + 1 + reach))
    ]
    if not kazakh:
        spots += [(_cost(forms, i + 1, first, _BOUNDARY), i) for i in range(max(0, first - REACH), first)]
    chained = False
    for _, i in sorted((cost, i) for cost, i in spots if cost is not None and cost <= reach):
        reading = readings[i]
        if reading is None or reading.pos not in ("VERB", "AUX") or reading.form is None:
            continue
        if kazakh and reading.form == "Conv":
            chained = True
        elif chained and reading.form == "Vnoun":
            continue  # «барып, нығайтуға уағдаласты»: the converb shares the tense of the last verb
        if (
            reading.form == "Inf"
            and language.code == "ru"
            and not language.verb_group(forms, readings, i).tense
        ):
            return None
        if kazakh and reading.form == "Fin" and forms[i].lower().endswith(_ONGOING):
            continue
        ahead = _ahead(language.code, language.verb_group(forms, readings, i), reading)
        if ahead is not None:
            return ahead
    return None


def _cost(forms: Sequence[str], low: int, high: int, boundary: int) -> int | None:
    """Distance between two places of a sentence; None when a full break parts them."""
    cost = high - low
    for form in forms[low:high]:
        if form in _BREAKS:
            return None
        if form in _SOFT_BREAKS:
            cost += boundary
    return cost


def _ahead(code: str, group: VerbGroup, reading: Reading) -> bool | None:
    if group.planned or group.modality in ("plan", "intend", "must"):
        return True
    if reading.form == "Inf" or group.modality == "conditional":
        return None
    if group.tense == "Past":
        return False
    if group.tense == "Fut":
        return True
    # Kazakh present-future: «өтеді», «өтетін». «отыр», «жатыр» are of the moment.
    if code == "kk" and group.tense == "Pres" and reading.form in ("Fin", "Part") and reading.mood != "Imp":
        return (
            True if reading.form == "Part" or (group.start == group.end and reading.mood == "Ind") else None
        )
    return None
