"""Feeds watched on a server that misbehaves: polite, patient, and no item lost or read twice."""

from __future__ import annotations

import gzip
import itertools
from collections.abc import Iterator
from email.utils import formatdate
from pathlib import Path

import pytest
from tests.feeds.server import HOST, FakeClock, Handler, Site, serve

import elshi
from elshi.errors import ElshiError, RuleError
from elshi.feeds import Outcome, Watcher, read_settings
from elshi.feeds.fetch import address, is_public
from elshi.feeds.memory import Memory
from elshi.feeds.settings import Feed, Settings
from elshi.model import Document
from elshi.record import IngestReport

DUDA = "Polish President Andrzej Duda arrived in Kazakhstan on an official visit on 12 May 2021."


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def site(clock: FakeClock) -> Iterator[Site]:
    with serve(clock) as found:
        yield found


class Desk:
    """A watcher with everything that happened to it."""

    def __init__(self, site: Site, folder: Path, *feeds: Feed, private: bool = True, **more: object) -> None:
        given: dict[str, object] = {"pause": 5.0, "timeout": 20.0, "max_size": 200_000, **more}
        self.settings = Settings(
            agent="TestDesk/1.0 (+mailto:desk@example.org)",
            feeds=feeds,
            memory=folder / "seen.db",
            allow_private=frozenset({HOST, "other.example"} if private else ()),
            **given,  # type: ignore[arg-type]
        )
        self.site = site
        self.told: list[Outcome] = []
        self.documents: list[Document] = []
        self.broken = 0

    def ingest(self, document: Document) -> IngestReport:
        if self.broken:
            self.broken -= 1
            raise ElshiError("disk full")
        self.documents.append(document)
        return IngestReport(new=1)

    def run(self) -> int:
        memory = Memory(self.settings.memory)
        try:
            return Watcher(
                self.settings,
                memory,
                self.ingest,
                tell=self.told.append,
                clock=self.site.clock,
                resolve=lambda host, port: ["127.0.0.1"],
            ).run(once=True)
        finally:
            memory.close()

    def states(self) -> list[str]:
        return [f"{'page' if one.url else 'feed'} {one.state}" for one in self.told]

    def why(self) -> str:
        return next(one.reason or "" for one in reversed(self.told) if one.reason)


def test_new_items_are_read_once(site: Site, tmp_path: Path) -> None:
    site.feed("/feed", "/a", site.url("/b?utm_source=rss#top"), "/b")
    site.article("/a", DUDA)
    site.article("/b?utm_source=rss", DUDA)
    desk = Desk(site, tmp_path, Feed(site.url("/feed"), outlet="Example News", language="en"))
    assert desk.run() == 0
    assert [(d.id, d.source, d.language) for d in desk.documents] == [
        (site.url("/a"), "Example News", "en"),
        (site.url("/b?utm_source=rss"), "Example News", "en"),
    ]
    assert DUDA in desk.documents[0].text
    assert desk.run() == 0
    assert len(desk.documents) == 2
    assert desk.states() == ["feed looked", "page new", "page new", "feed looked"]


def test_one_host_is_asked_after_a_pause_and_as_who_we_are(site: Site, tmp_path: Path) -> None:
    site.page("/robots.txt", "User-agent: TestDesk\nCrawl-delay: 8\nAllow: /", kind="text/plain")
    site.feed("/feed", "/a", "/b")
    site.article("/a", DUDA)
    site.article("/b", DUDA)
    Desk(site, tmp_path, Feed(site.url("/feed"))).run()
    assert site.paths() == ["/robots.txt", "/feed", "/a", "/b"]
    times = [time for _, _, time in site.asked]
    assert [round(b - a) for a, b in itertools.pairwise(times)] == [5, 8, 8]
    agents = {headers["user-agent"] for _, headers, _ in site.asked}
    assert agents == {"TestDesk/1.0 (+mailto:desk@example.org)"}


def test_an_unchanged_feed_answers_304(site: Site, tmp_path: Path) -> None:
    site.feed("/feed", "/a", ETag='"v1"', Last_Modified="Mon, 01 May 2023 10:00:00 GMT")
    site.article("/a", DUDA)
    desk = Desk(site, tmp_path, Feed(site.url("/feed")))
    desk.run()
    site.page("/feed", b"", status=304)
    assert desk.run() == 0
    headers = site.asked[-1][1]
    assert (headers["if-none-match"], headers["if-modified-since"]) == (
        '"v1"',
        "Mon, 01 May 2023 10:00:00 GMT",
    )
    assert desk.states()[-1] == "feed unchanged"


