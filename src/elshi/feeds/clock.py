"""Time as the watcher sees it, so that tests need not wait."""

from __future__ import annotations

import time
from typing import Protocol

__all__ = ["Clock", "SystemClock"]


class Clock(Protocol):
    """Where the watcher's time comes from."""

    def now(self) -> float:
        """Seconds since 1970, for what is remembered between runs."""
        ...

    def running(self) -> float:
        """Seconds that only go forward, for deadlines."""
        ...

    def sleep(self, seconds: float) -> None:
        """Waits."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time()

    def running(self) -> float:
        """Seconds that only go forward."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Waits."""
        time.sleep(seconds)
