"""What a verb group says about its happening, the same for every language."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["MODALITIES", "VerbGroup"]

#: `may` possibility or permission; `must` duty or need; `wish` desire; `intend` decision or readiness;
#: `plan` schedule or expectation; `can` ability; `conditional` unreal or under a condition.
MODALITIES = ("may", "must", "wish", "intend", "plan", "can", "conditional")


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """A verb with its auxiliaries, read together.

    Attributes:
        tense: `Past`, `Pres`, `Fut`, or None where the words give none (bare infinitive). Kazakh
            present-future («ашылады») is `Pres`: only context tells.
        voice: `Act`, `Pass`, or None.
        negative: the group denies that it happens or happened («қол қойылмады», "did not sign").
        modality: one of `MODALITIES`, or None for a plain assertion.
        finite: the group can stand as a sentence's predicate.
        question: it asks.
        planned: seen from the text it lies ahead: future, or a modality that looks ahead.
        start, end: first and last token index of the group, inclusive.
    """

    tense: str | None = None
    voice: str | None = None
    negative: bool = False
    modality: str | None = None
    finite: bool = False
    question: bool = False
    planned: bool = False
    start: int = -1
    end: int = -1
