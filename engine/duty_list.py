"""The duties behind a figure, one by one: the same condition as the figure's, in pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, and_, func, select, true, tuple_
from sqlalchemy.orm import Session, defer

from engine import access
from engine.access import Reach
from engine.directive_tables import Directive, Obligation
from engine.directives import label
from engine.duty_facts import Wish, check, chosen, standing
from engine.errors import InputError
from engine.instance_rows import WorkItem
from engine.paging import day_cursor, read_moment_cursor
from engine.people import Account, Actor
from engine.report_tables import ACCEPTED, SUBMITTED, Report
from engine.units import Unit

PAGE = 50
MOST = 20_000
"""Rows of one Excel file: what is made while somebody waits."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class TooManyDuties(InputError):
    """More duties than one file may hold."""

    code = "too-many-duties"
    vi = "Danh sách có hơn {limit} nhiệm vụ. Hãy lọc bớt (đơn vị, thời gian, văn bản) rồi tải lại."
    en = "The list has more than {limit} duties. Filter it (unit, time, directive) and try again."


@dataclass(frozen=True, slots=True)
class Choice:
    """Which of the wished duties: ``state`` is one of ``STATES`` (None: all, those asked for too),
    ``rung`` the ladder's step of open ones ('': none yet)."""

    state: str | None = None
    rung: str | None = None


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One duty. ``days_late`` counts from the first deadline, 0 in time; ``readable`` tells that
    the actor may open the report; ``holder`` is who of the unit has taken it in hand ('': nobody),
    ``task_id`` its open task, where that may be opened.
    """

    report_id: int
    title: str
    period: str
    kind: str
    unit_id: int
    unit: str
    directive_id: int
    directive: str
    first_due_at: datetime
    due_at: datetime
    status: str
    requested: bool
    late: bool
    submitted_at: datetime | None
    days_late: int
    rung: str
    urgings: int
    holder: str
    readable: bool
    task_id: int | None


@dataclass(frozen=True, slots=True)
class DutyPage:
    """Some duties; ``next_after`` continues, None at the end."""

    rows: list[DutyRow]
    next_after: str | None


def page(
    session: Session,
    actor: Actor,
    now: datetime,
    wish: Wish,
    choice: Choice,
    after: str | None = None,
    limit: int = PAGE,
    *,
    newest: bool = False,
) -> DutyPage:
    """The duties in the order of their first deadlines. Raises NotFound, BadCursor.

    ``newest``: the last ones first, the first page only.
    """
    reach = access.reach(session, actor)
    check(session, actor, reach, wish)
    query = _rows(actor, reach, now, wish, choice)
    if newest:
        query = query.order_by(None).order_by(Report.first_due_at.desc(), Report.id.desc())
    if after:
        query = query.where(
            tuple_(Report.first_due_at, Report.id) > tuple_(*read_moment_cursor(after))
        )
    found = session.execute(query.limit(limit + 1)).all()
    rows = [_row(row, reach, now) for row in found[:limit]]
    more = found[limit - 1] if len(found) > limit else None
    return DutyPage(rows, day_cursor(more.Report.first_due_at, more.Report.id) if more else None)


def count(session: Session, actor: Actor, now: datetime, wish: Wish, choice: Choice) -> int:
    """How many there are."""
    reach = access.reach(session, actor)
    query = select(func.count(Report.id)).join(Obligation, Obligation.id == Report.obligation_id)
    return session.scalar(query.where(_meant(reach, now, wish, choice))) or 0


def all_rows(
    session: Session, actor: Actor, now: datetime, wish: Wish, choice: Choice
) -> Iterator[DutyRow]:
    """All of them, for a file. Raises NotFound, TooManyDuties before anything is read."""
    reach = access.reach(session, actor)
    check(session, actor, reach, wish)
    few = (
        select(Report.id)
        .join(Obligation, Obligation.id == Report.obligation_id)
        .where(_meant(reach, now, wish, choice))
        .limit(MOST + 1)
    )
    if (session.scalar(select(func.count()).select_from(few.subquery())) or 0) > MOST:
        raise TooManyDuties(limit=MOST)
    found = session.execute(_rows(actor, reach, now, wish, choice))
    return (_row(row, reach, now) for row in found)


def _meant(reach: Reach, now: datetime, wish: Wish, choice: Choice) -> Any:
    found = [chosen(reach, wish)]
    if choice.state is not None:
        found.append(standing(choice.state, now))
    if choice.rung is not None:
        found.append(func.coalesce(Report.rung, "") == choice.rung)
    return and_(*found)


def _rows(actor: Actor, reach: Reach, now: datetime, wish: Wish, choice: Choice) -> Select[Any]:
    writing = and_(
        WorkItem.subject == Report.subject,
        WorkItem.unit_id == Report.unit_id,
        WorkItem.status == "open",
    )
    within = true() if reach.everything else WorkItem.unit_id.in_(reach.units)
    taken = (
        select(Account.name)
        .join(WorkItem, WorkItem.claimed_by == Account.id)
        .where(writing, within)
    )
    task = select(WorkItem.id).where(writing, access.work_items(actor, WorkItem))
    return (
        select(
            Report,
            Obligation.kind,
            Unit.short_name.label("unit"),
            Directive,
            taken.limit(1).scalar_subquery().label("holder"),
            task.limit(1).scalar_subquery().label("task_id"),
        )
        .join(Obligation, Obligation.id == Report.obligation_id)
        .join(Unit, Unit.id == Report.unit_id)
        .join(Directive, Directive.id == Report.directive_id)
        .options(defer(Report.content), defer(Report.draft))
        .where(_meant(reach, now, wish, choice))
        .order_by(Report.first_due_at, Report.id)
    )


def _row(row: Any, reach: Reach, now: datetime) -> DutyRow:
    report: Report = row.Report
    done = report.status in (SUBMITTED, ACCEPTED)
    until = report.submitted_at if done and report.submitted_at else now
    late = until >= report.first_due_at
    days = (until - report.first_due_at).days + 1 if late and not report.requested else 0
    return DutyRow(
        report_id=report.id,
        title=report.title,
        period=report.period,
        kind=row.kind,
        unit_id=report.unit_id,
        unit=row.unit,
        directive_id=report.directive_id,
        directive=label(row.Directive),
        first_due_at=report.first_due_at,
        due_at=report.due_at,
        status=report.status,
        requested=report.requested,
        late=late and not report.requested,
        submitted_at=report.submitted_at if done else None,
        days_late=days,
        rung=report.rung or "",
        urgings=report.urgings,
        holder=row.holder or "",
        readable=_readable(reach, report),
        task_id=row.task_id,
    )


def _readable(reach: Reach, report: Report) -> bool:
    """As ``access.reports``."""
    units = {report.unit_id, report.consolidator_id, report.addressee_id}
    return (
        reach.everything
        or not reach.held.isdisjoint(units)
        or report.directive_id in reach.directives
    )
