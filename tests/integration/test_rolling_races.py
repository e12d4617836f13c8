"""Several workers, late letters and broken rules: each period is opened once, for everybody."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa

from adapters.scheduler import fire_all
from engine import rolling, timers
from engine.directive_tables import Obligation
from engine.units import by_code
from tests.crash.test_every_statement import Boom, failing_at
from tests.helpers.rolling import COMMUNES, at, monthly, opened, send
from tests.helpers.story import count, dump, same_timers, tick

pytestmark = pytest.mark.usefixtures("units")
NOW = at(10, 7)


@pytest.fixture
def waiting(sessions, machine):
    """Three directives to the communes of a district, of which nothing was opened since March."""
    with sessions.begin() as session:
        for number in ("1", "2", "3"):
            monthly(session, machine, at(10, 3), number=number)
    return sessions


@pytest.mark.parametrize("workers", [2, 4])
def test_several_workers_open_each_period_once(waiting, machine, workers):
    errors = []
    barrier = threading.Barrier(workers)

    def work():
        barrier.wait()
        try:
            fire_all(waiting, machine, lambda _: NOW)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(workers)]
    for t in threads:
        t.start()
    for t in threads:
        t.join(60)
    fire_all(waiting, machine, lambda _: NOW)  # whoever found all claimed went to sleep
    assert errors == []
    with waiting() as session:
        assert count(session, "report") == 3 * 13 * 5
        assert count(session, "instance", "process = 'pr-report'") == 3 * 13 * 5
        assert count(session, "audit_entry", "action = 'roll'") == 3 * 4
        assert count(session, "fault") == 0
        same_timers(session, machine)


def test_killed_at_any_statement_the_opening_happens_wholly_or_not_at_all(
    waiting, machine, monkeypatch
):
    engine, nth = waiting.kw["bind"], 0
    with waiting() as session:
        before = dump(session)
    while True:
        nth += 1
        with failing_at(engine, monkeypatch, nth) as seen:
            try:
                with waiting.begin() as session:
                    assert rolling.open_due(session, machine, NOW).reports == 39
                break
            except Boom:
                pass
        with waiting() as session:
            assert dump(session) == before, f"statement {nth}"
    assert nth == seen[0] + 1 > 10
    with waiting.begin() as session:
        tick(session, machine, NOW)
        assert count(session, "report") == 3 * 13 * 5


def test_a_letter_that_is_on_its_way_while_a_period_opens_is_not_forgotten(sessions, machine):
    window = at(10, 4)
    with sessions.begin() as session:
        directive = monthly(session, machine, at(10, 3), units=COMMUNES[:-1])
        last = by_code(session, COMMUNES[-1], at(1, 3).date())
    with sessions() as session:
        send(session, machine, directive, last, at(20, 3))
        with sessions.begin() as clock:
            assert rolling.open_due(clock, machine, window).claimed == 0
        session.commit()
    with sessions.begin() as session:
        tick(session, machine, window)
        assert opened(session, last.id) == ["2023-T03", "2023-T04"]
        assert count(session, "report") == 2 * 13


def test_a_letter_that_arrives_while_a_period_opens_waits_and_gets_it_too(sessions, machine):
    window = at(10, 4)
    with sessions.begin() as session:
        directive = monthly(session, machine, at(10, 3), units=COMMUNES[:-1])
        last = by_code(session, COMMUNES[-1], at(1, 3).date())
    opening, errors = threading.Event(), []

    def clock():
        with sessions.begin() as session:
            assert rolling.open_due(session, machine, window).reports == 12
            opening.set()
            session.execute(sa.text("SELECT pg_sleep(0.5)"))

    def letter():
        opening.wait(10)
        try:
            with sessions.begin() as session:
                # Its own moment is before the window: it was begun earlier.
                send(session, machine, directive, last, at(20, 3))
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=clock), threading.Thread(target=letter)]
    for t in threads:
        t.start()
    for t in threads:
        t.join(30)
    assert errors == []
    with sessions() as session:
        assert opened(session, last.id) == ["2023-T03", "2023-T04"]
        assert count(session, "report") == 2 * 13


def test_an_obligation_that_cannot_be_read_holds_up_nobody(waiting, machine):
    with waiting.begin() as session:
        broken = session.scalar(sa.text("SELECT min(id) FROM obligation"))
        whole = session.get_one(Obligation, broken).rule
        session.get_one(Obligation, broken).rule = {"kind": "sometimes"}
    fire_all(waiting, machine, lambda _: NOW)
    with waiting.begin() as session:
        assert count(session, "report", f"obligation_id = {broken}") == 13
        assert count(session, "report") == 13 + 2 * 13 * 5
        assert timers.next_due(session) > NOW
        session.get_one(Obligation, broken).rule = whole
    fire_all(waiting, machine, lambda _: NOW + timedelta(hours=2))
    with waiting() as session:
        assert count(session, "report") == 3 * 13 * 5
