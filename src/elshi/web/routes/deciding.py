"""Addresses of the pages that write: signing in, decisions, uploads."""

from __future__ import annotations

import hashlib
from urllib.parse import unquote, urlsplit

from fastapi import APIRouter, Request
from starlette.datastructures import FormData, UploadFile
from starlette.responses import HTMLResponse, RedirectResponse, Response

from elshi.record.decisions import Decision
from elshi.record.model import StoredFact
from elshi.web.errors import Refused
from elshi.web.pages.editing import changes, decided, now
from elshi.web.pages.review import review
from elshi.web.request import view_of
from elshi.web.routes.reading import Language, Number, html
from elshi.web.security import COOKIE, person, same

__all__ = ["router"]

router = APIRouter()


def _text(form: FormData, name: str, most: int = 2000) -> str:
    value = form.get(name)
    return value.strip()[:most] if isinstance(value, str) else ""


def _back(request: Request, language: str, page: str = "review") -> Response:
    """To the page that the form stood on, when it is one of ours."""
    came = urlsplit(request.headers.get("referer", ""))
    if came.netloc == request.headers.get("host") and came.path.startswith(f"/{language}/"):
        return RedirectResponse(came.path + (f"?{came.query}" if came.query else ""), 303)
    return RedirectResponse(f"/{language}/{page}", 303)


@router.get("/{language}/sign-in")
def sign_in_page(request: Request, language: Language) -> Response:
    """Asks for name and token."""
    return HTMLResponse(view_of(request, language, "sign-in").render("sign_in.html.j2", wrong=False))


@router.post("/{language}/sign-in")
async def sign_in(request: Request, language: Language) -> Response:
    """Starts a session."""
    state = request.app.state
    address = request.client.host if request.client else "?"
    if state.settings.token is None:
        raise Refused(403, "this server is read only; start it with elshi serve --token to record decisions")
    if not state.sign_ins.take(address):
        raise Refused(429, "too many tries; wait a minute", {"Retry-After": "60"})
    form = await request.form(max_files=0, max_fields=10)
    who = " ".join(_text(form, "who", 100).split())
    if not who or not same(_text(form, "token", 500), state.settings.token):
        page = view_of(request, language, "sign-in").render("sign_in.html.j2", wrong=True)
        return HTMLResponse(page, 401, headers={"WWW-Authenticate": "Bearer"})
    answer = RedirectResponse(f"/{language}/review", 303)
    answer.set_cookie(
        COOKIE, state.sessions.open(who), httponly=True, samesite="strict", path="/",
        secure=request.url.scheme == "https",
    )  # fmt: skip
    return answer


@router.post("/{language}/sign-out")
async def sign_out(request: Request, language: Language) -> Response:
    """Ends a session."""
    form = await request.form(max_files=0, max_fields=10)
    await person(request, _text(form, "csrf"))
    request.app.state.sessions.close(request.cookies.get(COOKIE))
    answer = RedirectResponse(f"/{language}/", 303)
    answer.delete_cookie(COOKIE, path="/")
    return answer


@router.get("/{language}/review")
def review_page(request: Request, language: Language, page: Number = 1) -> Response:
    """The queue and what was decided."""
    return html(request, view_of(request, language, "review"), lambda v: review(v, page))


def _fact(request: Request, id: str) -> StoredFact:
    found: StoredFact | None = request.app.state.desk.fact(id)
    if found is None:
        raise Refused(404, "there is no such fact that stands; it may have been rejected")
    return found


def _anchor(stored: StoredFact) -> dict[str, str]:
    """What a fact is found by again after a change of rules."""
    fact = stored.fact
    return {"fact": stored.id, "document": stored.document.key, "type": fact.type, "quote": fact.quote}


@router.post("/{language}/review/decide")
async def decide(request: Request, language: Language) -> Response:
    """Accepts, rejects or notes a fact."""
    form = await request.form(max_files=0, max_fields=20)
    who = await person(request, _text(form, "csrf"))
    kind, why = _text(form, "kind"), _text(form, "why", 400)
    if kind not in ("accept", "reject", "note"):
        raise Refused(422, f"kind {kind[:20]!r} is not known; one of accept, reject, note")
    stored = _fact(request, _text(form, "fact", 64))
    payload = {"text": why} if kind == "note" else None
    request.app.state.desk.record.store.decide(decided(kind, who, stored, payload, why))
    return _back(request, language)


@router.post("/{language}/review/edit")
async def edit(request: Request, language: Language) -> Response:
    """Corrects fields of a fact."""
    form = await request.form(max_files=0, max_fields=60)
    who = await person(request, _text(form, "csrf"))
    stored = _fact(request, _text(form, "fact", 64))
    view = view_of(request, language, "fact", stored.id)
    given = {name: value for name, value in form.items() if isinstance(value, str)}
    payload = changes(view, stored, given)
    if not payload:
        raise Refused(422, "nothing was changed; correct a field first")
    view.desk.record.store.decide(decided("edit", who, stored, payload, _text(form, "why", 400)))
    return _back(request, language)


@router.post("/{language}/review/undo")
async def undo(request: Request, language: Language) -> Response:
    """Takes a decision back."""
    form = await request.form(max_files=0, max_fields=20)
    who = await person(request, _text(form, "csrf"))
    request.app.state.desk.record.store.undo(
        _text(form, "decision", 64), who=who, at=now(), why=_text(form, "why", 400) or None
    )
    return _back(request, language)


