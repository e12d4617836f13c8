"""The board in the browser: what each viewer finds, its links, its lists, its files."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook
from sqlalchemy.orm import Session, sessionmaker

from engine.people import create_account
from engine.unit_names import find
from tests.web_world import ON, PASSWORD, PASSWORDS, TODAY, Browser, World

pytest_plugins = ("tests.web_fixtures",)
Browse = Callable[..., Browser]
LINK = re.compile(r'<a[^>]* href="(/board[^"]*)"[^>]*>(?:<span>[^<]*</span><b>)?([^<]*)<')
TOTAL = re.compile(r'class="dd-totals"><strong>(\d+)</strong>')


@pytest.fixture
def people(web_sessions: sessionmaker[Session], world: World) -> dict[str, int]:
    """Heads of a district and of a commune below it: their units' ids."""
    with web_sessions.begin() as session:
        district = find(session, "huyện Thanh Hà, tỉnh Hải Dương", ON).id
        commune = session.scalars(
            sa.text("SELECT unit_id FROM report r JOIN unit u ON u.id = r.unit_id"
                    " WHERE u.tier = 'xa' AND u.parent_id = :district LIMIT 1"),
            {"district": district},
        ).one_or_none() or session.scalars(
            sa.text("SELECT min(id) FROM unit WHERE tier = 'xa' AND parent_id = :district"),
            {"district": district},
        ).one()  # fmt: skip
        for username, unit_id in (("th.ld", district), ("xa.ld", commune)):
            create_account(
                session,
                PASSWORDS,
                username=username,
                name="Bùi Thị Xã",
                unit_id=unit_id,
                roles=["lanhdao"],
                password=PASSWORD,
                now=TODAY,
            )
        return {"district": district, "commune": commune}


def links(page: str) -> list[tuple[str, str]]:
    """Addresses of the board's pages with the text of the links."""
    return [(html.unescape(address), text.strip()) for address, text in LINK.findall(page)]


def rows(answer: Any, sheet: int = 0) -> list[tuple[Any, ...]]:
    """A workbook's rows below the head."""
    book = load_workbook(BytesIO(answer.data))
    return list(book.worksheets[sheet].iter_rows(min_row=2, values_only=True))


@pytest.mark.parametrize("username", ["admin", "bo.cv", "hd.ld", "th.ld", "xa.ld"])
def test_every_number_of_a_board_opens_a_list_of_that_length(
    browse: Browse, people: dict[str, int], username: str
) -> None:
    browser = browse(username)
    page = browser.get("/board?span=all").text
    numbers = {a: t for a, t in links(page) if a.startswith("/board/duties?") and t.isdigit()}
    if username in ("admin", "bo.cv", "hd.ld"):
        assert len(numbers) > 5
    for address, number in list(numbers.items())[:25]:
        found = TOTAL.search(browser.get(address).text)
        assert found is not None
        assert found[1] == number, address


def test_the_first_thing_a_head_reads_is_who_is_late_and_how_far_they_were_urged(
    browse: Browse, people: dict[str, int]
) -> None:
    page = browse("hd.ld").get("/board").text
    late = page.index("Ai đang chậm")
    assert late < page.index("Đang chờ tôi") < page.index("Kết quả") < page.index("dd-heat")
    assert re.search(r"\d+ nhiệm vụ quá hạn", page)
    assert re.search(r"lâu nhất \d+ ngày", page)
    assert re.search("chưa (được )?nhắc|tất cả đã được nhắc", page)


def test_one_drills_from_the_country_to_the_report(browse: Browse, people: dict[str, int]) -> None:
    browser = browse("bo.cv")
    here = "/board?span=all"
    seen = []
    for _ in range(4):
        page = browser.get(here).text
        deeper = [a for a, _ in links(page.split("dd-heat")[1]) if "unit_id=" in a] if (
            "dd-heat" in page) else []  # fmt: skip
        fresh = [a for a in deeper if a.startswith("/board?") and a not in seen]
        if not fresh:
            break
        seen += fresh
        here = next((a for a in fresh if f"unit_id={people['district']}" in a), fresh[-1])
    assert len(seen) > 2
    assert "dd-duties" in page or "/board/duties" in page


def test_a_commune_sees_its_own_duties_and_no_map(browse: Browse, people: dict[str, int]) -> None:
    page = browse("xa.ld").get("/board?span=all").text
    assert "dd-heat" not in page
    assert "Nhiệm vụ chưa xong" in page or "Chưa có nhiệm vụ nào" in page


