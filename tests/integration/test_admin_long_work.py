"""Long work: all of it or nothing, seen while it runs, stopped, tried again, and forgotten in time."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
from datetime import timedelta
from io import BytesIO

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from adapters import clock
from adapters.files import Folder
from adapters.jobs import Jobs
from adapters.long_work import Runner, TryAgain
from engine import attachments, long_work, long_work_running
from engine.errors import Forbidden, NotFound
from engine.long_work import Kind, LongWork, Outcome, Table, WorkEnded
from engine.long_work_kinds import EXPORT_UNITS
from engine.people import Actor
from tests.crash import long_work as crashing
from tests.helpers.reform import administrator

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.crash.long_work"])
pytestmark = pytest.mark.usefixtures("units")


@pytest.fixture
def admin(sessions):
    with sessions.begin() as session:
        return administrator(session)


@pytest.fixture
def runner(sessions, machine, tmp_path):
    return Runner(sessions, machine, Folder(tmp_path / "files"), clock.now)


@pytest.fixture
def kind(monkeypatch):
    """Makes a kind of work of a function."""

    def make(run, **more):
        made = Kind("tried", "Thử", "Tried", run, **more)
        monkeypatch.setitem(long_work.KNOWN, made.key, made)
        return made

    return make


def ask(sessions, admin, kind, arguments=None, defer=lambda _session, _id: None, digest=""):
    with sessions.begin() as session:
        now = clock.now(session)
        return long_work.ask(session, admin, kind, arguments or {}, now, defer, digest).id


def row(sessions, job):
    with sessions() as session:
        return session.get_one(LongWork, job)


def mark(work, note):
    work.session.execute(
        sa.text("INSERT INTO calendar_day (day, source, working, note) "
                "VALUES ('2030-01-01', 'override', false, :note)"),
        {"note": note},
    )  # fmt: skip


def marks(sessions):
    with sessions() as session:
        return session.scalars(sa.text("SELECT note FROM calendar_day")).all()


def test_work_asked_for_is_done_by_the_worker_and_gives_a_file(
    sessions, admin, runner, database, tmp_path
):
    jobs = Jobs(database, run=runner)
    job = ask(sessions, admin, EXPORT_UNITS, {"on": "2025-07-01"}, jobs.long_work)
    assert row(sessions, job).status == "waiting"
    asyncio.run(jobs.drain())
    done = row(sessions, job)
    assert (done.status, done.done, done.total) == ("done", done.total, done.result["rows"])
    with sessions() as session:
        (kept,) = attachments.of(session, done.subject)
    with runner.files.open(kept.sha256) as file:
        sheet = load_workbook(BytesIO(file.read()), read_only=True).active
    assert sum(1 for _ in sheet.iter_rows(min_row=2)) == done.result["rows"] > 3000


def test_work_that_was_not_kept_is_never_begun(sessions, admin, runner, database, kind):
    jobs, made = Jobs(database, run=runner), kind(lambda work: Outcome())
    with sessions() as session:
        long_work.ask(session, admin, made, {}, clock.now(session), jobs.long_work)
        session.rollback()
    with sessions() as session:
        assert session.scalar(sa.text("SELECT count(*) FROM procrastinate_jobs")) == 0


def test_how_far_it_is_shows_while_its_transaction_is_open(sessions, admin, runner, kind):
    seen = []

    def run(work):
        mark(work, "không ai thấy trước khi xong")
        work.progress(2, 5, "bước hai", "step two")
        seen.append((row(sessions, job), marks(sessions)))
        return Outcome({"n": 5})

    job = ask(sessions, admin, kind(run))
    runner(job)
    (during, visible), *_ = seen
    assert (during.status, during.done, during.total) == ("running", 2, 5)
    assert (during.said["en"], visible) == ("step two", [])
    assert (row(sessions, job).result, len(marks(sessions))) == ({"n": 5}, 1)


def test_cancelled_work_leaves_nothing(sessions, admin, runner, kind):
    def run(work):
        mark(work, "bị thu lại")
        with sessions.begin() as session:
            long_work.cancel(session, admin, job, work.now)
        work.progress(1, 2, "sau khi hủy", "after the cancel")
        return Outcome()

    made = kind(run)
    job = ask(sessions, admin, made)
    runner(job)
    assert (row(sessions, job).status, marks(sessions)) == ("cancelled", [])
    with sessions.begin() as session, pytest.raises(WorkEnded):
        long_work.cancel(session, admin, job, clock.now(session))
    waiting = ask(sessions, admin, made)
    with sessions.begin() as session:
        assert long_work.cancel(session, admin, waiting, clock.now(session)).status == "cancelled"
    runner(waiting)
    assert row(sessions, waiting).attempts == 0


def test_what_fails_says_why_and_changes_nothing(sessions, admin, runner, kind, caplog):
    def refused(work):
        mark(work, "bị thu lại")
        raise NotFound(what="đơn vị 7")

    def broken(work):
        mark(work, "bị thu lại")
        raise ZeroDivisionError("secret detail")

    for run, said in ((refused, "đơn vị 7"), (broken, "Mã tham chiếu")):
        job = ask(sessions, admin, kind(run))
        runner(job)
        failed = row(sessions, job)
        assert failed.status == "failed"
        assert said in failed.said["vi"]
        assert "secret" not in str(failed.said)
    assert marks(sessions) == []
    assert "secret detail" in caplog.text


def test_a_lost_connection_is_tried_again_and_given_up_in_the_end(sessions, admin, runner, kind):
    def run(work):
        mark(work, "bị thu lại")
        if row(sessions, job).attempts < cut:
            with sessions() as other:
                pid = work.session.scalar(sa.text("SELECT pg_backend_pid()"))
                other.execute(sa.text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
            work.session.execute(sa.text("SELECT 1"))
        return Outcome()

    made, cut = kind(run), 2
    job = ask(sessions, admin, made)
    with pytest.raises(TryAgain):
        runner(job)
    assert (row(sessions, job).status, marks(sessions)) == ("waiting", [])
    runner(job)
    assert (row(sessions, job).status, len(marks(sessions))) == ("done", 1)
    cut = 9
    with sessions.begin() as session:
        session.execute(sa.text("DELETE FROM calendar_day"))
    job = ask(sessions, admin, made)
    for _ in range(long_work_running.MAX_ATTEMPTS - 1):
        with pytest.raises(TryAgain):
            runner(job)
    runner(job)
    assert (row(sessions, job).status, marks(sessions)) == ("failed", [])
    assert "3" in row(sessions, job).said["vi"]


def test_a_worker_killed_in_the_middle_leaves_nothing_and_another_finishes(
    sessions, admin, runner, database, kind, tmp_path
):
    made = kind(crashing.run)
    job = ask(sessions, admin, made)
    here, there = FORKS.Pipe()
    process = FORKS.Process(target=crashing.work, args=(database, str(tmp_path), job, there))
    process.start()
    assert here.poll(60)
    assert here.recv() == "in the middle"
    assert (row(sessions, job).status, row(sessions, job).done) == ("running", 1)
    runner(job)  # a second worker, while the first is alive: it keeps its hands off
    assert row(sessions, job).attempts == 1
    os.kill(process.pid, signal.SIGKILL)
    process.join(30)
    assert (row(sessions, job).status, marks(sessions)) == ("running", [])
    end = 0
    while row(sessions, job).status != "done" and end < 100:
        runner(job)  # PostgreSQL lets go of the dead worker's lock in its own time
        end += 1
    assert (row(sessions, job).status, row(sessions, job).attempts) == ("done", 2)
    assert marks(sessions) == ["một nửa", "nửa kia"]


def test_the_same_wish_twice_is_one_piece_of_work(sessions, admin, kind):
    made = kind(lambda work: Outcome())
    first = ask(sessions, admin, made, digest="x")
    assert ask(sessions, admin, made, digest="x") == first
    assert ask(sessions, admin, made, digest="y") != first


def test_rights_are_asked_when_it_is_begun_not_only_when_it_was_asked_for(
    sessions, admin, runner, kind
):
    job = ask(sessions, admin, kind(lambda work: Outcome()))
    with sessions.begin() as session:
        session.execute(
            sa.text("UPDATE post SET role = 'chuyenvien' WHERE account_id = :a"),
            {"a": admin.account_id},
        )
    runner(job)
    assert "quản trị" in row(sessions, job).said["vi"]
    officer = Actor(admin.account_id, admin.unit_id, frozenset({"chuyenvien"}), "x")
    with pytest.raises(Forbidden):
        ask(sessions, officer, EXPORT_UNITS)


def test_files_and_arguments_are_forgotten_in_time(sessions, admin, runner, kind):
    table = Table("t", [("a", 10)], [["x"]])
    made = kind(lambda work: Outcome({"kept": 1}, [table], "t.xlsx"))
    job = ask(sessions, admin, made, {"private": "x"})
    runner(job)
    done = row(sessions, job)
    with sessions.begin() as session:
        assert long_work_running.tidy(session, done.keep_until - timedelta(seconds=1)) == 0
        assert long_work_running.tidy(session, done.keep_until) == 1
        assert long_work_running.tidy(session, done.keep_until) == 0
        assert attachments.of(session, done.subject) == []
        swept = attachments.sweep(session, runner.files)
    assert (row(sessions, job).arguments, row(sessions, job).result) == ({}, {"kept": 1})
    assert swept.removed == 1
