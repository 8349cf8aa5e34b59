"""The way to a language, style sheet and script."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from elshi.web.errors import Refused
from elshi.web.site import static_file
from elshi.web.words import choose

__all__ = ["router"]

router = APIRouter()

_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}


@router.get("/")
def home(accept_language: Annotated[str | None, Header()] = None) -> Response:
    """To the first page in the reader's language."""
    return RedirectResponse(f"/{choose(accept_language)}/", 302, headers={"Vary": "Accept-Language"})


@router.get("/static/{name}")
def static(request: Request, name: str) -> Response:
    """A style sheet or script; named with its version it may be kept for good."""
    try:
        content = static_file(name)
    except KeyError:
        raise Refused(404, "there is no such file") from None
    keep = "public, max-age=31536000, immutable" if "v" in request.query_params else "no-cache"
    return Response(content, media_type=_TYPES[name.rpartition(".")[2]], headers={"Cache-Control": keep})


@router.get("/robots.txt")
def robots() -> Response:
    """Robots stay out: a desk's record is no web site."""
    return PlainTextResponse("User-agent: *\nDisallow: /\n")
