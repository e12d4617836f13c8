"""What a reader sees of one report: its period, its dates, and what was written in it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import access
from engine.instance_rows import WorkItem
from engine.people import Actor
from engine.process import data
from engine.reports import Report
from engine.units import Unit


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report; ``content`` are the answers of ``form`` as FEEL values, {} before it was sent."""

    id: int
    obligation_id: int
    unit_name: str
    title: str
    period: str
    period_start: date
    period_end: date
    first_due_at: datetime
    due_at: datetime
    status: str
    submitted_at: datetime | None
    remarks: str
    requested: bool
    form: str
    content: dict[str, object]


def read(session: Session, actor: Actor, report_id: int) -> ReportView:
    """One report. Raises NotFound for what the actor may not see."""
    form = (
        select(WorkItem.form)
        .where(
            WorkItem.subject == Report.subject,
            WorkItem.unit_id == Report.unit_id,
            WorkItem.directive_id == Report.directive_id,
            WorkItem.status == "done",
        )
        .order_by(WorkItem.completed_at.desc())
        .limit(1)
        .correlate(Report)
        .scalar_subquery()
    )
    found = session.execute(
        select(Report, Unit.name, form)
        .join(Unit, Unit.id == Report.unit_id)
        .where(Report.id == report_id, access.reports(actor, Report))
    ).one_or_none()
    report, unit_name, form_name = access.require(found, f"report {report_id}")
    return ReportView(
        id=report.id,
        obligation_id=report.obligation_id,
        unit_name=unit_name,
        title=report.title,
        period=report.period,
        period_start=report.period_start,
        period_end=report.period_end,
        first_due_at=report.first_due_at,
        due_at=report.due_at,
        status=report.status,
        submitted_at=report.submitted_at,
        remarks=report.remarks or "",
        requested=report.requested,
        form=form_name or "",
        content=answers(report.content),
    )


def answers(stored: dict[str, Any] | None) -> dict[str, object]:
    """Answers as FEEL values from the way a row keeps them; {} for None."""
    return data.load(json.dumps(stored)) if stored else {}
