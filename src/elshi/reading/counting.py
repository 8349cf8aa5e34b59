"""How many documents a file holds, about: for progress bars, so it must cost nearly nothing."""

from __future__ import annotations

import zlib

from elshi.model import Failure
from elshi.reading.files import SourceFile
from elshi.reading.formats import STREAMS, suffix_of

__all__ = ["documents_in"]

#: Bytes of a file that are looked at; a few hundred articles, read in a few milliseconds.
SAMPLE_BYTES = 1 << 20


def documents_in(item: SourceFile | Failure) -> int:
    """The number of documents and failures that reading `item` will give, at least one."""
    if isinstance(item, Failure):
        return 1
    suffix = suffix_of(item.name)
    if suffix not in STREAMS:
        return 1
    module, packed = STREAMS[suffix]
    try:
        with open(item.path, "rb") as file:
            sample = file.read(SAMPLE_BYTES)
    except OSError:
        return 1
    looked_at = len(sample)
    if packed:
        sample = _unpacked(sample)
    mark = b"\nWARC-Type: response" if module == "warc" else b"\n"
    found = sample.count(mark)
    if looked_at < item.size:
        return max(1, round(found * item.size / looked_at))
    if module == "jsonl" and sample and not sample.endswith(b"\n"):
        found += 1
    return max(1, found)


def _unpacked(data: bytes) -> bytes:
    """What the whole gzip members at the beginning of `data` hold, at most eight times `SAMPLE_BYTES`."""
    parts: list[bytes] = []
    room = 8 * SAMPLE_BYTES
    try:
        while data and room > 0:
            member = zlib.decompressobj(wbits=31)
            parts.append(member.decompress(data, room))
            room -= len(parts[-1])
            data = member.unused_data
    except zlib.error:
        pass
    return b"".join(parts)
