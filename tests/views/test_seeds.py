"""Contradictions among the source documents that lie beside the repository on the developers' machines."""

from __future__ import annotations

from pathlib import Path

from elshi.api import Record
from elshi.extraction import Extractor


def test_contradictions_among_the_seeds(gold: Path, extractor: Extractor) -> None:
    with Record(":memory:", extractor=extractor) as record:
        record.ingest(gold.parent / "seeds")
        found = {frozenset(map(str, c.values)) for c in record.contradictions()}
        wanted = [{"1994-05-27", "1995"}, {"2002", "2003-05-31"}, {"1995", "1997-05"}]
        assert [pair for pair in wanted if frozenset(pair) not in found] == []
        assert len(found) - len(wanted) <= 3  # beside the soft pairs, see contradictions.jsonl
        assert {frozenset(map(str, c.values)) for c in record.contradictions("KAZ", "NATO")} >= {
            frozenset(pair) for pair in wanted[:2]
        }
