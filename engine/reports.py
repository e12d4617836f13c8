"""Reports: what a unit owes for a period, opened by the cascade, submitted, returned, accepted.

A report is one row, found by (obligation, unit, period); its process (``pr-report``) holds the
tokens, this table what was reported. ``first_due_at`` is the deadline lateness is counted from and
never moves; ``due_at`` is the one that is waited for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Computed,
    ForeignKey,
    Index,
    UniqueConstraint,
    func,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine import contexts
from engine.deployments import deployed
from engine.directive_tables import Obligation
from engine.errors import InputError, NotFound
from engine.instance_rows import Instance, copy, new_ids
from engine.instances import Begin, Delivery, Engine, ServiceCall, To, apply
from engine.notices import OFFICER, Told, tell
from engine.obligations import OwedReport, owed
from engine.process.events import Change, Start
from engine.store import Base, Key

MODEL = "periodic-report"
PROCESS = "pr-report"
OPEN, SUBMITTED, RETURNED, ACCEPTED = "open", "submitted", "returned", "accepted"


class Report(Base):
    """One unit's report for one period of one obligation; ``subject`` is its name in processes."""

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("obligation_id", "unit_id", "period_start", "period_end"),
        UniqueConstraint("subject"),
        Index("ix_report_directive_unit", "directive_id", "unit_id"),
        Index("ix_report_consolidator", "consolidator_id", "status"),
        {"postgresql_with": {"fillfactor": 80}},
    )

    id: Mapped[Key]
    subject: Mapped[str] = mapped_column(Computed("'r' || id", persisted=True))
    directive_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("directive.id"))
    obligation_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("obligation.id"))
    unit_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("unit.id"))
    consolidator_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("unit.id"))
    title: Mapped[str]
    period: Mapped[str]
    period_start: Mapped[date]
    period_end: Mapped[date]
    requested: Mapped[bool]
    opens_at: Mapped[datetime]
    first_due_at: Mapped[datetime]
    due_at: Mapped[datetime]
    status: Mapped[str]
    submitted_at: Mapped[datetime | None]
    returned_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    content: Mapped[dict[str, Any] | None]
    remarks: Mapped[str | None]
    rung: Mapped[str | None]


class DeadlineInThePast(InputError):
    """A deadline may only be moved to a moment still to come."""

    code = "deadline-past"
    vi = "Hạn mới ({due}) không ở sau thời điểm hiện tại. Hãy chọn ngày khác."
    en = "The new deadline ({due}) is not in the future. Choose another day."


_COLUMNS = (
    "id",
    "directive_id",
    "obligation_id",
    "unit_id",
    "consolidator_id",
    "title",
    "period",
    "period_start",
    "period_end",
    "requested",
    "opens_at",
    "first_due_at",
    "due_at",
    "status",
)


def open_reports(
    session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
) -> list[Delivery]:
    """Service ``open-reports``: the reports each receiving unit owes, and their processes.

    Set-based: the same few statements for one unit and for eleven thousand.
    """
    pairs = [
        (c.instance.directive_id, c.instance.unit_id)
        for c in calls
        if c.instance.directive_id is not None
    ]
    due = owed(session, pairs, now)
    if not due:
        return []
    due = _not_open_yet(session, due)
    titles = {
        row.id: row.title
        for row in session.execute(
            select(Obligation.id, Obligation.title).where(
                Obligation.id.in_({o.obligation_id for o in due})
            )
        )
    }
    ids = new_ids(session, "report", len(due))
    copy(
        session,
        "report",
        _COLUMNS,
        (
            (
                report_id,
                o.directive_id,
                o.obligation_id,
                o.unit_id,
                o.consolidator_id,
                titles[o.obligation_id],
                o.due.key,
                o.due.period_start,
                o.due.period_end,
                o.requested,
                o.due.opens_at,
                o.due.due_at,
                o.due.due_at,
                OPEN,
            )
            for report_id, o in zip(ids, due, strict=True)
        ),
    )
    return _begin(session, list(zip(ids, due, strict=True)), titles)


