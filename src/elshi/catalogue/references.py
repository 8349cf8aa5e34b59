"""What points back at names: «екі ел», "both sides", «одақ», "the bloc", «бұл ел».

Each is resolved only where the text leaves one answer; else the words name nobody.
"""

from __future__ import annotations

from dataclasses import replace

from elshi.catalogue.context import Context
from elshi.catalogue.offices import is_plural, two_of
from elshi.catalogue.recognise import OWN
from elshi.model import Mention, Passage

__all__ = ["point_back", "resolve_sides"]

#: Sentences looked back over for the two sides that «екі ел» means.
_LOOK_BACK = 6
#: Sentences looked back over for what «одақ» or «бұл ел» means.
_NEAR = 3
#: How much oftener than the third the two sides of an article must be named.
_DOMINANT = 3
_SIDES = ("state", "nationality", "igo")

#: Words in an organisation's English name that make it what the noun says.
_WORDS = {
    "union": ("Union",),
    "organisation": ("Organi", "United Nations"),
    "bloc": ("Union", "Treaty", "Association", "Community", "Alliance", "BRICS", "Group of"),
}


def point_back(context: Context) -> None:
    """Gives «одақ», "the bloc", «бұл ел» the one organisation or state named shortly before."""
    seen: list[list[Mention]] = []
    for passage in context.passages:
        kept: list[Mention] = []
        for m in passage.mentions:
            if m.id is None and m.name is not None and m.name.startswith("back:"):
                found = _one_before(context, passage, m, seen)
                if found is None:
                    continue
                m = replace(m, kind=found.kind, id=found.id, name=found.name)
            kept.append(m)
        passage.mentions = kept
        seen.append([m for m in kept if m.id is not None and m.kind in ("state", "igo")])


def _one_before(context: Context, passage: Passage, m: Mention, seen: list[list[Mention]]) -> Mention | None:
    """The only fitting name in the nearest sentence that has one."""
    what = (m.name or "").partition(":")[2]
    own = [
        x for x in passage.mentions if x.id is not None and x.end <= m.start and x.kind in ("state", "igo")
    ]
    home = context.home(passage)
    for names in [own, *reversed(seen[-_NEAR:])]:
        fitting: dict[str, Mention] = {}
        for x in names:
            if what == "state":
                if x.kind == "state" and "+" not in (x.of or ""):
                    fitting[x.id or ""] = x
            elif x.kind == "igo" and any(w in (x.name or "") for w in _WORDS[what]):
                fitting[x.id or ""] = x
        if what == "state" and len(fitting) > 1:
            fitting.pop(home or "", None)  # of one's own country a newspaper says «еліміз»
        if len(fitting) == 1:
            found = next(iter(fitting.values()))
            entity = context.catalogue.entity(found.id or "")
            return replace(found, name=entity.name if entity else found.name)
        if fitting:
            return None
    return None


def _codes(passage: Passage, before: int | None = None) -> list[str]:
    """Sides that a sentence names, itself or by an office or a person of theirs."""
    out = []
    for m in passage.mentions:
        if before is not None and m.end > before:
            continue
        if m.kind in _SIDES and m.id is not None:
            out.append(m.id)
        elif m.kind in ("person", "office") and m.of is not None and "+" not in m.of:
            out.append(m.of)
    return out


#: Rank of offices that «екі көшбасшы», "the two ministers" may mean.
_LEADING = 4


def _of_both(context: Context, passage: Passage, at: int) -> bool:
    """Whether an office stands for both sides' holders: «президенттер», "the two leaders", «главы государств»."""
    m = passage.mentions[at]
    office = context.catalogue.office(m.office or "")
    if m.of is not None or office is None or not office.rank.isdigit() or int(office.rank) > _LEADING:
        return False
    if two_of(context, passage, m):
        return True
    if not is_plural(context, passage, at):
        return False
    language = context.language(passage)
    before = context.clean[passage.sentence.start : m.start].rstrip()
    after = context.clean[m.end : passage.sentence.end].split()
    if language.code == "en":
        return before.lower().endswith("the") and (not after or after[0] not in ("of", "from", "in"))
    if before and before[-1].isalpha():
        last = before.split()[-1]
        if language.code == "kk" or language.readings(last)[0].pos in ("ADJ", "NOUN", "PROPN", "NUM", "PRON"):
            return False
    if language.code == "ru" and after and after[0].isalpha():
        return language.readings(after[0])[0].case != "Gen"
    return True


def resolve_sides(context: Context) -> None:
    """«екі ел», "both sides": the two sides that the text before names, if they are exactly two."""
    seen: list[list[str]] = []
    counts: dict[str, int] = {}
    for passage in context.passages:
        kept: list[Mention] = []
        for at, m in enumerate(passage.mentions):
            if m.kind == "office" and _of_both(context, passage, at):
                pair = _pair(_codes(passage, m.start), seen, counts, context)
                m = replace(m, of="+".join(pair)) if pair is not None else m
            if m.kind == "state" and m.id is None and m.name == OWN["own:sides"]:
                pair = _pair(_codes(passage, m.start), seen, counts, context)
                if pair is None:
                    continue
                m = replace(m, of="+".join(pair))
            kept.append(m)
        passage.mentions = kept
        codes = _codes(passage)
        seen.append(codes)
        for code in codes:
            counts[code] = counts.get(code, 0) + 1


def _pair(
    here: list[str], seen: list[list[str]], counts: dict[str, int], context: Context
) -> list[str] | None:
    """Two states if the text names just two; else a state and an organisation, or two that dominate."""

    def states(codes: list[str]) -> list[str]:
        return [c for c in codes if (e := context.catalogue.entity(c)) is not None and e.kind == "state"]

    only = [states(codes) for codes in seen]
    pair = _nearest(states(here), only, {c: counts[c] for c in states(list(counts))})
    return pair or _nearest(here, seen, counts)


def _nearest(here: list[str], seen: list[list[str]], counts: dict[str, int]) -> list[str] | None:
    found = list(dict.fromkeys(here))
    if len(found) == 2:
        return found
    for codes in reversed(seen[-_LOOK_BACK:]):
        if len(found) >= 2:
            break
        found = list(dict.fromkeys([*codes, *found]))
    if len(found) == 2:
        return found
    ranked = sorted(counts, key=lambda c: -counts[c])
    if len(ranked) == 2 or (len(ranked) > 2 and counts[ranked[1]] >= _DOMINANT * counts[ranked[2]]):
        return ranked[:2]
    return None
