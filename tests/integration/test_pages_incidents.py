"""Incidents on their pages: reported, received, passed on, closed; who sees the chain."""

from datetime import timedelta

import pytest

from tests.helpers.pages import in_both_languages, join, led, refused, task_of, told

pytest_plugins = ("tests.web_fixtures",)
UNIT = "huyện Thanh Hà, tỉnh Hải Dương"
STORM = {
    "urgency": "khan",
    "title": "Lốc xoáy làm tốc mái 12 nhà",
    "day": "29/05/2023",
    "hour": "9:15",
    "place": "Xã Thanh Xá",
    "text": "Không có thiệt hại về người.",
}


@pytest.fixture
def reporter(browse, web_sessions, world):
    join(web_sessions, world, "th.cv", UNIT, "chuyenvien")
    return browse("th.cv")


@pytest.fixture
def storm(reporter):
    return led(reporter.post("/incidents/new", **STORM))


def test_an_incident_goes_up_is_handled_and_closed_with_its_minutes(reporter, storm, browse, world):
    told(reporter.get(storm), "UBND tỉnh Hải Dương đang giữ", "45 phút")
    officer, head = browse("hd.cv"), browse("hd.ld")
    world.now += timedelta(minutes=20)
    led(officer.post(task_of(told(officer.get(storm))), receivedNote="Đã cử lực lượng"))
    led(reporter.post(f"{storm}/notes", note="Có 2 người bị thương nhẹ"))
    task = task_of(told(head.get(storm), "2 người bị thương", "tiếp nhận sau 20 phút"))
    refused(head.post(task, decision="close", outcome=" "), 422, "Hãy ghi kết quả")
    world.now += timedelta(hours=2)
    head = browse("hd.ld")
    led(head.post(task, decision="close", outcome="Đã dựng lại nhà"))
    reporter = browse("th.cv")
    told(reporter.get(storm), "đã kết thúc", "Đã dựng lại nhà", "kết thúc sau 2 giờ 20 phút")
    late = reporter.post(f"{storm}/notes", note="Thêm nữa")
    refused(late, 409, "đã kết thúc", "Thêm nữa")
    told(reporter.get("/incidents?closed=1"), STORM["title"])


def test_what_is_beyond_a_body_goes_one_further_up(storm, browse):
    officer, head = browse("hd.cv"), browse("hd.ld")
    led(officer.post(task_of(officer.get(storm).text), receivedNote=""))
    task = task_of(head.get(storm).text)
    led(head.post(task, decision="forward", handlingNote="Đề nghị hỗ trợ"))
    page = told(head.get(storm), "chuyển cấp trên sau", "Đề nghị hỗ trợ")
    assert "/tasks/" not in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": ""}, ("Hãy ghi ô này",)),
        ({"hour": "25:00"}, ("Hãy ghi giờ",)),
        ({"day": "30/02/2023"}, ("không có trong lịch",)),
        ({"day": "30/05/2023"}, ("tương lai",)),
        ({"urgency": "x"}, ("Hãy chọn một mục",)),
        ({"duty": "999999"}, ("Có 1 ô chưa đúng",)),
    ],
)
def test_a_report_that_cannot_be_keeps_what_was_typed(reporter, wrong, words):
    page = refused(reporter.post("/incidents/new", **STORM | wrong), 422, *words)
    assert "Không có thiệt hại về người." in page and "Xã Thanh Xá" in page


def test_an_empty_addition_is_said_at_its_field(reporter, storm):
    refused(reporter.post(f"{storm}/notes", note=" "), 422, "Hãy ghi ô này", 'id="note-error"')


def test_only_the_chain_sees_it_and_only_the_holder_acts(storm, reporter, browse):
    stranger = browse("bd.cv")
    assert stranger.get(storm).status_code == 404
    assert stranger.post(f"{storm}/notes", note="x").status_code == 404
    assert "Lốc xoáy" not in told(stranger.get("/incidents"))
    officer = browse("hd.cv")
    task = task_of(officer.get(storm).text)
    assert reporter.post(task, receivedNote="").status_code == 404
    assert browse("hd.ld").post(task, receivedNote="").status_code == 403
    assert officer.post(f"{storm}/notes", note="x").status_code == 403
    assert browse("admin").get("/incidents/new").status_code == 403


def test_lists_are_filtered_found_and_taken_out(storm, reporter, browse):
    for browser, path in ((reporter, "?side=ours"), (browse("hd.cv"), "?side=held&urgency=khan")):
        told(browser.get(f"/incidents{path}"), STORM["title"])
    told(reporter.get("/incidents?q=toc+mai"), STORM["title"])
    for none in ("?q=chay", "?closed=1", "?side=held", "?urgency=thuong"):
        assert STORM["title"] not in told(reporter.get(f"/incidents{none}"))
    assert reporter.get("/incidents.xlsx?q=loc").status_code == 200


def test_every_page_opens_in_both_languages(storm, reporter, browse):
    for path in ("/incidents", "/incidents?closed=1", "/incidents/new", storm):
        in_both_languages(reporter, path)
    in_both_languages(browse("hd.cv"), storm)
