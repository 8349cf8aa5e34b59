"""The bilateral dossier: everything that the record holds between two sides, every line with its source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from elshi.record.model import StoredDocument, StoredFact
from elshi.record.showing import Shown
from elshi.views.changed import only_changes
from elshi.views.pair import Pair
from elshi.views.sections import BUILDERS, ORDER
from elshi.views.sheet import Coverage, Dossier, Note, Row, Section, SourceEntry
from elshi.views.source import LANGUAGES, Names, NoNames, Source
from elshi.views.when import bounds, order

__all__ = ["ORDER", "dossier"]


def dossier(
    source: Source,
    a: str,
    b: str,
    *,
    since: str | None = None,
    until: str | None = None,
    as_of: str | None = None,
    language: str = "en",
    names: Names | None = None,
    last: Shown | None = None,
) -> Dossier:
    """Gathers the relations of two sides from the record.

    Args:
        source: the record.
        a: code of one side (`KAZ`).
        b: code of the other (`FRA`, `NATO`).
        since: EDTF value; events that cannot lie at or after it are left out, undated ones never are.
        until: the same for the end.
        as_of: ISO date; documents published later are left out, undated documents never are.
        language: the reader's: `kk`, `ru` or `en`.
        names: who knows names; without it those of the sources are used.
        last: what the written dossiers have shown: only what changed since then is kept; None: everything.

    Returns:
        The dossier; all sections are there, empty ones say so.

    Raises:
        ValueError: the two sides are the same, the language is not one of the three, or a date is not EDTF.
    """
    if a == b:
        raise ValueError(f"a dossier needs two different sides, not {a} twice")
    if language not in LANGUAGES:
        raise ValueError(f"language {language!r} is not one of {', '.join(LANGUAGES)}")
    for name, value in (("since", since), ("until", until), ("as_of", as_of)):
        if value is not None and bounds(value) is None:
            raise ValueError(f"{name} {value!r} is not a date: write YYYY, YYYY-MM or YYYY-MM-DD")
    pair = Pair(
        source, a, b, since=since, until=until, as_of=as_of, language=language, names=names or NoNames()
    )
    sections = tuple(build(pair) for build in BUILDERS)
    known = {fact.id: fact for section in sections for row in section.rows for fact in row.facts}
    facts = {fact.id: fact for fact in _in_order(sections, known)}
    changes = None
    if last is not None:
        whole = facts
        if since or until or as_of:
            whole = dict(dossier(source, a, b, language=language, names=names).facts)
        sections, changes = only_changes(sections, facts, last, whole)
        facts = {fact.id: fact for fact in _in_order(sections, known)}
    entries = _sources(facts)
    numbers = {id: number for number, id in enumerate(facts, 1)}
    by_document = {entry.document.key: entry.number for entry in entries}
    gaps = tuple(gap for section in sections for gap in section.gaps)
    return Dossier(
        a=pair.side(a),
        b=pair.side(b),
        language=language,
        since=since,
        until=until,
        as_of=as_of,
        coverage=_coverage(facts, entries),
        sections=(*sections, Section("gaps", {}, (), gaps), Section("sources", {}, ())),
        notes=tuple(_note(numbers[id], fact, by_document[fact.document.key]) for id, fact in facts.items()),
        sources=entries,
        numbers=numbers,
        facts=facts,
        changes=changes,
    )


def _in_order(sections: tuple[Section, ...], known: Mapping[str, StoredFact]) -> Iterator[StoredFact]:
    """Facts in the order in which the reader meets them: as the columns run, then the rest of the row.

    A cell may lean on facts of another row (what was signed during a visit), so `known` has those of all rows.
    """
    for section in sections:
        for group, columns in section.groups.items():
            for row in section.of(group):
                for id in _cited(row, columns):
                    yield known[id]
                yield from row.facts


def _cited(row: Row, columns: tuple[str, ...]) -> Iterator[str]:
    for column in columns:
        for value in row.cells.get(column, ()):
            yield from getattr(value, "facts", ())


def _sources(facts: dict[str, StoredFact]) -> tuple[SourceEntry, ...]:
    """Documents, numbered in the order in which the notes first cite them."""
    documents: dict[str, tuple[StoredDocument, list[str]]] = {}
    for id, fact in facts.items():
        documents.setdefault(fact.document.key, (fact.document, []))[1].append(id)
    numbers = {key: number for number, key in enumerate(documents, 1)}
    return tuple(
        SourceEntry(numbers[key], document, tuple(ids), numbers.get(document.near_copy_of or ""))
        for key, (document, ids) in documents.items()
    )


def _note(number: int, stored: StoredFact, source_number: int) -> Note:
    fact = stored.fact
    return Note(
        number=number,
        fact=stored.id,
        quote=fact.quote,
        start=fact.start,
        end=fact.end,
        language=fact.language,
        document=stored.document,
        source_number=source_number,
        date=fact.date,
        status=fact.status,
    )


def _coverage(facts: dict[str, StoredFact], entries: tuple[SourceEntry, ...]) -> Coverage:
    published = sorted((d for e in entries if bounds(d := e.document.published)), key=order)
    # What was announced says nothing about the span that the dossier covers, nor does an open end.
    spans = [f.fact.date for f in facts.values() if f.fact.status == "actual" and bounds(f.fact.date)]
    ends = [part for date in spans if date for part in date.split("/") if part not in ("", "..")]
    ends.sort(key=order)
    last = max(ends, key=lambda part: (bounds(part) or ("", ""))[1], default=None)
    languages: dict[str, int] = {}
    for fact in facts.values():
        languages[fact.fact.language] = languages.get(fact.fact.language, 0) + 1
    known = [code for code in LANGUAGES if code in languages]
    rest = sorted(code for code in languages if code not in LANGUAGES)
    return Coverage(
        documents=len(entries),
        near_copies=sum(e.document.near_copy_of is not None for e in entries),
        undated_documents=sum(e.document.published is None for e in entries),
        facts=len(facts),
        published_first=published[0] if published else None,
        published_last=published[-1] if published else None,
        happened_first=ends[0] if ends else None,
        happened_last=last,
        languages={code: languages[code] for code in (*known, *rest)},
    )
