from __future__ import annotations

import json

import pytest

from elshi.views.dossier import ORDER, dossier
from elshi.views.sheet import Dossier
from views.relations import FRA, KAZ, Memory, Names, igo, relations, state


@pytest.fixture(scope="module")
def record() -> Memory:
    return relations()


@pytest.fixture(scope="module")
def made(record: Memory) -> Dossier:
    return dossier(record, KAZ, FRA, names=Names())


def cells(made: Dossier, section: str, group: str = "") -> list[dict[str, object]]:
    rows = [
        r for r in made.to_json()["sections"][ORDER.index(section)]["rows"] if r.get("group", "") == group
    ]
    return [row["cells"] | {"id": row["id"], "row": row} for row in rows]


def test_sections_stand_in_a_fixed_order(made: Dossier) -> None:
    expected = [
        *("key_dates", "people", "political", "visits", "meetings", "mechanisms", "agreements", "trade"),
        *("investment", "sectors", "culture", "honours", "multilateral", "statements", "plans"),
        *("discrepancies", "also", "gaps", "sources"),
    ]
    assert list(ORDER) == expected
    assert [s.key for s in made.sections] == expected
    assert [s["key"] for s in made.to_json()["sections"]] == expected


def test_every_row_has_facts(made: Dossier) -> None:
    rows = [row for section in made.to_json()["sections"] for row in section["rows"]]
    assert len(rows) > 60
    assert all(row["facts"] for row in rows)


def test_every_quotation_is_the_document_s_text(made: Dossier, record: Memory) -> None:
    assert len(made.notes) == 64
    for note in made.notes:
        assert record.document_text(note.document.key)[note.start : note.end] == note.quote
    for section in made.to_json()["sections"]:
        for row in section["rows"]:
            for fact in row["facts"]:
                note = made.notes[fact["note"] - 1]
                assert (note.quote, note.fact) == (fact["quote"], fact["id"])


def test_every_bilateral_fact_is_in_the_dossier(made: Dossier, record: Memory) -> None:
    noted = {note.fact for note in made.notes}
    for event in record.events(sides=(KAZ, FRA)):
        assert {f.id for f in event.facts} <= noted, event


def test_facts_of_others_stay_out(made: Dossier) -> None:
    assert all(note.document.name != "en-other" for note in made.notes)


def test_notes_are_numbered_as_they_first_appear(made: Dossier) -> None:
    assert [note.number for note in made.notes] == list(range(1, len(made.notes) + 1))
    seen: list[int] = []
    for section in made.sections[:-2]:
        for group, columns in section.groups.items():
            for row in section.of(group):
                cited = [id for c in columns for v in row.cells.get(c, ()) for id in getattr(v, "facts", ())]
                for id in [*cited, *(f.id for f in row.facts)]:
                    if made.numbers[id] not in seen:
                        seen.append(made.numbers[id])
    assert seen == sorted(seen)


def test_same_input_gives_the_same_json() -> None:
    one = json.dumps(dossier(relations(), KAZ, FRA).to_json())
    assert one == json.dumps(dossier(relations(), KAZ, FRA).to_json())


def test_undated_rows_stand_after_dated_ones(made: Dossier) -> None:
    for section in made.sections:
        for group in section.groups:
            if (section.key, group) in (("people", "a"), ("people", "b"), ("political", "overview")):
                continue
            dates = [row.date for row in section.of(group) if section.key != "visits" or group == ""]
            assert None not in dates[: len(dates) - dates.count(None)], (section.key, group)
    assert any(row.date is None for row in made.section("visits").of(""))


def test_sources_that_disagree_on_a_date_stand_in_one_row(made: Dossier) -> None:
    visit = next(c for c in cells(made, "visits") if len(c["date"]) == 2)
    assert [d["date"] for d in visit["date"]] == ["2009-10-06", "2009-11"]
    assert all(len(d["facts"]) == 1 for d in visit["date"])


def test_dates_that_agree_are_one_date_the_more_precise_one(made: Dossier) -> None:
    established = next(
        c for c in cells(made, "key_dates") if c["what"][0]["term"] == "subtype.relations.established"
    )
    assert established["date"] == [{"date": "1992-01-25"}]
    assert len(established["row"]["facts"]) == 2


