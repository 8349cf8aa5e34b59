"""Asking servers: one request, with a limit on everything a server could do to us.

* Only `http` and `https`; a redirect from `https` to `http` is not followed, and no more than `MAX_REDIRECTS`.
* A host is looked up once, all its addresses must be public, and the connection goes to the very address that
  was checked: a name that answers differently the second time changes nothing.
* The whole answer must come within the timeout and the size, however it drips and whatever it unpacks to.
* Environment variables (proxies) and `.netrc` are not looked at; no cookie is kept, no password sent.
"""

from __future__ import annotations

import http.client
import io
import ipaddress
import socket
import ssl
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from elshi.errors import FetchError
from elshi.feeds.clock import Clock, SystemClock
from elshi.reading.limits import size as shown_size

__all__ = ["Answer", "Fetcher", "address", "is_public"]

#: As many as browsers' users meet in practice: http to https, a new domain, a consent page.
MAX_REDIRECTS = 5

#: A server that asks for a longer rest is asked again after this all the same (a day).
LONGEST_REST = 86_400.0

_CHUNK = 65_536
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Resolver = Callable[[str, int], list[str]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent.

    Attributes:
        url: the address that answered, after redirects.
        status: 200, or 304 when nothing has changed.
        body: unpacked bytes; empty for 304.
        headers: by lower-case name.
    """

    url: str
    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def charset(self) -> str | None:
        """The encoding that the server states."""
        message = Message()
        message["content-type"] = self.headers.get("content-type", "")
        return message.get_content_charset()

    @property
    def kind(self) -> str:
        """The media type that the server states, as `text/html`."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


def address(url: str, base: str | None = None) -> SplitResult:
    """An address in the form that is asked for: absolute, ASCII, without fragment.

    Raises:
        FetchError: it is none that could be asked.
    """
    try:
        parts = urlsplit(urljoin(base, url.strip()) if base else url.strip())
        host, port = parts.hostname, parts.port
        if parts.scheme not in ("http", "https") or not host:
            raise FetchError(f"{url[:200]!r} is no web address")
        if parts.username is not None or parts.password is not None:
            raise FetchError(f"the address of {host} holds a name or password; remove it")
        host = host.encode("idna").decode() if not host.isascii() else host
    except (ValueError, UnicodeError):
        raise FetchError(f"{url[:200]!r} is no web address") from None
    shown = f"[{host}]" if ":" in host else host
    usual = {"http": 80, "https": 443}[parts.scheme]
    netloc = shown if port in (None, usual) else f"{shown}:{port}"
    # What is quoted already stays as it is.
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return SplitResult(parts.scheme, netloc, path, query, "")


def is_public(ip: str) -> bool:
    """Whether an address belongs to the public internet, also when it is wrapped in a newer one."""
    found: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(ip.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is None and found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return found.is_global and not found.is_multicast and not found.is_reserved


def _resolve(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


class Fetcher:
    """Asks servers.

    Args:
        agent: how it introduces itself.
        timeout: seconds that one request may take, each redirect anew.
        max_size: bytes of one answer, packed or unpacked.
        allow_private: hosts that may have a private address.
        clock: for deadlines.
        resolve: host and port -> addresses.
        context: for TLS; the system's certificates when None.
        permit: called with each address before it is asked, redirects included; raises to forbid it.
    """

    def __init__(
        self,
        agent: str,
        *,
        timeout: float = 30.0,
        max_size: int = 10 * 1024 * 1024,
        allow_private: frozenset[str] = frozenset(),
        clock: Clock | None = None,
        resolve: Resolver = _resolve,
        context: ssl.SSLContext | None = None,
        permit: Callable[[SplitResult], None] | None = None,
    ) -> None:
        self._agent, self._timeout, self._max_size = agent, timeout, max_size
        self._private = allow_private
        self._clock = clock or SystemClock()
        self._find = resolve
        self._context = context
        self.permit = permit

    def get(self, url: str, *, known: Mapping[str, str] | None = None, max_size: int | None = None) -> Answer:
        """Asks for an address.

        Args:
            url: where.
            known: `etag` and `last-modified` of what we have; an unchanged page answers 304.
            max_size: another limit than usual.

        Raises:
            FetchError: no answer that can be used; `later` says whether asking again makes sense, `rest` how long
                the server wants to be left alone, `gone` that it never will.
        """
        target = address(url)
        seen: set[str] = set()
        while True:
            text = urlunsplit(target)
            if text in seen or len(seen) > MAX_REDIRECTS:
                raise FetchError(f"{urlunsplit(address(url))} leads in a circle of redirects")
            seen.add(text)
            if self.permit is not None:
                self.permit(target)
            deadline = self._clock.running() + self._timeout
            answer, following = self._ask(target, known or {}, deadline, max_size or self._max_size)
            if answer is not None:
                return answer
            after = address(following, text)
            if target.scheme == "https" and after.scheme == "http":
                raise FetchError(f"{text} leads from https to http, which is not followed")
            if after.netloc != target.netloc:
                known = None
            target = after

    def _ask(
        self, target: SplitResult, known: Mapping[str, str], deadline: float, max_size: int
    ) -> tuple[Answer | None, str]:
        """One exchange; (answer, "") or (None, where it leads)."""
        headers = {
            "User-Agent": self._agent,
            "Accept": "text/html, application/xhtml+xml, application/xml, application/rss+xml, */*;q=0.5",
            "Accept-Encoding": "gzip",
            "Connection": "close",
        }
        if known.get("etag"):
            headers["If-None-Match"] = known["etag"]
        if known.get("last-modified"):
            headers["If-Modified-Since"] = known["last-modified"]
        where = urlunsplit(target)
        wire: _Wire | None = None
        try:
            wire, headers["Host"] = self._wire(target, deadline)
            connection = _Connection(target.hostname or "", target.port or 0, wire)
            path = target.path + (f"?{target.query}" if target.query else "")
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            got = {name.lower(): value for name, value in response.getheaders()}
            if response.status in (301, 302, 303, 307, 308):
                if not got.get("location"):
                    raise FetchError(f"{where} leads elsewhere ({response.status}) and does not say where")
                return None, got["location"]
            if response.status == 304 and known:
                return Answer(where, 304, headers=got), ""
            if response.status != 200:
                raise self._refusal(where, response.status, got)
            body = self._body(response, where, got, deadline, max_size)
            return Answer(where, 200, body, got), ""
        except (OSError, http.client.HTTPException) as error:
            said = type(error).__name__ if isinstance(error, http.client.HTTPException) else str(error)
            reason = "no answer in time" if isinstance(error, TimeoutError) else f"no answer ({said})"
            raise FetchError(f"{where}: {' '.join(reason.split())[:200]}", later=True) from None
        finally:
            if wire is not None:
                wire.sock.close()

    def _refusal(self, where: str, status: int, headers: Mapping[str, str]) -> FetchError:
        rest = self._rest(headers.get("retry-after"))
        later = status in (408, 425, 429) or status >= 500
        if not later:
            rest = None
        return FetchError(f"{where} answers {status}", later=later, rest=rest, gone=status in (404, 410))

    def _rest(self, value: str | None) -> float | None:
        if not value:
            return None
        if value.strip().isdigit():
            seconds = float(value.strip()[:9])
        else:
            try:
                seconds = parsedate_to_datetime(value).timestamp() - self._clock.now()
            except (ValueError, TypeError, OverflowError, OSError):
                return None
        return min(max(seconds, 0.0), LONGEST_REST)

    def _wire(self, target: SplitResult, deadline: float) -> tuple[_Wire, str]:
        """A connection to the server, and what to write into the header Host."""
        host = target.hostname or ""
        port = target.port or (443 if target.scheme == "https" else 80)
        where = urlunsplit(target)
        self._left(deadline, where)
        try:
            found = self._find(host, port)
        except (OSError, UnicodeError):
            raise FetchError(f"{host}: there is no host of that name", later=True) from None
        if not found:
            raise FetchError(f"{host} has no address", later=True)
        if host.lower() not in self._private:
            inside = [ip for ip in found if not is_public(ip)]
            if inside:
                raise FetchError(
                    f"{host} has an address of a private network ({inside[0]}), which is not asked; "
                    "if that is meant, add the host to `allow_private`"
                )
        sock = self._connected(found, port, where, deadline)
        try:
            if target.scheme == "https":
                sock.settimeout(self._left(deadline, where))
                context = self._context or ssl.create_default_context()
                sock = context.wrap_socket(sock, server_hostname=host)
        except BaseException:
            sock.close()
            raise
        # `http.client` writes the port into the header Host unless it is the scheme's own.
        shown = host if port == {"http": 80, "https": 443}[target.scheme] else f"{host}:{port}"
        return _Wire(sock, lambda: self._left(deadline, where)), shown

    def _connected(self, found: list[str], port: int, where: str, deadline: float) -> socket.socket:
        """A connection to the first address that answers."""
        for at, ip in enumerate(found):
            # An address that is dead may not use up the time of the others.
            share = self._left(deadline, where) / (len(found) - at)
            try:
                return socket.create_connection((ip, port), share)
            except OSError:
                if at == len(found) - 1:
                    raise
        raise AssertionError("there is an address")

    def _left(self, deadline: float, where: str) -> float:
        left = deadline - self._clock.running()
        if left <= 0:
            raise FetchError(f"{where}: no answer in time", later=True)
        return left

    def _body(
        self,
        response: http.client.HTTPResponse,
        where: str,
        headers: Mapping[str, str],
        deadline: float,
        max_size: int,
    ) -> bytes:
        stated = headers.get("content-length", "")
        too_large = FetchError(f"{where} sends more than {shown_size(max_size)}, the limit (`max_size`)")
        if stated.isdigit() and int(stated) > max_size:
            raise too_large
        coding = headers.get("content-encoding", "").strip().lower()
        if coding not in ("", "identity", "gzip", "x-gzip"):
            raise FetchError(f"{where} sends {coding[:20]!r}, which was not asked for")
        unpacker = zlib.decompressobj(wbits=31) if coding.endswith("gzip") else None
        out, taken, total = [], 0, 0
        while True:
            self._left(deadline, where)
            # read1 gives what has come; read would wait for a whole chunk of a slow drip.
            piece = response.read1(_CHUNK)
            if not piece:
                break
            taken += len(piece)
            if unpacker is not None:
                try:
                    piece = unpacker.decompress(piece, max_size + 1 - total)
                except zlib.error:
                    raise FetchError(f"{where} sends broken gzip", later=True) from None
            total += len(piece)
            if total > max_size or taken > max_size:
                raise too_large
            out.append(piece)
        if response.length:
            raise FetchError(f"{where} breaks off before its end", later=True)
        if unpacker is not None and not unpacker.eof:
            raise FetchError(f"{where} breaks off before its end", later=True)
        return b"".join(out)


class _Wire:
    """A connected socket as `http.client` uses it, every wait on which ends with the deadline.

    A socket's own timeout begins anew with each byte: a server that sends one a second would never be over it.
    """

    def __init__(self, sock: socket.socket, left: Callable[[], float]) -> None:
        self.sock, self._left = sock, left

    def sendall(self, data: bytes) -> None:
        """Sends a request."""
        self.sock.settimeout(self._left())
        self.sock.sendall(data)

    def makefile(self, mode: str = "rb", *_: object) -> io.BufferedReader:
        """What the server sends."""
        return io.BufferedReader(_Incoming(self.sock, self._left))

    def close(self) -> None:
        """Nothing: `http.client` closes before it has read all; `Fetcher` closes the socket itself."""


class _Incoming(io.RawIOBase):
    def __init__(self, sock: socket.socket, left: Callable[[], float]) -> None:
        self._sock, self._left = sock, left

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._sock.settimeout(self._left())
        return self._sock.recv_into(buffer)


class _Connection(http.client.HTTPConnection):
    """A connection that was made already, to an address that was checked."""

    def __init__(self, host: str, port: int, wire: _Wire) -> None:
        super().__init__(host, port)
        self.sock = wire

    def connect(self) -> None:
        """Never again: an answer is one connection."""
        raise http.client.NotConnected
