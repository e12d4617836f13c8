"""People in the browser: made, changed, given posts, away, gone; and who may do which."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from adapters.long_work import Runner
from adapters.spreadsheets import Sheet, write
from engine import account_import
from engine.instance_rows import WorkItem
from engine.long_work import LongWork
from engine.people import Account, create_account
from engine.post_tables import Absence, Post
from tests.web_world import PASSWORD, PASSWORDS, START, TODAY, Browser, World

pytest_plugins = ("tests.web_fixtures",)
Browse = Callable[..., Browser]
NEW = {
    "name": "Đỗ Thị Mới",
    "username": "do.moi",
    "unit": "huyện Thanh Hà, tỉnh Hải Dương",
    "roles": "chuyenvien",
    "password": "mật khẩu đầu tiên",
    "locale": "vi",
}


@pytest.fixture
def known(web_sessions: sessionmaker[Session]) -> Callable[[str], int]:
    """The id of an account by its username."""

    def find(username: str) -> int:
        with web_sessions() as session:
            return session.scalars(sa.select(Account.id).where(Account.username == username)).one()

    return find


def rows(sessions: sessionmaker[Session], wanted: Any) -> list[Any]:
    with sessions() as session:
        return list(session.scalars(wanted))


def test_somebody_new_is_found_without_accents_and_can_sign_in(browse: Browse) -> None:
    admin = browse("admin")
    made = admin.post("/people/new", **NEW)
    assert made.status_code == 302
    assert "Đỗ Thị Mới" in admin.get(made.headers["Location"]).text
    for text in ("do thi", "MOI", "đỗ mới", "do.moi"):
        assert "Đỗ Thị Mới" in admin.get(f"/people?q={text}").text, text
    assert "Đỗ Thị Mới" not in admin.get("/people?q=hoai").text
    stranger = browse()
    assert stranger.sign_in("do.moi", NEW["password"]).status_code == 302


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"username": "Không Hợp Lệ"}, "username"),
        ({"username": "hd.cv"}, "username"),
        ({"unit": "xã Không Có"}, "unit"),
        ({"password": "ngắn"}, "password"),
        ({"password": ""}, "password"),
        ({"name": " "}, "name"),
        ({"roles": ""}, "roles"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    browse: Browse, wrong: dict[str, str], field: str
) -> None:
    page = browse("admin").post("/people/new", **NEW | wrong)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    kept = (NEW | wrong)["username"]
    assert f'value="{kept}"' in page.text


def test_a_colleague_is_seen_and_a_stranger_is_not(
    browse: Browse, known: Callable[[str], int]
) -> None:
    officer = browse("hd.cv")
    listed = officer.get("/people").text
    assert "Lê Thị Đạo" in listed
    assert "Hồ Văn Định" not in listed
    assert officer.get(f"/people/{known('hd.ld')}").status_code == 200
    assert officer.get(f"/people/{known('bd.cv')}").status_code == 404
    assert officer.get("/people/me").headers["Location"] == f"/people/{known('hd.cv')}"


@pytest.mark.parametrize(
    ("who", "status"), [("admin", 302), ("hd.ld", 302), ("hd.cv", 302), ("hd.vt", 403),
                        ("th.vt", 404), ("bd.cv", 404)],
)  # fmt: skip
def test_who_may_say_that_somebody_is_away(
    browse: Browse,
    known: Callable[[str], int],
    web_sessions: sessionmaker[Session],
    who: str,
    status: int,
) -> None:
    path = f"/people/{known('hd.cv')}"
    asked = {"away_since": "30/5/2023", "away_until": "2/6/2023", "substitute": "hd.vt"}
    browser = browse(who)
    assert browser.post(f"{path}/absences", **asked).status_code == status
    (absence,) = rows(web_sessions, sa.select(Absence)) or [None]
    assert (absence is not None) is (status == 302)
    if absence is not None:
        assert f"{absence.valid_to:%d/%m/%Y}" == "03/06/2023"
        assert browser.post(f"{path}/absences/{absence.id}/end").status_code == 302


def test_posts_are_given_and_ended_by_administrators_only(
    browse: Browse, known: Callable[[str], int], web_sessions: sessionmaker[Session]
) -> None:
    path = f"/people/{known('hd.cv')}"
    asked = {"post_unit": "tỉnh Hải Dương", "role": "vanthu", "since": "1/6/2023"}
    for who, status in (("hd.ld", 403), ("th.vt", 404)):
        assert browse(who).post(f"{path}/posts", **asked).status_code == status
    admin = browse("admin")
    assert admin.post(f"{path}/posts", **asked).status_code == 302
    again = admin.post(f"{path}/posts", **asked)
    assert (again.status_code, "đã giữ vai trò" in again.text) == (422, True)
    wanted = sa.select(Post).where(Post.account_id == known("hd.cv"), Post.role == "vanthu")
    (post,) = rows(web_sessions, wanted)
    bad = admin.post(f"{path}/posts/{post.id}/end", on="1/5/2023")
    assert (bad.status_code, f'id="on-{post.id}-error"' in bad.text) == (422, True)
    foreign = f"/people/{known('bd.cv')}/posts/{post.id}/end"
    assert admin.post(foreign, on="1/7/2023").status_code == 404
    assert admin.post(f"{path}/posts/{post.id}/end", on="1/7/2023").status_code == 302
    assert "01/07/2023" in admin.get(path).text


def test_a_leavers_work_is_shown_before_it_is_handed_over(
    browse: Browse, known: Callable[[str], int], web_sessions: sessionmaker[Session], world: World
) -> None:
    leaver = known("hd.cv")
    with web_sessions.begin() as session:
        item = session.scalars(
            sa.select(WorkItem).where(
                WorkItem.unit_id == world.units["hd.cv"],
                WorkItem.status == "open",
                WorkItem.role == "chuyenvien",
            )
        ).first()
        assert item is not None
        item.claimed_by = leaver
        number = item.id
        create_account(session, PASSWORDS, username="hd.cv2", name="Người Nhận",
                       unit_id=item.unit_id, roles=["chuyenvien"], password=PASSWORD,
                       now=START)  # fmt: skip
    admin = browse("admin")
    assert "trả lại đơn vị" in admin.get(f"/people/{leaver}/leave?to=hd.ld").text
    assert "bàn giao</span>" in admin.get(f"/people/{leaver}/leave?to=hd.cv2").text
    assert admin.get(f"/people/{leaver}/leave?to=ai.do").status_code == 200
    assert browse("hd.ld").post(f"/people/{leaver}/leave").status_code == 403
    assert admin.post(f"/people/{leaver}/leave", to="hd.cv2", reason="nghỉ").status_code == 302
    (kept,) = rows(web_sessions, sa.select(WorkItem).where(WorkItem.id == number))
    assert kept.claimed_by == known("hd.cv2")
    assert browse().sign_in("hd.cv").status_code != 302


def test_an_account_is_changed_put_to_rest_and_woken(
    browse: Browse, known: Callable[[str], int]
) -> None:
    admin, path = browse("admin"), f"/people/{known('hd.cv')}"
    changed = {"name": "Phạm Văn Đổi", "email": "doi@tinh.gov.vn", "locale": "en"}
    assert admin.post(f"{path}/change", **changed).status_code == 302
    assert "doi@tinh.gov.vn" in admin.get(path).text
    wrong = admin.post(f"{path}/change", **changed | {"email": "không phải thư"})
    assert (wrong.status_code, 'id="email-error"' in wrong.text) == (422, True)
    assert browse("hd.ld").post(f"{path}/change", **changed).status_code == 403
    signed_in = browse("hd.cv")
    assert admin.post(f"{path}/deactivate").status_code == 302
    assert signed_in.get("/inbox").status_code == 302
    assert "Mở lại tài khoản" in admin.get(path).text
    assert admin.post(f"{path}/activate").status_code == 302
    assert browse("hd.cv").get("/inbox").status_code == 200
    own = f"/people/{known('admin')}"
    assert admin.post(f"{own}/deactivate").status_code == 403


def workbook(*people: tuple[str, ...]) -> BytesIO:
    columns = [(title, 20) for title in account_import.COLUMNS]
    return write([Sheet("t", columns, people)])


def test_a_table_is_judged_row_by_row_before_accounts_are_made(
    browse: Browse, world: World, web_sessions: sessionmaker[Session], tmp_path: Any
) -> None:
    runner = Runner(
        web_sessions, world.machine, None, world.tell_time, PASSWORDS,
        lambda _session: lambda _session, _ids: None,
    )  # fmt: skip
    admin = browse("admin")

    def done() -> LongWork:
        (work,) = rows(web_sessions, sa.select(LongWork).order_by(LongWork.id.desc()).limit(1))
        runner(work.id)
        return work

    good = ("Ngô Văn Tốt", "ngo.tot", "tot@tinh.gov.vn", "tỉnh Hải Dương", "chuyên viên", "")
    bad = ("Lý Văn Lỗi", "ly.loi", "loi@tinh.gov.vn", "xã Không Có", "chuyên viên", "")
    old = ("Phạm Văn Viên", "hd.cv", "cu@tinh.gov.vn", "tỉnh Hải Dương", "chuyên viên", "")
    sent = admin.client.post(
        "/people/import",
        data={"csrf_token": admin.token(), "file": (workbook(good, bad, old), "nguoi.xlsx")},
    )
    assert sent.status_code == 302
    seen = done()
    page = admin.get(f"/people/import/{seen.id}").text
    for said in ("1 tài khoản sẽ lập", "1 đã có", "1 dòng lỗi", "xã Không Có"):
        assert said in page
    assert rows(web_sessions, sa.select(Account).where(Account.username == "ngo.tot")) == []
    assert admin.post(f"/people/import/{seen.id}/make", seen="khác").status_code == 409
    assert admin.post(f"/people/import/{seen.id}/make", seen=seen.digest).status_code == 302
    made = done()
    assert "1 tài khoản đã lập" in admin.get(f"/people/import/{made.id}").text
    (account,) = rows(web_sessions, sa.select(Account).where(Account.username == "ngo.tot"))
    assert account.unit_id == world.units["hd.cv"]
    for path in ("/people/import", f"/people/import/{seen.id}"):
        assert browse("hd.ld").get(path).status_code == 403
    empty = admin.client.post(
        "/people/import",
        data={"csrf_token": admin.token(), "file": (BytesIO(b"khong phai"), "x.xlsx")},
    )
    assert (empty.status_code, 'id="file-error"' in empty.text) == (422, True)


def test_the_list_pages_on_by_name(browse: Browse, web_sessions: sessionmaker[Session],
                                   world: World) -> None:  # fmt: skip
    with web_sessions.begin() as session:
        for n in range(60):
            create_account(session, PASSWORDS, username=f"nguoi{n:02}", name=f"Người {n:02}",
                           unit_id=world.units["hd.cv"], roles=["chuyenvien"], password=None,
                           now=TODAY)  # fmt: skip
    admin, path, seen = browse("admin"), "/people?q=nguoi", []
    while path:
        page = admin.get(path).text
        seen += [n for n in range(60) if f"Người {n:02}</a>" in page]
        tail = page.split('href="/people?')
        path = next((f"/people?{t.split(chr(34))[0]}" for t in tail[1:] if "after=" in t), "")
        path = path.replace("&amp;", "&")
    assert seen == list(range(60))
