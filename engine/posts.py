"""Posts: who holds which role in which unit, from a day on, and for which unit they act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from engine import access, audit
from engine.deadlines import local_day
from engine.errors import Conflict, Forbidden, InputError, NotFound
from engine.people import ADMINISTRATOR, ROLES, Account, Actor, username_key
from engine.post_tables import HOLDER, Post, holds_on
from engine.units import Unit


class BadPost(InputError):
    """A post that cannot be."""

    code = "bad-post"
    vi = "Không ghi được chức danh của «{username}»: {why_vi}."
    en = "The post of «{username}» cannot be recorded: {why}."


class PostHeld(Conflict):
    """The person holds this post already in that time."""

    code = "post-held"
    vi = "«{username}» đã giữ vai trò «{role}» tại đơn vị này trong thời gian đó."
    en = "«{username}» holds the role «{role}» in that unit in that time already."


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post as a list shows it; ``valid_to`` is the first day without it, None: no end."""

    id: int
    username: str
    name: str
    unit: str
    role: str
    title: str
    since: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Place:
    """A unit somebody may act for today, with the roles they have there."""

    unit_id: int
    unit: str
    roles: tuple[str, ...]
    acting: bool


def account_of(session: Session, username: str) -> Account:
    """The active account of that username, locked. Raises NotFound."""
    found = session.scalars(
        select(Account)
        .where(Account.username == username_key(username), Account.active)
        .with_for_update()
    ).one_or_none()
    return access.require(found, f"account {username}")


def add(
    session: Session,
    actor: Actor,
    username: str,
    *,
    unit_id: int,
    role: str,
    since: date,
    now: datetime,
    title: str = "",
    valid_to: date | None = None,
) -> Post:
    """Give somebody a post from a day on (``valid_to``: the first day without it).

    Only an administrator may. Raises Forbidden, NotFound, BadPost (the unit is not valid all that
    time, unknown role, end before beginning), PostHeld.
    """
    access.require_administrator(actor)
    account = account_of(session, username)
    unit = access.require(session.get(Unit, unit_id), f"unit {unit_id}")
    _check(username, unit, role, since, valid_to)
    overlap = select(Post.id).where(
        Post.account_id == account.id,
        Post.unit_id == unit_id,
        Post.role == role,
        or_(Post.valid_to.is_(None), Post.valid_to > since),
        Post.valid_from < (valid_to or date.max),
    )
    if session.scalar(overlap.limit(1)) is not None:
        raise PostHeld(username=username, role=role)
    post = Post(
        account_id=account.id,
        unit_id=unit_id,
        role=role,
        title=title.strip(),
        valid_from=since,
        valid_to=valid_to,
    )
    session.add(post)
    session.flush()
    refresh(session, account, now)
    _record(session, actor, "post-add", post, {"old": None, "new": valid_to}, now)
    return post


def end(session: Session, actor: Actor, post_id: int, on: date, now: datetime) -> Post:
    """End a post: ``on`` is the first day without it.

    Tasks that were taken under it stay taken until ``reassigning`` or their holder gives them back.
    Raises Forbidden (also for one's own administration: somebody must be left who can undo it),
    NotFound, BadPost for a day before its beginning.
    """
    access.require_administrator(actor)
    post = access.require(session.get(Post, post_id, with_for_update=True), f"post {post_id}")
    account = session.get_one(Account, post.account_id, with_for_update=True)
    if account.id == actor.account_id and post.role == ADMINISTRATOR:
        raise Forbidden(what="tự bỏ vai trò quản trị / give up one's own administration")
    if on < post.valid_from:
        why = f"the end, {on}, is before its first day, {post.valid_from}"
        raise BadPost(
            username=account.username, why_vi=f"ngày thôi giữ {on} trước ngày bắt đầu", why=why
        )
    old, post.valid_to = post.valid_to, on
    session.flush()
    refresh(session, account, now)
    _record(session, actor, "post-end", post, {"old": old, "new": on}, now)
    return post


