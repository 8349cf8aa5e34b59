"""What the Word file and the PDF have in common: footnotes at their first place, references, widths of columns."""

from __future__ import annotations

from collections.abc import Sequence

from elshi.render.citations import Piece, Reference, cite, default_style
from elshi.render.page import NotePage, Page, SourcePage, TablePage, ranges
from elshi.render.safe import visible
from elshi.views.sheet import Dossier

__all__ = ["MOST_NOTES", "RUBRICS", "Brief", "quoted", "widths"]

#: More notes than this at one place are shown as the first ones and the number of the others.
MOST_NOTES = 12
#: What stays empty for the officer to fill in.
RUBRICS = ("objectives", "points", "theirs", "press")
_QUOTES = ("«", "“", "„", '"')
#: How much of a column, in per cent, a letter takes on paper, and the space around a cell's text.
_LETTER, _AROUND = 1.25, 3.0


def quoted(text: str) -> str:
    """A quotation in marks, unless it brings its own."""
    return text if text.startswith(_QUOTES) else f"«{text}»"


def widths(table: TablePage, notes: bool) -> list[int]:
    """Shares of the columns in per cent: room for the longest word of each, the rest by how much they hold."""
    least, held = [], []
    for k, heading in enumerate(table.headings):
        texts = [heading, *("".join(r.text for r in line) for row in table.rows for line in row.cells[k])]
        words = [len(word) for text in texts for word in text.split()]
        least.append(_AROUND + _LETTER * min(26, max(words, default=1)))
        held.append(min(200, max(len(t) for t in texts)) ** 0.7)
    if notes:
        least.append(9.0)
        held.append(4.0)
    free = max(0.0, 100 - sum(least))
    shares = [a + free * h / sum(held) for a, h in zip(least, held, strict=True)]
    out = [max(5, int(100 * s / sum(shares))) for s in shares]
    out[out.index(max(out))] += 100 - sum(out)
    return out


class Brief:
    """A dossier's references, and which note has been cited already.

    Args:
        dossier: the view.
        made: the page made of it.
        style: of the references; by language when None.
    """

    def __init__(self, dossier: Dossier, made: Page, style: str | None) -> None:
        self._made = made
        self._style = style or default_style(dossier.language)
        self._documents = {note.number: note.document for note in dossier.notes}
        self._entries = {entry.number: entry.document for entry in dossier.sources}
        self.notes = {note.number: note for note in made.notes}
        self.column = made.words("note.column")
        #: Number of a note -> its place in the order of first citation.
        self.order: dict[int, int] = {}

    def first(self, number: int) -> bool:
        """Whether a note is cited for the first time; counts it then."""
        if number in self.order:
            return False
        self.order[number] = len(self.order) + 1
        return True

    def shown(self, numbers: Sequence[int]) -> tuple[tuple[int, ...], int]:
        """The notes to show at one place, and how many are left out there."""
        return tuple(numbers[:MOST_NOTES]), max(0, len(numbers) - MOST_NOTES)

    def note_citation(self, note: NotePage) -> tuple[Piece, ...]:
        """The reference of a note."""
        document = self._documents[note.number]
        reference = Reference(document.title, document.source, document.published, document.url)
        return cite(reference, self._style, self._made.words, note=True)

    def note_place(self, note: NotePage) -> str:
        """Where in the source a note's words stand, its number in the list, and what did not simply happen."""
        return "; ".join(filter(None, (note.place, note.source, note.status)))

    def source_citation(self, source: SourcePage) -> tuple[Piece, ...]:
        """The reference of a source in the list."""
        document = self._entries[source.number]
        reference = Reference(
            document.title or document.name, document.source, document.published, document.url
        )
        return cite(reference, self._style, self._made.words)

    def source_rest(self, source: SourcePage) -> str:
        """What the list says of a source besides: an address not to follow, a reprint, the notes that cite it."""
        own = tuple(sorted(self.order[n] for n in source.notes if n in self.order))
        cited = ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in ranges(own))
        rest = [
            visible(source.address) if source.address and not source.url else "",
            source.copy or "",
            f"{self.column}: {cited}" if cited else "",
        ]
        said = "; ".join(filter(None, rest))
        return f" – {said}" if said else ""
