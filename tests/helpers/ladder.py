"""A late unit on its way up the ladder: its report, accounts of those concerned, what they saw."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from engine import inbox, selectors
from engine.deadlines import local_day
from engine.directive_tables import Directive
from engine.instances import Engine
from engine.notices import Notice
from engine.people import Account, Actor
from engine.post_tables import Post
from engine.report_tables import Report
from tests.helpers.story import DUE, REPORT, lap_bao_cao, officer, one_report, tick

DAY = timedelta(days=1)
BEFORE_LETTER = (-7, -1, 0, 2, 5)
LETTER = DUE + 10 * DAY


def a_report(session: Session, **where: Any) -> Report:
    """The first ordered half-year report."""
    return one_report(session, **({"requested": False, "period": "2023-6T"} | where))


def climb_to(session: Session, machine: Engine, moment: datetime) -> None:
    """Fire everything due by then, at its own moment: the clock is never late."""
    while True:
        due = session.scalar(sa.text("SELECT min(due_at) FROM timer WHERE attempts < 5"))
        if due is None or due > moment:
            return
        tick(session, machine, due)


def told(session: Session, report: Report) -> list[tuple[str, str]]:
    """(kind, audience) of what was told of the report, in order."""
    rows = session.execute(
        sa.select(Notice.kind, Notice.audience)
        .where(Notice.report_id == report.id)
        .order_by(Notice.id)
    )
    return [(kind, audience) for kind, audience in rows]


def rungs(session: Session, report: Report) -> list[str]:
    """The rungs that were told, each once, in order."""
    return list(dict.fromkeys(kind for kind, _ in told(session, report)))


def submit(session: Session, machine: Engine, report: Report, now: datetime) -> None:
    """The unit hands its report in."""
    item = lap_bao_cao(session, report)
    inbox.complete(session, machine, officer(item), item.id, REPORT, now)
    session.refresh(report)


def account(session: Session, unit_id: int, role: str = "lanhdao", **more: Any) -> Actor:
    """An account of the unit, made once for each role."""
    name = f"{role}.{unit_id}"
    found = session.scalar(sa.select(Account.id).where(Account.username == name))
    if found is None:
        row = Account(
            username=name,
            name=f"{role} {unit_id}",
            password_hash="",
            unit_id=unit_id,
            roles=[role],
            created_at=DUE,
            **more,
        )
        session.add(row)
        session.flush()
        since = DUE.date().replace(month=1, day=1)
        session.add(Post(account_id=row.id, unit_id=unit_id, role=role, title="", valid_from=since))
        session.flush()
        found = row.id
    return Actor(found, unit_id, frozenset({role}), name)


def owner(session: Session, report: Report) -> int:
    """The issuer of the directive."""
    return session.get_one(Directive, report.directive_id).issuer_id


def above(session: Session, report: Report) -> int:
    """The superior of the unit that owes the report."""
    found = selectors.superior(session, report.unit_id, local_day(DUE))
    assert found is not None
    return found.id
