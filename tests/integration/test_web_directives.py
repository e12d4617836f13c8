"""Directives, their spread and their diagrams, through the application."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session, sessionmaker

from engine import progress, unit_states
from tests.web_world import TODAY, Browser, World, actor
from webapp.pages import processes

pytest_plugins = ("tests.web_fixtures",)

Browse = Callable[..., Browser]


def test_the_issuer_sees_every_recipient_and_the_figures_of_each_tier(
    browse: Browse, world: World
) -> None:
    page = browse("bo.cv").get(f"/directives/{world.root}").text
    assert page.count('class="dd-unit-name"') == 63
    assert "UBND cấp huyện" in page
    assert "126 chưa hoàn thành, trong hạn" in page


def test_units_below_are_brought_on_demand(browse: Browse, world: World) -> None:
    browser = browse("bo.cv")
    address = f"/directives/{world.root}/units/{world.units['hd.cv']}"
    fragment = browser.get(address, headers={"HX-Request": "true"}).text
    assert "UBND huyện Thanh Hà" in fragment
    assert "<html" not in fragment
    assert "<html" in browser.get(address).text


def test_a_recipient_sees_its_own_part_and_no_peer(browse: Browse, world: World) -> None:
    browser = browse("hd.cv")
    page = browser.get(f"/directives/{world.root}").text
    assert page.count('class="dd-unit-name"') == 1
    assert "UBND tỉnh Hải Dương" in page
    peer = f"/directives/{world.root}/units/{world.units['bd.cv']}"
    assert browser.get(peer).status_code == 404


def test_the_figures_of_the_tiers_add_up_to_the_units_listed(
    web_sessions: sessionmaker[Session], world: World
) -> None:
    with web_sessions() as session:
        seen = progress.scope(session, actor(session, "bo.cv"), world.root)
        tiers = progress.summary(session, seen, TODAY)
        rows = unit_states.top(session, seen, TODAY).rows
        below = unit_states.below(session, seen, world.units["hd.cv"], TODAY).rows
    assert sum(t.sent for t in tiers) == len(rows) + len(below)
    assert sum(t.reports.total for t in tiers) == sum(r.reports.total for r in (*rows, *below))
    assert sum(t.received for t in tiers) == sum(r.received_at is not None for r in rows)


def test_pages_of_units_cover_them_all_once(
    web_sessions: sessionmaker[Session], world: World
) -> None:
    with web_sessions() as session:
        seen = progress.scope(session, actor(session, "bo.cv"), world.root)
        whole = [r.unit_id for r in unit_states.top(session, seen, TODAY).rows]
        found: list[int] = []
        after = None
        for _ in range(7):
            page = unit_states.top(session, seen, TODAY, after, limit=10)
            found += [r.unit_id for r in page.rows]
            after = page.next_after
    assert found == whole
    assert after is None


def test_the_diagram_counts_what_waits_at_each_element(browse: Browse, world: World) -> None:
    browser = browse("bo.cv")
    page = browser.get(f"/directives/{world.root}/diagram").text
    model = page.split("/models/")[1].split(".bpmn")[0]
    assert browser.get(f"/models/{model}.bpmn").mimetype == "application/xml"
    overlays = browser.get(f"/directives/{world.root}/overlays.json?model={model}").json
    waiting = overlays["elements"]["tinh-tiep-nhan"]
    assert waiting["count"] == 62
    assert (waiting["state"], waiting["heat"]) == ("overdue", 4)


@pytest.mark.parametrize(
    ("count", "late", "heat"), [(0, 0, 0), (9, 0, 0), (100, 1, 1), (4, 1, 1), (4, 2, 2), (9, 9, 4)]
)
def test_an_element_is_warmer_the_more_of_it_is_overdue(count: int, late: int, heat: int) -> None:
    assert processes.heat(count, late) == heat


def test_the_list_finds_by_number_and_by_subject(browse: Browse) -> None:
    browser = browse("hd.cv")
    for text in ("912/LĐ", "bình ĐẲNG giới"):
        assert "Công văn số 912" in browser.get("/directives", query_string={"q": text}).text
    assert "Công văn số 912" not in browser.get("/directives?q=100%25").text


def test_a_notice_is_counted_until_it_is_read(browse: Browse) -> None:
    browser = browse("hd.cv")
    page = browser.get("/notices").text
    assert "Sắp đến hạn: Báo cáo 06 tháng" in page
    assert "1 thông báo chưa đọc" in page
    notice = page.split("/read")[0].rsplit("/notices/", 1)[1]
    browser.post(f"/notices/{notice}/read")
    assert "0 thông báo chưa đọc" in browser.get("/notices").text
    assert browser.get("/notices/unread").text.strip() == ""