def test_visits_have_direction_office_and_results(made: Dossier) -> None:
    rows = {row["date"][0]["date"]: row for row in cells(made, "visits")}
    visit = rows["2022-11-29/2022-11-30"]
    assert visit["direction"][0]["from"]["id"] == KAZ
    assert visit["direction"][0]["to"]["id"] == FRA
    assert visit["visitor"] == [
        {"id": "person:tokayev", "name": "Kassym-Jomart Tokayev", "kind": "person", "office": "President"}
    ]
    assert [r["text"] for r in visit["results"]] == ["memorandum on critical minerals"]
    assert rows["2009-10-06"]["visitor"][0]["office"] == "Президент Франции"
    assert rows["2009-10-06"]["direction"][0]["from"]["id"] == FRA


def test_a_visit_without_a_host_goes_where_its_place_is(made: Dossier) -> None:
    undated = next(row for row in cells(made, "visits") if row["date"][0]["date"] is None)
    assert undated["direction"][0]["to"]["id"] == FRA


def test_only_what_happened_is_counted(made: Dossier) -> None:
    counts = {
        (c["direction"][0]["from"]["id"], c["rank"][0]["term"]): c["count"][0]["number"]
        for c in cells(made, "visits", "counts")
    }
    assert counts == {
        (KAZ, "subtype.visit.state"): 1,
        (KAZ, "subtype.visit.official"): 1,
        (KAZ, "subtype.visit.working"): 1,
        (KAZ, "label.rank_unknown"): 2,
        (FRA, "subtype.visit.official"): 2,
    }


def test_last_meeting_of_two_persons(made: Dossier) -> None:
    first = cells(made, "visits", "last_met")[0]
    assert [p["name"] for p in first["people"]] == ["Kassym-Jomart Tokayev", "Emmanuel Macron"]
    assert first["date"] == [{"date": "2024-11-05"}]


def test_an_instrument_is_one_row_with_its_steps(made: Dossier) -> None:
    treaty = cells(made, "agreements")[0]
    assert [s["stage"].rpartition(".")[2] for s in treaty["stages"]] == ["signed", "ratified", "in_force"]
    assert treaty["state"] == [{"term": "state.in_force"}]
    planned = cells(made, "agreements")[-1]
    assert planned["row"]["status"] == "planned"
    assert planned["stages"][0]["status"] == "planned"


def test_trade_stands_by_period_with_whose_figures(made: Dossier) -> None:
    rows = {row["period"][0]["date"]: row for row in cells(made, "trade")}
    assert list(rows) == ["2009", "2010", "2011", "2012", "2030", None]
    assert [v["value"] for v in rows["2010"]["turnover"]] == [4.9e9, 4.6e9]
    assert {o["text"] for o in rows["2010"]["outlets"]} == {"Сауда хабаршысы", "Деловая степь"}
    assert rows["2011"]["a_to_b"][0]["value"] == 5.4e9
    assert rows["2011"]["b_to_a"][0]["value"] == 6.83e8
    assert rows["2030"]["turnover"][0]["status"] == "planned"
    assert rows[None]["turnover"][0]["unit"] is None


def test_the_other_way_round_directions_turn(record: Memory) -> None:
    turned = dossier(record, FRA, KAZ)
    rows = {row["period"][0]["date"]: row for row in cells(turned, "trade")}
    assert rows["2011"]["b_to_a"][0]["value"] == 5.4e9
    assert {n.fact for n in turned.notes} == {n.fact for n in dossier(record, KAZ, FRA).notes}


def test_plans_show_what_became_of_them(made: Dossier) -> None:
    states = {}
    for row in cells(made, "plans"):
        states[row["due"][0]["date"], row["what"][0]["term"]] = row["state"][0]["term"]
    assert states["2023-23", "type.visit"] == "commitment.done"
    assert states["2024-21", "subtype.meeting.commission"] == "commitment.overdue"
    assert states["2030", "figure.trade_turnover"] == "commitment.open"
    assert states["2023-06", "type.visit"] == "status.cancelled"
    assert states[None, "subtype.meeting.talks"] == "status.denied"
    assert states[None, "subtype.statement.pledge"] == "commitment.open"


