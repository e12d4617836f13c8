"""The web process: gunicorn with threads; and the worker: the alarm clock and the mails."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication

from adapters import clock
from adapters.scheduler import Alarm
from webapp.app import create_app
from webapp.installation import Installation, open_installation

THREADS = 8


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn, configured from here; the application is made in each worker process."""

    def __init__(self, url: str, bind: str, workers: int) -> None:
        self._url, self._bind, self._workers = url, bind, workers
        super().__init__()

    def load_config(self) -> None:
        """Settings of the server process."""
        settings = {
            "bind": self._bind,
            "workers": self._workers,
            "threads": THREADS,
            "worker_class": "gthread",
            "timeout": 60,
            "graceful_timeout": 15,
            "keepalive": 15,
            "accesslog": None,
            "errorlog": "-",
            "loglevel": "warning",
            "limit_request_line": 8190,
            "proc_name": "dondoc-web",
            "control_socket_disable": True,
        }
        for name, value in settings.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        """The WSGI application of one worker process."""
        return create_app(open_installation(self._url, pool_size=THREADS).wiring())


def serve(url: str, bind: str, workers: int) -> None:
    """Serve until told to stop."""
    Server(url, bind, workers).run()


def work(installation: Installation) -> None:
    """Wake for what is due and send mail until told to stop (SIGTERM or SIGINT)."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    for name in ("procrastinate", "spiff", "psycopg.pool"):
        logging.getLogger(name).setLevel(logging.WARNING)
    alarm = Alarm(
        installation.url,
        installation.sessions,
        installation.machine,
        clock.in_order if installation.demo else clock.now,
        installation.jobs.digests if installation.mail_server else None,
    )
    alarm.start()
    try:
        asyncio.run(_until_stopped(installation))
    finally:
        alarm.close()


async def _until_stopped(installation: Installation) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    mails = (
        asyncio.create_task(_mails(installation.jobs.work)) if installation.mail_server else None
    )
    await stop.wait()
    if mails is not None:
        mails.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await mails


async def _mails(work: Callable[[], Any]) -> None:
    """Keep sending; a database that went away is waited for."""
    while True:
        try:
            await work()
        except Exception:
            logging.getLogger("dondoc.mail").exception("the mail worker stopped; starting again")
        await asyncio.sleep(3)
