"""JSON lines: one document an object, one object a line, as in the record's contract.

A line that cannot be used is one failure with its number; the lines after it are read. The text is untouched
(line ends, spaces and marks stay) but for NUL and lone surrogates, each of which becomes U+FFFD.

What a field may hold: `id` a string or whole number, not empty; `text` a string with at least one word;
`title`, `url`, `source` a string or null; `published` an ISO 8601 or EDTF date (a time of day is cut off) or
null; `language` a string or null (a tag like `kk-KZ` is taken as `kk`; another language is no hint at all).
Other fields are passed over.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from elshi.errors import ReadError, TooLarge, UnreadableDocument
from elshi.model import Document, Failure
from elshi.reading import limits
from elshi.reading.checks import clean_characters, kind_of_bytes, one_line, ready
from elshi.reading.dates import edtf_or_none
from elshi.reading.markdown import language_hint

__all__ = ["parse_line", "stream"]

_TEXT_FIELDS = ("title", "url", "source", "published", "language")


def stream(file: BinaryIO, source: str, *, packed: bool = False) -> Iterator[Document | Failure]:
    """Reads documents from a binary stream.

    Args:
        file: where the lines come from; read as it goes, never whole.
        source: how failures call it.
        packed: it is gzip-compressed.
    """
    lines: BinaryIO = gzip.GzipFile(fileobj=file) if packed else file  # type: ignore[assignment]
    number = 0
    good = False
    bad = 0
    suspect = False
    try:
        for number, line in _lines(lines):
            if isinstance(line, ReadError):
                bad += 1
                yield Failure(source, f"line {number} {line}")
                continue
            if number == 1:
                _check_beginning(line)
                line = line.removeprefix(b"\xef\xbb\xbf")
            if not line.strip():
                continue
            try:
                document = parse_line(line)
            except ReadError as error:
                if suspect and not good:
                    return  # the first line's failure has said it for all
                bad += 1
                suspect = not good and bad == 1 and _is_array(line)
                hint = (
                    "; the file seems to be one JSON value: write one object a line (jq -c '.[]')"
                    if suspect
                    else ""
                )
                yield Failure(source, f"line {number} {error}{hint}")
                if not good and bad >= limits.MAX_BAD_LINES:
                    yield Failure(
                        source, f"is no JSON lines: the first {bad} lines are all bad; the rest is not read"
                    )
                    return
            else:
                good = True
                yield document
    except ReadError as error:
        yield Failure(source, str(error))
        return
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        where = f"after line {number}" if number else "at its beginning"
        yield Failure(source, f"is truncated or damaged {where} ({one_line(str(error))}); fetch it again")
        return
    if not good and not bad:
        yield Failure(source, "is empty: it has no lines; there is nothing to read")


def parse_line(line: bytes) -> Document:
    """Makes a document of one line.

    Raises:
        ReadError: what is wrong with the line, as the end of a sentence that begins «line 3».
    """
    try:
        value = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise UnreadableDocument(
            f"is not UTF-8 (byte {error.start + 1}); convert the file to UTF-8"
        ) from None
    except json.JSONDecodeError as error:
        raise UnreadableDocument(f"is no JSON: {error.msg} at column {error.pos + 1}") from None
    except RecursionError:
        raise UnreadableDocument("is nested too deeply; write one flat object a line") from None
    except ValueError as error:  # a number of thousands of digits
        raise UnreadableDocument(f"is no JSON that can be read: {one_line(str(error))}") from None
    if not isinstance(value, dict):
        raise UnreadableDocument(f"is {_kind(value)}, not an object with `id` and `text`")
    fields = {key: _string(value, key) for key in _TEXT_FIELDS}
    published = fields["published"]
    if published is not None:
        date = edtf_or_none(published)
        if date is None:
            shown = one_line(published, 40)
            raise UnreadableDocument(
                f"has `published` {shown!r}; write an ISO date (2011-09-20), EDTF, or null"
            )
        published = date
    name = _id(value)
    text = value.get("text")
    if not isinstance(text, str):
        what = "no `text`" if "text" not in value else f"{_kind(text)} as `text`"
        raise UnreadableDocument(f"has {what}; `text` is the article as a string")
    try:
        text = ready(text)
    except TooLarge as error:
        raise TooLarge(f"({name}) {error}") from None
    except UnreadableDocument:
        raise UnreadableDocument(
            f"({name}) has a `text` without words; there is nothing to extract"
        ) from None
    return Document(
        id=name,
        text=text,
        title=fields["title"],
        url=fields["url"],
        source=fields["source"],
        published=published,
        language=language_hint(fields["language"]),
    )


def _id(value: dict[str, Any]) -> str:
    name = value.get("id")
    if isinstance(name, int) and not isinstance(name, bool):
        return str(name)
    if name is None:
        raise UnreadableDocument("has no `id`; give each document a unique one")
    if not isinstance(name, str):
        raise UnreadableDocument(f"has {_kind(name)} as `id`; write a string")
    name = clean_characters(name)
    if not name.strip():
        raise UnreadableDocument("has an empty `id`; give each document a unique one")
    return name


def _string(value: dict[str, Any], key: str) -> str | None:
    found = value.get(key)
    if found is None:
        return None
    if not isinstance(found, str):
        raise UnreadableDocument(f"has {_kind(found)} as `{key}`; write a string or null")
    return clean_characters(found) if found.strip() else None


def _kind(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, str):
        return "a string"
    return "a list" if isinstance(value, list) else "an object"


def _check_beginning(line: bytes) -> None:
    if line.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableDocument("is UTF-16; JSON lines are UTF-8: convert it (iconv -f utf-16 -t utf-8)")
    kind = kind_of_bytes(line)
    if kind is not None:
        raise UnreadableDocument(
            f"is no JSON lines: it begins like {kind}; give it its right suffix or unpack it"
        )
    if b"\x00" in line[:4096]:
        raise UnreadableDocument("is no JSON lines: it is binary")


def _is_array(line: bytes) -> bool:
    """Whether a first line that is no object begins a value over many lines, or a list of objects."""
    return line.strip() in (b"[", b"{") or line.lstrip().startswith((b"[{", b"[ {"))


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes | ReadError]]:
    """Numbered lines, over-long ones as the error that they are."""
    number = 0
    while line := file.readline(limits.MAX_LINE_BYTES + 1):
        number += 1
        if len(line) <= limits.MAX_LINE_BYTES:
            yield number, line
            continue
        skipped = 0
        while line and not line.endswith(b"\n"):
            line = file.readline(limits.MIB)
            skipped += len(line)
            if skipped > limits.MAX_SKIPPED_BYTES:
                raise TooLarge(
                    f"line {number} is too large: {limits.size(limits.MAX_SKIPPED_BYTES)} without a line end,"
                    f" the limit is {limits.size(limits.MAX_LINE_BYTES)}; the rest is not read"
                )
        advice = f"the limit is {limits.size(limits.MAX_LINE_BYTES)}; split the document"
        yield number, TooLarge(f"is too large: {advice}")