@router.post("/{language}/review/merge")
async def merge(request: Request, language: Language) -> Response:
    """Says that two events are one."""
    form = await request.form(max_files=0, max_fields=20)
    who = await person(request, _text(form, "csrf"))
    desk = request.app.state.desk
    other = _text(form, "other", 300).split("?")[0].split("#")[0].rstrip("/").rpartition("/")[2]
    found = [desk.event(_text(form, "event", 64)), desk.event(other)]
    if None in found or found[0].id == found[1].id:
        raise Refused(422, "give the id or address of another event that is in the record")
    payload = {"facts": [_anchor(one.facts[0]) for one in found]}
    desk.record.store.decide(Decision("merge", who, now(), _text(form, "why", 400) or None, payload=payload))
    return _back(request, language)


@router.post("/{language}/review/split")
async def split(request: Request, language: Language) -> Response:
    """Says that some passages speak of another event."""
    form = await request.form(max_files=0, max_fields=400)
    who = await person(request, _text(form, "csrf"))
    desk = request.app.state.desk
    one = desk.event(_text(form, "event", 64))
    chosen = {value for value in form.getlist("fact") if isinstance(value, str)}
    facts = [_anchor(stored) for stored in one.facts if stored.id in chosen] if one else []
    if one is None or not facts or len(facts) == len(one.facts):
        raise Refused(422, "choose some passages of the event, but not all of them")
    payload = {"facts": facts}
    desk.record.store.decide(Decision("split", who, now(), _text(form, "why", 400) or None, payload=payload))
    return _back(request, language)


def _named(given: str) -> str:
    """The id in an address of ours, or what was written as it is."""
    if "/entity/" in given:
        return unquote(given.split("?")[0].split("#")[0].rstrip("/").rpartition("/")[2])
    return given


@router.post("/{language}/review/merge-entity")
async def merge_entity(request: Request, language: Language) -> Response:
    """Says that two entries are one and the same: wherever the first stands the second is meant."""
    form = await request.form(max_files=0, max_fields=20)
    who = await person(request, _text(form, "csrf"))
    view = view_of(request, language, "review")
    desk = view.desk
    one = desk.entity(_text(form, "entity", 300))
    into = desk.side(_named(_text(form, "other", 300)))
    other = desk.entity(into)
    named = desk.names.entity(into)
    kind = str(other["kind"]) if other else named.kind if named else None
    if one is None or kind is None or one["id"] == into:
        raise Refused(422, "give the id, address or name of somebody else who is in the record")
    if one["kind"] != kind:
        raise Refused(422, f"{one['id']} is a {one['kind']} and {into} a {kind}; they cannot be one")
    payload = {"entity": one["id"], "into": into}
    desk.record.store.decide(Decision("merge", who, now(), _text(form, "why", 400) or None, payload=payload))
    return RedirectResponse(str(view.link("entity", into)), 303)


@router.post("/{language}/review/split-entity")
async def split_entity(request: Request, language: Language) -> Response:
    """Says that in some passages somebody else is meant."""
    form = await request.form(max_files=0, max_fields=400)
    who = await person(request, _text(form, "csrf"))
    desk = request.app.state.desk
    entity, given = _text(form, "entity", 300), " ".join(_named(_text(form, "other", 300)).split())
    stored = [desk.fact(value) for value in form.getlist("fact") if isinstance(value, str)]
    facts = [
        one for one in stored
        if one and any(f.id == entity for fillers in one.fact.roles.values() for f in fillers)
    ]  # fmt: skip
    if not facts or not given or given == entity:
        raise Refused(422, "choose passages that name them, and say who is meant there")
    known = desk.entity(given)
    # Somebody new has an id that follows from what was decided, so that deciding it again adds nobody.
    made = hashlib.sha256("\n".join((entity, given)).encode()).hexdigest()[:12]
    payload = {
        "entity": entity,
        "as": known["id"] if known else f"split-{made}",
        "name": known["name"] if known else given,
        "facts": [_anchor(one) for one in facts],
    }
    desk.record.store.decide(Decision("split", who, now(), _text(form, "why", 400) or None, payload=payload))
    return _back(request, language)


@router.post("/{language}/review/no-conflict")
async def no_conflict(request: Request, language: Language) -> Response:
    """Says that values which the record holds against each other can all be right."""
    form = await request.form(max_files=0, max_fields=20)
    who = await person(request, _text(form, "csrf"))
    desk = request.app.state.desk
    wanted = _text(form, "conflict", 64)
    found = next((one for one in desk.record.contradictions() if one.id == wanted), None)
    if found is None:
        raise Refused(422, "this contradiction is not in the record any more; load the page again")
    payload = {"conflict": found.id, "key": found.key, "values": list(found.values)}
    why = _text(form, "why", 400) or None
    desk.record.store.decide(Decision("not_a_conflict", who, now(), why, payload=payload))
    return _back(request, language, "contradictions")


@router.post("/{language}/sources")
async def upload(request: Request, language: Language) -> Response:
    """Takes files in; they are read one upload after the other."""
    limits = request.app.state.settings.limits
    async with request.form(max_files=limits.files + 1, max_fields=10) as form:
        who = await person(request, _text(form, "csrf"))
        given = [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename]
        request.app.state.jobs.add(who, [(one.filename or "", one.file) for one in given])
    return RedirectResponse(f"/{language}/sources", 303)
