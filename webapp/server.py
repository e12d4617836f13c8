"""The web process: gunicorn with threads; and the worker: the alarm clock, mails and webhooks."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from gunicorn.app.base import BaseApplication
from werkzeug.middleware.proxy_fix import ProxyFix

from adapters import clock, rehearsal_place
from adapters.scheduler import Alarm
from adapters.webhook_jobs import WebhookJobs
from engine.errors import DondocError
from webapp import doctor
from webapp.app import create_app
from webapp.installation import Installation, open_installation

THREADS = 8


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn, configured from here; the application is made in each worker process."""

    def __init__(self, url: str, bind: str, workers: int) -> None:
        self._url, self._bind, self._workers = url, bind, workers
        self._proxies = proxies()
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
        opened = open_installation(self._url, pool_size=THREADS)
        app = create_app(replace(opened.wiring(), examine=partial(doctor.look, opened)))
        if self._proxies:
            app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
                app.wsgi_app, x_for=self._proxies, x_proto=self._proxies
            )
        return app


class BadProxies(DondocError):
    """``DONDOC_PROXIES`` is no number."""

    code = "bad-proxies"
    vi = "DONDOC_PROXIES «{text}» phải là số máy chủ trung gian đứng trước (0 đến 9)."
    en = "DONDOC_PROXIES «{text}» must be how many proxies stand in front (0 to 9)."


def proxies() -> int:
    """How many proxies in front say for whom they ask, by ``DONDOC_PROXIES``. Raises BadProxies."""
    given = os.environ.get("DONDOC_PROXIES", "0")
    if len(given) != 1 or not given.isdecimal():
        raise BadProxies(text=given)
    return int(given)


def serve(url: str, bind: str, workers: int) -> None:
    """Serve until told to stop."""
    Server(url, bind, workers).run()


def work(installation: Installation) -> None:
    """Wake for what is due, send mail and do long work until told to stop (SIGTERM or SIGINT)."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    for name in ("procrastinate", "spiff", "psycopg.pool"):
        logging.getLogger(name).setLevel(logging.WARNING)
    alarm = Alarm(
        installation.url,
        installation.sessions,
        installation.machine,
        clock.in_order if installation.demo else clock.now,
        installation.jobs.digests,
        installation.mail.configured,
    )
    alarm.start()
    rehearsal_place.sweep(installation.url)
    webhooks = WebhookJobs(installation.url, installation.sessions, clock.now)
    try:
        asyncio.run(_until_stopped(installation, webhooks))
    finally:
        alarm.close()


async def _until_stopped(installation: Installation, webhooks: WebhookJobs) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    works = (installation.jobs.work, webhooks.work)
    tasks = [asyncio.create_task(_jobs(work)) for work in works]
    await stop.wait()
    for task in tasks:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _jobs(work: Callable[[], Any]) -> None:
    """Keep sending and doing long work; a database that went away is waited for."""
    while True:
        try:
            await work()
        except Exception:
            logging.getLogger("dondoc.jobs").exception("the jobs stopped; starting again")
        await asyncio.sleep(3)
