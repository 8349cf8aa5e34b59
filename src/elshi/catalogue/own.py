"""A person's own catalogue: one table in a file of their own, which wins over the built-in names."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from elshi.catalogue.check import check
from elshi.catalogue.loading import OWN_COLUMNS, TABLES
from elshi.errors import CatalogueError

__all__ = ["add_name"]

_DATA = Path(__file__).parent / "data"


def add_name(file: Path, cells: dict[str, str]) -> int:
    """Adds one row to a person's table, which is made if it is not there.

    Args:
        file: a `.csv` file that is not named like one of the catalogue's own tables.
        cells: a value for each of `OWN_COLUMNS`.

    Returns:
        The number of the line added.

    Raises:
        CatalogueError: the row (or the file as it stands) does not hold together; nothing is written.
    """
    if file.suffix != ".csv" or file.name.endswith(TABLES) or file.is_dir():
        raise CatalogueError(f"{file}: names are added to one table of your own; call it, say, mine.csv")
    header = _line(dict(zip(OWN_COLUMNS, OWN_COLUMNS, strict=True)))
    before = file.read_text(encoding="utf-8-sig") if file.exists() else header
    if before and not before.endswith("\n"):
        before += "\n"
    after = before + _line(cells)
    number = after.count("\n")
    trial = file.with_name(file.name + ".new.csv")
    try:
        trial.write_text(after, encoding="utf-8", newline="\n")
        problems = check([trial], [_DATA])
        if problems:
            raise CatalogueError(problems[0].replace(str(trial), str(file), 1) + "; nothing was added")
        trial.replace(file)
    finally:
        trial.unlink(missing_ok=True)
    return number


def _line(cells: dict[str, str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([" ".join(cells[c].split()) for c in OWN_COLUMNS])
    return out.getvalue()
