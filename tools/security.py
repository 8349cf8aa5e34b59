"""Runs bandit over the sources and holds its findings against `security.yaml`, where each is explained.

python tools/security.py
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent


def findings(skipped: list[str]) -> Counter[tuple[str, str]]:
    """(file, test) -> how often bandit found it."""
    argv = [sys.executable, "-m", "bandit", "-q", "-r", "src", "-f", "json"]
    if skipped:
        argv += ["-s", ",".join(skipped)]
    done = subprocess.run(argv, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"bandit failed: {done.stderr.strip()[-500:]}")
    report = json.loads(done.stdout)
    if report["errors"]:
        sys.exit(f"bandit could not read: {report['errors']}")
    return Counter((Path(one["filename"]).as_posix(), one["test_id"]) for one in report["results"])


def main() -> int:
    """Prints what differs; the number of differences is the exit status."""
    known = yaml.safe_load((ROOT / "tools" / "security.yaml").read_text(encoding="utf-8"))
    explained = Counter(
        {(one["file"], one["test"]): one["count"] for one in known["explained"] if one["why"]}
    )
    found = findings(sorted(known["skipped"]))
    problems = [
        f"{file}: {test} found {count} times, explained {explained[file, test]} times: see `bandit {file}`"
        for (file, test), count in sorted(found.items())
        if count > explained[file, test]
    ]
    problems += [
        f"tools/security.yaml: {file} {test} is explained {count} times, found {found[file, test]} times"
        for (file, test), count in sorted(explained.items())
        if count > found[file, test]
    ]
    print("\n".join(problems) or f"bandit: nothing that is not explained ({sum(found.values())} are)")
    return min(len(problems), 100)


if __name__ == "__main__":
    sys.exit(main())
