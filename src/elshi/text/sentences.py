"""Sentences of the clean text."""

from __future__ import annotations

import re
from functools import cache

from elshi.model import Sentence
from elshi.text.data import load
from elshi.text.language import identify_all

__all__ = ["boundaries", "split"]

_UP = "A-ZÀ-ÖØ-ÞĞİŞŪÑЀ-ЯҐҒҖҘҚҜҢҤҮҰҲҺӘӨӢӮІ"
_LOW = "a-zß-öø-ÿğışūñа-џґғҗҙқҝңҥүұҳһәөӣӯі"
_OPEN = '«“„"‘(\\['
_CLOSE = "»”\"’')\\]"

#: A place where a sentence may end: marks, closing quotes and brackets, then a space, a break, a capital
#: or a year («болды.1998 жылы»).
_END = re.compile(
    rf"([.!?…](?<![.!?…][.!?…])[.!?…]*+)([{_CLOSE}]*+)(?:(\s+)|(?=[{_OPEN}]?[{_UP}]|(?:19|20)\d\d\s))|(\n)"
)
_WORD_BEFORE = re.compile(r"[^\s«“„\"‘(\[»”,;:]+$")
_WORD_AFTER = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
# Possessive: ten thousand opening marks in a row are gone over once.
_NEXT = re.compile(rf"[{_OPEN}]*+(?:[–—-]\s*+[{_OPEN}]*+)?([^\W_])")
_NUMBERING = re.compile(r"(?:^\s*|[:;]\s*)[–—-]?\s*\(?(?:\d{1,3}(?:\.\d{1,3})*|[IVXІХ]{1,6}|[a-zA-Zа-яА-Я])$")
_ONE_LETTER = "ВСКИОАУЯ"
_CLOSING = '»”"’'
_QUOTES = '«“„"‘'
#: Ends of addresses, met before or after a stop without a space.
_DOMAINS = frozenset({"kz", "ru", "com", "org", "net", "uz", "kg", "info", "gov", "eu", "tv", "ру", "кз"})
_VOWELS = frozenset("аәеёиоөуұүыіэюяaeiouyäöü")
#: So much of the text before a stop is looked at for the word it ends.
_WINDOW = 40


@cache
def _lists() -> tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    data = load("abbreviations")
    closed, opened, number, starters = (
        frozenset(word for words in data[key].values() for word in words)
        for key in ("closed", "open", "number", "starters")
    )
    return closed, opened, number, starters


def split(clean: str, start: int = 0, end: int | None = None, language: str | None = None) -> list[Sentence]:
    """Cuts a stretch of the clean text into sentences and names their language.

    Args:
        clean: the clean text.
        start: where to begin.
        end: where to stop; the text's end when None.
        language: language of the surroundings, followed where a sentence does not tell.

    Returns:
        Sentences in order, without the white space around them.
    """
    stop = len(clean) if end is None else end
    spans = boundaries(clean, start, stop)
    codes = identify_all([clean[a:b] for a, b in spans], language)
    return [Sentence(a, b, code) for (a, b), code in zip(spans, codes, strict=True)]


