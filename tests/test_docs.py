"""An undocumented command or a broken link is a mistake."""

import re
from pathlib import Path

import pytest

from elshi.cli import COMMANDS

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_every_command_stands_in_the_readme() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if not re.search(rf"`(elshi )?{name}\b|elshi {name}\b", text)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = [m for m in re.findall(r"\]\(([^)#\s]+)\)", text) if not m.startswith("http")]
    assert [link for link in links if not (page.parent / link).exists()] == []
