"""Engine faults: steps that failed, kept until somebody repairs them. (A vụ việc is no fault.)

``fault_events`` writes and reads what failed; ``fault_repair`` is what a person can do about it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, Index, Integer, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.deliveries import Faulted
from engine.fault_events import event_text, what
from engine.process.events import Start
from engine.store import Base, Key

__all__ = ["MAX_ATTEMPTS", "Fault", "mark_repaired", "record_faults", "what"]

MAX_ATTEMPTS = 5


class Fault(Base):
    """An engine fault: a step that failed, with the event to try again. Open until repaired.

    ``what`` names the event: failing again with other answers is the same fault.
    ``code`` is the error's own. A beginning that failed has no instance, but the model, process,
    unit, directive and subject that it was for.
    """

    __tablename__ = "fault"
    __table_args__ = (
        UniqueConstraint(
            "instance_id", "process", "unit_id", "what", postgresql_nulls_not_distinct=True
        ),
        Index("ix_fault_open", "id", postgresql_where=text("status = 'open'")),
    )

    id: Mapped[Key]
    instance_id: Mapped[int | None] = mapped_column(BigInteger)
    process: Mapped[str]
    unit_id: Mapped[int] = mapped_column(BigInteger)
    directive_id: Mapped[int | None] = mapped_column(BigInteger)
    model_id: Mapped[int | None] = mapped_column(BigInteger)
    subject: Mapped[str] = mapped_column(Text, server_default="")
    element: Mapped[str]
    code: Mapped[str] = mapped_column(Text, server_default="")
    message: Mapped[str]
    message_vi: Mapped[str]
    what: Mapped[str]
    event: Mapped[str]
    attempts: Mapped[int] = mapped_column(Integer)
    status: Mapped[str]
    created_at: Mapped[datetime]
    last_at: Mapped[datetime]


_FAULT = text("""
    INSERT INTO fault (instance_id, process, unit_id, directive_id, model_id, subject, element,
                       code, message, message_vi, what, event, attempts, status, created_at,
                       last_at)
    VALUES (:instance_id, :process, :unit_id, :directive_id, :model_id, :subject, :element,
            :code, :message, :message_vi, :what, :event, 1, 'open', :now, :now)
    ON CONFLICT (instance_id, process, unit_id, what) DO UPDATE
    SET attempts = fault.attempts + 1, last_at = excluded.last_at, message = excluded.message,
        message_vi = excluded.message_vi, element = excluded.element, code = excluded.code,
        event = excluded.event, model_id = excluded.model_id, status = 'open'
""")
_REPAIRED = text("""
    UPDATE fault SET status = 'repaired', last_at = :now
    FROM unnest(CAST(:ids AS bigint[]), CAST(:whats AS text[])) AS r(instance_id, what)
    WHERE fault.instance_id = r.instance_id AND fault.what = r.what AND fault.status = 'open'
""")


def mark_repaired(session: Session, succeeded: Sequence[tuple[int, str]], now: datetime) -> None:
    """Close the faults of events (instance id, ``what``) that have now succeeded."""
    if succeeded:
        session.execute(
            _REPAIRED,
            {
                "ids": [i for i, _ in succeeded],
                "whats": [name for _, name in succeeded],
                "now": now,
            },
        )


def record_faults(session: Session, faults: Sequence[Faulted], now: datetime) -> None:
    """Keep what failed, with the event to try again; the same event failing again counts up."""
    if not faults:
        return
    session.execute(
        _FAULT,
        [
            {
                "instance_id": None if isinstance(failed, Start) else reached.id,
                "process": reached.process,
                "unit_id": reached.unit_id,
                "directive_id": reached.directive_id,
                "model_id": reached.model_id,
                "subject": reached.subject,
                "element": failure.element,
                "code": failure.code,
                "message": failure.message,
                "message_vi": failure.vi or failure.message,
                "what": what(reached, failed),
                "event": event_text(reached, failed),
                "now": now,
            }
            for reached, failed, failure in faults
        ],
    )
