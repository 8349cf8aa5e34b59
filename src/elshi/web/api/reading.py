"""What programs may ask: the same filters as the command line's, paged, as JSON or JSON Lines, with ETags."""

from __future__ import annotations

import hashlib
import html as escaping
import json
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import HTMLResponse, Response

from elshi import __version__
from elshi.errors import ElshiError
from elshi.record.model import StoredDocument, StoredFact
from elshi.views.items import Item
from elshi.views.timeline import entry
from elshi.web.desk import Asked
from elshi.web.errors import Refused
from elshi.web.links import query
from elshi.web.papers import FORMATS, paper
from elshi.web.request import view_of

__all__ = ["router"]

_ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["status", "code", "message"],
            "properties": {
                "status": {"type": "integer"},
                "code": {"type": "string"},
                "message": {"type": "string"},
            },
        }
    },
}


def _said(text: str) -> dict[str, Any]:
    return {"description": text, "content": {"application/json": {"schema": _ERROR}}}


RESPONSES: dict[int | str, dict[str, Any]] = {
    400: _said("The request cannot be read."),
    404: _said("Nothing of that id or name."),
    422: _said("A value that is not known."),
    503: _said("The record cannot be reached."),
}

router = APIRouter(prefix="/api/v1", tags=["reading"], responses=RESPONSES)

Text = Annotated[str | None, Query(max_length=200)]
Many = Annotated[list[str] | None, Query(max_length=24)]
Limit = Annotated[int, Query(ge=1, le=1000, description="Rows at one time.")]
Offset = Annotated[int, Query(ge=0, le=10**9, description="Rows to pass over.")]
Id = Annotated[str, Path(max_length=300)]
Format = Annotated[Literal["json", "jsonl"] | None, Query(description="jsonl: one object a line.")]


