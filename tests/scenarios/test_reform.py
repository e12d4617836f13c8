"""A directive of 2024 lives through 2025-07-01 in one province: districts end, communes merge.

Kế hoạch 212/KH-UBND of UBND tỉnh Bình Định went to the districts, which passed it on. On the eve
one commune is late, one report was returned, one is being written by an officer who has taken it,
and one officer is away. Four communes of huyện Hoài Ân (540) become one: 21601.
"""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from engine import absences, inbox, notices, people, restructuring
from engine.instances import Instance, WorkItem
from engine.people import Account, Actor
from engine.report_tables import Report
from engine.units import Unit, by_code, in_force
from tests.helpers.reform import (
    DAY_AFTER,
    EVE,
    REFORM,
    account,
    administrator,
    directive_of_2024,
    open_duties,
)
from tests.helpers.story import REPORT, count, finish, items, lap_bao_cao, same_timers, tick

OLD = ("21550", "21598", "21601", "21604")
NEW = "21601"


def report_of(session, code, title):
    unit = by_code(session, code, EVE.date())
    return session.scalars(
        sa.select(Report).where(Report.unit_id == unit.id, Report.title == title)
    ).one()


def actor(session, username, now):
    made = session.scalars(sa.select(Account).where(Account.username == username)).one()
    return people.signed_in(session, made.id, now).actor


@pytest.fixture
def eve(session, machine, units):
    """The evening before, and who makes the change."""
    directive_of_2024(session, machine)
    late, returned, taken, _ = (report_of(session, code, "Báo cáo chuyên đề") for code in OLD)
    finish(session, machine, [lap_bao_cao(session, returned)], REPORT, EVE)
    review = [i for i in items(session, "xem-xet") if i.subject == returned.subject]
    verdict: dict[str, object] = {"decision": "return", "remarks": "Thiếu số liệu nữ"}
    finish(session, machine, review, verdict, EVE)
    submitted = report_of(session, OLD[3], "Báo cáo sáu tháng")
    finish(session, machine, [lap_bao_cao(session, submitted)], REPORT, EVE)
    for code in OLD:
        account(session, f"cv.{code}", code, ["chuyenvien"], EVE.date())
    account(session, "vt.xa", OLD[0], ["vanthu"], EVE.date())
    holder = actor(session, f"cv.{OLD[2]}", EVE)
    inbox.claim(session, holder, lap_bao_cao(session, taken).id, EVE)
    session.expire_all()
    assert late.first_due_at < EVE
    assert returned.status == "returned"
    return administrator(session)


def test_every_open_duty_has_one_living_heir_with_the_earliest_deadline(session, machine, eve):
    before = open_duties(session)
    found = restructuring.apply(session, machine, eve, REFORM, DAY_AFTER)
    session.expire_all()
    rows = {r.id: r for r in session.scalars(sa.select(Report))}
    living = set()
    for number, was in before.items():
        report = rows[number]
        while report.merged_into_id is not None:
            assert report.status == "merged"
            report = rows[report.merged_into_id]
        living.add(report.id)
        assert report.status in ("open", "returned")
        assert report.due_at <= was["due_at"]
        assert report.first_due_at <= was["first_due_at"]
    assert living == set(open_duties(session))
    assert len(before) - len(living) == found.reports_merged > 50
    assert {k for k, n in tally(rows[i] for i in living).items() if n > 1} == set()
    same_timers(session, machine)


def tally(reports):
    found: dict[tuple[int, str, str], int] = {}
    for r in reports:
        key = (r.unit_id, r.title, r.period)
        found[key] = found.get(key, 0) + 1
    return found


def test_nothing_that_runs_belongs_to_a_unit_that_ended_and_twice_does_nothing(
    session, machine, eve
):
    restructuring.apply(session, machine, eve, REFORM, DAY_AFTER)
    session.expire_all()
    valid = sa.select(Unit.id).where(in_force(REFORM))
    for kind, running in ((Instance, "running"), (WorkItem, "open"), (Report, "open")):
        stray = sa.select(sa.func.count()).where(kind.status == running, kind.unit_id.not_in(valid))
        assert session.scalar(stray) == 0
    consolidators = sa.select(Report.consolidator_id).where(Report.status == "open")
    assert set(session.scalars(consolidators)) <= set(session.scalars(valid))
    again = restructuring.apply(session, machine, eve, REFORM, DAY_AFTER)
    assert not again.changes_anything
    assert count(session, "audit_entry", "action = 'structure-change'") == 1


