"""RIS of the sources, as Zotero, EndNote and Mendeley read it: one record a document."""

from __future__ import annotations

from elshi.exports.base import Context, Report
from elshi.exports.files import Folder
from elshi.exports.sources import Sources, cite_key, one_line, published_parts, web_address
from elshi.record.model import StoredDocument

__all__ = ["Ris", "writer"]


class Ris(Sources):
    """Writes `sources.ris`."""

    def __init__(self, folder: Folder) -> None:
        super().__init__()
        self._stream = folder.text("sources.ris", newline="\r\n")

    def document(self, document: StoredDocument) -> None:
        """One record; what is not known is left out."""
        url, parts = web_address(document), published_parts(document)
        # A web page, else something that RIS has no better word for.
        fields: list[tuple[str, str | None]] = [
            ("TY", "ELEC" if url else "GEN"),
            ("ID", cite_key(document)),
            ("TI", one_line(document.title) or one_line(document.name)),
            ("T2", one_line(document.source)),
            ("PY", parts[0] if parts else None),
            ("DA", "/".join((*parts, "", "", "")[:3]) + "/" if parts else None),
            ("UR", url),
            ("LA", document.language),
            ("N1", f"near copy of {document.near_copy_of}" if document.near_copy_of else None),
            ("AN", document.key),
        ]
        for tag, value in fields:
            if value:
                self._stream.write(f"{tag}  - {value}\n")
        self._stream.write("ER  - \n\n")


def writer(folder: Folder, context: Context, report: Report) -> Ris:
    """A writer of this format."""
    return Ris(folder)