def test_robots_forbid(site: Site, tmp_path: Path) -> None:
    site.page("/robots.txt", "User-agent: *\nDisallow: /private", kind="text/plain")
    site.feed("/feed", "/private/a", "/b")
    site.article("/private/a", DUDA)
    site.article("/b", DUDA)
    desk = Desk(site, tmp_path, Feed(site.url("/feed")))
    assert desk.run() == 1
    assert "/private/a" not in site.paths()
    assert "robots.txt forbids" in desk.why()
    assert [d.id for d in desk.documents] == [site.url("/b")]


def test_robots_that_cannot_be_had_hold_everything_back(site: Site, tmp_path: Path) -> None:
    site.page("/robots.txt", "", status=503)
    site.feed("/feed", "/a")
    desk = Desk(site, tmp_path, Feed(site.url("/feed")))
    assert desk.run() == 1
    assert site.paths() == ["/robots.txt"]
    assert desk.states() == ["feed later"]


@pytest.mark.parametrize("after", ["3600", "date"])
def test_a_server_that_asks_for_rest_gets_it(after: str, site: Site, tmp_path: Path) -> None:
    wanted = formatdate(site.clock.time + 3600, usegmt=True) if after == "date" else after
    site.feed("/feed", "/a", "/b")
    site.page("/a", "", status=429, Retry_After=wanted)
    site.article("/b", DUDA)
    desk = Desk(site, tmp_path, Feed(site.url("/feed")))
    assert desk.run() == 1
    # The whole host is left alone: /b was not asked, the other page neither lost nor given up.
    assert site.paths() == ["/robots.txt", "/feed", "/a"]
    site.clock.time += 3000
    desk.run()
    assert "/b" not in site.paths()
    site.clock.time += 700
    site.article("/a", DUDA)
    assert desk.run() == 0
    assert {d.id for d in desk.documents} == {site.url("/a"), site.url("/b")}


def test_failures_are_asked_again_ever_later(site: Site, tmp_path: Path) -> None:
    site.page("/feed", "", status=500)
    desk = Desk(site, tmp_path, Feed(site.url("/feed")))
    asked = []
    for _ in range(100):
        desk.run()
        asked = [round(time) for path, _, time in site.asked if path == "/feed"]
        site.clock.time += 60
    gaps = [b - a for a, b in itertools.pairwise(asked)]
    assert len(gaps) >= 4
    assert all(later > sooner * 1.5 for sooner, later in itertools.pairwise(gaps))


def test_a_page_that_always_fails_is_given_up(site: Site, tmp_path: Path) -> None:
    site.feed("/feed", "/a")
    site.page("/a", "", status=500)
    desk = Desk(site, tmp_path, Feed(site.url("/feed")))
    for _ in range(20):
        desk.run()
        site.clock.time += 90_000
    assert site.paths().count("/a") == 8
    assert desk.states().count("page failed") == 1


@pytest.mark.parametrize("status", [404, 410, 403])
def test_what_is_not_there_is_not_asked_again(status: int, site: Site, tmp_path: Path) -> None:
    site.feed("/feed", "/a")
    site.page("/a", "", status=status)
    desk = Desk(site, tmp_path, Feed(site.url("/feed")))
    desk.run()
    site.clock.time += 90_000
    desk.run()
    assert site.paths().count("/a") == 1


