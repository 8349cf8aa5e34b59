"""PLOVER 2.0 as JSON Lines (its manual, chapter 5): one event a line, with the sentence that bears it.

An event is one line however many sources report it. What PLOVER has no field for (EDTF date, status, our type, the
other sentences) stands under the key `elshi`.
"""

from __future__ import annotations

import json
from typing import Any

from elshi import __version__
from elshi.exports.base import Context, Report
from elshi.exports.codes import group, is_state
from elshi.exports.files import Folder
from elshi.exports.parties import actors_and_recipients, sides
from elshi.exports.times import date_of, days
from elshi.frames.codes import Coding, coding
from elshi.model import Filler
from elshi.record.model import StoredFact
from elshi.views.items import Item

__all__ = ["Plover", "item_coding", "split_cooperation", "writer"]


def item_coding(item: Item) -> Coding:
    """Codes of an event; figures have none."""
    if item.event.kind == "figure":
        return Coding(None, None, (), None, None, None, "PLOVER and CAMEO code events, not figures")
    return coding(item.type, item.subtype, item.status, item.event.sphere)


def split_cooperation(actors: list[Filler], recipients: list[Filler]) -> tuple[list[Filler], list[Filler]]:
    """Gives COOPERATE the recipient that the manual asks for: of sides that act together, all but the first."""
    if recipients:
        return actors, recipients
    found = sides(actors)
    return (list(found[0].fillers), [f for one in found[1:] for f in one.fillers]) if found else ([], [])


#: Events for which the manual asks for a recipient.
_TWO_SIDED = frozenset({"COOPERATE", "AID", "SANCTION"})


class Plover:
    """Writes `plover.jsonl`."""

    def __init__(self, folder: Folder, context: Context, report: Report) -> None:
        self._report, self._one_sided = report, 0
        self._stream = folder.text("plover.jsonl")
        self._context = context

    def add(self, item: Item) -> str | None:
        """See `Writer.add`."""
        codes = item_coding(item)
        if codes.event is None:
            return codes.why
        actors, recipients = actors_and_recipients(item)
        mutual = codes.event == "COOPERATE" and not recipients
        if mutual:
            actors, recipients = split_cooperation(actors, recipients)
        self._one_sided += codes.event in _TWO_SIDED and not recipients
        first, last = days(date_of(item))
        best = item.facts[0]
        line: dict[str, Any] = {"id": item.id, "date": first}
        if last and last != first:
            line["enddate"] = last
        line["actor"] = [self._entity(f) for f in actors]
        if recipients:
            line["recipient"] = [self._entity(f) for f in recipients]
        line["event"] = [codes.event]
        if codes.mode:
            line["mode"] = [codes.mode]
        if codes.contexts:
            line["context"] = list(codes.contexts)
        line["quad_code"], line["event_scale"] = codes.quad, codes.score
        if item.place:
            line["event_loc"] = _location(item)
        line["text"] = best.fact.quote
        line["text_info"] = {"start": best.fact.start, "end": best.fact.end}
        line["cite_info"] = _citation(best)
        line["coder"] = "elshi"
        line["elshi"] = {
            "type": item.type,
            "subtype": item.subtype,
            "status": item.status,
            "date": date_of(item),
            "title": item.title,
            "mutual": mutual,
            "sources": [_source(one) for one in item.facts],
        }
        self._stream.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
        return None

    def close(self) -> None:
        """See `Writer.close`."""
        if self._one_sided:
            self._report.notes.append(
                f"{self._one_sided} events have no recipient though PLOVER asks for one: their sources name none"
            )

    def _entity(self, filler: Filler) -> dict[str, Any]:
        code, sector = code_of(filler)
        out: dict[str, Any] = {"code": code}
        if sector:
            out["sector"] = sector
        out["entity_text"] = filler.mention
        name = self._context.name(filler.id, filler.name)
        if name:
            out["identifier_text"] = name
        return out


def code_of(filler: Filler) -> tuple[str | None, str | None]:
    """PLOVER's code of an actor and its sector; the text seldom makes the sector certain."""
    if filler.kind in ("igo", "programme"):
        return (group(filler.id)["plover"] if filler.kind == "igo" else None), None
    code = filler.id if filler.kind == "state" else filler.of
    if not code:
        return None, None
    return (code if is_state(code) else group(code)["plover"]), None


def _location(item: Item) -> dict[str, Any]:
    place = item.place
    assert place is not None
    out = {"extracted_place": place.mention, "resolved_place": place.name}
    if place.country:
        out["country_code"] = place.country
    return out


def _citation(one: StoredFact) -> dict[str, Any]:
    document = one.document
    given = {
        "citation": document.name,
        "url": document.url,
        "title": document.title,
        "language": one.fact.language,
        "publication": document.source,
        "date": document.published,
        "codebook": "PLOVER",
        "version": "2.0",
        "coder": f"elshi {__version__}",
    }
    return {key: value for key, value in given.items() if value is not None}


def _source(one: StoredFact) -> dict[str, Any]:
    return {
        "fact": one.id,
        "document": one.document.key,
        "url": one.document.url,
        "start": one.fact.start,
        "end": one.fact.end,
        "text": one.fact.quote,
        "confidence": one.fact.confidence,
    }


def writer(folder: Folder, context: Context, report: Report) -> Plover:
    """A writer of this format."""
    return Plover(folder, context, report)
