"""The list's pages through the application: filters, saved filters, many tasks at once, Excel."""

from __future__ import annotations

import gzip
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook
from sqlalchemy.orm import Session, sessionmaker

from engine.instance_rows import WorkItem
from tests.web_world import PASSWORDS, START, Browser, World
from webapp.pages import inbox_table

pytest_plugins = ("tests.web_fixtures",)

Browse = Callable[..., Browser]


@pytest.fixture
def colleague(web_sessions: sessionmaker[Session], world: World) -> int:
    """A second officer of the province."""
    from engine import people

    with web_sessions() as session:
        made = people.create_account(
            session,
            PASSWORDS,
            username="hd.cv2",
            name="Đỗ Thị Hai",
            unit_id=world.units["hd.cv"],
            roles=["chuyenvien"],
            password="mật khẩu thử 1",
            now=START,
        )
        session.commit()
        return made.id


@pytest.fixture
def four_tasks(web_sessions: sessionmaker[Session], world: World) -> None:
    """Three more of the kind that the province's officer has."""
    with web_sessions() as session:
        session.execute(
            sa.text("""
                INSERT INTO work_item (instance_id, token, element, name, role, form, unit_id,
                    directive_id, subject, due_at, status, created_at)
                SELECT instance_id, token + 1000 + n, element, name, role, form, unit_id,
                    directive_id, subject, due_at, status, created_at
                FROM work_item, generate_series(1, 3) n
                WHERE unit_id = :unit AND status = 'open'"""),
            {"unit": world.units["hd.cv"]},
        )
        session.commit()


def item_ids(page: str) -> list[str]:
    return re.findall(r'name="item" value="(\d+)"', page)


def post_items(browser: Browser, path: str, ids: list[str], **fields: str) -> Any:
    data = {**fields, "item": ids, "csrf_token": browser.token()}
    return browser.client.post(path, data=data)


@pytest.mark.parametrize("text", ["bao cao", "báo cáo", "LẬP", "912 ldtbxh", "binh dang gioi"])
def test_search_finds_with_and_without_accents(browse: Browse, text: str) -> None:
    page = browse("hd.cv").get("/inbox", query_string={"q": text}).text
    assert item_ids(page)
    assert "Có “" in page


@pytest.mark.parametrize(
    "query", ["days=3", "whose=free", "role=chuyenvien", "period=2023-6T", "more=1", "sort=new"]
)
def test_a_filter_in_the_address_is_said_and_kept_by_every_link(browse: Browse, query: str) -> None:
    page = browse("hd.cv").get(f"/inbox?{query}").text
    assert item_ids(page)
    late = re.search(r'href="(/inbox\?[^"]*status=late[^"]*)"', page)
    assert late is not None
    if query != "more=1":
        assert query in late[1]


@pytest.mark.parametrize(
    "query", ["days=x", "directive_id=99999999999999999999", "priority=7", "form=%00", "absent=-1"]
)
def test_what_no_filter_knows_is_passed_over(browse: Browse, query: str) -> None:
    assert item_ids(browse("hd.cv").get(f"/inbox?{query}").text)


def test_an_empty_filter_says_how_to_go_on(browse: Browse) -> None:
    page = browse("hd.cv").get("/inbox?whose=mine&priority=2").text
    assert "Không có việc nào đúng với bộ lọc này." in page
    assert 'href="/inbox?status=open"' in page


def test_a_saved_filter_opens_the_list_until_another_one_does(browse: Browse) -> None:
    browser = browse("hd.cv")
    saved = browser.post(
        "/inbox/filters", query="days=7&whose=free&x=1", name="  Trong  tuần ", default="on"
    )
    assert saved.headers["Location"] == "/inbox?status=open&whose=free&days=7"
    assert browser.get("/inbox").headers["Location"] == saved.headers["Location"]
    page = browser.get(saved.headers["Location"]).text
    assert "Trong tuần</a>" in page
    listed = browser.get("/inbox/filters").text
    assert "Còn tối đa 7 ngày" in listed
    chosen = re.search(r'action="(/inbox/filters/\d+/default)"', listed)
    assert chosen is not None
    browser.post(chosen[1], default="off")
    assert browser.get("/inbox").status_code == 200
    assert browse("hd.vt").post(chosen[1]).status_code == 404
    browser.post(chosen[1].replace("default", "remove"))
    assert "Chưa lưu bộ lọc nào." in browser.get("/inbox/filters").text


def test_a_filter_without_a_name_is_refused_at_its_field(browse: Browse) -> None:
    answer = browse("hd.cv").post("/inbox/filters", query="days=7", name=" ")
    assert answer.status_code == 400
    assert 'id="name-error"' in answer.text
    assert 'value="status=open&amp;days=7"' in answer.text


def test_the_explanation_is_shown_until_it_was_read(browse: Browse) -> None:
    browser = browse("hd.cv")
    assert "Lần đầu mở danh sách này?" in browser.get("/inbox").text
    browser.post("/inbox/introduced", query="status=open")
    assert "Lần đầu mở danh sách này?" not in browser.get("/inbox").text


def test_many_tasks_at_once_have_a_result_each(browse: Browse, four_tasks: None) -> None:
    head, officer = browse("hd.ld"), browse("hd.cv")
    ids = item_ids(officer.get("/inbox").text)
    assert len(ids) == 4
    officer.post(f"/inbox/{ids[0]}/claim")
    page = post_items(officer, "/inbox/bulk", [*ids, "77777777"], do="claim").text
    assert page.count('dd-fine">xong') == len(ids) - 1
    assert "Bạn đã nhận việc này từ trước." in page
    assert "Không tìm thấy việc này trong đơn vị của bạn." in page
    english = post_items(head, "/inbox/bulk?lang=en", ids, do="claim").text
    assert english.count("This task is for the officer of its unit") == len(ids)


