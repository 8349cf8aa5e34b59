"""Elshi: a sourced, dated record of foreign relations from Kazakh, Russian and English text.

The names below are the public interface; everything else may change. They are loaded when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from elshi.api import Record, extract, mentions, read
    from elshi.errors import ElshiError
    from elshi.model import Article, Document, Fact, Failure, Filler, Mention, Place

__version__ = "0.1.0"

_HOMES = {
    "Article": "elshi.model",
    "Document": "elshi.model",
    "ElshiError": "elshi.errors",
    "Fact": "elshi.model",
    "Failure": "elshi.model",
    "Filler": "elshi.model",
    "Mention": "elshi.model",
    "Place": "elshi.model",
    "Record": "elshi.api",
    "extract": "elshi.api",
    "mentions": "elshi.api",
    "read": "elshi.api",
}

__all__ = [
    "Article",
    "Document",
    "ElshiError",
    "Fact",
    "Failure",
    "Filler",
    "Mention",
    "Place",
    "Record",
    "extract",
    "mentions",
    "read",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'elshi' has no attribute {name!r}")
