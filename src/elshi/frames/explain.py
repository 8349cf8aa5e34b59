"""Why a fact is what it is: which rule, which words filled which role, why this date, why this status."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from elshi.frames.codes import Coding, code

if TYPE_CHECKING:
    from elshi.frames.engine import Candidate
    from elshi.frames.phrases import Phrase
    from elshi.frames.view import View
    from elshi.model import Fact

__all__ = ["Explanation", "explain"]


@dataclass(frozen=True, slots=True)
class Explanation:
    """One fact and what it rests on.

    Attributes:
        fact: the fact.
        rule: id of the rule, and where its file has it.
        where: file and line of the rule.
        pattern: the pattern that matched.
        trigger: the words that it matched.
        roles: role -> the words that filled it and how they stand.
        date, status, confidence: what each was taken from.
        notes: what came from other sentences of the article.
        codes: what PLOVER and CAMEO call it.
    """

    fact: Fact
    rule: str
    where: str
    pattern: str
    trigger: str
    roles: dict[str, list[str]]
    date: str
    status: str
    confidence: str
    notes: list[str]
    codes: Coding

    def to_json(self) -> dict[str, Any]:
        """The object that `elshi explain --format json` prints."""
        codes = self.codes
        return {
            "fact": self.fact.to_json(),
            "rule": self.rule,
            "where": self.where,
            "pattern": self.pattern,
            "trigger": self.trigger,
            "roles": self.roles,
            "date": self.date,
            "status": self.status,
            "confidence": self.confidence,
            "notes": self.notes,
            "plover": {
                "event": codes.event, "mode": codes.mode, "contexts": list(codes.contexts),
                "quad": codes.quad, "score": codes.score, "why": codes.why,
            },
            "cameo": codes.cameo,
        }  # fmt: skip

    def lines(self) -> list[str]:
        """The explanation for people, one line a matter."""
        fact, codes = self.fact, self.codes
        what = "/".join(filter(None, (fact.type, fact.subtype)))
        number = "" if fact.value is None else f" {fact.value:g} {fact.unit or '(unit not named)'}"
        out = [
            f"{what} [{fact.status}]{number} {fact.date or 'undated'}",
            f"  quotation   «{' '.join(fact.quote.split())}» ({fact.start}-{fact.end})",
            f"  rule        {self.rule} ({self.where})",
        ]
        if self.pattern:
            out.append(f"  set off by  «{self.trigger}», pattern {self.pattern}")
        for role, fillers in fact.roles.items():
            named = ", ".join(f.id or f.name or f.mention for f in fillers)
            words = "; ".join(self.roles.get(role, ()))
            out.append(f"  {role:<11} {named}{' ← ' + words if words else ''}")
        out += [
            f"  date        {self.date}",
            f"  status      {self.status}",
            f"  confidence  {self.confidence}",
        ]
        out += [f"  note        {note}" for note in self.notes]
        if codes.event is None:
            plover = f"none ({codes.why})"
        else:
            plover = codes.event + (f"/{codes.mode}" if codes.mode else "")
            plover += f", quad class {codes.quad}, score {codes.score:+g}"
            plover += f", context {', '.join(codes.contexts)}" if codes.contexts else ""
        out.append(f"  codes       PLOVER {plover}; CAMEO {codes.cameo or 'none'}")
        return out


_NOTES = {
    "here": "was named in the same sentence",
    "before1": "was named in the sentence before",
    "before2": "was named two sentences before",
    "pair": "is one of the two sides that the article is about",
    "home": "is the side that the article is told from",
    "quoted": "is whose words are quoted",
    "told": "is named where the headline is told again",
}


def explain(fact: Fact, c: Candidate | None) -> Explanation:
    """Explains a fact by the candidate that it was made from; a row of a list of visits has none."""
    if c is None or c.view is None:
        return Explanation(
            fact, fact.rule or "", "frames/tables.py", "", "", {}, "the row's date", "the row's remark",
            f"{fact.confidence:g}", ["read from a list of visits: heading and columns"], code(fact),
        )  # fmt: skip
    view = c.view
    roles = {
        role: [_phrase(view, p, role in c.from_context) for p in phrases]
        for role, phrases in c.phrases.items()
    }
    notes = []
    for note in c.notes:
        what, _, rest = note.partition(": ")
        words = rest.split()
        if what == "sides" and words:
            role = words[1] if len(words) > 1 and not words[1].isdigit() else "a side"
            notes.append(f"{role} left out by the sentence {_NOTES.get(words[0], words[0])}")
    return Explanation(
        fact=fact,
        rule=c.rule.id,
        where=str(c.rule.where),
        pattern=c.pattern,
        trigger=" … ".join(_runs(view, c.match.tokens)),
        roles=roles,
        date=_date(view, c),
        status=f"{c.status} ← «{c.because}»" if c.because not in ("", "rule") else f"{c.status} ({_why(c)})",
        confidence=f"{fact.confidence:g} (rule {c.rule.confidence:g}; measured, see docs/accuracy.md)",
        notes=notes,
        codes=code(fact),
    )


def _why(c: Candidate) -> str:
    return "the rule says so" if c.because == "rule" else "told as done, and nothing speaks against it"


def _date(view: View, c: Candidate) -> str:
    if "date: told" in c.notes and c.date is not None:
        return f"{c.date.value} ← «{c.date.text}», where the headline is told again"
    if c.date is not None:
        return f"{c.date.value} ← «{' '.join(c.date.text.split())}»"
    if c.lead is not None:
        return f"{c.lead} ← the date of the happening that the article reports"
    return "none: the sentence gives this happening no date"


def _phrase(view: View, phrase: Phrase, borrowed: bool) -> str:
    if phrase.pronoun and borrowed:
        return f"«{phrase.mentions[0].text}» of the sentence before"
    text = f"«{view.text(phrase.first, phrase.last)}»"
    if phrase.pronoun:
        text += f" = «{phrase.mentions[0].text}»"
    how = [w for w in (phrase.prep, phrase.case, phrase.post) if w]
    if phrase.modifies is not None:
        how.append(f"of «{view.tokens[phrase.modifies].text}»")
    return text + (f" ({', '.join(how)})" if how else "")


def _runs(view: View, tokens: tuple[int, ...]) -> list[str]:
    """The matched words, neighbours together."""
    out: list[list[int]] = []
    for i in tokens:
        if out and out[-1][-1] == i - 1:
            out[-1].append(i)
        else:
            out.append([i])
    return [view.text(run[0], run[-1]) for run in out]
