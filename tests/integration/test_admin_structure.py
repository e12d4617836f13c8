"""A change of structure in the browser: uploaded, seen, made exactly as it was seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from adapters.files import Folder
from adapters.long_work import Runner
from adapters.structure_files import COLUMNS, parse
from engine import restructuring_preview
from engine.long_work import LongWork
from engine.long_work_kinds import STRUCTURE_PREVIEW
from engine.report_tables import Report
from engine.units import Unit, by_code
from tests.web_world import PASSWORDS, Browser, World

pytest_plugins = ("tests.web_fixtures",)
Browse = Callable[..., Browser]
ON = date(2026, 1, 5)
Work = Callable[[], LongWork]


@pytest.fixture
def worker(web_sessions: sessionmaker[Session], world: World, tmp_path: Any) -> Work:
    """Does the newest piece of work and returns it."""
    folder = Folder(tmp_path / "files")
    runner = Runner(web_sessions, world.machine, folder, world.tell_time, PASSWORDS)

    def work() -> LongWork:
        with web_sessions() as session:
            newest = sa.select(LongWork.id).order_by(LongWork.id.desc()).limit(1)
            number = session.scalars(newest).one()
        runner(number)
        with web_sessions() as session:
            return session.get_one(LongWork, number)

    return work


@pytest.fixture
def table(web_sessions: sessionmaker[Session], world: World) -> tuple[str, str, str]:
    """A table that merges two communes of after the reform, some months later."""
    world.now = datetime(2026, 1, 5, 2, tzinfo=UTC)
    with web_sessions() as session:
        living = sa.select(Unit.code).where(Unit.tier == "xa", Unit.valid_to.is_(None))
        a, b = session.scalars(living.order_by(Unit.code).limit(2)).all()
    return f"change,units,into\nmerge,{a} {b},{a}\n", a, b


def send(browser: Browser, text: str, **more: str) -> Any:
    data: dict[str, Any] = {"csrf_token": browser.token(), "on": "05/01/2026", "source": "file"}
    data |= more | {"file": (BytesIO(text.encode()), "thay-doi.csv")}
    return browser.client.post("/structure/preview", data=data)


def test_what_was_seen_is_what_is_made(
    browse: Browse, worker: Work, table: tuple[str, str, str], web_sessions: sessionmaker[Session]
) -> None:
    text, heir, ended = table
    admin = browse("admin")
    assert send(admin, text).status_code == 302
    seen = worker()
    assert (seen.status, seen.said) == ("done", {})
    with web_sessions() as session:
        assert by_code(session, ended, ON)
    page = admin.get(f"/structure/previews/{seen.id}").text
    assert ended in page
    assert "Không có mâu thuẫn nào" in page or "Cần xem kỹ" in page
    assert "Áp dụng thay đổi" in page
    apply = f"/structure/previews/{seen.id}/apply"
    assert admin.post(apply).status_code == 409
    assert admin.post(apply, seen="khác").status_code == 409
    assert admin.post(apply, seen=seen.digest).status_code == 302
    made = worker()
    assert made.status == "done"
    for count in ("instances", "reports_passed", "reports_merged", "people", "units"):
        assert made.result["summary"][count] == seen.result["summary"][count]
    assert made.arguments["changes"] == seen.arguments["changes"]
    with web_sessions() as session:
        ends = sa.select(sa.func.max(Unit.valid_to)).where(Unit.code == ended)
        assert session.scalar(ends) == ON
    assert "Đã áp dụng" in admin.get(f"/structure/changes/{made.id}").text
    assert f"#{made.id}" in admin.get("/structure").text
    assert heir in {shown["code"] for shown in seen.result["heirs"]}


def test_the_preview_is_a_table_too_and_its_list_is_searched(
    browse: Browse, worker: Work, table: tuple[str, str, str], tmp_path: Any
) -> None:
    admin = browse("admin")
    send(admin, table[0])
    seen = worker()
    path = f"/structure/previews/{seen.id}"
    assert table[2] in admin.get(f"{path}?q={table[2]}").text
    assert "Không tìm thấy đơn vị nào" in admin.get(f"{path}?q=khong co").text
    assert "không nhận được" not in admin.get(f"/jobs/{seen.id}").text


def test_a_day_to_come_is_seen_but_not_made(
    browse: Browse, worker: Work, table: tuple[str, str, str]
) -> None:
    admin = browse("admin")
    send(admin, table[0], on="1/7/2026")
    seen = worker()
    assert seen.status == "done"
    page = admin.get(f"/structure/previews/{seen.id}").text
    assert "Chỉ áp dụng được từ ngày 01/07/2026" in page
    again = admin.post(f"/structure/previews/{seen.id}/apply", seen=seen.digest)
    assert again.status_code == 409


@pytest.mark.parametrize(
    ("text", "more", "field"),
    [
        ("change,units,into\nmerge,a b,c\n", {"on": "ngày mai"}, "on"),
        ("khong,phai\n1,2\n", {}, "file"),
        ("", {}, "file"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field(
    browse: Browse, text: str, more: dict[str, str], field: str
) -> None:
    page = send(browse("admin"), text, **more)
    assert (page.status_code, f'id="{field}-error"' in page.text) == (422, True)


def test_a_contradiction_ends_the_preview_with_its_reason(browse: Browse, worker: Work) -> None:
    admin = browse("admin")
    send(admin, "change,units,into\nmerge,khong-co,cung-khong\n")
    refused = worker()
    assert refused.status == "failed"
    assert "khong-co" in admin.get(f"/jobs/{refused.id}").text
    assert admin.get(f"/structure/previews/{refused.id}").status_code == 404


def test_a_change_is_no_business_of_officers(
    browse: Browse, worker: Work, table: tuple[str, str, str], web_sessions: sessionmaker[Session],
    world: World,
) -> None:  # fmt: skip
    send(browse("admin"), table[0])
    seen = worker()
    officer = browse("hd.cv")
    for path in ("/structure", f"/structure/previews/{seen.id}", "/structure/template.xlsx"):
        assert officer.get(path).status_code == 403
    assert officer.post(f"/structure/previews/{seen.id}/apply").status_code == 403
    assert officer.get(f"/jobs/{seen.id}").status_code == 404
    assert officer.post(f"/jobs/{seen.id}/cancel").status_code == 404
    with web_sessions() as session:
        report = session.scalars(
            sa.select(Report.id).where(Report.unit_id == world.units["hd.cv"])
        ).first()
    assert officer.get(f"/structure/reports/{report}").status_code == 200
    assert browse("bd.cv").get(f"/structure/reports/{report}").status_code == 404


def test_the_template_is_read_back_as_the_changes_it_shows(browse: Browse) -> None:
    with browse("admin").get("/structure/template.xlsx") as answer:
        changes = parse(answer.data, "mau.xlsx")
    assert [c.kind for c in changes] == ["merge", "merge", "abolish", "rename", "create"]
    assert (changes[0].units, changes[0].into) == (("21550", "21598"), ("99001",))
    assert COLUMNS[0] == "change"


def test_a_change_kept_as_arguments_is_the_same_change() -> None:
    changes = parse(b"change,units,into,name\nmerge,1 2,3,X\nrename,4,,Y\n", "a.csv")
    kept = restructuring_preview.as_arguments(ON, changes, "a.csv")
    assert restructuring_preview.of_arguments(kept) == (ON, changes)
    other = restructuring_preview.digest(ON, changes[:1])
    assert restructuring_preview.digest(ON, changes) != other
    assert STRUCTURE_PREVIEW.text("en") != STRUCTURE_PREVIEW.text("vi")
