"""Webhooks as jobs: what happened is handed out, sent, and tried again, by any worker.

The queue is Procrastinate's, in the same database; a job is deferred in the transaction that made or
failed its delivery. The rhythm of attempts is the engine's (``webhook_deliveries.PAUSES``), so a
job that ran is done, whatever its sending came to. One whose worker died is begun again as all jobs
are (``adapters.jobs``).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import procrastinate
from procrastinate.types import JSONDict
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from adapters.postgres import libpq
from adapters.webhook_delivery import Reach, send
from engine import idempotency, webhook_deliveries, webhook_outbox

log = logging.getLogger("dondoc.webhooks")
QUEUE = "webhooks"
ROUND, SWEEPS = 2.0, 30
"""Seconds between looks into the outbox; so many looks between two sweeps."""
Now = Callable[[Session], datetime]

_deferring = procrastinate.App(connector=procrastinate.SyncPsycopgConnector())


def defer(session: Session, delivery_ids: Sequence[int], after: timedelta) -> None:
    """Send deliveries after a while, if the session's transaction commits
    (``engine.webhook_deliveries.Defer``).
    """
    if not delivery_ids:
        return
    # SQLAlchemy must have begun: otherwise its rollback would not undo what we write here.
    raw: Any = session.connection().connection.driver_connection
    pause = int(after.total_seconds())
    job = _deferring.configure_task(
        "webhook",
        queue=QUEUE,
        connection=raw,
        schedule_in={"seconds": pause} if pause else None,
    )
    jobs: list[JSONDict] = [{"delivery_id": n} for n in delivery_ids]
    job.batch_defer(*jobs)


class WebhookJobs:
    """The worker's part, on one database."""

    def __init__(
        self, url: str, sessions: sessionmaker[Session], now: Now, reach: Reach | None = None
    ) -> None:
        self._sessions, self._now = sessions, now
        self._reach = reach or Reach.configured()
        self.app = procrastinate.App(
            connector=procrastinate.PsycopgConnector(conninfo=libpq(url), min_size=1, max_size=4)
        )
        self.app.task(name="webhook", queue=QUEUE)(self.deliver)

    def deliver(self, delivery_id: int) -> None:
        """Send one delivery; no transaction is open meanwhile."""
        with self._sessions.begin() as session:
            now, real = self._now(session), datetime.now(UTC)
            parcel = webhook_deliveries.parcel(session, delivery_id, now, real)
        if parcel is None:
            return
        outcome = send(parcel, self._reach)
        with self._sessions.begin() as session:
            now = self._now(session)
            webhook_deliveries.tried(session, defer, delivery_id, outcome, now)

    def hand_out(self) -> int:
        """Begin the deliveries of all that has happened; how much that was."""
        total = 0
        while True:
            with self._sessions.begin() as session:
                found = webhook_outbox.hand_out(session, defer, self._now(session))
            total += found
            if found < webhook_outbox.BATCH:
                return total

    def sweep(self) -> None:
        """Note what has become overdue; forget what is old."""
        with self._sessions.begin() as session:
            now = self._now(session)
            webhook_outbox.note_overdue(session, now)
            webhook_deliveries.sweep(session, now)
            idempotency.sweep(session, now)

    async def work(self) -> None:
        """Work until the surrounding task is cancelled."""
        async with self.app.open_async():
            await asyncio.gather(
                self.app.run_worker_async(
                    queues=[QUEUE],
                    concurrency=4,
                    install_signal_handlers=False,
                    delete_jobs="always",
                    fetch_job_polling_interval=5,
                ),
                self._look(),
            )

    async def drain(self) -> None:
        """Send what is due and return."""
        async with self.app.open_async():
            await self.app.run_worker_async(
                queues=[QUEUE], wait=False, concurrency=4, install_signal_handlers=False
            )

    async def _look(self) -> None:
        nth = 0
        while True:
            try:
                if nth % SWEEPS == 0:
                    await asyncio.to_thread(self.sweep)
                await asyncio.to_thread(self.hand_out)
            except OperationalError as error:
                log.warning("webhooks were not looked at this time: %s", error.orig)
            nth += 1
            await asyncio.sleep(ROUND)
