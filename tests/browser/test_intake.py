"""A clerk confirms a letter against its text, and its head issues it."""

from __future__ import annotations

import re

from playwright.sync_api import FilePayload, Page, expect

from tests.browser.steps import clean, sign_in

LETTER = """ỦY BAN NHÂN DÂN                    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
HUYỆN TUY PHƯỚC                         Độc lập - Tự do - Hạnh phúc

Số: 377/UBND-LĐTBXH                Tuy Phước, ngày 21 tháng 4 năm 2023
V/v phòng, chống đuối nước trẻ em năm 2023

Kính gửi: Ủy ban nhân dân các xã, thị trấn.

Căn cứ Kế hoạch số 52/KH-UBND ngày 10/3/2023 của UBND tỉnh Bình Định về việc phòng, chống đuối
nước trẻ em, Ủy ban nhân dân huyện yêu cầu Ủy ban nhân dân các xã, thị trấn thực hiện:

1. Cắm biển báo ở ao, hồ, sông, suối; dạy bơi cho trẻ em trong dịp hè.

2. Báo cáo kết quả về Ủy ban nhân dân huyện (qua Phòng Lao động - Thương binh và Xã hội) trước
ngày 15/9/2023 để tổng hợp.

Mọi vướng mắc phản ánh về Phòng Lao động - Thương binh và Xã hội./.

Nơi nhận:
- Như trên;
- Lưu: VT.

KT. CHỦ TỊCH
PHÓ CHỦ TỊCH

Nguyễn Thị Mẫu
"""
SELECT = """([first, last]) => {
  const holder = document.querySelector('[data-letter]');
  const walker = document.createTreeWalker(holder, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let node;
  while ((node = walker.nextNode())) {
    if (node.textContent.includes(first)) range.setStart(node, node.textContent.indexOf(first));
    if (node.textContent.includes(last)) {
      range.setEnd(node, node.textContent.indexOf(last) + last.length);
      break;
    }
  }
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  holder.dispatchEvent(new MouseEvent('mouseup', {bubbles: true}));
}"""


def press(page: Page, name: str) -> None:
    """A button by the keyboard."""
    button = page.get_by_role("button", name=name, exact=True)
    button.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_letter_is_read_confirmed_and_issued(page: Page, product: str) -> None:
    sign_in(page, product, "huyen.lanhdao")
    page.goto(f"{product}/intake")
    clean(page)
    letter: FilePayload = {"name": "377.txt", "mimeType": "text/plain", "buffer": LETTER.encode()}
    page.locator("#file").set_input_files([letter])
    expect(page.get_by_text("377.txt")).to_be_visible()
    press(page, "Đọc văn bản")
    expect(page.get_by_role("heading", name="Nguyên văn")).to_be_visible()
    clean(page)

    words = page.locator(".dd-words", has_text="ngày 21 tháng 4 năm 2023")
    words.click()
    card = page.locator(".dd-finding", has_text="Ngày ban hành")
    expect(card).to_be_focused()
    expect(card).to_have_class(re.compile("dd-lit"))
    expect(words).to_have_class(re.compile("dd-lit"))
    number = page.locator(".dd-finding", has_text="Số, ký hiệu như in")
    number.get_by_role("link", name="Xem chỗ ghi").press("Enter")
    lit = page.locator(".dd-words.dd-lit")
    expect(lit.first).to_be_focused()
    assert "".join(lit.all_text_contents()) == "Số: 377/UBND-LĐTBXH"
    expect(words).not_to_have_class(re.compile("dd-lit"))

    report = page.locator(".dd-finding", has_text="Báo cáo phải gửi").first
    expect(report).to_contain_text("ngày cuối: 14/09/2023")
    with page.expect_navigation():
        report.get_by_role("link", name="Sửa").press("Enter")
    clean(page)
    page.get_by_label("Báo cáo về việc gì").fill("kết quả phòng, chống đuối nước")
    page.get_by_label("Ngày ghi trên văn bản").fill("16/9/2023")
    press(page, "Lưu")
    expect(page.get_by_text("kết quả phòng, chống đuối nước").first).to_be_visible()

    page.evaluate(SELECT, ["Cắm biển báo", "suối"])
    field = page.get_by_label("Đoạn trong nguyên văn")
    expect(field).to_have_value("Cắm biển báo ở ao, hồ, sông, suối")
    page.get_by_label("Là mục gì").select_option(label="Kiểm tra")
    press(page, "Thêm mục")
    press(page, "Lưu")
    added = page.locator(".dd-finding", has_text="thêm vào")
    expect(added).to_contain_text("Cắm biển báo ở ao, hồ, sông, suối")
    with page.expect_navigation():
        added.get_by_role("button", name="Bỏ").press("Enter")
    gone = page.locator(".dd-finding.dd-gone")
    expect(gone).to_contain_text("đã bỏ")
    clean(page)

    page.get_by_role("link", name="Sang bước 2: xem đề xuất").press("Enter")
    expect(page.get_by_role("heading", name="Nghĩa vụ báo cáo sẽ tạo")).to_be_visible()
    expect(page.get_by_text("13 đơn vị").first).to_be_visible()
    expect(page.locator(".dd-sentence").first).to_contain_text("chậm nhất hết ngày 15/09/2023")
    clean(page)
    press(page, "Lập dự thảo để ban hành")
    expect(page.get_by_text("Đã lập dự thảo từ văn bản", exact=False)).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("link", name="Xem trước").first.press("Enter")
    press(page, "Ban hành")
    expect(page.get_by_text("Đã ban hành và gửi đến các đơn vị nhận.")).to_be_visible()
    page.goto(f"{product}/intake?status=issued")
    with page.expect_navigation():
        page.get_by_role("link", name="Phòng, chống đuối nước trẻ em năm 2023").press("Enter")
    expect(page.get_by_role("link", name="Mở văn bản trong hệ thống")).to_be_visible()
    clean(page)


def test_without_a_script_the_links_and_the_form_do_the_same(page: Page, product: str) -> None:
    browser = page.context.browser
    assert browser is not None
    context = browser.new_context(locale="vi-VN", java_script_enabled=False)
    plain = context.new_page()
    sign_in(plain, product, "huyen.lanhdao")
    plain.goto(f"{product}/intake")
    other = LETTER.replace("377", "378").replace("đuối nước", "xâm hại")
    letter: FilePayload = {"name": "378.txt", "mimeType": "text/plain", "buffer": other.encode()}
    plain.locator("#file").set_input_files([letter])
    plain.get_by_role("button", name="Đọc văn bản").click()
    plain.locator(".dd-words", has_text="ngày 21 tháng 4 năm 2023").click()
    expect(plain.locator(".dd-finding:target")).to_contain_text("Ngày ban hành")
    plain.locator(".dd-finding:target").get_by_role("link", name="Xem chỗ ghi").click()
    expect(plain.locator(".dd-anchor:target")).to_have_count(1)
    plain.get_by_text("Thêm mục máy bỏ sót").click()
    plain.get_by_label("Đoạn trong nguyên văn").fill("dạy bơi cho trẻ em trong dịp hè")
    plain.get_by_label("Là mục gì").select_option(label="Giao việc")
    plain.get_by_role("button", name="Thêm mục").click()
    expect(plain.locator("mark")).to_have_text("dạy bơi cho trẻ em trong dịp hè")
    context.close()
