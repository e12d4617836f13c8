"""A directive on its way, for the tests of the engine: issued, answered, its clock moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from adapters.directive_files import SAMPLES, read
from engine import cascade, timers
from engine.directives import Directive, record
from engine.instances import Applied, Engine, Instance, To, WorkItem, apply
from engine.people import Actor
from engine.process.data import load
from engine.process.events import Complete
from engine.process.standing import opened_and_timers
from engine.process.state import load as load_state
from engine.reports import Report
from engine.timers import Timer

ISSUED = datetime(2023, 3, 28, 1, tzinfo=UTC)
# The half-year report is due before 15/5 00:00 in Vietnam.
DUE = datetime(2023, 5, 14, 17, tzinfo=UTC)
OPEN = datetime(2023, 4, 20, 3, tzinfo=UTC)
REPORT: dict[str, object] = {"summary": "Đã làm", "figures": None, "difficulties": None}


def issued(
    session: Session, machine: Engine, sample: str = "binh-dinh-2023", now: datetime = ISSUED
) -> Directive:
    """The sample directive, recorded and issued: its first letters have arrived."""
    directive = record(session, read(SAMPLES / f"{sample}.yaml"), now)
    applied = cascade.issue(session, machine, directive, now)
    assert applied.faults == []
    return directive


def tick(session: Session, machine: Engine, now: datetime, limit: int = 200) -> int:
    """Fire everything due by ``now``; how many timers that were."""
    total = 0
    while claimed := timers.fire_due(session, machine, now, limit).claimed:
        total += claimed
    return total


def items(session: Session, element: str, status: str = "open") -> list[WorkItem]:
    """Work items whose element's id ends so."""
    return list(
        session.scalars(
            sa.select(WorkItem)
            .where(WorkItem.element.like(f"%{element}"), WorkItem.status == status)
            .order_by(WorkItem.id)
        )
    )


def finish(
    session: Session,
    machine: Engine,
    done: Iterable[WorkItem],
    answers: Mapping[str, object],
    now: datetime,
) -> Applied:
    """Complete these tasks as if by officers, in one batch."""
    return apply(
        session,
        machine,
        [To(i.instance_id, Complete(i.token, answers), strict=True) for i in done],
        now,
    )


def officer(item: WorkItem, account: int = 1) -> Actor:
    """Somebody who may complete this task."""
    return Actor(account, item.unit_id, frozenset({item.role}), "Người thử", "vi")


def one_report(session: Session, **where: Any) -> Report:
    """The first report like this."""
    return session.scalars(sa.select(Report).filter_by(**where).order_by(Report.id).limit(1)).one()


def lap_bao_cao(session: Session, report: Report) -> WorkItem:
    """The open task of writing this report."""
    return session.scalars(
        sa.select(WorkItem).where(WorkItem.subject == report.subject, WorkItem.status == "open")
    ).one()


def dump(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of the product."""
    session.expire_all()
    names = session.scalars(
        sa.text(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            " AND tablename NOT IN ('unit', 'unit_succession') ORDER BY 1"
        )
    ).all()
    return {
        n: sorted(map(tuple, session.execute(sa.text(f'SELECT t::text FROM "{n}" t'))))
        for n in names
    }


def same_timers(session: Session, machine: Engine) -> None:
    """Every waiting timer and open task of every instance has exactly one row, and no row more."""
    session.expire_all()
    rows = {(t.instance_id, t.token, t.element) for t in session.scalars(sa.select(Timer))}
    tasks = {
        (w.instance_id, w.token, w.element)
        for w in session.scalars(sa.select(WorkItem).where(WorkItem.status == "open"))
    }
    waiting, opened = set(), set()
    for instance in session.scalars(sa.select(Instance)):
        definition = machine.library.load(session, instance.model_id).processes[instance.process]
        load(instance.data)
        stands = load_state(instance.state, definition.spec, None)
        open_tasks, clocks = opened_and_timers(stands)
        waiting |= {(instance.id, *t) for t in clocks}
        opened |= {(instance.id, *t) for t in open_tasks}
        assert (instance.status == "running") is not stands.completed
    assert rows ^ waiting == set()
    assert tasks ^ opened == set()


def count(session: Session, table: str, where: str = "true") -> int:
    """How many rows."""
    return session.scalar(sa.text(f"SELECT count(*) FROM {table} WHERE {where}")) or 0
