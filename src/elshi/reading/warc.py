"""Web archives (WARC, extra `warc`): the pages in them that hold articles.

Read are responses with status 200, resources and conversions that are HTML, plain text, PDF or DOCX;
pictures, scripts, redirects, error pages and `robots.txt` are passed over. A document's id and `url` are the
record's target address (its record id where it has none). The archive's date tells when the page was
fetched, never when it was published.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from elshi.errors import ReadError, TooLarge, UnreadableDocument, UnsupportedFormat
from elshi.model import Document, Failure
from elshi.reading import limits
from elshi.reading.checks import clean_characters, one_line

__all__ = ["stream"]

#: Media type -> reader; a server that states none of use leaves the address to decide.
_TYPES = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "plain",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}
_VAGUE_TYPES = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/x-download"})
_SUFFIXES = {".html": "html", ".htm": "html", ".txt": "plain", ".pdf": "pdf", ".docx": "docx"}
_PAYLOAD_LIMITS = {"html": limits.MAX_HTML_BYTES, "plain": limits.MAX_TEXT_BYTES}


def stream(file: BinaryIO, source: str, *, packed: bool = False) -> Iterator[Document | Failure]:
    """Reads documents from a web archive, record by record.

    Args:
        file: the archive; gzip, zstd and lz4 are recognised by content.
        source: how failures call it.
        packed: its name says that it is compressed (makes no difference to reading).

    Raises:
        UnsupportedFormat: the extra `warc` is not installed.
    """
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError:
        raise UnsupportedFormat(
            "needs the extra for web archives; install it: pip install 'elshi[warc]'"
        ) from None
    kinds = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
    records = iter(ArchiveIterator(file, record_types=kinds, parse_http=False))
    documents = 0
    seen = 0
    while True:
        try:
            record = next(records, None)
            if record is None:
                break
            seen += 1
            place = _address(record) or record.record_id or f"record {seen}"
            block = record.reader.read(min(record.content_length, limits.MAX_RECORD_BYTES) + 1)
        except (OSError, EOFError, ValueError) as error:
            yield Failure(source, _damage(error, seen, documents))
            return
        if len(block) < record.content_length and len(block) <= limits.MAX_RECORD_BYTES:
            yield Failure(
                source, f"is truncated in record {seen} ({one_line(place)}); fetch the archive again"
            )
            return
        try:
            document = _document(record, block, place)
        except ReadError as error:
            yield Failure(source, f"record {seen} ({one_line(place)}) {error}")
        except Exception as error:
            # One page that a parser stumbles over must not hide the rest of the archive.
            what = f"{type(error).__name__}: {one_line(str(error))}"
            yield Failure(source, f"record {seen} ({one_line(place)}) could not be read: {what}")
        else:
            if document is not None:
                documents += 1
                yield document
    if seen == 0:
        yield Failure(source, "holds no pages: it is empty, or has no response records; fetch it again")


def _damage(error: Exception, seen: int, documents: int) -> str:
    where = f"after record {seen}" if seen else "at its beginning"
    reason = one_line(str(error), 100)
    return f"is truncated or damaged {where} ({reason}); {documents} documents were read; fetch it again"


def _address(record: Any) -> str | None:
    address = record.headers.get("WARC-Target-URI")
    # Some writers put the address in angle brackets.
    return clean_characters(address.strip().strip("<>")) or None if address else None


def _document(record: Any, block: bytes, place: str) -> Document | None:
    """The document of one record, or None when it is none of the kinds that hold articles."""
    from fastwarc.warc import WarcRecordType

    limits.check(record.content_length, limits.MAX_RECORD_BYTES, "bytes", "take it out of the archive")
    address = _address(record)
    if address is not None and _path(address).endswith("/robots.txt"):
        return None
    charset: str | None = None
    payload = block
    kind = record.record_type
    content_type = (record.headers.get("Content-Type") or "").lower()
    if kind == WarcRecordType.response:
        if not content_type.startswith("application/http"):
            return None  # answers of name servers and the like
        record = _http(block)
        if record is None or record.http_headers.status_code != 200:
            return None
        content_type = (record.http_headers.get("Content-Type") or "").lower()
        charset = record.http_charset
        payload = b""
    media_type = content_type.split(";")[0].strip()
    reader = _TYPES.get(media_type)
    if reader is None and media_type in _VAGUE_TYPES and address is not None:
        reader = _SUFFIXES.get(posixpath.splitext(_path(address))[1])
    if reader is None:
        return None
    limit = _PAYLOAD_LIMITS.get(reader, limits.MAX_RECORD_BYTES)
    if kind == WarcRecordType.response:
        try:
            payload = record.reader.read(limit + 1)
        except (OSError, EOFError, ValueError) as error:
            raise UnreadableDocument(f"has a damaged payload ({one_line(str(error), 100)})") from None
    if len(payload) > limit:
        raise TooLarge(f"is too large: over {limits.size(limit)} unpacked, which is the limit")
    if not payload.strip():
        raise UnreadableDocument("is empty; there is nothing to read")
    return _parser(reader)(payload, place, charset, address)


def _http(block: bytes) -> Any | None:
    """A record of its own with the HTTP answer in `block`, or None when it is none.

    Of its own, because the archive's iterator cannot go on behind a record whose payload failed to unpack.
    """
    from fastwarc.warc import WarcRecord, WarcRecordType

    record = WarcRecord()
    record.init_headers(WarcRecordType.response)
    record.set_bytes_content(block)
    record.is_http = True
    try:
        record.parse_http(auto_decode="all")
    except (OSError, EOFError, ValueError) as error:
        raise UnreadableDocument(f"has a damaged payload ({one_line(str(error), 100)})") from None
    return record if record.http_headers is not None else None


def _path(address: str) -> str:
    try:
        return urlsplit(address).path.lower()
    except ValueError:
        return ""


def _parser(reader: str) -> Callable[[bytes, str, str | None, str | None], Document]:
    from dataclasses import replace

    from elshi.reading import docx, html, pdf, plain

    if reader == "html":
        return lambda data, name, charset, url: html.parse(data, name, charset=charset, url=url)
    if reader == "plain":
        return lambda data, name, charset, url: plain.parse(data, name, charset=charset, url=url)
    module = pdf if reader == "pdf" else docx
    return lambda data, name, charset, url: replace(module.parse(data, name), url=url)
