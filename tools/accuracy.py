"""Measures accuracy on the annotated documents and writes the tables of docs/accuracy.md.

usage: python tools/accuracy.py [--write]
"""

from __future__ import annotations

import argparse
import json
import sys
import zlib
from pathlib import Path
from typing import Any

import names

import reading
from elshi.evaluation import evaluate
from elshi.extraction import Extractor
from elshi.model import Document

ROOT = Path(__file__).parent.parent
GOLD = ROOT.parent / "shared" / "gold"
DOC = ROOT / "docs" / "accuracy.md"
START, END = "<!-- measured: begin -->", "<!-- measured: end -->"
FIELDS = ("id", "text", "title", "url", "source", "published", "language")


def rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def held_out(name: str) -> bool:
    """A third of the documents, by their id, is not looked at while rules are written."""
    return zlib.crc32(name.encode()) % 3 == 0


def main() -> int:
    """Prints the tables; writes them with --write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the tables into docs/accuracy.md")
    arguments = parser.parse_args()
    if not GOLD.is_dir():
        print(f"no annotated documents at {GOLD}; nothing measured", file=sys.stderr)
        return 1
    extractor = Extractor()
    lines = [
        "| documents | n | detection P | R | F1 | roles F1 | strict F1 | status | subtype | date | value |",
        "|" + " --- |" * 11,
    ]
    types: dict[str, list[str]] = {}
    for name in ("seeds", "kk", "ru", "en"):
        documents, gold = rows(GOLD / name / "docs.jsonl"), rows(GOLD / name / "gold.jsonl")
        facts = [
            f.to_json()
            for row in documents
            for f in extractor.extract(Document(**{k: row.get(k) for k in FIELDS}))
        ]
        for part, keep in (
            ("all", lambda _: True),
            ("read while writing rules", lambda i: not held_out(i)),
            ("held out", held_out),
        ):
            if name == "seeds" and part != "all":
                continue
            chosen = [g for g in gold if keep(g["id"])]
            result = evaluate(documents, chosen, [f for f in facts if keep(f["document"])])
            d, o = result["detection"], result["of_detected"]
            lines.append(
                f"| {name}, {part} | {len(chosen)} | {d['p']:.3f} | {d['r']:.3f} | {d['f1']:.3f} | "
                f"{result['roles']['f1']:.3f} | {result['strict']['f1']:.3f} | {o['status']:.3f} | "
                f"{o['subtype']:.3f} | {o['date']:.3f} | {o['figure_value']:.3f} |"
            )
            if part == "all":
                for kind, r in result["by_type"].items():
                    types.setdefault(kind, []).append(f"{name} {r['f1']:.2f} ({r['gold']})")
    lines += ["", "Detection F1 by type (number of required facts):", "", "| type | |", "| --- | --- |"]
    lines += [f"| {kind} | {', '.join(values)} |" for kind, values in sorted(types.items())]
    table = "\n".join(lines)
    print(table)
    if arguments.write:
        text = DOC.read_text(encoding="utf-8")
        head, tail = text.split(START)[0], text.split(END)[1]
        DOC.write_text(f"{head}{START}\n{table}\n{END}{tail}", encoding="utf-8")
        names.write(names.measure(["seeds", "kaznerd", "factrueval", "english"]))
        reading.write(reading.section())
    return 0


if __name__ == "__main__":
    sys.exit(main())
