"""Validates catalogue files row by row and against each other, and says everything that is wrong.

Loading stops at the first fault; `check` goes on, so that a person who extends the catalogue sees all
of it at once. The format is described in `data/README.md`.
"""

from __future__ import annotations

import csv
import datetime
import itertools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from elshi.catalogue.entities import LANGUAGES, ROLES, fold
from elshi.catalogue.loading import OWN_COLUMNS

__all__ = ["CODED_KINDS", "KINDS", "check"]

KINDS = ("state", "igo", "programme", "organisation", "person", "office", "place")

#: Kinds whose ids may be bare codes; all others begin with `kind:`.
CODED_KINDS = ("state", "igo", "programme")

BRANCHES = ("executive", "legislative", "diplomatic", "military", "organisation", "business")

#: Roles of forms that several entities may share without further ado: people have namesakes.
SHARED_ROLES = frozenset({"surname", "initials"})

#: Languages that an entity with a code must be named in.
REQUIRED = ("kk", "ru", "en")

_COLUMNS = {
    "entities.csv": ("id", "kind", "name", "country", "parent", "from", "to", "note"),
    "names.csv": ("id", "language", "form", "role", "from", "to"),
    "homographs.csv": ("language", "form", "why", "read"),
    "metonyms.csv": ("place_id", "stands_for", "note"),
    "holders.csv": ("office", "of", "person", "from", "to", "source"),
    "offices.csv": ("id", "rank", "head_of", "branch"),
    "own": OWN_COLUMNS,
}

_CODE = re.compile(r"[A-Z][A-Z0-9]{1,11}")
_ID = re.compile(r"[a-z]+:[a-z0-9]+(?:[-_][a-z0-9]+)*")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?[?~%]?")


@dataclass(slots=True)
class _Row:
    where: str
    cells: dict[str, str]
    mine: bool = False


@dataclass(slots=True)
class _State:
    problems: list[str] = field(default_factory=list)
    rows: dict[str, list[_Row]] = field(default_factory=lambda: defaultdict(list))
    own: set[Path] = field(default_factory=set)

    def say(self, row: _Row, message: str) -> None:
        self.problems.append(f"{row.where}: {message}")


def check(paths: Iterable[Path], beside: Iterable[Path] = ()) -> list[str]:
    """Everything that is wrong with catalogue files.

    Args:
        paths: files, or folders that are searched for `*.csv`. References (an id in a names file, a
            person in `holders.csv`) are looked up in all of them together.
        beside: files that are only looked up in; what is wrong with them is not said. Give the
            catalogue's own folder here to check a person's file, which may be one table for everything.

    Returns:
        One line a problem, `file:line: what is wrong`; empty when all is well.
    """
    state = _State()
    known = [file for path in beside for file in sorted(path.rglob("*.csv"))]
    for file in known:
        _read(file, state)
    for path in paths:
        for file in sorted(path.rglob("*.csv")) if path.is_dir() else [path]:
            state.own.add(file)
            _read(file, state)
    _unfold(state)
    kinds = _entities(state)
    _homographs(state)
    _names(state, kinds)
    _offices(state, kinds)
    _metonyms(state, kinds)
    _holders(state, kinds)
    ours = tuple(f"{file}:" for file in known)
    return [p for p in state.problems if not p.startswith(ours)] if ours else state.problems


def _unfold(state: _State) -> None:
    """Takes a person's one table apart into entities and names."""
    known = {row.cells["id"] for row in state.rows["entities.csv"]}
    for row in state.rows["own"]:
        cells = row.cells
        if cells["id"] not in known and (cells["kind"] or cells["name"]):
            known.add(cells["id"])
            new = {c: cells.get(c, "") for c in _COLUMNS["entities.csv"]}
            new |= {"name": cells["name"] or cells["form"], "from": "", "to": ""}
            state.rows["entities.csv"].append(_Row(row.where, new, True))
        if cells["form"] or cells["language"]:
            name = {c: cells[c] for c in _COLUMNS["names.csv"]}
            state.rows["names.csv"].append(_Row(row.where, name | {"role": cells["role"] or "alias"}, True))


def _kind_of(file: Path, own: bool) -> str | None:
    # `offices.entities.csv` is a table of entities, `offices.csv` one of offices.
    for ending in ("entities.csv", "names.csv"):
        if file.name.endswith("." + ending) or file.name == ending:
            return ending
    return next((ending for ending in _COLUMNS if file.name.endswith(ending)), "own" if own else None)


