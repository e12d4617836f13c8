"""Campaigns on their pages: where a window stands, the plans made for it, and who has none."""

import re
from datetime import timedelta

import pytest

from engine import timers
from tests.helpers.pages import in_both_languages, led, refused, task_of, told
from tests.web_world import TODAY

pytest_plugins = ("tests.web_fixtures",)
PLANNING = TODAY + timedelta(days=155)  # 31/10/2023: the window opens on 15/11
DURING = TODAY + timedelta(days=175)  # 20/11/2023


@pytest.fixture
def planning(web_sessions, world):
    """The province is asked to plan."""
    with web_sessions.begin() as session:
        for _ in range(400):
            due = timers.next_due(session)
            if due is None or due > PLANNING:
                break
            timers.fire_due(session, world.machine, due)
    world.now = PLANNING


@pytest.fixture
def officer(browse):
    return browse("hd.cv")


def window(browser):
    return re.search(r'href="(/campaigns/\d+)"', told(browser.get("/campaigns")))[1]


def test_a_window_is_planned_for_in_place(planning, officer, browse, world):
    address = window(officer)
    task = task_of(told(officer.get(address), "sắp tới", "15/11/2023"))
    refused(officer.post(task, planDocument="", planSummary="Mít tinh"), 422, "Mít tinh")
    led(officer.post(task, planDocument="118/KH-UBND", planSummary="Mít tinh lớn"))
    told(officer.get(address), "118/KH-UBND", "Mít tinh lớn")
    told(browse("bo.cv").get(address), "118/KH-UBND", "đơn vị chưa có kế hoạch", "Bình Định")
    assert "Mít tinh lớn" not in told(browse("bd.cv").get(address))
    world.now = DURING
    told(browse("hd.cv").get(address), "đang diễn ra", "ngày thứ 6 trong 31 ngày")


def test_windows_are_filtered_and_taken_out(officer, browse, world):
    address = window(officer)
    for standing, shown in (("before", True), ("running", False), ("over", False)):
        assert (address in told(officer.get(f"/campaigns?standing={standing}"))) is shown
    assert officer.get("/campaigns.xlsx").status_code == 200
    assert officer.get(f"{address}.xlsx").status_code == 200
    assert browse("th.vt").get("/campaigns/999999").status_code == 404


def test_only_the_unit_plans_for_itself(planning, officer, browse):
    address = window(officer)
    task = task_of(officer.get(address).text)
    given = {"planDocument": "1", "planSummary": "x"}
    assert browse("hd.ld").post(task, **given).status_code == 403
    assert browse("bd.cv").post(task, **given).status_code == 404


def test_every_page_opens_in_both_languages(officer, browse):
    for browser in (officer, browse("bo.cv"), browse("admin")):
        in_both_languages(browser, "/campaigns")
        in_both_languages(browser, window(browser))
