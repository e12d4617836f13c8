"""The outbox: mails that wait, and those that failed for good, with the server's own reason.

Procrastinate's tables are read with their own names; only its own functions change them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, sessionmaker

from engine.errors import NotFound
from engine.mail_settings import MailFailure

ALIVE = timedelta(seconds=60)
LIMIT = 100
NUMBERS = {"mail": "notice_id", "digest": "digest_id", "account-letter": "letter_id"}
"""Task → the argument that says which mail it is."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A mail that has not left: ``task`` and ``number`` say which, ``said`` why not (yet)."""

    id: int
    task: str
    number: int
    failed: bool
    attempts: int
    next_at: datetime | None
    said: str
    said_at: datetime | None


@dataclass(frozen=True, slots=True)
class Outbox:
    """How many wait, are tried again, and failed for good; the first of those with a reason."""

    waiting: int
    retried: int
    failed: int
    rows: Sequence[Waiting]


_COUNTS = text("""
    SELECT count(*) FILTER (WHERE status IN ('todo', 'doing') AND attempts = 0),
        count(*) FILTER (WHERE status IN ('todo', 'doing') AND attempts > 0),
        count(*) FILTER (WHERE status = 'failed')
    FROM procrastinate_jobs WHERE queue_name = 'mail' AND task_name = ANY(:tasks)
""")
_ROWS = text("""
    SELECT j.id, j.task_name, n.number, j.status = 'failed', j.attempts, j.scheduled_at,
        coalesce(f.said, ''), f.at
    FROM procrastinate_jobs j
    CROSS JOIN LATERAL (SELECT CAST(coalesce(j.args->>'notice_id', j.args->>'digest_id',
        j.args->>'letter_id') AS bigint) AS number) n
    LEFT JOIN mail_failure f ON f.task = j.task_name AND f.number = n.number
    WHERE j.queue_name = 'mail' AND j.task_name = ANY(:tasks)
        AND (j.status = 'failed' OR j.attempts > 0)
    ORDER BY j.status = 'failed' DESC, j.id DESC LIMIT :limit
""")
_RETRY = text("""
    SELECT procrastinate_retry_job_v2(id, now(), NULL, NULL, NULL) FROM procrastinate_jobs
    WHERE queue_name = 'mail' AND status = 'failed' AND (CAST(:id AS bigint) IS NULL OR id = :id)
""")
_BEAT = text("SELECT max(last_heartbeat) FROM procrastinate_workers")


def outbox(session: Session) -> Outbox:
    """The state of all mails that have not left."""
    asked = {"tasks": list(NUMBERS)}
    waiting, retried, failed = session.execute(_COUNTS, asked).one()
    rows = session.execute(_ROWS, {**asked, "limit": LIMIT})
    return Outbox(waiting, retried, failed, [Waiting(*row) for row in rows])


def retry(session: Session, job_id: int | None) -> int:
    """Try a failed mail again, or all of them (None); how many. Raises ``NotFound``."""
    found = len(session.execute(_RETRY, {"id": job_id}).all())
    if job_id is not None and not found:
        raise NotFound(what=f"mail job {job_id}")
    return found


def worker_seen(session: Session) -> datetime | None:
    """When a worker last gave a sign of life, by the real clock; None: never."""
    seen: datetime | None = session.scalar(_BEAT)
    return seen.astimezone(UTC) if seen is not None else None


@contextmanager
def noted(sessions: sessionmaker[Session], now: datetime, task: str, number: int) -> Iterator[None]:
    """Keep why a mail failed, whatever becomes of its transaction; forget it once it is sent."""
    try:
        yield
    except Exception as error:
        said = str(error)[:1000] or type(error).__name__
        kept = insert(MailFailure).values(task=task, number=number, at=now, said=said)
        with sessions.begin() as session:
            session.execute(
                kept.on_conflict_do_update(
                    index_elements=["task", "number"], set_={"at": now, "said": said}
                )
            )
        raise
    with sessions.begin() as session:
        session.execute(
            delete(MailFailure).where(MailFailure.task == task, MailFailure.number == number)
        )
