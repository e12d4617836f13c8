"""A district drafts, previews and issues a plan; the same steps open in English."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.steps import clean, sign_in

STEPS = ("identity", "basis", "recipients", "recipients/0", "provisions", "duties", "duties/0")


def onward(page: Page) -> None:
    clean(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Lưu và sang bước sau").click()


def press(page: Page, name: str) -> None:
    """A button by the keyboard."""
    button = page.get_by_role("button", name=name, exact=True)
    button.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_plan_is_drafted_previewed_and_issued(page: Page, product: str) -> None:
    sign_in(page, product, "huyen.lanhdao")
    page.get_by_role("link", name="Văn bản", exact=True).click()
    page.get_by_role("link", name="Soạn văn bản, dự thảo của đơn vị").click()
    press(page, "Soạn văn bản mới")

    page.get_by_label("Loại văn bản").select_option("ke_hoach")
    page.get_by_label("Số", exact=True).fill("456")
    page.get_by_label("Ký hiệu").fill("KH-UBND")
    page.get_by_label("Trích yếu").fill("Bình đẳng giới trên địa bàn huyện")
    onward(page)

    page.get_by_label("Số, ký hiệu, trích yếu hoặc nơi ban hành").fill("binh dang gioi")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("Kết quả tìm"))).to_be_visible()
    onward(page)

    options = page.get_by_label("Tất cả đơn vị của một cấp")
    options.select_option(label="UBND cấp xã (trực thuộc trực tiếp)")
    press(page, "Thêm nhóm này")
    expect(page.get_by_text(re.compile(r"Tổng cộng 13 đơn vị nhận"))).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("link", name="Xem và sửa danh sách").click()
    clean(page)
    page.get_by_role("checkbox").last.uncheck()
    press(page, "Lưu và về nơi nhận")
    expect(page.get_by_text(re.compile(r"Tổng cộng 12 đơn vị nhận"))).to_be_visible()
    page.get_by_label("Cơ quan tổng hợp").select_option(label="Phòng LĐTBXH huyện Tuy Phước")
    onward(page)

    press(page, "Thêm mục")
    page.locator("#p0-text").fill("Tuyên truyền Luật Bình đẳng giới.")
    onward(page)

    page.get_by_role("link", name="Thêm nghĩa vụ báo cáo").click()
    page.get_by_label("Tên báo cáo").fill("Báo cáo năm")
    page.get_by_label("Loại kỳ báo cáo").select_option("annual")
    expect(page.get_by_label("Lặp lại")).to_be_visible()
    page.get_by_label("Cách ghi hạn", exact=True).select_option("before")
    page.get_by_label("Ngày ghi trên văn bản").fill("15/11")
    page.get_by_label("Lặp lại").select_option("yearly")
    page.get_by_label("Nộp về (như trên văn bản)").fill("UBND huyện")
    echo = page.locator("#echo")
    expect(echo).to_contain_text("chậm nhất hết ngày 14/11; Phòng LĐTBXH huyện Tuy Phước tổng hợp")
    expect(echo).to_contain_text("hết ngày 14/11/2024")
    clean(page)
    press(page, "Lưu nghĩa vụ này")
    clean(page)
    with page.expect_navigation():
        page.get_by_role("link", name="Sang bước sau").click()
    clean(page)
    press(page, "Lưu và xem trước")

    expect(page.get_by_role("img", name="Dòng thời gian của đợt truyền xuống")).to_be_visible()
    expect(page.get_by_text("Văn bản đến 12 đơn vị.")).to_be_visible()
    clean(page)
    draft = page.url.removesuffix("/preview")
    for step in (*STEPS, "check", "preview"):
        page.goto(f"{draft}/{step}?lang=en")
        assert page.locator("html").get_attribute("lang") == "en"
        clean(page)
    page.goto(f"{draft}?lang=en")
    clean(page)

    page.goto(f"{draft}/preview")
    press(page, "Ban hành")
    expect(page.get_by_role("status")).to_contain_text("Đã ban hành")
    expect(page.get_by_role("heading", name="Kế hoạch số 456/KH-UBND")).to_be_visible()
