"""Plain text files: the text as it stands, in whatever encoding it is in.

Line ends become LF and a byte order mark goes; nothing else is changed but NUL (U+FFFD in its place), so
offsets point into the file as any text editor shows it.
"""

from __future__ import annotations

from elshi.model import Document
from elshi.reading.checks import ready
from elshi.reading.encoding import decode_text

__all__ = ["parse"]


def parse(data: bytes, name: str, *, charset: str | None = None, url: str | None = None) -> Document:
    """Makes a document of a text file.

    Args:
        data: the file.
        name: id of the document.
        charset: encoding that a server stated.
        url: address that it was fetched from.

    Raises:
        ReadError: it is no text, empty, or over a limit.
    """
    return Document(id=name, text=ready(decode_text(data, charset)), url=url)
