"""Working days: weekends are off, and rows of ``calendar_day`` say where a year differs.

Which days those are is decided year by year, and swaps (a weekday off for a worked Saturday) come
by late decision, so they are data: nothing here knows a holiday. What an administrator enters (an
override) wins over what a package of public holidays says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count

from sqlalchemy import BigInteger, Date, ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.store import Base

DAY = timedelta(days=1)
SATURDAY = 5
HOLIDAYS, OVERRIDE = "holidays", "override"


class CalendarDay(Base):
    """A day that differs from the week's rule: a holiday, or a weekend day that is worked.

    ``source`` is ``HOLIDAYS`` (the package) or ``OVERRIDE`` (an administrator), who wins.
    ``swap_with`` is the other half of a swap; ``set_by`` is nobody where a command did it.
    """

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True, default=OVERRIDE, server_default=OVERRIDE)
    working: Mapped[bool]
    note: Mapped[str] = mapped_column(default="", server_default="")
    swap_with: Mapped[date | None] = mapped_column(Date)
    set_by: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("account.id"))
    set_at: Mapped[datetime | None]


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
    """The calendar that ``(day, working)`` rows describe; a later row wins."""
    days = dict(rows)
    return Calendar(
        frozenset(day for day, working in days.items() if not working),
        frozenset(day for day, working in days.items() if working),
    )


def load(session: Session) -> Calendar:
    """The calendar in the database; the plain week where nothing was entered."""
    overrides_last = CalendarDay.source == OVERRIDE
    rows = session.execute(select(CalendarDay.day, CalendarDay.working).order_by(overrides_last))
    return calendar_of((day, working) for day, working in rows)
