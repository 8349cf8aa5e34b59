"""Reading: files, folders, archives and streams to `Document`.

A source gives documents and failures in a fixed order. A source that cannot be read, wholly or in part, is a
`Failure` with one line that ends the sentence its source begins («scan.pdf: has no text layer; …»); it never
stops the sources after it.

What `Document.text` is: for `.txt` and `.md` the file with line ends made LF; for `.jsonl` the field as it
is; for `.html`, `.pdf`, `.docx` and web archives what the format's module says at its top. `Document.source`
is the outlet that the document names, never a path, so that the same article has the same identity on every
machine.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import BinaryIO, TypeAlias

from elshi.errors import ReadError
from elshi.model import Document, Failure
from elshi.reading import counting, files, formats, limits
from elshi.reading.checks import one_line

__all__ = ["Source", "count", "read", "read_all"]

#: A path of a file or folder, `-` for JSON lines on standard input, or a binary stream of JSON lines.
Source: TypeAlias = str | os.PathLike[str] | BinaryIO

STANDARD_INPUT = "standard input"


def read(source: Source, *, name: str | None = None) -> Iterator[Document | Failure]:
    """Reads one source.

    Args:
        source: a file, a folder (read with all folders in it, by name; hidden files are passed over), `-`, or
            a binary stream of JSON lines.
        name: how failures call a stream.

    Yields:
        Documents in the order of the source, and a failure in the place of each that could not be read. Ids
        are unique: a second document of the same id gets ` (2)` after it.
    """
    return _unique(_read(source, name))


def read_all(sources: Iterable[Source]) -> Iterator[Document | Failure]:
    """Reads sources one after another, as `read` does, with ids unique over all of them."""
    return _unique(item for source in sources for item in _read(source, None))


def count(sources: Iterable[Source]) -> int | None:
    """About how many documents and failures `sources` will give, for a progress bar.

    Whole files count one; of JSON lines and web archives the beginning is read and the rest reckoned by size.

    Returns:
        The number, or None when there is a stream among them, whose length nobody knows.
    """
    total = 0
    for source in sources:
        if not isinstance(source, str | os.PathLike) or source == "-":
            return None
        total += sum(counting.documents_in(item) for item in _files(os.fspath(source)))
    return total


def _read(source: Source, name: str | None) -> Iterator[Document | Failure]:
    if isinstance(source, str) and source == "-":
        yield from _stream(".jsonl", sys.stdin.buffer, name or STANDARD_INPUT)
        return
    if not isinstance(source, str | os.PathLike):
        yield from _stream(".jsonl", source, name or STANDARD_INPUT)
        return
    for item in _files(os.fspath(source)):
        if isinstance(item, Failure):
            yield item
        else:
            yield from _read_file(item)


def _files(path: str) -> Iterator[files.SourceFile | Failure]:
    return files.files_of(path)


def _read_file(file: files.SourceFile) -> Iterator[Document | Failure]:
    shown = files.shown(file.path)
    suffix = formats.suffix_of(file.name)
    try:
        with open(file.path, "rb") as opened:
            if suffix in formats.STREAMS:
                yield from _stream(suffix, opened, shown)
                return
            _, limit, advice = formats.WHOLE[suffix]
            # One byte more than is allowed tells a file that grew since it was found.
            data = opened.read(limit + 1) if file.size <= limit else b""
    except OSError as error:
        yield Failure(shown, files.reason_of(error))
        return
    try:
        limits.check(file.size, limit, "bytes", advice)
        yield formats.parse(data, file.name)
    except ReadError as error:
        yield Failure(shown, one_line(str(error), 1000))
    except Exception as error:
        # The parsers below are other people's and meet hostile files: one of them must not stop the rest.
        yield Failure(shown, _broken(error))


def _stream(suffix: str, file: BinaryIO, shown: str) -> Iterator[Document | Failure]:
    try:
        yield from formats.open_stream(suffix)(file, shown)
    except ReadError as error:
        yield Failure(shown, one_line(str(error), 1000))
    except OSError as error:
        yield Failure(shown, files.reason_of(error))
    except Exception as error:
        yield Failure(shown, _broken(error))


def _broken(error: Exception) -> str:
    return (
        f"could not be read: {type(error).__name__}: {one_line(str(error))}; it is damaged, or report a bug"
    )


def _unique(items: Iterable[Document | Failure]) -> Iterator[Document | Failure]:
    # Eight bytes an id, not the id itself: an archive has millions.
    seen: dict[bytes, int] = {}
    for item in items:
        if not isinstance(item, Document):
            yield item
            continue
        name = item.id
        key = _digest(name)
        if (number := seen.get(key, 0)) > 0:
            first = key
            while key in seen:
                number += 1
                name = f"{item.id} ({number})"
                key = _digest(name)
            seen[first] = number
            item = replace(item, id=name)
        seen[key] = 1
        yield item


def _digest(name: str) -> bytes:
    return hashlib.blake2b(name.encode(), digest_size=8).digest()
