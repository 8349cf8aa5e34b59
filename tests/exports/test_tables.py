"""CSV, XLSX, Parquet: read back by other programs' libraries."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any

import pytest

from elshi.exports.rows import TABLES
from elshi.exports.tables import harmless, unquoted
from exports.conftest import Given, decide

openpyxl = pytest.importorskip("openpyxl", reason="the reader of XLSX (extra xlsx) is not installed")
pq = pytest.importorskip("pyarrow.parquet", reason="the extra parquet is not installed")


def _csv(given: Given, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(given.read(name), newline="")))


def test_csv_has_every_event_fact_participant_and_document(given: Given) -> None:
    given.export("csv")
    events, facts = _csv(given, "events.csv"), _csv(given, "facts.csv")
    assert len(events) == len(given.store.events()) == 14
    assert len(facts) == len(given.store.facts()) == 15
    assert len(_csv(given, "documents.csv")) == 2
    ids = {row["fact"] for row in facts}
    assert {row["fact"] for row in _csv(given, "participants.csv")} == ids
    for name, columns in TABLES.items():
        assert given.read(f"{name}.csv").split("\r\n")[0] == ",".join(c.name for c in columns)


def test_csv_names_and_quotes_not_bare_ids(given: Given) -> None:
    given.export("csv", language="ru")
    visit = next(r for r in _csv(given, "events.csv") if r["date"] == "2011-09-19/2011-09-20")
    assert visit["what"] == "Официальный визит: Казахстан → Франция"
    assert visit["side_names"] == "Казахстан | Франция"
    assert visit["roles"].startswith("visitor: Казахстан, Касым-Жомарт Токаев | host: Франция")
    assert "Токаев" in visit["quotation"]
    assert (visit["plover_event"], visit["cameo"], visit["sources"]) == ("CONSULT", "042", "2")


def test_csv_leaves_unknown_empty(given: Given) -> None:
    given.export("csv")
    row = next(r for r in _csv(given, "events.csv") if r["quotation"] == "Учения прошли на полигоне.")
    assert [
        row[c] for c in ("date", "first_day", "last_day", "place", "place_country", "title", "value")
    ] == [""] * 7


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@A1",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "\u00a0=1",
        "＝1",
        "'=1",
        "''=1",
        "\ufeff=1",
        "=cmd|' /C calc'!A0",
    ],
)
def test_what_a_spreadsheet_would_run_is_made_harmless_and_comes_back(text: str) -> None:
    assert harmless(text).startswith("'")
    assert unquoted(harmless(text)) == text


@pytest.mark.parametrize("text", ["", "'", "a=b", "'tis", "Визит – 2011", "5-6 мая", "–1", "«=»"])
def test_other_text_stays(text: str) -> None:
    assert harmless(text) == text
    assert unquoted(text) == text


def test_no_cell_of_the_csv_begins_like_a_formula(given: Given) -> None:
    given.export("csv")
    hostile = 0
    for name in TABLES:
        for row in csv.reader(io.StringIO(given.read(f"{name}.csv"), newline="")):
            for cell in row:
                hostile += cell.startswith("'")
                assert not cell.lstrip().startswith(("=", "@", "+")), cell
    assert hostile >= 3


def test_xlsx_cells_are_text_or_numbers_and_nothing_runs(given: Given) -> None:
    given.export("xlsx")
    book = openpyxl.load_workbook(given.path("elshi.xlsx"))
    assert book.sheetnames == ["Events", "Facts", "Documents"]
    facts = list(book["Facts"].values)
    assert facts[0] == tuple(c.name for c in TABLES["facts"])
    assert len(facts) == 16
    kinds = {
        cell.data_type
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    assert kinds == {"s", "n"}
    assert not any(sheet._hyperlinks for sheet in book)
    quotes = {row[facts[0].index("quotation")] for row in facts[1:]}
    assert '=HYPERLINK("http://evil")\tТокаев приехал во Францию.' in quotes
    with zipfile.ZipFile(given.path("elshi.xlsx")) as archive:
        assert not [n for n in archive.namelist() if "external" in n or "vba" in n]
        assert b"<f>" not in b"".join(archive.read(n) for n in archive.namelist())


def test_xlsx_says_when_a_text_is_too_long_for_a_cell(make: Any) -> None:
    from elshi.model import Document
    from exports.conftest import FRA, KAZ, fact

    text = "ж" * 40_000
    one = fact("long", "meeting", {"participant": [KAZ, FRA]}, text)
    given = make([(Document("long", text), [one])])
    (report,) = given.export("xlsx")
    assert "longer" in report.notes[0]
    cells = [c for row in openpyxl.load_workbook(given.path("elshi.xlsx"))["Facts"].values for c in row]
    assert any(isinstance(c, str) and len(c) == 32_767 and c.endswith("…") for c in cells)


def test_parquet_has_the_documented_schema_and_the_values_of_the_record(given: Given) -> None:
    given.export("parquet")
    for table in ("events", "facts", "documents"):
        read = pq.read_table(given.path(f"{table}.parquet"))
        names = [c.name for c in TABLES[table]]
        assert read.schema.names[: len(names)] == names
        assert all(field.metadata[b"meaning"] for field in read.schema)
    facts = {row["fact"]: row for row in pq.read_table(given.path("facts.parquet")).to_pylist()}
    for stored in given.store.facts():
        row = facts[stored.id]
        assert (row["quotation"], row["start"], row["end"]) == (
            stored.fact.quote,
            stored.fact.start,
            stored.fact.end,
        )
        assert row["date"] == stored.fact.date
        assert row["value"] == stored.fact.value
        assert [p["mention"] for p in row["participants"]] == [
            f.mention for r in stored.fact.roles.values() for f in r
        ]


def test_decisions_show_and_what_was_rejected_is_gone(given: Given) -> None:
    decide(given, "reject", "Франция обеспокоена.")
    decide(given, "edit", "Стороны подписали договор.", date="2008-06-12")
    given.export("csv")
    facts = {row["quotation"]: row for row in _csv(given, "facts.csv")}
    assert "Франция обеспокоена." not in facts
    treaty = facts["Стороны подписали договор."]
    assert (treaty["date"], treaty["decision"], treaty["decided_by"]) == ("2008-06-12", "edit", "A. Officer")
