"""The few statements that SQLite and PostgreSQL say differently: full text, locks, their errors.

Everything else in the record is SQLAlchemy Core that runs on both.

Full text: on SQLite the FTS5 table `passage_terms` (columns `terms`, `entities`; rowid is the passage's
`n`), on PostgreSQL a table of the same name with a `tsvector`. Both hold tokens that the caller made
(lemmas, ids of entities), separated by spaces; neither analyses language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table, bindparam, text
from sqlalchemy.exc import DBAPIError

from elshi.errors import RecordError
from elshi.record.codec import chunks

__all__ = [
    "FULL_TEXT",
    "add_passages",
    "count_passages",
    "drop_passages",
    "find_passages",
    "insert_rows",
    "lock_for_writing",
    "passage_tokens",
    "token",
    "translated",
]

#: Statements that make the full-text table, by dialect; part of the first migration.
FULL_TEXT = {
    "sqlite": (
        # Tokens come ready made: hyphens, colons and the like of ids are part of a token, and nothing is
        # folded, because stripping diacritics would turn й into и.
        "CREATE VIRTUAL TABLE passage_terms USING fts5("
        "terms, entities, tokenize=\"unicode61 remove_diacritics 0 tokenchars '-_.:/&+''’'\")",
    ),
    "postgresql": (
        "CREATE TABLE passage_terms (n BIGINT PRIMARY KEY REFERENCES passages(n) ON DELETE CASCADE,"
        " terms TEXT NOT NULL, entities TEXT NOT NULL, tokens TSVECTOR NOT NULL)",
        "CREATE INDEX ix_passage_terms ON passage_terms USING gin(tokens)",
    ),
}

#: What would tear a token apart; the same characters as in `tokenchars` above are left.
_SEPARATORS = re.compile(r"[^\w\-.:/&+'’]+")

_ADVISORY_LOCK = 0x454C5348  # "ELSH"; any constant will do, it only has to be the same in every process.


def lock_for_writing(connection: Connection) -> None:
    """Makes this transaction the only writer (SQLite's has begun with BEGIN IMMEDIATE already)."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})


@lru_cache(maxsize=64)
def _insert(table: Table, columns: tuple[str, ...], dialect: str) -> str:
    mark = "?" if dialect == "sqlite" else "%s"
    names = ", ".join(f'"{name}"' for name in columns)
    return f'INSERT INTO "{table.name}" ({names}) VALUES ({", ".join([mark] * len(columns))})'


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Adds rows that all have the same columns, whose values the driver takes as they are.

    Goes past SQLAlchemy's compiler, which would look at every value of every row: half the time of ingestion.
    """
    if not rows:
        return
    columns = tuple(rows[0])
    statement = _insert(table, columns, connection.dialect.name)
    connection.exec_driver_sql(statement, [tuple(row[name] for name in columns) for row in rows])


def add_passages(connection: Connection, rows: Sequence[tuple[int, Sequence[str], Sequence[str]]]) -> None:
    """Stores the tokens of passages: (n, lemmas, entity ids)."""
    if not rows:
        return
    values = [(n, _joined(terms), _joined(f"e:{one}" for one in ids)) for n, terms, ids in rows]
    if connection.dialect.name == "sqlite":
        statement = "INSERT INTO passage_terms(rowid, terms, entities) VALUES (?, ?, ?)"
        connection.exec_driver_sql(statement, values)
        return
    statement = (
        "INSERT INTO passage_terms(n, terms, entities, tokens) VALUES (%s, %s, %s,"
        " array_to_tsvector(array_remove(string_to_array(%s, ' '), '')))"
    )
    connection.exec_driver_sql(statement, [(*row, f"{row[1]} {row[2]}") for row in values])


def drop_passages(connection: Connection, numbers: Iterable[int]) -> None:
    """Forgets the tokens of passages."""
    values = [{"n": n} for n in numbers]
    if values:
        name = "rowid" if connection.dialect.name == "sqlite" else "n"
        connection.execute(text(f"DELETE FROM passage_terms WHERE {name} = :n"), values)


def count_passages(connection: Connection, tokens: Sequence[str], most: int) -> int:
    """How many passages hold any of the tokens; counted no further than `most`."""
    if not tokens:
        return 0
    if connection.dialect.name == "sqlite":
        inner = "SELECT 1 FROM passage_terms WHERE passage_terms MATCH :query LIMIT :most"
    else:
        inner = "SELECT 1 FROM passage_terms WHERE tokens @@ CAST(:query AS tsquery) LIMIT :most"
    query = _any_of(connection, tokens)
    statement = text(f"SELECT count(*) FROM ({inner}) AS found")
    return int(connection.execute(statement, {"query": query, "most": most}).scalar_one())


def find_passages(
    connection: Connection,
    tokens: Sequence[str],
    also: Sequence[Sequence[str]],
    limit: int,
    *,
    ranked: bool = True,
) -> list[int]:
    """Finds passages that hold any of the tokens, those that hold many and rare ones first.

    Args:
        connection: a connection.
        tokens: as `token` makes them.
        also: of each of these groups a passage must hold one too.
        limit: at most so many.
        ranked: with False those added last come first, which needs no look at the others.

    Returns:
        Their numbers.
    """
    if not tokens:
        return []
    groups = [_any_of(connection, tokens), *(_any_of(connection, one) for one in also)]
    if connection.dialect.name == "sqlite":
        query = " AND ".join(f"({one})" for one in groups)
        statement = text(
            "SELECT rowid FROM passage_terms WHERE passage_terms MATCH :query ORDER BY "
            + ("bm25(passage_terms), rowid" if ranked else "rowid DESC")
            + " LIMIT :limit"
        )
    else:
        query = " & ".join(f"({one})" for one in groups)
        statement = text(
            "SELECT n FROM passage_terms WHERE tokens @@ CAST(:query AS tsquery) ORDER BY "
            + ("ts_rank(tokens, CAST(:query AS tsquery)) DESC, n" if ranked else "n DESC")
            + " LIMIT :limit"
        )
    return list(connection.scalars(statement, {"query": query, "limit": limit}))


def passage_tokens(connection: Connection, numbers: Sequence[int]) -> dict[int, frozenset[str]]:
    """The tokens of passages with these numbers."""
    name = "rowid" if connection.dialect.name == "sqlite" else "n"
    statement = text(f"SELECT {name}, terms, entities FROM passage_terms WHERE {name} IN :some").bindparams(
        bindparam("some", expanding=True)
    )
    found: dict[int, frozenset[str]] = {}
    for part in chunks(list(numbers)):
        for n, terms, ids in connection.execute(statement, {"some": list(part)}):
            found[n] = frozenset((*terms.split(), *ids.split()))
    return found


def _any_of(connection: Connection, tokens: Iterable[str]) -> str:
    if connection.dialect.name == "sqlite":
        return " OR ".join('"' + one.replace('"', '""') + '"' for one in tokens)
    return " | ".join("'" + one.replace("\\", "").replace("'", "''") + "'" for one in tokens)


@lru_cache(maxsize=100_000)
def token(value: str) -> str:
    """A lemma or id as the full-text table keeps it: lower case, in one piece whatever marks it holds."""
    return _SEPARATORS.sub("_", value.lower())


def _joined(values: Iterable[str]) -> str:
    return " ".join(token(v) for v in values if v)


@contextmanager
def translated(where: str) -> Iterator[None]:
    """Turns what a database driver says about the file or server into one clear line.

    Raises:
        RecordError: the database is locked, read-only, full, damaged, no database, or not reachable.
    """
    try:
        yield
    except DBAPIError as error:
        reason = _reason(str(error.orig))
        if reason is None:
            raise
        raise RecordError(f"{where}: {reason}") from error


def _reason(message: str) -> str | None:
    said = message.lower()
    for part, reason in _REASONS:
        if part in said:
            return reason
    return None


_REASONS = (
    ("not a database", "this file is not a record (not an SQLite database); name another with --record"),
    ("malformed", "the record is damaged (the database is malformed); restore it from a copy"),
    ("vtable constructor", "the record is damaged (its index of words); restore it from a copy"),
    ("readonly", "the record is read-only; make the file and its folder writable, or copy it"),
    ("read-only", "the record is read-only; make the file and its folder writable, or copy it"),
    ("locked", "the record is locked by another program; try again when that is done"),
    ("disk is full", "the disk is full; nothing of this document was stored; make room and run it again"),
    ("disk i/o error", "the disk reports an error; check the disk, then run it again"),
    ("unable to open", "the record cannot be opened; check that the folder exists and may be written to"),
    ("connection refused", "the database server cannot be reached; check that it runs and the URL is right"),
    ("could not translate host", "the database server's name is not known; check the URL"),
    ("authentication failed", "the database server refused the user or password; check the URL"),
    ("does not exist", "the database server knows no such database or user; check the URL"),
)
