"""Web pages: the article alone, without menus, footers, cookie notices, comments and scripts.

The text is what trafilatura holds to be the article, one block (paragraph, heading, list item, quotation)
after another with a blank line between; a table is one line a row, cells joined with ` | `. It begins with
the headline as the page shows it. Offsets point into this text, not into the page's code.

The parser is libxml2's HTML parser: it knows no entities but HTML's own, opens no address, and gives up on
trees deeper than its limit.
"""

from __future__ import annotations

import re
from typing import Any

from elshi.errors import UnreadableDocument
from elshi.model import Document
from elshi.reading import limits
from elshi.reading.checks import ready
from elshi.reading.encoding import decode_text
from elshi.reading.htmlmeta import metadata, normal

__all__ = ["parse"]

#: Bytes at the beginning in which a page states its encoding (HTML standard: 1024; old pages are later).
CHARSET_BYTES = 8192

#: Characters at the beginning of the text in which the headline is looked for before it is put there.
HEADLINE_CHARS = 1000

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]+)""")
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://[^\s>]+)\s*-->")
_SPACES = re.compile(r"[ \t\r\f\v\xa0]*\n[ \t\r\f\v\xa0]*|[ \t\r\f\v\xa0]+")

#: A start tag, as HTML's tokenizer reads it; consumed whole, so that scanning a page takes linear time.
_TAG = re.compile(
    r"""<[a-zA-Z][^\s/>]*+"""
    r"""(?:[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+))?+)*+"""
)
_ATTRIBUTE = re.compile(r"""[\s/]++[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+))?+""")

#: Elements of trafilatura's tree that stand as a block of their own.
_BLOCKS = frozenset({"p", "head", "item", "quote", "code", "list", "div", "row", "table", "body", "fw", "ab"})


def parse(data: bytes, name: str, *, charset: str | None = None, url: str | None = None) -> Document:
    """Makes a document of a web page.

    Args:
        data: the page.
        name: id of the document.
        charset: encoding that the server stated.
        url: address that it was fetched from; without it the address that the page states.

    Raises:
        ReadError: it is no text, over a limit, or holds no article.
    """
    stated = _CHARSET.search(data, 0, CHARSET_BYTES) or _XML_ENCODING.search(data, 0, CHARSET_BYTES)
    declared = charset or (stated[1].decode("ascii", "ignore") if stated else None)
    page = decode_text(data, declared)
    tree = _tree(page)
    saved = _SAVED_FROM.search(page, 0, CHARSET_BYTES)
    about = metadata(tree, url or (saved[1] if saved else None))
    text = _article(tree)
    if about.headline and normal(about.headline) not in normal(text[:HEADLINE_CHARS]):
        text = f"{about.headline}\n\n{text}" if text else ""
    return Document(
        id=name,
        text=ready(text, "the page has no article, or a script loads it; save the text from the browser"),
        title=about.title,
        url=about.url,
        source=about.source,
        published=about.published,
    )


def _tree(page: str) -> Any:
    from lxml import etree, html

    page = _XML_DECLARATION.sub("", page).replace("\x00", "\ufffd")
    for tag in _TAG.finditer(page):
        # The shortest attribute takes two characters.
        if tag.end() - tag.start() > 2 * limits.MAX_HTML_ATTRIBUTES:
            count = sum(1 for _ in _ATTRIBUTE.finditer(tag[0]))
            limits.check(
                count,
                limits.MAX_HTML_ATTRIBUTES,
                "attributes of one element",
                "save the article's text alone",
            )
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
    )
    try:
        tree = html.document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise UnreadableDocument("holds no page that can be parsed; check that it is HTML") from None
    elements = sum(1 for _ in tree.iter())
    limits.check(elements, limits.MAX_HTML_ELEMENTS, "elements", "save the article's text alone")
    return tree


def _article(tree: Any) -> str:
    import trafilatura
    from trafilatura.baseline import html2txt

    found = trafilatura.bare_extraction(
        tree, include_comments=False, include_tables=True, with_metadata=False, deduplicate=False
    )
    body = getattr(found, "body", None)
    text = _rendered(body) if body is not None else ""
    return text or str(html2txt(tree) or "").strip()


def _rendered(body: Any) -> str:
    """The text of trafilatura's tree, with blank lines between blocks."""
    blocks: list[str] = []
    current: list[str] = []

    def flush() -> None:
        block = "\n".join(line.strip() for line in "".join(current).split("\n")).strip()
        current.clear()
        if block:
            blocks.append(block)

    def walk(element: Any) -> None:
        tag = element.tag
        if tag == "row":
            flush()
            cells = (" ".join("".join(cell.itertext()).split()) for cell in element if cell.tag == "cell")
            row = " | ".join(cells).strip()
            if row.strip(" |"):
                # Rows of one table follow each other line by line.
                same = blocks and element.getprevious() is not None and element.getprevious().tag == "row"
                if same:
                    blocks[-1] += "\n" + row
                else:
                    blocks.append(row)
            return
        block = tag in _BLOCKS
        if block:
            flush()
        if element.text:
            current.append(_SPACES.sub(" ", element.text))
        for child in element:
            if child.tag == "lb":
                current.append("\n")
            elif isinstance(child.tag, str) and child.tag != "graphic":
                walk(child)
            if child.tail:
                current.append(_SPACES.sub(" ", child.tail))
        if block:
            flush()

    walk(body)
    flush()
    return "\n\n".join(blocks)
