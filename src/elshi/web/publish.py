"""The pages as plain files: relative addresses, no server, no script from elsewhere."""

from __future__ import annotations

import html
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from elshi.api import Record
from elshi.errors import ElshiError
from elshi.web.desk import Asked, Desk
from elshi.web.links import FileLinks, file_path
from elshi.web.pages.document import document
from elshi.web.pages.entity import entity
from elshi.web.pages.event import event
from elshi.web.pages.lists import agreements, commitments, contradictions
from elshi.web.pages.network import NetworkAsked, network
from elshi.web.pages.relation import relation
from elshi.web.pages.sources import sources
from elshi.web.pages.start import start
from elshi.web.pages.timeline import timeline
from elshi.web.site import View, static_file

__all__ = ["publish"]

Make = Callable[[View], str]

#: A folder is written into when it is empty or holds this file, which an earlier run left.
_MARK = ".elshi-site"


def _pages(desk: Desk, pairs: int) -> dict[tuple[str, ...], Make]:
    """Name and parts of every page, with what makes it."""
    made: dict[tuple[str, ...], Make] = {
        ("start",): start,
        ("timeline",): lambda view: timeline(view, Asked()),
        ("network",): lambda view: network(view, NetworkAsked()),
        ("agreements",): agreements,
        ("commitments",): commitments,
        ("contradictions",): contradictions,
        ("sources",): sources,
    }
    for a, b, _ in desk.pairs()[:pairs]:
        made["relation", a, b] = lambda view, a=a, b=b: relation(view, a, b)  # type: ignore[misc]
    for one in desk.entities():
        id = one["id"]
        made["entity", id] = lambda view, id=id: entity(view, id)  # type: ignore[misc]
    for item in desk.all_items():
        made["event", item.id] = lambda view, id=item.id: event(view, id)  # type: ignore[misc]
    for found in desk.documents():
        made["document", found.key] = lambda view, key=found.key: document(view, key)  # type: ignore[misc]
    return made


def publish(record: Record, folder: Path, *, languages: Sequence[str], pairs: int = 60) -> int:
    """Writes the site; returns the number of pages.

    Args:
        record: the open record.
        folder: made when missing; an earlier site there is overwritten page by page.
        languages: of the pages.
        pairs: so many of the busiest relations get a page.

    Raises:
        ElshiError: the folder holds something that is no site of ours.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / _MARK).exists():
        raise ElshiError(f"{folder}: the folder is not empty and holds no earlier site; name another one")
    desk = Desk(record)
    pages = _pages(desk, pairs)
    paths = {file_path(language, *parts) for language in languages for parts in pages}
    (folder / "static").mkdir(parents=True, exist_ok=True)
    (folder / _MARK).write_text("", "utf-8")
    for name in ("elshi.css", "elshi.js"):
        (folder / "static" / name).write_bytes(static_file(name))
    for language in languages:
        for parts, make in pages.items():
            path = file_path(language, *parts)
            view = View(desk, language, FileLinks(language, path, paths), parts, static=True)
            _write(folder / path, make(view))
    first = "".join(
        f'<li><a href="{language}/index.html" lang="{language}">'
        f"{html.escape({'kk': 'Қазақша', 'ru': 'Русский', 'en': 'English'}[language])}</a></li>"
        for language in languages
    )
    _write(
        folder / "index.html",
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Elshi</title>'
        '<link rel="stylesheet" href="static/elshi.css"></head><body><div class="sheet"><main><h1>Elshi</h1>'
        f"<ul>{first}</ul></main></div></body></html>",
    )
    return len(paths)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # A page is there as a whole or not at all.
    draft = path.with_suffix(".part")
    draft.write_bytes(text.encode("utf-8", "backslashreplace"))
    os.replace(draft, path)
