"""What the watcher remembers between runs: a small SQLite file beside the settings.

Every change is committed at once. A watcher that is killed between adding a page to the record and noting so
here reads that page again, and the record knows it.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from elshi.errors import ElshiError
from elshi.feeds.parsing import Item

__all__ = ["Memory", "Remembered", "Waiting"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS feeds (
  url TEXT PRIMARY KEY, etag TEXT, modified TEXT, looked REAL NOT NULL DEFAULT 0,
  due REAL NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS items (
  n INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, feed TEXT NOT NULL, host TEXT NOT NULL, url TEXT, title TEXT,
  published TEXT, html TEXT, state TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0, due REAL NOT NULL DEFAULT 0,
  reason TEXT
);
CREATE INDEX IF NOT EXISTS items_waiting ON items (host, n) WHERE state = 'waiting';
CREATE TABLE IF NOT EXISTS hosts (host TEXT PRIMARY KEY, due REAL NOT NULL, failures INTEGER NOT NULL) WITHOUT ROWID;
"""
_APPLICATION = 0x456C7377  # "Elsw", so that another database is not taken for this file


@dataclass(frozen=True, slots=True)
class Remembered:
    """A feed: what it answered last, when it was looked at, when it may be asked again, failures in a row."""

    etag: str | None = None
    modified: str | None = None
    looked: float = 0.0
    due: float = 0.0
    failures: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """An item that is not read yet."""

    item: Item
    feed: str
    host: str
    tries: int
    due: float


class Memory:
    """An open file; one watcher at a time.

    Raises:
        ElshiError: it cannot be opened, is another kind of file, or another watcher has it.
    """

    def __init__(self, path: Path | str) -> None:
        try:
            self._db = sqlite3.connect(path, isolation_level=None, timeout=1.0)
            self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._db.execute("BEGIN EXCLUSIVE")
            mark = self._db.execute("PRAGMA application_id").fetchone()[0]
            tables = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            if mark != _APPLICATION and tables:
                raise ElshiError(f"{path}: is another kind of file; name another one as `memory`")
            for statement in _SCHEMA.split(";\n"):
                if statement.strip():
                    self._db.execute(statement)
            self._db.execute(f"PRAGMA application_id = {_APPLICATION}")
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            why = "another watcher is using it" if "locked" in str(error) else f"cannot be used ({error})"
            raise ElshiError(f"{path}: {why}; stop that one, or name another file as `memory`") from None

    def close(self) -> None:
        """Lets go of the file."""
        self._db.close()

    def feed(self, url: str) -> Remembered:
        """What is remembered of a feed."""
        row = self._db.execute(
            "SELECT etag, modified, looked, due, failures FROM feeds WHERE url = ?", (url,)
        ).fetchone()
        return Remembered(*row) if row else Remembered()

    def looked(self, url: str, now: float, etag: str | None, modified: str | None) -> None:
        """A feed answered."""
        self._db.execute(
            "INSERT OR REPLACE INTO feeds (url, etag, modified, looked) VALUES (?, ?, ?, ?)",
            (url, etag, modified, now),
        )

    def failed(self, url: str, due: float) -> None:
        """A feed did not answer; it is not asked again before `due`."""
        self._db.execute(
            "INSERT INTO feeds (url, due, failures) VALUES (?, ?, 1) "
            "ON CONFLICT (url) DO UPDATE SET due = excluded.due, failures = failures + 1",
            (url, due),
        )

    def knows(self, key: str) -> bool:
        """Whether an item was seen, whatever became of it."""
        return self._db.execute("SELECT 1 FROM items WHERE key = ?", (key,)).fetchone() is not None

    def add(self, feed: str, host: str, item: Item, keep_html: bool) -> None:
        """An item to be read."""
        self._db.execute(
            "INSERT OR IGNORE INTO items (key, feed, host, url, title, published, html, state) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting')",
            (item.key, feed, host, item.url, item.title, item.published, item.html if keep_html else None),
        )

    def waiting(self, now: float, feeds: frozenset[str]) -> list[Waiting]:
        """For each host the first item that may be read now."""
        rows: list[Any] = self._db.execute(
            "SELECT min(n), key, url, title, published, html, feed, host, tries, due FROM items "
            f"WHERE state = 'waiting' AND due <= ? AND feed IN ({','.join('?' * len(feeds))}) "
            "GROUP BY host ORDER BY 1",
            (now, *sorted(feeds)),
        ).fetchall()
        return [Waiting(Item(*row[1:6]), *row[6:]) for row in rows]

    def next_due(self) -> float | None:
        """When the next item may be read, or None."""
        found = self._db.execute("SELECT min(due) FROM items WHERE state = 'waiting'").fetchone()[0]
        return None if found is None else float(found)

    def settle(self, key: str, state: str, reason: str | None = None) -> None:
        """What became of an item: `done` or `failed`."""
        self._db.execute(
            "UPDATE items SET state = ?, reason = ?, html = NULL WHERE key = ?", (state, reason, key)
        )

    def put_off(self, key: str, due: float, reason: str) -> None:
        """An item is tried again after `due`."""
        self._db.execute(
            "UPDATE items SET tries = tries + 1, due = ?, reason = ? WHERE key = ?", (due, reason, key)
        )

    def count(self, state: str) -> int:
        """How many items are in a state."""
        found = self._db.execute("SELECT count(*) FROM items WHERE state = ?", (state,)).fetchone()
        return int(found[0])

    def rest(self, host: str) -> tuple[float, int]:
        """Until when a host is left alone, and how often in a row it failed."""
        row = self._db.execute("SELECT due, failures FROM hosts WHERE host = ?", (host,)).fetchone()
        return (float(row[0]), int(row[1])) if row else (0.0, 0)

    def set_rest(self, host: str, due: float, failures: int) -> None:
        """Leaves a host alone until `due`; with no failures it is forgotten."""
        if failures:
            self._db.execute("INSERT OR REPLACE INTO hosts VALUES (?, ?, ?)", (host, due, failures))
        else:
            self._db.execute("DELETE FROM hosts WHERE host = ?", (host,))
