"""What was submitted stays: versions, who acted on them, lateness, and who may see them."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from engine import access, addressees, report_views
from engine.directives import Obligation
from engine.errors import NotFound
from engine.figures import AnswerRefused
from engine.report_counts import ReportCounts, counted
from engine.reports import Report, ReportVersion
from engine.units import Unit
from tests.helpers.reporting import opened, person, review, submit
from tests.helpers.story import DUE, OPEN, count, issued

DAY = timedelta(days=1)
pytestmark = pytest.mark.usefixtures("units")


@pytest.fixture
def report(session, machine):
    return opened(session, machine)


@pytest.fixture
def officer(session, report):
    return person(session, "cv", report.unit_id)


@pytest.fixture
def reviewer(session, report):
    return person(session, "th", report.consolidator_id)


def counts(session, report, now):
    row = session.execute(sa.select(*counted(now)).where(Report.id == report.id)).one()
    return ReportCounts.of(row)


def test_a_report_returned_and_resubmitted_keeps_both_versions(
    session, machine, report, officer, reviewer
):
    submit(session, machine, officer, report, OPEN + DAY)
    review(session, machine, reviewer, report, OPEN + 2 * DAY, "Thiếu số liệu.")
    submit(session, machine, officer, report, OPEN + 3 * DAY, trainingCourses=5)
    review(session, machine, reviewer, report, OPEN + 4 * DAY)
    seen = report_views.read(session, reviewer, report.id)
    first, second = seen.versions
    assert (first.content["trainingCourses"], second.content["trainingCourses"]) == (3, 5)
    assert (first.submitted_by, first.returned_by, first.remarks) == (
        "Người cv",
        "Người th",
        "Thiếu số liệu.",
    )
    assert (first.accepted_at, second.returned_at) == (None, None)
    assert (second.accepted_at, second.accepted_by) == (OPEN + 4 * DAY, "Người th")
    assert (seen.version, seen.status, seen.content["trainingCourses"]) == (2, "accepted", 5)


def test_late_is_what_was_accepted_late_though_first_sent_in_time(
    session, machine, report, officer, reviewer
):
    submit(session, machine, officer, report, DUE - DAY)
    assert counts(session, report, DUE + DAY).on_time == 1
    review(session, machine, reviewer, report, DUE + DAY, "Thiếu số liệu.")
    assert counts(session, report, DUE + DAY).overdue == 1
    submit(session, machine, officer, report, DUE)
    assert counts(session, report, DUE).late == 1
    review(session, machine, reviewer, report, DUE + DAY)
    assert counts(session, report, DUE + 9 * DAY).late == 1
    seen = report_views.read(session, officer, report.id)
    assert [v.late for v in seen.versions] == [False, True]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE report_version SET content = '{}'",
        "UPDATE report_version SET submitted_by = 1",
        "UPDATE report_version SET submitted_at = now()",
        "UPDATE report_version SET accepted_at = now()",
        "DELETE FROM report_version",
    ],
)
def test_a_reviewed_version_cannot_be_changed(session, machine, report, officer, reviewer, change):
    submit(session, machine, officer, report, OPEN)
    review(session, machine, reviewer, report, OPEN, "Thiếu.")
    with pytest.raises(DBAPIError, match="never changes"):
        session.execute(sa.text(change))


@pytest.mark.parametrize(
    "wrong",
    [{"trainingCourses": -1}, {"participants": 10**9}, {"nil": True}, {"participants": "x"}],
)
def test_a_figure_out_of_bounds_is_refused_by_the_engine_and_nothing_changes(
    session, machine, report, officer, wrong
):
    with pytest.raises(AnswerRefused):
        submit(session, machine, officer, report, OPEN, **wrong)
    session.refresh(report)
    assert (report.status, report.version) == ("open", 0)
    assert count(session, "report_version") == 0
    submit(session, machine, officer, report, OPEN)


def test_a_return_without_remarks_is_refused_by_the_engine(
    session, machine, report, officer, reviewer
):
    submit(session, machine, officer, report, OPEN)
    with pytest.raises(AnswerRefused, match="Remarks"):
        review(session, machine, reviewer, report, OPEN, "  ")
    session.refresh(report)
    assert report.status == "submitted"


def test_a_nil_report_is_marked_as_one(session, machine, report, officer):
    blank = {"trainingCourses": None, "participants": None, "femaleOfficers": None}
    submit(session, machine, officer, report, OPEN, nil=True, **blank)
    assert report.nil is True
    assert session.scalars(sa.select(ReportVersion.nil)).one() is True


def test_the_body_it_goes_through_and_the_addressee_see_it_and_a_neighbour_does_not(
    session, machine, report, officer
):
    submit(session, machine, officer, report, OPEN)
    taken = {report.unit_id, report.consolidator_id}
    ministry, neighbour = session.scalars(
        sa.select(Unit.id)
        .where(Unit.tier.in_(["bo", "xa"]), Unit.id.not_in(taken))
        .order_by(Unit.tier, Unit.id)
        .limit(2)
    )
    report.addressee_id = ministry
    session.flush()
    for unit in (report.consolidator_id, ministry):
        reader = person(session, f"doc{unit}", unit)
        assert report_views.read(session, reader, report.id).versions
        assert report.id in [r.id for r in report_views.listed(session, reader)]
    stranger = person(session, "la", neighbour)
    with pytest.raises(NotFound):
        report_views.read(session, stranger, report.id)
    assert session.scalars(sa.select(Report.id).where(access.reports(stranger, Report))).all() == []


def test_the_addressee_is_the_unit_the_letter_names_else_its_issuer(session, machine):
    directive = issued(session, machine, "binh-dinh-2023")
    obligations = session.scalars(
        sa.select(Obligation).where(Obligation.directive_id == directive.id)
    ).all()
    to = addressees.addressees_of(session, [o.id for o in obligations])
    for obligation in obligations:
        # The Sở is one unit; "UBND tỉnh; Bộ …" are two.
        one = ";" not in obligation.details["to"]
        expected = obligation.consolidator_id if one else directive.issuer_id
        assert to[obligation.id] == expected


def test_a_list_keeps_what_was_asked_for(session, machine, report, officer, reviewer):
    submit(session, machine, officer, report, OPEN)
    mine = report_views.listed(session, officer)
    assert {r.unit_id for r in mine} == {report.unit_id}
    assert [r.id for r in report_views.listed(session, officer, status="submitted")] == [report.id]
    theirs = report_views.listed(session, reviewer, unit_id=report.unit_id)
    assert {r.id for r in theirs} == {r.id for r in mine}
    assert report_views.listed(session, reviewer, directive_id=10**9) == []
