"""Every page, found by its links: it opens, fits narrow windows, and axe finds nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, ViewportSize, expect
from sqlalchemy.orm import Session, sessionmaker

from adapters.files import Folder
from tests.browser.crawling import Crawl, routes
from webapp.app import create_app
from webapp.setup import make_engine
from webapp.wiring import Wiring

pytestmark = pytest.mark.timeout(1200)
PEOPLE = (
    "xa.chuyenvien",
    "xa.lanhdao",
    "huyen.lanhdao",
    "tinh.lanhdao",
    "bo.chuyenvien",
    "thietke",
    "quantri",
)
UNLINKED = {
    "/": "leads to the inbox",
    "/healthz": "for machines",
    "/signin": "signed in, one does not sign in; checked apart",
    "/signin/code": "asked of who has a second factor, which nobody has that morning",
    "/signin/provider": "leads to an identity provider, which a demonstration has not",
    "/signin/provider/back": "where an identity provider leads back to",
    "/password/forgotten": "linked from the sign-in page; checked apart",
    "/password/new": "linked from a letter; checked apart",
    "/static/<path:filename>": "files of the pages",
    "/rollups/<int:rollup_id>/documents/<int:n>.txt": "a file; on that morning none is closed yet",
    "/reports/<int:report_id>/files/<int:attachment_id>": "a file; nobody attached one yet",
    "/inbox/<int:item_id>/live": "a line that the page itself asks for",
    "/inbox/<int:item_id>/discussion": "earlier comments; nobody wrote so many yet",
    "/inspection-rounds/<int:round_id>/decision": "no unit is chosen yet; test_an_inspection",
    "/reports/<int:report_id>/extension": "where the form beside a report's task is sent",
    "/urging.xlsx": "an empty list is not taken out; nobody is that late yet",
    "/urging/<int:letter_id>": "nobody is that late yet",
    "/urging/<int:letter_id>.txt": "nobody is that late yet",
    "/named-lists.xlsx": "an empty list is not taken out; nobody is that late yet",
    "/named-lists/<int:list_id>": "nobody is that late yet",
    "/named-lists/<int:list_id>.xlsx": "nobody is that late yet",
    "/comments/<int:comment_id>": "leads to a comment; nobody wrote one yet",
    "/comments/<int:comment_id>/edit": "for who wrote one",
    "/comments/<int:comment_id>/files/<int:attachment_id>": "a file; nobody attached one yet",
    "/units/suggest": "what a field asks while a unit is typed",
    "/people/me": "leads to one's own page",
    "/jobs/<int:job_id>": "nothing runs on that morning; checked by test_administration",
    "/jobs/<int:job_id>/state": "a part that the page of work asks for",
    "/jobs/<int:job_id>/file": "a file; no work was done yet",
    "/structure/previews/<int:job_id>": "no change was previewed; checked by test_administration",
    "/structure/changes/<int:job_id>": "no change was made on that morning",
    "/structure/reports/<int:report_id>": "no report was merged on that morning",
    "/people/import/<int:job_id>": "no table was sent on that morning",
    "/inspection-rounds/<int:round_id>/draw": "no unit is chosen yet; test_an_inspection",
    "/inspections/<int:inspection_id>": "no unit is chosen yet; test_an_inspection",
    "/inspection-rounds/<int:round_id>.xlsx": "a file; no unit is chosen yet",
    "/campaigns/<int:campaign_id>.xlsx": "a file; nobody planned yet",
    "/directives/drafts/<int:draft_id>/recipients/<int:place>": "of a group; test_issuing",
    "/directives/drafts/<int:draft_id>/duties/<int:place>": "of a duty; test_issuing",
    "/faults/<int:fault_id>": "there are no faults on that morning",
    "/designer/compare.json": "what the drawing asks for that compares two",
    "/designer/drafts/<int:draft_id>/content.json": "what the editor asks for",
    "/designer/models/<key>/letters": "of letters of no single step; there are none",
    "/designer/rehearsals/<int:job_id>": "nothing was rehearsed; test_designer_story",
    "/designer/rehearsals/<int:job_id>/<int:n>.bpmn": "a rehearsal's drawing; there is none",
    "/designer/rehearsals/<int:job_id>/<int:n>/overlays.json": "figures of such a drawing",
}
PAPERS = {
    "/urging/<int:letter_id>/paper": "nobody is that late yet",
    "/named-lists/<int:list_id>/paper": "nobody is that late yet",
    "/notices/<int:notice_id>/paper": "nobody was reminded yet",
    "/inspection-rounds/<int:round_id>/decision": "no unit is chosen yet",
    "/inspection-rounds/<int:round_id>/notice": "no unit is chosen yet",
    "/inspections/<int:inspection_id>/minutes": "no unit is chosen yet",
    "/rollups/<int:rollup_id>/paper": "none is closed yet",
}
UNLINKED |= {f"{paper}{kind}": why for paper, why in PAPERS.items() for kind in (".docx", ".pdf")}
"""Addresses that no link on a page leads to, and why that is right."""
RAN = "cascade-three-tier"
"""The model of which instances ended before that morning; the walk may meet another first."""
LETTER = Path(__file__).parents[1] / "scenarios" / "letters" / "kinh-mon-2023.txt"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OURS = {"exclude": [["[data-canvas] .djs-container"], [".dd-dmn-place"]]}
"""Without what bpmn-js and dmn-js draw themselves inside the designers' editors."""
WIDTHS = {360: "a telephone", 640: "1280 px at 200 % zoom"}
WIDE: ViewportSize = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application, to know its addresses by; nothing is opened through it."""
    folder: Path = tmp_path_factory.mktemp("addresses")
    return create_app(
        Wiring(
            sessions=sessionmaker[Session](),
            engine=make_engine(lambda session, ids: None),
            now=lambda session: datetime(2023, 4, 24, tzinfo=UTC),
            demo=True,
            secret_key="only for addresses",
            files=Folder(folder),
        )
    )


@pytest.fixture(scope="module")
def wide(browser: Browser) -> Iterator[Page]:
    """One window for all people, one after the other."""
    context = browser.new_context(viewport=WIDE, locale="vi-VN")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def crawl(app: Flask, product: str, wide: Page) -> Crawl:
    """What all of them opened in Vietnamese, after drafts, a letter and a webhook were begun."""
    walk = Crawl(app, product, wide)
    walk.sign_in("huyen.lanhdao", "vi")
    wide.goto(f"{product}/directives/drafts")
    wide.get_by_role("button", name="Soạn văn bản mới").click()
    wide.wait_for_url("**/directives/drafts/**")
    wide.goto(f"{product}/intake")
    wide.locator("#file").set_input_files(LETTER)
    wide.get_by_role("button", name="Đọc văn bản").click()
    wide.get_by_role("heading", name="Nguyên văn").wait_for()
    wide.goto(f"{product}/account/webhooks")
    wide.get_by_label("Tên").fill("Bảng điện tử")
    wide.get_by_label("Địa chỉ nhận").fill("https://huyen.example.vn/dondoc")
    wide.get_by_role("checkbox").first.check()
    wide.get_by_role("button", name="Đăng ký").click()
    wide.get_by_label("Khóa ký").wait_for()
    walk.sign_in("thietke", "vi")
    wide.goto(f"{product}/designer/new?kind=bpmn&key=extension")
    wide.get_by_role("button", name="Lập bản nháp").click()
    wide.get_by_role("link", name="Mở trình vẽ").wait_for()
    for person in PEOPLE:
        walk.sign_in(person, "vi")
        walk.walk(person, "/inbox")
        if person == "thietke":
            walk.walk(person, f"/designer/models/{RAN}/ways")
    return walk


def findings(page: Page) -> list[str]:
    """What is wrong with the open page, a line for each."""
    expect(page.locator("[data-room]:not([data-state=ready])")).to_have_count(0)
    wanted = {"runOnly": STANDARDS, "resultTypes": ["violations"]}
    found = Axe().run(page, context=OURS, options=wanted).response["violations"]
    lines = [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"][:3]]
    return lines + too_wide(page)


def too_wide(page: Page) -> list[str]:
    """Where the open page does not fit, a line for each window."""
    lines = []
    for width, what in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": 800})
        needed = page.evaluate("document.documentElement.scrollWidth")
        if needed > width:
            lines.append(f"{needed} px wide on {what}")
    page.set_viewport_size(WIDE)
    return lines


@pytest.mark.parametrize(("lang", "found"), [("vi", findings), ("en", too_wide)], ids=["vi", "en"])
def test_whatever_a_person_can_open_is_accessible(
    crawl: Crawl, lang: str, found: Callable[[Page], list[str]]
) -> None:
    """In English it fits, too: all else that axe looks at is the same page."""
    wrong: list[str] = []
    for person, addresses in crawl.first.items():
        crawl.sign_in(person, lang)
        for address in addresses:
            answer = crawl.page.goto(crawl.product + address)
            assert answer is not None and answer.status == 200, address
            wrong += [f"{person} {address}: {line}" for line in found(crawl.page)]
    assert wrong == []


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("path", ["/signin", "/password/forgotten", "/password/new"])
def test_signing_in_is_accessible(product: str, wide: Page, path: str, lang: str) -> None:
    wide.context.clear_cookies()
    wide.goto(f"{product}{path}?lang={lang}")
    assert findings(wide) == []


def test_every_page_is_reached_by_links(crawl: Crawl, app: Flask) -> None:
    pages = {rule for rule in routes(app) if not rule.startswith("/api/")}
    assert crawl.wrong == []
    assert pages - UNLINKED.keys() - crawl.files - crawl.seen == set()
