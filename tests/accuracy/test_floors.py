"""Accuracy on the annotated documents never falls below what was reached; floors only rise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from elshi.evaluation import evaluate
from elshi.extraction import Extractor
from elshi.model import Document

FLOORS: dict[str, dict[str, float]] = yaml.safe_load(
    (Path(__file__).parent / "floors.yaml").read_text(encoding="utf-8")
)


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_floor(gold: Path, extractor: Extractor, name: str) -> None:
    documents, annotated = rows(gold / name / "docs.jsonl"), rows(gold / name / "gold.jsonl")
    fields = ("id", "text", "title", "url", "source", "published", "language")
    facts = [
        fact.to_json()
        for row in documents
        for fact in extractor.extract(Document(**{k: row.get(k) for k in fields}))
    ]
    result = evaluate(documents, annotated, facts)
    reached = {
        "detection": result["detection"]["f1"],
        "roles": result["roles"]["f1"],
        "strict": result["strict"]["f1"],
        "status": result["of_detected"]["status"],
        "date": result["of_detected"]["date"],
    }
    assert result["verbatim"] == 1.0
    assert {k: v for k, v in reached.items() if v < FLOORS[name][k]} == {}
