"""The API: one error shape, paging, JSON Lines, ETags; the words of the pages are complete."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import elshi.web


def test_paging_walks_through_everything_once(client: Any, desk: Any) -> None:
    seen: list[str] = []
    address = "/api/v1/events?side=KAZ&limit=50"
    while address:
        page = client.get(address).json()
        seen += [one["id"] for one in page["items"]]
        address = page["next"]
    assert len(seen) == len(set(seen)) == page["total"]


def test_agreements_have_their_steps_and_sentences(client: Any) -> None:
    found = client.get("/api/v1/agreements?a=KAZ&b=FRA").json()
    assert found["total"] == len(found["items"]) > 0
    for one in found["items"]:
        assert {"KAZ", "FRA"} <= set(one["parties"])
        assert one["steps"]
        assert all(fact["quote"] for step in one["steps"] for fact in step["facts"])
    assert client.get("/api/v1/agreements?a=Atlantis").status_code in (404, 422)


def test_lines_are_the_same_objects(client: Any) -> None:
    lines = client.get("/api/v1/facts?limit=5&format=jsonl")
    assert lines.headers["content-type"].startswith("application/x-ndjson")
    assert [json.loads(line) for line in lines.text.splitlines()] == client.get(
        "/api/v1/facts?limit=5"
    ).json()["items"]


def test_an_etag_saves_the_answer_until_the_record_changes(client: Any, desk: Any) -> None:
    for address in ("/api/v1/events", "/en/timeline", "/api/v1/dossier/KAZ/FRA"):
        tag = client.get(address).headers["etag"]
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
        desk.record.ingest([_document(address)])
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def _document(name: str) -> Any:
    from elshi.model import Document

    return Document(id=name, text=f"Kazakhstan and Italy held talks in Rome on 4 May 2018. {name}")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/v1/nothing", 404),
        ("/api/v1/events/none", 404),
        ("/api/v1/events?limit=0", 422),
        ("/api/v1/events?type=party", 422),
        ("/api/v1/events?since=soon", 422),
        ("/api/v1/dossier/KAZ/Atlantis", 404),
        ("/api/v1/dossier/KAZ/FRA?format=doc", 422),
        ("/api/v1/documents/none", 404),
        ("/api/v1/search", 422),
        ("/static/secret", 404),
    ],
)
def test_errors_have_one_shape(client: Any, address: str, status: int) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    error = answer.json()["error"]
    assert error["status"] == status
    assert set(error) == {"status", "code", "message"}


def test_formats_of_the_dossier(client: Any) -> None:
    for format, begins in (("html", "<!DOCTYPE"), ("md", "# "), ("json", "{")):
        answer = client.get(f"/api/v1/dossier/KAZ/FRA?format={format}&language=kk")
        assert answer.status_code == 200
        assert answer.text.startswith(begins)


def test_every_word_is_translated() -> None:
    pofile = pytest.importorskip("babel.messages.pofile")
    room = Path(elshi.web.__file__).parent
    said: set[str] = set()
    for path in room.rglob("*"):
        if path.suffix in (".j2", ".py"):
            text = path.read_text("utf-8")
            said |= set(re.findall(r'(?<![\w.])_\("((?:[^"\\]|\\.)+)"', text))
            said |= set(re.findall(r'(?:view|self)\._\("((?:[^"\\]|\\.)+)"', text))
            said |= set(re.findall(r'\.n\(\s*"((?:[^"\\]|\\.)+)"', text))
    for language in ("kk", "ru"):
        with (room / "locale" / language / "LC_MESSAGES" / "elshi.po").open("rb") as stream:
            known = pofile.read_po(stream, locale=language)
        done = {m.id[0] if isinstance(m.id, tuple) else m.id for m in known if m.id and m.string}
        assert said - done == set()
