"""What programs may write with the token: decisions and uploads."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, File, Path, Request, UploadFile
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from elshi.web.api.reading import RESPONSES, _said
from elshi.web.errors import Refused
from elshi.web.pages.editing import decided, now
from elshi.web.security import person

__all__ = ["router"]

_WRITES: dict[int | str, dict[str, Any]] = {
    401: _said("The token is missing or wrong."),
    403: _said("The server is read only, or the request comes from elsewhere."),
    413: _said("Too large."),
    429: _said("Too many at one time."),
}
router = APIRouter(prefix="/api/v1", tags=["writing"], responses=RESPONSES | _WRITES)

Name = Annotated[str, Path(max_length=100)]


class NewDecision(BaseModel):
    """A decision about one fact; `payload` holds the changed fields of an edit."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["accept", "reject", "edit", "note"]
    fact: str = Field(max_length=64)
    why: str | None = Field(default=None, max_length=400)
    payload: dict[str, Any] = Field(default_factory=dict)


class Undo(BaseModel):
    """Why a decision is taken back."""

    model_config = ConfigDict(extra="forbid")

    why: str | None = Field(default=None, max_length=400)


@router.post("/decisions", status_code=201)
async def decide(request: Request, given: NewDecision) -> dict[str, str]:
    """Records a decision about a fact."""
    who = await person(request)
    desk = request.app.state.desk
    stored = desk.fact(given.fact)
    if stored is None:
        raise Refused(404, "there is no such fact that stands")
    made = decided(given.kind, who, stored, given.payload, given.why)
    return {"id": await run_in_threadpool(desk.record.store.decide, made)}


@router.post("/decisions/{id}/undo")
async def undo(request: Request, id: Name, given: Undo) -> dict[str, str]:
    """Takes a decision back; its row stays."""
    who = await person(request)
    request.app.state.desk.record.store.undo(id, who=who, at=now(), why=given.why)
    return {"id": id}


@router.post("/uploads", status_code=202)
async def upload(request: Request, files: Annotated[list[UploadFile], File()]) -> dict[str, Any]:
    """Brings documents; they are read in the background."""
    who = await person(request)
    found: dict[str, Any] = request.app.state.jobs.add(
        who, [(one.filename or "", one.file) for one in files]
    ).to_json()
    return found


@router.get("/uploads/{id}")
async def progress(request: Request, id: Name) -> dict[str, Any]:
    """How far an upload is, and what failed."""
    await person(request)
    job = request.app.state.jobs.find(id)
    if job is None:
        raise Refused(404, "there is no such upload")
    found: dict[str, Any] = job.to_json()
    return found
