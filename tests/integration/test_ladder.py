"""Each rung of the ladder, with time handed in: who is told, once, never early, never wrongly."""

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from engine import migrations, named_lists, reports, urging_views
from engine.deployments import deploy
from engine.notices import Notice, sentence
from engine.report_counts import ReportCounts, counted
from engine.report_tables import Report
from engine.timers import Timer
from engine.urging_tables import UrgingLetter
from tests.helpers.ladder import (
    DAY,
    LETTER,
    a_report,
    above,
    account,
    climb_to,
    owner,
    rungs,
    submit,
    told,
)
from tests.helpers.story import DUE, ISSUED, OPEN, count, finish, issued, items, same_timers, tick
from webapp.setup import deploy_shipped

pytestmark = pytest.mark.usefixtures("units")
INSTANT = timedelta(microseconds=1)


@pytest.fixture
def directive(session, machine):
    return issued(session, machine)


def new_due(session, report):
    session.refresh(report)
    return report.due_at


def test_a_unit_that_never_reports_climbs_to_criticism(session, machine, directive):
    climb_to(session, machine, LETTER)
    report = a_report(session)
    assert told(session, report) == [
        ("nhac-1", "officer"),
        ("nhac-2", "officer"),
        ("qua-han", "officer"),
        ("lanh-dao", "head"),
        ("cap-tren", "superior"),
        ("don-doc", "head"),
        ("don-doc", "superior"),
    ]
    # Written on Thursday 25 May 2023: five working days later ends Thursday 1 June.
    again = new_due(session, report)
    assert again == LETTER + 7 * DAY + DAY
    assert (report.first_due_at, report.round, report.urgings) == (DUE, 1, 1)
    climb_to(session, machine, again + DAY)
    assert told(session, report)[7:] == [
        ("nhac-1", "officer"),
        ("nhac-2", "officer"),
        ("qua-han", "officer"),
        ("neu-ten", "head"),
    ]
    climb_to(session, machine, again + 60 * DAY)
    assert told(session, report)[11:] == [("phe-binh", "head"), ("phe-binh", "superior")]
    assert new_due(session, report) == again
    assert report.rung == "phe-binh"
    same_timers(session, machine)


def test_one_timer_waits_for_each_report(session, machine, directive):
    climb_to(session, machine, OPEN)
    waiting = session.scalars(sa.select(Timer.element).where(Timer.element != "donvi-cho-ngay-mo"))
    assert [e for e in waiting if e.startswith("donvi-")] == ["donvi-den-bac"] * 34


def test_no_rung_is_told_an_instant_early(session, machine, directive):
    report = a_report(session)
    climb_to(session, machine, DUE - 20 * DAY)
    for day, rung in ((-7, "nhac-1"), (-1, "nhac-2"), (0, "qua-han"), (2, "lanh-dao")):
        tick(session, machine, DUE + day * DAY - INSTANT)
        assert rung not in rungs(session, report)
        tick(session, machine, DUE + day * DAY)
        assert rungs(session, report)[-1] == rung


@pytest.mark.parametrize("woken", [DUE, DUE + timedelta(hours=9)])
def test_who_reports_at_23_59_is_not_urged_at_midnight_however_late_the_clock(
    session, machine, directive, woken
):
    climb_to(session, machine, DUE - DAY)
    report = a_report(session)
    submit(session, machine, report, DUE - timedelta(minutes=1))
    climb_to(session, machine, woken)
    tick(session, machine, woken + 40 * DAY)
    assert rungs(session, report) == ["nhac-1", "nhac-2"]
    row = session.execute(sa.select(*counted(woken)).where(Report.id == report.id)).one()
    assert ReportCounts.of(row).on_time == 1


def test_rungs_missed_while_nobody_looked_are_one_the_highest(session, machine, directive):
    climb_to(session, machine, DUE - DAY)
    report = a_report(session)
    tick(session, machine, DUE + 6 * DAY)
    assert rungs(session, report) == ["nhac-1", "nhac-2", "cap-tren"]
    assert count(session, "notice", "kind IN ('qua-han', 'lanh-dao')") == 0
    tick(session, machine, LETTER + 300 * DAY)
    assert rungs(session, report)[3:] == ["don-doc"]
    # The letter is dated the day it leaves, and its deadline lies ahead of that day.
    assert new_due(session, report) > LETTER + 300 * DAY


def test_a_body_that_was_only_asked_never_climbs_beyond_a_reminder(session, machine, directive):
    climb_to(session, machine, LETTER + 90 * DAY)
    asked = a_report(session, requested=True)
    assert rungs(session, asked) == ["nhac-1", "nhac-2"]
    assert count(session, "urging_addressee", f"report_id = {asked.id}") == 0
    assert asked.due_at == asked.first_due_at


def test_a_returned_report_is_urged_for_what_comes_due_in_the_unit_s_hands(
    session, machine, directive
):
    climb_to(session, machine, OPEN)
    report = a_report(session)
    submit(session, machine, report, OPEN + DAY)
    climb_to(session, machine, DUE + 3 * DAY)
    review = [i for i in items(session, "xem-xet") if i.subject == report.subject]
    answers = {"decision": "return", "remarks": "thiếu"}
    assert finish(session, machine, review, answers, DUE + 3 * DAY).faults == []
    climb_to(session, machine, LETTER)
    assert rungs(session, report) == ["tra-lai", "cap-tren", "don-doc"]


