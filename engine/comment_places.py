"""Where something may be said: a unit's own thread about its business, or a report's shared one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import access
from engine.comment_tables import Comment
from engine.errors import NotFound
from engine.instance_rows import WorkItem
from engine.people import Actor
from engine.report_tables import Report

UNIT, REPORT = "unit", "report"
AUDIENCES = (UNIT, REPORT)


@dataclass(frozen=True, slots=True)
class Place:
    """A thread the reader may see; ``units`` are those whose members write in it.

    ``unit_id`` is the unit whose own it is, for ``UNIT``. ``work_item_id`` is None where it was
    reached from the report.
    """

    audience: str
    matter: str
    unit_id: int
    units: tuple[int, ...]
    directive_id: int | None
    instance_id: int | None
    subject: str
    work_item_id: int | None = None
    report_id: int | None = None


def matter(directive_id: int | None, subject: str) -> str:
    """The name of a business inside a unit."""
    return f"{directive_id or 0}:{subject}"


def of_item(session: Session, actor: Actor, item_id: int, audience: str = UNIT) -> Place:
    """The thread of that audience at a work item. Raises NotFound, also without a report to share."""
    found = session.execute(
        select(WorkItem, Report)
        .outerjoin(Report, (Report.subject == WorkItem.subject) & access.reports(actor, Report))
        .where(WorkItem.id == item_id, access.work_items(actor, WorkItem))
    ).one_or_none()
    if found is None:
        raise NotFound(what=f"work item {item_id}")
    item, report = found
    own = Place(
        UNIT,
        matter(item.directive_id, item.subject),
        item.unit_id,
        (item.unit_id,),
        item.directive_id,
        item.instance_id,
        item.subject,
        item.id,
        report.id if report else None,
    )
    if audience == UNIT:
        return own
    if audience != REPORT or report is None:
        raise NotFound(what=f"thread of work item {item_id}")
    return replace(own, audience=REPORT, units=_units(report))


def of_report(session: Session, actor: Actor, report_id: int) -> Place:
    """The thread of a report. Raises NotFound."""
    report = access.require(
        session.scalars(
            select(Report).where(Report.id == report_id, access.reports(actor, Report))
        ).one_or_none(),
        f"report {report_id}",
    )
    return Place(
        REPORT,
        matter(report.directive_id, report.subject),
        report.unit_id,
        _units(report),
        report.directive_id,
        None,
        report.subject,
        None,
        report.id,
    )


def of_comment(session: Session, actor: Actor, comment: Comment) -> Place:
    """The thread a comment that the actor may read stands in."""
    if comment.report_id is not None:
        return of_report(session, actor, comment.report_id)
    unit = int(comment.unit_id or 0)  # the table's check: a thread of no report is a unit's
    directive, _, subject = comment.matter.partition(":")
    return Place(
        UNIT,
        comment.matter,
        unit,
        (unit,),
        int(directive) or None,
        session.scalar(select(WorkItem.instance_id).where(WorkItem.id == comment.work_item_id)),
        subject,
        comment.work_item_id,
    )


def _units(report: Report) -> tuple[int, ...]:
    asked = (report.unit_id, report.consolidator_id, report.addressee_id)
    return tuple(dict.fromkeys(unit for unit in asked if unit is not None))