def _read(file: Path, state: _State) -> None:
    kind = _kind_of(file, file in state.own)
    if kind is None:
        state.problems.append(f"{file}: no catalogue file has a name like this; see data/README.md")
        return
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as e:
        state.problems.append(f"{file}: cannot be read as UTF-8 text ({e})")
        return
    header: list[str] | None = None
    for number, line in enumerate(text.split("\n"), 1):
        where = f"{file}:{number}"
        line = line.removesuffix("\r")
        if not line.strip() or line.startswith("#"):
            continue
        if unicodedata.normalize("NFC", line) != line:
            state.problems.append(f"{where}: not in Unicode normal form C; save it composed")
        cells = next(csv.reader([line]))
        if header is None:
            header = cells
            if tuple(header) != _COLUMNS[kind]:
                state.problems.append(f"{where}: the header must be {','.join(_COLUMNS[kind])}")
                return
            continue
        if len(cells) != len(header):
            state.problems.append(
                f"{where}: {len(cells)} cells instead of {len(header)}; "
                "put a cell that holds a comma in double quotes"
            )
            continue
        for column, cell in zip(header, cells, strict=True):
            if cell != cell.strip() or "  " in cell:
                state.problems.append(f"{where}: {column} {cell!r} has blanks to spare")
        state.rows[kind].append(_Row(where, dict(zip(header, cells, strict=True))))


def _dates(state: _State, row: _Row) -> None:
    ends: list[str] = []
    for column in ("from", "to"):
        value = row.cells[column]
        found = _DATE.fullmatch(value)
        if not value:
            continue
        try:
            if found is None:
                raise ValueError
            datetime.date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
        except ValueError:
            state.say(row, f"{column} {value!r} is no date; write 1999, 1999-05 or 1999-05-31")
            continue
        ends.append(value.rstrip("?~%"))
    if len(ends) == 2:
        size = min(len(ends[0]), len(ends[1]))
        if ends[0][:size] > ends[1][:size]:
            state.say(row, f"ends ({ends[1]}) before it begins ({ends[0]})")


def _entities(state: _State) -> dict[str, str]:
    kinds: dict[str, str] = {}
    for row in state.rows["entities.csv"]:
        id, kind = row.cells["id"], row.cells["kind"]
        if kind not in KINDS:
            state.say(row, f"kind {kind!r} is not one of {', '.join(KINDS)}")
        elif not _ID.fullmatch(id) and not (kind in CODED_KINDS and _CODE.fullmatch(id)):
            state.say(row, f"id {id!r} is neither a code nor {kind}:words-joined-by-hyphens")
        elif ":" in id and id.split(":")[0] != kind:
            state.say(row, f"id {id!r} of a {kind} must begin with {kind}:")
        if id in kinds:
            state.say(row, f"id {id!r} stands twice")
        if not row.cells["name"]:
            state.say(row, "no name")
        kinds[id] = kind
        _dates(state, row)
    for row in state.rows["entities.csv"]:
        for column in ("country", "parent"):
            if row.cells[column] and row.cells[column] not in kinds:
                state.say(row, f"{column} {row.cells[column]!r} is in no *.entities.csv")
    return kinds


def _names(state: _State, kinds: dict[str, str]) -> None:
    marked = {(row.cells["language"], fold(row.cells["form"])) for row in state.rows["homographs.csv"]}
    owners: dict[tuple[str, str], str] = {}
    seen: set[tuple[str, str, str]] = set()
    languages: dict[str, set[str]] = defaultdict(set)
    for row in state.rows["names.csv"]:
        id, language, form, role = (row.cells[c] for c in ("id", "language", "form", "role"))
        if id not in kinds:
            state.say(row, f"{id!r} is in no *.entities.csv; add the entity or mend the id")
        if language not in LANGUAGES:
            state.say(row, f"language {language!r} is not one of {', '.join(LANGUAGES)}")
        if role not in ROLES:
            state.say(row, f"role {role!r} is not one of {', '.join(ROLES)}")
        if not form:
            state.say(row, "no form")
        if (id, language, form) in seen:
            state.say(row, f"{form!r} stands twice for {id}")
        seen.add((id, language, form))
        languages[id].add(language)
        _dates(state, row)
        key = (language, fold(form))
        if role in SHARED_ROLES or key in marked or row.mine:
            continue  # a person's own file may give a name to somebody else: it wins
        other = owners.setdefault(key, id)
        if other != id:
            state.say(row, f"{form!r} names {id} and also {other}; mend one, or mark it in homographs.csv")
    for row in state.rows["entities.csv"]:
        id, kind = row.cells["id"], row.cells["kind"]
        missing = [c for c in REQUIRED if c not in languages[id]]
        if row.mine and languages[id]:
            continue
        if missing and (":" not in id or kind in ("igo", "office", "person")):
            state.say(row, f"{id} has no name in {', '.join(missing)}")
        elif not languages[id]:
            state.say(row, f"{id} has no name in any *.names.csv")


