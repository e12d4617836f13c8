"""People as lists and their pages show them: accounts, posts over time, absences, open work.

An administrator sees everybody; anybody else sees themselves and those of their unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select, true, tuple_
from sqlalchemy.orm import Session, aliased

from engine import access
from engine.instance_rows import WorkItem
from engine.people import LEADER, Account, Actor
from engine.post_tables import Absence, Post, holds_on
from engine.posts import PostRow
from engine.unit_names import fold
from engine.units import Unit

PAGE = 50
ACTIVE, AWAY, RESTING, EVERYBODY = "active", "away", "resting", "all"
STATUSES = (ACTIVE, AWAY, RESTING, EVERYBODY)
SHOWN = 50


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody in a list: ``posts`` are those of the day, as (role, unit)."""

    id: int
    username: str
    name: str
    active: bool
    away: bool
    posts: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Some people in the order of their names; ``next_after`` continues where they end."""

    rows: list[PersonRow]
    next_after: int | None


@dataclass(frozen=True, slots=True)
class AbsenceShown:
    """An absence of a person, or one in which they stand in (``own`` false); ``over``: it is past."""

    id: int
    other: str
    since: date
    valid_to: date
    reason: str
    own: bool
    over: bool


@dataclass(frozen=True, slots=True)
class Held:
    """A task somebody has taken."""

    id: int
    name: str
    unit: str
    due_at: Any


@dataclass(frozen=True, slots=True)
class Person:
    """Everything of one person. ``administers``: the reader may change all of it;
    ``may_absence``: the reader may say when they are away. ``held`` of ``held_count`` tasks.
    """

    account: Account
    unit: str
    posts: list[PostRow]
    absences: list[AbsenceShown]
    held: list[Held]
    held_count: int
    administers: bool
    may_absence: bool


def visible(actor: Actor, on: date) -> ColumnElement[bool]:
    """The condition on ``Account`` that the actor may see it."""
    if actor.is_administrator:
        return true()
    colleagues = select(Post.account_id).where(
        Post.unit_id == actor.unit_id, or_(Post.valid_to.is_(None), Post.valid_to > on)
    )
    return or_(Account.id == actor.account_id, Account.id.in_(colleagues))


def page(
    session: Session,
    actor: Actor,
    on: date,
    *,
    text: str = "",
    status: str = ACTIVE,
    unit_id: int | None = None,
    after: int | None = None,
) -> PeoplePage:
    """People the actor may see, found by name or username without accents; three statements."""
    away = exists().where(Absence.account_id == Account.id, holds_on(on, Absence))
    wanted = (
        select(Account.id, Account.username, Account.name, Account.active, away)
        .where(visible(actor, on), _of_status(status, away))
        .order_by(Account.search, Account.id)
        .limit(PAGE + 1)
    )
    for word in fold(text).split():
        wanted = wanted.where(Account.search.contains(f" {word}", autoescape=True))
    if unit_id is not None:
        held = select(Post.account_id).where(Post.unit_id == unit_id, holds_on(on, Post))
        wanted = wanted.where(Account.id.in_(held))
    if after is not None:
        last = select(Account.search, Account.id).where(Account.id == after).subquery()
        wanted = wanted.where(
            tuple_(Account.search, Account.id) > select(last.c.search, last.c.id).scalar_subquery()
        )
    found = session.execute(wanted).all()
    posts = _posts_on(session, [row[0] for row in found[:PAGE]], on)
    rows = [PersonRow(*row, posts.get(row[0], [])) for row in found[:PAGE]]
    return PeoplePage(rows, rows[-1].id if len(found) > PAGE else None)


def read(session: Session, actor: Actor, account_id: int, on: date) -> Person:
    """One person, in five statements. Raises NotFound for who the actor may not see."""
    found = session.execute(
        select(Account, Unit.short_name)
        .join(Unit, Unit.id == Account.unit_id)
        .where(Account.id == account_id, visible(actor, on))
    ).one_or_none()
    account, unit = access.require(found, f"account {account_id}")
    posts = _posts_of(session, account)
    heads = LEADER in actor.roles and actor.unit_id in _units(session, account_id, on)
    own = actor.account_id == account_id
    held, count = _held(session, account_id) if own or heads or actor.is_administrator else ([], 0)
    return Person(
        account,
        unit,
        posts,
        _absences(session, account_id, on),
        held,
        count,
        actor.is_administrator,
        account.active and (own or heads or actor.is_administrator),
    )


def colleagues(session: Session, account_id: int, on: date) -> list[tuple[str, str]]:
    """Who may stand in for somebody: (username, name) of the active people of their units."""
    theirs = select(Post.unit_id).where(
        Post.account_id == account_id, or_(Post.valid_to.is_(None), Post.valid_to > on)
    )
    rows = session.execute(
        select(Account.username, Account.name)
        .where(
            Account.active,
            Account.id != account_id,
            Account.id.in_(
                select(Post.account_id).where(
                    Post.unit_id.in_(theirs), or_(Post.valid_to.is_(None), Post.valid_to > on)
                )
            ),
        )
        .order_by(Account.name, Account.id)
        .limit(500)
    )
    return [(row[0], row[1]) for row in rows]


def _of_status(status: str, away: ColumnElement[bool]) -> ColumnElement[bool]:
    if status == RESTING:
        return ~Account.active
    if status == AWAY:
        return away
    return true() if status == EVERYBODY else Account.active.is_(True)


def _posts_on(session: Session, ids: list[int], on: date) -> dict[int, list[tuple[str, str]]]:
    found: dict[int, list[tuple[str, str]]] = {}
    rows = session.execute(
        select(Post.account_id, Post.role, Unit.short_name)
        .join(Unit, Unit.id == Post.unit_id)
        .where(Post.account_id == func.any(ids), holds_on(on, Post))
        .order_by(Post.account_id, Post.valid_from, Post.id)
    )
    for account, role, unit in rows:
        found.setdefault(account, []).append((role, unit))
    return found


def _posts_of(session: Session, account: Account) -> list[PostRow]:
    rows = session.execute(
        select(Post.id, Unit.short_name, Post.role, Post.title, Post.valid_from, Post.valid_to)
        .join(Unit, Unit.id == Post.unit_id)
        .where(Post.account_id == account.id)
        .order_by(Post.valid_to.desc().nulls_first(), Post.valid_from.desc(), Post.id)
    )
    return [PostRow(row[0], account.username, account.name, *row[1:]) for row in rows]


def _units(session: Session, account_id: int, on: date) -> set[int]:
    held = select(Post.unit_id).where(Post.account_id == account_id, holds_on(on, Post))
    return set(session.scalars(held))


def _absences(session: Session, account_id: int, on: date) -> list[AbsenceShown]:
    away, deputy = aliased(Account), aliased(Account)
    rows = session.execute(
        select(Absence, away.name, deputy.name)
        .join(away, away.id == Absence.account_id)
        .join(deputy, deputy.id == Absence.substitute_id)
        .where(or_(Absence.account_id == account_id, Absence.substitute_id == account_id))
        .order_by(Absence.valid_from.desc(), Absence.id.desc())
        .limit(SHOWN)
    )
    return [
        AbsenceShown(
            a.id,
            theirs if a.account_id == account_id else name,
            a.valid_from,
            a.valid_to,
            a.reason,
            a.account_id == account_id,
            a.valid_to <= on,
        )
        for a, name, theirs in rows
    ]


def _held(session: Session, account_id: int) -> tuple[list[Held], int]:
    mine = (WorkItem.claimed_by == account_id, WorkItem.status == "open")
    count = session.scalar(select(func.count()).where(*mine)) or 0
    rows = session.execute(
        select(WorkItem.id, WorkItem.name, Unit.short_name, WorkItem.due_at)
        .join(Unit, Unit.id == WorkItem.unit_id)
        .where(*mine)
        .order_by(WorkItem.due_at, WorkItem.id)
        .limit(SHOWN)
    )
    return [Held(*row) for row in rows], count
