"""What the stories in a browser do again and again."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

PASSWORD = "dondoc-demo"


def sign_in(page: Page, product: str, username: str) -> None:
    """As that person of the demonstration, by the keyboard, to the inbox."""
    page.context.clear_cookies()
    page.goto(f"{product}/signin")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Việc cần làm")).to_be_visible()


def clean(page: Page) -> None:
    """Nothing that axe finds, and no sideways scrolling on a telephone."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    page.set_viewport_size({"width": 1280, "height": 900})
