"""Engine faults: steps that failed, kept until somebody repairs them. (A vụ việc is no fault.)"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, Integer, UniqueConstraint, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.deliveries import Reached
from engine.process.data import dump
from engine.process.events import Event, Failure, Start
from engine.store import Base, Key

MAX_ATTEMPTS = 5


class Fault(Base):
    """An engine fault: a step that failed, with the event to try again. Open until repaired.

    ``what`` names the event without its data: failing again with other answers is the same fault.
    """

    __tablename__ = "fault"
    __table_args__ = (
        UniqueConstraint(
            "instance_id", "process", "unit_id", "what", postgresql_nulls_not_distinct=True
        ),
    )

    id: Mapped[Key]
    instance_id: Mapped[int | None] = mapped_column(BigInteger)
    process: Mapped[str]
    unit_id: Mapped[int] = mapped_column(BigInteger)
    directive_id: Mapped[int | None] = mapped_column(BigInteger)
    element: Mapped[str]
    message: Mapped[str]
    message_vi: Mapped[str]
    what: Mapped[str]
    event: Mapped[str]
    attempts: Mapped[int] = mapped_column(Integer)
    status: Mapped[str]
    created_at: Mapped[datetime]
    last_at: Mapped[datetime]


_NAMING = ("token", "element", "message", "name")
_FAULT = text("""
    INSERT INTO fault (instance_id, process, unit_id, directive_id, element, message, message_vi,
                       what, event, attempts, status, created_at, last_at)
    VALUES (:instance_id, :process, :unit_id, :directive_id, :element, :message, :message_vi,
            :what, :event, 1, 'open', :now, :now)
    ON CONFLICT (instance_id, process, unit_id, what) DO UPDATE
    SET attempts = fault.attempts + 1, last_at = excluded.last_at, message = excluded.message,
        message_vi = excluded.message_vi, element = excluded.element, event = excluded.event,
        status = 'open'
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


def record_faults(
    session: Session, faults: Sequence[tuple[Reached, Event, Failure]], now: datetime
) -> None:
    """Keep what failed, with the event to try again; the same event failing again counts up."""
    if not faults:
        return
    session.execute(
        _FAULT,
        [
            {
                "instance_id": None if isinstance(event, Start) else reached.id,
                "process": reached.process,
                "unit_id": reached.unit_id,
                "directive_id": reached.directive_id,
                "element": failed.element,
                "message": failed.message,
                "message_vi": failed.vi or failed.message,
                "what": what(reached, event),
                "event": event_text(event),
                "now": now,
            }
            for reached, event, failed in faults
        ],
    )


def what(reached: Reached, event: Event) -> str:
    """The event's name without its data: the same for every attempt."""
    parts = [
        type(event).__name__,
        *(str(getattr(event, name)) for name in _NAMING if hasattr(event, name)),
    ]
    if isinstance(event, Start):
        parts += [str(reached.directive_id), reached.subject]
    return ":".join(parts)


def event_text(event: Event) -> str:
    """An event as the fault's row keeps it: its kind, what it concerns, and its data."""
    kept = {name: getattr(event, name) for name in _NAMING if hasattr(event, name)}
    data = getattr(event, "data", {})
    try:
        text_of = dump(data)
    except TypeError:  # what cannot be kept is why it failed; show it at least
        text_of = json.dumps({name: repr(value) for name, value in data.items()})
    return json.dumps({"kind": type(event).__name__, **kept, "data": text_of}, ensure_ascii=False)
