"""From a printed deadline to the first instant that is late. Pure.

"Trước ngày X" leaves the day before X as the last acceptable one, "chậm nhất ngày X" leaves X. A
printed date on a day off is not moved: no text read moves one inside the administration. A period
("trong vòng n ngày kể từ") follows the Civil Code 2015, articles 147 and 148: its first day is not
counted, and one that ends on a day off ends on the next working day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from engine.calendar import DAY, Calendar
from engine.deadline_rules import (
    ANNUAL,
    BEFORE,
    HALF_YEAR,
    RECEIVED,
    WINDOW,
    WITHIN,
    DeadlineBeforeIssue,
    Fixed,
    PrintedDay,
    Rule,
    UnknownRule,
)

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")

_SPANS = {
    HALF_YEAR: (PrintedDay(1, 1), PrintedDay(30, 6)),
    ANNUAL: (PrintedDay(1, 1), PrintedDay(31, 12)),
}
_SUFFIX = {HALF_YEAR: "6T", ANNUAL: "N"}


@dataclass(frozen=True, slots=True)
class Due:
    """One deadline. Both moments are aware.

    ``due_at`` is the first instant that is late: 24:00 of ``last_ok`` in Asia/Ho_Chi_Minh, or the
    printed time ``at`` on the printed day, whatever the boundary. ``key`` names the period
    ("2023-6T", "2023-N", "2023-05-15") and stays the same on every tier below.
    """

    printed: date
    boundary: str
    last_ok: date
    due_at: datetime
    opens_at: datetime
    period_start: date
    period_end: date
    key: str
    at: time | None = None


def dues(
    rule: Rule,
    issued_on: date,
    *,
    issued_at: datetime | None = None,
    received_on: date | None = None,
    calendar: Calendar | None = None,
) -> tuple[Due, ...]:
    """Every deadline of ``rule`` in a directive of ``issued_on``, the earliest first; () undated.

    A year that is not printed is the first in which the deadline does not precede the issue.
    ``issued_at`` defaults to the start of ``issued_on``, ``received_on`` to ``issued_on``,
    ``calendar`` to the plain week. Raises DeadlineBeforeIssue, ImpossibleDate, UnknownRule.
    """
    if not rule.is_dated:
        return ()
    opening = issued_at or midnight(issued_on)
    if rule.kind == WITHIN and not rule.fixed:
        start = (received_on or issued_on) if rule.since == RECEIVED else issued_on
        wanted = [period_end(start, rule.days, rule.working, calendar or Calendar())]
    else:
        wanted = _printed_days(rule, issued_on)
    fixed = rule.fixed or tuple(_fixed(rule, day, issued_on) for day in wanted)
    found = tuple(_due(one, rule.boundary, rule.at, rule.window, opening) for one in fixed)
    for due in found:
        _not_before(due, issued_on)
    return found


def back_off(due: Due, days: int, issued_on: date, *, window: int = WINDOW) -> Due:
    """The deadline one tier below: printed ``days`` calendar days earlier, the period unchanged.

    Never before the day after ``issued_on``, on which the lower directive is issued. Raises
    DeadlineBeforeIssue when the superior's own deadline leaves no such day.
    """
    _not_before(due, issued_on)
    printed = min(due.printed, max(due.printed - days * DAY, issued_on + DAY))
    fixed = Fixed(printed, due.period_start, due.period_end, due.key)
    lower = _due(fixed, due.boundary, due.at, window, midnight(issued_on))
    _not_before(lower, issued_on)
    return lower


def period_end(start: date, days: int, working: bool, calendar: Calendar) -> date:
    """The last day of a period of ``days`` days (``working`` ones or not) from ``start``.

    Bộ luật Dân sự 2015, điều 147 (first day not counted), điều 148 (last day off).
    """
    if working:
        return calendar.add_working_days(start, days)
    return calendar.next_working_day(start + days * DAY)


def midnight(day: date) -> datetime:
    """The local start of ``day``."""
    return datetime.combine(day, time(), LOCAL)


def local_day(moment: datetime) -> date:
    """The day it is in Vietnam at ``moment``."""
    return moment.astimezone(LOCAL).date()


def last_acceptable(printed: date, boundary: str, at: time | None = None) -> date:
    """The last day on which a report is still in time, if only for part of that day."""
    if at is not None:
        return printed if at > time() else printed - DAY
    return printed - DAY if boundary == BEFORE else printed


def _printed_days(rule: Rule, issued_on: date) -> list[date]:
    printed = rule.printed
    if printed is None:
        return []
    first = printed.year or _first_year(rule, printed, issued_on)
    if rule.until is None:
        return [printed.in_year(first)]
    days = [printed.recurring_in(year) for year in range(first, rule.until.year + 1)]
    days = [day for day in days if day <= rule.until]
    if not days:
        raise UnknownRule(
            why_vi=f"ngày cuối (until) {rule.until} sớm hơn hạn đầu tiên",
            why=f"until, {rule.until}, is before the first deadline",
        )
    return days


def _first_year(rule: Rule, printed: PrintedDay, issued_on: date) -> int:
    here = printed.recurring_in(issued_on.year)
    in_time = last_acceptable(here, rule.boundary, rule.at) >= issued_on
    return issued_on.year if in_time else issued_on.year + 1


def _fixed(rule: Rule, printed: date, issued_on: date) -> Fixed:
    span = rule.period or _SPANS.get(rule.kind)
    if span is None:
        last = last_acceptable(printed, rule.boundary, rule.at)
        return Fixed(printed, min(issued_on, last), last, printed.isoformat())
    start, end = _covered(span, printed)
    suffix = _SUFFIX.get(rule.kind)
    return Fixed(printed, start, end, f"{end.year}-{suffix}" if suffix else printed.isoformat())


def _covered(span: tuple[PrintedDay, PrintedDay], printed: date) -> tuple[date, date]:
    """The span that ends nearest to the printed date: a year's report due in February is last
    year's, one due in November this year's."""
    first, last = span
    if last.year is not None:
        end = last.in_year(last.year)
    else:
        years = (printed.year - 1, printed.year, printed.year + 1)
        end = min((last.recurring_in(y) for y in years), key=lambda day: abs(day - printed))
    start = first.recurring_in(first.year or end.year)
    if start > end and first.year is None:
        start = first.recurring_in(end.year - 1)
    if start > end:
        raise UnknownRule(
            why_vi=f"kỳ báo cáo từ {first} đến {last} bị ngược",
            why=f"the period from {first} to {last} runs backwards",
        )
    return start, end


def _due(fixed: Fixed, boundary: str, at: time | None, window: int, opening: datetime) -> Due:
    last_ok = last_acceptable(fixed.printed, boundary, at)
    late = midnight(last_ok + DAY) if at is None else datetime.combine(fixed.printed, at, LOCAL)
    return Due(
        printed=fixed.printed,
        boundary=boundary,
        last_ok=last_ok,
        due_at=late,
        opens_at=max(opening, late - timedelta(days=window)),
        period_start=fixed.period_start,
        period_end=fixed.period_end,
        key=fixed.key,
        at=at,
    )


def _not_before(due: Due, issued_on: date) -> None:
    if due.last_ok < issued_on:
        raise DeadlineBeforeIssue(
            last_ok=f"{due.last_ok:%d/%m/%Y}", issued_on=f"{issued_on:%d/%m/%Y}"
        )
