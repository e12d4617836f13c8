"""Phân công trong đơn vị: the head gives a task to a lead and coordinators, and sees it through."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from engine import assignment_views, assignments, inbox, policies
from engine.assignment_drafts import AssignmentDraft, BadAssignment
from engine.assignment_tables import Assignment
from engine.assignments import NotAMember
from engine.deadlines import midnight
from engine.errors import Conflict, Forbidden, NotFound
from engine.instances import WorkItem
from engine.notices import Notice
from tests.helpers.matters import account, acting, of, unit
from tests.helpers.story import ISSUED, count, issued, same_timers, tick

NOW = ISSUED + timedelta(days=1)
DUE = date(2023, 4, 20)
DAY = timedelta(days=1)
pytestmark = pytest.mark.usefixtures("units")


@pytest.fixture
def so(session, machine):
    """A district that received the province's letter, with its people."""
    directive = issued(session, machine)
    here = unit(session, "UBND huyện Tuy Phước, tỉnh Bình Định", NOW)
    people = {
        name: account(session, here, name, *roles)
        for name, *roles in (
            ("binh", "lanhdao"),
            ("an", "chuyenvien"),
            ("chi", "chuyenvien"),
            ("dung", "vanthu"),
        )
    }
    return directive, here, people


def draft(directive, **more):
    given: dict[str, Any] = {
        "lead": "an",
        "due_on": DUE,
        "expected": "Kế hoạch",
        "coordinators": ("chi",),
    }
    return AssignmentDraft(directive_id=directive.id, **given | more)


def add(session, machine, so, **more):
    directive, _, people = so
    return assignments.add(session, machine, acting(people["binh"]), draft(directive, **more), NOW)


def task(session, form):
    return session.scalars(
        sa.select(WorkItem).where(WorkItem.form == form, WorkItem.status == "open")
    ).one()


def kinds(session):
    return sorted(session.scalars(sa.select(Notice.kind).where(Notice.kind.like("phan-cong%"))))


def test_given_worked_on_returned_and_finished(session, machine, so):
    _, here, people = so
    binh, an, chi = (acting(people[name]) for name in ("binh", "an", "chi"))
    made = add(session, machine, so)
    item = task(session, "assignment-result")
    assert (item.claimed_by, item.due_at) == (an.account_id, midnight(DUE + DAY))
    with pytest.raises(Conflict):
        inbox.complete(session, machine, chi, item.id, {"product": "x"}, NOW)

    assignments.progress(session, an, made, 40, "Đã dự thảo", NOW + DAY)
    assignments.progress(session, chi, made, 60, "Đã góp ý", NOW + 2 * DAY)
    assignments.finish(session, machine, an, made, "Kế hoạch số 20", NOW + 3 * DAY)
    with pytest.raises(Conflict):
        assignments.progress(session, an, made, 70, "Nữa", NOW + 3 * DAY)

    back = {"decision": "return", "remarks": "Thiếu kinh phí"}
    review = task(session, "assignment-review")
    inbox.complete(session, machine, binh, review.id, back, NOW + 4 * DAY)
    assert task(session, "assignment-result").claimed_by == an.account_id
    (row,) = assignment_views.listed(session, an, NOW + 4 * DAY)
    assert (row.status, row.percent, row.remarks) == ("open", 60, "Thiếu kinh phí")

    assignments.finish(session, machine, an, made, "Kế hoạch số 20a", NOW + 5 * DAY)
    accept = {"decision": "accept", "remarks": None}
    review = task(session, "assignment-review")
    inbox.complete(session, machine, binh, review.id, accept, NOW + 6 * DAY)
    (row,) = assignment_views.listed(session, chi, NOW + 60 * DAY, done=True)
    assert (row.status, row.percent, row.product, row.late) == (
        "done",
        100,
        "Kế hoạch số 20a",
        False,
    )
    assert (row.lead, row.coordinators) == ("An", ("Chi",))
    assert [s.percent for s in row.progress] == [40, 60]
    assert assignment_views.listed(session, of(here + 1), NOW) == []
    same_timers(session, machine)


