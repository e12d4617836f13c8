"""An administrator's hour: a person, an absence, a policy, a test mail, a change of structure seen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browser.steps import clean, sign_in

pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def admin(page: Page, product: str) -> Page:
    """The administrator's window, whose questions are answered with yes."""
    page.on("dialog", Dialog.accept)
    sign_in(page, product, "quantri")
    return page


def test_a_person_is_made_with_a_post_and_found(admin: Page, product: str) -> None:
    admin.get_by_text("Thêm", exact=True).click()
    admin.get_by_role("link", name="Quản trị", exact=True).click()
    admin.get_by_role("link", name="Người và chức vụ").first.click()
    admin.get_by_role("link", name="Thêm người").click()
    admin.get_by_label("Họ tên").fill("Lương Thị Thử")
    admin.get_by_label("Tên đăng nhập").fill("luong.thu")
    admin.get_by_label("Đơn vị (tên hoặc mã)").fill("UBND thị trấn Tuy Phước")
    admin.get_by_label("Chuyên viên").check()
    admin.get_by_label("Mật khẩu ban đầu").fill("mật khẩu đầu")
    admin.get_by_role("button", name="Lập tài khoản").click()
    expect(admin.get_by_role("heading", name="Lương Thị Thử")).to_be_visible()
    clean(admin)
    admin.goto(f"{product}/people")
    admin.get_by_label("Họ tên hoặc tên đăng nhập").fill("luong thi")
    admin.get_by_role("button", name="Tìm").click()
    expect(admin.get_by_role("link", name="Lương Thị Thử")).to_be_visible()


def test_a_head_says_that_an_officer_is_away(page: Page, product: str) -> None:
    page.on("dialog", Dialog.accept)
    sign_in(page, product, "xa.lanhdao")
    page.goto(f"{product}/people")
    page.get_by_role("link", name="Nguyễn Thị Hạnh").click()
    page.get_by_text("Ghi vắng mặt", exact=True).first.click()
    page.get_by_label("Đến hết ngày").fill("28/04/2023")
    page.get_by_label("Người thay mặt").select_option(label="Trần Văn Bình")
    page.get_by_role("button", name="Ghi vắng mặt").click()
    expect(page.get_by_text("đang vắng mặt")).to_be_visible()
    clean(page)
    page.get_by_role("button", name="Đã có mặt").click()
    expect(page.get_by_text("đã qua")).to_be_visible()


def test_a_policy_and_a_test_mail(admin: Page, product: str) -> None:
    admin.goto(f"{product}/policies")
    admin.get_by_role("link", name=re.compile("Hạn in sẵn rơi vào ngày nghỉ")).click()
    admin.get_by_label("Giá trị").select_option("next")
    admin.get_by_role("button", name="Lưu", exact=True).click()
    expect(admin.get_by_role("cell", name="next").first).to_be_visible()
    clean(admin)
    admin.goto(f"{product}/administration/mail")
    admin.get_by_role("button", name="Gửi thư thử").click()
    expect(admin.get_by_role("alert")).to_contain_text("250 kept")
    clean(admin)


def test_a_change_of_structure_is_seen_with_its_progress(
    admin: Page, product: str, tmp_path: Path
) -> None:
    admin.goto(f"{product}/structure")
    admin.get_by_label("Ngày thay đổi có hiệu lực").fill("01/07/2025")
    admin.get_by_label(re.compile("Quan hệ kế thừa đã lưu")).check()
    admin.get_by_role("button", name="Xem trước").click()
    admin.wait_for_url("**/jobs/*")
    expect(admin.get_by_role("link", name="Xem kết quả")).to_be_visible(timeout=180_000)
    clean(admin)
    with admin.expect_download() as download:
        admin.get_by_role("link", name=re.compile("^Tải tệp")).click()
    assert download.value.suggested_filename.endswith(".xlsx")
    admin.get_by_role("link", name="Xem kết quả").click()
    expect(admin.get_by_text("Chỉ áp dụng được từ ngày 01/07/2025")).to_be_visible()
    expect(admin.get_by_role("row").filter(has_text="nhiều đơn vị kế thừa").first).to_be_visible()
    clean(admin)
    admin.goto(f"{product}/calendar?year=2023")
    admin.get_by_label("Ngày", exact=False).first.fill("16/05/2023")
    admin.get_by_role("button", name="Xem ảnh hưởng").first.click()
    expect(admin.get_by_text("Chưa lưu gì.")).to_be_visible()
    clean(admin)
