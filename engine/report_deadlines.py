"""A report's deadline moved: the timers that wait on it move too, lateness does not.

A moved deadline begins a new round of the ladder: its rungs are told again, each once, at the
moments that follow from the new one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from engine import audit
from engine.arrays import ints
from engine.deployments import deployed
from engine.errors import InputError, NotFound
from engine.instance_rows import Instance
from engine.instances import Delivery, Engine, To, apply
from engine.obligations import any_of
from engine.process.events import Change
from engine.report_tables import ACCEPTED, MODEL, PROCESS, Report


class DeadlineInThePast(InputError):
    """A deadline may only be moved to a moment still to come."""

    code = "deadline-past"
    vi = "Hạn mới ({due}) không ở sau thời điểm hiện tại. Hãy chọn ngày khác."
    en = "The new deadline ({due}) is not in the future. Choose another day."


@dataclass(frozen=True, slots=True)
class Move:
    """Where deadlines go, and why; ``urged``: by an urging letter, which the ladder counts."""

    due_at: datetime
    why: str
    actor: str
    urged: bool = False


def move_deadline(
    session: Session,
    engine: Engine,
    report_ids: Sequence[int],
    due_at: datetime,
    now: datetime,
    actor: str,
) -> int:
    """Set a new deadline; the timers that wait on it move. Lateness still counts from the first.

    Returns how many running reports moved. Raises ``DeadlineInThePast`` and ``NotFound``.
    """
    deliveries = moved(
        session, engine, dict.fromkeys(report_ids, Move(due_at, "moved", actor)), now
    )
    return apply(session, engine, deliveries, now, actor=actor).steps


def moved(
    session: Session, engine: Engine, moves: Mapping[int, Move], now: datetime
) -> list[Delivery]:
    """As ``move_deadline``, by report id; what is left to do is to apply the deliveries."""
    for move in moves.values():
        if move.due_at <= now:
            raise DeadlineInThePast(due=move.due_at.isoformat())
    instances = lock_instances(session, list(moves))
    reports = session.scalars(
        select(Report)
        .where(Report.id == any_of(moves), Report.status != ACCEPTED)
        .order_by(Report.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    if not reports:
        raise NotFound(what="report")
    entries = []
    for report in reports:
        move = moves[report.id]
        entries.append(_entry(report, move))
        report.due_at, report.round = move.due_at, report.round + 1
        report.urgings += move.urged
    session.flush()
    audit.record(session, entries, now)
    running = {r.id: instances[r.id] for r in reports if r.id in instances}
    _move_tasks(session, engine, [(i, moves[r].due_at) for r, i in running.items()])
    changed = {r.id: _changed(r, moves[r.id]) for r in reports}
    return [To(i, Change(changed[r])) for r, i in running.items()]


def lock_instances(session: Session, report_ids: Sequence[int]) -> dict[int, int]:
    """Lock the reports' running instances; report id → instance id.

    The instances first, then the reports: the order in which every step locks.
    """
    rows = session.execute(
        select(Report.id, Instance.id)
        .join(
            Instance,
            (Report.directive_id == Instance.directive_id)
            & (Report.unit_id == Instance.unit_id)
            & (Report.subject == Instance.subject),
        )
        .where(
            Report.id == any_of(report_ids),
            Instance.process == PROCESS,
            Instance.status == "running",
        )
        .order_by(Instance.id)
        .with_for_update(of=Instance)
    )
    return {row[0]: row[1] for row in rows}


def _changed(report: Report, move: Move) -> dict[str, object]:
    """What the process learns. Older versions of the model know nothing of urging letters."""
    return {"dueAt": move.due_at} | ({"urgings": report.urgings} if move.urged else {})


def _entry(report: Report, move: Move) -> audit.Entry:
    told: dict[str, Any] = {"report": report.id, "old": report.due_at, "new": move.due_at}
    return audit.Entry(
        move.actor,
        "deadline",
        report.directive_id,
        report.unit_id,
        detail=told | {"why": move.why},
    )


_MOVE_TASKS = text("""
    UPDATE work_item SET due_at = r.due_at
    FROM unnest(CAST(:instances AS bigint[]), CAST(:due AS timestamptz[])) AS r(instance_id, due_at)
    WHERE work_item.instance_id = r.instance_id AND work_item.status = 'open'
        AND work_item.element = ANY(:elements)
""")


def _move_tasks(session: Session, engine: Engine, moves: Sequence[tuple[int, datetime]]) -> None:
    session.execute(
        _MOVE_TASKS,
        {
            "instances": ints(i for i, _ in moves),
            "due": [due for _, due in moves],
            "elements": _elements_due_at(session, engine),
        },
    )


def _elements_due_at(session: Session, engine: Engine) -> list[str]:
    loaded = engine.library.load(session, deployed(session, MODEL).id)
    return [
        e.id
        for e in loaded.processes[PROCESS].process.elements.values()
        if e.props.get("due") == "dueAt"
    ]
