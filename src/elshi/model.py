"""The nouns of Elshi: small frozen dataclasses that every room passes along.

Invariants:

* Offsets are Unicode code points, start inclusive, end exclusive.
* In everything that leaves the extractor (`Article`, printed `Mention`, `Fact`) offsets point into
  `Document.text` exactly as it was read; `Fact.quote == document.text[fact.start:fact.end]`.
* While a document is being analysed, `Sentence`, `Token` and `Mention` offsets point into the
  *clean* text of its `elshi.text.layout.Layout`, which maps them back.
* What the text does not say is `None`. There are no default dates, codes, currencies or countries.

Field names and JSON shapes of `Fact` and `Mention` are a contract with other programs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

__all__ = [
    "EVENT_TYPES",
    "FIGURE_TYPES",
    "MENTION_KINDS",
    "SPHERES",
    "STATUSES",
    "Article",
    "Document",
    "Fact",
    "Failure",
    "Filler",
    "Mention",
    "Passage",
    "Place",
    "Sentence",
    "Token",
]

STATUSES = ("actual", "planned", "denied", "cancelled")

SPHERES = (
    "political",
    "parliamentary",
    "economic",
    "security",
    "culture",
    "education_science",
    "transport_consular",
    "environment",
    "humanitarian",
    "multilateral",
)

#: Event type -> (subtypes, roles).
EVENT_TYPES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {
        "visit": (("state", "official", "working", "private"), ("visitor", "host")),
        "meeting": (
            ("talks", "summit", "consultations", "commission", "forum", "call"),
            ("participant", "host"),
        ),
        "agreement": (
            ("negotiated", "signed", "ratified", "in_force", "extended", "terminated"),
            ("party", "signatory"),
        ),
        "relations": (
            ("recognised", "established", "upgraded", "suspended", "severed", "restored"),
            ("party", "actor", "target"),
        ),
        "mission": (
            ("opened", "closed", "appointed", "credentials", "recalled", "expelled"),
            ("sender", "receiver", "envoy"),
        ),
        "membership": (
            ("member", "applied", "joined", "left", "chairs", "chair_transferred", "observer", "partner"),
            ("member", "organisation", "from", "to"),
        ),
        "organisation": (
            ("founded", "renamed", "transformed", "dissolved"),
            ("organisation", "successor", "founder"),
        ),
        "statement": (
            (
                "support", "praise", "concern", "criticise", "propose", "invite",
                "congratulate", "thank", "pledge", "demand", "deny",
            ),
            ("speaker", "addressee"),
        ),
        "cooperation": (
            (
                "project", "exercise", "training", "exchange", "cultural_event", "opening",
                "transport_link", "visa_regime", "delivery",
            ),
            ("actor",),
        ),
        "aid": (("credit", "grant", "humanitarian", "technical"), ("donor", "recipient")),
        "honour": (("award", "monument"), ("awarder", "honouree")),
        "coercion": (("sanction", "closure", "protest", "threat", "force"), ("actor", "target")),
    }
)  # fmt: skip

FIGURE_TYPES = (
    "trade_turnover", "export", "import", "investment", "credit", "project_cost", "company_count",
    "project_count", "member_count", "participant_count", "document_count", "visitor_count",
    "student_count", "flight_count", "growth_rate", "other",
)  # fmt: skip

MENTION_KINDS = (
    "state", "igo", "programme", "person", "organisation", "place", "office", "instrument",
    "nationality", "date", "amount",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Document:
    """One text as it was read from one source.

    Attributes:
        id: unique name within a run: the `id` of JSON lines input, else the file's name.
        text: plain text exactly as the reader produced it; all offsets point into it.
        title: headline, where the source gives one apart from the text.
        url: address it was fetched from.
        source: outlet, publisher or path.
        published: ISO date (`2011-09-20`, or a shorter EDTF value), or None when not known.
        language: hint `kk`, `ru` or `en`; a document may still mix languages.
    """

    id: str
    text: str
    title: str | None = None
    url: str | None = None
    source: str | None = None
    published: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """One source that could not be read, with the reason in one line."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Article:
    """Where one article begins and ends in a document's text as read."""

    document: str
    start: int
    end: int
    language: str | None
    title: str | None

    def to_json(self) -> dict[str, Any]:
        """The object that `elshi articles` prints."""
        return {
            "document": self.document,
            "start": self.start,
            "end": self.end,
            "language": self.language,
            "title": self.title,
        }


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the clean text, with the language it is written in (None: not one of ours)."""

    start: int
    end: int
    language: str | None


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark of the clean text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that names someone, something, a time or an amount.

    Attributes:
        start, end: offsets (see the module's invariants).
        text: the words as they stand, inflected.
        kind: one of `MENTION_KINDS`.
        id: ISO 3166-1 alpha-3 code of a state, code of an organisation or programme, the system's
            own id (`person:…`, `office:…`, `place:…`, `organisation:…`) of anything else; None when
            it cannot be decided. A nationality («француздық») carries the code of its state.
        name: canonical name in base form (English for coded entities, else as the text has it).
        case: Universal Dependencies case where the language marks it, else None.
        of: code of the state or organisation that a person, office, place or organisation belongs to.
        office: office id that a person is named with or an office mention stands for.
        person: person id of the holder of an office mention, where the time makes it certain.
        value: EDTF string of a date, number of an amount, else None.
        unit: ISO 4217 currency, `percent` or `count` of an amount, else None.
        mark: what qualifies a value: `about`, `over`, `under`, `upto`, else None.
        metonym: the place is a capital or residence that may stand for its government, or the organisation an
            organ of the state `of`, for which it acts.
        first, last: indexes of its first and last token in the sentence's token list (-1: not set).
    """

    start: int
    end: int
    text: str
    kind: str
    id: str | None = None
    name: str | None = None
    case: str | None = None
    of: str | None = None
    office: str | None = None
    person: str | None = None
    value: str | float | None = None
    unit: str | None = None
    mark: str | None = None
    metonym: bool = False
    first: int = -1
    last: int = -1

    def to_json(self, document: str) -> dict[str, Any]:
        """The object that `elshi mentions` prints."""
        out: dict[str, Any] = {
            "document": document,
            "start": self.start,
            "end": self.end,
            "mention": self.text,
            "kind": self.kind,
            "id": self.id,
            "name": self.name,
            "case": self.case,
        }
        if self.of is not None:
            out["of"] = self.of
        if self.kind in ("date", "amount"):
            out["value"] = self.value
            if self.kind == "amount":
                out["unit"] = self.unit
            if self.mark is not None:
                out["mark"] = self.mark
        return out


