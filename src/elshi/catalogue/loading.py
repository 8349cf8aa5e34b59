"""Reads the catalogue's CSV files and checks them; every error names file and line."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from elshi.catalogue.entities import LANGUAGES, ROLES, Entity, Name, Office, Term, span
from elshi.errors import CatalogueError
from elshi.languages.letters import fold

__all__ = ["KINDS", "OWN_COLUMNS", "TABLES", "Tables", "read_tables"]

#: How the names of the catalogue's own tables end; a file of any other name is one table for everything.
TABLES = ("entities.csv", "names.csv", "homographs.csv", "metonyms.csv", "holders.csv", "offices.csv")

KINDS = ("state", "igo", "programme", "place", "office", "organisation", "person", "group", "event", "other")

_ENTITY = ("id", "kind", "name", "country", "parent", "from", "to", "note")
_NAME = ("id", "language", "form", "role", "from", "to")
#: One table for everything: what a person adds by hand. The first row of an id says what it is.
OWN_COLUMNS = ("id", "kind", "name", "country", "language", "form", "role", "from", "to")
_METONYM = ("place_id", "stands_for", "note")
_HOLDER = ("office", "of", "person", "from", "to", "source")
_OFFICE = ("id", "rank", "head_of", "branch")
_HOMOGRAPH = ("language", "form", "why", "read")


class Tables:
    """All rows of all files, in the order read; later files win over earlier ones."""

    def __init__(self) -> None:
        self.entities: dict[str, Entity] = {}
        self.metonyms: dict[str, str] = {}
        self.terms: list[Term] = []
        self.offices: dict[str, Office] = {}
        #: (language, folded form) of names that are also something else -> how they are read
        self.homographs: dict[tuple[str, str], str] = {}
        #: forms that a user's file gives to an entity, (language, form) -> id: they win over all others
        self.won: dict[tuple[str, str], str] = {}


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as e:
        raise CatalogueError(f"{path}: cannot be read as UTF-8 text ({e}); mend or remove the file") from e
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip() and line[0] != "#"]
    if not lines:
        return
    number, head = lines[0]
    header = [c.strip() for c in next(csv.reader([head]))]
    missing = [c for c in columns[:2] if c not in header]
    unknown = [c for c in header if c not in columns]
    if missing or unknown:
        raise CatalogueError(
            f"{path}:{number}: header has {', '.join(header)}; expected {', '.join(columns)}"
        )
    for number, line in lines[1:]:
        cells = next(csv.reader([line]))
        if len(cells) > len(header):
            raise CatalogueError(
                f"{path}:{number}: {len(cells)} cells where the header has {len(header)}; "
                "put a cell that holds a comma in double quotes"
            )
        row = dict.fromkeys(columns, "")
        row.update(zip(header, (c.strip() for c in cells), strict=False))
        yield number, row


def _date(path: Path, number: int, value: str) -> str:
    try:
        span(value)
    except ValueError as e:
        raise CatalogueError(f"{path}:{number}: {e}; write 1999, 1999-05 or 1999-05-31") from e
    return value


def _read_entities(path: Path, tables: Tables) -> None:
    for number, row in _rows(path, _ENTITY):
        if not row["id"]:
            raise CatalogueError(f"{path}:{number}: no id; every entity needs one")
        if row["kind"] not in KINDS:
            raise CatalogueError(f"{path}:{number}: kind {row['kind']!r} is not one of {', '.join(KINDS)}")
        known = tables.entities.get(row["id"])
        tables.entities[row["id"]] = Entity(
            row["id"],
            row["kind"],
            row["name"] or (known.name if known else row["id"]),
            row["country"] or None,
            row["parent"] or None,
            _date(path, number, row["from"]),
            _date(path, number, row["to"]),
            row["note"],
            known.names if known else [],
        )


def _read_names(path: Path, tables: Tables, own: bool) -> None:
    entities = tables.entities
    for number, row in _rows(path, _NAME):
        if row["id"] not in entities:
            raise CatalogueError(
                f"{path}:{number}: {row['id']!r} is in no *.entities.csv; add the entity or mend the id"
            )
        if not row["form"]:
            raise CatalogueError(f"{path}:{number}: no form; write the name")
        _add_name(path, number, row, tables, own)


_LANGUAGES, _ROLES = frozenset(LANGUAGES), frozenset(ROLES)


def _add_name(path: Path, number: int, row: dict[str, str], tables: Tables, own: bool) -> None:
    if row["language"] not in _LANGUAGES:
        raise CatalogueError(f"{path}:{number}: language {row['language']!r} is not kk, ru, en or la")
    role = row["role"] or "alias"
    if role not in _ROLES:
        raise CatalogueError(f"{path}:{number}: role {role!r} is not one of {', '.join(ROLES)}")
    begin, until = row["from"], row["to"]
    if begin or until:
        _date(path, number, begin)
        _date(path, number, until)
    tables.entities[row["id"]].names.append(Name(row["language"], row["form"], role, begin, until))
    if own:
        tables.won[row["language"], row["form"]] = row["id"]


def _read_own(path: Path, tables: Tables) -> None:
    """A person's own table: each row a name; a new id brings its kind with it."""
    for number, row in _rows(path, OWN_COLUMNS):
        id = row["id"]
        if id not in tables.entities:
            if row["kind"] not in KINDS:
                raise CatalogueError(
                    f"{path}:{number}: {id!r} is not in the catalogue; write its kind "
                    f"({', '.join(KINDS[:7])}) in this row, or mend the id"
                )
            name = row["name"] or row["form"]
            tables.entities[id] = Entity(id, row["kind"], name, row["country"] or None)
        elif row["name"] or row["country"]:
            entity = tables.entities[id]
            entity.name = row["name"] or entity.name
            entity.country = row["country"] or entity.country
        if row["form"]:
            _add_name(path, number, row, tables, True)


