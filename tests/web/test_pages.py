"""Every page, in every language, with hostile sources among the others."""

from __future__ import annotations

import re
from typing import Any

import pytest
from tests.web.conftest import HOSTILE

PLAIN = (
    "", "timeline", "timeline?side=KAZ&type=visit&sphere=political&since=1992&until=2020", "network",
    "network?centre=KAZ&centre=FRA&edge=FRA~KAZ", "agreements", "agreements?a=KAZ&b=Франция", "commitments",
    "commitments?state=open", "contradictions", "review", "sources", "search", "search?q=Париж", "sign-in",
    "relation/KAZ/FRA", "relation/KAZ/FRA?since=2000&as_of=2015", "entity/KAZ", "entity/person:emmanuel-macron",
)  # fmt: skip


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("page", PLAIN)
def test_a_page_is_there(client: Any, language: str, page: str) -> None:
    answer = client.get(f"/{language}/{page}")
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text
    assert len(re.findall("<h1", answer.text)) == 1
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    for attribute in (" style=", " onclick="):
        assert attribute not in answer.text


def test_every_link_of_the_pages_leads_somewhere(client: Any) -> None:
    asked: set[str] = set()
    for page in ("", "relation/KAZ/FRA", "contradictions", "agreements?a=KAZ&b=FRA"):
        found = set(re.findall(r'href="(/en/[^"#]*)', client.get(f"/en/{page}").text))
        asked |= set(sorted(found)[:60])
    wrong = [a for a in sorted(asked)[:150] if client.get(a.replace("&amp;", "&")).status_code != 200]
    assert wrong == []


def test_chips_have_notes_and_notes_have_languages(client: Any) -> None:
    text = client.get("/en/relation/KAZ/FRA").text
    chips = set(re.findall(r'href="#(n\d+)"', text))
    assert chips
    assert chips <= set(re.findall(r'<li id="(n\d+)"', text))
    notes = re.findall(r"<blockquote>(<q[^>]*>)", text)
    assert notes
    assert all(re.search(r' lang="(kk|ru|en)"', note) for note in notes)


def test_hostile_sources_stay_text(client: Any, desk: Any) -> None:
    document = next(d for d in desk.documents() if d.name == HOSTILE.id)
    facts = desk.facts_in(document.key)
    assert facts
    pages = [f"document/{document.key}", f"fact/{facts[0].id}", f"event/{desk.event_of(facts[0].id).id}",
             "sources", "review", "relation/KAZ/FRA", "timeline?since=2021", "search?q=memorandum"]  # fmt: skip
    for page in pages:
        text = client.get(f"/en/{page}").text
        assert "<script>document" not in text
        assert "<img" not in text
        assert "<b on" not in text
        assert "javascript:" not in re.sub(r"<bdi>.*?</bdi>", "", text)
        assert "\u202e" not in text


def test_the_marked_text_is_the_text(desk: Any) -> None:
    from elshi.web.pages.document import cut

    for document in desk.documents():
        text, facts = desk.text(document.key), desk.facts_in(document.key)
        parts = cut(text, facts)
        assert "".join(part.text for part in parts) == text
        for stored in facts:
            covered = "".join(part.text for part in parts if stored.id in part.facts)
            assert covered == stored.fact.quote


def test_undated_events_do_not_vanish(client: Any, desk: Any) -> None:
    from elshi.web.desk import Asked

    undated = [one for one in desk.asked(Asked(sides=("KAZ",))) if not one.date and one.event.kind == "event"]
    assert undated
    text = client.get("/en/timeline?side=KAZ&since=2015").text
    assert all(f"/event/{one.id}" in text for one in undated)


def test_an_unknown_thing_is_a_page_that_says_so(client: Any) -> None:
    for page, status in (("entity/XXX", 404), ("event/nothing", 404), ("relation/KAZ/Atlantis", 404),
                         ("relation/KAZ/KAZ", 422), ("timeline?since=yesterday", 422), ("nowhere", 404)):  # fmt: skip
        answer = client.get(f"/ru/{page}")
        assert answer.status_code == status
        assert '<html lang="ru">' in answer.text


def test_a_reader_is_sent_to_their_language(client: Any) -> None:
    for accepted, language in (
        ("kk-KZ,ru;q=0.8", "kk"),
        ("de,ru;q=0.5,en;q=0.2", "ru"),
        ("de", "en"),
        ("", "en"),
    ):
        answer = client.get("/", headers={"Accept-Language": accepted})
        assert answer.headers["location"] == f"/{language}/"
    chosen = client.get("/kk/relation", params={"a": "Қазақстан", "b": "Франция"})
    assert chosen.headers["location"] == "/kk/relation/KAZ/FRA"
