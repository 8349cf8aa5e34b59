from __future__ import annotations

import pytest
from reading_samples import ENGLISH, KAZAKH, PARAGRAPHS, RUSSIAN, page

from elshi.errors import ReadError, TooLarge, UnreadableDocument
from elshi.reading import html, limits


def test_article_without_its_surroundings() -> None:
    document = html.parse(page("Two sides meet in Paris", ENGLISH, ENGLISH.replace("Lyon", "Nice")), "a.html")
    assert document.title == "Two sides meet in Paris"
    assert document.text.split("\n\n") == [
        "Two sides meet in Paris",
        ENGLISH,
        ENGLISH.replace("Lyon", "Nice"),
    ]
    assert document.source == "Example Daily"
    assert document.published is None
    assert document.url is None


@pytest.mark.parametrize(
    "word", ["cookies", "Home", "World section", "Copyright", "Another story", "tracking"]
)
def test_surroundings_are_gone(word: str) -> None:
    assert word not in html.parse(page("Two sides meet in Paris", *PARAGRAPHS), "a.html").text


def test_lists_tables_and_line_breaks() -> None:
    body = (
        f"{ENGLISH}<br>Second line.</p><ul><li>The first point of the plan.</li>"
        "<li>The second point of it.</li></ul>"
        "<table><tr><th>Year</th><th>Trade, USD</th></tr><tr><td>2010</td><td>4.9 billion</td></tr></table>"
        "<blockquote>We are old friends, he said.</blockquote><p>The end of the report came late."
    )
    text = html.parse(page("Two sides meet in Paris", body), "a.html").text
    assert f"{ENGLISH}\nSecond line." in text
    assert "\n\nThe first point of the plan.\n\nThe second point of it.\n\n" in text
    assert "\n\nYear | Trade, USD\n2010 | 4.9 billion\n\n" in text
    assert "We are old friends, he said." in text


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        (KAZAKH, "kz1048", "windows-1251"),
        (KAZAKH, "utf-8", "windows-1251"),
        (KAZAKH, "utf-16", "utf-8"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8_r", "koi8-r"),
        (RUSSIAN, "cp1251", "nonsense"),
    ],
)
def test_encodings(text: str, encoding: str, declared: str) -> None:
    source = page("News", text, text).decode().replace('charset="utf-8"', f'charset="{declared}"')
    assert text in html.parse(source.encode(encoding), "a.html").text


def test_charset_of_the_server() -> None:
    text = "外交部长访问阿斯塔纳并举行会谈，双方讨论了贸易和投资问题。" * 3
    data = f"<html><body><p>{text}</p></body></html>".encode("gb18030")
    assert text in html.parse(data, "a.html", charset="gb18030").text


@pytest.mark.parametrize(
    "stated",
    [
        '<meta property="article:published_time" content="2022-05-10T14:00:00+06:00">',
        '<meta name="DC.date.issued" content="2022-05-10">',
        '<meta name="citation_publication_date" content="2022/05/10">',
        '<meta itemprop="datePublished" content="2022-05-10T23:59:00Z">',
        '<script type="application/ld+json">{"@type": "Article", "datePublished": "2022-05-10"}</script>',
        '<script type="application/ld+json">{"@graph": [{"@type": "WebSite"}, {"@type": ["Article"], '
        '"datePublished": "2022-05-10", "dateModified": "2023-01-01"}]};</script>',
    ],
)
def test_published_in_the_head(stated: str) -> None:
    assert html.parse(page("Two sides meet", ENGLISH, head=stated), "a.html").published == "2022-05-10"


@pytest.mark.parametrize(
    "stated",
    [
        '<time datetime="2022-05-10T10:00">today</time>',
        "<time pubdate>10 мая 2022</time>",
        '<span class="news-date">10.05.2022, 14:30</span>',
        '<div class="meta"><span class="date">2022 жылғы 10 мамыр</span></div>',
        '<span itemprop="datePublished" content="2022-05-10">x</span><time datetime="2023-01-01">y</time>',
    ],
)
def test_published_by_the_headline(stated: str) -> None:
    assert html.parse(page("Two sides meet", ENGLISH, top=stated), "a.html").published == "2022-05-10"


@pytest.mark.parametrize(
    ("head", "top"),
    [
        ("", ""),
        ('<meta property="article:modified_time" content="2022-05-10">', ""),
        ('<meta name="last-modified" content="2022-05-10">', ""),
        ('<link rel="canonical" href="https://example.org/2022/05/10/visit">', ""),
        (
            '<script type="application/ld+json">{"@type": "Article", "dateModified": "2022-05-10"}</script>',
            "",
        ),
        (
            '<script type="application/ld+json">{"@type": "ItemList", "itemListElement":'
            ' [{"@type": "NewsArticle", "datePublished": "2022-05-10"}]}</script>',
            "",
        ),
        ('<script type="application/ld+json">{broken</script>', ""),
        ('<meta property="article:published_time" content="1970-01-01T00:00:00Z">', ""),
        ('<meta name="date" content="10/05/2022">', ""),
        ("", '<span class="date">10.05.2022</span><span class="date">11.05.2022</span>'),
        ("", '<span class="updated date">10.05.2022</span>'),
        ("", "<p>On 10 May 2022 the minister arrived.</p>"),
        ("", '<div class="related"><span class="date">10.05.2022</span></div>'),
    ],
)
def test_published_is_never_guessed(head: str, top: str) -> None:
    assert html.parse(page("Two sides meet", ENGLISH, head=head, top=top), "a.html").published is None


