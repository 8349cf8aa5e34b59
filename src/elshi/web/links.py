"""Where each page is: on a server, or as a file beside other files."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Protocol
from urllib.parse import quote, urlencode

__all__ = ["FileLinks", "Links", "ServerLinks", "file_path", "query"]

Value = str | int | None | Sequence[str]


class Links(Protocol):
    """Turns the name of a page and what it shows into an address; None when there is no such page."""

    def page(self, name: str, *parts: str, language: str | None = None, **asked: Value) -> str | None:
        """Address of a page; `asked` is what stands behind the question mark."""
        ...

    def asset(self, name: str) -> str:
        """Address of a style sheet or script."""
        ...


def query(asked: Mapping[str, Value]) -> str:
    """A query string with its question mark; empty values are left out."""
    pairs: list[tuple[str, str]] = []
    for name, value in asked.items():
        values = [value] if isinstance(value, str | int) else list(value or ())
        pairs += [(name, str(one)) for one in values if one not in ("", None)]
    return "?" + urlencode(pairs) if pairs else ""


class ServerLinks:
    """Addresses on the server: `/en/relation/KAZ/FRA`."""

    def __init__(self, language: str, version: str) -> None:
        self._language, self._version = language, version

    def page(self, name: str, *parts: str, language: str | None = None, **asked: Value) -> str | None:
        """See `Links.page`. `anchor` becomes the fragment."""
        fragment = asked.pop("anchor", None)
        shown = () if name == "start" else (name, *parts)
        path = "/".join(quote(part, safe=":") for part in (language or self._language, *shown))
        return f"/{path}{query(asked)}" + (f"#{fragment}" if fragment else "")

    def asset(self, name: str) -> str:
        """See `Links.asset`; the version lets browsers keep it for good."""
        return f"/static/{name}?v={self._version}"


_PLAIN = re.compile(r"[A-Za-z0-9_-]{1,80}")


def _file_name(part: str) -> str:
    """A name that every file system takes, different for different parts."""
    if _PLAIN.fullmatch(part):
        return part
    mark = hashlib.sha256(part.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    return re.sub(r"[^A-Za-z0-9]+", "-", part).strip("-")[:60] + "-" + mark


def file_path(language: str, name: str, *parts: str) -> str:
    """Path of a page among the files: `en/relation/KAZ-FRA.html`."""
    if name == "start":
        return f"{language}/index.html"
    if not parts:
        return f"{language}/{name}.html"
    return f"{language}/{name}/{'+'.join(_file_name(part) for part in parts)}.html"


class FileLinks:
    """Relative addresses that work from `file://`; pages that are not published have none.

    Args:
        language: of the page that the addresses stand on.
        path: of that page, as `file_path` gives it.
        published: paths of all pages that are written.
    """

    def __init__(self, language: str, path: str, published: Collection[str]) -> None:
        self._language, self._published = language, published
        self._up = "../" * path.count("/")

    def page(self, name: str, *parts: str, language: str | None = None, **asked: Value) -> str | None:
        """See `Links.page`; what stands behind a question mark is dropped, a filtered page is not written."""
        path = file_path(language or self._language, name, *parts)
        if path not in self._published:
            return None
        fragment = asked.get("anchor")
        return f"{self._up}{path}" + (f"#{fragment}" if fragment else "")

    def asset(self, name: str) -> str:
        """See `Links.asset`."""
        return f"{self._up}static/{name}"
