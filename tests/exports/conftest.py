"""A small record written by hand, with what makes exports hard: hostile text, vague dates, plans, decisions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from elshi.catalogue import Catalogue
from elshi.exports import Report, Selection, run
from elshi.model import Document, Fact, Filler, Place
from elshi.record import Store
from elshi.record.decisions import Decision

KAZ = Filler("KAZ", "state", "Kazakhstan", "Қазақстан")
FRA = Filler("FRA", "state", "France", "Франция")
TUR = Filler("TUR", "state", "Türkiye", "Түркия")
NATO = Filler("NATO", "igo", "NATO", "НАТО")
TOKAYEV = Filler("person:kassym-jomart-tokayev", "person", "Kassym-Jomart Tokayev", "Токаев", "KAZ")
ENVOY = Filler("person:jean-dupont", "person", "Jean Dupont", "Жан Дюпон", "FRA")


def fact(document: str, type_: str, roles: dict[str, Sequence[Filler]], quote: str, **more: Any) -> Fact:
    fields: dict[str, Any] = {
        "subtype": None, "status": "actual", "date": None, "place": None, "title": None, "sphere": "political",
        "language": "ru", "confidence": 0.9, "start": 0, "end": len(quote),
    } | more  # fmt: skip
    kind = fields.pop("kind", "event")
    given = {role: tuple(some) for role, some in roles.items()}
    return Fact(document=document, kind=kind, type=type_, roles=given, quote=quote, **fields)


#: Quotation -> the fact it bears (but for the place in the text).
SAID: list[tuple[str, str, dict[str, Sequence[Filler]], dict[str, Any]]] = [
    ("Токаев прибыл во Францию с официальным визитом.", "visit", {"visitor": [KAZ, TOKAYEV], "host": [FRA]},
     {"subtype": "official", "date": "2011-09-19/2011-09-20", "place": Place("Paris", "Париж", "FRA")}),
    ("Қазақстан мен Франция келіссөз жүргізді.", "meeting", {"participant": [KAZ, FRA]},
     {"subtype": "talks", "date": "2011-09", "language": "kk"}),
    ("Стороны подписали договор.", "agreement", {"party": [KAZ, FRA, TUR]},
     {"subtype": "signed", "date": "2008-06-11", "title": "Договор о «стратегическом» партнёрстве; часть 1, {A}"}),
    ("Казахстан вступил в НАТО.", "membership", {"member": [KAZ], "organisation": [NATO]},
     {"subtype": "joined", "date": "1994~"}),
    ("Жан Дюпон назначен послом.", "mission", {"sender": [FRA], "receiver": [KAZ], "envoy": [ENVOY]},
     {"subtype": "appointed", "date": "2012"}),
    ("Токаев посетит Турцию в марте.", "visit", {"visitor": [KAZ, TOKAYEV], "host": [TUR]},
     {"status": "planned", "date": "2027-03"}),
    ("Встреча пройдёт 5 мая 2027 года.", "meeting", {"participant": [KAZ, FRA]},
     {"status": "planned", "date": "2027-05-05"}),
    ("Визит отменён.", "visit", {"visitor": [FRA], "host": [KAZ]}, {"status": "cancelled"}),
    ("Построят дорогу к 2030 году.", "cooperation", {"actor": [KAZ, TUR]},
     {"subtype": "transport_link", "status": "planned", "date": "2030"}),
    ("Учения прошли на полигоне.", "cooperation", {"actor": [KAZ, TUR]},
     {"subtype": "exercise", "sphere": "security"}),
    ("Франция осудила Турцию.", "statement", {"speaker": [FRA], "addressee": [TUR]},
     {"subtype": "criticise", "date": "2011"}),
    ("Франция обеспокоена.", "statement", {"speaker": [FRA]}, {"subtype": "concern"}),
    ("Санкции не вводились.", "coercion", {"actor": [FRA], "target": [TUR]},
     {"subtype": "sanction", "status": "denied"}),
    ("Торговля достигла 4,9 млрд долларов.", "trade_turnover", {"subject": [KAZ, FRA]},
     {"kind": "figure", "value": 4.9e9, "unit": "USD", "date": "2010", "sphere": "economic"}),
]  # fmt: skip


def documents() -> list[tuple[Document, list[Fact]]]:
    """Two documents; the second repeats the first sentence in other words and gives a hostile title."""
    text, facts = "Новости дня.\n", []
    for quote, type_, roles, more in SAID:
        start = len(text)
        text += quote + "\n"
        facts.append(fact("a", type_, roles, quote, start=start, end=start + len(quote), **more))
    first = Document(
        "a", text, "Визит: итоги", "https://example.org/a?x=1&y=2", "Қазақстан газеті", "2011-09-21", "ru"
    )
    other = '=HYPERLINK("http://evil")\tТокаев приехал во Францию.'
    again = fact(
        "b", "visit", {"visitor": [KAZ, TOKAYEV], "host": [FRA]}, other, subtype="official", date="2011-09-19",
        end=len(other),
    )  # fmt: skip
    second = Document(
        "b",
        other + "\nИ уехал.",
        "@SUM(1) {\\evil} <b>\r\n% & 100_%",
        "javascript:alert(1)",
        None,
        None,
        "ru",
    )
    return [(first, facts), (second, [again])]


@dataclass
class Given:
    """A record, and what is exported of it."""

    store: Store
    folder: Path

    def export(
        self, *formats: str, language: str = "en", into: str = "out", **selection: Any
    ) -> list[Report]:
        record: Any = SimpleNamespace(
            store=self.store, extractor=SimpleNamespace(catalogue=Catalogue.default())
        )
        return run(record, formats, self.folder / into, Selection(**selection), language=language)

    def read(self, name: str, into: str = "out") -> str:
        return (self.folder / into / name).read_bytes().decode("utf-8")

    def path(self, name: str, into: str = "out") -> Path:
        return self.folder / into / name

    def events(self) -> dict[str, Any]:
        """Quotation of the first fact -> event."""
        return {min(f.fact.start for f in e.facts) and e.facts[0].fact.quote: e for e in self.store.events()}


def filled(store: Store, given: Sequence[tuple[Document, list[Fact]]]) -> Store:
    facts = {document.id: some for document, some in given}
    report = store.ingest([document for document, _ in given], lambda d: facts[d.id])
    assert report.failed == 0
    return store


@pytest.fixture
def given(tmp_path: Path) -> Given:
    store = Store(tmp_path / "record.db", now=lambda: "2026-01-02T03:04:05Z")
    return Given(filled(store, documents()), tmp_path)


@pytest.fixture
def make(tmp_path: Path) -> Callable[[Sequence[tuple[Document, list[Fact]]]], Given]:
    """Makes a record of given documents and facts."""
    count = iter(range(10**6))

    def made(some: Sequence[tuple[Document, list[Fact]]]) -> Given:
        folder = tmp_path / str(next(count))
        folder.mkdir()
        return Given(filled(Store(folder / "record.db", now=lambda: "2026-01-02T03:04:05Z"), some), folder)

    return made


def decide(given: Given, kind: str, quote: str, **payload: Any) -> None:
    """A person's decision on the fact with this quotation."""
    one = next(f for f in given.store.facts() if f.fact.quote == quote)
    given.store.decide(
        Decision(
            kind,
            "A. Officer",
            "2026-02-03T04:05:06Z",
            "checked",
            one.document.key,
            one.id,
            one.fact.type,
            quote,
            payload,
        )
    )


__all__ = ["FRA", "KAZ", "TUR", "Given", "decide", "documents", "fact", "replace"]
