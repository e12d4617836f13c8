"""Which year a printed day is in, and what of it recurs: a ``Due`` becomes a ``Deadline``.

A printed year stands. Without one, the sentence's or the letter's year is meant, or the year the
letter plans for where that is the next one; a recurring day that has passed comes next year. No
day is made up: without a month nothing is dated.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, replace

from engine.intake.counted_days import end_of, last_worked
from engine.intake.date_forms import LAST, Printed
from engine.intake.deadline_grammar import Due
from engine.intake.duty_doubts import (
    BEFORE_LETTER,
    BLANK_DAY,
    COUNTED_FROM,
    DAY_UNREAD,
    IMPOSSIBLE_DAY,
    MONTH_UNKNOWN,
    RELATIVE_DAY,
    WORKED_DAY,
    WORKED_DAYS_FROM,
    YEAR_IMPLIED,
    YEAR_UNKNOWN,
)
from engine.intake.found import ANNUAL, BEFORE, MONTHLY, QUARTERLY, WEEKLY, Deadline
from engine.intake.recurrences import EVERY_OF

_SLIP = 2
"""A day that went by more months ago is next year's; a nearer one is a slip of the pen."""


YEARS = range(1945, 3000)


@dataclass(frozen=True, slots=True)
class Times:
    """When the letter is of: its date as far as known, and the year its subject plans for."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    scope: int | None = None

    def earliest(self) -> dt.date | None:
        """The letter's day, or the first it can be."""
        month = self.month if self.month in range(1, 13) else None
        if self.year is None or self.year not in YEARS:
            return None
        day = _day_in(self.year, month, self.day) if month and self.day else None
        return day or dt.date(self.year, month or 1, 1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the sentence says of the period: the report's ``kind``, whether it recurs, its year."""

    kind: str | None = None
    recurs: bool = False
    year: int | None = None


def deadline_of(due: Due, times: Times, wanted: Wanted) -> tuple[Deadline, tuple[str, ...]]:
    """The deadline with what is doubtful about it."""
    day = due.day
    if day is None:
        return _of_term(due, times, wanted)
    if day.blank:
        return Deadline(boundary=due.boundary, month=day.month, time=day.time), (BLANK_DAY,)
    if day.days_on is not None:
        return _near_the_letter(due, day.days_on, day.time, times)
    if day.weekday is not None:
        every = "week" if day.every == "week" or wanted.kind == WEEKLY else None
        return Deadline(boundary=due.boundary, every=every, weekday=day.weekday, time=day.time), ()
    if day.every == "day":
        return Deadline(boundary=due.boundary, every="day", time=day.time), ()
    if day.month is None or day.every in ("month", "quarter"):
        return _of_month(due, day, wanted)
    return _dated(due, day, times, wanted)


def _of_term(due: Due, times: Times, wanted: Wanted) -> tuple[Deadline, tuple[str, ...]]:
    """'trong 10 ngày kể từ ngày 01/6/2023' has a last day; from an event, or in working days, none yet."""
    period = Deadline(
        boundary=due.boundary,
        within=due.within,
        working=due.working,
        since=due.since,
        unit=due.unit,
    )
    if due.since_day is None or due.within is None or due.unit == "hour":
        return period, ()
    if due.working:
        return period, (WORKED_DAYS_FROM,)
    day = due.since_day
    year, doubts = _year(day, times, wanted, recurs=False)
    start = _day_in(year, day.month or 1, day.day or 1) if year else None
    if start is None:
        return period, (*doubts, IMPOSSIBLE_DAY if year else YEAR_UNKNOWN)
    last = end_of(start, due.within, due.unit)
    return replace(period, on=last, last_day=last), (
        *doubts, COUNTED_FROM, *_too_early(last, times),
    )  # fmt: skip


def _near_the_letter(
    due: Due, days: int, time: str | None, times: Times
) -> tuple[Deadline, tuple[str, ...]]:
    """'10 giờ sáng mai': the day after the letter's."""
    issued = None
    if times.year and times.month and times.day:
        issued = (
            _day_in(times.year, times.month, times.day) if times.month in range(1, 13) else None
        )
    if issued is None:
        return Deadline(boundary=due.boundary, time=time), (DAY_UNREAD,)
    on = issued + dt.timedelta(days=days)
    last = on - dt.timedelta(days=1) if due.boundary == BEFORE else on
    return Deadline(on=on, boundary=due.boundary, last_day=last, time=time), (RELATIVE_DAY,)


def _too_early(last: dt.date | None, times: Times) -> tuple[str, ...]:
    earliest = times.earliest()
    return (BEFORE_LETTER,) if last and earliest and last < earliest else ()


def _of_month(due: Due, day: Printed, wanted: Wanted) -> tuple[Deadline, tuple[str, ...]]:
    every = day.every
    if every is None and wanted.kind in (MONTHLY, QUARTERLY):
        every = EVERY_OF[wanted.kind]
    month = day.month or (3 if every == "quarter" else None)
    doubts = () if every else (MONTH_UNKNOWN,)
    if day.working:
        doubts = (*doubts, WORKED_DAY)
    return Deadline(
        boundary=due.boundary, every=every, month=month, day=day.day, time=day.time,
        following=day.following,
    ), doubts  # fmt: skip


def _dated(
    due: Due, day: Printed, times: Times, wanted: Wanted
) -> tuple[Deadline, tuple[str, ...]]:
    every = EVERY_OF.get(wanted.kind or "", "year") if wanted.recurs or day.every else None
    year, doubts = _year(day, times, wanted, recurs=every is not None)
    month = day.month or 1
    on = last = None
    if year is None:
        doubts = (*doubts, YEAR_UNKNOWN)
    else:
        on = _day_in(year, month, day.day or 1)
        if on is None:
            doubts = (*doubts, IMPOSSIBLE_DAY)
        else:
            if day.working:
                on, doubts = last_worked(on), (*doubts, WORKED_DAY)
            last = on - dt.timedelta(days=1) if due.boundary == BEFORE else on
    doubts = (*doubts, *_too_early(last, times))
    recurring = (month, day.day) if every or on is None else (None, None)
    opens = None
    if due.opens and on and due.opens.day and due.opens.month:
        opens = _day_in(due.opens.year or on.year, due.opens.month, due.opens.day)
    return Deadline(
        on=on, boundary=due.boundary, last_day=last, opens=opens, every=every,
        month=recurring[0], day=recurring[1], time=day.time,
    ), doubts  # fmt: skip


def last_years(on: dt.date, times: Times) -> bool:
    """Whether ``on`` has last year's number by a slip: this year it comes soon after the letter."""
    issued = times.earliest() if times.day else None
    if issued is None or on.year != issued.year - 1:
        return False
    meant = _day_in(issued.year, on.month, on.day)
    return meant is not None and 0 <= (meant - issued).days <= _SOON


_SOON = 60


def _day_in(year: int, month: int, day: int) -> dt.date | None:
    if year not in YEARS or not 1 <= day <= LAST:
        return None
    length = calendar.monthrange(year, month)[1]
    if day == LAST:
        return dt.date(year, month, length)
    return dt.date(year, month, day) if day <= length else None


def _year(
    day: Printed, times: Times, wanted: Wanted, *, recurs: bool
) -> tuple[int | None, tuple[str, ...]]:
    if day.year is not None:
        return day.year, ()
    base = wanted.year or times.year or times.scope
    if base is None:
        return None, ()
    if day.years_on:
        return base + day.years_on, (YEAR_IMPLIED,)
    if wanted.year is None and times.year is not None:
        return _near(day, times, wanted, recurs=recurs), (YEAR_IMPLIED,)
    covers_past = wanted.kind == ANNUAL and (day.month or 12) <= 2 and base == times.year
    return base + (1 if covers_past else 0), (YEAR_IMPLIED,)


def _near(day: Printed, times: Times, wanted: Wanted, *, recurs: bool) -> int:
    """The year of a day without one: the letter's, unless that day has gone by."""
    year = times.year or 0
    month, number = day.month or 12, day.day or 1
    gone = times.month is not None and (month, number) < (times.month, times.day or 1)
    if times.scope == year + 1 and (gone or wanted.kind):
        return year + 1
    turns = gone and (times.month or 1) - month > _SLIP
    covers_past = wanted.kind == ANNUAL and month <= 2 and gone
    return year + 1 if turns or covers_past or (gone and recurs) else year
