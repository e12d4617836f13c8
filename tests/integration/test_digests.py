"""Digests: one mail a working morning for who chose it, however many workers ask."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from adapters import mail
from adapters.jobs import Jobs
from adapters.scheduler import Alarm
from engine import digests, policies
from engine.digests import Digest
from engine.people import Account
from tests.helpers.faults import together
from tests.helpers.ladder import DAY, a_report, account, climb_to, submit
from tests.helpers.story import DUE, ISSUED, count, issued
from webapp.setup import make_engine

pytestmark = pytest.mark.usefixtures("units")
# Monday 15 May 2023, 07:30 in Vietnam: the first morning on which the report is late.
MORNING = datetime(2023, 5, 15, 0, 30, tzinfo=UTC)
SERVER = mail.Server("127.0.0.1", 25)


@pytest.fixture
def reader(session, machine):
    """An officer with an address who chose the digest; their report is overdue."""
    issued(session, machine)
    report = a_report(session)
    me = account(session, report.unit_id, "chuyenvien", email="a@xa.gov.vn", digest=True)
    climb_to(session, machine, DUE)
    return me


def defer(session, now=MORNING):
    sent: list[object] = []
    digests.defer(session, lambda _, ids: sent.extend(ids), now)
    return sent


def test_who_chose_the_digest_gets_no_mail_for_each_notice(session, machine, outbox, reader):
    assert count(session, "notice", f"unit_id = {reader.unit_id}") > 1
    assert outbox.deferred == []
    account(session, reader.unit_id, "lanhdao", email="b@xa.gov.vn")
    climb_to(session, machine, DUE + 2 * DAY)
    assert len(outbox.deferred) == 1  # the head reads each by itself


def test_it_is_deferred_once_a_working_morning(session, reader):
    early = datetime(2023, 5, 14, 23, 59, tzinfo=UTC)  # 06:59
    assert defer(session, early) == []
    [first] = defer(session)
    assert defer(session) == defer(session, MORNING + timedelta(hours=9)) == []
    assert len(defer(session, MORNING + DAY)) == 1
    assert session.get_one(Digest, first).message_id == f"<digest-{first}@dondoc>"


@pytest.mark.parametrize("day", [20, 21])
def test_nothing_is_sent_on_a_day_off(session, reader, day):
    assert defer(session, MORNING.replace(day=day)) == []


def test_a_saturday_that_is_worked_has_its_digest(session, reader):
    session.execute(
        sa.text("INSERT INTO calendar_day (day, working) VALUES (:d, true)"),
        {"d": date(2023, 5, 20)},
    )
    assert len(defer(session, MORNING.replace(day=20))) == 1


def test_the_hour_is_a_policy_of_the_unit(session, reader):
    policies.put(session, "digest.hour", reader.unit_id, "9", ISSUED, "test")
    assert defer(session) == []
    assert len(defer(session, MORNING + timedelta(hours=2))) == 1


def test_it_lists_what_is_late_what_is_due_soon_and_what_is_new(session, machine, reader):
    [number] = defer(session)
    row = session.get_one(Digest, number)
    said = digests.contents(session, row, MORNING)
    assert [t.name for t in said.overdue] == ["Lập báo cáo"]
    assert [n.kind for n in said.news] == ["qua-han"]
    soon = digests.contents(session, row, DUE - DAY)
    assert ([t.name for t in soon.soon], soon.overdue) == (["Lập báo cáo"], ())
    submit(session, machine, a_report(session), MORNING)
    assert digests.contents(session, row, MORNING).overdue == ()


def test_it_does_not_tell_again_what_the_last_one_told(session, reader):
    defer(session)
    [second] = defer(session, MORNING + DAY)
    said = digests.contents(session, session.get_one(Digest, second), MORNING + DAY)
    assert said.news == () and len(said.overdue) == 1


@pytest.fixture
def world(sessions):
    machine = make_engine(lambda *_: None)
    with sessions.begin() as session:
        issued(session, machine)
        report = a_report(session)
        account(session, report.unit_id, "chuyenvien", email="a@xa.gov.vn", digest=True)
        climb_to(session, machine, DUE)
    return sessions


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_it_is_mailed_once_in_the_reader_s_language(world, database, monkeypatch, locale):
    got = []
    monkeypatch.setattr(mail, "send", lambda _, message: got.append(message))
    post = Jobs(
        database,
        send_digest=lambda n: mail.send_digest(world, SERVER, lambda _: MORNING, n),
    )
    with world.begin() as session:
        session.execute(sa.update(Account).values(locale=locale))
        assert digests.defer(session, post.digests, MORNING) == 1
    asyncio.run(post.drain())
    with world() as session:
        number, mailed = session.execute(sa.select(Digest.id, Digest.mailed_at)).one()
    mail.send_digest(world, SERVER, lambda _: MORNING, number)
    [message] = got
    assert (message["To"], mailed) == ("a@xa.gov.vn", MORNING)
    assert message["Message-ID"] == f"<digest-{number}@dondoc>"
    body = message.get_content()
    assert ("QUÁ HẠN" if locale == "vi" else "OVERDUE") in body
    assert "- Lập báo cáo: Báo cáo" in body and "15/05/2023" in message["Subject"]


def test_nothing_to_say_is_not_mailed(world, monkeypatch):
    monkeypatch.setattr(mail, "send", lambda *_: pytest.fail("an empty mail"))
    with world.begin() as session:
        number = Digest(
            account_id=session.scalars(sa.select(Account.id)).one(),
            day=date(2023, 4, 3),
            since=ISSUED,
            made_at=ISSUED,
        )
        session.add(number)
        session.flush()
        one = number.id
    mail.send_digest(world, SERVER, lambda _: ISSUED + DAY, one)


def test_four_workers_at_once_make_one(world, database):
    post = Jobs(database)

    def wake():
        alarm = Alarm(
            database, world, make_engine(lambda *_: None), lambda _: MORNING, post.digests
        )
        alarm._tell_digests()

    assert together(wake, wake, wake, wake) == []
    with world() as session:
        assert count(session, "digest") == 1
        assert count(session, "procrastinate_jobs", "task_name = 'digest'") == 1


def test_the_choice_stands_in_the_history(session, reader):
    digests.choose(session, reader.account_id, False, MORNING, "command")
    [entry] = session.scalars(
        sa.text("SELECT detail FROM audit_entry WHERE action = 'account-digest'")
    ).all()
    assert '"new": false' in entry and '"old": true' in entry
    assert defer(session) == []
