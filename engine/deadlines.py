"""From a printed deadline to the first instant that is late. Pure.

"Trước ngày X" leaves the day before X as the last acceptable one, "chậm nhất ngày X" leaves X. A
printed date on a day off is not moved unless its issuer says so: no text read moves one inside the
administration. A period ("trong vòng n ngày kể từ") follows the Civil Code 2015, articles 147 and
148: its first day is not counted, and one that ends on a day off ends on the next working day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from engine.calendar import DAY, Calendar
from engine.deadline_rules import (
    BEFORE,
    EVENT,
    ONE_OFF,
    RECEIVED,
    WINDOW,
    WITHIN,
    YEARLY,
    DeadlineBeforeIssue,
    Fixed,
    Rule,
    Step,
    UnknownRule,
)
from engine.periods import covered, recurring, yearly
from engine.printed_days import PrintedDay

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")

KEEP, NEXT, PREVIOUS = "keep", "next", "previous"
"""What becomes of a last acceptable day that is off: it stays, or the next or previous worked
day takes its place."""


@dataclass(frozen=True, slots=True)
class Due:
    """One deadline. Both moments are aware.

    ``due_at`` is the first instant that is late: 24:00 of ``last_ok`` in Asia/Ho_Chi_Minh, or the
    printed time ``at`` on the printed day, whatever the boundary. ``moved_from`` is the last
    acceptable day as printed, where the issuer's policy moved it off a day off. ``key`` names the
    period ("2023-T05", "2023-Q2", "2023-6T", "2023-9T", "2023-N", else the day as first printed)
    and stays the same on every tier below.
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
    moved_from: date | None = None


@dataclass(frozen=True, slots=True)
class _Letter:
    """The letter a rule stands in, and the days it is read by."""

    issued_on: date
    opening: datetime
    calendar: Calendar
    day_off: str


def series(
    rule: Rule,
    issued_on: date,
    *,
    issued_at: datetime | None = None,
    received_on: date | None = None,
    event_on: date | None = None,
    calendar: Calendar | None = None,
    day_off: str = KEEP,
) -> Iterator[Due]:
    """Every deadline of ``rule`` in a directive of ``issued_on``, the earliest first, lazily.

    Endless (to the year 2999) for a rule without end. What was due before the issue is left out of
    one that recurs (see ``passed``). A year that is not printed is the first in which the deadline
    does not precede the issue; a printed one may, if ``rule.past``. ``issued_at`` defaults to the start of ``issued_on``,
    ``received_on`` to ``issued_on``, ``calendar`` to the plain week; a rule that counts from an
    event has no deadline without ``event_on``. ``day_off`` is ``KEEP``, ``NEXT`` or ``PREVIOUS``.
    Raises DeadlineBeforeIssue, ImpossibleDate, UnknownRule.
    """
    if not rule.is_dated:
        return
    opening = issued_at or midnight(issued_on)
    letter = _Letter(issued_on, opening, calendar or Calendar(), day_off)
    if rule.recurs:
        found = (_due(rule, one, letter) for one in _tiers(rule, _all(rule, issued_on)))
        yield from (due for due in found if not _gone(due, letter))
        return
    start = event_on if rule.since == EVENT else issued_on
    if rule.since == RECEIVED and received_on is not None:
        start = received_on
    for one in rule.fixed or _once(rule, issued_on, start, letter.calendar):
        if rule.since != EVENT and not rule.past:
            _not_before(last_acceptable(one.printed, rule.boundary, rule.at), issued_on)
        yield _due(rule, one, letter)


def dues(
    rule: Rule,
    issued_on: date,
    *,
    issued_at: datetime | None = None,
    received_on: date | None = None,
    event_on: date | None = None,
    calendar: Calendar | None = None,
    day_off: str = KEEP,
) -> tuple[Due, ...]:
    """As ``series``: all of them, only the first of a rule without end, () undated.

    Raises UnknownRule as well for a rule that ends before its first deadline.
    """
    found = series(
        rule,
        issued_on,
        issued_at=issued_at,
        received_on=received_on,
        event_on=event_on,
        calendar=calendar,
        day_off=day_off,
    )
    known = tuple(islice(found, 1) if rule.endless else found)
    if rule.until is not None and not known and not rule.earlier and not rule.fixed:
        raise UnknownRule(
            why_vi=f"ngày cuối (until) {rule.until} sớm hơn hạn đầu tiên",
            why=f"until, {rule.until}, is before the first deadline",
        )
    return known


def passed(rule: Rule, issued_on: date, *, calendar: Calendar | None = None) -> tuple[Due, ...]:
    """What the letter names that was already past on its day: to be shown, owed by nobody.

    Which of those are meant: see ``periods.recurring``.
    """
    if rule.fixed or (rule.kind not in YEARLY and not rule.recurs):
        return ()
    letter = _Letter(issued_on, midnight(issued_on), calendar or Calendar(), KEEP)
    every = _tiers(rule, _all(rule, issued_on))
    found = (_due(rule, one, letter) for one in every)
    return tuple(takewhile(lambda due: _gone(due, letter), found))