def listed(
    session: Session, actor: Actor, on: date, username: str | None = None, limit: int = 1000
) -> list[PostRow]:
    """Posts that are held on the day or later, of one person or of the actor's whole unit.

    An administrator sees those of all units.
    """
    found = (
        select(
            Post.id,
            Account.username,
            Account.name,
            Unit.short_name,
            Post.role,
            Post.title,
            Post.valid_from,
            Post.valid_to,
        )
        .join(Account, Account.id == Post.account_id)
        .join(Unit, Unit.id == Post.unit_id)
        .where(or_(Post.valid_to.is_(None), Post.valid_to > on))
        .order_by(Unit.code, Account.username, Post.valid_from, Post.id)
        .limit(limit)
    )
    if not actor.is_administrator:
        found = found.where(Post.unit_id == actor.unit_id)
    if username is not None:
        found = found.where(Account.username == username_key(username))
    return [PostRow(*row) for row in session.execute(found)]


def places(session: Session, actor: Actor, on: date) -> list[Place]:
    """The units the person may act for on the day."""
    rows = session.execute(
        select(HOLDER.c.unit_id, Unit.short_name, func.array_agg(func.distinct(HOLDER.c.role)))
        .join(Unit, Unit.id == HOLDER.c.unit_id)
        .where(HOLDER.c.account_id == actor.account_id, holds_on(on))
        .group_by(HOLDER.c.unit_id, Unit.short_name)
        .order_by(Unit.short_name)
    )
    return [Place(u, name, tuple(sorted(roles)), u == actor.unit_id) for u, name, roles in rows]


def choose(session: Session, actor: Actor, unit_id: int, now: datetime) -> None:
    """Act for another of one's units from now on. Raises NotFound without a post there today."""
    if unit_id not in {place.unit_id for place in places(session, actor, local_day(now))}:
        raise NotFound(what=f"post in unit {unit_id}")
    account = session.get_one(Account, actor.account_id, with_for_update=True)
    account.unit_id = unit_id
    session.flush()
    refresh(session, account, now)
    detail: dict[str, object] = {"old": actor.unit_id, "new": unit_id}
    entry = audit.Entry(f"account:{account.id}", "acts-for", unit_id=unit_id, detail=detail)
    audit.record(session, [entry], now)


def refresh(session: Session, account: Account, now: datetime) -> None:
    """Bring ``Account.unit_id`` and ``roles`` up to what the posts of today say."""
    held = session.execute(
        select(Post.unit_id, Post.role)
        .where(Post.account_id == account.id, holds_on(local_day(now), Post))
        .order_by(Post.valid_from, Post.id)
    ).all()
    if held and account.unit_id not in {post.unit_id for post in held}:
        account.unit_id = held[0].unit_id
    account.roles = sorted({post.role for post in held if post.unit_id == account.unit_id})
    session.flush()


def _check(username: str, unit: Unit, role: str, since: date, valid_to: date | None) -> None:
    if role not in ROLES:
        known = ", ".join(ROLES)
        raise BadPost(
            username=username, why_vi=f"vai trò phải thuộc {known}", why=f"no role «{role}»"
        )
    if valid_to is not None and valid_to <= since:
        raise BadPost(
            username=username, why_vi="ngày thôi giữ không sau ngày bắt đầu", why="it ends first"
        )
    if since < unit.valid_from or (unit.valid_to is not None and since >= unit.valid_to):
        raise BadPost(
            username=username,
            why_vi=f"{unit.short_name} không có hiệu lực ngày {since}",
            why=f"{unit.short_name} is not valid on {since}",
        )


def _record(
    session: Session,
    actor: Actor,
    action: str,
    post: Post,
    ends: dict[str, date | None],
    now: datetime,
) -> None:
    detail: dict[str, object] = {
        "account": post.account_id,
        "post": post.id,
        "role": post.role,
        "title": post.title,
        "since": post.valid_from,
        "valid_to": ends,
    }
    entry = audit.Entry(f"account:{actor.account_id}", action, unit_id=post.unit_id, detail=detail)
    audit.record(session, [entry], now)
