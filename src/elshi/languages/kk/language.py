"""Kazakh as a `Language`: delegates each question to the module that answers it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from elshi.languages.base import Reading
from elshi.languages.common import Common
from elshi.languages.kk.morphology import Analyser
from elshi.languages.letters import fold
from elshi.languages.verbs import VerbGroup

__all__ = ["Kazakh"]

#: Letters of a word form that `Kazakh.finder` looks at before it analyses the word.
_BEGINNING = 5


class Kazakh(Common):
    """See `elshi.languages.base.Language`; conventions of lemmas stand in `kk.morphology`."""

    code = "kk"

    def __init__(self) -> None:
        analyser = Analyser()
        super().__init__(analyser)
        self._cyrillic = analyser.cyrillic

    def plain(self, form: str) -> str:
        """See `Language.plain`."""
        return self._cyrillic(form) if any("A" <= c <= "ɏ" for c in form) else form.lower()

    def finder(self, lemmas: Iterable[str]) -> Callable[[str], frozenset[str]]:
        """See `Language.finder`: a stem's last letters may change («жабу», «жапты»), its first ones do not."""
        wanted = frozenset(lemmas)
        known = frozenset(lemma[: max(2, min(_BEGINNING, len(lemma) - 2))] for lemma in wanted)
        nothing: frozenset[str] = frozenset()
        readings = self.readings

        def find(form: str) -> frozenset[str]:
            word = fold(form)
            # Latin letters are analysed as Cyrillic ones: they say nothing here.
            if word[:1] >= "\u0370" and not (
                word[:5] in known or word[:4] in known or word[:3] in known or word[:2] in known
            ):
                return nothing
            return wanted.intersection(r.lemma for r in readings(form))

        return find

    def choose(self, forms: Sequence[str]) -> list[Reading | None]:
        """See `Language.choose`."""
        from elshi.languages.kk import context

        return context.choose(self.readings, forms)

    def verb_group(self, forms: Sequence[str], readings: Sequence[Reading | None], index: int) -> VerbGroup:
        """See `Language.verb_group`."""
        from elshi.languages.kk import verbs

        return verbs.verb_status(forms, readings, index)
