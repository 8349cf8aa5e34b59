"""What every reader does to text and titles before a `Document` is made of them."""

from __future__ import annotations

import re

from elshi.errors import UnreadableDocument
from elshi.reading import limits

__all__ = ["clean_characters", "kind_of_bytes", "one_line", "ready", "title_or_none"]

#: What a file begins with -> what it is. Only kinds that people take for documents by mistake.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive (or .docx, .xlsx, .odt)"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (.doc, .xls) or an encrypted new one"),
    (b"{\\rtf", "an RTF file"),
    (b"\x1f\x8b\x08", "a gzip file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ\x00", "an xz file"),
    (b"\x28\xb5\x2f\xfd", "a zstd file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"AT&TFORM", "a DjVu file"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"ID3", "an MP3 recording"),
    (b"OggS", "an Ogg recording"),
    (b"RIFF", "a RIFF file (sound or video)"),
)

_LONE_SURROGATE_OR_NUL = re.compile("[\x00\ud800-\udfff]")
_WORD = re.compile(r"\w")
_SPACE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")

#: Titles that programs write by themselves.
_EMPTY_TITLE = re.compile(
    r"""(?: microsoft\ word | microsoft\ powerpoint | word\ document | untitled | без\ названия | без\ имени
          | документ\ microsoft | презентация\ powerpoint | slide\ \d | слайд\ \d | doc(?:ument)?\d*$
          | документ\s?\d*$
          | title$ | layout\ \d | np?ull$ | test$ | about:blank | print$ )
        | .* \. (?:
            docx? | pdf | rtf | indd | qxd | qxp | p65 | cdr | pmd | tex | dvi | ps | html? | odt | tmp
          ) $""",
    re.IGNORECASE | re.VERBOSE,
)


def kind_of_bytes(data: bytes) -> str | None:
    """Names the kind of file that `data` begins like, or None when it is not one of the known kinds."""
    head = data[:16]
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    return None


def clean_characters(text: str) -> str:
    """Replaces what no database and no output stream can hold: NUL and lone surrogates, one for one by
    U+FFFD.

    The length stays, so offsets into the result are offsets into `text`.
    """
    return _LONE_SURROGATE_OR_NUL.sub("\ufffd", text)


def ready(text: str, advice: str = "there is nothing to extract") -> str:
    """Lets a text pass that can become a document.

    Args:
        text: what a reader made.
        advice: what to do about a source without words.

    Returns:
        The text after `clean_characters`.

    Raises:
        TooLarge: it has more than `limits.MAX_TEXT_CHARS` characters.
        UnreadableDocument: there is no letter and no digit in it.
    """
    limits.check(len(text), limits.MAX_TEXT_CHARS, "characters", "split it into its articles or chapters")
    text = clean_characters(text)
    if not _WORD.search(text):
        raise UnreadableDocument(f"holds no words; {advice}")
    return text


def one_line(text: str, limit: int = 300) -> str:
    """`text` on one line, without control characters, at most `limit` characters long."""
    line = _SPACE.sub(" ", text).strip()
    return line if len(line) <= limit else line[: limit - 1] + "…"


def title_or_none(title: str | None, name: str = "") -> str | None:
    """A title as metadata states it, or None where a program wrote it and it says nothing.

    Args:
        title: what the metadata has.
        name: the file's name; a title that repeats it is none.
    """
    if not title:
        return None
    line = one_line(title, 500).strip(" \u200b\ufeff")
    stem = name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    if len(line) < 4 or line.casefold() == stem.casefold() or _EMPTY_TITLE.match(line):
        return None
    letters = [c for c in line if c.isalpha()]
    if len(letters) < 3 or "\ufffd" in line:
        return None
    # «Ìèíèñòåðñòâî»: Cyrillic bytes that a program took for Western European ones.
    western = sum("\u00c0" <= c <= "\u00ff" for c in letters)
    return None if western * 2 > len(letters) else line
