"""Nothing but `watch` touches a network: every other command runs where the first socket ends the process."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

import elshi
from elshi.cli import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
OFFLINE = Path(__file__).with_name("offline.py")
EN = ROOT / "examples" / "documents" / "en"
LISTS = ROOT / "examples" / "lists"

#: Commands that another test runs (`serve`), or that are the exception.
ELSEWHERE = {"watch", "serve"}


def lines(folder: Path) -> list[list[str]]:
    """At least one command line for every command, in an order in which they can work."""
    record = ["--record", str(folder / "r.db")]
    paper, page = str(EN / "02-tokayev-state-visit.md"), str(folder / "page.html")
    gold = folder / "gold.jsonl"
    docs = folder / "docs.jsonl"
    (found,) = elshi.read(paper)
    docs.write_text(json.dumps({"id": "a", "text": found.text}) + "\n", encoding="utf-8")
    gold.write_text("", encoding="utf-8")
    out = [
        ["demo", str(folder / "demo")],
        ["extract", paper, "--format", "jsonl"],
        ["mentions", paper],
        ["articles", paper],
        ["ingest", paper, str(ROOT / "examples" / "documents" / "ru" / "05-olland-v-astane.html")],
        ["import", str(LISTS / "agreements.csv"), "--mapping", str(LISTS / "agreements.yaml")],
        *(
            ["dossier", "KAZ", "FRA", "--format", form, "-o", f"{page}.{form}"]
            for form in ("html", "md", "json")
        ),
        ["timeline", "--side", "KAZ", "--format", "html"],
        ["search", "Tokayev Франция"],
        ["contradictions"],
        ["commitments"],
        ["relations", "KAZ", "FRA"],
        ["network", "--format", "json"],
        ["template", "-o", str(folder / "paper.docx")],
        ["export", "all", "-o", str(folder / "exported")],
        ["review", "list"],
        ["review", "export"],
        ["publish", str(folder / "site"), "--language", "en", "--pairs", "1"],
        ["evaluate", str(docs), str(gold)],
        ["explain", paper],
        ["catalogue", "find", "Франция"],
        ["catalogue", "check"],
        ["rules", "--language", "en", "--frame", "honour"],
    ]
    return [[*record, *one] for one in out]


def test_every_command_but_watch_runs_without_a_network(tmp_path: Path) -> None:
    pytest.importorskip("fastapi", reason="`publish` needs the extra web")
    todo = lines(tmp_path)
    assert set(COMMANDS) - ELSEWHERE == {one[2] for one in todo}, "give the new command a line here"
    (tmp_path / "lines").write_text("".join(json.dumps(one) + "\n" for one in todo), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(OFFLINE), str(tmp_path / "lines")],
        cwd=tmp_path, env=_environment(), capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(results) == len(todo)
    assert [one for one in results if one["problem"]] == []


def test_the_watch_for_sockets_works(tmp_path: Path) -> None:
    """Otherwise the test above would prove nothing."""
    (tmp_path / "feeds.yaml").write_text(
        "agent: Test/1.0 (+mailto:a@example.org)\nfeeds: [https://news.example/rss]\n", encoding="utf-8"
    )
    (tmp_path / "lines").write_text(
        json.dumps(["--record", str(tmp_path / "r.db"), "watch", str(tmp_path / "feeds.yaml"), "--once"])
        + "\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(OFFLINE), str(tmp_path / "lines")],
        cwd=tmp_path, env=_environment(), capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 99
    assert "NETWORK: socket.getaddrinfo" in done.stderr


def test_serve_listens_on_loopback_and_asks_nobody(tmp_path: Path) -> None:
    pytest.importorskip("uvicorn", reason="`serve` needs the extra web")
    with elshi.Record(tmp_path / "r.db") as record:
        record.ingest(EN / "02-tokayev-state-visit.md")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    argv = [
        sys.executable,
        str(OFFLINE),
        "--serve",
        "--record",
        str(tmp_path / "r.db"),
        "serve",
        "--port",
        str(port),
    ]
    with subprocess.Popen(
        argv, cwd=tmp_path, env=_environment(), stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            for path in ("/", "/en/relation/KAZ/FRA", "/openapi.json", "/en/search?q=Tokayev"):
                assert _get(f"http://127.0.0.1:{port}{path}", process) is not None
            assert process.poll() is None
        finally:
            process.terminate()
            said = process.communicate()[1]
    assert "NETWORK" not in said


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"}


def _get(url: str, process: subprocess.Popen[str]) -> int | None:
    """The status of a page, asked for until the server is up."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            with opener.open(url, timeout=30) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            time.sleep(0.05)  # it is not up yet; there is nothing to be told by
    return None
