"""Russian."""

from __future__ import annotations

from elshi.languages.ru.language import Russian

__all__ = ["Russian", "build"]


def build() -> Russian:
    """The language; its dictionary is opened at the first word."""
    return Russian()
