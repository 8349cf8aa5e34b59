"""Sources are hostile: what of them may reach a page, and how."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

__all__ = ["language_tag", "safe_url", "split_controls", "visible"]

#: C0 and C1 controls but for tab, line feed and carriage return; marks that turn the direction of text;
#: invisible characters that hide one text in another. All of them are shown, none takes effect.
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2028\u2029"
    "\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]"
)

_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")


def split_controls(text: str) -> Iterator[tuple[str, str | None]]:
    """Cuts a text at its control characters.

    Yields:
        `(text, None)` for what may be shown as it is, `(U+202E, character)` for each control character.
    """
    at = 0
    for match in _CONTROL.finditer(text):
        if match.start() > at:
            yield text[at : match.start()], None
        yield f"U+{ord(match[0]):04X}", match[0]
        at = match.end()
    if at < len(text):
        yield text[at:], None


def visible(text: str) -> str:
    """The text with every control character written out as `[U+202E]`."""
    return "".join(part if control is None else f"[{part}]" for part, control in split_controls(text))


def safe_url(url: str | None) -> str | None:
    """The address when it is one to follow (http or https, with a host), else None."""
    if not url or _CONTROL.search(url) or any(c in url for c in " \t\r\n\"'<>`\\"):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and parts.netloc else None


def language_tag(language: str | None) -> str | None:
    """The language when it has the form of a tag (BCP 47), else None."""
    return language if language and _TAG.match(language) else None
