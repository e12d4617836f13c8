"""Inspections on their pages: from the year's plan to the remedies, and who sees and does what."""

import re

import pytest

from tests.helpers.pages import in_both_languages, join, led, refused, task_of, told

pytest_plugins = ("tests.web_fixtures",)
UNIT = "huyện Thanh Hà, tỉnh Hải Dương"
ROUND = {
    "title": "Kiểm tra công tác bình đẳng giới",
    "regime": "chuyen-nganh",
    "scope": "Thực hiện kế hoạch năm 2023",
    "starts_on": "29/05/2023",
    "ends_on": "30/06/2023",
}
DECISION = {
    "number": "812",
    "symbol": "QĐ-UBND",
    "issued_on": "29/05/2023",
    "outline": "1. Kết quả\n2. Khó khăn",
    "report_due": "05/06/2023",
    "basis": "Kế hoạch kiểm tra năm 2023",
    "rows": "4",
    "m0_name": "Nguyễn Văn Trưởng",
    "m1_name": "Trần Thị Viên",
    "m1_duty": "Thư ký",
    "m1_unit": "huyện Thanh Hà",
}
MINUTES = {"minutesOn": "29/05/2023", "findings": "Chưa mở sổ\nChưa bố trí kinh phí"}
RESULT = {
    "outcome": "chan-chinh",
    "number": "33",
    "symbol": "UBND-VX",
    "issuedOn": "29/05/2023",
    "conclusion": "Cần khắc phục",
    "remedies": "Mở sổ theo dõi | 15/06/2023",
}


@pytest.fixture
def officer(browse):
    return browse("hd.cv")


@pytest.fixture
def head(browse):
    return browse("hd.ld")


@pytest.fixture
def inspected(browse, web_sessions, world):
    join(web_sessions, world, "th.cv", UNIT, "chuyenvien")
    return browse("th.cv")


@pytest.fixture
def round_page(officer):
    """The address of a planned round with Thanh Hà on its list."""
    units = led(officer.post("/inspection-rounds/new", **ROUND))
    led(officer.post(f"{units}/add", add="huyện Thanh Hà", add_why="Nhiều báo cáo chậm"))
    return units.removesuffix("/units")


@pytest.fixture
def opened(officer, head, round_page):
    """The round with its decision signed, its plan approved and its unit notified."""
    led(head.post(f"{round_page}/decision", **DECISION))
    led(officer.post(task_of(officer.get(round_page).text), schedule="Ngày 29/5 tại huyện"))
    led(head.post(task_of(head.get(round_page).text), decision="approve"))
    return round_page


@pytest.fixture
def inspection(officer, opened):
    """The address of Thanh Hà's inspection."""
    return re.search(r'href="(/inspections/\d+)"', officer.get(opened).text)[1]


def do(browser, address, **answers):
    """Finish the task that waits on the page."""
    return browser.post(task_of(told(browser.get(address))), **answers)


def announced(officer, inspection):
    led(do(officer, inspection, announcedOn="29/05/2023", place="UBND huyện", mode="onsite"))


def recorded(officer, inspection):
    announced(officer, inspection)
    led(do(officer, inspection, visitedOn="29/05/2023", work="Xem hồ sơ"))
    led(do(officer, inspection, signature="signed", **MINUTES))


def test_a_year_s_plan_holds_the_rounds_that_begin_in_it(officer, head):
    told(officer.get("/inspection-plans"), "Lập kế hoạch kiểm tra năm")
    plan = {"year": "2023", "title": "Kế hoạch kiểm tra", "issued_on": "03/01/2023"}
    address = led(officer.post("/inspection-plans/new", number="5", symbol="KH-UBND", **plan))
    led(officer.post("/inspection-rounds/new", **ROUND))
    told(officer.get(address), ROUND["title"], "5/KH-UBND")
    told(head.get("/inspection-plans"), "Kế hoạch kiểm tra")
    again = officer.post("/inspection-plans/new", **plan | {"title": "Kế hoạch nữa"})
    refused(again, 422, "đã có kế hoạch kiểm tra năm 2023", "Kế hoạch nữa")


def test_units_are_drawn_by_rules_and_each_says_why(officer):
    units = led(officer.post("/inspection-rounds/new", **ROUND))
    draw = {
        "tier": "huyen",
        "seed": "20230529",
        "named_units": "huyện Thanh Hà",
        "never_count": "1",
        "never_years": "3",
        "random_count": "2",
    }
    led(officer.post(f"{units}/draw", **draw))
    page = told(officer.get(units), "ưu tiên đích danh", "chưa từng được kiểm tra", "ngẫu nhiên")
    drawn = re.findall(r'<td class="dd-strong">([^<]+)</td>', page)
    assert (len(drawn), drawn[0]) == (4, "UBND huyện Thanh Hà")
    record = units.removesuffix("/units") + "/draw"
    told(officer.get(record), "20230529", "kiểm lại: đúng")
    led(officer.post(f"{units}/draw", **draw))
    assert re.findall(r'<td class="dd-strong">([^<]+)</td>', officer.get(units).text) == drawn


