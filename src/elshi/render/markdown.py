"""Dossiers as Markdown with footnotes (`[^1]`), the same lines and notes as on the HTML page."""

from __future__ import annotations

import re
from collections.abc import Iterable

from elshi.render.page import NotePage, Page, SectionPage, SourcePage, TablePage, page, ranges
from elshi.render.runs import Line, Run
from elshi.render.safe import visible
from elshi.views.sheet import Dossier

__all__ = ["dossier_markdown", "escaped"]

_SPECIAL = re.compile(r"([\\`*_\[\]|#~^$])")


def escaped(text: str) -> str:
    """Text of a source that Markdown and HTML leave alone: one line, nothing in it takes effect."""
    line = " ".join(visible(text).split())
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    line = _SPECIAL.sub(r"\\\1", line)
    # A bare address would be made a link by some programs.
    return re.sub(r"(?i)\b(https?|ftp|www)([:.])", r"\1&#8203;\2", line)


def _cite(numbers: Iterable[int]) -> str:
    return "".join(f"[^{number}]" for number in numbers)


def _run(run: Run) -> str:
    text = escaped(run.text)
    if run.text[:1] == " ":
        text = " " + text
    if run.text[-1:] == " ":
        text += " "
    if run.kind == "quote":
        text = text if run.text[:1] in ("«", "“", "„", '"') else f"«{text}»"
    elif run.kind == "status":
        text = f" **({text})**"
    elif run.kind == "undated":
        text = f"*{text}*"
    return text + _cite(run.notes)


def _cell(lines: Iterable[Line]) -> str:
    return "<br>".join("".join(_run(run) for run in line) for line in lines) or "–"


def _table(table: TablePage, notes: str) -> list[str]:
    out = []
    if table.caption:
        out += [f"**{escaped(table.caption)}**", ""]
    headings = [*(escaped(h) for h in table.headings), notes]
    out.append("| " + " | ".join(headings) + " |")
    out.append("|" + " --- |" * len(headings))
    for row in table.rows:
        cells = [*(_cell(cell) for cell in row.cells), _cite(row.notes)]
        out.append("| " + " | ".join(cells) + " |")
    return [*out, ""]


def _section(made: Page, section: SectionPage) -> list[str]:
    out = [f"## {section.number}. {escaped(section.heading)}", ""]
    if section.intro:
        out += [section.intro, ""]
    for table in section.tables:
        out += _table(table, made.words("note.column"))
    if section.gap:
        out += [f"*{escaped(section.gap)}*", ""]
    if section.gaps:
        out += [*(f"- {escaped(gap)}" for gap in section.gaps), ""]
    if section.key == "sources":
        out += [*(_source(source, made) for source in made.sources), ""]
    return out


def _source(source: SourcePage, made: Page) -> str:
    parts = [
        escaped(source.title),
        escaped(source.outlet),
        escaped(source.published),
        escaped(source.language),
    ]
    if source.url:
        parts.append(f"<{source.url}>")
    elif source.address:
        parts.append(escaped(source.address))
    if source.copy:
        parts.append(escaped(source.copy))
    cited = ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in ranges(source.notes))
    parts.append(f"{made.words('note.column')} {cited}")
    return f"{source.number}. " + ". ".join(part for part in parts if part)


def _note(note: NotePage) -> str:
    title = escaped(note.title)
    source = f"{title}. {escaped(note.outlet)}" if note.outlet else title
    rest = f"{source}, {escaped(note.published)}; {note.place}; {note.source}"
    status = f"; {note.status}" if note.status else ""
    return f"[^{note.number}]: «{escaped(note.quote)}» – {rest}{status}."


def dossier_markdown(dossier: Dossier) -> str:
    """A dossier as Markdown.

    Quotations stand on one line: white space in them is made single, nothing else is changed.

    Args:
        dossier: the view; its language is the text's.
    """
    made = page(dossier)
    out = [f"# {escaped(made.title)}", "", escaped(made.kind), ""]
    out += [
        *(f"- {name}: {escaped(value)}" for name, value in made.head),
        "",
        made.words("page.generated"),
        "",
    ]
    if made.empty:
        out += [made.empty, ""]
    for section in made.sections:
        out += _section(made, section)
    out += [f"## {made.words('note.heading')}", "", *(_note(note) for note in made.notes)]
    return "\n".join(out).rstrip("\n") + "\n"
