"""Writing a report on its page: drafts, files, last period; and reading what was submitted."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from engine.people import Account, create_account
from engine.reports import Report
from tests.helpers.reporting import next_period
from tests.helpers.samples import CSV, PDF, PNG, archive
from tests.web_world import PASSWORD, PASSWORDS, START, Browser, World

pytest_plugins = ("tests.web_fixtures",)

Browse = Callable[..., Browser]
REPORT = {
    "narrative": "Đã triển khai.",
    "trainingCourses": "3",
    "participants": "1.250",
    "femaleLeaderRate": "27,5",
    "femaleOfficers": "14",
}


def task_of(browser: Browser) -> str:
    found = re.search(r'href="(/inbox/\d+)"', browser.get("/inbox").text)
    assert found is not None
    return found[1]


def seen(page: str) -> str:
    found = re.search(r'name="seen" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def upload(browser: Browser, task: str, name: str, content: bytes, **typed: str) -> Any:
    """As a browser sends it (the test client would leave its own large files open)."""
    parts = [
        f'Content-Disposition: form-data; name="{key}"\r\n\r\n{value}'.encode()
        for key, value in {**typed, "csrf_token": browser.token()}.items()
    ]
    head = f'Content-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    parts.append(head.encode() + content)
    body = b"".join(b"--X\r\n" + part + b"\r\n" for part in parts) + b"--X--\r\n"
    return browser.client.post(
        f"{task}/files", data=body, content_type="multipart/form-data; boundary=X"
    )


def kept(folder: Path) -> list[Path]:
    return [p for p in (folder / "files").rglob("*") if p.is_file()]


def test_a_draft_is_kept_and_comes_back(browse: Browse) -> None:
    browser = browse("hd.cv")
    task = task_of(browser)
    saved = browser.post(f"{task}/draft", narrative="Đang viết", femaleLeaderRate="27,5")
    assert saved.headers["Location"] == task
    page = browser.get(task).text
    assert "Đã lưu nháp." in page
    assert "Đang viết" in page and 'value="27,5"' in page
    assert "Bản nháp do Phạm Văn Viên lưu lúc" in page


def test_a_wrong_draft_is_not_saved_and_nothing_typed_is_lost(browse: Browse) -> None:
    browser = browse("hd.cv")
    task = task_of(browser)
    refused = browser.post(f"{task}/draft", narrative="Đã gõ", trainingCourses="100001", nil="true")
    assert refused.status_code == 422
    assert "Không được quá 100.000." in refused.text
    assert "Đã gõ" in refused.text and 'value="100001"' in refused.text
    assert re.search(r'name="nil"[^>]*checked', refused.text)
    assert "Đã gõ" not in browser.get(task).text


def test_a_tick_taken_away_stays_away_when_the_page_comes_back(browse: Browse) -> None:
    browser = browse("hd.cv")
    task = task_of(browser)
    browser.post(f"{task}/draft", narrative="x", nil="true")
    assert re.search(r'name="nil"[^>]*checked', browser.get(task).text)
    again = browser.post(f"{task}/draft", narrative="x", trainingCourses="ba")
    assert not re.search(r'name="nil"[^>]*checked', again.text)


def test_the_second_of_two_officers_is_told_and_keeps_what_they_typed(
    browse: Browse, world: World, web_sessions: sessionmaker[Session]
) -> None:
    with web_sessions() as session, session.begin():
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
    first, second = browse("hd.cv"), browse("hd.cv2")
    task = task_of(first)
    before = seen(second.get(task).text)
    first.post(f"{task}/draft", narrative="của người thứ nhất", seen=before)
    told = second.post(f"{task}/draft", narrative="của người thứ hai", seen=before)
    assert told.status_code == 409
    assert "Phạm Văn Viên đã lưu một bản nháp khác" in told.text
    assert "của người thứ hai" in told.text
    assert "của người thứ nhất" in first.get(task).text
    second.post(f"{task}/draft", narrative="của người thứ hai", seen=seen(told.text))
    assert "của người thứ hai" in first.get(task).text


def test_files_are_attached_with_the_draft_and_downloaded_as_files(
    browse: Browse, tmp_path: Path
) -> None:
    browser = browse("hd.cv")
    task = task_of(browser)
    assert upload(browser, task, "Biên bản.pdf", PDF, narrative="Đã gõ").status_code == 302
    page = browser.get(task).text
    assert "Đã gõ" in page
    (link,) = re.findall(r'href="(/reports/\d+/files/\d+)"', page)
    with browser.get(link) as got:
        assert got.data == PDF
    assert got.headers["Content-Disposition"].startswith("attachment;")
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in got.headers["Content-Security-Policy"]
    assert browse("bd.cv").get(link).status_code == 404
    assert browse().get(link).status_code == 302
    remove = re.search(r'formaction="([^"]+/remove)"', page)
    assert remove is not None
    browser.post(remove[1], narrative="Vẫn còn")
    page = browser.get(task).text
    assert "Vẫn còn" in page and "Biên bản.pdf" not in page


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", b"<svg onload='alert(1)'/>"),
        ("a.txt", b"<html><script>alert(1)</script>"),
        ("a.png", PNG + archive({"a": b""})),
        ("a.pdf", PNG),
    ],
)
def test_a_file_in_disguise_is_refused_by_its_name(
    browse: Browse, tmp_path: Path, name: str, content: bytes
) -> None:
    browser = browse("hd.cv")
    task = task_of(browser)
    refused = upload(browser, task, name, content, narrative="Đã gõ")
    assert refused.status_code == 422
    assert f"Không đính kèm được «{name}»" in refused.text
    assert "Đã gõ" in refused.text
    assert kept(tmp_path) == []
    assert "Đã gõ" not in browser.get(task).text


def test_fifty_megabytes_are_refused_in_a_sentence(browse: Browse, tmp_path: Path) -> None:
    browser = browse("hd.cv")
    task = task_of(browser)
    for size, status, said in ((50, 422, "tệp quá lớn"), (70, 413, "tối đa 64 MB")):
        refused = upload(browser, task, "a.txt", b"a" * size * 2**20, narrative="Đã gõ")
        assert refused.status_code == status
        assert said in refused.text
    assert kept(tmp_path) == []


def test_a_larger_body_is_taken_at_uploads_only(browse: Browse) -> None:
    browser = browse("hd.cv")
    refused = browser.post(f"{task_of(browser)}/draft", narrative="a" * 11 * 2**20)
    assert refused.status_code == 413
    assert "tối đa 10 MB" in refused.text


def test_no_file_is_attached_to_what_was_submitted(browse: Browse, tmp_path: Path) -> None:
    browser = browse("hd.cv")
    task = task_of(browser)
    browser.post(f"{task}/complete", **REPORT)
    assert upload(browser, task, "a.csv", CSV).status_code == 409
    assert browser.post(f"{task}/draft", narrative="x").status_code == 409
    assert kept(tmp_path) == []


def test_without_a_token_nothing_is_attached(browse: Browse) -> None:
    browser = browse("hd.cv")
    task = task_of(browser)
    data = {"file": (io.BytesIO(CSV), "a.csv")}
    assert browser.client.post(f"{task}/files", data=data).status_code == 400


def test_the_reviewer_sees_every_version_its_remarks_and_files(browse: Browse) -> None:
    reporter, reviewer = browse("hd.cv"), browse("bo.cv")
    task = task_of(reporter)
    upload(reporter, task, "bảng.csv", CSV, **REPORT)
    reporter.post(f"{task}/complete", **REPORT)
    review = task_of(reviewer)
    assert "bảng.csv" in reviewer.get(review).text
    refused = reviewer.post(f"{review}/complete", decision="return")
    assert refused.status_code == 422
    assert "Hãy điền «Nhận xét»." in refused.text
    reviewer.post(f"{review}/complete", decision="return", remarks="Thiếu biên bản.")
    again = task_of(reporter)
    assert "Thiếu biên bản." in reporter.get(again).text
    reporter.post(f"{again}/complete", **REPORT | {"trainingCourses": "5"})
    link = re.search(r'href="(/reports/\d+)"', reporter.get(again).text)
    assert link is not None
    page = reviewer.get(link[1]).text
    assert page.index("Lần nộp 2") < page.index("Lần nộp 1") < page.index("Thiếu biên bản.")
    assert page.count("bảng.csv") == 2
    assert browse("bd.cv").get(link[1]).status_code == 404


def test_the_next_period_begins_with_the_stocks_and_one_click_fills_in_the_rest(
    browse: Browse, web_sessions: sessionmaker[Session]
) -> None:
    browser = browse("hd.cv")
    task = task_of(browser)
    browser.post(f"{task}/complete", **REPORT)
    with web_sessions() as session, session.begin():
        first = session.scalars(sa.select(Report).where(Report.version == 1)).one()
        later = next_period(session, first)
        # The same task again, as if the next period had opened.
        session.execute(
            sa.text(
                "UPDATE work_item SET status = 'open', answers = NULL, subject = :s WHERE id = :i"
            ),
            {"s": later.subject, "i": int(task.rsplit("/", 1)[1])},
        )
        session.execute(
            sa.text("UPDATE report SET status = 'open', version = 0, content = NULL WHERE id = :i"),
            {"i": later.id},
        )
    page = browser.get(task).text
    assert "Kỳ trước đã báo cáo" in page
    assert "Lấy sẵn từ kỳ" in page
    assert re.search(r'value="14" id="femaleOfficers"', page)
    assert not re.search(r'value="3" id="trainingCourses"', page)
    filled = browser.post(f"{task}/last-period", participants="7").text
    assert re.search(r'value="3" id="trainingCourses"', filled)
    assert re.search(r'value="7" id="participants"', filled)
    assert "chưa lưu" in filled
    assert not re.search(r'value="3" id="trainingCourses"', browser.get(task).text)


def test_who_uploads_is_known(browse: Browse, web_sessions: sessionmaker[Session]) -> None:
    browser = browse("hd.cv")
    upload(browser, task_of(browser), "a.csv", CSV)
    with web_sessions() as session:
        name = session.scalar(
            sa.select(Account.username).where(
                Account.id == sa.text("(SELECT uploaded_by FROM attachment)")
            )
        )
    assert name == "hd.cv"
