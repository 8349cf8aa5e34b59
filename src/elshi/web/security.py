"""Who may do what, and what a browser may do with our pages.

Reading is open on the addresses that the server listens on. Writing needs the token: in a header for programs,
through a session for people. A session is a cookie that no script reads and no other site's request carries
(`HttpOnly`, `SameSite=Strict`); its forms also send back a secret of the session, and the browser's `Origin`
must be ours.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from collections import OrderedDict, deque
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from elshi.web.errors import Refused, answer
from elshi.web.settings import Settings

__all__ = ["COOKIE", "HEADERS", "Guard", "Rates", "Session", "Sessions", "person"]

COOKIE = "elshi-session"

HEADERS = {
    # `no-referrer` would make browsers send `Origin: null` with our own forms.
    "content-security-policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}

#: Sessions kept; the oldest is forgotten first. A desk has a handful.
_SESSIONS = 200
#: Seconds without a request after which a session ends: a working day.
_IDLE = 12 * 3600


@dataclass(slots=True)
class Session:
    """One signed-in person."""

    who: str
    csrf: str
    seen: float


class Sessions:
    """Sessions in memory: they end with the server."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, Session] = OrderedDict()
        self._lock = threading.Lock()

    @staticmethod
    def _key(secret: str) -> str:
        return hashlib.sha256(secret.encode()).hexdigest()

    def open(self, who: str) -> str:
        """Starts a session; returns what the cookie carries."""
        secret = secrets.token_urlsafe(32)
        with self._lock:
            self._known[self._key(secret)] = Session(who, secrets.token_urlsafe(24), time.monotonic())
            while len(self._known) > _SESSIONS:
                self._known.popitem(last=False)
        return secret

    def find(self, secret: str | None) -> Session | None:
        """The session of a cookie, unless it has ended."""
        if not secret:
            return None
        key, now = self._key(secret), time.monotonic()
        with self._lock:
            session = self._known.get(key)
            if session is None:
                return None
            if now - session.seen > _IDLE:
                del self._known[key]
                return None
            session.seen = now
            return session

    def close(self, secret: str | None) -> None:
        """Ends a session."""
        if secret:
            with self._lock:
                self._known.pop(self._key(secret), None)


class Rates:
    """At most so many of one thing a minute from one address."""

    def __init__(self, most: int, seconds: float = 60.0) -> None:
        self._most, self._seconds = most, seconds
        self._times: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, address: str) -> bool:
        """Counts one; False when it is too many."""
        now = time.monotonic()
        with self._lock:
            times = self._times.setdefault(address, deque())
            self._times.move_to_end(address)
            while len(self._times) > 4096:
                self._times.popitem(last=False)
            while times and now - times[0] > self._seconds:
                times.popleft()
            if len(times) >= self._most:
                return False
            times.append(now)
            return True


def same(given: str, token: str) -> bool:
    """Whether a token is right, in a time that does not tell how much of it is."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), token.encode())


def _own_origin(request: Request) -> bool:
    origin = request.headers.get("origin")
    if origin is None:
        # Browsers that send no Origin with a form of the same site send this.
        return request.headers.get("sec-fetch-site") in (None, "same-origin", "none")
    return urlsplit(origin).netloc.lower() == request.headers.get("host", "").lower()


async def person(request: Request, csrf: str | None = None) -> str:
    """Name of whoever may write with this request.

    Args:
        request: the request.
        csrf: what the form sent back; without it only the token in the header counts.

    Raises:
        Refused: nobody may write here, the token is wrong, or the request comes from elsewhere.
    """
    settings: Settings = request.app.state.settings
    if settings.token is None:
        raise Refused(403, "this server is read only; start it with elshi serve --token to record decisions")
    address = request.client.host if request.client else "?"
    if not request.app.state.writes.take(address):
        raise Refused(429, "too many writes in a minute; wait a little", {"Retry-After": "60"})
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        if not request.app.state.sign_ins.take(address) and not same(given.strip(), settings.token):
            raise Refused(429, "too many wrong tokens; wait a minute", {"Retry-After": "60"})
        if not same(given.strip(), settings.token):
            raise Refused(401, "the token is wrong", {"WWW-Authenticate": "Bearer"})
        return " ".join(request.headers.get("x-elshi-who", "api").split())[:100] or "api"
    session: Session | None = request.app.state.sessions.find(request.cookies.get(COOKIE))
    if session is None:
        message = "sign in first, or send the token as Authorization: Bearer TOKEN"
        raise Refused(401, message, {"WWW-Authenticate": "Bearer"})
    if not _own_origin(request) or csrf is None or not same(csrf, session.csrf):
        raise Refused(403, "the form is not of this session; open the page again and repeat")
    return session.who


def _host_name(value: str) -> str:
    name = value.strip().lower()
    if name.startswith("["):
        return name.partition("]")[0] + "]"
    return name.partition(":")[0]


class Guard:
    """Outermost layer: refuses foreign host names and large bodies, sets the headers of every answer."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._settings = app, settings
        self._hosts = {host.lower() for host in settings.hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        request = Request(scope)

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                found = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    if name not in found:
                        found[name] = value
                if "cache-control" not in found:
                    # A shared computer keeps no pages; ETags make asking again cheap.
                    found["cache-control"] = "private, no-cache"
            await send(message)

        host = _host_name(headers.get("host", ""))
        if "*" not in self._hosts and host not in self._hosts:
            message = "this server is not known by that name; use one it was started with (--host)"
            # Not as a page: the name in the address is not ours, and neither are its links.
            await _plain(request, 400, message)(scope, receive, guarded)
            return
        limits = self._settings.limits
        path = scope["path"]
        most = limits.upload + 65536 if path.endswith(("/sources", "/uploads")) else limits.body
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit() or int(length[:20]) > most:
            response = answer(request, 413, f"the request is larger than {most} bytes; send less at one time")
            await response(scope, receive, guarded)
            return
        counted = 0

        async def limited() -> Message:
            nonlocal counted
            message = await receive()
            counted += len(message.get("body", b""))
            if counted > most:
                raise Refused(413, f"the request is larger than {most} bytes; send less at one time")
            return message

        await self._app(scope, limited, guarded)


def _plain(request: Request, status: int, message: str) -> ASGIApp:
    from starlette.responses import JSONResponse

    from elshi.web.errors import body

    return JSONResponse(body(status, message), status)