def _read_others(folder: list[Path], tables: Tables) -> None:
    for path in folder:
        if path.name.endswith("offices.csv"):
            for _, row in _rows(path, _OFFICE):
                tables.offices[row["id"]] = Office(row["id"], row["rank"], row["head_of"], row["branch"])
        elif path.name.endswith("homographs.csv"):
            for _, row in _rows(path, _HOMOGRAPH):
                if row["read"]:
                    tables.homographs[row["language"], fold(row["form"])] = row["read"]
        elif path.name.endswith("metonyms.csv"):
            for number, row in _rows(path, _METONYM):
                if row["place_id"] not in tables.entities:
                    raise CatalogueError(f"{path}:{number}: {row['place_id']!r} is in no *.entities.csv")
                if row["stands_for"] not in tables.entities:
                    raise CatalogueError(f"{path}:{number}: {row['stands_for']!r} is in no *.entities.csv")
                tables.metonyms[row["place_id"]] = row["stands_for"]
        elif path.name.endswith("holders.csv"):
            for number, row in _rows(path, _HOLDER):
                begin, until = _date(path, number, row["from"]), _date(path, number, row["to"])
                if begin and until and span(begin)[0] > span(until)[1]:
                    raise CatalogueError(
                        f"{path}:{number}: the term ends ({until}) before it begins ({begin})"
                    )
                tables.terms.append(
                    Term(row["office"], row["of"], row["person"], begin, until, row["source"])
                )


def read_tables(folder: Path, extra: Path | None = None) -> Tables:
    """Reads every file of a catalogue folder, then a user's own.

    Args:
        folder: the catalogue's data.
        extra: a folder of the same kind, or one file: `*.names.csv`, `*.entities.csv` …, or one table for
            everything (`OWN_COLUMNS`); its rows win.

    Raises:
        CatalogueError: a file does not hold together; the message begins with file and line.
    """
    tables = Tables()
    groups = [(sorted(folder.rglob("*.csv")), False)]
    if extra is not None:
        if not extra.exists():
            raise CatalogueError(
                f"{extra}: there is no such file or folder; check the path given for --catalogue"
            )
        groups.append((sorted(extra.rglob("*.csv")) if extra.is_dir() else [extra], True))
    for files, own in groups:
        for path in files:
            if path.name.endswith("entities.csv"):
                _read_entities(path, tables)
        for path in files:
            if path.name.endswith("names.csv"):
                _read_names(path, tables, own)
            elif own and not path.name.endswith(TABLES):
                _read_own(path, tables)
        _read_others(files, tables)
    return tables