def test_address() -> None:
    head = '<link rel="canonical" href="https://news.example.org/visit">'
    document = html.parse(page("Two sides meet", ENGLISH, head=head), "a.html")
    assert document.url == "https://news.example.org/visit"
    assert (
        html.parse(page("Two sides", ENGLISH, head=head), "a", url="https://other.org/x").url
        == "https://other.org/x"
    )
    assert (
        html.parse(page("Two sides", ENGLISH, head='<link rel="canonical" href="/x">'), "a.html").url is None
    )
    bad = '<link rel="canonical" href="https://[x/visit">'
    assert html.parse(page("Two sides", ENGLISH, head=bad), "a.html").url is None


def test_address_of_a_saved_page() -> None:
    data = (
        b"<!-- saved from url=(0026)https://www.example.org/visit -->" + b"<html><body><p>" + ENGLISH.encode()
    )
    document = html.parse(data, "a.html")
    assert document.url == "https://www.example.org/visit"
    assert document.source == "example.org"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (
            "<title>Визит в Париж — Вести</title><meta property='og:site_name' content='Вести'>",
            "Визит в Париж",
        ),
        (
            "<title>Вести | Визит в Париж</title><meta property='og:site_name' content='Вести'>",
            "Визит в Париж",
        ),
        ("<title>x</title><meta property='og:title' content='Визит в Париж'>", "Визит в Париж"),
        ("<title>Визит в Париж</title>", "Визит в Париж"),
        ("<title>untitled</title>", None),
    ],
)
def test_title(head: str, title: str | None) -> None:
    data = f"<html><head><meta charset='utf-8'>{head}</head><body><p>{RUSSIAN}</p></body></html>"
    assert html.parse(data.encode(), "a.html").title == title


def test_name_of_the_site_is_no_headline() -> None:
    data = (
        "<html><head><meta charset='utf-8'><title>Елші келді, келіссөз өтті | Хабаршы</title></head><body>"
        f"<h1>Хабаршы</h1><h2>Елші келді, келіссөз өтті</h2><p>{KAZAKH}</p></body></html>"
    )
    document = html.parse(data.encode(), "a.html")
    assert document.title == "Елші келді, келіссөз өтті"
    assert document.text.startswith("Елші келді, келіссөз өтті\n\nҚазақстан")


def test_short_fragment() -> None:
    assert html.parse("<p>Посол прибыл.</p>".encode(), "a.html").text == "Посол прибыл."


@pytest.mark.parametrize(
    "data", [b"<html></html>", b"<html><body><script>var a = 1</script></body></html>", b"<<<<"]
)
def test_page_without_article(data: bytes) -> None:
    with pytest.raises(UnreadableDocument):
        html.parse(data, "a.html")


def test_entities_are_not_expanded() -> None:
    rows = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 20}">' for i in range(1, 12))
    data = f'<!DOCTYPE html [<!ENTITY a0 "lol">{rows}]><html><body><p>{ENGLISH} &a11;</p></body></html>'
    assert len(html.parse(data.encode(), "a.html").text) < 2 * len(data)


def test_external_entities_are_not_read(tmp_path: object) -> None:
    secret = f"{tmp_path}/secret.txt"
    with open(secret, "w") as file:
        file.write("topsecret")
    entity = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{secret}">]>'
    data = f"{entity}<html><body><p>{ENGLISH} &x;</p></body></html>"
    assert "topsecret" not in html.parse(data.encode(), "a.html").text


@pytest.mark.parametrize(
    "data",
    [
        b"<div>" * 50_000 + b"words",
        b"<b><i>" * 50_000 + b"words",
        b"<table><tr><td>" * 5_000 + b"words",
        b"<" * 300_000,
        b"<!--" * 50_000,
        b"<a href='" * 50_000,
        b"<p " + b" ".join(b"a%d=1" % i for i in range(50_000)) + b">words",
    ],
    ids=["divs", "inline", "tables", "brackets", "comments", "quotes", "attributes"],
)
def test_hostile_trees_end(data: bytes) -> None:
    message = ""
    try:
        assert html.parse(data, "a.html").text
    except ReadError as error:
        message = str(error)
    assert "\n" not in message


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TooLarge, match="attributes of one element, the limit is 1,000"):
        html.parse(b"<p " + b"a=1 " * 2000 + b">words</p>", "a.html")
    monkeypatch.setattr(limits, "MAX_HTML_ELEMENTS", 50)
    with pytest.raises(TooLarge, match="elements, the limit is 50"):
        html.parse(b"<html><body>" + b"<p>words</p>" * 60, "a.html")
