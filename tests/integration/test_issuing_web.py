"""The pages of drafts: each step kept, each refusal at its field, nobody's paper but the unit's."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from adapters.directive_files import SAMPLES
from engine.directives import Directive
from engine.drafting_tables import Drafting
from tests.web_world import Browser, World

pytest_plugins = ("tests.web_fixtures",)
Browse = Callable[..., Browser]
LETTER = {
    "type": "ke_hoach",
    "issued_on": "29/05/2023",
    "number": "321",
    "symbol": "KH-UBND",
    "subject": "Bình đẳng giới 6 tháng cuối năm",
    "process": "cascade-three-tier",
}
DUTY = {
    "title": "Báo cáo năm",
    "kind": "annual",
    "boundary": "before",
    "date": "15/11",
    "repeat": "yearly",
    "who": "all",
    "consolidator": "",
    "form": "report",
}


def new(browser: Browser) -> str:
    """A fresh draft's address."""
    place = browser.post("/directives/drafts").headers["Location"]
    return str(place.removesuffix("/identity"))


def send(browser: Browser, path: str, **data: str) -> Any:
    """A step's form as its page has it: with the version that is there now."""
    page = browser.get(path)
    if page.status_code == 404:
        page = browser.get(re.sub(r"/duties/\d+$", "/duties/new", path))
    found = re.search(r'name="seen" value="(\d+)"', page.text)
    return browser.post(path, **({"seen": found[1]} if found else {}), **data)


def full(browser: Browser) -> str:
    """A draft that may be issued."""
    draft = new(browser)
    send(browser, f"{draft}/identity", **LETTER)
    for do in ('children(unit, "huyen")', 'children(unit, "so")'):
        send(browser, f"{draft}/recipients", do="select", select=do)
    send(browser, f"{draft}/provisions", **provision(0, "Tuyên truyền."))
    send(browser, f"{draft}/duties/0", **DUTY)
    return draft


def provision(n: int, text: str) -> dict[str, str]:
    return {
        f"p{n}-number": str(n + 1),
        f"p{n}-text": text,
        f"p{n}-lead": "",
        f"p{n}-coordinators": "",
    }


def content(sessions: sessionmaker[Session]) -> dict[str, Any]:
    """What the newest draft says."""
    with sessions() as session:
        return session.scalars(sa.select(Drafting).order_by(Drafting.id.desc())).first().content


