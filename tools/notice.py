"""Writes the list of run-time dependencies and their licences in NOTICE, from what is installed.

    python tools/notice.py           writes it
    python tools/notice.py --check   fails where a licence is not one that we take, or NOTICE lacks a package that
                                     `pyproject.toml` names; what only others bring by now is said

Each extra of `pyproject.toml` is a line of its own, with everything that it brings. An extra that is not
installed here keeps its line as it stands; `--check` says that it was not looked at.
"""

from __future__ import annotations

import re
import sys
import textwrap
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
BEGIN = "Run-time dependencies and their licences, with all that they bring (python tools/notice.py):\n"
END = "End of the list of dependencies.\n"

#: Licences as their owners' files say, where the package's metadata says nothing or only something vague.
STATED = {
    "jinja2": "BSD-3-Clause",
    "justext": "BSD-2-Clause",
    "tld": "MPL-1.1, chosen among its three",
    "pymorphy3-dicts-ru": "MIT; from OpenCorpora data, CC BY-SA 3.0",
    "dawg2-python": "MIT",
    "colorama": "BSD-3-Clause",
    "lxml-html-clean": "BSD-3-Clause",
    "python-dateutil": "Apache-2.0 or BSD-3-Clause",
    "pypdfium2": "BSD-3-Clause or Apache-2.0; pdfium is BSD-3-Clause",
}

#: A weak copyleft that may be used as it is, unchanged and beside the program, in an extra only.
WEAK = {"psycopg", "psycopg-binary"}

#: Metadata's ways of saying one thing.
_SAME = (
    (r"mit( license)?(,? .*)?|license :: osi approved :: mit license", "MIT"),
    (
        r"apache[- ]?(software )?(license)?,?( version)?[- ]?2(\.0)?|apache|apache software license",
        "Apache-2.0",
    ),
    (r"(the )?bsd 3-clause( license)?|new bsd|bsd-3|3-clause bsd license|modified bsd", "BSD-3-Clause"),
    (r"bsd( license)?", "BSD"),
    (r"mozilla public license 2\.0.*|mpl[- ]2\.0", "MPL-2.0"),
    (r"psf(-2\.0)?|python software foundation license", "PSF-2.0"),
    (r"(gnu )?(library or )?lesser general public license.*v3.*|lgplv3.*|gnu lesser.*\(lgplv3\)", "LGPL-3.0"),
    (r"isc license.*|isc", "ISC"),
    (r"the unlicense.*", "Unlicense"),
)
_COPYLEFT = re.compile(r"\bA?GPL|General Public", re.IGNORECASE)


def licence(name: str) -> str:
    """The licence of an installed package, in one form."""
    if name in STATED:
        return STATED[name]
    about = metadata.metadata(name)
    said = about.get("License-Expression")
    if said:
        return re.sub(r"\s+", " ", said)
    classified = [
        c.rpartition(" :: ")[2] for c in about.get_all("Classifier") or () if c.startswith("License ::")
    ]
    said = next((c for c in classified if c != "OSI Approved"), None)
    stated = (about.get("License") or "").strip()
    if stated and len(stated) < 60 and "\n" not in stated:
        said = stated
    for pattern, short in _SAME:
        if said and re.fullmatch(pattern, said.strip(), re.IGNORECASE):
            return short
    return said or "UNKNOWN"


def closure(requirements: list[str]) -> dict[str, str] | None:
    """Package (its own spelling) -> licence, of all that requirements bring; None when one is not installed."""
    out: dict[str, str] = {}
    waiting = [(Requirement(one), "") for one in requirements]
    seen: set[tuple[str, str]] = set()
    while waiting:
        wanted, extra = waiting.pop()
        if wanted.marker is not None and not wanted.marker.evaluate({"extra": extra, **_PLATFORM}):
            continue
        name = canonicalize_name(wanted.name)
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            return None
        out[found.metadata["Name"]] = licence(name)
        for chosen in ("", *sorted(wanted.extras)):
            if (name, chosen) not in seen:
                seen.add((name, chosen))
                waiting += [(Requirement(one), chosen) for one in found.requires or ()]
    return out


#: The list is the same on every machine: that of Linux and the oldest Python we support.
_PLATFORM = {
    "sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "python_version": "3.11",
    "python_full_version": "3.11.0", "platform_python_implementation": "CPython", "implementation_name": "cpython",
    "platform_machine": "x86_64",
}  # fmt: skip


def groups() -> dict[str, list[str]]:
    """What is required by the core and by each extra."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {"core": project["dependencies"], **project["optional-dependencies"]}


def _packages(lines: list[str]) -> list[str]:
    return re.findall(r"([\w.-]+) \(", " ".join(lines))


def main() -> int:
    """Writes or checks; 1 where something is wrong."""
    path = ROOT / "NOTICE"
    text = path.read_text(encoding="utf-8")
    head, mark, rest = text.partition(BEGIN)
    old, _, tail = rest.partition(END)
    if not mark:
        sys.exit("NOTICE: the list of dependencies is gone; put its first and last line back")
    lines, problems, absent = [], [], []
    known: dict[str, str] = {}
    for name, required in groups().items():
        found = closure(required)
        if found is None:
            absent.append(name)
            kept = re.search(rf"^{re.escape(name)}: .*(?:\n  .*)*\n", old, re.MULTILINE)
            lines.append(kept[0] if kept else f"{name}: not looked at yet\n")
            continue
        for package, said in found.items():
            weak = canonicalize_name(package) in WEAK and name != "core"
            if said == "UNKNOWN" or (
                _COPYLEFT.search(said) and " or " not in said.lower() and "LGPL" not in said
            ):
                problems.append(
                    f"{package} ({name}): its licence is {said}; it must not be needed at run time"
                )
            elif "LGPL" in said and not weak:
                problems.append(
                    f"{package} ({name}): its licence is {said}; only extras may have that, see WEAK"
                )
        own = {p: s for p, s in found.items() if name == "core" or p not in known}
        if name == "core":
            known = found
        said = ", ".join(f"{p} ({s})" for p, s in sorted(own.items(), key=lambda pair: pair[0].lower()))
        lines.append(
            textwrap.fill(
                f"{name}: {said or 'nothing more'}", 112, subsequent_indent="  ", break_on_hyphens=False
            )
            + "\n"
        )
    new = head + BEGIN + "\n" + "".join(lines) + "\n" + END + tail
    if "--check" in sys.argv[1:]:
        # Others' newer versions may bring other packages: that is to be known, and no fault of a change here.
        direct = {canonicalize_name(Requirement(one).name) for some in groups().values() for one in some}
        listed = {canonicalize_name(one) for one in re.findall(r"([\w.-]+) \(", old)}
        brought = {canonicalize_name(one) for one in _packages(lines)}
        problems += [
            f"NOTICE lacks {one}; run python tools/notice.py" for one in sorted((brought & direct) - listed)
        ]
        if news := sorted(brought - listed - direct):
            print(
                f"brought by others since NOTICE was written: {', '.join(news)}; run python tools/notice.py"
            )
    else:
        path.write_text(new, encoding="utf-8")
    print("\n".join(problems) or "NOTICE: every licence is one that we take")
    if absent:
        print(f"not installed here, not looked at: {', '.join(absent)}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
