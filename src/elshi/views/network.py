"""Who deals with whom, how often, how."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Any

from elshi.views.items import items
from elshi.views.source import Names, NoNames, Source
from elshi.views.when import within

__all__ = ["MOST_PARTIES", "Edge", "Network", "network"]

#: A gathering of more parties than this says little about any two of them; it is left out of the edges.
MOST_PARTIES = 12


@dataclass(frozen=True, slots=True)
class Edge:
    """Dealings of two parties.

    Attributes:
        a, b: codes, in alphabetical order.
        type: event type.
        weight: number of events (not of reports).
        events: their ids, in order of time.
    """

    a: str
    b: str
    type: str
    weight: int
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes (code -> name) and weighted, typed edges, both in alphabetical order."""

    nodes: dict[str, str]
    edges: tuple[Edge, ...]

    def to_json(self) -> dict[str, Any]:
        """The object that `elshi network --format json` prints."""
        return {
            "nodes": [{"id": id, "name": name} for id, name in self.nodes.items()],
            "edges": [
                {"source": e.a, "target": e.b, "type": e.type, "weight": e.weight, "events": list(e.events)}
                for e in self.edges
            ],
        }


def network(
    source: Source,
    *,
    since: str | None = None,
    until: str | None = None,
    language: str = "en",
    names: Names | None = None,
) -> Network:
    """Who deals with whom in the record, as far as it happened: states, organisations and programmes.

    Args:
        source: the record.
        since: EDTF value; what cannot lie at or after it is left out.
        until: the same for the end.
        language: language of the names.
        names: who knows them.
    """
    known = names or NoNames()
    nodes: dict[str, str] = {}
    found: dict[tuple[str, str, str], list[str]] = {}
    for one in items(source.events()):
        if one.event.kind != "event" or one.status != "actual":
            continue
        if not any(within(when.value, since, until) for when in one.dates):
            continue
        parties = one.parties()
        if not 2 <= len(parties) <= MOST_PARTIES:
            continue
        for filler in one.fillers():
            if filler.id in parties and filler.id:
                nodes.setdefault(filler.id, known.name(filler.id, language) or filler.name or filler.id)
        for a, b in combinations(sorted(parties), 2):
            found.setdefault((a, b, one.type), []).append(one.id)
            for code in (a, b):
                nodes.setdefault(code, known.name(code, language) or code)
    edges = tuple(Edge(a, b, type, len(ids), tuple(ids)) for (a, b, type), ids in sorted(found.items()))
    return Network(dict(sorted(nodes.items())), edges)
