"""A report being written: drafts, last period's answers, what the engine fills in."""

from datetime import timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa

from engine import inbox, report_drafts, report_views
from engine.errors import Conflict, Forbidden, NotFound
from engine.report_drafts import DraftChanged, NotBeingWritten, Seen
from engine.units import Unit
from tests.helpers.reporting import ANSWERS, next_period, opened, person, review, submit
from tests.helpers.story import OPEN, count

HOUR = timedelta(hours=1)
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


def draft(session, actor, report):
    return report_views.read(session, actor, report.id).draft


def test_a_draft_is_kept_as_far_as_it_goes_and_counts_as_work_on_the_report(
    session, machine, report, officer
):
    half = {"narrative": "Đang viết", "femaleLeaderRate": Decimal("27.50")}
    report_drafts.save(session, officer, report.id, half, OPEN + HOUR)
    assert draft(session, officer, report) == half
    assert (report.status, report.touched_at, report.version) == ("open", OPEN + HOUR, 0)
    submit(session, machine, officer, report, OPEN + DAY)
    assert draft(session, officer, report) is None
    assert report.content["narrative"] == ANSWERS["narrative"]


def test_a_draft_is_its_unit_s_own_until_it_is_submitted(session, report, officer, reviewer):
    report_drafts.save(session, officer, report.id, {"narrative": "nháp"}, OPEN)
    seen = report_views.read(session, reviewer, report.id)
    assert (seen.draft, seen.draft_at, seen.content) == (None, None, {})
    assert report_views.listed(session, reviewer, status="open")[0].draft_at is None


def test_the_second_of_two_officers_is_told_that_the_first_has_saved(session, report, officer):
    other = person(session, "cv2", report.unit_id)
    report_drafts.save(session, officer, report.id, {"narrative": "một"}, OPEN, seen=Seen(None))
    with pytest.raises(DraftChanged, match="Người cv"):
        report_drafts.save(session, other, report.id, {"narrative": "hai"}, OPEN, seen=Seen(None))
    assert draft(session, other, report) == {"narrative": "một"}
    report_drafts.save(session, other, report.id, {"narrative": "hai"}, OPEN, seen=Seen(OPEN))
    assert draft(session, officer, report) == {"narrative": "hai"}


def test_the_history_notes_who_drafts_not_every_saving(session, report, officer):
    other = person(session, "cv2", report.unit_id)
    for who in (officer, officer, officer, other, other):
        report_drafts.save(session, who, report.id, {"narrative": "x"}, OPEN)
    assert count(session, "audit_entry", "action = 'draft'") == 2


def test_a_submitted_or_accepted_report_takes_no_draft(session, machine, report, officer, reviewer):
    submit(session, machine, officer, report, OPEN)
    for decide in (lambda: None, lambda: review(session, machine, reviewer, report, OPEN)):
        decide()
        with pytest.raises(NotBeingWritten):
            report_drafts.save(session, officer, report.id, {}, OPEN)


def test_a_returned_report_goes_on_from_what_was_submitted(
    session, machine, report, officer, reviewer
):
    submit(session, machine, officer, report, OPEN)
    review(session, machine, reviewer, report, OPEN, "Thiếu.")
    assert report_drafts.begun(session, officer, report.id) == ANSWERS
    report_drafts.save(session, officer, report.id, {"narrative": "mới"}, OPEN)
    assert report_drafts.begun(session, officer, report.id) == {"narrative": "mới"}


def test_who_may_not_write_it_is_refused(session, machine, report, officer, reviewer):
    clerk = person(session, "vt", report.unit_id, "vanthu")
    elsewhere = session.scalars(sa.select(Unit.id).where(Unit.tier == "xa").limit(1)).one()
    stranger = person(session, "la", elsewhere)
    for who, refusal in ((clerk, Forbidden), (reviewer, Forbidden), (stranger, NotFound)):
        with pytest.raises(refusal):
            report_drafts.save(session, who, report.id, {}, OPEN)
    colleague = person(session, "cv2", report.unit_id)
    item = report_views.open_task(session, colleague, report.id, review=False)
    inbox.claim(session, colleague, item, OPEN)
    with pytest.raises(Conflict):
        report_drafts.save(session, officer, report.id, {}, OPEN)


def test_a_period_that_has_not_opened_cannot_be_written(session, report, officer):
    later = next_period(session, report)
    with pytest.raises(NotBeingWritten):
        report_drafts.save(session, officer, later.id, {}, OPEN)


def test_the_engine_fills_in_blanks_and_never_what_an_officer_typed(
    session, machine, report, officer, reviewer
):
    rolled = {"trainingCourses": 40, "participants": 900, "narrative": None}
    assert report_drafts.prefill(session, {report.id: rolled}, OPEN, "clock") == [report.id]
    session.refresh(report)
    assert report.touched_at is None
    assert draft(session, officer, report) == {"trainingCourses": 40, "participants": 900}
    report_drafts.prefill(session, {report.id: {"trainingCourses": 41}}, OPEN, "clock")
    session.refresh(report)
    assert draft(session, officer, report) == {"trainingCourses": 41}
    typed = {"trainingCourses": 39, "participants": None}
    report_drafts.save(session, officer, report.id, typed, OPEN)
    report_drafts.prefill(session, {report.id: rolled}, OPEN + DAY, "clock")
    session.refresh(report)
    assert draft(session, officer, report) == {"trainingCourses": 39, "participants": 900}
    submit(session, machine, officer, report, OPEN + DAY)
    assert report_drafts.prefill(session, {report.id: rolled}, OPEN + DAY, "clock") == []
    review(session, machine, reviewer, report, OPEN + DAY, "Thiếu.")
    report_drafts.prefill(session, {report.id: rolled}, OPEN + DAY, "clock")
    session.refresh(report)
    assert draft(session, officer, report) == {
        name: value for name, value in ANSWERS.items() if value is not None
    }


def test_last_period_is_the_same_duty_s_of_the_same_unit(session, machine, report, officer):
    year = next_period(session, report)
    assert report_drafts.last_period(session, officer, year.id) is None
    submit(session, machine, officer, report, OPEN)
    last = report_drafts.last_period(session, officer, year.id)
    assert (last.report_id, last.period, last.form) == (report.id, "2023-6T", "report")
    assert last.content == ANSWERS
    assert report_drafts.last_period(session, officer, report.id) is None
