"""Markdown files: the text as it stands, with what the front matter says about it.

The text is kept whole, marks and front matter included, so that offsets point into the file. Front matter is
the block between two lines of `---` (YAML) or `+++` (TOML) at the top; of it only lines of the form
`key: value` are read, which needs no YAML parser and gives a hostile file nothing to work with.
"""

from __future__ import annotations

import re

from elshi.model import Document
from elshi.reading.checks import one_line, ready
from elshi.reading.dates import edtf_or_none, stated_date
from elshi.reading.encoding import decode_text

__all__ = ["parse"]

#: Characters in which front matter has to end; more is text that begins with a line.
MAX_FRONT_MATTER = 20_000

_FRONT_MATTER = re.compile(r"(?:---|\+\+\+)[ \t]*\n(.*?)\n(?:---|\+\+\+|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_LINE = re.compile(r"(\w+)[ \t]*[:=][ \t]*(.*?)[ \t]*")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_ATX = re.compile(r" {0,3}#{1,6}[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*")
_SETEXT = re.compile(r" {0,3}(?:=+|-+)[ \t]*")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_EMPHASIS = re.compile(r"(\*\*|__|\*|`)(\S(?:.*?\S)?)\1")

_DATE_KEYS = ("published", "date", "pubdate")
_LANGUAGES = {"kk": "kk", "kaz": "kk", "kz": "kk", "ru": "ru", "rus": "ru", "en": "en", "eng": "en"}


def parse(data: bytes, name: str) -> Document:
    """Makes a document of a Markdown file.

    Title: the front matter's, else the first heading. `published`, `url`, `source` and `language` come from
    the front matter alone; a date there that cannot be read is left unknown, since many site generators keep
    other things under that key.

    Raises:
        ReadError: it is no text, empty, or over a limit.
    """
    text = ready(decode_text(data))
    fields, start = _front_matter(text)
    stated = next((fields[k] for k in _DATE_KEYS if fields.get(k)), "")
    return Document(
        id=name,
        text=text,
        title=fields.get("title") or _first_heading(text[start:]),
        url=fields.get("url") or fields.get("link") or None,
        source=fields.get("source") or None,
        published=edtf_or_none(stated) or stated_date(stated),
        language=language_hint(fields.get("language") or fields.get("lang")),
    )


def language_hint(value: str | None) -> str | None:
    """`kk`, `ru` or `en` of a language tag (`kk-KZ`, `kaz`, `RU`), or None for any other language."""
    if not value:
        return None
    return _LANGUAGES.get(re.split(r"[-_]", value.strip().casefold())[0])


def _front_matter(text: str) -> tuple[dict[str, str], int]:
    match = _FRONT_MATTER.match(text[:MAX_FRONT_MATTER])
    if not match:
        return {}, 0
    fields: dict[str, str] = {}
    for line in match[1].split("\n"):
        if found := _LINE.fullmatch(line):
            value = found[2]
            if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
                value = value[1:-1]
            fields.setdefault(found[1].casefold(), one_line(value, 2000))
    return fields, match.end()


def _first_heading(text: str) -> str | None:
    before = ""
    fence = ""
    for line in text.split("\n"):
        if mark := _FENCE.match(line):
            if not fence:
                fence = mark[1]
            elif mark[1].startswith(fence):
                fence = ""
        elif not fence:
            if heading := _ATX.fullmatch(line):
                if heading[1]:
                    return _bare(heading[1])
            elif (
                before.strip()
                and _SETEXT.fullmatch(line)
                and not before.lstrip().startswith((">", "-", "*", "|", "+"))
            ):
                return _bare(before)
        before = line
    return None


def _bare(heading: str) -> str | None:
    """A heading without its link addresses and emphasis."""
    return one_line(_EMPHASIS.sub(r"\2", _LINK.sub(r"\1", heading)), 500) or None
