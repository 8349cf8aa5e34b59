"""The exceptions that Elshi raises on purpose, all in one tree.

::

    ElshiError
    ├── ReadError            a file or record cannot be turned into text
    │   ├── UnsupportedFormat    no reader for this kind of file, or its extra is not installed
    │   ├── UnreadableDocument   encrypted, truncated, empty, or not text
    │   └── TooLarge             over one of the stated limits
    ├── RuleError            a rule file is wrong; the message names file and line
    ├── CatalogueError       a catalogue file is wrong; the message names file and line
    ├── FetchError           a server gave no answer that can be used
    ├── ExportError          an export cannot be written, or its extra is not installed
    ├── UnknownSide          a state or organisation was named that the catalogue does not know
    └── RecordError          the record cannot be opened, or is of another version

Every message says what was wrong, where, and what to do next. The command line prints it as one
line and exits with status 1.
"""

from __future__ import annotations

__all__ = [
    "CatalogueError",
    "ElshiError",
    "ExportError",
    "FetchError",
    "ReadError",
    "RecordError",
    "RuleError",
    "TooLarge",
    "UnknownSide",
    "UnreadableDocument",
    "UnsupportedFormat",
]


class ElshiError(Exception):
    """Base of everything that Elshi raises on purpose."""


class ReadError(ElshiError):
    """A source cannot be turned into documents."""


class UnsupportedFormat(ReadError):
    """There is no reader for this kind of file, or the extra it needs is not installed."""


class UnreadableDocument(ReadError):
    """The file is encrypted, truncated, empty, or holds no text."""


class TooLarge(ReadError):
    """The file is over one of the limits that `elshi.reading.limits` states."""


class RuleError(ElshiError):
    """A rule file does not hold together; the message begins with file and line."""


class CatalogueError(ElshiError):
    """A catalogue file does not hold together; the message begins with file and line."""


class FetchError(ElshiError):
    """A server gave no answer that can be used, or may not be asked.

    Attributes:
        later: asking again makes sense.
        rest: seconds that the server wants to be left alone, or None where it does not say.
        gone: what was asked for is not there, and will not be.
    """

    def __init__(
        self, message: str, *, later: bool = False, rest: float | None = None, gone: bool = False
    ) -> None:
        super().__init__(message)
        self.later, self.rest, self.gone = later, rest, gone


class ExportError(ElshiError):
    """An export cannot be written, or the extra that it needs is not installed."""


class UnknownSide(ElshiError):
    """A side was named that the catalogue does not know."""


class RecordError(ElshiError):
    """The record cannot be opened, is locked, or was written by another version."""
