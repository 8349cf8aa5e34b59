"""Whatever a source says, it comes out as it went in, or as the format's documentation says."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence

import bibtexparser
import icalendar
import networkx
import openpyxl
import pyarrow.parquet as pq
import pytest
import rispy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyld import jsonld

from elshi.exports import FORMATS
from elshi.exports.bibtex import tex
from elshi.exports.polecat import COLUMNS, tab_field
from elshi.exports.sources import one_line
from elshi.exports.tables import unquoted
from elshi.model import Document, Fact, Filler, Place
from exports.conftest import Given, fact

#: What has broken tables, pages and terminals before.
NASTY = (
    "=cmd|' /C calc'!A0", "@SUM(1+1)*cmd", "+1", "-1", "\t=1", "\r=1", "a\r\nb", "a\nb\tc", '"', "'", "'=1", ",;|",
    "<script>alert(1)</script>", "]]>", "&amp;", "\\", "\\n", "{", "}", "}{", "%", "#", "$x$", "_x0041_", "\u202eabc",
    "\u2066x", "\u200b", "\ufeff=1", "\x00", "\x07\x1b[31m", "\u2028\u2029", "\ufffe", "қазақ", "𐍈👨‍👩‍👧", "TY  - X",
    "ER  - ", "BEGIN:VEVENT\r\nEND:VEVENT", "@article{x,", "null", "NaN", "1e5", " x ", "", "x" * 300,
)  # fmt: skip

text = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.lists(st.sampled_from(NASTY), max_size=3).map("".join),
)
some = text.filter(lambda t: t.strip() != "")


@st.composite
def records(draw: st.DrawFn) -> list[tuple[Document, list[Fact]]]:
    quote, name, mention, title, place = draw(some), draw(some), draw(some), draw(text), draw(some)
    before, after = draw(text), draw(text)
    who = Filler(draw(st.sampled_from((None, "person:x", "KAZ"))), "person", name, mention, "KAZ")
    host = Filler("FRA", "state", "France", mention)
    kind = draw(st.sampled_from(("actual", "planned")))
    one = fact(
        "d", "visit", {"visitor": [who], "host": [host]}, quote, title=title or None, status=kind,
        place=Place(place, mention, "FRA"), date=draw(st.sampled_from((None, "2027-05", "2011-01-02"))),
        start=len(before), end=len(before) + len(quote),
    )  # fmt: skip
    return [
        (
            Document(
                "d",
                before + quote + after,
                draw(text),
                draw(text),
                draw(text),
                draw(st.sampled_from((None, "2011-01"))),
                "ru",
            ),
            [one],
        )
    ]


Make = Callable[[Sequence[tuple[Document, list[Fact]]]], Given]


@pytest.mark.filterwarnings("ignore")
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(records())
def test_hostile_text_survives_every_format(make: Make, record: list[tuple[Document, list[Fact]]]) -> None:
    given = make(record)
    given.export(*FORMATS)
    (stored,) = given.store.facts()
    (document,) = given.store.documents()
    f, whole = stored.fact, given.store.document_text(document.key)
    (who,) = f.roles["visitor"]
    planned = f.status == "planned"

    (line,) = [json.loads(x) for x in given.read("plover.jsonl").split("\n") if x]
    assert line["text"] == f.quote
    assert line["actor"][0]["entity_text"] == who.mention
    assert line["elshi"]["title"] == f.title

    head, row, end = given.read("polecat.tsv").split("\n")
    assert end == ""
    polecat = dict(zip(head.split("\t"), row.split("\t"), strict=True))
    assert tuple(polecat) == COLUMNS
    assert polecat["Actor Name Raw"] == tab_field(who.mention)
    for name, width in (("gdelt.export.tsv", 61), ("gdelt.mentions.tsv", 16)):
        (row,) = given.read(name).split("\n")[:-1]
        assert len(row.split("\t")) == width

    entities = [json.loads(x) for x in given.read("entities.ftm.json").split("\n") if x]
    trip = next(e["properties"] for e in entities if e["schema"] == "Trip")
    assert f.quote in trip["description"][0]
    assert {e["properties"]["name"][0] for e in entities if e["schema"] == "Mention"} >= {who.mention}

    graph = json.loads(given.read("record.jsonld"))
    note = next(n for n in graph["@graph"] if "oa:Annotation" in n["type"])
    quote = note["target"]["selector"][0]
    assert quote["exact"] == f.quote
    assert quote["prefix"] + quote["exact"] + quote["suffix"] in whole
    assert len(jsonld.expand(graph)) == len(graph["@graph"])

    (facts,) = csv.DictReader(io.StringIO(given.read("facts.csv"), newline=""))
    assert unquoted(facts["quotation"]) == f.quote
    assert unquoted(facts["title"]) == (f.title or "")
    assert unquoted(facts["document_title"]) == (document.title or "")
    (person, _) = csv.DictReader(io.StringIO(given.read("participants.csv"), newline=""))
    assert unquoted(person["mention"]) == who.mention

    sheet = openpyxl.load_workbook(given.path("elshi.xlsx"))["Facts"]
    cells = dict(zip(*[[c.value for c in row] for row in sheet.iter_rows()], strict=True))
    assert _lines(openpyxl.utils.escape.unescape(cells["quotation"])) == _lines(f.quote)
    assert all(c.data_type in "sn" for row in sheet.iter_rows() for c in row)

    (arrow,) = pq.read_table(given.path("facts.parquet")).to_pylist()
    assert arrow["quotation"] == f.quote
    assert arrow["participants"][0]["mention"] == who.mention
    assert arrow["document_title"] == document.title

    network = networkx.read_graphml(given.path("network.graphml"))
    assert set(network.nodes) == (set() if planned else {"KAZ", "FRA"})

    (ris,) = rispy.loads(given.read("sources.ris"))
    assert ris["title"] == (one_line(document.title) or "d")
    (bib,) = bibtexparser.loads(given.read("sources.bib")).entries
    assert bib["title"] == "{" + tex(one_line(document.title) or "d") + "}"

    raw = given.path("planned.ics").read_bytes()
    assert max(map(len, raw.split(b"\r\n"))) <= 75
    calendar = icalendar.Calendar.from_ical(raw)
    entries = [*calendar.walk("VEVENT"), *calendar.walk("VTODO")]
    assert len(entries) == planned
    if planned:
        assert _plain(f.quote) in str(entries[0]["description"])


def _plain(quote: str) -> str:
    """The text of a calendar: control characters replaced, line breaks as line feeds."""
    quote = quote.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c if c in "\n\t" or (c >= " " and c != "\x7f") else "\ufffd" for c in quote)


def _lines(value: str) -> str:
    """A cell's text: XML turns a carriage return into a line feed, and has no place for two code points."""
    return (
        value.replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\ufffe", "\ufffd")
        .replace("\uffff", "\ufffd")
    )
