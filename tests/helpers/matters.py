"""People and a directive for the tests of incidents, difficulties, campaigns and assignments."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adapters.directive_files import parse
from engine import cascade, inbox
from engine.directives import Directive, record
from engine.instances import Engine, WorkItem
from engine.people import Account, Actor
from engine.post_tables import Post
from engine.unit_names import find
from engine.units import Unit

ROLES = frozenset({"vanthu", "chuyenvien", "lanhdao"})


def unit(session: Session, name: str, on: datetime) -> int:
    """The unit of that name on that day."""
    return find(session, name, on.date()).id


@lru_cache(1000)
def _person(unit_id: int, account_id: int, roles: frozenset[str]) -> Actor:
    return Actor(account_id, unit_id, roles, f"Người {account_id}", "vi")


def of(unit_id: int, *roles: str, account: int = 1) -> Actor:
    """Somebody of the unit, with all its roles unless some are named."""
    return _person(unit_id, account, frozenset(roles) or ROLES)


def account(session: Session, unit_id: int, username: str, *roles: str) -> Account:
    """A real account, for what refers to one."""
    row = Account(
        username=username,
        name=username.title(),
        email=None,
        password_hash="x",
        unit_id=unit_id,
        roles=sorted(roles),
        locale="vi",
        active=True,
        created_at=datetime(2022, 1, 1).astimezone(),
    )
    session.add(row)
    session.flush()
    since = row.created_at.date()
    session.add_all(
        Post(account_id=row.id, unit_id=unit_id, role=role, title="", valid_from=since)
        for role in row.roles
    )
    session.flush()
    return row


def acting(row: Account) -> Actor:
    """The account as it acts."""
    return Actor(row.id, row.unit_id, frozenset(row.roles), row.name, row.locale)


def issue(session: Session, machine: Engine, yaml: str, now: datetime) -> Directive:
    """The directive of this file, recorded and issued."""
    directive = record(session, parse(yaml.encode(), "thu.yaml"), now)
    assert cascade.issue(session, machine, directive, now).faults == []
    return directive


def pass_on(
    session: Session, machine: Engine, unit_id: int, number: str, now: datetime
) -> Directive:
    """The unit registers what it received, and issues its own implementing document."""
    answers: dict[str, dict[str, object]] = {
        "receive": {"arrivalNumber": "1", "arrivedOn": now.date(), "receiptNote": None},
        "assign": {"route": "issue", "leadOfficer": None, "coordinators": None},
        "issue": {"number": number, "symbol": "KH-UBND", "issuedOn": now.date()},
    }
    for form, given in answers.items():
        item = session.scalars(
            sa.select(WorkItem).where(
                WorkItem.unit_id == unit_id, WorkItem.form == form, WorkItem.status == "open"
            )
        ).one()
        inbox.complete(session, machine, of(unit_id), item.id, given, now)
    return session.scalars(
        sa.select(Directive).where(Directive.issuer_id == unit_id, Directive.number == number)
    ).one()


def below(session: Session, unit_id: int, tier: str, count: int) -> list[int]:
    """The first units of a tier directly below."""
    return list(
        session.scalars(
            sa.select(Unit.id)
            .where(Unit.parent_id == unit_id, Unit.tier == tier)
            .order_by(Unit.code)
            .limit(count)
        )
    )
