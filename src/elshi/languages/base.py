"""What every language folder offers to the rest of the house."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from elshi.languages.verbs import VerbGroup
from elshi.model import Token

__all__ = ["AmountExpression", "DateExpression", "Language", "Reading"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a word form. Values are Universal Dependencies' (`Dat`, `Sing`, `Past` …).

    Attributes:
        lemma: base form, lower case, look-alike letters folded.
        pos: `NOUN PROPN ADJ VERB AUX PRON NUM ADP ADV CCONJ SCONJ DET PART INTJ PUNCT X`.
        case: `Nom Gen Dat Acc Loc Abl Ins` …, or None (Russian prepositional is `Loc`).
        number: `Sing`, `Plur` or None.
        gender: `Masc`, `Fem`, `Neut` or None.
        possessive: person and number of the possessor (`3`, `1Plur` …), or None.
        person: person of a finite verb or predicate (`1Sing`, `3` …), or None.
        tense: `Past`, `Pres`, `Fut`, or None; Kazakh aorist/present-future is `Pres`.
        mood: `Ind`, `Imp`, `Cnd`, `Opt` (desiderative), or None.
        form: `Fin`, `Part`, `Vnoun`, `Conv`, `Inf`, or None when not a verb.
        voice: `Act`, `Pass`, or None.
        negative: the form itself negates («келмеді»).
        attributive: a case form turned into an attribute («Ыстамбұлдағы» саммит); `case` keeps the case.
    """

    lemma: str
    pos: str
    case: str | None = None
    number: str | None = None
    gender: str | None = None
    possessive: str | None = None
    person: str | None = None
    tense: str | None = None
    mood: str | None = None
    form: str | None = None
    voice: str | None = None
    negative: bool = False
    attributive: bool = False


@dataclass(frozen=True, slots=True)
class DateExpression:
    """A stretch of clean text that names a time, before it is resolved.

    Attributes:
        start, end: offsets into the clean text.
        value: EDTF level 1 when the words alone suffice («1992 жылғы 5 қазанда» -> `1992-10-05`), else None.
        year, month, day, end_month, end_day, end_year: the parts that the words give; with `year` None
            and a month given the year is open («11 сәуірде»).
        anchor: `publication` for «кеше», «вчера», "last year"; `text` for «сол жылы», "two years later",
            «осыдан 35 жыл бұрын» is `publication`; None for absolute dates.
        unit, shift: for relative dates, `day week month quarter halfyear year weekday decade` and how many of them
            from the anchor (yesterday: day, -1). For `weekday` shift is the ISO weekday 1-7 and `direction` -1 (last),
            0 (nearest/unsaid) or 1 (next).
        direction: see above.
        qualifier: `about`, `since`, `until`, `before`, `after`, or None.
        case: case of the last word where marked, else None.
    """

    start: int
    end: int
    value: str | None = None
    year: int | None = None
    month: int | None = None
    day: int | None = None
    end_year: int | None = None
    end_month: int | None = None
    end_day: int | None = None
    anchor: str | None = None
    unit: str | None = None
    shift: int = 0
    direction: int = 0
    qualifier: str | None = None
    case: str | None = None


@dataclass(frozen=True, slots=True)
class AmountExpression:
    """A stretch of clean text that names a number or sum.

    Attributes:
        start, end: offsets into the clean text.
        value: plain number (4.9 billion is 4900000000.0).
        unit: ISO 4217 currency, `percent`, or None for a bare number (what is counted, or a currency not named).
        money_like: scale words or context show a sum of money even though no currency is named («1 млрд-қа дейін»).
        mark: `about`, `over`, `under`, `upto`, or None.
        case: case of the last word where marked, else None.
        upper: upper end of a range («5-7 млн»), else None.
    """

    start: int
    end: int
    value: float
    unit: str | None = None
    money_like: bool = False
    mark: str | None = None
    case: str | None = None
    upper: float | None = None


class Language(Protocol):
    """One language: morphology, dates, amounts. Implementations are stateless but for their caches."""

    code: str

    def readings(self, form: str) -> tuple[Reading, ...]:
        """All readings of a word form as it stands in the text, most likely first; never empty for a word."""
        ...

    def keys(self, form: str) -> tuple[str, ...]:
        """Base forms under which a catalogue may know this word: lower case, look-alikes folded, no repeats.

        The form itself (lower-cased, folded) comes first, then its possible stems and lemmas.
        """
        ...

    def plain(self, form: str) -> str:
        """A word form as rules write it: lower case, Latin Kazakh in Cyrillic."""
        ...

    def finder(self, lemmas: Iterable[str]) -> Callable[[str], frozenset[str]]:
        """A function that tells which of some lemmas a word form is a form of; none for most words.

        For looking at every word of a text: it is far cheaper than `readings` wherever the language allows.
        """
        ...

    def choose(self, forms: Sequence[str]) -> list[Reading | None]:
        """The likeliest reading of each word of one sentence, seen together; None for punctuation."""
        ...

    def verb_group(self, forms: Sequence[str], readings: Sequence[Reading | None], index: int) -> VerbGroup:
        """What the verb at `index` says with its auxiliaries; `readings` as `choose` returned them."""
        ...

    def dates(self, clean: str, tokens: Sequence[Token]) -> list[DateExpression]:
        """Dates named in one sentence, left to right, not overlapping."""
        ...

    def amounts(self, clean: str, tokens: Sequence[Token]) -> list[AmountExpression]:
        """Numbers and sums named in one sentence, left to right, not overlapping, those inside dates included."""
        ...
