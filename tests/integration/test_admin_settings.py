"""Units, calendar, policies, the mail server: seen, changed, recorded; and what is refused."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from adapters.mail import Server
from adapters.mail_servers import MailServers
from adapters.secret_files import SecretFiles
from engine.audit import AuditEntry
from engine.calendar import CalendarDay
from engine.mail_settings import MailSettings
from engine.people import Account
from engine.policies import PolicySetting
from engine.units import Unit
from tests.web_world import Browser, World

pytest_plugins = ("tests.web_fixtures",)
Browse = Callable[..., Browser]
MAIL = {
    "host": "smtp.tinh.gov.vn",
    "port": "587",
    "tls": "starttls",
    "username": "dondoc",
    "password": "bí mật của máy chủ",
    "sender": "Đôn Đốc <dondoc@tinh.gov.vn>",
}


def recorded(sessions: sessionmaker[Session], action: str) -> list[str]:
    with sessions() as session:
        wanted = sa.select(AuditEntry.detail).where(AuditEntry.action == action)
        return list(session.scalars(wanted.order_by(AuditEntry.id)))


def test_a_body_is_added_corrected_and_ended(
    browse: Browse, web_sessions: sessionmaker[Session]
) -> None:
    admin = browse("admin")
    form = {"code": "moi.01", "name": "Trung tâm Hỗ trợ", "parent": "tỉnh Hải Dương",
            "tier": "so", "since": "1/5/2023", "until": "30/6/2025"}  # fmt: skip
    made = admin.post("/administration/units/new", **form)
    assert made.status_code == 302, made.text[made.text.find("dd-field-error") :][:300]
    path = made.headers["Location"]
    assert "Trung tâm Hỗ trợ" in admin.get("/administration/units?q=trung tam ho tro").text
    assert (
        "Trung tâm Hỗ trợ"
        not in admin.get("/administration/units?q=trung tam ho tro&on=30/4/2023").text
    )
    again = admin.post("/administration/units/new", **form)
    assert (again.status_code, 'id="code-error"' in again.text) == (422, True)
    right = {"name": "Trung tâm Hỗ trợ phụ nữ", "short_name": "TT Hỗ trợ", "place": "",
             "aliases": "TTHT\nTrung tâm cũ", "latitude": "20,9", "longitude": "106.3"}  # fmt: skip
    assert admin.post(f"{path}/correct", **right).status_code == 302
    page = admin.get(path).text
    assert "Trung tâm cũ" in page
    wrong = admin.post(f"{path}/correct", **right | {"latitude": "bắc"})
    assert (wrong.status_code, 'id="latitude-error"' in wrong.text) == (422, True)
    assert "TTHT" in recorded(web_sessions, "unit-correct")[0]
    early = admin.post(f"{path}/end", end_on="1/1/2020")
    assert (early.status_code, 'id="end_on-error"' in early.text) == (422, True)
    assert admin.post(f"{path}/end", end_on="31/12/2023").status_code == 302
    with web_sessions() as session:
        ended = session.scalars(sa.select(Unit.valid_to).where(Unit.code == "moi.01")).one()
    assert f"{ended:%d/%m/%Y}" == "01/01/2024"


def test_a_unit_with_work_does_not_simply_end(browse: Browse, world: World) -> None:
    admin, path = browse("admin"), f"/administration/units/{world.units['hd.cv']}"
    assert "Lập thay đổi tổ chức" in admin.get(path).text
    refused = admin.post(f"{path}/end", end_on="31/12/2023")
    assert refused.status_code == 422
    assert "Thay đổi tổ chức" in refused.text
    for who in ("hd.ld", "bd.cv"):
        assert browse(who).get(path).status_code == 403
        assert browse(who).post(f"{path}/end", end_on="31/12/2023").status_code == 403


def test_typing_a_units_name_proposes_units(browse: Browse) -> None:
    officer = browse("hd.cv")
    found = officer.get("/units/suggest?field=unit&unit=hai duong").text
    assert "Hải Dương" in found
    assert officer.get("/units/suggest?field=unit&unit=h").text.strip() == ""


def days(sessions: sessionmaker[Session]) -> int:
    with sessions() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(CalendarDay)) or 0


def test_a_change_of_the_calendar_is_seen_before_it_is_kept(
    browse: Browse, web_sessions: sessionmaker[Session]
) -> None:
    admin, before = browse("admin"), days(web_sessions)
    form = {"day": "2/6/2023", "state": "off", "swap": "10/6/2023", "note": "theo thông báo"}
    seen = admin.post("/calendar/days", **form)
    assert (seen.status_code, "Chưa lưu gì" in seen.text, days(web_sessions)) == (200, True, before)
    assert recorded(web_sessions, "calendar") == []
    assert admin.post("/calendar/days", **form | {"confirm": "yes"}).status_code == 302
    page = admin.get("/calendar?year=2023").text
    assert "hoán đổi với 10/06/2023" in page
    assert "theo thông báo" in page
    clear = {"day": "2/6/2023", "state": "clear", "confirm": "yes"}
    assert admin.post("/calendar/days", **clear).status_code == 302
    assert days(web_sessions) == before
    assert len(recorded(web_sessions, "calendar")) == 2


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"day": "31/2/2023", "state": "off"}, "day"),
        ({"day": "3/6/2023", "state": "working", "swap": "x"}, "swap"),
        ({"day": "2/6/2023", "state": "working"}, "day"),
    ],
)
def test_a_day_that_cannot_be_so_is_refused_at_its_field(
    browse: Browse, form: dict[str, str], field: str
) -> None:
    refused = browse("admin").post("/calendar/days", **form)
    assert (refused.status_code, f'id="{field}-error"' in refused.text) == (422, True)


def test_a_table_of_days_is_kept_as_it_was_seen(
    browse: Browse, web_sessions: sessionmaker[Session]
) -> None:
    admin, before = browse("admin"), days(web_sessions)
    text = "day,status,note,swap\n02/06/2023,off,x,10/06/2023\n10/06/2023,working,x,02/06/2023\n"
    seen = admin.client.post(
        "/calendar/import",
        data={"csrf_token": admin.token(), "file": (BytesIO(text.encode()), "ngay.csv")},
    )
    assert (seen.status_code, days(web_sessions)) == (200, before)
    kept = admin.post("/calendar/import", table=text, confirm="yes")
    assert (kept.status_code, days(web_sessions)) == (302, before + 2)
    assert admin.post("/calendar/import", table="bậy").status_code == 422
    assert admin.post("/calendar/holidays", load_year="2024", confirm="yes").status_code == 302
    assert "Tết" in admin.get("/calendar?year=2024").text
    for who in ("hd.ld", "hd.cv"):
        assert browse(who).post("/calendar/import", table=text).status_code == 403
        assert browse(who).post("/calendar/holidays", load_year="2024").status_code == 403


def test_a_policy_is_set_for_a_unit_and_for_all_and_taken_away(
    browse: Browse, web_sessions: sessionmaker[Session], world: World
) -> None:
    admin, key = browse("admin"), "deadline-on-day-off"
    assert admin.post("/policies", key=key, value="next").status_code == 302
    one = {"key": key, "unit": "tỉnh Hải Dương", "value": "previous"}
    assert admin.post("/policies", **one).status_code == 302
    listed = admin.get("/policies?unit=huyện Thanh Hà, tỉnh Hải Dương").text
    assert "<strong>previous</strong>" in listed
    page = admin.get(f"/policies?key={key}").text
    assert page.count("<strong>next</strong>") == 1
    assert "Quản trị viên" in page
    for wrong, field in (({"value": "sometime"}, "value"), ({"unit": "xã Không Có"}, "unit")):
        refused = admin.post("/policies", **one | wrong)
        assert (refused.status_code, "dd-field-error" in refused.text) == (422, True), field
    assert admin.post("/policies", key="no-such", value="1").status_code == 400
    hd = str(world.units["hd.cv"])
    assert admin.post("/policies/remove", key=key, unit_id=hd).status_code == 302
    with web_sessions() as session:
        kept = session.scalars(sa.select(PolicySetting.value).where(PolicySetting.key == key)).all()
    assert kept == ["next"]
    assert browse("hd.ld").post("/policies", **one).status_code == 403


@pytest.fixture
def mail_admin(make_app: Callable[..., Any], tmp_path: Path) -> Callable[..., Browser]:
    """An administrator where passwords can be kept; the test mail is ``send``."""

    def make(send: Callable[..., str] | None = None) -> Browser:
        wishes: dict[str, Any] = {"mail": MailServers(None, SecretFiles(tmp_path / "secrets"))}
        if send is not None:
            wishes["send_test"] = send
        browser = Browser(make_app(**wishes))
        assert browser.sign_in("admin").status_code == 302
        return browser

    return make


def test_a_mail_servers_password_is_never_shown_nor_in_the_history_or_the_database(
    mail_admin: Callable[..., Browser], web_sessions: sessionmaker[Session], tmp_path: Path
) -> None:
    admin = mail_admin()
    assert admin.post("/administration/mail", **MAIL).status_code == 302
    (secret,) = (tmp_path / "secrets").iterdir()
    assert (secret.read_text("utf-8"), secret.stat().st_mode & 0o777) == (MAIL["password"], 0o600)
    with web_sessions() as session:
        row = session.scalars(sa.select(MailSettings)).one()
        told = str({c.name: getattr(row, c.name) for c in MailSettings.__table__.columns})
    seen = admin.get("/administration/mail").text + told
    seen += "".join(recorded(web_sessions, "mail-settings"))
    assert MAIL["password"] not in seen
    assert MAIL["host"] in seen
    kept = MAIL | {"password": "", "port": "465", "tls": "tls"}
    assert admin.post("/administration/mail", **kept).status_code == 302
    servers = MailServers(None, SecretFiles(tmp_path / "secrets"))
    with web_sessions() as session:
        assert servers.server(session) == Server(
            "smtp.tinh.gov.vn", 465, "dondoc", MAIL["password"], "tls", MAIL["sender"]
        )
    assert admin.post("/administration/mail/clear").status_code == 302
    with web_sessions() as session:
        assert not servers.configured(session)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"host": "không phải máy"}, "host"),
        ({"port": "99999"}, "port"),
        ({"tls": ""}, "tls"),
        ({"sender": "không có địa chỉ"}, "sender"),
    ],
)
def test_settings_that_cannot_be_are_said_at_their_field(
    mail_admin: Callable[..., Browser], wrong: dict[str, str], field: str
) -> None:
    refused = mail_admin().post("/administration/mail", **MAIL | wrong)
    assert (refused.status_code, f'id="{field}-error"' in refused.text) == (422, True)


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (smtplib.SMTPAuthenticationError(535, b"5.7.8 bad credentials"), "535 5.7.8 bad credent"),
        (smtplib.SMTPServerDisconnected("gone"), "ngắt kết nối"),
        (TimeoutError("timed out"), "không trả lời trong 10 giây"),
        (ConnectionRefusedError(111, "refused"), "Không có dịch vụ thư"),
        (OSError("no route"), "no route"),
        (None, "250 2.0.0 queued as 7"),
    ],
)
def test_the_test_mail_shows_the_servers_own_words(
    mail_admin: Callable[..., Browser],
    web_sessions: sessionmaker[Session],
    failure: Exception | None,
    said: str,
) -> None:
    sent: list[tuple[Any, ...]] = []

    def send(*given: Any) -> str:
        sent.append(given)
        if failure is not None:
            raise failure
        return "250 2.0.0 queued as 7"

    admin = mail_admin(send)
    assert admin.post("/administration/mail/test").status_code == 422
    admin.post("/administration/mail", **MAIL)
    with web_sessions.begin() as session:
        session.execute(
            sa.update(Account).where(Account.username == "admin").values(email="toi@tinh.gov.vn")
        )
    page = admin.post("/administration/mail/test")
    assert (page.status_code, said in page.text) == (200, True)
    assert (sent[0][0].host, sent[0][1]) == (MAIL["host"], "toi@tinh.gov.vn")


def test_mails_that_failed_for_good_are_listed_with_their_reason_and_tried_again(
    mail_admin: Callable[..., Browser], web_sessions: sessionmaker[Session]
) -> None:
    with web_sessions.begin() as session:
        session.execute(
            sa.text("""
            INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts)
            VALUES ('mail', 'mail', '{"notice_id": 77}', 'failed', 10);
            INSERT INTO mail_failure VALUES ('mail', 77, now(), '550 no such user');
        """)
        )
    admin = mail_admin()
    page = admin.get("/administration/mail").text
    assert "550 no such user" in page
    assert "1 thư không gửi được" in admin.get("/administration").text
    assert admin.post("/administration/mail/retry", job_id="999999999").status_code == 404
    assert admin.post("/administration/mail/retry").status_code == 302
    with web_sessions() as session:
        status = session.scalar(sa.text("SELECT status FROM procrastinate_jobs LIMIT 1"))
    assert status == "todo"