def _answer(request: Request, make: Callable[[], Any]) -> Response:
    """JSON with an ETag, made only when the reader's copy is out of date."""
    parts = (
        request.app.state.desk.revision(),
        __version__,
        str(request.url),
        request.headers.get("accept", ""),
    )
    tag = '"' + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24] + '"'
    headers = {"ETag": tag, "Vary": "Accept"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    made = make()
    if isinstance(made, Response):
        made.headers.update(headers)
        return made
    # Escapes above ASCII only where a text holds half of a surrogate pair.
    text = json.dumps(made, ensure_ascii=False)
    return Response(text.encode("utf-8", "backslashreplace"), media_type="application/json", headers=headers)


def _listed(
    request: Request,
    find: Callable[[], Sequence[Any]],
    show: Callable[[Any], dict[str, Any]],
    limit: int,
    offset: int,
    format: str | None,
) -> Response:
    def make() -> Any:
        found = find()
        rows = [show(one) for one in found[offset : offset + limit]]
        if format == "jsonl" or (
            format is None and "application/x-ndjson" in request.headers.get("accept", "")
        ):
            text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
            return Response(text.encode("utf-8", "backslashreplace"), media_type="application/x-ndjson")
        following = None
        if offset + limit < len(found):
            asked: dict[str, Any] = {k: request.query_params.getlist(k) for k in request.query_params}
            following = request.url.path + query({**asked, "limit": limit, "offset": offset + limit})
        return {"total": len(found), "limit": limit, "offset": offset, "next": following, "items": rows}

    return _answer(request, make)


def _fact(stored: StoredFact) -> dict[str, Any]:
    key = stored.document.key
    return {"id": stored.id, **stored.fact.to_json(), "document": stored.document.name, "document_key": key}


def _document(one: StoredDocument) -> dict[str, Any]:
    names = ("key", "name", "title", "url", "source", "published", "language", "added", "near_copy_of")
    return {name: getattr(one, name) for name in names}


def _asked(
    request: Request,
    side: list[str] | None,
    type: list[str] | None,
    subtype: list[str] | None,
    sphere: list[str] | None,
    status: list[str] | None,
    since: str | None,
    until: str | None,
) -> Asked:
    from elshi.web.pages.timeline import asked_of

    return asked_of(
        view_of(request, "en", "timeline"), side=side or (), type=type or (), subtype=subtype or (),
        sphere=sphere or (), status=status or (), since=since, until=until,
    ).check()  # fmt: skip


@router.get("/stats")
def stats(request: Request) -> Response:
    """Counts, languages and dates of what the record holds."""
    return _answer(request, request.app.state.desk.stats)


@router.get("/entities")
def entities(request: Request, limit: Limit = 100, offset: Offset = 0, format: Format = None) -> Response:
    """Everyone with an id in the record, most facts first."""
    return _listed(request, request.app.state.desk.entities, dict, limit, offset, format)


@router.get("/entities/{id}")
def entity(request: Request, id: Id) -> Response:
    """One of them."""

    def make() -> dict[str, Any]:
        found = request.app.state.desk.entity(id)
        if found is None:
            raise Refused(404, "nobody of that id is in the record")
        return dict(found)

    return _answer(request, make)


@router.get("/events")
def events(
    request: Request,
    side: Many = None,
    type: Many = None,
    subtype: Many = None,
    sphere: Many = None,
    status: Many = None,
    since: Text = None,
    until: Text = None,
    limit: Limit = 100,
    offset: Offset = 0,
    format: Format = None,
) -> Response:
    """Events and figures in order of time, undated ones last; several sides: all of them take part."""
    asked = _asked(request, side, type, subtype, sphere, status, since, until)
    return _listed(request, lambda: request.app.state.desk.asked(asked), entry, limit, offset, format)


@router.get("/events/{id}")
def event(request: Request, id: Id) -> Response:
    """One event with what each source says."""

    def make() -> dict[str, Any]:
        found: Item | None = request.app.state.desk.event(id)
        if found is None:
            raise Refused(404, "there is no such event in the record")
        return entry(found)

    return _answer(request, make)


@router.get("/facts")
def facts(
    request: Request,
    side: Many = None,
    type: Many = None,
    subtype: Many = None,
    sphere: Many = None,
    status: Many = None,
    since: Text = None,
    until: Text = None,
    limit: Limit = 100,
    offset: Offset = 0,
    format: Format = None,
) -> Response:
    """Facts of the events asked for."""
    asked = _asked(request, side, type, subtype, sphere, status, since, until)

    def find() -> list[StoredFact]:
        return [stored for one in request.app.state.desk.asked(asked) for stored in one.facts]

    return _listed(request, find, _fact, limit, offset, format)


@router.get("/facts/{id}")
def fact(request: Request, id: Id) -> Response:
    """One fact."""

    def make() -> dict[str, Any]:
        found = request.app.state.desk.fact(id)
        if found is None:
            raise Refused(404, "there is no such fact that stands")
        return _fact(found)

    return _answer(request, make)


@router.get("/documents")
def documents(request: Request, limit: Limit = 100, offset: Offset = 0, format: Format = None) -> Response:
    """Documents, the latest publication first."""
    return _listed(request, request.app.state.desk.documents, _document, limit, offset, format)


@router.get("/documents/{key}")
def document(request: Request, key: Id) -> Response:
    """One document with its text and facts."""

    def make() -> dict[str, Any]:
        desk = request.app.state.desk
        found = _document(desk.document(key))
        return {**found, "text": desk.text(key), "facts": [_fact(one) for one in desk.facts_in(key)]}

    return _answer(request, make)


@router.get("/dossier/{a}/{b}")
def dossier(
    request: Request,
    a: Id,
    b: Id,
    language: Literal["kk", "ru", "en"] = "en",
    since: Text = None,
    until: Text = None,
    as_of: Text = None,
    format: Annotated[str, Query(max_length=10, description=f"One of {', '.join(FORMATS)}.")] = "json",
) -> Response:
    """The relations of two sides, every line with its source."""

    def make() -> Response:
        desk = request.app.state.desk
        first, second = desk.record.side(a), desk.record.side(b)
        sheet = desk.dossier(
            first, second, language=language, since=since or None, until=until or None, as_of=as_of or None
        )
        content, media = paper(sheet, format)
        headers = {}
        if format != "json":
            headers["Content-Disposition"] = f'attachment; filename="{first}-{second}-{language}.{format}"'
        return Response(content, media_type=media, headers=headers)

    return _answer(request, make)


@router.get("/search")
def search(
    request: Request,
    q: Annotated[str, Query(min_length=1, max_length=400)],
    since: Text = None,
    until: Text = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
) -> Response:
    """Facts and passages, best first; words or names in any of the three languages."""
    from elshi.web.pages.search import LOCK

    def make() -> Any:
        with LOCK:
            return request.app.state.desk.record.search(
                q, since=since or None, until=until or None, limit=limit
            )

    return _answer(request, make)


def _two(request: Request, a: str | None, b: str | None) -> tuple[str | None, str | None]:
    record = request.app.state.desk.record
    return (record.side(a) if a else None, record.side(b) if b else None)


@router.get("/contradictions")
def contradictions(
    request: Request, a: Text = None, b: Text = None, limit: Limit = 100, offset: Offset = 0,
    format: Format = None,
) -> Response:  # fmt: skip
    """What sources do not agree on."""
    sides = _two(request, a, b)
    desk = request.app.state.desk

    def find() -> Any:
        return desk.keep(("contradictions", sides), lambda: desk.record.contradictions(*sides))

    return _listed(request, find, lambda one: one.to_json(), limit, offset, format)


@router.get("/agreements")
def agreements(
    request: Request, a: Text = None, b: Text = None, limit: Limit = 100, offset: Offset = 0,
    format: Format = None,
) -> Response:  # fmt: skip
    """Agreements, each with the steps of its life, the latest first."""
    from elshi.web.pages.lists import instruments

    sides = tuple(side for side in _two(request, a, b) if side)
    desk = request.app.state.desk

    def find() -> Any:
        return desk.keep(("agreements", sides), lambda: instruments(desk, sides))

    return _listed(request, find, _agreement, limit, offset, format)


def _agreement(group: Sequence[Item]) -> dict[str, Any]:
    named = max((one for one in group if one.title), key=lambda one: len(one.title or ""), default=None)
    return {
        "title": named.title if named else None,
        "language": named.title_language if named else None,
        "parties": list(group[0].parties()),
        "sphere": group[0].event.sphere,
        "steps": [entry(one) for one in group],
    }


@router.get("/commitments")
def commitments(
    request: Request, a: Text = None, b: Text = None, limit: Limit = 100, offset: Offset = 0,
    format: Format = None,
) -> Response:  # fmt: skip
    """Plans and promises, and what became of them."""
    sides = _two(request, a, b)
    desk = request.app.state.desk

    def find() -> Any:
        return desk.keep(("commitments", sides), lambda: desk.record.commitments(*sides))

    return _listed(request, find, lambda one: one.to_json(), limit, offset, format)


@router.get("/network")
def network(request: Request, since: Text = None, until: Text = None) -> Response:
    """Who deals with whom, how often, how."""
    desk = request.app.state.desk

    def make() -> Any:
        try:
            return desk.record.network(since=since or None, until=until or None).to_json()
        except ValueError as error:
            raise ElshiError(str(error)) from error

    return _answer(request, make)


@router.get("/decisions")
def decisions(request: Request, limit: Limit = 100, offset: Offset = 0, format: Format = None) -> Response:
    """What people decided, oldest first."""
    return _listed(
        request, request.app.state.desk.decisions, lambda one: one.to_json(), limit, offset, format
    )


pages = APIRouter()


@pages.get("/api", include_in_schema=False)
def about(request: Request) -> Response:
    """The API on one page: every address, what it takes, what it does."""
    schema = request.app.openapi()
    parts = []
    for path, methods in schema["paths"].items():
        for method, one in methods.items():
            takes = ", ".join(p["name"] for p in one.get("parameters", ()))
            text = escaping.escape(one.get("description", one.get("summary", "")))
            parts.append(
                f"<tr><th scope=row><code>{method.upper()} {escaping.escape(path)}</code></th>"
                f"<td>{text}</td><td><code>{escaping.escape(takes)}</code></td></tr>"
            )
    about = "".join(f"<p>{escaping.escape(p)}</p>" for p in schema["info"]["description"].split("\n\n"))
    return HTMLResponse(
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>HTTP API – Elshi</title>'
        '<link rel="stylesheet" href="/static/elshi.css"></head><body><div class="sheet"><main><h1>HTTP API</h1>'
        f'{about}<p><a href="/openapi.json">OpenAPI</a> · <a href="/">Pages</a></p><div class="scroll"><table>'
        "<thead><tr><th>Address</th><th>Does</th><th>Takes</th></tr></thead><tbody>"
        f"{''.join(parts)}</tbody></table></div></main></div></body></html>"
    )
