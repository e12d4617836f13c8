"""Who a business is waiting for: where the tokens of its instances stand, and who holds each task.

Whoever sees a report may know at whose desk it lies, in the unit that owes it and in the one that
consolidates; of any other business a unit is told its own instance only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import access
from engine.deployments import Library, Loaded
from engine.errors import NotFound
from engine.instance_rows import Instance, Timer, WorkItem
from engine.people import Account, Actor
from engine.process.places import Places
from engine.process.state import StateUnreadable
from engine.report_tables import Report
from engine.units import Unit

TASK, WAIT = "task", "wait"


@dataclass(frozen=True, slots=True)
class Standing:
    """A token: at a person's task, or waiting (``due_at``: until then at the latest).

    ``holder`` is who took the task, '' while it is anybody's of the ``role``; ``since`` is None
    where only a wait is known.
    """

    kind: str
    model_id: int
    element: str
    name: str
    unit: str
    role: str = ""
    holder: str = ""
    since: datetime | None = None
    claimed_at: datetime | None = None
    due_at: datetime | None = None


def of_item(session: Session, library: Library, actor: Actor, item_id: int) -> list[Standing]:
    """Where the business of the work item stands, tasks first. Raises NotFound."""
    item = access.require(
        session.scalars(
            select(WorkItem).where(WorkItem.id == item_id, access.work_items(actor, WorkItem))
        ).one_or_none(),
        f"work item {item_id}",
    )
    instances = _instances(session, actor, item)
    found = list(_tasks(session, [i.id for i, _ in instances], {i.id: i for i, _ in instances}))
    for instance, unit in instances:
        at_tasks = {s.element for s in found if s.model_id == instance.model_id}
        found += _waits(session, library, instance, unit, at_tasks)
    return found


def models(library: Library, session: Session, found: Sequence[Standing]) -> list[Loaded]:
    """The diagrams on which to show them, each once."""
    return [library.load(session, id_) for id_ in dict.fromkeys(s.model_id for s in found)]


def _instances(session: Session, actor: Actor, item: WorkItem) -> list[tuple[Instance, str]]:
    own = Instance.id == item.instance_id
    report = session.scalars(
        select(Report).where(Report.subject == item.subject, access.reports(actor, Report))
    ).one_or_none()
    where: Any = own
    if report is not None:
        where = own | (
            (Instance.directive_id == report.directive_id)
            & (Instance.unit_id.in_((report.unit_id, report.consolidator_id)))
            & (Instance.subject == report.subject)
            & (Instance.status == "running")
        )
    rows = session.execute(
        select(Instance, Unit.short_name)
        .join(Unit, Unit.id == Instance.unit_id)
        .where(where, Instance.status == "running")
        .order_by(Instance.id)
    )
    return [(instance, unit) for instance, unit in rows]


def _tasks(
    session: Session, ids: Sequence[int], instances: dict[int, Instance]
) -> Iterator[Standing]:
    rows = session.execute(
        select(WorkItem, Account.name, Unit.short_name)
        .outerjoin(Account, Account.id == WorkItem.claimed_by)
        .join(Unit, Unit.id == WorkItem.unit_id)
        .where(WorkItem.instance_id.in_(ids), WorkItem.status == "open")
        .order_by(WorkItem.due_at.asc().nulls_last(), WorkItem.id)
    )
    for item, holder, unit in rows:
        yield Standing(
            TASK,
            instances[item.instance_id].model_id,
            item.element,
            item.name,
            unit,
            item.role,
            holder or "",
            item.created_at,
            item.claimed_at,
            item.due_at,
        )


def _waits(
    session: Session, library: Library, instance: Instance, unit: str, at_tasks: set[str]
) -> Iterator[Standing]:
    """Tokens that wait for a letter, a moment or a condition; none where the state is unreadable."""
    try:
        loaded = library.load(session, instance.model_id)
        places = Places(loaded.processes[instance.process], instance.state).standing()
    except (StateUnreadable, NotFound, KeyError):
        return
    due: dict[str, datetime] = {
        row.element: row.due_at
        for row in session.execute(
            select(Timer.element, Timer.due_at).where(Timer.instance_id == instance.id)
        )
    }
    for place in places:
        if place.element not in at_tasks:
            yield Standing(
                WAIT,
                instance.model_id,
                place.element,
                place.name,
                unit,
                due_at=due.get(place.element),
            )