def test_discrepancies_stand_side_by_side(made: Dossier) -> None:
    rows = cells(made, "discrepancies")
    found = {
        (row["about"][0]["term"], tuple(v.get("date") or v.get("value") for v in row["values"]))
        for row in rows
    }
    assert found == {
        ("subtype.relations.recognised", ("1992-01-07", "1992-01-08")),
        ("subtype.visit.official", ("2009-10-06", "2009-11")),
        ("figure.trade_turnover", (4.9e9, 4.6e9)),
        ("figure.company_count", (100.0, 170.0)),
    }
    assert all(value["facts"] for row in rows for value in row["values"])


def test_memberships_of_one_side_and_one_sided_facts_have_their_places(made: Dossier) -> None:
    organisations = {c["organisation"][0]["id"] for c in cells(made, "multilateral", "memberships")}
    assert organisations == {"OSCE", "UN"}
    assert len(cells(made, "also")) == 2


def test_an_organisation_as_a_side() -> None:
    record = Memory()
    key = record.document("d", "en", "1993-01-01", "X")
    record.say(key, "Kazakhstan joined the OSCE in January 1992.", "membership", "joined", date="1992-01",
               member=[state(KAZ)], organisation=[igo("OSCE", "OSCE")])  # fmt: skip
    made = dossier(record, KAZ, "OSCE", names=Names())
    assert cells(made, "key_dates")[0]["direction"][0]["to"]["name"] == "OSCE"


def test_gaps_are_said_as_gaps() -> None:
    record = Memory()
    key = record.document("d", "en", "1993-01-01", "X")
    record.say(key, "The two states held talks.", "meeting", "talks", participant=[state(KAZ), state(FRA)])
    made = dossier(record, KAZ, FRA)
    gaps = made.section("gaps").gaps
    assert "visits" in gaps
    assert "trade" in gaps
    assert "meetings" not in gaps


def test_nothing_between_the_two_is_all_gaps() -> None:
    made = dossier(Memory(), KAZ, FRA)
    assert made.notes == ()
    assert len(made.section("gaps").gaps) == len(ORDER) - 3  # also, gaps and sources are no gaps
    assert made.a.name == KAZ


def test_since_and_until_keep_what_is_undated(record: Memory) -> None:
    made = dossier(record, KAZ, FRA, since="2022", until="2023")
    assert {row.date for row in made.section("visits").of("")} == {
        "2022-11-29/2022-11-30", "2023-06", "2023-23", "2023-11-01", None,
    }  # fmt: skip


def test_as_of_leaves_later_documents_out_and_undated_ones_in(record: Memory) -> None:
    made = dossier(record, KAZ, FRA, as_of="2012-12-31")
    names = {note.document.name for note in made.notes}
    assert names == {"kk-essay", "ru-agency", "en-history", "kk-trade"}
    assert dossier(record, KAZ, FRA, as_of="2023-06-15").section("plans").rows


def test_coverage(made: Dossier) -> None:
    cover = made.coverage
    assert (cover.documents, cover.near_copies, cover.undated_documents, cover.facts) == (11, 1, 1, 64)
    assert dict(cover.languages) == {"kk": 16, "ru": 20, "en": 28}
    assert (cover.happened_first, cover.happened_last) == ("1992-01", "2024-11-05")
    copy = next(s for s in made.sources if s.document.name == "ru-reprint")
    assert made.sources[copy.near_copy_of - 1].document.name == "ru-visit-2024"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"a": KAZ, "b": KAZ}, "two different sides"),
        ({"a": KAZ, "b": FRA, "language": "de"}, "'de' is not one of"),
        ({"a": KAZ, "b": FRA, "since": "yesterday"}, "since 'yesterday' is not a date"),
    ],
)
def test_wrong_arguments_say_what_to_do(arguments: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        dossier(Memory(), **arguments)
