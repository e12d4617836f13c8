"""The mail server as an administrator set it: one row, and the name of a secret kept elsewhere.

The password itself is never in the database: ``secret`` names it in the ``SecretStore`` port.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Boolean, ForeignKey, Integer, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine import access, audit
from engine.errors import InputError
from engine.people import Account, Actor
from engine.ports import SecretStore
from engine.store import Base

TLS = ("", "starttls", "tls")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.:_-]{0,251}[A-Za-z0-9])?")
_SENDER = re.compile(r"[^<>\r\n]{0,100}<[^@\s<>]+@[^@\s<>]+>|[^@\s<>]+@[^@\s<>]+")


class MailSettings(Base):
    """The one row. ``tls`` is '', 'starttls' or 'tls'; ``secret`` '' where no password is asked."""

    __tablename__ = "mail_settings"

    single: Mapped[bool] = mapped_column(Boolean, primary_key=True, server_default=text("true"))
    host: Mapped[str]
    port: Mapped[int] = mapped_column(Integer)
    tls: Mapped[str]
    username: Mapped[str]
    secret: Mapped[str]
    sender: Mapped[str]
    set_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("account.id"))
    set_at: Mapped[datetime]


class MailFailure(Base):
    """Why a mail last failed, in the server's own words; gone once it was sent."""

    __tablename__ = "mail_failure"

    task: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    at: Mapped[datetime]
    said: Mapped[str]


class BadMailSettings(InputError):
    """Settings that cannot be; ``field`` is which."""

    code = "bad-mail-settings"
    vi = "Chưa lưu được máy chủ thư: {why_vi}."
    en = "The mail server was not saved: {why}."

    def __init__(self, field: str, why_vi: str, why: str) -> None:
        self.field = field
        super().__init__(why_vi=why_vi, why=why)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be set; ``password`` None keeps the one there is, '' takes it away."""

    host: str
    port: int
    tls: str
    username: str
    sender: str
    password: str | None


@dataclass(frozen=True, slots=True)
class Shown:
    """The settings as a page shows them: never the password, only whether there is one."""

    host: str
    port: int
    tls: str
    username: str
    sender: str
    has_password: bool
    set_by: str
    set_at: datetime


def stored(session: Session) -> MailSettings | None:
    """The row, for who sends."""
    return session.scalars(select(MailSettings)).one_or_none()


def shown(session: Session, actor: Actor) -> Shown | None:
    """The settings; None where none were made. Raises Forbidden."""
    access.require_administrator(actor)
    found = session.execute(
        select(MailSettings, Account.name).join(Account, Account.id == MailSettings.set_by)
    ).one_or_none()
    if found is None:
        return None
    row, name = found
    told = (row.host, row.port, row.tls, row.username, row.sender, bool(row.secret))
    return Shown(*told, name, row.set_at)


def put(
    session: Session, secrets: SecretStore, actor: Actor, wanted: Wanted, now: datetime
) -> None:
    """Set the server; the history names everything but the password.

    Raises Forbidden, BadMailSettings.
    """
    access.require_administrator(actor)
    _check(wanted)
    row = session.scalars(select(MailSettings).with_for_update()).one_or_none()
    old = _told(row) if row is not None else None
    secret = row.secret if row is not None else ""
    if wanted.password is not None:
        secret = secrets.put(wanted.password) if wanted.password else ""
    if row is None:
        row = MailSettings(single=True)
        session.add(row)
    row.host, row.port, row.tls = wanted.host, wanted.port, wanted.tls
    row.username, row.sender, row.secret = wanted.username, wanted.sender, secret
    row.set_by, row.set_at = actor.account_id, now
    session.flush()
    detail: dict[str, object] = {
        "old": old,
        "new": _told(row),
        "password": "kept" if wanted.password is None else "changed",
    }
    _record(session, actor, detail, now)


def clear(session: Session, actor: Actor, now: datetime) -> None:
    """Take the settings away: notices stay in the box. Raises Forbidden."""
    access.require_administrator(actor)
    row = session.scalars(select(MailSettings).with_for_update()).one_or_none()
    if row is not None:
        _record(session, actor, {"old": _told(row), "new": None}, now)
        session.delete(row)
        session.flush()


def _told(row: MailSettings) -> dict[str, object]:
    told = {name: getattr(row, name) for name in ("host", "port", "tls", "username", "sender")}
    return {**told, "with_password": bool(row.secret)}


def _check(wanted: Wanted) -> None:
    values = asdict(wanted)
    if any("\n" in str(value) or "\r" in str(value) for value in values.values()):
        raise BadMailSettings("host", "không được xuống dòng", "there may be no line breaks")
    if not _HOST.fullmatch(wanted.host):
        raise BadMailSettings(
            "host",
            "tên máy chủ không đúng, ví dụ smtp.tinh.gov.vn",
            "the host's name is wrong; an example is smtp.example.vn",
        )
    if not 1 <= wanted.port <= 65535:
        raise BadMailSettings("port", "cổng từ 1 đến 65535", "the port is from 1 to 65535")
    if wanted.tls not in TLS:
        raise BadMailSettings("tls", "không có cách mã hóa đó", "there is no such encryption")
    if not _SENDER.fullmatch(wanted.sender):
        raise BadMailSettings(
            "sender",
            "địa chỉ gửi phải có dạng Đôn Đốc <dondoc@tinh.gov.vn>",
            "the sender is of the form Name <name@example.vn>",
        )
    if wanted.username and not wanted.tls:
        raise BadMailSettings(
            "tls",
            "có tên đăng nhập thì phải mã hóa, nếu không mật khẩu đi trên mạng dưới dạng đọc được",
            "with a user name the line must be encrypted, or the password travels in the clear",
        )


def _record(session: Session, actor: Actor, detail: dict[str, object], now: datetime) -> None:
    by = f"account:{actor.account_id}"
    audit.record(session, [audit.Entry(by, "mail-settings", detail=detail)], now)
