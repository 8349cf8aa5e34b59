"""The documentation builds, its links lead somewhere, and it is the same whoever builds it."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

import elshi
from elshi.cli import COMMANDS

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def docs() -> ModuleType:
    pytest.importorskip("fastapi", reason="the page of commands asks `serve` for its options")
    spec = importlib.util.spec_from_file_location("docs_tool", ROOT / "tools" / "docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["docs_tool"] = module  # dataclasses look themselves up there
    spec.loader.exec_module(module)
    return module


def test_every_link_and_heading_is_there(docs: ModuleType) -> None:
    assert docs.Site().problems == []


def test_pages_are_whole_and_the_same_each_time(docs: ModuleType, tmp_path: Path) -> None:
    number = docs.Site().write(tmp_path / "a")
    docs.Site().write(tmp_path / "b")
    folder = tmp_path / "a" / elshi.__version__
    pages = {p.name: p.read_text("utf-8") for p in folder.glob("*.html")}
    assert len(pages) == number
    assert all(
        (tmp_path / "b" / elshi.__version__ / n).read_text("utf-8") == text for n, text in pages.items()
    )
    for name, text in pages.items():
        assert "<script" not in text
        for link in re.findall(r'(?:href|src)="([^"#:]+)', text):
            assert (folder / link).exists(), f"{name}: {link}"
    assert all(f"elshi {name}<" in pages["commands.html"] for name in COMMANDS)
    assert all(f">{name}<" in pages["python.html"] for name in elshi.__all__)


def test_versions_stand_side_by_side(docs: ModuleType, tmp_path: Path) -> None:
    for version in ("0.0.9", "0.0.10"):
        (tmp_path / version).mkdir()
        (tmp_path / version / "index.html").write_text("earlier", encoding="utf-8")
    docs.Site().write(tmp_path)
    listed = re.findall(r">([\d.]+)</a>", (tmp_path / "index.html").read_text("utf-8"))
    assert listed == [elshi.__version__, "0.0.10", "0.0.9"]
    assert (tmp_path / "0.0.9" / "index.html").read_text("utf-8") == "earlier"


def test_what_is_broken_is_named(docs: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "README.md").write_text(
        "# T\n\n[a](docs/gone.md) [b](docs/here.md#nothing) [c](#t) ![](docs/x.png)\n", encoding="utf-8"
    )
    (tmp_path / "docs" / "here.md").write_text("no title\n", encoding="utf-8")
    (tmp_path / "docs" / "x.png").write_bytes(b"")
    said = "\n".join(docs.Site(tmp_path).problems)
    assert "docs/gone.md leads nowhere" in said
    assert "docs/here.md has no heading #nothing" in said
    assert "docs/here.md: has no title" in said
    assert "a picture without words" in said
