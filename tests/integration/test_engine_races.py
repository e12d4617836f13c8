"""Officers, clocks and moved deadlines meeting at the same instance: nobody is made to fail."""

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa

from engine import inbox, instances, reports, timers
from engine.errors import Conflict
from engine.reports import Report
from tests.helpers.story import (
    DUE,
    OPEN,
    REPORT,
    count,
    issued,
    items,
    lap_bao_cao,
    officer,
    one_report,
    same_timers,
    tick,
)

pytestmark = pytest.mark.usefixtures("units")


@pytest.fixture
def report(sessions, machine):
    with sessions.begin() as session:
        issued(session, machine)
        tick(session, machine, OPEN)
        return one_report(session, requested=False, period="2023-6T").id


def together(*acts):
    """Run all at once; the errors they ended with."""
    errors = []

    def run(act):
        try:
            act()
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(a,)) for a in acts]
    for t in threads:
        t.start()
    for t in threads:
        t.join(30)
        assert not t.is_alive()
    return errors


def test_a_task_finished_while_its_timer_fires_is_finished(sessions, machine, report, monkeypatch):
    claimed, holding = threading.Event(), threading.Event()
    apply = instances.apply

    def late_apply(*args, **kwargs):
        claimed.set()
        holding.wait(1)
        return apply(*args, **kwargs)

    monkeypatch.setattr(timers, "apply", late_apply)
    locked = inbox._locked

    def telling_locked(*args):
        found = locked(*args)
        holding.set()
        return found

    monkeypatch.setattr(inbox, "_locked", telling_locked)

    def clock():
        with sessions.begin() as session:
            timers.fire_due(session, machine, DUE - timedelta(days=7))

    def person():
        claimed.wait(5)
        with sessions.begin() as session:
            item = lap_bao_cao(session, session.get_one(Report, report))
            inbox.complete(session, machine, officer(item), item.id, REPORT, OPEN)

    assert together(clock, person) == []
    with sessions() as session:
        assert session.get_one(Report, report).status == "submitted"
        same_timers(session, machine)


def test_a_deadline_moved_while_the_report_is_submitted(sessions, machine, report, monkeypatch):
    locked, moving = threading.Event(), threading.Event()
    real = inbox._locked

    def late_locked(*args):
        found = real(*args)
        locked.set()
        moving.wait(1)
        return found

    monkeypatch.setattr(inbox, "_locked", late_locked)

    def person():
        with sessions.begin() as session:
            item = lap_bao_cao(session, session.get_one(Report, report))
            inbox.complete(session, machine, officer(item), item.id, REPORT, OPEN)

    def mover():
        locked.wait(5)
        with sessions.begin() as session:
            sa.event.listen(
                session.connection(),
                "before_cursor_execute",
                lambda *_: moving.set() if "UPDATE work_item" in _[2] else None,
            )
            reports.move_deadline(session, machine, [report], DUE + timedelta(days=9), OPEN, "x")

    assert together(person, mover) == []
    with sessions() as session:
        found = session.get_one(Report, report)
        assert (found.status, found.due_at) == ("submitted", DUE + timedelta(days=9))
        same_timers(session, machine)


def test_everybody_at_once_and_nothing_is_lost_or_told_twice(sessions, machine, report):
    with sessions() as session:
        todo = items(session, "lap-bao-cao")
        ids = list(session.scalars(sa.select(Report.id).where(Report.period == "2023-6T")))

    def clock():
        for _ in range(30):
            with sessions.begin() as session:
                timers.fire_due(session, machine, DUE, limit=9)

    def people(mine):
        for item in mine:
            with sessions.begin() as session:
                inbox.complete(session, machine, officer(item), item.id, REPORT, OPEN)

    def mover():
        for n in range(6):
            with sessions.begin() as session:
                reports.move_deadline(
                    session, machine, ids[n::2], DUE + timedelta(days=n + 1), OPEN, "x"
                )

    errors = together(clock, clock, lambda: people(todo[::2]), lambda: people(todo[::-2]), mover)
    assert {type(e) for e in errors} <= {Conflict}
    with sessions() as session:
        assert count(session, "report", "status = 'submitted'") == 34
        assert count(session, "work_item", "element = 'tonghop-xem-xet'") == 34
        assert count(session, "fault") == 0
        same_timers(session, machine)
