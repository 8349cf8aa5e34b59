"""Kazakh as a `Language`: delegates each question to the module that answers it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from elshi.languages.base import BEGINNING, Reading
from elshi.languages.common import Common
from elshi.languages.kk.morphology import Analyser
from elshi.languages.verbs import VerbGroup

__all__ = ["Kazakh"]


class Kazakh(Common):
    """See `elshi.languages.base.Language`; conventions of lemmas stand in `kk.morphology`."""

    code = "kk"

    def __init__(self) -> None:
        analyser = Analyser()
        super().__init__(analyser)

    def beginnings(self, lemmas: Iterable[str]) -> frozenset[str] | None:
        """See `Language.beginnings`: the stem without its last letter, which may change («жабу», «жапты»)."""
        return frozenset(lemma[: max(2, min(BEGINNING, len(lemma) - 2))] for lemma in lemmas)

    def choose(self, forms: Sequence[str]) -> list[Reading | None]:
        """See `Language.choose`."""
        from elshi.languages.kk import context

        return context.choose(self.readings, forms)

    def verb_group(self, forms: Sequence[str], readings: Sequence[Reading | None], index: int) -> VerbGroup:
        """See `Language.verb_group`."""
        from elshi.languages.kk import verbs

        return verbs.verb_status(forms, readings, index)
