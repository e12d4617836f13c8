"""A leader's Monday: from the province to a commune's report, by mouse and by keyboard."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

USERNAME, PASSWORD = "tinh.lanhdao", "dondoc-demo"
DISTRICT, COMMUNE = "huyện Tuy Phước", "thị trấn Tuy Phước"
MOST_STOPS = 150


@pytest.fixture
def leader(page: Page, product: str) -> Page:
    """The province's head at the board."""
    page.goto(f"{product}/signin")
    page.locator("#username").fill(USERNAME)
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Theo dõi").click()
    expect(page.get_by_role("heading", name="Theo dõi", level=1)).to_be_visible()
    return page


def cell(page: Page, place: str) -> Locator:
    """The cell of the map for a place."""
    return page.locator(".dd-heat a").filter(has_text=re.compile(f"^{place}"))


def reach(page: Page, wanted: Locator) -> None:
    """Tab until it has the focus, which is then seen, and press Enter."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if wanted.evaluate("e => e === document.activeElement"):
            assert wanted.evaluate("e => parseFloat(getComputedStyle(e).outlineWidth) >= 2")
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"{wanted} was not reached in {MOST_STOPS} steps")


def test_a_leader_drills_down_to_a_report_with_the_mouse_and_comes_back(leader: Page) -> None:
    late = leader.get_by_role("heading", name="Ai đang chậm")
    heat = leader.locator(".dd-heat").first
    assert late.bounding_box()["y"] < 300  # on the first screen
    assert late.bounding_box()["y"] < heat.bounding_box()["y"]
    expect(cell(leader, DISTRICT)).to_contain_text("%")

    cell(leader, DISTRICT).click()
    heading = leader.get_by_role("heading", level=1)
    expect(heading).to_have_text(f"UBND {DISTRICT}")
    expect(heading).to_be_focused()
    expect(leader).to_have_title(re.compile(DISTRICT))
    leader.wait_for_url(re.compile(r"unit_id=\d+"))

    cell(leader, COMMUNE).click()
    expect(heading).to_have_text(f"UBND {COMMUNE}")
    leader.locator(".dd-duties a").first.click()
    leader.wait_for_url(re.compile(r"/reports/\d+$"))
    leader.go_back()
    expect(heading).to_have_text(f"UBND {COMMUNE}")
    leader.get_by_role("link", name="Theo dõi").last.click()
    expect(heading).to_have_text("Theo dõi")


def test_the_same_by_keyboard_alone(leader: Page) -> None:
    reach(leader, cell(leader, DISTRICT))
    heading = leader.get_by_role("heading", level=1)
    expect(heading).to_be_focused()
    reach(leader, cell(leader, COMMUNE))
    expect(heading).to_have_text(f"UBND {COMMUNE}")
    expect(heading).to_be_focused()
    reach(leader, leader.locator(".dd-duties a").first)
    leader.wait_for_url(re.compile(r"/reports/\d+$"))


def test_a_number_leads_to_its_list_and_filters_are_applied_in_place(leader: Page) -> None:
    number = leader.locator(".dd-totals-list a").first
    shown = number.inner_text()
    number.click()
    expect(leader.locator(".dd-totals strong")).to_have_text(shown)
    leader.go_back()
    leader.get_by_label("Hạn nộp trong").select_option("all")
    leader.get_by_role("button", name="Xem", exact=True).click()
    leader.wait_for_url(re.compile("span=all"))
    expect(leader.locator("#con-so")).to_contain_text("mọi thời gian")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_page_is_clean_and_fits_a_narrow_screen(leader: Page, lang: str) -> None:
    base = leader.url.split("/board")[0]
    unit = cell(leader, DISTRICT).get_attribute("href")
    directive = leader.locator("#directive_id option").nth(1).get_attribute("value")
    assert unit is not None
    number = unit.split("unit_id=")[1]
    for path in (
        "/board?",
        f"/board?measure=overdue&unit_id={number}",
        "/board/duties?state=open",
        f"/board/directives/{directive}?",
        "/units?q=tuy phuoc",
        f"/units/{number}?",
    ):
        for width in (1280, 360):
            leader.set_viewport_size({"width": width, "height": 900})
            leader.goto(f"{base}{path}&lang={lang}")
            wide = leader.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert wide <= 0, (path, width)
            if lang == "vi":  # in English it is the same page with other words
                found = Axe().run(leader)
                assert found.violations_count == 0, (path, width, found.generate_report())


def test_on_paper_there_are_figures_and_no_buttons(leader: Page) -> None:
    leader.emulate_media(media="print")
    expect(leader.locator(".dd-filters")).to_be_hidden()
    expect(leader.get_by_role("button", name="In trang này")).to_be_hidden()
    expect(leader.locator(".dd-heat").first).to_be_visible()
    expect(leader.locator(".dd-totals-list")).to_be_visible()
