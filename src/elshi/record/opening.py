"""Opening a record: the engine, its settings, and bringing an older record up to date."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import StaticPool

from elshi.errors import RecordError
from elshi.record.dialect import FULL_TEXT, lock_for_writing, translated
from elshi.record.tables import HEAD, metadata

__all__ = ["open_engine", "upgrade", "where"]

#: How long a writer waits for another one, in seconds: a document is written in milliseconds, so this is
#: only reached when another program holds the record.
BUSY_SECONDS = 60

#: `PRAGMA application_id` of a record ("ELSH"), so that `file` and we can tell it from other databases.
_APPLICATION = 0x454C5348


def where(url_or_path: str | Path) -> URL:
    """The database URL that a path or URL stands for.

    Raises:
        RecordError: a URL that is not one, or of a database that is neither SQLite nor PostgreSQL.
    """
    given = str(url_or_path)
    if given == ":memory:":
        return make_url("sqlite://")
    if "://" not in given:
        return URL.create("sqlite", database=given)
    try:
        url = make_url(given)
    except ArgumentError as error:
        raise RecordError(
            "the record's URL cannot be read; write it as postgresql://user@host/database"
        ) from error
    if url.get_backend_name() not in FULL_TEXT:
        raise RecordError(
            f"{url.get_backend_name()}: no such kind of record; give a file name or a postgresql:// URL"
        )
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    return url


def open_engine(url: URL, *, create: bool) -> Engine:
    """Connects, and creates or migrates the tables where needed.

    Raises:
        RecordError: no record there (and `create` is false), not a record, of a newer version, or not
            reachable.
    """
    name = url.render_as_string(hide_password=True) if url.host else (url.database or ":memory:")
    if url.get_backend_name() == "sqlite":
        engine = _sqlite(url, create=create, name=name)
    else:
        try:
            engine = create_engine(url)
        except (ModuleNotFoundError, NoSuchModuleError) as error:
            raise RecordError(
                "PostgreSQL needs the driver psycopg; install it with: pip install 'elshi[postgres]'"
            ) from error
    try:
        with translated(name):
            _prepare(engine, name=name, create=create)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _sqlite(url: URL, *, create: bool, name: str) -> Engine:
    options: dict[str, Any] = {}
    read_only = False
    if url.database in (None, "", ":memory:"):
        options["poolclass"] = StaticPool
        options["connect_args"] = {"check_same_thread": False}
    else:
        path = Path(url.database)
        if path.is_dir():
            raise RecordError(f"{name}: this is a folder; give the name of a file for the record")
        if not path.exists() and not create:
            raise RecordError(f"{name}: there is no record here; make one with: elshi ingest")
        if not path.parent.is_dir():
            raise RecordError(f"{name}: the folder {path.parent} does not exist; make it first")
        read_only = path.exists() and not os.access(path, os.W_OK)
        if read_only:
            # Without a writable folder SQLite cannot keep its index of the log beside the file; when no
            # log lies there the file alone is whole.
            alone = not os.access(path.parent, os.W_OK) and not Path(f"{path}-wal").exists()
            quoted = str(path.resolve()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
            query = {"mode": "ro", "uri": "true"} | ({"immutable": "1"} if alone else {})
            url = URL.create("sqlite", database=f"file:{quoted}", query=query)
        options["connect_args"] = {"timeout": BUSY_SECONDS}
    engine = create_engine(url, **options)

    @event.listens_for(engine, "connect")
    def settings(connection: Any, _record: Any) -> None:
        # Transactions begin where we say (below), not where the driver thinks fit.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        cursor.execute("PRAGMA foreign_keys = ON")
        if not read_only:
            cursor.execute("PRAGMA journal_mode = WAL")
            # In WAL mode NORMAL loses nothing when a process dies, and never damages the file.
            cursor.execute("PRAGMA synchronous = NORMAL")
            # The log goes into the file every 64 MB: more often costs a third of the time of adding documents.
            cursor.execute("PRAGMA wal_autocheckpoint = 16000")
        cursor.execute("PRAGMA cache_size = -64000")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("writing", False)
        # A reader that turns writer half way can fail at once with "locked": writers say so first.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _prepare(engine: Engine, *, name: str, create: bool) -> None:
    with engine.connect() as connection:
        revision = _revision(connection, name)
    if revision == HEAD:
        return
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        lock_for_writing(connection)
        revision = _revision(connection, name)  # another process may have been faster
        if revision is None:
            if not create:
                raise RecordError(f"{name}: there is no record here; make one with: elshi ingest")
            _create(connection)
        elif revision != HEAD:
            upgrade(connection, name=name, revision=revision)


def _revision(connection: Connection, name: str) -> str | None:
    """Revision of the record, None for an empty database.

    Raises:
        RecordError: the database belongs to another program.
    """
    tables = set(inspect(connection).get_table_names())
    if "alembic_version" in tables and "decisions" in tables:
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return None if found is None else str(found)
    if tables & (set(metadata.tables) | {"alembic_version"}) or (
        tables and connection.dialect.name == "sqlite"
    ):
        raise RecordError(f"{name}: this database belongs to another program; name another with --record")
    return None


def _create(connection: Connection) -> None:
    """Makes a new record at the newest revision (the same as running every migration; tested)."""
    metadata.create_all(connection)
    for statement in FULL_TEXT[connection.dialect.name]:
        connection.execute(text(statement))
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version (version_num) VALUES (:head)"), {"head": HEAD})
    if connection.dialect.name == "sqlite":
        connection.execute(text(f"PRAGMA application_id = {_APPLICATION}"))


def upgrade(connection: Connection, *, name: str, revision: str, target: str = "head") -> None:
    """Runs the migrations from a revision on, inside the connection's transaction.

    Raises:
        RecordError: a revision that this version does not know: the record was written by a newer one.
    """
    # Imported here: alembic takes longer to load than a query takes to run.
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    script = ScriptDirectory.from_config(config)
    known = {one.revision for one in script.walk_revisions()}
    if revision and revision not in known:
        raise RecordError(
            f"{name}: the record was written by a newer version of Elshi (revision {revision}; "
            f"this one knows up to {HEAD}); update Elshi"
        )

    def steps(current: Any, _context: Any) -> Any:
        return script._upgrade_revs(target, current)

    with EnvironmentContext(config, script, fn=steps) as environment:
        environment.configure(connection=connection, target_metadata=metadata, transactional_ddl=False)
        environment.run_migrations()
