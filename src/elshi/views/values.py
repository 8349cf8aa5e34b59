"""What stands in a row of a view: values that know nothing of the reader's language.

Each value carries the ids of the facts that say it, where these differ from the row's
(sources that disagree stand side by side in one cell, each with its own notes).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Amount", "Flow", "Number", "Party", "Stage", "Term", "Value", "When", "Words"]


def _with(out: dict[str, Any], facts: tuple[str, ...]) -> dict[str, Any]:
    if facts:
        out["facts"] = list(facts)
    return out


@dataclass(frozen=True, slots=True)
class When:
    """A time: EDTF level 1, or None when the sources do not date it."""

    value: str | None
    facts: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """`{"date": "1992-01-25"}`."""
        return _with({"date": self.value}, self.facts)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit (ISO 4217, `percent`, `count`; None: the source names none)."""

    value: float
    unit: str | None
    status: str = "actual"
    facts: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """`{"value": 4.9e9, "unit": "USD", "status": "actual"}`."""
        return _with({"value": self.value, "unit": self.unit, "status": self.status}, self.facts)


@dataclass(frozen=True, slots=True)
class Party:
    """A state, organisation, person or other filler.

    Attributes:
        id: as in `elshi.model.Filler.id`.
        name: the name to show.
        kind: as in `elshi.model.Filler.kind`.
        language: language of `name` where it comes from a source, None where it is in the reader's.
        office: words of a source for the office that a person is named with, or None.
        office_language: language of those words.
    """

    id: str | None
    name: str
    kind: str
    language: str | None = None
    office: str | None = None
    office_language: str | None = None
    facts: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """`{"id": "FRA", "name": "France", "kind": "state"}`, with `office` where known."""
        out: dict[str, Any] = {"id": self.id, "name": self.name, "kind": self.kind}
        if self.office:
            out["office"] = self.office
        return _with(out, self.facts)


@dataclass(frozen=True, slots=True)
class Flow:
    """From one side to the other: a visit, goods, an award."""

    source: Party
    target: Party

    def to_json(self) -> dict[str, Any]:
        """`{"from": {...}, "to": {...}}`."""
        return {"from": self.source.to_json(), "to": self.target.to_json()}


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the interface, by its key (`subtype.visit.state`)."""

    key: str
    facts: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """`{"term": "subtype.visit.state"}`."""
        return _with({"term": self.key}, self.facts)


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a source, in the source's language.

    Attributes:
        verbatim: a quotation, to be set in quotation marks.
    """

    text: str
    language: str | None = None
    verbatim: bool = False
    facts: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """`{"text": "...", "language": "kk"}`."""
        return _with({"text": self.text, "language": self.language}, self.facts)


@dataclass(frozen=True, slots=True)
class Number:
    """A count made by the view itself."""

    value: int

    def to_json(self) -> dict[str, Any]:
        """`{"number": 3}`."""
        return {"number": self.value}


@dataclass(frozen=True, slots=True)
class Stage:
    """One step in the life of an instrument or a plan: what, when, and whether it came about."""

    step: Term
    dates: tuple[When, ...]
    status: str
    facts: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """`{"stage": "subtype.agreement.signed", "dates": [...], "status": "actual"}`."""
        out = {"stage": self.step.key, "dates": [w.to_json() for w in self.dates], "status": self.status}
        return _with(out, self.facts)


Value = When | Amount | Party | Flow | Term | Words | Number | Stage
Cells = Mapping[str, tuple[Value, ...]]
