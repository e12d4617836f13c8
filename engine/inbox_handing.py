"""Handing tasks to a colleague, and a head's reminder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import access, audit
from engine.deadlines import local_day
from engine.errors import Conflict, Forbidden, InputError
from engine.inbox_bulk import Act, Chosen, Over, TakenBy
from engine.instance_rows import Instance, WorkItem
from engine.notices import CLERK, HEAD, OFFICER, Told, tell
from engine.people import CLERK as CLERK_ROLE
from engine.people import LEADER, Account, Actor
from engine.ports import Outbox
from engine.post_tables import HOLDER, Absence, holds_on

AUDIENCE = {CLERK_ROLE: CLERK, LEADER: HEAD}
"""Role → whose box; any other role is an officer's."""
MAX_WHY = 300


class NotAColleague(InputError):
    """Who was chosen does not hold the task's role in its unit today."""

    code = "not-a-colleague"
    vi = "Người được chọn hôm nay không giữ vai trò thực hiện việc này trong đơn vị."
    en = "The person chosen does not hold this task's role in its unit today."


class ColleagueAway(InputError):
    """Who was chosen is absent today."""

    code = "colleague-away"
    vi = "{who} đang vắng đến hết ngày {last_day}. Hãy chọn người khác."
    en = "{who} is away until {last_day}. Choose somebody else."


class HeldAlready(Conflict):
    """Who was chosen has the task already."""

    code = "held-already"
    vi = "{who} đã nhận việc này rồi."
    en = "{who} has claimed this task already."


class NotTheHead(Forbidden):
    """Only a head of the unit reminds."""

    code = "not-the-head"
    vi = "Chỉ lãnh đạo của đơn vị mới nhắc được việc này."
    en = "Only a head of the unit can remind of this task."


class RemindedToday(Conflict):
    """A reminder is sent at most once a day for each task."""

    code = "reminded-today"
    vi = "Hôm nay đã nhắc việc này rồi; mỗi việc chỉ nhắc một lần trong ngày."
    en = "You were reminded of this task today already; a task is reminded of once a day."


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who holds a role in the unit today; ``away`` is their last day of absence."""

    account_id: int
    name: str
    roles: tuple[str, ...]
    away: date | None


def colleagues(session: Session, actor: Actor, roles: Sequence[str], on: date) -> list[Colleague]:
    """Who holds one of the roles in the actor's unit on the day, by name; absent ones too."""
    away = (
        select(func.max(Absence.valid_to))
        .where(Absence.account_id == Account.id, holds_on(on, Absence))
        .scalar_subquery()
    )
    rows = session.execute(
        select(Account.id, Account.name, func.array_agg(HOLDER.c.role.distinct()), away)
        .join(HOLDER, HOLDER.c.account_id == Account.id)
        .where(
            Account.active,
            HOLDER.c.unit_id == actor.unit_id,
            HOLDER.c.role.in_(sorted(roles)),
            holds_on(on),
        )
        .group_by(Account.id, Account.name)
        .order_by(Account.name, Account.id)
    )
    day = timedelta(days=1)
    return [
        Colleague(who, name, tuple(sorted(held)), until - day if until else None)
        for who, name, held, until in rows
    ]


def delegate(
    session: Session, outbox: Outbox, actor: Actor, to: int, now: datetime, why: str = ""
) -> Act:
    """Hand a task to the colleague with the account ``to``, who is told.

    A head hands on any task of the unit; others those of their role that nobody else has claimed.
    Refused: NotAColleague, ColleagueAway, HeldAlready, TakenBy, WrongRole, Over.
    """
    known: dict[str, Colleague | None] = {}

    def act(chosen: Chosen) -> None:
        if chosen.role not in known:
            found = colleagues(session, actor, [chosen.role], local_day(now))
            known[chosen.role] = next((c for c in found if c.account_id == to), None)
        item = _locked(session, chosen)
        _may_hand(actor, item, chosen)
        colleague = _able(known[chosen.role], item)
        old, item.claimed_by, item.claimed_at = item.claimed_by, to, now
        session.flush()
        _record(session, actor, "delegate", item, {"old": old, "new": to, "why": why}, now)
        params: dict[str, object] = {"to": colleague.name, "why": why.strip()[:MAX_WHY]}
        once = f"wi{item.id}:giao-viec:{to}:{now.isoformat()}"
        _tell(session, outbox, actor, chosen, "giao-viec", once, params, now)

    return act


