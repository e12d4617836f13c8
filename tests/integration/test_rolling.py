"""Recurring obligations: each period is opened when its window opens, for whoever owes by then."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from engine import rolling, timers
from engine.deadline_rules import Rule
from engine.directives import CLOSED
from engine.report_tables import Report
from tests.helpers.rolling import MONTHLY, at, monthly, opened, who
from tests.helpers.story import count, items, same_timers, tick

pytestmark = pytest.mark.usefixtures("units")


def test_the_period_that_runs_is_opened_at_receipt_and_is_a_task_at_once(session, machine):
    monthly(session, machine, at(10, 3))
    assert opened(session) == ["2023-T03"]
    assert len(items(session, "lap-bao-cao")) == count(session, "report") == 13
    same_timers(session, machine)


def test_the_period_that_comes_next_waits_for_its_window(session, machine):
    monthly(session, machine, at(27, 3))
    assert opened(session) == ["2023-T04"]
    assert items(session, "lap-bao-cao") == []
    tick(session, machine, at(7, 4))
    assert len(items(session, "lap-bao-cao")) == 13
    same_timers(session, machine)


def test_no_period_is_opened_before_its_window_and_each_once(session, machine):
    monthly(session, machine, at(10, 3))
    window = timers.rolling.next_opening(session)
    tick(session, machine, window - timedelta(microseconds=1))
    assert opened(session) == ["2023-T03"]
    for _ in range(3):
        tick(session, machine, window)
    assert opened(session) == ["2023-T03", "2023-T04"]
    assert count(session, "report") == 26
    report = session.scalars(sa.select(Report).where(Report.period == "2023-T04").limit(1)).one()
    assert report.opens_at == window
    assert (report.period_start, report.period_end) == (date(2023, 4, 1), date(2023, 4, 30))
    assert report.addressee_id == report.consolidator_id
    assert count(session, "work_item", f"subject = '{report.subject}' AND status = 'open'") == 1
    same_timers(session, machine)
