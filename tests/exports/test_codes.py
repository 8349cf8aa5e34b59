"""PLOVER, POLECAT, GDELT: the schemes of event data."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from importlib.resources import files

import yaml

from elshi.exports.codes import goldstein, group, state
from elshi.exports.gdelt import EVENTS, MENTIONS
from elshi.exports.polecat import COLUMNS
from elshi.model import Document
from exports.conftest import KAZ, Given, fact

EVENT_NAMES = {
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
}  # fmt: skip


def _plover(given: Given) -> dict[str, dict[str, object]]:
    given.export("plover")
    lines = [json.loads(line) for line in given.read("plover.jsonl").splitlines()]
    return {line["text"]: line for line in lines}


def test_plover_lines_hold_what_the_manual_requires(given: Given) -> None:
    found = _plover(given)
    assert len(found) == 10
    for line in found.values():
        assert {"id", "date", "actor", "event"} <= set(line)
        assert set(line["event"]) <= EVENT_NAMES  # type: ignore[arg-type]
        assert line["quad_code"] in (1, 2, 3, 4)
        assert -10 <= line["event_scale"] <= 10  # type: ignore[operator]
        if line["event"] in (["COOPERATE"], ["AID"], ["SANCTION"]):
            assert line["recipient"]


def test_plover_evidence_is_the_text_itself(given: Given) -> None:
    texts = {d.key: given.store.document_text(d.key) for d in given.store.documents()}
    for line in _plover(given).values():
        sources = line["elshi"]["sources"]  # type: ignore[index]
        assert sources
        for source in sources:
            assert texts[source["document"]][source["start"] : source["end"]] == source["text"]


def test_a_visit_two_sources_report_is_one_line_with_both(given: Given) -> None:
    found = _plover(given)
    visit = next(v for v in found.values() if v["elshi"]["date"] == "2011-09-19/2011-09-20")  # type: ignore[index]
    assert len(visit["elshi"]["sources"]) == 2  # type: ignore[index]
    assert (visit["date"], visit["enddate"]) == ("2011-09-19", "2011-09-20")
    assert visit["event"] == ["CONSULT"]
    assert visit["mode"] == ["visit"]
    assert [a["code"] for a in visit["actor"]] == ["KAZ", "KAZ"]  # type: ignore[attr-defined]
    assert visit["recipient"] == [{"code": "FRA", "entity_text": "Франция", "identifier_text": "France"}]
    assert visit["event_loc"] == {
        "extracted_place": "Париж",
        "resolved_place": "Paris",
        "country_code": "FRA",
    }


def test_both_sides_of_talks_without_a_host_act(given: Given) -> None:
    talks = _plover(given)["Қазақстан мен Франция келіссөз жүргізді."]
    assert [a["code"] for a in talks["actor"]] == ["KAZ", "FRA"]  # type: ignore[attr-defined]
    assert "recipient" not in talks


def test_an_undated_event_has_no_date(given: Given) -> None:
    exercise = _plover(given)["Учения прошли на полигоне."]
    assert exercise["date"] is None
    assert "enddate" not in exercise
    assert exercise["context"] == ["military"]
    assert [r["code"] for r in exercise["recipient"]] == ["TUR"]  # type: ignore[attr-defined]


def test_what_has_no_code_is_counted_with_the_reason(given: Given) -> None:
    (report,) = given.export("plover")
    assert report.events == 10
    assert sum(report.left_out.values()) == 4
    assert any("figures" in reason for reason in report.left_out)


def test_a_missing_recipient_is_not_made_up_but_said(make: Callable[..., Given]) -> None:
    text = "Қазақстан гуманитарлық көмек жіберді."
    given = make([(Document("x", text), [fact("x", "aid", {"donor": [KAZ]}, text)])])
    (report,) = given.export("plover")
    (line,) = given.read("plover.jsonl").splitlines()
    assert "recipient" not in json.loads(line)
    assert report.notes == ["1 events have no recipient though PLOVER asks for one: their sources name none"]


def test_polecat_has_its_forty_columns(given: Given) -> None:
    given.export("polecat")
    lines = given.read("polecat.tsv").split("\n")
    assert lines.pop() == ""
    assert len(COLUMNS) == 40
    assert lines[0].split("\t") == list(COLUMNS)
    rows = [dict(zip(COLUMNS, line.split("\t"), strict=True)) for line in lines[1:]]
    treaty = [r for r in rows if r["Event Type"] == "SUPPORT" and r["Event Date"] == "2008-06-11"]
    assert {(r["Actor Country"], r["Recipient Country"]) for r in treaty} == {
        ("KAZ", "FRA"), ("KAZ", "TUR"), ("FRA", "TUR")
    }  # fmt: skip
    assert len({r["Event ID"] for r in rows}) == len(rows)
    for row in rows:
        assert re.fullmatch(r"\d{4}-\d\d-\d\d|", row["Event Date"])
        assert not row["Actor COW"] + row["Latitude"] + row["Longitude"]
    talks = next(r for r in rows if (r["Event Type"], r["Event Mode"]) == ("CONSULT", ""))
    assert talks["Event Date"] == "", "a month is no day"


def test_gdelt_has_its_columns_and_types(given: Given) -> None:
    given.export("cameo")
    rows = [line.split("\t") for line in given.read("gdelt.export.tsv").splitlines()]
    assert (len(EVENTS), len(MENTIONS)) == (61, 16)
    assert {len(row) for row in rows} == {61}
    events = [dict(zip(EVENTS, row, strict=True)) for row in rows]
    numbers = [e["GLOBALEVENTID"] for e in events]
    assert len(set(numbers)) == len(numbers)
    for e in events:
        assert int(e["GLOBALEVENTID"]) < 2**53
        assert re.fullmatch(r"\d{8}|", e["SQLDATE"])
        assert re.fullmatch(r"\d{6}|", e["MonthYear"])
        assert re.fullmatch(r"\d{4}|", e["Year"])
        assert e["EventCode"].startswith(e["EventRootCode"])
        assert -10 <= float(e["GoldsteinScale"]) <= 10
        assert int(e["QuadClass"]) in (1, 2, 3, 4)
    visit = next(e for e in events if e["SQLDATE"] == "20110919")
    assert visit["EventCode"] == "042"
    assert visit["ActionGeo_CountryCode"] == "FR"
    assert visit["NumMentions"] == "2"
    assert visit["SOURCEURL"] == "https://example.org/a?x=1&y=2"
    month = next(e for e in events if e["EventCode"] == "046")
    assert (month["SQLDATE"], month["MonthYear"], month["Year"]) == ("", "201109", "2011")
    undated = next(e for e in events if e["EventCode"] == "062")
    assert not undated["SQLDATE"] + undated["MonthYear"] + undated["Year"] + undated["FractionDate"]


def test_gdelt_mentions_point_into_the_text(given: Given) -> None:
    given.export("cameo")
    texts = {d.url or d.key: given.store.document_text(d.key) for d in given.store.documents()}
    events = {line.split("\t")[0] for line in given.read("gdelt.export.tsv").splitlines()}
    for line in given.read("gdelt.mentions.tsv").splitlines():
        row = dict(zip(MENTIONS, line.split("\t"), strict=True))
        assert row["GLOBALEVENTID"] in events
        text = texts[row["MentionIdentifier"]]
        assert int(row["MentionDocLen"]) == len(text)
        assert 0 <= int(row["ActionCharOffset"]) < len(text)
        assert 0 <= int(row["Confidence"]) <= 100


def test_every_cameo_code_of_ours_has_a_goldstein_score() -> None:
    rows = yaml.safe_load(files("elshi.frames").joinpath("codes.yaml").read_text(encoding="utf-8"))["facts"]
    codes = {row["cameo"] for row in rows if "cameo" in row}
    assert codes
    assert [code for code in sorted(codes) if goldstein(code) is None] == []


def test_codes_of_states_are_of_those_in_the_catalogue() -> None:
    folder = files("elshi.catalogue").joinpath("data", "states.entities.csv")
    lines = [line for line in folder.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    ids = {row["id"] for row in csv.DictReader(lines)}
    ours = files("elshi.exports").joinpath("data", "states.csv").read_text(encoding="utf-8").splitlines()
    known = {row["id"] for row in csv.DictReader(line for line in ours if not line.startswith("#"))}
    assert known == ids
    assert state("KAZ") == {"id": "KAZ", "iso2": "kz", "fips": "KZ", "cameo": "KAZ"}
    assert state("GBR")["fips"] == "UK"
    assert not any(state("NATO").values())
    assert group("NATO")["known"] == "NAT"
    assert group("BRICS")["type"] == "IGO"
