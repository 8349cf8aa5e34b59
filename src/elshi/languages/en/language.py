"""English as a `Language`: delegates each question to the module that answers it."""

from __future__ import annotations

from collections.abc import Sequence

from elshi.languages.base import Reading
from elshi.languages.common import Common
from elshi.languages.en.morphology import Analyser
from elshi.languages.verbs import VerbGroup

__all__ = ["English"]


class English(Common):
    """See `elshi.languages.base.Language`; conventions of lemmas stand in `en.morphology`."""

    code = "en"

    def __init__(self) -> None:
        analyser = Analyser()
        super().__init__(analyser)

    def choose(self, forms: Sequence[str]) -> list[Reading | None]:
        """See `Language.choose`."""
        from elshi.languages.en import chunks

        return chunks.choose(self.readings, forms)

    def verb_group(self, forms: Sequence[str], readings: Sequence[Reading | None], index: int) -> VerbGroup:
        """See `Language.verb_group`."""
        from elshi.languages.en import verbs

        return verbs.group(forms, index)
