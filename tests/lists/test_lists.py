"""Lists as documents: every row a fact with its words, what cannot be read named, nothing twice."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

import elshi
from elshi.errors import ReadError, RuleError
from elshi.extraction import Extractor
from elshi.lists import import_lists, read_list, read_mapping
from elshi.lists.days import DateReader, Unreadable, compile_format
from elshi.model import Document, Fact, Failure

ROOT = Path(__file__).resolve().parents[2]
LISTS = ROOT / "examples" / "lists"
OFFICIAL = ROOT.parent / "shared" / "data" / "us_state_department"

VISITS = """\
list: Visits
language: en
dates: ["%d.%m.%Y", "%Y"]
facts:
  - type: visit
    date: When
    subtype: {column: Rank, words: {state: state, official: official}}
    roles:
      visitor: {side: Guest}
      host: {side: Host, optional: true}
"""
HEAD = "When,Guest,Host,Rank\n"


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def read(
    folder: Path, extractor: Extractor, table: str | bytes, mapping: str = VISITS, name: str = "list.csv"
) -> tuple[Document, list[Fact], list[Failure]]:
    (folder / "map.yaml").write_text(mapping, encoding="utf-8")
    data = table if isinstance(table, bytes) else table.encode()
    (folder / name).write_bytes(data)
    document, _, facts, failures, _ = read_list(folder / name, read_mapping(folder / "map.yaml"), extractor)
    for fact in facts:
        assert document.text[fact.start : fact.end] == fact.quote
    return document, facts, failures


@pytest.mark.parametrize(
    ("name", "facts", "failed"), [("visits.csv", 6, 1), ("agreements.csv", 5, 0), ("envoys.xml", 2, 0)]
)
def test_examples_give_a_fact_a_row(name: str, facts: int, failed: int, extractor: Extractor) -> None:
    path = LISTS / name
    document, table, found, failures, _ = read_list(path, read_mapping(path.with_suffix(".yaml")), extractor)
    assert (len(found), len(failures)) == (facts, failed)
    assert all(document.text[f.start : f.end] == f.quote for f in found)
    assert {f.quote for f in found} <= {document.text[r.start : r.end] for r in table.rows}


def test_a_row_says_who_when_and_where(extractor: Extractor) -> None:
    _, _, facts, failures, _ = read_list(LISTS / "visits.csv", read_mapping(LISTS / "visits.yaml"), extractor)
    first = facts[0]
    assert [(f.id, f.of) for f in first.roles["visitor"]] == [
        ("KAZ", None),
        ("person:nursultan-nazarbayev", "KAZ"),
    ]
    assert (first.date, first.subtype, first.place and first.place.country) == (
        "2011-09-19/2011-09-20",
        "working",
        "FRA",
    )
    assert facts[-1].date == "2008"
    assert facts[-1].subtype is None
    assert failures == [Failure("visits.csv:8", "has the date '31.02.2010', and there is no such day")]


def test_unreadable_rows_are_named_and_the_rest_goes_on(tmp_path: Path, extractor: Extractor) -> None:
    table = HEAD + (
        "12.05.2011,France,Kazakhstan,state\n"
        "soon,France,Kazakhstan,state\n"
        "12.05.2012,,Kazakhstan,state\n"
        "a,b,c,d,e,f\n"
        "\n"
        '12.05.2013,"France\n'
        "12.05.2014,Poland,,private\n"
        "-,Poland,Kazakhstan,\n"
    )
    _, facts, failures = read(tmp_path, extractor, table)
    assert [f.date for f in facts] == ["2011-05-12", "2014-05-12", None]
    assert [(f.source, f.reason.split()[0:2]) for f in failures] == [
        ("list.csv:3", ["has", "the"]),
        ("list.csv:4", ["has", "nothing"]),
        ("list.csv:5", ["has", "6"]),
        ("list.csv:7", ["is", "no"]),
    ]


def test_encodings_and_marks_between_cells(tmp_path: Path, extractor: Extractor) -> None:
    table = "Когда;Гость;Хозяин\r\n12.05.2011;Франция;Казахстан\r\n13.05.2011;Түркия;Казахстан\r\n"
    mapping = (
        VISITS.replace("When", "Когда")
        .replace("Guest", "Гость")
        .replace("Host", "Хозяин")
        .replace("en\n", "ru\n")
    )
    mapping = "".join(line for line in mapping.splitlines(True) if "Rank" not in line)
    for data in (table.encode("utf-8-sig"), table.replace("Түркия", "Турция").encode("cp1251")):
        _, facts, failures = read(tmp_path, extractor, data, mapping)
        assert not failures
        assert [f.roles["visitor"][0].id for f in facts] == ["FRA", "TUR"]
    assert facts[0].quote == "12.05.2011;Франция;Казахстан"


def test_a_cell_over_two_lines_stays_one_row(tmp_path: Path, extractor: Extractor) -> None:
    _, facts, _ = read(tmp_path, extractor, HEAD + '2011,France,Kazakhstan,"state\nvisit"\n2012,Poland,,\n')
    assert [f.quote for f in facts] == ['2011,France,Kazakhstan,"state\nvisit"', "2012,Poland,,"]


def test_unknown_names_keep_their_words(tmp_path: Path, extractor: Extractor) -> None:
    _, facts, failures = read(tmp_path, extractor, HEAD + "2011,Ruritania,Kazakhstan,\n")
    assert not failures
    assert [(f.id, f.mention) for f in facts[0].roles["visitor"]] == [(None, "Ruritania")]
    mapping = VISITS + "names: {Ruritania: FRA}\n"
    _, facts, _ = read(tmp_path, extractor, HEAD + "2011,Ruritania,Kazakhstan,\n", mapping)
    assert facts[0].roles["visitor"][0].id == "FRA"


@pytest.mark.parametrize(
    ("formats", "cell", "value"),
    [
        ([], "2011-05-12", "2011-05-12"),
        ([], "2011-05", "2011-05"),
        (["%d.%m.%Y"], "1.2.2011", "2011-02-01"),
        (["%m/%d/%Y"], "1/2/2011", "2011-01-02"),
        (["%B %Y"], "Май 2011", "2011-05"),
        (["%d %B %Y"], "3 мамыр 2011", "2011-05-03"),
        (["%d %b %Y"], "3 Sept. 2011", "2011-09-03"),
        (["%m.%y"], "05.49", "2049-05"),
        (["%m.%y"], "05.50", "1950-05"),
        (["text"], "12 мая 2011 г.", "2011-05-12"),
    ],
)
def test_dates_have_the_precision_of_the_cell(formats: list[str], cell: str, value: str) -> None:
    reader = DateReader(tuple(map(compile_format, formats)), 1950, "ru")
    assert reader.read(cell) == value


@pytest.mark.parametrize(
    "cell", ["soon", "12.13.2011", "32.01.2011", "5.11", "12 мая 2011 г. или позже", "2011?"]
)
def test_other_dates_are_refused(cell: str) -> None:
    with pytest.raises(Unreadable):
        DateReader(tuple(map(compile_format, ["%d.%m.%Y", "%m.%y", "text"])), None, "ru").read(cell)


@pytest.mark.parametrize(
    ("change", "line", "says"),
    [
        (("type: visit", "type: visitation"), 5, "unknown type"),
        (("visitor:", "guest:"), 9, "no role 'guest'"),
        (("state: state", "state: grand"), 7, "'grand' is not possible"),
        (('"%Y"]', '"%q"]'), 3, "%q is no field"),
        (("    date: When", "    data: When"), 6, "unknown key 'data'"),
        (("language: en", "language: de"), 2, "write kk, ru or en"),
        (("{side: Guest}", "{sides: Guest}"), 9, "unknown key 'sides'"),
        (("state: state", "'(': state"), 7, "no regular expression"),
        (("list: Visits", "list: [Visits"), 2, "not valid YAML"),
        (("date: When", "date: Day"), 6, "has no column 'Day'"),
    ],
)
def test_a_wrong_mapping_is_one_line_with_file_and_line(
    change: tuple[str, str], line: int, says: str, tmp_path: Path, extractor: Extractor
) -> None:
    with pytest.raises(RuleError) as caught:
        read(tmp_path, extractor, HEAD + "2011,France,,\n", VISITS.replace(*change))
    text = str(caught.value)
    assert f"map.yaml:{line}: " in text
    assert says in text
    assert "\n" not in text


def test_xml_with_entities_is_refused(tmp_path: Path, extractor: Extractor) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY x "xxxxxxxx">]><a><row><When>2011</When><Guest>&x;</Guest></row></a>'
    mapping = VISITS + "rows: row\ncolumns: [When, Guest, Host, Rank]\n"
    for data in (bomb.encode(), bomb.encode("utf-16"), b"<a><row>", b"<a/>", b""):
        with pytest.raises(ReadError, match=r"list\.xml: "):
            read(tmp_path, extractor, data, mapping, "list.xml")


def test_a_workbook_reads_like_its_csv(tmp_path: Path, extractor: Extractor) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="XLSX needs the extra xlsx")
    book = openpyxl.Workbook()
    book.active.append(["A title over the table"])
    book.active.append(["When", "Guest", "Host", "Rank"])
    book.active.append([date(2011, 5, 12), "France", "Kazakhstan", "state  visit"])
    book.active.append([2012, "Poland", None, None])
    book.active.append([None, None, None, None])
    book.active.append(["never", "Poland", None, None])
    book.save(tmp_path / "in.xlsx")
    _, facts, failures = read(
        tmp_path, extractor, (tmp_path / "in.xlsx").read_bytes(), VISITS + "header: 2\n", "list.xlsx"
    )
    assert [(f.date, f.quote) for f in facts] == [
        ("2011-05-12", "2011-05-12\tFrance\tKazakhstan\tstate visit"),
        ("2012", "2012\tPoland"),
    ]
    assert [f.source for f in failures] == ["list.xlsx:6"]
    with pytest.raises(ReadError, match="XLSX"):
        read(tmp_path, extractor, b"PK\x03\x04 broken", VISITS, "list.xlsx")


def test_figures_have_value_and_unit(tmp_path: Path, extractor: Extractor) -> None:
    mapping = """\
