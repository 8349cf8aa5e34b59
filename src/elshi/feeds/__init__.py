"""Feeds: RSS, Atom and sitemaps watched politely; the only part of Elshi that uses a network.

`settings` reads what to watch; `fetch` asks servers, with every limit a stranger needs; `robots` is what they
allow; `parsing` makes items of feeds; `memory` remembers what was seen, in a file of its own; `watching` puts
them together and hands each page to the record.

Invariants: one request at a time, and to one host not before its pause is over; an item is read once, and not
forgotten before it was read or given up with a reason; addresses of private networks are never asked unless the
settings name the host.
"""

from __future__ import annotations

from elshi.feeds.settings import Settings, read_settings
from elshi.feeds.watching import Outcome, Watcher

__all__ = ["Outcome", "Settings", "Watcher", "read_settings"]
