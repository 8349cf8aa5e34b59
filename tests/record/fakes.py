"""Facts and documents written by hand, so that the record is tested without any text analysis."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from elshi.model import Document, Fact, Filler, Place

STATES = ("KAZ", "FRA", "TUR", "CHN", "UZB", "RUS")

PEOPLE = {"KAZ": ("Tokayev", "Nurtleu"), "FRA": ("Macron", "Barrot"), "TUR": ("Erdoğan", "Fidan")}


def state(code: str) -> Filler:
    return Filler(code, "state", code.title(), code)


def person(name: str, of: str | None) -> Filler:
    return Filler(f"person:{name.lower()}", "person", name, name, of)


def event(document: str, type_: str, roles: dict[str, Sequence[Filler]], **more: Any) -> Fact:
    """An event; the quote is a stand-in unless given."""
    fields: dict[str, Any] = {
        "subtype": None,
        "status": "actual",
        "date": None,
        "place": None,
        "title": None,
        "sphere": None,
        "quote": "x" * 10,
        "start": 0,
        "end": 10,
        "language": "en",
        "confidence": 0.9,
    }
    fields.update(more)
    given = {role: tuple(fillers) for role, fillers in roles.items()}
    return Fact(document=document, kind=fields.pop("kind", "event"), type=type_, roles=given, **fields)


def figure(
    document: str, type_: str, sides: Sequence[str], value: float, unit: str | None, **more: Any
) -> Fact:
    roles = {"subject": [state(code) for code in sides]}
    return event(document, type_, roles, kind="figure", value=value, unit=unit, **more)


def visit(document: str, visitor: str, host: str, date: str | None, **more: Any) -> Fact:
    return event(document, "visit", {"visitor": [state(visitor)], "host": [state(host)]}, date=date, **more)


WORDS = [
    "president", "minister", "visit", "talks", "signed", "agreement", "trade", "energy", "embassy",
    "border", "railway", "culture", "students", "council", "summit", "delegation", "pipeline",
    "wheat", "uranium", "visa", "exchange", "festival", "treaty", "declaration", "partnership",
]  # fmt: skip

DATES = (
    None, "2011", "2011-05", "2011-05-10", "2011-05-11", "2011-05-10/2011-05-12", "2011-09-19", "201X",
    "2011-12-31", "2012-01-01", "2012~", "2010/..", "not a date",
)  # fmt: skip


def some_fact(random_: random.Random, document: str, start: int, end: int, text: str) -> Fact:
    """A fact over a stretch of text, from few enough values that facts of different documents often agree."""
    one, other = random_.choice((("KAZ", "FRA"), ("KAZ", "FRA"), ("FRA", "KAZ"), ("KAZ", "TUR")))
    date = random_.choice(DATES)
    language = random_.choice(("kk", "ru", "en"))
    common = {"start": start, "end": end, "quote": text[start:end], "date": date, "language": language}
    kind = random_.randrange(6)
    if kind == 0:
        visitor = [state(one)]
        if random_.random() < 0.5 and one in PEOPLE:
            visitor.append(person(random_.choice(PEOPLE[one]), one))
        return event(
            document, "visit", {"visitor": visitor, "host": [state(other)]},
            subtype=random_.choice((None, "official", "state")), **common,
        )  # fmt: skip
    if kind == 1:
        sides = random_.sample(STATES[:4], random_.choice((1, 2, 2, 3, 4)))
        return event(document, "meeting", {"participant": [state(code) for code in sides]}, **common)
    if kind == 2:
        return event(
            document, "agreement", {"party": [state(one), state(other)]},
            subtype=random_.choice((None, "signed", "ratified")),
            title=random_.choice((None, "treaty of eternal friends", "treaty of eternal friends and borders", "шарт")),
            **common,
        )  # fmt: skip
    if kind == 3:
        return event(
            document, "statement", {"speaker": [state(one)], "addressee": [state(other)]},
            subtype=random_.choice(("support", "concern")), title=random_.choice((None, "transit of energy resources")),
            **common,
        )  # fmt: skip
    if kind == 4:
        actors = [state(code) for code in random_.sample(STATES[3:], random_.choice((1, 2)))]
        return event(
            document, "coercion", {"actor": actors, "target": [state(one)]},
            subtype="sanction", status=random_.choice(("actual", "planned")), **common,
        )  # fmt: skip
    return figure(
        document, random_.choice(("trade_turnover", "company_count")), (one, other),
        random_.choice((4.9e9, 40.0)), random_.choice(("USD", "count", None)), **common,
    )  # fmt: skip


def some_documents(seed: int, count: int, facts: int = 4) -> list[tuple[Document, list[Fact]]]:
    """Documents with facts; some of them near copies, some without a date of publication."""
    random_ = random.Random(seed)
    found: list[tuple[Document, list[Fact]]] = []
    for at in range(count):
        if found and random_.random() < 0.25:
            words = random_.choice(found)[0].text.rstrip(".").split()
            for _ in range(random_.choice((0, 1, 3, 12))):
                words[random_.randrange(len(words))] = random_.choice(WORDS)
        else:
            words = [random_.choice(WORDS) for _ in range(random_.choice((6, 40, 80)))]
        text = " ".join(words) + "."
        name = f"doc-{at}"
        document = Document(
            name,
            text,
            title=random_.choice((None, f"Title {at}")),
            source=f"outlet {random_.randrange(5)}",
            published=random_.choice((None, "2011-05-12", "2011-09-20", "2012-01-03")),
            language=random_.choice(("kk", "ru", "en")),
        )
        made = []
        for _ in range(random_.randrange(facts + 1)):
            start = random_.randrange(len(text) - 10)
            end = min(len(text), start + random_.randrange(8, 40))
            made.append(some_fact(random_, name, start, end, text))
        found.append((document, made))
    return found


PARIS = Place("Paris", "Paris", "FRA")
