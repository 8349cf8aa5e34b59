"""What the dossier's template gets: one documented tree of small dataclasses, nothing left to decide."""

from __future__ import annotations

from dataclasses import dataclass, field

from elshi.render.chart import Strip, TradeChart, strip, trade_chart
from elshi.render.dates import date_text
from elshi.render.runs import Line, Writer
from elshi.render.safe import safe_url
from elshi.render.texts import Texts, texts
from elshi.views.sheet import Dossier, Note, Section

__all__ = ["NotePage", "Page", "RowPage", "SectionPage", "SourcePage", "TablePage", "page", "ranges"]


@dataclass(frozen=True, slots=True)
class RowPage:
    """A row: the lines of its cells, the notes in its last column, whether it is dated."""

    cells: tuple[tuple[Line, ...], ...]
    notes: tuple[int, ...]
    status: str


@dataclass(frozen=True, slots=True)
class TablePage:
    """A table: its caption (None: the section's heading says it), column names, headings, rows."""

    caption: str | None
    columns: tuple[str, ...]
    headings: tuple[str, ...]
    rows: tuple[RowPage, ...]


@dataclass(frozen=True, slots=True)
class SectionPage:
    """A section: anchor, number, heading, tables, and what the sources do not say of it."""

    key: str
    number: int
    heading: str
    intro: str | None
    tables: tuple[TablePage, ...]
    gap: str | None
    gaps: tuple[str, ...]
    chart: TradeChart | None = None


@dataclass(frozen=True, slots=True)
class NotePage:
    """A note: the quotation, where it stands, and the address to follow (None: none that is safe)."""

    number: int
    quote: str
    language: str
    title: str
    title_known: bool
    title_language: str | None
    outlet: str | None
    published: str
    place: str
    source: str
    source_number: int
    url: str | None
    status: str | None


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A document in the list of sources; `url` is what is safe to follow, `address` what was given."""

    number: int
    title: str
    title_known: bool
    outlet: str
    published: str
    language: str
    language_code: str | None
    url: str | None
    address: str | None
    facts: int
    notes: tuple[int, ...]
    copy: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """Everything on the page, in the reader's language."""

    language: str
    title: str
    kind: str
    words: Texts
    head: tuple[tuple[str, str], ...]
    empty: str | None
    sections: tuple[SectionPage, ...]
    notes: tuple[NotePage, ...]
    sources: tuple[SourcePage, ...]
    strip: Strip | None
    strip_kinds: tuple[str, ...]
    series: dict[str, str] = field(default_factory=dict)


