"""The server, as a table of contents."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from elshi import __version__
from elshi.api import Record
from elshi.errors import ElshiError, RecordError, UnknownSide
from elshi.web.desk import Desk
from elshi.web.errors import Refused, answer
from elshi.web.jobs import Jobs
from elshi.web.security import HEADERS, Guard, Rates, Sessions
from elshi.web.settings import Settings
from elshi.web.site import static_file

__all__ = ["create_app"]


def create_app(settings: Settings, record: Record | None = None) -> FastAPI:
    """Builds the server.

    Args:
        settings: what it is started with.
        record: an open record, else the one that the settings name is opened.

    Raises:
        RecordError: the record cannot be opened.
    """
    from elshi.web.api import exporting, writing
    from elshi.web.api import reading as asking
    from elshi.web.routes import deciding, reading, resources

    opened = record or _open(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        app.state.jobs.close()
        if record is None:
            opened.close()

    app = FastAPI(
        title="Elshi",
        version=__version__,
        summary="A sourced, dated record of foreign relations.",
        description=_ABOUT,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    app.state.settings = settings
    app.state.desk = Desk(opened)
    app.state.sessions = Sessions()
    app.state.writes = Rates(settings.limits.writes)
    app.state.sign_ins = Rates(settings.limits.sign_ins)
    app.state.jobs = Jobs(opened, settings.limits)
    app.state.assets = _assets()

    for part in (asking, exporting, writing):
        app.include_router(part.router)
    app.include_router(asking.pages)
    for room in (resources, deciding, reading):
        app.include_router(room.router, include_in_schema=False)

    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(ElshiError, _said)
    app.add_exception_handler(RequestValidationError, _bad_value)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _broken)
    app.add_middleware(Guard, settings=settings)
    return app


_ABOUT = """Read what the record holds and, with the token, record decisions.

Lists answer `{"total", "limit", "offset", "next", "items"}`, or one object a line with `format=jsonl` (or
`Accept: application/x-ndjson`). Ids are stable: the same passage keeps its fact's id on every run. Every answer has
an `ETag`; ask again with `If-None-Match`. Errors are `{"error": {"status", "code", "message"}}`. Sides are codes
(`KAZ`, `NATO`) or names in Kazakh, Russian or English."""


def _open(settings: Settings) -> Record:
    from elshi.extraction import Extractor

    extractor = Extractor.with_catalogue(Path(settings.catalogue) if settings.catalogue else None)
    return Record(settings.record, create=settings.create, extractor=extractor)


def _assets() -> str:
    """A short mark of the style sheet and script, so that browsers fetch a changed one."""
    return hashlib.sha256(static_file("elshi.css") + static_file("elshi.js")).hexdigest()[:8]


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return answer(request, error.status, error.message, error.headers)


async def _said(request: Request, error: Exception) -> Response:
    """What Elshi raises on purpose: something was asked for that is not there, or not written right."""
    text = str(error)
    if isinstance(error, UnknownSide):
        return answer(request, 404, text)
    if isinstance(error, RecordError):
        if "there is no such" in text or "no such decision" in text:
            return answer(request, 404, text)
        unavailable = any(word in text for word in ("locked", "read-only", "disk", "reached", "cannot be"))
        return answer(request, 503 if unavailable else 422, text)
    return answer(request, 422, text)


async def _bad_value(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    parts = [
        f"{'.'.join(str(p) for p in one['loc'][1:]) or one['loc'][0]}: {one['msg']}"
        for one in error.errors()[:5]
    ]
    return answer(request, 422, "; ".join(parts))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    message = "there is no such page" if error.status_code == 404 else str(error.detail)
    return answer(request, error.status_code, message, dict(error.headers or {}))


async def _broken(request: Request, error: Exception) -> Response:
    message = f"something went wrong in the server ({type(error).__name__}); its log says more"
    # This answer is given outside the guard, so it brings the guard's headers itself.
    return answer(request, 500, message, dict(HEADERS))
