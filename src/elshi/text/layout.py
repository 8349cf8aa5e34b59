r"""Text repaired for analysis, with the way back to the text as read.

Newspapers, PDFs and scans break lines and words, glue letters and strew page furniture between them.
`repair` reads through all that. Invariants:

* `Layout.clean` is for analysis only; whatever leaves the extractor is cut from `Layout.source`.
* In the clean text a "\n" is a break that was meant (paragraph, heading, list or table line, verse); line
  breaks that only filled the column are spaces.
* The map is monotone; text with nothing to repair is its own clean text, and repairing twice changes nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from elshi.text import letters, lines
from elshi.text.letters import Edit

__all__ = ["Layout", "repair"]

#: Rounds until nothing changes; real texts need one, adversarial ones a few.
_MAX_ROUNDS = 8


@dataclass(slots=True)
class Layout:
    """A text as read, its clean reading, and the map between them.

    Attributes:
        source: the text as read.
        clean: the text to analyse.
    """

    source: str
    clean: str
    # Runs of the clean text that lie one to one on the source: where each begins in both, and where the
    # last character of each ends in the source.
    _clean_starts: list[int] = field(default_factory=lambda: [0], repr=False)
    _source_starts: list[int] = field(default_factory=lambda: [0], repr=False)
    _source_ends: list[int] = field(default_factory=list, repr=False)

    def to_source(self, offset: int) -> int:
        """Where the clean character at `offset` begins in the source (the end for the end).

        Args:
            offset: 0 to `len(clean)`.
        """
        if len(self._clean_starts) == 1:
            return self._source_starts[0] + offset
        if offset >= len(self.clean):
            return self._source_ends[-1]
        run = bisect_right(self._clean_starts, offset) - 1
        return self._source_starts[run] + offset - self._clean_starts[run]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the source that covers `clean[start:end]`.

        Args:
            start: first clean offset.
            end: clean offset after the last character.

        Returns:
            Offsets (a, b) such that `source[a:b]` is the verbatim stretch.
        """
        if len(self._clean_starts) == 1:
            shift = self._source_starts[0]
            return start + shift, end + shift
        a = self.to_source(start)
        if end <= start:
            return a, a
        run = bisect_right(self._clean_starts, end - 1) - 1
        if run + 1 < len(self._clean_starts) and self._clean_starts[run + 1] == end:
            return a, self._source_ends[run]
        if end == len(self.clean):
            return a, self._source_ends[-1]
        return a, self._source_starts[run] + end - self._clean_starts[run]

    def to_clean(self, offset: int) -> int:
        """Where a source offset lies in the clean text; what was left out lies at the next clean character.

        Args:
            offset: 0 to `len(source)`.
        """
        run = bisect_right(self._source_starts, offset) - 1
        if run < 0:
            return 0
        limit = self._clean_starts[run + 1] if run + 1 < len(self._clean_starts) else len(self.clean)
        return min(self._clean_starts[run] + offset - self._source_starts[run], limit)


def repair(text: str) -> Layout:
    """Reads a text as it was meant before it was laid out on paper or screen.

    Args:
        text: the text as read; any string.

    Returns:
        The layout. Linear in the length of the text; a text with nothing to repair costs a few searches.
    """
    layout, changed = _once(text)
    if not changed:
        return layout
    for _ in range(_MAX_ROUNDS):
        again, _ = _once(layout.clean)
        if again.clean == layout.clean:
            break
        layout = _compose(layout, again)
    return layout


def _once(text: str) -> tuple[Layout, bool]:
    """One round, and whether it did more than replace letters one by one."""
    base = letters.level(text)
    changes = letters.edits(base)
    more = lines.edits(base)
    if more:
        changes = _merge(more, changes)
    if not changes:
        return Layout(text, base), False
    return _apply(text, base, changes), True


def _merge(first: list[Edit], second: list[Edit]) -> list[Edit]:
    """Both lists in order; where they overlap the first one holds."""
    if not second:
        return first
    merged: list[Edit] = []
    spare = iter(second)
    held = next(spare, None)
    for edit in first:
        while held is not None and held[1] <= edit[0]:
            merged.append(held)
            held = next(spare, None)
        while held is not None and held[0] < edit[1]:
            held = next(spare, None)
        merged.append(edit)
    while held is not None:
        merged.append(held)
        held = next(spare, None)
    return merged


def _apply(source: str, base: str, changes: list[Edit]) -> Layout:
    parts: list[str] = []
    clean_starts: list[int] = []
    source_starts: list[int] = []
    source_ends: list[int] = []
    at = 0  # in the base
    length = 0  # of the clean text so far
    fresh = True  # the next character opens a run

    def run(text: str, begin: int, end: int) -> None:
        nonlocal length, fresh
        if not text:
            return
        if fresh:
            clean_starts.append(length)
            source_starts.append(begin)
            source_ends.append(end)
            fresh = False
        else:
            source_ends[-1] = end
        parts.append(text)
        length += len(text)

    for begin, end, new in changes:
        run(base[at:begin], at, begin)
        at = end
        if len(new) == end - begin:
            run(new, begin, end)
            continue
        if len(new) < end - begin:
            if new:
                # The last character stands for the rest of what was there.
                fresh = fresh or new != base[begin : begin + len(new)]
                run(new, begin, end)
            fresh = True
            continue
        for char in new:
            fresh = True
            run(char, begin, end)
        fresh = True
    run(base[at:], at, len(base))
    if not clean_starts:
        return Layout(source, "", [0], [0], [0])
    return Layout(source, "".join(parts), clean_starts, source_starts, source_ends)


def _compose(outer: Layout, inner: Layout) -> Layout:
    """The map source -> outer.clean -> inner.clean as one."""
    cuts = set(inner._clean_starts)
    for start in outer._clean_starts:
        position = inner.to_clean(start)
        if position < len(inner.clean):
            cuts.add(position)
    # A run must also begin anew after a clean character that an outer cut divides.
    starts = sorted(cut for cut in cuts if cut < len(inner.clean)) or [0]
    source_starts = []
    source_ends = []
    for index, start in enumerate(starts):
        end = starts[index + 1] if index + 1 < len(starts) else len(inner.clean)
        first, _ = inner.span(start, start + 1)
        source_starts.append(outer.to_source(first))
        _, last = inner.span(max(start, end - 1), end)
        source_ends.append(outer.span(max(0, last - 1), last)[1])
    if not inner.clean:
        return Layout(outer.source, "", [0], [0], [0])
    return Layout(outer.source, inner.clean, starts, source_starts, source_ends)
