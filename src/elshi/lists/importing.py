"""Lists into the record: each file one document, each row one passage and its facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from elshi.errors import ReadError
from elshi.lists.facts import RowReader
from elshi.lists.mapping import Mapping, read_mapping
from elshi.lists.tables import Table, read_table
from elshi.model import Document, Fact, Failure

if TYPE_CHECKING:
    from elshi.api import Record
    from elshi.extraction import Extractor
    from elshi.record import IngestReport
    from elshi.record.passages import IndexedPassage

__all__ = ["ListReport", "import_lists", "read_list"]


@dataclass(slots=True)
class ListReport:
    """What became of lists.

    Attributes:
        ingested: documents (lists) and facts, as for other sources; lists that failed are among its failures.
        rows: how many rows the lists have.
        failures: rows that gave no fact, each as `file:line` with the reason.
        nameless: names that the catalogue does not know, with how many rows bear them; they keep their words.
    """

    ingested: IngestReport
    rows: int = 0
    failures: list[Failure] = field(default_factory=list)
    nameless: Counter[str] = field(default_factory=Counter)

    def to_json(self) -> dict[str, Any]:
        """The object that `elshi import --format json` prints: that of `elshi ingest`, with `rows`."""
        out = self.ingested.to_json()
        out["rows"] = {"all": self.rows, "failed": len(self.failures)}
        out["failures"] += [{"source": one.source, "reason": one.reason} for one in self.failures]
        out["unknown_names"] = dict(sorted(self.nameless.items(), key=lambda pair: (-pair[1], pair[0])))
        return out


def read_list(
    path: str | Path, mapping: Mapping, extractor: Extractor
) -> tuple[Document, Table, list[Fact], list[Failure], Counter[str]]:
    """Reads one list, and stores nothing.

    Returns:
        The list as a document, its rows, its facts, the rows that gave none, and names that nobody knows.

    Raises:
        ReadError: the list cannot be read.
        RuleError: the mapping does not fit the list.
    """
    path = Path(path)
    table = read_table(path, mapping)
    document = Document(
        id=path.name,
        text=table.text,
        title=mapping.list.replace("{file}", path.stem),
        url=mapping.url,
        source=mapping.publisher or mapping.list.replace("{file}", path.stem),
        published=mapping.published,
        language=mapping.language,
    )
    reader = RowReader(mapping, extractor)
    facts, failures = reader.facts(table, document)
    return document, table, facts, failures, reader.nameless


def import_lists(
    record: Record,
    paths: Sequence[str | Path],
    mapping: Mapping | str | Path,
    *,
    refresh: bool = False,
    progress: Callable[[str, str], None] | None = None,
) -> ListReport:
    """Adds lists to a record, each in one transaction; doing it again adds nothing.

    Args:
        record: where they go.
        paths: files of one kind, which one mapping describes.
        mapping: what their columns mean, or the file that says so.
        refresh: read lists anew that the record has already, after a change of the mapping or of names.
        progress: called after each list with its name and `new`, `known` or `failed`.

    Raises:
        RuleError: the mapping does not hold together, or does not fit a list; no list after that is added.
        RecordError: the record cannot be written to.
    """
    if not isinstance(mapping, Mapping):
        mapping = read_mapping(mapping)
    current: dict[str, tuple[Table, list[Fact]]] = {}
    rows, failures, nameless = 0, [], Counter[str]()

    def documents() -> Iterable[Document | Failure]:
        nonlocal rows
        for path in paths:
            current.clear()
            try:
                document, table, facts, failed, unknown = read_list(path, mapping, record.extractor)
            except ReadError as error:
                # The message begins with the path, as the failure does.
                yield Failure(str(path), str(error).removeprefix(f"{path}: "))
                continue
            rows += len(table.rows) + len(table.failures)
            failures.extend(failed)
            nameless.update(unknown)
            if table.rows and not facts:
                yield Failure(str(path), "no row gives a fact; the rows are named below")
                continue
            current["list"] = (table, facts)
            yield document

    def facts_of(document: Document) -> Sequence[Fact]:
        # The record may keep an earlier copy's name; facts go by the document that they are written with.
        return [replace(fact, document=document.id) for fact in current["list"][1]]

    def passages_of(document: Document) -> Iterable[IndexedPassage]:
        return _passages(document, current["list"][0], record.extractor)

    from elshi.text.layout import repair

    ingested = record.store.ingest(
        documents(),
        facts_of,
        index=passages_of,
        normalise=lambda text: repair(text).clean,
        refresh=refresh,
        progress=progress,
    )
    return ListReport(ingested, rows, failures, nameless)


def _passages(document: Document, table: Table, extractor: Extractor) -> Iterable[IndexedPassage]:
    """Each row as one passage for search: its words, who it names, its dates."""
    for row in table.rows:
        text = document.text[row.start : row.end]
        found = list(extractor.passages(Document("row", text, language=document.language)))
        if not found:
            continue
        terms = tuple(dict.fromkeys(term for one in found for term in one.terms))
        entities = tuple(dict.fromkeys(id for one in found for id in one.entities))
        dates = tuple(dict.fromkeys(date for one in found for date in one.dates))
        yield replace(
            found[0], start=row.start, end=row.end, text=text, language=document.language,
            terms=terms, entities=entities, dates=dates,
        )  # fmt: skip
