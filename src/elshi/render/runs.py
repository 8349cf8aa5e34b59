"""Cells of a view as runs of text in the reader's language: the common ground of HTML and Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from elshi.render.amounts import amount_text, number_text
from elshi.render.dates import date_text
from elshi.render.texts import Texts
from elshi.views.sheet import Dossier, Row, Section
from elshi.views.values import Amount, Flow, Number, Party, Stage, Term, Value, When, Words

__all__ = ["Line", "Run", "Writer"]

#: Columns whose values stand on lines of their own, the others on one line.
_LINES = frozenset(
    (
        *("visitor", "office", "results", "participants", "stages", "outlets", "speaker", "addressee"),
        *("next", "people", "who", "organisation", "honouree", "person"),
        *("turnover", "a_to_b", "b_to_a", "export", "import", "growth"),
    )
)

_SEPARATORS = {"dates": ", ", "seen": " – "}

#: Columns of dates: several values are dates that sources do not agree on.
_DATES = frozenset(("date", "due", "period", "last", "values"))


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one kind.

    Attributes:
        text: what to show; never trusted.
        kind: `text`, `date`, `undated`, `amount`, `name`, `office`, `term`, `quote`, `title` or `status`.
        language: language of a source's words, None for the reader's.
        notes: numbers of the notes right behind it.
        status: for kind `status` which one.
    """

    text: str
    kind: str = "text"
    language: str | None = None
    notes: tuple[int, ...] = ()
    status: str | None = None


Line = tuple[Run, ...]


class Writer:
    """Turns values into runs for one dossier."""

    def __init__(self, words: Texts, numbers: Mapping[str, int], *, a: str = "", b: str = "") -> None:
        self.words = words
        self._numbers = numbers
        self._names = {"a": a, "b": b}

    @classmethod
    def of(cls, dossier: Dossier, words: Texts) -> Writer:
        """The writer of a dossier."""
        return cls(words, dossier.numbers, a=dossier.a.name, b=dossier.b.name)

    # -- words of the interface -------------------------------------------------------------------

    def term(self, key: str) -> str:
        """A word of the interface with the names of the sides filled in; an unknown code stands as it is."""
        text = self.words.get(key, key.rpartition(".")[2])
        return text.replace("{a}", self._names["a"]).replace("{b}", self._names["b"])

    def column(self, name: str) -> str:
        """Heading of a column."""
        return self.term(f"column.{name}")

    def gap(self, gap: str) -> str:
        """A gap by its key: a section, or a group with its section."""
        section, _, group = gap.partition(".")
        if not group:
            return self.term(f"section.{section}")
        return f"{self.term(f'section.{section}')}: {self.term(f'group.{gap}')}"

    # -- values -----------------------------------------------------------------------------------

    def _notes(self, facts: Iterable[str]) -> tuple[int, ...]:
        return tuple(sorted({self._numbers[id] for id in facts if id in self._numbers}))

    def numbers(self, facts: Iterable[str]) -> tuple[int, ...]:
        """Numbers of the notes of these facts, in order."""
        return self._notes(facts)

    def status(self, status: str) -> Line:
        """The mark of what did not simply happen; nothing for what did."""
        if status == "actual":
            return ()
        return (Run(self.term(f"status.{status}"), "status", status=status),)

    def runs(self, value: Value) -> Line:
        """One value."""
        match value:
            case When(date, facts):
                kind = "date" if date else "undated"
                return (Run(date_text(date, self.words), kind, notes=self._notes(facts)),)
            case Amount(number, unit, status, facts):
                text = Run(amount_text(number, unit, self.words), "amount")
                return self._noted((text, *self.status(status)), facts)
            case Party():
                return self._party(value)
            case Flow(source, target):
                return (Run(f"{source.name} → {target.name}", "name"),)
            case Term(key, facts):
                return (Run(self.term(key), "term", notes=self._notes(facts)),)
            case Words(text, language, verbatim, facts):
                kind = "quote" if verbatim else "title"
                return (Run(" ".join(text.split()), kind, language, self._notes(facts)),)
            case Number(number):
                return (Run(number_text(number, self.words, scaled=False), "amount"),)
            case Stage(step, dates, status, facts):
                runs = [*self.runs(step), Run(" ")]
                for place, when in enumerate(dates):
                    runs += [*([Run(" / ")] if place else []), *self.runs(replace(when, facts=()))]
                return self._noted((*runs, *self.status(status)), facts)

    def _noted(self, line: Line, facts: Iterable[str]) -> Line:
        return (*line[:-1], replace(line[-1], notes=self._notes(facts)))

    def _party(self, party: Party) -> Line:
        runs = [Run(party.name, "name", party.language)]
        if party.office:
            runs += [Run(", "), Run(party.office, "office", party.office_language)]
        return self._noted(tuple(runs), party.facts)

    # -- cells and rows ---------------------------------------------------------------------------

    def cell(self, column: str, values: Sequence[Value]) -> list[Line]:
        """The lines of one cell."""
        if not values:
            return []
        if column in _LINES:
            return [self.runs(value) for value in values]
        line: list[Run] = []
        for place, value in enumerate(values):
            if place:
                line.append(Run(self._between(column, values[place - 1], value)))
            line += self.runs(value)
        return [tuple(line)]

    @staticmethod
    def _between(column: str, left: Value, right: Value) -> str:
        if column in _SEPARATORS:
            return _SEPARATORS[column]
        if isinstance(left, When) and isinstance(right, When):
            return " / "
        if column in _DATES and column == "values":
            return " / "
        if isinstance(left, Party) and isinstance(right, Party):
            return " – "
        if isinstance(left, Term) and isinstance(right, (Party, Words, Amount, When, Number)):
            return ": "
        if isinstance(left, (Flow, Words)) and isinstance(right, Number):
            return ": "
        return "; "

    def row(self, section: Section, row: Row) -> tuple[list[list[Line]], tuple[int, ...]]:
        """The cells of a row in the order of its columns, and the notes that no cell has named yet."""
        columns = section.groups[row.group]
        cells = [self.cell(column, row.cells.get(column, ())) for column in columns]
        said = any(run.kind == "status" for cell in cells for line in cell for run in line)
        mark = self.status(row.status)
        # Rows of plans say in a column of their own what became of them.
        if mark and not said and section.key != "plans":
            if cells[0]:
                cells[0][-1] = (*cells[0][-1], *mark)
            else:
                cells[0] = [mark]
        cited = {number for cell in cells for line in cell for run in line for number in run.notes}
        rest = tuple(sorted(set(self._notes(f.id for f in row.facts)) - cited))
        return cells, rest
