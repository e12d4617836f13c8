"""Take the pictures of docs/for-designers.md anew, from a demonstration that is started for it.

``python -m tools.designer_pictures`` writes docs/pictures/designers/*.png: the guide's example is
opened as a file in the editor, reviewed by the second designer and deployed, as the guide tells.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tools.officer_pictures import ARGUMENTS, CHROMIUM, WINDOW, product, sign_in

DOCS = Path(__file__).resolve().parent.parent / "docs"
FOLDER = DOCS / "pictures" / "designers"
EXAMPLE = DOCS / "examples" / "kiem-tra-nuoc.bpmn"
TITLE, KEY = "Kiểm tra công trình nước sạch", "kiem-tra-nuoc"
PATIENCE = 30_000  # milliseconds for a page


def main() -> int:
    """Take them; returns the exit status."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with product() as address, sync_playwright() as playwright:
        path = str(CHROMIUM) if CHROMIUM.exists() else None
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        author = _person(browser, address, "thietke")
        reviewer = _person(browser, address, "thietke2")
        draft = _begun(author, address)
        _draw(author, draft)
        _deploy(author, reviewer, draft)
        _look(author, address)
        browser.close()
    return 0


def _person(browser: Browser, address: str, username: str) -> Page:
    page = browser.new_context(viewport=WINDOW, locale="vi-VN").new_page()
    page.set_default_timeout(PATIENCE)
    sign_in(page, address, username)
    return page


def _begun(page: Page, address: str) -> str:
    """The address of a new draft."""
    page.goto(f"{address}/designer/new")
    page.check("#kind-bpmn")
    page.fill("#title", TITLE)
    page.fill("#key", KEY)
    _take(page, "new")
    page.click("form.dd-form button.btn-primary")
    page.wait_for_url(re.compile(r"/designer/drafts/\d+$"))
    return page.url


def _draw(page: Page, draft: str) -> None:
    """The example opened in the editor, without a finding, and saved."""
    page.goto(f"{draft}/edit")
    page.wait_for_selector("[data-room][data-state=ready]")
    page.locator("[data-file]").set_input_files(EXAMPLE)
    page.locator("[data-element-id='lap-bien-ban']").first.wait_for()
    expect(page.locator("[data-findings-told]")).to_have_text("Không có gì phải sửa: chạy được.")
    page.click("[data-act='zoom-fit']")
    page.locator("[data-element-id='tiep-nhan']").first.click()
    page.locator("[name='dondoc-role']").wait_for()
    page.keyboard.press("Control+s")
    expect(page.locator("[data-status]")).to_contain_text("Đã lưu")
    _take(page, "editor")


def _deploy(author: Page, reviewer: Page, draft: str) -> None:
    """Reviewed by the second designer, deployed today by the first."""
    author.goto(draft)
    author.locator("form[action$='/ask'] button").click()
    reviewer.goto(draft)
    reviewer.locator("form[action$='/approve'] textarea").fill("Đã xem sơ đồ, đồng ý.")
    _take(reviewer, "review")
    reviewer.locator("form[action$='/approve'] button").click()
    author.goto(draft)
    author.locator("form[action$='/schedule'] textarea").fill("Lần đầu: kiểm tra nước sạch.")
    author.locator("form[action$='/schedule'] button.btn-primary").click()
    author.locator(f"a[href$='/versions/bpmn/{KEY}']").first.wait_for()


def _look(page: Page, address: str) -> None:
    """What is deployed, and a model that has been running for months."""
    for name, where in (
        ("room", ""),
        ("templates", "/templates"),
        ("versions", f"/versions/bpmn/{KEY}"),
        ("watching", "/models/periodic-report?days="),
        ("ways", "/models/periodic-report/ways?days="),
    ):
        page.goto(f"{address}/designer{where}")
        for drawing in page.locator("[data-bpmn-url]").all():
            expect(drawing).to_have_attribute("data-state", "ready")
        _take(page, name)


def _take(page: Page, name: str) -> None:
    page.wait_for_timeout(500)
    page.screenshot(path=FOLDER / f"{name}.png")
    print(name)


if __name__ == "__main__":
    sys.exit(main())
