"""Assignments inside a unit, on their pages: given, taken, worked on, submitted, reviewed."""

import re
from datetime import timedelta

import pytest

from tests.helpers.pages import in_both_languages, join, led, refused, task_of, told

pytest_plugins = ("tests.web_fixtures",)


@pytest.fixture
def head(browse):
    return browse("hd.ld")


@pytest.fixture
def officer(browse):
    return browse("hd.cv")


@pytest.fixture
def given(world):
    return {
        "directive_id": str(world.root),
        "lead": "hd.cv",
        "due_on": "15/06/2023",
        "expected": "Dự thảo kế hoạch",
        "task": "Soạn kế hoạch của tỉnh",
    }


@pytest.fixture
def assignment(head, given):
    return led(head.post("/assignments/new", **given, coordinators="hd.vt"))


def test_work_is_given_done_returned_and_accepted(head, officer, assignment):
    told(officer.get(assignment), "Soạn kế hoạch của tỉnh", "Trần Văn Thư", "hết ngày 15/06/2023")
    refused(officer.post(f"{assignment}/progress", percent="120", said="Một nửa"), 422, "Một nửa")
    led(officer.post(f"{assignment}/progress", percent="50", said="Xong phần 1"))
    task = task_of(told(head.get("/assignments"), "50/100") and officer.get(assignment).text)
    refused(officer.post(task, product=" "), 422, "dd-field-error")
    led(officer.post(task, product="Dự thảo số 1"))
    led(head.post(task_of(head.get(assignment).text), decision="return", remarks="Thiếu phụ lục"))
    told(officer.get(assignment), "Thiếu phụ lục", "đang làm")
    led(officer.post(task_of(officer.get(assignment).text), product="Dự thảo số 2"))
    led(head.post(task_of(head.get(assignment).text), decision="accept"))
    told(officer.get(assignment), "đã xong", "Dự thảo số 2")
    told(officer.get("/assignments?done=1"), assignment)
    late = officer.post(f"{assignment}/progress", percent="60", said="Muộn rồi")
    refused(late, 409, "Muộn rồi")


def test_work_given_to_a_post_is_taken_by_one_officer(
    head, officer, given, browse, web_sessions, world
):
    join(web_sessions, world, "hd.cv2", "tỉnh Hải Dương", "chuyenvien")
    address = led(head.post("/assignments/new", **given | {"lead": "chuyenvien"}))
    told(officer.get(address), "chưa ai nhận")
    led(officer.post(f"{address}/take"))
    assert "chưa ai nhận" not in told(officer.get(address), "Bạn đã nhận việc này")
    assert browse("hd.cv2").post(f"{address}/take").status_code == 409


def test_a_provision_or_a_report_may_be_given(head, world, given):
    form = told(head.get(f"/assignments/new?directive_id={world.root}"), "Phạm Văn Viên")
    provision = re.findall(
        r'value="(\d+)"', re.search(r'name="provision_id".*?</select>', form, re.S)[0]
    )[0]
    address = led(head.post("/assignments/new", **given | {"provision_id": provision, "task": ""}))
    assert "Soạn kế hoạch" not in told(head.get(address))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"lead": ""}, ("Hãy ghi ô này",)),
        ({"due_on": "01/01/2023"}, ("hạn đã qua",)),
        ({"due_on": "31/02/2023"}, ("không có trong lịch",)),
        ({"expected": ""}, ("Hãy ghi ô này",)),
        ({"directive_id": ""}, ("Hãy chọn văn bản",)),
        ({"directive_id": "999999"}, ("Không tìm thấy",)),
        ({"lead": "khong.co"}, ("khong.co",)),
        ({"lead": "hd.vt"}, ("không phải chuyên viên",)),
        ({"coordinators": "hd.cv"}, ("hai lần",)),
    ],
)
def test_what_cannot_be_given_keeps_what_was_typed(head, given, wrong, words):
    page = refused(head.post("/assignments/new", **given | wrong), 422, *words)
    assert "Soạn kế hoạch của tỉnh" in page


def test_rates_of_each_person_are_seen_inside_the_unit_only(officer, assignment, browse, world):
    world.now += timedelta(days=30)
    told(browse("hd.cv").get("/assignments/people"), "Phạm Văn Viên")
    assert "Phạm Văn Viên" not in told(browse("bd.cv").get("/assignments/people"))
    for path in (assignment, f"{assignment}/progress", f"{assignment}/take"):
        assert browse("bo.cv").post(path).status_code in (404, 405)
    assert browse("bo.cv").get(assignment).status_code == 404
    assert assignment not in told(browse("bo.cv").get("/assignments"))


def test_only_the_head_gives_and_only_members_say_how_far_it_is(officer, assignment, browse):
    assert officer.get("/assignments/new").status_code == 403
    assert officer.post("/assignments/new", lead="hd.cv").status_code == 403
    said = {"percent": "10", "said": "x"}
    assert browse("hd.ld").post(f"{assignment}/progress", **said).status_code == 403
    led(browse("hd.vt").post(f"{assignment}/progress", **said))


def test_lists_are_found_filtered_paged_and_taken_out(officer, head, assignment, given):
    for path in ("?mine=1", "?q=soan+ke+hoach"):
        told(officer.get(f"/assignments{path}"), assignment)
    for browser, none in ((head, "?mine=1"), (officer, "?q=chay"), (officer, "?done=1")):
        assert assignment not in told(browser.get(f"/assignments{none}"))
    assert officer.get("/assignments?after=x").status_code == 400
    assert officer.get("/assignments.xlsx").status_code == 200


def test_every_page_opens_in_both_languages(officer, head, assignment, world):
    for path in ("/assignments", "/assignments?done=1", "/assignments/people", assignment):
        in_both_languages(officer, path)
    in_both_languages(head, f"/assignments/new?directive_id={world.root}")
