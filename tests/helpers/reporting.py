"""A directive whose reports are being written, and the people who write and review them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adapters.identity import Argon2Passwords
from engine import inbox, people, report_views
from engine.instances import Engine
from engine.people import Actor
from engine.reports import Report
from tests.helpers.story import ISSUED, OPEN, issued, tick

PASSWORDS = Argon2Passwords(time_cost=1, memory_kib=1024)
ANSWERS: dict[str, object] = {
    "narrative": "Đã triển khai.",
    "trainingCourses": 3,
    "participants": 120,
    "femaleOfficers": 14,
}


def opened(session: Session, machine: Engine, period: str = "2023-6T") -> Report:
    """An ordered report of the sample directive, its period opened."""
    issued(session, machine)
    tick(session, machine, OPEN)
    found = sa.select(Report).where(Report.period == period, ~Report.requested)
    return session.scalars(found.order_by(Report.id).limit(1)).one()


def person(session: Session, username: str, unit_id: int, role: str = "chuyenvien") -> Actor:
    """Somebody with an account in the unit."""
    account = people.create_account(
        session,
        PASSWORDS,
        username=username,
        name=f"Người {username}",
        unit_id=unit_id,
        roles=[role],
        password="mật khẩu thử 1",
        now=ISSUED,
    )
    return Actor(account.id, unit_id, frozenset({role}), account.name)


def submit(
    session: Session, machine: Engine, actor: Actor, report: Report, now: Any, **answers: object
) -> None:
    """The officer finishes the task of writing it."""
    item = report_views.open_task(session, actor, report.id, review=False)
    inbox.complete(session, machine, actor, item, ANSWERS | answers, now)
    session.refresh(report)


def review(
    session: Session, machine: Engine, actor: Actor, report: Report, now: Any, remarks: str = ""
) -> None:
    """The consolidator's officer accepts it, or returns it with remarks."""
    item = report_views.open_task(session, actor, report.id, review=True)
    decision = {"decision": "return" if remarks else "accept", "remarks": remarks or None}
    inbox.complete(session, machine, actor, item, decision, now)
    session.refresh(report)


def next_period(session: Session, report: Report) -> Report:
    """The same duty's report for the half-year after, its period not opened yet."""
    columns = sa.inspect(Report).columns
    same = {
        c.key: getattr(report, c.key) for c in columns if c.key not in {"id", "subject", "search"}
    }
    half = timedelta(days=184)
    start, end = report.period_end + timedelta(days=1), report.period_end + half
    dates = {name: same[name] + half for name in ("opens_at", "first_due_at", "due_at")}
    later = Report(**same | dates | {"period": "sau", "period_start": start, "period_end": end})
    session.add(later)
    session.flush()
    return later
