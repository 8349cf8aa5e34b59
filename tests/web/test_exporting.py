"""Exports over HTTP: the same files as the command's, as one answer."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Any

import pytest


def test_a_format_of_one_file_is_that_file(client: Any) -> None:
    answer = client.get("/api/v1/export/plover?side=KAZ&side=Франция&language=ru")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    assert 'filename="plover.jsonl"' in answer.headers["content-disposition"]
    lines = [json.loads(line) for line in answer.content.decode().split("\n") if line]
    assert lines
    assert all(line["text"] for line in lines)
    again = client.get(str(answer.url), headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


def test_a_format_of_several_files_is_a_bundle_with_the_same_bytes_each_time(client: Any) -> None:
    answer = client.get("/api/v1/export/csv?type=visit&status=actual")
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == ["events.csv", "facts.csv", "participants.csv", "documents.csv"]
        rows = list(csv.DictReader(io.StringIO(archive.read("events.csv").decode(), newline="")))
    assert {(row["type"], row["status"]) for row in rows} == {("visit", "actual")}
    assert client.get("/api/v1/export/csv?type=visit&status=actual").content == answer.content


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/v1/export/doc", 422),
        ("/api/v1/export/csv?type=vist", 422),
        ("/api/v1/export/csv?since=soon", 422),
        ("/api/v1/export/csv?side=Atlantis", 404),
        ("/api/v1/export/csv?language=de", 422),
    ],
)
def test_what_cannot_be_done_is_said_in_the_one_shape(client: Any, address: str, status: int) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert set(answer.json()["error"]) == {"status", "code", "message"}


def test_the_page_of_a_relation_offers_its_tables_and_calendar(client: Any) -> None:
    page = client.get("/en/relation/KAZ/FRA").text
    for name in ("xlsx", "csv", "ics"):
        address = f"/api/v1/export/{name}?side=KAZ&amp;side=FRA&amp;language=en"
        assert address in page
        assert client.get(address.replace("&amp;", "&")).status_code == 200
