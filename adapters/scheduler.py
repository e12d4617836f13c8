"""The alarm clock. APScheduler only wakes us; what is due, the database's clock decides.

It wakes at the next due moment, every minute as a safety net, when the demonstration's clock was
moved (``LISTEN``), and at cron times to seal the history, to fold the tallies, to close roll-ups and
to tell the digests.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import psycopg
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from adapters.clock import CHANNEL
from adapters.postgres import libpq
from engine import (
    audit,
    consolidation,
    digests,
    model_notices,
    model_reviews,
    rolling,
    tallies,
    timers,
)
from engine.instances import Engine
from engine.model_drafts import ModelDraft

log = logging.getLogger("dondoc.clock")
Now = Callable[[Session], datetime]
Digests = Callable[[Session, Sequence[int]], None]
"""Defers the mails of digests (ids) in the session's transaction."""


def fire_all(
    sessions: sessionmaker[Session],
    machine: Engine,
    now: Now,
    go_on: Callable[[], bool] = lambda: True,
) -> int:
    """Fire everything that is due, batch by batch; returns how many timers were fired.

    Models whose day has come are deployed first, then periods whose window has opened are opened. A batch that fails as a whole is tried again
    one by one, so that one poisoned timer or obligation does not hold up the healthy ones.
    """
    total = 0
    while go_on():
        # In every round: the demonstration's clock goes from one due moment to the next.
        deploy_models(sessions, machine, now)
        try:
            with sessions.begin() as session:
                fired = timers.fire_due(session, machine, now(session))
        except OperationalError as error:
            if isinstance(error.orig, psycopg.errors.DeadlockDetected):
                continue  # PostgreSQL let the other transaction go on; ours begins again
            raise
        except Exception:
            log.exception("a batch failed; trying its periods and timers one by one")
            _roll_one_by_one(sessions, machine, now)
            fired = _one_by_one(sessions, machine, now)
        total += fired.claimed - fired.failed
        if not fired.claimed:
            break
    return total


def deploy_models(sessions: sessionmaker[Session], machine: Engine, now: Now) -> None:
    """Deploy the approved drafts whose day has come, each in a transaction of its own."""
    with sessions() as session:
        due = model_reviews.due(session, now(session))
    for draft_id in due:
        try:
            with sessions.begin() as session:
                at = now(session)
                if model_reviews.deploy_due(session, machine.library, draft_id, at):
                    draft = session.get_one(ModelDraft, draft_id)
                    model_notices.tell_of(session, machine.outbox, draft, at)
        except OperationalError:
            raise  # the next wake-up finds it as it was
        except Exception:
            # One poisoned draft must not keep the timers from firing, now or every minute.
            log.exception("the draft %s was not deployed", draft_id)
            with sessions.begin() as session:
                at = now(session)
                draft = model_reviews.put_off(session, draft_id, at)
                model_notices.tell_of(session, machine.outbox, draft, at)


def _roll_one_by_one(sessions: sessionmaker[Session], machine: Engine, now: Now) -> None:
    with sessions.begin() as session:
        due = rolling.due(session, now(session))
    for obligation_id in due:
        try:
            with sessions.begin() as session:
                rolling.open_due(session, machine, now(session), only=obligation_id)
        except DBAPIError as error:
            if error.connection_invalidated:
                raise
            _put_off(sessions, obligation_id, now, error)
        except Exception as error:
            _put_off(sessions, obligation_id, now, error)


def _put_off(
    sessions: sessionmaker[Session], obligation_id: int, now: Now, error: Exception
) -> None:
    log.error("the next period of obligation %s was not opened", obligation_id, exc_info=error)
    with sessions.begin() as session:
        rolling.put_off(session, obligation_id, now(session))


def _one_by_one(sessions: sessionmaker[Session], machine: Engine, now: Now) -> timers.Fired:
    with sessions.begin() as session:
        due = timers.claimable(session, now(session))
    steps = failed = 0
    for timer_id in due:
        # The attempt is spent before it is made: one that kills the process counts too.
        with sessions.begin() as session:
            timers.spend_attempt(session, timer_id, now(session))
        try:
            with sessions.begin() as session:
                steps += timers.fire_one(session, machine, timer_id, now(session)).steps
        except DBAPIError as error:
            if error.connection_invalidated:
                raise
            failed += 1
            _failed(sessions, timer_id, now, error)
        except Exception as error:
            failed += 1
            _failed(sessions, timer_id, now, error)
    return timers.Fired(len(due), steps, failed)


