"""Patterns that load but likely do not say what their writer meant; docs/rules.md, "Patterns", names the traps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from elshi.frames import rules

if TYPE_CHECKING:
    from elshi.frames.patterns import Element, Pattern

__all__ = ["find"]

#: Attributes that no single reading of a word has together.
EXCLUSIVE = ({"case", "tense"}, {"possessive", "tense"})


def find(code: str) -> list[str]:
    """Doubtful patterns of a language, one line each with file and line."""
    loaded = rules.load(code)
    out = []
    for rule in loaded.rules:
        for pattern in (*rule.patterns, *rule.vetoes, *rule.without):
            out += [
                f"{rule.where}: {rule.id}: pattern {pattern.source!r}: {t}" for t in _traps(pattern, code)
            ]
        known = [p.source for p in rule.patterns]
        out += [
            f"{rule.where}: {rule.id}: pattern {source!r} is written twice"
            for source in sorted({s for s in known if known.count(s) > 1})
        ]
    return out


def _traps(pattern: Pattern, code: str) -> Iterator[str]:
    firm = [e for e in pattern.elements if e.gap < 0 and not e.optional]
    if all(e.kind is not None for e in firm):
        yield "only names are firm; a word must be"
    for element in pattern.elements:
        yield from _element_traps(element, code)


def _element_traps(element: Element, code: str) -> Iterator[str]:
    for option in element.options:
        yield from _element_traps(option, code)
    attributes = {a for a, _ in element.features}
    if element.optional and element.features:
        yield "a word with features is optional as a whole, not its features"
    if any(pair <= attributes for pair in EXCLUSIVE):
        yield "asks for a case and a tense at once: no word has both"
    if code == "ru":
        for word in sorted(element.lemmas):
            if "ё" in word:
                yield f"{word}: Russian lemmas are written without ё"
    if code == "en" and attributes & {"case"}:
        yield "English words have no case"
