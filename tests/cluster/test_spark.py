"""The job on Spark gives what one machine gives: the same facts, events, failures and record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from reading_samples import packed, page, record
from tests.record.fakes import some_documents

from elshi import Record
from elshi.cli import main
from elshi.model import Document, Failure
from elshi.reading import read_all
from elshi.record.codec import fact_ids, to_payload
from elshi.record.comparing import Features, features
from elshi.record.grouping import group

pa = pytest.importorskip("pyarrow", reason="Arrow is the extra `parquet`, which is not installed")
pq = pytest.importorskip("pyarrow.parquet")

EXAMPLES = Path(__file__).parents[2] / "examples" / "documents"


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """JSON lines with bad ones and a copy among them, a web archive, a table, and what has no reader."""
    folder = tmp_path_factory.mktemp("archive")
    documents = [one for one in read_all([str(EXAMPLES)]) if isinstance(one, Document)][:14]
    lines = [
        json.dumps(
            {"id": one.id, "text": one.text, "source": "Example", "published": one.published},
            ensure_ascii=False,
        )
        for one in documents
    ]
    # The same article again, dated: the record keeps the dated one.
    again = json.loads(lines[0]) | {"id": "again", "published": "2019-05-05"}
    lines[4:4] = ["{broken", '{"id": "no text"}', "", json.dumps(again)]
    (folder / "a.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    visit = "The President of Kazakhstan arrived in Paris on a state visit on 12 May 2011. " * 2
    (folder / "b.warc.gz").write_bytes(
        packed(
            record("https://example.org/1", page("Visit", visit, visit)),
            record("https://example.org/2", b"", content_type="text/html"),
            record(
                "https://example.org/3", "Елдер 2011 жылғы 12 мамырда келісімге қол қойды.".encode(),
                content_type="text/plain; charset=utf-8",
            ),
        )
    )  # fmt: skip
    (folder / "c.odt").write_bytes(b"x")
    tables = folder / "tables"
    tables.mkdir()
    text = "Kazakhstan and Türkiye signed an agreement on trade in Ankara on 10 May 2022."
    rows = [
        {"id": "t1", "text": text, "published": "2022-05-11"},
        {"id": "t2", "text": None, "published": None},
    ]
    pq.write_table(pa.Table.from_pylist(rows), tables / "d.parquet")
    return [folder / "a.jsonl", folder / "b.warc.gz", folder / "c.odt", tables / "d.parquet"]


@pytest.fixture(scope="session")
def result(spark: Any, archive: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    from elshi.cluster.job import run

    output = tmp_path_factory.mktemp("result") / "out"
    # Small pieces and parts, so that lines, files and parts are cut here as they are in an archive.
    said = run(spark, [str(p) for p in archive], str(output), part_bytes=20_000, range_bytes=3000, crowded=3)
    assert said["parts"] == said["read_now"] == 3
    return output


def rows(folder: Path) -> list[dict[str, Any]]:
    return pq.read_table(folder).to_pylist()  # type: ignore[no-any-return]


def from_table(path: Path) -> list[Document | Failure]:
    from elshi.cluster.reading import row_document

    return [row_document(row, str(path)) for row in pq.read_table(path).to_pylist()]


def test_the_record_is_the_same(archive: list[Path], result: Path) -> None:
    with Record(":memory:") as here, Record(":memory:") as there:
        here.ingest([str(p) for p in archive[:2]])
        here.ingest(from_table(archive[3]))
        report = there.load(str(result))
        assert (report.failed, report.known) == (0, 0)
        assert report.new == len(here.store.documents()) == 17
        assert there.store.dump() == here.store.dump()
        assert there.load(str(result)).known == report.new


def test_facts_and_events_are_those_of_the_record(archive: list[Path], result: Path) -> None:
    with Record(":memory:") as here:
        here.ingest([str(p) for p in archive[:2]])
        here.ingest(from_table(archive[3]))
        facts = {one.id: to_payload(one.fact) for one in here.store.facts()}
        events = {one.id: one for one in here.store.events()}
    found = rows(result / "facts")
    assert len(found) > 50
    assert {row["id"]: row["payload"] for row in found} == facts
    texts = {row["key"]: row["text"] for row in rows(result / "documents")}
    assert all(texts[row["document"]][row["start"] : row["end"]] == row["quote"] for row in found)
    table = {row["id"]: row for row in rows(result / "events")}
    assert table.keys() == events.keys()
    for name, row in table.items():
        event = events[name]
        assert row["facts"] == [one.id for one in event.facts]
        assert (row["type"], row["date"], row["title"]) == (event.type, event.date, event.title)
        assert json.loads(row["roles"]) == {r: [f.to_json() for f in fs] for r, fs in event.roles.items()}
    assert {p.name for p in (result / "events").glob("year=*")} >= {"year=2022", "year=2011"}


def test_what_failed_is_said_with_its_reason(archive: list[Path], result: Path) -> None:
    reasons = [row["reason"] for row in rows(result / "failures")]
    assert len(reasons) == 5, reasons
    for part in (
        "is no JSON",
        "no `text`",
        "is empty",
        ".odt, which has no reader",
        "row t2 has null as `text`",
    ):
        assert any(part in reason for reason in reasons), (part, reasons)


def test_a_second_run_does_what_is_missing(
    spark: Any,
    archive: list[Path],
    result: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from elshi.cluster.job import RESULT, run

    again = {"part_bytes": 20_000, "range_bytes": 3000, "crowded": 3}
    inputs = [str(p) for p in archive]
    before = {str(p): p.stat().st_mtime_ns for p in result.rglob("*.parquet")}
    assert run(spark, inputs, str(result), **again)["read_now"] == 0
    assert {str(p): p.stat().st_mtime_ns for p in result.rglob("*.parquet")} == before
    # Killed within a part and before the tables were whole: that part and the tables are made again.
    tables = {
        name: sorted(map(str, rows(result / name))) for name in ("documents", "facts", "events", "failures")
    }
    lost = next((result / "_parts").iterdir())
    (lost / "_SUCCESS").unlink()
    (result / RESULT).unlink()
    load = ["--record", str(tmp_path / "r.db"), "ingest", "--format", "json", "--parquet", str(result)]
    with pytest.raises(SystemExit, match="1"):
        main(load)
    assert "no finished result" in capsys.readouterr().err
    assert run(spark, inputs, str(result), **again)["read_now"] == 1
    after = {str(p): p.stat().st_mtime_ns for p in result.rglob("*.parquet")}
    kept = [p for p in before if "_parts" in p and lost.name not in p]
    assert kept
    assert all(after[p] == before[p] for p in kept)
    assert {name: sorted(map(str, rows(result / name))) for name in tables} == tables
    with pytest.raises(SystemExit, match="0"):
        main(load)
    assert json.loads(capsys.readouterr().out)["documents"] == {"new": 17, "known": 0, "failed": 0}


def test_files_can_come_through_spark(spark: Any, archive: list[Path], tmp_path: Path) -> None:
    from elshi.cluster.job import run

    said = run(spark, [str(archive[1])], str(tmp_path / "out"), through_spark=True)
    assert (said["documents"], said["failures"]) == (2, 1)


@pytest.mark.parametrize("crowded", [2, 2000])
def test_events_are_those_of_one_machine_however_the_work_is_cut(spark: Any, crowded: int) -> None:
    from elshi.cluster.grouping import events_of
    from elshi.cluster.rows import packed as pack

    given: list[Features] = []
    table = []
    for document, facts in some_documents(seed=7, count=150):
        for name, fact in fact_ids(document.id, facts).items():
            given.append(features(name, document.id, document.published, fact))
            table.append((document.id, pack(name, document.id, document.published, to_payload(fact))))
    here = {frozenset(one.id for one in event) for event in group(given)}
    events: dict[str, set[str]] = {}
    for row in events_of(spark.createDataFrame(table, "document string, packed string"), crowded).collect():
        events.setdefault(row["event"], set()).add(row["fact"])
    assert {frozenset(one) for one in events.values()} == here
    assert max(map(len, here)) > 3


def test_every_column_is_described() -> None:
    from elshi.cluster.rows import SCHEMAS

    text = (EXAMPLES.parents[1] / "docs" / "spark.md").read_text(encoding="utf-8")
    for table, schema in SCHEMAS.items():
        said = (
            text[text.index(f"`{table}/`") :] if table == "failures" else text[text.index(f"**{table}**") :]
        )
        said = said.split("\n\n")[0]
        assert [name for name in schema.names if f"`{name}`" not in said] == [], table
