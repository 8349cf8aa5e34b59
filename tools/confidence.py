"""Trains the model behind every fact's confidence and reports how well its values hold.

usage: python tools/confidence.py [--write]

It learns from annotated documents whose licences allow it: KazNERD passages (CC BY 4.0), factRuEval-2016 (MIT),
kremlin.ru (CC BY 4.0), the Office of the Historian (public domain), and articles written for the purpose. Plain
gradient descent from zero: the same documents give the same weights on any machine.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import sys
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from elshi.evaluation import pair
from elshi.extraction import Extractor
from elshi.frames.confidence import features, probability
from elshi.model import Document

ROOT = Path(__file__).parent.parent
GOLD = ROOT.parent / "shared" / "gold"
DOC = ROOT / "docs" / "accuracy.md"
START, END = "<!-- confidence: begin -->", "<!-- confidence: end -->"
MODEL = ROOT / "src" / "elshi" / "frames" / "confidence.json"
FIELDS = ("id", "text", "title", "url", "source", "published", "language")
FOLDS = 5
ROUNDS = 400
RATE = 0.5
#: Strength of the pull to zero; a single rule has few facts to speak for it.
PULL, RULE_PULL = 0.5, 3.0
#: Facts less sure are left out. Detection F1 hardly moves between 0.3 and 0.5; a false fact costs a reader more.
LEAST = 0.4
#: Set for documents that rule writers read, where rules look better than they are; never at run time.
READ = "read while writing rules"


class Row(NamedTuple):
    """One fact: its document, its features, whether annotators have it, whether that counts."""

    document: str
    values: dict[str, float]
    right: bool
    counts: bool


def allowed(name: str) -> bool:
    """Whether a document may be learnt from."""
    if name.startswith("kk-"):
        return True
    if name.startswith("ru-e"):
        return True
    if name.startswith("ru-f"):
        number = int(name[4:])
        return number <= 33 or number >= 69
    if name.startswith("en-e"):
        return int(name[4:]) >= 126
    return name.startswith("en-f")


def held_out(name: str) -> bool:
    """As in tools/accuracy.py."""
    return zlib.crc32(name.encode()) % 3 == 0


def rows() -> tuple[list[Row], int]:
    """All facts of the documents that may be learnt from, and how many required facts they have."""
    out, required = [], 0
    machine = Extractor()
    for language in ("kk", "ru", "en"):
        folder = GOLD / language
        texts = [json.loads(line) for line in (folder / "docs.jsonl").read_text("utf-8").splitlines() if line]
        gold = {
            row["id"]: row["facts"]
            for row in map(json.loads, (folder / "gold.jsonl").read_text("utf-8").splitlines())
        }
        for text in texts:
            if not allowed(text["id"]):
                continue
            annotated = gold[text["id"]]
            required += sum(not f.get("optional") for f in annotated)
            document = Document(**{k: text.get(k) for k in FIELDS})
            found = machine.extract(document, doubtful=True)
            pairs = {j: i for i, j in pair(text["text"], annotated, [f.to_json() for f in found])}
            for j, fact in enumerate(found):
                candidate = machine.trace(fact)
                if candidate is None:
                    continue
                values = features(candidate, fact.language)
                if not held_out(text["id"]):
                    values[READ] = 1.0
                optional = j in pairs and bool(annotated[pairs[j]].get("optional"))
                out.append(Row(text["id"], values, j in pairs, not optional))
    return out, required


def train(data: Sequence[Row]) -> dict[str, float]:
    """Logistic regression with a pull to zero, by gradient descent."""
    weights: dict[str, float] = dict.fromkeys(sorted({name for row in data for name in row.values}), 0.0)
    step = dict.fromkeys(weights, 0.0)
    for _ in range(ROUNDS):
        gradient = {
            name: w * (RULE_PULL if name.startswith("rule=") else 0.0 if name == "bias" else PULL)
            for name, w in weights.items()
        }
        for row in data:
            error = probability(row.values, weights) - row.right
            for name, x in row.values.items():
                gradient[name] += error * x
        for name, g in gradient.items():
            # Each weight moves by its own scale, as its feature is rare or common (AdaGrad).
            step[name] += g * g
            if step[name]:
                weights[name] -= RATE * g / math.sqrt(step[name])
    return weights


def folds(data: Sequence[Row]) -> Iterator[tuple[list[Row], list[Row]]]:
    """Parts to learn from and to measure on, split by document."""
    for k in range(FOLDS):
        inside = [r for r in data if zlib.crc32(r.document.encode()) // 3 % FOLDS == k]
        rest = [r for r in data if zlib.crc32(r.document.encode()) // 3 % FOLDS != k]
        yield rest, inside


def unread(row: Row) -> dict[str, float]:
    """Features as at run time."""
    return {name: x for name, x in row.values.items() if name != READ}


def f1(scored: Sequence[tuple[float, Row]], required: int, least: float) -> float:
    """Detection F1 when facts below `least` are left out."""
    kept = [r for p, r in scored if p >= least]
    right = sum(r.right and r.counts for r in kept)
    found = sum(r.counts for r in kept)
    return 2 * right / (found + required) if found else 0.0


def table(scored: Sequence[tuple[float, Row]]) -> list[str]:
    """Given confidence against the share that annotators have."""
    out = ["| confidence | facts | mean | right |", "| --- | --- | --- | --- |"]
    edges = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
    for low, high in itertools.pairwise(edges):
        inside = [(p, r) for p, r in scored if low <= p < high]
        if inside:
            mean = sum(p for p, _ in inside) / len(inside)
            right = sum(r.right for _, r in inside) / len(inside)
            out.append(f"| {low:.1f}–{min(high, 1.0):.1f} | {len(inside)} | {mean:.2f} | {right:.2f} |")
    return out


def main() -> int:
    """Trains, measures by cross-validation, writes the model with --write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--write", action="store_true", help="write the model and its table in docs/accuracy.md"
    )
    arguments = parser.parse_args()
    if not GOLD.is_dir():
        print(f"no annotated documents at {GOLD}; nothing learnt", file=sys.stderr)
        return 1
    data, required = rows()
    scored: list[tuple[float, Row]] = []
    for rest, inside in folds(data):
        weights = train(rest)
        scored += [(probability(unread(r), weights), r) for r in inside]
    print(f"{len(data)} facts of documents that may be learnt from; cross-validated, split by document:")
    print("\n".join(table(scored)))
    print("\non documents that no rule writer read:")
    unseen = [(p, r) for p, r in scored if READ not in r.values]
    print("\n".join(table(unseen)))
    least = LEAST
    print(f"\ndetection F1 {f1(scored, required, 0):.4f}; below {least}: {f1(scored, required, least):.4f}")
    for name in ("kk", "ru", "en"):
        part = [(p, r) for p, r in scored if r.document.startswith(name)]
        print(
            name,
            len(part),
            "right",
            sum(r.right for _, r in part),
            "dropped",
            sum(p < least for p, _ in part),
        )
    if arguments.write:
        weights = {k: round(w, 3) for k, w in train(data).items() if k != READ and abs(w) >= 0.005}
        model: dict[str, Any] = {"threshold": least, "weights": weights}
        text = DOC.read_text(encoding="utf-8")
        before, after = text.split(START)[0], text.split(END)[1]
        lines = ["All annotated documents that may be learnt from:", "", *table(scored)]
        lines += ["", "Those among them that no rule writer read:", "", *table(unseen)]
        DOC.write_text(f"{before}{START}\n" + "\n".join(lines) + f"\n{END}{after}", encoding="utf-8")
        MODEL.write_text(json.dumps(model, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
