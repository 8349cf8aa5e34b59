"""Figures in the reader's language: «4,9 млрд АҚШ долл.», "US$ 4.9 billion"."""

from __future__ import annotations

from decimal import Decimal

from elshi.render.texts import Texts

__all__ = ["amount_text", "number_text"]

_SCALES = ((Decimal(10) ** 12, "trillion"), (Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"))

#: Decimals that a scaled number may have; one that needs more is written out in full.
_DECIMALS = 3

#: Space that does not break a line, between a number and what it belongs to.
_NO_BREAK = "\N{NO-BREAK SPACE}"


def _plain(value: Decimal, words: Texts) -> str:
    text = f"{abs(value):f}"
    whole, _, rest = text.partition(".")
    rest = rest.rstrip("0")
    if len(whole) > 4:
        mark = words("number.group").replace(" ", _NO_BREAK)
        groups = [whole[max(0, i - 3) : i] for i in range(len(whole), 0, -3)]
        whole = mark.join(reversed(groups))
    sign = "\N{MINUS SIGN}" if value < 0 else ""
    return sign + whole + (words("number.decimal") + rest if rest else "")


def number_text(value: float, words: Texts, *, scaled: bool = True) -> str:
    """A number with the marks of the language; millions and more in words where that loses nothing.

    Args:
        value: the number.
        words: the reader's language.
        scaled: write millions, billions and trillions in words.
    """
    exact = Decimal(repr(float(value)))
    if scaled:
        for scale, name in _SCALES:
            if abs(exact) >= scale:
                part = (exact / scale).normalize()
                exponent = part.as_tuple().exponent
                if isinstance(exponent, int) and -exponent <= _DECIMALS:
                    return words(f"number.{name}", n=_plain(part, words)).replace(" ", _NO_BREAK)
                break
    return _plain(exact.normalize(), words)


def amount_text(value: float, unit: str | None, words: Texts) -> str:
    """A figure with its unit.

    Args:
        value: the number.
        unit: ISO 4217 currency, `percent`, `count`, or None where the source names no unit: the text says so.
        words: the reader's language.
    """
    if unit == "percent":
        return words("number.percent", n=number_text(value, words, scaled=False)).replace(" ", _NO_BREAK)
    number = number_text(value, words)
    if unit == "count":
        return number
    if unit is None:
        return f"{number} ({words('label.unit_unknown')})"
    currency = words.get(f"currency.{unit}", unit)
    return words("number.money", n=number, currency=currency.replace(" ", _NO_BREAK)).replace(" ", _NO_BREAK)
