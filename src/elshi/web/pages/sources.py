"""Documents of the record, and uploads with their progress and failures."""

from __future__ import annotations

from dataclasses import dataclass

from elshi.record.model import StoredDocument
from elshi.web.jobs import Job, Jobs
from elshi.web.pages.common import Pager, paged
from elshi.web.site import View

__all__ = ["SourceLine", "SourcesPage", "sources"]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One document."""

    document: StoredDocument
    link: str | None
    published: str
    language: str
    facts: int


@dataclass(frozen=True, slots=True)
class SourcesPage:
    """What the template gets."""

    total: int
    rows: list[SourceLine]
    pager: Pager
    jobs: list[Job]


def sources(view: View, jobs: Jobs | None = None, page: int = 1, job: str | None = None) -> str:
    """Renders the page; while an upload is read, it asks to be fetched again."""
    desk = view.desk
    found, counts = desk.documents(), desk.counts_by_document()
    shown, pager = paged(view, found, page)
    rows = [
        SourceLine(
            one, view.link("document", one.key), view.show.date(one.published),
            view.words.get(f"language.{one.language}", one.language or "–"), counts.get(one.key, 0),
        )
        for one in shown
    ]  # fmt: skip
    brought = jobs.all()[:8] if jobs and view.who else []
    running = any(not one.finished for one in brought)
    return view.render(
        "sources.html.j2", page=SourcesPage(len(found), rows, pager, brought), refresh=2 if running else 0
    )
