"""From a request to the view that a page is made for."""

from __future__ import annotations

from starlette.requests import Request

from elshi import __version__
from elshi.web.links import ServerLinks, Value
from elshi.web.security import COOKIE, Session
from elshi.web.site import View

__all__ = ["view_of"]


def view_of(request: Request, language: str, *here: str) -> View:
    """The view of a request: its language, who is signed in, and what stands behind the question mark."""
    state = request.app.state
    session: Session | None = state.sessions.find(request.cookies.get(COOKIE))
    asked: dict[str, Value] = {}
    for name in request.query_params:
        values = [value for value in request.query_params.getlist(name) if value]
        asked[name] = values if len(values) != 1 else values[0]
    return View(
        state.desk,
        language,
        ServerLinks(language, f"{__version__}-{state.assets}"),
        here,
        asked=asked,
        who=session.who if session else None,
        csrf=session.csrf if session else "",
        writable=state.settings.token is not None,
        limits=state.settings.limits,
    )
