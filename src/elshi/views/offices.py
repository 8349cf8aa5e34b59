"""The office words of a text beside a person's name, exactly as the quotation has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from elshi.errors import CatalogueError

__all__ = ["RANKS", "Office", "office_in"]

#: How far before a name its office may begin, in characters: «Чрезвычайный и Полномочный Посол …» is 60.
_REACH = 110

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*\.?", re.UNICODE)

RANKS = (
    "head_of_state", "head_of_government", "foreign_minister", "organisation_head", "speaker",
    "ambassador", "minister", "other",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Office:
    """Words of a source for an office.

    Attributes:
        words: verbatim, with white space made single.
        rank: one of `RANKS`.
    """

    words: str
    rank: str


@dataclass(frozen=True, slots=True)
class _Words:
    heads: tuple[tuple[str, str], ...]
    inside: frozenset[str]
    between: frozenset[str]
    never: frozenset[str]


@lru_cache(maxsize=1)
def _load() -> Mapping[str, _Words]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    path = files("elshi.views") / "data" / "offices.yaml"
    data: Any = yaml.load(path.read_text("utf-8"), Loader=loader)
    out: dict[str, _Words] = {}
    for language in ("kk", "ru", "en"):
        heads: list[tuple[str, str]] = []
        for entry in data["ranks"]:
            if entry["rank"] not in RANKS:
                raise CatalogueError(f"offices.yaml: rank {entry['rank']!r} is not one of {', '.join(RANKS)}")
            heads += [(stem, entry["rank"]) for stem in entry[language]]
        # Longer beginnings first: "prime minister" before "minister".
        heads.sort(key=lambda pair: (-len(pair[0]), pair[0]))
        kinds = (frozenset(data[kind][language]) for kind in ("inside", "between", "never"))
        out[language] = _Words(tuple(heads), *kinds)
    return out


def _head(text: str, words: _Words) -> tuple[int, int, str] | None:
    """The last, longest office head in the text: where it begins and ends, and its rank."""
    found: tuple[int, int, str] | None = None
    folded = text.lower()
    for stem, rank in words.heads:
        for match in re.finditer(rf"(?<![\w-]){re.escape(stem)}[\w-]*", folded):
            if found is None or match.start() > found[1]:
                found = (match.start(), match.end(), rank)
    return found


def _fits(word: str, words: _Words, backwards: bool) -> bool:
    bare = word.rstrip(".")
    if backwards and bare.lower() in words.never:
        return False
    if not backwards and bare in words.between:
        return True
    return bare[:1].isupper() or bare in words.inside or any(bare.startswith(stem) for stem, _ in words.heads)


def _chain(text: str, words: _Words, *, backwards: bool) -> int:
    """How many characters of the text belong to the office, counted from its near end."""
    matches = list(_WORD.finditer(text))
    edge = len(text) if backwards else 0
    taken = 0
    for match in reversed(matches) if backwards else matches:
        gap = text[match.end() : edge] if backwards else text[edge : match.start()]
        if gap.strip() or not _fits(match[0], words, backwards) or (backwards and match[0].endswith(".")):
            break
        edge = match.start() if backwards else match.end()
        taken = len(text) - edge if backwards else edge
    return taken


def office_in(
    quote: str, mention: str, language: str, others: Iterable[str] = (), name: str | None = None
) -> Office | None:
    """Finds the office words that stand right before a name, or after it behind a comma.

    Args:
        quote: the quotation.
        mention: the name as it stands there.
        language: language of the quotation (`kk`, `ru`, `en`).
        name: the person's full name; parts of it that the mention leaves out are no part of the office.
        others: names of others that stand in the quotation; an office never reaches across one.

    Returns:
        The words, or None when none stand beside the name.
    """
    words = _load().get(language)
    at = quote.find(mention) if mention else -1
    if words is None or at < 0:
        return None
    own = _head(mention, words)
    if own:  # The name was found together with its office.
        return Office(" ".join(mention.split()), own[2])
    parts = {part.casefold() for part in _WORD.findall(name or "")}
    begin = max(0, at - _REACH)
    for other in others:
        place = quote.rfind(other, 0, at) if other else -1
        if place >= 0:
            begin = max(begin, place + len(other))
    before = re.split(r"[.;:!?»\"]\s|[(,]", quote[begin:at])[-1]
    head = _head(before, words)
    if head:
        rest = before[head[1] :]
        # Nothing but the office's own modifiers may stand between the head word and the name.
        if not rest.strip() or _chain(rest, words, backwards=False) >= len(rest.rstrip()):
            start = head[0] - _chain(before[: head[0]], words, backwards=True)
            stop = len(before) if language != "kk" else head[1]
            if language == "en" and rest.strip()[:1].isupper():
                stop = head[1]
            found = _trim(_without(before[start:stop], parts), language)
            if found:
                return Office(found, head[2])
    after = re.match(r"\s*,\s*([^,.;()]{3,90})", quote[at + len(mention) :])
    if after and language != "kk":
        head = _head(after[1], words)
        if head and not after[1][: head[0]].strip(" ,").count(" "):
            length = head[1] + _chain(after[1][head[1] :], words, backwards=False)
            return Office(_trim(" ".join(after[1][:length].split()), language), head[2])
    return None


def _without(words: str, name: set[str]) -> str:
    """The words without initials and parts of the person's name at their end, white space made single."""
    kept = words.split()
    while kept and (kept[-1].rstrip(".").casefold() in name or re.fullmatch(r"([^\W\d_]\.)+", kept[-1])):
        kept.pop()
    return " ".join(kept)


def _trim(words: str, language: str) -> str:
    """Takes away what hangs on at the ends: articles, "and", prepositions."""
    loose = {"kk": {"және", "мен"}, "ru": {"и", "по"}, "en": {"of", "for", "and", "the", "then"}}[language]
    parts = words.split()
    while parts and parts[0].lower() in loose:
        parts.pop(0)
    while parts and parts[-1].lower() in loose:
        parts.pop()
    return " ".join(parts)
