"""The record in the formats of the field: one module a format, one table of them.

A writer is given events one by one (`selection.selected`); it keeps what the format needs and no more, so that a
record larger than memory can be exported. `run` writes any number of formats in one reading of the record.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from elshi.errors import ExportError
from elshi.exports.base import Context, Export, Format, Report
from elshi.exports.files import Folder
from elshi.exports.selection import Selection, selected

if TYPE_CHECKING:
    from elshi.api import Record
    from elshi.record.decisions import Decision

__all__ = ["FORMATS", "Report", "Selection", "run"]

_ALL = (
    Format("plover", "PLOVER JSON Lines", ("plover.jsonl",), "application/x-ndjson", "plover"),
    Format("polecat", "POLECAT columns", ("polecat.tsv",), "text/tab-separated-values", "polecat"),
    Format(
        "cameo",
        "GDELT 2.0 events and mentions with CAMEO codes",
        ("gdelt.export.tsv", "gdelt.mentions.tsv"),
        "text/tab-separated-values",
        "gdelt",
    ),
    Format("ftm", "FollowTheMoney entities", ("entities.ftm.json",), "application/x-ndjson", "ftm"),
    Format(
        "jsonld",
        "JSON-LD: schema.org, PROV, Web Annotation",
        ("record.jsonld",),
        "application/ld+json",
        "jsonld",
    ),
    Format(
        "csv",
        "tables for any program",
        ("events.csv", "facts.csv", "participants.csv", "documents.csv"),
        "text/csv",
        "tables",
    ),
    Format(
        "xlsx",
        "a workbook of events, facts, documents",
        ("elshi.xlsx",),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xlsx",
        "xlsxwriter",
    ),
    Format(
        "parquet",
        "typed tables for Arrow, pandas, DuckDB, Spark",
        ("events.parquet", "facts.parquet", "documents.parquet"),
        "application/vnd.apache.parquet",
        "parquet",
        "pyarrow",
    ),
    Format(
        "graphml", "the network for Gephi and networkx", ("network.graphml",), "application/xml", "graphml"
    ),
    Format(
        "ris",
        "sources for Zotero, EndNote, Mendeley",
        ("sources.ris",),
        "application/x-research-info-systems",
        "ris",
    ),
    Format("bibtex", "sources for LaTeX", ("sources.bib",), "application/x-bibtex", "bibtex"),
    Format("ics", "planned events for a calendar", ("planned.ics",), "text/calendar", "calendar"),
)

#: Name -> format, in the order in which they are listed.
FORMATS = MappingProxyType({one.name: one for one in _ALL})


#: Texts of so many documents are kept at hand: events of one time often stand in the same ones, and each may be long.
_TEXTS = 4


def _writer(format_: Format) -> Export:
    writer: Export = import_module(f"elshi.exports.{format_.module}").writer
    return writer


def run(
    record: Record,
    formats: Sequence[str],
    folder: str | Path,
    selection: Selection | None = None,
    *,
    language: str = "en",
) -> list[Report]:
    """Writes a selection of the record in these formats into a folder; all files appear, or none.

    Args:
        record: an open record.
        formats: names of `FORMATS`.
        folder: made when missing; files of the same name are replaced.
        selection: which events; None for all. Sides are codes.
        language: language of the names of states, organisations and known persons.

    Returns:
        What became of each format, in the order asked for.

    Raises:
        ExportError: an unknown format, a package that is not installed, or a folder that cannot be written to.
    """
    chosen = selection or Selection()
    chosen.check()
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise ExportError(f"{unknown[0]}: no such format; known are {', '.join(FORMATS)}")
    makers = [(FORMATS[name], _writer(FORMATS[name])) for name in dict.fromkeys(formats)]
    decided: dict[str, list[Decision]] = {}
    for one in record.store.decisions(kinds=("accept", "edit", "note"), undone=False):
        if one.fact:
            decided.setdefault(one.fact, []).append(one)
    context = Context(
        names=record.extractor.catalogue,
        language=language,
        text=lru_cache(maxsize=_TEXTS)(record.store.document_text),
        decisions=MappingProxyType({fact: tuple(some) for fact, some in decided.items()}),
    )
    reports = [Report(format_.name, list(format_.files)) for format_, _ in makers]
    with Folder(folder) as files:
        writers = [maker(files, context, report) for (_, maker), report in zip(makers, reports, strict=True)]
        for item in selected(record.store, chosen):
            for writer, report in zip(writers, reports, strict=True):
                reason = writer.add(item)
                if reason is None:
                    report.events += 1
                else:
                    report.left_out[reason] += 1
        for writer in writers:
            writer.close()
    return reports
