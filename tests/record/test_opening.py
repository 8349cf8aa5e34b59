from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from elshi.errors import RecordError
from elshi.model import Document
from elshi.record import Store
from elshi.record.opening import upgrade, where
from elshi.record.tables import HEAD, metadata

DOCUMENT = Document("a", "One text.")


def schema(path: Path) -> list[tuple[str, str]]:
    with sqlite3.connect(path) as connection:
        found = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"
        ).fetchall()
    connection.close()
    return [(name, " ".join(sql.split())) for name, sql in found]


def test_a_new_record_is_made_where_there_is_none(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    with pytest.raises(RecordError, match="there is no record here"):
        Store(path, create=False)
    assert not path.exists()
    with Store(str(path)) as store:
        assert store.stats()["documents"] == 0
    with Store(path, create=False) as store:
        assert store.documents() == []
    path.unlink()
    path.touch()  # an empty file is an empty database
    with Store(path) as store:
        assert store.documents() == []


def test_settings_of_a_record(tmp_path: Path) -> None:
    path = tmp_path / "elshi.db"
    Store(path).close()
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA application_id").fetchone() == (0x454C5348,)
    connection.close()


def test_migrations_make_the_same_tables_as_a_new_record(tmp_path: Path) -> None:
    Store(tmp_path / "new.db").close()
    engine = create_engine(where(tmp_path / "migrated.db"))
    with engine.begin() as connection:
        upgrade(connection, name="migrated.db", revision="")
        found = compare_metadata(MigrationContext.configure(connection), metadata)
        # The tables of the full-text index are the only ones that SQLAlchemy does not know.
        assert {(one[0], one[1].name.partition("_terms")[0]) for one in found} == {
            ("remove_table", "passage")
        }
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == HEAD
    engine.dispose()
    new, migrated = dict(schema(tmp_path / "new.db")), dict(schema(tmp_path / "migrated.db"))
    assert set(new) == set(migrated)
    with Store(tmp_path / "migrated.db") as store:
        assert store.ingest([DOCUMENT], lambda document: []).new == 1
        assert len(store.search(["text"])) == 1


def test_a_newer_record_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "elshi.db"
    Store(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with pytest.raises(RecordError, match=r"newer version of Elshi \(revision 9999") as caught:
        Store(path)
    assert "\n" not in str(caught.value)


def test_what_is_no_record_is_refused_and_left_alone(tmp_path: Path) -> None:
    plain = tmp_path / "plain.txt"
    plain.write_text(
        "This is not a database but an ordinary text that is long enough to be sure of it.\n" * 20
    )
    before = plain.read_bytes()
    with pytest.raises(RecordError, match="not a record") as caught:
        Store(plain)
    assert "\n" not in str(caught.value)
    assert plain.read_bytes() == before

    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    with pytest.raises(RecordError, match="belongs to another program"):
        Store(other)

    with pytest.raises(RecordError, match="this is a folder"):
        Store(tmp_path)
    with pytest.raises(RecordError, match="does not exist; make it first"):
        Store(tmp_path / "nowhere" / "elshi.db")
    with pytest.raises(RecordError, match="no such kind of record"):
        Store("mysql://host/base")


def test_a_damaged_record_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "elshi.db"
    with Store(path) as store:
        store.ingest([Document(str(n), f"Text {n} " * 300) for n in range(40)], lambda document: [])
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(RecordError, match="damaged") as caught, Store(path) as store:
        store.dump()
    assert "\n" not in str(caught.value)


def test_a_read_only_record_can_be_read_but_not_added_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "elshi.db"
    with Store(path) as store:
        store.ingest([DOCUMENT], lambda document: [])
    # The administrator may write to any file, so the test says what the system would tell others.
    monkeypatch.setattr(os, "access", lambda *_: False)
    before = path.read_bytes()
    with Store(path) as store:
        assert len(store.documents()) == 1
        assert store.ingest([DOCUMENT], lambda document: []).known == 1
        with pytest.raises(RecordError, match="is read-only") as caught:
            store.ingest([Document("b", "Another.")], lambda document: [])
    assert "\n" not in str(caught.value)
    assert path.read_bytes() == before
    assert sorted(tmp_path.iterdir()) == [path]


def test_a_locked_record_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "elshi.db"
    monkeypatch.setattr("elshi.record.opening.BUSY_SECONDS", 0)
    with Store(path) as store:
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(RecordError, match="locked by another program"):
            store.ingest([DOCUMENT], lambda document: [])
        holder.execute("ROLLBACK")
        holder.close()
        assert store.ingest([DOCUMENT], lambda document: []).new == 1


def test_naming_the_record_loads_no_database() -> None:
    code = "import sys, elshi.record, elshi.record.model; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_password_never_shows() -> None:
    with pytest.raises(RecordError) as caught:
        Store("postgresql://reader:secret@localhost:1/base")
    assert "secret" not in str(caught.value)
