"""What is not one's own is as unknown as what does not exist; and what answers carry."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from engine.directive_tables import Directive, Recipient
from engine.instance_rows import WorkItem
from engine.notices import Notice
from engine.reports import Report
from engine.timers import next_due
from tests.web_world import PEOPLE, TODAY, Browser, World

pytest_plugins = ("tests.web_fixtures",)

Browse = Callable[..., Browser]


@pytest.fixture
def owned(web_sessions: sessionmaker[Session], world: World) -> dict[str, int]:
    """Ids of things of Hải Dương."""
    unit = world.units["hd.cv"]
    with web_sessions() as session:
        return {
            "item": session.scalars(
                sa.select(WorkItem.id).where(WorkItem.unit_id == unit, WorkItem.status == "open")
            ).one(),
            "notice": session.scalars(
                sa.select(Notice.id).where(Notice.unit_id == unit, Notice.audience == "officer")
            ).one(),
            "directive": world.derived,
            "unit": unit,
            "report": session.scalars(
                sa.select(Report.id).where(Report.unit_id == unit).order_by(Report.id).limit(1)
            ).one(),
        }


ROUTES = (
    ("GET", "/inbox/{item}"),
    ("POST", "/inbox/{item}/complete"),
    ("POST", "/inbox/{item}/claim"),
    ("POST", "/inbox/{item}/unclaim"),
    ("POST", "/inbox/{item}/draft"),
    ("POST", "/inbox/{item}/last-period"),
    ("POST", "/inbox/{item}/files"),
    ("POST", "/inbox/{item}/files/1/remove"),
    ("GET", "/inbox/{item}/live"),
    ("GET", "/inbox/{item}/history"),
    ("GET", "/inbox/{item}/diagram"),
    ("GET", "/inbox/{item}/overlays.json?model=1"),
    ("GET", "/inbox/{item}/discussion"),
    ("POST", "/inbox/{item}/keep"),
    ("POST", "/inbox/{item}/compare"),
    ("POST", "/inbox/{item}/resume"),
    ("POST", "/inbox/{item}/comments"),
    ("GET", "/reports/{report}/discussion"),
    ("POST", "/reports/{report}/comments"),
    ("GET", "/reports/{report}"),
    ("GET", "/reports/{report}/files/1"),
    ("POST", "/notices/{notice}/read"),
    ("GET", "/directives/{directive}"),
    ("GET", "/directives/{directive}/units/{unit}"),
    ("GET", "/directives/{directive}/diagram"),
    ("GET", "/directives/{directive}/overlays.json?model=1"),
)


def _ask(browser: Browser, method: str, path: str) -> Any:
    return browser.post(path) if method == "POST" else browser.get(path)


@pytest.mark.parametrize(("method", "route"), ROUTES)
def test_a_foreign_id_answers_like_one_that_does_not_exist(
    browse: Browse, owned: dict[str, int], method: str, route: str
) -> None:
    assert all(owned.values())
    foreign = _ask(browse("bd.cv"), method, route.format(**owned))
    nowhere = _ask(browse("bd.cv"), method, route.format(**dict.fromkeys(owned, 10**9)))
    assert foreign.status_code == nowhere.status_code == 404
    assert _without_numbers(foreign.text) == _without_numbers(nowhere.text)


def _without_numbers(page: str) -> str:
    page = re.sub(r'value="[^"]*"', "", page)
    return re.sub(r"[0-9A-F]{10}|\d+", "", page)


def test_lists_hold_nothing_of_another_unit(browse: Browse, owned: dict[str, int]) -> None:
    browser = browse("bd.cv")
    assert f'/inbox/{owned["item"]}"' not in browser.get("/inbox").text
    assert f"/notices/{owned['notice']}/" not in browser.get("/notices").text
    assert f'/directives/{owned["directive"]}"' not in browser.get("/directives").text


def test_the_tiers_above_and_the_recipients_see_a_derived_directive(
    browse: Browse, owned: dict[str, int]
) -> None:
    path = f"/directives/{owned['directive']}"
    seen = {username: browse(username).get(path).status_code for username in PEOPLE}
    assert seen == dict.fromkeys(PEOPLE, 200) | {"bd.cv": 404}


def test_a_draft_is_not_seen_by_those_it_will_go_to(
    browse: Browse, world: World, web_sessions: sessionmaker[Session]
) -> None:
    with web_sessions.begin() as session:
        session.execute(
            sa.update(Directive).where(Directive.id == world.root).values(status="draft")
        )
        session.execute(
            sa.update(Recipient).where(Recipient.directive_id == world.root).values(sent_at=None)
        )
    assert browse("hd.cv").get(f"/directives/{world.root}").status_code == 404
    assert browse("bo.cv").get(f"/directives/{world.root}").status_code == 200


def test_notices_reach_the_roles_they_are_meant_for(browse: Browse, owned: dict[str, int]) -> None:
    shown = f"/notices/{owned['notice']}/"
    for username, seen in (("hd.cv", True), ("hd.ld", True), ("hd.vt", True), ("th.vt", False)):
        assert (shown in browse(username).get("/notices").text) is seen, username


@pytest.mark.parametrize("path", ["/signin", "/inbox", "/static/css/app.css", "/khong-co"])
def test_every_answer_carries_the_headers(browse: Browse, path: str) -> None:
    with browse("hd.cv").get(path) as answer:
        headers = answer.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_no_page_has_script_or_style_of_its_own(browse: Browse, world: World) -> None:
    browser = browse("bo.cv")
    for path in (
        "/inbox",
        "/directives",
        f"/directives/{world.root}",
        "/notices",
        "/account",
        f"/directives/{world.root}/diagram",
    ):
        page = browser.get(path).text
        assert not re.search(
            r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", page
        )


def test_text_from_a_letter_is_never_markup(
    browse: Browse, world: World, web_sessions: sessionmaker[Session]
) -> None:
    evil = "<script>alert(1)</script>'\"{{7*7}}"
    with web_sessions.begin() as session:
        session.execute(sa.update(Directive).values(subject=evil))
        session.execute(sa.update(WorkItem).values(name=evil))
    browser = browse("hd.cv")
    for path in ("/inbox", "/directives", f"/directives/{world.root}", "/inbox?q=<script>"):
        page = browser.get(path).text
        assert "<script>" not in page
        assert "49" not in re.findall(r"alert\(1\).{0,60}", page)


def test_too_much_is_refused_with_a_page_that_says_how_much(browse: Browse) -> None:
    browser = browse("hd.cv")
    answer = browser.client.post("/signin", data={"username": "x" * (10 * 1024 * 1024 + 1)})
    assert answer.status_code == 413
    assert "10 MB" in answer.text


def test_a_failure_shows_a_reference_and_no_trace(
    make_app: Callable[..., Any], caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_session: Session) -> Any:
        raise RuntimeError("secret detail")

    app = make_app(now=broken)
    browser = Browser(app)
    answer = browser.sign_in("hd.cv")
    assert answer.status_code == 500
    reference = re.search(r"Mã tham chiếu: ([0-9A-F]{10})", answer.text)
    assert reference is not None
    assert reference[1] in caplog.text
    assert "secret detail" not in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/khong-co", 404),
        ("GET", "/inbox/1/claim", 405),
        ("GET", "/notices?after=x", 400),
        ("GET", "/inbox?after=%FF", 400),
        ("GET", "/directives?after=x", 400),
    ],
)
@pytest.mark.parametrize(("lang", "says"), [("vi", "Mã tham chiếu"), ("en", "Reference")])
def test_errors_have_a_page_in_both_languages(
    browse: Browse, method: str, path: str, status: int, lang: str, says: str
) -> None:
    mark = "&" if "?" in path else "?"
    answer = _ask(browse("hd.cv"), method, f"{path}{mark}lang={lang}")
    assert answer.status_code == status
    assert says in answer.text


def test_the_clock_is_moved_in_a_demo_only(
    browse: Browse, make_app: Callable[..., Any], web_sessions: sessionmaker[Session]
) -> None:
    assert browse("hd.cv").post("/demo/clock", days="1").status_code == 404
    moved: list[Any] = []
    app = make_app(demo=True, shift=lambda _session, by: moved.append(by))
    browser = Browser(app)
    browser.sign_in("hd.cv")
    assert browser.post("/demo/clock", days="7").status_code == 302
    assert browser.post("/demo/clock", days="next").status_code == 302
    assert browser.post("/demo/clock", days="5").status_code == 400
    with web_sessions() as session:
        assert moved == [timedelta(days=7), (next_due(session) or TODAY) - TODAY]
