"""What linking knows of a document: its home, its dates, what stands beside what."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from elshi.catalogue.cues import Cues, cues
from elshi.catalogue.store import Catalogue
from elshi.errors import CatalogueError
from elshi.languages import get
from elshi.languages.base import Language
from elshi.model import Document, Mention, Passage

__all__ = ["Context"]


@lru_cache(maxsize=1)
def _sources() -> tuple[tuple[str, str], ...]:
    """Parts of addresses and names of sources that belong to one country's state or press."""
    import yaml

    path = Path(__file__).parent / "patterns" / "sources.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(data, dict):
        raise CatalogueError(f"{path}: must map parts of addresses to codes of states")
    return tuple((str(part), str(code)) for part, code in data.items())


class Context:
    """One article while it is linked."""

    def __init__(
        self, passages: Sequence[Passage], document: Document, clean: str, catalogue: Catalogue
    ) -> None:
        self.passages = passages
        self.document = document
        self.clean = clean
        self.catalogue = catalogue
        origin = f"{document.url or ''}/ {document.source or ''}".lower()
        self.origin = next((code for part, code in _sources() if part in origin), None)
        #: codes of all states and organisations that the article names
        self.named = {m.id for p in passages for m in p.mentions if m.id is not None and m.kind != "person"}
        #: person id -> state or organisation, learnt from the text
        self.person_of: dict[str, str] = {}
        #: catalogue persons whom the text names with a given name or initials
        self.full: set[str] = set()

    def language(self, passage: Passage) -> Language:
        """The language of a sentence (English rules where it is none of ours)."""
        return get(passage.sentence.language or self.document.language or "en")

    def cues(self, passage: Passage) -> Cues:
        """The cue words of a sentence's language."""
        return cues(self.language(passage).code)

    def home(self, passage: Passage) -> str | None:
        """The country that «our country» means, where source or language make it certain."""
        if self.origin is not None:
            return self.origin
        return "KAZ" if passage.sentence.language == "kk" else None

    def when(self, passage: Passage) -> str | None:
        """The time a sentence speaks of: its only date with a year, else the day of publication."""
        values = {
            m.value
            for m in passage.mentions
            if m.kind == "date" and isinstance(m.value, str) and m.value[:1].isdigit()
        }
        if len(values) == 1:
            return str(values.pop())
        if len(values) > 1:
            years = {str(v)[:4] for v in values}
            return years.pop() if len(years) == 1 and all("/" not in str(v) for v in values) else None
        return self.document.published

    def between(self, left: Mention, right: Mention) -> str:
        """The text between two mentions."""
        return self.clean[left.end : right.start]
