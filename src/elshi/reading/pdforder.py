"""The reading order of a page's pieces of text, for files that draw them in another.

Recursive cuts (the XY-cut of layout analysis): a page is parted from top to bottom where a line bridges
columns, and each part from left to right into its columns.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["Line", "in_order", "is_ordered"]

#: In heights of a line: a gap between columns is at least this wide; between words it is about a quarter.
COLUMN_GAP = 0.6

#: In heights of a line: the narrowest column of running text, about twelve letters.
COLUMN_WIDTH = 6.0

#: In heights of a line: how far above an earlier piece a later one must stand to be out of order. Raised note
#: numbers and tall letters stay under it.
JUMP = 1.5

#: Cuts within cuts; a page of text needs five.
MAX_CUTS = 40

Box = tuple[float, float, float, float]


class Line:
    """A piece of text and where it stands, in points from the lower left corner."""

    __slots__ = ("bottom", "left", "right", "text", "top")

    def __init__(self, box: Box, text: str) -> None:
        self.left, self.bottom, self.right, self.top = box
        self.text = text


def is_ordered(boxes: Sequence[Box]) -> bool:
    """Whether no piece stands above an earlier one in the same column."""
    lowest: list[Box] = []
    for box in boxes:
        left, bottom, right, top = box
        height = max(top - bottom, 1.0)
        for other in lowest:
            overlap = min(right, other[2]) - max(left, other[0])
            shorter = min(right - left, other[2] - other[0])
            if overlap > 0.5 * shorter and bottom > other[3] + JUMP * height:
                return False
        # Only the last pieces matter: a jump back is a jump from one of them.
        lowest = [*lowest[-3:], box]
    return True


def in_order(lines: Sequence[Line]) -> list[str]:
    """The texts of `lines` in reading order, pieces of one line joined with a space."""
    pieces = [line for line in lines if line.text.strip()]
    if not pieces:
        return []
    heights = sorted(p.top - p.bottom for p in pieces)
    return _cut(pieces, max(heights[len(heights) // 2], 1.0), 0)


def _cut(lines: list[Line], height: float, depth: int) -> list[str]:
    texts: list[str] = []
    for run in _runs(lines, COLUMN_GAP * height):
        columns = _parts([(p.left, p.right, p) for p in run], COLUMN_GAP * height)
        if len(columns) > 1 and depth < MAX_CUTS and _are_columns(columns, height):
            texts += [text for column in columns for text in _cut(column, height, depth + 1)]
        else:
            texts += _rows(run, height)
    return texts


def _runs(lines: list[Line], gap: float) -> list[list[Line]]:
    """Bands from top to bottom, joined as long as the columns of none of them are bridged by another."""
    runs: list[list[Line]] = []
    spans: list[tuple[float, float]] = []
    for band in _parts([(-p.top, -p.bottom, p) for p in lines], 0.0):
        own = _merged([(p.left, p.right) for p in band], gap)
        both = _merged([*spans, *own], gap)
        if runs and len(both) >= max(len(spans), len(own)):
            runs[-1] += band
            spans = both
        else:
            runs.append(band)
            spans = own
    return runs


def _merged(spans: list[tuple[float, float]], gap: float) -> list[tuple[float, float]]:
    merged: list[tuple[float, float]] = []
    for left, right in sorted(spans):
        if merged and left - merged[-1][1] <= gap:
            merged[-1] = (merged[-1][0], max(merged[-1][1], right))
        else:
            merged.append((left, right))
    return merged


def _are_columns(groups: list[list[Line]], height: float) -> bool:
    """Whether pieces side by side are columns of text and no cells of a table: wide, one of them tall."""
    tall = any(max(p.top for p in group) - min(p.bottom for p in group) > 3 * height for group in groups)
    widths = (sorted(p.right - p.left for p in group)[len(group) // 2] for group in groups)
    return tall and all(width >= COLUMN_WIDTH * height for width in widths)


def _parts(spans: list[tuple[float, float, Line]], gap: float) -> list[list[Line]]:
    """Groups of pieces whose spans are parted by more than `gap`."""
    groups: list[list[Line]] = []
    end = 0.0
    for start, stop, line in sorted(spans, key=lambda s: (s[0], s[1])):
        if groups and start - end <= gap:
            groups[-1].append(line)
            end = max(end, stop)
        else:
            groups.append([line])
            end = stop
    return groups


def _rows(lines: list[Line], height: float) -> list[str]:
    """Pieces from top to bottom, those on one level joined from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda p: (-(p.top + p.bottom), p.left)):
        middle = (line.top + line.bottom) / 2
        if rows and abs((rows[-1][0].top + rows[-1][0].bottom) / 2 - middle) < 0.5 * height:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [" ".join(p.text.strip() for p in sorted(row, key=lambda p: p.left)) for row in rows]
