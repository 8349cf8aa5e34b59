"""What all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

from elshi.extraction import Extractor

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """One extractor with the built-in catalogue and rules; its caches warm up over the session."""
    return Extractor()


@pytest.fixture(scope="session")
def gold() -> Path:
    """The folder of annotated documents that lies beside the repository on the developers' machines."""
    folder = SHARED / "gold"
    if not folder.is_dir():
        pytest.skip("no annotated documents beside the repository (../shared/gold): accuracy not measured")
    return folder
