"""FollowTheMoney entities, one JSON object a line, as Aleph, OpenAleph and yente read them.

Visits are `Trip`, membership `Membership`, envoys' appointments `Occupancy`, every other event `Event`; documents are
`Article`; who takes part is `Person`, `PublicBody` (states) or `Organization`, and each naming of them in a document is
a `Mention`. Everything points to its document by `proof`, and its `description` holds the sentences.

Dates are cut to the precision that is known (2011, 2011-09); the EDTF value stands in `notes`. Undecided and former
states keep FollowTheMoney's own codes. Figures have no schema there.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from typing import Any

from elshi.exports.base import Context, Report
from elshi.exports.codes import is_state, state
from elshi.exports.files import Folder
from elshi.exports.labels import label
from elshi.exports.times import date_of, dates_of, partial
from elshi.model import Filler
from elshi.record.model import StoredDocument, StoredFact
from elshi.render.safe import safe_url
from elshi.views.items import Item, filler_key

__all__ = ["FollowTheMoney", "writer"]

_PLAIN = re.compile(r"[0-9a-zA-Z]+")

#: Kind of a filler -> schema.
_SCHEMA = {"state": "PublicBody", "igo": "Organization", "programme": "Organization", "person": "Person",
           "organisation": "Organization"}  # fmt: skip

#: Subtypes of `membership` that are a membership, with the word for the role.
_MEMBER = {"member": "member", "joined": "member", "left": "member", "observer": "observer", "partner": "partner",
           "chairs": "chair"}  # fmt: skip

_LANGUAGES = {"kk": "kaz", "ru": "rus", "en": "eng"}


def entity_id(kind: str, name: str) -> str:
    """An id that FollowTheMoney allows: letters, digits and hyphens."""
    plain = (
        name
        if _PLAIN.fullmatch(name)
        else hashlib.sha256(name.encode("utf-8", "backslashreplace")).hexdigest()[:32]
    )
    return f"elshi-{kind}-{plain}"


class FollowTheMoney:
    """Writes `entities.ftm.json`."""

    def __init__(self, folder: Folder, context: Context) -> None:
        self._stream = folder.text("entities.ftm.json")
        self._context = context
        self._written: set[str] = set()

    def add(self, item: Item) -> str | None:
        """See `Writer.add`."""
        if item.event.kind == "figure":
            return "FollowTheMoney has no schema for figures"
        for one in item.facts:
            self._document(one.document)
        ids = {filler_key(f): self._party(f) for f in item.fillers()}
        for one in item.facts:
            for fillers in one.fact.roles.values():
                for filler in fillers:
                    self._mention(one, filler)
        made = self._membership(item, ids) or self._occupancy(item, ids)
        if not made:
            self._event(item, ids)
        return None

    def close(self) -> None:
        """See `Writer.close`."""

    # Entities ---------------------------------------------------------------------------------------------

    def _event(self, item: Item, ids: dict[str, str]) -> None:
        host = "organizer" if item.type == "meeting" else "involved"
        given: dict[str, list[str | None]] = {
            "name": [label(item, self._context)],
            "involved": [],
            "organizer": [],
        }
        for role, fillers in item.roles.items():
            given[host if role == "host" else "involved"] += [ids[filler_key(f)] for f in fillers]
        given["country"] = [state(code)["iso2"] for code in item.parties()]
        given["keywords"] = [item.type, item.subtype, item.event.sphere]
        schema = "Event"
        if item.type == "visit":
            schema = "Trip"
            hosts = [f for f in item.roles.get("host", ()) if f.kind == "state"]
            if item.place:
                given["endLocation"] = [self._address(item.place.name, item.place.country)]
            else:
                given["endLocation"] = [self._address(None, f.id) for f in hosts]
        if item.place:
            given["location"] = [item.place.name]
        self._write(entity_id("event", item.id), schema, given | self._common(item))

    def _membership(self, item: Item, ids: dict[str, str]) -> bool:
        role = _MEMBER.get(item.subtype or "") if item.type == "membership" else None
        members, bodies = item.roles.get("member", ()), item.roles.get("organisation", ())
        bodies = tuple(b for b in bodies if self._schema(b) == "Organization")
        if role is None or item.status != "actual" or not members or not bodies:
            return False
        begin, end = partial(date_of(item))
        for member in members:
            for body in bodies:
                given: dict[str, list[str | None]] = {
                    "member": [ids[filler_key(member)]],
                    "organization": [ids[filler_key(body)]],
                    "role": [role],
                }
                given |= self._link(item)
                if item.subtype == "joined":
                    given["startDate"] = [begin]
                elif item.subtype == "left":
                    given["endDate"] = [end or begin]
                else:
                    given["date"] = [begin]
                name = f"{item.id}:{filler_key(member)}:{filler_key(body)}"
                self._write(entity_id("membership", name), "Membership", given)
        return True

    def _occupancy(self, item: Item, ids: dict[str, str]) -> bool:
        if item.type != "mission" or item.subtype not in ("appointed", "credentials", "recalled", "expelled"):
            return False
        envoys = [f for f in item.roles.get("envoy", ()) if f.kind == "person"]
        senders, receivers = item.roles.get("sender", ()), item.roles.get("receiver", ())
        if item.status != "actual" or not envoys or len(senders) != 1 or not receivers:
            return False
        names = [self._context.name(f.id, f.name) or f.mention for f in (*senders, *receivers)]
        post = entity_id("position", ":".join(filler_key(f) for f in (*senders, *receivers)))
        if post not in self._written:
            self._written.add(post)
            name = f"Envoy of {names[0]} to {', '.join(names[1:])}"
            self._write(post, "Position", {"name": [name], "country": [state(senders[0].id)["iso2"]]})
        begin, end = partial(date_of(item))
        for envoy in envoys:
            given: dict[str, list[str | None]] = {"holder": [ids[filler_key(envoy)]], "post": [post]}
            given |= self._link(item)
            if item.subtype == "appointed":
                given["startDate"] = [begin]
            elif item.subtype == "credentials":
                given["date"] = [begin]
            else:
                given["endDate"] = [end or begin]
            self._write(entity_id("occupancy", f"{item.id}:{filler_key(envoy)}"), "Occupancy", given)
        return True

    def _common(self, item: Item) -> dict[str, list[str | None]]:
        """What everything carries: sources, sentences, dates."""
        begin, end = partial(date_of(item))
        notes = [f"status: {item.status}", *(f"date (EDTF): {value}" for value in dates_of(item))]
        return {
            "proof": [entity_id("document", f.document.key) for f in item.facts],
            "description": [_quotation(f) for f in item.facts],
            "summary": [item.title],
            "sourceUrl": [safe_url(f.document.url) for f in item.facts],
            "publisher": [f.document.source for f in item.facts],
            "recordId": [item.id],
            "date": [begin] if end is None else [],
            "startDate": [begin] if end is not None else [],
            "endDate": [end],
            "notes": [*notes],
        }

    def _link(self, item: Item) -> dict[str, list[str | None]]:
        """The same for what links two entities: it has no notes, and its dates mean begin and end."""
        given = self._common(item)
        given["summary"] = [*given["summary"], *given.pop("notes")]
        for name in ("date", "startDate", "endDate"):
            del given[name]
        return given

    def _schema(self, filler: Filler) -> str:
        return _SCHEMA.get(filler.kind, "LegalEntity")

    def _party(self, filler: Filler) -> str:
        key = filler_key(filler)
        id = entity_id("party", key)
        if id not in self._written:
            self._written.add(id)
            code = filler.id if filler.kind == "state" else filler.of
            name = self._context.name(filler.id, filler.name) or filler.mention
            given: dict[str, list[str | None]] = {"name": [name]}
            if is_state(code):
                given["country"] = [state(code)["iso2"]]
            if filler.kind in ("state", "igo", "programme"):
                given["classification"] = [filler.kind]
            self._write(id, self._schema(filler), given)
        return id

    def _address(self, city: str | None, country: str | None) -> str:
        id = entity_id("address", f"{city}:{country}")
        if id not in self._written:
            self._written.add(id)
            full = ", ".join(part for part in (city, self._context.name(country, country)) if part)
            self._write(id, "Address", {"full": [full], "name": [full], "country": [state(country)["iso2"]]})
        return id

    def _document(self, document: StoredDocument) -> None:
        id = entity_id("document", document.key)
        if id in self._written:
            return
        self._written.add(id)
        published, _ = partial(document.published)
        given = {
            "title": [document.title],
            "fileName": [document.name],
            "name": [document.title or document.name],
            "publisher": [document.source],
            "sourceUrl": [safe_url(document.url)],
            "publishedAt": [published],
            "language": [_LANGUAGES.get(document.language or "")],
        }
        self._write(id, "Article", given)

    def _mention(self, one: StoredFact, filler: Filler) -> None:
        party = entity_id("party", filler_key(filler))
        id = entity_id("mention", f"{one.document.key}:{party}:{filler.mention}")
        if id in self._written or not filler.mention:
            return
        self._written.add(id)
        code = filler.id if filler.kind == "state" else filler.of
        given = {
            "document": [entity_id("document", one.document.key)],
            "resolved": [party],
            "name": [filler.mention],
            "detectedSchema": [self._schema(filler)],
            "contextCountry": [state(code)["iso2"]],
        }
        self._write(id, "Mention", given)

    def _write(self, id: str, schema: str, given: dict[str, Any]) -> None:
        properties = {key: _unique(values) for key, values in given.items()}
        line = {"id": id, "schema": schema, "properties": {k: v for k, v in properties.items() if v}}
        self._stream.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


def _unique(values: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(v for v in values if v and v.strip()))


def _quotation(one: StoredFact) -> str:
    return f"«{one.fact.quote}» ({one.document.title or one.document.name}, {one.fact.start}–{one.fact.end})"


def writer(folder: Folder, context: Context, report: Report) -> FollowTheMoney:
    """A writer of this format."""
    return FollowTheMoney(folder, context)
