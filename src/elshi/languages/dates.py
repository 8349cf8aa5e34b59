"""Times named in a sentence: a grammar over categories of words, with all words and patterns in YAML.

Every item of the sentence becomes one character for its category; the language's patterns are regular
expressions over these characters, so that a pattern is tried only where its first category stands and
costs a few characters. The longest match wins, then the earlier pattern of the file.

Categories of numbers (besides those of the language's `words`):

======  ==========================================================================
`d` `o`  1 to 31 in at most two digits or in words; `o`: marked as an ordinal
`n` `N`  another whole number below 1000; `N`: an ordinal
`y` `z`  1000 to 2100 in four digits or in words; `z`: an ordinal
`s` `S`  a decade of four («1990-е», "1990s") or two digits («90-х», "90s")
`F`      a full numeric date
======  ==========================================================================

In patterns: DAY = d o, YEAR = y z, CARD = d n, ORD = o N, NUM = d o n N, ROMAN, DASH, COMMA, DOT, OPEN,
CLOSE, SLASH; `NAME=group` names what is read; `[ … ]` marks the expression within its context.

Conventions: "early", "mid", "late" and «басында», «в конце» leave the date at the precision of what they
qualify. A season is its year. Two-digit years of numeric dates are not read (`24.01.17` stays open),
those of a range are («2013-14»). Years are read from 1000 to 2100, in context only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from elshi.errors import RuleError
from elshi.languages import edtf
from elshi.languages.base import DateExpression
from elshi.languages.date_parts import FIRST_YEAR, LAST_YEAR, full_date, make
from elshi.languages.first_characters import first_characters
from elshi.languages.lexicon import Entry, Lexicon
from elshi.languages.numerals import Scan, number_words
from elshi.languages.wording import plain_word
from elshi.languages.yamldata import load
from elshi.model import Token

__all__ = ["find", "find_text"]

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_BUILT_IN = {
    "d": "d", "o": "o", "n": "n", "N": "N", "y": "y", "z": "z", "F": "F", "x": "x",
    "DAY": "[do]", "YEAR": "[yz]", "CARD": "[dn]", "ORD": "[oN]", "NUM": "[donN]",
    "DECADE": "s", "SHORT_DECADE": "S",
    "ROMAN": "r", "DASH": "-", "COMMA": ",", "DOT": r"\.", "OPEN": r"\(", "CLOSE": r"\)", "SLASH": "/",
    "END": r"\Z",
}  # fmt: skip
_MARKS = {"-": "-", ",": ",", ".": ".", "(": "(", ")": ")", "[": "(", "]": ")", "/": "/"}
_TOKEN = re.compile(r"([A-Za-z_]+(?:\|[A-Za-z_]+)*)(?:=([a-z]+\d?))?|([\[\]()?|*])|(\s+)|(.)")
_RULE_KEYS = frozenset(
    ("is", "anchor", "unit", "shift", "sign", "direction", "bare", "dot", "adjacent", "pair",
     "qualifier", "duration")
)  # fmt: skip
_OTHER = "·"


@dataclass(frozen=True, slots=True)
class _Pattern:
    regex: re.Pattern[str]
    rule: Mapping[str, Any]
    order: int


class _Grammar:
    """The date words and patterns of one language."""

    def __init__(self, code: str, durations: bool = False) -> None:
        where = f"elshi/languages/{code}/dates.yaml"
        data = load("elshi.languages", f"{code}/dates.yaml")
        more = data.get("durations") if durations else None
        if more:
            data = {
                **data,
                "words": {**data["words"], **more["words"]},
                "patterns": [*data["patterns"], *more["patterns"]],
                "not": more["not"],
            }
        self.code = code
        self.numbers = number_words(code)
        self.lexicon = Lexicon(data, where, kazakh_latin=code == "kk")
        self.bare_months_upper = bool(data.get("months_capitalised", False))
        self._chars: dict[str, str] = {}
        for category in self.lexicon.categories:
            # Letters from a range of their own, so that they never clash with the built-in ones.
            self._chars[category] = chr(0x4E00 + len(self._chars))
        self._codes: dict[str, str] = {}
        self._triggers: dict[str, bool] = {}
        # Words that may stand between a qualifier and its date: «примерно в», "by the end of".
        self._passed = frozenset(["skip", *data.get("passed", "").split()])
        self._names_too = frozenset(data.get("names_too", "").split())
        self._quiet = frozenset(data.get("quiet", "").split())
        self._names = dict(_BUILT_IN)
        self._names.update(self._chars)
        for alias, members in data.get("classes", {}).items():
            missing = [name for name in members.split() if name not in self._names]
            if missing:
                raise RuleError(f"{where}: class {alias!r} names {missing[0]!r}, which is not a category")
            parts = [self._names[name].strip("[]") for name in members.split()]
            self._names[alias] = f"[{''.join(parts)}]"
        self._by_first: dict[str, list[_Pattern]] = {}
        for order, rule in enumerate(data["patterns"]):
            self._add(rule, order, where)
        # A match inside one of these is no date: «35 жылдық», "Theresa May", «наурыз мейрамы».
        self._not: list[re.Pattern[str]] = [
            re.compile(self._regex(text, where)) for text in data.get("not", [])
        ]
        self._first_chars = re.compile("[" + "".join(re.escape(c) for c in self._by_first) + "]")

    def _regex(self, text: str, where: str) -> str:
        out: list[str] = []
        for name, group, meta, space, bad in _TOKEN.findall(text):
            if space:
                continue
            if bad:
                raise RuleError(f"{where}: pattern {text!r} holds {bad!r}")
            if meta:
                out.append({"[": "(?P<core>", "]": ")", "(": "(?:"}.get(meta, meta))
                continue
            parts = []
            for part in name.split("|"):
                if part not in self._names:
                    raise RuleError(f"{where}: pattern {text!r} names {part!r}, which is not a category")
                parts.append(self._names[part])
            plain = parts[0] if len(parts) == 1 else "(?:" + "|".join(parts) + ")"
            out.append(f"(?P<{group}>{plain})" if group else plain)
        return "".join(out)

    def _add(self, rule: Any, order: int, where: str) -> None:
        if isinstance(rule, str):
            rule = {"is": rule}
        if not isinstance(rule, dict) or not isinstance(rule.get("is"), str):
            raise RuleError(f"{where}: pattern {order + 1} needs `is`")
        source = self._regex(rule["is"], where)
        if rule.keys() - _RULE_KEYS:
            raise RuleError(
                f"{where}: pattern {rule['is']!r} has an unknown key {sorted(rule.keys() - _RULE_KEYS)[0]!r}"
            )
        pattern = _Pattern(re.compile(source), rule, order)
        alphabet = "donNyzFxsSrt-,.()/" + "".join(self._chars.values()) + _OTHER
        for char in first_characters(source, alphabet):
            self._by_first.setdefault(char, []).append(pattern)

    def trigger(self, text: str) -> bool:
        """Whether a token can begin or belong to a date: a digit, a number word or a date word in it."""
        known = self._triggers.get(text)
        if known is None:
            low = plain_word(text)
            if low is not None and self.numbers.lexicon.get(low) is None:
                entry = self.lexicon.get(low)
                known = self._triggers[text] = entry is not None and entry.category not in self._quiet
                return known
            known = any(c.isdigit() for c in text)
            if not known:
                scan = self.numbers.scan(text, 0, len(text))
                known = any(
                    number is not None
                    or ((entry := self.lexicon.get(low)) is not None and entry.category not in self._quiet)
                    for low, number in zip(scan.low, scan.numbers, strict=True)
                )
            if len(self._triggers) > 200_000:
                self._triggers.clear()
            self._triggers[text] = known
        return known

    def _code(self, scan: Scan, index: int) -> str:
        number = scan.numbers[index]
        low = scan.low[index]
        if number is None:
            code = self._codes.get(low)
            if code is None:
                entry = self.lexicon.get(low) if low[0].isalpha() or len(low) > 1 else None
                if entry is not None:
                    code = self._chars[entry.category]
                elif low in _ROMAN:
                    code = "r"
                elif low.startswith("d#"):
                    code = "F"
                elif low.startswith("t#"):
                    code = "t"
                else:
                    code = _MARKS.get(low, _OTHER)
                if len(self._codes) > 200_000:
                    self._codes.clear()
                self._codes[low] = code
            return code
        value = number.value
        if value != int(value) or value < 0:
            return "x"
        digits = number.digits
        if digits is not None:
            if len(digits) <= 2:
                if number.plural and number.ordinal:
                    return "S" if value % 10 == 0 and len(digits) == 2 else "x"
                if 1 <= value <= 31:
                    return "o" if number.ordinal else "d"
                return "N" if number.ordinal else "n"
            if len(digits) == 4 and FIRST_YEAR <= value <= LAST_YEAR:
                if number.plural and number.ordinal and value % 10 == 0:
                    return "s"
                return "z" if number.ordinal else "y"
            return ("N" if number.ordinal else "n") if len(digits) == 3 else "x"
        if not number.words:
            return "x"
        if number.plural and number.ordinal and value % 10 == 0 and 10 <= value < 100:
            return "S"
        if FIRST_YEAR <= value <= LAST_YEAR:
            return "z" if number.ordinal else "y"
        if 1 <= value <= 31:
            return "o" if number.ordinal else "d"
        return ("N" if number.ordinal else "n") if value < 1000 else "x"

    def find(self, clean: str, start: int, end: int) -> list[DateExpression]:
        """The dates of one sentence."""
        scan = self.numbers.scan(clean, start, end)
        known = self._codes
        codes = "".join(
            [known[low] if low in known else self._code(scan, i) for i, low in enumerate(scan.low)]
        )
        out: list[DateExpression] = []
        spans: list[tuple[int, int]] = []
        search = self._first_chars.search
        position = 0
        blocked = [m.span() for p in self._not for m in p.finditer(codes)] if self._not else []
        while True:
            hit = search(codes, position)
            if hit is None:
                break
            position = hit.start()
            best = self._best(position, codes, scan, blocked)
            if best is None:
                position += 1
                continue
            # A pattern may begin with context ("in [May]"): what begins within it may reach farther.
            for later in range(position + 1, best[0] + 1):
                other = self._best(later, codes, scan, blocked)
                if other is not None and other[1] > best[1]:
                    best = other
            first, last, built = best
            if spans and first < spans[-1][1]:
                position += 1
                continue
            built = self._chain(scan, codes, first, built, spans)
            self._join_weekday(codes, out, spans, first, built)
            out.extend(built)
            spans.append((first, last))
            position = max(last, position + 1)
        return out

    def _best(
        self, position: int, codes: str, scan: Scan, blocked: list[tuple[int, int]]
    ) -> tuple[int, int, list[DateExpression]] | None:
        """The match from a position that reaches farthest: first and last item (exclusive), expressions."""
        best: tuple[int, int, list[DateExpression]] | None = None
        for pattern in self._by_first.get(codes[position], ()):
            match = pattern.regex.match(codes, position)
            if match is None:
                continue
            first, last = match.span("core") if "core" in pattern.regex.groupindex else match.span()
            if best is not None and (last, -first) <= (best[1], -best[0]):
                continue
            if any(a < last and first < b for a, b in blocked):
                continue
            built = self._build(pattern.rule, match, (first, last), scan, codes)
            if built:
                best = (first, last, built)
        return best

    def _entry(self, scan: Scan, index: int) -> Entry | None:
        return self.lexicon.get(scan.low[index])

    def _value(self, scan: Scan, index: int) -> Any:
        number = scan.numbers[index]
        if number is not None:
            return int(number.value)
        low = scan.low[index]
        entry = self.lexicon.get(low)
        if entry is not None:
            return entry.value
        return _ROMAN.get(low)

    def _case(self, scan: Scan, index: int) -> str | None:
        number = scan.numbers[index]
        if number is not None:
            return number.case
        entry = self.lexicon.get(scan.low[index])
        return entry.case if entry is not None else None

    def _build(
        self, rule: Mapping[str, Any], match: re.Match[str], core: tuple[int, int], scan: Scan, codes: str
    ) -> list[DateExpression]:
        """The expressions of a match; empty when what it reads is no date after all."""
        groups: dict[str, Any] = {}
        for name in match.re.groupindex:
            at = match.start(name)
            if name != "core" and at >= 0:
                groups[name] = self._value(scan, at)
                if name == "f" and (full := full_date(scan.low[at])) is not None:
                    groups["y1"], groups["m1"], groups["d1"] = full
                elif name == "f":
                    return []
                if name == "g":
                    full = full_date(scan.low[at])
                    if full is None:
                        return []
                    groups["y2"], groups["m2"], groups["d2"] = full
                if name in ("y1", "y2") and scan.numbers[at] is None:
                    return []
        if rule.get("bare") and not self._bare_month(scan, match.start("m1"), codes):
            return []
        start, end = scan.starts[core[0]], scan.ends[core[1] - 1]
        if scan.low[core[1] - 1] == "." and core[1] >= 2 and not rule.get("dot"):
            end = scan.ends[core[1] - 2] if core[1] == len(scan.low) else end
        case = self._case(scan, core[1] - 1)
        base = DateExpression(
            start=start, end=end, case=case, qualifier=self._qualifier(rule, scan, codes, core, case)
        )
        if rule.get("duration"):
            return [replace(base, unit="duration")]
        if rule.get("adjacent"):
            first, last = ("d1", "d2") if "d2" in groups else ("m1", "m2")
            if groups[last] != groups[first] + 1:
                return []
        if rule.get("pair") and groups["d2"] != groups["d1"] + 1:
            return self._pair(base, rule, groups, match, scan)
        made = make(base, rule, groups)
        return [made] if made is not None else []

    def _pair(
        self,
        base: DateExpression,
        rule: Mapping[str, Any],
        groups: Mapping[str, Any],
        match: re.Match[str],
        scan: Scan,
    ) -> list[DateExpression]:
        """Two days with the month said once before them: "May 5 and 9, 2019"."""
        second = match.start("d2")
        cut, resume = scan.ends[match.start("d1")], scan.starts[second]
        rest = {key: value for key, value in groups.items() if key not in ("d1", "d2")}
        first = make(replace(base, end=cut), rule, {**rest, "d1": groups["d1"]})
        last = make(replace(base, start=resume), rule, {**rest, "d1": groups["d2"]})
        return [first, last] if first is not None and last is not None else []

    def _bare_month(self, scan: Scan, index: int, codes: str) -> bool:
        """A month's name alone: lower case in Kazakh and Russian (else a name), a capital in English."""
        upper = scan.clean[scan.starts[index]].isupper()
        if self.bare_months_upper:
            return upper
        if not upper:
            return True
        # At a sentence's head a case ending tells «Наурызда …» from a name; «Қазанда» stays open (Kazan).
        entry = self._entry(scan, index)
        return (
            index == 0
            and entry is not None
            and entry.category != "month"
            and scan.low[index] not in self._names_too
        )

    def _qualifier(
        self, rule: Mapping[str, Any], scan: Scan, codes: str, core: tuple[int, int], case: str | None
    ) -> str | None:
        if "qualifier" in rule:
            return str(rule["qualifier"])
        index = core[0] - 1
        while index >= 0:
            entry = self.lexicon.get(scan.low[index]) if scan.numbers[index] is None else None
            if entry is None:
                break
            if entry.category.startswith("q_"):
                need = entry.value
                # «к концу 2030 года»: the preposition governs the word between.
                if need is None or case is None or index < core[0] - 1 or case in str(need).split():
                    return entry.category[2:]
                break
            if entry.category not in self._passed:
                break
            index -= 1
        if core[1] < len(scan.low):
            entry = self.lexicon.get(scan.low[core[1]])
            if entry is not None and entry.category.startswith("p_"):
                need = entry.value
                if need is None or case in str(need).split():
                    return entry.category[2:]
        return None

    def _chain(
        self, scan: Scan, codes: str, first: int, built: list[DateExpression], spans: list[tuple[int, int]]
    ) -> list[DateExpression]:
        """«5, 7 және 9 мамырда», "in May and June 2019": what stands before takes the rest from behind."""
        head = built[0]
        if (
            head.anchor is not None
            or head.end_year is not None
            or head.end_day is not None
            or head.end_month is not None
        ):
            return built
        if head.unit is not None:
            return built
        kind = codes[first]
        months = self._names.get("MONTH", "")
        joins = "," + self._chars.get("and", ",")
        out = list(built)
        index = first - 1
        low = spans[-1][1] if spans else 0
        while index - 1 >= low and codes[index] in joins:
            at = index - 1
            value = self._value(scan, at)
            if kind in "do" and codes[at] in "do" and head.day is not None:
                made = replace(head, day=value)
            elif kind in "yz" and codes[at] in "yz" and head.month is None and head.year is not None:
                made = replace(head, year=value)
            elif kind in months and codes[at] in months and head.day is None and head.month is not None:
                made = replace(head, month=value)
            else:
                break
            span = replace(made, start=scan.starts[at], end=scan.ends[at], value=None, case=head.case)
            if span.year is not None:
                span = replace(span, value=edtf.build(span.year, span.month, span.day))
                if span.value is None:
                    break
            out.insert(0, span)
            index -= 2
        return out

    def _join_weekday(
        self,
        codes: str,
        out: list[DateExpression],
        spans: list[tuple[int, int]],
        first: int,
        built: list[DateExpression],
    ) -> None:
        """«дүйсенбі, 5 мамыр», "Monday, May 5": one date, said twice."""
        if not out or len(built) != 1:
            return
        before, now = out[-1], built[0]
        between = codes[spans[-1][1] : first]
        if between.strip(",") not in ("", "("):
            return
        if len(between) > 1:
            return
        if before.unit == "weekday" and now.day is not None and now.unit is None and now.end_day is None:
            built[0] = replace(now, start=before.start, qualifier=now.qualifier or before.qualifier)
            out.pop()
            spans.pop()
        elif now.unit == "weekday" and between == "," and before.day is not None and before.unit is None:
            out.pop()
            built[0] = replace(before, end=now.end)


