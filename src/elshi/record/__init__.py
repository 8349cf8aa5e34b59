"""The record: documents, the facts in them, events that group facts, and what people decided about them.

`Store` is the door. It is loaded on first use, because SQLAlchemy takes longer to load than
`elshi --help` may take.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from elshi.record.model import Event, StoredDocument, StoredFact

if TYPE_CHECKING:
    from elshi.record.decisions import Decision
    from elshi.record.ingesting import IngestReport
    from elshi.record.passages import Hit, IndexedPassage
    from elshi.record.store import Store

__all__ = [
    "Decision",
    "Event",
    "Hit",
    "IndexedPassage",
    "IngestReport",
    "Store",
    "StoredDocument",
    "StoredFact",
]

_HOMES = {
    "Decision": "decisions",
    "Hit": "passages",
    "IndexedPassage": "passages",
    "IngestReport": "ingesting",
    "Store": "store",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"elshi.record.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
