"""How much Elshi reads of one source, and why not more.

A source over a limit is one failed document with one line that names the limit; nothing is cut short
in silence. The numbers are for a laptop with 4 GB: the largest document stays under about 1 GB of memory.
"""

from __future__ import annotations

from elshi.errors import TooLarge

__all__ = [
    "MAX_BAD_LINES",
    "MAX_DEPTH",
    "MAX_DOCX_BYTES",
    "MAX_DOCX_ENTRIES",
    "MAX_DOCX_PART_BYTES",
    "MAX_DOCX_RATIO",
    "MAX_DOCX_UNPACKED_BYTES",
    "MAX_HTML_ATTRIBUTES",
    "MAX_HTML_BYTES",
    "MAX_HTML_ELEMENTS",
    "MAX_LINE_BYTES",
    "MAX_PDF_BYTES",
    "MAX_PDF_PAGES",
    "MAX_RECORD_BYTES",
    "MAX_SKIPPED_BYTES",
    "MAX_TEXT_BYTES",
    "MAX_TEXT_CHARS",
    "check",
    "size",
]

MIB = 1024 * 1024

#: Characters of one document. The longest yearbooks of foreign ministries hold about 3 million.
MAX_TEXT_CHARS = 5_000_000

#: Bytes of a plain text or Markdown file: `MAX_TEXT_CHARS` in the widest encoding, four bytes each.
MAX_TEXT_BYTES = 4 * MAX_TEXT_CHARS

#: Bytes of one line of JSON lines: `MAX_TEXT_CHARS`, each written as an escape of six bytes, and room for
#: the rest.
MAX_LINE_BYTES = 6 * MAX_TEXT_CHARS + MIB

#: Bytes of an over-long line that are read on to find its end, so that the lines after it still count.
#: More than that is a stream without line ends (a compression bomb, a disk image): reading stops.
MAX_SKIPPED_BYTES = 512 * MIB

#: Bad lines in a row, before the first good one, after which a file is held to be no JSON lines at all.
MAX_BAD_LINES = 100

#: Bytes of one web page. The largest news pages, with all scripts inside, have 3 to 5 MB.
MAX_HTML_BYTES = 10 * MIB

#: Elements of one web page. Taking out menus and footers costs time for each element; news pages have
#: 500 to 5,000, the longest timelines about 30,000.
MAX_HTML_ELEMENTS = 100_000

#: Attributes of one element of a web page. Parsing them takes time by the square of their number; people
#: write up to 30, page builders up to 100.
MAX_HTML_ATTRIBUTES = 1_000

#: Bytes of a PDF file, most of them pictures, which are not decoded.
MAX_PDF_BYTES = 300 * MIB

#: Pages of a PDF file. Larger ones are collections that are better given volume by volume.
MAX_PDF_PAGES = 3_000

#: Bytes of a DOCX file as it lies on disk, pictures included.
MAX_DOCX_BYTES = 200 * MIB

#: Entries in a DOCX archive. Word writes 10 to 30 and one for each picture.
MAX_DOCX_ENTRIES = 10_000

#: Bytes of everything in a DOCX archive, by its own table of contents.
MAX_DOCX_UNPACKED_BYTES = 1024 * MIB

#: Bytes of one unpacked XML part that is read. Word's XML is 5 to 20 times as long as its text.
MAX_DOCX_PART_BYTES = 64 * MIB

#: Unpacked to packed bytes of one part. Word's XML packs 10 to 60 times; a part over one megabyte that
#: packs more than this holds nothing but repetition.
MAX_DOCX_RATIO = 500

#: Bytes of one record's payload in a web archive, packed and unpacked.
MAX_RECORD_BYTES = 50 * MIB

#: Folders within folders. Deeper ones are made by loops of mounts, not by people.
MAX_DEPTH = 64


def size(count: int) -> str:
    """A number of bytes for people: `20 MB`, `1.5 MB`, `700 bytes`."""
    if count < 10_000:
        return f"{count:,} bytes"
    if count < MIB:
        return f"{count / 1024:.0f} KB"
    value = count / MIB
    return f"{value:,.0f} MB" if value >= 10 or value == int(value) else f"{value:.1f} MB"


def check(count: int, limit: int, unit: str, advice: str) -> None:
    """Stops a document that is over a limit.

    Args:
        count: how much there is.
        limit: how much is read.
        unit: `bytes`, or what is counted (`pages`, `characters`).
        advice: what to do next.

    Raises:
        TooLarge: `count` is over `limit`; the message names both.
    """
    if count <= limit:
        return
    if unit == "bytes":
        raise TooLarge(f"is too large: {size(count)}, the limit is {size(limit)}; {advice}")
    raise TooLarge(f"is too large: {count:,} {unit}, the limit is {limit:,}; {advice}")