def test_a_list_amended_by_hand_keeps_its_draw_and_the_reason(officer):
    units = led(officer.post("/inspection-rounds/new", **ROUND))
    led(officer.post(f"{units}/draw", tier="huyen", random_count="3", seed="20230529"))
    first = re.search(r'<option value="(\d+)"', officer.get(units).text)[1]
    led(officer.post(f"{units}/remove", remove=first, remove_why="Mới kiểm tra tháng 4"))
    led(officer.post(f"{units}/add", add="thành phố Chí Linh", add_why="Có đơn thư"))
    record = units.removesuffix("/units") + "/draw"
    told(officer.get(record), "kiểm lại: đúng", "Mới kiểm tra tháng 4", "Có đơn thư")


@pytest.mark.parametrize(
    ("path", "typed", "words"),
    [
        ("add", {"add": "huyện Không Có", "add_why": "Vì thế"}, ("huyện Không Có", "Vì thế")),
        ("add", {"add": "tỉnh Bình Định", "add_why": "Vì thế"}, ("không trực thuộc", "Vì thế")),
        ("add", {"add": "huyện Thanh Hà", "add_why": ""}, ("Hãy ghi ô này", "huyện Thanh Hà")),
        ("remove", {"remove": "", "remove_why": "Vì thế"}, ("Hãy ghi ô này", "Vì thế")),
        ("draw", {"never_count": "x", "never_years": "99"}, ("từ 1 đến 2000", 'value="99"')),
        ("draw", {"seed": "12"}, ("ít nhất một quy tắc", 'value="12"')),
        ("draw", {"named_units": "xã Đâu Đó"}, ("xã Đâu Đó", "dd-field-error")),
    ],
)
def test_a_choice_that_cannot_be_keeps_what_was_typed(officer, round_page, path, typed, words):
    refused(officer.post(f"{round_page}/units/{path}", **typed), 422, *words)


def test_a_round_that_cannot_be_keeps_what_was_typed(officer):
    wrong = ROUND | {"ends_on": "01/05/2023", "regime": "", "scope": ""}
    page = refused(officer.post("/inspection-rounds/new", **wrong), 422, ROUND["title"])
    assert page.count("dd-field-error") == 3
    wrong = ROUND | {"starts_on": "31/02/2023"}
    refused(
        officer.post("/inspection-rounds/new", **wrong), 422, "31/02/2023", "không có trong lịch"
    )


def test_a_decision_that_does_not_hold_keeps_the_team(head, round_page):
    address = f"{round_page}/decision"
    wrong = DECISION | {"number": "", "m1_unit": "huyện Không Có"}
    page = refused(head.post(address, **wrong), 422, "Trần Thị Viên", "2. Khó khăn")
    assert page.count("dd-field-error") == 2
    late = DECISION | {"report_due": "30/12/2023"}
    refused(head.post(address, **late), 422, "phải từ", "Nguyễn Văn Trưởng")
    more = told(head.post(address, more="1", **DECISION), "m7_name", "Trần Thị Viên")
    assert "m8_name" not in more


def test_the_steps_of_a_round_are_done_on_its_pages(officer, head, inspected, inspection, opened):
    told(inspected.get("/inspections"), ROUND["title"])
    led(do(inspected, inspection, selfResults="Đã thực hiện đủ"))
    announced(officer, inspection)
    # Cơ quan cấp tỉnh: 10 ngày từ công bố 29/5, hết ngày 8/6; gia hạn một lần 5 ngày.
    told(officer.get(inspection), "Đã thực hiện đủ", "hết ngày 08/06/2023", "còn 10 ngày")
    refused(head.post(f"{inspection}/extension", extend_days="9", extend_why=""), 422, 'value="9"')
    led(head.post(f"{inspection}/extension", extend_days="", extend_why="Phức tạp"))
    told(officer.get(inspection), "hết ngày 13/06/2023", "Phức tạp")
    assert head.post(f"{inspection}/extension", extend_why="Nữa").status_code == 409
    led(do(officer, inspection, visitedOn="29/05/2023", work="Xem hồ sơ"))
    bad = do(officer, inspection, signature="refused", **MINUTES)
    refused(bad, 422, "người chứng kiến", "Chưa mở sổ")
    witness = {"witnessKind": "witness", "witnessName": "Lê Văn A", "witnessTitle": "Thôn 1"}
    signed = {"signature": "refused", "refusalReason": "Không đồng ý"} | witness
    led(do(officer, inspection, **MINUTES, **signed))
    told(officer.get(inspection), "đơn vị không ký", "Lê Văn A", "Chưa bố trí kinh phí")
    wrong = do(head, inspection, **RESULT | {"remedies": "Mở sổ"})
    refused(wrong, 422, "dòng 1", "Cần khắc phục")
    led(do(head, inspection, **RESULT))
    page = told(inspected.get(inspection), "Mở sổ theo dõi", "hết ngày 15/06/2023", "chưa nộp")
    told(inspected.get(re.search(r'href="(/reports/\d+)"', page)[1]), "Mở sổ theo dõi")
    led(do(officer, opened, roundSummary="Một đơn vị phải khắc phục"))
    told(officer.get(opened), "đã báo cáo kết quả", "Một đơn vị phải khắc phục")


