"""What to watch and how: the settings file, checked when loaded; every error names file and line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from elshi.errors import RuleError
from elshi.frames.yamlfile import YamlFile
from elshi.languages import edtf

__all__ = ["Feed", "Settings", "read_settings"]

_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*(s|m|h|d)?")
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*(KB|MB)", re.IGNORECASE)
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}

#: A server is never asked again sooner than this, whatever the settings say.
LEAST_PAUSE = 1.0

#: A feed is never asked again sooner than this.
LEAST_EVERY = 300.0

_TOP = ("agent", "every", "pause", "timeout", "max_size", "allow_private", "memory", "feeds")
_FEED = ("url", "outlet", "language", "match", "unless", "since", "text", "every", "limit")


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed or sitemap.

    Attributes:
        url: its address.
        outlet: who publishes it; becomes `Document.source`. None: what the pages say.
        language: hint for its pages, or None.
        match, unless: what the address of an item must, or must not, hold; None for any.
        since: ISO date; items that are dated before it are passed over.
        text: `page` (fetch the item's page) or `feed` (the item's text in the feed is the article).
        every: seconds between two looks at it.
        limit: at most so many new items are taken from one look, the latest first.
    """

    url: str
    outlet: str | None = None
    language: str | None = None
    match: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None
    since: str | None = None
    text: str = "page"
    every: float = 1800.0
    limit: int = 100


@dataclass(frozen=True, slots=True)
class Settings:
    """A whole settings file.

    Attributes:
        agent: how requests introduce themselves; names a person or office that a server's owner can reach.
        pause: seconds between two requests to one host, at least.
        timeout: seconds that one request may take, from first to last byte.
        max_size: bytes of one answer.
        allow_private: hosts that may have an address in a private network.
        memory: file in which is remembered what was seen.
        feeds: what to watch.
    """

    agent: str
    feeds: tuple[Feed, ...]
    memory: Path
    pause: float = 5.0
    timeout: float = 30.0
    max_size: int = 10 * 1024 * 1024
    allow_private: frozenset[str] = frozenset()


def read_settings(path: str | Path) -> Settings:
    """Loads and checks a settings file.

    Raises:
        RuleError: it is not there or does not hold together; the message begins with file and line.
    """
    path = Path(path)
    if not path.is_file():
        raise RuleError(f"{path}: there is no such file; docs/feeds.md shows how to write one")
    try:
        return _Reader(YamlFile(path)).settings(path)
    except UnicodeDecodeError as error:
        raise RuleError(f"{path}:1: is not UTF-8 (byte {error.start + 1}); save it as UTF-8") from None


class _Reader:
    def __init__(self, file: YamlFile) -> None:
        self.file = file
        self.data = file.mapping()

    def settings(self, path: Path) -> Settings:
        data, check = self.data, self.file.check
        for key in data:
            check(key in _TOP, f"unknown key {key!r}; known are {', '.join(_TOP)}", key)
        agent = data.get("agent")
        check(
            isinstance(agent, str) and len(agent) < 200 and agent.isprintable() and agent.isascii()
            and bool(re.match(r"[A-Za-z][\w.-]*", agent)) and bool(re.search(r"[@/]\S", agent)),
            "`agent` must say in Latin letters who asks, with an address to write to: "
            "`OurDesk/1.0 (+mailto:desk@example.org)`",
            *(["agent"] if "agent" in data else []),
        )  # fmt: skip
        hosts = data.get("allow_private", [])
        check(
            isinstance(hosts, list) and all(isinstance(h, str) for h in hosts),
            "`allow_private` must be a list of host names",
            "allow_private",
        )
        size = _SIZE.fullmatch(str(data.get("max_size", "10 MB")))
        check(size is not None, "`max_size` must be a number with KB or MB, as `10 MB`", "max_size")
        assert size is not None
        feeds = data.get("feeds")
        check(isinstance(feeds, list) and bool(feeds), "`feeds:` must be a list of addresses", "feeds")
        assert isinstance(feeds, list)
        every = self.span(data, "every", 1800.0, LEAST_EVERY)
        memory = data.get("memory", path.stem + ".seen.db")
        check(isinstance(memory, str), "`memory` must be a file name", "memory")
        found = tuple(self.feed(one, at, every) for at, one in enumerate(feeds))
        seen: set[str] = set()
        for at, one in enumerate(found):
            check(one.url not in seen, f"{one.url} stands twice", "feeds", at)
            seen.add(one.url)
        return Settings(
            agent=str(agent),
            feeds=found,
            memory=path.parent / memory,
            pause=self.span(data, "pause", 5.0, LEAST_PAUSE),
            timeout=self.span(data, "timeout", 30.0, 1.0),
            max_size=int(float(size[1]) * (1024 if size[2].upper() == "KB" else 1024 * 1024)),
            allow_private=frozenset(host.lower() for host in hosts),
        )

    def span(self, data: Any, key: str, usual: float, least: float, *path: Any) -> float:
        if key not in data:
            return usual
        match = _SPAN.fullmatch(str(data[key]).strip())
        self.file.check(match is not None, f"`{key}` must be a span of time, as 30s, 5m, 2h", *path, key)
        assert match is not None
        value = float(match[1]) * _SECONDS[match[2] or "s"]
        self.file.check(value >= least, f"`{key}` must be at least {least:.0f}s", *path, key)
        return value

    def feed(self, data: Any, at: int, every: float) -> Feed:
        check, path = self.file.check, ("feeds", at)
        if isinstance(data, str):
            data = {"url": data}
        check(isinstance(data, dict), "a feed is an address, or a mapping with `url`", *path)
        for key in data:
            check(key in _FEED, f"unknown key {key!r}; known are {', '.join(_FEED)}", *path, key)
        url = data.get("url")
        check(
            isinstance(url, str)
            and urlsplit(url).scheme in ("http", "https")
            and bool(urlsplit(url).hostname),
            f"`url` must be an address that begins with https:// or http://, not {url!r}",
            *path,
        )
        language = data.get("language")
        check(language in (None, "kk", "ru", "en"), "`language` must be kk, ru or en", *path, "language")
        since = data.get("since")
        since = since.isoformat() if hasattr(since, "isoformat") else since
        check(
            since is None or (isinstance(since, str) and len(since) == 10 and edtf.is_valid(since)),
            "`since` must be a day, as 2024-01-31",
            *path,
            "since",
        )
        text, limit = data.get("text", "page"), data.get("limit", 100)
        check(text in ("page", "feed"), "`text` must be page or feed", *path, "text")
        check(isinstance(limit, int) and 1 <= limit <= 10_000, "`limit` must be 1 to 10000", *path, "limit")
        outlet = data.get("outlet")
        check(outlet is None or isinstance(outlet, str), "`outlet` must be a name", *path, "outlet")
        return Feed(
            url=str(url),
            outlet=outlet,
            language=language,
            match=self.pattern(data, "match", *path),
            unless=self.pattern(data, "unless", *path),
            since=since,
            text=text,
            every=self.span(data, "every", every, LEAST_EVERY, *path),
            limit=limit,
        )

    def pattern(self, data: Any, key: str, *path: Any) -> re.Pattern[str] | None:
        if data.get(key) is None:
            return None
        try:
            return re.compile(str(data[key]), re.IGNORECASE)
        except re.error as error:
            self.file.fail(f"{data[key]!r} is no regular expression: {error}", *path, key)