def test_what_is_foreign_is_not_there(browse: Browse, people: dict[str, int], world: World) -> None:
    stranger = browse("xa.ld")
    for address in (
        f"/board?unit_id={world.units['hd.ld']}",
        f"/board/duties?unit_id={world.units['hd.ld']}",
        f"/board.xlsx?unit_id={people['district']}",
        f"/board/duties.xlsx?directive_id={world.root}",
        f"/board?directive_id={world.root}",
        f"/board/directives/{world.root}",
        f"/units/{people['district']}",
        "/board?unit_id=999999999",
    ):
        assert stranger.get(address).status_code == 404, address


def test_htmx_gets_the_part_and_history_the_whole_page(
    browse: Browse, people: dict[str, int]
) -> None:
    browser = browse("hd.ld")
    part = browser.get("/board", headers={"HX-Request": "true"}).text
    assert part.lstrip().startswith("<title>")
    assert "<html" not in part
    back = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert browser.get("/board", headers=back).text.startswith("<!doctype html>")


def test_a_wrong_day_is_said_at_its_field_and_stays_as_typed(browse: Browse) -> None:
    for path in ("/board", "/board/duties"):
        answer = browse("hd.ld").get(f"{path}?span=range&from=31/02/2023&to=01/06/2023")
        assert answer.status_code == 400
        assert 'value="31/02/2023"' in answer.text
        assert 'aria-describedby="from-error"' in answer.text
        assert 'value="01/06/2023"' in answer.text
    swapped = browse("hd.ld").get("/board?span=range&from=02/06/2023&to=01/06/2023")
    assert "Ngày cuối trước ngày đầu" in swapped.text


@pytest.mark.parametrize(
    "query",
    [
        "after=x", "after=%FF", "after=MSwx", "unit_id=x", "directive_id=1e9",
        "after=OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OSwx",
    ],
)  # fmt: skip
def test_a_broken_address_is_an_error_with_a_page(browse: Browse, query: str) -> None:
    answer = browse("hd.ld").get(f"/board/duties?{query}")
    assert answer.status_code in (200, 400)
    assert "<h1" in answer.text


def test_measures_levels_and_filters_stand_in_the_address(
    browse: Browse, people: dict[str, int], world: World
) -> None:
    browser = browse("bo.cv")
    page = browser.get(f"/board?measure=overdue&level=area&span=all&directive_id={world.root}").text
    assert '<option value="all" selected>' in page
    assert f'<option value="{world.root}" selected>' in page
    kept = [a for a, _ in links(page) if "measure=open" in a]
    assert kept
    assert "level=area" in kept[0]
    assert f"directive_id={world.root}" in kept[0]
    assert "dd-legend" in page
    none = browser.get("/board?span=range&from=1/1/2001&to=2/1/2001&kind=weekly").text
    assert "dd-heat" not in none
    assert "Chưa có nhiệm vụ nào trong phạm vi này" in none


def test_the_workbooks_hold_the_same_tables(browse: Browse, people: dict[str, int]) -> None:
    browser = browse("hd.ld")
    page = browser.get("/board?span=all").text
    cells = rows(browser.get("/board.xlsx?span=all"))
    assert len(cells) == page.count("<li class=\"dd-h") - page.split("dd-legend")[1].split(
        "</ul>")[0].count("<li")  # fmt: skip
    overdue = browser.get("/board/duties?state=overdue")
    listed = rows(browser.get("/board/duties.xlsx?state=overdue"))
    found = TOTAL.search(overdue.text)
    assert found is not None
    assert len(listed) == int(found[1])
    assert all(days > 0 for *_, days, _rung, _holder in listed)


def test_a_directives_burn_down_ends_at_the_figures(browse: Browse, world: World) -> None:
    browser = browse("bo.cv")
    page = browser.get(f"/board/directives/{world.root}").text
    done, expected = map(int, re.findall(r"đã có (\d+) trên (\d+) báo cáo", page)[0])
    for state, number in (("done", done), ("unfinished", expected - done)):
        address = next(a for a, _ in links(page) if f"state={state}" in a)
        found = TOTAL.search(browser.get(address).text)
        assert found is not None
        assert int(found[1]) == number
    first = re.search(r"due=(\d{4}-\d\d-\d\d)", page)
    assert first is not None
    days = rows(browser.get(f"/board/directives/{world.root}.xlsx?due={first[1]}"))
    assert all(int(left) >= 0 for *_, left in days)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_pages_have_no_script_or_style_of_their_own(
    browse: Browse, people: dict[str, int], world: World, lang: str
) -> None:
    browser = browse("hd.ld")
    for path in (
        "/board?span=all",
        "/board/duties?state=overdue",
        f"/board/directives/{world.derived}?",
        "/units?q=ha",
        f"/units/{people['district']}?",
    ):
        answer = browser.get(f"{path}&lang={lang}")
        assert answer.status_code == 200
        assert not re.search(
            r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", answer.text
        )