def _homographs(state: _State) -> None:
    for row in state.rows["homographs.csv"]:
        if row.cells["language"] not in LANGUAGES:
            state.say(row, f"language {row.cells['language']!r} is not one of {', '.join(LANGUAGES)}")
        read = row.cells["read"]
        if read and read != "inside" and not read.startswith("before "):
            state.say(row, f"read {read!r} is none of: inside; before WORDS; empty")


def _offices(state: _State, kinds: dict[str, str]) -> None:
    ranked: set[str] = set()
    for row in state.rows["offices.csv"]:
        id = row.cells["id"]
        if kinds.get(id) != "office":
            state.say(row, f"{id!r} is no office in any *.entities.csv")
        if id in ranked:
            state.say(row, f"office {id!r} stands twice")
        ranked.add(id)
        if row.cells["rank"] not in tuple("123456789"):
            state.say(row, f"rank {row.cells['rank']!r} is not 1 to 9")
        if row.cells["branch"] not in BRANCHES:
            state.say(row, f"branch {row.cells['branch']!r} is not one of {', '.join(BRANCHES)}")
    for row in state.rows["entities.csv"]:
        if row.cells["kind"] == "office" and row.cells["id"] not in ranked:
            state.say(row, f"office {row.cells['id']!r} has no line in offices.csv")


def _metonyms(state: _State, kinds: dict[str, str]) -> None:
    seen: set[str] = set()
    for row in state.rows["metonyms.csv"]:
        place, side = row.cells["place_id"], row.cells["stands_for"]
        if kinds.get(place) != "place":
            state.say(row, f"{place!r} is no place in any *.entities.csv")
        if place in seen:
            state.say(row, f"{place!r} stands twice")
        seen.add(place)
        if kinds.get(side) not in CODED_KINDS:
            state.say(row, f"{side!r} is no state or organisation in any *.entities.csv")


def _holders(state: _State, kinds: dict[str, str]) -> None:
    expected: tuple[tuple[str, Callable[[str | None], bool], str], ...] = (
        ("office", lambda kind: kind == "office", "office"),
        ("of", lambda kind: kind in CODED_KINDS, "state or organisation"),
        ("person", lambda kind: kind == "person", "person"),
    )
    seen: set[tuple[str, ...]] = set()
    for row in state.rows["holders.csv"]:
        for column, fits, what in expected:
            if not fits(kinds.get(row.cells[column])):
                state.say(row, f"{column} {row.cells[column]!r} is no {what} in any *.entities.csv")
        if not row.cells["source"]:
            state.say(row, "no source")
        _dates(state, row)
        key = tuple(row.cells[c] for c in ("office", "of", "person", "from"))
        if key in seen:
            state.say(row, "the same term stands twice")
        seen.add(key)
    for problem in _overlaps(state.rows["holders.csv"]):
        state.problems.append(problem)


def _overlaps(rows: list[_Row]) -> Iterator[str]:
    """Terms of one office that certainly overlap by more than the days that both dates leave open."""
    by_office: dict[tuple[str, str], list[_Row]] = defaultdict(list)
    for row in rows:
        if row.cells["from"]:
            by_office[row.cells["office"], row.cells["of"]].append(row)
    for (office, of), terms in by_office.items():
        if office in _SEVERAL_HOLDERS or (office, of) in _SEVERAL_HOLDERS:
            continue
        terms.sort(key=lambda row: row.cells["from"].rstrip("?~%"))
        for earlier, later in itertools.pairwise(terms):
            end, begin = earlier.cells["to"].rstrip("?~%"), later.cells["from"].rstrip("?~%")
            size = min(len(end), len(begin)) if end else 0
            if not end or end[:size] > begin[:size]:
                yield (
                    f"{later.where}: {later.cells['person']} becomes {office} of {of} on {begin}, when "
                    f"{earlier.cells['person']} still is ({end or 'no end given'})"
                )


#: Offices that several people hold at once.
_SEVERAL_HOLDERS: frozenset[object] = frozenset(
    {"office:ambassador", "office:presidency_chair", "office:captain_regent", "office:special_envoy"}
)