def _drip(handler: Handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(100_000):
        handler.wfile.write(b"x")
        handler.wfile.flush()


def _drip_in_headers(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for _ in range(50_000):
        handler.wfile.write(b"x")
        handler.wfile.flush()


def _endless(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    while True:
        handler.wfile.write(b"<p>news</p>" * 1000)


def _breaks_off(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    handler.wfile.write(b"<p>half of it")


def _says_nothing(handler: Handler) -> None:
    handler.connection.close()


def _bomb(handler: Handler) -> None:
    data = gzip.compress(b"<p>" + b"a" * 50_000_000)
    handler.send_response(200)
    handler.send_header("Content-Encoding", "gzip")
    handler.send_header("Content-Length", str(len(data)))
    handler.end_headers()
    handler.wfile.write(data)


def _round(handler: Handler) -> None:
    handler.send_response(302)
    handler.send_header("Location", "/a2" if handler.path == "/a" else "/a")
    handler.end_headers()


def _nowhere(handler: Handler) -> None:
    handler.send_response(301)
    handler.send_header("Location", "file:///etc/passwd")
    handler.end_headers()


def _no_http(handler: Handler) -> None:
    handler.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n")


@pytest.mark.parametrize(
    ("route", "tick", "state", "says"),
    [
        (_drip, 1.0, "later", "no answer in time"),
        (_drip_in_headers, 1.0, "later", "no answer in time"),
        (_endless, 0.0, "failed", "more than 195 KB"),
        (_bomb, 0.0, "failed", "more than 195 KB"),
        (_breaks_off, 0.0, "later", "breaks off"),
        (_says_nothing, 0.0, "later", "no answer"),
        (_round, 0.0, "failed", "circle of redirects"),
        (_nowhere, 0.0, "failed", "no web address"),
        (_no_http, 0.0, "later", "no answer"),
    ],
)
def test_a_page_that_misbehaves_holds_up_nobody(
    route: object, tick: float, state: str, says: str, site: Site, tmp_path: Path
) -> None:
    site.feed("/feed", "/a", site.url("/b", "other.example"))
    site.article("/b", DUDA)
    site.routes["/a"] = site.routes["/a2"] = route  # type: ignore[assignment]
    desk = Desk(site, tmp_path, Feed(site.url("/feed")))
    site.clock.tick = tick
    assert desk.run() >= 1
    bad = next(one for one in desk.told if one.url == site.url("/a"))
    assert bad.state == state
    assert says in (bad.reason or "")
    if not tick:
        assert [d.id for d in desk.documents] == [site.url("/b", "other.example")]


def test_a_redirect_is_followed_and_its_host_is_asked_for_its_rules(site: Site, tmp_path: Path) -> None:
    def move(handler: Handler) -> None:
        handler.send_response(301)
        handler.send_header("Location", site.url("/b", "other.example"))
        handler.end_headers()

    site.feed("/feed", "/a")
    site.routes["/a"] = move
    site.article("/b", DUDA)
    desk = Desk(site, tmp_path, Feed(site.url("/feed")))
    assert desk.run() == 0
    assert site.paths() == ["/robots.txt", "/feed", "/a", "/robots.txt", "/b"]
    assert desk.documents[0].url == site.url("/b", "other.example")


def test_private_addresses_are_not_asked(site: Site, tmp_path: Path) -> None:
    desk = Desk(site, tmp_path, Feed(site.url("/feed")), private=False)
    assert desk.run() == 1
    assert site.asked == []
    assert "private network (127.0.0.1)" in desk.why()


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.5.5", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "255.255.255.255",
    ],
)  # fmt: skip
def test_inner_addresses_are_known_in_every_dress(ip: str) -> None:
    assert not is_public(ip)


def test_public_addresses_are_public() -> None:
    assert all(map(is_public, ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::5db8:d822"]))


@pytest.mark.parametrize(
    "url",
    ["ftp://a.example/", "http://", "//a.example", "http://user:pw@a.example/", "http://a.example:x/", "a b"],
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(ElshiError):
        address(url)


def test_addresses_are_made_plain() -> None:
    found = address("https://пример.example:443/жаңалық бір?a=б#x")
    assert found.netloc == "xn--e1afmkfd.example"
    assert found.path == "/%D0%B6%D0%B0%D2%A3%D0%B0%D0%BB%D1%8B%D2%9B%20%D0%B1%D1%96%D1%80"
    assert (found.query, found.fragment) == ("a=%D0%B1", "")


def test_broken_xml_and_wrong_charset_still_give_items(site: Site, tmp_path: Path) -> None:
    words = "Президент Польши Анджей Дуда прибыл в Казахстан"
    feed = (
        "<?xml version='1.0' encoding='utf-8'?><rss><channel>"
        f"<item><title>{words} & другие</title><link>/a</link></item><item><link>/b</link>"
    )
    site.page("/feed", feed.encode("cp1251"), kind="application/rss+xml; charset=utf-8")
    site.article("/a", DUDA)
    site.article("/b", DUDA)
    desk = Desk(site, tmp_path, Feed(site.url("/feed")))
    assert desk.run() == 0
    assert {d.id for d in desk.documents} == {site.url("/a"), site.url("/b")}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entity_bombs_are_refused(encoding: str, site: Site, tmp_path: Path) -> None:
    bomb = (
        "<!DOCTYPE r [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]>"
        "<rss><channel><item><link>/&b;</link></item></channel></rss>"
    )
    site.page("/feed", bomb.encode(encoding), kind="text/xml")
    desk = Desk(site, tmp_path, Feed(site.url("/feed")))
    assert desk.run() == 1
    assert "entities" in desk.why()


@pytest.mark.parametrize("body", ["<html><body>A page</body></html>", "", "not xml at all", "\x00\x01\x02"])
def test_what_is_no_feed_is_said(body: str, site: Site, tmp_path: Path) -> None:
    site.page("/feed", body, kind="text/html")
    desk = Desk(site, tmp_path, Feed(site.url("/feed")))
    assert desk.run() == 1
    assert desk.states() == ["feed failed"]


def test_guids_that_repeat_do_not_hide_news(site: Site, tmp_path: Path) -> None:
    items = "".join(f"<item><guid isPermaLink='false'>1</guid><link>/{x}</link></item>" for x in "abca")
    site.page("/feed", f"<rss><channel>{items}</channel></rss>", kind="text/xml")
    for x in "abc":
        site.article(f"/{x}", DUDA)
    desk = Desk(site, tmp_path, Feed(site.url("/feed")))
    desk.run()
    assert len(desk.documents) == 3


def test_atom_with_the_article_in_the_feed(site: Site, tmp_path: Path) -> None:
    more = "The two sides spoke of trade and culture, the press service said in its report of that day. " * 3
    entry = (
        "<entry><id>tag:x,1</id><title>Duda &amp; Kazakhstan</title><updated>2021-05-13T08:00:00+06:00</updated>"
        f"<link href='/a'/><content type='html'>&lt;p&gt;{DUDA}&lt;/p&gt;&lt;p&gt;{more}&lt;/p&gt;</content></entry>"
    )
    site.page(
        "/feed", f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry}</feed>", kind="application/atom+xml"
    )
    desk = Desk(site, tmp_path, Feed(site.url("/feed"), text="feed"))
    assert desk.run() == 0
    assert site.paths() == ["/robots.txt", "/feed"]
    (document,) = desk.documents
    assert (document.published, document.url) == ("2021-05-13", site.url("/a"))
    assert DUDA in document.text


def test_sitemaps_are_taken_by_portions_latest_first(site: Site, tmp_path: Path) -> None:
    site.page(
        "/index.xml",
        f"<sitemapindex><sitemap><loc>{site.url('/old.xml')}</loc><lastmod>2020-01-01</lastmod></sitemap>"
        f"<sitemap><loc>{site.url('/new.xml')}</loc><lastmod>2024-01-01</lastmod></sitemap></sitemapindex>",
        kind="text/xml",
    )
    urls = "".join(f"<url><loc>/n{n}</loc><lastmod>2024-01-0{n}</lastmod></url>" for n in (1, 3, 2))
    site.page(
        "/new.xml",
        gzip.compress(f"<urlset>{urls}</urlset>".encode()),
        kind="text/xml",
        Content_Encoding="gzip",
    )
    site.page(
        "/old.xml", "<urlset><url><loc>/sport/o</loc></url><url><loc>/o</loc></url></urlset>", kind="text/xml"
    )
    for path in ("/n1", "/n2", "/n3", "/o"):
        site.article(path, DUDA)
    desk = Desk(site, tmp_path, Feed(site.url("/index.xml"), limit=2, unless=read_pattern("/sport/")))
    desk.run()
    assert [d.id for d in desk.documents] == [site.url("/n3"), site.url("/n2")]
    desk.run()
    assert {d.id for d in desk.documents[2:]} == {site.url("/n1"), site.url("/o")}
    assert "/sport/o" not in site.paths()


def read_pattern(text: str) -> object:
    import re

    return re.compile(text)


def test_nothing_is_lost_when_the_record_cannot_be_written(site: Site, tmp_path: Path) -> None:
    site.feed("/feed", "/a", "/b")
    site.article("/a", DUDA)
    site.article("/b", DUDA)
    desk = Desk(site, tmp_path, Feed(site.url("/feed")))
    desk.broken = 1
    with pytest.raises(ElshiError, match="disk full"):
        desk.run()
    site.feed("/feed")  # meanwhile the items have left the feed
    desk.run()
    assert {d.id for d in desk.documents} == {site.url("/a"), site.url("/b")}


def test_a_page_that_holds_no_article_is_reported(site: Site, tmp_path: Path) -> None:
    site.feed("/feed", "/a", "/b")
    site.page("/a", "<html><script>load()</script></html>")
    site.page("/b", b"\x89PNG\r\n", kind="image/png")
    desk = Desk(site, tmp_path, Feed(site.url("/feed")))
    assert desk.run() == 2
    assert desk.states() == ["feed looked", "page failed", "page failed"]


def test_two_watchers_do_not_share_a_memory(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "seen.db")
    with pytest.raises(ElshiError, match="another watcher"):
        Memory(tmp_path / "seen.db")
    memory.close()
    (tmp_path / "other.db").write_bytes(b"no database at all, but something long enough to be told")
    with pytest.raises(ElshiError, match="name another file"):
        Memory(tmp_path / "other.db")


def test_watching_for_ever_looks_again_when_it_is_time(site: Site, tmp_path: Path) -> None:
    site.feed("/feed", "/a")
    site.article("/a", DUDA)
    desk = Desk(site, tmp_path, Feed(site.url("/feed"), every=600.0))

    class Enough(Exception):
        pass

    def tell(outcome: Outcome) -> None:
        desk.told.append(outcome)
        if len(desk.told) == 4:
            raise Enough

    memory = Memory(desk.settings.memory)
    watcher = Watcher(
        desk.settings, memory, desk.ingest, tell=tell, clock=site.clock, resolve=lambda *_: ["127.0.0.1"]
    )
    with pytest.raises(Enough):
        watcher.run()
    memory.close()
    looks = [time for path, _, time in site.asked if path == "/feed"]
    assert [round(b - a) for a, b in itertools.pairwise(looks)] == [600, 600]


def test_pages_become_facts_of_the_record(site: Site, tmp_path: Path) -> None:
    site.feed("/feed", "/a")
    site.article("/a", DUDA)
    desk = Desk(site, tmp_path, Feed(site.url("/feed")))
    with elshi.Record(tmp_path / "r.db") as record:
        desk.ingest = lambda document: record.ingest([document])  # type: ignore[method-assign]
        assert desk.run() == 0
        assert [(f.fact.type, f.fact.date) for f in record.store.facts()] == [("visit", "2021-05-12")]
    assert [one.facts for one in desk.told if one.url] == [1]


SETTINGS = """\
agent: OurDesk/1.0 (+mailto:desk@example.org)
every: 1h
pause: 10s
feeds:
  - https://news.example/rss
  - url: https://other.example/sitemap.xml
    outlet: Other
    language: kk
    since: 2024-01-01
"""


def test_settings_are_read(tmp_path: Path) -> None:
    (tmp_path / "feeds.yaml").write_text(SETTINGS, encoding="utf-8")
    found = read_settings(tmp_path / "feeds.yaml")
    assert (found.pause, found.feeds[0].every, found.memory) == (10.0, 3600.0, tmp_path / "feeds.seen.db")
    assert (found.feeds[1].outlet, found.feeds[1].since) == ("Other", "2024-01-01")


@pytest.mark.parametrize(
    ("change", "line", "says"),
    [
        (("every: 1h", "every: soon"), 2, "span of time"),
        (("pause: 10s", "pause: 0s"), 3, "at least 1s"),
        (("pause: 10s", "paws: 10s"), 3, "unknown key 'paws'"),
        (("OurDesk/1.0 (+mailto:desk@example.org)", "Mozilla"), 1, "who asks"),
        (("https://news.example/rss", "news.example/rss"), 5, "begins with https://"),
        (("language: kk", "language: kz"), 8, "kk, ru or en"),
        (("since: 2024-01-01", "since: 2024"), 9, "must be a day"),
        (("outlet: Other", "match: '('"), 7, "no regular expression"),
    ],
)
def test_wrong_settings_are_one_line_with_file_and_line(
    change: tuple[str, str], line: int, says: str, tmp_path: Path
) -> None:
    (tmp_path / "feeds.yaml").write_text(SETTINGS.replace(*change), encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        read_settings(tmp_path / "feeds.yaml")
    assert f"feeds.yaml:{line}: " in str(caught.value)
    assert says in str(caught.value)


def test_the_command_says_what_is_wrong(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from elshi.cli import cli

    with pytest.raises(RuleError, match="there is no such file"):
        CliRunner().invoke(
            cli, ["watch", str(tmp_path / "no.yaml"), "--once"], standalone_mode=False, catch_exceptions=False
        )
