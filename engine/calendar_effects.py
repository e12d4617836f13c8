"""How much open work would be dated otherwise under another calendar. Changes nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Date, cast, func, select
from sqlalchemy.orm import Session

from engine.calendar import Calendar
from engine.deadline_rules import WITHIN
from engine.deadlines import KEEP, LOCAL, Due, series
from engine.directive_tables import Recipient
from engine.obligations import Duty, any_of, duties_of
from engine.report_tables import ACCEPTED, Report


@dataclass(frozen=True, slots=True)
class Effect:
    """So many open reports of an obligation would be due at ``then`` instead of ``now_due``."""

    directive_id: int
    obligation: str
    period: str
    reports: int
    now_due: datetime
    then_due: datetime


def of_change(session: Session, before: Calendar, after: Calendar) -> list[Effect]:
    """What would differ if open reports were dated by ``after``, in four statements.

    Only a period counted in days and a printed date that its issuer moves off days off depend on
    the calendar.
    """
    open_ = Report.status != ACCEPTED
    directives = session.scalars(select(Report.directive_id).where(open_).distinct()).all()
    duties = {
        duty.id: duty
        for found in duties_of(session, directives).values()
        for duty in found
        if _depends(duty)
    }
    if not duties:
        return []
    received_on = cast(func.timezone(LOCAL.key, Recipient.sent_at), Date)
    like = (Report.obligation_id, Report.period_start, Report.period, received_on)
    alike = session.execute(
        select(*like, func.count())
        .outerjoin(
            Recipient,
            (Recipient.directive_id == Report.directive_id) & (Recipient.unit_id == Report.unit_id),
        )
        .where(open_, Report.obligation_id == any_of(duties))
        .group_by(*like)
    )
    found: Counter[tuple[int, str, datetime, datetime]] = Counter()
    for obligation, start, period, received, count in alike:
        duty = duties[obligation]
        was = _due(duty, start, period, received, before)
        then = _due(duty, start, period, received, after)
        if was and then and was.due_at != then.due_at:
            found[obligation, then.key, was.due_at, then.due_at] += count
    return [
        Effect(duties[id_].directive_id, duties[id_].title, key, count, was_at, then_at)
        for (id_, key, was_at, then_at), count in sorted(found.items())
    ]


def _depends(duty: Duty) -> bool:
    counted = duty.rule.kind == WITHIN and not duty.rule.fixed
    return duty.rule.is_dated and (counted or duty.day_off != KEEP)


def _due(
    duty: Duty, start: date, period: str, received: date | None, calendar: Calendar
) -> Due | None:
    """The deadline of that report; a period of its own kind begins with the letter."""
    found = series(
        duty.rule,
        duty.issued_on,
        issued_at=duty.issued_at,
        received_on=received,
        calendar=calendar,
        day_off=duty.day_off,
    )
    if not duty.rule.recurs:
        dues = list(found)
        return next((due for due in dues if due.key == period), dues[0] if len(dues) == 1 else None)
    return next((due for due in found if due.key == period or due.period_start > start), None)