@dataclass(frozen=True, slots=True)
class Filler:
    """Who or what fills a role of a fact.

    Attributes:
        id: as in `Mention.id`.
        kind: `state`, `igo`, `programme`, `person`, `organisation`, `place`, `office`, `other`.
        name: canonical name in base form.
        mention: the words of the text.
        of: code of the state or organisation it belongs to.
    """

    id: str | None
    kind: str
    name: str | None
    mention: str
    of: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The object that stands in a fact's role list."""
        out: dict[str, Any] = {"id": self.id, "kind": self.kind, "name": self.name, "mention": self.mention}
        if self.of is not None:
            out["of"] = self.of
        return out

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Filler:
        """Reads what `to_json` wrote."""
        return cls(data.get("id"), data["kind"], data.get("name"), data.get("mention", ""), data.get("of"))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a happening took place; `country` (JSON `in`) is the code of the state it lies in."""

    name: str
    mention: str
    country: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The object that stands in a fact's `place`."""
        return {"name": self.name, "mention": self.mention, "in": self.country}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Place:
        """Reads what `to_json` wrote."""
        return cls(data["name"], data.get("mention", ""), data.get("in"))


@dataclass(frozen=True, slots=True)
class Fact:
    """One assertion that one passage makes: an `event` or a `figure`.

    Attributes:
        document: id of the document.
        kind: `event` or `figure`.
        type: event type (`EVENT_TYPES`) or indicator (`FIGURE_TYPES`).
        subtype: a subtype of the event type, or None where the text gives none.
        status: one of `STATUSES`.
        roles: role -> fillers, in the order of the text; unfilled roles are left out.
        date: EDTF level 1, or None.
        place: where it took place, or None.
        title: name or subject of an instrument, topic of a statement, as the text has it; or None.
        sphere: one of `SPHERES`, or None.
        quote, start, end: the shortest run of text that bears the fact, and where it stands.
        language: language of the passage.
        confidence: share of facts given this value that are right, 0 to 1.
        value, unit: number and unit of a figure (unit None where no currency is named).
        rule: id of the rule that found it; never part of the fact's identity.
    """

    document: str
    kind: str
    type: str
    subtype: str | None
    status: str
    roles: Mapping[str, tuple[Filler, ...]]
    date: str | None
    place: Place | None
    title: str | None
    sphere: str | None
    quote: str
    start: int
    end: int
    language: str
    confidence: float
    value: float | None = None
    unit: str | None = None
    rule: str | None = field(default=None, compare=False)

    def to_json(self) -> dict[str, Any]:
        """The object that `elshi extract` prints."""
        out: dict[str, Any] = {
            "document": self.document,
            "kind": self.kind,
            "type": self.type,
            "subtype": self.subtype,
            "status": self.status,
            "roles": {role: [f.to_json() for f in fillers] for role, fillers in self.roles.items()},
        }
        if self.kind == "figure":
            out["value"] = self.value
            out["unit"] = self.unit
        out.update(
            date=self.date,
            place=self.place.to_json() if self.place else None,
            title=self.title,
            sphere=self.sphere,
            quote=self.quote,
            start=self.start,
            end=self.end,
            language=self.language,
            confidence=self.confidence,
        )
        if self.rule is not None:
            out["rule"] = self.rule
        return out

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Fact:
        """Reads what `to_json` wrote."""
        place = data.get("place")
        return cls(
            document=data["document"],
            kind=data["kind"],
            type=data["type"],
            subtype=data.get("subtype"),
            status=data["status"],
            roles={r: tuple(Filler.from_json(f) for f in fs) for r, fs in data.get("roles", {}).items()},
            date=data.get("date"),
            place=Place.from_json(place) if place else None,
            title=data.get("title"),
            sphere=data.get("sphere"),
            quote=data["quote"],
            start=data["start"],
            end=data["end"],
            language=data["language"],
            confidence=data["confidence"],
            value=data.get("value"),
            unit=data.get("unit"),
            rule=data.get("rule"),
        )

    def content_key(self) -> str:
        """Identity within its document, free of rule ids and confidence: span, type and content.

        Returns:
            A hexadecimal SHA-256; the same passage keeps it across re-runs and machines.
        """
        content = [
            self.kind,
            self.type,
            self.start,
            self.end,
            sorted((r, sorted(f.id or f.name or f.mention for f in fs)) for r, fs in self.roles.items()),
            self.value,
            self.unit,
        ]
        return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


@dataclass(slots=True)
class Passage:
    """One sentence while it is analysed: its tokens and what was recognised in it.

    Offsets of all of them point into the clean text. `mentions` are ordered and do not overlap;
    dates and amounts are among them.
    """

    sentence: Sentence
    tokens: list[Token]
    mentions: list[Mention] = field(default_factory=list)
