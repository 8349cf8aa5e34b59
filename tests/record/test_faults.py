"""Broken disks, pages and clocks, in short; `benchmarks/faults.py` is the long form of the same."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from benchmarks import faults


def test_a_full_disk_is_one_line_and_loses_nothing(tmp_path: Path) -> None:
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(tmp_path)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("a small disk cannot be mounted here: that needs root and the right to mount")
    try:
        added, said = faults.disk_full(tmp_path)
    finally:
        subprocess.run(["umount", str(tmp_path)], check=True)
    assert added > 5
    assert "the disk is full; nothing of this document was stored" in said
    assert "\n" not in said


def test_a_damaged_page_is_said_or_changes_nothing(tmp_path: Path) -> None:
    outcomes = faults.damaged(tmp_path, 20)
    assert outcomes["said"] > 5
    assert not outcomes["silent"]


def test_the_clock_shows_in_the_times_of_adding_alone() -> None:
    faults.clock_jumps()


def test_a_reader_during_a_long_write_sees_whole_documents(tmp_path: Path) -> None:
    assert faults.reader_during_write(tmp_path) > 1
