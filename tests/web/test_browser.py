"""A user walks the pages in Debian's Chromium; axe looks at each; the keyboard alone is enough."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.web.conftest import TOKEN

from elshi.api import Record

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
uvicorn = pytest.importorskip("uvicorn", reason="the extra web is not installed")

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium; apt-get install chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def address(served: Any) -> Iterator[str]:
    import socket

    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(served, log_level="error", lifespan="off"))
    ready = threading.Event()
    started = server.startup

    async def startup(sockets: Any = None) -> None:
        await started(sockets=sockets)
        ready.set()

    server.startup = startup
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    assert ready.wait(timeout=20)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=20)


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    opened = context.new_page()
    opened.problems = []
    opened.on("console", lambda m: opened.problems.append(m.text) if m.type == "error" else None)
    opened.on("pageerror", lambda e: opened.problems.append(str(e)))
    yield opened
    context.close()


def _axe(page: Any) -> list[str]:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    found = axe.run(page).response["violations"]
    return [
        f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found if v["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_axe_finds_nothing_serious(page: Any, address: str, desk: Any, language: str) -> None:
    event = max(desk.all_items(), key=lambda one: len(one.facts))
    pages = ["", "relation/KAZ/FRA", "timeline", "network?centre=KAZ", "agreements", "commitments", "contradictions",
             "review", "sources", "search?q=Paris", "entity/KAZ", f"event/{event.id}", f"fact/{event.facts[0].id}",
             f"document/{event.facts[0].document.key}", "sign-in", "nowhere"]  # fmt: skip
    for name in pages:
        page.goto(f"{address}/{language}/{name}")
        assert _axe(page) == [], name
    assert [text for text in page.problems if "404" not in text] == []


@pytest.mark.parametrize(
    ("language", "a", "b"),
    [("kk", "Қазақстан", "Франция"), ("ru", "Казахстан", "Франция"), ("en", "Kazakhstan", "France")],
)
def test_a_user_finds_a_pair_and_opens_its_evidence(
    page: Any, address: str, language: str, a: str, b: str
) -> None:
    page.goto(f"{address}/{language}/")
    page.fill("#pair-a", a)
    page.fill("#pair-b", b)
    page.press("#pair-b", "Enter")
    page.wait_for_url("**/relation/KAZ/FRA")
    chip = page.locator("section#key_dates a.chip").first
    chip.focus()
    page.keyboard.press("Enter")
    note = page.locator("ol.notes li.open")
    quote = note.locator("q").inner_text()
    assert page.url.endswith("/relation/KAZ/FRA")
    assert note.is_visible()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.classList.contains('chip')")
    chip.click()
    note.locator(".acts a").first.click()
    page.wait_for_url("**/document/**")
    here = " ".join(page.locator(".text .here").first.inner_text().split())
    assert here.lstrip("0123456789, ")[:12] in " ".join(quote.split())


def test_a_user_corrects_a_fact_with_the_keyboard(page: Any, address: str, desk: Any) -> None:
    page.goto(f"{address}/en/sign-in")
    page.fill("#who", "Tester")
    page.fill("#token", TOKEN)
    page.keyboard.press("Enter")
    page.wait_for_url("**/review")
    first = page.locator(".queue > li").first.get_attribute("id")
    page.keyboard.press("j")
    page.keyboard.press("e")
    page.locator(f"#{first} input[name=date]").fill("1999-01-02")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert desk.fact(first.removeprefix("q-")).fact.date == "1999-01-02"
    with page.expect_navigation():
        page.keyboard.press("u")
    page.locator("text=taken back").first.wait_for()
    assert desk.fact(first.removeprefix("q-")).fact.date != "1999-01-02"


@pytest.mark.parametrize(
    ("language", "a", "b"),
    [("kk", "Қазақстан", "Франция"), ("ru", "Казахстан", "Франция"), ("en", "Kazakhstan", "France")],
)
def test_a_user_corrects_what_a_dossier_says_and_takes_it_home(
    page: Any, address: str, desk: Any, tmp_path: Path, language: str, a: str, b: str
) -> None:
    docx = pytest.importorskip("docx", reason="python-docx is not installed")
    from tests.web.conftest import ROOT

    page.goto(f"{address}/{language}/sign-in")
    page.fill("#who", "Tester")
    page.fill("#token", TOKEN)
    page.keyboard.press("Enter")
    page.wait_for_url("**/review")
    page.goto(f"{address}/{language}/")
    page.fill("#pair-a", a)
    page.fill("#pair-b", b)
    page.press("#pair-b", "Enter")
    page.wait_for_url("**/relation/KAZ/FRA")
    page.locator("section#key_dates a.chip").first.click()
    fact = page.locator("ol.notes li.open .acts a[href*='/fact/']").first
    id = fact.get_attribute("href").rpartition("/")[2].partition("?")[0]
    fact.click()
    page.wait_for_url("**/fact/**")
    field = page.locator(f"#title-{id}")
    if not field.is_visible():
        page.locator("details:has(input[name=title]) summary").first.click()
    field.fill("Tester's own words")
    with page.expect_navigation():
        field.press("Enter")
    assert desk.fact(id).fact.title == "Tester's own words"
    desk.record.ingest([ROOT / "examples" / "documents"], refresh=True)
    page.reload()
    assert page.locator(f"#title-{id}").input_value() == "Tester's own words"
    page.goto(f"{address}/{language}/relation/KAZ/FRA")
    with page.expect_download() as waiting:
        page.locator("li.save a", has_text="DOCX").click()
    waiting.value.save_as(tmp_path / "brief.docx")
    brief = docx.Document(str(tmp_path / "brief.docx"))
    text = " ".join([p.text for p in brief.paragraphs] + [c.text for t in brief.tables for c in t._cells])
    assert a in text
    assert b in text
    assert page.problems == []


def test_an_upload_tells_when_it_is_read(page: Any, address: str, desk: Any, tmp_path: Path) -> None:
    text = "On 5 March 2019 the President of Kazakhstan arrived in Paris on an official visit to France."
    (tmp_path / "a.txt").write_text(text, "utf-8")
    page.goto(f"{address}/en/sign-in")
    page.fill("#who", "Tester")
    page.fill("#token", TOKEN)
    page.keyboard.press("Enter")
    page.wait_for_url("**/review")
    person = next(one for one in desk.entities() if one["kind"] == "person")
    for name in ("sources", "review", f"entity/{person['id']}"):
        page.goto(f"{address}/en/{name}")
        page.evaluate("document.querySelectorAll('details').forEach((e) => { e.open = true; })")
        assert _axe(page) == [], name
    page.goto(f"{address}/en/sources")
    page.set_input_files("#files", str(tmp_path / "a.txt"))
    with page.expect_navigation():
        page.click("main form button.primary")
    page.locator("#jobs .message", has_text="1 new").wait_for()
    page.locator("#documents", has_text="a.txt").wait_for()
    assert page.problems == []


def test_pages_hold_at_200_percent_and_on_a_phone(page: Any, address: str) -> None:
    for width in (720, 390):
        page.set_viewport_size({"width": width, "height": 700})
        for name in ("", "timeline", "relation/KAZ/FRA", "review", "sources"):
            page.goto(f"{address}/en/{name}")
            wide = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert wide <= 1, (width, name, wide)


def test_without_script_everything_is_still_there(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/ru/relation/KAZ/FRA")
    page.locator("a.chip").first.click()
    assert "#n" in page.url
    assert page.locator("li:target q").is_visible()
    context.close()


def test_hostile_sources_run_nothing(page: Any, address: str, desk: Any) -> None:
    from tests.web.conftest import HOSTILE

    key = next(d.key for d in desk.documents() if d.name == HOSTILE.id)
    page.on("dialog", lambda dialog: page.problems.append(dialog.message))
    page.goto(f"{address}/en/document/{key}")
    assert page.title() != "owned"
    assert page.problems == []


def test_the_published_site_opens_from_a_folder(page: Any, original: Path, tmp_path: Path) -> None:
    from elshi.web.publish import publish

    with Record(original) as record:
        publish(record, tmp_path / "site", languages=("en",), pairs=3)
    page.goto(f"file://{tmp_path}/site/index.html")
    page.click("text=English")
    page.click("table.bars a >> nth=0")
    page.locator("a.chip").first.click()
    assert page.locator("ol.notes li.open").is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.topbar')).display") == "flex"
    assert page.problems == []
