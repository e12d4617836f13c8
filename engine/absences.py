"""Absences: for some days a colleague acts in somebody's place (thay mặt); it ends by itself."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from engine import access, audit, policies
from engine.deadlines import local_day
from engine.errors import Forbidden, InputError
from engine.people import LEADER, Account, Actor
from engine.policies import Policy
from engine.post_tables import Absence, Post, holds_on
from engine.posts import account_of

ACROSS = policies.declare(
    Policy(
        key="substitute-from-another-unit",
        default=False,
        vi="Người thay mặt có thể thuộc đơn vị khác",
        en="A substitute may belong to another unit",
        source="[K]",
    )
)


class BadAbsence(InputError):
    """An absence that cannot be."""

    code = "bad-absence"
    vi = "Không ghi được việc vắng mặt của «{username}»: {why_vi}."
    en = "The absence of «{username}» cannot be recorded: {why}."


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """An absence as a list shows it; ``valid_to`` is the first day present."""

    id: int
    username: str
    name: str
    substitute: str
    substitute_name: str
    since: date
    valid_to: date
    reason: str


def add(
    session: Session,
    actor: Actor,
    username: str,
    substitute: str,
    *,
    since: date,
    valid_to: date,
    reason: str,
    now: datetime,
) -> Absence:
    """Somebody is away from ``since`` until the day before ``valid_to``.

    The person, a leader of their unit, or an administrator may say so. Raises Forbidden, NotFound,
    BadAbsence: days that are over or end before they begin, a second absence in that time, a
    substitute without a post in a unit of the absentee (unless policy permits), or who is away
    with the absentee in their place, directly or along a chain.
    """
    away, deputy = _both(session, username, substitute)
    _may(session, actor, away, local_day(now))
    if away.id == deputy.id:
        raise _bad(username, "không tự thay mình được", "nobody takes their own place")
    if valid_to <= since or valid_to <= local_day(now):
        raise _bad(username, "thời gian vắng không hợp lệ", "the days are over, or end first")
    _refuse_stranger(session, away, deputy, since)
    _refuse_overlap(session, away, since, valid_to)
    _refuse_circle(session, away, deputy, since, valid_to)
    absence = Absence(
        account_id=away.id,
        substitute_id=deputy.id,
        valid_from=since,
        valid_to=valid_to,
        reason=reason.strip(),
        created_at=now,
    )
    session.add(absence)
    session.flush()
    _record(session, actor, "absence-add", absence, None, now)
    return absence


def end(session: Session, actor: Actor, absence_id: int, on: date, now: datetime) -> Absence:
    """Back before time: ``on`` is the first day present. Raises NotFound, Forbidden, BadAbsence."""
    found = session.get(Absence, absence_id, with_for_update=True)
    absence = access.require(found, f"absence {absence_id}")
    away = session.get_one(Account, absence.account_id)
    _may(session, actor, away, local_day(now))
    if on >= absence.valid_to:
        raise _bad(away.username, "đã kết thúc trước ngày đó", "it ends before that day")
    old, absence.valid_to = absence.valid_to, max(on, absence.valid_from)
    session.flush()
    _record(session, actor, "absence-end", absence, old, now)
    return absence


def listed(session: Session, actor: Actor, on: date, limit: int = 1000) -> list[AbsenceRow]:
    """Absences not over on the day: of the actor's unit, or for an administrator everybody's."""
    deputy = aliased(Account)
    found = (
        select(
            Absence.id,
            Account.username,
            Account.name,
            deputy.username,
            deputy.name,
            Absence.valid_from,
            Absence.valid_to,
            Absence.reason,
        )
        .join(Account, Account.id == Absence.account_id)
        .join(deputy, deputy.id == Absence.substitute_id)
        .where(Absence.valid_to > on)
        .order_by(Absence.valid_from, Absence.id)
        .limit(limit)
    )
    if not actor.is_administrator:
        mine = select(Post.account_id).where(Post.unit_id == actor.unit_id, holds_on(on, Post))
        found = found.where(
            or_(Absence.account_id.in_(mine), Absence.substitute_id == actor.account_id)
        )
    return [AbsenceRow(*row) for row in session.execute(found)]


@dataclass(frozen=True, slots=True)
class StandingIn:
    """A colleague in whose place the actor works today; ``last`` is the last day of it."""

    account_id: int
    name: str
    last: date


def standing_in(session: Session, actor: Actor, on: date) -> list[StandingIn]:
    """The absent colleagues in whose place the actor works on the day, by name."""
    away = sorted({account for _, account in actor.in_place_of})
    if not away:
        return []
    found = session.execute(
        select(Absence.account_id, Account.name, Absence.valid_to)
        .join(Account, Account.id == Absence.account_id)
        .where(Absence.account_id.in_(away), holds_on(on, Absence))
        .order_by(Account.name, Absence.account_id)
    )
    return [StandingIn(who, name, until - timedelta(days=1)) for who, name, until in found]


def _both(session: Session, username: str, substitute: str) -> tuple[Account, Account]:
    """Both accounts, locked in one order whoever is away."""
    first, second = sorted((username, substitute))
    found = {first: account_of(session, first)}
    found[second] = account_of(session, second)
    return found[username], found[substitute]


def _may(session: Session, actor: Actor, away: Account, today: date) -> None:
    if actor.is_administrator or actor.account_id == away.id:
        return
    units = session.scalars(
        select(Post.unit_id).where(Post.account_id == away.id, holds_on(today, Post))
    ).all()
    if LEADER not in actor.roles or actor.unit_id not in units:
        raise Forbidden(what="ghi việc vắng mặt của người khác / record somebody else's absence")


def _refuse_stranger(session: Session, away: Account, deputy: Account, since: date) -> None:
    def units(account: Account) -> set[int]:
        held = select(Post.unit_id).where(
            Post.account_id == account.id, or_(Post.valid_to.is_(None), Post.valid_to > since)
        )
        return set(session.scalars(held))

    theirs = units(away)
    if theirs.isdisjoint(units(deputy)) and not any(
        policies.values(session, ACROSS, theirs).values()
    ):
        raise _bad(
            away.username,
            f"«{deputy.username}» không cùng đơn vị",
            f"«{deputy.username}» has no post in the same unit",
        )


def _refuse_overlap(session: Session, away: Account, since: date, valid_to: date) -> None:
    other = session.scalar(
        select(Absence.id)
        .where(
            Absence.account_id == away.id, Absence.valid_from < valid_to, Absence.valid_to > since
        )
        .limit(1)
    )
    if other is not None:
        raise _bad(away.username, "trùng với lần vắng khác", f"absence {other} overlaps")


def _refuse_circle(
    session: Session, away: Account, deputy: Account, since: date, valid_to: date
) -> None:
    """Nobody may come to stand for themselves along a chain of absences that meet in time."""
    places: dict[int, list[int]] = defaultdict(list)
    for account, substitute in session.execute(
        select(Absence.account_id, Absence.substitute_id).where(
            Absence.valid_from < valid_to, Absence.valid_to > since
        )
    ):
        places[account].append(substitute)
    reached, todo = {deputy.id}, [deputy.id]
    while todo:
        for substitute in places[todo.pop()]:
            if substitute == away.id:
                raise _bad(
                    away.username,
                    f"thay mặt vòng quanh qua «{deputy.username}»",
                    f"the substitution is a circle through «{deputy.username}»",
                )
            if substitute not in reached:
                reached.add(substitute)
                todo.append(substitute)


def _bad(username: str, why_vi: str, why: str) -> BadAbsence:
    return BadAbsence(username=username, why_vi=why_vi, why=why)


def _record(
    session: Session, actor: Actor, action: str, absence: Absence, old: date | None, now: datetime
) -> None:
    detail: dict[str, object] = {
        "account": absence.account_id,
        "substitute": absence.substitute_id,
        "since": absence.valid_from,
        "old": old,
        "new": absence.valid_to,
        "reason": absence.reason,
    }
    audit.record(session, [audit.Entry(f"account:{actor.account_id}", action, detail=detail)], now)
