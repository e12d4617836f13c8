"""One task on one page: drafts of every form, who else is at it, forms that were overtaken."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from engine.instance_rows import WorkItem
from engine.people import create_account
from engine.report_tables import ACCEPTED, ReportVersion
from engine.reports import Report
from engine.task_drafts import TaskDraft
from tests.helpers.reporting import next_period
from tests.web_world import PASSWORD, PASSWORDS, START, TODAY, Browser, World

pytest_plugins = ("tests.web_fixtures",)

Browse = Callable[..., Browser]
REPORT = {
    "narrative": "Đã triển khai.",
    "trainingCourses": "3",
    "participants": "1.250",
    "femaleLeaderRate": "27,5",
    "femaleOfficers": "14",
}
QUIET = {"X-Dondoc-Keep": "1"}
MOST_STATEMENTS = 45


def task_of(browser: Browser) -> str:
    found = re.search(r'href="(/inbox/\d+)"', browser.get("/inbox").text)
    assert found is not None
    return found[1]


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def opened(browser: Browser, task: str) -> dict[str, str]:
    """What the page says of itself when its form is sent."""
    page = browser.get(task).text
    return {name: hidden(page, name) for name in ("seen", "form_seen")}


def kept_quietly(browser: Browser, task: str, **typed: str) -> Any:
    data = typed | {"csrf_token": browser.token()}
    return browser.client.post(f"{task}/keep", data=data, headers=QUIET)


@pytest.fixture
def colleague(web_sessions: sessionmaker[Session], world: World) -> None:
    with web_sessions.begin() as session:
        create_account(
            session,
            PASSWORDS,
            username="hd.cv2",
            name="Đỗ Thị Hai",
            unit_id=world.units["hd.cv"],
            roles=["chuyenvien"],
            password=PASSWORD,
            now=START,
        )


@pytest.fixture
def review(browse: Browse) -> str:
    """The address of the ministry's task of reviewing Hải Dương's report."""
    reporter = browse("hd.cv")
    assert reporter.post(f"{task_of(reporter)}/complete", **REPORT).status_code == 302
    return task_of(browse("bo.cv"))


def test_a_task_says_what_is_asked_how_its_due_moment_came_about_and_what_follows(
    browse: Browse,
) -> None:
    browser = browse("hd.cv")
    page = browser.get(task_of(browser)).text
    assert "Công văn số 912/LĐTBXH-BĐG" in page
    assert "«Trước ngày 01/06/2023» nên ngày cuối cùng còn đúng hạn là 31/05/2023." in page
    assert "Hạn đầu: hết ngày 31/05/2023." in page
    assert "Gửi «Nộp báo cáo» đến Bộ LĐTBXH" in page
    assert "Ở đó: Xem xét báo cáo" in page
    assert "Nếu «Trả lại báo cáo»" in page
    order = [page.index(f'id="{name}"') for name in ("yeu-cau", "bieu-mau", "tiep-theo", "lich-su")]
    assert order == sorted(order)


def test_the_page_takes_a_fixed_number_of_statements(
    browse: Browse, web_sessions: sessionmaker[Session], review: str
) -> None:
    browser, sent = browse("bo.cv"), []
    engine = web_sessions.kw["bind"]
    browser.get(review)
    sa.event.listen(engine, "before_cursor_execute", lambda *given: sent.append(given[2]))
    assert browser.get(review).status_code == 200
    assert 0 < len([s for s in sent if "SAVEPOINT" not in s]) <= MOST_STATEMENTS


def test_every_form_keeps_what_is_typed_right_or_wrong(
    browse: Browse, review: str, web_sessions: sessionmaker[Session]
) -> None:
    browser = browse("bo.cv")
    answer = kept_quietly(browser, review, remarks="Thiếu số liệu", **opened(browser, review))
    assert answer.json["state"] == "saved"
    assert answer.json["text"] == "Đã lưu nháp lúc 10:00."
    page = browser.get(review).text
    assert "Thiếu số liệu" in page
    assert "Bản nháp do Nguyễn Thị Bình lưu lúc 10:00 29/05/2023." in page
    browser.post(f"{review}/complete", decision="return", remarks="Thiếu số liệu")
    with web_sessions() as session:
        assert session.scalars(sa.select(TaskDraft)).all() == []


def test_a_report_keeps_half_a_number_beside_the_answers_that_can_be_read(
    browse: Browse, web_sessions: sessionmaker[Session]
) -> None:
    browser = browse("hd.cv")
    task = task_of(browser)
    typed = {"narrative": "Đang viết", "trainingCourses": "3 lớ"}
    assert kept_quietly(browser, task, **opened(browser, task), **typed).json["state"] == "saved"
    page = browser.get(task).text
    assert "Đang viết" in page and 'value="3 lớ"' in page
    with web_sessions() as session:
        report = session.scalars(sa.select(Report).where(Report.draft_by.is_not(None))).one()
        assert report.draft == {"narrative": "Đang viết"}
    typed["trainingCourses"] = "3"
    kept_quietly(browser, task, **opened(browser, task), **typed)
    assert 'value="3"' in browser.get(task).text


def test_a_page_that_was_only_opened_begins_no_draft(browse: Browse) -> None:
    browser = browse("hd.cv")
    task = task_of(browser)
    kept_quietly(browser, task, **opened(browser, task), narrative="")
    assert "Bản nháp do" not in browser.get(task).text


@pytest.mark.usefixtures("colleague")
def test_two_officers_see_each_others_claim_and_draft(browse: Browse) -> None:
    first, second = browse("hd.cv"), browse("hd.cv2")
    task = task_of(first)
    mark = re.search(r'data-mark="(\w+)"', second.get(task).text)
    assert mark is not None
    assert second.get(f"{task}/live?mark={mark[1]}").status_code == 204
    kept_quietly(first, task, **opened(first, task), narrative="x")
    line = second.get(f"{task}/live?mark={mark[1]}").text
    assert "Phạm Văn Viên đang soạn (nháp lúc 10:00 29/05/2023)." in line
    first.post(f"{task}/claim")
    assert "Phạm Văn Viên đã nhận việc này lúc 10:00 29/05/2023." in second.get(f"{task}/live").text
    first.post(f"{task}/complete", **REPORT)
    assert "Phạm Văn Viên đã hoàn thành việc này" in second.get(f"{task}/live").text


@pytest.mark.usefixtures("colleague")
@pytest.mark.parametrize(
    ("faster", "says"),
    [
        ("complete", "Phạm Văn Viên đã hoàn thành việc này"),
        ("claim", "Phạm Văn Viên đã nhận việc này sau khi bạn mở trang."),
        ("keep", "Phạm Văn Viên đã lưu một bản nháp khác"),
    ],
)
@pytest.mark.parametrize("way", ["complete", "keep", "compare"])
def test_who_was_overtaken_finds_everything_typed_beside_what_is_there(
    browse: Browse, faster: str, says: str, way: str
) -> None:
    first, second = browse("hd.cv"), browse("hd.cv2")
    task = task_of(first)
    before = opened(second, task)
    first.post(f"{task}/{faster}", **(REPORT if faster != "claim" else {}))
    mine = REPORT | {"narrative": "Nội dung của tôi"}
    answer = second.post(f"{task}/{way}", **mine, **before)
    assert answer.status_code == 409
    assert says in answer.text
    assert answer.text.count("Nội dung của tôi") >= 2
    assert ("Tiếp tục với nội dung của tôi" in answer.text) is (faster == "keep")
    if faster != "claim":
        assert "Đã triển khai." in answer.text
    quiet = kept_quietly(second, task, **mine, **before)
    assert quiet.status_code == 409
    assert says in quiet.json["text"]


@pytest.mark.usefixtures("colleague")
def test_who_was_overtaken_by_a_draft_goes_on_with_their_own(browse: Browse) -> None:
    first, second = browse("hd.cv"), browse("hd.cv2")
    task = task_of(first)
    before = opened(second, task)
    kept_quietly(first, task, **opened(first, task), narrative="của người thứ nhất")
    told = second.post(f"{task}/complete", narrative="của tôi", **before)
    carried = {name: hidden(told.text, name) for name in ("narrative", "seen", "form_seen")}
    form = second.post(f"{task}/resume", **carried)
    assert "của tôi" in form.text
    again = {name: hidden(form.text, name) for name in ("seen", "form_seen")}
    assert kept_quietly(second, task, narrative="của tôi", **again).json["state"] == "saved"
    assert "của tôi" in first.get(task).text


def test_a_form_of_another_version_is_shown_beside_todays_and_loses_no_field(
    browse: Browse,
) -> None:
    browser = browse("hd.cv")
    task = task_of(browser)
    before = opened(browser, task) | {"form_seen": "phien-ban-cu"}
    answer = browser.post(f"{task}/complete", **REPORT, **before, bỏ="ô không còn")
    assert answer.status_code == 409
    assert "Biểu mẫu của việc này đã đổi" in answer.text
    assert "ô không còn" in answer.text
    assert hidden(answer.text, "narrative") == "Đã triển khai."


def test_taking_the_task_keeps_what_was_typed(browse: Browse) -> None:
    browser = browse("hd.cv")
    task = task_of(browser)
    browser.post(f"{task}/claim", narrative="gõ dở", **opened(browser, task))
    page = browser.get(task).text
    assert "gõ dở" in page and "Bạn đã nhận việc này." in page
    browser.post(f"{task}/unclaim", narrative="gõ thêm", **opened(browser, task))
    page = browser.get(task).text
    assert "gõ thêm" in page and "Chưa ai nhận việc này." in page


def test_the_reviewer_sees_each_figure_beside_the_period_before(
    browse: Browse, web_sessions: sessionmaker[Session], review: str
) -> None:
    browser = browse("bo.cv")
    assert "Kỳ trước" not in browser.get(review).text
    with web_sessions.begin() as session:
        report = session.scalars(sa.select(Report).where(Report.submitted_at.is_not(None))).one()
        before = next_period(session, report)
        years = timedelta(days=730)
        before.period_start, before.period_end = before.period_start - years, report.period_start
        before.status, before.version = ACCEPTED, 1
        content = {"trainingCourses": 5, "participants": 1000}
        version = ReportVersion(
            report_id=before.id, version=1, form="report", content=content, nil=False
        )
        version.submitted_at = TODAY - years
        session.add(version)
    page = browser.get(review).text
    assert re.search(r"3 lớp</td>.*?5 lớp</td>.*?−2 lớp</td>", page, re.S)
    assert "+250 lượt người" in page


def test_the_history_says_who_did_what_in_words(browse: Browse, review: str) -> None:
    reporter, reviewer = browse("hd.cv"), browse("bo.cv")
    reviewer.post(f"{review}/claim")
    said = re.sub(r"<[^>]+>|\s+", " ", reviewer.get(f"{review}/history").text)
    assert re.search(r"Nguyễn Thị Bình\s+nhận việc «Xem xét báo cáo»", said)
    assert re.search(r"Phạm Văn Viên\s+nộp báo cáo \(lần 1\)", said)
    reviewer.post(f"{review}/complete", decision="return", remarks="Thiếu số liệu")
    said = re.sub(r"<[^>]+>|\s+", " ", reporter.get(f"{task_of(reporter)}/history").text)
    assert re.search(r"Nguyễn Thị Bình\s+trả lại báo cáo: Thiếu số liệu", said)
    assert re.search(r"Phạm Văn Viên\s+hoàn thành «Lập báo cáo»", said)
    assert "nhận việc «Xem xét báo cáo»" not in said


def test_whoever_sees_a_report_sees_at_whose_desk_it_lies(
    browse: Browse, web_sessions: sessionmaker[Session], world: World, review: str
) -> None:
    browse("bo.cv").post(f"{review}/claim")
    with web_sessions() as session:
        done = session.scalars(
            sa.select(WorkItem.id)
            .where(WorkItem.unit_id == world.units["hd.cv"], WorkItem.status == "done")
            .order_by(WorkItem.id.desc())
            .limit(1)
        ).one()
    browser = browse("hd.cv")
    page = browser.get(f"/inbox/{done}/diagram").text
    assert re.search(r"Xem xét báo cáo</th>.*?Bộ LĐTBXH.*?Nguyễn Thị Bình", page, re.S)
    overlays = re.search(r'data-overlays-url="([^"]+)"', page)
    assert overlays is not None
    found = browser.get(overlays[1].replace("&amp;", "&")).json["elements"]
    assert found["tonghop-xem-xet"]["label"] == "Nguyễn Thị Bình, Bộ LĐTBXH"


def test_a_list_hands_on_its_filter_and_the_task_leads_back_to_it(browse: Browse) -> None:
    browser = browse("bo.cv")
    browser_list = browser.get("/inbox?status=done").text
    links = re.findall(r'href="(/inbox/\d+\?back=[^"]+)"', browser_list)
    page = browser.get(links[0].replace("&amp;", "&")).text if links else browser.get("/inbox").text
    assert "//evil" not in page
    task = task_of(browse("hd.cv"))
    given = browse("hd.cv").get(f"{task}?back=//evil.example/inbox?status=open").text
    assert "evil" not in given.split("<main")[1]


def test_a_comment_of_the_page_is_sent_and_a_notice_leads_to_it(browse: Browse) -> None:
    browser = browse("hd.cv")
    task = task_of(browser)
    sent = browser.post(f"{task}/comments", audience="unit", body="Nhờ @hd.ld <b>xem</b>")
    assert sent.headers["Location"].startswith(f"{task}#y-")
    page = browser.get(task).text
    assert '<strong class="dd-mention">@Lê Thị Đạo</strong> &lt;b&gt;xem&lt;/b&gt;' in page
    assert "Đã báo cho Lê Thị Đạo." in page
    head = browse("hd.ld")
    link = re.search(r'href="(/comments/\d+)"', head.get("/notices").text)
    assert link is not None
    assert head.get(link[1]).headers["Location"] == sent.headers["Location"]
    assert browse("bo.cv").get(link[1]).status_code == 404
    refused = browser.post(f"{task}/comments", audience="unit", body=" ")
    assert refused.status_code == 422
    assert "Chưa có nội dung." in refused.text
