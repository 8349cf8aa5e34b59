"""The network, the sources, the calendar."""

from __future__ import annotations

import io
from datetime import date, timedelta

import bibtexparser
import icalendar
import networkx
import rispy

from elshi.cli.common import write_json  # noqa: F401 - the command line imports without the extras
from elshi.exports.calendar import folded
from elshi.exports.graphml import write_network
from elshi.views.network import network
from exports.conftest import Given


def test_networkx_reads_the_graph_with_labels_and_weights(given: Given) -> None:
    (report,) = given.export("graphml")
    graph = networkx.read_graphml(given.path("network.graphml"))
    assert graph.nodes["KAZ"]["label"] == "Kazakhstan"
    assert graph.nodes["NATO"]["kind"] == "organisation"
    edges = {(frozenset((a, b)), d["type"]): d for a, b, d in graph.edges(data=True)}
    visit = edges[frozenset(("KAZ", "FRA")), "visit"]
    assert visit["weight"] == 1.0
    assert (visit["first"], visit["last"]) == ("2011-09-19", "2011-09-20")
    assert not any(d["type"] == "coercion" for d in edges.values()), "what is denied did not happen"
    assert sum(report.left_out.values()) + report.events == 14


def test_graphml_follows_what_gephi_reads(given: Given) -> None:
    given.export("graphml")
    text = given.read("network.graphml")
    assert '<key id="weight" for="edge" attr.name="weight" attr.type="double"/>' in text
    assert '<key id="label" for="node" attr.name="label" attr.type="string"/>' in text
    assert 'edgedefault="undirected"' in text


def test_the_whole_network_is_the_same_as_the_view_counts_it(given: Given) -> None:
    out = io.StringIO()
    found = network(given.store)
    write_network(out, found)
    graph = networkx.parse_graphml(out.getvalue())
    assert {(a, b, d["type"], d["weight"]) for a, b, d in graph.edges(data=True)} == {
        (e.a, e.b, e.type, float(e.weight)) for e in found.edges
    }


def test_rispy_reads_every_source_once(given: Given) -> None:
    given.export("ris")
    found = rispy.loads(given.read("sources.ris"))
    assert len(found) == 2
    first = next(r for r in found if r["type_of_reference"] == "ELEC")
    assert first["title"] == "Визит: итоги"
    assert first["urls"] == ["https://example.org/a?x=1&y=2"]
    assert (first["year"], first["date"]) == ("2011", "2011/09/21/")
    other = next(r for r in found if r["type_of_reference"] == "GEN")
    assert other["title"] == "@SUM(1) {\\evil} <b> % & 100_%"
    assert "urls" not in other
    assert "year" not in other


def test_bibtexparser_reads_every_source_once(given: Given) -> None:
    given.export("bibtex")
    found = bibtexparser.loads(given.read("sources.bib")).entries
    assert len({e["ID"] for e in found}) == 2
    first = next(e for e in found if "url" in e)
    assert first["title"] == "{Визит: итоги}"
    assert first["date"] == "2011-09-21"
    assert first["ID"].isascii()
    other = next(e for e in found if "url" not in e)
    assert r"\textbraceleft{}\textbackslash{}evil\textbraceright{}" in other["title"]
    assert "date" not in other
    assert "year" not in other


def _calendar(given: Given) -> tuple[list[icalendar.Event], list[icalendar.Todo]]:
    given.export("ics")
    calendar = icalendar.Calendar.from_ical(given.path("planned.ics").read_bytes())
    assert calendar["version"] == "2.0"
    return list(calendar.walk("VEVENT")), list(calendar.walk("VTODO"))


def test_plans_are_in_the_calendar_as_exactly_as_they_are_known(given: Given) -> None:
    entries, tasks = _calendar(given)
    assert (len(entries), len(tasks)) == (2, 2)
    day = next(e for e in entries if e["dtstart"].dt == date(2027, 5, 5))
    assert day["dtend"].dt - day["dtstart"].dt == timedelta(days=1)
    assert str(day["summary"]) == "Meeting: Kazakhstan – France"
    month = next(e for e in entries if e["dtstart"].dt == date(2027, 3, 1))
    assert month["dtend"].dt == date(2027, 4, 1)
    assert "[2027-03]" in month["summary"]
    assert "no exact day is known" in month["description"]
    assert "Токаев посетит Турцию в марте." in month["description"]
    assert month["status"] == "TENTATIVE"
    road = next(t for t in tasks if "due" in t)
    assert road["due"].dt == date(2030, 12, 31)
    lost = next(t for t in tasks if "due" not in t)
    assert "dtstart" not in lost
    assert lost["status"] == "CANCELLED"
    for one in (*entries, *tasks):
        assert one["uid"]
        assert one["dtstamp"].dt.year == 2011, "the day of the newest source, no clock"


def test_lines_are_folded_by_octets_and_end_as_the_standard_says(given: Given) -> None:
    _calendar(given)
    raw = given.path("planned.ics").read_bytes()
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    lines = raw.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    for line in lines:
        line.decode("utf-8")
    assert any(line.startswith(b" ") for line in lines)


def test_folding_cuts_no_character() -> None:
    line = "X:" + "қ𐍈a" * 60
    pieces = list(folded(line))
    assert "".join(pieces) == line
    assert len(pieces[0].encode()) <= 75
    assert all(len(p.encode()) <= 74 for p in pieces[1:])
