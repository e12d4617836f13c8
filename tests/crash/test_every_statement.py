"""A failure at every single statement: the state before or the state after, nothing between."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from random import Random

import psycopg
import pytest
import sqlalchemy as sa

from adapters.jobs import Jobs
from engine import inbox, reports, timers
from engine.notices import Notice
from tests.helpers.story import (
    DUE,
    OPEN,
    REPORT,
    count,
    dump,
    issued,
    items,
    officer,
    one_report,
    same_timers,
    tick,
)

pytestmark = pytest.mark.usefixtures("units")


class Boom(Exception):
    """The injected failure."""


@contextmanager
def failing_at(engine, monkeypatch, nth):
    """Raise at the ``nth`` statement, COPY or commit; yields how many there were."""
    seen = [0]

    def one(*_):
        seen[0] += 1
        if seen[0] == nth:
            raise Boom

    copy = psycopg.Cursor.copy

    def counted(*args, **kwargs):
        one()
        return copy(*args, **kwargs)

    hooks = [(engine, "before_cursor_execute", one), (engine, "commit", one)]
    with monkeypatch.context() as patch:
        patch.setattr(psycopg.Cursor, "copy", counted)
        for hook in hooks:
            sa.event.listen(*hook)
        try:
            yield seen
        finally:
            for hook in hooks:
                sa.event.remove(*hook)


def act_submit(session, machine):
    item = items(session, "lap-bao-cao")[0]
    inbox.complete(session, machine, officer(item), item.id, REPORT, OPEN)


def act_review(session, machine):
    item = items(session, "xem-xet")[0]
    inbox.complete(
        session, machine, officer(item), item.id, {"decision": "return", "remarks": "x"}, OPEN
    )


def act_pass_on(session, machine):
    item = items(session, "huyen-ban-hanh-trien-khai")[0]
    inbox.complete(
        session,
        machine,
        officer(item),
        item.id,
        {"number": "5", "symbol": "KH", "issuedOn": OPEN.date()},
        OPEN,
    )


def act_fire(session, machine):
    assert timers.fire_due(session, machine, DUE, 20).claimed == 20


def act_move(session, machine):
    report = one_report(session, requested=True, period="2023-6T")
    assert reports.move_deadline(session, machine, [report.id], DUE + timedelta(days=3), OPEN, "x")


@pytest.fixture
def world(sessions, machine):
    with sessions.begin() as session:
        issued(session, machine)
        tick(session, machine, OPEN)
        for element, answers in (
            ("huyen-tiep-nhan", {}),
            ("huyen-phan-cong", {"route": "issue"}),
            ("lap-bao-cao", REPORT),
        ):
            item = items(session, element)[-1]
            inbox.complete(session, machine, officer(item), item.id, answers, OPEN)
    return sessions


@pytest.mark.parametrize("act", [act_submit, act_review, act_pass_on, act_fire, act_move])
def test_it_happens_wholly_or_not_at_all(world, machine, monkeypatch, act):
    engine = world.kw["bind"]
    with world() as session:
        before = dump(session)
    nth = 0
    while True:
        nth += 1
        with failing_at(engine, monkeypatch, nth) as seen:
            try:
                with world.begin() as session:
                    act(session, machine)
                break
            except Boom:
                pass
        with world() as session:
            assert dump(session) == before, f"statement {nth}"
    assert nth == seen[0] + 1 > 7
    with world() as session:
        assert dump(session) != before
        same_timers(session, machine)


@pytest.mark.parametrize("seed", range(3))
def test_a_clock_that_jumps_back_and_forth_fires_nothing_early_and_nothing_twice(
    session, machine, seed
):
    issued(session, machine)
    tick(session, machine, OPEN)
    chance, now = Random(seed), DUE - timedelta(days=8)
    due = {t.id: t.due_at for t in session.scalars(sa.select(timers.Timer))}
    for _ in range(60):
        now += chance.choice([-1, 1, 1, 2]) * timedelta(hours=chance.randrange(30))
        before = set(session.scalars(sa.select(timers.Timer.id)))
        tick(session, machine, now, limit=chance.choice([3, 50]))
        fired = before - set(session.scalars(sa.select(timers.Timer.id)))
        assert all(due[i] <= now for i in fired if i in due)
    told = session.scalars(sa.select(Notice.once)).all()
    assert len(told) == len(set(told)) > 60


def test_a_notice_and_its_mail_are_there_together_or_not_at_all(world, database, monkeypatch):
    from webapp.setup import make_engine

    machine = make_engine(Jobs(database).outbox)
    with world.begin() as session:
        session.execute(
            sa.text("""
            INSERT INTO account (username, name, email, password_hash, unit_id, roles, created_at)
            SELECT 'u' || id, 'x', id || '@x.vn', '', id, '{chuyenvien,lanhdao,vanthu}', now()
            FROM unit WHERE id IN (SELECT unit_id FROM recipient)""")
        )
        session.execute(
            sa.text("""
            INSERT INTO post (account_id, unit_id, role, title, valid_from)
            SELECT id, unit_id, unnest(roles), '', '2023-01-01' FROM account""")
        )
    engine, nth = world.kw["bind"], 0
    while True:
        nth += 1
        with failing_at(engine, monkeypatch, nth):
            try:
                with world.begin() as session:
                    timers.fire_due(session, machine, DUE - timedelta(days=7), 30)
                break
            except Boom:
                pass
        with world() as session:
            assert count(session, "notice", "report_id IS NOT NULL") == 0
            assert count(session, "procrastinate_jobs") == 0
    with world() as session:
        told = count(session, "notice", "report_id IS NOT NULL")
        assert count(session, "procrastinate_jobs") == told > 20
