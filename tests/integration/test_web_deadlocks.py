"""A change that PostgreSQL ended in favour of another one is made again, unseen by who asked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, flash, get_flashed_messages, jsonify
from psycopg.errors import DeadlockDetected
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from engine import inbox
from tests.integration.test_web_inbox import REPORT, first_task
from tests.web_world import Browser
from webapp import requests

pytest_plugins = ("tests.web_fixtures",)

Browse = Callable[..., Browser]
ADD = sa.text("UPDATE pair SET n = n + 1 WHERE id = :id")
WAITING = sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")


class Unlucky:
    """``inbox.complete`` that falls victim to a deadlock the first ``times`` times."""

    def __init__(self, times: int) -> None:
        self.times, self.calls, self.real = times, 0, inbox.complete

    def __call__(self, *args: Any) -> None:
        """Change something, then fail or not."""
        self.calls += 1
        self.real(*args)
        if self.calls <= self.times:
            raise OperationalError("UPDATE", {}, DeadlockDetected("deadlock detected"))


@pytest.mark.parametrize("times", [1, requests.RETRIES])
def test_a_task_is_finished_once_in_spite_of_deadlocks(
    browse: Browse, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    browser = browse("hd.cv")
    task = first_task(browser)
    unlucky = Unlucky(times)
    monkeypatch.setattr(inbox, "complete", unlucky)
    assert browser.post(f"{task}/complete", **REPORT).headers["Location"] == "/inbox"
    assert unlucky.calls == times + 1
    page = browser.get("/inbox").text
    assert page.count("Đã hoàn thành: Lập báo cáo.") == 1
    assert f'href="{task}"' not in page


@pytest.mark.parametrize(("lang", "says"), [("vi", "Hệ thống đang bận"), ("en", "not saved")])
def test_after_the_last_retry_a_page_says_that_nothing_was_saved(
    browse: Browse, monkeypatch: pytest.MonkeyPatch, lang: str, says: str
) -> None:
    browser = browse("hd.cv")
    task = first_task(browser)
    monkeypatch.setattr(inbox, "complete", Unlucky(requests.RETRIES + 1))
    answer = browser.post(f"{task}/complete?lang={lang}", **REPORT)
    assert answer.status_code == 503
    assert says in answer.text
    assert "Phạm Văn Viên" in answer.text
    assert f'href="{task}"' in browser.get("/inbox").text


def test_another_failure_of_the_database_is_not_retried(
    browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[object] = []

    def gone(*args: object) -> None:
        calls.append(args)
        raise OperationalError("SELECT", {}, ConnectionError("server closed the connection"))

    browser = browse("hd.cv")
    task = first_task(browser)
    monkeypatch.setattr(inbox, "complete", gone)
    assert browser.post(f"{task}/complete", **REPORT).status_code == 503
    assert len(calls) == 1


def test_the_victim_of_a_real_deadlock_begins_again(sessions: sessionmaker[Session]) -> None:
    with sessions.begin() as session:
        session.execute(sa.text("CREATE TABLE pair (id int PRIMARY KEY, n int NOT NULL)"))
        session.execute(sa.text("INSERT INTO pair VALUES (1, 0), (2, 0)"))
    ours, theirs = threading.Event(), threading.Event()
    attempts: list[int] = []

    def other() -> None:
        with sessions.begin() as session:
            session.execute(sa.text("SET LOCAL deadlock_timeout = '30s'"))
            session.execute(ADD, {"id": 2})
            theirs.set()
            assert ours.wait(20)
            session.execute(ADD, {"id": 1})

    def view() -> Any:
        session = requests.session()
        session.execute(sa.text("SET LOCAL deadlock_timeout = '10ms'"))
        session.execute(ADD, {"id": 1})
        attempts.append(len(attempts))
        flash("done")
        ours.set()
        while len(attempts) == 1 and not session.scalar(WAITING):
            pass
        session.execute(ADD, {"id": 2})
        return jsonify(told=get_flashed_messages())

    rival = threading.Thread(target=other)
    rival.start()
    assert theirs.wait(20)
    answer = _app(sessions, view).test_client().post("/")
    rival.join(20)
    assert answer.get_json() == {"told": ["done"]}
    assert len(attempts) > 1  # the rival wakes up slowly: a second attempt may come before it
    with sessions() as session:
        rows = session.execute(sa.text("SELECT id, n FROM pair ORDER BY id")).all()
    assert rows == [(1, 2), (2, 2)]


def _app(sessions: sessionmaker[Session], view: Callable[[], Any]) -> Flask:
    class OnlySessions:
        def __init__(self) -> None:
            self.sessions = sessions

    app = Flask(__name__)
    app.secret_key = "only for tests"
    app.extensions["dondoc"] = OnlySessions()
    requests.init(app)
    app.add_url_rule("/", "pair", view, methods=["POST"])
    requests.guard(app)
    return app
