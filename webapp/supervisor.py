"""``dondoc run``: the embedded database, the web and the worker, each restarted when it dies."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence

import psycopg

from adapters import postgres
from adapters.postgres import libpq

POLL = 1.0  # seconds between looks
PAUSE_MAX = 30.0  # seconds, the longest wait before a child is started again


PARENT = "DONDOC_SUPERVISOR"


def follow_supervisor() -> None:
    """In a child: end when the supervisor is gone, however it went, so that it can start anew."""
    parent = int(os.environ.get(PARENT, "0"))
    if not parent:
        return

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(POLL)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="dondoc-follow", daemon=True).start()


class Child:
    """One process of ours, started again when it dies, at growing intervals."""

    def __init__(self, name: str, arguments: Sequence[str], environment: dict[str, str]) -> None:
        self.name, self._arguments, self._environment = name, arguments, environment
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._pause = 0.0

    def keep_alive(self, moment: float) -> None:
        """Start the process if it is not running and its pause is over."""
        if self._process is not None and self._process.poll() is None:
            if moment - self._started > PAUSE_MAX:
                self._pause = 0.0
            return
        if self._process is not None and moment - self._started < self._pause:
            return
        if self._process is not None:
            print(
                f"dondoc: {self.name} ended ({self._process.returncode}); starting it again",
                file=sys.stderr,
            )
            self._pause = min(PAUSE_MAX, max(1.0, self._pause * 2))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "webapp.cli", *self._arguments], env=self._environment
        )
        self._started = moment

    def stop(self) -> None:
        """Ask it to finish, and insist after a while."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(20)
            return
        self._process.kill()
        self._process.wait()


def supervise(
    url: str,
    children: Sequence[tuple[str, Sequence[str]]],
    embedded: bool,
    environment: dict[str, str] | None = None,
) -> None:
    """Keep the children and the embedded server alive until SIGTERM or SIGINT."""
    stop = False

    def on_signal(number: int, frame: object) -> None:
        nonlocal stop
        stop = True

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, on_signal)
    env = {
        **os.environ,
        **(environment or {}),
        "DONDOC_DATABASE_URL": libpq(url),
        PARENT: str(os.getpid()),
    }
    running = [Child(name, arguments, env) for name, arguments in children]
    looked = 0.0
    while not stop:
        moment = time.monotonic()
        for child in running:
            child.keep_alive(moment)
        if embedded and moment - looked > 3 * POLL:
            looked = moment
            _keep_database(url)
        time.sleep(POLL)
    for child in reversed(running):
        child.stop()
    if embedded:
        postgres.Embedded(postgres.home()).stop()


def _keep_database(url: str) -> None:
    try:
        with psycopg.connect(libpq(url), connect_timeout=3) as connection:
            connection.execute("SELECT 1")
    except psycopg.OperationalError as error:
        print(f"dondoc: the database is away ({error}); recovering it", file=sys.stderr)
        try:
            postgres.Embedded(postgres.home()).ensure()
        except postgres.NoDatabase as failed:
            print(f"dondoc: {failed}", file=sys.stderr)
