"""Extraction measured against annotated facts.

Definitions (docs/accuracy.md has them with the numbers):

* detection: same document, kind and type, and quotations that overlap by 30 % of the shorter one; pairs are
  one to one, the best agreeing first.
* roles: (fact, role, filler) triples; those of a fact that was not found count as missed.
* strict: detected, and status, date, and the coded fillers of every role but `addressee` are the same; for a
  figure also value (within 0.1 %) and unit.
* an optional annotated fact costs nothing when missed and nothing when found.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

__all__ = ["evaluate", "pair"]

#: Share of the shorter quotation that must be common to both.
OVERLAP = 0.3
#: Relative error up to which two figures are the same number.
VALUE_TOLERANCE = 1e-3

_CODE = re.compile(r"[A-Z][A-Z0-9]{1,9}\Z")
_WORD = re.compile(r"[^\W\d_]{2,}")
_CODED_KINDS = ("state", "igo", "programme")

Row = Mapping[str, Any]


def _span(text: str, fact: Row) -> tuple[int, int] | None:
    quote = fact.get("quote")
    if not quote:
        return fact["start"], fact["end"]
    at = text.find(quote)
    if at >= 0:
        return at, at + len(quote)
    found = re.search(r"\s+".join(map(re.escape, quote.split())), text)
    return found.span() if found else None


def _words(value: str | None) -> list[str]:
    return [w.casefold() for w in _WORD.findall(value or "")]


def _filler_fits(gold: str | Sequence[str], found: Row) -> bool:
    if isinstance(gold, str):
        if _CODE.match(gold):
            return bool(found.get("id") == gold)
        gold = [gold]
    have = _words(found.get("mention")) + _words(found.get("name"))
    for surface in gold:
        longest = max(_words(surface), key=len, default="")
        stem = longest[: max(3, int(len(longest) * 0.8))]
        if longest and any(h.startswith(stem) or (len(h) > 3 and longest.startswith(h)) for h in have):
            return True
    return False


def _role_hits(gold: Row, found: Row) -> tuple[int, int, int]:
    """Fillers in common, annotated, and found, over all roles."""
    hits = annotated = returned = 0
    gold_roles, found_roles = gold.get("roles") or {}, found.get("roles") or {}
    for role in {**gold_roles, **found_roles}:
        want, free = gold_roles.get(role, []), list(found_roles.get(role, []))
        annotated += len(want)
        returned += len(free)
        for filler in want:
            match = next((f for f in free if _filler_fits(filler, f)), None)
            if match is not None:
                hits += 1
                free.remove(match)
    return hits, annotated, returned


def _same_value(gold: Row, found: Row) -> bool:
    if gold.get("kind") != "figure":
        return True
    a, b = gold.get("value"), found.get("value")
    if a is None or b is None:
        return False
    close = abs(float(a) - float(b)) <= VALUE_TOLERANCE * max(abs(float(a)), 1e-9)
    return close and (gold.get("unit") or "") == (found.get("unit") or "")


def _strict(gold: Row, found: Row) -> bool:
    if gold.get("status", "actual") != found.get("status", "actual"):
        return False
    if (gold.get("date") or None) != (found.get("date") or None) or not _same_value(gold, found):
        return False
    gold_roles, found_roles = gold.get("roles") or {}, found.get("roles") or {}
    for role in {**gold_roles, **found_roles}:
        if role == "addressee":
            continue
        want = {f for f in gold_roles.get(role, []) if isinstance(f, str) and _CODE.match(f)}
        have = {f["id"] for f in found_roles.get(role, []) if f.get("kind") in _CODED_KINDS}
        if want != have:
            return False
    return True


def pair(text: str, gold: Sequence[Row], found: Sequence[Row]) -> list[tuple[int, int]]:
    """One-to-one pairs (index in gold, index in found), best agreement first."""
    offers = []
    for i, g in enumerate(gold):
        span = _span(text, g)
        if span is None:
            continue
        for j, f in enumerate(found):
            if (f["kind"], f["type"]) != (g.get("kind"), g["type"]):
                continue
            overlap = min(span[1], f["end"]) - max(span[0], f["start"])
            lengths = (span[1] - span[0], f["end"] - f["start"])
            if overlap <= 0 or overlap < OVERLAP * min(lengths):
                continue
            hits, annotated, returned = _role_hits(g, f)
            score = 2 * hits / (annotated + returned) if annotated + returned else 0.0
            score += (g.get("date") == f.get("date")) + _same_value(g, f) + overlap / max(lengths)
            offers.append((-score, i, j))
    out: list[tuple[int, int]] = []
    taken_gold: set[int] = set()
    taken_found: set[int] = set()
    for _, i, j in sorted(offers):
        if i not in taken_gold and j not in taken_found:
            taken_gold.add(i)
            taken_found.add(j)
            out.append((i, j))
    return out


def _rates(right: int, gold: int, found: int) -> dict[str, float | int]:
    p = right / found if found else 0.0
    r = right / gold if gold else 0.0
    f1 = 2 * p * r / (p + r) if p + r else 0.0
    return {"p": round(p, 4), "r": round(r, 4), "f1": round(f1, 4), "gold": gold, "found": found}


def evaluate(documents: Iterable[Row], gold: Iterable[Row], facts: Iterable[Row]) -> dict[str, Any]:
    """Scores facts against annotations.

    Args:
        documents: rows of `docs.jsonl`.
        gold: rows `{"id", "facts"}`.
        facts: rows as `Fact.to_json` writes them.

    Returns:
        Detection, roles, strict, shares right of what was detected, verbatim, and by language and type.
    """
    texts = {d["id"]: d for d in documents}
    by_document: dict[str, list[Row]] = defaultdict(list)
    for fact in facts:
        by_document[fact["document"]].append(fact)
    total: Counter[str] = Counter()
    language: dict[str, Counter[str]] = defaultdict(Counter)
    kind: dict[str, Counter[str]] = defaultdict(Counter)
    count = 0
    for row in gold:
        count += 1
        document = texts[row["id"]]
        text, lang = document["text"], document.get("language") or "?"
        annotated, found = row["facts"], by_document.get(row["id"], [])
        total["quotes"] += len(found)
        total["verbatim"] += sum(text[f["start"] : f["end"]] == f["quote"] for f in found)
        pairs = pair(text, annotated, found)
        free = {j for i, j in pairs if annotated[i].get("optional")}
        for i, j in pairs:
            if j not in free:
                _count_pair(annotated[i], found[j], total, language[lang], kind)
        matched = {j for _, j in pairs}
        for g in annotated:
            if not g.get("optional"):
                total["gold"] += 1
                language[lang]["gold"] += 1
                kind[_type(g)]["gold"] += 1
                total["role_gold"] += sum(len(v) for v in (g.get("roles") or {}).values())
        for j, f in enumerate(found):
            if j in free:
                continue
            total["found"] += 1
            language[lang]["found"] += 1
            kind[_type(f)]["found"] += 1
            if j not in matched:
                total["role_found"] += sum(len(v) for v in (f.get("roles") or {}).values())
    n = total["right"] or 1
    return {
        "documents": count,
        "detection": _rates(total["right"], total["gold"], total["found"]),
        "roles": _rates(total["role_right"], total["role_gold"], total["role_found"]),
        "strict": _rates(total["strict"], total["gold"], total["found"]),
        "of_detected": {
            "status": round(total["status"] / n, 4),
            "subtype": round(total["subtype"] / n, 4),
            "date": round(total["date"] / n, 4),
            "figure_value": round(total["value"] / (total["figures"] or 1), 4),
        },
        "verbatim": round(total["verbatim"] / (total["quotes"] or 1), 4),
        "by_language": {
            k: {
                **_rates(c["right"], c["gold"], c["found"]),
                "strict_f1": _rates(c["strict"], c["gold"], c["found"])["f1"],
            }
            for k, c in sorted(language.items())
        },
        "by_type": {k: _rates(c["right"], c["gold"], c["found"]) for k, c in sorted(kind.items())},
    }  # fmt: skip


def _type(fact: Row) -> str:
    return "figure" if fact["kind"] == "figure" else str(fact["type"])


def _count_pair(
    g: Row, f: Row, total: Counter[str], language: Counter[str], kind: Mapping[str, Counter[str]]
) -> None:
    hits, _, returned = _role_hits(g, f)
    strict = _strict(g, f)
    total["right"] += 1
    language["right"] += 1
    kind[_type(g)]["right"] += 1
    total["role_right"] += hits
    total["role_found"] += returned
    total["strict"] += strict
    language["strict"] += strict
    total["status"] += g.get("status", "actual") == f.get("status", "actual")
    total["subtype"] += (g.get("subtype") or None) == (f.get("subtype") or None)
    total["date"] += (g.get("date") or None) == (f.get("date") or None)
    if g["kind"] == "figure":
        total["figures"] += 1
        total["value"] += _same_value(g, f)