@pytest.mark.usefixtures("world")
def test_an_officer_drafts_the_head_previews_and_issues_and_twice_is_once(
    browse: Browse, web_sessions: sessionmaker[Session]
) -> None:
    officer = browse("hd.cv")
    draft = full(officer)
    assert "Dự thảo đã đủ để ban hành" in officer.get(draft).text
    seen = re.search(r'name="seen" value="(\d+)"', officer.get(draft).text)[1]
    assert officer.post(f"{draft}/issue", seen=seen).status_code == 403
    assert officer.post(f"{draft}/submit", seen=seen).status_code == 302
    head = browse("hd.ld")
    assert "trình lãnh đạo" in head.get("/notices").text
    shown = head.get(f"{draft}/preview").text
    assert "12 UBND cấp huyện" in head.get(f"{draft}/recipients").text
    assert "mở ngay" in shown and "dự kiến" in shown and "<svg" in shown
    first, second = (head.post(f"{draft}/issue", seen=seen) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    with web_sessions() as session:
        issued = sa.select(sa.func.count()).where(Directive.number == "321")
        assert session.scalar(issued) == 1
    assert "Bình đẳng giới 6 tháng cuối năm" in head.get(first.headers["Location"]).text
    assert head.get(draft).headers["Location"] == first.headers["Location"]
    assert head.get(f"{draft}/duties").status_code == 409


@pytest.mark.usefixtures("world")
def test_a_step_may_be_left_blank_but_what_is_typed_must_be_right(
    browse: Browse, web_sessions: sessionmaker[Session]
) -> None:
    browser = browse("hd.cv")
    draft = new(browser)
    assert send(browser, f"{draft}/identity", **LETTER | {"subject": ""}).status_code == 302
    wrong = send(browser, f"{draft}/identity", **LETTER | {"issued_on": "31/02/2023"})
    assert wrong.status_code == 422
    assert 'value="31/02/2023"' in wrong.text and "Bình đẳng giới 6 tháng" in wrong.text
    assert re.search(r'id="issued_on"[^>]*aria-invalid="true"', wrong.text)
    assert content(web_sessions)["issued_on"] == "29/05/2023"
    summary = browser.get(draft).text
    assert f'href="{draft}/identity"' in summary and "Sửa ở bước «Văn bản»" in summary
    odd = send(browser, f"{draft}/duties/0", **DUTY | {"date": "40/13"})
    assert odd.status_code == 422
    assert re.search(r'id="date"[^>]*aria-invalid="true"', odd.text)
    assert send(browser, f"{draft}/duties/0", **DUTY | {"date": ""}).status_code == 302
    assert f'href="{draft}/duties/0"' in browser.get(draft).text


@pytest.mark.usefixtures("world")
def test_of_two_editors_the_slower_is_told_and_loses_nothing(
    browse: Browse, web_sessions: sessionmaker[Session]
) -> None:
    one, two = browse("hd.cv"), browse("hd.ld")
    draft = new(one)
    seen = re.search(r'name="seen" value="(\d+)"', two.get(f"{draft}/identity").text)[1]
    send(one, f"{draft}/identity", **LETTER)
    late = two.post(f"{draft}/identity", seen=seen, **LETTER | {"subject": "Của người thứ hai"})
    assert late.status_code == 409
    assert "Phạm Văn Viên đã lưu dự thảo này" in late.text and "Của người thứ hai" in late.text
    assert content(web_sessions)["subject"] == LETTER["subject"]
    again = re.search(r'name="seen" value="(\d+)"', late.text)[1]
    two.post(f"{draft}/identity", seen=again, **LETTER | {"subject": "Của người thứ hai"})
    assert content(web_sessions)["subject"] == "Của người thứ hai"


@pytest.mark.usefixtures("world")
def test_nobody_else_opens_a_draft(browse: Browse) -> None:
    draft = full(browse("hd.cv"))
    steps = ("", "/identity", "/basis", "/recipients", "/recipients/0", "/provisions", "/duties")
    for username in ("bo.cv", "bd.cv", "th.vt", "admin"):
        browser = browse(username)
        for step in (*steps, "/duties/0", "/check", "/preview", "/file.yaml"):
            assert browser.get(draft + step).status_code == 404, (username, step)
        assert browser.post(f"{draft}/issue", seen="1").status_code == 404
    assert "Bình đẳng giới 6 tháng" not in browse("bd.cv").get("/directives/drafts").text
    assert browse("admin").post("/directives/drafts").status_code == 403


@pytest.mark.usefixtures("world")
def test_parts_are_added_moved_and_removed_by_buttons(
    browse: Browse, web_sessions: sessionmaker[Session]
) -> None:
    browser = browse("hd.cv")
    draft = new(browser)
    both = provision(0, "Một") | provision(1, "Hai")
    send(browser, f"{draft}/provisions", do="up:1", **both)
    assert [p["text"] for p in content(web_sessions)["provisions"]] == ["Hai", "Một"]
    send(browser, f"{draft}/provisions", do="remove:0", **both)
    assert [p["text"] for p in content(web_sessions)["provisions"]] == ["Hai"]
    send(browser, f"{draft}/provisions", do="add", **provision(0, "Hai"))
    assert 'name="p1-text"' in browser.get(f"{draft}/provisions").text
    send(browser, f"{draft}/provisions", do="up:999", **provision(0, "Hai"))
    assert [p["text"] for p in content(web_sessions)["provisions"]] == ["Hai"]


@pytest.mark.usefixtures("world")
def test_recipients_are_counted_by_tier_found_without_accents_and_left_out_one_by_one(
    browse: Browse, web_sessions: sessionmaker[Session]
) -> None:
    browser = browse("hd.cv")
    draft = new(browser)
    send(browser, f"{draft}/recipients", do="select", select='children(unit, "huyen")')
    listed = browser.get(f"{draft}/recipients/0?q=thanh ha").text
    (code,) = re.findall(r'name="shown" value="([^"]+)"', listed)
    send(browser, f"{draft}/recipients/0", shown=code)
    assert content(web_sessions)["recipients"][0]["except"] == [code]
    assert "11 UBND cấp huyện" in browser.get(f"{draft}/recipients").text
    found = browser.get(f"{draft}/recipients?q=xa thanh hai").text
    unit = re.search(r'name="code" id="u\d+" value="([^"]+)"', found)[1]
    send(browser, f"{draft}/recipients", do="unit", code=unit)
    assert content(web_sessions)["recipients"][1]["units"] == [unit]
    send(browser, f"{draft}/recipients", do="outside", outside="Ban Tuyên giáo Tỉnh ủy")
    send(browser, f"{draft}/recipients", **{"g0-group": "UBND các huyện", "g0-requested": "true"})
    assert content(web_sessions)["recipients"][0]["requested"] == "true"
    assert send(browser, f"{draft}/recipients", do="select", select="drop all").status_code == 302
    assert len(content(web_sessions)["recipients"]) == 3


def test_the_directive_above_is_found_without_accents_among_those_the_unit_may_see(
    browse: Browse, world: World, web_sessions: sessionmaker[Session]
) -> None:
    browser = browse("hd.cv")
    draft = new(browser)
    found = browser.get(f"{draft}/basis?q=binh dang gioi 912").text
    assert f'value="link:{world.root}"' in found
    send(browser, f"{draft}/basis", do=f"link:{world.root}")
    assert content(web_sessions)["basis"][0]["number"] == "912"
    assert "Triển khai:" in browser.get(draft).text
    other = browse("bd.cv")
    own = new(other)
    assert f'value="link:{world.derived}"' not in other.get(f"{own}/basis?q=ke hoach").text
    assert send(other, f"{own}/basis", do=f"link:{world.derived}").status_code == 404


@pytest.mark.usefixtures("world")
def test_the_sentence_follows_what_is_typed_and_keeps_nothing(
    browse: Browse, web_sessions: sessionmaker[Session]
) -> None:
    browser = browse("hd.cv")
    draft = new(browser)
    told = browser.post(f"{draft}/duties/0/echo", **DUTY).text
    assert "chậm nhất hết ngày 14/11" in told and "hết ngày 14/11/2023" in told
    assert "lặp lại hằng năm" in told
    assert (
        "không có trong lịch"
        in browser.post(f"{draft}/duties/0/echo", **DUTY | {"date": "31/2"}).text
    )
    monthly = browser.post(f"{draft}/duties/0/rule", **DUTY | {"kind": "monthly"}).text
    assert 'name="day"' in monthly and 'name="date"' not in monthly
    assert "obligations" not in content(web_sessions)
    send(
        browser,
        f"{draft}/duties/0",
        **DUTY | {"up": "true", "up_boundary": "no_later", "up_date": "25/11"},
    )
    duty = content(web_sessions)["obligations"][0]
    assert (duty["code"], duty["consolidated"]["date"]) == ("bc-nam", "25/11")


def upload(browser: Browser, data: bytes) -> Any:
    """Send a file; the body is made here, as the test client would leave its temporary file open."""
    edge = "--ranh-gioi"
    token = f'{edge}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{browser.token()}'
    file = 'Content-Disposition: form-data; name="file"; filename="van-ban.yaml"'
    body = f"{token}\r\n{edge}\r\n{file}\r\n\r\n".encode() + data + f"\r\n{edge}--\r\n".encode()
    kind = f"multipart/form-data; boundary={edge.removeprefix('--')}"
    return browser.client.post("/directives/drafts/upload", data=body, content_type=kind)


@pytest.mark.usefixtures("world")
def test_a_file_is_refused_as_the_command_line_refuses_it_or_becomes_a_draft(
    browse: Browse, web_sessions: sessionmaker[Session]
) -> None:
    browser = browse("bd.cv")
    good = (SAMPLES / "binh-dinh-2023.yaml").read_bytes()
    refusals = {
        "dòng": good.replace(b"issued_on: 27/3/2023", b"issued_on: 31/2/2023"),
        "Tệp quá lớn": b"# " + b"x" * 1_000_001,
        "đơn vị ban hành khác": (SAMPLES / "vi-xuyen-2023.yaml").read_bytes(),
        "Không có đơn vị": good.replace(b'select: children(unit, "huyen")', b"units: [Mars]"),
    }
    for said, data in refusals.items():
        answer = upload(browser, data)
        assert answer.status_code == 422 and said in answer.text, said
    assert browser.post("/directives/drafts/upload").status_code == 422
    with web_sessions() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Drafting)) == 0
    draft = upload(browser, good).headers["Location"]
    assert "Dự thảo đã đủ để ban hành" in browser.get(draft).text
    again = browser.get(f"{draft}/file.yaml").data
    assert upload(browser, again).status_code == 302


