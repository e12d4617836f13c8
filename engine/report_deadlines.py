"""A report's deadline moved: the timers that wait on it move too, lateness does not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from engine.deployments import deployed
from engine.errors import InputError, NotFound
from engine.instance_rows import Instance
from engine.instances import Engine, To, apply
from engine.process.events import Change
from engine.report_tables import ACCEPTED, MODEL, PROCESS, Report


class DeadlineInThePast(InputError):
    """A deadline may only be moved to a moment still to come."""

    code = "deadline-past"
    vi = "Hạn mới ({due}) không ở sau thời điểm hiện tại. Hãy chọn ngày khác."
    en = "The new deadline ({due}) is not in the future. Choose another day."


def move_deadline(
    session: Session,
    engine: Engine,
    report_ids: Sequence[int],
    due_at: datetime,
    now: datetime,
    actor: str,
) -> int:
    """Set a new deadline; the timers that wait on it move. Lateness still counts from the first.

    Returns how many running reports moved. Raises ``DeadlineInThePast`` and ``NotFound``.
    """
    if due_at <= now:
        raise DeadlineInThePast(due=due_at.isoformat())
    # The instances first, then the reports: the order in which every step locks.
    instances = session.scalars(
        select(Instance.id)
        .join(
            Report,
            (Report.directive_id == Instance.directive_id)
            & (Report.unit_id == Instance.unit_id)
            & (Report.subject == Instance.subject),
        )
        .where(Report.id.in_(report_ids), Instance.process == PROCESS, Instance.status == "running")
        .order_by(Instance.id)
        .with_for_update(of=Instance)
    ).all()
    reports = session.scalars(
        select(Report)
        .where(Report.id.in_(report_ids), Report.status != ACCEPTED)
        .order_by(Report.id)
        .with_for_update()
    ).all()
    if not reports:
        raise NotFound(what="report")
    for report in reports:
        report.due_at = due_at
    session.flush()
    session.execute(
        text("""
        UPDATE work_item SET due_at = :due WHERE status = 'open' AND element = ANY(:elements)
            AND subject = ANY(:subjects)
    """),
        {
            "due": due_at,
            "subjects": [r.subject for r in reports],
            "elements": _elements_due_at(session, engine),
        },
    )
    events = [To(i, Change({"dueAt": due_at})) for i in instances]
    return apply(session, engine, events, now, actor=actor).steps


def _elements_due_at(session: Session, engine: Engine) -> list[str]:
    loaded = engine.library.load(session, deployed(session, MODEL).id)
    return [
        e.id
        for e in loaded.processes[PROCESS].process.elements.values()
        if e.props.get("due") == "dueAt"
    ]
