"""Jobs: sends to the outside, deferred inside our transaction, retried, never lost.

Procrastinate keeps its queue in the same database. A job is written on our own connection, inside
the transaction that wrote its notice: both are there after a crash, or neither.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import procrastinate
from procrastinate import RetryStrategy
from procrastinate.types import JSONDict
from sqlalchemy.orm import Session

from adapters.postgres import libpq

QUEUE, WORK = "mail", "work"
# Attempt n is followed by a pause of 30 s + 3**(n+1) s: ten attempts reach over a day. After the
# last one the job rests as failed, «dondoc doctor» says so, and the notice stays in the box.
RETRY = RetryStrategy(max_attempts=10, exponential_wait=3, wait=30)
# Long work begins again when the database went away; the row counts the beginnings.
WORK_RETRY = RetryStrategy(max_attempts=5, wait=5)
STALLED_AFTER = 120  # seconds without a heartbeat: the worker died holding the job


class Jobs:
    """The queue of one database.

    ``send`` is what a mail job does with its notice's id, ``send_digest`` with its digest's,
    ``send_letter`` with that of a letter about an account, ``run`` what long work's does with its
    id, ``tidy`` what is done each night.
    """

    def __init__(
        self,
        url: str,
        send: Callable[[int], None] | None = None,
        send_digest: Callable[[int], None] | None = None,
        send_letter: Callable[[int], None] | None = None,
        run: Callable[[int], None] | None = None,
        tidy: Callable[[], None] | None = None,
    ) -> None:
        self.app = procrastinate.App(
            connector=procrastinate.PsycopgConnector(conninfo=libpq(url), min_size=1, max_size=8)
        )
        # Once opened for work an app no longer defers on a plain connection: another one does.
        deferring = procrastinate.App(connector=procrastinate.SyncPsycopgConnector())
        self._send, self._send_digest, self._send_letter = send, send_digest, send_letter
        self._run, self._tidy = run, tidy
        self.app.task(name="mail", queue=QUEUE, retry=RETRY)(self._run_mail)
        self.app.task(name="digest", queue=QUEUE, retry=RETRY)(self._run_digest)
        self.app.task(name="account-letter", queue=QUEUE, retry=RETRY)(self._run_letter)
        self.app.task(name="long-work", queue=WORK, retry=WORK_RETRY)(self._run_work)
        self._work = deferring.task(name="long-work", queue=WORK)(self._run_work)
        self._mail = deferring.task(name="mail", queue=QUEUE)(self._run_mail)
        self._digest = deferring.task(name="digest", queue=QUEUE)(self._run_digest)
        self._letter = deferring.task(name="account-letter", queue=QUEUE)(self._run_letter)
        self.app.periodic(cron="* * * * *")(
            self.app.task(
                name="retry-stalled", queue=WORK, queueing_lock="retry-stalled", pass_context=True
            )(self._retry_stalled)
        )
        self.app.periodic(cron="30 19 * * *")(  # UTC: half past two at night here
            self.app.task(name="tidy", queue=WORK, queueing_lock="tidy")(self._run_tidy)
        )

    def outbox(self, session: Session, notice_ids: Sequence[int]) -> None:
        """Defer one mail for each notice in the session's transaction (``engine.ports.Outbox``)."""
        self._defer(session, self._mail, [{"notice_id": n} for n in notice_ids])

    def digests(self, session: Session, digest_ids: Sequence[int]) -> None:
        """Defer one mail for each digest in the session's transaction."""
        self._defer(session, self._digest, [{"digest_id": n} for n in digest_ids])

    def long_work(self, session: Session, job_id: int) -> None:
        """Defer long work in the session's transaction."""
        self._defer(session, self._work, [{"job_id": job_id}])

    def account_letters(self, session: Session, letter_ids: Sequence[int]) -> None:
        """Defer one mail for each letter about an account in the session's transaction."""
        self._defer(session, self._letter, [{"letter_id": n} for n in letter_ids])

    def _defer(self, session: Session, task: Any, jobs: list[JSONDict]) -> None:
        # SQLAlchemy must have begun: otherwise its rollback would not undo what we write here.
        raw: Any = session.connection().connection.driver_connection
        task.configure(connection=raw).batch_defer(*jobs)

    async def work(self) -> None:
        """Work until the surrounding task is cancelled; long work never holds up the mails."""
        async with self.app.open_async():
            await asyncio.gather(
                *(
                    self.app.run_worker_async(
                        name=queue,
                        queues=[queue],
                        concurrency=concurrency,
                        install_signal_handlers=False,
                        delete_jobs="successful",
                        fetch_job_polling_interval=5,
                    )
                    for queue, concurrency in ((QUEUE, 4), (WORK, 2))
                )
            )

    async def drain(self) -> None:
        """Do what is waiting and return."""
        async with self.app.open_async():
            await self.app.run_worker_async(
                queues=[QUEUE, WORK], wait=False, concurrency=4, install_signal_handlers=False
            )

    def _run_mail(self, notice_id: int) -> None:
        if self._send is None:
            raise RuntimeError("this process defers mails, it does not send them")
        self._send(notice_id)

    def _run_digest(self, digest_id: int) -> None:
        if self._send_digest is None:
            raise RuntimeError("this process defers mails, it does not send them")
        self._send_digest(digest_id)

    def _run_work(self, job_id: int) -> None:
        if self._run is None:
            raise RuntimeError("this process defers long work, it does not do it")
        self._run(job_id)

    def _run_tidy(self, timestamp: int) -> None:
        if self._tidy is not None:
            self._tidy()

    def _run_letter(self, letter_id: int) -> None:
        if self._send_letter is None:
            raise RuntimeError("this process defers mails, it does not send them")
        self._send_letter(letter_id)

    async def _retry_stalled(self, context: Any, timestamp: int) -> None:
        manager = self.app.job_manager
        for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
            await manager.retry_job(job)
