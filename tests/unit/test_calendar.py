"""Working days."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from engine.calendar import Calendar, calendar_of

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
CALENDARS = st.builds(Calendar, st.frozensets(DAYS, max_size=20), st.frozensets(DAYS, max_size=20))
SWAP = calendar_of([(date(2026, 1, 2), False), (date(2026, 1, 10), True)])


def test_weekends_are_off_by_default() -> None:
    week = [date(2023, 5, 15) + timedelta(days=n) for n in range(7)]
    assert [Calendar().is_working_day(day) for day in week] == [True] * 5 + [False] * 2


def test_a_swap_takes_a_friday_and_gives_a_saturday() -> None:
    assert not SWAP.is_working_day(date(2026, 1, 2))
    assert SWAP.is_working_day(date(2026, 1, 10))
    assert not SWAP.is_working_day(date(2026, 1, 11))


def test_the_next_working_day_steps_over_a_long_holiday() -> None:
    tet = calendar_of([(date(2026, 2, day), False) for day in range(14, 23)])
    assert tet.next_working_day(date(2026, 2, 14)) == date(2026, 2, 23)
    assert tet.next_working_day(date(2026, 2, 13)) == date(2026, 2, 13)


def test_counting_starts_the_day_after() -> None:
    assert Calendar().add_working_days(date(2023, 5, 12), 1) == date(2023, 5, 15)
    assert SWAP.add_working_days(date(2026, 1, 1), 7) == date(2026, 1, 12)
    assert Calendar().add_working_days(date(2023, 5, 14), 0) == date(2023, 5, 14)


@given(CALENDARS, DAYS)
def test_the_next_working_day_is_worked_and_nothing_between_is(
    calendar: Calendar, day: date
) -> None:
    found = calendar.next_working_day(day)
    between = [day + timedelta(days=n) for n in range((found - day).days)]
    assert calendar.is_working_day(found)
    assert not any(map(calendar.is_working_day, between))


@given(CALENDARS, DAYS, st.integers(1, 60))
def test_added_days_are_exactly_the_worked_ones(calendar: Calendar, day: date, days: int) -> None:
    end = calendar.add_working_days(day, days)
    passed = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert sum(map(calendar.is_working_day, passed)) == days
    assert calendar.is_working_day(end)


@given(CALENDARS, DAYS, st.integers(1, 60))
def test_going_back_undoes_going_forward(calendar: Calendar, day: date, days: int) -> None:
    worked = calendar.next_working_day(day)
    assert calendar.add_working_days(calendar.add_working_days(worked, days), -days) == worked
