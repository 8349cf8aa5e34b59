"""Lists of visits: rows, headings, remarks; and what only looks like one."""

from __future__ import annotations

from elshi import extract
from elshi.model import Document, Fact


def _facts(text: str, kind: str = "visit") -> list[Fact]:
    return [f for f in extract(Document("list", text, language="en")) if f.type == kind]


def _ids(fact: Fact, role: str) -> list[str | None]:
    return [f.id for f in fact.roles[role]]


def test_heading_names_the_traveller() -> None:
    text = (
        "Foreign Trips of the President of Finland: Sauli Niinisto\n"
        "Sweden | Stockholm | State visit; met with King Carl XVI Gustaf. | April 17–18, 2012\n"
        "Estonia | Tallinn | Working visit. | May 3, 2012\n"
    )
    first, second = _facts(text)
    assert "FIN" in _ids(first, "visitor")
    assert _ids(first, "host") == ["SWE"]
    assert (first.subtype, first.date) == ("state", "2012-04-17/2012-04-18")
    assert (second.subtype, second.date, _ids(second, "host")) == ("working", "2012-05-03", ["EST"])
    (meeting,) = _facts(text, "meeting")
    assert {"FIN", "SWE"} <= set(_ids(meeting, "participant"))
    assert meeting.date == first.date
    assert all(text[f.start : f.end] == f.quote for f in (first, second, meeting))


def test_heading_names_the_host() -> None:
    text = (
        "Visits to Norway by Foreign Leaders\n"
        "March 2–4, 1998. President Lennart Meri, Estonia. State visit.\n"
        "June 9, 1998. Prime Minister Poul Nyrup Rasmussen, Denmark. Attended a meeting of the Nordic Council.\n"
    )
    first, second = _facts(text)
    assert _ids(first, "visitor")[0] == "EST"
    assert _ids(first, "host") == ["NOR"]
    assert first.date == "1998-03-02/1998-03-04"
    assert _ids(second, "visitor")[0] == "DNK"


def test_rows_without_a_telling_heading_are_no_visits() -> None:
    text = (
        "Results of the qualifying matches\n"
        "Sweden | Stockholm | Two late goals. | April 17, 2012\n"
        "Estonia | Tallinn | No goals. | May 3, 2012\n"
    )
    assert _facts(text) == []


def test_a_chronicle_of_full_sentences_is_no_list() -> None:
    text = (
        "Visits to Norway by Foreign Leaders\n"
        "March 2, 1998. The Estonian parliament passed a law on the pensions of teachers and nurses in towns.\n"
        "June 9, 1998. The Danish parliament passed a law on fishing that the government had opposed for two years.\n"
    )
    assert _facts(text) == []
