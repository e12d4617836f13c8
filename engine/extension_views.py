"""Extensions as their readers see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select, true
from sqlalchemy.orm import Session, aliased

from engine import access
from engine.directive_tables import Directive
from engine.directives import label
from engine.errors import NotFound
from engine.extension_tables import ASKED, Extension
from engine.extensions import PROCESS
from engine.instance_rows import Instance, WorkItem
from engine.ladder_boxes import last_day
from engine.people import Actor
from engine.report_tables import Report
from engine.units import Unit


@dataclass(frozen=True, slots=True)
class ExtensionView:
    """One extension; days are the last ones in time."""

    id: int
    report_id: int
    unit: str
    owner: str
    directive: str
    report: str
    period: str
    reason: str
    present: date
    wanted: date
    granted: date | None
    status: str
    asked_at: datetime
    decided_at: datetime | None
    remarks: str


def page(
    session: Session,
    actor: Actor,
    *,
    status: str | None = None,
    report_id: int | None = None,
    extension_id: int | None = None,
    limit: int = 200,
) -> list[ExtensionView]:
    """The extensions of the actor's reports, and those the actor's unit decides; newest first."""
    owner = aliased(Unit)
    query = (
        select(Extension, Unit.short_name, owner.short_name, Directive, Report)
        .join(Unit, Unit.id == Extension.unit_id)
        .join(owner, owner.id == Extension.owner_id)
        .join(Directive, Directive.id == Extension.directive_id)
        .join(Report, Report.id == Extension.report_id)
        .where(_seen(actor))
        .order_by(Extension.id.desc())
        .limit(limit)
    )
    for column, wanted in (
        (Extension.status, status),
        (Extension.report_id, report_id),
        (Extension.id, extension_id),
    ):
        if wanted is not None:
            query = query.where(column == wanted)
    return [_view(*row) for row in session.execute(query)]


def task(session: Session, actor: Actor, extension_id: int) -> int:
    """The open work item in which the extension is decided. Raises ``NotFound``."""
    found = session.scalar(
        select(WorkItem.id)
        .join(Instance, Instance.id == WorkItem.instance_id)
        .join(Extension, Extension.id == extension_id)
        .where(
            access.work_items(actor, WorkItem),
            Extension.status == ASKED,
            Instance.process == PROCESS,
            WorkItem.subject == f"x{extension_id}",
            WorkItem.unit_id == Extension.owner_id,
            WorkItem.directive_id == Extension.directive_id,
            WorkItem.status == "open",
        )
    )
    if found is None:
        raise NotFound(what=f"extension {extension_id}")
    return found


def _seen(actor: Actor) -> Any:
    if actor.is_administrator:
        return true()
    return or_(
        Extension.unit_id == actor.unit_id,
        Extension.owner_id == actor.unit_id,
        Report.consolidator_id == actor.unit_id,
    )


def _view(
    row: Extension, unit: str, owner: str, directive: Directive, report: Report
) -> ExtensionView:
    return ExtensionView(
        id=row.id,
        report_id=row.report_id,
        unit=unit,
        owner=owner,
        directive=label(directive),
        report=report.title,
        period=report.period,
        reason=row.reason,
        present=last_day(row.due_at),
        wanted=last_day(row.wanted_at),
        granted=last_day(row.granted_at) if row.granted_at else None,
        status=row.status,
        asked_at=row.asked_at,
        decided_at=row.decided_at,
        remarks=row.remarks,
    )
