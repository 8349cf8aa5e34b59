"""Watching feeds: who is asked next, what becomes of an answer."""

from __future__ import annotations

import html as html_words
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urlsplit

from elshi.errors import FetchError, ReadError, UnreadableDocument
from elshi.feeds.clock import Clock, SystemClock
from elshi.feeds.fetch import Answer, Fetcher, Resolver, address
from elshi.feeds.memory import Memory, Waiting
from elshi.feeds.parsing import Item, Parsed, parse
from elshi.feeds.robots import Robots
from elshi.feeds.settings import Feed, Settings
from elshi.model import Document

if TYPE_CHECKING:
    from elshi.record import IngestReport

__all__ = ["Outcome", "Watcher"]

#: After a failure a feed, page or host is left alone so long, then twice as long, and so on.
FIRST_REST = 60.0

#: But never longer than a day.
LONGEST_REST = 86_400.0

#: A page that failed so often is given up: with the rests above that is after four hours.
MAX_TRIES = 8

#: With `once`, a host that wants to be left alone for longer is left to the next run.
PATIENCE = 130.0

#: Sitemaps within sitemaps that one look opens, the latest changed first.
MAX_MAPS = 20

#: Without anything to do, settings are not looked at again sooner; only bounds one sleep.
_LONGEST_SLEEP = 3600.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one request.

    Attributes:
        feed: address of the feed.
        url: address of the page; None for the feed itself.
        state: of a page `new`, `known`, `failed`, `later`; of a feed `looked`, `unchanged`, `failed`, `later`.
        facts: how many facts the page gave.
        items: how many new items the feed had.
        reason: why it failed, in one line.
    """

    feed: str
    url: str | None
    state: str
    facts: int = 0
    items: int = 0
    reason: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The object that `elshi watch --format jsonl` prints."""
        return {
            "feed": self.feed,
            "url": self.url,
            "state": self.state,
            "facts": self.facts,
            "items": self.items,
            "reason": self.reason,
        }


