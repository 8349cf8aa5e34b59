"""How sure a fact is: the share of facts like it that annotators found too.

A logistic model over a dozen features of a match, trained by `tools/confidence.py` on annotated documents and
kept in `confidence.json`. docs/accuracy.md says how well its values hold on documents it has not seen.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from elshi.frames.engine import Candidate

__all__ = ["confidence", "features", "probability", "threshold"]

CODED = frozenset({"state", "igo", "programme"})
#: Nothing is certain.
LOWEST, HIGHEST = 0.02, 0.99


def features(c: Candidate, language: str) -> dict[str, float]:
    """What the model looks at."""
    codes = {f.id for fs in c.roles.values() for f in fs if f.kind in CODED}
    others = sum(f.kind not in CODED for fs in c.roles.values() for f in fs)
    words = len(c.match.tokens)
    prior = min(max(c.rule.confidence, 0.05), 0.95)
    out = {
        "bias": 1.0,
        f"language={language}": 1.0,
        f"frame={c.rule.frame}": 1.0,
        f"rule={c.rule.id}": 1.0,
        "prior": math.log(prior / (1 - prior)),
        "cost": min(c.cost, 4.0),
        f"sides={min(len(codes), 3)}": 1.0,
        f"trigger={min(words, 3)}": 1.0,
        "length": min(c.last - c.first, 40) / 20,
    }
    if others:
        out["named"] = 1.0
    if c.from_context:
        out["context"] = 1.0
    if any(note.startswith("sides") for note in c.notes):
        out["completed"] = 1.0
    if c.date is not None:
        out["dated"] = 1.0
    if c.title is not None:
        out["titled"] = 1.0
    if c.status != "actual":
        out["planned"] = 1.0
    if not c.told:
        out["behind"] = 1.0
    if c.subtype is None:
        out["bare"] = 1.0
    return out


def probability(values: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The model's value; features without a weight say nothing."""
    z = sum(weights.get(name, 0.0) * x for name, x in values.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, z))))


@cache
def _model() -> tuple[Mapping[str, float], float]:
    data = json.loads(files("elshi.frames").joinpath("confidence.json").read_text(encoding="utf-8"))
    return data["weights"], float(data["threshold"])


def threshold() -> float:
    """Facts less sure than this are left out: dropping them makes more right than wrong."""
    return _model()[1]


def confidence(c: Candidate, language: str) -> float:
    """The confidence of a candidate as it stands when its article has been read."""
    return round(min(HIGHEST, max(LOWEST, probability(features(c, language), _model()[0]))), 2)
