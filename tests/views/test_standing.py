"""What held between two sides on a day; short answers about them."""

from __future__ import annotations

from elshi.model import Filler
from elshi.views.standing import standing
from elshi.views.survey import changes, last_met, register, scorecard
from views.relations import FRA, KAZ, Memory, person, state


def filled() -> Memory:
    record = Memory()
    at = 0

    def say(
        type_: str, subtype: str | None, date: str | None, status: str = "actual", **more: object
    ) -> None:
        nonlocal at
        at += 1
        key = record.document(f"d{at}", "en", "2020", f"Text {at} says so.")
        record.say(
            key, f"Text {at} says so", type_, subtype, event=f"e{at}", date=date, status=status, **more
        )  # type: ignore[arg-type]

    both = [state(KAZ), state(FRA)]
    say("relations", "established", "1992-01-25", party=both)
    say("relations", "suspended", "1999", party=both)
    say("relations", "restored", "2001-05", party=both)
    say("mission", "opened", "1993", sender=[state(KAZ)], receiver=[state(FRA)], place=("Paris", FRA))
    say("mission", "closed", "2003", sender=[state(KAZ)], receiver=[state(FRA)], place=("Paris", FRA))
    for name, date in (("Ada", "1994"), ("Bek", "1998")):
        envoy = Filler(f"person:{name}", "person", name, name, KAZ)
        say("mission", "appointed", date, sender=[state(KAZ)], receiver=[state(FRA)], envoy=[envoy])
    say("agreement", "signed", "1995", title="treaty on grain and wheat", party=both)
    say("agreement", "terminated", "2005", title="treaty on grain and wheat", party=both)
    say("relations", "severed", "2010", "planned", party=both)
    people = [person("Ada", KAZ), person("Luc", FRA)]
    say("meeting", "talks", "1996-02", participant=people)
    say("meeting", "talks", "1997-03", participant=people)
    say("coercion", "sanction", "1997", actor=[state(KAZ)], target=[state(FRA)])
    return record


def kinds(day: str | None) -> dict[str, str | None]:
    return {one.kind: one.held(day) for one in standing(filled(), KAZ, FRA, day)}


def test_what_held_on_a_day() -> None:
    assert kinds("1991") == {}
    assert kinds("1992-06-01") == {"diplomatic_relations": "yes"}
    assert kinds("1996-01-01") == {
        "diplomatic_relations": "yes", "mission": "yes", "envoy": "yes", "agreement": "yes",
    }  # fmt: skip
    assert kinds("1999-06-01")["diplomatic_relations"] == "maybe"  # suspended some day of that year
    assert "diplomatic_relations" not in kinds("2000-06-01")
    assert kinds(None) == {"diplomatic_relations": "yes", "envoy": "yes"}  # what is only planned ends nothing


def test_who_was_ambassador_then() -> None:
    def envoys(day: str) -> list[str | None]:
        return [one.what for one in standing(filled(), KAZ, FRA, day) if one.kind == "envoy"]

    assert envoys("1996") == ["person:Ada"]
    assert envoys("2000") == ["person:Bek"]


def test_the_register_shows_when_an_agreement_ended() -> None:
    (one,) = register(filled(), KAZ, FRA)
    assert (one.begin, one.end, one.held("2000"), one.held("2007")) == ("1995", "2005", "yes", None)
    assert {f["document"] for f in one.to_json("2000")["facts"]} == {"d8", "d9"}


def test_last_met() -> None:
    (met,) = last_met(filled(), KAZ, FRA)
    assert met.on.date == "1997-03"
    assert [met.on.date for met in last_met(filled(), KAZ, FRA, until="1996")] == ["1996-02"]


def test_scorecard_counts_what_happened() -> None:
    years = {one.year: one for one in scorecard(filled(), KAZ, FRA)}
    assert years["1997"].types == {"meeting": 1, "coercion": 1}
    assert years["1997"].quads.get(4) == 1
    assert years["1997"].score < years["1996"].score
    assert "2010" not in years


def test_what_is_new_since_a_day() -> None:
    record = filled()
    assert changes(record, KAZ, FRA, "2100") == []
    assert len(changes(record, KAZ, FRA, "1900")) == len(list(record.events()))