_grammars: dict[tuple[str, bool], _Grammar] = {}


def _grammar(code: str, durations: bool = False) -> _Grammar:
    grammar = _grammars.get((code, durations))
    if grammar is None:
        grammar = _grammars[code, durations] = _Grammar(code, durations)
    return grammar


def find(clean: str, tokens: Sequence[Token], code: str, *, durations: bool = False) -> list[DateExpression]:
    """Dates named in one sentence, left to right, not overlapping.

    Args:
        clean: the clean text of the document.
        tokens: the sentence's tokens; their offsets point into `clean`.
        code: language of the sentence, one of `elshi.languages.CODES`.
        durations: read stretches of time and ages, too, with the unit `duration` and no value.

    Returns:
        The expressions; those that need a context are settled by `elshi.languages.resolve`.
    """
    grammar = _grammar(code, durations)
    trigger: Callable[[str], bool] = grammar.trigger
    known = grammar._triggers
    for token in tokens:
        text = token.text
        if durations or known[text] if text in known else trigger(text):
            break
    else:
        return []
    found = grammar.find(clean, tokens[0].start, tokens[-1].end)
    return [_qualified(expression) for expression in found]


def find_text(text: str, code: str) -> list[DateExpression]:
    """Dates named in a line of text that has not been cut into tokens."""
    return [_qualified(expression) for expression in _grammar(code).find(text, 0, len(text))]


def _qualified(expression: DateExpression) -> DateExpression:
    if expression.qualifier == "about" and expression.value is not None:
        return replace(expression, value=edtf.approximate(expression.value))
    return expression
