"""FollowTheMoney and JSON-LD, read by their own packages."""

from __future__ import annotations

import json
import socket
from typing import Any

import pytest
from pyld import jsonld

from exports.conftest import Given, decide

ftm = pytest.importorskip(
    "followthemoney", reason="the validator of FollowTheMoney (dev group) is not installed"
)


def _entities(given: Given) -> dict[str, Any]:
    """Every line as the package reads it: cleaned, and validated against its schema."""
    from followthemoney import model
    from followthemoney.proxy import EntityProxy

    found: dict[str, Any] = {}
    for line in given.read("entities.ftm.json").splitlines():
        data = json.loads(line)
        model[data["schema"]].validate(data)
        raw = EntityProxy.from_dict(data, cleaned=True)
        clean = EntityProxy.from_dict(data, cleaned=False)
        for prop, values in data["properties"].items():
            assert raw.schema.get(prop) is not None, f"{data['schema']} has no {prop}"
            if raw.schema.get(prop).type.name in ("entity", "country", "date", "url", "language"):
                assert sorted(clean.get(prop)) == sorted(values), (
                    f"{prop}: the package drops or changes {values}"
                )
        assert data["id"] not in found
        found[data["id"]] = clean
    return found


def _of(found: dict[str, Any], schema: str) -> list[Any]:
    return [e for e in found.values() if e.schema.name == schema]


def test_every_entity_is_valid_and_every_reference_leads_to_one_of_its_range(given: Given) -> None:
    given.export("ftm")
    found = _entities(given)
    references = 0
    for entity in found.values():
        for prop in entity.iterprops():
            if prop.type.name == "entity":
                for value in entity.get(prop):
                    references += 1
                    assert found[value].schema.is_a(prop.range), f"{prop} leads to {found[value].schema.name}"
    assert references > 50


def test_schemata_say_what_our_types_mean(given: Given) -> None:
    given.export("ftm")
    found = _entities(given)
    trip = next(t for t in _of(found, "Trip") if t.get("startDate"))
    assert trip.get("startDate") == ["2011-09-19"]
    assert trip.get("endDate") == ["2011-09-20"]
    assert {found[i].caption for i in trip.get("involved")} == {
        "Kazakhstan",
        "France",
        "Kassym-Jomart Tokayev",
    }
    assert found[trip.first("endLocation")].get("country") == ["fr"]
    assert len(trip.get("proof")) == 2
    (membership,) = _of(found, "Membership")
    assert found[membership.first("organization")].caption == "NATO" or "NATO" in membership.first(
        "organization"
    )
    assert membership.get("startDate") == ["1994"]
    assert "date (EDTF): 1994~" in membership.get("summary")
    (occupancy,) = _of(found, "Occupancy")
    assert found[occupancy.first("holder")].caption == "Jean Dupont"
    assert found[occupancy.first("post")].caption == "Envoy of France to Kazakhstan"
    assert occupancy.get("startDate") == ["2012"]
    assert {e.schema.name for e in found.values()} == {
        "Trip", "Event", "Membership", "Occupancy", "Position", "Article", "Mention", "Person", "PublicBody",
        "Organization", "Address",
    }  # fmt: skip
    assert not any("trade" in k for e in found.values() for k in e.get("keywords", quiet=True))


def test_every_event_holds_its_sentences_and_their_document(given: Given) -> None:
    given.export("ftm")
    for entity in _entities(given).values():
        if entity.schema.is_a("Interval"):
            assert entity.get("proof")
            assert all(text.startswith("«") for text in entity.get("description"))


# JSON-LD --------------------------------------------------------------------------------------------------


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked for")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)


SCHEMA, OA, PROV = "https://schema.org/", "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/prov#"


def _expanded(given: Given) -> tuple[Any, dict[str, Any]]:
    given.export("jsonld")
    document = json.loads(given.read("record.jsonld"))
    nodes = {}
    for node in jsonld.expand(document):
        assert node["@id"] not in nodes
        nodes[node["@id"]] = node
    return document, nodes


