"""Days that no letter prints but that follow from what it does: the last worked day of a month, the end of a period.

A period does not count the day it begins on, one of months ends on the day of the same number, and
one that ends on a day off on the next worked day (Bộ luật Dân sự 2015, điều 147, 148). Of days off
only weekends are known here; holidays are the calendar's.
"""

from __future__ import annotations

import calendar
import datetime as dt

_SATURDAY = 5


def end_of(start: dt.date, count: int, unit: str) -> dt.date | None:
    """The last day of ``count`` days or months that begin on ``start``; None past the calendar's end."""
    try:
        if unit == "month":
            years, month = divmod(start.month - 1 + count, 12)
            length = calendar.monthrange(start.year + years, month + 1)[1]
            end = dt.date(start.year + years, month + 1, min(start.day, length))
        else:
            end = start + dt.timedelta(days=count)
        return _moved(end, 1)
    except (ValueError, OverflowError):
        return None


def last_worked(day: dt.date) -> dt.date:
    """``day``, or the Friday before it."""
    return _moved(day, -1)


def _moved(day: dt.date, step: int) -> dt.date:
    while day.weekday() >= _SATURDAY:
        day += dt.timedelta(days=step)
    return day
