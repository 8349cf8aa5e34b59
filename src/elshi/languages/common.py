"""What all languages share as `Language`: the date and amount grammars, and the analyser's two look-ups."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from elshi.languages.base import AmountExpression, DateExpression, Reading
from elshi.model import Token

__all__ = ["Common"]


class _Analyser(Protocol):
    def readings(self, form: str) -> tuple[Reading, ...]: ...

    def keys(self, form: str) -> tuple[str, ...]: ...


class Common:
    """Base of the languages; see `elshi.languages.base.Language` for what the methods mean.

    Args:
        analyser: the language's morphology, which keeps its own cache by word form.
    """

    code: str

    def __init__(self, analyser: _Analyser) -> None:
        # Bound methods: these two are called for every word, a method in between would cost.
        self.readings: Callable[[str], tuple[Reading, ...]] = analyser.readings
        self.keys: Callable[[str], tuple[str, ...]] = analyser.keys

    def plain(self, form: str) -> str:
        """See `Language.plain`."""
        return form.lower()

    def finder(self, lemmas: Iterable[str]) -> Callable[[str], frozenset[str]]:
        """See `Language.finder`: every word is read."""
        wanted, readings = frozenset(lemmas), self.readings

        def find(form: str) -> frozenset[str]:
            return wanted.intersection(r.lemma for r in readings(form))

        return find

    def dates(self, clean: str, tokens: Sequence[Token]) -> list[DateExpression]:
        """See `Language.dates`."""
        from elshi.languages import dates

        return dates.find(clean, tokens, self.code)

    def amounts(self, clean: str, tokens: Sequence[Token]) -> list[AmountExpression]:
        """See `Language.amounts`."""
        from elshi.languages import amounts

        return amounts.find(clean, tokens, self.code)
