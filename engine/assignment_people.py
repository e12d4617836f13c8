"""What each person of a unit has in hand, and how it went: seen inside the unit only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session

from engine import policies
from engine.assignment_tables import DONE, LEAD, Assignment, AssignmentMember
from engine.assignment_views import UPDATE_DAYS
from engine.deadlines import local_day
from engine.people import Account, Actor
from engine.post_tables import HOLDER, holds_on
from engine.store import Moment


@dataclass(frozen=True, slots=True)
class PersonRates:
    """What one person (or whoever holds a post: ``role``) leads.

    Of ``open`` ones ``late`` are overdue and ``touched`` had word of progress lately; of ``done``
    ones ``on_time`` were finished in time.
    """

    name: str
    role: str
    open: int
    late: int
    touched: int
    done: int
    on_time: int


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody work can be given to: ``roles`` are those of their posts in the unit."""

    username: str
    name: str
    roles: tuple[str, ...]


def rates(session: Session, actor: Actor, now: datetime) -> Sequence[PersonRates]:
    """The rates of all who lead something in the actor's unit, who has most in hand first."""
    days = policies.value(session, UPDATE_DAYS, actor.unit_id)
    is_open, is_done = Assignment.status != DONE, Assignment.status == DONE
    lately = literal(now, Moment()) - func.make_interval(0, 0, 0, days)
    touched = func.greatest(Assignment.touched_at, Assignment.assigned_at) > lately
    opened = func.count().filter(is_open)
    rows = session.execute(
        select(
            func.coalesce(Account.name, ""),
            func.coalesce(AssignmentMember.role, ""),
            opened,
            func.count().filter(is_open & (Assignment.due_at <= now)),
            func.count().filter(is_open & touched),
            func.count().filter(is_done),
            func.count().filter(is_done & (Assignment.done_at < Assignment.due_at)),
        )
        .join(AssignmentMember, AssignmentMember.assignment_id == Assignment.id)
        .outerjoin(Account, Account.id == AssignmentMember.account_id)
        .where(Assignment.unit_id == actor.unit_id, AssignmentMember.part == LEAD)
        .group_by(Account.id, Account.name, AssignmentMember.role)
        .order_by(opened.desc(), Account.name, AssignmentMember.role)
    )
    return [PersonRates(*row) for row in rows]


def colleagues(session: Session, actor: Actor, now: datetime) -> list[Colleague]:
    """Who holds a post in the actor's unit today, by name; absent or not, substitutes not."""
    held = func.array_agg(HOLDER.c.role.distinct())
    rows = session.execute(
        select(Account.username, Account.name, held)
        .join(HOLDER, HOLDER.c.account_id == Account.id)
        .where(
            HOLDER.c.unit_id == actor.unit_id,
            HOLDER.c.absent_id.is_(None),
            holds_on(local_day(now)),
            Account.active,
            Account.unit_id == actor.unit_id,
        )
        .group_by(Account.id)
        .order_by(Account.name, Account.username)
    )
    return [Colleague(username, name, tuple(sorted(roles))) for username, name, roles in rows]
