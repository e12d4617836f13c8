"""The inbox and a task's page, through the application."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from engine.reports import Report
from tests.web_world import TODAY, Browser, World

pytest_plugins = ("tests.web_fixtures",)

Browse = Callable[..., Browser]
REPORT = {
    "narrative": "Đã triển khai.",
    "trainingCourses": "3",
    "participants": "1.250",
    "femaleLeaderRate": "27,5",
}
MOST_STATEMENTS = 10


def first_task(browser: Browser) -> str:
    """The address of the most pressing task."""
    found = re.search(r'href="(/inbox/\d+)"', browser.get("/inbox").text)
    assert found is not None
    return found[1]


@pytest.fixture
def statements(web_sessions: sessionmaker[Session]) -> list[str]:
    """Every statement sent from now on, but for savepoints."""
    sent: list[str] = []

    def note(_c: Any, _cu: Any, statement: str, *_rest: Any) -> None:
        if "SAVEPOINT" not in statement:
            sent.append(statement)

    sa.event.listen(web_sessions.kw["bind"], "before_cursor_execute", note)
    return sent


def test_the_inbox_shows_what_waits_with_its_due_day_in_words(browse: Browse) -> None:
    page = browse("hd.cv").get("/inbox").text
    assert "Lập báo cáo" in page
    assert "còn 2 ngày" in page
    assert "hết ngày 31/05/2023" in page
    assert "Công văn số 912/LĐTBXH-BĐG" in page


def test_once_its_day_is_over_a_task_counts_as_overdue(browse: Browse, world: World) -> None:
    world.now = TODAY + timedelta(days=4)
    page = browse("hd.cv").get("/inbox?status=late").text
    assert "quá hạn 2 ngày" in page


def test_each_filter_says_what_to_do_when_it_is_empty(browse: Browse) -> None:
    browser = browse("hd.cv")
    assert "Không có việc nào quá hạn." in browser.get("/inbox?status=late").text
    assert "khớp với “zzz”" in browser.get("/inbox?q=zzz").text
    assert "Không còn việc nào chờ bạn." in browse("bo.cv").get("/inbox").text


@pytest.mark.parametrize("path", ["/inbox", "/notices", "/directives"])
def test_a_list_takes_a_handful_of_statements(
    browse: Browse, statements: list[str], path: str
) -> None:
    browser = browse("hd.cv")
    statements.clear()
    assert browser.get(path).status_code == 200
    assert 0 < len(statements) <= MOST_STATEMENTS


def test_wrong_answers_are_named_at_their_field_and_nothing_typed_is_lost(browse: Browse) -> None:
    browser = browse("hd.cv")
    task = first_task(browser)
    answer = browser.post(f"{task}/complete", narrative="Nội dung đã gõ", trainingCourses="ba")
    assert answer.status_code == 422
    assert "Nội dung đã gõ" in answer.text
    assert 'value="ba"' in answer.text
    assert 'id="trainingCourses-error">Hãy ghi một số nguyên' in answer.text
    english = browser.post(f"{task}/complete?lang=en", trainingCourses="-1")
    assert "It must be 0 or more." in english.text


def test_a_finished_task_goes_on_and_is_listed_as_done(
    browse: Browse, web_sessions: sessionmaker[Session]
) -> None:
    browser = browse("hd.cv")
    task = first_task(browser)
    done = browser.post(f"{task}/complete", **REPORT)
    assert done.headers["Location"] == "/inbox"
    assert "Đã hoàn thành: Lập báo cáo." in browser.get("/inbox").text
    assert f'href="{task}?back=' in browser.get("/inbox?status=done").text
    with web_sessions() as session:
        report = session.scalars(sa.select(Report).where(Report.submitted_at.is_not(None))).one()
    assert report.content is not None
    assert report.content["participants"] == 1250


def test_finishing_twice_is_a_conflict_and_changes_nothing(browse: Browse) -> None:
    browser = browse("hd.cv")
    task = first_task(browser)
    browser.post(f"{task}/complete", **REPORT)
    again = browser.post(f"{task}/complete", **REPORT)
    assert again.status_code == 409
    assert "Phạm Văn Viên đã hoàn thành việc này" in again.text
    assert "1.250 lượt người" in browser.get(task).text


def test_the_reviewer_sees_the_report_and_may_return_it_with_remarks(browse: Browse) -> None:
    reporter, reviewer = browse("hd.cv"), browse("bo.cv")
    reporter.post(f"{first_task(reporter)}/complete", **REPORT)
    assert "Xem xét báo cáo: UBND tỉnh Hải Dương" in reviewer.get("/inbox").text
    review = first_task(reviewer)
    assert "27,5 %" in reviewer.get(review).text
    reviewer.post(f"{review}/complete", decision="return", remarks="Thiếu số liệu cấp xã.")
    assert "Thiếu số liệu cấp xã." in reporter.get(first_task(reporter)).text


def test_a_task_can_be_taken_and_given_back(browse: Browse) -> None:
    browser = browse("hd.cv")
    task = first_task(browser)
    browser.post(f"{task}/claim")
    assert "Bạn đã nhận việc này." in browser.get(task).text
    browser.post(f"{task}/unclaim")
    assert "Chưa ai nhận việc này." in browser.get(task).text


def test_a_colleague_of_another_role_may_read_but_not_finish(browse: Browse) -> None:
    task = first_task(browse("hd.cv"))
    clerk = browse("hd.vt")
    assert "Bạn chỉ xem được." in clerk.get(task).text
    refused = clerk.post(f"{task}/complete", **REPORT)
    assert refused.status_code == 403
    assert "do chuyên viên của đơn vị thực hiện" in refused.text


def test_the_task_page_explains_its_deadline(browse: Browse) -> None:
    browser = browse("hd.cv")
    page = browser.get(first_task(browser)).text
    assert "trước ngày 01/06/2023" in page
    assert "<strong>hết ngày 31/05/2023</strong>" in page