class Watcher:
    """Looks at feeds and reads what is new.

    Args:
        settings: what to watch and how.
        memory: what was seen before.
        ingest: adds one document to the record.
        tell: called with everything that happens.
        clock: where time comes from.
        resolve: host and port -> addresses; the system's when None.
    """

    def __init__(
        self,
        settings: Settings,
        memory: Memory,
        ingest: Callable[[Document], IngestReport],
        *,
        tell: Callable[[Outcome], None] = lambda _: None,
        clock: Clock | None = None,
        resolve: Resolver | None = None,
    ) -> None:
        self._settings, self._memory, self._ingest, self._tell = settings, memory, ingest, tell
        self._clock = clock or SystemClock()
        self._feeds = {feed.url: feed for feed in settings.feeds}
        self._names = frozenset(self._feeds)
        self._ready: dict[str, float] = {}
        given: dict[str, Any] = {
            "timeout": settings.timeout,
            "max_size": settings.max_size,
            "allow_private": settings.allow_private,
            "clock": self._clock,
        }
        if resolve is not None:
            given["resolve"] = resolve
        plain = Fetcher(settings.agent, permit=self._pace, **given)
        self._robots = Robots(
            settings.agent, lambda url, size: plain.get(url, max_size=size), self._clock.now
        )
        self._fetcher = Fetcher(settings.agent, permit=self._permit, **given)

    def run(self, *, once: bool = False) -> int:
        """Watches, for ever or once.

        Args:
            once: every feed that may be asked is looked at once, and what is new is read; then it ends.

        Returns:
            How many feeds and pages failed for good, or were left to a later run.

        Raises:
            RecordError: the record cannot be written to; the page stays waiting.
        """
        looked: set[str] = set()
        failed = 0

        def count(outcome: Outcome) -> None:
            nonlocal failed
            failed += outcome.state in ("failed", "later")
            self._tell(outcome)

        while True:
            now = self._clock.now()
            task, due = self._next(now, looked if once else None)
            if task is None and once:
                return failed
            if task is None or due > now:
                if once and due - now > PATIENCE:
                    return failed
                self._clock.sleep(min(max(due - now, 0.1), _LONGEST_SLEEP))
                continue
            if isinstance(task, Feed):
                looked.add(task.url)
                count(self._look(task))
            else:
                count(self._read(task))

    # -- who is next ---------------------------------------------------------------------------------------

    def _next(self, now: float, looked: set[str] | None) -> tuple[Feed | Waiting | None, float]:
        """What to do next and when: feeds before pages, the host that is ready first."""
        best: tuple[float, int, Feed | Waiting] | None = None
        later = now + _LONGEST_SLEEP
        for feed in self._settings.feeds:
            if looked is not None and feed.url in looked:
                continue
            known = self._memory.feed(feed.url)
            due = known.due if looked is not None else max(known.due, known.looked + feed.every)
            at = max(due, self._free(_host(feed.url)))
            if looked is not None and due > now:
                continue  # it failed lately; a later run asks again
            if best is None or (at, 0) < best[:2]:
                best = (at, 0, feed)
        for waiting in self._memory.waiting(now, self._names):
            at = self._free(waiting.host)
            if best is None or (at, 1) < best[:2]:
                best = (at, 1, waiting)
        if best is not None:
            later = min(later, best[0])
        if looked is None and (due_item := self._memory.next_due()) is not None and due_item > now:
            later = min(later, due_item)
            if best is not None and best[0] > later:
                best = None
        return (best[2], best[0]) if best is not None else (None, later)

    def _free(self, host: str) -> float:
        """When a host may be asked again."""
        return max(self._ready.get(host, 0.0), self._memory.rest(host)[0])

    # -- being polite --------------------------------------------------------------------------------------

    def _permit(self, target: SplitResult) -> None:
        if not self._robots.known(target):
            self._robots.learn(target)
        self._robots.check(target)
        self._pace(target)

    def _pace(self, target: SplitResult) -> None:
        """Waits until the host's pause is over, and begins the next one."""
        host = target.netloc
        wait = self._free(host) - self._clock.now()
        if wait > PATIENCE:
            raise FetchError(f"{host} is left alone for now", later=True)
        if wait > 0:
            self._clock.sleep(wait)
        self._ready[host] = self._clock.now() + max(self._settings.pause, self._robots.pause(target))

    def _get(self, url: str, known: dict[str, str] | None = None) -> Answer:
        """Asks; what a host answers decides how long it is left alone."""
        host = _host(url)
        try:
            answer = self._fetcher.get(url, known=known)
        except FetchError as error:
            if error.later:
                before, failures = self._memory.rest(host)
                rest = _backoff(failures + 1) if error.rest is None else error.rest
                until = max(before, self._clock.now() + min(rest, LONGEST_REST))
                self._memory.set_rest(host, until, failures + 1)
            raise
        self._memory.set_rest(host, 0.0, 0)
        return answer

    # -- feeds ---------------------------------------------------------------------------------------------

    def _look(self, feed: Feed) -> Outcome:
        before = self._memory.feed(feed.url)
        known = {"etag": before.etag or "", "last-modified": before.modified or ""}
        try:
            answer = self._get(feed.url, known if any(known.values()) else None)
            if answer.status == 304:
                self._memory.looked(feed.url, self._clock.now(), before.etag, before.modified)
                return Outcome(feed.url, None, "unchanged")
            parsed = parse(answer.body, answer.url, answer.charset)
            items, all_read = self._items(feed, parsed)
        except (FetchError, ReadError) as error:
            rest = error.rest or 0.0 if isinstance(error, FetchError) else 0.0
            self._memory.failed(feed.url, self._clock.now() + max(rest, _backoff(before.failures + 1)))
            state = "later" if isinstance(error, FetchError) and error.later else "failed"
            return Outcome(feed.url, None, state, reason=str(error))
        fresh = [one for one in items if self._wanted(feed, one)]
        for one in fresh[: feed.limit]:
            own = feed.text == "feed" and one.html is not None
            host = _host(one.url) if one.url and not own else ""
            self._memory.add(feed.url, host, one, own)
        # Where something was left for the next look, «unchanged» would be the wrong answer then.
        whole = all_read and len(fresh) <= feed.limit
        self._memory.looked(
            feed.url, self._clock.now(),
            answer.headers.get("etag") if whole else None, answer.headers.get("last-modified") if whole else None,
        )  # fmt: skip
        return Outcome(feed.url, None, "looked", items=min(len(fresh), feed.limit))

    def _items(self, feed: Feed, parsed: Parsed) -> tuple[list[Item], bool]:
        """Items of a feed, or of the sitemaps that a sitemap names; latest first, undated ones as they stand."""
        items, whole = list(parsed.items), True
        maps = sorted(parsed.maps, key=lambda one: one[1] or "", reverse=True)
        if feed.since is not None:
            maps = [one for one in maps if one[1] is None or one[1] >= feed.since]
        for at, (url, _) in enumerate(maps):
            if at >= MAX_MAPS or sum(not self._memory.knows(one.key) for one in items) >= feed.limit:
                whole = False
                break
            try:
                answer = self._get(url)
                items += parse(answer.body, answer.url, answer.charset).items
            except ReadError:
                continue  # one broken part does not hide the others
            except FetchError as error:
                if error.later:
                    raise
        items.sort(key=lambda one: one.published or "", reverse=True)
        return items, whole and not parsed.maps

    def _wanted(self, feed: Feed, item: Item) -> bool:
        if self._memory.knows(item.key) or (item.url is None and item.html is None):
            return False
        where = item.url or item.key
        if feed.match is not None and not feed.match.search(where):
            return False
        if feed.unless is not None and feed.unless.search(where):
            return False
        return feed.since is None or item.published is None or item.published >= feed.since

    # -- pages ---------------------------------------------------------------------------------------------

    def _read(self, waiting: Waiting) -> Outcome:
        item, feed = waiting.item, self._feeds[waiting.feed]
        name = item.url or item.key
        try:
            document = self._document(item, feed)
        except FetchError as error:
            if error.later and waiting.tries + 1 < MAX_TRIES:
                rest = max(error.rest or 0.0, _backoff(waiting.tries + 1))
                self._memory.put_off(item.key, self._clock.now() + min(rest, LONGEST_REST), str(error))
                return Outcome(feed.url, name, "later", reason=str(error))
            return self._give_up(feed, item, name, str(error))
        except ReadError as error:
            return self._give_up(feed, item, name, str(error))
        report = self._ingest(document)
        if report.failed:
            return self._give_up(feed, item, name, report.failures[0].reason)
        self._memory.settle(item.key, "done")
        return Outcome(feed.url, name, "new" if report.new else "known", facts=report.facts)

    def _give_up(self, feed: Feed, item: Item, name: str, reason: str) -> Outcome:
        self._memory.settle(item.key, "failed", reason)
        return Outcome(feed.url, name, "failed", reason=reason)

    def _document(self, item: Item, feed: Feed) -> Document:
        from elshi.reading import html

        if item.html is not None:
            title = html_words.escape(item.title or "")
            page = f"<html><body><article><h1>{title}</h1>{item.html}</article></body></html>"
            found, url = html.parse(page.encode(), item.key, charset="utf-8", url=item.url), item.url
        else:
            answer = self._get(item.url or "")
            found, url = _parsed(answer, item.url or answer.url), answer.url
        return replace(
            found,
            id=item.url or item.key,
            url=url,
            title=found.title or item.title,
            source=feed.outlet or found.source or (urlsplit(url or feed.url).hostname or None),
            published=found.published or item.published,
            language=feed.language,
        )


def _parsed(answer: Answer, name: str) -> Document:
    """A page as its media type says."""
    from elshi.reading import formats, html, plain

    if answer.kind in ("text/html", "application/xhtml+xml", ""):
        return html.parse(answer.body, name, charset=answer.charset, url=answer.url)
    if answer.kind == "application/pdf":
        return formats.parse(answer.body, name if name.lower().endswith(".pdf") else f"{name}.pdf")
    if answer.kind == "text/plain":
        return plain.parse(answer.body, name, charset=answer.charset, url=answer.url)
    raise UnreadableDocument(f"is {answer.kind[:60]}, which is no article")


def _host(url: str) -> str:
    return address(url).netloc


def _backoff(failures: int) -> float:
    """Seconds of rest after so many failures in a row."""
    return float(min(FIRST_REST * 2.0 ** min(failures - 1, 20), LONGEST_REST))
