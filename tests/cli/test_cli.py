"""The command line as other programs call it: exit statuses, JSON shapes, one line per failure."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from elshi.cli import COMMANDS

ELSHI = [sys.executable, "-c", "from elshi.cli import main; main()"]
VISIT = "Президент Польши Анджей Дуда прибыл с официальным визитом в Казахстан 12 мая 2021 года."


def run(*args: str, cwd: Path, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*ELSHI, *args], cwd=cwd, input=stdin, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_extract_prints_facts_with_the_file_name_as_document(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(VISIT, encoding="utf-8")
    done = run("extract", "a.txt", "--format", "jsonl", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    facts = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(f["document"], f["type"], f["subtype"], f["date"]) for f in facts] == [
        ("a.txt", "visit", "official", "2021-05-12")
    ]
    assert VISIT[facts[0]["start"] : facts[0]["end"]] == facts[0]["quote"]


def test_extract_reads_json_lines_from_standard_input_in_order(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"id": i, "text": VISIT}) + "\n" for i in ("b", "a"))
    done = run("extract", "-", "--format", "jsonl", cwd=tmp_path, stdin=lines)
    assert [json.loads(line)["document"] for line in done.stdout.splitlines()] == ["b", "a"]


def test_a_bad_source_is_one_line_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(VISIT, encoding="utf-8")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.7 broken")
    done = run("extract", "b.pdf", "missing.txt", "a.txt", "--format", "jsonl", cwd=tmp_path)
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    assert [line.split(":")[1].strip() for line in done.stderr.splitlines()] == ["b.pdf", "missing.txt"]


def test_wrong_usage_is_status_two(tmp_path: Path) -> None:
    assert run("extract", cwd=tmp_path).returncode == 2
    assert run("nothing", cwd=tmp_path).returncode == 2


def test_ingest_twice_then_ask(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(VISIT, encoding="utf-8")
    first = json.loads(run("ingest", "a.txt", "--format", "json", cwd=tmp_path).stdout)
    again = json.loads(run("ingest", "a.txt", "--format", "json", cwd=tmp_path).stdout)
    assert first == {"documents": {"new": 1, "known": 0, "failed": 0}, "facts": 1, "failures": []}
    assert again == {"documents": {"new": 0, "known": 1, "failed": 0}, "facts": 0, "failures": []}
    events = json.loads(run("timeline", "--side", "Қазақстан", "--side", "POL", cwd=tmp_path).stdout)
    assert [(e["type"], e["date"]) for e in events] == [("visit", "2021-05-12")]
    assert set(events[0]) >= {"id", "type", "subtype", "status", "date", "roles", "place", "title", "facts"}
    sheet = json.loads(run("dossier", "Казахстан", "Poland", "--format", "json", cwd=tmp_path).stdout)
    assert any(row["facts"] for section in sheet["sections"] for row in section["rows"])
    hits = json.loads(run("search", "Polish visit to Kazakhstan", "--format", "json", cwd=tmp_path).stdout)
    assert hits
    assert set(hits[0]) >= {"score", "document", "language", "date", "quote", "start", "end", "fact"}
    page = run("dossier", "KAZ", "POL", "-o", "out.html", cwd=tmp_path)
    assert page.returncode == 0, page.stderr
    assert "Дуда" in (tmp_path / "out.html").read_text(encoding="utf-8")


def test_since_last_gives_what_was_learned_after_the_last_dossier(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(VISIT, encoding="utf-8")
    (tmp_path / "b.txt").write_text(
        "Министр иностранных дел Казахстана прибыл с рабочим визитом в Польшу 3 марта 2022 года.",
        encoding="utf-8",
    )
    run("ingest", "a.txt", cwd=tmp_path)

    def news(format_: str = "json", *more: str) -> subprocess.CompletedProcess[str]:
        return run("dossier", "POL", "KAZ", "--since", "last", "--format", format_, *more, cwd=tmp_path)

    first = news()
    assert first.returncode == 1
    assert "elshi dossier POL KAZ -o FILE" in first.stderr
    assert len(first.stderr.splitlines()) == 1
    assert run("dossier", "KAZ", "POL", cwd=tmp_path).returncode == 0  # printed, not written: does not count
    assert news().returncode == 1
    assert run("dossier", "KAZ", "POL", "-o", "full.html", cwd=tmp_path).returncode == 0
    nothing = json.loads(news().stdout)
    assert nothing["notes"] == []
    assert not any(section["rows"] for section in nothing["sections"])
    run("ingest", "b.txt", cwd=tmp_path)
    for _ in range(2):  # looking at it does not use it up
        sheet = json.loads(news().stdout)
        cited = [fact["document"] for s in sheet["sections"] for row in s["rows"] for fact in row["facts"]]
        assert set(cited) == {"b.txt"}
        assert len(sheet["head"]["changes"]["new"]) == 1
    assert news("md", "--draft", "-o", "draft.md").returncode == 0  # nor does a draft
    page = news("md", "-o", "news.md")
    assert page.returncode == 0, page.stderr
    text = (tmp_path / "news.md").read_text(encoding="utf-8")
    assert "Changes since the last dossier" in text
    assert "2022" in text
    assert "2021" not in text
    assert json.loads(news().stdout)["notes"] == []


def test_python_m_elshi_is_the_command_line() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "elshi", "--help"], capture_output=True, text=True, check=True
    )
    assert "dossier" in done.stdout


def test_an_unknown_side_is_one_line_with_advice(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(VISIT, encoding="utf-8")
    run("ingest", "a.txt", cwd=tmp_path)
    done = run("dossier", "KAZ", "Atlantis", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "Atlantis" in done.stderr


def test_asking_a_record_that_is_not_there_says_so(tmp_path: Path) -> None:
    done = run("timeline", cwd=tmp_path)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "elshi.db").exists()


def test_articles_and_mentions_have_the_fixed_shape(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(VISIT, encoding="utf-8")
    article = json.loads(run("articles", "a.txt", "--format", "jsonl", cwd=tmp_path).stdout)
    assert set(article) == {"document", "start", "end", "language", "title"}
    mentions = [json.loads(m) for m in run("mentions", "a.txt", cwd=tmp_path).stdout.splitlines()]
    by_kind = {m["kind"]: m for m in mentions}
    assert by_kind["date"]["value"] == "2021-05-12"
    assert by_kind["state"]["id"] == "KAZ"
    assert by_kind["state"]["case"] == "Acc"
    for m in mentions:
        assert set(m) >= {"document", "start", "end", "mention", "kind", "id", "name", "case"}


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help_with_an_example(name: str, tmp_path: Path) -> None:
    done = run(name, "--help", cwd=tmp_path)
    assert done.returncode == 0
    assert "elshi" in done.stdout.split("Options:")[-1] or "Example" in done.stdout


def test_help_loads_no_heavy_room() -> None:
    code = (
        "import sys\ntry:\n from elshi.cli import main; main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'sqlalchemy', 'yaml', 'pymorphy3', 'simplemma', 'trafilatura', 'jinja2', 'alembic', 'lxml'}\n"
        "print(sorted({m.split('.')[0] for m in sys.modules} & heavy), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
