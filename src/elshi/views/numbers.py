"""When two figures say the same thing."""

from __future__ import annotations

from decimal import Decimal

__all__ = ["agree"]


def _digits(value: float) -> int:
    """Significant digits that a figure was given with: 4 900 000 000 has two."""
    digits = Decimal(repr(value)).normalize().as_tuple().digits
    return max(1, len(digits))


def _rounded(value: float, digits: int) -> float:
    return float(f"{value:.{digits - 1}e}")


def agree(one: float, other: float) -> bool:
    """True when the rounder of two figures is the other one rounded ("4.9 billion", "4 876 million").

    A figure with a single significant digit only agrees with itself or with one within a tenth of it:
    "5 billion" for 4.6 is rounding, for 4.2 it is another figure.
    """
    if one == other:
        return True
    digits = min(_digits(one), _digits(other))
    if digits == 1:
        return abs(one - other) <= 0.1 * max(abs(one), abs(other))
    return _rounded(one, digits) == _rounded(other, digits)
