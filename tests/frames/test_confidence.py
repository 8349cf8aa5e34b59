"""Confidence: a probability, the same every time, and doubtful facts can be asked for."""

from __future__ import annotations

import json
from importlib.resources import files

from elshi.extraction import Extractor
from elshi.frames.confidence import probability, threshold
from elshi.model import Document

TEXT = (
    "The foreign ministers of Peru and Chile met in Lima on May 5, 2010. "
    "Chile praised the reform. Peru signed a trade agreement with Chile."
)


def test_every_fact_is_at_least_as_sure_as_the_threshold() -> None:
    machine = Extractor()
    document = Document("d", TEXT, language="en")
    sure, every = machine.extract(document), machine.extract(document, doubtful=True)
    assert sure == [f for f in every if f.confidence >= threshold()]
    assert sure
    assert all(0 < f.confidence < 1 for f in every)


def test_the_model_is_a_logistic_one() -> None:
    assert probability({}, {}) == 0.5
    assert probability({"a": 2.0}, {"a": 1.0}) > probability({"a": 1.0}, {"a": 1.0}) > 0.5
    assert probability({"a": -1e9}, {"a": 1.0}) > 0.0


def test_the_model_was_not_told_what_it_must_not_know() -> None:
    model = json.loads(files("elshi.frames").joinpath("confidence.json").read_text(encoding="utf-8"))
    assert not [name for name in model["weights"] if "read" in name]
    assert 0 <= model["threshold"] < 0.6
