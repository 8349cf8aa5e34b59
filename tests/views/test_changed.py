"""What changed since the last dossier was written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from elshi.api import Record
from elshi.cli import cli
from elshi.errors import ElshiError
from elshi.extraction import Extractor
from elshi.model import Document
from elshi.record import Decision
from elshi.render.html import dossier_html
from elshi.render.markdown import dossier_markdown

FIRST = Document(
    "a", "Президент Польши Анджей Дуда 12 мая 2021 года посетил Казахстан с официальным визитом."
)
SECOND = Document("b", "On 7 June 2022 Kazakhstan and Poland signed an agreement on air services in Warsaw.")


@pytest.fixture
def record(tmp_path: Path, extractor: Extractor) -> Record:
    made = Record(tmp_path / "elshi.db", extractor=extractor)
    made.ingest([FIRST])
    return made


def test_before_the_first_dossier_nothing_is_the_last(record: Record) -> None:
    with pytest.raises(ElshiError, match="elshi dossier KAZ POL -o FILE"):
        record.dossier("KAZ", "POL", since="last")


def test_only_what_came_after_is_shown_with_its_sentence(record: Record) -> None:
    record.written(record.dossier("KAZ", "POL"))
    nothing = record.dossier("POL", "KAZ", since="last")
    assert nothing.notes == ()
    assert "Nothing has changed since the last dossier" in dossier_html(nothing)
    record.ingest([SECOND])
    sheet = record.dossier("Польша", "KAZ", since="last")  # the order of the sides does not matter
    assert {note.document.name for note in sheet.notes} == {"b"}
    assert {row.change for section in sheet.sections for row in section.rows} == {"new"}
    assert sheet.changes is not None
    assert set(sheet.changes.new) == set(sheet.facts)
    assert sheet.to_json()["head"]["changes"]["gone"] == []
    for language, said in (("en", "Nothing new."), ("ru", "Ничего нового."), ("kk", "Жаңа ештеңе жоқ.")):
        assert said in dossier_markdown(record.dossier("KAZ", "POL", since="last", language=language))
    # Asking is not writing: the same is new until it was written, and then no more.
    assert record.dossier("KAZ", "POL", since="last").facts.keys() == sheet.facts.keys()
    record.written(sheet)
    assert record.dossier("KAZ", "POL", since="last").notes == ()


def test_a_narrow_dossier_does_not_hide_what_it_left_out(record: Record) -> None:
    record.ingest([SECOND])
    record.written(record.dossier("KAZ", "POL", until="2021"))
    left = record.dossier("KAZ", "POL", since="last")
    assert {note.document.name for note in left.notes} == {"b"}
    bounded = record.dossier("KAZ", "POL", since="last", until="2021")
    assert bounded.notes == ()
    assert bounded.changes is not None
    assert bounded.changes.gone == ()


def test_a_correction_is_a_change_and_a_rejection_is_gone(record: Record) -> None:
    record.ingest([SECOND])
    record.written(record.dossier("KAZ", "POL"))
    visit, treaty = (next(f for f in record.store.facts() if f.document.name == name) for name in ("a", "b"))
    for kind, one, payload in (("edit", visit, {"date": "2021-05-13"}), ("reject", treaty, {})):
        record.store.decide(
            Decision(
                kind,
                "Ada",
                "2030-01-01T00:00:00Z",
                None,
                one.document.key,
                one.id,
                one.fact.type,
                one.fact.quote,
                payload,
            )
        )
    sheet = record.dossier("KAZ", "POL", since="last")
    assert sheet.changes is not None
    assert sheet.changes.changed == (visit.id,)
    assert sheet.changes.gone == (treaty.id,)
    assert {row.change for section in sheet.sections for row in section.rows} == {"changed"}
    record.written(sheet)
    again = record.dossier("KAZ", "POL", since="last").changes
    assert again is not None
    assert (again.new, again.changed, again.gone) == ((), (), ())


def test_reading_anew_is_no_change(record: Record) -> None:
    record.written(record.dossier("KAZ", "POL"))
    record.ingest([FIRST], refresh=True)
    assert record.dossier("KAZ", "POL", since="last").notes == ()


@pytest.mark.parametrize("format_", ["html", "md", "json", "docx"])
def test_the_command_remembers_what_it_wrote(record: Record, tmp_path: Path, format_: str) -> None:
    base = ["--record", str(tmp_path / "elshi.db"), "dossier", "KAZ", "POL"]

    def run(*more: str) -> str:
        done = CliRunner().invoke(cli, [*base, *more])
        assert done.exit_code == 0, done.output
        return done.output

    run("-o", str(tmp_path / "draft.html"), "--draft")
    assert record.store.shown("KAZ", "POL") is None
    run("-o", str(tmp_path / "first.html"))
    record.ingest([SECOND])
    target = tmp_path / f"news.{format_}"
    run("--since", "last", "-o", str(target), "--draft")
    assert target.stat().st_size > 0
    news = json.loads(run("--since", "last", "--format", "json"))
    assert {note["document"] for note in news["notes"]} == {"b"}
    run("--since", "last", "-o", str(tmp_path / "news.md"))
    assert json.loads(run("--since", "last", "--format", "json"))["notes"] == []


def test_what_could_not_be_written_does_not_count(record: Record, tmp_path: Path) -> None:
    done = CliRunner().invoke(
        cli,
        [
            "--record",
            str(tmp_path / "elshi.db"),
            "dossier",
            "KAZ",
            "POL",
            "-o",
            str(tmp_path / "no" / "x.md"),
        ],
    )
    assert done.exit_code != 0
    assert record.store.shown("KAZ", "POL") is None
