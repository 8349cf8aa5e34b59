"""An explanation names the rule, the words, the date's and the status's source."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from elshi.cli.evaluation import explain as command
from elshi.extraction import Extractor
from elshi.frames.patterns import parse
from elshi.frames.traps import _traps
from elshi.model import Document

TEXT = (
    "The foreign ministers of Peru and Chile met in Lima on May 5, 2010. An agreement on trade was signed. "
    "The ministers also spoke of tourism."
)


def test_words_and_sources_are_named() -> None:
    found = {e.fact.type: e for e in Extractor().explain(Document("d", TEXT, language="en"))}
    meeting, agreement = found["meeting"], found["agreement"]
    assert meeting.rule == meeting.fact.rule
    assert meeting.where.startswith("frames/meeting/en.yaml:")
    assert meeting.trigger in TEXT
    assert "May 5, 2010" in meeting.date
    assert meeting.codes.event == "CONSULT"
    assert any("sentence before" in note for note in agreement.notes)
    assert "\n".join(agreement.lines()).count("PER, CHL") == 1


@pytest.mark.parametrize(("asked", "status"), [("1", 0), ("meeting", 0), ("Lima", 0), ("99", 1)])
def test_the_command_finds_a_fact(tmp_path: Path, asked: str, status: int) -> None:
    path = tmp_path / "note.txt"
    path.write_text(TEXT, encoding="utf-8")
    run = CliRunner().invoke(
        command, [str(path), asked, "--format", "json"], obj={"catalogue": None}, standalone_mode=False
    )
    assert run.return_value == status
    if status == 0:
        shown = json.loads(run.stdout)
        assert shown[0]["number"] == 1
        assert shown[0]["plover"]["event"] == "CONSULT"


@pytest.mark.parametrize(
    ("pattern", "code", "trap"),
    [
        ("слово:Acc? подписать", "ru", "optional"),
        ("договорённость .. достичь", "ru", "ё"),
        ("подписать .. договор:Acc,Past", "ru", "at once"),
        ("sign .. treaty:Acc", "en", "no case"),
        ("подписать .. договор:Acc", "ru", None),
    ],
)
def test_traps_are_named(pattern: str, code: str, trap: str | None) -> None:
    found = list(_traps(parse(pattern, {}, "here"), code))
    assert (trap is None and not found) or (trap is not None and any(trap in t for t in found))
