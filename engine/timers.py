"""The clock's work: claim what is due, fire it through the same ``apply`` as everything else.

A claim, the steps and all they write are one transaction. Several workers may run side by side:
each claims other rows (``SKIP LOCKED``). ``now`` comes from the database's clock. What is due are
waiting timers, and before them the periods of obligations that roll (``rolling``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from engine import rolling
from engine.faults import record_faults
from engine.instance_rows import Timer
from engine.instances import Engine, Reached, To, apply
from engine.process.events import Change, TimerDue
from engine.wave_calls import failure_of

__all__ = ["BATCH", "MAX_ATTEMPTS", "Fired", "Timer", "fire_due", "fire_one", "next_due", "shift"]

BATCH = 200
MAX_ATTEMPTS = 5
FIRST_PAUSE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Fired:
    """What one batch did: timers (or periods) claimed, steps taken, timers whose step failed."""

    claimed: int
    steps: int
    failed: int


# The instance is claimed with its timer: whoever else steps it locks the instance first, and two
# orders of locking would be a deadlock.
_CLAIM = text("""
    SELECT t.id, t.instance_id, t.token, t.element, t.due_at
    FROM timer t JOIN instance i ON i.id = t.instance_id
    WHERE t.due_at <= :now AND t.attempts < 5 AND (t.retry_at IS NULL OR t.retry_at <= :now)
    ORDER BY t.due_at, t.id LIMIT :limit FOR UPDATE OF i, t SKIP LOCKED
""")
_CLAIM_ONE = text("""
    SELECT t.id, t.instance_id, t.token, t.element, t.due_at
    FROM timer t JOIN instance i ON i.id = t.instance_id
    WHERE t.id = :id AND t.due_at <= :now FOR UPDATE OF i, t SKIP LOCKED
""")
_FAIL = text("""
    UPDATE timer SET attempts = attempts + 1,
        retry_at = CAST(:now AS timestamptz) + :pause * power(4, attempts)
    WHERE id = ANY(:ids)
""")
_NEXT = text("""
    SELECT least(
        (SELECT min(due_at) FROM timer WHERE attempts < 5 AND retry_at IS NULL),
        (SELECT min(retry_at) FROM timer WHERE retry_at IS NOT NULL AND attempts < 5))
""")
_WHOSE = text("""
    SELECT i.id, i.model_id, i.process, i.directive_id, i.unit_id, i.subject,
           t.token, t.element, t.due_at
    FROM timer t JOIN instance i ON i.id = t.instance_id WHERE t.id = :id
""")
_DROP = text("DELETE FROM timer WHERE id = ANY(:ids)")


def fire_due(session: Session, engine: Engine, now: datetime, limit: int = BATCH) -> Fired:
    """Fire up to ``limit`` due timers in the caller's transaction, or open periods if any are due.

    A timer whose step fails stays, is tried again after 1, 4, 16, 64 minutes, and rests after the
    fifth failure until somebody repairs the fault.
    """
    opened = rolling.open_due(session, engine, now)
    if opened.claimed:
        return Fired(opened.claimed, opened.reports, 0)
    rows = session.execute(_CLAIM, {"now": now, "limit": limit}).all()
    failed = _fire(session, engine, rows, now)
    if failed:
        session.execute(_FAIL, {"ids": failed, "now": now, "pause": FIRST_PAUSE})
    return Fired(len(rows), len(rows) - len(failed), len(failed))


def fire_one(session: Session, engine: Engine, timer_id: int, now: datetime) -> Fired:
    """Fire one timer alone, after its batch failed as a whole and its attempt was counted.

    Nothing happens if another worker has it, or if its moment was put off meanwhile.
    """
    rows = session.execute(_CLAIM_ONE, {"id": timer_id, "now": now}).all()
    failed = _fire(session, engine, rows, now)
    return Fired(len(rows), len(rows) - len(failed), len(failed))


def _fire(session: Session, engine: Engine, rows: Sequence[Any], now: datetime) -> list[int]:
    """Fire claimed timers; the ids of those whose step failed."""
    if not rows:
        return []
    events = [
        To(r.instance_id, TimerDue(r.token, r.element, r.due_at.astimezone(UTC))) for r in rows
    ]
    applied = apply(session, engine, events, now, actor="clock")
    failed = {
        (reached.id, event.token, event.element)
        for reached, event, _ in applied.faults
        if isinstance(event, TimerDue)
    }
    gone = {
        (t.instance_id, t.event.token, t.event.element)
        for t in applied.stale
        if isinstance(t, To) and isinstance(t.event, TimerDue)
    }
    if gone:
        # A timer whose task is gone can never fire; its row would be claimed for ever.
        session.execute(
            _DROP, {"ids": [r.id for r in rows if (r.instance_id, r.token, r.element) in gone]}
        )
    return [r.id for r in rows if (r.instance_id, r.token, r.element) in failed]


def spend_attempt(session: Session, timer_id: int, now: datetime) -> None:
    """Count a failed attempt and put the timer off."""
    session.execute(_FAIL, {"ids": [timer_id], "now": now, "pause": FIRST_PAUSE})


def note_failure(session: Session, timer_id: int, error: Exception, now: datetime) -> None:
    """Keep as a fault of its instance what a timer failed with after its batch was undone.

    Its own attempt is counted already (``spend_attempt``). Nothing for a timer that is gone.
    """
    row = session.execute(_WHOSE, {"id": timer_id}).one_or_none()
    if row is None:
        return
    reached = Reached(*row[:6])
    event = TimerDue(row.token, row.element, row.due_at.astimezone(UTC))
    record_faults(session, [(reached, event, failure_of(row.element, error))], now)


def claimable(session: Session, now: datetime, limit: int = BATCH) -> list[int]:
    """Ids of due timers, unclaimed: to be tried one by one."""
    return [r.id for r in session.execute(_CLAIM, {"now": now, "limit": limit})]


def next_due(session: Session) -> datetime | None:
    """When the next timer comes due or the next period opens (or is to be tried again)."""
    found: datetime | None = session.scalar(_NEXT)
    opening = rolling.next_opening(session)
    return min((m for m in (found, opening) if m is not None), default=None)


def shift(
    session: Session,
    engine: Engine,
    instance_ids: list[int],
    data: Callable[[int], dict[str, object]],
    now: datetime,
    actor: str,
) -> int:
    """Give instances new variables (a moved deadline): their waiting timers move with them."""
    changes = [To(i, Change(data(i))) for i in instance_ids]
    return apply(session, engine, changes, now, actor=actor).steps
