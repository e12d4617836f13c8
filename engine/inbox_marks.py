"""Follow-up days and priorities of tasks."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from engine import access, audit
from engine.deadlines import local_day
from engine.errors import Conflict, Forbidden, InputError
from engine.inbox_tables import FollowUp, Priority
from engine.instance_rows import WorkItem
from engine.people import LEADER, OFFICER, Actor

LEVELS = (0, 1, 2)
MAX_NOTE = 200


class FollowUpInThePast(InputError):
    """A day to look at a task again that is over."""

    code = "follow-up-in-the-past"
    vi = "Ngày hẹn xem lại {day} đã qua. Hãy chọn hôm nay hoặc một ngày sau."
    en = "The follow-up day {day} is over. Choose today or a later day."


class UnknownPriority(InputError):
    """A level of priority that does not exist."""

    code = "unknown-priority"
    vi = "Không có mức ưu tiên «{level}»."
    en = "There is no priority «{level}»."


def set_follow_up(
    session: Session, actor: Actor, item_id: int, on: date | None, now: datetime, note: str = ""
) -> None:
    """The actor wants to see the task again on that day; None takes the day away.

    Only the actor sees it. Raises NotFound, Conflict (no longer open), FollowUpInThePast.
    """
    item = _open_item(session, actor, item_id)
    if on is not None and on < local_day(now):
        raise FollowUpInThePast(day=f"{on:%d/%m/%Y}")
    key = {"account_id": actor.account_id, "work_item_id": item.id}
    before = session.scalar(select(FollowUp.on).filter_by(**key))
    if on is None:
        session.execute(delete(FollowUp).filter_by(**key))
    else:
        values = {"on": on, "note": note.strip()[:MAX_NOTE], "set_at": now}
        session.execute(
            insert(FollowUp)
            .values(**key, **values)
            .on_conflict_do_update(index_elements=list(key), set_=values)
        )
    _record(session, actor, "follow-up", item, {"old": before, "new": on}, now)


def set_priority(session: Session, actor: Actor, item_id: int, level: int, now: datetime) -> None:
    """How pressing the task is for its unit: 0 like others, 1, or 2 (the highest).

    Officers and the head of the unit say so. Raises NotFound, Forbidden, Conflict, UnknownPriority.
    """
    if level not in LEVELS:
        raise UnknownPriority(level=level)
    item = _open_item(session, actor, item_id)
    if not may_prioritise(actor, item.unit_id):
        raise Forbidden(what="đặt mức ưu tiên cho việc này / set this task's priority")
    before = session.scalar(select(Priority.level).where(Priority.work_item_id == item.id)) or 0
    if level == 0:
        session.execute(delete(Priority).where(Priority.work_item_id == item.id))
    else:
        values = {"level": level, "set_by": actor.account_id, "set_at": now}
        session.execute(
            insert(Priority)
            .values(work_item_id=item.id, **values)
            .on_conflict_do_update(index_elements=["work_item_id"], set_=values)
        )
    _record(session, actor, "priority", item, {"old": before, "new": level}, now)


def may_prioritise(actor: Actor, unit_id: int) -> bool:
    """Whether the actor is an officer or head of that unit."""
    return actor.unit_id == unit_id and bool(actor.roles & {OFFICER, LEADER})


def _open_item(session: Session, actor: Actor, item_id: int) -> WorkItem:
    found = session.scalars(
        select(WorkItem)
        .where(access.work_items(actor, WorkItem), WorkItem.id == item_id)
        .with_for_update()
    )
    item = access.require(found.one_or_none(), f"work item {item_id}")
    if item.status != "open":
        raise Conflict(what=item.name)
    return item


def _record(
    session: Session,
    actor: Actor,
    action: str,
    item: WorkItem,
    change: dict[str, object],
    now: datetime,
) -> None:
    audit.record(
        session,
        [
            audit.Entry(
                f"account:{actor.account_id}",
                action,
                item.directive_id,
                item.unit_id,
                item.instance_id,
                {"work_item": item.id, **change},
            )
        ],
        now,
    )
