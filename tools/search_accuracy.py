"""Measures search: is the passage that answers a question among the first passages found?

The questions stand beside the repository (../shared/research/questions.jsonl): each with the file and the
quotation that answers it. A hit counts when it shares at least half of the shorter of the two with the quotation.

usage: python tools/search_accuracy.py [--show] [QUESTIONS [FOLDER]]
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any

from elshi.api import Record
from elshi.search.reading import read_query

SHARED = Path(__file__).parent.parent.parent / "shared"
FIRST = 5


def place(text: str, quote: str) -> tuple[int, int] | None:
    """Where a quotation stands in a text; line breaks and hyphens at line ends do not count."""
    parts = [re.escape(c) for c in re.sub(r"[\s\u00ad-]+", "", quote)]
    found = re.search(r"[\s\u00ad-]*".join(parts), text)
    return found.span() if found else None


def bears(hit: dict[str, Any], name: str, span: tuple[int, int]) -> bool:
    """Whether a hit shows the passage."""
    if hit["document"] != name:
        return False
    shared = min(hit["end"], span[1]) - max(hit["start"], span[0])
    return bool(shared >= 0.5 * min(hit["end"] - hit["start"], span[1] - span[0]))


def ranks(
    record: Record, questions: list[dict[str, Any]], folder: Path
) -> list[tuple[dict[str, Any], int | None, list[dict[str, Any]]]]:
    """The place (from 1) of the first hit that shows the evidence, None beyond the first twenty; and the hits."""
    out = []
    for question in questions:
        text = (folder / question["file"]).read_text(encoding="utf-8")
        span = place(text, question["quote"])
        if span is None:
            raise ValueError(f"{question['id']}: its quotation does not stand in {question['file']}")
        hits = record.search(question["question"], limit=20)
        at = next((k for k, hit in enumerate(hits, 1) if bears(hit, question["file"], span)), None)
        out.append((question, at, hits))
    return out


def main() -> int:
    """Prints the shares; with --show each question that is not answered first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", nargs="?", default=SHARED / "research" / "questions.jsonl", type=Path)
    parser.add_argument("folder", nargs="?", default=SHARED / "seeds", type=Path)
    parser.add_argument("--show", action="store_true", help="print what was found for each question missed")
    parser.add_argument("--record", help="a record that holds the documents already")
    given = parser.parse_args()
    if not given.questions.is_file():
        print(f"no questions at {given.questions}; nothing measured", file=sys.stderr)
        return 1
    questions = [
        json.loads(line) for line in given.questions.read_text(encoding="utf-8").splitlines() if line
    ]
    with Record(given.record or ":memory:") as record:
        record.ingest(given.folder)
        found = ranks(record, questions, given.folder)
        if given.show:
            for question, at, hits in found:
                if at != 1:
                    print(
                        f"{question['id']} at {at}: {question['question']}\n    wanted {question['quote'][:150]!r}"
                    )
                    print(
                        "    asked",
                        [
                            (e.text, e.tokens)
                            for e in read_query(record.extractor, question["question"]).elements
                        ],
                    )
                    for hit in hits[: at or 3]:
                        print(
                            f"      {hit['score']} {hit['document'][:3]} «{' '.join(hit['quote'].split())[:170]}»"
                        )
    n = len(found)
    five = sum(1 for _, at, _ in found if at is not None and at <= FIRST)
    first = sum(1 for _, at, _ in found if at == 1)
    print(f"{n} questions: evidence first {first / n:.3f}, among the first {FIRST} {five / n:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
