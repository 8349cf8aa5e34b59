"""English."""

from __future__ import annotations

from elshi.languages.en.language import English

__all__ = ["English", "build"]


def build() -> English:
    """The language; its lemma table is opened at the first word."""
    return English()
