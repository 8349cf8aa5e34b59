"""What the columns of a list mean: the mapping file, checked when loaded; every error names file and line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

from elshi.errors import RuleError
from elshi.frames.yamlfile import YamlFile
from elshi.languages import edtf
from elshi.lists.days import DateReader, compile_format
from elshi.model import EVENT_TYPES, FIGURE_TYPES, SPHERES, STATUSES

__all__ = ["Cells", "FactPlan", "FillerPlan", "Mapping", "PlacePlan", "read_mapping"]

#: Confidence of a fact of a list whose mapping says nothing: lists have slips of the pen too.
USUAL_CONFIDENCE = 0.95

#: Roles of a figure; which of them one needs depends on the indicator.
FIGURE_ROLES = ("subject", "from", "to", "donor", "recipient")

_TOP = {
    "list", "publisher", "url", "published", "language", "rows", "sheet", "header", "columns", "delimiter",
    "encoding", "unknown", "dates", "century", "names", "confidence", "facts",
}  # fmt: skip
_FACT = {
    "type", "subtype", "status", "sphere", "title", "date", "place", "roles", "when", "unless", "value", "unit",
}  # fmt: skip
_FILLER_KEYS = ("code", "side", "person", "organisation")
_UNKNOWN = ("", "-", "–", "—", "?", "n/a", "null", "none")


@dataclass(frozen=True, slots=True)
class Cells:
    """A value that is said once for all rows, or read from a column.

    Attributes:
        fixed: the value of every row, or None.
        column: where it stands otherwise.
        words: patterns looked for in the cell -> value; the first that is found decides. Empty: the cell itself.
        other: the value when no pattern is found.
        line: where the mapping says so, as `file:line`.
    """

    fixed: str | None = None
    column: str | None = None
    words: tuple[tuple[re.Pattern[str], str], ...] = ()
    other: str | None = None
    line: str = ""


@dataclass(frozen=True, slots=True)
class FillerPlan:
    """Who fills a role.

    Attributes:
        how: `code` (fixed, `value` is the code), `side`, `person` or `organisation` (`value` is the column).
        value: see `how`.
        of: column or code of the state that a person or organisation belongs to.
        split: what stands between several names in one cell, or None.
        optional: a row without it is a row all the same.
    """

    how: str
    value: str
    of: str | None = None
    split: str | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class PlacePlan:
    """Where it was: a column of names, and a column or code of the country."""

    column: str
    country: str | None = None


@dataclass(frozen=True, slots=True)
class FactPlan:
    """What one row says: one fact.

    Attributes:
        number: which of the mapping's facts it is, from 1.
        kind, type: as in `Fact`.
        subtype, status, sphere, title, unit: as in `Fact`; None where the mapping says nothing.
        first, last: columns of the date, or of its beginning and end.
        value: column of a figure's number.
        decimal: what separates its fraction, `.` or `,`.
        factor: what the number is multiplied by (1e6 for a list in millions).
        place: where it was.
        roles: who fills which role.
        when, unless: (column, pattern) that a row must, or must not, fit.
    """

    number: int
    kind: str
    type: str
    roles: tuple[tuple[str, tuple[FillerPlan, ...]], ...]
    subtype: Cells | None = None
    status: Cells | None = None
    sphere: Cells | None = None
    title: Cells | None = None
    first: str | None = None
    last: str | None = None
    value: str | None = None
    decimal: str = "."
    factor: float = 1.0
    unit: Cells | None = None
    place: PlacePlan | None = None
    when: tuple[tuple[str, re.Pattern[str]], ...] = ()
    unless: tuple[tuple[str, re.Pattern[str]], ...] = ()


@dataclass(frozen=True, slots=True)
class Mapping:
    """A whole mapping file.

    Attributes:
        name: its file name without suffix; part of each fact's rule id.
        list: title of the list; `{file}` in it is the file's name without suffix.
        publisher, url, published: as in `Document`.
        language: language of its words: `kk`, `ru` or `en`.
        rows: XML: name of the element that is a row.
        sheet: XLSX: name of the sheet, or None for the first.
        header: line (XLSX: row) of the column names, from 1.
        columns: XML: children (`from`), attributes (`@who`, `from/@id`) that are read; else () for all.
        delimiter, encoding: of text files, or None to find out.
        unknown: cells that say nothing, folded.
        dates: how dates are read.
        names: a name of the list -> id in the catalogue, or None for nobody that it knows.
        confidence: of every fact.
        facts: what each row says.
        used: every column that the mapping speaks of -> `file:line`.
    """

    name: str
    list: str
    publisher: str | None
    url: str | None
    published: str | None
    language: str
    rows: str | None
    sheet: str | None
    header: int
    columns: tuple[str, ...]
    delimiter: str | None
    encoding: str | None
    unknown: frozenset[str]
    dates: DateReader
    names: dict[str, str | None]
    confidence: float
    facts: tuple[FactPlan, ...]
    used: dict[str, str] = field(default_factory=dict)


def read_mapping(path: str | Path) -> Mapping:
    """Loads and checks a mapping file.

    Raises:
        RuleError: it is not there or does not hold together; the message begins with file and line.
    """
    path = Path(path)
    if not path.is_file():
        raise RuleError(f"{path}: there is no such mapping file; docs/lists.md shows how to write one")
    try:
        return _Reader(YamlFile(path)).mapping(path.stem)
    except UnicodeDecodeError as error:
        raise RuleError(f"{path}:1: is not UTF-8 (byte {error.start + 1}); save it as UTF-8") from None


class _Reader:
    def __init__(self, file: YamlFile) -> None:
        self.file = file
        self.data = file.mapping()
        self.used: dict[str, str] = {}

    def fail(self, message: str, *path: Any) -> NoReturn:
        self.file.fail(message, *path)

    def keys(self, data: Any, known: Sequence[str] | set[str], *path: Any) -> None:
        if not isinstance(data, dict):
            self.fail(f"expected a mapping with {', '.join(sorted(known))}", *path)
        for key in data:
            if key not in known:
                self.fail(f"unknown key {key!r}; known are {', '.join(sorted(known))}", *path, key)

    def text(self, data: Any, key: str, *path: Any) -> str | None:
        value = data.get(key)
        if value is None:
            return None
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        if hasattr(value, "isoformat"):
            return str(value.isoformat())
        if not isinstance(value, str) or not value:
            self.fail(f"`{key}` must be a text", *path, key)
        return value

    def column(self, name: Any, *path: Any) -> str:
        if isinstance(name, int | float) and not isinstance(name, bool):
            name = str(name)
        if not isinstance(name, str) or not name:
            self.fail("expected the name of a column", *path)
        self.used.setdefault(name, str(self.file.where(*path)))
        return name

    def mapping(self, name: str) -> Mapping:
        data = self.data
        self.keys(data, _TOP)
        title = self.text(data, "list")
        if title is None:
            self.fail("`list:` is missing; write the title by which the list is cited")
        language = self.text(data, "language") or "en"
        if language not in ("kk", "ru", "en"):
            self.fail(f"language {language!r}; write kk, ru or en", "language")
        published = self.text(data, "published")
        if published is not None and not edtf.is_valid(published):
            self.fail(f"published {published!r} is no date; write 2023-01-31 or 2023", "published")
        columns = data.get("columns", [])
        if not isinstance(columns, list):
            self.fail("`columns` must be a list of names", "columns")
        columns = tuple(self.column(one, "columns", at) for at, one in enumerate(columns))
        if data.get("rows") is not None and not columns:
            self.fail(
                "`rows` (XML) needs `columns`: which children and @attributes of a row are read", "rows"
            )
        header = data.get("header", 1)
        if not isinstance(header, int) or isinstance(header, bool) or header < 1:
            self.fail("`header` must be the number of the line with the column names, from 1", "header")
        delimiter = data.get("delimiter")
        if delimiter is not None and (not isinstance(delimiter, str) or len(delimiter) != 1):
            self.fail("`delimiter` must be one character", "delimiter")
        confidence = data.get("confidence", USUAL_CONFIDENCE)
        if not isinstance(confidence, int | float) or not 0 < confidence <= 1:
            self.fail("`confidence` must be a number over 0, at most 1", "confidence")
        facts = data.get("facts")
        if not isinstance(facts, list) or not facts:
            self.fail("`facts:` must be a list; it says what each row means", "facts")
        return Mapping(
            name=name,
            list=title,
            publisher=self.text(data, "publisher"),
            url=self.text(data, "url"),
            published=published,
            language=language,
            rows=self.text(data, "rows"),
            sheet=self.text(data, "sheet"),
            header=header,
            columns=columns,
            delimiter=delimiter,
            encoding=self.text(data, "encoding"),
            unknown=self.unknown(),
            dates=self.dates(language),
            names=self.names(),
            confidence=float(confidence),
            facts=tuple(self.fact(one, at) for at, one in enumerate(facts)),
            used=self.used,
        )

    def unknown(self) -> frozenset[str]:
        own = self.data.get("unknown")
        if own is None:
            return frozenset(_UNKNOWN)
        if not isinstance(own, list):
            self.fail("`unknown` must be a list of the cells that say nothing", "unknown")
        return frozenset(("", *(str(one).strip().casefold() for one in own)))

    def dates(self, language: str) -> DateReader:
        own = self.data.get("dates", [])
        if not isinstance(own, list):
            self.fail('`dates` must be a list of formats, as ["%d.%m.%Y", "%Y"]', "dates")
        formats = []
        for at, one in enumerate(own):
            try:
                formats.append(compile_format(str(one)))
            except ValueError as error:
                self.fail(str(error), "dates", at)
        century = self.data.get("century")
        if century is not None and (not isinstance(century, int) or not 1000 <= century <= 9900):
            self.fail("`century` must be a year: the first that a year of two digits may mean", "century")
        return DateReader(tuple(formats), century, language)

    def names(self) -> dict[str, str | None]:
        own = self.data.get("names") or {}
        if not isinstance(own, dict):
            self.fail("`names` must be a mapping: name in the list -> id, or null", "names")
        out: dict[str, str | None] = {}
        for name, id in own.items():
            if id is not None and not isinstance(id, str):
                self.fail(f"the id of {name!r} must be a text or null", "names", name)
            out[" ".join(str(name).split())] = id
        return out

    def fact(self, data: Any, at: int) -> FactPlan:
        path = ("facts", at)
        self.keys(data, _FACT, *path)
        type_ = data.get("type")
        kind = "event" if type_ in EVENT_TYPES else "figure"
        if kind == "figure" and type_ not in FIGURE_TYPES:
            self.fail(
                f"unknown type {type_!r}; known are {', '.join((*EVENT_TYPES, *FIGURE_TYPES))}", *path, "type"
            )
        subtypes, roles = EVENT_TYPES.get(type_, ((), FIGURE_ROLES))
        if kind == "figure" and "value" not in data:
            self.fail(f"a figure ({type_}) needs `value`, the column of its number", *path, "type")
        for key in ("value", "unit"):
            if kind == "event" and key in data:
                self.fail(f"`{key}` belongs to figures; {type_} is an event", *path, key)
        first, last = self.date(data.get("date"), *path, "date")
        value, decimal, factor = self.number(data.get("value"), *path, "value")
        place = self.place(data.get("place"), *path, "place")
        return FactPlan(
            number=at + 1,
            kind=kind,
            type=type_,
            roles=self.roles(data.get("roles"), type_, roles, *path, "roles"),
            subtype=self.cells(data.get("subtype"), subtypes, *path, "subtype"),
            status=self.cells(data.get("status"), STATUSES, *path, "status"),
            sphere=self.cells(data.get("sphere"), SPHERES, *path, "sphere"),
            title=self.title(data.get("title"), *path, "title"),
            first=first,
            last=last,
            value=value,
            decimal=decimal,
            factor=factor,
            unit=self.cells(data.get("unit"), None, *path, "unit"),
            place=place,
            when=self.conditions(data.get("when"), *path, "when"),
            unless=self.conditions(data.get("unless"), *path, "unless"),
        )

    def cells(self, data: Any, allowed: Sequence[str] | None, *path: Any) -> Cells | None:
        if data is None:
            return None
        where = str(self.file.where(*path))
        if isinstance(data, str):
            self._allowed(data, allowed, *path)
            return Cells(fixed=data, line=where)
        self.keys(data, ("column", "words", "other"), *path)
        column = self.column(data.get("column"), *path, "column")
        words = data.get("words") or {}
        if not isinstance(words, dict):
            self.fail("`words` must be a mapping: pattern -> value", *path, "words")
        pairs = []
        for pattern, value in words.items():
            self._allowed(value, allowed, *path, "words", pattern)
            pairs.append((self._pattern(pattern, *path, "words", pattern), value))
        other = data.get("other")
        if other is not None:
            self._allowed(other, allowed, *path, "other")
        return Cells(column=column, words=tuple(pairs), other=other, line=where)

    def _allowed(self, value: Any, allowed: Sequence[str] | None, *path: Any) -> None:
        if allowed is not None and value not in allowed:
            known = ", ".join(allowed) or "none"
            self.fail(f"{value!r} is not possible here; possible are {known}", *path)
        if not isinstance(value, str):
            self.fail("expected a text", *path)

    def _pattern(self, pattern: Any, *path: Any) -> re.Pattern[str]:
        try:
            return re.compile(str(pattern), re.IGNORECASE)
        except re.error as error:
            self.fail(f"{pattern!r} is no regular expression: {error}", *path)

    def title(self, data: Any, *path: Any) -> Cells | None:
        """A title is always words of the row."""
        if data is None:
            return None
        return Cells(column=self.column(data, *path), line=str(self.file.where(*path)))

    def date(self, data: Any, *path: Any) -> tuple[str | None, str | None]:
        if data is None:
            return None, None
        if isinstance(data, str):
            return self.column(data, *path), None
        self.keys(data, ("from", "to"), *path)
        if "from" not in data:
            self.fail("`date` needs `from`, the column of its beginning", *path)
        last = self.column(data["to"], *path, "to") if "to" in data else None
        return self.column(data["from"], *path, "from"), last

    def number(self, data: Any, *path: Any) -> tuple[str | None, str, float]:
        if data is None:
            return None, ".", 1.0
        if isinstance(data, str):
            return self.column(data, *path), ".", 1.0
        self.keys(data, ("column", "decimal", "factor"), *path)
        decimal, factor = data.get("decimal", "."), data.get("factor", 1)
        if decimal not in (".", ","):
            self.fail("`decimal` must be '.' or ','", *path, "decimal")
        try:
            factor = float(factor)
        except (TypeError, ValueError):
            self.fail("`factor` must be a number, as 1e6", *path, "factor")
        return self.column(data.get("column"), *path, "column"), decimal, factor

    def place(self, data: Any, *path: Any) -> PlacePlan | None:
        if data is None:
            return None
        if isinstance(data, str):
            return PlacePlan(self.column(data, *path))
        self.keys(data, ("column", "in"), *path)
        column = self.column(data.get("column"), *path, "column")
        return PlacePlan(column, self._of(data.get("in"), *path, "in"))

    def _of(self, data: Any, *path: Any) -> str | None:
        """A code (three capitals and the like stand for themselves) or `{column: …}`."""
        if data is None:
            return None
        if isinstance(data, dict):
            self.keys(data, ("code", "column"), *path)
            if "code" in data:
                return f"={data['code']}"
            return self.column(data.get("column"), *path, "column")
        return self.column(data, *path)

    def conditions(self, data: Any, *path: Any) -> tuple[tuple[str, re.Pattern[str]], ...]:
        if data is None:
            return ()
        if not isinstance(data, dict):
            self.fail("expected a mapping: column -> pattern", *path)
        return tuple(
            (self.column(column, *path, column), self._pattern(pattern, *path, column))
            for column, pattern in data.items()
        )

    def roles(
        self, data: Any, type_: str, known: Sequence[str], *path: Any
    ) -> tuple[tuple[str, tuple[FillerPlan, ...]], ...]:
        if not isinstance(data, dict) or not data:
            self.fail(f"`roles` is missing; {type_} has {', '.join(known)}", *path)
        out = []
        for role, fillers in data.items():
            if role not in known:
                self.fail(f"{type_} has no role {role!r}; it has {', '.join(known)}", *path, role)
            given = fillers if isinstance(fillers, list) else [fillers]
            plans = tuple(self.filler(one, *path, role, at) for at, one in enumerate(given))
            out.append((str(role), plans))
        return tuple(out)

    def filler(self, data: Any, *path: Any) -> FillerPlan:
        self.keys(data, (*_FILLER_KEYS, "of", "split", "optional"), *path)
        how = [key for key in _FILLER_KEYS if key in data]
        if len(how) != 1:
            self.fail(f"a filler has one of {', '.join(_FILLER_KEYS)}", *path)
        value = data[how[0]]
        if how[0] == "code":
            if not isinstance(value, str):
                self.fail("`code` must be a code of the catalogue, as USA or NATO", *path)
        else:
            value = self.column(value, *path, how[0])
        split = data.get("split")
        if split is not None and (not isinstance(split, str) or not split):
            self.fail("`split` must be what stands between the names in a cell", *path, "split")
        optional = data.get("optional", False)
        if not isinstance(optional, bool):
            self.fail("`optional` must be true or false", *path, "optional")
        return FillerPlan(how[0], value, self._of(data.get("of"), *path, "of"), split, optional)
