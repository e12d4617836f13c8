"""A roll-up as a table: each unit with its report and its figures, for a file."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import access
from engine.consolidation_amounts import from_json, result
from engine.consolidation_tables import Rollup, RollupEntry
from engine.consolidation_views import reports_of
from engine.figures import Figure
from engine.instance_rows import Instance, WorkItem
from engine.people import Actor
from engine.report_tables import PROCESS, Report
from engine.units import Unit


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One unit; ``values`` stand in the order of the figures asked for, None where not given."""

    unit_name: str
    status: str
    submitted_at: datetime | None
    due_at: datetime
    nil: bool
    version: int | None
    values: tuple[Decimal | None, ...]


def lines(
    session: Session, actor: Actor, rollup_id: int, figures: Sequence[Figure]
) -> Iterator[SheetLine]:
    """All units of the roll-up by code; those the actor may not see have no lines."""
    found = session.execute(
        select(Report, Unit.short_name, RollupEntry.amounts, RollupEntry.version)
        .join(Rollup, reports_of())
        .join(Unit, Unit.id == Report.unit_id)
        .outerjoin(RollupEntry, RollupEntry.report_id == Report.id)
        .where(Rollup.id == rollup_id, access.rollup(actor, rollup_id))
        .order_by(Unit.code, Unit.id),
        execution_options={"yield_per": 2000},
    )
    for report, name, amounts, version in found:
        given = from_json(amounts or {})
        yield SheetLine(
            name,
            report.status,
            report.submitted_at,
            report.due_at,
            report.nil,
            version,
            tuple(result(figure, given.get(figure.name)) for figure in figures),
        )


def reviews(session: Session, actor: Actor, report_ids: Collection[int]) -> dict[int, int]:
    """The open tasks of reviewing these reports, of those the actor sees: report → work item."""
    rows = session.execute(
        select(Report.id, WorkItem.id)
        .join(WorkItem, WorkItem.subject == Report.subject)
        .join(Instance, Instance.id == WorkItem.instance_id)
        .where(
            Report.id.in_(report_ids),
            WorkItem.status == "open",
            WorkItem.unit_id == Report.consolidator_id,
            Instance.process != PROCESS,
            access.work_items(actor, WorkItem),
        )
    )
    return {row[0]: row[1] for row in rows}