def test_a_moved_deadline_begins_a_new_round(session, machine, directive):
    climb_to(session, machine, DUE + 2 * DAY)
    report = a_report(session)
    later = DUE + 20 * DAY
    reports.move_deadline(session, machine, [report.id], later, DUE + 3 * DAY, "x")
    climb_to(session, machine, later - INSTANT)
    assert [kind for kind, _ in told(session, report)] == [
        *("nhac-1", "nhac-2", "qua-han", "lanh-dao"),
        *("nhac-1", "nhac-2"),
    ]
    climb_to(session, machine, later)
    assert told(session, report)[-1] == ("qua-han", "officer")


def test_a_deadline_moved_after_the_ladder_s_end_is_climbed_again(session, machine, directive):
    climb_to(session, machine, LETTER + 90 * DAY)
    report = a_report(session)
    end, later = LETTER + 90 * DAY, LETTER + 120 * DAY
    assert rungs(session, report)[-1] == "phe-binh"
    before = len(told(session, report))
    reports.move_deadline(session, machine, [report.id], later, end, "x")
    climb_to(session, machine, later + 5 * DAY)
    kinds = [kind for kind, _ in told(session, report)][before:]
    assert kinds == ["nhac-1", "nhac-2", "qua-han", "neu-ten", "phe-binh", "phe-binh"]


def test_the_named_list_is_seen_by_those_who_urge_and_not_by_those_it_names(
    session, machine, directive
):
    climb_to(session, machine, LETTER + 30 * DAY)
    report = a_report(session)
    consolidator = account(session, report.consolidator_id)
    lists = named_lists.read(session, consolidator)
    assert [made.rung for made in lists] == ["phe-binh", "neu-ten"]
    named = next(u for u in lists[1].units if u.report_id == report.id)
    # Named on 3 June, 20 days after the last day in time, Sunday 14 May.
    assert (named.unit_id, named.days_late, named.submitted_at) == (report.unit_id, 20, None)
    assert len(lists[0].units) == len(lists[1].units) == 28
    assert named_lists.read(session, account(session, owner(session, report))) == lists
    assert named_lists.read(session, consolidator, directive.id + 1) == []
    assert named_lists.read(session, account(session, report.unit_id)) == []


def test_the_letter_is_read_by_its_issuer_the_unit_and_its_superior_alone(
    session, machine, directive
):
    climb_to(session, machine, LETTER)
    report = a_report(session)
    mine = account(session, report.unit_id)
    [letter] = urging_views.page(session, mine)
    assert "yêu cầu đơn vị khẩn trương" in letter.text
    assert "chậm nhất ngày 14/5/2023" in letter.text
    assert "chậm nhất ngày 01/6/2023" in letter.text
    assert f"Số: {letter.number}" in letter.text
    assert letter.dated.isoformat() == "2023-05-25"
    for unit in (above(session, report), report.consolidator_id, owner(session, report)):
        assert letter in urging_views.page(session, account(session, unit))
    other = session.scalars(
        sa.select(Report).where(Report.unit_id != report.unit_id, Report.urgings == 1).limit(1)
    ).one()
    assert letter not in urging_views.page(session, account(session, other.unit_id))
    assert count(session, "urging_letter", "status <> 'issued'") == 0
    assert session.scalar(sa.select(sa.func.count()).select_from(UrgingLetter)) == 28


def test_reports_begun_under_the_earlier_model_climb_as_it_says(session, machine):
    earlier = Path("tests/golden/v2/periodic-report.bpmn").read_bytes()
    deploy(session, machine.library, "periodic-report", earlier, ISSUED)
    issued(session, machine)
    climb_to(session, machine, DUE - 7 * DAY)
    report = a_report(session)
    reports.move_deadline(session, machine, [report.id], DUE + 3 * DAY, DUE - 2 * DAY, "x")
    climb_to(session, machine, LETTER + 90 * DAY)
    # A timer that has fired is gone there: the first reminder is not told again.
    assert rungs(session, report) == [
        *("nhac-1", "nhac-2", "qua-han", "lanh-dao", "cap-tren", "don-doc")
    ]
    assert len(told(session, report)) == 6
    assert count(session, "urging_letter") == 0
    same_timers(session, machine)


def test_reports_whose_period_is_not_open_yet_move_to_the_table_s_ladder(sessions, machine):
    earlier = Path("tests/golden/v2/periodic-report.bpmn").read_bytes()
    with sessions.begin() as session:
        old = deploy(session, machine.library, "periodic-report", earlier, ISSUED).id
        issued(session, machine)
        climb_to(session, machine, OPEN)  # the half-year's are open, the year's are not
        new = deploy_shipped(session, machine, OPEN)
        shipped = next(m.id for m in new if m.key == "periodic-report")
    done = migrations.migrate(
        sessions,
        machine.library,
        old,
        shipped,
        {},
        clock=lambda _: OPEN,
        actor="test",
        why="Thang mới",
    )
    assert (done.moved, done.held) == (34, 34)
    with sessions.begin() as session:
        climb_to(session, machine, LETTER + 400 * DAY)
        year = a_report(session, period="2023-N")
        assert rungs(session, year)[-3:] == ["don-doc", "neu-ten", "phe-binh"]
        same_timers(session, machine)


def test_everything_the_ladder_says_can_be_read_in_both_languages(session, machine, directive):
    climb_to(session, machine, LETTER + 60 * DAY)
    about = {"unit": "xã Một", "directive": "1/KH"}
    for kind, params in session.execute(sa.select(Notice.kind, Notice.params).distinct()):
        for locale in ("vi", "en"):
            subject, body = sentence(kind, about | params, locale)
            assert "…" not in subject + body and "«" not in subject
