"""One process from an empty drawing to running instances that are brought to its second version."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.designing import (
    become,
    canvas,
    connect_to,
    draft,
    drawn,
    finish_name,
    open_editor,
    pad,
    place,
    selected,
    shape,
    sign_in,
    write_feel,
)

pytestmark = pytest.mark.timeout(600)
KEY = "ra-soat-nha-tam"
TITLE = "Rà soát nhà tạm"
TASK = "Rà soát"
MESSAGE = "Văn bản chỉ đạo"
RUNS = "Không có gì phải sửa: chạy được."
COMMUNES = 13


def test_a_process_is_drawn_rehearsed_deployed_worked_changed_and_migrated(
    page: Page, product: str
) -> None:
    sign_in(page, product, "thietke")
    first = draft(page, product, "bpmn", KEY, TITLE)
    open_editor(page, product, first)
    draw_what_communes_do(page)
    draw_what_the_district_sends(page)
    mend(page)
    reminder = give_a_timer(page)
    save(page)

    rehearse(page, product, first)
    deploy(page, product, first, 1, "Mới")

    issue(page, product)
    work(page, product)
    assert running(page, product) == {1: COMMUNES - 1}

    second = change_the_timer(page, product, reminder)
    deploy(page, product, second, 2, "Nhắc sớm hơn")
    migrate(page, product)
    assert running(page, product) == {2: COMMUNES - 1, 1: 0}


def draw_what_communes_do(page: Page) -> None:
    """The pool that is there: a letter comes, an expert works."""
    shape(page, f"{KEY}-start").click()
    become(page, "message-start")
    pad(page, "append.append-task")
    page.keyboard.type(TASK)
    finish_name(page)
    page.select_option("[name='dondoc-role']", "chuyenvien")
    page.select_option("[name='dondoc-form']", "implement")
    pad(page, "append.end-event")
    finish_name(page)


def draw_what_the_district_sends(page: Page) -> None:
    """A pool of its own, and the letter's way from there."""
    place(page, "create.participant-expanded", 560, 560, "UBND cấp huyện")
    page.check("[name='dondoc-tier-huyen']")
    place(page, "create.start-event", 400, 560, "Ban hành")
    pad(page, "append.intermediate-event")
    finish_name(page)
    become(page, "message-intermediate-throw")
    throw = selected(page)
    pad(page, "append.end-event")
    finish_name(page)
    shape(page, throw).click()
    connect_to(page, shape(page, f"{KEY}-start"))


def mend(page: Page) -> None:
    """What the check says of the letter is put right, beginning at the findings."""
    rows = page.locator(".dd-finding-row")
    rows.filter(has_text="Chưa nói gửi").click()
    write_feel(page, "dondoc-recipients", "directive.recipients")
    expect(rows.filter(has_text="Chưa nói gửi")).to_have_count(0)
    rows.filter(has_text="Sự kiện trung gian").click()
    choose_message(page, "create-new")
    page.fill("[name='messageName']", MESSAGE)
    expect(rows.filter(has_text="Sự kiện trung gian")).to_have_count(0)
    rows.filter(has_text="Bắt đầu").click()
    choose_message(page, MESSAGE)
    expect(page.locator("[data-findings-told]")).to_have_text(RUNS)


def choose_message(page: Page, name: str) -> None:
    """In the panel of the selected event."""
    group = page.locator("[data-group-id='group-message']")
    field = group.locator("[name='messageRef']")
    if not field.is_visible():
        group.locator(".bio-properties-panel-group-header").click()
    field.select_option(name)


def give_a_timer(page: Page) -> str:
    """A reminder that does not end the task; its id."""
    box, corner = drawn(page, TASK).bounding_box(), canvas(page)
    assert box is not None
    bottom = box["y"] + box["height"] - corner["y"]
    place(page, "create.intermediate-event", box["x"] + 60 - corner["x"], bottom)
    become(page, "non-interrupting-timer-boundary")
    reminder = selected(page)
    write_timer(page, 7)
    pad(page, "append.end-event")
    finish_name(page)
    expect(page.locator("[data-findings-told]")).to_have_text(RUNS)
    return reminder


def write_timer(page: Page, days: int) -> None:
    """Of the selected event; the panel says it in plain words."""
    write_feel(page, "dondoc-timer", f"working days after(now(), {days}")
    echo = page.locator("[data-entry-id='dondoc-timer-echo']")
    expect(echo).to_contain_text(f"{days} ngày làm việc")


def save(page: Page) -> None:
    page.keyboard.press("Control+s")
    expect(page.locator("[data-status]")).to_contain_text("Đã lưu")


def rehearse(page: Page, product: str, number: int) -> None:
    """A month of a district's directive by this draft: what each day would bring."""
    page.goto(f"{product}/designer/drafts/{number}")
    page.locator("main").get_by_role("link", name="Diễn tập", exact=True).click()
    page.get_by_label("Văn bản mẫu").last.select_option("vi-xuyen-2023")
    page.get_by_label("Diễn tập đến hết ngày").fill("31/5/2023")
    page.get_by_role("button", name="Bắt đầu diễn tập").click()
    page.get_by_role("link", name="Xem kết quả").click(timeout=60_000)
    found = page.locator("main")
    expect(found).to_contain_text("văn bản đến 24 đơn vị, sinh ra 24 việc")
    expect(found).to_contain_text("nhưng sơ đồ không có nhóm nào của cấp đó")
    expect(shape(page, f"{KEY}-start")).to_be_visible()


