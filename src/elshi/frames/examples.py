"""Running the example sentences of the rule files as tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from elshi.frames import rules
from elshi.model import Document, Fact

if TYPE_CHECKING:
    from elshi.extraction import Extractor
    from elshi.frames.rules import Example, Rule

__all__ = ["check", "examples", "lacking"]

_PLAIN = ("type", "subtype", "status", "date", "title", "value", "unit", "sphere")


def examples(code: str) -> Iterator[tuple[Rule, Example]]:
    """All examples of a language's rules."""
    for rule in rules.load(code).rules:
        for example in rule.examples:
            yield rule, example


def lacking(code: str) -> list[Rule]:
    """Rules without a positive example: nobody has seen them work."""
    return [r for r in rules.load(code).rules if not any(e.facts for e in r.examples)]


def check(extractor: Extractor, code: str, rule: Rule, example: Example) -> list[str]:
    """What is wrong with an example; empty when it holds.

    The facts of the rule's frame found in the sentence must be exactly those listed, in any order; of each
    only the fields that are listed are compared. A role lists codes (all and only those) and names (a part
    of the filler's name or words).
    """
    document = Document("example", example.text, language=code, published=example.published)
    kind = rules.frames()[rule.frame].kind
    found = [
        f for f in extractor.extract(document, doubtful=True)
        if (f.kind == "figure" if kind == "figure" else f.type == rule.frame)
    ]  # fmt: skip
    problems: list[str] = []
    free = list(found)
    for wanted in example.facts:
        match = next((f for f in free if not _differences(wanted, f)), None)
        if match is not None:
            free.remove(match)
        elif free:
            closest = min(free, key=lambda f: len(_differences(wanted, f)))
            problems.append("; ".join(_differences(wanted, closest)))
        else:
            problems.append(f"not found: {dict(wanted)}")
    if not problems:
        problems.extend(f"not expected: {_show(f)}" for f in free)
    return [f"{example.where}: {example.text!r}: {p}" for p in problems]


def _show(fact: Fact) -> str:
    roles = {r: [f.id or f.mention for f in fs] for r, fs in fact.roles.items()}
    what = f"{fact.type}/{fact.subtype} {fact.status} {roles} {fact.date} {fact.value or ''}"
    return f"{what} by {fact.rule}: {fact.quote!r}"


def _differences(wanted: Mapping[str, Any], fact: Fact) -> list[str]:
    out = []
    for key, value in wanted.items():
        if key == "place":
            have = fact.place.mention if fact.place else None
            if value is None or have is None:
                same = value == have
            else:
                same = value in (have, fact.place.name if fact.place else None) or str(value) in have
            if not same:
                out.append(f"place is {have!r}, not {value!r}")
        elif key in _PLAIN:
            have = getattr(fact, key)
            same = have == value if not isinstance(value, (int, float)) else have == float(value)
            if key == "title" and have is not None and value is not None:
                same = str(value) in have
            if key == "date" and value is not None:
                same = have == str(value)
            if not same:
                out.append(f"{key} is {have!r}, not {value!r}")
        else:
            out.extend(_role_differences(key, value if isinstance(value, list) else [value], fact))
    return out


def _role_differences(role: str, wanted: Sequence[str], fact: Fact) -> list[str]:
    fillers = fact.roles.get(role, ())
    codes = {w for w in wanted if w.isupper() and w.isalnum() and w.isascii()}
    have = {f.id for f in fillers if f.kind in ("state", "igo", "programme")}
    out = []
    if codes != have:
        out.append(f"{role} has codes {sorted(filter(None, have))}, not {sorted(codes)}")
    for name in set(wanted) - codes:
        if not any(name in (f.name or "") or name in f.mention for f in fillers):
            out.append(f"{role} lacks {name!r}: {[f.mention for f in fillers]}")
    return out
