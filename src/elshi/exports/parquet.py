"""Parquet: events, facts with their participants nested, documents. Each column carries its meaning as metadata."""

from __future__ import annotations

from typing import Any

from elshi.exports.base import Context, Report, missing
from elshi.exports.files import Folder
from elshi.exports.rows import TABLES, document_row, event_row, fact_row, participant_rows
from elshi.views.items import Item

__all__ = ["Parquet", "schema", "writer"]

#: Rows of a row group: large enough to compress, small enough to hold.
_GROUP = 20_000

_PARTICIPANT = ("role", "position", "id", "kind", "name", "mention", "of")


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise missing("pyarrow", "parquet") from error
    return pyarrow, pyarrow.parquet


def schema(table: str) -> Any:
    """The Arrow schema of a table: `events`, `facts` or `documents`."""
    pa, _ = _arrow()
    kinds = {"text": pa.string(), "int": pa.int64(), "float": pa.float64()}
    fields = [pa.field(c.name, kinds[c.kind], metadata={"meaning": c.meaning}) for c in TABLES[table]]
    if table == "facts":
        inner = {c.name: pa.field(c.name, kinds[c.kind]) for c in TABLES["participants"]}
        who = pa.list_(pa.struct([inner[name] for name in _PARTICIPANT]))
        fields.append(pa.field("participants", who, metadata={"meaning": "who fills which role"}))
    return pa.schema(fields)


class Parquet:
    """Writes `events.parquet`, `facts.parquet` and `documents.parquet`."""

    def __init__(self, folder: Folder, context: Context) -> None:
        self._pa, pq = _arrow()
        self._context = context
        self._known: set[str] = set()
        self._schemas = {name: schema(name) for name in ("events", "facts", "documents")}
        self._rows: dict[str, list[dict[str, Any]]] = {name: [] for name in self._schemas}
        self._writers = {
            name: pq.ParquetWriter(str(folder.place(f"{name}.parquet")), given, compression="zstd")
            for name, given in self._schemas.items()
        }

    def add(self, item: Item) -> str | None:
        """See `Writer.add`."""
        self._row("events", event_row(item, self._context))
        for one in item.facts:
            row: dict[str, Any] = dict(fact_row(one, item, self._context))
            row["participants"] = list(participant_rows(one, item, self._context))
            self._row("facts", row)
            if one.document.key not in self._known:
                self._known.add(one.document.key)
                self._row("documents", document_row(one.document))
        return None

    def close(self) -> None:
        """See `Writer.close`."""
        for name, stream in self._writers.items():
            self._flush(name)
            stream.close()

    def _row(self, table: str, row: Any) -> None:
        self._rows[table].append(row)
        if len(self._rows[table]) >= _GROUP:
            self._flush(table)

    def _flush(self, table: str) -> None:
        rows = self._rows[table]
        if rows:
            self._writers[table].write_table(self._pa.Table.from_pylist(rows, schema=self._schemas[table]))
            self._rows[table] = []


def writer(folder: Folder, context: Context, report: Report) -> Parquet:
    """A writer of this format."""
    return Parquet(folder, context)
