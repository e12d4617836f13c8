"""Tasks finished over HTTP by eight officers at once, through the production web server.

``python -m benchmarks.inbox --json``: ``ours`` is completions per second: each client, signed in,
opens a task's page, takes its CSRF token and posts the answers, on one kept connection, until its
communes' tasks are used up. The server is ``dondoc web`` in processes of its own. ``floor`` is the
rate at which eight processes of bare psycopg replay the very statements (and COPYs and commits) of
those pages and posts, recorded from the same application on another copy of the same database.
``ratio`` is ours / floor. Warm: every client has finished one task before.
"""

from __future__ import annotations

import http.client
import multiprocessing
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlencode

import psycopg
import sqlalchemy as sa

from adapters import clock, postgres
from adapters.files import Folder
from adapters.identity import Argon2Passwords
from benchmarks import common
from benchmarks.cascade import draft, issue
from benchmarks.overheard import Deed, overheard, replay
from engine.people import create_account
from webapp.app import create_app
from webapp.wiring import Wiring

CLIENTS = 8
PROCESSES = 2
PASSWORD = "correct horse battery"  # noqa: S105  (of accounts that live for a minute)
ANSWERS = {"arrivalNumber": "17", "arrivedOn": "16/3/2023"}
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
Tasks: TypeAlias = list[list[int]]
Fetch: TypeAlias = "Callable[[str, str, dict[str, str] | None], tuple[int, str]]"


def prepare(url: str, each: int) -> Tasks:
    """One clerk for each client, who finds ``each`` open tasks: their ids."""
    with common.opened(url) as place:
        issue(place, draft(('descendants(unit, "xa")',), reports=False, number="1"))
        tasks: Tasks = []
        with place.sessions.begin() as session:
            found = list(
                session.scalars(
                    sa.text("SELECT id FROM work_item ORDER BY id LIMIT :n"), {"n": CLIENTS * each}
                )
            )
            cheap = Argon2Passwords(time_cost=1, memory_kib=1024)
            for nth in range(CLIENTS):
                mine = found[nth * each : (nth + 1) * each]
                unit = session.scalar(
                    sa.text(
                        "UPDATE work_item SET unit_id = (SELECT unit_id FROM work_item WHERE id = :id)"
                        " WHERE id = ANY(:ids) RETURNING unit_id"
                    ),
                    {"id": mine[0], "ids": mine},
                )
                assert unit is not None
                create_account(
                    session,
                    cheap,
                    username=f"clerk{nth}",
                    name=f"Văn thư {nth}",
                    unit_id=unit,
                    roles=["vanthu"],
                    password=PASSWORD,
                    now=common.ISSUE,
                )
                tasks.append(mine)
    with psycopg.connect(postgres.libpq(url), autocommit=True) as bare:
        bare.execute("VACUUM ANALYZE")
    return tasks


def sign_in(fetch: Fetch, name: str) -> None:
    """A client's session begins."""
    _, page = fetch("GET", "/signin", None)
    status, _ = fetch(
        "POST", "/signin", {"csrf_token": _token(page), "username": name, "password": PASSWORD}
    )
    assert status == 302, status


def finish(fetch: Fetch, task: int) -> None:
    """Open a task's page and post its answers."""
    status, page = fetch("GET", f"/inbox/{task}", None)
    assert status == 200, (status, page[:300])
    status, page = fetch("POST", f"/inbox/{task}/complete", ANSWERS | {"csrf_token": _token(page)})
    assert status == 302, (status, page[:2000])


def _finish_all(fetch: Fetch, tasks: Sequence[int]) -> None:
    for task in tasks:
        finish(fetch, task)


def _token(page: str) -> str:
    found = TOKEN.search(page)
    assert found is not None, page[:500]
    return found[1]


# ------------------------------------------------------------------ ours, over HTTP


