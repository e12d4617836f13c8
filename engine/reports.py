"""Reports: what a unit owes for a period, submitted, returned, accepted.

The door to this subject: the table is ``report_tables``, opening ``report_opening``, a moved
deadline ``report_deadlines``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from engine import consolidation_merge
from engine.arrays import ints
from engine.instances import Delivery, Engine, ServiceCall
from engine.notices import OFFICER, Told, tell
from engine.report_deadlines import DeadlineInThePast, move_deadline
from engine.report_opening import open_reports
from engine.report_tables import (
    ACCEPTED,
    MERGED,
    MODEL,
    OPEN,
    PROCESS,
    RETURNED,
    SUBMITTED,
    Report,
    ReportVersion,
)

__all__ = [
    "ACCEPTED",
    "MERGED",
    "MODEL",
    "OPEN",
    "PROCESS",
    "RETURNED",
    "SUBMITTED",
    "DeadlineInThePast",
    "Report",
    "ReportVersion",
    "accept",
    "move_deadline",
    "open_reports",
    "send_back",
    "statuses",
    "submit",
]

# What was written is the reporting unit's last finished task of the report's process.
_SUBMIT = text("""
    WITH written AS (
        UPDATE report SET status = 'submitted', submitted_at = :now, remarks = NULL,
            version = report.version + 1, content = w.answers, touched_at = :now,
            nil = coalesce(w.answers -> 'nil' = 'true', false),
            draft = NULL, draft_by = NULL, draft_at = NULL
        FROM unnest(CAST(:subjects AS text[]), CAST(:instances AS bigint[]),
                    CAST(:by AS bigint[])) AS r(subject, instance_id, by)
        LEFT JOIN LATERAL (
            SELECT w.answers, w.form FROM work_item w
            WHERE w.instance_id = r.instance_id AND w.status = 'done'
            ORDER BY w.completed_at DESC, w.token DESC LIMIT 1) w ON true
        WHERE report.subject = r.subject AND report.status IN ('open', 'returned')
        RETURNING report.id, report.version, w.form, report.content, report.nil, r.by
    )
    INSERT INTO report_version (report_id, version, form, content, nil, submitted_at, submitted_by)
    SELECT id, version, form, content, nil, :now, by FROM written
""")
_ACCEPT = text("""
    WITH accepted AS (
        UPDATE report SET status = 'accepted', accepted_at = :now
        FROM unnest(CAST(:subjects AS text[]), CAST(:by AS bigint[])) AS r(subject, by)
        WHERE report.subject = r.subject AND report.status = 'submitted'
        RETURNING report.id, report.version, r.by
    )
    UPDATE report_version v SET accepted_at = :now, accepted_by = a.by
    FROM accepted a WHERE v.report_id = a.id AND v.version = a.version
    RETURNING v.report_id
""")
_RETURN = text("""
    WITH returned AS (
        UPDATE report SET status = 'returned', remarks = r.remarks, returned_at = :now
        FROM unnest(CAST(:subjects AS text[]), CAST(:remarks AS text[]), CAST(:by AS bigint[]))
            AS r(subject, remarks, by)
        WHERE report.subject = r.subject AND report.status = 'submitted'
        RETURNING report.id, report.unit_id, report.directive_id, report.title, report.period,
                  report.remarks, report.version, r.by
    ), stamped AS (
        UPDATE report_version v SET returned_at = :now, returned_by = r.by, remarks = r.remarks
        FROM returned r WHERE v.report_id = r.id AND v.version = r.version
    )
    SELECT * FROM returned
""")


def submit(
    session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
) -> list[Delivery]:
    """Service ``submit-report``: what the officer wrote becomes the report's next version."""
    instances = ints(c.instance.id for c in calls)
    session.execute(_SUBMIT, _decided(calls, now) | {"instances": instances})
    return []


def accept(
    session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
) -> list[Delivery]:
    """Service ``accept-report``: each accepted report goes into its roll-up."""
    taken = session.scalars(_ACCEPT, _decided(calls, now)).all()
    consolidation_merge.accepted(session, engine, taken, now)
    return []


def send_back(
    session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
) -> list[Delivery]:
    """Service ``return-report``: back to the unit, which is told why."""
    returned = session.execute(
        _RETURN,
        _decided(calls, now) | {"remarks": [str(c.inputs.get("remarks") or "") for c in calls]},
    ).all()
    told = [
        Told(
            once=f"r{row.id}:returned:{now.isoformat()}",
            unit_id=row.unit_id,
            about_unit_id=row.unit_id,
            audience=OFFICER,
            directive_id=row.directive_id,
            instance_id=None,
            report_id=row.id,
            kind="tra-lai",
            params={"report": row.title, "period": row.period, "remarks": row.remarks},
        )
        for row in returned
    ]
    tell(session, engine.outbox, told, now)
    return []


def _decided(calls: Sequence[ServiceCall], now: datetime) -> dict[str, object]:
    """Whose reports, and who acted on each."""
    return {
        "subjects": [c.instance.subject for c in calls],
        "by": ints(c.instance.by for c in calls),
        "now": now,
    }


def statuses(session: Session, directive_ids: Sequence[int], now: datetime) -> dict[str, int]:
    """The four national counts (on time, late, within time, overdue) of ordered reports."""
    done = Report.status.in_((SUBMITTED, ACCEPTED))
    row = session.execute(
        select(
            func.count().filter(done, Report.submitted_at < Report.first_due_at),
            func.count().filter(done, Report.submitted_at >= Report.first_due_at),
            func.count().filter(~done, Report.first_due_at > now),
            func.count().filter(~done, Report.first_due_at <= now),
        ).where(Report.directive_id.in_(directive_ids), ~Report.requested, Report.status != MERGED)
    ).one()
    return dict(zip(("on_time", "late", "within_time", "overdue"), row, strict=True))
