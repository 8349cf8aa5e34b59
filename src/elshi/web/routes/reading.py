"""Addresses of the pages that read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from elshi import __version__
from elshi.web.pages.document import document
from elshi.web.pages.entity import entity
from elshi.web.pages.event import event, fact
from elshi.web.pages.lists import agreements, commitments, contradictions
from elshi.web.pages.network import NetworkAsked, network
from elshi.web.pages.relation import relation
from elshi.web.pages.search import search
from elshi.web.pages.sources import sources
from elshi.web.pages.start import start
from elshi.web.pages.timeline import asked_of, timeline
from elshi.web.request import view_of
from elshi.web.security import COOKIE
from elshi.web.site import View

__all__ = ["Language", "html", "router"]

router = APIRouter()

Language = Literal["kk", "ru", "en"]
Short = Annotated[str | None, Query(max_length=200)]
Many = Annotated[list[str] | None, Query(max_length=24)]
Number = Annotated[int, Query(ge=1, le=10**9)]


def html(request: Request, view: View, make: Callable[[View], str]) -> Response:
    """A page, or that the reader's copy is still right."""
    parts = (
        view.desk.revision(), __version__, request.app.state.assets, str(request.url),
        request.cookies.get(COOKIE, ""), str(view.writable),
    )  # fmt: skip
    tag = '"' + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24] + '"'
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers={"ETag": tag})
    return HTMLResponse(make(view), headers={"ETag": tag, "Vary": "Cookie"})


@router.get("/{language}")
def bare(language: Language) -> Response:
    """The first page has a slash behind it."""
    return RedirectResponse(f"/{language}/", 308)


@router.get("/{language}/")
def start_page(request: Request, language: Language) -> Response:
    """The first page."""
    return html(request, view_of(request, language, "start"), start)


@router.get("/{language}/relation")
def choose_relation(request: Request, language: Language, a: Short = None, b: Short = None) -> Response:
    """From the names of two sides to their page."""
    view = view_of(request, language, "start")
    if not (a or "").strip() or not (b or "").strip():
        return RedirectResponse(f"/{language}/", 303)
    first, second = view.desk.record.side(a or ""), view.desk.record.side(b or "")
    return RedirectResponse(str(view.link("relation", first, second)), 303)


@router.get("/{language}/relation/{a}/{b}")
def relation_page(
    request: Request,
    language: Language,
    a: str,
    b: str,
    since: Short = None,
    until: Short = None,
    as_of: Short = None,
) -> Response:
    """The dossier of two sides."""
    view = view_of(request, language, "relation", a, b)
    return html(request, view, lambda v: relation(v, a, b, since or None, until or None, as_of or None))


@router.get("/{language}/entity/{id}")
def entity_page(request: Request, language: Language, id: str, page: Number = 1) -> Response:
    """A state, organisation or person."""
    return html(request, view_of(request, language, "entity", id), lambda v: entity(v, id, page))


@router.get("/{language}/event/{id}")
def event_page(request: Request, language: Language, id: str) -> Response:
    """An event, what each source says of it."""
    return html(request, view_of(request, language, "event", id), lambda v: event(v, id))


@router.get("/{language}/fact/{id}")
def fact_page(request: Request, language: Language, id: str) -> Response:
    """A fact, its fields, its sentence, what people decided."""
    return html(request, view_of(request, language, "fact", id), lambda v: fact(v, id))


@router.get("/{language}/document/{key}")
def document_page(request: Request, language: Language, key: str, fact: Short = None) -> Response:
    """A document with every fact marked."""
    return html(request, view_of(request, language, "document", key), lambda v: document(v, key, fact))


@router.get("/{language}/timeline")
def timeline_page(
    request: Request,
    language: Language,
    side: Many = None,
    type: Many = None,
    subtype: Many = None,
    sphere: Many = None,
    status: Many = None,
    since: Short = None,
    until: Short = None,
    page: Number = 1,
) -> Response:
    """Events in order of time."""
    view = view_of(request, language, "timeline")
    asked = asked_of(
        view, side=side or (), type=type or (), subtype=subtype or (), sphere=sphere or (),
        status=status or (), since=since, until=until,
    )  # fmt: skip
    return html(request, view, lambda v: timeline(v, asked, page))


@router.get("/{language}/network")
def network_page(
    request: Request,
    language: Language,
    centre: Many = None,
    since: Short = None,
    until: Short = None,
    edge: Short = None,
) -> Response:
    """The surroundings of a side, a pair or a person."""
    view = view_of(request, language, "network")
    asked = NetworkAsked.of(view, centre or (), since, until, edge)
    return html(request, view, lambda v: network(v, asked))


@router.get("/{language}/agreements")
def agreements_page(
    request: Request, language: Language, a: Short = None, b: Short = None, page: Number = 1
) -> Response:
    """The register of agreements."""
    return html(request, view_of(request, language, "agreements"), lambda v: agreements(v, a, b, page))


@router.get("/{language}/commitments")
def commitments_page(
    request: Request,
    language: Language,
    a: Short = None,
    b: Short = None,
    state: Short = None,
    page: Number = 1,
) -> Response:
    """Plans and promises, and what became of them."""
    view = view_of(request, language, "commitments")
    return html(request, view, lambda v: commitments(v, a, b, state or None, page))


@router.get("/{language}/contradictions")
def contradictions_page(
    request: Request, language: Language, a: Short = None, b: Short = None, page: Number = 1
) -> Response:
    """What sources do not agree on."""
    view = view_of(request, language, "contradictions")
    return html(request, view, lambda v: contradictions(v, a, b, page))


@router.get("/{language}/sources")
def sources_page(request: Request, language: Language, page: Number = 1, job: Short = None) -> Response:
    """Documents, uploads and their progress."""
    view = view_of(request, language, "sources")
    # Progress changes while the record does not: never answered from a reader's copy.
    return HTMLResponse(sources(view, request.app.state.jobs, page, job))


@router.get("/{language}/search")
def search_page(
    request: Request,
    language: Language,
    q: Annotated[str, Query(max_length=400)] = "",
    since: Short = None,
    until: Short = None,
) -> Response:
    """Passages and facts that bear on words or names."""
    view = view_of(request, language, "search")
    return html(request, view, lambda v: search(v, q, since or None, until or None))
