"""Numbers and sums named in a sentence.

Read are cardinals in digits and words, with their scale (`млн`, "billion"), range, currency or percent
sign, and what qualifies them («-дан астам», «более», "nearly"). Not read: ordinals, dates and times in
digits, times («1,5 есе», "threefold"), parts («жартысы», "half"), and a bare «бір», «один», "one".

`value` is the number itself; "more than 5" is 5 with the mark `over`. Years and days of dates are numbers
too: who needs none of them drops what lies inside a date.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from elshi.errors import RuleError
from elshi.languages.base import AmountExpression
from elshi.languages.letters import fold
from elshi.languages.lexicon import Lexicon
from elshi.languages.numerals import Numeral, Scan, exact, number_words
from elshi.languages.wording import plain_word
from elshi.languages.yamldata import load
from elshi.model import Token

__all__ = ["find", "settle_currency"]

#: The franc of France left circulation on 17 February 2002, the mark and the lira of Italy on 28 February.
EURO_CASH_YEAR = 2002


class _Currencies:
    """Currency words of all languages: heads («доллар»), whose states narrow them, and signs."""

    def __init__(self) -> None:
        where = "elshi/languages/currencies.yaml"
        data = load("elshi.languages", "currencies.yaml")
        #: head -> (default code or None, state -> code)
        self.heads: dict[str, tuple[str | None, dict[str, str]]] = {}
        for name, head in data["heads"].items():
            if not isinstance(head, dict):
                raise RuleError(f"{where}: head {name!r} must be a mapping")
            self.heads[str(name)] = (
                head.get("default"),
                {str(k): str(v) for k, v in head.get("of", {}).items()},
            )
        self.signs = {fold(str(k)): str(v) for k, v in data["signs"].items()}
        self.codes = {fold(code): code for code in data["codes"].split()}
        self.codes.update({fold(alias): str(code) for alias, code in data.get("code_aliases", {}).items()})
        self.former: Mapping[str, Any] = data.get("former", {})


class _Grammar:
    """The amount words of one language."""

    def __init__(self, code: str, currencies: _Currencies) -> None:
        where = f"elshi/languages/{code}/numbers.yaml"
        data = load("elshi.languages", f"{code}/numbers.yaml")
        self.code = code
        self.currencies = currencies
        self.numbers = number_words(code)
        self.lexicon = Lexicon(data["amounts"], where, kazakh_latin=code == "kk")
        self._state_pairs = {fold(k): str(v) for k, v in data["amounts"].get("state_pairs", {}).items()}
        self._suffix_case = self.numbers.suffix_cases
        self._skip_ones = frozenset(fold(w) for w in data["amounts"].get("skip_alone", "").split())
        self._phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for mark, phrases in data["amounts"].get("before", {}).items():
            for phrase in phrases:
                words = tuple(fold(phrase).split())
                # Read backwards from the number: the last word is the key.
                self._phrases.setdefault(words[-1], []).append((words, str(mark)))
        for found in self._phrases.values():
            found.sort(key=lambda item: -len(item[0]))
        self._after: dict[str, list[tuple[tuple[str, ...], str, str | None]]] = {}
        for mark, phrases in data["amounts"].get("after", {}).items():
            for phrase in phrases:
                words_text, _, case = phrase.partition(":")
                words = tuple(fold(words_text).split())
                self._after.setdefault(words[0], []).append((words, str(mark), case.strip() or None))
        self._triggers: dict[str, bool] = {}

    def trigger(self, text: str) -> bool:
        """Whether a token can hold a number: a digit or a number word in it."""
        known = self._triggers.get(text)
        if known is None:
            low = plain_word(text)
            if low is not None and self.numbers.lexicon.get(low) is None:
                self._triggers[text] = False
                return False
            known = any(c.isdigit() for c in text)
            if not known:
                scan = self.numbers.scan(text, 0, len(text))
                known = any(number is not None for number in scan.numbers) or any(
                    self.numbers.begins(low) for low in scan.low
                )
            if len(self._triggers) > 200_000:
                self._triggers.clear()
            self._triggers[text] = known
        return known

    def find(self, clean: str, start: int, end: int) -> list[AmountExpression]:
        """The amounts of one sentence."""
        scan = self.numbers.scan(clean, start, end)
        out: list[AmountExpression] = []
        index, count = 0, len(scan.low)
        taken = 0
        while index < count:
            number = scan.numbers[index]
            if number is None or number.ordinal:
                index += 1
                continue
            made, index = self._amount(scan, index, number, taken)
            if made is not None:
                out.append(made)
                taken = index
        return out

    def _amount(
        self, scan: Scan, first: int, number: Numeral, taken: int
    ) -> tuple[AmountExpression | None, int]:
        low = scan.low
        count = len(low)
        begin, last = first, first  # item indexes of the expression, inclusive
        value, upper, shown = number.value, None, number
        # A range: «5-7 млн», "between 3 and 5 billion"
        after = self._range(scan, first, number, taken)
        if after is not None:
            second = scan.numbers[after]
            assert second is not None
            if (
                second.scale > 1
                and number.scale == 1
                and not number.scaled
                and number.value < second.coefficient * 1000
            ):
                value = exact(number.value * second.scale)
            upper, shown, last = second.value, second, after
            if upper <= value:
                return self._plain(scan, first, number), first + 1
        unit: str | None = None
        named = False
        # A currency before: «$5», "USD 5", «€3»
        head = self._before(scan, begin, taken)
        if head is not None:
            begin, unit, named = head[0], head[1], True
        case = shown.case
        head = None
        if unit is None and not named:
            following = self._percent(scan, last + 1)
            if following is not None:
                last, case = following
                unit = "percent"
                if upper is not None and scan.numbers[first] is not None and number.scale == 1:
                    value = number.value
            else:
                word = self._currency(scan, last + 1)
                if word is not None:
                    last, unit, case = word
                    named = True
        elif last + 1 < count:
            # "$5 million (US dollars)", "US$ 20 million": what follows may name it again
            word = self._currency(scan, last + 1)
            if word is not None and (word[1] == unit or unit is None or word[1] is not None):
                last, unit, case = word[0], word[1] or unit, word[2]
        if unit is None and not named:
            if self._no_amount(scan, first, last):
                return None, last + 1
            if number.words and number.value == 1 and upper is None and low[first] == "0":
                text = fold(scan.clean[scan.starts[first] : scan.ends[first]])
                if text in self._skip_ones or text.startswith(tuple(self._skip_ones)):
                    return None, last + 1
        mark = self._mark(scan, begin, last, case, number)
        money = (
            unit not in (None, "percent")
            or named
            or (
                unit is None
                and shown.scale >= 1_000_000
                and mark is not None
                and self._money_context(scan, last)
            )
        )
        return (
            AmountExpression(
                start=scan.starts[begin], end=scan.ends[last], value=value, unit=unit,
                money_like=money, mark=mark, case=case, upper=upper,
            ),
            last + 1,
        )  # fmt: skip

    def _plain(self, scan: Scan, index: int, number: Numeral) -> AmountExpression | None:
        if self._no_amount(scan, index, index):
            return None
        return AmountExpression(scan.starts[index], scan.ends[index], number.value, case=number.case)

    def _entry_category(self, scan: Scan, index: int) -> str | None:
        if not 0 <= index < len(scan.low) or scan.numbers[index] is not None:
            return None
        entry = self.lexicon.get(scan.low[index])
        return entry.category if entry is not None else None

    def _range(self, scan: Scan, first: int, number: Numeral, taken: int) -> int | None:
        """The index of the number that ends a range which begins here, or None."""
        low, count = scan.low, len(scan.low)
        at = first + 1
        if at + 1 >= count:
            return None
        second = scan.numbers[at + 1]
        joined = (
            low[at] == "-"
            or (self._entry_category(scan, at) == "range_between" and self._opened(scan, first, at, taken))
            or (self._entry_category(scan, at) == "range_to" and self._opened_from(scan, first))
            or (
                self._entry_category(scan, at) == "range_to"
                and second is not None
                and self._bare_to(scan, at + 1)
            )
        )
        if not joined or second is None or second.ordinal:
            return None
        # A year range or a phone number is none: «2013-2014», "72-05-18".
        if number.digits is not None and second.digits is not None:
            if len(number.digits) == 4 and len(second.digits) in (2, 4) and 1000 <= number.value <= 2100:
                return None
            if (number.digits.startswith("0") and number.digits != "0") or second.digits.startswith("0"):
                return None
        if at + 2 < count - 1 and low[at + 2] == "-" and scan.numbers[at + 3] is not None:
            return None
        return at + 1 if second.value > number.value * (1 if second.scale == 1 else 0) else None

    def _opened(self, scan: Scan, first: int, joint: int, taken: int) -> bool:
        """Whether "and" joins a range: «… пен … аралығында», "between … and …"."""
        if self.code == "kk":
            return any(
                self._entry_category(scan, i) == "range_close"
                for i in range(joint + 2, min(joint + 6, len(scan.low)))
            )
        return any(
            self._entry_category(scan, i) == "range_open" for i in range(max(taken - 1, first - 3, 0), first)
        )

    def _opened_from(self, scan: Scan, first: int) -> bool:
        return any(self._entry_category(scan, i) == "range_from" for i in range(max(first - 2, 0), first))

    def _bare_to(self, scan: Scan, second: int) -> bool:
        """Whether "to" alone joins a range: "5 to 7 percent", "3 to 5 billion"; «5 до 7» does not."""
        number = scan.numbers[second]
        if self.code != "en" or number is None:
            return False
        return number.scale > 1 or self._percent(scan, second + 1) is not None

    def _before(self, scan: Scan, first: int, taken: int) -> tuple[int, str | None] | None:
        """A currency sign or code before a number, and where it begins."""
        at = first - 1
        if at < taken:
            return None
        sign = scan.low[at]
        code = self.currencies.signs.get(sign)
        if code is not None:
            if at - 1 >= taken and scan.ends[at - 1] == scan.starts[at]:
                joined = self.currencies.signs.get(scan.low[at - 1] + sign)
                if joined is not None:
                    return at - 1, joined
            return at, code
        if sign in self.currencies.codes and scan.clean[scan.starts[at] : scan.ends[at]].isupper():
            return at, self.currencies.codes[sign]
        return None

    def _percent(self, scan: Scan, at: int) -> tuple[int, str | None] | None:
        """A percent sign or word: index of its last item, and its case."""
        if at >= len(scan.low):
            return None
        low = scan.low[at]
        if low == "%":
            suffix = self._suffix(scan, at)
            return suffix if suffix is not None else (at, None)
        if scan.numbers[at] is None and low[0].isalpha():
            entry = self.lexicon.get(low)
            if entry is not None and entry.category == "percent":
                return at, entry.case
            if (
                entry is not None
                and entry.category == "per"
                and at + 1 < len(scan.low)
                and scan.low[at + 1] == "cent"
            ):
                return at + 1, None
        return None

    def _suffix(self, scan: Scan, at: int) -> tuple[int, str | None] | None:
        """A grammatical ending written onto a sign: «35%-ға»."""
        low = scan.low
        if at + 2 < len(low) and low[at + 1] == "-" and scan.starts[at + 1] == scan.ends[at]:
            ending = low[at + 2]
            if ending in self._suffix_case and scan.starts[at + 2] == scan.ends[at + 1]:
                return at + 2, self._suffix_case[ending]
        if at + 1 < len(low) and scan.starts[at + 1] == scan.ends[at] and low[at + 1] in self._suffix_case:
            return at + 1, self._suffix_case[low[at + 1]]
        return None

    def _currency(self, scan: Scan, at: int) -> tuple[int, str | None, str | None] | None:
        """A currency after a number: index of its last item, code or None when open, case."""
        low, count = scan.low, len(scan.low)
        if at >= count or scan.numbers[at] is not None:
            return None
        if self._entry_category(scan, at) == "bracket_ok":
            at += 1
        states: list[str] = []
        index = at
        # «АҚШ доллары», "Hong Kong dollars", «канадских долларов», «американских долл.»
        while index < count and index < at + 6 and scan.numbers[index] is None:
            word = low[index]
            code = self.currencies.signs.get(word)
            if code is not None and index == at:
                suffix = self._suffix(scan, index)
                return (suffix[0], code, suffix[1]) if suffix is not None else (index, code, None)
            if (
                word in self.currencies.codes
                and index == at
                and scan.clean[scan.starts[index] : scan.ends[index]].isupper()
            ):
                suffix = self._suffix(scan, index)
                return (
                    (suffix[0], self.currencies.codes[word], suffix[1])
                    if suffix
                    else (index, self.currencies.codes[word], None)
                )
            entry = self.lexicon.get(word) if word[0].isalpha() else None
            if entry is None:
                if word in (".", "-", "'", "’") and index > at and states:
                    index += 1
                    continue
                return None
            if entry.category == "state":
                states.append(str(entry.value))
                index += 1
                continue
            if entry.category == "state_pair" and index + 1 < count:
                pair = f"{word} {low[index + 1]}"
                state = self._state_pairs.get(pair)
                if state is None:
                    return None
                states.append(state)
                index += 2
                continue
            if entry.category == "currency":
                return self._head(scan, index, str(entry.value), entry.case, states)
            return None
        return None

    def _head(
        self, scan: Scan, at: int, head: str, case: str | None, states: list[str]
    ) -> tuple[int, str | None, str | None]:
        default, of = self.currencies.heads[head]
        low = scan.low
        last = at
        code = of.get(states[-1]) if states else None
        if states and code is None and head not in ("euro",):
            code = None if of else default
        elif code is None:
            code = default
        following = at + 1
        if (
            following < len(low)
            and low[following] == "."
            and scan.starts[following] == scan.ends[at]
            and len(low[at]) <= 4
        ):
            following += 1
            if following < len(low):
                last = following - 1
        # «долларов США», «фунтов стерлингов», «рублей Беларуси»
        entry = (
            self.lexicon.get(low[following])
            if following < len(low) and scan.numbers[following] is None and low[following][0].isalpha()
            else None
        )
        if entry is not None and not states and entry.category in ("state", "state_after"):
            narrowed = of.get(str(entry.value))
            if narrowed is not None:
                code, last = narrowed, following
        return last, code, case

    def _no_amount(self, scan: Scan, first: int, last: int) -> bool:
        """Whether a bare number is something else: «1,5 есе», a numeral in a name, a time of day."""
        category = self._entry_category(scan, last + 1)
        if category in ("times", "anniversary", "degree"):
            return True
        low = scan.low
        if (
            last + 2 < len(low)
            and low[last + 1] == "-"
            and self._entry_category(scan, last + 2) in ("times", "anniversary")
        ):
            return True
        before = scan.low[first - 1] if first else ""
        if before in ("№", "#") or self._entry_category(scan, first - 1) == "number_sign":
            return True
        glued = first > 0 and scan.starts[first] == scan.ends[first - 1]
        if glued and (before.isalpha() or before in ("/", "_", "@", ":")):
            return True
        if glued and before == "-" and first > 1 and scan.ends[first - 2] == scan.starts[first - 1]:
            # «EXPO-2017», «С-300», «72-05-18»
            return True
        return bool(scan.clean[scan.ends[last] : scan.ends[last] + 1] == "/")

    def _money_context(self, scan: Scan, last: int) -> bool:
        """No counted thing follows: «1 млрд-қа дейін», "over $" left out."""
        at = last + 1
        if at >= len(scan.low):
            return True
        word = scan.low[at]
        return not word[0].isalpha() or word in self._after

    def _mark(self, scan: Scan, begin: int, last: int, case: str | None, number: Numeral) -> str | None:
        low = scan.low
        found = self._after.get(low[last + 1]) if last + 1 < len(low) else None
        for words, mark, need in found or ():
            if tuple(low[last + 1 : last + 1 + len(words)]) == words and (
                need is None or case in need.split() or (case is None and "?" in need)
            ):
                return mark
        at = begin - 1
        skipped = 0
        while at >= 0 and skipped < 2:
            for words, mark in self._phrases.get(low[at], ()):
                from_ = at - len(words) + 1
                if from_ >= 0 and tuple(low[from_ : at + 1]) == words:
                    return mark
            if self._entry_category(scan, at) != "between_ok":
                break
            at -= 1
            skipped += 1
        if last + 1 < len(low) and low[last + 1] == "+":
            return "over"
        return None


_grammars: dict[str, _Grammar] = {}
_currencies: list[_Currencies] = []


def _names() -> _Currencies:
    if not _currencies:
        _currencies.append(_Currencies())
    return _currencies[0]


def _grammar(code: str) -> _Grammar:
    grammar = _grammars.get(code)
    if grammar is None:
        grammar = _grammars[code] = _Grammar(code, _names())
    return grammar


def find(clean: str, tokens: Sequence[Token], code: str) -> list[AmountExpression]:
    """Numbers and sums named in one sentence, left to right, not overlapping, those inside dates included.

    Args:
        clean: the clean text of the document.
        tokens: the sentence's tokens; their offsets point into `clean`.
        code: language of the sentence, one of `elshi.languages.CODES`.
    """
    grammar = _grammar(code)
    known = grammar._triggers
    for token in tokens:
        text = token.text
        if known[text] if text in known else grammar.trigger(text):
            break
    else:
        return []
    return grammar.find(clean, tokens[0].start, tokens[-1].end)


def settle_currency(
    text: str, code: str, *, year: int | None = None, states: Collection[str] = ()
) -> str | None:
    """The currency that an ambiguous word means, given what the text is about.

    Args:
        text: the words of the amount («300 миллион франк»).
        code: language of the words.
        year: the year spoken of, where known; decides between a former currency and its successor.
        states: ISO 3166-1 alpha-3 codes of the states that the passage is about.

    Returns:
        ISO 4217 code, or None when it stays open. The franc is `FRF` in a text about France before 2002,
        `CHF` in one about Switzerland.
    """
    grammar = _grammar(code)
    scan = grammar.numbers.scan(text, 0, len(text))
    for low in scan.low:
        entry = grammar.lexicon.get(low) if low[0].isalpha() else None
        if entry is None or entry.category != "currency":
            continue
        head = str(entry.value)
        default, of = grammar.currencies.heads[head]
        former = grammar.currencies.former.get(head, {})
        fitting = {of[s] for s in states if s in of}
        if year is not None and year < EURO_CASH_YEAR:
            fitting |= {former[s] for s in states if s in former}
        if len(fitting) == 1:
            return str(fitting.pop())
        return default if not fitting else None
    return None
