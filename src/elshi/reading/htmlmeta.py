"""What a web page says about itself: headline, address, outlet, day of publication.

The day is taken only from where a page states it as its own: `article:published_time` and its kin, JSON-LD
`datePublished` of the article, an element marked `datePublished` or `pubdate`, and failing these the one
date that stands with the headline (`<time>`, or an element whose class calls it a date). Days of change,
days in the address, days in the text and days of other articles beside it are never taken; where two
candidates differ, none is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from elshi.reading.checks import clean_characters, one_line, title_or_none
from elshi.reading.dates import stated_date

__all__ = ["About", "metadata", "normal"]

#: Characters of one JSON-LD block that is parsed; larger ones are product catalogues.
MAX_JSON_LD = 500_000

#: Levels that a JSON-LD block is followed down.
MAX_JSON_DEPTH = 8

#: Ancestors of the headline in which its date is looked for: header, article, main, page column.
HEADLINE_LEVELS = 4

#: Elements called dates that are looked at; a page with more is a calendar or a list.
MAX_DATES = 200

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "pubdate",
    "publishdate", "publish_date", "publish-date", "publication_date", "publication-date", "published_time",
    "article:published", "mediator_published_time", "citation_publication_date", "citation_online_date",
    "citation_date", "dc.date.issued", "dcterms.issued", "dc.issued", "dcterms.date", "dc.date", "dc:date",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "article_date_original", "date",
)  # fmt: skip
_TITLES = ("og:title", "headline", "citation_title", "dc.title", "dcterms.title", "twitter:title", "title")
_ARTICLE_TYPES = re.compile(r"\w*Article|Report|\w*Posting")
_OTHER_THINGS = frozenset(
    {"itemlistelement", "comment", "haspart", "mentions", "citation", "isbasedon", "relatedlink", "video"}
)

_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:related|sidebar|recommend\w*|popular|latest|comments?|footer|similar|other-?news|read-?also"
    r"|see-?also|carousel|most-?read)(?:$|[\s_-])",
    re.I,
)
_DATE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:date|datetime|published|publish|pubdate|postdate|newsdate|posted-?on|time)(?:$|[\s_-])",
    re.I,
)
_NOT_DATE_CLASS = re.compile(r"update|modif|edit|event", re.I)
_SITE_PART = re.compile(r"\s+[|—–·»:-]\s+|\s*\|\s*")


@dataclass(frozen=True, slots=True)
class About:
    """What the page says about itself; `headline` is the title where it is part of the article."""

    title: str | None
    headline: str | None
    url: str | None
    source: str | None
    published: str | None


def normal(text: str) -> str:
    """Letters and digits of `text` in lower case, to compare headlines."""
    return "".join(c for c in text.casefold() if c.isalnum())


def metadata(tree: Any, url: str | None) -> About:
    """Reads what the page states about itself.

    Args:
        tree: the parsed page.
        url: address that it was fetched from, where known; else the page's own is taken.
    """
    fields = _meta_fields(tree)
    articles = list(_json_articles(tree))
    url = url or _address(tree, fields)
    site = fields.get("og:site_name") or _publisher(articles)
    if not site and url:
        site = (urlsplit(url).hostname or "").removeprefix("www.") or None
    title, shown = _title(tree, fields, articles, site)
    return About(
        title=title,
        headline=title if shown else None,
        url=url,
        source=one_line(site, 200) if site else None,
        published=_published(tree, fields, articles),
    )


def _meta_fields(tree: Any) -> dict[str, str]:
    fields: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = (element.get("content") or "").strip()
        if not content:
            continue
        for attribute in ("property", "name", "itemprop"):
            key = (element.get(attribute) or "").strip().lower()
            if key and (attribute != "itemprop" or not _is_aside(element)):
                fields.setdefault(key, clean_characters(content))
    return fields


def _address(tree: Any, fields: dict[str, str]) -> str | None:
    links = (
        e.get("href") or "" for e in tree.iter("link") if "canonical" in (e.get("rel") or "").lower().split()
    )
    for link in (*links, fields.get("og:url", ""), fields.get("citation_fulltext_html_url", "")):
        link = link.strip()
        if link.startswith(("http://", "https://")) and " " not in link and _has_host(link):
            return clean_characters(link)
    return None


def _has_host(link: str) -> bool:
    try:
        return bool(urlsplit(link).hostname)
    except ValueError:
        return False


def _json_articles(tree: Any) -> Iterator[dict[str, Any]]:
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json":
            continue
        text = script.text or ""
        if len(text) > MAX_JSON_LD:
            continue
        try:
            value = json.loads(text.strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _articles_in(value, 0)


def _articles_in(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > MAX_JSON_DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from _articles_in(item, depth + 1)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        names = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(k, str) and _ARTICLE_TYPES.fullmatch(k.rsplit("/", 1)[-1]) for k in names):
            yield value
            return
        for key, item in value.items():
            if key.casefold() not in _OTHER_THINGS:
                yield from _articles_in(item, depth + 1)


def _publisher(articles: Iterable[dict[str, Any]]) -> str | None:
    for article in articles:
        publisher = article.get("publisher")
        for item in publisher if isinstance(publisher, list) else [publisher]:
            found = item.get("name") if isinstance(item, dict) else None
            if isinstance(found, str) and found.strip():
                return clean_characters(found.strip())
    return None


def _title(
    tree: Any, fields: dict[str, str], articles: list[dict[str, Any]], site: str | None
) -> tuple[str | None, bool]:
    """The headline, and whether the page shows it as one (a `<title>` alone may be the site's name)."""
    stated = next((fields[k] for k in _TITLES if k in fields), None)
    if stated is None:
        stated = next((a["headline"] for a in articles if isinstance(a.get("headline"), str)), None)
    stated = _without_site(stated, site)
    tag = " ".join(" ".join(e.itertext()) for e in list(tree.iter("title"))[:1]).strip()
    heads = _headings(tree, "h1", site)
    for head in (*heads, *_headings(tree, "h2", site)):
        for whole in (stated, tag):
            if whole and normal(head) in normal(whole) and _is_most_of(head, whole):
                return title_or_none(head), True
    if stated:
        return title_or_none(stated), True
    if len(heads) == 1 and normal(heads[0]) not in normal(tag):
        return title_or_none(heads[0]), True
    return title_or_none(_without_site(tag, site)), False


def _headings(tree: Any, tag: str, site: str | None) -> list[str]:
    texts = (
        one_line(" ".join(e.itertext()), 500) for e in islice(tree.iter(tag), MAX_DATES) if not _is_aside(e)
    )
    return [t for t in texts if normal(t) and not (site and normal(t) == normal(site))]


def _is_most_of(head: str, whole: str) -> bool:
    """Whether a heading is the headline in a page's title, and not the site's name, its smaller part."""
    return 2 * len(head) >= len(whole)


def _without_site(title: str | None, site: str | None) -> str | None:
    """`title` without the site's name, which pages put after it or before it."""
    if not title:
        return None
    title = one_line(title, 500)
    parts = list(_SITE_PART.finditer(title))
    if parts and site:
        last, first = title[parts[-1].end() :], title[: parts[0].start()]
        if _same_site(last, site):
            return title[: parts[-1].start()]
        if _same_site(first, site):
            return title[parts[0].end() :]
    return title


def _same_site(part: str, site: str) -> bool:
    a, b = normal(part), normal(site)
    return bool(a) and (a == b or (len(a) > 3 and len(b) > 3 and (a in b or b in a)))


def _published(tree: Any, fields: dict[str, str], articles: list[dict[str, Any]]) -> str | None:
    for key in _PUBLISHED:
        if key in fields and (day := stated_date(fields[key])):
            return day
    stated = {
        d
        for a in articles
        if isinstance(a.get("datePublished"), str) and (d := stated_date(a["datePublished"]))
    }
    if stated:
        return stated.pop() if len(stated) == 1 else None
    marked = _days(
        e
        for e in tree.xpath("//*[@itemprop or @pubdate]")
        if (e.get("itemprop") or "").lower() == "datepublished" or e.get("pubdate") is not None
    )
    if marked:
        return marked.pop() if len(marked) == 1 else None
    return _day_by_headline(tree)


def _day_by_headline(tree: Any) -> str | None:
    """The date in the smallest part of the page around the headline that has any, when it has only one."""
    heads = [e for e in tree.iter("h1") if not _is_aside(e)]
    if len(heads) != 1:
        return None
    part = heads[0]
    for _ in range(HEADLINE_LEVELS):
        part = part.getparent()
        if part is None or part.tag == "html":
            return None
        if days := _days(e for e in part.xpath(".//time | .//*[@class or @id]") if _is_date(e)):
            return days.pop() if len(days) == 1 else None
    return None


def _is_date(element: Any) -> bool:
    if element.tag == "time":
        return not _NOT_DATE_CLASS.search(f"{element.get('class') or ''} {element.get('itemprop') or ''}")
    called = f"{element.get('class') or ''} {element.get('id') or ''}"
    return bool(called.strip()) and bool(_DATE_CLASS.search(called)) and not _NOT_DATE_CLASS.search(called)


def _days(elements: Iterable[Any]) -> set[str]:
    """The days that elements outside asides state; of many, only so many as tell that they differ."""
    days: set[str] = set()
    for element in islice(elements, MAX_DATES):
        if (day := _day_of(element)) and day not in days and not _is_aside(element):
            days.add(day)
            if len(days) > 1:
                break
    return days


def _day_of(element: Any) -> str | None:
    for attribute in ("datetime", "content"):
        if value := element.get(attribute):
            return stated_date(value)
    text = ""
    for piece in element.itertext():
        text += piece
        if len(text) > 200:
            return None
    return stated_date(text)


def _is_aside(element: Any) -> bool:
    """Whether an element stands in a part of the page that is about something else."""
    while element is not None:
        if element.tag in ("nav", "aside", "footer"):
            return True
        called = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element.tag not in ("html", "body") and called != " " and _ASIDE.search(called):
            return True
        element = element.getparent()
    return False
