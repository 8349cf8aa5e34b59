"""How fast the record is with many facts. The facts are SYNTHETIC: made from the documents of `examples/`, each
with the two states and the dates exchanged for others and some words added; nothing in them is news.

Measures the database part of ingestion (extraction is done once, for the templates), the size of the file, and
the median time of a dossier, a timeline, a search and the contradictions of one pair.

usage: python benchmarks/record.py [--facts 100000] [--record FILE]
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from elshi.api import Record
from elshi.model import Document, Fact, Filler
from elshi.reading import read
from elshi.record import IndexedPassage

EXAMPLES = Path(__file__).parent.parent / "examples" / "documents"
STATES = (
    "KAZ",
    "FRA",
    "TUR",
    "CHN",
    "UZB",
    "RUS",
    "USA",
    "DEU",
    "ITA",
    "GBR",
    "JPN",
    "KOR",
    "IND",
    "PAK",
    "IRN",
    "TKM",
    "TJK",
    "KGZ",
    "AZE",
    "GEO",
    "ARM",
    "UKR",
    "POL",
    "HUN",
    "EGY",
    "SAU",
    "ARE",
    "QAT",
    "BRA",
    "MEX",
    "CAN",
    "AUS",
    "ZAF",
    "NGA",
    "ETH",
    "KEN",
    "VNM",
    "THA",
    "MYS",
    "IDN",
    "SGP",
    "MNG",
    "SRB",
    "ROU",
    "BGR",
    "GRC",
    "ESP",
    "PRT",
    "NLD",
    "BEL",
    "SWE",
    "NOR",
    "FIN",
    "EST",
    "LVA",
    "LTU",
)
PAIRS = 15
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def templates(record: Record) -> list[tuple[Document, list[Fact], list[IndexedPassage]]]:
    """The example documents that bear facts, with those and their passages."""
    made = []
    for document in read(EXAMPLES):
        if isinstance(document, Document):
            facts = record.extractor.extract(document)
            if facts:
                made.append((document, facts, record.extractor.passages(document)))
    return made


def documents(
    found: Sequence[tuple[Document, list[Fact], list[IndexedPassage]]], facts: int
) -> Iterator[tuple[Document, list[Fact], list[IndexedPassage]]]:
    """Variants of the templates until there are so many facts."""
    random_ = random.Random(1)
    count = at = 0
    while count < facts:
        document, said, passages = found[at % len(found)]
        codes = dict(zip(("KAZ", "FRA", "TUR", "CHN", "UZB", "RUS"), random_.sample(STATES, 6), strict=True))
        shift = random_.randrange(-15, 10)
        day = random_.randrange(1, 29)

        def dated(value: str | None, shift: int = shift, day: int = day) -> str | None:
            if value is None or "/" in value or not value[:4].isdigit():
                return value
            year = min(2024, max(1992, int(value[:4]) + shift))
            return f"{year}{value[4:7]}-{day:02}" if len(value) == 10 else f"{year}{value[4:]}"

        def exchanged(one: Filler, codes: dict[str, str] = codes, at: int = at) -> Filler:
            name = (
                f"{one.id}-{at % 5000}"
                if one.kind == "person" and one.id
                else codes.get(one.id or "", one.id)
            )
            return replace(one, id=name, of=codes.get(one.of or "", one.of))

        name = f"synthetic-{at}"
        # Every other word is exchanged for letters, or all variants would be near copies of their template.
        text = re.sub(
            r"\w+",
            lambda m: m[0] if random_.random() < 0.5 else "".join(random_.choices(LETTERS, k=len(m[0]))),
            document.text,
        )
        made = [
            replace(
                fact,
                document=name,
                quote=text[fact.start : fact.end],
                roles={role: tuple(map(exchanged, some)) for role, some in fact.roles.items()},
                date=dated(fact.date),
                value=fact.value * random_.uniform(0.5, 2) if fact.value else fact.value,
            )
            for fact in said
        ]
        shown = [
            replace(
                one,
                entities=tuple(codes.get(e, e) for e in one.entities),
                dates=tuple(filter(None, map(dated, one.dates))),
            )
            for one in passages
        ]
        published = (
            dated(document.published)
            if document.published
            else f"{random_.randrange(1992, 2025)}-06-{day:02}"
        )
        yield Document(name, text, source=f"outlet {at % 40}", published=published), made, shown
        count += len(made)
        at += 1


def timed(run: Callable[[str, str], Any]) -> float:
    """Median over several pairs of states, in milliseconds."""
    random_ = random.Random(2)
    taken = []
    for a, b in [("KAZ", "FRA"), *(random_.sample(STATES, 2) for _ in range(PAIRS))]:
        begin = time.perf_counter()
        run(a, b)
        taken.append(1000 * (time.perf_counter() - begin))
    return statistics.median(taken[1:])


def main() -> int:
    """Makes the record, or opens the one given, and prints a line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=int, default=100_000)
    parser.add_argument("--record", help="keep the record there; measured again when it is there")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(given.record or Path(folder) / "synthetic.db")
        fresh = not path.exists()
        result: dict[str, Any] = {"synthetic": True}
        with Record(path) as record:
            if fresh:
                found = templates(record)
                said: dict[str, list[Fact]] = {}
                shown: dict[str, list[IndexedPassage]] = {}
                spent = 0.0

                def stream() -> Iterator[Document]:
                    nonlocal spent
                    for document, facts, passages in documents(found, given.facts):
                        said[document.id], shown[document.id] = facts, passages
                        yield document

                begin = time.perf_counter()
                report = record.store.ingest(
                    stream(), lambda d: said.pop(d.id), index=lambda d: shown.pop(d.id), normalise=str
                )
                spent = time.perf_counter() - begin
                begin = time.perf_counter()
                for _ in documents(found, given.facts):
                    pass
                spent -= time.perf_counter() - begin  # making the documents is no part of it
                result |= {
                    "documents": report.new,
                    "facts": report.facts,
                    "facts_per_s": round(report.facts / spent),
                }
            facts = record.store.stats()["facts"]
            result |= {"facts_in_record": facts, "bytes_per_fact": round(path.stat().st_size / facts)}
            result["ms"] = {
                "dossier": timed(lambda a, b: record.dossier(a, b)),
                "timeline": timed(lambda a, b: record.timeline(sides=(a, b))),
                "search": timed(lambda a, b: record.search(f"когда {a} и {b} подписали соглашение")),
                "search, one word": timed(lambda a, b: record.search("railway")),
                "contradictions": timed(lambda a, b: record.contradictions(a, b)),
            }
            result["ms"] = {name: round(value, 1) for name, value in result["ms"].items()}
            result["events_of_a_pair"] = len(record.store.events(sides=["KAZ", "FRA"]))
    print(json.dumps(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
