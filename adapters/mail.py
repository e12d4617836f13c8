"""Mail over SMTP. A repeat of the same notice bears the same Message-ID, so a reader sees one."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import make_msgid, parseaddr
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from engine import account_letter_text, account_letters, digest_text
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


def send_test(server: Server, to: str, subject: str, body: str, timeout: float = 10) -> str:
    """Hand one mail to the server while somebody waits; the server's own last answer.

    Raises ``OSError`` or ``smtplib.SMTPException``.
    """
    kind = smtplib.SMTP_SSL if server.tls == "tls" else smtplib.SMTP
    message = _mail(server, make_msgid(domain="dondoc"), [to], subject, body)
    with kind(server.host, server.port, timeout=timeout) as connection:
        if server.tls == "starttls":
            connection.starttls()
        if server.user:
            connection.login(server.user, server.password)
        connection.ehlo_or_helo_if_needed()
        steps: tuple[tuple[Callable[..., tuple[int, bytes]], Any], ...] = (
            (connection.mail, parseaddr(server.sender)[1]),
            (connection.rcpt, to),
            (connection.data, message.as_bytes(policy=SMTP)),
        )
        answer = b""
        for step, argument in steps:
            code, answer = step(argument)
            if code >= 400:
                raise smtplib.SMTPResponseException(code, answer)
    return f"{code} {answer.decode('utf-8', 'replace')}"


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
                        HOLDER.c.account_id == notice.account_id
                        if notice.account_id is not None
                        else HOLDER.c.role == ROLE_OF[notice.audience],
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


def send_account_letter(
    sessions: sessionmaker[Session],
    server: Server,
    public_url: str,
    now: Callable[[Session], datetime],
    letter_id: int,
) -> None:
    """Mail a letter about an account; nothing if it was sent, used or is too old.

    Each attempt bears a link, and therefore a Message-ID, of its own. The server's refusal is
    raised, so that the job is tried again.
    """
    with sessions.begin() as session:
        letter = account_letters.engrave(session, letter_id, now(session))
        if letter is None:
            return
        subject, body = account_letter_text.mail(letter, public_url)
        send(server, _mail(server, make_msgid(domain="dondoc"), [letter.to], subject, body))


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