class Browser:
    """One kept connection with its cookies."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookies: dict[str, str] = {}

    def __call__(self, method: str, path: str, form: dict[str, str] | None) -> tuple[int, str]:
        """A request; the status and the page."""
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self._cookies.items())}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, urlencode(form) if form else None, headers)
        answer = self._connection.getresponse()
        page = answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, kept = value.partition(";")[0].partition("=")
                self._cookies[key] = kept
        return answer.status, page


def over_http(url: str, tasks: Tasks) -> tuple[float, float]:
    """Completions per second, and the servers' peak memory in MB (the largest process)."""
    port = _free_port()
    with tempfile.TemporaryDirectory(prefix="dondoc-bench-home-") as home:
        environment = os.environ | {
            "DONDOC_DATABASE_URL": url,
            "DONDOC_HOME": home,
            "DONDOC_PLAIN_HTTP": "1",
        }
        server = subprocess.Popen(
            [
                sys.executable,
                "-c",
                "from webapp.cli import main; main()",
                "web",
                "--bind",
                f"127.0.0.1:{port}",
                "--processes",
                str(PROCESSES),
            ],
            env=environment,
            start_new_session=True,
        )
        try:
            _wait_for(port, server)
            browsers = [Browser(port) for _ in tasks]
            for nth, (browser, mine) in enumerate(zip(browsers, tasks, strict=True)):
                sign_in(browser, f"clerk{nth}")
                finish(browser, mine[0])
            took = common.together(
                [
                    partial(_finish_all, browser, mine[1:])
                    for browser, mine in zip(browsers, tasks, strict=True)
                ]
            )
            rss = max(_peak_mb(pid) for pid in _family(server.pid))
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(timeout=30)
    return sum(len(mine) - 1 for mine in tasks) / took, rss


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert server.poll() is None, "the server ended"
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server does not answer")


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [pid, *(int(child) for child in children)]


def _peak_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    found = re.search(r"VmHWM:\s+(\d+)", status)
    return round(int(found[1]) / 1024, 1) if found else 0.0


# ------------------------------------------------------------------ the floor: the same statements


def recorded(url: str, tasks: Tasks) -> list[list[Deed]]:
    """What the application asks of PostgreSQL for each client's tasks, in order."""
    made: list[Deed] = []
    with common.opened(url) as place, overheard(place.connections, made):
        app = create_app(
            Wiring(
                sessions=place.sessions,
                engine=place.machine,
                now=clock.now,
                demo=False,
                secret_key="benchmark",  # noqa: S106
                files=Folder(Path(tempfile.gettempdir()) / "dondoc-benchmark-files"),
                plain_http=True,
            )
        )
        clients: list[list[Deed]] = []
        for nth, mine in enumerate(tasks):
            browser = app.test_client()

            def fetch(
                method: str, path: str, form: dict[str, str] | None, browser: Any = browser
            ) -> tuple[int, str]:
                answer = browser.open(path, method=method, data=form)
                return answer.status_code, answer.get_data(as_text=True)

            sign_in(fetch, f"clerk{nth}")
            finish(fetch, mine[0])
            made.clear()
            for task in mine[1:]:
                finish(fetch, task)
            clients.append(list(made))
    return clients


def replayed(url: str, clients: list[list[Deed]], count: int) -> float:
    """Completions per second of bare psycopg, a process for each client."""
    context = multiprocessing.get_context("fork")
    barrier, spans = context.Barrier(len(clients)), context.Queue()

    def run(deeds: list[Deed]) -> None:
        with psycopg.connect(postgres.libpq(url), options="-c timezone=UTC") as connection:
            barrier.wait()
            begun = time.time()
            replay(connection, deeds)
            spans.put((begun, time.time()))

    processes = [context.Process(target=run, args=(deeds,)) for deeds in clients]
    for process in processes:
        process.start()
    found = [spans.get(timeout=120) for _ in processes]
    for process in processes:
        process.join()
    with psycopg.connect(postgres.libpq(url)) as connection:
        done = connection.execute("SELECT count(*) FROM work_item WHERE status = 'done'").fetchone()
        assert done is not None and done[0] == count, done
    took: float = max(end for _, end in found) - min(begun for begun, _ in found)
    return count / took


def measure(each: int) -> dict[str, Any]:
    """Everything, on three copies of one prepared database."""
    with common.national() as base:
        tasks = prepare(base, each + 1)
        name = common.database_name(base)
        with common.copy_of(base, name=name) as url:
            ours, server_rss = over_http(url, tasks)
        with common.copy_of(base, name=name) as url:
            clients = recorded(url, tasks)
        with common.copy_of(base, name=name) as url:
            floor = replayed(url, clients, CLIENTS * each)
        statements = sum(kind in ("execute", "copy") for deeds in clients for kind, *_ in deeds)
        return common.compared(
            ours,
            floor,
            unit="completions/s",
            clients=CLIENTS,
            completions=CLIENTS * each,
            statements_per_completion=round(statements / (CLIENTS * each), 1),
            web_processes=PROCESSES,
            web_peak_rss_mb=server_rss,
            **common.settings(base),
        )


def main() -> None:
    """Measure and print."""
    asked = common.arguments(__doc__ or "")
    common.show(measure(15 if asked.quick else 100), asked)


if __name__ == "__main__":
    main()
