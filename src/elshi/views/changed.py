"""What a dossier says that the written ones before it did not."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from elshi.record.model import StoredFact
from elshi.record.showing import Shown
from elshi.views.sheet import Changes, Row, Section

__all__ = ["only_changes", "state"]

#: Fields in which a fact may differ and still say the same: a retrained model, a renamed rule or file.
_IMMATERIAL = ("confidence", "rule", "document")


def state(stored: StoredFact) -> str:
    """A short text that is another one as soon as the fact says something else (16 hexadecimal digits)."""
    said = {name: value for name, value in stored.fact.to_json().items() if name not in _IMMATERIAL}
    content = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class _Compared:
    new: frozenset[str]
    changed: frozenset[str]


def _compare(facts: Iterable[StoredFact], before: Mapping[str, str]) -> _Compared:
    new, changed = set(), set()
    for fact in facts:
        known = before.get(fact.id)
        if known is None:
            new.add(fact.id)
        elif known != state(fact):
            changed.add(fact.id)
    return _Compared(frozenset(new), frozenset(changed))


def only_changes(
    sections: tuple[Section, ...], facts: Mapping[str, StoredFact], last: Shown, whole: Iterable[str]
) -> tuple[tuple[Section, ...], Changes]:
    """Keeps the rows that rest on a fact which was not shown before, or says something else now.

    Args:
        sections: of the dossier.
        facts: every fact that these sections cite.
        last: what the written dossiers have shown.
        whole: ids of the facts of the whole dossier, without bounds of time: what was shown and is not among
            them is gone.
    """
    found = _compare(facts.values(), last.facts)

    def kept(row: Row) -> Row | None:
        # A cell may lean on facts of another row: what was signed during a visit.
        cells = (id for values in row.cells.values() for v in values for id in _facts_of(v))
        own = {fact.id for fact in row.facts}
        cited = own.union(cells)
        if own <= found.new:
            return replace(row, change="new")
        if cited & found.changed:
            return replace(row, change="changed")
        return replace(row, change="more") if cited & found.new else None

    left = tuple(
        replace(section, rows=tuple(one for row in section.rows if (one := kept(row))))
        for section in sections
    )
    gone = tuple(sorted(set(last.facts) - set(whole)))
    return left, Changes(last.at, tuple(sorted(found.new)), tuple(sorted(found.changed)), gone)


def _facts_of(value: Any) -> tuple[str, ...]:
    return tuple(getattr(value, "facts", ()))