def boundaries(clean: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Where sentences begin and end, without asking for their language.

    Args:
        clean: the clean text.
        start: where to begin.
        end: where to stop; the text's end when None.

    Returns:
        Pairs of offsets.
    """
    stop = len(clean) if end is None else end
    out: list[tuple[int, int]] = []
    at = start
    for match in _END.finditer(clean, start, stop):
        if match.group(4):
            cut = match.start()
        else:
            cut = _cut(clean, at, match, stop)
            if cut < 0:
                continue
        if cut < at:
            continue
        _add(out, clean, at, cut)
        at = cut
    _add(out, clean, at, stop)
    return out


def _add(out: list[tuple[int, int]], clean: str, a: int, b: int) -> None:
    while a < b and clean[a].isspace():
        a += 1
    while b > a and clean[b - 1].isspace():
        b -= 1
    if a < b:
        out.append((a, b))


def _cut(clean: str, at: int, match: re.Match[str], stop: int) -> int:
    """Where the sentence ends if it does at this mark, else -1."""
    marks, closers = match.group(1), match.group(2)
    glued = match.group(3) is None
    after = match.end()
    if after >= stop:
        return -1
    if match.group(3) and "\n" in match.group(3):
        return match.end(2)
    follow = _NEXT.match(clean, after, stop)
    if follow is None:
        return -1
    first = follow.group(1)
    if first.islower():
        return -1
    dot = match.start()
    if glued:
        return _glued_cut(clean, at, match, stop)
    if closers and not _closing_ends(clean, at, dot, marks, closers):
        return -1
    if marks == "." and not closers.startswith(("»", "”")):
        word = _last_word(clean, at, dot)
        if _numbering(clean, at, dot):
            return -1
        if _is_abbreviation(word, clean, follow.start(1), stop, glued=False):
            return -1
    elif marks[0] in "…." and not clean[at:dot].strip():
        return -1
    return match.end(2)


def _glued_cut(clean: str, at: int, match: re.Match[str], stop: int) -> int:
    """A missing space: «…қатынастар.Осыған», «отношений."Необходимо»."""
    marks, closers = match.group(1), match.group(2)
    dot = match.start()
    quoted_end = dot
    while quoted_end > at and clean[quoted_end - 1] in _CLOSING:
        quoted_end -= 1  # «…Иран"."Я призываю»
    word = _last_word(clean, at, quoted_end)
    bare = word.rpartition(".")[2]
    after = match.end()
    quoted = clean[after] in _QUOTES
    follow = clean[after + 1 : after + 2] if quoted else clean[after : after + 2][1:]
    domain = bare != word and bare.lower() in _DOMAINS and clean[after] >= "\u0400"
    # «… генсека ООН.Гутерриш осудил»
    opens = follow.islower() or (follow == " " and clean[after] in _ONE_LETTER)  # «… глава ООН.В субботу»
    acronym = word == bare and bare.isalpha() and len(bare) > 1 and bare[-2:].isupper() and opens
    if len(bare) < 3 and not domain and not acronym:
        return -1
    if bare.isdigit():
        if len(bare) < 4:
            return -1
    elif not bare[-1].islower() and not acronym:
        return -1
    rest = _WORD_AFTER.match(clean, after, stop)
    if rest is not None and not quoted and not closers:
        # Mail.Ru, «Яндекс.Новости», им.А.Яссауи: names written with a stop.
        opened = dot - len(word) - 1
        if rest.group().lower() in _DOMAINS or (opened >= at and clean[opened] in _QUOTES):
            return -1
        if follow == ".":
            return -1
    if marks == "." and _is_abbreviation(word, clean, after, stop, glued=True):
        return -1
    if closers.endswith('"') and clean.count('"', at, match.end(1)) % 2 == 0:
        # No straight quote is open: this one opens the next sentence.
        return match.end(1)
    return match.end(2)


def _last_word(clean: str, at: int, dot: int) -> str:
    found = _WORD_BEFORE.search(clean, max(at, dot - _WINDOW), dot)
    return found.group() if found else ""


def _numbering(clean: str, at: int, dot: int) -> bool:
    low = max(at, dot - 12)
    # A stop must not look like a line's start only because the window cut it so.
    piece = clean[low:dot] if low == at else "x" + clean[low:dot]
    return bool(_NUMBERING.search(piece))


def _is_abbreviation(word: str, clean: str, after: int, stop: int, *, glued: bool) -> bool:
    closed, opened, number, starters = _lists()
    if not word:
        return False
    low = word.lower().lstrip("-–—")
    bare = low.rpartition("-")[2]
    if len(word) == 1 and word.isalpha() and word.isupper():
        return True
    if re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]", word) and low not in opened:
        return True
    if word in ("Дж", "Ch", "Th", "Ph") or low in closed or bare in closed:
        return True
    if low in number and clean[after].isdigit():
        return True
    tail = re.sub(r"^\d[\d.,]*", "", low)
    if low in opened or bare in opened or tail in opened or (len(tail) == 1 and tail.isalpha()):
        if glued:
            return True
        found = _WORD_AFTER.match(clean, after, stop)
        if found is None or found.group().lower() not in starters:
            return True
        opener = found.group()
        # «в 2010 г. В. Иванов»: a letter with a stop is an initial.
        return (len(opener) > 1 and opener.isupper()) or clean[found.end() : found.end() + 1] == "."
    # «тнр», «ржд» …: no vowel, lower case, short.
    return word.isalpha() and word.islower() and len(word) <= 4 and not _VOWELS.intersection(low)


def _closing_ends(clean: str, at: int, dot: int, marks: str, closers: str) -> bool:
    """Whether a sentence that ends before a closing quote or bracket ends the outer one too."""
    if ")" in closers or "]" in closers:
        opened = max(clean.rfind("(", at, dot), clean.rfind("[", at, dot))
        return opened < 0 or not clean[at:opened].strip()
    if marks in (".", "…", "..."):
        return True
    quote = max(clean.rfind(q, at, dot) for q in '«“„"')
    if quote < 0:
        return True
    before = clean[at:quote].rstrip()
    return not before or before[-1] in ":–—-.!?…"
