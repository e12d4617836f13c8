"""Faults as an administrator goes through them: by cause, one after another, many retried at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import access
from engine.deliveries import Engine
from engine.errors import DondocError
from engine.fault_repair import retry
from engine.fault_views import Shown
from engine.faults import Fault
from engine.instance_rows import Instance
from engine.long_work import Kind, Outcome, Work, declare
from engine.people import Actor
from engine.process.places import Places
from engine.units import Unit

PAGE = 50
MOST = 1000


@dataclass(frozen=True, slots=True)
class Cause:
    """What open faults have in common: the process, the element, the error's code."""

    process: str
    element: str
    code: str


@dataclass(frozen=True, slots=True)
class Group:
    """Open faults of one cause."""

    cause: Cause
    count: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class FaultRow:
    """A fault in a list."""

    fault: Fault
    unit: str


@dataclass(frozen=True, slots=True)
class FaultPage:
    """Some faults, the newest first; ``next_after`` continues where they end."""

    rows: list[FaultRow]
    next_after: int | None


@dataclass(frozen=True, slots=True)
class Target:
    """An element at which a token may be set down."""

    token: int
    at: str
    element: str
    name: str


def groups(session: Session, actor: Actor) -> list[Group]:
    """Open faults by cause, the most numerous first. Raises Forbidden."""
    access.require_administrator(actor)
    columns = (Fault.process, Fault.element, Fault.code)
    count = func.count()
    rows = session.execute(
        select(*columns, count, func.min(Fault.created_at), func.max(Fault.last_at))
        .where(Fault.status == "open")
        .group_by(*columns)
        .order_by(count.desc(), *columns)
        .limit(PAGE)
    )
    return [Group(Cause(row[0], row[1], row[2]), row[3], row[4], row[5]) for row in rows]


def page(
    session: Session,
    actor: Actor,
    *,
    repaired: bool = False,
    cause: Cause | None = None,
    instance_id: int | None = None,
    after: int | None = None,
) -> FaultPage:
    """Open (or repaired) faults, of one cause or instance if asked. Raises Forbidden."""
    access.require_administrator(actor)
    wanted: Any = (
        select(Fault, func.coalesce(Unit.short_name, ""))
        .outerjoin(Unit, Unit.id == Fault.unit_id)
        .where(Fault.status != "open" if repaired else Fault.status == "open")
        .order_by(Fault.id.desc())
        .limit(PAGE + 1)
    )
    if cause is not None:
        wanted = wanted.where(*_of(cause))
    if instance_id is not None:
        wanted = wanted.where(Fault.instance_id == instance_id)
    if after is not None:
        wanted = wanted.where(Fault.id < after)
    rows = [FaultRow(*row) for row in session.execute(wanted)]
    return FaultPage(rows[:PAGE], rows[PAGE - 1].fault.id if len(rows) > PAGE else None)


def targets(session: Session, engine: Engine, shown: Shown) -> list[Target]:
    """Where the tokens of a fault's instance may be set down; none where it does not run."""
    fault = shown.fault
    instance = session.get(Instance, fault.instance_id) if fault.instance_id else None
    if instance is None or not shown.standing:
        return []
    definition = engine.library.load(session, instance.model_id).processes[instance.process]
    places = Places(definition, instance.state)
    return [
        Target(place.token, place.name or place.element, element.id, element.name or element.id)
        for place in shown.standing
        for element in definition.elements.values()
        if places.can_take(place.token, element.id)
    ]


def _retry_all(work: Work) -> Outcome:
    """Every open fault of a cause again, each for itself: what fails again stays a fault."""
    cause = Cause(*(work.arguments[name] for name in ("process", "element", "code")))
    wanted = select(Fault.id).where(Fault.status == "open", *_of(cause)).order_by(Fault.id)
    ids = work.session.scalars(wanted.limit(MOST)).all()
    counts = {"repaired": 0, "failed": 0, "refused": 0}
    for n, fault_id in enumerate(ids):
        work.progress(n, len(ids), f"Đã thử {n}/{len(ids)} lỗi", f"{n} of {len(ids)} tried")
        counts[_retried(work, fault_id)] += 1
    return Outcome({**counts, "faults": len(ids)})


def _retried(work: Work, fault_id: int) -> str:
    try:
        with work.session.begin_nested():
            why = work.arguments["why"]
            failure = retry(work.session, work.engine, fault_id, work.now, why=why, by=work.actor)
    except DondocError:
        return "refused"
    return "repaired" if failure is None else "failed"


def _of(cause: Cause) -> tuple[Any, ...]:
    return (
        Fault.process == cause.process,
        Fault.element == cause.element,
        Fault.code == cause.code,
    )


RETRY_ALL = declare(
    Kind("faults-retry", "Thử lại nhiều lỗi xử lý", "Retrying many engine faults", _retry_all)
)
