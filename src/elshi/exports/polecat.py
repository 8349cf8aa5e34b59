"""The 40 columns of POLECAT's weekly files: one line for each pair of who acts and who is acted upon.

Tab-separated with a heading. Tabs, line breaks and other control characters in a field are one space, for the readers
of these files know no quoting. What our record does not know (sectors, titles of persons, coordinates) is empty.
"""

from __future__ import annotations

import re

from elshi import __version__
from elshi.exports.base import Context, Report
from elshi.exports.codes import is_state
from elshi.exports.files import Folder
from elshi.exports.parties import Side, dyads
from elshi.exports.plover import item_coding
from elshi.exports.times import date_of, day
from elshi.views.items import Item

__all__ = ["COLUMNS", "Polecat", "tab_field", "writer"]

COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title",
    "Actor Name Raw", "Wikipedia Actor ID",
    "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors",
    "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID",
    "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID",
    "Raw Placename", "Feature Type",
    "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version",
)  # fmt: skip

_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def tab_field(value: object) -> str:
    """A field of a table without quoting: control characters and line breaks are one space; None is empty."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:g}"
    return _BREAKS.sub(" ", str(value)).strip(" ")


class Polecat:
    """Writes `polecat.tsv`."""

    def __init__(self, folder: Folder, context: Context) -> None:
        self._stream = folder.text("polecat.tsv")
        self._context = context
        self._stream.write("\t".join(COLUMNS) + "\n")

    def add(self, item: Item) -> str | None:
        """See `Writer.add`."""
        codes = item_coding(item)
        if codes.event is None:
            return codes.why
        pairs = dyads(item) or [(None, None)]
        best, place = item.facts[0], item.place
        for number, (actor, recipient) in enumerate(pairs, 1):
            row = {
                "Event ID": item.id if len(pairs) == 1 else f"{item.id}-{number}",
                "Event Date": day(date_of(item)),
                "Event Type": codes.event,
                "Event Mode": codes.mode,
                "Intensity": codes.score,
                "Quad Code": codes.quad,
                "Contexts": ";".join(codes.contexts),
                "Placename": place.name if place else None,
                "Country": place.country if place else None,
                "Raw Placename": place.mention if place else None,
                "Source": best.document.source,
                "Publication Date": best.document.published,
                "Language": best.fact.language,
                "Version": f"elshi {__version__}",
                **self._side("Actor", actor),
                **self._side("Recipient", recipient),
            }
            self._stream.write("\t".join(tab_field(row.get(name)) for name in COLUMNS) + "\n")
        return None

    def close(self) -> None:
        """See `Writer.close`."""

    def _side(self, what: str, side: Side | None) -> dict[str, str | None]:
        if side is None:
            return {}
        sector = "IGO" if side.kind in ("igo", "programme") else None
        return {
            f"{what} Name": self._context.name(side.named.id, side.named.name or side.named.mention),
            f"{what} Country": side.code if is_state(side.code) else None,
            f"Primary {what} Sector": sector,
            f"{what} Sectors": sector,
            f"{what} Name Raw": side.named.mention,
        }


def writer(folder: Folder, context: Context, report: Report) -> Polecat:
    """A writer of this format."""
    return Polecat(folder, context)
