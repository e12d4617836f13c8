"""Mail over SMTP. A repeat of the same notice bears the same Message-ID, so a reader sees one."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from urllib.parse import parse_qs, unquote, urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from engine import digest_text
from engine.deadlines import local_day
from engine.digests import Digest, contents
from engine.directive_tables import Directive
from engine.directives import label
from engine.errors import InputError
from engine.notices import ROLE_OF, Notice, sentence
from engine.people import Account
from engine.post_tables import HOLDER, holds_on
from engine.units import Unit

log = logging.getLogger("dondoc.mail")
TIMEOUT = 20  # seconds
SENDER = "Đôn Đốc <dondoc@localhost>"


class BadMailServer(InputError):
    """``DONDOC_SMTP_URL`` cannot be read."""

    code = "bad-mail-server"
    vi = "DONDOC_SMTP_URL «{url}» không đúng dạng smtp://[tên:mật khẩu@]máy chủ[:cổng][?tls=…]."
    en = "DONDOC_SMTP_URL «{url}» is not of the form smtp://[user:password@]host[:port][?tls=…]."


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail goes: ``tls`` is '', 'starttls' or 'tls'."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    tls: str = ""
    sender: str = SENDER

    @classmethod
    def of(cls, url: str) -> Server:
        """Read ``smtp://user:password@host:port?tls=starttls&from=…``; ``smtps`` means tls."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise BadMailServer(url=url) from error
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise BadMailServer(url=url)
        query = parse_qs(parts.query)
        tls = "tls" if parts.scheme == "smtps" else query.get("tls", [""])[0]
        default = {"": 25, "starttls": 587, "tls": 465}
        if tls not in default:
            raise BadMailServer(url=url)
        return cls(
            parts.hostname,
            port or default[tls],
            unquote(parts.username or ""),
            unquote(parts.password or ""),
            tls,
            query.get("from", [SENDER])[0],
        )


def send(server: Server, message: EmailMessage) -> None:
    """Hand the message to the server; an address refused among others is logged.

    Raises ``OSError`` or ``smtplib.SMTPException``, also when every address is refused.
    """
    kind = smtplib.SMTP_SSL if server.tls == "tls" else smtplib.SMTP
    with kind(server.host, server.port, timeout=TIMEOUT) as connection:
        if server.tls == "starttls":
            connection.starttls()
        if server.user:
            connection.login(server.user, server.password)
        refused = connection.send_message(message)
    if refused:  # the others have it; sending again would reach them twice
        log.warning("%s: refused for %s", message["Message-ID"], ", ".join(sorted(refused)))


def send_notice(
    sessions: sessionmaker[Session],
    server: Server,
    now: Callable[[Session], datetime],
    notice_id: int,
) -> None:
    """Mail one notice to its readers and note when; nothing if it was mailed or nobody reads it.

    The server's refusal is raised, so that the job is tried again.
    """
    with sessions.begin() as session:
        notice = session.scalars(
            select(Notice).where(Notice.id == notice_id).with_for_update()
        ).one_or_none()
        if notice is None or notice.mailed_at is not None:
            return
        readers = session.scalars(
            select(Account)
            .where(
                Account.active,
                Account.email.is_not(None),
                ~Account.digest,
                Account.id.in_(
                    select(HOLDER.c.account_id).where(
                        HOLDER.c.unit_id == notice.unit_id,
                        HOLDER.c.role == ROLE_OF[notice.audience],
                        holds_on(local_day(now(session))),
                    )
                ),
            )
            .order_by(Account.id)
        ).all()
        if not readers:
            return
        send(
            server,
            message(
                session, server, notice, readers[0].locale, [r.email for r in readers if r.email]
            ),
        )
        notice.mailed_at = now(session)


def send_digest(
    sessions: sessionmaker[Session],
    server: Server,
    now: Callable[[Session], datetime],
    digest_id: int,
) -> None:
    """Mail one account its digest and note when; nothing if it was mailed or there is nothing.

    The server's refusal is raised, so that the job is tried again.
    """
    with sessions.begin() as session:
        digest = session.get(Digest, digest_id, with_for_update=True)
        if digest is None or digest.mailed_at is not None:
            return
        account = session.get_one(Account, digest.account_id)
        said = contents(session, digest, now(session))
        if not said or not account.email:
            return
        subject, body = digest_text.mail(said, digest.day, account.locale)
        send(server, _mail(server, digest.message_id, [account.email], subject, body))
        digest.mailed_at = now(session)


def message(
    session: Session, server: Server, notice: Notice, locale: str, to: list[str]
) -> EmailMessage:
    """The notice as a mail in the first reader's language."""
    unit = session.get_one(Unit, notice.about_unit_id)
    directive = session.get(Directive, notice.directive_id) if notice.directive_id else None
    subject, body = sentence(
        notice.kind,
        {
            **notice.params,
            "unit": unit.short_name,
            "directive": label(directive) if directive else "",
        },
        locale,
    )
    return _mail(server, notice.message_id, to, subject, body)


def _mail(server: Server, message_id: str, to: list[str], subject: str, body: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = server.sender
    mail["To"] = ", ".join(to)
    mail["Subject"] = " ".join(subject.split())
    mail["Message-ID"] = message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(body + "\n")
    return mail
