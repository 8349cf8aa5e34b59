"""The record, or a part of it, in the formats of the field, to take along."""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from pathlib import Path
from threading import Lock
from typing import Literal

from fastapi import APIRouter, Request
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response

from elshi import __version__
from elshi.exports import FORMATS, Selection, run
from elshi.web.api.reading import RESPONSES, Many, Text

__all__ = ["router"]

router = APIRouter(prefix="/api/v1", tags=["reading"], responses=RESPONSES)

#: One export at a time: each reads the record from one end to the other.
_LOCK = Lock()

#: Time that files in a bundle carry; the same record gives the same bytes.
_EPOCH = (1980, 1, 1, 0, 0, 0)


@router.get("/export/{format}", response_class=FileResponse)
def export(
    request: Request,
    format: str,
    side: Many = None,
    type: Many = None,
    status: Many = None,
    since: Text = None,
    until: Text = None,
    language: Literal["kk", "ru", "en"] = "en",
) -> Response:
    """Events in a format of `elshi export` (csv, xlsx, parquet, ftm, jsonld, plover, ris, ics …), with its filters.

    A format of several files comes as one ZIP file.
    """
    record = request.app.state.desk.record
    selection = Selection(
        tuple(record.side(one) for one in side or ()),
        tuple(type or ()),
        tuple(status or ()),
        since or None,
        until or None,
    )
    parts = (request.app.state.desk.revision(), __version__, str(request.url))
    tag = '"' + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24] + '"'
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers={"ETag": tag})
    spare = tempfile.TemporaryDirectory(prefix="elshi.")
    try:
        with _LOCK:
            (report,) = run(record, [format], spare.name, selection, language=language)
        files = [Path(spare.name) / name for name in report.files]
        path, media = files[0], FORMATS[format].mime
        if len(files) > 1:
            path, media = _bundle(Path(spare.name) / f"elshi-{format}.zip", files), "application/zip"
    except BaseException:
        spare.cleanup()
        raise
    return FileResponse(
        path,
        media_type=media,
        filename=path.name,
        headers={"ETag": tag, "X-Left-Out": str(sum(report.left_out.values()))},
        background=BackgroundTask(spare.cleanup),
    )


def _bundle(path: Path, files: list[Path]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            with file.open("rb") as source, archive.open(zipfile.ZipInfo(file.name, _EPOCH), "w") as target:
                while piece := source.read(1 << 20):
                    target.write(piece)
    return path