def test_the_lead_is_reminded_and_the_head_told_when_it_is_late(session, machine, so):
    add(session, machine, so)
    tick(session, machine, midnight(DUE - 2 * DAY) - DAY / 24)
    assert kinds(session) == ["phan-cong-moi"]
    tick(session, machine, midnight(DUE - 2 * DAY))
    assert kinds(session) == ["phan-cong-moi", "phan-cong-sap-han"]
    tick(session, machine, midnight(DUE + 9 * DAY))
    assert kinds(session) == ["phan-cong-moi", "phan-cong-qua-han", "phan-cong-sap-han"]


def test_a_post_may_lead_and_whoever_holds_it_does_the_work(session, machine, so):
    made = add(session, machine, so, lead="chuyenvien", coordinators=("dung",))
    chi = acting(so[2]["chi"])
    assert task(session, "assignment-result").claimed_by is None
    assignments.progress(session, chi, made, 10, "Bắt đầu", NOW)
    assignments.finish(session, machine, chi, made, "Xong", NOW)


def test_a_provision_is_assigned_in_its_own_words(session, machine, so):
    provision = session.execute(sa.text("SELECT id, text FROM provision ORDER BY id")).first()
    made = add(session, machine, so, provision_id=provision.id)
    assert session.get_one(Assignment, made).task == provision.text


def test_the_heads_task_and_the_assignment_in_one_go(session, machine, so):
    directive, here, people = so
    received = session.scalars(
        sa.select(WorkItem).where(WorkItem.unit_id == here, WorkItem.form == "receive")
    ).one()
    given = {"arrivalNumber": "1", "arrivedOn": NOW.date(), "receiptNote": None}
    inbox.complete(session, machine, of(here), received.id, given, NOW)
    assign = task(session, "assign")
    binh = acting(people["binh"])
    assignments.add_with_task(session, machine, binh, assign.id, "implement", draft(directive), NOW)
    session.refresh(assign)
    assert (assign.status, assign.answers["leadOfficer"]) == ("done", "an")
    assert count(session, "assignment") == 1


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"lead": "dung"}, BadAssignment),
        ({"lead": "nobody"}, NotFound),
        ({"coordinators": ("an",)}, BadAssignment),
        ({"due_on": date(2023, 3, 1)}, BadAssignment),
        ({"expected": " "}, BadAssignment),
        ({"provision_id": 10**9}, NotFound),
        ({"report_id": 10**9}, NotFound),
        ({"report_id": 1, "provision_id": 1}, BadAssignment),
    ],
)
def test_what_cannot_be_assigned_is_refused_and_nothing_is_written(
    session, machine, so, change, error
):
    with pytest.raises(error):
        add(session, machine, so, **change)
    assert count(session, "assignment") == 0


def test_only_the_head_assigns_and_only_members_report_progress(session, machine, so):
    directive, here, people = so
    an, dung = acting(people["an"]), acting(people["dung"])
    with pytest.raises(Forbidden):
        assignments.add(session, machine, an, draft(directive), NOW)
    made = add(session, machine, so)
    with pytest.raises(NotAMember):
        assignments.progress(session, dung, made, 10, "Tôi giúp", NOW)
    with pytest.raises(BadAssignment):
        assignments.progress(session, an, made, 101, "Quá", NOW)
    with pytest.raises(NotFound):
        assignments.progress(session, of(here + 1), made, 1, "x", NOW)


def test_the_update_rate_is_the_share_touched_lately(session, machine, so):
    _, here, people = so
    an = acting(people["an"])
    first, _, third = (add(session, machine, so) for _ in range(3))

    def rate(now):
        found = assignment_views.update_rates(session, [here, here + 1], now)
        assert found[here + 1].rate is None
        return found[here].open, found[here].touched

    assert rate(NOW + 6 * DAY) == (3, 3)
    assignments.progress(session, an, first, 10, "Đang làm", NOW + 6 * DAY)
    assert rate(NOW + 8 * DAY) == (3, 1)
    policies.put(session, "assignment.update-days", here, 1, NOW, "command")
    assert rate(NOW + 8 * DAY) == (3, 0)
    assignments.finish(session, machine, an, third, "Xong", NOW + 8 * DAY)
    item = task(session, "assignment-review")
    done = {"decision": "accept", "remarks": None}
    inbox.complete(session, machine, acting(people["binh"]), item.id, done, NOW + 8 * DAY)
    assert rate(NOW + 8 * DAY) == (2, 0)
