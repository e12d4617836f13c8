"""Mail: deferred with its notice, sent once, tried again with the same Message-ID, never lost."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as SmtpSession

from adapters import clock, mail
from adapters.jobs import Jobs
from engine import timers
from engine.notices import Notice
from tests.helpers.story import DUE, OPEN, count, issued, one_report, tick
from webapp.setup import make_engine

pytestmark = pytest.mark.usefixtures("units")
RUNG = DUE - timedelta(days=7)


@dataclass
class Server:
    """An SMTP server that keeps what it gets, or answers as it is told to."""

    answer: str = "250 OK"
    got: list[tuple[str, list[str], str]] = field(default_factory=list)
    url: str = ""
    controller: Any = None

    async def handle_DATA(  # noqa: N802  (the name that aiosmtpd calls)
        self, server: SMTP, session: SmtpSession, envelope: Envelope
    ) -> str:
        if self.answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            text = envelope.content.decode()
            found = next(line for line in text.splitlines() if line.startswith("Message-ID"))
            self.got.append((found, envelope.rcpt_tos, text))
        return self.answer


POSTS = sa.text("""
    INSERT INTO post (account_id, unit_id, role, title, valid_from)
    SELECT id, unit_id, unnest(roles), '', '2023-01-01' FROM account a
    WHERE NOT EXISTS (SELECT 1 FROM post p WHERE p.account_id = a.id)