def test_the_new_communes_officer_finds_one_report_for_each_obligation_with_its_histories(
    session, machine, eve
):
    restructuring.apply(session, machine, eve, REFORM, DAY_AFTER)
    session.expire_all()
    officer = actor(session, f"cv.{OLD[2]}", DAY_AFTER)
    assert officer.unit_id == by_code(session, NEW, REFORM).id
    rows = [r for r in inbox.page(session, officer, now=DAY_AFTER).rows if r.report_id]
    assert sorted(r.report_title for r in rows) == ["Báo cáo chuyên đề", "Báo cáo sáu tháng"]
    special = next(r for r in rows if r.report_title == "Báo cáo chuyên đề")
    report = session.get_one(Report, special.report_id)
    # An urging letter gave it a new day; it was late before and stays so.
    assert report.first_due_at < DAY_AFTER < special.due_at
    told = [n for n in notices.page(session, officer).rows if n.kind == "thay-doi-to-chuc"]
    subject, body = notices.sentence(told[0].kind, {**told[0].params, "unit": "UBND xã"})
    assert "UBND xã" in subject and "2 báo cáo" in body
    past = restructuring.predecessors(session, officer, special.report_id)
    assert len(past) == 3
    assert "Thiếu số liệu nữ" in {p["remarks"] for p in past} | {
        session.get_one(Report, special.report_id).remarks
    }
    assert count(session, "audit_entry", "action = 'report-merged'") > 50


def test_what_was_submitted_stays_its_writers_and_its_answer_reaches_the_heir(
    session, machine, eve
):
    submitted = report_of(session, OLD[3], "Báo cáo sáu tháng")
    restructuring.apply(session, machine, eve, REFORM, DAY_AFTER)
    session.expire_all()
    assert (submitted.status, submitted.merged_into_id) == ("submitted", None)
    (review,) = (i for i in items(session, "xem-xet") if i.subject == submitted.subject)
    assert session.get_one(Unit, review.unit_id).code == "52.noivu"
    verdict: dict[str, object] = {"decision": "return", "remarks": "Sửa lại"}
    applied = finish(session, machine, [review], verdict, DAY_AFTER)
    assert applied.faults == []
    session.expire_all()
    again = lap_bao_cao(session, submitted)
    assert again.unit_id == by_code(session, NEW, REFORM).id
    officer = actor(session, f"cv.{OLD[0]}", DAY_AFTER)
    assert inbox.read(session, officer, again.id).reporter is not None
    assert finish(session, machine, [again], REPORT, DAY_AFTER).faults == []


def test_the_ladder_climbs_on_and_the_report_is_accepted_by_the_heir_of_the_phong(
    session, machine, eve
):
    restructuring.apply(session, machine, eve, REFORM, DAY_AFTER)
    for days in (9, 10, 12):  # of rungs missed together only the last is told
        tick(session, machine, DAY_AFTER + timedelta(days=days), limit=2000)
    new = by_code(session, NEW, REFORM)
    # The six-month report of all four came due on 12 July, in the heir's hands: told once.
    told = f"unit_id = {new.id} AND kind = 'qua-han' AND created_at > '2025-07-03'"
    assert count(session, "notice", told) == 1
    session.expire_all()
    report = session.scalars(
        sa.select(Report).where(
            Report.unit_id == new.id, Report.title == "Báo cáo chuyên đề", Report.status != "merged"
        )
    ).one()
    later = DAY_AFTER + timedelta(days=13)
    assert finish(session, machine, [lap_bao_cao(session, report)], REPORT, later).faults == []
    (review,) = (i for i in items(session, "xem-xet") if i.subject == report.subject)
    verdict: dict[str, object] = {"decision": "accept", "remarks": None}
    assert finish(session, machine, [review], verdict, later).faults == []
    session.expire_all()
    assert report.status == "accepted"


def test_a_task_stays_with_who_took_it_and_a_substitute_goes_on(session, machine, eve):
    away = f"cv.{OLD[2]}"
    deputy = account(session, "vt2", OLD[2], ["vanthu"], EVE.date())
    absences.add(
        session,
        actor(session, away, EVE),
        away,
        "vt2",
        since=EVE.date(),
        valid_to=REFORM + timedelta(days=9),
        reason="ốm",
        now=EVE,
    )
    restructuring.apply(session, machine, eve, REFORM, DAY_AFTER)
    session.expire_all()
    stands_in = people.signed_in(session, deputy.id, DAY_AFTER).actor
    assert isinstance(stands_in, Actor)
    assert stands_in.roles == {"vanthu", "chuyenvien"}
    held = sa.select(WorkItem).where(
        WorkItem.unit_id == stands_in.unit_id, WorkItem.status == "open", WorkItem.form == "report"
    )
    for item in session.scalars(held).all():
        inbox.complete(session, machine, stands_in, item.id, {**REPORT}, DAY_AFTER)
    assert count(session, "audit_entry", "action = 'thay-mat'") > 0
