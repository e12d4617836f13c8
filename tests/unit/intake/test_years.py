"""Which year a day without one is in, and what recurs."""

from __future__ import annotations

import datetime as dt

import pytest

from engine.intake.deadline_grammar import read_dues
from engine.intake.duty_doubts import (
    BEFORE_LETTER,
    BLANK_DAY,
    IMPOSSIBLE_DAY,
    MONTH_UNKNOWN,
    YEAR_IMPLIED,
    YEAR_UNKNOWN,
)
from engine.intake.found import ANNUAL, HALF_YEAR, MONTHLY, Deadline
from engine.intake.years import Times, Wanted, deadline_of

APRIL = Times(2023, 4, 20)
NOVEMBER = Times(2023, 11, 20)


def read(text: str, times: Times, wanted: Wanted | None = None) -> tuple[Deadline, tuple[str, ...]]:
    (due,) = read_dues(text)
    return deadline_of(due, times, wanted or Wanted())


@pytest.mark.parametrize(
    ("text", "times", "wanted", "on"),
    [
        ("trước ngày 15/5", APRIL, Wanted(), "2023-05-15"),
        ("trước ngày 15/5/2024", APRIL, Wanted(), "2024-05-15"),
        ("trước ngày 15/01", NOVEMBER, Wanted(), "2024-01-15"),
        ("trước ngày 15/01", APRIL, Wanted(ANNUAL), "2024-01-15"),
        ("trước ngày 15/01 năm sau", APRIL, Wanted(), "2024-01-15"),
        ("trước ngày 15/6", NOVEMBER, Wanted(HALF_YEAR, recurs=True), "2024-06-15"),
        ("trước ngày 15/6", Times(2023, 12, 20, scope=2024), Wanted(HALF_YEAR), "2024-06-15"),
        ("trước ngày 15/6", Times(2022), Wanted(), "2022-06-15"),
        ("trước ngày 15/6", Times(scope=2024), Wanted(), "2024-06-15"),
        ("trước tháng 10/2023", APRIL, Wanted(), "2023-10-01"),
        ("trước quý IV/2023", APRIL, Wanted(), "2023-10-01"),
        ("trong tháng 2/2024", APRIL, Wanted(), "2024-02-29"),
    ],
)
def test_the_year_follows_from_the_letter(text: str, times: Times, wanted: Wanted, on: str) -> None:
    deadline, _ = read(text, times, wanted)
    assert deadline.on == dt.date.fromisoformat(on)


def test_the_last_acceptable_day_is_the_day_before_or_the_day_itself() -> None:
    assert read("trước ngày 01/3/2024", APRIL)[0].last_day == dt.date(2024, 2, 29)
    assert read("chậm nhất ngày 01/3/2024", APRIL)[0].last_day == dt.date(2024, 3, 1)
    assert read("trước 10 giờ ngày 01/3/2024", APRIL)[0].last_day == dt.date(2024, 3, 1)


@pytest.mark.parametrize(
    ("text", "times", "doubt"),
    [
        ("trước ngày 15/5", APRIL, YEAR_IMPLIED),
        ("trước ngày 15/5", Times(), YEAR_UNKNOWN),
        ("trước ngày 15/4/2023", APRIL, BEFORE_LETTER),
        ("trước ngày 31/6/2023", APRIL, IMPOSSIBLE_DAY),
        ("trước ngày     /5/2023", APRIL, BLANK_DAY),
        ("trước ngày 15", APRIL, MONTH_UNKNOWN),
    ],
)
def test_what_is_unsure_is_marked(text: str, times: Times, doubt: str) -> None:
    assert doubt in read(text, times)[1]


@pytest.mark.parametrize("text", ["trước ngày     /5", "trước ngày 15", "trước ngày 31/6/2023"])
def test_no_day_is_made_up(text: str) -> None:
    deadline, _ = read(text, APRIL)
    assert deadline.on is None
    assert deadline.last_day is None


def test_a_monthly_report_recurs_without_a_date() -> None:
    deadline, doubts = read("trước ngày 25", APRIL, Wanted(MONTHLY, recurs=True))
    assert (deadline.on, deadline.every, deadline.day, doubts) == (None, "month", 25, ())


def test_a_half_years_report_recurs_with_its_day() -> None:
    deadline, _ = read("trước ngày 15/6", APRIL, Wanted(HALF_YEAR, recurs=True))
    assert (deadline.every, deadline.month, deadline.day) == ("half_year", 6, 15)
