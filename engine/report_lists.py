"""Lists of reports: ours, those that come to us, those under a directive; page by page, or all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, not_, or_, select, tuple_
from sqlalchemy.orm import Session

from engine import access, progress
from engine.directive_tables import Directive
from engine.directives import label
from engine.paging import day_cursor, read_moment_cursor
from engine.people import Actor
from engine.report_tables import ACCEPTED, MERGED, OPEN, RETURNED, SUBMITTED, Report
from engine.unit_names import fold
from engine.units import Unit

OURS, TO_US = "ours", "to-us"
WAITING, OVERDUE, LATE = "waiting", "overdue", "late"
STATES = (WAITING, OVERDUE, SUBMITTED, RETURNED, ACCEPTED, LATE)
PAGE = 50


@dataclass(frozen=True, slots=True)
class Wish:
    """Which reports. ``whose``: our own, those sent to us, or None for all the reader may see.

    ``state``: one of ``STATES``: waiting (not submitted), overdue (waiting past its first date),
    submitted, returned, accepted, late (submitted past it). ``unit``: part of its name, with
    accents or without. ``scope``: those of a directive and of all derived from it.
    """

    whose: str | None = None
    state: str | None = None
    unit: str = ""
    scope: progress.Scope | None = None


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report of the list. ``late``: it came, or is still missing, past its first due moment."""

    id: int
    unit_id: int
    unit_name: str
    title: str
    period: str
    directive_id: int
    directive_label: str
    directive_subject: str
    status: str
    requested: bool
    nil: bool
    first_due_at: datetime
    due_at: datetime
    submitted_at: datetime | None
    accepted_at: datetime | None
    rung: str
    version: int
    late: bool


@dataclass(frozen=True, slots=True)
class ReportPage:
    """Some reports, by the date they are due; ``next_after`` continues, None at the end."""

    rows: list[ReportLine]
    next_after: str | None


def page(
    session: Session,
    actor: Actor,
    wish: Wish,
    now: datetime,
    after: str | None = None,
    limit: int = PAGE,
) -> ReportPage:
    """A page of the list, the earliest due first. Raises BadCursor."""
    query = _query(actor, wish, now)
    if after:
        query = query.where(tuple_(Report.due_at, Report.id) > tuple_(*read_moment_cursor(after)))
    found = [_line(row, now) for row in session.execute(query.limit(limit + 1))]
    more = found[limit - 1] if len(found) > limit else None
    next_after = day_cursor(more.due_at, more.id) if more else None
    return ReportPage(found[:limit], next_after)


def every(session: Session, actor: Actor, wish: Wish, now: datetime) -> Iterator[ReportLine]:
    """The whole list, in its order."""
    found = session.execute(_query(actor, wish, now), execution_options={"yield_per": 2000})
    return (_line(row, now) for row in found)


def _query(actor: Actor, wish: Wish, now: datetime) -> Any:
    query = (
        select(Report, Unit.short_name, Directive)
        .join(Unit, Unit.id == Report.unit_id)
        .join(Directive, Directive.id == Report.directive_id)
        .where(_whose(actor, wish.whose), Report.status != MERGED)
        .order_by(Report.due_at, Report.id)
    )
    if wish.state:
        query = query.where(_state(wish.state, now))
    if wish.unit.strip():
        query = query.where(Unit.search.contains(fold(wish.unit), autoescape=True))
    if wish.scope is not None:
        family = progress.derived(wish.scope)
        query = query.where(Report.directive_id.in_(select(family.c.id)))
    return query


def _whose(actor: Actor, whose: str | None) -> ColumnElement[bool]:
    """Each kind is part of what ``access.reports`` lets the actor see."""
    if whose == OURS:
        return and_(Report.unit_id == access.held(actor))
    if whose == TO_US:
        mine = access.held(actor)
        return or_(Report.consolidator_id == mine, Report.addressee_id == mine)
    return access.reports(actor, Report)


def _state(state: str, now: datetime) -> ColumnElement[bool]:
    waiting = Report.status.in_((OPEN, RETURNED))
    if state == WAITING:
        return waiting
    if state == OVERDUE:
        return and_(waiting, not_(Report.requested), Report.first_due_at <= now)
    if state == LATE:
        return and_(not_(waiting), Report.submitted_at >= Report.first_due_at)
    return Report.status == state


def _line(row: Any, now: datetime) -> ReportLine:
    report, unit_name, directive = row
    done = report.status in (SUBMITTED, ACCEPTED)
    moment = report.submitted_at if done else now
    return ReportLine(
        id=report.id,
        unit_id=report.unit_id,
        unit_name=unit_name,
        title=report.title,
        period=report.period,
        directive_id=report.directive_id,
        directive_label=label(directive),
        directive_subject=directive.subject,
        status=report.status,
        requested=report.requested,
        nil=report.nil,
        first_due_at=report.first_due_at,
        due_at=report.due_at,
        submitted_at=report.submitted_at,
        accepted_at=report.accepted_at,
        rung=report.rung or "",
        version=report.version,
        late=moment >= report.first_due_at and (done or not report.requested),
    )
