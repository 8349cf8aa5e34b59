"""Kazakh."""

from __future__ import annotations

from elshi.languages.kk.language import Kazakh

__all__ = ["Kazakh", "build"]


def build() -> Kazakh:
    """The language, with its tables loaded."""
    return Kazakh()
