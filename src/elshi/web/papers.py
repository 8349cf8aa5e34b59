"""The dossier as a file to take along: the formats that this installation can write."""

from __future__ import annotations

import json
from importlib.util import find_spec

from elshi.errors import UnsupportedFormat
from elshi.views.sheet import Dossier

__all__ = ["FORMATS", "paper"]

_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
}

#: Formats in the order in which they are offered.
FORMATS = tuple(
    name
    for name, needs in (
        ("docx", "docx"),
        ("pdf", "typst"),
        ("html", "elshi.render.html"),
        ("md", "elshi.render.markdown"),
        ("json", "elshi.render.json"),
    )
    if find_spec(needs)
)


def paper(sheet: Dossier, format: str) -> tuple[bytes, str]:
    """The dossier in a format, and its media type.

    Raises:
        UnsupportedFormat: the format is not one of `FORMATS`, or its extra is not installed.
    """
    if format == "json":
        text = json.dumps(sheet.to_json(), ensure_ascii=False)
    elif format == "html":
        from elshi.render.html import dossier_html

        text = dossier_html(sheet)
    elif format == "md":
        from elshi.render.markdown import dossier_markdown

        text = dossier_markdown(sheet)
    elif format == "docx" and format in FORMATS:
        from elshi.render.docx import dossier_docx

        return dossier_docx(sheet), _TYPES[format]
    elif format == "pdf" and format in FORMATS:
        from elshi.render.pdf import dossier_pdf

        return dossier_pdf(sheet), _TYPES[format]
    else:
        raise UnsupportedFormat(f"format {format!r}: no such format here; one of {', '.join(FORMATS)}")
    return text.encode("utf-8", "backslashreplace"), _TYPES[format]
