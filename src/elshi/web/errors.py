"""One shape for everything that goes wrong: `{"error": {"status", "code", "message"}}`, or a page that says it."""

from __future__ import annotations

import html
import json

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from elshi.web.settings import LANGUAGES

__all__ = ["CODES", "Refused", "answer", "body"]

#: HTTP status -> stable name of what went wrong.
CODES = {
    400: "bad_request",
    401: "not_signed_in",
    403: "refused",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    409: "conflict",
    413: "too_large",
    415: "unsupported_media_type",
    422: "bad_value",
    429: "too_many_requests",
    500: "internal_error",
    503: "record_unavailable",
}


class Refused(Exception):
    """A request that is not carried out, with its HTTP status and one line that says why and what to do."""

    def __init__(self, status: int, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.message, self.headers = status, message, headers or {}


def body(status: int, message: str) -> dict[str, object]:
    """The one JSON shape of errors."""
    code = CODES.get(status, "error")
    return {"error": {"status": status, "code": code, "message": " ".join(message.split())[:1000]}}


def answer(request: Request, status: int, message: str, headers: dict[str, str] | None = None) -> Response:
    """The error as a page for people, as JSON for programs."""
    first = request.url.path.split("/")[1:2]
    if first and first[0] in LANGUAGES and request.method in ("GET", "HEAD", "POST"):
        return HTMLResponse(_page(request, first[0], status, message), status, headers=headers)
    # What was sent may hold halves of surrogate pairs; ASCII with escapes always goes out.
    text = json.dumps(body(status, message), ensure_ascii=True)
    return Response(text, status, headers=headers, media_type=JSONResponse.media_type)


def _page(request: Request, language: str, status: int, message: str) -> str:
    desk = getattr(request.app.state, "desk", None)
    if desk is None:
        return f"<!DOCTYPE html><title>{status}</title><p>{html.escape(message)}</p>"
    from elshi.web.request import view_of

    view = view_of(request, language, "error")
    return view.render("error.html.j2", status=status, message=message)
