"""GDELT 2.0's tables of events (61 columns) and mentions (16), with CAMEO codes; tab-separated, without a heading.

Empty where GDELT would guess or where we do not know: tone, coordinates, ethnic and religious codes, and DATEADDED,
for when a document came into a record says nothing of the world. Offsets count characters of the original text.
"""

from __future__ import annotations

import hashlib

from elshi.exports.base import Context, Report
from elshi.exports.codes import goldstein, group, is_state, state
from elshi.exports.files import Folder
from elshi.exports.parties import Side, dyads
from elshi.exports.plover import item_coding
from elshi.exports.polecat import tab_field
from elshi.exports.times import date_of, day, month, year
from elshi.record.model import StoredFact
from elshi.views.items import Item

__all__ = ["EVENTS", "MENTIONS", "Gdelt", "event_number", "writer"]

_ACTOR = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code",
          "Type1Code", "Type2Code", "Type3Code")  # fmt: skip
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")

EVENTS = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"Actor1{name}" for name in _ACTOR), *(f"Actor2{name}" for name in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions",
    "NumSources", "NumArticles", "AvgTone",
    *(f"Actor1Geo_{name}" for name in _GEO), *(f"Actor2Geo_{name}" for name in _GEO),
    *(f"ActionGeo_{name}" for name in _GEO), "DATEADDED", "SOURCEURL",
)  # fmt: skip

MENTIONS = (
    "GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier",
    "SentenceID", "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence",
    "MentionDocLen", "MentionDocTone", "MentionDocTranslationInfo", "Extras",
)  # fmt: skip

#: Last CAMEO root of each quad class but the last.
_QUADS = ((5, 1), (8, 2), (13, 3))

#: MentionType of a document with an address, and of one without.
_WEB, _CITED = 1, 2


def event_number(id: str) -> int:
    """A number for GLOBALEVENTID, from the event's id: below 2**53, so that no program rounds it."""
    return int(hashlib.sha256(id.encode()).hexdigest()[:13], 16)


def quad_class(cameo: str) -> int:
    """GDELT's quad class of a CAMEO code."""
    root = int(cameo[:2])
    return next((quad for last, quad in _QUADS if root <= last), 4)


class Gdelt:
    """Writes `gdelt.export.tsv` and `gdelt.mentions.tsv`."""

    def __init__(self, folder: Folder, context: Context) -> None:
        self._events = folder.text("gdelt.export.tsv")
        self._mentions = folder.text("gdelt.mentions.tsv")
        self._context = context
        self._lengths: dict[str, int] = {}

    def add(self, item: Item) -> str | None:
        """See `Writer.add`."""
        codes = item_coding(item)
        if codes.cameo is None:
            return codes.why or "CAMEO has no code for it"
        pairs = dyads(item) or [(None, None)]
        first = min(item.facts, key=lambda f: (f.document.published or "9999", f.document.key, f.fact.start))
        for number, (one, other) in enumerate(pairs, 1):
            id = event_number(item.id if len(pairs) == 1 else f"{item.id}-{number}")
            row: dict[str, object] = {"GLOBALEVENTID": id, **_time(date_of(item))}
            row |= self._actor("Actor1", one) | self._actor("Actor2", other)
            row |= {
                "EventCode": codes.cameo,
                "EventBaseCode": codes.cameo[:3],
                "EventRootCode": codes.cameo[:2],
                "QuadClass": quad_class(codes.cameo),
                "GoldsteinScale": goldstein(codes.cameo),
                "NumMentions": len(item.facts),
                "NumSources": len({f.document.source or f.document.key for f in item.facts}),
                "NumArticles": len({f.document.near_copy_of or f.document.key for f in item.facts}),
                "SOURCEURL": first.document.url,
            }
            if item.place:
                row["ActionGeo_FullName"] = item.place.name
                row["ActionGeo_CountryCode"] = state(item.place.country)["fips"]
            self._events.write("\t".join(tab_field(row.get(name)) for name in EVENTS) + "\n")
            for fact in item.facts:
                self._mention(id, item, fact, one, other)
        return None

    def close(self) -> None:
        """See `Writer.close`."""

    def _actor(self, what: str, side: Side | None) -> dict[str, object]:
        if side is None:
            return {}
        country = state(side.code)["cameo"] if is_state(side.code) else ""
        codes = group(side.code) if side.kind == "igo" else {"known": "", "type": ""}
        return {
            f"{what}Code": country or f"{codes['type']}{codes['known']}",
            f"{what}Name": self._context.name(side.named.id, side.named.name or side.named.mention),
            f"{what}CountryCode": country,
            f"{what}KnownGroupCode": codes["known"],
            f"{what}Type1Code": codes["type"],
        }

    def _mention(self, id: int, item: Item, one: StoredFact, first: Side | None, second: Side | None) -> None:
        document, fact = one.document, one.fact
        if document.key not in self._lengths:
            self._lengths[document.key] = len(self._context.text(document.key))
        row: dict[str, object] = {
            "GLOBALEVENTID": id,
            "EventTimeDate": _stamp(day(date_of(item))),
            "MentionTimeDate": _stamp(day(document.published)),
            "MentionType": _WEB if document.url else _CITED,
            "MentionSourceName": document.source,
            "MentionIdentifier": document.url or document.key,
            "Actor1CharOffset": _offset(one, first),
            "Actor2CharOffset": _offset(one, second),
            "ActionCharOffset": fact.start,
            "InRawText": 1,
            "Confidence": round(fact.confidence * 100),
            "MentionDocLen": self._lengths[document.key],
        }
        self._mentions.write("\t".join(tab_field(row.get(name)) for name in MENTIONS) + "\n")


def _time(value: str | None) -> dict[str, object]:
    exact, in_month, in_year = day(value), month(value), year(value)
    out: dict[str, object] = {"Year": in_year}
    if in_month:
        out["MonthYear"] = in_month.replace("-", "")
    if exact:
        out["SQLDATE"] = exact.replace("-", "")
        # GDELT's own formula: months of 30 days in a year of 365.
        part = ((int(exact[5:7]) - 1) * 30 + int(exact[8:])) / 365
        out["FractionDate"] = f"{int(exact[:4]) + part:.4f}"
    return out


def _stamp(exact: str | None) -> str | None:
    return exact.replace("-", "") + "000000" if exact else None


def _offset(one: StoredFact, side: Side | None) -> int | None:
    """Where the sentence names the side, by its own words in this fact."""
    if side is None:
        return None
    ids = {f.id for f in side.fillers if f.id} | ({side.code} if side.code else set())
    for fillers in one.fact.roles.values():
        for filler in fillers:
            if (filler.id in ids or filler in side.fillers) and filler.mention:
                at = one.fact.quote.find(filler.mention)
                if at >= 0:
                    return one.fact.start + at
    return None


def writer(folder: Folder, context: Context, report: Report) -> Gdelt:
    """A writer of this format."""
    return Gdelt(folder, context)
