"""Which line breaks were meant, and what between the lines is page furniture.

A break only filled the column when the next line goes on in the middle of a sentence, or when the line was so
full that the next word had no room. Breaks after headings, before list items, around tables and in verse are
meant. Furniture (page numbers, running heads, an address at the foot, footnote marks) is passed over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from elshi.text.hyphens import Vocabulary, keeps_hyphen
from elshi.text.letters import Edit

__all__ = ["edits"]

_CLOSERS = '»”’")]}“'
_TERMINAL = ".!?…:;"
_ITEM = re.compile(
    r"(?:[•●▪■◦*·‣–—-]\s|[–—-]\s*[A-ZА-ЯӘҒҚҢӨҰҮҺІ]|\(?\d{1,3}[.)]\s|\(?[a-zа-я]\)\s|[IVX]{1,5}[.)]\s|№\s*\d+)"
)
_LETTER = re.compile(r"[^\W_]")
_DIALOGUE = re.compile(r"[–—-]\s*[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ«\"]")
_PAGE_NUMBER = re.compile(
    r"\W{0,3}(\d{1,4})\W{0,3}|(?:page|стр\.?|страница|бет)\s*(\d{1,4})(?:\s*(?:of|из|/)\s*\d{1,4})?"
    r"|(\d{1,4})[\s-]*(?:бет|с\.|стр\.)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+")
#: «[1]», «[2, 3]», «[4, 45-б.]», «[5, с. 12-14]».
_BRACKETED = re.compile(
    r"\[\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*(?:\s*,\s*(?:бет|стр|pp|[бсp])\.?\s*\d[\d\s–-]*)?"
    r"(?:[\s-]*(?:бет|стр|[бс])\.?)?\]"
)
_SLASHED = re.compile(r"/\d{1,2}/(?=[\s.,;:]|$)")
_RAISED = re.compile(r"[¹²³⁰⁴-⁹]{1,3}")
_UNITS = re.compile(r"(?:^|[\W\d])(?:[кмсд]?м|[kmcd]?m)$")

#: Lines longer than this are paragraphs, not lines of a column.
_MAX_COLUMN = 220
#: Share of breaks in mid-sentence from which a text counts as set in a column.
_WRAPPED_SHARE = 0.2
#: A line this much shorter than the column, first word of the next one included, ended on purpose.
_FULL = 0.75
#: Without a column only lines of this length are held to go on in lower case; shorter ones may be lists.
_LONG = 40


@dataclass(slots=True)
class _Line:
    start: int  # of the line without its blanks at both ends
    end: int
    text: str
    indent: int
    blanks: int = 0  # blank lines before it
    page: bool = False  # furniture was passed over before it
    drop: bool = False


def edits(text: str) -> list[Edit]:
    """The breaks to read through and the furniture to pass over.

    Args:
        text: a levelled text (all line ends are line feeds).

    Returns:
        Edits in order, not overlapping.
    """
    out: list[Edit] = []
    if "\n" in text:
        out = _breaks(text)
    notes = _footnotes(text)
    if notes:
        from elshi.text.layout import _merge

        out = _merge(out, notes) if out else notes
    return out


def _footnotes(text: str) -> list[Edit]:
    found: list[Edit] = []
    if "[" in text:
        found += [e for m in _BRACKETED.finditer(text) if (e := _mark(text, m, "")) is not None]
    if "/" in text:
        found += [e for m in _SLASHED.finditer(text) if (e := _mark(text, m, '»”"')) is not None]
    if not text.isascii():
        for match in _RAISED.finditer(text):
            begin = match.start()
            before = text[max(0, begin - 4) : begin]
            if not before or before[-1].isspace() or before[-1].isdigit():
                continue
            if match.group() in "²³" and _UNITS.search(before):
                continue
            found.append((begin, match.end(), ""))
    found.sort()
    return found


def _mark(text: str, match: re.Match[str], closers: str) -> Edit | None:
    """The footnote mark with the space before it; None at a line's start, where it numbers a reference.

    With `closers` only letters and these may stand before it («5/12/» is no mark).
    """
    begin = match.start()
    if begin and text[begin - 1] == " ":
        begin -= 1
    if not begin or text[begin - 1] in " \n[":
        return None
    before = text[begin - 1]
    if closers and not (before.isalpha() or before in closers):
        return None
    return begin, match.end(), ""


def _breaks(text: str) -> list[Edit]:
    rows = _rows(text)
    if len(rows) < 2:
        return []
    column, limit = _column(rows)
    kept = _furniture(rows, column)
    out: list[Edit] = []
    for row in rows:
        if row.drop:
            out.append((row.start, row.end, ""))
    vocabulary: Vocabulary | None = None
    previous: _Line | None = None
    joins: list[Edit] = []
    usual = _usual_indent(kept)
    for row in kept:
        if previous is not None and _goes_on(previous, row, column, limit, usual):
            hyphen = _hyphen_at_end(previous.text)
            if hyphen == "soft":
                joins.append((previous.end - 1, row.start, ""))
            elif hyphen and row.text[0].isalnum():
                if vocabulary is None:
                    vocabulary = Vocabulary(text)
                left = previous.text[:-1].rsplit(None, 1)[-1]
                right = _head(row.text)
                if keeps_hyphen(left, right, vocabulary):
                    joins.append((previous.end, row.start, ""))
                else:
                    joins.append((previous.end - 1, row.start, ""))
            else:
                joins.append((previous.end, row.start, " "))
        previous = row
    if not out:
        return joins
    from elshi.text.layout import _merge

    return _merge(joins, out)


def _rows(text: str) -> list[_Line]:
    rows: list[_Line] = []
    at = 0
    blanks = 0
    for raw in text.split("\n"):
        bare = raw.strip()
        if bare:
            indent = len(raw) - len(raw.lstrip())
            rows.append(_Line(at + indent, at + indent + len(bare), bare, indent, blanks))
            blanks = 0
        else:
            blanks += 1
        at += len(raw) + 1
    return rows


def _column(rows: list[_Line]) -> tuple[int, int]:
    """Width of the column (0: none) and how many blank lines may stand inside a paragraph."""
    widths: list[int] = []
    spaced = 0
    for a, b in pairwise(rows):
        if b.text[0].islower() and _open_ended(a.text) and 20 <= len(a.text) <= _MAX_COLUMN:
            widths.append(len(a.text))
            spaced += b.blanks == 1
    if len(widths) < 2 or len(widths) < _WRAPPED_SHARE * (len(rows) - 1):
        return 0, 0
    widths.sort()
    return widths[int(len(widths) * 0.9)], 1 if spaced * 2 > len(widths) else 0


def _usual_indent(rows: list[_Line]) -> int:
    indents = sorted(row.indent for row in rows)
    return indents[len(indents) // 2] if indents else 0


def _open_ended(text: str) -> bool:
    bare = text.rstrip(_CLOSERS)
    return bool(bare) and bare[-1] not in _TERMINAL


def _caps(text: str) -> bool:
    """A line set in capitals, with at least four letters."""
    return text.isupper() and sum(map(str.isalpha, text)) >= 4


def _hyphen_at_end(text: str) -> str | None:
    if text[-1] == "\u00ad":
        return "soft"
    if len(text) > 1 and text[-1] in "-‐" and (text[-2].isalnum() or text[-2] in '»”"'):
        return "hard"
    return None


def _head(text: str) -> str:
    end = 0
    while end < len(text) and (text[end].isalnum() or text[end] == "-"):
        end += 1
    return text[:end].rstrip("-")


def _goes_on(a: _Line, b: _Line, column: int, limit: int, usual: int) -> bool:
    """Whether the break between two lines only filled the column."""
    if not (_LETTER.search(a.text) and _LETTER.search(b.text)):
        return False  # a rule, a row of stars
    if _ITEM.match(b.text) or "\t" in a.text or "\t" in b.text:
        return False
    lower = b.text[0].islower()
    hyphen = _hyphen_at_end(a.text)
    reach = limit if not b.page else max(limit, 4)
    if _caps(a.text) or _caps(b.text):
        if not (_caps(a.text) and _caps(b.text)):
            # «КСРО-⏎ға»: a short line of one acronym is no heading.
            return bool(lower and hyphen)
        return b.blanks <= max(reach, 1) and _open_ended(a.text) and (len(a.text) >= 25 or bool(hyphen))
    open_ended = _open_ended(a.text)
    if lower and (open_ended or hyphen):
        long_enough = len(a.text) >= (column // 2 if column else _LONG)
        return long_enough and b.blanks <= max(reach, 4)
    if (
        lower
        and column
        and b.blanks <= reach
        and len(a.text) + len(b.text.split(None, 1)[0]) >= _FULL * column
    ):
        return True
    if hyphen and b.blanks <= reach and (column or len(a.text) >= _LONG):
        return True
    if not column or b.blanks > reach or b.indent >= usual + 2 or len(a.text) > _MAX_COLUMN:
        return False
    room = len(a.text) + 1 + len(b.text.split(None, 1)[0])
    if room < _FULL * column:
        return False
    if open_ended:
        return True
    return a.text[-1] not in ":;" and not _DIALOGUE.match(b.text)


def _furniture(rows: list[_Line], column: int) -> list[_Line]:
    """Marks page furniture with `drop`; returns the lines that stay."""
    numbers: list[tuple[int, int]] = []
    heads: dict[str, list[int]] = {}
    addresses: list[int] = []
    for index, row in enumerate(rows):
        if len(row.text) <= 16 and (match := _PAGE_NUMBER.fullmatch(row.text)):
            numbers.append((index, int(next(g for g in match.groups() if g))))
        elif column and 4 <= len(row.text) <= 100 and row.text[-1] not in ".?!:;,-":
            heads.setdefault(re.sub(r"\d+", "#", row.text), []).append(index)
        if row.text[0] in "hw" and _ADDRESS.fullmatch(row.text):
            addresses.append(index)
    marked: set[int] = set()
    for place, (index, value) in enumerate(numbers):
        cut = _cuts(rows, index)
        neighbours = numbers[max(0, place - 1) : place] + numbers[place + 1 : place + 2]
        follows = any(value - v == (1 if i < index else -1) and abs(i - index) >= 5 for i, v in neighbours)
        if cut or follows:
            marked.add(index)
    for places in heads.values():
        far = [p for k, p in enumerate(places) if k == 0 or p - places[k - 1] >= 5]
        if len(places) >= 3 and len(far) == len(places):
            cutting = [p for p in places if _cuts(rows, p) or p - 1 in marked or p + 1 in marked]
            if len(cutting) * 2 >= len(places):
                marked.update(p for p in places[1:] if p)
                if places[0] in cutting and places[0] > 0:
                    marked.add(places[0])
    for index in addresses:
        if 0 < index < len(rows) - 1 and column:
            marked.add(index)
    kept: list[_Line] = []
    pending = 0
    passed = False
    for index, row in enumerate(rows):
        if index in marked:
            row.drop = True
            pending += row.blanks
            passed = True
            continue
        if passed:
            row.blanks += pending
            row.page = True
            pending, passed = 0, False
        kept.append(row)
    return kept


def _cuts(rows: list[_Line], index: int) -> bool:
    """Whether a line stands in the middle of a sentence."""
    if not 0 < index < len(rows) - 1:
        return False
    before, after = rows[index - 1].text, rows[index + 1].text
    return len(before) >= 20 and _open_ended(before) and after[0].islower()