def _not_open_yet(session: Session, due: list[OwedReport]) -> list[OwedReport]:
    have = {
        tuple(row)
        for row in session.execute(
            select(
                Report.obligation_id, Report.unit_id, Report.period_start, Report.period_end
            ).where(Report.obligation_id.in_({o.obligation_id for o in due}))
        )
    }
    return [
        o
        for o in due
        if (o.obligation_id, o.unit_id, o.due.period_start, o.due.period_end) not in have
    ]


def _begin(
    session: Session, opened: Sequence[tuple[int, OwedReport]], titles: Mapping[int, str]
) -> list[Delivery]:
    model_id = deployed(session, MODEL).id
    units = contexts.of_units(
        session, {o.unit_id for _, o in opened} | {o.consolidator_id for _, o in opened}
    )
    about = contexts.of_directives(session, {o.directive_id for _, o in opened})
    return [
        Begin(
            model_id,
            PROCESS,
            o.directive_id,
            o.unit_id,
            f"r{report_id}",
            Start(
                {
                    "unit": units[o.unit_id],
                    "directive": about[o.directive_id],
                    "consolidator": units[o.consolidator_id],
                    "report": {
                        "id": report_id,
                        "title": titles[o.obligation_id],
                        "period": o.due.key,
                    },
                    "opensAt": o.due.opens_at,
                    "dueAt": o.due.due_at,
                }
            ),
        )
        for report_id, o in opened
    ]


# What was written is the reporting unit's last finished task of the report's process.
_SUBMIT = text("""
    UPDATE report SET status = 'submitted', submitted_at = :now, remarks = NULL,
        content = (SELECT w.answers FROM work_item w
                   WHERE w.instance_id = r.instance_id AND w.status = 'done'
                   ORDER BY w.completed_at DESC, w.token DESC LIMIT 1)
    FROM unnest(CAST(:subjects AS text[]), CAST(:instances AS bigint[]))
        AS r(subject, instance_id)
    WHERE report.subject = r.subject AND report.status IN ('open', 'returned')
""")
_ACCEPT = text("""
    UPDATE report SET status = 'accepted', accepted_at = :now
    WHERE subject = ANY(:subjects) AND status = 'submitted'
""")
_RETURN = text("""
    UPDATE report SET status = 'returned', remarks = r.remarks, returned_at = :now
    FROM unnest(CAST(:subjects AS text[]), CAST(:remarks AS text[])) AS r(subject, remarks)
    WHERE report.subject = r.subject AND report.status = 'submitted'
    RETURNING report.id, report.unit_id, report.directive_id, report.title, report.period,
              report.remarks
""")


def submit(
    session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
) -> list[Delivery]:
    """Service ``submit-report``: what the officer wrote becomes the report's content."""
    session.execute(
        _SUBMIT,
        {
            "subjects": [c.instance.subject for c in calls],
            "instances": [c.instance.id for c in calls],
            "now": now,
        },
    )
    return []


def accept(
    session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
) -> list[Delivery]:
    """Service ``accept-report``."""
    session.execute(_ACCEPT, {"subjects": [c.instance.subject for c in calls], "now": now})
    return []


def send_back(
    session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
) -> list[Delivery]:
    """Service ``return-report``: back to the unit, which is told why."""
    returned = session.execute(
        _RETURN,
        {
            "subjects": [c.instance.subject for c in calls],
            "remarks": [str(c.inputs.get("remarks") or "") for c in calls],
            "now": now,
        },
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


def statuses(session: Session, directive_ids: Sequence[int], now: datetime) -> dict[str, int]:
    """The four national counts (on time, late, within time, overdue) of ordered reports."""
    done = Report.status.in_((SUBMITTED, ACCEPTED))
    row = session.execute(
        select(
            func.count().filter(done, Report.submitted_at < Report.first_due_at),
            func.count().filter(done, Report.submitted_at >= Report.first_due_at),
            func.count().filter(~done, Report.first_due_at > now),
            func.count().filter(~done, Report.first_due_at <= now),
        ).where(Report.directive_id.in_(directive_ids), ~Report.requested)
    ).one()
    return dict(zip(("on_time", "late", "within_time", "overdue"), row, strict=True))
