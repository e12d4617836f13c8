"""An inspection as its people live it: a district's from plan to remedies, a commune's side of it."""

from __future__ import annotations

import re
from datetime import date, timedelta

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.steps import sign_in

DISTRICT, COMMUNE = "huyen.lanhdao", "xa.chuyenvien"
TITLE = "Kiểm tra công tác bình đẳng giới"
AXE = Axe()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Đăng xuất").click()


def fill(page: Page, **typed: str) -> None:
    """Each field by its name."""
    for name, text in typed.items():
        page.locator(f"[name={name}]").first.fill(text)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.locator(".alert-success")).to_be_visible()


def task(page: Page) -> Locator:
    """The form of the task that waits on the page."""
    return page.locator("#viec form")


def finish(page: Page, **typed: str) -> None:
    fill(page, **typed)
    task(page).get_by_role("button", name="Hoàn thành").click()
    expect(page.locator(".alert-success")).to_be_visible()


def printed(on: date) -> str:
    return f"{on:%d/%m/%Y}"


def planned(page: Page, product: str) -> date:
    """A year's plan, and a round; the day the demonstration lives in."""
    page.goto(f"{product}/inspection-plans/new")
    today = date(*map(int, reversed(page.locator("[name=issued_on]").input_value().split("/"))))
    year = str(today.year + 1)  # the demonstration has this year's
    fill(page, year=year, title="Kế hoạch kiểm tra năm", number="14", symbol="KH-UBND")
    press(page, "Lập kế hoạch")
    page.get_by_role("link", name="Thêm đợt kiểm tra").first.click()
    page.locator("[name=regime]").select_option("chuyen-nganh")
    days = {"starts_on": printed(today), "ends_on": printed(today + timedelta(days=45))}
    fill(page, title=TITLE, scope="Việc thực hiện kế hoạch của huyện", **days)
    press(page, "Thêm đợt, chọn đơn vị")
    return today


def chosen(page: Page, commune: str) -> None:
    """One named, one drawn; the list says why, and the draw is verified."""
    page.locator("[name=tier]").select_option("xa")
    fill(page, named_units=commune, random_count="1", seed="2023")
    press(page, "Chọn theo quy tắc")
    expect(page.get_by_role("row").filter(has_text="ưu tiên đích danh")).to_contain_text(commune)
    expect(page.get_by_role("row").filter(has_text="ngẫu nhiên")).to_have_count(1)
    page.get_by_role("link", name="Biên bản chọn").click()
    expect(page.get_by_text("kiểm lại: đúng")).to_be_visible()
    page.locator(".dd-back a").click()


def decided(page: Page, today: date) -> None:
    """Signed with a team of two; the plan written and approved, so that the units are notified."""
    page.get_by_role("link", name="Ký quyết định").click()
    fill(page, number="812", symbol="QĐ-UBND", outline="1. Kết quả\n2. Khó khăn")
    fill(page, report_due=printed(today + timedelta(days=7)), m0_name="Nguyễn Văn Trưởng")
    fill(page, m1_name="Trần Thị Viên", m1_duty="Thư ký")
    press(page, "Ký quyết định")
    finish(page, schedule="Mỗi xã một ngày")
    task(page).get_by_label("Duyệt, gửi thông báo tới các đơn vị").check()
    finish(page)


def inspected(page: Page, today: date) -> None:
    """Announced, visited, recorded, concluded with a remedy."""
    fill(page, announcedOn=printed(today), place="Trụ sở UBND")
    task(page).get_by_label("Trực tiếp tại đơn vị").check()
    finish(page)
    expect(page.locator(".dd-card").filter(has_text="Thời hạn kiểm tra")).to_contain_text("còn")
    finish(page, visitedOn=printed(today), work="Xem hồ sơ, sổ sách")
    fill(page, minutesOn=printed(today), findings="Chưa mở sổ theo dõi")
    task(page).get_by_label("Ký biên bản", exact=True).check()
    finish(page)
    task(page).get_by_label("Văn bản yêu cầu chấn chỉnh").check()
    fill(page, number="33", symbol="UBND-VX", issuedOn=printed(today), conclusion="Cần khắc phục")
    finish(page, remedies=f"Mở sổ theo dõi | {printed(today + timedelta(days=30))}")
    expect(page.get_by_role("row").filter(has_text="Mở sổ theo dõi")).to_contain_text("còn")


def accessible_in_both_languages(page: Page, *paths: str) -> None:
    """Axe finds nothing, in Vietnamese and in English, wide and narrow."""
    for path in paths:
        for lang, width in (("vi", 1280), ("en", 360)):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(f"{path}?lang={lang}")
            found = AXE.run(page)
            assert found.violations_count == 0, f"{path} {lang}\n{found.generate_report()}"
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{path} is {wide} px too wide at {width}"
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(paths[0])


def test_an_inspection_from_its_plan_to_its_remedies(page: Page, product: str) -> None:
    sign_in(page, product, COMMUNE)
    commune = page.locator(".dd-who-unit").inner_text()
    sign_out(page)

    sign_in(page, product, DISTRICT)
    today = planned(page, product)
    chosen(page, commune)
    round_page = page.url
    parts = [f"{round_page}/{part}" for part in ("units", "draw", "decision")]
    accessible_in_both_languages(page, round_page, *parts)
    decided(page, today)
    page.get_by_role("link", name=commune, exact=True).click()
    inspection = page.url
    sign_out(page)

    sign_in(page, product, COMMUNE)
    page.goto(f"{product}/inspections")
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", name="Đơn vị của bạn")).to_be_visible()
    page.get_by_role("link", name=commune, exact=True).click()
    finish(page, selfResults="Đã mở hai lớp tập huấn")
    sign_out(page)

    sign_in(page, product, DISTRICT)
    page.goto(inspection)
    expect(page.get_by_text("Đã mở hai lớp tập huấn")).to_be_visible()
    inspected(page, today)
    lists = (f"{product}/inspections", f"{product}/inspection-plans")
    accessible_in_both_languages(page, round_page, inspection, *lists)
    sign_out(page)

    sign_in(page, product, COMMUNE)
    page.goto(inspection)
    page.get_by_role("link", name=re.compile("Mở sổ theo dõi")).click()
    expect(page.locator("main")).to_contain_text("Kết quả khắc phục: Mở sổ theo dõi")
    accessible_in_both_languages(page, inspection, round_page)
