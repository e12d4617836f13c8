"""An officer without a mouse: every step is a key, and each stop of the focus can be seen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from playwright.sync_api import Locator, Page, expect

USERNAME, PASSWORD = "phong.chuyenvien", "dondoc-demo"
MOST_STOPS = 40
FOCUS = """e => {
  const style = getComputedStyle(e);
  return {
    ring: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
    kind: e.type || e.tagName.toLowerCase(),
    name: e.name || '',
    date: e.matches('.dd-date'),
  };
}"""


def focused(page: Page) -> Locator:
    """What has the focus, which must be visible."""
    found = page.locator(":focus")
    seen = found.evaluate(FOCUS)
    assert seen["ring"] >= 2, found.evaluate("e => e.outerHTML")
    expect(found).to_be_in_viewport()  # a long page takes a moment to scroll
    return found


def stops(page: Page, until: Locator) -> Iterator[Locator]:
    """Tab from stop to stop, ``until`` included."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        here = focused(page)
        yield here
        if until.evaluate("e => e === document.activeElement"):
            return
    raise AssertionError(f"{until} was not reached in {MOST_STOPS} steps")


def skip(page: Page) -> None:
    """The first stop leads past the header, straight to the content."""
    page.keyboard.press("Tab")
    expect(focused(page)).to_have_text("Đến nội dung chính")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def walk(page: Page, until: Locator) -> list[str]:
    """Names and texts of the stops on the way."""
    return [stop.evaluate("e => e.name || e.textContent.trim()") for stop in stops(page, until)]


def fill_in(page: Page, until: Locator) -> list[str]:
    """Answer each field on the way to ``until``; the names of the fields in the order met."""
    met: list[str] = []
    for stop in stops(page, until):
        about = stop.evaluate(FOCUS)
        if about["kind"] == "radio":
            page.keyboard.press("Space")
            expect(stop).to_be_checked()
        elif about["date"]:
            page.keyboard.type("20/04/2023")
        elif about["kind"] in ("text", "textarea"):
            page.keyboard.type("2")
        if about["name"]:
            met.append(about["name"])
    return met


def test_a_task_is_found_filled_in_and_finished_by_keyboard_alone(page: Page, product: str) -> None:
    page.goto(product)
    skip(page)
    assert walk(page, page.locator("#password")) == ["username", "password"]
    page.keyboard.press("Shift+Tab")
    page.keyboard.type(USERNAME)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Việc cần làm")).to_be_visible()

    skip(page)
    first = page.locator("a.dd-task").first
    task = first.inner_text()
    address = first.get_attribute("href")
    on_the_way = walk(page, first)
    assert on_the_way[0] == "Đã hiểu, không hiện nữa"
    assert on_the_way[1:4] == ["Đang chờ", "Quá hạn", "Đã xong"]
    assert on_the_way[-2:] == ["item", task]
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/inbox/\d+$"))

    skip(page)
    form = page.locator("form#lam-viec")
    wanted = form.locator("[name]:not([type=hidden])").evaluate_all(
        "all => [...new Set(all.map(e => e.name))]"
    )
    assert wanted
    assert fill_in(page, form.get_by_role("button", name="Hoàn thành")) == wanted
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Đã hoàn thành")
    expect(page.locator(f'a[href="{address}"]')).to_have_count(0)
