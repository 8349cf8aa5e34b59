"""Files appear when they are whole, with permissions that a person would expect, and leave nothing beside them."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import elshi
from elshi.cli.common import open_output


@pytest.fixture
def umask() -> Iterator[None]:
    before = os.umask(0o027)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.usefixtures("umask")
def test_results_get_what_the_umask_allows(tmp_path: Path) -> None:
    with open_output(str(tmp_path / "out.json")) as stream:
        stream.write("{}")
    assert mode(tmp_path / "out.json") == 0o640
    with elshi.Record(tmp_path / "r.db"):
        pass
    assert mode(tmp_path / "r.db") & 0o137 == 0


@pytest.mark.usefixtures("umask")
def test_a_file_that_is_replaced_keeps_its_permissions(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    out.write_text("old")
    out.chmod(0o600)
    with open_output(str(out)) as stream:
        stream.write("new")
    assert (out.read_text(), mode(out)) == ("new", 0o600)


def test_an_error_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    out.write_text("old")

    def fail() -> None:
        with open_output(str(out)) as stream:
            stream.write("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert (out.read_text(), os.listdir(tmp_path)) == ("old", ["out.json"])


def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real.json").write_text("old")
    (tmp_path / "link.json").symlink_to("real.json")
    with open_output(str(tmp_path / "link.json")) as stream:
        stream.write("new")
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "real.json").read_text() == "new"


def test_what_is_no_file_is_not_replaced_by_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = subprocess.Popen(
        [sys.executable, "-c", f"print(open({str(pipe)!r}).read())"], stdout=subprocess.PIPE
    )
    with open_output(str(pipe)) as stream:
        stream.write("through")
    assert reader.communicate()[0].strip() == b"through"
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    with open_output(os.devnull) as stream:
        stream.write("nothing")
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)


def test_where_nothing_can_be_written_it_is_said(tmp_path: Path) -> None:
    with pytest.raises(click.ClickException, match="cannot write"), open_output(str(tmp_path / "no" / "out")):
        pass
    with pytest.raises(click.ClickException, match="cannot write"), open_output(str(tmp_path)):
        pass
