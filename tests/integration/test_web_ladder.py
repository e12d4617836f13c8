"""The ladder's part of the pages: asking for more time beside the task, and the digest's box."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from engine.extension_tables import Extension
from engine.people import Account
from engine.report_tables import Report
from tests.web_world import Browser, World

pytest_plugins = ("tests.web_fixtures",)
Browse = Callable[..., Browser]
DAY = "20/06/2023"


@pytest.fixture
def task(browse: Browse) -> tuple[Browser, str]:
    """The officer's browser, and the address of the report to write."""
    browser = browse("hd.cv")
    found = re.search(r'href="(/inbox/\d+)"', browser.get("/inbox").text)
    assert found is not None
    return browser, found[1]


def ask(browser: Browser, address: str, **given: str) -> str:
    action = re.search(r'action="(/reports/\d+/extension)"', browser.get(address).text)
    assert action is not None
    item = address.rsplit("/", 1)[1]
    answer = browser.post(action[1], **({"item": item, "day": DAY, "reason": "Bão lũ"} | given))
    assert answer.location == address
    return str(browser.get(address).text)


def test_more_time_is_asked_for_beside_the_task(
    task: tuple[Browser, str], web_sessions: sessionmaker[Session], browse: Browse
) -> None:
    page = ask(*task)
    assert "Đã gửi đề nghị gia hạn" in page
    assert "Bão lũ" in page and "quyết định" in page
    assert "Gửi đề nghị" not in page, "only one question at a time"
    with web_sessions() as session:
        assert session.scalars(sa.select(Extension.status)).all() == ["asked"]


@pytest.mark.parametrize(
    ("day", "said"),
    [("31/02/2023", "không có trong lịch"), ("1/6", "không có"), ("01/05/2023", "phải sau")],
)
def test_a_day_that_cannot_be_is_refused_and_nothing_is_asked(
    task: tuple[Browser, str], web_sessions: sessionmaker[Session], day: str, said: str
) -> None:
    browser, address = task
    action = re.search(r'action="(/reports/\d+/extension)"', browser.get(address).text)
    assert action is not None
    answer = browser.post(action[1], day=day, reason="Bão lũ")
    assert answer.status_code == 422
    assert said in answer.text and "Bão lũ" in answer.text
    with web_sessions() as session:
        assert session.scalars(sa.select(Extension.id)).all() == []


def test_another_unit_s_report_is_as_unknown_as_none(
    browse: Browse, web_sessions: sessionmaker[Session], world: World
) -> None:
    with web_sessions() as session:
        foreign = session.scalars(
            sa.select(Report.id).where(Report.unit_id == world.units["hd.cv"]).limit(1)
        ).one()
    for number in (foreign, 10**9):
        browser = browse("bd.cv")
        answer = browser.post(f"/reports/{number}/extension", day=DAY, reason="x")
        assert answer.status_code == 404
    with web_sessions() as session:
        assert session.scalars(sa.select(Extension.id)).all() == []


def test_the_digest_is_chosen_in_the_account(
    browse: Browse, web_sessions: sessionmaker[Session]
) -> None:
    browser = browse("hd.cv")
    assert 'value="on" checked' not in browser.get("/account").text
    for sent, checked in (({"digest": "on"}, True), ({}, False)):
        assert browser.post("/account/digest", **sent).status_code == 302
        assert ('value="on" checked' in browser.get("/account").text) is checked
        with web_sessions() as session:
            chosen = sa.select(Account.digest).where(Account.username == "hd.cv")
            assert session.scalar(chosen) is checked
