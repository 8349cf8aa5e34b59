"""What a worker does: it opens its file, reads the documents, and extracts, as the laptop does.

Files are streamed with the readers of `elshi.reading`, never held whole where their format has many documents. A
large file of JSON lines is cut into ranges of bytes, each read by another worker. What cannot be read, and what
extraction stumbles over, is a row with a reason; nothing is dropped and nothing stops the rest.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, cast

from elshi.errors import ElshiError, ReadError
from elshi.model import Document, Failure
from elshi.reading import formats, limits
from elshi.reading.checks import one_line
from elshi.reading.jsonl import parse_line

__all__ = ["DIRECT", "Piece", "cut", "documents_in", "parsed", "row_document"]

#: Schemes whose files a worker opens by itself; what has another one comes through Spark, file by file, whole.
DIRECT = frozenset({"file", "s3", "s3a", "s3n", "hdfs", "viewfs", "gs", "abfs", "abfss"})

#: A file of JSON lines is cut into ranges of so many bytes: some ten thousand articles, a minute of work.
RANGE = 64 * limits.MIB

#: Lines are read in bites of this size while the beginning of a range is looked for.
_BITE = limits.MIB


@dataclass(frozen=True, slots=True)
class Piece:
    """What one worker reads at a time.

    Attributes:
        path: address of the file, as Spark writes it.
        name: id of the document where the file is one, and what decides the reader.
        start, end: the lines that begin within these bytes are read.
    """

    path: str
    name: str
    start: int
    end: int


def cut(path: str, name: str, size: int, most: int = RANGE) -> list[Piece]:
    """The pieces of a file; only plain JSON lines can be cut."""
    if formats.suffix_of(name) not in (".jsonl", ".ndjson"):
        return [Piece(path, name, 0, size)]
    return [Piece(path, name, at, min(at + most, size)) for at in range(0, size, most)] or [
        Piece(path, name, 0, 0)
    ]


class _Lines:
    """The lines that begin in a range of bytes; as much of a file as the reader of JSON lines asks for."""

    def __init__(self, file: BinaryIO, start: int, end: int) -> None:
        self._file, self._end = file, end
        if start:
            # From the byte before: a line that begins exactly at `start` is ours.
            file.seek(start - 1)
            while (bite := file.readline(_BITE)) and not bite.endswith(b"\n"):
                pass
        self._at = file.tell()
        self._inside = False

    @property
    def empty(self) -> bool:
        """Whether no line begins here: one longer than the range lies across it."""
        return self._at >= self._end

    def readline(self, size: int = -1) -> bytes:
        if self._at >= self._end and not self._inside:
            return b""
        line = self._file.readline(size)
        self._at += len(line)
        self._inside = bool(line) and not line.endswith(b"\n")
        return line


def documents_in(piece: Piece, content: bytes | None = None) -> Iterator[Document | Failure]:
    """Reads a piece.

    Args:
        piece: which file, which part of it.
        content: the file, where Spark has read it already.
    """
    try:
        with _opened(piece.path) if content is None else io.BytesIO(content) as file:
            yield from _read(piece, file)
    except OSError as error:
        yield Failure(piece.path, f"cannot be read: {one_line(str(error))}; check the address and the rights")
    except ReadError as error:
        yield Failure(piece.path, one_line(str(error), 1000))
    except Exception as error:  # the parsers are other people's and meet hostile files
        yield Failure(piece.path, f"could not be read: {_said(error)}; it is damaged, or report a bug")


def _read(piece: Piece, file: BinaryIO) -> Iterator[Document | Failure]:
    suffix = formats.suffix_of(piece.name)
    if suffix not in formats.STREAMS:
        _, limit, advice = formats.WHOLE[suffix]
        limits.check(piece.end, limit, "bytes", advice)
        yield formats.parse(file.read(limit + 1), piece.name)
        return
    if piece.start == 0 and suffix not in (".jsonl", ".ndjson"):
        yield from formats.open_stream(suffix)(file, piece.path)
        return
    lines = _Lines(file, piece.start, piece.end)
    if piece.start and lines.empty:
        return
    shown = f"{piece.path} (from byte {piece.start})" if piece.start else piece.path
    yield from formats.open_stream(suffix)(cast(BinaryIO, lines), shown)


def _opened(address: str) -> BinaryIO:
    scheme, colon, rest = address.partition(":")
    if not colon or scheme == "file":
        return open("/" + rest.lstrip("/") if colon else address, "rb")
    from pyarrow import fs

    if scheme in ("s3a", "s3n"):
        scheme = "s3"
    system, path = fs.FileSystem.from_uri(f"{scheme}:{rest}")
    return io.BufferedReader(system.open_input_file(path), limits.MIB)


def row_document(row: dict[str, Any], file: str) -> Document | Failure:
    """A document from a row of a table with the columns of JSON lines (`id`, `text`, `title`, …)."""
    fields = {}
    for name in ("id", "text", "title", "url", "source", "published", "language"):
        value = row.get(name)
        # Tables have true dates; JSON lines write them out.
        fields[name] = value.isoformat()[:10] if isinstance(value, date) else value
    try:
        line = json.dumps(fields, ensure_ascii=False).encode("utf-8", "surrogatepass")
        return parse_line(line)
    except ReadError as error:
        return Failure(file, f"row {one_line(str(row.get('id')), 200)} {one_line(str(error), 1000)}")
    except (TypeError, ValueError) as error:
        return Failure(file, f"row {one_line(str(row.get('id')), 200)} is no document: {_said(error)}")


@lru_cache(maxsize=1)
def _tools(catalogue: str | None) -> tuple[Any, Callable[[str], str]]:
    from elshi.extraction import Extractor
    from elshi.text.layout import repair

    return Extractor.with_catalogue(Path(catalogue) if catalogue else None), lambda text: repair(text).clean


def parsed(
    documents: Iterable[Document | Failure], file: str, catalogue: str | None = None
) -> Iterator[dict[str, Any]]:
    """Rows of `PARSED`: the documents with their facts and passages, and the failures.

    Args:
        documents: what was read.
        file: where from, for the failures of extraction.
        catalogue: a user's own catalogue, at a path that every worker has.
    """
    from elshi.cluster.rows import packed_passages
    from elshi.record.codec import document_key, document_row, fact_ids, to_payload

    extractor, normalise = _tools(catalogue)
    for item in documents:
        if isinstance(item, Failure):
            yield {"file": item.source, "reason": item.reason}
            continue
        try:
            key = document_key(item, normalise(item.text))
            facts = fact_ids(key, extractor.extract(item))
            found = [{"id": name, "payload": to_payload(fact)} for name, fact in facts.items()]
            row = document_row(item) | {"file": file, "key": key, "facts": found}
            yield row | {"passages": packed_passages(extractor.passages(item))}
        except Exception as error:  # one document's fault is not the others'
            said = one_line(str(error), 1000) if isinstance(error, ElshiError) else _said(error)
            yield {"file": file, "reason": f"document {one_line(item.id, 200)}: {said}"}


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {one_line(str(error))}"
