"""Codes of the field: every event of the record has one, or says why not."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from elshi.frames.codes import coding
from elshi.model import EVENT_TYPES, SPHERES, STATUSES

TABLE = Path(__file__).parents[3] / "shared" / "research" / "cameo_to_plover.tsv"
ALL = [
    (type_, subtype, status)
    for type_, (subtypes, _) in EVENT_TYPES.items()
    for subtype in (*subtypes, None)
    for status in STATUSES
]


def test_every_kind_of_event_has_codes_or_a_reason() -> None:
    for type_, subtype, status in ALL:
        found = coding(type_, subtype, status, "political")
        if found.event is None:
            assert found.why
            assert found.quad is None
            assert found.score is None
        else:
            assert found.quad in (1, 2, 3, 4)
            assert found.score is not None
            assert found.cameo


def test_quad_class_and_score_agree() -> None:
    for type_, subtype, status in ALL:
        found = coding(type_, subtype, status, SPHERES[0])
        if found.score is not None and found.quad is not None and found.event != "REQUEST":
            assert (found.score > 0) == (found.quad < 3), (type_, subtype, status)


@pytest.mark.parametrize(
    ("kind", "event", "mode"),
    [
        (("visit", "state", "actual"), "CONSULT", "visit"),
        (("visit", "state", "planned"), "AGREE", None),
        (("meeting", "call", "actual"), "CONSULT", "phone"),
        (("meeting", "talks", "cancelled"), "REJECT", "meet"),
        (("agreement", "signed", "actual"), "SUPPORT", None),
        (("agreement", "signed", "planned"), "AGREE", None),
        (("mission", "expelled", "actual"), "SANCTION", "expel"),
        (("coercion", "force", "actual"), "ASSAULT", None),
        (("membership", "joined", "actual"), None, None),
    ],
)
def test_codes(kind: tuple[str, str, str], event: str | None, mode: str | None) -> None:
    found = coding(*kind, "political")
    assert (found.event, found.mode) == (event, mode)


def test_codes_agree_with_the_published_table() -> None:
    if not TABLE.is_file():
        pytest.skip(f"the table of CAMEO and PLOVER is not there: {TABLE}")
    with TABLE.open(encoding="utf-8") as stream:
        table = {row["cameo"]: row["plover_event"] for row in csv.DictReader(stream, delimiter="\t")}
    for type_, subtype, status in ALL:
        found = coding(type_, subtype, status, None)
        if found.event is not None:
            assert table[str(found.cameo)] == found.event, (type_, subtype, status)
