"""GraphML of who deals with whom, as Gephi, yEd and networkx read it.

Nodes are states, organisations and programmes; an edge stands for all dealings of two of them of one type that
happened (as `elshi network` counts them: events, not reports). Attributes follow Gephi's: `label` and `weight`;
`first` and `last` are the days between which the dated events lie.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from elshi.exports.base import Context, Report
from elshi.exports.codes import is_state
from elshi.exports.files import Folder
from elshi.exports.times import date_of, days
from elshi.views.items import Item
from elshi.views.network import MOST_PARTIES, Network

__all__ = ["GraphMl", "write_network", "writer"]

#: Characters that XML 1.0 cannot hold.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_NODE = (("label", "string"), ("kind", "string"), ("events", "int"))
_EDGE = (("type", "string"), ("weight", "double"), ("label", "string"), ("first", "string"), ("last", "string"),
         ("events", "string"))  # fmt: skip


@dataclass(slots=True)
class _Edge:
    events: list[str] = field(default_factory=list)
    first: str | None = None
    last: str | None = None


class GraphMl:
    """Writes `network.graphml`; keeps the nodes and edges, for their weights are known at the end."""

    def __init__(self, folder: Folder, context: Context) -> None:
        self._stream = folder.text("network.graphml")
        self._context = context
        self._nodes: dict[str, int] = {}
        self._edges: dict[tuple[str, str, str], _Edge] = {}

    def add(self, item: Item) -> str | None:
        """See `Writer.add`."""
        if item.event.kind != "event":
            return "a network is of events, not figures"
        if item.status != "actual":
            return "a network is of what happened, not of what was planned, denied or cancelled"
        parties = item.parties()
        if len(parties) < 2:
            return "only one side is known"
        if len(parties) > MOST_PARTIES:
            return f"more than {MOST_PARTIES} sides: says little about any two of them"
        low, high = days(date_of(item))
        for code in parties:
            self._nodes[code] = self._nodes.get(code, 0) + 1
        for a, b in combinations(sorted(parties), 2):
            edge = self._edges.setdefault((a, b, item.type), _Edge())
            edge.events.append(item.id)
            edge.first = min(filter(None, (edge.first, low)), default=None)
            edge.last = max(filter(None, (edge.last, high)), default=None)
        return None

    def close(self) -> None:
        """See `Writer.close`."""
        nodes = [
            (code, (self._context.name(code, code), "state" if is_state(code) else "organisation", count))
            for code, count in sorted(self._nodes.items())
        ]
        edges = [
            (a, b, (type_, float(len(e.events)), type_, e.first, e.last, " ".join(sorted(e.events))))
            for (a, b, type_), e in sorted(self._edges.items())
        ]
        _write(self._stream, nodes, edges)


def write_network(stream: IO[str], network: Network) -> None:
    """Writes what `elshi network` finds as GraphML."""
    count: dict[str, set[str]] = {}
    for e in network.edges:
        for code in (e.a, e.b):
            count.setdefault(code, set()).update(e.events)
    nodes = [
        (id, (name, "state" if is_state(id) else "organisation", len(count.get(id, ()))))
        for id, name in network.nodes.items()
    ]
    edges = [
        (e.a, e.b, (e.type, float(e.weight), e.type, None, None, " ".join(e.events))) for e in network.edges
    ]
    _write(stream, nodes, edges)


def _write(
    stream: IO[str],
    nodes: Iterable[tuple[str, tuple[object, ...]]],
    edges: Iterable[tuple[str, str, tuple[object, ...]]],
) -> None:
    stream.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    stream.write('<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n')
    for what, keys in (("node", _NODE), ("edge", _EDGE)):
        for name, kind in keys:
            # Gephi reads these two by their ids, the rest by `attr.name`.
            id = name if name == "weight" or (what, name) == ("node", "label") else f"{what}_{name}"
            stream.write(f'<key id="{id}" for="{what}" attr.name="{name}" attr.type="{kind}"/>\n')
    stream.write('<graph edgedefault="undirected">\n')
    for id, values in nodes:
        stream.write(f"<node id={_attribute(id)}>{_data('node', _NODE, values)}</node>\n")
    for number, (a, b, values) in enumerate(edges):
        head = f'<edge id="e{number}" source={_attribute(a)} target={_attribute(b)}>'
        stream.write(f"{head}{_data('edge', _EDGE, values)}</edge>\n")
    stream.write("</graph>\n</graphml>\n")


def _data(what: str, keys: tuple[tuple[str, str], ...], values: tuple[object, ...]) -> str:
    out = ""
    for (name, _), value in zip(keys, values, strict=True):
        if value is not None:
            id = name if name == "weight" or (what, name) == ("node", "label") else f"{what}_{name}"
            out += f'<data key="{id}">{escape(_clean(str(value)))}</data>'
    return out


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)


def _attribute(text: str) -> str:
    return quoteattr(_clean(text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def writer(folder: Folder, context: Context, report: Report) -> GraphMl:
    """A writer of this format."""
    return GraphMl(folder, context)