@pytest.mark.usefixtures("world")
def test_a_contradiction_is_taken_over_or_answered_for(
    browse: Browse, web_sessions: sessionmaker[Session], world: World
) -> None:
    browser = browse("hd.cv")
    draft = full(browser)
    send(browser, f"{draft}/basis", do=f"link:{world.root}")
    send(browser, f"{draft}/duties/0", **DUTY | {"date": "5/12"})
    check = browser.get(f"{draft}/check").text
    place = re.search(r'value="adopt:(\d+)"', check)[1]
    mark = re.search(r'name="kept" id="kept\d+" value="([^"]+)"', check)[1]
    send(browser, f"{draft}/check", kept=mark)
    assert "hạn mâu thuẫn" not in browser.get(f"{draft}/preview").text
    send(browser, f"{draft}/check", do=f"adopt:{place}")
    assert 'name="kept"' not in browser.get(f"{draft}/check").text
    assert content(web_sessions)["obligations"][0]["deadline"]["date"] == "26/11"


@pytest.mark.usefixtures("world")
def test_a_discarded_draft_is_gone_from_the_list(browse: Browse) -> None:
    browser = browse("hd.cv")
    draft = full(browser)
    assert draft in browser.get("/directives/drafts").text
    assert browser.post(f"{draft}/discard", seen="x").status_code == 400

    seen = re.search(r'name="seen" value="(\d+)"', browser.get(draft).text)[1]
    assert browser.post(f"{draft}/discard", seen=seen).status_code == 302
    assert draft not in browser.get("/directives/drafts").text
    assert browser.get(draft).status_code == 409


def test_who_received_a_directive_derives_their_own_from_it(browse: Browse, world: World) -> None:
    browser = browse("bd.cv")
    draft = browser.post(f"/directives/{world.root}/derive").headers["Location"]
    assert browser.post(f"/directives/{world.root}/derive").headers["Location"] == draft
    page = browser.get(draft).text
    assert "Triển khai:" in page and "Bộ Lao động" in page
    assert browser.get(f"{draft}/duties/0").status_code == 200
    assert browse("bd.cv").post(f"/directives/{world.derived}/derive").status_code == 404
    assert browse("bo.cv").post(f"/directives/{world.root}/derive").status_code == 409
    assert browse("admin").post(f"/directives/{world.root}/derive").status_code == 403
