from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser

import pytest

from elshi.render.html import dossier_html, timeline_html
from elshi.render.json import dossier_json
from elshi.render.markdown import dossier_markdown
from elshi.render.page import ranges
from elshi.render.timeline import safe_field, timeline_csv
from elshi.views.dossier import ORDER, dossier
from elshi.views.timeline import timeline_items
from views.relations import FRA, HOSTILE, KAZ, Memory, Names, hostile, relations, state

VOID = {"meta", "rect", "line", "path", "circle", "br"}


class Page(HTMLParser):
    """Elements with their attributes; text by the id of the element that it stands in."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[tuple[str, str | None]] = []
        self.text: dict[str, str] = {}
        self.quotes: dict[str, str] = {}
        self.feed(text)
        self.close()
        assert not self.open, self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append((tag, dict(attrs).get("id")))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        opened, _ = self.open.pop()
        assert opened == tag, (opened, tag)

    def handle_data(self, data: str) -> None:
        for tag, id in self.open:
            if id:
                self.text[id] = self.text.get(id, "") + data
                if tag == "li" and any(inner == "q" for inner, _ in self.open):
                    self.quotes[id] = self.quotes.get(id, "") + data

    def ids(self) -> list[str]:
        return [a["id"] for _, a in self.elements if a.get("id")]  # type: ignore[misc]


def render(language: str = "en", record: Memory | None = None) -> str:
    return dossier_html(dossier(record or relations(), KAZ, FRA, language=language, names=Names()))


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_every_language_renders_every_section(language: str) -> None:
    page = Page(render(language))
    assert page.elements[0] == ("html", {"lang": language})
    ids = page.ids()
    assert [id for id in ids if id in ORDER] == list(ORDER)
    assert len(ids) == len(set(ids))


def test_every_link_inside_the_page_leads_somewhere() -> None:
    page = Page(render())
    ids = set(page.ids())
    inner = [
        a["href"][1:] for tag, a in page.elements if tag == "a" and (a.get("href") or "").startswith("#")
    ]
    assert len(inner) > 200
    assert set(inner) <= ids


@pytest.mark.parametrize("record", [relations, hostile])
def test_nothing_is_loaded_from_anywhere(record: object) -> None:
    text = render(record=record())  # type: ignore[operator]
    page = Page(text)
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "link", "img", "iframe", "object", "embed", "base", "form", "input", "b"}
    for tag, attributes in page.elements:
        assert not any(name.startswith("on") or name in ("src", "srcset", "style") for name in attributes)
        if attributes.get("href") and not attributes["href"].startswith("#"):
            assert tag == "a"
            assert attributes["href"].startswith(("http://", "https://"))
            assert "noreferrer" in (attributes["rel"] or "")
    style = text[text.index("<style>") : text.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style


def test_every_note_has_its_quotation_language_place_and_way_back() -> None:
    made = dossier(relations(), KAZ, FRA, names=Names())
    text = dossier_html(made)
    page = Page(text)
    for note in made.notes:
        assert page.quotes[f"n{note.number}"] == note.quote
        assert f"characters {note.start}–{note.end}" in page.text[f"n{note.number}"]
        assert f'href="#r{note.number}-1"' in text
    quotes = re.findall(r'<li id="n\d+"><q lang="(\w+)">', text)
    assert quotes == [note.language for note in made.notes]


def test_every_row_cites_a_note() -> None:
    text = render()
    bodies = re.findall(r"<tbody>(.*?)</tbody>", text, re.S)
    rows = [row for body in bodies for row in re.findall(r"<tr.*?</tr>", body, re.S)]
    assert len(rows) > 80
    assert all('href="#n' in row for row in rows)


def test_tables_are_accessible() -> None:
    text = render("kk")
    assert text.count("<table>") == text.count("<caption") == text.count("<thead>")
    assert '<th scope="row"' in text
    assert len(re.findall(r"<th(?! scope)[ >]", text)) == 0
    assert text.count('role="img" aria-labelledby') == 2


def test_hostile_text_takes_no_effect() -> None:
    text = render(record=hostile())
    assert "<script" not in text
    assert "<img" not in text
    assert "\u202e" not in text
    assert "\x07" not in text
    assert "&lt;script&gt;" in text
    assert "U+202E" in text
    page = Page(text)
    shown = page.quotes["n1"].replace("U+202E", "\u202e").replace("U+202C", "\u202c")
    assert shown.replace("U+200B", "\u200b").replace("U+0007", "\x07").startswith(HOSTILE)


def test_hostile_text_is_verbatim_in_json() -> None:
    data = json.loads(dossier_json(dossier(hostile(), KAZ, FRA)))
    assert all(HOSTILE in note["quote"] for note in data["notes"])


def test_a_lone_surrogate_does_not_stop_the_page() -> None:
    record = Memory()
    key = record.document("d", "en", "2020", "X")
    record.say(key, "Talks \ud800 took place", "meeting", "talks", participant=[state(KAZ), state(FRA)])
    made = dossier(record, KAZ, FRA)
    for text in (dossier_html(made), dossier_markdown(made), dossier_json(made)):
        text.encode("utf-8")


@pytest.mark.parametrize("write", [dossier_html, dossier_markdown, dossier_json])
def test_same_input_gives_the_same_bytes(write: object) -> None:
    one, other = (write(dossier(relations(), KAZ, FRA, language="ru", names=Names())) for _ in range(2))  # type: ignore[operator]
    assert one.encode() == other.encode()


def test_what_did_not_happen_is_marked() -> None:
    text = render()
    for status in ("planned", "cancelled", "denied"):
        assert f'<span class="status {status}">{status}</span>' in text
    assert "2.1\N{NO-BREAK SPACE}billion (unit not given)" in text
    assert '<span class="undated">undated</span>' in text


def test_dates_that_differ_stand_side_by_side_each_with_its_note() -> None:
    text = re.sub(r"<[^>]+>", "", render())
    assert re.search(r"6 October 2009\d+ / November 2009\d+", text)


def test_gaps_are_said() -> None:
    record = Memory()
    key = record.document("d", "kk", None, None)
    record.say(key, "Келіссөз өтті.", "meeting", "talks", participant=[state(KAZ), state(FRA)])
    text = render("kk", record)
    assert "Бұл туралы дереккөздерде ештеңе жоқ." in text
    assert "Дереккөздерде мына айдарлар бойынша ештеңе жоқ:" in text
    assert "жарияланған күні белгісіз" in text
    assert "екі тарап та аталған дерек жоқ" in render("kk", Memory())


def test_the_chart_shows_every_year_and_that_sources_differ() -> None:
    text = render("ru")
    chart = text[text.index('id="trade"') : text.index("</figure>", text.index('id="trade"'))]
    for year in ("2009", "2010", "2011", "2012"):
        assert f">{year}</text>" in chart
    assert "2030" not in chart  # A target is no figure.
    assert ">0,683</text>" in chart
    assert "черта: источники расходятся" in chart


def test_markdown_notes_are_all_defined_and_all_cited() -> None:
    for language in ("kk", "ru", "en"):
        made = dossier(relations(), KAZ, FRA, language=language, names=Names())
        text = dossier_markdown(made)
        defined = re.findall(r"^\[\^(\d+)\]: ", text, re.M)
        cited = set(re.findall(r"\[\^(\d+)\](?!:)", text))
        assert defined == [str(note.number) for note in made.notes]
        assert cited == set(defined)


def test_markdown_tables_hold_together() -> None:
    for record in (relations(), hostile()):
        text = dossier_markdown(dossier(record, KAZ, FRA, names=Names()))
        width = 0
        for line in text.splitlines():
            if not line.startswith("|"):
                width = 0
                continue
            pipes = len(re.findall(r"(?<!\\)\|", line))
            assert width in (0, pipes), line
            width = pipes


def test_markdown_is_harmless() -> None:
    text = dossier_markdown(dossier(hostile(), KAZ, FRA))
    assert "<script" not in text
    assert "<img" not in text
    assert not re.search(r"(?<!\\)\]\(", text)
    assert "\u202e" not in text


def test_ranges() -> None:
    assert ranges((1, 2, 5, 6, 7)) == [(1, 1), (2, 2), (5, 7)]
    assert ranges(()) == []


def test_timeline_page() -> None:
    found = timeline_items(relations(), sides=[KAZ, FRA])
    page = Page(timeline_html(found, language="kk", heading="Қазақстан", names=Names()))
    facts = [fact for one in found for fact in one.facts]
    assert len(page.quotes) == len(facts)
    assert page.quotes["n1"] == facts[0].fact.quote
    Page(timeline_html(timeline_items(hostile(), sides=[KAZ])))


def test_timeline_csv_reads_back() -> None:
    found = timeline_items(relations(), sides=[KAZ, FRA])
    rows = list(csv.DictReader(io.StringIO(timeline_csv(found))))
    assert [row["id"] for row in rows] == [one.id for one in found]
    assert any(row["date"] == "2009-10-06 | 2009-11" for row in rows)
    assert all(row["quotes"] for row in rows)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_no_field_of_a_csv_is_a_formula(start: str) -> None:
    record = Memory()
    attack = f"{start}HYPERLINK(1)"
    key = record.document(attack, "en", "2020", attack)
    record.say(key, f"{attack} talks", "meeting", "talks", title=attack, date=attack, place=(attack, None),
               participant=[state(KAZ), state(FRA)])  # fmt: skip
    text = timeline_csv(timeline_items(record))
    for row in csv.reader(io.StringIO(text, newline="")):
        assert not any(field.startswith(("=", "+", "-", "@", "\t", "\r", "＝")) for field in row)
    assert safe_field(None) == ""
