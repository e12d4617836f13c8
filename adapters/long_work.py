"""A worker's hands on long work: one transaction for its effects, others for how far it is.

What it does is committed together with its end. When this process dies, PostgreSQL takes back
everything but the count of attempts, and the job queue hands the work to another worker.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from adapters.identity import Argon2Passwords
from adapters.spreadsheets import Sheet, write
from engine import attachments, long_work, long_work_running
from engine.deliveries import Engine
from engine.errors import DondocError, Forbidden
from engine.long_work import LongWork, Outcome, Work, WorkCancelled
from engine.long_work_running import Interrupted, Unforeseen
from engine.people import Actor, Passwords, signed_in
from engine.ports import FileStore, LetterOutbox
from engine.rehearsal import Rehearse

log = logging.getLogger("dondoc.work")
EVERY = 0.5
"""Seconds between two writings of progress; the first and those of a new step are always written."""


class TryAgain(Exception):
    """The database went away or chose another transaction: the queue begins the work again."""


@dataclass(frozen=True)
class Runner:
    """Performs long work by its id; ``now`` is the database's clock.

    ``letters``: where letters about accounts leave at the moment, if anywhere; ``rehearse``: what
    performs rehearsals.
    """

    sessions: sessionmaker[Session]
    engine: Engine
    files: FileStore
    now: Callable[[Session], datetime]
    passwords: Passwords = field(default_factory=Argon2Passwords)
    letters: Callable[[Session], LetterOutbox | None] = lambda _session: None
    rehearse: Rehearse | None = None

    def __call__(self, job_id: int) -> None:
        """Do the work unless it is over or another worker is at it.

        Raises ``TryAgain`` where it should be begun once more.
        """
        with self.sessions() as session:
            if not long_work_running.alone(session, job_id):
                return
            with self.sessions.begin() as short:
                taken = long_work_running.begin(short, job_id, self.now(short))
            if taken is not None:
                self._perform(session, taken)

    def tidy(self) -> None:
        """Forget what is kept no longer."""
        with self.sessions.begin() as session:
            long_work_running.tidy(session, self.now(session))

    def _perform(self, session: Session, row: LongWork) -> None:
        try:
            self._in_one_transaction(session, row)
        except OperationalError as error:
            session.rollback()
            self._again(row, error)
        except DondocError as error:
            session.rollback()
            self._fail(row.id, error)
        except Exception as error:
            session.rollback()
            reference = uuid.uuid4().hex[:10].upper()
            log.exception("long work %s (%s) failed, reference %s", row.id, row.kind, reference)
            self._fail(row.id, Unforeseen(reference=reference, cause=type(error).__name__))

    def _in_one_transaction(self, session: Session, row: LongWork) -> None:
        now = self.now(session)
        kind = long_work.KNOWN[row.kind]
        actor = self._actor(session, row, now)
        kind.may(actor)
        told = _Teller(self.sessions, self.now, row.id)
        letters = self.letters(session)
        outcome = kind.run(
            Work(
                session,
                self.engine,
                actor,
                now,
                row.arguments,
                told,
                self.passwords,
                letters,
                self.rehearse,
            )
        )
        self._keep(session, row, actor, outcome, now)
        told.heed()
        long_work_running.finish(session, row.id, outcome.result, self.now(session))
        session.commit()

    def _actor(self, session: Session, row: LongWork, now: datetime) -> Actor:
        found = signed_in(session, row.asked_by, now)
        if found is None:
            raise Forbidden(what="việc này (tài khoản không còn / the account is gone)")
        return found.actor

    def _keep(
        self, session: Session, row: LongWork, actor: Actor, outcome: Outcome, now: datetime
    ) -> None:
        if not outcome.tables:
            return
        sheets = [Sheet(t.name, t.columns, t.rows) for t in outcome.tables]
        attachments.add(
            session,
            self.files,
            subject=row.subject,
            version=1,
            name=outcome.file_name,
            source=write(sheets),
            unit_id=actor.unit_id,
            account_id=row.asked_by,
            now=now,
        )

    def _again(self, row: LongWork, error: OperationalError) -> None:
        log.warning("long work %s was interrupted: %s", row.id, error.orig)
        with self.sessions.begin() as short:
            waits = long_work_running.put_back(short, row.id)
        if waits:
            raise TryAgain from error
        self._fail(row.id, Interrupted(attempts=row.attempts))

    def _fail(self, job_id: int, error: DondocError) -> None:
        with self.sessions.begin() as short:
            long_work_running.fail(short, job_id, error, self.now(short))


class _Teller:
    """A ``Progress`` on connections of its own: seen while the work's transaction is open."""

    def __init__(
        self,
        sessions: sessionmaker[Session],
        now: Callable[[Session], datetime],
        job_id: int,
    ) -> None:
        self._sessions, self._now, self._job_id = sessions, now, job_id
        self._last, self._said = 0.0, ""
        self._told = (0, 0, {"vi": "", "en": ""})

    def __call__(self, done: int, total: int, vi: str, en: str) -> None:
        self._told = (done, total, {"vi": vi, "en": en})
        step = total <= 20 and vi != self._said
        if step or time.monotonic() - self._last >= EVERY:
            self._said = vi
            self.heed()

    def heed(self) -> None:
        """Write how far it is. Raises ``WorkCancelled``."""
        self._last = time.monotonic()
        with self._sessions.begin() as session:
            wanted = long_work_running.advance(
                session, self._job_id, *self._told, self._now(session)
            )
        if not wanted:
            raise WorkCancelled
