"""Recurring obligations: each period is opened when its window opens, for whoever owes by then."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import rolling
from engine.deadline_rules import Rule
from engine.directives import CLOSED, Directive
from engine.obligations import calendar_for, duties_of
from engine.printed_days import PrintedDay
from engine.report_tables import Report
from engine.reports import statuses
from engine.units import by_code
from tests.helpers.rolling import COMMUNES, at, monthly, opened, send, who
from tests.helpers.story import count, items, same_timers, tick

pytestmark = pytest.mark.usefixtures("units")
INSTANT = timedelta(microseconds=1)


def next_opening(session):
    """When the next window opens, to the instant."""
    found = rolling.next_opening(session)
    assert found is not None
    return found


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
    directive = monthly(session, machine, at(10, 3))
    window = next_opening(session)
    tick(session, machine, window - INSTANT)
    assert opened(session) == ["2023-T03"]
    for _ in range(3):
        tick(session, machine, window)
    assert opened(session) == ["2023-T03", "2023-T04"]
    assert count(session, "report") == 26
    report = session.scalars(sa.select(Report).where(Report.period == "2023-T04").limit(1)).one()
    assert report.opens_at == window
    assert (report.period_start, report.period_end) == (date(2023, 4, 1), date(2023, 4, 30))
    assert report.addressee_id == report.consolidator_id == directive.issuer_id
    assert count(session, "work_item", f"subject = '{report.subject}' AND status = 'open'") == 1
    assert count(session, "audit_entry", "action = 'roll'") == 1
    same_timers(session, machine)


def test_periods_missed_while_nothing_ran_are_owed_in_order_and_shown_as_overdue(session, machine):
    directive = monthly(session, machine, at(10, 3))
    tick(session, machine, at(12, 7))
    assert opened(session) == ["2023-T03", "2023-T04", "2023-T05", "2023-T06", "2023-T07"]
    rolled = session.scalars(
        sa.text(
            "SELECT detail::jsonb ->> 'period' FROM audit_entry WHERE action = 'roll' ORDER BY id"
        )
    )
    assert list(rolled) == ["2023-T04", "2023-T05", "2023-T06", "2023-T07"]
    assert statuses(session, [directive.id], at(12, 7))["overdue"] == 4 * 13
    assert count(session, "notice", "kind = 'nhac-1'") == 0
    same_timers(session, machine)


def test_nothing_is_invented_for_the_time_before_the_issue(session, machine):
    monthly(session, machine, at(26, 3))
    tick(session, machine, at(30, 4))
    assert opened(session) == ["2023-T04"]


def test_a_commune_that_receives_the_directive_later_owes_from_then_on(session, machine):
    late = by_code(session, COMMUNES[11], at(1, 3).date())
    directive = monthly(session, machine, at(10, 3), units=COMMUNES[:11] + COMMUNES[12:])
    tick(session, machine, at(20, 5))
    assert count(session, "report") == 3 * 12
    send(session, machine, directive, late, at(26, 5))
    assert opened(session, late.id) == ["2023-T06"]
    tick(session, machine, at(20, 7))
    assert opened(session, late.id) == ["2023-T06", "2023-T07"]
    assert count(session, "report", "period = '2023-T07'") == 13
    same_timers(session, machine)


def test_a_commune_that_receives_it_while_the_clock_stands_still_owes_no_missed_period(
    session, machine
):
    late = by_code(session, COMMUNES[11], at(1, 3).date())
    directive = monthly(session, machine, at(10, 3), units=COMMUNES[:11] + COMMUNES[12:])
    send(session, machine, directive, late, at(20, 6))
    assert opened(session, late.id) == ["2023-T06"]
    tick(session, machine, at(20, 7))
    assert opened(session, late.id) == ["2023-T06", "2023-T07"]
    assert count(session, "report") == 5 * 12 + 2


def test_a_report_asked_for_until_a_day_ends_with_it(session, machine):
    half = Rule(kind="half_year", printed=PrintedDay(15, 5), until=date(2025, 12, 31))
    monthly(session, machine, at(10, 3), half)
    tick(session, machine, at(1, 1, 2030))
    assert opened(session) == ["2023-6T", "2024-6T", "2025-6T"]
    assert rolling.next_opening(session) is None


def test_what_is_asked_for_once_is_opened_at_receipt_and_never_rolls(session, machine):
    once = Rule(kind="half_year", printed=PrintedDay(15, 5), until=date(2023, 12, 31))
    monthly(session, machine, at(10, 3), once)
    assert opened(session) == ["2023-6T"]
    assert count(session, "obligation_period") == 0


def test_every_other_week_with_windows_that_overlap_loses_no_week(session, machine):
    rule = Rule(kind="biweekly", weekday="friday", window=30)
    monthly(session, machine, at(1, 3), rule)
    first = len(opened(session))
    assert first >= 2
    tick(session, machine, at(1, 6))
    found = list(
        session.scalars(sa.select(Report.first_due_at).distinct().order_by(Report.first_due_at))
    )
    assert {b - a for a, b in pairwise(found)} == {timedelta(days=14)}
    assert found[-1] > at(1, 6) + timedelta(days=14)
    assert count(session, "report") == 13 * len(found)


def test_a_closed_directive_rolls_no_further(session, machine):
    directive = monthly(session, machine, at(10, 3))
    tick(session, machine, at(10, 4))
    session.get_one(Directive, directive.id).status = CLOSED
    session.flush()
    tick(session, machine, at(30, 9))
    assert opened(session) == ["2023-T03", "2023-T04"]
    assert rolling.next_opening(session) is None
    assert count(session, "audit_entry", "action = 'roll' AND detail LIKE '%ended%'") == 1


def test_what_somebody_above_closed_rolls_no_further_below(session, machine):
    above = monthly(session, machine, at(9, 3), number="8")
    directive = monthly(session, machine, at(10, 3))
    session.get_one(Directive, directive.id).parent_id = above.id
    session.get_one(Directive, above.id).status = CLOSED
    session.flush()
    tick(session, machine, at(30, 9))
    assert opened(session) == ["2023-T03"]


def test_merged_communes_owe_one_report_to_whoever_answers_for_the_district(session, machine):
    monthly(session, machine, at(10, 6, 2025))
    assert len(who(session, "2025-T06")) == 13
    tick(session, machine, at(10, 7, 2025))
    assert who(session, "2025-T07") == [
        "UBND xã Tuy Phước",
        "UBND xã Tuy Phước Bắc",
        "UBND xã Tuy Phước Tây",
        "UBND xã Tuy Phước Đông",
    ]
    bodies = session.scalars(
        sa.text(
            "SELECT DISTINCT u.short_name FROM report r JOIN unit u"
            " ON u.id IN (r.consolidator_id, r.addressee_id) WHERE r.period = '2025-T07'"
        )
    ).all()
    assert bodies == ["UBND tỉnh Gia Lai"]
    tick(session, machine, at(10, 8, 2025))
    assert len(who(session, "2025-T08")) == 4
    same_timers(session, machine)


def test_a_commune_without_successor_is_left_out(session, machine):
    monthly(session, machine, at(10, 6, 2025))
    gone = session.scalar(
        sa.text("SELECT id FROM unit WHERE short_name = 'UBND xã Phước Sơn' AND tier = 'xa'")
    )
    session.execute(sa.text("DELETE FROM unit_succession WHERE predecessor_id = :u"), {"u": gone})
    tick(session, machine, at(10, 7, 2025))
    assert len(who(session, "2025-T07")) == 4


def test_where_nobody_is_left_to_report_to_it_ends(session, machine):
    directive = monthly(session, machine, at(10, 6, 2025))
    session.execute(
        sa.text("DELETE FROM unit_succession WHERE predecessor_id = :u"),
        {"u": directive.issuer_id},
    )
    tick(session, machine, at(10, 9, 2025))
    assert opened(session) == ["2025-T06"]


def test_who_was_only_asked_is_only_asked_again(session, machine):
    monthly(session, machine, at(10, 3))
    asked = session.scalars(sa.select(Report).order_by(Report.id).limit(1)).one()
    asked.requested = True
    session.flush()
    tick(session, machine, at(10, 4))
    again = session.scalars(
        sa.select(Report.unit_id).where(Report.period == "2023-T04", Report.requested)
    ).all()
    assert again == [asked.unit_id]


RULES = st.one_of(
    st.builds(
        Rule,
        kind=st.sampled_from(["monthly", "quarterly"]),
        day=st.integers(1, 31),
        after=st.integers(0, 1),
        window=st.integers(1, 60),
    ),
    st.builds(
        Rule,
        kind=st.sampled_from(["weekly", "biweekly"]),
        weekday=st.sampled_from(["monday", "friday"]),
        window=st.integers(1, 40),
    ),
    st.builds(
        Rule,
        kind=st.sampled_from(["half_year", "nine_months", "annual"]),
        printed=st.builds(PrintedDay, st.integers(1, 28), st.integers(1, 12)),
        until=st.dates(date(2024, 12, 31), date(2026, 12, 31)),
    ),
)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    rule=RULES, steps=st.lists(st.integers(0, 90 * 24), max_size=8), unit=st.sampled_from(COMMUNES)
)
def test_whenever_the_clock_wakes_what_is_open_is_what_the_rule_says(
    session, machine, rule, steps, unit
):
    with session.begin_nested() as kept:
        directive = monthly(session, machine, at(10, 3), rule, units=(unit,))
        now = at(10, 3)
        for hours in steps:
            now += timedelta(hours=hours)
            tick(session, machine, now)
        duties = duties_of(session, [directive.id])
        duty = duties[directive.id][0]
        dues = [d for d in duty.series(calendar_for(session, duties)) if d.due_at < at(1, 1, 2030)]
        expected = [d.key for n, d in enumerate(dues) if n == 0 or d.opens_at <= now]
        assert opened(session) == expected
        assert count(session, "report") == len(expected)
        assert count(session, "fault") == 0
        kept.rollback()
    session.expire_all()
