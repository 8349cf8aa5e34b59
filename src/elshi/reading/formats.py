"""Which reader a file gets, by the end of its name.

A reader is a module with `parse(data, name) -> Document` for formats where one file is one document, or
`stream(file, source) -> Iterator[Document | Failure]` for those where one file holds many. To add a format:
write the module, add a line to `WHOLE` or `STREAMS`. Modules are imported when their first file is met.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, cast

from elshi.errors import UnsupportedFormat
from elshi.model import Document, Failure
from elshi.reading import limits

__all__ = ["PASSED_OVER", "STREAMS", "WHOLE", "advice_for", "open_stream", "parse", "suffix_of"]

#: Suffix -> module, most bytes that are read, what to do with a larger file.
WHOLE: dict[str, tuple[str, int, str]] = {
    ".txt": ("plain", limits.MAX_TEXT_BYTES, "split it into its articles or chapters"),
    ".md": ("markdown", limits.MAX_TEXT_BYTES, "split it into its articles or chapters"),
    ".markdown": ("markdown", limits.MAX_TEXT_BYTES, "split it into its articles or chapters"),
    ".html": ("html", limits.MAX_HTML_BYTES, "save the article's text alone"),
    ".htm": ("html", limits.MAX_HTML_BYTES, "save the article's text alone"),
    ".xhtml": ("html", limits.MAX_HTML_BYTES, "save the article's text alone"),
    ".pdf": ("pdf", limits.MAX_PDF_BYTES, "split it into its articles or chapters"),
    ".docx": ("docx", limits.MAX_DOCX_BYTES, "take its pictures out or split it"),
}

#: Suffix -> module, whether it is gzip-compressed.
STREAMS: dict[str, tuple[str, bool]] = {
    ".jsonl": ("jsonl", False),
    ".ndjson": ("jsonl", False),
    ".jsonl.gz": ("jsonl", True),
    ".warc": ("warc", False),
    ".warc.gz": ("warc", True),
}

#: Kinds that people have articles in but that have no reader -> what to do.
_CONVERT = {
    "doc": "save it as .docx",
    "rtf": "save it as .docx",
    "odt": "save it as .docx",
    "pages": "export it as .docx",
    "epub": "convert it to .html or .txt",
    "fb2": "convert it to .html or .txt",
    "djvu": "convert it to .pdf with a text layer",
    "mht": "save the page as .html",
    "mhtml": "save the page as .html",
    "zip": "unpack it and give the folder",
    "rar": "unpack it and give the folder",
    "7z": "unpack it and give the folder",
    "tar": "unpack it and give the folder",
    "gz": "unpack it and give the file",
    "json": "write it as .jsonl, one object with `id` and `text` a line",
}

#: Kinds that lie beside articles and never hold one: passed over in folders.
_BESIDE = """
    png jpg jpeg gif bmp svg webp ico tif tiff avif heic css js mjs map woff woff2 ttf otf eot
    mp3 mp4 m4a wav ogg avi mov mkv webm flv py pyc log lock bak tmp part crdownload
    cdx cdxj sha256 sha1 md5 sig asc db sqlite sqlite3 db-wal db-shm
"""
PASSED_OVER = frozenset(_BESIDE.split())


def suffix_of(name: str) -> str:
    """The part of a file's name that decides its reader, lower case: `.txt`, `.warc.gz`, or nothing."""
    lower = name.rsplit("/", 1)[-1].lower()
    for double in (".warc.gz", ".jsonl.gz"):
        if lower.endswith(double):
            return double
    head, dot, tail = lower.rpartition(".")
    return f".{tail}" if dot and head else ""


def advice_for(name: str) -> str | None:
    """Why a file of this name cannot be read and what to do, or None when it has a reader."""
    suffix = suffix_of(name)
    if suffix in WHOLE or suffix in STREAMS:
        return None
    known = ", ".join(s for s in (*WHOLE, *STREAMS) if s not in (".markdown", ".htm", ".xhtml", ".ndjson"))
    what = (
        f"has the suffix {suffix}, which has no reader" if suffix else "has no suffix that tells its format"
    )
    return f"{what}; {_CONVERT.get(suffix[1:], 'rename or convert it')} (read are {known})"


def parse(data: bytes, name: str) -> Document:
    """Makes a document of a whole file.

    Args:
        data: the file.
        name: id of the document; its suffix decides the reader.

    Raises:
        ReadError: it cannot be read, or `name` has no suffix of a format where one file is one document.
    """
    suffix = suffix_of(name)
    if suffix not in WHOLE:
        raise UnsupportedFormat(advice_for(name) or f"holds many documents ({suffix}); read it as a stream")
    module, limit, advice = WHOLE[suffix]
    limits.check(len(data), limit, "bytes", advice)
    reader = cast(Callable[[bytes, str], Document], importlib.import_module(f"elshi.reading.{module}").parse)
    return reader(data, name)


def open_stream(suffix: str) -> Callable[[BinaryIO, str], Iterator[Document | Failure]]:
    """The reader of a format where one file holds many documents (`suffix` is a key of `STREAMS`)."""
    module, packed = STREAMS[suffix]
    reader = importlib.import_module(f"elshi.reading.{module}").stream

    def read(file: BinaryIO, source: str) -> Iterator[Document | Failure]:
        return cast(Iterator[Document | Failure], reader(file, source, packed=packed))

    return read
