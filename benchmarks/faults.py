"""What becomes of a record when things break: the long form of tests/record/test_faults.py and test_killed.py.

Kills the ingesting process at random moments, on SQLite and (with `--postgres URL` of an empty database) on
PostgreSQL; fills the disk; damages random pages; sets the clock forth and back; reads during a long write. After each
the record must hold what it reported, nothing twice, and in the end what an undisturbed run gives.

usage: python benchmarks/faults.py [--kills 200] [--pages 200] [--postgres URL]
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from tests.record.fakes import some_documents  # noqa: E402
from tests.record.worker import COUNT, SEED  # noqa: E402

from elshi.errors import RecordError  # noqa: E402
from elshi.model import Document, Fact  # noqa: E402
from elshi.record import Store  # noqa: E402

PAGE = 4096


def material(count: int = COUNT) -> tuple[list[Document], Callable[[Document], list[Fact]]]:
    """Documents, and what is extracted from each."""
    pairs = some_documents(SEED, count)
    facts = {document.id: found for document, found in pairs}
    return [document for document, _ in pairs], lambda document: facts[document.id]


def undisturbed(count: int = COUNT) -> list[dict[str, object]]:
    """What the record should hold."""
    documents, extract = material(count)
    with Store(":memory:") as store:
        store.ingest(documents, extract)
        return store.dump()


def killed(fresh: Callable[[int], str], kills: int, seed: int = 1) -> tuple[int, int]:
    """Kills the ingesting process some documents further each time, so that every kill hits new documents.

    A record that has come to its end is compared, and the next one begun, until there were enough kills.

    Args:
        fresh: where the record of this number is to be.
        kills: how many.
        seed: of the moments.

    Returns:
        How many kills, and how many records they were spread over.

    Raises:
        AssertionError: something is lost, or there twice.
    """
    random_ = random.Random(seed)
    right = undisturbed()
    done = records = 0
    while done < kills:
        where, stored = fresh(records), 0
        records += 1
        while True:
            command = [sys.executable, "-m", "record.worker", where, "0", str(COUNT)]
            process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT / "tests")
            assert process.stdout is not None
            # The first line says that the record is open; those of known documents come at once.
            lines = 1 + stored + random_.randrange(1, 9)
            seen = [line for _ in range(lines) if (line := process.stdout.readline())]
            if "done\n" not in seen:
                spin = random_.randrange(100_000)  # some milliseconds: a document takes two or three
                while spin:
                    spin -= 1
                process.kill()
            seen += process.stdout.read().splitlines(keepends=True)
            process.stdout.close()
            process.wait()
            if "done\n" in seen:
                break
            assert process.returncode < 0, "the process ended by itself"
            done += 1
            stored = max(stored, len(seen) - 1)
        with Store(where) as store:
            assert store.dump() == right, "the record is not what an undisturbed run gives"
    return done, records


def schemas(url: str) -> Callable[[int], str]:
    """Gives each record a schema of its own in a PostgreSQL database."""
    from sqlalchemy import create_engine, make_url, text

    def fresh(number: int) -> str:
        plain = make_url(url).set(drivername="postgresql+psycopg")
        engine = create_engine(plain)
        with engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA IF EXISTS faults{number} CASCADE"))
            connection.execute(text(f"CREATE SCHEMA faults{number}"))
        engine.dispose()
        own = plain.update_query_dict({"options": f"-csearch_path=faults{number}"})
        return own.render_as_string(hide_password=False)

    return fresh


def disk_full(folder: Path) -> tuple[int, str]:
    """Adds documents to a record in a folder with little room until there is none.

    Returns:
        How many documents are there afterwards, and what was said.

    Raises:
        AssertionError: what was reported is not there, or the record is damaged.
    """
    documents, extract = material()
    long = [Document(d.id, d.text + " Long text." * 3000, source=d.source) for d in documents]
    added, said = 0, ""
    with Store(folder / "elshi.db") as store:
        for document in long:
            try:
                added += store.ingest([document], lambda _: []).new
            except RecordError as error:
                said = str(error)
                break
    del extract
    with Store(folder / "elshi.db") as store:
        assert len(store.documents()) == added, "what was reported is not what is there"
        assert len(store.dump()) > added
    return added, said


def damaged(folder: Path, pages: int, seed: int = 1) -> Counter[str]:
    """Overwrites one random page at a time in a copy of a record, and reads everything.

    Returns:
        How often it was refused in one line (`said`), and how often the page made no difference (`unused`).

    Raises:
        AssertionError: a damaged record gave something else without a word.
    """
    documents, extract = material(40)
    path = folder / "whole.db"
    with Store(path) as store:
        store.ingest(documents, extract)
        whole = store.dump()
    content = path.read_bytes()
    assert not Path(f"{path}-wal").exists()
    random_ = random.Random(seed)
    outcomes: Counter[str] = Counter()
    for number in range(pages):
        at = random_.randrange(len(content) // PAGE) * PAGE
        copy = folder / f"damaged{number}.db"
        copy.write_bytes(content[:at] + random_.randbytes(PAGE) + content[at + PAGE :])
        try:
            with Store(copy) as store:
                found = store.dump()
        except RecordError as error:
            outcomes["several lines" if "\n" in str(error) else "said"] += 1
        else:
            outcomes["unused" if found == whole else "silent"] += 1
        for one in folder.glob(f"{copy.name}*"):
            one.unlink()
    return outcomes


def clock_jumps() -> None:
    """Adds documents while the clock goes to 1970, 2099 and back; only the times of adding may tell.

    Raises:
        AssertionError: the record depends on the clock.
    """
    documents, extract = material()
    random_ = random.Random(3)
    times = ["1970-01-01T00:00:00Z", "2099-12-31T23:59:59Z", "2026-01-01T00:00:00Z", "2025-12-31T23:00:00Z"]
    with Store(":memory:", now=lambda: random_.choice(times)) as store:
        store.ingest(documents, extract)
        assert store.dump() == undisturbed()


def reader_during_write(folder: Path) -> int:
    """Reads all the while documents are added; what a reader saw once it sees ever after.

    Returns:
        How often it read meanwhile.

    Raises:
        AssertionError: a document was seen and then not, or one without its facts.
    """
    documents, extract = material()
    path = folder / "elshi.db"
    Store(path).close()
    wrong: list[str] = []
    reads = 0
    done = threading.Event()

    def read() -> None:
        nonlocal reads
        before: set[str] = set()
        with Store(path) as store:
            while not done.is_set():
                lines = store.dump()
                seen = {str(one["key"]) for one in lines if one["table"] == "documents"}
                if not before <= seen:
                    wrong.append("a document was there and is gone")
                if {str(one["key"]) for one in lines if one["table"] == "facts"} - seen:
                    wrong.append("a fact without its document")
                before = seen
                reads += 1

    thread = threading.Thread(target=read)
    thread.start()
    try:
        with Store(path) as store:
            store.ingest(documents, extract)
    finally:
        done.set()
        thread.join()
    assert not wrong, wrong[0]
    with Store(path) as store:
        assert store.dump() == undisturbed()
    return reads


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--postgres", metavar="URL", help="an empty database")
    given = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print("damaged pages:", dict(damaged(folder, given.pages)), flush=True)
        clock_jumps()
        print("clock jumps: no difference", flush=True)
        (folder / "reader").mkdir()
        print("reads during a write:", reader_during_write(folder / "reader"), flush=True)
        print(
            "kills and records, SQLite:",
            killed(lambda number: str(folder / f"killed{number}.db"), given.kills),
            flush=True,
        )
        if given.postgres:
            print("kills and records, PostgreSQL:", killed(schemas(given.postgres), given.kills), flush=True)
    print(f"{time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
