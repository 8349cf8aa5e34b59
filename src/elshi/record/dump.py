"""The whole content of a record in an order that depends on the content alone.

Two records made from the same documents have the same dump, whatever the order of ingestion, the number of
processes, and how often they were interrupted. When documents were added is left out, and which dossiers were
written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select, text

from elshi.record import decisions, tables

__all__ = ["dump"]


def dump(connection: Connection) -> Iterator[dict[str, Any]]:
    """Gives every row as an object with `table` and its fields, by table and key."""
    d, f, i, p, b = (
        table.c for table in (tables.documents, tables.facts, tables.fillers, tables.passages, tables.bands)
    )
    documents = [c for c in d if c.name not in ("n", "added", "text")]
    for row in connection.execute(select(*documents, d.text).order_by(d.key)).mappings():
        fields = dict(row)
        fields["text"] = hashlib.sha256(fields["text"].encode()).hexdigest()
        yield {"table": "documents", **fields}
    query = select(d.key, b.band).join_from(tables.bands, tables.documents).order_by(d.key, b.band)
    for key, band in connection.execute(query):
        yield {"table": "bands", "document": key, "band": band}
    facts = [c for c in f if c.name not in ("n", "document")]
    query = select(*facts, d.key).join_from(tables.facts, tables.documents).order_by(f.id)
    for row in connection.execute(query).mappings():
        yield {"table": "facts", **row}
    fillers = [i[name] for name in ("role", "id", "kind", "name", "of")]
    rows = connection.execute(
        select(f.id.label("fact"), *fillers).join_from(tables.fillers, tables.facts)
    ).mappings()
    for filler in sorted(map(dict, rows), key=lambda one: [str(value) for value in one.values()]):
        yield {"table": "fillers", **filler}
    for table, column in ((tables.fact_sides, "side"), (tables.fact_keys, "key")):
        value = table.c[column]
        for name, one in connection.execute(
            select(f.id, value).join_from(table, tables.facts).order_by(f.id, value)
        ):
            yield {"table": table.name, "fact": name, column: one}
    tokens = {
        row.n: (row.terms, row.entities)
        for row in connection.execute(
            text(
                "SELECT rowid AS n, terms, entities FROM passage_terms"
                if connection.dialect.name == "sqlite"
                else "SELECT n, terms, entities FROM passage_terms"
            )
        )
    }
    passages = [c for c in p if c.name not in ("n", "document")]
    query = select(*passages, d.key, p.n).join_from(tables.passages, tables.documents)
    for row in connection.execute(query.order_by(d.key, p.start, p.end, p.n)).mappings():
        fields = dict(row)
        terms, entities = tokens.pop(fields.pop("n"))
        yield {"table": "passages", **fields, "terms": terms, "entities": entities}
    if tokens:
        yield {"table": "passage_terms", "left over": sorted(tokens)}
    for decision in decisions.stored(connection):
        yield {"table": "decisions", **decision.to_json()}
