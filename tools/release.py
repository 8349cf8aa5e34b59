"""Builds wheel and sdist so that everybody who builds this commit gets the same bytes, and tries them out.

    python tools/release.py OUT             builds twice, in different places, compares, leaves both files in OUT
    python tools/release.py OUT --install   then installs the wheel with all it needs into an empty environment
                                            (from the package index that pip is set up for) and runs it there

The time of everything in the archives is that of the last commit, unless SOURCE_DATE_EPOCH says another.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def sources(target: Path) -> None:
    """Copies the files that git tracks, as they are in the working tree."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in listed.decode().split("\0"):
        path = ROOT / name
        if name and path.is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target / name)


def epoch() -> str:
    """Seconds since 1970 that archives are dated with."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return given
    done = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def build(source: Path, out: Path, *, umask: int = 0o022) -> dict[str, bytes]:
    """Builds both archives of a source folder; returns their bytes by name."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": epoch()}
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", str(out)],
        cwd=source, env=environment, capture_output=True, text=True, check=False, umask=umask,
    )  # fmt: skip
    if done.returncode:
        sys.exit(f"the build failed:\n{done.stdout}{done.stderr}")
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


def build_twice(folder: Path) -> dict[str, bytes]:
    """Builds in two folders of different names, umasks and file times.

    Raises:
        SystemExit: the archives differ.
    """
    one, two = folder / "one", folder / "another place"
    sources(one)
    sources(two)
    for path in two.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    first = build(one, folder / "out1")
    second = build(two, folder / "out2", umask=0o077)
    if first != second:
        sys.exit(f"two builds differ: {', '.join(n for n in first if first[n] != second.get(n))}")
    return first


def install(wheel: Path, folder: Path) -> None:
    """Installs a wheel into an empty environment and runs it far from the sources.

    Raises:
        SystemExit: something does not work there.
    """
    home = folder / "environment"
    venv.create(home, with_pip=True)
    python = home / "bin" / "python"
    run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel], folder)
    elshi = home / "bin" / "elshi"
    paper = folder / "a.txt"
    paper.write_text(
        "Polish President Andrzej Duda arrived in Kazakhstan on an official visit on 12 May 2021.\n"
    )
    facts = run([elshi, "extract", paper, "--format", "jsonl"], folder)
    if '"type": "visit"' not in facts:
        sys.exit(f"the installed `elshi extract` found no visit: {facts}")
    run([elshi, "ingest", paper], folder)
    run([elshi, "dossier", "KAZ", "POL", "-o", folder / "dossier.html"], folder)
    print(run([elshi, "demo", folder / "demo"], folder), end="")


def run(argv: list[object], folder: Path) -> str:
    """Runs a command away from the repository; its standard output."""
    environment = {
        k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV", "ELSHI_RECORD")
    }
    done = subprocess.run(
        [str(one) for one in argv], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(str(one) for one in argv)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def main() -> None:
    """See the module's text."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--install", action="store_true")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="elshi-release-") as name:
        folder = Path(name)
        for file, data in build_twice(folder).items():
            (given.out / file).write_bytes(data)
            print(f"{hashlib.sha256(data).hexdigest()}  {file}")
        if given.install:
            away = folder / "away"
            away.mkdir()
            install((given.out / next(given.out.glob("*.whl")).name).resolve(), away)


if __name__ == "__main__":
    main()
