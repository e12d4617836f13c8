"""Long work as its worker sees it: taken, told how far, ended; and tidied away in the end.

Each of these is a short transaction of its own, but ``finish``, which belongs to the work's.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.orm import Session

from engine import policies
from engine.attachments import Attachment
from engine.errors import DondocError, InputError
from engine.long_work import (
    CANCELLED,
    DONE,
    FAILED,
    KEEP_DAYS,
    OPEN,
    RUNNING,
    WAITING,
    LongWork,
    WorkCancelled,
    told,
)

MAX_ATTEMPTS = 3
_LOCK = text("SELECT pg_try_advisory_xact_lock(hashtext('dondoc.long-work'), CAST(:id AS int))")


class Interrupted(InputError):
    """The worker went away during the work, as often as it may."""

    code = "work-interrupted"
    vi = "Bị gián đoạn {attempts} lần (tiến trình nền dừng giữa chừng). Không có gì thay đổi; hãy thử lại sau."
    en = "It was interrupted {attempts} times (the worker stopped). Nothing was changed; try later."


class Unforeseen(DondocError):
    """The work failed for a reason that only the log knows."""

    code = "work-failed"
    vi = "Gặp lỗi ngoài dự kiến, không có gì thay đổi. Mã tham chiếu trong nhật ký: {reference}."
    en = "It failed unexpectedly; nothing was changed. Reference in the log: {reference}."


def alone(session: Session, job_id: int) -> bool:
    """Whether no other worker is at it; holds until the session's transaction ends."""
    return session.scalar(_LOCK, {"id": job_id}) is True


def begin(session: Session, job_id: int, now: datetime) -> LongWork | None:
    """Take the work, or None if there is nothing to do: it is over, cancelled, or tried too often."""
    row = session.get(LongWork, job_id, with_for_update=True)
    if row is None or row.status not in OPEN:
        return None
    if row.cancel_wanted:
        _end(session, row, CANCELLED, told(WorkCancelled()), now)
        return None
    if row.attempts >= MAX_ATTEMPTS:
        _end(session, row, FAILED, told(Interrupted(attempts=row.attempts)), now)
        return None
    row.status, row.started_at, row.beat_at = RUNNING, now, now
    row.attempts += 1
    row.done, row.total, row.said = 0, 0, {}
    session.flush()
    return row


def advance(
    session: Session, job_id: int, done: int, total: int, said: Mapping[str, str], now: datetime
) -> bool:
    """Write how far it is; False if its asker no longer wants it."""
    cancelled = session.scalar(
        update(LongWork)
        .where(LongWork.id == job_id)
        .values(done=done, total=total, said=dict(said), beat_at=now)
        .returning(LongWork.cancel_wanted)
    )
    return cancelled is False


def finish(session: Session, job_id: int, result: Mapping[str, Any], now: datetime) -> None:
    """It is done: in the work's own transaction, so that both are kept or neither."""
    row = session.get_one(LongWork, job_id, with_for_update=True, populate_existing=True)
    row.result, row.done = dict(result), row.total
    _end(session, row, DONE, {}, now)


def fail(session: Session, job_id: int, error: DondocError, now: datetime) -> None:
    """It failed (or was cancelled) and changed nothing."""
    row = session.get_one(LongWork, job_id, with_for_update=True)
    status = CANCELLED if isinstance(error, WorkCancelled) else FAILED
    _end(session, row, status, {"vi": error.text("vi"), "en": error.text("en")}, now)


def put_back(session: Session, job_id: int) -> bool:
    """It was interrupted and waits to be tried again; False if it was tried often enough."""
    row = session.get_one(LongWork, job_id, with_for_update=True)
    if row.attempts >= MAX_ATTEMPTS:
        return False
    row.status = WAITING
    session.flush()
    return True


def tidy(session: Session, now: datetime) -> int:
    """Forget files and arguments whose time is over; how many pieces of work that were.

    The bytes go with the next sweep of files that no row names.
    """
    due = select(LongWork.id).where(LongWork.keep_until <= now, LongWork.arguments != {})
    ids = session.scalars(due).all()
    if ids:
        subjects = [f"work:{number}" for number in ids]
        session.execute(delete(Attachment).where(Attachment.subject == func.any(subjects)))
        session.execute(update(LongWork).where(LongWork.id == func.any(ids)).values(arguments={}))
    return len(ids)


def _end(
    session: Session, row: LongWork, status: str, said: Mapping[str, str], now: datetime
) -> None:
    row.status, row.said, row.ended_at = status, dict(said), now
    row.keep_until = now + timedelta(days=policies.value(session, KEEP_DAYS, None))
    session.flush()