def test_one_task_comes_back_to_the_list_it_was_ticked_in(browse: Browse) -> None:
    browser = browse("hd.cv")
    (first, *_) = item_ids(browser.get("/inbox").text)
    done = post_items(browser, "/inbox/bulk", [first], do="claim", back="days=7&sort=new")
    assert done.headers["Location"] == "/inbox?status=open&days=7&sort=new"
    assert "Đã nhận 1 việc: Lập báo cáo" in browser.get("/inbox").text
    outside = post_items(browser, "/inbox/bulk", [first], do="unclaim", back="//evil.example/")
    assert outside.headers["Location"] == "/inbox?status=open"


def test_tasks_are_handed_on_from_a_page_that_asks_to_whom(
    browse: Browse, four_tasks: None, colleague: int, web_sessions: sessionmaker[Session]
) -> None:
    browser = browse("hd.cv")
    ids = item_ids(browser.get("/inbox").text)[:2]
    asked = post_items(browser, "/inbox/bulk", ids, do="delegate").text
    assert f'<option value="{colleague}">Đỗ Thị Hai' in asked
    nobody = post_items(browser, "/inbox/bulk/delegate", ids, why="Nhờ chị.")
    assert nobody.status_code == 400
    assert 'id="to-error"' in nobody.text
    assert "Nhờ chị." in nobody.text
    post_items(browser, "/inbox/bulk/delegate", ids, to=str(colleague))
    with web_sessions() as session:
        held = session.scalars(
            sa.select(WorkItem.claimed_by).where(WorkItem.id.in_([int(i) for i in ids]))
        ).all()
    assert held == [colleague] * 2
    assert "Việc được chuyển cho Đỗ Thị Hai" in browse("hd.cv2").get("/notices").text


def test_a_day_and_a_priority_are_shown_in_the_list(browse: Browse) -> None:
    browser = browse("hd.cv")
    (first, *_) = item_ids(browser.get("/inbox").text)
    wrong = post_items(browser, "/inbox/bulk/marks", [first], on="31/02/2023", note="gọi huyện")
    assert wrong.status_code == 400
    assert 'id="on-error"' in wrong.text
    assert "gọi huyện" in wrong.text
    assert post_items(browser, "/inbox/bulk/marks", [first]).status_code == 400
    post_items(browser, "/inbox/bulk/marks", [first], on="30/05/2023", priority="2")
    page = browser.get("/inbox").text
    assert "hẹn 30/05/2023" in page
    assert "Rất gấp</span>" in page
    assert item_ids(browser.get("/inbox?priority=2").text) == [first]
    assert item_ids(browser.get("/inbox?follow=1").text) == []


def test_only_heads_are_offered_to_remind(browse: Browse, four_tasks: None) -> None:
    assert 'value="remind"' not in browse("hd.cv").get("/inbox").text
    head = browse("hd.ld")
    page = head.get("/inbox").text
    assert 'value="remind"' in page
    assert "Đã nhắc" in post_items(head, "/inbox/bulk", item_ids(page), do="remind").text


def test_all_on_the_page_can_be_ticked_without_a_script(browse: Browse, four_tasks: None) -> None:
    page = browse("hd.cv").get("/inbox?all=1").text
    assert page.count(" checked><span") == len(item_ids(page))


def test_the_excel_file_holds_exactly_what_is_filtered(browse: Browse) -> None:
    browser = browse("hd.cv")
    answer = browser.get("/inbox/export.xlsx?q=lap+bao+cao&days=3")
    sheet = load_workbook(io.BytesIO(answer.data)).worksheets[0]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    page = browser.get("/inbox?q=lap+bao+cao&days=3").text
    assert len(rows) == len(item_ids(page)) > 0
    assert {row[0] for row in rows} == {"Lập báo cáo"}
    assert "còn 2 ngày" in {row[8] for row in rows}


def test_more_rows_than_a_file_may_hold_are_refused_in_words(
    browse: Browse, four_tasks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox_table, "MAX_ROWS", 1)
    answer = browse("hd.cv").get("/inbox/export.xlsx")
    assert answer.status_code == 400
    assert "Bảng có hơn 1 dòng" in answer.text


def test_text_travels_compressed_where_the_browser_takes_it(browse: Browse) -> None:
    browser = browse("hd.cv")
    packed = browser.get("/inbox", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert "Việc cần làm" in gzip.decompress(packed.data).decode()
    plain = browser.get("/inbox", headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers
    sizes = {len(browser.get("/inbox", headers={"Accept-Encoding": "gzip"}).data) for _ in range(9)}
    assert len(sizes) > 1


def test_a_static_file_is_kept_for_good_under_its_digest_only(browse: Browse) -> None:
    browser = browse("hd.cv")
    address = re.search(r'href="(/static/css/app.css\?v=\w+)"', browser.get("/inbox").text)
    assert address is not None
    with browser.get(address[1], headers={"Accept-Encoding": "gzip"}) as kept:
        assert "immutable" in kept.headers["Cache-Control"]
        assert kept.headers["Content-Encoding"] == "gzip"
    for other in ("/static/css/app.css", "/static/css/app.css?v=0", "/static/none.css?v=0"):
        with browser.get(other) as answer:
            assert "immutable" not in answer.headers.get("Cache-Control", "")
