"""Functions of numbers."""

from __future__ import annotations

import datetime as dt
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)

from engine.process.feel.functions import builtin
from engine.process.feel.numbers import CONTEXT, WIDE, finite, whole
from engine.process.feel.temporal import MICROSECOND, micros
from engine.process.feel.values import Run, Value, YearsMonths

_SCALES = range(-6111, 6177)


def rounded(run: Run, n: Decimal, scale: Decimal | None, mode: str) -> Decimal | None:
    """``n`` with that many digits after the point (negative: before it)."""
    places = 0 if scale is None else whole(scale)
    if places is None or places not in _SCALES:
        run.null(f"{scale} is no scale")
        return None
    exponent = n.as_tuple().exponent
    if isinstance(exponent, int) and exponent >= -places:
        return n
    if n.adjusted() + places < -2:
        tiny = Decimal((n.as_tuple().sign, (1,), -places - 2)) if n else n
        n = tiny
    found = WIDE.quantize(n, Decimal((0, (1,), -places))) if mode == ROUND_HALF_EVEN else None
    if found is None:
        found = n.quantize(Decimal((0, (1,), -places)), rounding=mode, context=WIDE)
    return finite(CONTEXT.plus(found))


def _register(name: str, mode: str, declaration: str) -> None:
    def round_it(run: Run, n: Decimal, scale: Decimal | None = None) -> Value:
        return rounded(run, n, scale, mode)

    builtin(name, declaration)(round_it)


@builtin("decimal", "n: number, scale: number")
def decimal(run: Run, n: Decimal, scale: Decimal) -> Value:
    """Banker's rounding; of the scale the whole part counts."""
    return rounded(run, n, scale.to_integral_value(ROUND_DOWN, WIDE), ROUND_HALF_EVEN)


for _scale in ("", ", scale: number"):
    _register("floor", ROUND_FLOOR, "n: number" + _scale)
    _register("ceiling", ROUND_CEILING, "n: number" + _scale)
_register("round up", ROUND_UP, "n: number, scale: number")
_register("round down", ROUND_DOWN, "n: number, scale: number")
_register("round half up", ROUND_HALF_UP, "n: number, scale: number")
_register("round half down", ROUND_HALF_DOWN, "n: number, scale: number")


@builtin("abs", "n: number")
@builtin("abs", "n: dtd|ymd")
def absolute(run: Run, n: Value) -> Value:
    """The magnitude of a number or duration."""
    if isinstance(n, Decimal):
        return n.copy_abs()
    if isinstance(n, dt.timedelta):
        return micros(abs(n // MICROSECOND))
    return YearsMonths(abs(n.months)) if isinstance(n, YearsMonths) else None


@builtin("modulo", "dividend: number, divisor: number")
def modulo(run: Run, dividend: Decimal, divisor: Decimal) -> Value:
    """The remainder with the sign of the divisor; null for a divisor of 0."""
    if not divisor:
        run.null("modulo by 0")
        return None
    rest = WIDE.remainder(dividend, divisor)
    if not rest.is_finite():
        run.null("modulo: the numbers lie too far apart")
        return None
    if rest and (rest < 0) != (divisor < 0):
        rest = WIDE.add(rest, divisor)
    found = finite(CONTEXT.plus(rest))
    return abs(found) if found is not None and not found else found


@builtin("sqrt", "number: number")
def root(run: Run, number: Decimal) -> Value:
    """The square root; null for a negative number."""
    return finite(CONTEXT.sqrt(number)) if number >= 0 else None


@builtin("log", "number: number")
def logarithm(run: Run, number: Decimal) -> Value:
    """The natural logarithm; null for 0 and below."""
    return finite(CONTEXT.ln(number)) if number > 0 else None


@builtin("exp", "number: number")
def exponential(run: Run, number: Decimal) -> Value:
    """e to the power of the number."""
    return finite(CONTEXT.exp(number))


@builtin("odd", "number: number")
def odd(run: Run, number: Decimal) -> Value:
    """Whether a whole number is odd; null for a fraction."""
    return _parity(number, 1)


@builtin("even", "number: number")
def even(run: Run, number: Decimal) -> Value:
    """Whether a whole number is even; null for a fraction."""
    return _parity(number, 0)


def _parity(number: Decimal, wanted: int) -> bool | None:
    if number.adjusted() > 40:
        return wanted == 0
    count = whole(number)
    return None if count is None else count % 2 == wanted