def _failed(sessions: sessionmaker[Session], timer_id: int, now: Now, error: Exception) -> None:
    """A log's line is read by nobody: the fault is what an administrator sees."""
    log.error("timer %s failed", timer_id, exc_info=error)
    with sessions.begin() as session:
        timers.note_failure(session, timer_id, error, now(session))


class Alarm:
    """Wakes ``fire_all`` when something is due; ``close`` lets the current batch finish."""

    def __init__(
        self,
        url: str,
        sessions: sessionmaker[Session],
        machine: Engine,
        now: Now,
        digests: Digests | None = None,
        mails: Callable[[Session], bool] = lambda _session: True,
    ) -> None:
        self._url, self._sessions, self._machine, self._now = url, sessions, machine, now
        self._digests, self._mails = digests, mails
        self._scheduler = BackgroundScheduler(timezone=UTC)
        self._closing = threading.Event()
        self._firing = threading.Lock()
        self._ears = threading.Thread(target=self._listen, name="dondoc-ears", daemon=True)

    def start(self) -> None:
        """Begin to wake."""
        every = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
        self._scheduler.add_job(
            self.wake, "interval", seconds=60, id="minute", **every, next_run_time=datetime.now(UTC)
        )
        self._scheduler.add_job(self._seal, "cron", minute="*/5", id="seal", **every)
        self._scheduler.add_job(self._fold, "cron", minute="*", id="fold", **every)
        self._scheduler.add_job(self._tell_digests, "cron", minute="*/5", id="digests", **every)
        self._scheduler.add_job(self._roll_up, "cron", minute="*", id="roll-up", **every)
        self._scheduler.start()
        self._ears.start()

    def wake(self) -> None:
        """Fire what is due now and set the alarm for what is due next."""
        with self._firing:
            try:
                fired = fire_all(
                    self._sessions, self._machine, self._now, lambda: not self._closing.is_set()
                )
                if fired:
                    log.info("fired %s timers", fired)
                self._set_alarm()
            except OperationalError as error:
                # The minute's safety net tries again; the supervisor restarts the server.
                log.warning("nothing was fired this time: %s", error.orig)

    def close(self) -> None:
        """Stop waking and wait for the batch in hand."""
        self._closing.set()
        self._scheduler.shutdown(wait=True)

    def _set_alarm(self) -> None:
        with self._sessions() as session:
            due = timers.next_due(session)
            now = self._now(session)
        if due is not None and not self._closing.is_set():
            # Never sooner than a tick: a timer that cannot be claimed must not spin us.
            wait = max(due - now, timedelta(seconds=0.2))
            if wait < timedelta(seconds=60):
                self._scheduler.add_job(
                    self.wake,
                    "date",
                    run_date=datetime.now(UTC) + wait,
                    id="next",
                    replace_existing=True,
                    misfire_grace_time=None,
                )

    def _seal(self) -> None:
        try:
            with self._sessions.begin() as session:
                audit.seal(session, self._now(session))
        except OperationalError as error:
            log.warning("the history was not sealed this time: %s", error.orig)

    def _fold(self) -> None:
        try:
            with self._sessions.begin() as session:
                tallies.fold(session)
        except OperationalError as error:
            log.warning("the tallies were not folded this time: %s", error.orig)

    def _tell_digests(self) -> None:
        if self._digests is None:
            return
        try:
            with self._sessions.begin() as session:
                if self._mails(session):
                    digests.defer(session, self._digests, self._now(session))
        except OperationalError as error:
            log.warning("no digest was made this time: %s", error.orig)

    def _roll_up(self) -> None:
        try:
            while not self._closing.is_set():
                with self._sessions.begin() as session:
                    if not consolidation.close_due(session, self._machine, self._now(session)):
                        break
        except OperationalError as error:
            log.warning("no roll-up was closed this time: %s", error.orig)

    def _listen(self) -> None:
        while not self._closing.is_set():
            try:
                with psycopg.connect(libpq(self._url), autocommit=True) as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    while not self._closing.is_set():
                        if list(connection.notifies(timeout=1, stop_after=1)):
                            self.wake()
                            self._tell_digests()
            except (psycopg.Error, SQLAlchemyError) as error:
                log.warning("listening was interrupted: %s", error)
                self._closing.wait(2)
