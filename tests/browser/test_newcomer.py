"""The newcomer's steps of the README, as written there, in a real browser."""

from __future__ import annotations

import re
import time

from playwright.sync_api import Page, expect

PASSWORD = "dondoc-demo"
OFFICER = "Nguyễn Thị Hạnh"
CLERK = "Lê Thị Cúc"
DISTRICT = "Võ Thị Én"


def sign_in(page: Page, product: str, name: str) -> None:
    page.goto(product)
    page.get_by_role("button", name=re.compile(name)).click()
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(page.get_by_role("heading", name="Việc cần làm")).to_be_visible()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Đăng xuất").click()


def commune_row(page: Page, product: str, commune: str) -> str:
    """What the district sees of a commune on its own directive's page."""
    page.goto(f"{product}/directives")
    own = page.get_by_role("row").filter(has_text="Hướng dẫn công tác bình đẳng giới")
    own.get_by_role("link").first.click()
    row = page.locator(".dd-unit-row").filter(has_text=commune)
    expect(row).to_be_visible()
    return row.inner_text()


def test_a_newcomer_finishes_a_report_sees_the_tree_change_and_the_late_urged(
    page: Page, product: str
) -> None:
    sign_in(page, product, DISTRICT)
    before = commune_row(page, product, "UBND thị trấn Tuy Phước")
    sign_out(page)

    sign_in(page, product, OFFICER)
    task = page.get_by_role("row").filter(has_text="Lập báo cáo")
    expect(task).to_contain_text(re.compile(r"còn \d+ ngày"))
    task.get_by_role("link", name="Lập báo cáo", exact=True).click()
    page.get_by_label("Kết quả thực hiện").first.fill("Đã mở hai lớp tập huấn, không có vụ việc.")
    for field in page.locator("input[inputmode]:visible").all():
        field.fill("2")
    page.get_by_role("button", name="Hoàn thành").click()
    expect(page.get_by_role("heading", name="Việc cần làm")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Lập báo cáo")).to_have_count(0)
    sign_out(page)

    sign_in(page, product, DISTRICT)
    after = commune_row(page, product, "UBND thị trấn Tuy Phước")
    assert after != before
    assert "1 xong đúng hạn" in after
    sign_out(page)

    sign_in(page, product, CLERK)
    page.get_by_role("button", name="+7 ngày").click()
    late = page.get_by_role("row").filter(has_text="Lập báo cáo")
    expect(late).to_contain_text(re.compile(r"quá hạn \d+ ngày"))
    page.goto(f"{product}/notices")
    notice = page.get_by_text(re.compile("Quá hạn: Báo cáo 06 tháng"))
    end = time.monotonic() + 60
    while notice.count() == 0 and time.monotonic() < end:
        page.wait_for_timeout(1000)  # the worker fires what has come due
        page.reload()
    expect(notice.first).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_text(re.compile("^Overdue: ")).first).to_be_visible()
