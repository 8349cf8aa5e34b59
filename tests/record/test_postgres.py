"""The same record on PostgreSQL; runs when ELSHI_TEST_POSTGRES gives the URL of an empty database."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from multiprocessing import get_context

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text

from elshi.record import Decision, IndexedPassage, Store
from elshi.record.opening import upgrade, where
from elshi.record.tables import metadata

from .fakes import some_documents

URL = os.environ.get("ELSHI_TEST_POSTGRES", "")

pytestmark = pytest.mark.skipif(not URL, reason="set ELSHI_TEST_POSTGRES to the URL of an empty database")


@pytest.fixture
def empty() -> Iterator[str]:
    engine = create_engine(where(URL))
    assert inspect(engine).get_table_names() == [], "the database is not empty: give another one"
    yield URL
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE passage_terms, alembic_version"))
        metadata.drop_all(connection)
    engine.dispose()


def test_postgresql_holds_what_sqlite_holds(empty: str) -> None:
    pairs = some_documents(11, 40, facts=6)
    facts = {document.id: found for document, found in pairs}
    mixed = list(pairs)
    random.Random(5).shuffle(mixed)
    with Store(":memory:") as one, Store(empty) as other:
        for store, some in ((one, pairs), (other, mixed)):
            store.ingest([document for document, _ in some], lambda document: facts[document.id])
            store.ingest(
                [document for document, _ in some], lambda document: facts[document.id][1:], refresh=True
            )
            fact = store.facts()[0]
            store.decide(
                Decision(
                    "reject", "A", "2024", None, fact.document.key, fact.id, fact.fact.type, fact.fact.quote
                )
            )
        assert one.dump() == other.dump()
        assert [event.id for event in one.events(sides=["KAZ", "FRA"], since="2011")] == [
            event.id for event in other.events(sides=["KAZ", "FRA"], since="2011")
        ]
        assert one.stats() == other.stats()
        assert one.entities() == other.entities()
        found = {(hit.document, hit.start) for hit in one.search(["wheat"], limit=1000)}
        assert found
        assert found == {(hit.document, hit.start) for hit in other.search(["wheat"], limit=1000)}
    with Store(empty) as again:
        assert again.dump()


def test_migrations_make_a_record(empty: str) -> None:
    engine = create_engine(where(empty))
    with engine.begin() as connection:
        upgrade(connection, name="base", revision="")
        found = compare_metadata(MigrationContext.configure(connection), metadata)
        assert {one[1].name.removeprefix("ix_") for one in found} == {"passage_terms"}
    engine.dispose()
    with Store(empty, create=False) as store:
        assert store.documents() == []


def test_marks_in_a_query_do_no_harm(empty: str) -> None:
    pairs = some_documents(11, 3)
    with Store(empty) as store:
        store.ingest(
            [document for document, _ in pairs],
            lambda document: [],
            index=lambda d: [IndexedPassage(0, 5, d.text[:5], "en", ("o'neill", "a\\b"), ("person:a b",))],
        )
        assert len(store.search(["o'neill"])) == 3
        assert len(store.search([], ["person:a b"])) == 3
        assert store.search(["'", "\\", ":*", "!a & b"]) == []


def test_several_processes_ingest_at_once(empty: str) -> None:
    with Store(empty) as store:
        assert store.documents() == []
    context = get_context("spawn")
    workers = [context.Process(target=_ingest, args=(empty, seed)) for seed in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    pairs = some_documents(11, 12)
    facts = {document.id: found for document, found in pairs}
    with Store(":memory:") as alone, Store(empty) as store:
        alone.ingest([document for document, _ in pairs], lambda document: facts[document.id])
        assert store.dump() == alone.dump()


def _ingest(url: str, seed: int) -> None:
    pairs = some_documents(11, 12)
    facts = {document.id: found for document, found in pairs}
    random.Random(seed).shuffle(pairs)
    with Store(url) as store:
        store.ingest([document for document, _ in pairs], lambda document: facts[document.id])
