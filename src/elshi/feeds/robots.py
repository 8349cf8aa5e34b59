"""What a host's robots.txt lets us ask for (RFC 9309)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, urlunsplit
from urllib.robotparser import RobotFileParser

from elshi.errors import FetchError
from elshi.feeds.fetch import Answer

__all__ = ["Robots"]

#: RFC 9309: at least 500 KiB are read.
MAX_ROBOTS_BYTES = 512 * 1024

#: Seconds for which an answer holds (RFC 9309: a day).
FRESH = 86_400.0

#: A host that asks for longer pauses than this is asked with this one: some files say an hour by mistake.
LONGEST_PAUSE = 120.0


@dataclass(frozen=True, slots=True)
class _Rules:
    parser: RobotFileParser | None  # None: everything is allowed
    until: float


class Robots:
    """Rules of each host, asked for once a day.

    Args:
        agent: our name, as in the header User-Agent.
        get: asks for an address.
        now: seconds since 1970.
    """

    def __init__(self, agent: str, get: Callable[[str, int], Answer], now: Callable[[], float]) -> None:
        # Rules are for the product's name: `OurDesk` of `OurDesk/1.0 (+mailto:…)`.
        self._agent = agent.partition("/")[0].split()[0]
        self._get, self._now = get, now
        self._rules: dict[str, _Rules] = {}

    def known(self, target: SplitResult) -> bool:
        """Whether the host's rules are at hand."""
        rules = self._rules.get(_host(target))
        return rules is not None and rules.until > self._now()

    def learn(self, target: SplitResult) -> None:
        """Asks a host for its rules.

        Raises:
            FetchError: it does not answer now; nothing may be asked of it until it does.
        """
        host = _host(target)
        try:
            answer = self._get(f"{host}/robots.txt", MAX_ROBOTS_BYTES)
        except FetchError as error:
            if error.later:
                raise FetchError(
                    f"{host}: its robots.txt cannot be had now ({error})", later=True, rest=error.rest
                ) from None
            # There is none, or it may not be seen: all is allowed (RFC 9309, 2.3.1.3).
            self._rules[host] = _Rules(None, self._now() + FRESH)
            return
        parser = RobotFileParser()
        parser.parse(answer.body.decode("utf-8", "replace").removeprefix("\ufeff").splitlines())
        self._rules[host] = _Rules(parser, self._now() + FRESH)

    def check(self, target: SplitResult) -> None:
        """Lets an address pass.

        Raises:
            FetchError: the rules forbid it.
        """
        rules = self._rules.get(_host(target))
        if (
            rules is not None
            and rules.parser is not None
            and not rules.parser.can_fetch(self._agent, urlunsplit(target))
        ):
            raise FetchError(f"{urlunsplit(target)}: the host's robots.txt forbids it")

    def pause(self, target: SplitResult) -> float:
        """Seconds that the host wants between two requests, 0 where it does not say."""
        rules = self._rules.get(_host(target))
        delay = (
            rules.parser.crawl_delay(self._agent) if rules is not None and rules.parser is not None else None
        )
        try:
            return min(max(float(delay or 0), 0.0), LONGEST_PAUSE)
        except ValueError:
            return 0.0


def _host(target: SplitResult) -> str:
    return f"{target.scheme}://{target.netloc}"