def test_the_inspected_unit_sees_its_own_part_only(officer, inspected, head, round_page, browse):
    led(officer.post(f"{round_page}/units/add", add="huyện Ninh Giang", add_why="Bổ sung"))
    assert inspected.get(round_page).status_code == 404
    led(head.post(f"{round_page}/decision", **DECISION))
    led(do(officer, round_page, schedule="Lịch"))
    assert inspected.get(round_page).status_code == 404
    led(do(head, round_page, decision="approve"))
    numbers = re.findall(r'href="(/inspections/\d+)"', officer.get(round_page).text)
    page = told(inspected.get(round_page), "Đơn vị của bạn", "Thanh Hà")
    assert "Ninh Giang" not in page
    assert "Nhiều báo cáo chậm" not in page
    assert [inspected.get(n).status_code for n in numbers] == [200, 404]
    for path in (f"{round_page}/draw", f"{round_page}/units", *numbers, round_page):
        assert browse("bd.cv").get(path).status_code == 404
    assert inspected.get(f"{round_page}/draw").status_code == 404


def test_only_whose_step_it_is_may_do_it(officer, head, browse, round_page):
    clerk = browse("hd.vt")
    assert clerk.get("/inspection-rounds/new").status_code == 403
    assert clerk.post("/inspection-plans/new", year="2023").status_code == 403
    assert head.post(f"{round_page}/units/draw", random_count="1").status_code == 403
    assert officer.post(f"{round_page}/decision", **DECISION).status_code == 403
    assert (
        "Ký quyết định"
        not in officer.get(round_page).text.split("<aside")[0].split("dd-actions")[1]
    )
    led(head.post(f"{round_page}/decision", **DECISION))
    assert officer.post(f"{round_page}/units/draw", random_count="1").status_code == 409
    task = task_of(officer.get(round_page).text)
    assert head.post(task, schedule="Lịch").status_code == 403


def test_two_at_one_task_lose_nothing_typed(officer, browse, opened, inspection):
    task = task_of(officer.get(inspection).text)
    given = {"announcedOn": "29/05/2023", "place": "Hội trường", "mode": "onsite"}
    led(officer.post(task, **given))
    late = officer.post(task, **given | {"place": "Phòng họp số 2"})
    refused(late, 409, "Nội dung bạn đã nhập", "Phòng họp số 2")


def test_lists_are_found_without_accents_filtered_and_taken_out(officer, round_page, browse):
    for found in ("?q=binh+dang+gioi", "?side=ours&status=planned&year=2023", "?q=KE+HOACH"):
        told(officer.get(f"/inspections{found}"), ROUND["title"])
    for none in ("?q=chay+no", "?side=about-us", "?status=open", "?year=2021", "?year=0"):
        page = told(officer.get(f"/inspections{none}"))
        assert (ROUND["title"] in page) == (none == "?year=0")
    assert officer.get("/inspections.xlsx?q=binh+dang").mimetype.endswith("spreadsheetml.sheet")
    assert officer.get(f"{round_page}.xlsx").status_code == 200
    assert officer.get("/inspections?after=1").status_code == 400
    told(browse("bd.cv").get("/inspections"), "Chưa có đợt kiểm tra nào")


def test_every_page_opens_in_both_languages(officer, head, inspected, round_page):
    for path in ("/inspections", "/inspection-plans", "/inspection-plans/new"):
        in_both_languages(officer, path)
    for path in ("/inspection-rounds/new", round_page, f"{round_page}/units", f"{round_page}/draw"):
        in_both_languages(officer, path)
    in_both_languages(head, f"{round_page}/decision")
    led(head.post(f"{round_page}/decision", **DECISION))
    led(do(officer, round_page, schedule="Lịch"))
    led(do(head, round_page, decision="approve"))
    inspection = re.search(r'href="(/inspections/\d+)"', officer.get(round_page).text)[1]
    recorded(officer, inspection)
    led(do(head, inspection, **RESULT))
    for browser in (officer, head, inspected):
        in_both_languages(browser, inspection)
        in_both_languages(browser, round_page)
