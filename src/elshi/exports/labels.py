"""A line that says what an event is, in the reader's language."""

from __future__ import annotations

from elshi.exports.base import Context
from elshi.exports.parties import Side, actors_and_recipients, sides
from elshi.render.texts import texts
from elshi.views.items import Item

__all__ = ["label", "term"]

#: More sides than this are cut short in a line.
_MOST = 6


def term(item: Item, language: str) -> str:
    """The word for what the event is: its subtype where the text gives one, else its type."""
    words = texts(language)
    if item.event.kind == "figure":
        return words.get(f"figure.{item.type}", item.type)
    kind = words.get(f"type.{item.type}", item.type)
    return words.get(f"subtype.{item.type}.{item.subtype}", kind) if item.subtype else kind


def label(item: Item, context: Context) -> str:
    """What, who and whom: «Official visit: Kazakhstan → Türkiye»; with the title where there is one."""
    actors, recipients = actors_and_recipients(item)
    if not actors and not recipients:
        actors = list(item.fillers())
    left, right = _joined(sides(actors), context), _joined(sides(recipients), context)
    who = " → ".join(part for part in (left, right) if part)
    out = term(item, context.language)
    if who:
        out += f": {who}"
    if item.title:
        out += f" («{' '.join(item.title.split())}»)"
    return out


def _joined(found: list[Side], context: Context) -> str:
    names = [
        context.name(one.code, one.named.name) or " ".join(one.named.mention.split()) for one in found[:_MOST]
    ]
    return " – ".join(name for name in names if name) + (" …" if len(found) > _MOST else "")
