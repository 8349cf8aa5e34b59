"""Russian as a `Language`: delegates each question to the module that answers it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from elshi.languages.base import Reading
from elshi.languages.common import Common
from elshi.languages.letters import fold
from elshi.languages.ru.morphology import Analyser
from elshi.languages.verbs import VerbGroup

__all__ = ["Russian"]


class Russian(Common):
    """See `elshi.languages.base.Language`; conventions of lemmas stand in `ru.morphology`."""

    code = "ru"

    def __init__(self) -> None:
        analyser = Analyser()
        super().__init__(analyser)
        self._lexeme = analyser.lexeme
        self._words: dict[str, Any] = {}

    def finder(self, lemmas: Iterable[str]) -> Callable[[str], frozenset[str]]:
        """See `Language.finder`: the dictionary lists every form («идти»: «шёл», «идём»)."""
        table: dict[str, frozenset[str]] = {}
        for lemma in lemmas:
            own = frozenset((lemma,))
            for form in self._lexeme(lemma):
                table[form] = table[form] | own if form in table else own
        nothing: frozenset[str] = frozenset()

        def find(form: str) -> frozenset[str]:
            return table.get(fold(form), nothing)

        return find

    def choose(self, forms: Sequence[str]) -> list[Reading | None]:
        """See `Language.choose`."""
        from elshi.languages.ru import agreement

        return agreement.choose(self.readings, forms, self._words)

    def verb_group(self, forms: Sequence[str], readings: Sequence[Reading | None], index: int) -> VerbGroup:
        """See `Language.verb_group`."""
        from elshi.languages.ru import verbs

        return verbs.verb_status(forms, readings, index)
