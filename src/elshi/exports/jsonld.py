"""JSON-LD 1.1: events in schema.org's words, their evidence as Web Annotations, their making as W3C PROV.

One document with its context in it: nothing is fetched to read it. Nodes stand one a line.

* an event is a `schema:Event` (a figure a `schema:Observation`), `prov:wasDerivedFrom` its documents;
* a document is a `schema:Article` and a `prov:Entity`;
* each sentence is an `oa:Annotation` whose target is the document, selected by its words (`oa:TextQuoteSelector`) and
  by its place (`oa:TextPositionSelector`, in code points);
* what a person decided on a fact is a `prov:Activity`, associated with that person.

Dates are EDTF values, typed; `startDate` and `endDate` only where the sources give the day.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from elshi import __version__
from elshi.exports.base import Context, Report
from elshi.exports.files import Folder
from elshi.exports.labels import label
from elshi.exports.times import date_of, dates_of, exact_days
from elshi.model import Filler
from elshi.record.decisions import Decision
from elshi.record.model import StoredDocument, StoredFact
from elshi.render.safe import language_tag, safe_url
from elshi.views.items import Item, filler_key

__all__ = ["CONTEXT", "JsonLd", "writer"]

_ID = {"@type": "@id"}

#: The context of the file. Our own words are under `urn:elshi:term:`; every role is one of them.
CONTEXT: Mapping[str, Any] = MappingProxyType(
    {
        "@version": 1.1,
        "schema": "https://schema.org/",
        "prov": "http://www.w3.org/ns/prov#",
        "oa": "http://www.w3.org/ns/oa#",
        "dcterms": "http://purl.org/dc/terms/",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "elshi": "urn:elshi:term:",
        "id": "@id",
        "type": "@type",
        "name": "schema:name",
        "title": "dcterms:title",
        "identifier": "schema:identifier",
        "startDate": {"@id": "schema:startDate", "@type": "schema:Date"},
        "endDate": {"@id": "schema:endDate", "@type": "schema:Date"},
        "date": {"@id": "dcterms:date", "@type": "http://id.loc.gov/datatypes/edtf/EDTF-level1"},
        "published": {"@id": "schema:datePublished", "@type": "schema:Date"},
        "location": {"@id": "schema:location"},
        "addressCountry": "schema:addressCountry",
        "eventStatus": {"@id": "schema:eventStatus", **_ID},
        "organizer": {"@id": "schema:organizer", **_ID},
        "attendee": {"@id": "schema:attendee", **_ID},
        "about": {"@id": "schema:about", **_ID},
        "affiliation": {"@id": "schema:affiliation", **_ID},
        "url": {"@id": "schema:url", **_ID},
        "publisher": "schema:publisher",
        "inLanguage": "schema:inLanguage",
        "measuredProperty": "elshi:indicator",
        "value": "schema:value",
        "unitText": "schema:unitText",
        "wasDerivedFrom": {"@id": "prov:wasDerivedFrom", **_ID},
        "wasAttributedTo": {"@id": "prov:wasAttributedTo", **_ID},
        "wasAssociatedWith": {"@id": "prov:wasAssociatedWith", **_ID},
        "used": {"@id": "prov:used", **_ID},
        "endedAtTime": {"@id": "prov:endedAtTime", "@type": "xsd:dateTime"},
        "evidence": {"@id": "elshi:evidence", **_ID},
        "body": {"@id": "oa:hasBody", **_ID},
        "target": "oa:hasTarget",
        "source": {"@id": "oa:hasSource", **_ID},
        "selector": "oa:hasSelector",
        "exact": "oa:exact",
        "prefix": "oa:prefix",
        "suffix": "oa:suffix",
        "start": "oa:start",
        "end": "oa:end",
        "motivation": {"@id": "oa:motivatedBy", **_ID},
        "factType": "elshi:type",
        "subtype": "elshi:subtype",
        "status": "elshi:status",
        "sphere": "elshi:sphere",
        "confidence": {"@id": "elshi:confidence", "@type": "xsd:double"},
        "decision": "elshi:decision",
        "reason": "elshi:reason",
        **{
            role: {"@id": f"elshi:role:{role}", **_ID}
            for role in (
                "visitor", "host", "participant", "party", "signatory", "actor", "sender", "receiver",
                "envoy", "member", "organisation", "from", "to", "successor", "founder", "speaker", "addressee",
                "donor", "recipient", "awarder", "honouree", "subject",
            )
        },
        # "target" is a word of Web Annotation here, so the role has a longer name.
        "targetOf": {"@id": "elshi:role:target", **_ID},
    }
)  # fmt: skip

#: How much of the text before and after a sentence is given, so that it is found again after a change of the text.
_AROUND = 32

_STATUS = {"planned": "schema:EventScheduled", "cancelled": "schema:EventCancelled"}

_TYPES = {"state": "schema:Country", "igo": "schema:Organization", "programme": "schema:Organization",
          "person": "schema:Person", "organisation": "schema:Organization", "place": "schema:Place"}  # fmt: skip

_AGENT = "urn:elshi:software"


def _urn(kind: str, name: str) -> str:
    return f"urn:elshi:{kind}:{quote(name, safe='-._~:', errors='backslashreplace')}"


class JsonLd:
    """Writes `record.jsonld`."""

    def __init__(self, folder: Folder, context: Context) -> None:
        self._stream = folder.text("record.jsonld")
        self._context = context
        self._written: set[str] = set()
        self._text: tuple[str, str] = ("", "")
        head = json.dumps(dict(CONTEXT), ensure_ascii=False, separators=(",", ":"))
        self._stream.write(f'{{"@context":{head},\n"@graph":[\n')
        agent = {"id": _AGENT, "type": ["prov:SoftwareAgent"], "name": "Elshi", "identifier": __version__}
        self._stream.write(json.dumps(agent, ensure_ascii=False))

    def add(self, item: Item) -> str | None:
        """See `Writer.add`."""
        for one in item.facts:
            self._document(one.document)
        figure = item.event.kind == "figure"
        id = _urn("event", item.id)
        node: dict[str, Any] = {
            "id": id,
            "type": ["schema:Observation" if figure else "schema:Event", "prov:Entity"],
            "name": label(item, self._context),
            "factType": item.type,
            "subtype": item.subtype,
            "status": item.status,
            "sphere": item.event.sphere,
            "title": _words(item.title, item.title_language),
            "date": dates_of(item) or None,
            "wasDerivedFrom": list(dict.fromkeys(_urn("document", f.document.key) for f in item.facts)),
            "wasAttributedTo": _AGENT,
            "evidence": [_urn("fact", f.id) for f in item.facts],
        }
        exact = exact_days(date_of(item)) if len(item.dates) == 1 else None
        if exact:
            node["startDate"], node["endDate"] = exact
        if not figure:
            node["eventStatus"] = _STATUS.get(item.status)
        else:
            node |= {"measuredProperty": item.type, "value": item.event.value, "unitText": item.event.unit}
        if item.place:
            node["location"] = {
                "type": "schema:Place", "name": item.place.name, "addressCountry": item.place.country
            }  # fmt: skip
        for role, fillers in item.roles.items():
            node["targetOf" if role == "target" else role] = [self._party(f) for f in fillers]
        if item.type == "meeting":
            node["attendee"] = node.get("participant")
            node["organizer"] = node.get("host")
        self._write(node)
        for one in item.facts:
            self._evidence(one, id)
        return None

    def close(self) -> None:
        """See `Writer.close`."""
        self._stream.write("\n]}\n")

    def _evidence(self, one: StoredFact, event: str) -> None:
        fact, key = one.fact, one.document.key
        if self._text[0] != key:
            self._text = (key, self._context.text(key))
        text = self._text[1]
        id = _urn("fact", one.id)
        self._write(
            {
                "id": id,
                "type": ["oa:Annotation", "prov:Entity"],
                "motivation": "oa:identifying",
                "body": event,
                "target": {
                    "type": "oa:SpecificResource",
                    "source": _urn("document", key),
                    "selector": [
                        {
                            "type": "oa:TextQuoteSelector",
                            "exact": fact.quote,
                            "prefix": text[max(0, fact.start - _AROUND) : fact.start],
                            "suffix": text[fact.end : fact.end + _AROUND],
                        },
                        {"type": "oa:TextPositionSelector", "start": fact.start, "end": fact.end},
                    ],
                },
                "inLanguage": language_tag(fact.language),
                "status": fact.status,
                "date": fact.date,
                "confidence": fact.confidence,
            }
        )
        for decision in self._context.decisions.get(one.id, ()):
            self._decision(decision, id)

    def _decision(self, decision: Decision, fact: str) -> None:
        person = _urn("user", decision.who)
        if person not in self._written:
            self._written.add(person)
            self._write({"id": person, "type": ["prov:Person"], "name": decision.who})
        self._write(
            {
                "id": _urn("decision", decision.id),
                "type": ["prov:Activity"],
                "decision": decision.kind,
                "reason": decision.why,
                "used": fact,
                "wasAssociatedWith": person,
                "endedAtTime": decision.at,
            }
        )

    def _document(self, document: StoredDocument) -> None:
        id = _urn("document", document.key)
        if id in self._written:
            return
        self._written.add(id)
        self._write(
            {
                "id": id,
                "type": ["schema:Article", "prov:Entity"],
                "name": document.title or document.name,
                "identifier": document.name,
                "url": safe_url(document.url),
                "publisher": document.source,
                "published": document.published,
                "inLanguage": language_tag(document.language),
                "wasDerivedFrom": _urn("document", document.near_copy_of) if document.near_copy_of else None,
            }
        )

    def _party(self, filler: Filler) -> str:
        coded = filler.id is not None
        id = _urn("party" if coded else "mention", filler_key(filler))
        if id not in self._written:
            self._written.add(id)
            self._write(
                {
                    "id": id,
                    "type": [_TYPES.get(filler.kind, "schema:Thing"), "prov:Agent"],
                    "name": self._context.name(filler.id, filler.name) or filler.mention,
                    "identifier": filler.id,
                    "affiliation": _urn("party", filler.of) if filler.of and filler.of != filler.id else None,
                }
            )
        return id

    def _write(self, node: dict[str, Any]) -> None:
        given = {key: value for key, value in node.items() if value is not None and value != []}
        self._stream.write(",\n" + json.dumps(given, ensure_ascii=False, separators=(",", ":")))


def _words(text: str | None, language: str | None) -> Any:
    tag = language_tag(language)
    return {"@value": text, "@language": tag} if text and tag else text


def writer(folder: Folder, context: Context, report: Report) -> JsonLd:
    """A writer of this format."""
    return JsonLd(folder, context)
