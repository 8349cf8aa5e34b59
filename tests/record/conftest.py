"""With ELSHI_TEST_POSTGRES (URL of an empty database) every record in memory is made on that server instead."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import URL, create_engine, text

from elshi.record import opening
from elshi.record import store as store_module

SERVER = os.environ.get("ELSHI_TEST_POSTGRES", "")
_numbers = count()


@pytest.fixture(autouse=True, scope="session")
def on_the_server() -> Iterator[None]:
    """Gives each record in memory a schema of its own on the server; they go when the session ends."""
    if not SERVER:
        yield
        return
    plain = opening.where
    made: list[str] = []
    admin = create_engine(plain(SERVER))

    def where(name: str | Path) -> URL:
        if str(name) != ":memory:":
            return plain(name)
        schema = f"test_{os.getpid()}_{next(_numbers)}"
        with admin.begin() as connection:
            connection.execute(text(f"CREATE SCHEMA {schema}"))
        made.append(schema)
        return plain(SERVER).update_query_dict({"options": f"-csearch_path={schema}"})

    patch = pytest.MonkeyPatch()
    patch.setattr(store_module, "where", where)
    yield
    patch.undo()
    for schema in made:
        with admin.begin() as connection:
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    admin.dispose()
