"""FEEL numbers: decimals of 34 digits, computed in a context of our own.

The thread's global decimal context is never read: two hosts with different precision get the
same result. Nothing is trapped; what is not finite becomes null.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Context, Decimal

LARGEST_EXPONENT = 6144
ZERO = Decimal(0)
CONTEXT = Context(
    prec=34,
    rounding=ROUND_HALF_EVEN,
    Emin=1 - LARGEST_EXPONENT,
    Emax=LARGEST_EXPONENT,
    traps=[],
)
_TEXT = re.compile(r"\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,5})?\s*", re.ASCII)
WIDE = Context(prec=80, rounding=ROUND_HALF_EVEN, traps=[])


def number(value: object) -> Decimal | None:
    """The number a value is, or None: Decimal, int (not bool) and finite float count."""
    kind = type(value)
    if kind is Decimal:
        if value.is_finite() and abs(value.adjusted()) <= LARGEST_EXPONENT + 40:  # type: ignore[attr-defined]
            return value  # type: ignore[return-value]
        return None
    if kind is int:
        return finite(CONTEXT.create_decimal(value))  # type: ignore[arg-type]
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        return finite(CONTEXT.create_decimal(repr(value)))
    if isinstance(value, (int, Decimal)):
        return finite(CONTEXT.create_decimal(value))
    return None


def read_number(text: str) -> Decimal | None:
    """The number a text tells ("-1.5", ".5", "1e3"), or None."""
    return finite(CONTEXT.create_decimal(text.strip())) if _TEXT.fullmatch(text) else None


def finite(value: Decimal) -> Decimal | None:
    """The value, or None where the arithmetic overflowed or had no answer; -0 is 0."""
    if not value:
        return ZERO
    return value if value.is_finite() else None


def whole(value: object) -> int | None:
    """The integer a number is, or None if it has a fraction or is no number."""
    found = number(value)
    if found is None or found.adjusted() > 40 or found != found.to_integral_value(context=WIDE):
        return None
    return int(found)


def text_of(value: Decimal) -> str:
    """Plain digits, no exponent, no trailing zeros: 1.50 reads "1.5", 1E+3 reads "1000"."""
    if not value:
        return "0"
    plain = format(value, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
