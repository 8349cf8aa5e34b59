"""What a country does by itself: sessions of its own organs, home news, what its chambers approve."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from elshi.frames.phrases import CODED

if TYPE_CHECKING:
    from elshi.frames.rules import Rule
    from elshi.frames.view import View
    from elshi.model import Filler

__all__ = ["by_chamber", "of_one_country"]

#: What a newspaper tells of its own country as often as of others.
DOMESTIC = frozenset({"statement", "cooperation"})
HOME = frozenset({"KAZ"})

#: Chambers by their ids.
CHAMBER = re.compile(
    r"parliament|senate|congress|house|duma|sejm|se[iy]mas|saeima|storting|riksdag|riigikogu|khural|folketing"
    r"|eduskunta|cortes|bundestag|bundesrat|rada|m[ae][jz]h?lis|knesset|sabha|assemblee|natsobranie|majilis"
)
#: Ends of the ids of a state's own organs.
ORGANS = ("-government", "-parliament", "-senate", "-lower-house", "-majilis")


def of_one_country(view: View, rule: Rule, roles: dict[str, list[Filler]]) -> bool:
    """Whether what a rule found is no foreign relation, but something that a country does by itself."""
    if rule.frame == "meeting":
        return _at_home(roles)
    return rule.frame in DOMESTIC and _domestic(view, roles)


def by_chamber(rule: Rule, roles: dict[str, list[Filler]]) -> bool:
    """Whether a chamber approves: «Сенат келісімді бекітті» is no signature."""
    return (
        rule.frame == "agreement"
        and rule.subtype == "signed"
        and any(f.kind == "organisation" and f.id and CHAMBER.search(f.id) for f in roles.get("party", ()))
    )


def _at_home(roles: dict[str, list[Filler]]) -> bool:
    """Whether an organ of one state meets with nobody: «Үкімет отырысы», "a session of the Rada"."""
    fillers = [f for fs in roles.values() for f in fs]
    organs = [f for f in fillers if f.kind == "organisation"]
    sides = {f.of for f in organs}
    return (
        len(sides) == 1
        and None not in sides
        and all(f.kind == "organisation" or f.id in sides for f in fillers)
        and any(f.id.endswith(ORGANS) for f in organs if f.id)
    )


def _domestic(view: View, roles: dict[str, list[Filler]]) -> bool:
    """Whether a Kazakh sentence names no side but Kazakhstan and has no word of foreign relations."""
    words = view.words.sets.get("outward")
    speakers = roles.get("speaker", [])
    addressees = roles.get("addressee", [])
    if addressees and all(f.kind == "state" for f in addressees) and not any(f.id in HOME for f in speakers):
        return False  # «Қазақстанға салуға дайынбыз»: said by somebody abroad
    if speakers and all(f.kind == "state" for f in speakers):
        return False  # «Қазақстан қолдады»: at home one names somebody
    if (
        not words
        or (view.codes | {f.id for fs in roles.values() for f in fs if f.id and f.kind in CODED}) - HOME
        or any(f.kind == "igo" for fs in roles.values() for f in fs)
    ):
        return False
    if any(f.kind == "organisation" and f.of is None for fs in roles.values() for f in fs):
        return False  # nobody knows whose it is
    if any(m is not None and m.kind == "place" and m.of not in HOME for m in view.mention_at):
        return False
    return not any(view.lemmas(i) & words for i in range(len(view.tokens)))
