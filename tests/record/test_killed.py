"""A record survives its process being killed at any moment, and several processes at once."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from pathlib import Path

from elshi.record import Store
from elshi.record.codec import document_key

from .fakes import some_documents
from .worker import COUNT, SEED

TESTS = Path(__file__).parents[1]
KILLS = 25


def start(path: Path, first: int = 0, last: int = COUNT) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "record.worker", str(path), str(first), str(last)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=TESTS)


def different(count: int) -> int:
    """How many different documents are among the first ones."""
    return len({document_key(document, document.text) for document, _ in some_documents(SEED, COUNT)[:count]})


def whole() -> list[dict[str, object]]:
    pairs = some_documents(SEED, COUNT)
    facts = {document.id: found for document, found in pairs}
    with Store(":memory:") as store:
        store.ingest([document for document, _ in pairs], lambda document: facts[document.id])
        return store.dump()


def test_killed_at_random_points_nothing_is_lost_and_nothing_twice(tmp_path: Path) -> None:
    path = tmp_path / "elshi.db"
    random_ = random.Random(20)
    kills, stored = 0, 0
    for attempt in range(400):
        process = start(path)
        assert process.stdout is not None
        # A few documents further than what is known to be stored, then some way into the next transaction:
        # the first line comes after opening, so that early kills hit the making of the tables as well.
        lines = 0 if attempt < 3 else 1 + stored + random_.randrange(1, 9)
        seen = [line for _ in range(lines) if (line := process.stdout.readline())]
        assert "done\n" in seen or len(seen) == lines, "the process ended by itself"
        if "done\n" not in seen:
            spin = random_.randrange(100_000)  # up to some milliseconds: a document takes two or three
            while spin:
                spin -= 1
            process.kill()
            kills += 1
        rest = process.stdout.read()
        process.stdout.close()
        process.wait()
        if "done\n" in seen or "done\n" in rest:
            break
        if lines:
            reported = [line.strip() for line in [*seen, *rest.splitlines(keepends=True)][1:]]
            with sqlite3.connect(path) as connection:
                (count,) = connection.execute("SELECT count(*) FROM documents").fetchone()
                (quick,) = connection.execute("PRAGMA quick_check").fetchone()
            connection.close()
            assert quick == "ok"
            stored = max(stored, len(reported))
            # What was reported is there, and at most one more that was committed but not reported yet.
            assert different(stored) <= count <= different(stored + 1)
    assert kills >= KILLS
    with Store(path) as store:
        assert store.dump() == whole()
        assert not [line for line in store.dump() if line["table"] == "passage_terms"]


def test_two_processes_at_once_give_what_one_gives(tmp_path: Path) -> None:
    path = tmp_path / "elshi.db"
    processes = [start(path), start(path, COUNT // 3), start(path, 0, COUNT // 2)]
    for process in processes:
        out, _ = process.communicate(timeout=300)
        assert process.returncode == 0
        assert out.endswith("done\n")
    with Store(path) as store:
        assert store.dump() == whole()
