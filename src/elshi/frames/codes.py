"""What the field's event schemes, PLOVER and CAMEO, call a fact. The table is `frames/codes.yaml`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from elshi.frames.yamlfile import YamlFile
from elshi.model import EVENT_TYPES, SPHERES, STATUSES

if TYPE_CHECKING:
    from elshi.model import Fact

__all__ = ["Coding", "code", "coding"]

_KEYS = {"type", "subtype", "status", "event", "mode", "cameo", "why"}


@dataclass(frozen=True, slots=True)
class Coding:
    """A fact in the schemes' terms.

    Attributes:
        event: PLOVER event, or None where PLOVER has none.
        mode: PLOVER mode, or None.
        contexts: PLOVER contexts, by the fact's sphere.
        cameo: nearest CAMEO code, or None where CAMEO has none.
        quad: quad class 1-4, or None without a PLOVER event.
        score: PLOVER's conflict-cooperation score, -10 to 10, or None.
        why: why there is no PLOVER event, else None.
    """

    event: str | None
    mode: str | None
    contexts: tuple[str, ...]
    cameo: str | None
    quad: int | None
    score: float | None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class _Tables:
    events: Mapping[str, Mapping[str, Any]]
    contexts: Mapping[str, Sequence[str]]
    rows: tuple[Mapping[str, Any], ...]


@cache
def _tables() -> _Tables:
    """The tables, checked.

    Raises:
        RuleError: the file does not hold together; the message begins with file and line.
    """
    file = YamlFile(files("elshi.frames").joinpath("codes.yaml"))
    data = file.mapping()
    events, rows = data["events"], tuple(data["facts"])
    for sphere in data["contexts"]:
        file.check(sphere in SPHERES, f"unknown sphere {sphere}", "contexts", sphere)
    for i, row in enumerate(rows):
        file.check(set(row) <= _KEYS, f"unknown key; known are {sorted(_KEYS)}", "facts", i)
        type_, subtype, event = row.get("type"), row.get("subtype"), row.get("event")
        file.check(type_ is None or type_ in EVENT_TYPES, f"unknown type {type_}", "facts", i)
        file.check(
            subtype is None or (type_ is not None and subtype in EVENT_TYPES[type_][0]),
            f"unknown subtype {subtype}",
            "facts",
            i,
        )
        file.check(row.get("status") in (None, *STATUSES), f"unknown status {row.get('status')}", "facts", i)
        file.check(event is None or event in events, f"unknown event {event}", "facts", i)
        file.check(event is not None or "why" in row, "a row without an event says why", "facts", i)
    return _Tables(events, data["contexts"], rows)


def coding(type_: str, subtype: str | None, status: str, sphere: str | None) -> Coding:
    """The codes of an event of this type, subtype, status and sphere."""
    tables = _tables()
    for row in tables.rows:
        if row.get("type", type_) != type_ or row.get("status", status) != status:
            continue
        if row.get("subtype", subtype) != subtype:
            continue
        event, mode = row.get("event"), row.get("mode")
        if event is None:
            return Coding(None, None, (), row.get("cameo"), None, None, row["why"])
        entry = tables.events[event]
        score = entry.get("modes", {}).get(mode, entry["score"])
        contexts = tuple(tables.contexts.get(sphere or "", ()))
        return Coding(event, mode, contexts, row.get("cameo"), entry["quad"], float(score))
    return Coding(None, None, (), None, None, None, "no code in PLOVER or CAMEO")


def code(fact: Fact) -> Coding:
    """The codes of a fact; figures have none."""
    if fact.kind == "figure":
        return Coding(None, None, (), None, None, None, "PLOVER and CAMEO code events, not figures")
    return coding(fact.type, fact.subtype, fact.status, fact.sphere)
