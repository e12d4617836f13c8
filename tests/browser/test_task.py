"""A task's page in a real browser: what is typed survives, and windows know of each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

OFFICER, REVIEWER, HEAD = "xa.chuyenvien", "phong.chuyenvien", "xa.lanhdao"
PASSWORD = "dondoc-demo"
SAVED = re.compile(r"Đã lưu nháp lúc \d\d:\d\d\.")

Open = Callable[[str], Page]


@pytest.fixture
def window(browser: Browser, product: str) -> Iterator[Open]:
    """``window(username)``: a window of its own in which that person is signed in."""
    opened: list[BrowserContext] = []

    def sign_in(username: str) -> Page:
        opened.append(browser.new_context(viewport={"width": 1280, "height": 900}, locale="vi-VN"))
        page = opened[-1].new_page()
        page.goto(f"{product}/signin")
        enter(page, username)
        return page

    yield sign_in
    for context in opened:
        context.close()


def enter(page: Page, username: str) -> None:
    page.fill("#username", username)
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_load_state()


def open_report(page: Page) -> str:
    """Open the first report's task from the list; its address."""
    page.get_by_role("link", name="Lập báo cáo").first.click()
    expect(page.locator("#lam-viec")).to_be_visible()
    return page.url


def saved(page: Page) -> None:
    expect(page.locator("[data-kept]")).to_have_text(SAVED, timeout=15_000)


def test_what_is_typed_keeps_itself_and_survives_a_reload(window: Open) -> None:
    page = window(OFFICER)
    open_report(page)
    page.fill("#narrative", "Đã mở ba lớp tập huấn")
    page.fill("#trainingCourses", "3 lớ")
    saved(page)
    page.reload()
    expect(page.locator("#narrative")).to_have_value("Đã mở ba lớp tập huấn")
    expect(page.locator("#trainingCourses")).to_have_value("3 lớ")


def test_without_a_connection_what_is_typed_stays_and_is_saved_when_it_is_back(
    window: Open,
) -> None:
    page = window(OFFICER)
    open_report(page)
    page.context.set_offline(True)
    page.fill("#narrative", "gõ lúc mất mạng")
    expect(page.locator("[data-kept]")).to_contain_text("Mất kết nối", timeout=15_000)
    page.context.set_offline(False)
    saved(page)
    page.reload()
    expect(page.locator("#narrative")).to_have_value("gõ lúc mất mạng")


def test_after_the_session_ended_what_was_typed_is_offered_to_the_same_person_only(
    window: Open,
) -> None:
    page = window(OFFICER)
    address = open_report(page)
    page.context.clear_cookies()
    page.fill("#narrative", "gõ khi phiên đã hết")
    expect(page.locator("[data-kept]")).to_contain_text("Phiên đăng nhập đã hết", timeout=15_000)
    page.goto(address)
    enter(page, HEAD)
    page.goto(address)
    assert "gõ khi phiên đã hết" not in page.content()
    expect(page.locator("#con-lai")).to_be_hidden()
    page.context.clear_cookies()
    page.goto(address)
    enter(page, OFFICER)
    page.goto(address)
    page.get_by_role("button", name="Khôi phục").click()
    expect(page.locator("#narrative")).to_have_value("gõ khi phiên đã hết")
    saved(page)


def test_two_windows_see_each_others_claim(window: Open) -> None:
    first, second = window(OFFICER), window(HEAD)
    second.goto(open_report(first))
    expect(second.locator("#dang-lam")).not_to_contain_text("đã nhận việc này")
    first.get_by_role("button", name="Nhận việc").click()
    expect(first.locator("#dang-lam")).to_contain_text("Bạn đã nhận việc này.")
    second.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(second.locator("#dang-lam")).to_contain_text("đã nhận việc này lúc")


def test_a_form_that_was_overtaken_loses_nothing(window: Open) -> None:
    first, second = window(REVIEWER), window(REVIEWER)
    first.get_by_role("link", name="Xem xét báo cáo").first.click()
    expect(first.locator("#lam-viec")).to_be_visible()
    second.goto(first.url)
    first.get_by_label("Tiếp nhận báo cáo").check()
    first.get_by_role("button", name="Hoàn thành").click()
    expect(first.get_by_role("status")).to_contain_text("Đã hoàn thành")
    second.get_by_label("Trả lại để bổ sung, hoàn thiện").check()
    second.fill("#remarks", "Đề nghị bổ sung số liệu cấp thôn")
    second.get_by_role("button", name="Hoàn thành").click()
    expect(second.get_by_role("alert")).to_contain_text("đã hoàn thành việc này")
    expect(second.get_by_role("row", name="Nhận xét")).to_contain_text("cấp thôn")
    expect(second.locator("#toan-van")).to_have_value(
        "Kết quả xem xét:\nTrả lại để bổ sung, hoàn thiện\n\nNhận xét:\nĐề nghị bổ sung số liệu cấp "
        "thôn"
    )


def test_typing_an_at_sign_offers_people_and_a_press_writes_the_name(window: Open) -> None:
    page = window(OFFICER)
    open_report(page)
    field = page.get_by_label("Ý kiến trong nội bộ đơn vị")
    field.press_sequentially("Nhờ @lanh")
    page.locator("#trao-doi-unit [data-mention='xa.lanhdao']").click()
    expect(field).to_have_value("Nhờ @xa.lanhdao ")
    page.locator("#trao-doi-unit").get_by_role("button", name="Gửi ý kiến").click()
    expect(page.locator("#trao-doi-unit .dd-mention")).to_have_count(1)
