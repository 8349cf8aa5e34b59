"""Numbers in digits and words, as the date and amount grammars need them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from elshi.languages.letters import fold
from elshi.languages.lexicon import Entry, Lexicon, load_endings
from elshi.languages.wording import SPACES, atoms
from elshi.languages.yamldata import load

__all__ = ["NumberWords", "Numeral", "Scan", "number_words"]


def exact(value: float) -> float:
    """A product of written numbers without binary rounding: 4.1 billion is 4100000000.0."""
    return float(f"{value:.12g}")


@dataclass(slots=True)
class Numeral:
    """A number as the text writes it.

    Attributes:
        value: its value; `coefficient` times `scale` where one scale word ends it («5,3 млрд»).
        digits: the digits where it is written in plain digits only («2010», «05»), else None.
        words: written in words only.
        ordinal: marked as an ordinal; `plural` besides: of a row («1990-е», "1990s").
        case: case of its ending, where marked.
        scaled: a scale word or a grouping of thousands stands in it.
    """

    value: float
    coefficient: float
    scale: float = 1.0
    digits: str | None = None
    words: bool = False
    ordinal: bool = False
    plural: bool = False
    case: str | None = None
    scaled: bool = False


class Scan:
    """The words, numbers and marks of one stretch of text, as parallel lists.

    `low` holds folded words, the mark itself, `0` for a number, `d` plus the text of a full numeric
    date, `t` for a time of day. `numbers` holds the numeral where there is one.
    """

    __slots__ = ("clean", "ends", "low", "numbers", "starts")

    def __init__(self, clean: str) -> None:
        self.clean = clean
        self.low: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.numbers: list[Numeral | None] = []


class NumberWords:
    """Reads numbers of one language, in digits and words.

    Args:
        data: the language's `numbers.yaml`.
        where: its name in messages.
        code: language code; decides what a single comma or dot before three digits means.
    """

    def __init__(self, data: Mapping[str, Any], where: str, code: str) -> None:
        self.code = code
        self._last: tuple[str, int, int, Scan] | None = None
        self.lexicon = Lexicon(data, where, kazakh_latin=code == "kk")
        suffixes = load_endings({"s": data.get("suffixes", {})}, where)["s"]
        ordinals = load_endings({"s": data.get("ordinal_suffixes", {})}, where)["s"]
        self._suffixes = {**suffixes, **ordinals}
        #: Case of each ending that may be written onto digits or a sign.
        self.suffix_cases: Mapping[str, str | None] = self._suffixes
        self._denominators = {fold(k): float(v) for k, v in data.get("denominators", {}).items()}
        self._ordinals = frozenset(ordinals)
        self._plurals = frozenset(fold(word) for word in data.get("plural_suffixes", "").split())
        self._glued = frozenset(fold(word) for word in data.get("glued_scales", "").split())
        self._money = frozenset(fold(word) for word in data.get("money_signs", "").split())
        self._before_one = frozenset(fold(word) for word in data.get("before_one", "").split())
        self._joining = frozenset(fold(word) for word in data.get("joining", "").split())

    def begins(self, form: str) -> bool:
        """Whether a number can begin with a folded form that is none alone («бір», "a", «полтора»)."""
        entry = self.lexicon.get(form)
        return entry is not None and entry.category in ("fixed", "whole", "scale", "times")

    def scan(self, clean: str, start: int, end: int) -> Scan:
        """Items of a stretch with its numbers read; dates and amounts of one sentence share the work."""
        last = self._last
        if last is not None and last[0] is clean and last[1] == start and last[2] == end:
            return last[3]
        lows, starts, ends, _ = atoms(clean, start, end)
        out = Scan(clean)
        get, known = self.lexicon.get, self.lexicon.known
        count = len(lows)
        spots = [
            i for i, low in enumerate(lows)
            if (low[0] == "#" and len(low) > 1) or (known[low] if low in known else get(low)) is not None
        ]  # fmt: skip
        done = 0  # atoms before this are in the scan
        for index in spots:
            if index < done:
                continue
            number, after = self._read(lows, starts, ends, index)
            if number is None:
                continue
            out.low += lows[done:index]
            out.starts += starts[done:index]
            out.ends += ends[done:index]
            out.numbers += [None] * (index - done)
            out.low.append("0")
            out.starts.append(starts[index])
            out.ends.append(ends[after - 1])
            out.numbers.append(number)
            done = after
        out.low += lows[done:]
        out.starts += starts[done:]
        out.ends += ends[done:]
        out.numbers += [None] * (count - done)
        self._last = (clean, start, end, out)
        return out

    def _digits(self, raw: str, following: str) -> tuple[float, bool]:
        """Value of digits with separators, and whether thousands are grouped in them."""
        if raw.isdigit():
            return float(raw), False
        grouped = False
        text = raw
        for space in SPACES + "'’":
            if space in text:
                text = text.replace(space, "")
                grouped = True
        commas, dots = text.count(","), text.count(".")
        if grouped:
            return float(text.replace(",", ".")), True
        if commas and dots:
            last = max(text.rfind(","), text.rfind("."))
            whole = text[:last].replace(",", "").replace(".", "")
            return float(f"{whole}.{text[last + 1 :]}"), True
        if commas > 1 or dots > 1:
            return float(text.replace(",", "").replace(".", "")), True
        mark = "," if commas else "."
        whole, _, rest = text.partition(mark)
        if len(rest) == 3 and len(whole) <= 3 and whole != "0" and not whole.startswith("0"):
            # "1,200" groups in English; elsewhere a scale or percent sign after it shows a fraction.
            entry = self.lexicon.get(following) if following else None
            fraction = following == "%" or (entry is not None and entry.category in ("scale", "percent"))
            if mark == "," and self.code == "en":
                return float(whole + rest), True
            if not fraction and self.code != "en":
                return float(whole + rest), True
        return float(f"{whole}.{rest}"), False

    def _suffix(
        self, lows: list[str], starts: list[int], ends: list[int], index: int
    ) -> tuple[str | None, int]:
        """A grammatical suffix written onto the atom before `index`: itself and the index after it."""
        count = len(lows)
        if index < count and starts[index] == ends[index - 1]:
            if lows[index] in self._suffixes:
                return lows[index], index + 1
            if (
                lows[index] == "-"
                and index + 1 < count
                and starts[index + 1] == ends[index]
                and lows[index + 1] in self._suffixes
            ):
                return lows[index + 1], index + 2
        return None, index

    def _read(
        self, lows: list[str], starts: list[int], ends: list[int], first: int
    ) -> tuple[Numeral | None, int]:
        """The number that begins at an atom, and the index after it; None when none does."""
        get = self.lexicon.get
        count = len(lows)
        index = first
        total = 0.0
        current: float | None = None
        room = 0.0  # what may still be added to `current`: anything below it
        last_scale = float("inf")
        coefficient, scales = 0.0, 0
        digits: str | None = None
        words = ordinal = plural = grouped = fixed = False
        case: str | None = None
        while index < count:
            low = lows[index]
            if low[0] == "#" and len(low) > 1:
                if (
                    current is not None
                    or (total and words)
                    or (index > first and starts[index] - ends[index - 1] > 2)
                ):
                    break
                raw = low[1:]
                following = lows[index + 1] if index + 1 < count else ""
                value, is_grouped = self._digits(raw, following)
                if total:
                    # «2 млн 300 тыс.», «57 мың 300»; but «3 миллион 2019 жылы» are two numbers.
                    next_entry = get(following) if following else None
                    follows = next_entry is not None and next_entry.category == "scale"
                    if value >= last_scale or not (follows or (last_scale == 1000 and len(raw) == 3)):
                        break
                grouped = grouped or is_grouped
                current, room = value, 0.0
                if index == first and raw.isdigit():
                    digits = raw
                index += 1
                suffix, index = self._suffix(lows, starts, ends, index)
                if suffix is not None:
                    case = self._suffixes[suffix]
                    ordinal = suffix in self._ordinals
                    plural = suffix in self._plurals
                    break
                continue
            position = index
            if low == "-" or low in self._joining:
                # "twenty-one", "two hundred and five": only between number words that fit together.
                entry = get(low) if low != "-" else None
                if entry is not None and entry.category == "and_half" and current is not None and not fixed:
                    after = self._phrase(lows, index, entry.value)
                    if after > index:
                        current += 0.5
                        fixed, digits, room = True, None, 0.0
                        index = after
                        continue
                position = index + 1
                if current is None or digits is not None or position >= count or not room or fixed:
                    break
                if low == "-" and (self.code != "en" or starts[position] != ends[index]):
                    break
                joined = get(lows[position])
                if joined is None or joined.category not in ("small", "ordinal") or joined.value >= room:
                    break
                low = lows[position]
            entry = get(low) if low[0].isalpha() else None
            if entry is None:
                break
            category, value = entry.category, entry.value
            if category in ("small", "ordinal"):
                value = float(value)
                if current is None:
                    if total and value >= last_scale:
                        break
                    current = value
                elif value < room and not fixed and digits is None:
                    current += value
                else:
                    break
                room = _room(value)
                words = True
                case = entry.case
                index = position + 1
                if category == "ordinal":
                    ordinal = True
                    plural = case == "Plur"
                    break
            elif category in ("times", "times_ordinal"):
                value = float(value)
                if current is None:
                    if index == first and self.code == "en" and category == "times":
                        break
                    current = value
                elif current < 100:
                    current *= value
                else:
                    break
                digits = None
                room = value
                words = True
                case = entry.case
                index += 1
                if category == "times_ordinal":
                    ordinal = True
                    break
            elif category in ("scale", "scale_ordinal"):
                value = float(value)
                if value >= last_scale or (current is None and total):
                    break
                if low in self._glued and not self._may_be_scale(lows, starts, ends, index, first):
                    break
                if current is None and (
                    index == first and self._bare_forbidden(low, entry, lows[first - 1] if first else "")
                ):
                    return None, first + 1
                coefficient = current if current is not None else 1.0
                total += exact(coefficient * value)
                scales += 1
                last_scale = value
                current, room, fixed = None, 0.0, False
                digits = None
                words = words or index == first
                case = entry.case
                index += 1
                if (
                    index < count - 1
                    and lows[index] == "."
                    and starts[index] == ends[index - 1]
                    and len(low) <= 5
                ):
                    index += 1
                suffix, index = self._suffix(lows, starts, ends, index)
                if suffix is not None:
                    case = self._suffixes[suffix]
                    break
                if category == "scale_ordinal":
                    ordinal = True
                    break
            elif category == "half" and current is not None and not fixed:
                current += 0.5
                fixed, digits, room = True, None, 0.0
                index += 1
            elif category == "fraction_word" and current is not None and digits is None:
                # «екі бүтін оннан тоғыз», «две целых пять десятых»
                value, after = self._spoken_fraction(lows, index)
                if after == index:
                    break
                current += value
                fixed, room = True, 0.0
                index = after
                case = None
            elif category == "and_half" and current is not None and not fixed:
                after = self._phrase(lows, index, entry.value)
                if after == index:
                    break
                current += 0.5
                fixed, digits, room = True, None, 0.0
                index = after
            elif category == "fixed" and current is None and not total:
                # «полтора», «жарты», "half a": a coefficient that needs a scale after it
                after = index + 1
                while after < count and lows[after] in ("a", "of"):
                    after += 1
                following_entry = get(lows[after]) if after < count and lows[after][0].isalpha() else None
                if following_entry is None or following_entry.category not in ("scale", "times"):
                    return None, first + 1
                current, fixed, words = float(entry.value), True, True
                index = after
            elif category == "whole" and current is None and not total:
                # «полмиллиона», "a hundred" written as one word form
                total, words, case = float(entry.value), True, entry.case
                scales, coefficient, last_scale = 1, 0.5, float(entry.value)
                index += 1
                break
            elif category == "article" and index == first:
                after = index + 1
                following_entry = get(lows[after]) if after < count and lows[after][0].isalpha() else None
                if following_entry is None or following_entry.category not in ("times", "scale"):
                    return None, first + 1
                current, room, words = 1.0, 1.0, True
                index = after
            else:
                break
        if index == first or (current is None and not total):
            return None, first + 1
        value = total + (current or 0.0)
        if not isfinite(value):
            return None, first + 1  # hundreds of digits: a serial of something, no number
        one_scale = scales == 1 and current is None
        return (
            Numeral(
                value=round(value, 9),
                coefficient=coefficient if one_scale else value,
                scale=last_scale if one_scale and last_scale != float("inf") else 1.0,
                digits=digits if not total else None,
                words=words and digits is None,
                ordinal=ordinal,
                plural=plural,
                case=None if case in ("Plur", "Abbr") else case,
                scaled=scales > 0 or grouped,
            ),
            index,
        )

    def _bare_forbidden(self, low: str, entry: Entry, before: str) -> bool:
        """A scale word without a number: «тысячи», "m" are no numbers; «миллион», «более тысячи» are."""
        if entry.case == "Plur" and before in self._before_one:
            return False
        return low in self._glued or entry.case in ("Plur", "Abbr")

    def _may_be_scale(
        self, lows: list[str], starts: list[int], ends: list[int], index: int, first: int
    ) -> bool:
        """One-letter scales ("5m", "$5 m") count only beside a currency."""
        if index == first:
            return False
        if first > 0 and lows[first - 1] in self._money:
            return True
        return index + 1 < len(lows) and lows[index + 1] in self._money and starts[index] == ends[index - 1]

    def _spoken_fraction(self, lows: list[str], index: int) -> tuple[float, int]:
        after = index + 1
        numerator = denominator = 0.0
        room = float("inf")
        if after < len(lows) and lows[after] == "и":  # «две целых и пять десятых»
            after += 1
        while after < len(lows):
            low = lows[after]
            if low in self._denominators and not denominator:
                denominator = self._denominators[low]
                after += 1
                if numerator:
                    break
                continue
            entry = self.lexicon.get(low) if low[0].isalpha() else None
            if entry is None or entry.category != "small" or float(entry.value) >= room:
                break
            numerator += float(entry.value)
            room = _room(float(entry.value))
            after += 1
        if numerator and denominator > numerator:
            return numerator / denominator, after
        return 0.0, index

    def _phrase(self, lows: list[str], index: int, rest: str) -> int:
        """The index after a fixed phrase whose first word stands at `index`; `index` when it is not there."""
        words = rest.split()
        if lows[index + 1 : index + 1 + len(words)] == words:
            return index + 1 + len(words)
        return index


def _room(value: float) -> float:
    """What may follow a number word within one group: below ten after tens, below hundred after hundreds."""
    if value >= 100:
        return 100.0
    if value >= 10 and value % 10 == 0:
        return 10.0
    return 0.0


_known: dict[str, NumberWords] = {}


def number_words(code: str) -> NumberWords:
    """The numbers of a language, loaded on first use."""
    words = _known.get(code)
    if words is None:
        data = load("elshi.languages", f"{code}/numbers.yaml")
        words = _known[code] = NumberWords(data, f"elshi/languages/{code}/numbers.yaml", code)
    return words
