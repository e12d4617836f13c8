"""The list of tasks without a mouse: walk, tick, claim, search, help; in both languages."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

USERNAME, PASSWORD = "phong.chuyenvien", "dondoc-demo"
WORDS = {
    "vi": {"chosen": "Đã chọn 1 việc", "mine": "Bạn", "help": "Phím tắt của danh sách"},
    "en": {"chosen": "1 chosen", "mine": "You", "help": "Keys of this list"},
}


def sign_in(page: Page, product: str) -> None:
    page.goto(product)
    page.fill("#username", USERNAME)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-rows]")


def test_the_current_task_is_the_one_with_the_focus(page: Page, product: str) -> None:
    sign_in(page, product)
    links = page.locator("[data-row] a.dd-task")
    assert links.count() >= 3
    for key, at in (("j", 0), ("j", 1), ("j", 2), ("k", 1)):
        page.keyboard.press(key)
        expect(links.nth(at)).to_be_focused()
        expect(page.locator(".dd-current")).to_have_count(1)
    for _ in range(links.count() + 3):
        page.keyboard.press("j")
    expect(links.last).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/inbox/\d+$"))


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_task_is_ticked_and_claimed_by_keys(page: Page, product: str, lang: str) -> None:
    sign_in(page, product)
    page.goto(f"{product}/inbox?status=open&sort=new&lang={lang}")
    said = WORDS[lang]
    row = page.locator("[data-row]").first
    box = row.locator("[name=item]")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(box).to_be_checked()
    expect(page.locator("[data-chosen-count]")).to_have_text(said["chosen"])
    page.keyboard.press("x")
    expect(box).not_to_be_checked()
    address = row.locator("a.dd-task").get_attribute("href")
    page.keyboard.press("c")
    expect(page.get_by_role("status").first).to_be_visible()
    page.goto(f"{product}/inbox?status=open&sort=new&lang={lang}")
    claimed = page.locator("[data-row]", has=page.locator(f'a.dd-task[href="{address}"]'))
    expect(claimed.locator("td").last).to_have_text(said["mine"])
    expect(claimed).to_have_class(re.compile("dd-current"))
    claimed.locator("[name=item]").check()
    page.locator("button[value=unclaim]").click()
    expect(page.get_by_role("status").first).to_be_visible()


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_keys_help_and_search_and_are_silent_while_one_types(
    page: Page, product: str, lang: str
) -> None:
    sign_in(page, product)
    page.goto(f"{product}/inbox?status=open&lang={lang}")
    page.keyboard.press("j")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name=WORDS[lang]["help"])
    expect(dialog).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator("[data-row] a.dd-task").first).to_be_focused()
    page.keyboard.press("/")
    search = page.locator("#q")
    expect(search).to_be_focused()
    page.keyboard.type("jxc?/ xem xet")
    expect(search).to_have_value("jxc?/ xem xet")
    expect(page.locator("[name=item]:checked")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator("[data-row] a.dd-task").first).to_be_focused()
    page.keyboard.press("/")
    search.fill("xem xet")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q=xem"))
    for name in page.locator("[data-row] a.dd-task").all_inner_texts():
        assert "Xem xét" in name


def test_single_keys_can_be_turned_off(page: Page, product: str) -> None:
    sign_in(page, product)
    page.keyboard.press("?")
    page.locator("[data-keys-on]").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator(".dd-current")).to_have_count(0)
    page.locator("[data-keys-open]").click()
    page.locator("[data-keys-on]").check()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator(".dd-current")).to_have_count(1)
