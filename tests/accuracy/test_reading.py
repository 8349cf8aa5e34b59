"""Case of Kazakh nouns, annotated dates, KazNERD's dates and sums: never below what was reached."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
import yaml

ROOT = Path(__file__).parent.parent.parent
FLOORS: dict[str, dict[str, float]] = yaml.safe_load(
    (Path(__file__).parent / "reading.yaml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reading_tool", ROOT / "tools" / "reading.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    if not module.SHARED.is_dir():
        pytest.skip(f"annotated texts are not at {module.SHARED}")
    return module


@pytest.mark.parametrize("measure", ["ud", "gold"])
def test_share(tool: ModuleType, measure: str) -> None:
    reached = getattr(tool, measure)([])
    assert {k: reached[k] for k, floor in FLOORS[measure].items() if reached[k] < floor} == {}


def test_kaznerd(tool: ModuleType) -> None:
    reached = {kind: scores["f1"] for kind, scores in tool.kaznerd([]).items()}
    assert {k: reached[k] for k, floor in FLOORS["kaznerd"].items() if reached[k] < floor} == {}
