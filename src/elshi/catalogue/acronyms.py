"""Acronyms that the text itself defines: «Экономикалық ынтымақтастық ұйымы (ЭЫҰ)»."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from elshi.catalogue.atoms import Atoms
from elshi.catalogue.context import Context
from elshi.catalogue.endings import is_kazakh_ending, kazakh_case
from elshi.catalogue.entities import slug
from elshi.languages.letters import fold
from elshi.model import Mention, Passage

__all__ = ["add_acronyms"]

_DEFINED = re.compile(
    r"\(\s*(?:[а-яәіңғүұқөһa-z ,:-]{0,24}[–—-] )?[«\"“]?([^\W\d_]{2,10}(?:[-+]?\d{1,2})?)[»\"”]?\s*[),;]"
)
_NAMED = ("state", "igo", "programme", "organisation")


def add_acronyms(context: Context) -> None:
    """Finds definitions, gives unknown long names a mention, and names every later use."""
    defined: dict[str, Mention] = {}
    for passage in context.passages:
        clean = context.clean
        sentence = passage.sentence
        if "(" not in clean[sentence.start : sentence.end]:
            continue
        for match in _DEFINED.finditer(clean, sentence.start, sentence.end):
            short = match[1]
            if sum(c.isupper() for c in short) < 2 or short in defined:
                continue
            long = _before(context, passage, match.start(), short)
            if long is not None and not any(
                m.start < match.end(1) and match.start(1) < m.end and m.id for m in passage.mentions
            ):
                defined[short] = long
            elif long is not None and long.id is not None:
                defined.setdefault(short, long)
    if not defined:
        return
    for passage in context.passages:
        _use(context, passage, defined)


def _before(context: Context, passage: Passage, end: int, short: str) -> Mention | None:
    """The name that stands right before the bracket."""
    clean = context.clean
    for m in reversed(passage.mentions):
        if m.end <= end and not clean[m.end : end].strip(' »”"'):
            if m.kind in ("igo", "programme", "organisation"):
                return m
            break
    atoms = Atoms.of(clean, passage.sentence.start, end)
    letters = [c for c in fold(short) if c.isalpha()]
    at = len(atoms.words) - 1
    first = _spell(atoms, at, letters, context.cues(passage).small)
    if first is None or first == at or at - first < 1:
        return None
    start, stop = atoms.starts[first], atoms.ends[at]
    if any(m.kind in ("date", "amount") and m.start < stop and start < m.end for m in passage.mentions):
        return None
    language = context.language(passage)
    readings = language.readings(atoms.words[at])
    case = next((r.case for r in readings if r.case), None)
    base = (
        readings[0].lemma
        if language.code == "kk" and readings[0].case not in (None, "Nom")
        else atoms.words[at]
    )
    name = " ".join([clean[start : atoms.starts[at]].strip(), base]) if at > first else base
    treaty = "instruments" in context.catalogue.index(language).marks(atoms.words[at])
    kind = "instrument" if treaty else "organisation"
    mention = Mention(start, stop, clean[start:stop], kind, f"{kind}:{slug(name)}", name, case)
    kept = [m for m in passage.mentions if m.end <= start or m.start >= stop]
    kept.append(_placed(passage, mention))
    passage.mentions = sorted(kept, key=lambda m: m.start)
    return mention


def _spell(atoms: Atoms, last: int, letters: list[str], small: frozenset[str]) -> int | None:
    """Index of the first word whose initials, read forward to `last`, spell the acronym."""
    at, left = last, len(letters) - 1
    first = None
    while at >= 0 and last - at < 14:
        word = fold(atoms.words[at])
        if left >= 0 and word[0] == letters[left]:
            left -= 1
            first = at
            if left < 0:
                return first if atoms.words[first][0].isupper() else None
        elif word not in small:
            # a hyphenated or compound word may give two letters; any other word ends the name
            return None
        at -= 1
    return None


def _placed(passage: Passage, m: Mention) -> Mention:
    starts = [t.start for t in passage.tokens]
    first, last = Atoms.tokens(starts, m.start, m.end)
    return replace(m, first=first, last=last)


def _use(context: Context, passage: Passage, defined: dict[str, Mention]) -> None:
    clean, sentence = context.clean, passage.sentence
    text = clean[sentence.start : sentence.end]
    added: list[Mention] = []
    for short, long in defined.items():
        at = text.find(short)
        while at >= 0:
            start, end = sentence.start + at, sentence.start + at + len(short)
            at = text.find(short, at + 1)
            if start and (clean[start - 1].isalnum() or clean[start - 1] in "-'"):
                continue
            stop, case = _ending(clean, end, sentence.end)
            if stop < 0:
                continue
            if any(m.start < stop and start < m.end for m in passage.mentions):
                passage.mentions = [_renamed(m, long, start, stop) for m in passage.mentions]
                continue
            added.append(
                _placed(passage, replace(long, start=start, end=stop, text=clean[start:stop], case=case))
            )
    if added:
        mentions = list(passage.mentions)
        for m in added:
            mentions.insert(bisect_left([x.start for x in mentions], m.start), m)
        passage.mentions = mentions


def _renamed(m: Mention, long: Mention, start: int, stop: int) -> Mention:
    """A mention without an id that is only the acronym takes what the acronym was defined as."""
    if m.id is None and m.kind in _NAMED and m.start >= start and m.end <= stop:
        return replace(m, kind=long.kind, id=long.id, name=long.name)
    return m


def _ending(clean: str, end: int, limit: int) -> tuple[int, str | None]:
    if end >= limit or not (clean[end].isalnum() or clean[end] in "-–"):
        return end, None
    stop = end + 1
    while stop < limit and clean[stop].isalpha():
        stop += 1
    tail = clean[end:stop].lstrip("-–")
    if clean[end] in "-–" and is_kazakh_ending(tail):
        return stop, kazakh_case(tail)
    return (end, None) if clean[end] in "-–" else (-1, None)
