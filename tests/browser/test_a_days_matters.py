"""What comes up in a commune's day, on its pages: an incident, a question, more time, work given."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.steps import sign_in
from tests.browser.test_an_inspection import (
    accessible_in_both_languages,
    fill,
    press,
    sign_out,
)

OFFICER, DISTRICT = "xa.chuyenvien", "huyen.lanhdao"


def incident(page: Page, product: str) -> str:
    """The address of an incident that was just reported."""
    page.goto(f"{product}/incidents/new")
    fill(page, title="Lốc xoáy làm tốc mái 12 nhà", text="Không có thiệt hại về người.")
    fill(page, hour="00:05", place="Thôn 3")
    press(page, "Gửi báo cáo ngay")
    return page.url


def question(page: Page, product: str) -> str:
    """The address of a difficulty that was just raised about a directive."""
    page.goto(f"{product}/difficulties/new")
    page.locator("[name=directive_id]").select_option(index=1)
    page.get_by_role("button", name="Chọn nhiệm vụ trong văn bản").click()
    fill(page, text="Chưa được bố trí kinh phí. Đề nghị huyện hướng dẫn nguồn chi.")
    press(page, "Gửi vướng mắc")
    return page.url


def test_a_commune_reports_asks_and_its_district_answers_in_place(page: Page, product: str) -> None:
    sign_in(page, product, OFFICER)
    storm, asked = incident(page, product), question(page, product)
    new = [f"{product}/{what}/new" for what in ("incidents", "difficulties")]
    lists = [f"{product}/{what}" for what in ("incidents", "difficulties", "extensions")]
    accessible_in_both_languages(page, storm, asked, *new, *lists)
    sign_out(page)

    sign_in(page, product, DISTRICT)
    accessible_in_both_languages(page, storm, asked)
    fill(page, receivedNote="Đã cử lực lượng")
    press(page, "Hoàn thành")
    page.goto(asked)
    page.get_by_label("Giải đáp", exact=True).check()
    fill(page, answer="Dùng nguồn sự nghiệp của huyện")
    page.get_by_label("Cho mọi nơi nhận văn bản cùng xem").check()
    press(page, "Hoàn thành")
    page.goto(f"{product}/difficulties/answers?q=nguon+su+nghiep")
    expect(page.locator(".dd-question")).to_contain_text("Dùng nguồn sự nghiệp của huyện")
    accessible_in_both_languages(page, f"{product}/difficulties/answers")


def test_a_head_gives_work_and_sees_who_has_how_much(page: Page, product: str) -> None:
    sign_in(page, product, DISTRICT)
    page.goto(f"{product}/assignments/new")
    page.locator("[name=directive_id]").select_option(index=1)
    page.locator("[name=lead]").select_option("chuyenvien")
    fill(page, due_on="31/12/2030", expected="Dự thảo kế hoạch trình ký")
    press(page, "Phân công")
    work = page.url
    press(page, "Nhận việc")
    fill(page, percent="40", said="Đã xong đề cương")
    press(page, "Cập nhật")
    expect(page.locator(".dd-chain")).to_contain_text("Đã xong đề cương")
    pages = ("assignments", "assignments/new", "assignments/people", "campaigns", "urging")
    accessible_in_both_languages(
        page, work, *(f"{product}/{one}" for one in (*pages, "named-lists"))
    )
