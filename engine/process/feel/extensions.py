"""Our own functions, beyond DMN: working days, moments of a deadline, selections of units.

The unit selectors build a context that describes a selection; the engine resolves it. A unit is
a number, or a context with a number under "id". A wrong argument gives null with a warning.

| function | result |
|---|---|
| working days after(date, days) | the days-th working day after; 0 is the date itself |
| working days before(date, days) | the days-th working day before |
| last moment before(date) | that date's 00:00+07:00: where the day before ends |
| period(from, to) | {from, to}; null when it runs backwards |
| children(unit, tier?) | {select: "children", unit, tier} |
| descendants(unit, tier?) | {select: "descendants", unit, tier} |
| lead(unit, field) | {select: "lead", unit, field} |
| superior(unit), successor(unit) | {select: "superior", unit}, {select: "successor", unit} |
| unit by code(code) | {select: "unit by code", code} |
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from engine.process.feel.builtins import BUILTINS
from engine.process.feel.compare import compare
from engine.process.feel.functions import builtin
from engine.process.feel.numbers import number, whole
from engine.process.feel.values import VIETNAM, Run, Value

MAX_WORKING_DAYS = 10_000
_DAY = dt.timedelta(days=1)
_STANDARD = frozenset(BUILTINS)


def _date_of(value: dt.date) -> dt.date:
    """The date of a date or moment; of an aware moment, its date in Vietnam."""
    if not isinstance(value, dt.datetime):
        return value
    try:
        return value.date() if value.tzinfo is None else value.astimezone(VIETNAM).date()
    except OverflowError:
        return value.date()


def _is_working_day(run: Run, day: dt.date) -> bool:
    if run.calendar is None:
        return day.weekday() < 5
    return run.calendar.is_working_day(day)


def _walk(run: Run, start: dt.date, days: Decimal, direction: int) -> Value:
    """The date (or moment, at the same time of day) so many working days away."""
    left = whole(days)
    if left is None or not 0 <= left <= MAX_WORKING_DAYS:
        run.null(f"{days} is no count of working days (0..{MAX_WORKING_DAYS})")
        return None
    moved = start
    try:
        while left:
            moved += direction * _DAY
            run.spend(1)
            left -= _is_working_day(run, _date_of(moved))
    except OverflowError:
        run.null("the calendar ends")
        return None
    return moved


@builtin("working days after", "date: date|date and time, days: number")
def working_days_after(run: Run, date: dt.date, days: Decimal) -> Value:
    """The days-th working day after a date; a date and time keeps its time of day.

    Whether a day is worked is asked of its date in Vietnam, if the moment is aware.
    """
    return _walk(run, date, days, 1)


@builtin("working days before", "date: date|date and time, days: number")
def working_days_before(run: Run, date: dt.date, days: Decimal) -> Value:
    """The days-th working day before a date; a date and time keeps its time of day."""
    return _walk(run, date, days, -1)


@builtin("last moment before", "date: date|date and time")
def last_moment_before(run: Run, date: dt.date) -> Value:
    """The end of the day before, in Vietnam. Of an aware moment, its date in Vietnam counts."""
    date = _date_of(date)
    return dt.datetime(date.year, date.month, date.day, tzinfo=VIETNAM)


@builtin("period", "from: date|date and time, to: date|date and time")
def period(run: Run, start: dt.date, end: dt.date) -> Value:
    """A reporting period: both ends of one type, the first not after the second."""
    order = compare(start, end)
    if order is None or order > 0:
        run.null("period: the ends differ in type, or run backwards")
        return None
    return {"from": start, "to": end}


def _unit(run: Run, unit: Value) -> Value:
    """The number of a unit, or the selection of one: ``children(superior(unit), "huyen")``."""
    if isinstance(unit, dict) and "select" in unit:
        return unit
    found = number(unit.get("id") if isinstance(unit, dict) else unit)
    if found is None:
        run.null("a unit is a number, or a context with a number under 'id'")
    return found


def _selector(name: str, extra: str, declaration: str) -> None:
    def select(run: Run, unit: Value, argument: str | None = None) -> Value:
        found = _unit(run, unit)
        if found is None:
            return None
        result: dict[str, Value] = {"select": name, "unit": found}
        return result | {extra: argument} if extra else result

    builtin(name, declaration)(select)


_selector("children", "tier", "unit: number|context, tier?: string")
_selector("descendants", "tier", "unit: number|context, tier?: string")
_selector("lead", "field", "unit: number|context, field: string")
_selector("superior", "", "unit: number|context")
_selector("successor", "", "unit: number|context")


@builtin("unit by code", "code: string")
def unit_by_code(run: Run, code: str) -> Value:
    """The unit that bears a code."""
    return {"select": "unit by code", "code": code}


EXTENSIONS = frozenset(BUILTINS) - _STANDARD
