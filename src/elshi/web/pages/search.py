"""Passages and facts that bear on words or names."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from elshi.record.model import StoredFact
from elshi.web.site import View

__all__ = ["LOCK", "HitLine", "SearchPage", "search"]

_MOST = 40
#: The analyser of questions keeps what it read last; one question at a time.
LOCK = threading.Lock()


@dataclass(frozen=True, slots=True)
class HitLine:
    """One passage found, with the fact in it where there is one."""

    quote: str
    language: str | None
    document: str
    link: str | None
    date: str
    stored: StoredFact | None
    about: str | None
    kind: str | None


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What the template gets."""

    query: str
    since: str
    until: str
    hits: list[HitLine]


def search(view: View, query: str, since: str | None = None, until: str | None = None) -> str:
    """Renders the page; with an empty query just the form."""
    desk = view.desk
    found = []
    if query.strip():
        with LOCK:
            found = desk.record.search(query, since=since, until=until, limit=_MOST)
    names = {one.name: one for one in desk.documents()}
    hits = []
    for hit in found:
        stored = desk.fact(hit["fact"]) if isinstance(hit["fact"], str) else None
        document = stored.document if stored else names.get(hit["document"])
        link = None
        if document:
            extra = {"fact": stored.id, "anchor": f"f-{stored.id}"} if stored else {}
            link = view.link("document", document.key, **extra)
        hits.append(
            HitLine(
                " ".join(hit["quote"].split()),
                hit["language"],
                (document.title or document.name) if document else hit["document"],
                link,
                view.show.date(hit["date"]),
                stored,
                view.link("fact", stored.id) if stored else None,
                view.show.type(stored.fact.type) if stored else None,
            )
        )
    return view.render("search.html.j2", page=SearchPage(query, since or "", until or "", hits))
