"""Một huyện báo cáo Sở: nháp, nộp, bị trả lại, nộp lại quá hạn, được tiếp nhận; kỳ không phát sinh."""

import io
import threading
from datetime import timedelta

import pytest

from adapters.files import Folder
from engine import report_drafts, report_files, report_views
from engine.errors import Conflict
from engine.figures import AnswerRefused
from engine.reports import Report, statuses
from tests.helpers.reporting import ANSWERS, opened, person, review, submit
from tests.helpers.samples import CSV, PDF
from tests.helpers.story import DUE, OPEN, count, same_timers

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
pytestmark = pytest.mark.usefixtures("units")


@pytest.fixture
def store(tmp_path):
    return Folder(tmp_path / "files")


def test_a_district_s_half_year_report_from_its_first_draft_to_its_acceptance(
    session, machine, store
):
    report = opened(session, machine)
    officer = person(session, "huyen", report.unit_id)
    department = person(session, "so", report.consolidator_id)

    # Chuyên viên soạn dần, đính kèm bảng số liệu.
    report_drafts.save(session, officer, report.id, {"trainingCourses": 3}, OPEN + HOUR)
    table = io.BytesIO(CSV)
    report_files.add(session, store, officer, report.id, "phụ lục.csv", table, OPEN + HOUR)

    # Gõ nhầm số lượt người: hệ thống từ chối, nêu giới hạn, chưa có gì thay đổi.
    with pytest.raises(AnswerRefused, match=r"must not be more than 100000000"):
        submit(session, machine, officer, report, DUE - 2 * DAY, participants=10**9)
    assert report_drafts.begun(session, officer, report.id) == {"trainingCourses": 3}

    # Nộp đúng hạn; Sở trả lại vì thiếu biên bản.
    submit(session, machine, officer, report, DUE - 2 * DAY)
    assert statuses(session, [report.directive_id], DUE - DAY)["on_time"] == 1
    review(session, machine, department, report, DUE - DAY, "Gửi kèm biên bản tập huấn.")

    # Nộp lại sau hạn: tính quá hạn theo bản được tiếp nhận.
    minutes = io.BytesIO(PDF)
    report_files.add(session, store, officer, report.id, "biên bản.pdf", minutes, DUE + HOUR)
    submit(session, machine, officer, report, DUE + HOUR, trainingCourses=4)
    review(session, machine, department, report, DUE + DAY)
    assert statuses(session, [report.directive_id], DUE + DAY)["late"] == 1

    seen = report_views.read(session, department, report.id)
    assert [v.content["trainingCourses"] for v in seen.versions] == [3, 4]
    assert [[f.name for f in v.files] for v in seen.versions] == [
        ["phụ lục.csv"],
        ["phụ lục.csv", "biên bản.pdf"],
    ]
    assert [v.late for v in seen.versions] == [False, True]
    same_timers(session, machine)


def test_a_district_where_nothing_arose_reports_so(session, machine):
    report = opened(session, machine)
    officer = person(session, "huyen", report.unit_id)
    with pytest.raises(AnswerRefused, match="nil report"):
        submit(session, machine, officer, report, OPEN, nil=True)
    blank = dict.fromkeys(("trainingCourses", "participants"))
    submit(session, machine, officer, report, OPEN, nil=True, **blank)
    assert (report.nil, report.status) == (True, "submitted")
    assert count(session, "report_version", "nil") == 1


@pytest.mark.parametrize("round_", range(3))
def test_a_draft_saved_while_a_colleague_submits_is_either_kept_or_told(sessions, machine, round_):
    with sessions.begin() as session:
        report = opened(session, machine)
        first = person(session, "mot", report.unit_id)
        second = person(session, "hai", report.unit_id)
    told, start = [], threading.Barrier(2)

    def save():
        start.wait()
        try:
            with sessions.begin() as session:
                report_drafts.save(session, second, report.id, {"narrative": "nháp"}, OPEN + HOUR)
        except Conflict:
            told.append("refused")

    def send():
        start.wait()
        with sessions.begin() as session:
            submit(session, machine, first, session.get(Report, report.id), OPEN + HOUR)

    threads = [threading.Thread(target=f) for f in (save, send)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with sessions() as session:
        after = session.get(Report, report.id)
        assert (after.status, after.version, after.draft) == ("submitted", 1, None)
        assert after.content["narrative"] == ANSWERS["narrative"]
        saved = count(session, "audit_entry", "action = 'draft'")
    assert saved + len(told) == 1