""")


@pytest.fixture
def smtp():
    handler = Server()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    handler.url = f"smtp://127.0.0.1:{port}"
    handler.controller = controller
    yield handler
    if controller.server is not None:
        controller.stop()


@pytest.fixture
def post(database, sessions, smtp):
    def send(notice_id: int) -> None:
        mail.send_notice(sessions, mail.Server.of(smtp.url), clock.now, notice_id)

    return Jobs(database, send)


@pytest.fixture
def reader(sessions, post):
    """One unit with an officer who reads mail; its first reminder is about to be told."""
    machine = make_engine(post.outbox)
    with sessions.begin() as session:
        issued(session, machine)
        tick(session, machine, OPEN)
        report = one_report(session, requested=False, period="2023-6T")
        session.execute(
            sa.text("""
            INSERT INTO account (username, name, email, password_hash, unit_id, roles, created_at)
            VALUES ('a', 'x', 'a@xa.gov.vn', '', :unit, '{chuyenvien}', now())"""),
            {"unit": report.unit_id},
        )
        session.execute(POSTS)
    return machine


def tell(sessions, machine):
    with sessions.begin() as session:
        tick(session, machine, RUNG)


def jobs(sessions, where="true"):
    with sessions() as session:
        return count(session, "procrastinate_jobs", f"task_name = 'mail' AND {where}")


def mailed(sessions):
    with sessions() as session:
        return count(session, "notice", "mailed_at IS NOT NULL")


def again_now(sessions):
    with sessions.begin() as session:
        session.execute(sa.text("UPDATE procrastinate_jobs SET scheduled_at = NULL"))


def test_a_notice_rolled_back_leaves_no_mail(sessions, reader):
    with sessions() as session:
        timers.fire_due(session, reader, RUNG)
        assert count(session, "procrastinate_jobs") == 1
        session.rollback()
    assert jobs(sessions) == 0


def test_a_notice_is_mailed_once_to_who_reads_it(sessions, reader, post, smtp):
    tell(sessions, reader)
    assert jobs(sessions) == 1
    asyncio.run(post.drain())
    asyncio.run(post.drain())
    [(message_id, to, text)] = smtp.got
    assert to == ["a@xa.gov.vn"]
    assert mailed(sessions) == 1
    with sessions() as session:
        notice = session.scalars(sa.select(Notice).where(Notice.mailed_at.is_not(None))).one()
        assert notice.message_id in message_id
        assert notice.kind == "nhac-1"
    assert "Auto-Submitted: auto-generated" in text


def test_a_crash_between_sending_and_committing_repeats_the_same_message(
    sessions, reader, post, smtp, monkeypatch
):
    tell(sessions, reader)
    send = mail.send

    def sent_then_crash(server, message):
        send(server, message)
        raise ConnectionResetError("the sender dies")

    with monkeypatch.context() as patch:
        patch.setattr(mail, "send", sent_then_crash)
        asyncio.run(post.drain())
    assert mailed(sessions) == 0
    again_now(sessions)
    asyncio.run(post.drain())
    assert len(smtp.got) == 2
    assert len({message_id for message_id, _, _ in smtp.got}) == 1
    assert mailed(sessions) == 1


@pytest.mark.parametrize("fault", ["550 no such user", "451 try later", "down"])
def test_a_server_that_refuses_or_is_down_is_tried_again_and_nothing_is_lost(
    sessions, reader, post, smtp, fault
):
    tell(sessions, reader)
    if fault == "down":
        smtp.controller.stop()
        smtp.controller.server = None
    else:
        smtp.answer = fault
    asyncio.run(post.drain())
    assert jobs(sessions, "status = 'todo' AND scheduled_at > now() AND attempts = 1") == 1
    assert mailed(sessions) == 0
    asyncio.run(post.drain())
    assert jobs(sessions, "attempts = 1") == 1, "tried again too soon"
    if fault != "down":
        smtp.answer = "250 OK"
        again_now(sessions)
        asyncio.run(post.drain())
        assert len(smtp.got) == mailed(sessions) == 1


def test_two_workers_send_each_mail_once(sessions, reader, post, smtp, database):
    with sessions.begin() as session:
        session.execute(
            sa.text("""
            INSERT INTO account (username, name, email, password_hash, unit_id, roles, created_at)
            SELECT 'u' || unit_id, 'x', unit_id || '@x.vn', '', unit_id, '{chuyenvien}', now()
            FROM recipient""")
        )
        session.execute(POSTS)
    tell(sessions, reader)
    told = jobs(sessions)
    assert told > 30
    other = Jobs(database, post._send)

    async def both() -> None:
        await asyncio.gather(post.drain(), other.drain())

    asyncio.run(both())
    assert len(smtp.got) == len({m for m, _, _ in smtp.got}) == mailed(sessions) == told


def test_two_senders_of_the_same_notice_send_it_once(sessions, reader, smtp, post):
    tell(sessions, reader)
    with sessions() as session:
        notice = session.scalars(
            sa.select(Notice.id).where(Notice.kind == "nhac-1").order_by(Notice.id)
        ).first()
        ids = session.scalars(sa.text("SELECT (args->>'notice_id')::int FROM procrastinate_jobs"))
        notice = next(iter(ids))

    async def race() -> None:
        await asyncio.gather(*(asyncio.to_thread(post._send, notice) for _ in range(4)))

    asyncio.run(race())
    assert len(smtp.got) == 1


def test_a_title_over_two_lines_does_not_stop_the_mail(sessions, reader, post, smtp):
    with sessions.begin() as session:
        session.execute(sa.text("UPDATE report SET title = E'Báo cáo\\nsáu tháng\\r\\nBcc: x@y'"))
    tell(sessions, reader)
    asyncio.run(post.drain())
    assert mailed(sessions) == 1
    assert [to for _, to, _ in smtp.got] == [["a@xa.gov.vn"]]
    head = smtp.got[0][2].split("\n\n")[0].replace("\r", "")
    assert "\nBcc:" not in head.split("\n\n")[0]


@pytest.mark.parametrize(
    "url", ["", "localhost", "http://x", "smtp://", "smtp://x?tls=maybe", "smtp://x:notaport"]
)
def test_a_mail_server_s_address_that_cannot_be_read_is_refused(url):
    with pytest.raises(mail.BadMailServer):
        mail.Server.of(url)
