"""Writing: only with the token, only from our own forms, and it holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.web.conftest import ROOT, TOKEN, sign_in

from elshi.api import Record
from elshi.web.app import create_app
from elshi.web.jobs import safe_name
from elshi.web.settings import Settings


def test_nobody_writes_without_the_token(client: Any, desk: Any) -> None:
    fact = desk.all_items()[0].facts[0].id
    forms = {"fact": fact, "kind": "reject"}
    assert client.post("/en/review/decide", data=forms).status_code == 401
    assert client.post("/en/sign-in", data={"who": "x", "token": "wrong"}).status_code == 401
    body = {"kind": "reject", "fact": fact}
    assert client.post("/api/v1/decisions", json=body).status_code == 401
    wrong = client.post("/api/v1/decisions", json=body, headers={"Authorization": "Bearer wrong"})
    assert wrong.status_code == 401
    assert wrong.json()["error"]["code"] == "not_signed_in"
    assert desk.fact(fact) is not None


def test_a_read_only_server_takes_no_token(original: Path) -> None:
    from starlette.testclient import TestClient

    app = create_app(Settings(str(original), hosts=("testserver",)))
    client = TestClient(app)
    assert client.post("/en/sign-in", data={"who": "x", "token": ""}).status_code == 403
    answer = client.post(
        "/api/v1/decisions", json={"kind": "accept", "fact": "x"}, headers={"Authorization": "Bearer "}
    )
    assert answer.status_code == 403
    assert "--token" in client.get("/en/").text


def test_forms_of_elsewhere_are_refused(client: Any, desk: Any) -> None:
    csrf = sign_in(client)
    form = {"fact": desk.all_items()[0].facts[0].id, "kind": "reject"}
    assert client.post("/en/review/decide", data=form).status_code == 403
    assert client.post("/en/review/decide", data={**form, "csrf": "guess"}).status_code == 403
    foreign = client.post(
        "/en/review/decide", data={**form, "csrf": csrf}, headers={"Origin": "http://evil.example"}
    )
    assert foreign.status_code == 403
    assert client.get("/en/", headers={"Host": "evil.example"}).status_code == 400
    cookie = client.post("/en/sign-in", data={"who": "x", "token": TOKEN}).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_a_correction_holds_after_reading_anew_and_can_be_undone(client: Any, desk: Any) -> None:
    csrf = sign_in(client)
    stored = next(f for one in desk.all_items() for f in one.facts if f.fact.type == "visit" and f.fact.date)
    form = {"csrf": csrf, "fact": stored.id, "date": "2001-02-03", "why": "the programme of the visit"}
    assert client.post("/en/review/edit", data=form).status_code == 303
    desk.record.ingest([ROOT / "examples" / "documents"], refresh=True)
    assert desk.fact(stored.id).fact.date == "2001-02-03"
    page = client.get(f"/en/fact/{stored.id}").text
    assert "Tester" in page
    decision = desk.decisions()[-1]
    assert client.post("/en/review/undo", data={"csrf": csrf, "decision": decision.id}).status_code == 303
    assert desk.fact(stored.id).fact.date == stored.fact.date


def test_a_rejected_fact_leaves_the_pages(client: Any, desk: Any) -> None:
    csrf = sign_in(client)
    stored = desk.all_items()[5].facts[0]
    assert stored.id in client.get("/api/v1/facts?limit=1000").text
    client.post("/en/review/decide", data={"csrf": csrf, "fact": stored.id, "kind": "reject", "why": "wrong"})
    assert stored.id not in client.get("/api/v1/facts?limit=1000").text
    assert client.get(f"/en/fact/{stored.id}").status_code == 404


def test_events_are_merged_split_and_put_back(client: Any, desk: Any) -> None:
    csrf = sign_in(client)
    visits = [one for one in desk.all_items() if one.type == "visit" and len(one.facts) > 1]
    first, second = visits[0], visits[1]
    before = [stored.id for stored in first.facts]
    other = f"http://testserver/en/event/{second.id}"
    form = {"csrf": csrf, "event": first.id, "other": other, "why": "one journey"}
    assert client.post("/en/review/merge", data=form).status_code == 303
    joined = desk.event_of(before[0])
    assert {f.id for f in joined.facts} == set(before) | {f.id for f in second.facts}
    client.post("/en/review/undo", data={"csrf": csrf, "decision": desk.decisions()[-1].id})
    assert {f.id for f in desk.event_of(before[0]).facts} == set(before)
    split = {"csrf": csrf, "event": first.id, "fact": before[-1]}
    assert client.post("/en/review/split", data=split).status_code == 303
    assert {f.id for f in desk.event_of(before[0]).facts} == set(before[:-1])


def test_entities_are_merged_split_and_put_back(client: Any, desk: Any) -> None:
    csrf = sign_in(client)
    first, second = [one for one in desk.entities() if one["kind"] == "person"][:2]

    def naming(id: str) -> set[str]:
        return {
            stored.id
            for one in desk.all_items()
            for stored in one.facts
            if any(f.id == id for fillers in stored.fact.roles.values() for f in fillers)
        }

    def undo() -> None:
        form = {"csrf": csrf, "decision": desk.decisions()[-1].id}
        assert client.post("/en/review/undo", data=form).status_code == 303

    before, others = naming(first["id"]), naming(second["id"])
    merge = {"csrf": csrf, "entity": first["id"], "other": f"http://testserver/en/entity/{second['id']}"}
    assert client.post("/en/review/merge-entity", data={**merge, "csrf": "no"}).status_code == 403
    assert client.post("/en/review/merge-entity", data={**merge, "other": "KAZ"}).status_code == 422
    assert client.post("/en/review/merge-entity", data={**merge, "other": first["id"]}).status_code == 422
    assert client.post("/en/review/merge-entity", data=merge).status_code == 303
    assert naming(second["id"]) == before | others
    desk.record.ingest([ROOT / "examples" / "documents"], refresh=True)
    assert naming(second["id"]) == before | others
    assert "Tester" in client.get(f"/en/entity/{second['id']}").text
    undo()
    assert (naming(first["id"]), naming(second["id"])) == (before, others)
    taken = min(before)
    split = {"csrf": csrf, "entity": first["id"], "fact": taken, "other": "A Namesake"}
    assert client.post("/en/review/split-entity", data={**split, "csrf": "no"}).status_code == 403
    assert client.post("/en/review/split-entity", data={**split, "other": ""}).status_code == 422
    assert client.post("/en/review/split-entity", data=split).status_code == 303
    assert naming(first["id"]) == before - {taken}
    made = desk.decisions()[-1].payload["as"]
    assert "A Namesake" in client.get(f"/en/entity/{made}").text
    undo()
    assert naming(first["id"]) == before


def test_values_that_can_all_be_right_leave_the_list_and_come_back(client: Any, desk: Any) -> None:
    csrf = sign_in(client)
    first = desk.record.contradictions()[0]
    page = client.get("/en/contradictions").text
    assert f'value="{first.id}"' in page
    form = {"csrf": csrf, "conflict": first.id, "why": "two journeys"}
    assert client.post("/en/review/no-conflict", data=form).status_code == 303
    assert first.id not in {one.id for one in desk.record.contradictions()}
    client.post("/en/review/undo", data={"csrf": csrf, "decision": desk.decisions()[-1].id})
    assert first.id in {one.id for one in desk.record.contradictions()}
    assert client.post("/en/review/no-conflict", data=form | {"conflict": "x"}).status_code == 422
    assert client.post("/en/review/no-conflict", data=form | {"csrf": "no"}).status_code in (401, 403)


def test_a_wrong_correction_says_what_is_wrong(client: Any, desk: Any) -> None:
    csrf = sign_in(client)
    stored = desk.all_items()[0].facts[0]
    for change in ({"date": "tomorrow"}, {"status": "perhaps"}, {"type": "party"}, {}):
        answer = client.post("/en/review/edit", data={"csrf": csrf, "fact": stored.id, **change})
        assert answer.status_code == 422
    assert desk.fact(stored.id).fact == stored.fact


def test_uploads_are_read_and_failures_told(client: Any, served: Any, desk: Any) -> None:
    csrf = sign_in(client)
    text = "On 5 March 2019 the President of Kazakhstan arrived in Paris on an official visit to France."
    files = [
        ("files", ("../../etc/новость.txt", text.encode(), "text/plain")),
        ("files", ("broken.pdf", b"%PDF-1.4 nothing", "application/pdf")),
    ]
    before = len(desk.documents())
    assert client.post("/en/sources", data={"csrf": csrf}, files=files).status_code == 303
    served.state.jobs.wait()
    job = served.state.jobs.all()[0]
    assert (job.state, job.new, len(job.failures)) == ("done", 1, 1)
    assert len(desk.documents()) == before + 1
    page = client.get("/en/sources").text
    assert "broken.pdf" in page
    assert "/tmp" not in page
    assert any(one.name == "новость.txt" for one in desk.documents())


def test_too_much_is_refused(client: Any, served: Any) -> None:
    huge = client.post("/en/review/decide", content=b"x" * (300 * 1024))
    assert huge.status_code == 413
    for _ in range(served.state.settings.limits.sign_ins):
        client.post("/en/sign-in", data={"who": "x", "token": "wrong"})
    assert client.post("/en/sign-in", data={"who": "x", "token": TOKEN}).status_code == 429


def test_uploads_and_writes_are_limited(original: Path, tmp_path: Path) -> None:
    import shutil

    from starlette.testclient import TestClient

    from elshi.web.settings import Limits

    shutil.copy(original, tmp_path / "record.db")
    limits = Limits(upload=1000, files=2, waiting=0, writes=4)
    app = create_app(Settings(str(tmp_path / "record.db"), token=TOKEN, hosts=("testserver",), limits=limits))
    client = TestClient(app, raise_server_exceptions=False)
    signed = {"Authorization": f"Bearer {TOKEN}"}

    def bring(number: int, size: int) -> Any:
        files = [("files", (f"{n}.txt", b"x" * size, "text/plain")) for n in range(number)]
        return client.post("/api/v1/uploads", files=files, headers=signed)

    assert bring(3, 1).status_code == 413
    assert bring(1, 80_000).status_code == 413
    full = bring(1, 1)
    assert (full.status_code, full.headers["retry-after"]) == (429, "30")
    answers = [bring(1, 1) for _ in range(4)]
    assert answers[-1].status_code == 429
    assert answers[-1].headers["retry-after"] == "60"
    assert answers[-1].json()["error"]["message"].startswith("too many writes")
    app.state.jobs.close()
    app.state.desk.record.close()


def test_names_of_files_cannot_leave_their_folder() -> None:
    for name in ("../../x.txt", "..\\x.txt", "/etc/passwd", "a\x00b.txt", "..", "", "CON.txt" * 60):
        made = safe_name(name, 1)
        assert "/" not in made
        assert "\\" not in made
        assert made not in ("", ".", "..")


def test_publishing_writes_a_site_that_hangs_together(original: Path, tmp_path: Path) -> None:
    import re
    from urllib.parse import unquote

    from elshi.web.publish import publish

    with Record(original) as record:
        number = publish(record, tmp_path / "site", languages=("kk", "en"), pairs=5)
    pages = [p for p in (tmp_path / "site").rglob("*.html") if p.parent != tmp_path / "site"]
    assert len(pages) == number
    for page in [p for p in pages if p.parent.name in ("en", "kk", "relation")]:
        text = page.read_text("utf-8")
        for address in set(re.findall(r'(?:href|src)="([^"#]+)', text)):
            if not address.startswith(("http", "data:")):
                assert (page.parent / unquote(address)).exists(), (page, address)
        assert 'method="post"' not in text
