"""The run as a whole: filters, decisions, the same bytes, all files or none, no record held in memory."""

from __future__ import annotations

import csv
import gc
import io
import json
import os
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from datetime import date as day
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from elshi.errors import ExportError
from elshi.exports import FORMATS, Selection
from elshi.exports.selection import selected
from elshi.model import Document
from elshi.views.timeline import timeline_items
from exports.conftest import KAZ, TUR, Given, decide, documents, fact

ROOT = Path(__file__).parents[2]


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_the_same_record_gives_the_same_bytes(given: Given, make: Callable[..., Given]) -> None:
    given.export(*FORMATS, into="one")
    other = make(list(reversed(documents())))
    other.export(*reversed(FORMATS), into="two")
    one, two = _files(given.folder / "one"), _files(other.folder / "two")
    assert set(one) == set(two) == {name for f in FORMATS.values() for name in f.files}
    assert [name for name in one if one[name] != two[name]] == []


@pytest.mark.parametrize(
    "selection",
    [
        {}, {"sides": ("KAZ", "FRA")}, {"sides": ("NATO",)}, {"types": ("visit",)},
        {"since": "2011", "until": "2011-12"}, {"since": "2020"}, {"until": "2008-06-11"},
        {"types": ("trade_turnover",), "sides": ("FRA",)},
    ],
)  # fmt: skip
def test_filters_mean_what_the_timeline_means(given: Given, selection: dict[str, Any]) -> None:
    expected = timeline_items(given.store, figures=True, **selection)
    found = list(selected(given.store, Selection(**selection)))
    assert found
    assert {i.id for i in found} == {i.id for i in expected}
    assert {i.id: len(i.facts) for i in found} == {i.id: len(i.facts) for i in expected}


def test_events_come_by_their_first_day_and_undated_ones_last(given: Given) -> None:
    dates = [i.event.date for i in selected(given.store, Selection())]
    known = [d for d in dates if d]
    assert dates == known + [None] * (len(dates) - len(known))
    assert known == sorted(known, key=lambda d: d[:4])


def test_a_status_can_be_asked_for(given: Given) -> None:
    assert {i.status for i in selected(given.store, Selection(statuses=("planned",)))} == {"planned"}


def test_merged_events_are_one(given: Given) -> None:
    one, two = (
        next(f for f in given.store.facts() if f.fact.quote.startswith(begin))
        for begin in ("Учения", "Построят")
    )
    from elshi.record.decisions import Decision

    anchors = [
        {"document": f.document.key, "fact": f.id, "type": f.fact.type, "quote": f.fact.quote}
        for f in (one, two)
    ]
    given.store.decide(Decision("merge", "A", "2026-01-01T00:00:00Z", payload={"facts": anchors}))
    assert {e.id for e in given.store.each_event()} == {e.id for e in given.store.events()}
    merged = list(selected(given.store, Selection(types=("cooperation",))))
    assert [len(i.facts) for i in merged] == [2]


def test_what_was_rejected_stands_in_no_file(given: Given) -> None:
    decide(given, "reject", "Стороны подписали договор.")
    given.export(*(name for name in FORMATS if name not in ("xlsx", "parquet", "jsonld", "ftm")))
    for name, content in _files(given.folder / "out").items():
        assert "Стороны подписали договор." not in content.decode(), name


@pytest.mark.parametrize("wrong", [{"types": ("vist",)}, {"statuses": ("done",)}, {"since": "yesterday"}])
def test_a_word_that_is_not_known_is_named(given: Given, wrong: dict[str, Any]) -> None:
    with pytest.raises(ExportError, match=r"vist|done|yesterday"):
        given.export("csv", **wrong)
    assert not (given.folder / "out").exists()


