"""The list of units and the page of one: who may open it, and what it tells whom."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from engine import unit_views
from engine.extension_tables import Extension
from engine.people import Account
from engine.reports import Report
from engine.urging_tables import NamedList, NamedUnit
from tests.web_world import TODAY, Browser, World, actor

pytest_plugins = ("tests.web_fixtures",)
Browse = Callable[..., Browser]


@pytest.fixture
def owing(web_sessions: sessionmaker[Session], world: World) -> Report:
    """A report of a unit below Hải Dương, under the province's plan."""
    with web_sessions() as session:
        return session.scalars(
            sa.select(Report)
            .join_from(Report, sa.table("unit", sa.column("id"), sa.column("parent_id")),
                       sa.text("unit.id = report.unit_id"))
            .where(Report.directive_id == world.derived, ~Report.requested,
                   sa.text("unit.parent_id = :province").bindparams(province=world.units["hd.ld"]))
            .order_by(Report.id).limit(1)
        ).one()  # fmt: skip


@pytest.mark.parametrize(
    ("username", "status"),
    [("admin", 200), ("bo.cv", 200), ("hd.cv", 200), ("th.vt", 404), ("bd.cv", 404)],
)
def test_a_unit_is_there_for_itself_those_above_and_who_knows_its_duties(
    browse: Browse, owing: Report, world: World, username: str, status: int
) -> None:
    if owing.unit_id == world.units["th.vt"]:
        status = 200
    assert browse(username).get(f"/units/{owing.unit_id}").status_code == status
    assert browse(username).get(f"/units/{owing.unit_id}.xlsx").status_code == status


def test_people_are_told_to_the_unit_and_those_above_only(browse: Browse, world: World) -> None:
    province = world.units["hd.ld"]
    own = browse("hd.cv").get(f"/units/{province}").text
    assert "Lê Thị Đạo" in own.split("<main")[1]
    ministry = browse("bo.cv").get(f"/units/{province}").text
    assert "Người phụ trách" not in ministry
    assert "Lê Thị Đạo" not in ministry


def test_peers_are_compared_only_for_whoever_knows_their_duties(
    web_sessions: sessionmaker[Session], world: World
) -> None:
    with web_sessions() as session:
        above = unit_views.read(session, actor(session, "bo.cv"), TODAY, world.units["hd.ld"])
        own = unit_views.read(session, actor(session, "hd.ld"), TODAY, world.units["hd.ld"])
    assert above.rates
    assert own.rates
    assert all(rate.peers for rate in above.rates if rate.own.ordered)
    assert not any(rate.peers for rate in own.rates)


def test_the_history_tells_extensions_and_to_the_issuer_the_named_list(
    browse: Browse, web_sessions: sessionmaker[Session], owing: Report, world: World
) -> None:
    with web_sessions.begin() as session:
        somebody = session.scalars(sa.select(Account.id).limit(1)).one()
        session.add(
            Extension(
                report_id=owing.id, unit_id=owing.unit_id, owner_id=world.units["hd.ld"],
                directive_id=owing.directive_id, reason="Lũ lụt", due_at=owing.due_at,
                wanted_at=owing.due_at + timedelta(days=5), status="granted",
                asked_by=somebody, asked_at=TODAY, granted_at=owing.due_at + timedelta(days=4),
                remarks="",
            )
        )  # fmt: skip
        made = NamedList(
            issuer_id=world.units["hd.ld"], directive_id=owing.directive_id,
            obligation_id=owing.obligation_id, period="thử", period_start=owing.period_start,
            period_end=owing.period_end, title="Báo cáo thử", rung="neu-ten", made_at=TODAY,
        )  # fmt: skip
        session.add(made)
        session.flush()
        session.add(
            NamedUnit(
                list_id=made.id, report_id=owing.id, unit_id=owing.unit_id, days_late=15,
                named_at=TODAY,
            )
        )  # fmt: skip
    page = browse("hd.ld").get(f"/units/{owing.unit_id}").text
    assert "được gia hạn" in page
    assert "Lũ lụt" not in page
    assert "chậm 15 ngày" in page


def test_units_are_found_without_accents_and_only_ones_own(browse: Browse, world: World) -> None:
    page = browse("hd.ld").get("/units?q=thanh ha").text
    assert "huyện Thanh Hà" in page
    assert f"/units/{world.units['th.vt']}" in page
    assert "Không tìm thấy đơn vị nào" in browse("bd.cv").get("/units?q=thanh ha hai duong").text
    commune = browse("th.vt").get("/units?tier=tinh").text
    assert f'/units/{world.units["hd.ld"]}"' not in commune


def test_the_list_of_units_goes_on_where_it_ended(browse: Browse) -> None:
    browser, seen, after = browse("hd.ld"), [], "/units"
    for _ in range(3):
        page = browser.get(after).text
        seen += re.findall(r'href="/units/(\d+)"', page)
        more = re.search(r'href="(/units\?after=[^"]+)"', page)
        assert more is not None
        after = more[1]
    assert len(seen) == len(set(seen)) == 150
    assert browser.get("/units?after=x").status_code == 400


def test_the_list_asks_a_fixed_number_of_statements(
    browse: Browse, web_sessions: sessionmaker[Session]
) -> None:
    counts = []
    bind = web_sessions.kw["bind"]
    for query in ("q=thanh ha", ""):
        browser = browse("hd.ld")
        made: list[str] = []

        def heard(*given: object, made: list[str] = made) -> None:
            made.append(str(given[2]))

        sa.event.listen(bind, "before_cursor_execute", heard)
        browser.get(f"/units?{query}")
        sa.event.remove(bind, "before_cursor_execute", heard)
        counts.append(len(made))
    assert counts[0] == counts[1]
