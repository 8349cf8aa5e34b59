"""Kazakh verb groups: what a verb says with its auxiliaries, «емес», «жоқ», «тиіс», «деп күтілуде»."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from elshi.errors import RuleError
from elshi.languages import yamldata
from elshi.languages.base import Reading
from elshi.languages.letters import fold
from elshi.languages.verbs import VerbGroup

__all__ = ["verb_status"]

_REACH = 6  # words after the verb that may still belong to its group
_ENDS = frozenset((".", "!", ";", ":", ",", "»", "(", "…"))
_ABOUT_TO = ("ғалы", "гелі", "қалы", "келі")
_QUESTION = frozenset(("ма", "ме", "ба", "бе", "па", "пе"))


@lru_cache(maxsize=1)
def _words() -> dict[str, frozenset[str]]:
    data = yamldata.load("elshi.languages.kk", "verbs.yaml")
    try:
        return {name: frozenset(fold(words).split()) for name, words in data.items()}
    except (AttributeError, TypeError) as error:
        raise RuleError(f"elshi/languages/kk/verbs.yaml:1: a section is no list of words: {error}") from None


def verb_status(forms: Sequence[str], readings: Sequence[Reading | None], index: int) -> VerbGroup:
    """What the verb at `index` says in its context.

    Args:
        forms: tokens of one sentence as they stand.
        readings: one a token, as `choose` returned them.
        index: position of the main verb («қойған» in «қол қойған жоқ»).
    """
    reading = readings[index]
    question = forms[-1] == "?"
    if reading is None or reading.form is None:
        return VerbGroup(question=question, start=index, end=index)
    words = _words()
    tense, voice, negative = reading.tense, reading.voice, reading.negative
    form, finite = reading.form, reading.form == "Fin"
    modality: str | None = "intend" if reading.mood == "Opt" and reading.tense == "Fut" else None
    planned = modality == "intend"
    if reading.mood == "Cnd":
        modality = "conditional"
    elif reading.mood == "Imp":
        modality = "wish"
        planned = True
    end = index
    position = index + 1
    while position < len(forms) and position - index <= _REACH:
        word = fold(forms[position])
        following = readings[position]
        if word in _ENDS:
            break
        if word in _QUESTION:
            question = True
        elif word in words["not"]:
            negative = not negative
            if word == "жоқ" and form == "Part":
                finite, tense = True, "Past"
            else:
                finite = True
        elif word in words["must"]:
            modality, finite, planned, tense = "must", True, True, "Fut"
        elif word in words["may"]:
            modality, finite, planned = "may", True, True
        elif word in words["plan"]:
            modality, finite, planned, tense = "plan", True, True, "Fut"
        elif word in words["intend"]:
            modality, finite, planned, tense = "intend", True, True, "Fut"
        elif word in words["wish"]:
            modality, finite, planned, tense = "wish", True, True, "Fut"
        elif word in words["copula_past"]:
            finite = True
            if form in ("Part", "Conv") or tense is None:
                tense = "Past"
            elif modality is None and reading.mood == "Cnd":
                modality = "conditional"
        elif word in words["evidential"]:
            finite = True
        elif word in words["said"] or word in words["transparent"]:
            if word in words["said"] and not any(
                fold(later) in words["plan"] for later in forms[position + 1 : position + 4]
            ):
                break
        elif following is not None and following.form is not None and form == "Conv":
            auxiliary = fold(following.lemma)
            if auxiliary not in words["auxiliary"]:
                break
            if position == index + 1 and fold(forms[index]).endswith(_ABOUT_TO):
                modality, planned = "intend", True  # «қатысқалы отыр»
            # «қол қойып отыр», «өткізіліп тұрады», «айта алмады»: tense and negation are the auxiliary's.
            tense, finite = following.tense or tense, following.form == "Fin" or finite
            form = following.form
            negative = negative or following.negative
            if auxiliary == "алу" and reading.tense == "Pres":
                modality = "can"
            if following.mood == "Opt":
                modality, planned = "intend", True
            if following.mood == "Cnd":
                modality = "conditional"
        elif following is not None and form == "Vnoun" and following.lemma in words["control"]:
            negative = negative or following.negative
            modality, planned, finite = "intend", True, following.form == "Fin"
            tense = "Fut"
        else:
            break
        end = position
        position += 1
    if form == "Vnoun" and modality is None:
        tense = None
    return VerbGroup(tense, voice, negative, modality, finite, question, planned, index, end)
