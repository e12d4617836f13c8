"""A colleague leaves: everything they hold goes to another, or back to the unit, in one act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from engine import access, audit, web_sessions
from engine.deadlines import local_day
from engine.errors import Forbidden
from engine.instance_rows import Instance, WorkItem
from engine.people import Account, Actor, username_key
from engine.post_tables import HOLDER, Absence, Post, holds_on
from engine.posts import account_of
from engine.units import Unit

HANDED, RELEASED = "handed", "released"


@dataclass(frozen=True, slots=True)
class Reassigned:
    """What became of one task: ``handed`` to the colleague, or ``released`` to the unit."""

    work_item: int
    name: str
    unit: str
    result: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """Everything that changed when somebody left."""

    username: str
    items: tuple[Reassigned, ...]
    posts: int
    absences: int


def leave(
    session: Session,
    actor: Actor,
    username: str,
    *,
    to: str | None,
    now: datetime,
    reason: str = "",
) -> Left:
    """End somebody's account today and pass on what they hold.

    Claimed tasks go to ``to`` where that colleague has the task's role in its unit today, else back
    to the unit (``claimed_by`` none). Posts end, absences of and by the leaver end, sessions end,
    the account is deactivated. Only an administrator may, and not for themselves.
    Raises Forbidden, NotFound.
    """
    access.require_administrator(actor)
    # Instances before their rows, accounts last: the order in which every step locks.
    held = _locked_items(session, username)
    leaver = account_of(session, username)
    if leaver.id == actor.account_id:
        raise Forbidden(what="tự cho mình nghỉ / remove one's own account")
    colleague = account_of(session, to) if to is not None else None
    may = _places(session, colleague, local_day(now)) if colleague is not None else set()
    results = []
    for item, unit in held:
        fits = (item.unit_id, item.role) in may
        item.claimed_by = colleague.id if colleague is not None and fits else None
        item.claimed_at = now if item.claimed_by is not None else None
        why = "" if fits or to is None else f"{to}: {item.role}?"
        results.append(Reassigned(item.id, item.name, unit, HANDED if fits else RELEASED, why))
    posts, absences = _end(session, leaver, local_day(now))
    leaver.active = False
    session.flush()
    web_sessions.end_all(session, leaver.id, now)
    _record(session, actor, leaver, [item for item, _ in held], posts, reason, now)
    return Left(leaver.username, tuple(results), posts, absences)


def foreseen(
    session: Session, actor: Actor, username: str, to: str | None, now: datetime
) -> list[Reassigned]:
    """What ``leave`` would do with each task, changing nothing. Raises Forbidden, NotFound."""
    access.require_administrator(actor)
    key = username_key(username)
    mine = select(Account.id).where(Account.username == key).scalar_subquery()
    rows = session.execute(
        select(WorkItem.id, WorkItem.name, Unit.short_name, WorkItem.unit_id, WorkItem.role)
        .join(Unit, Unit.id == WorkItem.unit_id)
        .where(WorkItem.claimed_by == mine, WorkItem.status == "open")
        .order_by(WorkItem.id)
    ).all()
    may: set[tuple[int, str]] = set()
    if to is not None:
        wanted = select(Account).where(Account.username == username_key(to), Account.active)
        colleague = session.scalars(wanted).one_or_none()
        may = _places(session, access.require(colleague, f"account {to}"), local_day(now))
    return [
        Reassigned(r.id, r.name, r.short_name, HANDED if (r.unit_id, r.role) in may else RELEASED)
        for r in rows
    ]


def _locked_items(session: Session, username: str) -> list[tuple[WorkItem, str]]:
    mine = select(Account.id).where(Account.username == username.strip().lower()).scalar_subquery()
    open_ = (WorkItem.claimed_by == mine, WorkItem.status == "open")
    session.execute(
        select(Instance.id)
        .where(Instance.id.in_(select(WorkItem.instance_id).where(*open_)))
        .order_by(Instance.id)
        .with_for_update()
    )
    rows = session.execute(
        select(WorkItem, Unit.short_name)
        .join(Unit, Unit.id == WorkItem.unit_id)
        .where(*open_)
        .order_by(WorkItem.id)
        .with_for_update(of=WorkItem)
    )
    return [(item, unit) for item, unit in rows]


def _places(session: Session, account: Account, on: date) -> set[tuple[int, str]]:
    held = select(HOLDER.c.unit_id, HOLDER.c.role).where(
        HOLDER.c.account_id == account.id, holds_on(on)
    )
    return {(unit, role) for unit, role in session.execute(held)}


def _end(session: Session, leaver: Account, today: date) -> tuple[int, int]:
    """End posts and absences; those that had not begun are gone."""
    coming = Post.account_id == leaver.id, Post.valid_from > today
    gone: Any = session.execute(delete(Post).where(*coming))
    ended: Any = session.execute(
        update(Post)
        .where(Post.account_id == leaver.id, or_(Post.valid_to.is_(None), Post.valid_to > today))
        .values(valid_to=today)
    )
    about = or_(Absence.account_id == leaver.id, Absence.substitute_id == leaver.id)
    dropped: Any = session.execute(delete(Absence).where(about, Absence.valid_from > today))
    over: Any = session.execute(
        update(Absence).where(about, Absence.valid_to > today).values(valid_to=today)
    )
    return gone.rowcount + ended.rowcount, dropped.rowcount + over.rowcount


def _record(
    session: Session,
    actor: Actor,
    leaver: Account,
    items: list[WorkItem],
    posts: int,
    reason: str,
    now: datetime,
) -> None:
    by = f"account:{actor.account_id}"
    entries = [
        audit.Entry(
            by,
            "reassign",
            item.directive_id,
            item.unit_id,
            item.instance_id,
            {"work_item": item.id, "old": leaver.id, "new": item.claimed_by, "why": reason},
        )
        for item in items
    ]
    detail: dict[str, object] = {
        "account": leaver.id,
        "active": {"old": True, "new": False},
        "posts": posts,
        "why": reason,
    }
    entries.append(audit.Entry(by, "account-leave", unit_id=leaver.unit_id, detail=detail))
    audit.record(session, entries, now)
