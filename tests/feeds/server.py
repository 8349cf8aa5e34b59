"""A server on this machine that misbehaves as it is told, and a clock that never waits."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Handler = BaseHTTPRequestHandler
Route = Callable[[Handler], None]

HOST = "news.example"


class FakeClock:
    """Time that passes by sleeping, and `tick` seconds whenever a deadline is looked at."""

    def __init__(self) -> None:
        self.time = 1_700_000_000.0
        self.tick = 0.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.time

    def running(self) -> float:
        self.time += self.tick
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds


class Site:
    """Routes by path; what was asked, with headers and the clock's time."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.routes: dict[str, Route] = {}
        self.asked: list[tuple[str, dict[str, str], float]] = []
        self.port = 0

    def url(self, path: str, host: str = HOST) -> str:
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [path for path, _, _ in self.asked]

    def page(
        self,
        path: str,
        body: str | bytes,
        *,
        kind: str = "text/html; charset=utf-8",
        status: int = 200,
        **headers: str,
    ) -> None:
        """A usual answer; underscores in names of headers are hyphens."""
        data = body if isinstance(body, bytes) else body.encode()

        def answer(handler: Handler) -> None:
            handler.send_response(status)
            handler.send_header("Content-Type", kind)
            handler.send_header("Content-Length", str(len(data)))
            for name, value in headers.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()
            handler.wfile.write(data)

        self.routes[path] = answer

    def article(self, path: str, sentence: str) -> None:
        more = (
            "The two sides spoke of trade, culture and transport, the press service said in its report. " * 3
        )
        self.page(
            path,
            f"<html><body><article><h1>News {path}</h1><p>{sentence}</p><p>{more}</p></article></body></html>",
        )

    def feed(self, path: str, *links: str, **headers: str) -> None:
        items = "".join(f"<item><title>T</title><link>{link}</link></item>" for link in links)
        self.page(
            path,
            f"<rss version='2.0'><channel>{items}</channel></rss>",
            kind="application/rss+xml",
            **headers,
        )


@contextlib.contextmanager
def serve(clock: FakeClock) -> Iterator[Site]:
    site = Site(clock)

    class Serving(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}, clock.time))
            route = site.routes.get(self.path)
            with contextlib.suppress(OSError):  # the other side hangs up on endless answers
                if route is None:
                    self.send_error(404)
                else:
                    route(self)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Serving)
    server.daemon_threads = True
    site.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