def remind(session: Session, outbox: Outbox, actor: Actor, now: datetime) -> Act:
    """Remind who has claimed a task, or else the holders of its role; once a day for each task.

    Refused: NotTheHead, RemindedToday.
    """

    def act(chosen: Chosen) -> None:
        if not may_remind(actor, chosen.unit_id):
            raise NotTheHead
        kind = "nhac-viec" if chosen.who else "nhac-viec-chua-nhan"
        once = f"wi{chosen.id}:nhac-viec:{local_day(now).isoformat()}"
        if not _tell(session, outbox, actor, chosen, kind, once, {"to": chosen.who}, now):
            raise RemindedToday
        item = session.get_one(WorkItem, chosen.id)
        _record(session, actor, "remind", item, {"claimed_by": chosen.claimed_by}, now)

    return act


def may_remind(actor: Actor, unit_id: int) -> bool:
    """Whether the actor is a head of that unit."""
    return actor.unit_id == unit_id and LEADER in actor.roles


def _locked(session: Session, chosen: Chosen) -> WorkItem:
    """The instance first, then the task: the order in which every step locks."""
    session.execute(select(Instance.id).where(Instance.id == chosen.instance_id).with_for_update())
    item = session.scalars(
        select(WorkItem)
        .where(WorkItem.id == chosen.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if item.status != "open":
        raise Over
    return item


def _may_hand(actor: Actor, item: WorkItem, chosen: Chosen) -> None:
    if may_remind(actor, item.unit_id):
        return
    access.require_role(actor, item.role, item.unit_id)
    mine = (None, actor.account_id, actor.absent(item.role, item.claimed_by))
    if item.claimed_by not in mine:
        raise TakenBy(who=chosen.who)


def _able(colleague: Colleague | None, item: WorkItem) -> Colleague:
    if colleague is None:
        raise NotAColleague
    if item.claimed_by == colleague.account_id:
        raise HeldAlready(who=colleague.name)
    if colleague.away is not None:
        raise ColleagueAway(who=colleague.name, last_day=f"{colleague.away:%d/%m/%Y}")
    return colleague


def _tell(
    session: Session,
    outbox: Outbox,
    actor: Actor,
    chosen: Chosen,
    kind: str,
    once: str,
    params: dict[str, object],
    now: datetime,
) -> int:
    last = chosen.due_at and local_day(chosen.due_at - timedelta(microseconds=1)).isoformat()
    about = ", ".join(filter(None, (chosen.title, chosen.report_title)))
    told = Told(
        once=once,
        unit_id=chosen.unit_id,
        about_unit_id=chosen.unit_id,
        audience=AUDIENCE.get(chosen.role, OFFICER),
        directive_id=chosen.directive_id,
        instance_id=chosen.instance_id,
        report_id=None,
        kind=kind,
        params={"by": actor.name, "task": about, "last_day": last or "–", **params},
    )
    return tell(session, outbox, [told], now)


def _record(
    session: Session,
    actor: Actor,
    action: str,
    item: WorkItem,
    detail: dict[str, object],
    now: datetime,
) -> None:
    entry = audit.Entry(
        f"account:{actor.account_id}",
        action,
        item.directive_id,
        item.unit_id,
        item.instance_id,
        {"work_item": item.id, **detail},
    )
    audit.record(session, [entry], now)
