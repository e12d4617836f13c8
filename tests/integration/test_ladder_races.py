"""The ladder, the unit and the owner meeting at one report."""

import threading
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from engine import extension_views, extensions, inbox, timers
from engine.errors import Conflict
from engine.report_tables import Report
from tests.helpers.faults import together
from tests.helpers.ladder import DAY, LETTER, a_report, account, climb_to, owner
from tests.helpers.story import DUE, REPORT, count, issued, items, lap_bao_cao, officer, same_timers

pytestmark = pytest.mark.usefixtures("units")


@pytest.fixture
def eve(sessions, machine):
    """Everything stands an instant before the urging letter."""
    with sessions.begin() as session:
        issued(session, machine)
        climb_to(session, machine, LETTER - timedelta(seconds=1))
        return a_report(session).id


def fire(sessions, machine, now, limit=200):
    def run():
        for _ in range(8):
            with sessions.begin() as session:
                timers.fire_due(session, machine, now, limit)

    return run


def test_two_workers_write_each_letter_once_and_number_without_gaps(sessions, machine, eve):
    errors = together(fire(sessions, machine, LETTER, 5), fire(sessions, machine, LETTER, 5))
    assert errors == []
    with sessions() as session:
        numbers = sorted(session.scalars(sa.text("SELECT number FROM urging_letter")))
        assert numbers == list(range(1, 29))
        assert count(session, "report", "urgings = 1 AND round = 1") == 28
        assert count(session, "fault") == 0
        same_timers(session, machine)


def test_a_report_is_submitted_or_urged_never_both_at_the_due_moment(sessions, machine, eve):
    with sessions() as session:
        todo = [i for i in items(session, "lap-bao-cao") if i.due_at == DUE]

    def people():
        for item in todo:
            with sessions.begin() as session:
                inbox.complete(session, machine, officer(item), item.id, REPORT, LETTER)

    assert together(people, fire(sessions, machine, LETTER, 3)) == []
    with sessions() as session:
        urged = count(session, "urging_addressee")
        assert urged == count(session, "report", "urgings = 1")
        told = count(session, "notice", "kind = 'don-doc'")
        assert told == 2 * urged == 2 * count(session, "urging_letter")
        assert count(session, "fault") == 0
        same_timers(session, machine)


def test_an_extension_granted_while_the_letter_is_due_leaves_one_deadline(sessions, machine, eve):
    with sessions.begin() as session:
        report = session.get_one(Report, eve)
        me, now = account(session, report.unit_id, "chuyenvien"), LETTER - DAY
        wanted = date(2023, 7, 1)
        number = extensions.ask(session, machine, me, eve, wanted, "bão lụt", now)
        head = account(session, owner(session, report))
        item = extension_views.task(session, head, number)
    ready = threading.Barrier(2)

    def grant():
        ready.wait(5)
        with sessions.begin() as session:
            given = {"decision": "grant", "newDay": None, "remarks": None}
            inbox.complete(session, machine, head, item, given, LETTER)

    def clock():
        ready.wait(5)
        fire(sessions, machine, LETTER)()

    errors = together(grant, clock)
    assert {type(e) for e in errors} <= {Conflict}
    with sessions() as session:
        found = session.get_one(Report, eve)
        assert found.due_at == found.first_due_at + timedelta(days=48)
        assert found.round == found.urgings + 1
        open_item = lap_bao_cao(session, found)
        assert open_item.due_at == found.due_at
        same_timers(session, machine)
