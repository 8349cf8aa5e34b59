"""When two figures say the same thing."""

from __future__ import annotations

from decimal import Decimal

__all__ = ["agree"]


#: Share by which a round figure may differ from the one that it rounds: 4 from 4.2 is more.
_HARDLY = 0.045


def _digits(value: float) -> int:
    """Significant digits that a figure was given with: 4 900 000 000 has two."""
    digits = Decimal(repr(value)).normalize().as_tuple().digits
    return max(1, len(digits))


def _rounded(value: float, digits: int) -> float:
    return float(f"{value:.{digits - 1}e}")


def agree(one: float, other: float) -> bool:
    """True when the rounder of two figures is the other one rounded ("4.9 billion", "4 876 million").

    A figure with a single significant digit only agrees with one that is hardly another: "5 billion" for 4.8 is
    rounding, for 4.6 it is another figure.
    """
    if one == other:
        return True
    digits = min(_digits(one), _digits(other))
    if digits == 1:
        return abs(one - other) <= _HARDLY * max(abs(one), abs(other))
    return _rounded(one, digits) == _rounded(other, digits)