def back_off(due: Due, days: int, issued_on: date, *, window: int = WINDOW) -> Due:
    """The deadline one tier below: printed ``days`` calendar days earlier, the period unchanged.

    Never before the day after ``issued_on``, on which the lower directive is issued. Raises
    DeadlineBeforeIssue when the superior's own deadline leaves no such day.
    """
    printed = _lower(due.printed, due.boundary, due.at, Step(days, issued_on))
    fixed = Fixed(printed, due.period_start, due.period_end, due.key)
    rule = Rule(kind=ONE_OFF, boundary=due.boundary, at=due.at, window=window, fixed=(fixed,))
    return _due(rule, fixed, _Letter(issued_on, midnight(issued_on), Calendar(), KEEP))


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


def _all(rule: Rule, issued_on: date) -> Iterator[Fixed]:
    every = recurring(rule, issued_on)
    until = rule.until
    return every if until is None else takewhile(lambda one: one.printed <= until, every)


def _tiers(rule: Rule, every: Iterator[Fixed]) -> Iterator[Fixed]:
    """Each deadline as this tier prints it; without those that left a tier no day."""
    for one in every:
        printed = one.printed
        try:
            for step in rule.earlier:
                printed = _lower(printed, rule.boundary, rule.at, step)
        except DeadlineBeforeIssue:
            continue
        yield replace(one, printed=printed)


def _lower(printed: date, boundary: str, at: time | None, step: Step) -> date:
    _not_before(last_acceptable(printed, boundary, at), step.issued_on)
    lower = min(printed, max(printed - step.days * DAY, step.issued_on + DAY))
    _not_before(last_acceptable(lower, boundary, at), step.issued_on)
    return lower


def _once(rule: Rule, issued_on: date, start: date | None, calendar: Calendar) -> Iterator[Fixed]:
    """The one deadline of a rule that does not recur, if it has one."""
    if rule.kind == WITHIN and start is not None:
        printed = period_end(start, rule.days, rule.working, calendar)
    elif rule.printed is not None:
        printed = _first(rule, rule.printed, issued_on)
    else:
        return
    if rule.kind in YEARLY:
        yield yearly(rule, printed)
        return
    last = last_acceptable(printed, rule.boundary, rule.at)
    span = covered(rule.period, printed) if rule.period else (min(issued_on, last), last)
    yield Fixed(printed, *span, printed.isoformat())


def _first(rule: Rule, printed: PrintedDay, issued_on: date) -> date:
    if printed.year is not None:
        return printed.in_year(printed.year)
    here = printed.recurring_in(issued_on.year)
    in_time = last_acceptable(here, rule.boundary, rule.at) >= issued_on
    return printed.in_year(issued_on.year if in_time else issued_on.year + 1)


def _due(rule: Rule, fixed: Fixed, letter: _Letter) -> Due:
    as_printed = last_acceptable(fixed.printed, rule.boundary, rule.at)
    last_ok = as_printed
    if rule.kind != WITHIN or rule.fixed:
        last_ok = moved(as_printed, letter.day_off, letter.calendar, letter.issued_on)
    if rule.at is None:
        late = midnight(last_ok + DAY)
    else:
        late = datetime.combine(fixed.printed + (last_ok - as_printed), rule.at, LOCAL)
    return Due(
        printed=fixed.printed,
        boundary=rule.boundary,
        last_ok=last_ok,
        due_at=late,
        opens_at=max(letter.opening, late - timedelta(days=rule.window)),
        period_start=fixed.period_start,
        period_end=fixed.period_end,
        key=fixed.key,
        at=rule.at,
        moved_from=as_printed if last_ok != as_printed else None,
    )


def moved(day: date, day_off: str, calendar: Calendar, issued_on: date) -> date:
    """A last acceptable day as the issuer's policy has it; never before the issue."""
    if day_off == NEXT:
        return calendar.next_working_day(day)
    if day_off == PREVIOUS:
        return max(calendar.previous_working_day(day), min(day, issued_on))
    return day


def _gone(due: Due, letter: _Letter) -> bool:
    """Whether a deadline was past when the letter was issued."""
    if local_day(letter.opening) == letter.issued_on and due.due_at <= letter.opening:
        return True
    return (due.moved_from or due.last_ok) < letter.issued_on


def _not_before(last_ok: date, issued_on: date) -> None:
    if last_ok < issued_on:
        raise DeadlineBeforeIssue(last_ok=f"{last_ok:%d/%m/%Y}", issued_on=f"{issued_on:%d/%m/%Y}")
