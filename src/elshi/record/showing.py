"""What the record remembers of the dossiers that were written from it, for `--since last`.

Remembered is what readers were shown, fact by fact, and not the hour alone: clocks tick in seconds, several
processes add documents at once, and a person's correction changes a fact without adding one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from elshi.record import tables

__all__ = ["Shown", "remember", "shown"]

_C = tables.dossiers.c


@dataclass(frozen=True, slots=True)
class Shown:
    """What the written dossiers of one pair have shown.

    Attributes:
        at: when the last one was written, ISO 8601 in UTC.
        facts: id of each fact -> the state it was shown in (see `elshi.views.changed.state`).
    """

    at: str
    facts: Mapping[str, str]


def shown(connection: Connection, a: str, b: str) -> Shown | None:
    """What was shown of two sides, in whichever order they are named; None before the first dossier."""
    first, second = sorted((a, b))
    row = connection.execute(select(_C.at, _C.shown).where(_C.a == first, _C.b == second)).one_or_none()
    return None if row is None else Shown(row.at, json.loads(row.shown))


def remember(
    connection: Connection,
    a: str,
    b: str,
    facts: Mapping[str, str],
    *,
    at: str,
    whole: bool,
    gone: Iterable[str] = (),
) -> None:
    """See `Store.remember`; the caller holds the lock for writing."""
    first, second = sorted((a, b))
    before = None if whole else shown(connection, a, b)
    left = set(gone)
    kept = {id: state for id, state in before.facts.items() if id not in left} if before else {}
    text = json.dumps(kept | dict(facts), sort_keys=True, separators=(",", ":"))
    connection.execute(delete(tables.dossiers).where(_C.a == first, _C.b == second))
    connection.execute(insert(tables.dossiers).values(a=first, b=second, at=at, shown=text))
