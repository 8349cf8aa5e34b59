"""Codes of states and organisations in the schemes of others. The tables are in `exports/data`."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from elshi.exports.base import lines

__all__ = ["Group", "State", "goldstein", "group", "is_state", "state"]


class State(dict[str, str]):
    """Codes of a state: `iso2`, `fips`, `cameo`; empty where there is none."""


class Group(dict[str, str]):
    """Codes of an organisation: `known` and `type` of CAMEO, `plover`; empty where there is none."""


@cache
def _table(name: str) -> Mapping[str, Mapping[str, str]]:
    with files("elshi.exports").joinpath("data", name).open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(lines(stream)))
    key = "cameo" if name == "goldstein.csv" else "id"
    return {row[key]: row for row in rows}


_NO_STATE = State(iso2="", fips="", cameo="")
_ANY_GROUP = Group(known="", type="IGO", plover="IGO")


def is_state(code: str | None) -> bool:
    """The code is one of a state, present or former."""
    return code is not None and code in _table("states.csv")


def state(code: str | None) -> State:
    """Codes of the state; empty ones for whatever is no state."""
    row = _table("states.csv").get(code or "")
    return State(row) if row else _NO_STATE


def group(code: str | None) -> Group:
    """Codes of an international organisation; an organisation without a code of its own is an IGO."""
    row = _table("groups.csv").get(code or "")
    return Group(row) if row else _ANY_GROUP


def goldstein(cameo: str) -> float | None:
    """Score of a CAMEO code on Goldstein's scale, -10 to 10; None when the table lacks it."""
    row = _table("goldstein.csv").get(cameo)
    return float(row["score"]) if row else None
