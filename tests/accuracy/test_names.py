"""How well names are found never falls below what was reached; floors only rise."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
import yaml

HERE = Path(__file__).parent
FLOORS: dict[str, dict[str, float]] = yaml.safe_load((HERE / "names.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def names() -> ModuleType:
    """The measuring tool."""
    spec = importlib.util.spec_from_file_location("measure_names", HERE.parents[1] / "tools" / "names.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("which", sorted(FLOORS))
def test_floor(names: ModuleType, which: str) -> None:
    found = names.measure([which])
    if which not in found:
        pytest.skip(f"no annotated texts beside the repository (../shared) for {which}: not measured")
    reached = {kind: r.get("f1", r["r"]) for kind, r in found[which].items()}
    assert {k: (reached[k], floor) for k, floor in FLOORS[which].items() if reached[k] < floor} == {}