@pytest.mark.usefixtures("offline")
def test_it_expands_compacts_and_normalises_without_loss(given: Given) -> None:
    document, nodes = _expanded(given)
    context = document["@context"]
    back = jsonld.expand(jsonld.compact(list(nodes.values()), context))
    options = {"algorithm": "URDNA2015", "format": "application/n-quads"}
    first = jsonld.normalize(document, options)
    assert first == jsonld.normalize(
        {"@context": context, "@graph": back} if isinstance(back, dict) else back, options
    )
    assert len(first.splitlines()) > 300
    # Every key of ours means something: nothing fell out when the terms were expanded.
    for node in document["@graph"]:
        expanded = nodes[node["id"]]
        given_keys = {k for k, v in node.items() if v not in (None, [])}
        assert len(expanded) == len(given_keys), given_keys


@pytest.mark.usefixtures("offline")
def test_annotations_select_the_sentence_by_words_and_by_place(given: Given) -> None:
    _, nodes = _expanded(given)
    texts = {f"urn:elshi:document:{d.key}": given.store.document_text(d.key) for d in given.store.documents()}
    notes = [n for n in nodes.values() if f"{OA}Annotation" in n["@type"]]
    assert len(notes) == len(given.store.facts())
    for note in notes:
        assert f"{SCHEMA}Event" in nodes[note[f"{OA}hasBody"][0]["@id"]]["@type"] or (
            f"{SCHEMA}Observation" in nodes[note[f"{OA}hasBody"][0]["@id"]]["@type"]
        )
        (target,) = note[f"{OA}hasTarget"]
        text = texts[target[f"{OA}hasSource"][0]["@id"]]
        selectors = {s["@type"][0]: s for s in target[f"{OA}hasSelector"]}
        quote, place = selectors[f"{OA}TextQuoteSelector"], selectors[f"{OA}TextPositionSelector"]
        start, end = place[f"{OA}start"][0]["@value"], place[f"{OA}end"][0]["@value"]
        exact = quote[f"{OA}exact"][0]["@value"]
        assert text[start:end] == exact
        around = (
            "".join(quote[f"{OA}{k}"][0]["@value"] for k in ("prefix",))
            + exact
            + quote[f"{OA}suffix"][0]["@value"]
        )
        assert around in text


@pytest.mark.usefixtures("offline")
def test_dates_are_typed_and_never_made_exact(given: Given) -> None:
    _, nodes = _expanded(given)
    edtf = "http://id.loc.gov/datatypes/edtf/EDTF-level1"
    events = {
        d["@value"]: n
        for n in nodes.values()
        if f"{SCHEMA}Event" in n["@type"]
        for d in n.get("http://purl.org/dc/terms/date", ())
        if d["@type"] == edtf
    }
    assert events["2011-09-19/2011-09-20"][f"{SCHEMA}startDate"][0]["@value"] == "2011-09-19"
    for vague in ("2011-09", "1994~", "2030", "2012"):
        assert f"{SCHEMA}startDate" not in events[vague]


@pytest.mark.usefixtures("offline")
def test_what_a_person_decided_is_an_activity_of_that_person(given: Given) -> None:
    decide(given, "accept", "Стороны подписали договор.")
    _, nodes = _expanded(given)
    (activity,) = [n for n in nodes.values() if f"{PROV}Activity" in n["@type"]]
    person = nodes[activity[f"{PROV}wasAssociatedWith"][0]["@id"]]
    assert person[f"{SCHEMA}name"][0]["@value"] == "A. Officer"
    assert activity[f"{PROV}endedAtTime"][0]["@value"] == "2026-02-03T04:05:06Z"
    used = nodes[activity[f"{PROV}used"][0]["@id"]]
    assert f"{OA}Annotation" in used["@type"]


@pytest.mark.usefixtures("offline")
def test_an_address_that_is_no_web_address_does_not_become_one(given: Given) -> None:
    _, nodes = _expanded(given)
    urls = {n[f"{SCHEMA}url"][0]["@id"] for n in nodes.values() if f"{SCHEMA}url" in n}
    assert urls == {"https://example.org/a?x=1&y=2"}