list: Trade
language: en
facts:
  - type: trade_turnover
    date: Year
    value: {column: Million, decimal: ",", factor: 1e6}
    unit: USD
    roles:
      subject: [{code: KAZ}, {side: Partner}]
"""
    table = "Year;Partner;Million\n2010;France;4 876,5\n2011;France;much\n"
    _, facts, failures = read(tmp_path, extractor, table, mapping)
    assert [(f.kind, f.value, f.unit, f.date) for f in facts] == [("figure", 4876500000.0, "USD", "2010")]
    assert [f.reason for f in failures] == ["has 'much' where a number should be"]


def test_importing_twice_adds_nothing_and_refresh_follows_the_mapping(tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text(VISITS, encoding="utf-8")
    (tmp_path / "list.csv").write_text(
        HEAD + "2011,France,Kazakhstan,state\n2012,Poland,Kazakhstan,\n", "utf-8"
    )
    with elshi.Record(tmp_path / "r.db") as record:
        paths = [tmp_path / "list.csv", tmp_path / "gone.csv"]
        first = import_lists(record, paths, tmp_path / "map.yaml").to_json()
        assert first["documents"] == {"new": 1, "known": 0, "failed": 1}
        assert first["rows"] == {"all": 2, "failed": 0}
        before = record.store.dump()
        again = import_lists(record, paths[:1], tmp_path / "map.yaml").to_json()
        assert again["documents"] == {"new": 0, "known": 1, "failed": 0}
        assert record.store.dump() == before
        (tmp_path / "map.yaml").write_text(VISITS.replace("state: state", "state: official"), "utf-8")
        import_lists(record, paths[:1], tmp_path / "map.yaml", refresh=True)
        assert [f.fact.subtype for f in record.store.facts()] == ["official", None]
        hits = record.search("Польша Казахстан")
        assert hits[0]["quote"] == "2012,Poland,Kazakhstan,"
        assert hits[0]["fact"]


def test_the_command_reports_rows(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from elshi.cli import cli

    argv = ["--record", str(tmp_path / "r.db"), "import", str(LISTS / "visits.csv"), "--format", "json"]
    done = CliRunner().invoke(cli, [*argv, "--mapping", str(LISTS / "visits.yaml")], standalone_mode=False)
    assert done.return_value == 1
    assert "visits.csv:8: has the date" in done.stderr
    report = json.loads(done.stdout)
    assert (report["facts"], report["rows"]) == (6, {"all": 7, "failed": 1})


def test_a_dossier_from_official_lists_and_documents(tmp_path: Path) -> None:
    if not OFFICIAL.is_dir():
        pytest.skip("no lists of the U.S. Office of the Historian beside the repository (../shared/data)")
    with elshi.Record(tmp_path / "r.db") as record:
        visits = import_lists(record, sorted((OFFICIAL / "visits").glob("*.xml")), LISTS / "us_visits.yaml")
        travels = import_lists(
            record, sorted((OFFICIAL / "travels").glob("*.xml")), LISTS / "us_travels.yaml"
        )
        assert (visits.rows, travels.rows) == (3264, 4271)
        assert not visits.failures
        assert not travels.failures
        assert sum(visits.nameless.values()) + sum(travels.nameless.values()) < 60  # of 7,535
        record.ingest(ROOT / "examples" / "documents" / "en")
        events = record.store.events(sides=("KAZ", "USA"), types=("visit",))
        listed = [e for e in events if any((f.fact.rule or "").startswith("list/") for f in e.facts)]
        # As counted in the lists by hand: twelve visits from Kazakhstan, ten to it.
        assert len(listed) == 22
        page = json.dumps(record.dossier("KAZ", "USA").to_json(), ensure_ascii=False)
        assert "1992-05-18\\t1992-05-20\\tPresident Nursultan Nazarbayev" in page
        assert "Ali Abdallah Salih" not in page  # a row beside, about others
