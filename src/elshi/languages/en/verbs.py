"""English verb groups: what a verb says together with the auxiliaries and control words before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from elshi.errors import RuleError
from elshi.languages import yamldata
from elshi.languages.letters import fold
from elshi.languages.verbs import VerbGroup

__all__ = ["group"]

_BE = frozenset(
    (
        "be",
        "am",
        "is",
        "are",
        "was",
        "were",
        "been",
        "being",
        "'re",
        "'m",
        "isn't",
        "aren't",
        "wasn't",
        "weren't",
        "get",
        "got",
    )
)
_HAVE = frozenset(("have", "has", "had", "having", "'ve", "haven't", "hasn't", "hadn't"))
_DO = frozenset(("do", "does", "did", "don't", "doesn't", "didn't"))
_MODALS: Mapping[str, str | None] = {
    "will": None, "shall": None, "'ll": None, "won't": None, "shan't": None, "would": "conditional",
    "wouldn't": "conditional", "'d": "conditional", "should": "must", "shouldn't": "must", "must": "must",
    "mustn't": "must", "can": "can", "cannot": "can", "can't": "can", "could": "can", "couldn't": "can",
    "may": "may", "might": "may", "ought": "must",
}  # fmt: skip
_FUTURE = frozenset(("will", "shall", "'ll", "won't", "shan't"))
_NEGATIONS = frozenset(("not", "n't", "never", "neither", "nor", "hardly", "barely"))
_PAST_AUX = frozenset(("was", "were", "had", "did", "wasn't", "weren't", "hadn't", "didn't"))
_EMPTY_SUBJECTS = frozenset(("no", "neither", "none", "nobody", "nothing"))
#: After «scheduled» these name the time of what lies ahead.
_SCHEDULED = frozenset(("for", "on", "in", "at", "this", "next", "later", "tomorrow"))
_REACH = 12  # tokens looked back for a group's beginning: longer chains of auxiliaries do not occur
_SUBJECT_REACH = 5  # tokens before the group in which a «no» of its subject is looked for


@dataclass(frozen=True)
class _Lists:
    """The sections of words.yaml that decide verb groups; see there for what each means."""

    control: Mapping[str, str]
    refusing: frozenset[str]
    realising: frozenset[str]
    transparent: frozenset[str]
    saying: frozenset[str]
    planning_nouns: frozenset[str]
    after_participle: frozenset[str]


@lru_cache(maxsize=1)
def _lists() -> _Lists:
    data = yamldata.load("elshi.languages.en", "words.yaml")
    try:
        return _Lists(
            {word: modality for modality, words in data["control"].items() for word in words},
            frozenset(data["refusing"]),
            frozenset(data["realising"]),
            frozenset(data["transparent"].split()),
            frozenset(data["saying"].split()),
            frozenset(data["planning_nouns"].split()),
            frozenset(data["after_participle"].split()),
        )
    except (KeyError, AttributeError, TypeError) as error:
        raise RuleError(f"elshi/languages/en/words.yaml:1: section {error} is missing or wrong") from None


def _verb_forms(word: str) -> tuple[tuple[str, str, str | None], ...]:
    from elshi.languages import get

    readings = get("en").readings(word)
    return tuple((r.lemma, r.form or "", r.tense) for r in readings if r.pos in ("VERB", "AUX"))


def group(forms: Sequence[str], index: int) -> VerbGroup:
    """What the verb at `index` says in its context.

    Args:
        forms: tokens of one sentence as they stand.
        index: position of the main verb («signed» in "has been signed").

    Returns:
        Tense, voice, modality, negation; a bare infinitive or participle is not `finite`.
    """
    words = [fold(form) for form in forms]
    main = words[index]
    mains = _verb_forms(forms[index].lower())
    question = words[-1] == "?"
    aux: list[str] = []
    negative = main in _NEGATIONS
    to_at = -1
    position = index - 1
    while position >= 0 and index - position <= _REACH:
        word = words[position]
        if word in _NEGATIONS:
            negative = True
        elif word == "to":
            to_at = position
            break
        elif word in _MODALS or word in _BE or word in _HAVE or word in _DO:
            if word.endswith("n't") or word == "cannot":
                negative = True
            aux.append(word)
        elif not (word in _lists().transparent or (word.endswith("ly") and len(word) > 4)):
            break
        position -= 1
    start = position + 1
    aux.reverse()
    # Adverbs that stood before the group's first auxiliary belong to the sentence, not to the group.
    while start < index and words[start] not in aux and words[start] not in _NEGATIONS:
        start += 1
    voice = _voice(main, mains, aux)
    if to_at >= 0:
        return _infinitive(words, to_at, index, aux, voice, negative, question)
    if position >= 0 and words[position] == "without" and main.endswith("ing"):
        return VerbGroup("Pres", voice, True, None, False, question, False, position, index)
    if not negative and start > 0:
        subject = words[max(0, start - _SUBJECT_REACH) : start]
        for cut in range(len(subject) - 1, -1, -1):
            if subject[cut] in (",", ";", ":", "that", "."):
                subject = subject[cut + 1 :]
                break
        negative = any(word in _EMPTY_SUBJECTS for word in subject)
    if not aux:
        return _bare(words, main, mains, index, negative, question)
    modal = next((word for word in aux if word in _MODALS), None)
    perfect = any(word in _HAVE for word in aux)
    if modal is not None:
        modality = _MODALS[modal]
        tense: str | None = "Past" if perfect else "Fut" if modal in _FUTURE else "Pres"
        if (
            modality == "conditional"
            and not perfect
            and any(word in _lists().saying for word in words[:start])
        ):
            modality, tense = None, "Fut"
        planned = not perfect and (modality in (None, "must", "may") or tense == "Fut")
        if modal in _FUTURE and perfect:
            tense, planned = "Fut", True
        return VerbGroup(tense, voice, negative, modality, True, question, planned, start, index)
    if perfect:
        finite = aux[0] != "having"
        return VerbGroup("Past", voice, negative, None, finite, question, False, start, index)
    past = aux[0] in _PAST_AUX
    finite = aux[0] not in ("being", "been", "be")
    following = words[index + 1] if index + 1 < len(words) else ""
    if (
        voice == "Pass"
        and following in _SCHEDULED
        and any(_lists().control.get(m[0]) == "plan" for m in mains)
    ):
        # "is scheduled for June", "were slated for Monday"
        return VerbGroup("Fut", voice, negative, "plan", finite, question, True, start, index)
    return VerbGroup("Past" if past else "Pres", voice, negative, None, finite, question, False, start, index)


def _voice(main: str, mains: tuple[tuple[str, str, str | None], ...], aux: list[str]) -> str:
    participle = any(form == "Part" and tense == "Past" for _, form, tense in mains)
    return "Pass" if participle and aux and aux[-1] in _BE and not main.endswith("ing") else "Act"


def _bare(
    words: Sequence[str],
    main: str,
    mains: tuple[tuple[str, str, str | None], ...],
    index: int,
    negative: bool,
    question: bool,
) -> VerbGroup:
    """A verb without auxiliaries: finite past or present, or a participle that stands for a clause."""
    if main.endswith("ing"):
        return VerbGroup("Pres", "Act", negative, None, False, question, False, index, index)
    past_finite = any(form == "Fin" and tense == "Past" for _, form, tense in mains)
    participle = any(form == "Part" and tense == "Past" for _, form, tense in mains)
    if participle and (not past_finite or _reduced(words, index)):
        return VerbGroup("Past", "Pass", negative, None, False, question, False, index, index)
    tense = "Past" if past_finite else "Pres"
    return VerbGroup(tense, "Act", negative, None, True, question, False, index, index)


def _reduced(words: Sequence[str], index: int) -> bool:
    """Whether an -ed form is a participle after its noun («the treaty signed in Paris was …»)."""
    if index + 1 >= len(words) or index == 0:
        return False
    following = words[index + 1]
    if following == "by":
        return True
    if following not in _lists().after_participle:
        return False
    for position in range(index + 1, len(words)):
        word = words[position]
        if word in (
            ";",
            ".",
            "that",
            "which",
            "who",
            "when",
            "while",
            "where",
            "and",
            "but",
            "because",
            "if",
        ):
            return False
        if (word in _MODALS or word in _BE or word in _HAVE or word in _DO) and word not in (
            "being",
            "be",
            "having",
        ):
            # Another finite verb follows in the same clause: this one was not the predicate, unless a
            # finite verb came before it.
            return not any(w in _BE or w in _HAVE or w in _MODALS for w in words[:index])
        if word == ",":
            return False
    return False


def _infinitive(
    words: Sequence[str], to_at: int, index: int, aux: list[str], voice: str, negative: bool, question: bool
) -> VerbGroup:
    """«to» + infinitive: its tense and modality come from the word that governs it."""
    lists = _lists()
    at = to_at - 1
    if any(word in _HAVE for word in aux):
        base_tense: str | None = "Past"  # «is said to have signed»
    else:
        base_tense = None
    while at >= 0 and (
        words[at] in _NEGATIONS or words[at] in _lists().transparent or words[at].endswith("ly")
    ):
        negative = negative or words[at] in _NEGATIONS
        if words[at] == "yet" and at > 0 and words[at - 1] in _HAVE | _BE:
            return VerbGroup("Past", voice, True, None, True, question, False, at - 1, index)
        at -= 1
    if at < 0:
        return VerbGroup(base_tense, voice, negative, None, False, question, False, to_at, index)
    word = words[at]
    if word in _BE:
        return VerbGroup(
            "Fut", voice, negative or word.endswith("n't"), "plan", True, question, True, at, index
        )
    if word in _HAVE:
        return VerbGroup(
            "Past" if word == "had" else "Pres", voice, negative, "must", True, question, True, at, index
        )
    if word == "going":
        return VerbGroup("Fut", voice, negative, "intend", True, question, True, at, index)
    if word == "order" and at > 0 and words[at - 1] == "in":
        return VerbGroup(None, voice, negative, None, False, question, False, to_at, index)
    lemmas = [word, *(lemma for lemma, _, _ in _verb_forms(word))]
    # "invited X to visit": the controller may be a few words off; the nearest is tried only.
    start = at
    past = any(tense == "Past" and form == "Fin" for _, form, tense in _verb_forms(word))
    step = at - 1
    while (
        step >= 0
        and at - step < 6
        and (
            words[step] in _BE
            or words[step] in _HAVE
            or words[step] in _DO
            or words[step] in _NEGATIONS
            or words[step] in _lists().transparent
            or words[step] in _MODALS
        )
    ):
        if words[step] in _NEGATIONS or words[step].endswith("n't"):
            negative = True
        if words[step] in _PAST_AUX:
            past = True
        start = step
        step -= 1
    if any(lemma in lists.refusing for lemma in lemmas):
        return VerbGroup("Past" if past else "Pres", voice, True, None, True, question, False, start, index)
    if any(lemma in lists.realising for lemma in lemmas) and base_tense is None:
        return VerbGroup(
            "Past" if past else "Pres", voice, negative, None, True, question, False, start, index
        )
    for lemma in lemmas:
        modality = lists.control.get(lemma)
        if modality is not None:
            # "had planned to sign", "was due to sign": what became of it the words do not say.
            return VerbGroup(
                base_tense or "Fut", voice, negative, modality, True, question, True, start, index
            )
    if word in _lists().planning_nouns or (voice == "Pass" and base_tense is None and not _verb_forms(word)):
        return VerbGroup("Fut", voice, negative, "intend", False, question, True, to_at, index)
    return VerbGroup(base_tense, voice, negative, None, False, question, False, to_at, index)
