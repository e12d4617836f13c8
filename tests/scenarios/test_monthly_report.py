"""Báo cáo tháng của các xã trong một huyện, trọn một năm và sang năm mới.

UBND huyện Tuy Phước asks its 13 communes for a report each month, due on the 25th. The year turns by
itself: nobody issues anything anew.
"""

import pytest
import sqlalchemy as sa

from engine import rolling
from engine.directives import CLOSED, Directive
from engine.report_tables import Report
from engine.reports import statuses
from tests.helpers.rolling import at, monthly, opened
from tests.helpers.story import REPORT, count, finish, items, same_timers, tick

pytestmark = pytest.mark.usefixtures("units")


def test_thirteen_communes_report_each_month_and_the_new_year_rolls_by_itself(session, machine):
    directive = monthly(session, machine, at(3, 1))
    months = [(month, 2023) for month in range(1, 13)] + [(1, 2024), (2, 2024)]
    for n, (month, year) in enumerate(months):
        # The month's report becomes a task on the 6th, and not before.
        tick(session, machine, at(5, month, year))
        assert items(session, "lap-bao-cao") == []
        tick(session, machine, at(7, month, year))
        tasks = items(session, "lap-bao-cao")
        assert len(tasks) == 13
        # All but one commune send it in time; that one the week after, urged.
        now = at(20, month, year)
        assert finish(session, machine, tasks[1:], REPORT, now).faults == []
        tick(session, machine, at(28, month, year))
        urged = items(session, "lap-bao-cao")
        assert [item.unit_id for item in urged] == [tasks[0].unit_id]
        finish(session, machine, urged, REPORT, at(29 if month != 2 else 28, month, year, 9))
        review = items(session, "xem-xet")
        finish(session, machine, review, {"decision": "accept", "remarks": None}, now)
        counts = statuses(session, [directive.id], now)
        assert (counts["on_time"], counts["late"]) == (12 * (n + 1), n + 1)
        same_timers(session, machine)
    periods = [f"{year}-T{month:02}" for month, year in months]
    assert opened(session) == periods
    # Each commune has one report of each month, each covers that month, none overlaps another.
    spans = session.execute(
        sa.select(Report.period, Report.period_start, Report.period_end).distinct()
    ).all()
    assert {(s.period, s.period_start.day, s.period_end.month) for s in spans} == {
        (f"{year}-T{month:02}", 1, month) for month, year in months
    }
    assert count(session, "report") == 13 * len(months)
    # The district closes the directive: March is asked of nobody.
    session.get_one(Directive, directive.id).status = CLOSED
    session.flush()
    tick(session, machine, at(30, 6, 2024))
    assert opened(session) == periods
    assert rolling.next_opening(session) is None
