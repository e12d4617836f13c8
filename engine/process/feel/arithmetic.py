"""+ - * / ** and unary minus, over numbers, strings, and temporal values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import ROUND_DOWN, Decimal

from engine.process.feel.numbers import CONTEXT, WIDE, finite, number
from engine.process.feel.temporal import (
    DAY,
    MICROSECOND,
    UTC,
    fixed,
    micros,
    midnight,
    offset_of,
    shift,
    shift_months,
    shift_time,
    time_micros,
)
from engine.process.feel.values import Run, Value, YearsMonths, kind

Operation = Callable[[Value, Value], Value]


def calculate(operator: str, left: Value, right: Value, run: Run) -> Value:
    """``left operator right``; null, with a warning, where the types do not fit."""
    table = _TABLES[operator]
    kinds = kind(left), kind(right)
    result: Value = None
    if kinds == ("number", "number"):
        x, y = number(left), number(right)
        result = None if x is None or y is None else _NUMERIC[operator](x, y)
    elif operator == "+" and kinds == ("string", "string"):
        assert isinstance(left, str) and isinstance(right, str)
        run.length(len(left) + len(right))
        return left + right
    else:
        operation = table.get(kinds)
        result = operation(left, right) if operation else None
    if result is None:
        run.null(f"{kinds[0]} {operator} {kinds[1]} has no value")
    return result


def negate(value: Value, run: Run) -> Value:
    """Unary minus."""
    found = number(value)
    if found is not None:
        return CONTEXT.minus(found) if found else found
    if isinstance(value, dt.timedelta):
        return micros(-(value // MICROSECOND))
    if isinstance(value, YearsMonths):
        return YearsMonths(-value.months)
    run.null(f"-{kind(value)} has no value")
    return None


def _divide(a: Decimal, b: Decimal) -> Decimal | None:
    return finite(CONTEXT.divide(a, b)) if b else None


def _power(a: Decimal, b: Decimal) -> Decimal | None:
    return finite(CONTEXT.power(a, b)) if a or b else Decimal(1)


_NUMERIC: dict[str, Callable[[Decimal, Decimal], Decimal | None]] = {
    "+": lambda a, b: finite(CONTEXT.add(a, b)),
    "-": lambda a, b: finite(CONTEXT.subtract(a, b)),
    "*": lambda a, b: finite(CONTEXT.multiply(a, b)),
    "/": _divide,
    "**": _power,
}


def _months(count: int) -> YearsMonths | None:
    return YearsMonths(count) if abs(count) < 10**12 else None


def _shift_date(day: dt.date, by: dt.timedelta) -> dt.date | None:
    try:
        return day + dt.timedelta(days=by // DAY)
    except OverflowError:
        return None


def _between_moments(a: dt.datetime, b: dt.datetime) -> dt.timedelta | None:
    if (a.tzinfo is None) != (b.tzinfo is None):
        return None
    return fixed(a) - fixed(b)


def _between_times(a: dt.time, b: dt.time) -> dt.timedelta | None:
    first, second = offset_of(a), offset_of(b)
    if (first is None) != (second is None):
        return None
    gap = micros(time_micros(a) - time_micros(b))
    if gap is None or first is None or second is None:
        return gap
    return gap - first + second


def _as_moment(day: dt.date) -> dt.datetime:
    """A date beside a date and time: its midnight in UTC, which no local time compares with."""
    return midnight(day, UTC)


def _sum_durations(a: dt.timedelta, b: dt.timedelta) -> dt.timedelta | None:
    return micros(a // MICROSECOND + b // MICROSECOND)


def _scaled(count: int, by: Value, operator: str) -> int | None:
    """A whole count times or over a number, cut towards zero."""
    factor = number(by)
    if factor is None or (operator == "/" and not factor):
        return None
    exact = Decimal(count)
    found = WIDE.multiply(exact, factor) if operator == "*" else WIDE.divide(exact, factor)
    if not found.is_finite() or found.adjusted() > 30:
        return None
    return int(found.to_integral_value(ROUND_DOWN, WIDE))


def _scale_months(a: YearsMonths, by: Value, operator: str) -> YearsMonths | None:
    count = _scaled(a.months, by, operator)
    return None if count is None else _months(count)


def _scale_days(a: dt.timedelta, by: Value, operator: str) -> dt.timedelta | None:
    count = _scaled(a // MICROSECOND, by, operator)
    return None if count is None else micros(count)


def _ratio(a: int, b: int) -> Decimal | None:
    return finite(CONTEXT.divide(Decimal(a), Decimal(b))) if b else None


_N, _D, _DT, _T = "number", "date", "date and time", "time"
_DTD, _YMD = "days and time duration", "years and months duration"
_ADD: dict[tuple[str, str], Callable[..., Value]] = {
    (_D, _DTD): _shift_date,
    (_D, _YMD): lambda a, b: shift_months(a, b.months),
    (_DT, _DTD): shift,
    (_DT, _YMD): lambda a, b: shift_months(a, b.months),
    (_T, _DTD): shift_time,
    (_DTD, _DTD): _sum_durations,
    (_YMD, _YMD): lambda a, b: _months(a.months + b.months),
}
_ADD |= {
    (right, left): (lambda a, b, add=add: add(b, a))
    for (left, right), add in list(_ADD.items())
    if left in (_D, _DT, _T)
}
_SUBTRACT: dict[tuple[str, str], Callable[..., Value]] = {
    (_D, _DTD): lambda a, b: _shift_date(a, -b),
    (_D, _YMD): lambda a, b: shift_months(a, -b.months),
    (_DT, _DTD): lambda a, b: shift(a, -b),
    (_DT, _YMD): lambda a, b: shift_months(a, -b.months),
    (_T, _DTD): lambda a, b: shift_time(a, -b),
    (_DTD, _DTD): lambda a, b: micros(a // MICROSECOND - b // MICROSECOND),
    (_YMD, _YMD): lambda a, b: _months(a.months - b.months),
    (_D, _D): lambda a, b: a - b,
    (_DT, _DT): _between_moments,
    (_D, _DT): lambda a, b: _between_moments(_as_moment(a), b),
    (_DT, _D): lambda a, b: _between_moments(a, _as_moment(b)),
    (_T, _T): _between_times,
}
_MULTIPLY: dict[tuple[str, str], Callable[..., Value]] = {
    (_DTD, _N): lambda a, b: _scale_days(a, b, "*"),
    (_N, _DTD): lambda a, b: _scale_days(b, a, "*"),
    (_YMD, _N): lambda a, b: _scale_months(a, b, "*"),
    (_N, _YMD): lambda a, b: _scale_months(b, a, "*"),
}
_DIVIDE: dict[tuple[str, str], Callable[..., Value]] = {
    (_DTD, _N): lambda a, b: _scale_days(a, b, "/"),
    (_YMD, _N): lambda a, b: _scale_months(a, b, "/"),
    (_DTD, _DTD): lambda a, b: _ratio(a // MICROSECOND, b // MICROSECOND),
    (_YMD, _YMD): lambda a, b: _ratio(a.months, b.months),
}
_TABLES = {"+": _ADD, "-": _SUBTRACT, "*": _MULTIPLY, "/": _DIVIDE, "**": {}}