def test_a_run_that_fails_leaves_what_was_there(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    given.export(*FORMATS)
    before = _files(given.folder / "out")
    from elshi.exports import jsonld

    def broken(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(jsonld.JsonLd, "add", broken)
    with pytest.raises(ExportError, match="No space left on device; choose another folder"):
        given.export(*FORMATS)
    assert _files(given.folder / "out") == before


def test_a_folder_that_cannot_be_made_is_one_line(given: Given) -> None:
    (given.folder / "file").write_text("x")
    with pytest.raises(ExportError, match="choose another folder"):
        given.export("csv", into="file/in")


def test_a_package_that_is_not_installed_is_named(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(ExportError, match=r"elshi\[xlsx\]"):
        given.export("xlsx")
    assert list((given.folder / "out").iterdir()) == []


def test_memory_does_not_grow_with_the_number_of_facts(make: Callable[..., Given]) -> None:
    def record(count: int) -> Given:
        found = []
        for d in range(count // 50):
            text, facts = "", []
            for n in range(d * 50, d * 50 + 50):
                quote = f"Встреча номер {n} " + "ы" * 2000
                date = (day(1950, 1, 1) + timedelta(days=20 * n)).isoformat()
                at = {"start": len(text), "end": len(text) + len(quote), "date": date, "title": f"тема {n}"}
                facts.append(fact(f"d{d}", "meeting", {"participant": [KAZ, TUR]}, quote, **at))
                text += quote + "\n"
            found.append((Document(f"d{d}", text, f"t{d}", None, f"s{d}", "2011-01-01", "ru"), facts))
        return make(found)

    def peak(given: Given) -> int:
        streaming = [n for n in FORMATS if n not in ("xlsx", "parquet")]
        given.export(*streaming, into="warm")
        gc.collect()
        tracemalloc.start()
        given.export(*streaming)
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top

    small, large = peak(record(250)), peak(record(1000))
    # 750 more facts of 4 KB each are 3 MB of text alone; what is kept of each is a few ids.
    assert large - small < 1_500_000, (small, large)


def test_every_format_is_documented_and_on_the_command_line() -> None:
    from elshi.cli.export import _NAMES

    assert tuple(FORMATS) == _NAMES
    page = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
    for one in FORMATS.values():
        assert f"`{one.name}`" in page
        assert all(f"`{name}`" in page for name in one.files)


def _elshi(*args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    code = "from elshi.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *args], cwd=cwd, capture_output=True, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"}, check=False,
    )  # fmt: skip


def test_the_command_writes_files_and_says_what_was_left_out(given: Given) -> None:
    done = _elshi(
        "--record", "record.db", "export", "csv", "plover", "-o", "x", "--side", "Қазақстан", cwd=given.folder
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == os.path.join("x", "events.csv")
    assert "plover: 1 left out: PLOVER and CAMEO code events, not figures" in done.stderr
    rows = list(csv.DictReader(io.StringIO(given.read("events.csv", into="x"), newline="")))
    assert rows
    assert all("KAZ" in row["sides"] for row in rows)


def test_one_format_goes_to_standard_output(given: Given) -> None:
    done = _elshi("--record", "record.db", "export", "plover", "-o", "-", cwd=given.folder)
    assert done.returncode == 0
    assert len([json.loads(line) for line in done.stdout.splitlines()]) == 10
    two = _elshi("--record", "record.db", "export", "csv", "-o", "-", cwd=given.folder)
    assert two.returncode == 2
    assert "Traceback" not in two.stderr


def test_all_means_all_that_is_installed(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    from elshi.cli import cli
    from elshi.exports import base

    monkeypatch.setattr(base, "find_spec", lambda name: None if name == "pyarrow" else object())
    done = CliRunner().invoke(
        cli, ["--record", str(given.folder / "record.db"), "export", "all", "-o", str(given.folder / "all")]
    )
    assert done.exit_code == 0, done.output
    assert "parquet: not written" in done.output
    names = {path.name for path in (given.folder / "all").iterdir()}
    assert names == {name for f in FORMATS.values() if f.name != "parquet" for name in f.files}


def test_an_empty_record_gives_empty_files(make: Callable[..., Given]) -> None:
    given = make([])
    reports = given.export(*FORMATS)
    assert all(r.events == 0 and not r.left_out for r in reports)
    assert json.loads(given.read("record.jsonld"))["@graph"]