def ranges(numbers: tuple[int, ...]) -> list[tuple[int, int]]:
    """Numbers as runs of three and more: 1, 2, 5, 6, 7 gives (1, 1), (2, 2), (5, 7)."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    out: list[tuple[int, int]] = []
    for first, last in runs:
        out += [(first, last)] if last - first > 1 else [(n, n) for n in range(first, last + 1)]
    return out


def page(dossier: Dossier) -> Page:
    """Prepares a dossier for a template in its own language."""
    words = texts(dossier.language)
    writer = Writer.of(dossier, words)
    sections = tuple(
        _section(writer, section, number, changes=dossier.changes is not None)
        for number, section in enumerate(dossier.sections, 1)
    )
    drawn = strip(dossier)
    return Page(
        language=dossier.language,
        title=words("page.title", a=dossier.a.name, b=dossier.b.name),
        kind=words("page.kind"),
        words=words,
        head=_head(dossier, words),
        empty=None if dossier.notes else words("changes.nothing" if dossier.changes else "page.no_facts"),
        sections=sections,
        notes=tuple(_note(note, words) for note in dossier.notes),
        sources=_sources(dossier, words),
        strip=drawn,
        strip_kinds=tuple(words(f"type.{kind}") for kind, _ in drawn.kinds) if drawn else (),
        series={name: writer.column(name) for name in ("turnover", "a_to_b", "b_to_a")},
    )


def _head(dossier: Dossier, words: Texts) -> tuple[tuple[str, str], ...]:
    cover = dossier.coverage
    unknown = words("head.unknown")

    def span(first: str | None, last: str | None) -> str:
        if first is None and last is None:
            return unknown
        texts_ = [date_text(first, words) if first else "…", date_text(last, words) if last else "…"]
        return texts_[0] if texts_[0] == texts_[1] else " – ".join(texts_)

    latest = date_text(cover.published_last, words) if cover.published_last else unknown
    as_of = date_text(dossier.as_of, words) if dossier.as_of else words("head.as_of_open", date=latest)
    period = (
        span(dossier.since, dossier.until) if dossier.since or dossier.until else words("head.period_all")
    )
    said = ", ".join(f"{words.get(f'language.{code}', code)} ({n})" for code, n in cover.languages.items())
    documents = words(
        "head.documents_value", n=cover.documents, copies=cover.near_copies, undated=cover.undated_documents
    )
    changes: tuple[tuple[str, str], ...] = ()
    if (found := dossier.changes) is not None:
        counts = {"new": len(found.new), "changed": len(found.changed), "gone": len(found.gone)}
        said_of = words("changes.value", date=date_text(found.since[:10], words), **counts)
        changes = ((words("changes.head"), said_of),)
    return (
        (words("head.as_of"), as_of),
        *changes,
        (words("head.period"), period),
        (words("head.documents"), documents),
        (words("head.published"), span(cover.published_first, cover.published_last)),
        (words("head.happened"), span(cover.happened_first, cover.happened_last)),
        (words("head.facts"), str(cover.facts)),
        (words("head.languages"), said or unknown),
    )


def _section(writer: Writer, section: Section, number: int, *, changes: bool) -> SectionPage:
    words = writer.words
    tables = []
    for group, columns in section.groups.items():
        rows = []
        for row in section.of(group):
            cells, rest = writer.row(section, row)
            rows.append(RowPage(tuple(tuple(cell) for cell in cells), rest, row.status))
        if rows:
            caption = writer.term(f"group.{section.key}.{group}") if group else None
            headings = tuple(writer.column(column) for column in columns)
            tables.append(TablePage(caption, columns, headings, tuple(rows)))
    gap: str | None = None
    if section.key == "gaps":
        gap = words("gap.intro") if section.gaps else words("gap.none")
    elif section.gaps == (section.key,):
        gap = words("gap.one")
    elif section.gaps:
        gap = words("gap.part", what="; ".join(writer.gap(g) for g in section.gaps))
    elif changes and not section.rows and section.key != "sources":
        gap = words("changes.none")
    return SectionPage(
        key=section.key,
        number=number,
        heading=writer.term(f"section.{section.key}"),
        intro=words.words.get(f"intro.{section.key}") if section.rows else None,
        tables=tuple(tables),
        gap=gap,
        gaps=tuple(writer.gap(g) for g in section.gaps) if section.key == "gaps" else (),
        chart=trade_chart(section, words) if section.key == "trade" else None,
    )


def _note(note: Note, words: Texts) -> NotePage:
    document = note.document
    return NotePage(
        number=note.number,
        quote=note.quote,
        language=note.language,
        title=document.title or words("note.untitled"),
        title_known=bool(document.title),
        title_language=document.language,
        outlet=document.source,
        published=date_text(document.published, words) if document.published else words("note.undated"),
        place=words("note.characters", start=note.start, end=note.end),
        source=words("note.source", n=note.source_number),
        source_number=note.source_number,
        url=safe_url(document.url),
        status=words(f"status.{note.status}") if note.status != "actual" else None,
    )


def _sources(dossier: Dossier, words: Texts) -> tuple[SourcePage, ...]:
    out = []
    for entry in dossier.sources:
        document = entry.document
        url = safe_url(document.url)
        out.append(
            SourcePage(
                number=entry.number,
                title=document.title or document.name,
                title_known=bool(document.title),
                outlet=document.source or "",
                published=date_text(document.published, words)
                if document.published
                else words("note.undated"),
                language=words.get(f"language.{document.language}", document.language or ""),
                language_code=document.language,
                url=url,
                address=document.url,
                facts=len(entry.facts),
                notes=tuple(sorted(dossier.numbers[id] for id in entry.facts)),
                copy=words("source.copy", n=entry.near_copy_of) if entry.near_copy_of else None,
            )
        )
    return tuple(out)
