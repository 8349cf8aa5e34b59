"""The dossier as a PDF with footnotes, set by typst from a template that a user may change.

The text goes to the template as data, never as markup, so nothing in a source can take effect. Fonts are those
that typst brings along (Libertinus Serif holds the letters of Kazakh, Russian and English); fonts of the system are
not looked at, and no time is written into the file: the same dossier gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from elshi.errors import UnreadableDocument, UnsupportedFormat
from elshi.render.brief import RUBRICS, Brief, quoted, widths
from elshi.render.citations import Piece
from elshi.render.page import Page, SectionPage, TablePage, page
from elshi.render.runs import Run
from elshi.render.safe import language_tag, visible
from elshi.views.sheet import Dossier

__all__ = ["brief_data", "default_template", "dossier_pdf"]


def default_template() -> bytes:
    """The template that is used when the user names none."""
    return (files("elshi.render") / "templates" / "dossier.typ").read_bytes()


def dossier_pdf(dossier: Dossier, *, template: Path | None = None, citations: str | None = None) -> bytes:
    """A dossier as a PDF file.

    Args:
        dossier: the view; its language is the text's.
        template: a `.typ` file that sets `brief_data`, given as `sys.inputs.data`; the built-in one when None.
        citations: style of the references, one of `elshi.render.citations.STYLES`; by language when None.

    Raises:
        UnsupportedFormat: typst is not installed.
        UnreadableDocument: the template cannot be read or set.
    """
    try:
        import typst
    except ImportError:
        raise UnsupportedFormat("PDF files need typst; install it with: pip install 'elshi[typst]'") from None
    try:
        source = default_template() if template is None else template.read_bytes()
    except OSError as error:
        raise UnreadableDocument(f"template {template}: {error.strerror}; name another --template") from None
    data = json.dumps(brief_data(dossier, citations), ensure_ascii=False)
    try:
        out = typst.compile(source, format="pdf", ignore_system_fonts=True, sys_inputs={"data": data})
    except RuntimeError as error:
        if template is None:
            raise
        line = str(getattr(error, "message", error)).split("\n")[0]
        raise UnreadableDocument(f"template {template}: {line}; correct it and try again") from None
    return bytes(out)


def brief_data(dossier: Dossier, citations: str | None = None) -> dict[str, Any]:
    """Everything on paper, ready to be set.

    Returns:
        `title`, `kind`, `language`, `generated`, `empty`, `head` (pairs), `officer` and `rubrics` (headings to
        fill in), `sections` (`heading`, `intro`, `tables`, `gap`, `gaps`, `sources`) and `notes` by number. Cells
        are lists of lines of runs; a run has `text`, `kind`, `language` and the `notes` behind it, each with its
        `number` and whether it is cited there `first`.
    """
    made = page(dossier)
    brief = Brief(dossier, made, citations)
    sections = [_section(brief, made, section) for section in made.sections]
    words = made.words
    return {
        "title": visible(made.title),
        "kind": made.kind,
        "language": dossier.language,
        "generated": words("page.generated"),
        "empty": made.empty,
        "head": [[name, visible(value)] for name, value in made.head],
        "officer": words("brief.officer"),
        "rubrics": [words(f"brief.{key}") for key in RUBRICS],
        "sections": sections,
        "notes": {
            str(number): {
                "quote": visible(quoted(note.quote)),
                "language": language_tag(note.language) or dossier.language,
                "citation": _pieces(brief.note_citation(note)),
                "place": brief.note_place(note),
            }
            for number, note in brief.notes.items()
        },
    }


def _section(brief: Brief, made: Page, section: SectionPage) -> dict[str, Any]:
    sources = made.sources if section.key == "sources" else ()
    return {
        "heading": f"{section.number}. {section.heading}",
        "intro": section.intro,
        "tables": [_table(brief, table) for table in section.tables],
        "gap": section.gap,
        "gaps": list(section.gaps),
        "sources": [
            {
                "number": source.number,
                "citation": _pieces(brief.source_citation(source)),
                "rest": brief.source_rest(source),
            }
            for source in sources
        ],
    }


def _table(brief: Brief, table: TablePage) -> dict[str, Any]:
    noted = any(row.notes for row in table.rows)
    rows = []
    for row in table.rows:
        cells = [[[_run(brief, run) for run in line] for line in cell] for cell in row.cells]
        notes, more = _notes(brief, row.notes)
        rows.append({"cells": cells, "notes": notes, "more": more})
    return {
        "caption": table.caption,
        "headings": [*table.headings, *([brief.column] if noted else [])],
        "widths": widths(table, noted),
        "noted": noted,
        "rows": rows,
    }


def _run(brief: Brief, run: Run) -> dict[str, Any]:
    text = quoted(run.text) if run.kind == "quote" else f" ({run.text})" if run.kind == "status" else run.text
    notes, more = _notes(brief, run.notes)
    return {
        "text": visible(text),
        "kind": run.kind,
        "language": language_tag(run.language),
        "notes": notes,
        "more": more,
    }


def _notes(brief: Brief, numbers: Sequence[int]) -> tuple[list[dict[str, Any]], int]:
    shown, more = brief.shown(numbers)
    return [{"number": number, "first": brief.first(number)} for number in shown], more


def _pieces(pieces: Iterable[Piece]) -> list[dict[str, Any]]:
    return [{"text": visible(p.text), "italic": p.italic} for p in pieces]
