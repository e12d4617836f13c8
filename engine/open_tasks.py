"""The tasks of a matter (an inspection, an incident, a letter …): which one waits, which are done.

Tasks name their matter by ``subject``; pages show them beside it, so that whoever is to act does
it there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, Text, cast, func, select
from sqlalchemy.orm import Session, aliased

from engine import access
from engine.errors import NotFound
from engine.instance_rows import WorkItem
from engine.people import Account, Actor
from engine.units import Unit

OPEN, DONE = "open", "done"


@dataclass(frozen=True, slots=True)
class MatterTask:
    """One task of a matter. ``mine``: the actor may do it now; ``at`` is when it was done."""

    id: int
    subject: str
    element: str
    name: str
    role: str
    form: str
    unit_id: int
    unit: str
    status: str
    due_at: datetime | None
    since: datetime
    claimed_by: int | None
    claimer: str
    mine: bool
    at: datetime | None
    by: str


def of_subjects(
    session: Session, actor: Actor, subjects: Collection[str], status: str | None = OPEN
) -> Mapping[str, list[MatterTask]]:
    """By subject the tasks the actor may see, the oldest first; one statement.

    ``status`` None: those that are open and those that were done.
    """
    found: dict[str, list[MatterTask]] = defaultdict(list)
    if not subjects:
        return found
    wanted = (OPEN, DONE) if status is None else (status,)
    query = _rows(actor).where(
        WorkItem.subject == func.any(cast(list(subjects), ARRAY(Text))), WorkItem.status.in_(wanted)
    )
    for row in session.execute(query.order_by(WorkItem.created_at, WorkItem.id)):
        found[row[0].subject].append(_task(actor, *row))
    return found


def one(session: Session, actor: Actor, subject: str, item_id: int) -> MatterTask:
    """A task of this matter, open or not. Raises ``NotFound``."""
    query = _rows(actor).where(WorkItem.id == item_id, WorkItem.subject == subject)
    found = session.execute(query).one_or_none()
    if found is None:
        raise NotFound(what=f"work item {item_id}")
    return _task(actor, *found)


def _rows(actor: Actor) -> Any:
    claimer, doer = aliased(Account), aliased(Account)
    return (
        select(WorkItem, Unit.short_name, claimer.name, doer.name)
        .join(Unit, Unit.id == WorkItem.unit_id)
        .outerjoin(claimer, claimer.id == WorkItem.claimed_by)
        .outerjoin(doer, doer.id == WorkItem.completed_by)
        .where(access.work_items(actor, WorkItem))
    )


def _task(
    actor: Actor, item: WorkItem, unit: str, claimer: str | None, doer: str | None
) -> MatterTask:
    theirs = item.claimed_by in (None, actor.account_id, actor.absent(item.role, item.claimed_by))
    able = item.unit_id == actor.unit_id and item.role in actor.roles
    return MatterTask(
        id=item.id,
        subject=item.subject,
        element=item.element,
        name=item.name,
        role=item.role,
        form=item.form,
        unit_id=item.unit_id,
        unit=unit,
        status=item.status,
        due_at=item.due_at,
        since=item.created_at,
        claimed_by=item.claimed_by,
        claimer=claimer or "",
        mine=item.status == OPEN and able and theirs,
        at=item.completed_at,
        by=doer or "",
    )
