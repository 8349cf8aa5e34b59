"""iCalendar (RFC 5545) of what is planned, and of plans that were cancelled.

A plan for days, or for a month, is an all-day entry that spans them and says in words how exact its date is. A plan
for longer than a month («in 2026», «by 2030») is a task due on the last day; one without a date is a task without one:
it does not vanish, and no day is made up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from elshi.exports.base import Context, Report
from elshi.exports.files import Folder
from elshi.exports.labels import label
from elshi.exports.times import date_of, dates_of, days, exact_days, next_day
from elshi.record.edtf import bounds
from elshi.render.safe import safe_url
from elshi.views.items import Item

__all__ = ["Calendar", "folded", "text_value", "writer"]

#: Plans for more days than this are tasks, not entries that fill a calendar.
_LONGEST = 31

#: Octets of a line, without its break (RFC 5545, 3.1).
_OCTETS = 75

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BREAK = re.compile(r"\r\n|\r|\n")


def text_value(text: str) -> str:
    """A TEXT value (3.3.11): separators and line breaks escaped, control characters replaced."""
    out = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return _CONTROL.sub("\ufffd", _BREAK.sub("\\\\n", out))


def folded(line: str) -> Iterator[str]:
    """A content line cut so that no piece is longer than 75 octets and none cuts a character."""
    piece, size, room = "", 0, _OCTETS
    for character in line:
        octets = len(character.encode("utf-8", "backslashreplace"))
        if size + octets > room:
            yield piece
            piece, size, room = "", 0, _OCTETS - 1  # the blank that begins the next piece
        piece, size = piece + character, size + octets
    yield piece


class Calendar:
    """Writes `planned.ics`."""

    def __init__(self, folder: Folder, context: Context) -> None:
        self._stream = folder.text("planned.ics", newline="")
        self._context = context
        self._lines("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Elshi//Elshi//EN", "CALSCALE:GREGORIAN")

    def add(self, item: Item) -> str | None:
        """See `Writer.add`."""
        if item.event.kind == "figure":
            return "a calendar has events, not figures"
        if item.status not in ("planned", "cancelled"):
            return "a calendar has what is planned, not what happened or was denied"
        low, high = days(date_of(item))
        if low and high and _short(item):
            self._entry(item, low, high)
        else:
            self._task(item, low, high)
        return None

    def close(self) -> None:
        """See `Writer.close`."""
        self._lines("END:VCALENDAR")

    def _entry(self, item: Item, low: str, high: str) -> None:
        after = next_day(high)
        self._lines(
            "BEGIN:VEVENT",
            *self._head(item),
            f"DTSTART;VALUE=DATE:{low.replace('-', '')}",
            *([f"DTEND;VALUE=DATE:{after.replace('-', '')}"] if after else []),
            f"STATUS:{'CANCELLED' if item.status == 'cancelled' else 'TENTATIVE'}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        )

    def _task(self, item: Item, low: str | None, high: str | None) -> None:
        # A task that begins and is due on the same day would be no valid one (3.8.2.3); such a plan is an entry.
        self._lines(
            "BEGIN:VTODO",
            *self._head(item),
            *([f"DTSTART;VALUE=DATE:{low.replace('-', '')}"] if low else []),
            *([f"DUE;VALUE=DATE:{high.replace('-', '')}"] if high else []),
            f"STATUS:{'CANCELLED' if item.status == 'cancelled' else 'NEEDS-ACTION'}",
            "END:VTODO",
        )

    def _head(self, item: Item) -> list[str]:
        date = date_of(item)
        name = label(item, self._context)
        if date and exact_days(date) is None:
            name += f" [{date}]"
        said = []
        if date is None:
            said.append("date: not known")
        elif exact_days(date) is None:
            said.append(f"date: {date} (no exact day is known)")
        if len(item.dates) > 1:
            said.append("sources give: " + ", ".join(dates_of(item)))
        for one in item.facts:
            place = ", ".join(filter(None, (one.document.title or one.document.name, one.document.published)))
            said.append(f"«{one.fact.quote}» ({place})")
        out = [
            f"UID:{item.id}@elshi",
            f"DTSTAMP:{_stamp(item)}",
            f"SUMMARY:{text_value(name)}",
            f"DESCRIPTION:{text_value(chr(10).join(said))}",
            f"CATEGORIES:{text_value(item.type)}",
        ]
        if item.place:
            country = self._context.name(item.place.country, item.place.country)
            out.append(f"LOCATION:{text_value(', '.join(filter(None, (item.place.name, country))))}")
        url = next(filter(None, (safe_url(f.document.url) for f in item.facts)), None)
        if url:
            out.append(f"URL:{url}")
        return out

    def _lines(self, *lines: str) -> None:
        for line in lines:
            self._stream.write("\r\n ".join(folded(line)) + "\r\n")


def _short(item: Item) -> bool:
    span = bounds(date_of(item))
    return span is not None and span.days is not None and span.days <= _LONGEST


def _stamp(item: Item) -> str:
    """When what is said here was last said: the newest source's day, else when it came into the record."""
    published = [d for f in item.facts if (d := days(f.document.published)[1])]
    if published:
        return max(published).replace("-", "") + "T000000Z"
    added = max(f.document.added for f in item.facts)
    return re.sub(r"[-:]", "", added[:19]) + "Z"


def writer(folder: Folder, context: Context, report: Report) -> Calendar:
    """A writer of this format."""
    return Calendar(folder, context)
