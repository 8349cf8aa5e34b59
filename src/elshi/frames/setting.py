"""The date of the happening that an article reports, for facts told inside it.

News dates its first sentence («Кеше … келді», "on Thursday") and tells the rest without. Such facts take
that date, as an analyst would; nothing takes a date that the text or its dateline does not state.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from elshi.model import Mention

if TYPE_CHECKING:
    from elshi.frames.engine import Candidate
    from elshi.model import Passage

__all__ = ["Setting", "is_heading", "lead_date", "takes_lead_date", "twin"]

#: Sentences in which news says when: headline, dateline, lead and the sentence after.
LEAD_SENTENCES = 5
#: A report appears at most so long after the happening; older dates in a lead are background.
FRESH = timedelta(days=4)
#: What is told as part of the happening. Others (figures, memberships, treaties in force) have their own time.
INHERITING = frozenset({"visit", "meeting", "statement", "agreement", "honour", "membership"})
#: Happenings within which others happen.
SETTING = frozenset({"visit", "meeting"})
#: Longest dateline, in tokens («30 апреля 2025 года 23:00 Москва, Кремль»).
DATELINE = 14
#: Steps of an agreement that happen at a meeting.
STEPS = frozenset({"signed", "negotiated", None})
CODED = frozenset({"state", "igo", "programme"})


@dataclass(frozen=True, slots=True)
class Setting:
    """When an article's happening took place, and between whom (empty: the date is the article's own)."""

    date: str
    sides: frozenset[str]


def _day(value: object) -> date | None:
    if not isinstance(value, str):
        return None
    first = value.split("/")[0]
    try:
        return date.fromisoformat(first) if len(first) == 10 else None
    except ValueError:
        return None


def lead_date(
    passages: Sequence[Passage],
    found: Sequence[tuple[Passage, list[Candidate]]],
    published: str | None,
    official: tuple[str, ...] = (),
) -> Setting | None:
    """The date that an article's undated facts share, or None where the text makes none certain.

    Args:
        passages: the article's sentences in order.
        found: its facts by sentence.
        published: date of publication, or None.
        official: beginnings of the words that name a head of state's press office.
    """
    lead = {id(p) for p in passages[:LEAD_SENTENCES]}
    issued = _day(published)
    dated: list[tuple[Mention, frozenset[str]]] = []
    for passage, candidates in found:
        if id(passage) in lead:
            dated += [
                (c.date, _sides(c))
                for c in candidates
                if c.date is not None and c.status == "actual" and c.rule.type in SETTING and c.told
            ]  # fmt: skip
    if issued is not None:
        lines: list[tuple[Mention, frozenset[str]]] = [
            (m, frozenset())
            for p in passages[:LEAD_SENTENCES]
            for m in p.mentions
            if m.kind == "date" and _dateline(p, m, issued)
        ]
        # A dateline of the day of issue dates the whole report, not one of its happenings.
        english = any(p.sentence.language == "en" for p in passages[:LEAD_SENTENCES])
        today = [] if english else [x for x in lines if _day(x[0].value) == issued]
        dated = [*today, *dated, *lines]
    for mention, sides in dated:
        day = _day(mention.value)
        if day is not None and (issued is None or timedelta(0) <= issued - day <= FRESH):
            return Setting(str(mention.value), sides)
    if issued is not None and any(
        t.text.lower().startswith(official) for p in passages[:LEAD_SENTENCES] for t in p.tokens
    ):
        # A head of state's press office reports on the day.
        for passage, candidates in found:
            for c in candidates:
                scene = c.rule.type in SETTING and c.status == "actual" and c.told and c.date is None
                if id(passage) in lead and scene:
                    return Setting(str(published), _sides(c))
    return None


def _sides(candidate: Candidate) -> frozenset[str]:
    return frozenset(code for codes in _codes(candidate).values() for code in codes if code)


def _dateline(passage: Passage, mention: Mention, issued: date) -> bool:
    """Whether a date says when the article was written: in a short line of its own, or the day of issue."""
    if "/" in str(mention.value):
        return False  # what lasts for days is a happening
    return len(passage.tokens) <= DATELINE or _day(mention.value) == issued


def takes_lead_date(passage: Passage, candidate: Candidate, setting: Setting) -> bool:
    """Whether a fact is told inside the article's happening: done, undated, and nothing in its sentence says when."""
    if candidate.date is not None or candidate.status != "actual" or candidate.rule.type not in INHERITING:
        return False
    if candidate.rule.type == "agreement" and candidate.subtype not in STEPS:
        return False
    if candidate.rule.type == "membership" and passage.sentence.language != "en":
        return False  # Kazakh and Russian tell a chairmanship as a noun, which lasts («төрағалығы»)
    if not candidate.told or any(m.kind == "date" for m in passage.mentions):
        return False
    ours = _sides(candidate)
    return not setting.sides or not ours or bool(ours & setting.sides)


def is_heading(passage: Passage, clean: str) -> bool:
    """Whether a sentence is a line without a full stop, as headlines are."""
    return clean[passage.sentence.start : passage.sentence.end].rstrip()[-1:] not in (".", "!", "?", "…", "")


def twin(heading: Candidate, found: Sequence[tuple[Passage, list[Candidate]]]) -> Candidate | None:
    """The fact of the lead that a headline announces: same type, and the headline's sides among its sides."""
    sides = _codes(heading)
    for _, candidates in found[:LEAD_SENTENCES]:
        for other in candidates:
            if other is not heading and other.rule.type == heading.rule.type:
                theirs = _codes(other)
                if all(ids <= theirs.get(role, set()) for role, ids in sides.items()):
                    return other
    return None


def _codes(candidate: Candidate) -> dict[str, set[str | None]]:
    return {role: {f.id for f in fillers if f.kind in CODED} for role, fillers in candidate.roles.items()}
