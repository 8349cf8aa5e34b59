"""What people install: the same bytes whoever builds it, everything in it, types that their checker sees."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

if shutil.which("git") is None or not (ROOT / ".git").exists():
    pytest.skip(
        "the release is built from the files that git tracks, and this is no clone", allow_module_level=True
    )
pytest.importorskip("hatchling", reason="the build back end is not installed")

_SPEC = importlib.util.spec_from_file_location("release", ROOT / "tools" / "release.py")
assert _SPEC is not None
assert _SPEC.loader is not None
release = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(release)


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Wheel and sdist, built twice and compared."""
    folder = tmp_path_factory.mktemp("release")
    built = release.build_twice(folder)
    assert sorted(name.rpartition(".")[2] for name in built) == ["gz", "whl"]
    return {name.rpartition(".")[2]: folder / "out1" / name for name in built}


@pytest.fixture(scope="module")
def installed(archives: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Python of an environment that holds the wheel, and sees its dependencies but not these sources."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=False, symlinks=True)
    python = home / "bin" / "python"
    site = next((home / "lib").glob("python*/site-packages"))
    with zipfile.ZipFile(archives["whl"]) as wheel:
        wheel.extractall(site)
    # A path in a .pth file is searched after the environment's own packages, and its own .pth files are not read.
    (site / "dependencies.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")
    return python


def run(python: Path, folder: Path, *argv: str) -> str:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "ELSHI", "MYPY"))}
    done = subprocess.run(
        [str(python), *argv], cwd=folder, env={**environment, "PYTHONUTF8": "1"},
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


ELSHI = ("-c", "from elshi.cli import main; main()")


def test_a_wheel_from_the_sdist_is_the_same(archives: dict[str, Path], tmp_path: Path) -> None:
    with tarfile.open(archives["gz"]) as packed:
        packed.extractall(tmp_path, filter="data")
    (source,) = tmp_path.iterdir()
    again = release.build(source, tmp_path / "out")
    assert again[archives["whl"].name] == archives["whl"].read_bytes()


def test_the_wheel_holds_all_it_needs_and_nothing_else(archives: dict[str, Path]) -> None:
    with zipfile.ZipFile(archives["whl"]) as wheel:
        names = wheel.namelist()
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"elshi"}
    tracked = subprocess.run(
        ["git", "ls-files", "src"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    expected = {name.removeprefix("src/") for name in tracked.splitlines() if (ROOT / name).is_file()}
    assert expected <= set(names)
    assert "elshi/py.typed" in names
    assert any(name.endswith("licenses/NOTICE") for name in names)
    assert not [name for name in names if name.endswith((".pyc", ".db", ".po~")) or "tests/" in name]


def test_the_demo_runs_without_the_sources(installed: Path, tmp_path: Path) -> None:
    said = run(installed, tmp_path, "-c", "import elshi; print(elshi.__file__)")
    assert str(installed.parent.parent) in said
    said = run(installed, tmp_path, *ELSHI, "demo", "out")
    assert "elshi.db" in said
    assert "serve" in said
    page = (tmp_path / "out" / "kazakhstan-france.kk.html").read_text(encoding="utf-8")
    assert "Франция" in page
    first = json.loads((tmp_path / "out" / "facts.jsonl").read_text(encoding="utf-8").partition("\n")[0])
    assert first["quote"]
    # Again into the same folder: nothing twice.
    assert run(installed, tmp_path, *ELSHI, "demo", "out") == said


def test_extract_and_dossier_run_without_the_sources(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Президент Польши Анджей Дуда прибыл с визитом в Казахстан 12 мая 2021 года."
    )
    fact = json.loads(run(installed, tmp_path, *ELSHI, "extract", "a.txt", "--format", "jsonl"))
    assert (fact["type"], fact["date"]) == ("visit", "2021-05-12")
    run(installed, tmp_path, *ELSHI, "ingest", "a.txt")
    assert "2021" in run(installed, tmp_path, *ELSHI, "dossier", "KAZ", "POL", "--format", "md")


def test_a_users_type_checker_sees_our_types(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "user.py").write_text(
        "import elshi\n"
        "for document in elshi.read('a.txt'):\n"
        "    for fact in elshi.extract(document):\n"
        "        reveal_type(fact.date)\n"
        "        wrong: int = fact.quote\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--python-executable", str(installed), "user.py"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env={k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "MYPY"))},
    )  # fmt: skip
    assert 'user.py:4: note: Revealed type is "str | None"' in done.stdout, done.stdout + done.stderr
    assert 'expression has type "str", variable has type "int"' in done.stdout
    assert "py.typed" not in done.stdout
