"""The span a report covers, apart from when it is due, and its name on every tier. Pure.

Periods are whole months by the calendar, or end on a cut-off day of their last month and begin on
the day after it, so many months before (Nghị định 09/2019/NĐ-CP: the quarter from 15/3 to 14/6).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from engine.calendar import DAY
from engine.deadline_rules import (
    ANNUAL,
    BIWEEKLY,
    BY_MONTH,
    BY_WEEK,
    HALF_YEAR,
    LAST_DAY,
    MONTHLY,
    NINE_MONTHS,
    QUARTERLY,
    WEEKDAYS,
    Fixed,
    Rule,
    UnknownRule,
)
from engine.printed_days import YEARS, PrintedDay

_MONTHS = {MONTHLY: 1, QUARTERLY: 3, HALF_YEAR: 6, NINE_MONTHS: 9, ANNUAL: 12}
COMMON = 2002
"""A year without a leap day, between two such."""
_NAMES = {HALF_YEAR: "6T", NINE_MONTHS: "9T", ANNUAL: "N"}


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, both ends included; ``key`` is "2023-T05", "2023-Q2", "2023-6T" …"""

    start: date
    end: date
    key: str


def period_of(kind: str, year: int, month: int, cut_off: int = 0) -> Period:
    """The period of a monthly to annual ``kind`` whose last month is that one."""
    months, last = _MONTHS[kind], _index(year, month)
    if cut_off:
        start = _day(last - months, cut_off) + DAY
        end = _day(last, cut_off)
    else:
        start, end = _day(last - months + 1, 1), _day(last, LAST_DAY)
    names = {MONTHLY: f"T{month:02}", QUARTERLY: f"Q{(month + 2) // 3}"} | _NAMES
    return Period(start, end, f"{year}-{names[kind]}")


def recurring(rule: Rule, issued_on: date) -> Iterator[Fixed]:
    """All deadlines of a rule by week, by month or of each year, as the first tier has them.

    They begin with the first that the letter can mean: what was due before the issue is among them
    if its period was not over, or if it lies in the month of issue (of a yearly kind: in the year
    of issue, or the one printed).
    """
    if rule.kind in BY_WEEK:
        yield from _by_week(rule, issued_on)
    elif rule.kind in BY_MONTH:
        yield from _by_month(rule, issued_on)
    elif rule.printed is not None:
        for year in range(rule.printed.year or issued_on.year, YEARS.stop):
            yield yearly(rule, rule.printed.recurring_in(year))


def yearly(rule: Rule, printed: date) -> Fixed:
    """The deadline of a half-year, nine-month or annual rule printed on that day.

    It covers the span that ends nearest: a year's report due in February is last year's, one due
    in November this year's. Raises UnknownRule for a printed period that runs backwards.
    """
    month = _MONTHS[rule.kind]
    if rule.period is not None:
        start, end = covered(rule.period, printed)
        return Fixed(printed, start, end, f"{end.year}-{_NAMES[rule.kind]}")
    year = _year_nearest(lambda y: period_of(rule.kind, y, month, rule.cut_off).end, printed)
    nearest = period_of(rule.kind, year, month, rule.cut_off)
    return Fixed(printed, nearest.start, nearest.end, nearest.key)


def _year_nearest(end_in: Callable[[int], date], printed: date) -> int:
    """The year whose end is nearest to the printed day, as it would be among common years.

    A day half a year from both ends would otherwise be nearest to one in most years and to the
    other around a leap day, and one period would be due twice and the next one never.
    """
    there = PrintedDay(day=printed.day, month=printed.month, year=None).recurring_in(COMMON)
    away = min((-1, 0, 1), key=lambda n: abs(end_in(COMMON + n) - there))
    return printed.year + away


def covered(span: tuple[PrintedDay, PrintedDay], printed: date) -> tuple[date, date]:
    """A printed span, the one that ends nearest to the printed day; raises UnknownRule."""
    first, last = span
    if last.year is not None:
        end = last.in_year(last.year)
    else:
        end = last.recurring_in(_year_nearest(last.recurring_in, printed))
    start = first.recurring_in(first.year or end.year)
    if start > end and first.year is None:
        start = first.recurring_in(end.year - 1)
    if start > end:
        raise UnknownRule(
            why_vi=f"kỳ báo cáo từ {first} đến {last} bị ngược",
            why=f"the period from {first} to {last} runs backwards",
        )
    return start, end


def _by_month(rule: Rule, issued_on: date) -> Iterator[Fixed]:
    months = _MONTHS[rule.kind]
    earliest = _index(issued_on.year, issued_on.month) - max(rule.after, 0) - months
    for last in range(earliest - earliest % months + months - 1, _index(YEARS.stop, 1), months):
        if last + rule.after >= _index(YEARS.stop, 1):
            return
        period = period_of(rule.kind, last // 12, last % 12 + 1, rule.cut_off)
        printed = _day(last + rule.after, rule.day)
        if period.end >= issued_on or printed >= issued_on.replace(day=1):
            yield Fixed(printed, period.start, period.end, period.key)


def _by_week(rule: Rule, issued_on: date) -> Iterator[Fixed]:
    """The weeks end on the printed weekday; without an anchor the first one is the issue's."""
    step = timedelta(weeks=2 if rule.kind == BIWEEKLY else 1)
    weekday = WEEKDAYS.index(rule.weekday)
    if rule.anchor is None:
        printed = issued_on + (weekday - issued_on.weekday()) % 7 * DAY
    else:
        printed = rule.anchor + (weekday - rule.anchor.weekday()) * DAY
        printed += max(0, -((printed - issued_on) // step)) * step
    while printed.year < YEARS.stop:
        yield Fixed(printed, printed - step + DAY, printed, printed.isoformat())
        printed += step


def _index(year: int, month: int) -> int:
    """Months counted from the year 0."""
    return year * 12 + month - 1


def _day(index: int, day: int) -> date:
    """The day of a month, its last where it is shorter (Bộ luật Dân sự 2015, điều 148)."""
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day, monthrange(year, month)[1]))
