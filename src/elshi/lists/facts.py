"""Rows into facts: who fills which role, when, in the words of the row."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from elshi.extraction import Extractor
from elshi.languages import edtf
from elshi.languages.letters import fold
from elshi.lists.days import Unreadable
from elshi.lists.mapping import Cells, FactPlan, FillerPlan, Mapping
from elshi.lists.tables import Row, Table
from elshi.model import Document, Fact, Failure, Filler, Place

__all__ = ["RowReader"]

_CODED = ("state", "igo", "programme")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass
class RowReader:
    """Reads the rows of one list; remembers the names it has looked up.

    Attributes:
        mapping: what the columns mean.
        extractor: for its catalogue, and to find persons in cells.
        nameless: names that the catalogue does not know -> how many rows bear them.
    """

    mapping: Mapping
    extractor: Extractor
    nameless: Counter[str] = field(default_factory=Counter)
    _sides: dict[str, tuple[str, str, str] | None] = field(default_factory=dict)
    _persons: dict[tuple[str, str | None, str], tuple[Filler, ...]] = field(default_factory=dict)

    def facts(self, table: Table, document: Document) -> tuple[list[Fact], list[Failure]]:
        """All facts of a list, in the order of its rows, and the rows that give none, with the reason."""
        facts: list[Fact] = []
        failures = list(table.failures)
        for row in table.rows:
            try:
                found = [
                    f for plan in self.mapping.facts if (f := self._fact(row, plan, document)) is not None
                ]
            except Unreadable as problem:
                failures.append(Failure(f"{document.id}:{row.line}", str(problem)))
                continue
            facts += found
        failures.sort(key=lambda one: int(one.source.rpartition(":")[2]))
        return facts, failures

    def _cell(self, row: Row, column: str) -> str:
        """The cell, empty where it says nothing."""
        cell = row.cells.get(column, "")
        return "" if cell.casefold() in self.mapping.unknown else cell

    def _said(self, row: Row, given: Cells | None) -> str | None:
        if given is None or given.column is None:
            return given.fixed if given else None
        cell = self._cell(row, given.column)
        if not given.words:
            return cell or None
        for pattern, value in given.words:
            if cell and pattern.search(cell):
                return value
        return given.other

    def _fact(self, row: Row, plan: FactPlan, document: Document) -> Fact | None:
        if any(not pattern.search(row.cells.get(column, "")) for column, pattern in plan.when):
            return None
        if any(pattern.search(row.cells.get(column, "")) for column, pattern in plan.unless):
            return None
        date = self._date(row, plan)
        roles: dict[str, tuple[Filler, ...]] = {}
        for role, fillers in plan.roles:
            found = [one for filler in fillers for one in self._fillers(row, filler, date, role)]
            if found:
                roles[role] = tuple(dict.fromkeys(found))
        if not roles:
            raise Unreadable("names nobody who takes part")
        status = "actual"
        if plan.status is not None:
            said = self._said(row, plan.status)
            if said is None:
                raise Unreadable(
                    f"has no status that the mapping knows ({plan.status.line}); add it to `words`"
                )
            status = said
        return Fact(
            document=document.id,
            kind=plan.kind,
            type=plan.type,
            subtype=self._of_list(row, plan.subtype, "subtype"),
            status=status,
            roles=roles,
            date=date,
            place=self._place(row, plan),
            title=self._said(row, plan.title),
            sphere=self._of_list(row, plan.sphere, "sphere"),
            quote=document.text[row.start : row.end],
            start=row.start,
            end=row.end,
            language=self.mapping.language,
            confidence=self.mapping.confidence,
            value=self._number(row, plan) if plan.value is not None else None,
            unit=self._said(row, plan.unit) if plan.kind == "figure" else None,
            rule=f"list/{self.mapping.name}/{plan.number}",
        )

    def _of_list(self, row: Row, given: Cells | None, what: str) -> str | None:
        """A subtype or sphere; without patterns the cell itself must be one."""
        value = self._said(row, given)
        if value is None or given is None or given.words or given.column is None:
            return value
        known = _known(what)
        if value not in known:
            raise Unreadable(
                f"has {value[:40]!r} as its {what} ({given.line}); say what it means under `words`"
            )
        return value

    def _date(self, row: Row, plan: FactPlan) -> str | None:
        if plan.first is None:
            return None
        cell = self._cell(row, plan.first)
        first = self.mapping.dates.read(cell) if cell else None
        cell = self._cell(row, plan.last) if plan.last else ""
        last = self.mapping.dates.read(cell) if cell else None
        if first is None or last is None:
            # The end of something says that it was, then, under way; its beginning stays unknown.
            return first if first is not None else f"../{last}" if last else None
        if "/" in first or "/" in last:
            raise Unreadable(f"has stretches as the beginning or end of a date ({first}, {last})")
        value = edtf.interval(first, last)
        if value is None:
            raise Unreadable(f"ends ({last}) before it begins ({first})")
        return value

    def _number(self, row: Row, plan: FactPlan) -> float:
        cell = self._cell(row, plan.value or "")
        plain = re.sub(r"[\s\u00a0\u202f'’_]", "", cell)
        plain = plain.replace("." if plan.decimal == "," else ",", "").replace(plan.decimal, ".")
        if not _NUMBER.fullmatch(plain):
            raise Unreadable(f"has {cell[:40]!r} where a number should be" if cell else "has no number")
        return float(plain) * plan.factor

    def _place(self, row: Row, plan: FactPlan) -> Place | None:
        if plan.place is None:
            return None
        cell = self._cell(row, plan.place.column)
        if not cell:
            return None
        country = self._code_of(row, plan.place.country)
        found = [e for e in self.extractor.catalogue.find(cell) if e.kind in ("place", "state")]
        fitting = [e for e in found if country is None or country in (e.country, e.id)]
        name = fitting[0].name if len(fitting) == 1 else cell
        return Place(name, cell, country or (fitting[0].country if len(fitting) == 1 else None))

    # Who --------------------------------------------------------------------------------------------------

    def _fillers(self, row: Row, plan: FillerPlan, date: str | None, role: str) -> list[Filler]:
        if plan.how == "code":
            entity = self.extractor.catalogue.entity(plan.value)
            if entity is None:
                raise Unreadable(f"cannot be read: the mapping names {plan.value!r}, which is no code")
            # No word of the row names it: the list as a whole does.
            return [Filler(entity.id, entity.kind, entity.name, "")]
        cell = self._cell(row, plan.value)
        if not cell:
            if plan.optional or plan.how != "side":
                return []
            raise Unreadable(f"has nothing in {plan.value!r} ({role})")
        names = [one.strip() for one in cell.split(plan.split)] if plan.split else [cell]
        of = self._code_of(row, plan.of)
        out: list[Filler] = []
        for name in filter(None, names):
            if plan.how == "side":
                out.append(self._side(name))
            elif plan.how == "organisation":
                out.append(self._organisation(name, of))
            else:
                out += self._person(name, of, date)
        return out

    def _code_of(self, row: Row, given: str | None) -> str | None:
        if given is None:
            return None
        if given.startswith("="):
            return given[1:]
        cell = self._cell(row, given)
        found = self._lookup(cell) if cell else None
        return found[0] if found else None

    def _lookup(self, name: str) -> tuple[str, str, str] | None:
        """(code, kind, name) of a side, or None where the catalogue knows none of that name."""
        if name not in self._sides:
            given = self.mapping.names.get(name, name)
            found = [] if given is None else [
                e for e in self.extractor.catalogue.find(given) if e.kind in _CODED
            ]  # fmt: skip
            self._sides[name] = (found[0].id, found[0].kind, found[0].name) if found else None
        return self._sides[name]

    def _side(self, name: str) -> Filler:
        found = self._lookup(name)
        if found is not None:
            return Filler(*found, name)
        self.nameless[name] += 1
        return Filler(None, "other", name, name)

    def _organisation(self, name: str, of: str | None) -> Filler:
        given = self.mapping.names.get(name, name)
        found = [] if given is None else self.extractor.catalogue.find(given)
        known = next((e for e in found if e.kind in ("organisation", *_CODED)), None)
        if known is None:
            return Filler(None, "organisation", name, name, of)
        return Filler(known.id, known.kind, known.name, name, None if known.kind in _CODED else of)

    def _person(self, cell: str, of: str | None, date: str | None) -> tuple[Filler, ...]:
        day = _one_day(date)
        key = (cell, of, day or "")
        if key not in self._persons:
            self._persons[key] = self._find_persons(cell, of, day)
        return self._persons[key]

    def _find_persons(self, cell: str, of: str | None, day: str | None) -> tuple[Filler, ...]:
        catalogue = self.extractor.catalogue
        if cell in self.mapping.names:
            entity = catalogue.entity(self.mapping.names[cell] or "")
            return (
                Filler(entity.id if entity else None, "person", entity.name if entity else cell, cell, of),
            )
        heard = self.extractor.mentions(Document("cell", cell, published=day, language=self.mapping.language))
        people = [m for m in heard if m.kind == "person"]
        known = [m for m in people if m.id is not None and catalogue.entity(m.id) is not None]
        if known:
            return tuple(Filler(m.id, "person", m.name, m.text, of or m.of) for m in known)
        likely = self._by_surname(cell, of)
        if likely is not None:
            return (Filler(likely, "person", catalogue.entities[likely].name, cell, of),)
        if people and all(m.id for m in people):
            return tuple(Filler(m.id, "person", m.name, m.text, of or m.of) for m in people)
        return (Filler(None, "person", cell, cell, of),)

    def _by_surname(self, cell: str, of: str | None) -> str | None:
        """The one person of that surname and first name who held an office of that state."""
        words = [w for w in cell.replace(".", " ").split() if len(w) > 1]
        if not words or of is None:
            return None
        catalogue = self.extractor.catalogue
        said = {fold(word) for word in words[:-1]}
        fitting = [
            id for id in catalogue.persons_named(fold(words[-1]))
            if said & set(catalogue.given_names(id)) and any(t.of == of for t in catalogue.offices_of(id))
        ]  # fmt: skip
        return fitting[0] if len(fitting) == 1 else None


def _known(what: str) -> frozenset[str]:
    from elshi.model import EVENT_TYPES, SPHERES

    if what == "sphere":
        return frozenset(SPHERES)
    return frozenset(subtype for subtypes, _ in EVENT_TYPES.values() for subtype in subtypes)


def _one_day(date: str | None) -> str | None:
    """The first point of a date, by which offices are told; None when it is not known."""
    if date is None:
        return None
    first = date.partition("/")[0].rstrip("~")
    return first if re.fullmatch(r"\d{4}(-\d\d){0,2}", first) else None
