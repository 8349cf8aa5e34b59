"""Who acts and who is acted upon: our roles in the terms of schemes that know a source and a target."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from types import MappingProxyType

from elshi.exports.codes import is_state
from elshi.model import Filler
from elshi.views.items import Item, filler_key

__all__ = ["MUTUAL", "ROLES", "Side", "actors_and_recipients", "dyads", "sides"]

#: Type -> (roles of those who act, roles of those acted upon).
ROLES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {
        "visit": (("visitor",), ("host",)),
        "meeting": (("participant",), ("host",)),
        "agreement": (("party", "signatory"), ()),
        "relations": (("actor", "party"), ("target",)),
        "mission": (("sender", "envoy"), ("receiver",)),
        "membership": (("member", "from"), ("organisation", "to")),
        "organisation": (("founder",), ("organisation", "successor")),
        "statement": (("speaker",), ("addressee",)),
        "cooperation": (("actor",), ()),
        "aid": (("donor",), ("recipient",)),
        "honour": (("awarder",), ("honouree",)),
        "coercion": (("actor",), ("target",)),
    }
)

#: What all of those who act do to each other, when nobody is acted upon.
MUTUAL = frozenset({"meeting", "agreement", "relations", "cooperation"})

#: A gathering of more sides than this is not cut into pairs: of 40 at a summit 780 events would come.
_MOST_SIDES = 12

_CODED = ("state", "igo", "programme")


@dataclass(frozen=True, slots=True)
class Side:
    """A state or organisation with those who stand for it in one event.

    Attributes:
        code: code of the state or organisation, or None where the text does not make it certain.
        kind: `state`, `igo`, or the kind of the first filler where there is no code.
        fillers: those of the side, in the order of the text; never empty.
    """

    code: str | None
    kind: str
    fillers: tuple[Filler, ...]

    @property
    def named(self) -> Filler:
        """Whom the side is named by: its only person, else the first who is named."""
        persons = [f for f in self.fillers if f.kind == "person"]
        return persons[0] if len(persons) == 1 else self.fillers[0]


def _code(filler: Filler) -> str | None:
    return (filler.id or None) if filler.kind in _CODED else (filler.of or None)


def sides(fillers: Iterable[Filler]) -> list[Side]:
    """Fillers put together by the state or organisation that they are or belong to, in the order of the text."""
    found: dict[str, list[Filler]] = {}
    codes: dict[str, str | None] = {}
    for filler in fillers:
        code = _code(filler)
        key = code or f"\0{filler_key(filler)}"
        codes[key] = code
        found.setdefault(key, []).append(filler)
    out = []
    for key, some in found.items():
        code = codes[key]
        kind = ("state" if is_state(code) else "igo") if code else some[0].kind
        out.append(Side(code, kind, tuple(some)))
    return out


def actors_and_recipients(item: Item) -> tuple[list[Filler], list[Filler]]:
    """Who acts and who is acted upon; where both sides meet and no host is known, all of them act."""
    acting, acted = ROLES.get(item.type, ((), ()))
    actors, recipients = (
        list(item.fillers(*acting)) if acting else [],
        list(item.fillers(*acted)) if acted else [],
    )
    if item.type == "meeting" and recipients:
        hosts = {_code(f) or filler_key(f) for f in recipients}
        guests = [f for f in actors if (_code(f) or filler_key(f)) not in hosts]
        recipients += [f for f in actors if f not in guests and f not in recipients]
        actors = guests
    return actors, recipients


def dyads(item: Item) -> Sequence[tuple[Side | None, Side | None]]:
    """Pairs of who acts and who is acted upon, for schemes with one of each; a missing one is None."""
    actors, recipients = actors_and_recipients(item)
    left, right = sides(actors), sides(recipients)
    if left and right:
        pairs = [(a, b) for a in left for b in right if a.code is None or a.code != b.code]
        return pairs or [(left[0], right[0])]
    if right:
        return [(None, b) for b in right]
    if item.type in MUTUAL and 2 <= len(left) <= _MOST_SIDES:
        return list(combinations(left, 2))
    return [(a, None) for a in left]
