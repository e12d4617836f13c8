"""A commune officer's day, the closing week of the office that consolidates, and somebody who may not."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

PASSWORD = "dondoc-demo"
REPORT = {
    "narrative": "Đã mở hai lớp tập huấn, không có vụ việc.",
    "trainingCourses": "2",
    "participants": "70",
    "femaleLeaderRate": "27,5",
}


def sign_in(page: Page, product: str, username: str, lang: str = "vi") -> None:
    page.context.clear_cookies()
    page.goto(f"{product}/signin")
    page.locator("#username").fill(username)
    page.locator("#password").fill(PASSWORD)
    page.locator("#password").press("Enter")
    page.wait_for_url(lambda url: "/signin" not in url)
    if page.locator("html").get_attribute("lang") != lang:
        page.locator(f"button[name=lang][value={lang}]").click()
        page.wait_for_selector(f"html[lang={lang}]")


def report_task(page: Page, product: str) -> None:
    """Open the report that waits, from the inbox."""
    page.goto(f"{product}/inbox")
    page.locator("a.dd-task").filter(has_text="Lập báo cáo").first.click()
    expect(page.locator("[name=narrative]")).to_be_visible()


@pytest.mark.parametrize(("username", "lang"), [("xa.chuyenvien", "vi"), ("xa.vanthu", "en")])
def test_a_commune_officers_day(page: Page, product: str, username: str, lang: str) -> None:
    sign_in(page, product, username, lang)
    report_task(page, product)
    page.locator("button[formaction$='/claim']").click()
    expect(page.locator("button[formaction$='/unclaim']")).to_be_visible()
    for name, text in REPORT.items():
        page.locator(f"[name={name}]").fill(text)
    expect(page.locator("[data-kept]")).to_contain_text(re.compile(r"\d\d:\d\d"), timeout=15_000)
    page.reload()
    expect(page.locator("[name=participants]")).to_have_value("70")
    page.locator("#lam-viec .dd-finish .btn-primary").click()
    page.wait_for_url(lambda url: "/inbox" in url)
    expect(page.locator("a.dd-task").filter(has_text="Lập báo cáo")).to_have_count(0)
    page.goto(f"{product}/reports?whose=ours&state=submitted")
    expect(page.locator("a.dd-task")).to_have_count(1)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_consolidators_closing_week(page: Page, product: str, lang: str) -> None:
    sign_in(page, product, "phong.chuyenvien", lang)
    page.goto(f"{product}/rollups")
    page.locator("a.dd-task").first.click()
    accepted = page.locator(".dd-facts dd").first
    before = accepted.inner_text()
    page.locator("a[href^='/inbox/']").filter(has_text=re.compile("Xem xét|Review")).first.click()
    page.locator("input[name=decision][value=accept]").check()
    page.locator("#lam-viec .dd-finish .btn-primary").click()
    page.wait_for_url(lambda url: "/inbox" in url)
    page.goto(f"{product}/rollups")
    page.locator("a.dd-task").first.click()
    assert accepted.inner_text() != before
    urge = page.locator("form[action$='/urge'] button")
    urge.click()
    expect(page.locator(".alert[role=status]")).to_be_visible()
    if lang == "en":
        page.locator("form[action$='/close'] button").click()
        expect(page.locator("a[href*='/documents/1.txt']")).to_be_visible()


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_an_officer_who_is_not_allowed(page: Page, product: str, lang: str) -> None:
    """They are told so in their language, with a reference, and nothing of what they asked for."""
    sign_in(page, product, "bo.chuyenvien")
    page.goto(f"{product}/directives")
    sign_in(page, product, "xa.chuyenvien", lang)
    shut = ("/directives/1", "/rollups/1", "/administration", "/faults", "/inbox/999999999")
    for address in shut:
        answer = page.request.get(product + address)
        assert answer.status in (403, 404), address
        assert "Traceback" not in answer.text()
        assert f'lang="{lang}"' in answer.text()
    page.goto(f"{product}/inbox")
    expect(page.locator(".dd-menu a[href='/administration']")).to_have_count(0)
