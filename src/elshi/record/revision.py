"""A cheap sign that the record has changed, for caches and ETags."""

from __future__ import annotations

import hashlib
import os

from sqlalchemy import Connection, func, select, text
from sqlalchemy.engine import URL

from elshi.record import tables

__all__ = ["revision"]


def revision(connection: Connection, url: URL) -> str:
    """See `Store.revision`.

    A SQLite file and its write-ahead log change with every commit, so their sizes and times tell; PostgreSQL
    tells how far its log has come.
    """
    parts: list[object] = []
    if connection.dialect.name == "sqlite" and url.database and url.database != ":memory:":
        for name in (url.database, url.database + "-wal"):
            try:
                found = os.stat(name)
            except OSError:
                parts.append(None)
            else:
                parts += [found.st_size, found.st_mtime_ns]
    elif connection.dialect.name == "postgresql":
        parts.append(connection.scalar(text("select pg_current_wal_insert_lsn()::text")))
    # Clocks of file systems tick in milliseconds; what is counted here tells two quick commits apart.
    f, d, c = tables.facts.c, tables.documents.c, tables.decisions.c
    parts += [
        connection.scalar(select(func.max(f.n))),
        connection.scalar(select(func.max(d.n))),
        connection.scalar(select(func.count()).select_from(tables.decisions)),
        connection.scalar(select(func.count()).where(c.undone_by.is_not(None))),
    ]
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
