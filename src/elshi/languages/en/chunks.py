"""Choosing among the readings of English words by the word before and after."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from elshi.languages.base import Reading

__all__ = ["choose"]

_BE_HAVE = frozenset(("be", "have"))


def choose(read: Callable[[str], tuple[Reading, ...]], forms: Sequence[str]) -> list[Reading | None]:
    """The likeliest reading of each word of one sentence; None for punctuation."""
    out: list[Reading | None] = []
    auxiliary: str | None = None  # lemma of the auxiliary whose verb has not come yet
    for index, form in enumerate(forms):
        found = read(form)
        first = found[0]
        if first.pos == "PROPN" and auxiliary is None and not any(out):
            first = _opening(found, read(forms[index + 1]) if index + 1 < len(forms) else ())
            out.append(first)
            continue
        if first.pos == "PUNCT":
            out.append(None)
            auxiliary = None
            continue
        if len(found) > 1:
            following = read(forms[index + 1]) if index + 1 < len(forms) else ()
            first = _pick(found, out[-1] if out else None, following, auxiliary)
        if first.pos == "AUX":
            auxiliary = first.lemma
        elif first.pos not in ("ADV", "PART", "PRON") or first.pos == "VERB":
            auxiliary = None
        out.append(first)
    return out


def _opening(found: tuple[Reading, ...], following: tuple[Reading, ...]) -> Reading:
    """A word at the head of a sentence, whose capital says nothing: "Soldiers from Nepal …", "Lawmakers in …"."""
    noun = next((r for r in found if r.pos == "NOUN"), None)
    after = following[0].pos if following else None
    if noun is None or after in (None, "PROPN"):
        return found[0]
    return noun if noun.number == "Plur" or after == "ADP" else found[0]


def _pick(
    found: tuple[Reading, ...], before: Reading | None, following: tuple[Reading, ...], auxiliary: str | None
) -> Reading:
    after = following[0] if following else None

    def first(*tests: Callable[[Reading], bool]) -> Reading | None:
        for test in tests:
            for reading in found:
                if test(reading):
                    return reading
        return None

    if found[0].lemma == "to":
        verb = (
            any(r.form == "Inf" for r in following)
            and after is not None
            and after.pos not in ("PROPN", "DET")
        )
        return (first(lambda r: r.pos == ("PART" if verb else "ADP"))) or found[0]
    if before is not None and before.lemma == "to":
        infinitive = first(lambda r: r.form == "Inf")
        if infinitive is not None:
            return infinitive
    if auxiliary in _BE_HAVE:
        return first(lambda r: r.form == "Part") or found[0]
    if auxiliary is not None and before is not None and before.pos in ("AUX", "ADV", "PART", "PRON"):
        return first(lambda r: r.form == "Inf") or found[0]
    if before is None:
        return found[0]
    if before.pos in ("DET", "ADJ") or before.case == "Gen":
        nominal = first(lambda r: r.pos in ("NOUN", "PROPN", "ADJ"))
        participle = first(lambda r: r.form == "Part")
        if (
            participle is not None
            and not (found[0].pos == "NOUN" and participle.tense == "Pres")
            and after is not None
            and after.pos in ("NOUN", "PROPN")
        ):
            return participle
        return nominal or found[0]
    if before.pos in ("PROPN", "PRON", "NOUN"):
        finite = first(lambda r: r.pos == "VERB" and r.form == "Fin")
        starts_phrase = after is not None and after.pos in (
            "DET",
            "PROPN",
            "ADP",
            "PART",
            "SCONJ",
            "PRON",
            "ADJ",
        )
        if finite is not None and starts_phrase and found[0].pos != "PROPN":
            return finite
    return found[0]
