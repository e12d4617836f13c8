"""Take the pictures of docs/for-officers.md anew, from a demonstration that is started for it.

``python -m tools.officer_pictures`` writes docs/pictures/officers/*.png. The demonstration runs in a
temporary data folder on a free port and is removed afterwards.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError

from playwright.sync_api import Page, ViewportSize, sync_playwright

from webapp.installation import DEMO_PASSWORD

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures" / "officers"
CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
WINDOW: ViewportSize = {"width": 1200, "height": 780}
PATIENCE = 240  # seconds for the first start


def main() -> int:
    """Take them; returns the exit status."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with product() as address, sync_playwright() as playwright:
        path = str(CHROMIUM) if CHROMIUM.exists() else None
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        for name, (username, take) in PICTURES.items():
            page = browser.new_context(viewport=WINDOW, locale="vi-VN").new_page()
            sign_in(page, address, username)
            take(page, address)
            page.wait_for_timeout(400)
            page.screenshot(path=FOLDER / f"{name}.png")
            page.context.close()
            print(name)
        browser.close()
    return 0


def _inbox(page: Page, product: str) -> None:
    page.goto(f"{product}/inbox")


def _task(page: Page, product: str) -> None:
    page.goto(f"{product}/inbox")
    page.locator("a.dd-task").filter(has_text="Lập báo cáo").first.click()


def _fill(page: Page, product: str) -> None:
    _task(page, product)
    page.locator("[name=narrative]").fill("Đã mở hai lớp tập huấn cho cán bộ thôn.")
    page.locator("[name=trainingCourses]").fill("2")
    page.locator("[name=participants]").fill("70")
    page.locator("[data-kept]").filter(has_text=":").wait_for()
    page.locator("[name=narrative]").scroll_into_view_if_needed()


def _rollup(page: Page, product: str) -> None:
    page.goto(f"{product}/rollups")
    page.locator("a.dd-task").first.click()


def _directive(part: str) -> Callable[[Page, str], None]:
    def take(page: Page, product: str) -> None:
        page.goto(f"{product}/directives")
        page.locator("a.dd-task").filter(has_text="Công văn").first.click()
        if part:
            page.locator(f".dd-parts a[href$='/{part}']").click()

    return take


def _at(address: str) -> Callable[[Page, str], None]:
    def take(page: Page, product: str) -> None:
        page.goto(product + address)

    return take


def _recipients(page: Page, product: str) -> None:
    page.goto(f"{product}/directives/drafts")
    page.get_by_role("button", name="Soạn văn bản mới").click()
    page.get_by_label("Loại văn bản").select_option("ke_hoach")
    page.get_by_label("Số", exact=True).fill("456")
    page.get_by_label("Ký hiệu").fill("KH-UBND")
    page.get_by_label("Trích yếu").fill("Bình đẳng giới trên địa bàn huyện năm 2023")
    onward = page.get_by_role("button", name="Lưu và sang bước sau")
    for step in ("**/basis", "**/recipients"):
        onward.click()
        page.wait_for_url(step)
    group = page.get_by_label("Tất cả đơn vị của một cấp")
    group.select_option(label="UBND cấp xã (trực thuộc trực tiếp)")
    page.get_by_role("button", name="Thêm nhóm này", exact=True).click()
    page.get_by_text("Tổng cộng").first.wait_for()


PICTURES: dict[str, tuple[str, Callable[[Page, str], None]]] = {
    "inbox": ("phong.chuyenvien", _inbox),
    "task": ("xa.chuyenvien", _task),
    "draft": ("xa.chuyenvien", _fill),
    "rollup": ("phong.chuyenvien", _rollup),
    "directive": ("huyen.lanhdao", _directive("")),
    "timeline": ("huyen.lanhdao", _directive("timeline")),
    "board": ("tinh.lanhdao", _at("/board")),
    "inspections": ("huyen.lanhdao", _at("/inspections")),
    "issuing": ("huyen.lanhdao", _recipients),
}
"""Name of the file → who looks, and how they get there."""


def sign_in(page: Page, product: str, username: str) -> None:
    """Sign in to the demonstration, and close the words for newcomers."""
    page.goto(f"{product}/signin")
    page.locator("#username").fill(username)
    page.locator("#password").fill(DEMO_PASSWORD)
    page.locator("#password").press("Enter")
    page.wait_for_url(lambda url: "/signin" not in url)
    hint = page.locator("form[action$='/introduced'] button")
    if hint.count():
        hint.first.click()


@contextlib.contextmanager
def product() -> Iterator[str]:
    """The address of a demonstration that lives as long as the context."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        home.chmod(0o755)
        (home / "run").mkdir(mode=0o700)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            bind = f"127.0.0.1:{probe.getsockname()[1]}"
        environment = {
            **os.environ,
            "DONDOC_HOME": str(home / "data"),
            "XDG_RUNTIME_DIR": str(home / "run"),
        }
        environment.pop("DONDOC_DATABASE_URL", None)
        started = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "webapp.cli",
                "run",
                "--demo",
                "--province-only",
                "--bind",
                bind,
            ],
            env=environment,
        )
        try:
            _wait(f"http://{bind}/healthz")
            yield f"http://{bind}"
        finally:
            started.terminate()
            started.wait(60)


def _wait(url: str) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with contextlib.suppress(URLError, OSError), urllib.request.urlopen(url, timeout=2):  # noqa: S310  (our own address)
            return
        time.sleep(0.5)
    raise TimeoutError(f"the product did not start: {url}")


if __name__ == "__main__":
    sys.exit(main())
