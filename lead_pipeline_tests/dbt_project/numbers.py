"""Exact arithmetic for the recomputation: fractions of whole numbers, rounded as people round.

The marts do the same in SQL; nothing is shared with them.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

PLACES = Decimal("0.0001")


def rounded(value: Fraction) -> Decimal:
    """Four places, halves away from zero."""
    ten_thousandths, rest = divmod(abs(value) * 10_000, 1)
    whole = int(ten_thousandths) + (rest >= Fraction(1, 2))
    return (whole if value >= 0 else -whole) * PLACES


def divided(numerator: int | Decimal, denominator: int | Decimal) -> Decimal | None:
    """One by the other, or nothing by zero."""
    return rounded(Fraction(numerator) / Fraction(denominator)) if denominator > 0 else None


def shared_out(credits_used: int, sharers: list[int]) -> dict[int, Decimal]:
    """Give each of the numbers its part, to the last ten-thousandth; the lowest ones take what is odd."""
    parts = dict.fromkeys(sharers, 0)
    order = sorted(sharers)
    each = credits_used * 10_000 // len(order) if order else 0
    odd = credits_used * 10_000 - each * len(order)
    for place, number in enumerate(order):
        parts[number] = each + (place < odd)
    return {number: part * PLACES for number, part in parts.items()}
