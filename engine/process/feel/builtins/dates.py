"""Functions of the clock and the calendar."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from engine.process.feel.errors import FeelEvaluationError
from engine.process.feel.functions import builtin
from engine.process.feel.values import VIETNAM, Run, Value

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def _now(run: Run) -> dt.datetime:
    if run.now is None or run.now.tzinfo is None:
        raise FeelEvaluationError(
            said="chưa cho biết bây giờ là lúc nào (now)",
            said_en="no aware 'now' was handed in for now() or today()",
        )
    return run.now.astimezone(VIETNAM)


@builtin("now", "")
def now(run: Run) -> Value:
    """The moment handed in, told at +07:00."""
    return _now(run)


@builtin("today", "")
def today(run: Run) -> Value:
    """The date of now in Vietnam."""
    return _now(run).date()


@builtin("day of year", "date: date|date and time")
def day_of_year(run: Run, date: dt.date) -> Value:
    """1..366."""
    return Decimal(date.timetuple().tm_yday)


@builtin("day of week", "date: date|date and time")
def day_of_week(run: Run, date: dt.date) -> Value:
    """The English name of the day."""
    return _DAYS[date.weekday()]


@builtin("month of year", "date: date|date and time")
def month_of_year(run: Run, date: dt.date) -> Value:
    """The English name of the month."""
    return _MONTHS[date.month - 1]


@builtin("week of year", "date: date|date and time")
def week_of_year(run: Run, date: dt.date) -> Value:
    """The ISO 8601 week."""
    return Decimal(date.isocalendar().week)
