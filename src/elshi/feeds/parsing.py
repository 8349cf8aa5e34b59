"""RSS 0.9 to 2.0, Atom and sitemaps into items; also those that are not quite XML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlunsplit

from elshi.errors import FetchError, UnreadableDocument
from elshi.feeds.fetch import address
from elshi.reading.checks import one_line
from elshi.reading.dates import stated_date
from elshi.reading.encoding import decode_text

__all__ = ["Item", "Parsed", "parse"]

#: Items of one feed that are looked at. A sitemap may have 50,000 addresses.
MAX_ITEMS = 50_000

#: Parameters by which senders count readers; without them one page has one address.
_COUNTING = re.compile(r"utm_\w+|fbclid|gclid|yclid|from_feed|ref_src")

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ENTITY = re.compile(r"<!ENTITY|<!DOCTYPE[^>]*\[", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed.

    Attributes:
        key: by which it is known again: its address, else its id.
        url: address of its page, or None.
        title: as the feed has it.
        published: ISO date, or None.
        html: the article, where the feed carries it.
    """

    key: str
    url: str | None
    title: str | None = None
    published: str | None = None
    html: str | None = None


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a feed holds: items, and addresses of further sitemaps, each with the day it changed (or None)."""

    items: tuple[Item, ...] = ()
    maps: tuple[tuple[str, str | None], ...] = ()
    broken: bool = False


def parse(body: bytes, url: str, charset: str | None = None) -> Parsed:
    """Reads a feed or sitemap.

    Args:
        body: as the server sent it, unpacked.
        url: its address, against which links are read.
        charset: encoding that the server states.

    Raises:
        ReadError: it is none, or declares entities.
    """
    root, broken = _tree(body, charset)
    name = _local(root)
    if name == "urlset":
        found = [_place(one) for one in _children(root, "url")]
        items = [
            Item(_key(link), link, published=day)
            for loc, day in found
            if (link := _link(loc, url)) is not None
        ]
        return Parsed(_each_once(items), broken=broken)
    if name == "sitemapindex":
        found = [_place(one) for one in _children(root, "sitemap")]
        return Parsed(
            maps=tuple((link, day) for loc, day in found if (link := _link(loc, url)) is not None),
            broken=broken,
        )
    if name == "feed":
        entries = [_atom(one, url) for one in _children(root, "entry")]
    elif name in ("rss", "rdf", "channel"):
        entries = [_rss(one, url) for one in root.iter() if _local(one) == "item"]
    else:
        raise UnreadableDocument(
            f"is no feed and no sitemap (its root is <{name[:40]}>); give the feed's address"
        )
    return Parsed(_each_once([one for one in entries if one is not None]), broken=broken)


def _tree(body: bytes, charset: str | None) -> tuple[Any, bool]:
    from lxml import etree

    text = decode_text(body, charset or _declared(body))
    if _ENTITY.search(text):
        raise UnreadableDocument("declares entities, which are not read")
    data = _DECLARATION.sub("", text.lstrip("\ufeff\n\r\t "), count=1).encode("utf-8", "replace")
    for recover in (False, True):
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            recover=recover,
            encoding="utf-8",
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            if recover:
                raise UnreadableDocument(f"is broken XML ({one_line(str(error), 120)})") from None
            continue
        if root is not None:
            return root, recover
    raise UnreadableDocument("is no XML: give the address of the feed, not of a page")


def _declared(body: bytes) -> str | None:
    match = re.search(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]+)""", body[:300])
    return match[1].decode("ascii") if match else None


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _children(element: Any, name: str) -> list[Any]:
    return [child for child in element if _local(child) == name][:MAX_ITEMS]


def _text(element: Any, *names: str) -> str | None:
    """The first child of one of these names that has words, in the order of the names."""
    for name in names:
        for child in _children(element, name):
            text = "".join(child.itertext()).strip()
            if text:
                return text
    return None


def _place(element: Any) -> tuple[str | None, str | None]:
    return _text(element, "loc"), _day(_text(element, "publication_date", "lastmod"))


def _day(text: str | None) -> str | None:
    return stated_date(text) if text else None


def _link(text: str | None, base: str) -> str | None:
    if not text:
        return None
    try:
        return urlunsplit(address(text, base))
    except FetchError:
        return None


def _key(link: str) -> str:
    """An address without what counts readers, and whatever its scheme."""
    head, mark, query = link.partition("?")
    if mark:
        kept = [(k, v) for k, v in parse_qsl(query, keep_blank_values=True) if not _COUNTING.fullmatch(k)]
        head += f"?{urlencode(kept)}" if kept else ""
    return head.partition("://")[2] or head


def _rss(item: Any, base: str) -> Item | None:
    about = next((v for k, v in item.attrib.items() if k.endswith("}about")), None)
    guid = next(iter(_children(item, "guid")), None)
    id = "".join(guid.itertext()).strip() if guid is not None else None
    link = _link(_text(item, "link") or about, base)
    if link is None and guid is not None and guid.get("isPermaLink", "true").lower() != "false":
        link = _link(id, base) if id and id.startswith("http") else None
    return _item(
        id, link, _text(item, "title"), _text(item, "pubdate", "date", "published"), _text(item, "encoded")
    )


def _atom(entry: Any, base: str) -> Item | None:
    links = _children(entry, "link")
    usual = [one for one in links if one.get("rel", "alternate") == "alternate"]
    html = [one for one in usual if "html" in one.get("type", "html")]
    link = next((_link(one.get("href"), base) for one in (*html, *usual)), None)
    content = next((one for one in _children(entry, "content") if one.get("src") is None), None)
    body = None
    if content is not None:
        from lxml import etree

        inside = "".join(etree.tostring(child, encoding="unicode") for child in content)
        body = inside or content.text
    return _item(
        _text(entry, "id"), link, _text(entry, "title"), _text(entry, "published", "issued", "updated"), body
    )


def _item(
    id: str | None, link: str | None, title: str | None, day: str | None, html: str | None
) -> Item | None:
    key = _key(link) if link else id
    if not key:
        return None
    return Item(key[:2000], link, one_line(title, 500) if title else None, _day(day), html)


def _each_once(items: list[Item]) -> tuple[Item, ...]:
    seen: dict[str, Item] = {}
    for one in items[:MAX_ITEMS]:
        seen.setdefault(one.key, one)
    return tuple(seen.values())
