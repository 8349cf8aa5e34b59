"""The documents of a selection, each once: what RIS and BibTeX share."""

from __future__ import annotations

import re
import unicodedata
from abc import ABC, abstractmethod

from elshi.catalogue.entities import slug
from elshi.exports.times import partial
from elshi.record.model import StoredDocument
from elshi.render.safe import safe_url
from elshi.views.items import Item

__all__ = ["Sources", "cite_key", "one_line", "published_parts", "web_address"]

_BREAKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class Sources(ABC):
    """Hands over each document once, in the order in which events cite them."""

    def __init__(self) -> None:
        self._known: set[str] = set()

    def add(self, item: Item) -> str | None:
        """See `Writer.add`."""
        for one in item.facts:
            if one.document.key not in self._known:
                self._known.add(one.document.key)
                self.document(one.document)
        return None

    def close(self) -> None:  # noqa: B027 - most have nothing to write at the end
        """See `Writer.close`."""

    @abstractmethod
    def document(self, document: StoredDocument) -> None:
        """Writes one document."""


def one_line(text: str | None) -> str:
    """The text in one line: line breaks, tabs and control characters are one space."""
    return _BREAKS.sub(" ", text or "").strip()


def web_address(document: StoredDocument) -> str | None:
    """The address, where it is one to follow."""
    return safe_url(document.url)


def published_parts(document: StoredDocument) -> tuple[str, ...]:
    """Year, month and day of publication, as far as they are known."""
    begin, _ = partial(document.published)
    return tuple(begin.split("-")) if begin else ()


def cite_key(document: StoredDocument) -> str:
    """A key in ASCII that is the same each time: outlet, year, begin of the document's key."""
    outlet = slug(one_line(document.source) or "source").replace("-", "")[:20] or "source"
    year = published_parts(document)[:1]
    plain = unicodedata.normalize("NFKD", outlet).encode("ascii", "ignore").decode()
    return "".join((plain or "source", *year, "_", document.key[:8]))
