"""Where articles begin and end in one file. One file is one article unless much speaks against it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from elshi.model import Article, Document
from elshi.text.data import load
from elshi.text.language import identify
from elshi.text.layout import Layout

__all__ = ["split"]

_RULE = re.compile(r"[\s_=*~#•—–-]{5,}")
_STARS = re.compile(r"(?:\*\s*){3,}")
_NAME = r"[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][^\W\d_]+(?:-[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][^\W\d_]+)?"
_INITIAL = r"[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]\."
_BYLINE = re.compile(
    rf"(?:(?:{_INITIAL}\s?){{1,3}}{_NAME}|{_NAME}\s(?:{_INITIAL}\s?){{1,3}}|{_NAME}\s{_NAME}(?:\s{_NAME})?)"
    rf"(?:,\s(?:(?:{_INITIAL}\s?){{1,3}}{_NAME}|{_NAME}\s(?:{_INITIAL}\s?){{1,3}}|{_NAME}\s{_NAME}))*[.,]?"
)
_DATELINE = re.compile(
    r"[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][\w.\s-]{2,30}[.,]\s*(?:\d{1,2}\s+[^\W\d_]+|[^\W\d_]+\s+\d{1,2})[^.]{0,20}[.,]?\s*"
    r"[(/]?[\w«»\s.-]{2,30}[)/]?\s*[–—-]"
)
#: Letters that a stretch must have before its language or its place counts.
_LONG_STRETCH = 400
_SHORT_STRETCH = 250
#: Line ends that part two articles rather than two paragraphs.
_WIDE_GAP = 3
_TITLE_MAX = 250


@dataclass(slots=True)
class _Block:
    start: int  # in the clean text
    end: int
    text: str
    letters: int
    language: str | None
    gap: int  # line ends in the source before it


@cache
def _words() -> tuple[frozenset[str], tuple[str, ...], frozenset[str]]:
    data = load("articles")
    sections = frozenset(w for words in data["sections"].values() for w in words)
    bylines = tuple(w for words in data["bylines"].values() for w in words)
    ends = frozenset(w for words in data["end_marks"].values() for w in words)
    return sections, bylines, ends


def split(document: Document, layout: Layout) -> list[Article]:
    """Finds the articles of a document.

    Args:
        document: the document; `title` and `language` are used where the text gives none.
        layout: its repaired text (`layout.source` is `document.text`).

    Returns:
        At least one article for a text with any letters or digits, none for a blank one; offsets point into
        `document.text`.
    """
    blocks = _blocks(layout, document.language)
    if not blocks:
        return []
    starts = _starts(blocks, document)
    articles = []
    for index, first in enumerate(starts):
        last = (starts[index + 1] if index + 1 < len(starts) else len(blocks)) - 1
        while last > first and _is_rule(blocks[last].text):
            last -= 1
        while first < last and _is_rule(blocks[first].text):
            first += 1
        own = blocks[first : last + 1]
        a, _ = layout.span(own[0].start, own[0].end)
        _, b = layout.span(own[-1].start, own[-1].end)
        title = _title(own)
        if title is None and len(starts) == 1:
            title = document.title
        articles.append(Article(document.id, a, b, _language(own, document.language), title))
    return articles


def _blocks(layout: Layout, prior: str | None) -> list[_Block]:
    clean = layout.clean
    blocks: list[_Block] = []
    at = 0
    last_end = 0
    for raw in clean.split("\n"):
        bare = raw.strip()
        if bare:
            start = at + len(raw) - len(raw.lstrip())
            end = start + len(bare)
            a, _ = layout.span(start, end)
            letters = sum(map(str.isalpha, bare)) if len(bare) < 400 else int(len(bare) * 0.82)
            language = identify(bare[:600], prior)
            gap = layout.source.count("\n", last_end, a)
            blocks.append(_Block(start, end, bare, letters, language, gap))
            last_end = layout.span(start, end)[1]
            if letters >= 60:
                prior = language
        at += len(raw) + 1
    return blocks


def _is_rule(text: str) -> bool:
    return bool(_RULE.fullmatch(text) or _STARS.fullmatch(text)) and len(set(text) - {" "}) <= 2


def _is_caps(text: str) -> bool:
    return text.isupper() and sum(map(str.isalpha, text)) >= 20 and len(text.split()) >= 3


def _is_heading(text: str) -> bool:
    if len(text) > _TITLE_MAX or text[-1] in ".,;:-–" or not any(map(str.isalpha, text)):
        return False
    return not text[0].islower() and text[0] not in "–—-•*"


def _is_section(text: str) -> bool:
    sections, _, _ = _words()
    low = re.sub(r"^[\dIVX.\s]+", "", text).strip(" .:").lower()
    return low in sections or low.startswith(tuple(f"{w}{c}" for w in sections for c in " :"))


def _is_byline(text: str) -> bool:
    return len(text) <= 120 and bool(_BYLINE.fullmatch(text))


def _is_body(block: _Block) -> bool:
    return block.letters >= 60 and not block.text.isupper()


def _starts(blocks: list[_Block], document: Document) -> list[int]:
    starts = [0]
    total = sum(b.letters for b in blocks)
    if total < 2 * _SHORT_STRETCH:
        return starts
    for index in range(1, len(blocks) - 1):
        if _begins(blocks, index, starts[-1], document):
            starts.append(index)
    return starts


def _begins(blocks: list[_Block], index: int, begun: int, document: Document) -> bool:
    block = blocks[index]
    if _bare_change(blocks, index, begun):
        return True
    if _is_rule(block.text) or not _is_heading_or_byline(block.text) or _is_section(block.text):
        return False
    if not _at_least(blocks, begun, index, _SHORT_STRETCH):
        return False
    heading = _heading_from(blocks, index)
    if heading is None:
        return False
    body = heading + 1
    while body < len(blocks) and body - heading <= 4 and not _is_body(blocks[body]):
        body += 1
    if body >= len(blocks) or not _is_body(blocks[body]):
        return False
    caps = _is_caps(blocks[heading].text)
    byline = any(_is_byline(b.text) for b in blocks[index:body] if b is not blocks[heading])
    # 1. a rule, or an end mark, then a heading in capitals or a heading with its author
    previous = blocks[index - 1].text
    _, _, ends = _words()
    if (_is_rule(previous) or previous.lower() in ends) and (caps or byline):
        return True
    ended = previous[-1] in '.!?…»”")' or _is_rule(previous) or _is_byline(previous)
    if not ended:
        return False
    # 2. another language for a long stretch
    if _language_changes(blocks, begun, index, body):
        return True
    # 3. the file begins inside an article, and the first title in capitals follows
    if (
        caps
        and begun == 0
        and document.title is None
        and not _is_heading(blocks[0].text)
        and not blocks[heading].text.endswith(("?", "!"))
        and not any(_is_caps(b.text) for b in blocks[:index])
    ):
        return True
    # 4. both begin with a heading and a dateline
    if _DATELINE.match(blocks[body].text) and any(_DATELINE.match(b.text) for b in blocks[begun : begun + 3]):
        return block.gap >= 2
    return False


def _at_least(blocks: list[_Block], first: int, last: int, letters: int) -> bool:
    for index in range(last - 1, first - 1, -1):
        letters -= blocks[index].letters
        if letters <= 0:
            return True
    return False


def _is_heading_or_byline(text: str) -> bool:
    return _is_heading(text) or _is_byline(text)


def _heading_from(blocks: list[_Block], index: int) -> int | None:
    """The heading at or right after `index` (an author's line may stand before it)."""
    for place in range(index, min(index + 3, len(blocks))):
        text = blocks[place].text
        if _is_section(text):
            return None
        if _is_byline(text):
            continue
        return place if _is_heading(text) else None
    return None


def _language_changes(blocks: list[_Block], begun: int, index: int, body: int) -> bool:
    before = _language(blocks[begun:index], None)
    after = blocks[body].language
    if before is None or after is None or before == after:
        return False
    if sum(b.letters for b in blocks[begun:index] if b.language == before) < _LONG_STRETCH:
        return False
    run = 0
    for block in blocks[index:]:
        if block.letters >= 60 and block.language != after:
            break
        run += block.letters
    return run >= _LONG_STRETCH


def _bare_change(blocks: list[_Block], index: int, begun: int) -> bool:
    """A wide gap, or a rule, after which all the rest is in another language, though no heading says so."""
    block = blocks[index]
    after = block.language
    if not _is_body(block) or after is None or _is_section(blocks[index - 1].text):
        return False
    if block.gap < _WIDE_GAP and not _is_rule(blocks[index - 1].text):
        return False
    if any(other.gap >= _WIDE_GAP for other in blocks[begun + 2 : index]):
        return False
    before = blocks[begun:index]
    if _language(before, None) == after or sum(b.letters for b in before) < 2 * _LONG_STRETCH:
        return False
    rest = blocks[index:]
    if any(b.letters >= 60 and b.language != after for b in rest):
        return False
    return sum(b.letters for b in rest) >= 2 * _LONG_STRETCH


def _language(blocks: list[_Block], hint: str | None) -> str | None:
    counts: dict[str, int] = {}
    for block in blocks:
        if block.language is not None:
            counts[block.language] = counts.get(block.language, 0) + block.letters
    if not counts:
        return hint
    return max(sorted(counts), key=lambda code: counts[code])


def _title(blocks: list[_Block]) -> str | None:
    """The first heading-like line, where text follows it."""
    for place, block in enumerate(blocks[:3]):
        if _is_byline(block.text) and place + 1 < len(blocks):
            continue
        if _is_heading(block.text) and len(blocks) > place + 1 and block.letters >= 4:
            return block.text
        return None
    return None
