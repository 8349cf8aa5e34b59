"""Lists of visits, one a line, whose heading names the side that the rows leave out.

«Travels Abroad of the President», «Визиты иностранных лидеров в …»: a row holds a date, a person or a state,
perhaps a place and a remark. Cells are parted by bars or tabs, or the row opens with its date and goes on in
short sentences. What the remark tells (a meeting, a signature) is read by the rules like any sentence, with
the row's traveller, date and place added. Pure functions; heading and remark words are data
(`words/tables.yaml`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from elshi.frames.yamlfile import YamlFile
from elshi.model import Fact, Filler, Mention, Passage, Place, Sentence

if TYPE_CHECKING:
    from elshi.frames.engine import Candidate
    from elshi.text.layout import Layout

__all__ = ["Row", "Table", "complete", "likely", "read", "visits"]

RULE = "visit/table"
#: Rows taken from a heading that says the direction are rarely wrong.
CONFIDENCE = 0.85
#: A line without bars is a row only when what follows its date is so short (words).
HEAD_WORDS = 12
#: Words of a cell besides its names; more make it a remark.
LOOSE_WORDS = 4
#: Lines above the first row that may be its heading.
HEADING_LINES = 4
MIN_ROWS = 2
CODED = ("state", "nationality")
WHO = ("person", "office")

# From the beginning of a run of spaces only: else a long one without a bar is tried at each of its characters.
_CELL = re.compile(r"(?<!\s)\s*[|\t]\s*")
_WORD = re.compile(r"[^\W\d_]+")
_ROW = re.compile(r"(?m)^(?:[^\n\d]{0,12}\d|[^\n|\t]*[|\t][^\n]*[|\t])")
_LEAD = re.compile(r"[\s•*·–—-]*\Z")


@dataclass(frozen=True, slots=True)
class _Words:
    out: tuple[re.Pattern[str], ...]
    into: tuple[re.Pattern[str], ...]
    subtypes: Mapping[str, tuple[re.Pattern[str], ...]]
    cancelled: tuple[re.Pattern[str], ...]


@dataclass(slots=True)
class Row:
    """One row: who went where and when, in clean offsets."""

    start: int
    end: int
    language: str
    date: Mention
    visitor: list[Filler]
    who: list[Mention]
    host: list[Filler]
    place: Place | None
    subtype: str | None
    status: str


@dataclass(slots=True)
class Table:
    """The lists of a document.

    Attributes:
        passages: the document's sentences, rows cut down to their remarks.
        article_of: the article of each.
        rows: the row that a passage of a remark belongs to, by position in `passages`.
        all: every row, in the order of the text.
        headings: passages that head a list, by position in `passages`; they announce and state nothing.
    """

    passages: list[Passage]
    article_of: list[int]
    rows: dict[int, Row] = field(default_factory=dict)
    all: list[Row] = field(default_factory=list)
    headings: set[int] = field(default_factory=set)


@dataclass(slots=True)
class _Cell:
    start: int
    end: int
    text: str
    mentions: list[Mention]

    @property
    def role(self) -> str:
        """What the cell holds by itself; columns are settled by majority."""
        names = [m for m in self.mentions if m.kind not in ("amount",)]
        if not names:
            return "remark"
        named = sum(m.end - m.start for m in names)
        if names[0].kind == "date":
            return "date" if named * 10 >= len(self.text) * 7 else "remark"
        free = self.text
        for m in names:
            free = free.replace(m.text, " ", 1)
        if len(_WORD.findall(free)) > LOOSE_WORDS or names[0].start > self.start + 4:
            return "remark"
        if names[0].kind in WHO:
            return "who"
        if names[0].kind == "state":
            return "state"
        return "place" if names[0].kind == "place" else "remark"


@cache
def _words(code: str) -> _Words | None:
    file = YamlFile(files("elshi.frames").joinpath("words", "tables.yaml"))
    data = file.mapping().get(code)
    if data is None:
        return None

    def many(values: Sequence[str]) -> tuple[re.Pattern[str], ...]:
        return tuple(
            re.compile(rf"\b{re.escape(v.rstrip('*'))}" + ("" if v.endswith("*") else r"\b")) for v in values
        )

    for key in ("out", "in", "cancelled"):
        file.check(isinstance(data.get(key), list), f"expects a list of words under {key}", code)
    return _Words(
        many(data["out"]),
        many(data["in"]),
        {k: many(v) for k, v in (data.get("subtypes") or {}).items()},
        many(data["cancelled"]),
    )


def likely(clean: str) -> bool:
    """Whether a text has lines that may be rows of a list: each holds a figure in its first words or bars."""
    return len(_ROW.findall(clean)) >= MIN_ROWS


def read(passages: Sequence[Passage], article_of: Sequence[int], clean: str) -> Table:
    """Finds the lists of visits of a document.

    Args:
        passages: its sentences, in order, with their mentions.
        article_of: the article of each.
        clean: its clean text.
    """
    table = Table(list(passages), list(article_of))
    lines = _lines(passages, article_of, clean)
    rows = [k for k, line in enumerate(lines) if _is_row(_cells(passages, line, clean))]
    blocks: list[list[int]] = []
    for k in rows:
        if (
            blocks
            and article_of[lines[k][0]] == article_of[lines[blocks[-1][-1]][0]]
            and k - blocks[-1][-1] <= 2
        ):
            blocks[-1].append(k)
        else:
            blocks.append([k])
    cut: dict[int, list[tuple[Passage, Row]]] = {}
    heads: set[int] = set()
    for block in blocks:
        if len(block) >= MIN_ROWS:
            heading = [i for k in range(max(0, block[0] - HEADING_LINES), block[0]) for i in lines[k]]
            own = article_of[lines[block[0]][0]]
            heading = [i for i in heading if article_of[i] == own]
            before = len(table.all)
            _block(passages, [lines[k] for k in block], heading, clean, cut, table.all)
            if len(table.all) > before:
                heads.update(heading)
    if not cut:
        return table
    table.passages, table.article_of = [], []
    for i, passage in enumerate(passages):
        if i not in cut:
            if i in heads:
                table.headings.add(len(table.passages))
            table.passages.append(passage)
            table.article_of.append(article_of[i])
        for part, row in cut.get(i, ()):
            table.rows[len(table.passages)] = row
            table.passages.append(part)
            table.article_of.append(article_of[i])
    return table


def _lines(passages: Sequence[Passage], article_of: Sequence[int], clean: str) -> list[list[int]]:
    """Indexes of the passages that stand in each line of the text."""
    out: list[list[int]] = []
    for i, passage in enumerate(passages):
        same = out and article_of[i] == article_of[i - 1]
        if same and "\n" not in clean[passages[i - 1].sentence.start : passage.sentence.start]:
            out[-1].append(i)
        else:
            out.append([i])
    return out


def _is_row(cells: Sequence[_Cell]) -> bool:
    roles = {c.role for c in cells}
    return "date" in roles and bool(roles & {"who", "state", "place"})


def _cells(passages: Sequence[Passage], line: Sequence[int], clean: str) -> list[_Cell]:
    """The cells of a row, in order; none when the line is no row."""
    start, end = passages[line[0]].sentence.start, passages[line[-1]].sentence.end
    mentions = [m for i in line for m in passages[i].mentions]
    text = clean[start:end]
    bars = [m.span() for m in _CELL.finditer(text)]
    if bars:
        edges = [0, *(x for span in bars for x in span), len(text)]
        spans = [(start + a, start + b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b > a]
    else:
        spans = _sentence_cells(passages, line, mentions, clean)
    return [
        _Cell(a, b, clean[a:b], [m for m in mentions if a <= m.start and m.end <= b]) for a, b in spans
    ]  # fmt: skip


def _sentence_cells(
    passages: Sequence[Passage], line: Sequence[int], mentions: Sequence[Mention], clean: str
) -> list[tuple[int, int]]:
    """«May 6–7, 2005. Riga, Latvia. Met with …»: the date, who or where, and the remark."""
    start, end = passages[line[0]].sentence.start, passages[line[-1]].sentence.end
    first = mentions[0] if mentions else None
    if first is None or first.kind != "date" or not _LEAD.match(clean[start : first.start]):
        return []
    body = first.end
    while body < end and clean[body] in " .:,;–—-\t":
        body += 1
    if body == first.end:
        return []
    stop = end
    for i in line:
        edge = passages[i].sentence.end
        # The cell closes with the sentence that names a state («Mexico, D.F., Mexico.»).
        if edge > body and any(
            body <= m.start < edge and m.kind in ("state", "place", *WHO) for m in mentions
        ):
            stop = edge
            later = [m for m in mentions if m.start >= edge and m.kind == "state"]
            named = any(body <= m.start < edge and m.kind == "state" for m in mentions)
            near = bool(later) and len(_WORD.findall(clean[edge : later[0].start])) <= 1
            if named or not near:
                break
    if len(_WORD.findall(clean[body:stop])) > HEAD_WORDS:
        return []
    out = [(first.start, first.end), (body, stop)]
    rest = stop
    while rest < end and clean[rest].isspace():
        rest += 1
    return [*out, (rest, end)] if rest < end else out


def _block(
    passages: Sequence[Passage],
    lines: Sequence[Sequence[int]],
    heading: Sequence[int],
    clean: str,
    cut: dict[int, list[tuple[Passage, Row]]],
    found: list[Row],
) -> None:
    """Reads the rows of one list."""
    code = next(
        (passages[i].sentence.language for i in (*heading, *lines[0]) if passages[i].sentence.language), None
    )
    words = _words(code) if code else None
    if words is None or code is None:
        return
    direction, side, people = _heading(passages, heading, clean, words)
    if direction is None:
        return
    cells = [_cells(passages, line, clean) for line in lines]
    columns = _columns(cells)
    for line, row_cells in zip(lines, cells, strict=True):
        row = _row(row_cells, columns, direction, side, people, code, words)
        if row is None:
            continue
        found.append(row)
        remarks = [c for k, c in enumerate(row_cells) if columns.get((len(row_cells), k)) == "remark"]
        for i in line:
            parts = [(_part(passages[i], c.start, c.end), row) for c in remarks]
            cut[i] = [(p, r) for p, r in parts if p.tokens]


def _heading(
    passages: Sequence[Passage], heading: Sequence[int], clean: str, words: _Words
) -> tuple[str | None, str | None, list[Mention]]:
    """Direction, code of the side that the heading names, and the travellers that it names."""
    for i in reversed(heading):
        sentence = passages[i].sentence
        text = clean[sentence.start : sentence.end].lower()
        for direction, cues in (("out", words.out), ("in", words.into)):
            hit = next((m for m in (c.search(text) for c in cues) if m), None)
            if hit is None:
                continue
            own = passages[i].mentions
            if direction == "in":
                states = [m for m in own if m.kind == "state" and m.start >= sentence.start + hit.start()]
                states += [m for k in reversed(heading) for m in passages[k].mentions if m.kind == "state"]
                return (direction, states[0].id, []) if states else (None, None, [])
            people = [m for m in own if m.kind in WHO]
            codes = [m.of for m in people if m.of] + [m.id for m in own if m.kind in CODED]
            codes += [m.id if m.kind == "state" else m.of for k in heading for m in passages[k].mentions]
            side = next((c for c in codes if c and ":" not in c), None)
            return (direction, side, people) if side or people else (None, None, [])
    return None, None, []


def _columns(rows: Sequence[Sequence[_Cell]]) -> dict[tuple[int, int], str]:
    """What each column of rows with so many cells holds, by majority."""
    votes: dict[tuple[int, int], Counter[str]] = {}
    for cells in rows:
        for k, cell in enumerate(cells):
            votes.setdefault((len(cells), k), Counter())[cell.role] += 1
    return {key: max(sorted(c), key=lambda r: c[r]) for key, c in votes.items()}


def _row(
    cells: Sequence[_Cell],
    columns: Mapping[tuple[int, int], str],
    direction: str,
    side: str | None,
    people: Sequence[Mention],
    code: str,
    words: _Words,
) -> Row | None:
    by: dict[str, list[_Cell]] = {}
    for k, cell in enumerate(cells):
        by.setdefault(columns[(len(cells), k)], []).append(cell)
    dates = [m for c in by.get("date", ()) for m in c.mentions if m.kind == "date" and m.value]
    head = [c for role in ("who", "state", "place") for c in by.get(role, ())]
    if not dates or not head:
        return None
    names = [m for c in head for m in c.mentions]
    states = [m for m in names if m.kind == "state"]
    places = [m for m in names if m.kind == "place"]
    who = [m for m in names if m.kind == "person"] or [m for m in names if m.kind == "office"]
    # «Korea, Republic of» and the seats of organisations: a place may name the state, too.
    codes = [m.id for m in states if m.id] or [m.of for m in places if m.of]
    if not codes:
        return None
    theirs = codes[-1] if direction == "in" else codes[0]
    sample = states[-1] if states else places[0]
    row_side = Filler(theirs, "state", sample.name or theirs, sample.text)
    place = None
    if direction == "in":
        visitor = [row_side, *_persons(who, by.get("who", ()), theirs)]
        host = [Filler(side, "state", side, side or "")]
        if theirs == side:
            return None
    else:
        who = who or [m for m in people if m.kind == "person"] or list(people)
        own = next((m.of for m in who if m.of and m.of != theirs), None) or side
        if own is None or own == theirs:
            return None
        visitor = [Filler(own, "state", own, who[0].text if who else own), *_persons(who, (), own)]
        host = [
            Filler(c, "state", sample.name if c == theirs else c, sample.text) for c in dict.fromkeys(codes)
        ]
        if places:
            place = Place(places[0].name or places[0].text, places[0].text, places[0].of)
    remark = " ".join(c.text for c in by.get("remark", ())).lower()
    status = "cancelled" if any(p.search(remark) for p in words.cancelled) else "actual"
    subtype = next((s for s, ps in words.subtypes.items() if any(p.search(remark) for p in ps)), None)
    last = max(c.end for c in (*head, by["date"][0]))
    if subtype is not None and by["remark"][0].start < last + 4:
        # The quotation reaches over the words that say which visit it was.
        cell = by["remark"][0]
        stop = re.search(r"[.;]", cell.text)
        last = max(last, cell.start + stop.start() if stop else cell.end)
    first = min(c.start for c in (*head, by["date"][0]))
    return Row(first, last, code, dates[0], visitor, who, host, place, subtype, status)


def _persons(who: Sequence[Mention], cells: Sequence[_Cell], code: str) -> list[Filler]:
    out = [Filler(m.id, "person", m.name, m.text, m.of or code) for m in who if m.kind == "person"]
    for cell in cells if not out else ():
        # A name that the catalogue does not know: what follows the office in a cell of persons.
        offices = [m for m in cell.mentions if m.kind == "office"]
        name = cell.text[offices[-1].end - cell.start :] if offices else cell.text
        name = name.split(",")[0].strip(" .;:–—-")
        if name[:1].isupper():
            out.append(Filler(f"person:{'-'.join(_WORD.findall(name.lower()))}", "person", name, name, code))
    return out


def _part(passage: Passage, start: int, end: int) -> Passage:
    """The stretch of a passage that lies in a cell."""
    inside = [i for i, t in enumerate(passage.tokens) if start <= t.start and t.end <= end]
    if not inside:
        return Passage(Sentence(start, start, passage.sentence.language), [])
    low, high = inside[0], inside[-1]
    sentence = Sentence(passage.tokens[low].start, passage.tokens[high].end, passage.sentence.language)
    mentions = [
        replace(m, first=m.first - low, last=m.last - low)
        for m in passage.mentions
        if low <= m.first and m.last <= high
    ]
    return Passage(sentence, passage.tokens[low : high + 1], mentions)


def visits(table: Table, document: str, text: str, layout: Layout) -> list[Fact]:
    """The visits that the rows state."""
    out = []
    for row in table.all:
        a, b = layout.span(row.start, row.end)
        out.append(
            Fact(
                document=document, kind="event", type="visit", subtype=row.subtype, status=row.status,
                roles={"visitor": tuple(row.visitor), "host": tuple(row.host)},
                date=row.date.value if isinstance(row.date.value, str) else None,
                place=row.place, title=None, sphere="political", quote=text[a:b], start=a, end=b,
                language=row.language, confidence=CONFIDENCE, rule=RULE,
            )
        )  # fmt: skip
    return out


def complete(candidates: Sequence[Candidate], row: Row) -> list[Candidate]:
    """What the remark tells, with the row's traveller, date and place; visits are the row's own."""
    out = []
    for c in candidates:
        frame = c.rule.frame
        if frame == "visit":
            continue
        if c.date is None or not _within(c.date.value, row.date.value):
            c.date = row.date
        c.place = c.place or row.place
        if frame == "meeting":
            c.roles = {"participant": _sides(c.roles.get("participant", []), row)}
        elif frame == "agreement" and c.subtype in ("signed", "ratified", "negotiated", None):
            party = [f for f in _sides(c.roles.get("party", []), row) if f.kind != "person"]
            signed = [f for f in row.visitor if f.kind == "person"]
            c.roles = {"party": party} | ({"signatory": signed} if signed else {})
        out.append(c)
    return out


def _within(value: object, span: object) -> bool:
    """Whether a remark's date lies in the row's («responding to the February 6 earthquakes» does not)."""
    if not isinstance(value, str) or not isinstance(span, str):
        return False
    first, last = span.split("/")[0], span.split("/")[-1]
    return first <= value.split("/")[0] and value.split("/")[-1] <= last


def _sides(fillers: Sequence[Filler], row: Row) -> list[Filler]:
    """Both sides of a happening of the row: the traveller, whom the remark names, else the host."""
    ours = {f.id for f in row.visitor}
    theirs = row.host[0]
    out = list(row.visitor)
    others = [f for f in fillers if f.id not in ours]
    coded = any(f.kind in ("state", "igo", "programme") for f in others)
    bare = [f for f in others if f.kind in ("person", "office") and not f.of]
    if bare or not (coded or any(f.kind == "organisation" for f in others)):
        out += [f for f in row.host if all(f.id != o.id for o in others)][:1]
    out += [replace(f, of=theirs.id) if f in bare else f for f in others]
    return out
