"""A server over a record of the examples, with a hostile document among them."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the extra web is not installed")
pytest.importorskip("httpx", reason="httpx is not installed")

from elshi.api import Record
from elshi.model import Document
from elshi.web.app import create_app
from elshi.web.settings import Settings

ROOT = Path(__file__).parent.parent.parent
TOKEN = "a-token-of-the-tests"
HOSTILE = Document(
    id="=cmd|'/c calc'!A1",
    text="Президент Казахстана прибыл с официальным визитом во Францию <script>document.title='owned'</script> "
    '10 мая 2022 года. \u202eOn 3 June 2021 Kazakhstan and France signed a "memorandum" <img src=x onerror=alert(1)>.',
    title="\"><script>document.title='owned'</script>\u202e",
    url="javascript:alert(1)",
    source="<b onmouseover=alert(1)>",
    published="2022-05-11",
)


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("web") / "record.db"
    with Record(path) as record:
        record.ingest([ROOT / "examples" / "documents"])
        record.ingest([HOSTILE])
    return path


@pytest.fixture
def served(original: Path, tmp_path: Path) -> Iterator[Any]:
    path = tmp_path / "record.db"
    shutil.copy(original, path)
    hosts = ("testserver", "localhost", "127.0.0.1")
    app = create_app(Settings(str(path), token=TOKEN, hosts=hosts))
    yield app
    app.state.jobs.close()
    app.state.desk.record.close()


@pytest.fixture
def client(served: Any) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from starlette.testclient import TestClient
    return TestClient(served, raise_server_exceptions=False, follow_redirects=False)


@pytest.fixture
def desk(served: Any) -> Any:
    return served.state.desk


def sign_in(client: Any) -> str:
    """Signs in; returns the secret that forms send back."""
    answer = client.post("/en/sign-in", data={"who": "Tester", "token": TOKEN})
    assert answer.status_code == 303
    text = client.get("/en/review").text
    return text.partition('name="csrf" value="')[2].partition('"')[0]