def deploy(page: Page, product: str, number: int, version: int, note: str) -> None:
    """One designer asks, another approves and deploys today."""
    page.goto(f"{product}/designer/drafts/{number}")
    page.get_by_role("button", name="Gửi thẩm định").click()
    as_person(page, product, "thietke2")
    page.goto(f"{product}/designer/drafts/{number}")
    page.get_by_role("button", name="Duyệt").click()
    page.get_by_label("Thay đổi gì, vì sao").fill(note)
    page.get_by_role("button", name="Triển khai phiên bản").click()
    page.get_by_role("link", name=f"phiên bản {version}").click()
    expect(page.get_by_role("row").filter(has_text=note)).to_contain_text("đang dùng")


def issue(page: Page, product: str) -> None:
    """A district issues a directive by the new process, to its communes."""
    as_person(page, product, "huyen.lanhdao")
    page.goto(f"{product}/directives/drafts")
    page.get_by_role("button", name="Soạn văn bản mới").click()
    page.get_by_label("Trích yếu").fill(TITLE)
    page.get_by_label("Quy trình thực hiện").select_option(KEY)
    onward(page)
    onward(page)
    page.get_by_label("Tất cả đơn vị của một cấp").select_option(
        label="UBND cấp xã (trực thuộc trực tiếp)"
    )
    page.get_by_role("button", name="Thêm nhóm này").click()
    expect(page.get_by_text(f"Tổng cộng {COMMUNES} đơn vị nhận")).to_be_visible()
    onward(page)
    onward(page)
    page.get_by_role("link", name="Sang bước sau").click()
    page.get_by_role("button", name="Lưu và xem trước").click()
    page.get_by_role("button", name="Ban hành", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Đã ban hành")


def onward(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Lưu và sang bước sau").click()


def work(page: Page, product: str) -> None:
    """A commune's expert finds the task and completes it."""
    as_person(page, product, "xa.chuyenvien")
    page.get_by_role("link", name=re.compile(TASK)).first.click()
    page.get_by_label("Kết quả thực hiện").fill("Đã rà soát 12 nhà.")
    page.get_by_label("Ngày hoàn thành").fill("24/4/2023")
    page.get_by_role("button", name="Hoàn thành").click()
    expect(page.get_by_role("status")).to_be_visible()


def change_the_timer(page: Page, product: str, reminder: str) -> int:
    """A copy of the deployed version, whose timer says five days."""
    as_person(page, product, "thietke")
    page.goto(f"{product}/designer/versions/bpmn/{KEY}")
    page.get_by_role("button", name="Chép thành bản nháp").click()
    page.wait_for_url(re.compile(r"/designer/drafts/\d+$"))
    number = int(page.url.rsplit("/", 1)[1])
    open_editor(page, product, number)
    shape(page, reminder).click()
    write_timer(page, 5)
    expect(page.locator("[data-findings-told]")).to_have_text(RUNS)
    save(page)
    return number


def migrate(page: Page, product: str) -> None:
    page.goto(f"{product}/designer/migrate/{KEY}")
    page.get_by_label("Từ phiên bản").select_option("1")
    page.get_by_label("Sang phiên bản").select_option("2")
    page.get_by_role("button", name="Xem trước").click()
    expect(page.get_by_text(f"{COMMUNES - 1} chuyển được")).to_be_visible()
    timers = page.get_by_role("row").filter(has_text="đặt lại")
    expect(timers).to_contain_text(str(COMMUNES - 1))
    (day,) = set(re.findall(r"\d\d/\d\d/\d{4}", timers.inner_text()))
    page.get_by_label("Lý do").fill("Nhắc sớm hơn")
    page.get_by_role("button", name=f"Chuyển {COMMUNES - 1} tiến trình").click()
    expect(page.get_by_role("status")).to_contain_text(f"{COMMUNES - 1} tiến trình đã chuyển")
    expect(page.get_by_role("status")).to_contain_text(day)


def running(page: Page, product: str) -> dict[int, int]:
    """By version: how many instances run it, as a designer sees it."""
    as_person(page, product, "thietke")
    page.goto(f"{product}/designer/versions/bpmn/{KEY}")
    rows = page.locator("table").first.locator("tbody tr").all()
    cells = [[row.locator("th").inner_text(), *row.locator("td").all_inner_texts()] for row in rows]
    return {int(version.split()[0]): int(many) for version, _by, _note, many, _do in cells}


def as_person(page: Page, product: str, username: str) -> None:
    """The next one at the same machine; what the page before still asks for is not answered."""
    page.goto("about:blank")
    page.context.clear_cookies()
    sign_in(page, product, username)
