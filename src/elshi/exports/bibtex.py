"""BibTeX of the sources, UTF-8: `@misc`, the one type for a web page that BibTeX and biblatex both know."""

from __future__ import annotations

from elshi.exports.base import Context, Report
from elshi.exports.files import Folder
from elshi.exports.sources import Sources, cite_key, one_line, published_parts, web_address
from elshi.record.model import StoredDocument

__all__ = ["BibTex", "tex", "writer"]

#: Characters with a meaning in TeX. Braces must come out even whatever a title holds, so they are named.
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        '"': r"\textquotedbl{}",
        "@": r"\symbol{64}",
    }
)

_LANGUAGES = {"kk": "kazakh", "ru": "russian", "en": "english"}


def tex(text: str) -> str:
    """The text as TeX prints it."""
    return text.translate(_TEX)


class BibTex(Sources):
    """Writes `sources.bib`."""

    def __init__(self, folder: Folder) -> None:
        super().__init__()
        self._stream = folder.text("sources.bib")

    def document(self, document: StoredDocument) -> None:
        """One entry; what is not known is left out."""
        url, parts = web_address(document), published_parts(document)
        title = tex(one_line(document.title) or one_line(document.name))
        fields: list[tuple[str, str | None]] = [
            ("title", f"{{{title}}}"),
            ("organization", tex(one_line(document.source))),
            ("date", "-".join(parts) or None),
            ("year", parts[0] if parts else None),
            # Addresses are read as they are by biblatex; only what would break the braces is percent-encoded.
            ("url", url.replace("{", "%7B").replace("}", "%7D") if url else None),
            ("langid", _LANGUAGES.get(document.language or "")),
            ("note", f"near copy of {document.near_copy_of[:8]}" if document.near_copy_of else None),
        ]
        self._stream.write(f"@misc{{{cite_key(document)},\n")
        for name, value in fields:
            if value:
                self._stream.write(f"  {name} = {{{value}}},\n")
        self._stream.write("}\n\n")


def writer(folder: Folder, context: Context, report: Report) -> BibTex:
    """A writer of this format."""
    return BibTex(folder)
