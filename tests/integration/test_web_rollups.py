"""Tổng hợp in the browser: the list, one roll-up, urging, closing, sources of a figure."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook
from sqlalchemy.orm import Session, sessionmaker

from engine.consolidation import Rollup
from engine.people import create_account
from engine.reports import Report
from tests.helpers.rollups import reported
from tests.web_world import PASSWORD, PASSWORDS, TODAY, Browser, World

pytest_plugins = ("tests.web_fixtures",)
Browse = Callable[..., Browser]


@pytest.fixture
def rollup(web_sessions: sessionmaker[Session], world: World) -> int:
    """The half-year of the province's plan, consolidated by a body with an officer of ours."""
    with web_sessions.begin() as session:
        found = session.scalars(
            sa.select(Rollup).where(Rollup.directive_id == world.derived).order_by(Rollup.id)
        ).first()
        assert found is not None
        for username, role in (("so.cv", "chuyenvien"), ("so.vt", "vanthu")):
            create_account(
                session,
                PASSWORDS,
                username=username,
                name="Đặng Thị Sở",
                unit_id=found.consolidator_id,
                roles=[role],
                password=PASSWORD,
                now=TODAY,
            )
        return found.id


@pytest.fixture
def accepted(web_sessions: sessionmaker[Session], world: World, rollup: int) -> str:
    """One report of it is accepted."""
    with web_sessions.begin() as session:
        home = session.get_one(Rollup, rollup)
        found = session.scalars(
            sa.select(Report)
            .where(Report.obligation_id == home.obligation_id, Report.period == home.period)
            .order_by(Report.id)
        ).first()
        assert found is not None
        reported(session, world.machine, found, TODAY, trainingCourses=1250, narrative="Đã mở lớp")
        return str(
            session.scalar(
                sa.text("SELECT short_name FROM unit WHERE id = :i"), {"i": found.unit_id}
            )
        )


def test_only_units_that_consolidate_find_the_entry(browse: Browse, rollup: int) -> None:
    entry = 'href="/rollups"'
    for username in ("so.cv", "admin"):
        assert entry in browse(username).get("/inbox").text
    assert entry not in browse("th.vt").get("/inbox").text
    assert f"/rollups/{rollup}" in browse("so.cv").get("/rollups").text
    assert "chưa phải tổng hợp" in browse("th.vt").get("/rollups").text


def test_nothing_can_be_closed_before_a_report(browse: Browse, rollup: int) -> None:
    browser = browse("so.cv")
    page = browser.get(f"/rollups/{rollup}").text
    assert "cần tiếp nhận ít nhất một báo cáo" in page
    assert "Chốt tổng hợp</button>" not in page
    refused = browser.post(f"/rollups/{rollup}/close")
    assert refused.status_code == 400
    assert "chưa có báo cáo nào được tiếp nhận" in refused.text


def test_an_officer_urges_closes_and_reads_the_document(
    browse: Browse, rollup: int, accepted: str
) -> None:
    browser = browse("so.cv")
    page = browser.get(f"/rollups/{rollup}").text
    assert "1.250 lớp" in page
    assert "Chốt tổng hợp</button>" in page
    assert browser.post(f"/rollups/{rollup}/urge").status_code == 302
    assert "Đã đôn đốc" in browser.get(f"/rollups/{rollup}").text
    browser.post(f"/rollups/{rollup}/urge")
    assert "đã được đôn đốc trước đó" in browser.get(f"/rollups/{rollup}").text
    assert browser.post(f"/rollups/{rollup}/close").status_code == 302
    page = browser.get(f"/rollups/{rollup}").text
    assert f"{accepted}: Đã mở lớp" in page
    assert "chưa báo cáo" in page
    assert browser.post(f"/rollups/{rollup}/close").status_code == 409
    text = browser.get(f"/rollups/{rollup}/documents/1.txt")
    assert (text.mimetype, f"{accepted}: Đã mở lớp" in text.text) == ("text/plain", True)
    assert browser.get(f"/rollups/{rollup}/documents/2.txt").status_code == 404


def test_a_figure_leads_to_its_sources(browse: Browse, rollup: int, accepted: str) -> None:
    browser = browse("so.cv")
    address = f"/rollups/{rollup}/figures/trainingCourses"
    assert address in browser.get(f"/rollups/{rollup}").text
    page = browser.get(address).text
    assert accepted in page
    assert "1.250 lớp" in page
    assert browser.get(f"/rollups/{rollup}/figures/narrative").status_code == 400
    assert browser.get(f"{address}?after=x").status_code == 400


def test_who_may_look_sees_no_buttons_and_strangers_see_nothing(
    browse: Browse, rollup: int, accepted: str
) -> None:
    for username in ("hd.cv", "so.vt"):
        browser = browse(username)
        page = browser.get(f"/rollups/{rollup}").text
        assert "1.250 lớp" in page
        assert "<button" not in page.split("<main")[1]
        assert browser.post(f"/rollups/{rollup}/close").status_code == 403
    stranger = browse("bd.cv")
    for path in ("", "/figures/trainingCourses", "/documents/1.txt"):
        assert stranger.get(f"/rollups/{rollup}{path}").status_code == 404
    assert stranger.post(f"/rollups/{rollup}/urge").status_code == 404


def test_the_excel_file_holds_every_unit_with_its_figures(
    browse: Browse, rollup: int, accepted: str
) -> None:
    answer = browse("so.cv").get(f"/rollups/{rollup}.xlsx")
    totals, units = load_workbook(BytesIO(answer.data)).worksheets
    figures = {row[0]: row[1] for row in totals.iter_rows(min_row=2, values_only=True)}
    rows = {row[0]: row for row in units.iter_rows(min_row=2, values_only=True)}
    assert 1250 in figures.values()
    assert 1250 in rows[accepted]
    assert len(rows) == units.max_row - 1
    assert browse("th.vt").get(f"/rollups/{rollup}.xlsx").status_code == 404
