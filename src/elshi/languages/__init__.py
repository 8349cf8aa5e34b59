"""Languages: one small folder each, of data plus thin hooks, behind one interface (`base.Language`).

Nothing is loaded on import. `get` builds a language at its first use and keeps it, since its caches
by word form are what makes running text fast.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from elshi.languages.base import Language

__all__ = ["CODES", "get"]

#: The languages that Elshi reads, by ISO 639-1 code.
CODES = ("kk", "ru", "en")

_loaded: dict[str, Language] = {}


def get(code: str) -> Language:
    """The language with this ISO 639-1 code, built on first use.

    Args:
        code: one of `CODES`.

    Returns:
        One shared instance a process; it holds nothing but caches.

    Raises:
        KeyError: no such language; the message lists those there are.
    """
    language = _loaded.get(code)
    if language is None:
        if code not in CODES:
            raise KeyError(f"no language {code!r}; known: {', '.join(CODES)}")
        language = import_module(f"elshi.languages.{code}").build()
        _loaded[code] = language
    return language
