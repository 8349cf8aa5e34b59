"""The same views over the real record."""

from __future__ import annotations

from elshi.model import Document, Fact
from elshi.record.store import Store
from elshi.render.html import dossier_html
from elshi.views.contradictions import contradictions
from elshi.views.dossier import dossier
from elshi.views.source import Source
from elshi.views.timeline import timeline
from views.relations import FRA, KAZ, Names, relations


def _filled() -> Store:
    memory = relations()
    facts: dict[str, list[Fact]] = {}
    for event in memory.events():
        for stored in event.facts:
            facts.setdefault(stored.document.name, []).append(stored.fact)
    store = Store(":memory:", now=lambda: "2024-12-01T00:00:00Z")
    documents = [
        Document(d.name, memory.document_text(d.key), d.title, d.url, d.source, d.published, d.language)
        for d in memory.documents()
    ]
    report = store.ingest(documents, lambda document: facts.get(document.id, []))
    assert (report.new, report.failed) == (len(documents), 0)
    return store


def test_the_record_is_a_source() -> None:
    with _filled() as store:
        source: Source = store
        made = dossier(source, KAZ, FRA, language="kk", names=Names())
        assert made.coverage.facts == 64
        for note in made.notes:
            assert store.document_text(note.document.key)[note.start : note.end] == note.quote
        rows = [row for section in made.to_json()["sections"] for row in section["rows"]]
        assert all(row["facts"] for row in rows)
        assert "Қазақстан – Франция" in dossier_html(made)
        assert timeline(source, sides=[KAZ, FRA])
        recognised = [c for c in contradictions(source, KAZ, FRA) if c.about.subtype == "recognised"]
        assert [claim.value for claim in recognised[0].claims] == ["1992-01-07", "1992-01-08"]


def test_two_records_of_the_same_documents_give_the_same_page() -> None:
    pages = []
    for _ in range(2):
        with _filled() as store:
            pages.append(dossier_html(dossier(store, KAZ, FRA, language="ru", names=Names())))
    assert pages[0] == pages[1]
