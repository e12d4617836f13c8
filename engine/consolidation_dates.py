"""When a consolidated report is due by the directive itself: its printed day, for each period."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from itertools import takewhile

from sqlalchemy.orm import Session

from engine.calendar import Calendar
from engine.date_warnings import CONSOLIDATED
from engine.deadline_rules import Rule
from engine.deadlines import Due, series
from engine.errors import InputError
from engine.obligations import Duty, calendar_for, duties_of

Asked = tuple[int, str, date]
"""An obligation, a period's key, and the day on which that period ends."""


def printed(
    session: Session, directives: Collection[int], asked: Collection[Asked]
) -> dict[tuple[int, str], datetime]:
    """The first late moments of the consolidated reports of these periods, of those that are printed.

    What the issuer printed and confirmed holds, also where it is before the units' own day. A few
    statements, whatever their number.
    """
    duties = duties_of(session, set(directives))
    calendar = calendar_for(session, duties)
    by_id = {duty.id: duty for group in duties.values() for duty in group}
    found: dict[tuple[int, str], datetime] = {}
    for obligation, period, end in asked:
        duty = by_id.get(obligation)
        if duty is None or CONSOLIDATED not in duty.details:
            continue
        due = _of_period(duty, period, end, calendar)
        if due is not None:
            found[obligation, period] = due.due_at
    return found


def _of_period(duty: Duty, period: str, end: date, calendar: Calendar) -> Due | None:
    rule = Rule.from_json(duty.details[CONSOLIDATED])
    try:
        dues = list(_until(duty, rule, end, calendar))
    except InputError:
        return None
    only = dues[0] if len(dues) == 1 and not rule.recurs else None
    return next((due for due in dues if due.key == period), only)


def _until(duty: Duty, rule: Rule, end: date, calendar: Calendar) -> Iterator[Due]:
    every = series(
        rule,
        duty.issued_on,
        issued_at=duty.issued_at,
        calendar=calendar,
        day_off=duty.day_off,
    )
    return takewhile(lambda due: due.period_end <= end, every) if rule.recurs else every
