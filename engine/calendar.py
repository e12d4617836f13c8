"""Working days: weekends are off, and rows of ``calendar_day`` say where a year differs.

Which days those are is decided year by year, and swaps (a weekday off for a worked Saturday) come
by late decision, so they are data: nothing here knows a holiday.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from sqlalchemy import Date, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.store import Base

DAY = timedelta(days=1)
SATURDAY = 5


class CalendarDay(Base):
    """A day that differs from the week's rule: a holiday, or a weekend day that is worked."""

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    working: Mapped[bool]
    note: Mapped[str] = mapped_column(default="", server_default="")


@dataclass(frozen=True, slots=True)
class Calendar:
    """``days_off`` are weekdays not worked, ``working_weekends`` Saturdays and Sundays worked.

    A day in both is off.
    """

    days_off: frozenset[date] = frozenset()
    working_weekends: frozenset[date] = frozenset()

    def is_working_day(self, day: date, /) -> bool:
        """True if ``day`` is worked."""
        if day in self.days_off:
            return False
        return day.weekday() < SATURDAY or day in self.working_weekends

    def next_working_day(self, day: date) -> date:
        """``day`` itself when it is worked, else the first worked day after it."""
        return next(d for n in count() if self.is_working_day(d := day + n * DAY))

    def previous_working_day(self, day: date) -> date:
        """``day`` itself when it is worked, else the last worked day before it."""
        return next(d for n in count() if self.is_working_day(d := day - n * DAY))

    def add_working_days(self, day: date, days: int) -> date:
        """The ``days``-th working day after ``day``, which is not counted; before it if negative.

        0 is ``day`` itself, worked or not. Raises OverflowError beyond the years 1 to 9999.
        """
        step = DAY if days >= 0 else -DAY
        left = abs(days)
        while left:
            day += step
            left -= self.is_working_day(day)
        return day


def calendar_of(rows: Iterable[tuple[date, bool]]) -> Calendar:
    """The calendar that ``(day, working)`` rows describe."""
    days = dict(rows)
    return Calendar(
        frozenset(day for day, working in days.items() if not working),
        frozenset(day for day, working in days.items() if working),
    )


def load(session: Session) -> Calendar:
    """The calendar in the database; the plain week where nothing was entered."""
    rows = session.execute(select(CalendarDay.day, CalendarDay.working))
    return calendar_of((day, working) for day, working in rows)
