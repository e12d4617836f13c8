"""Who has reported in a roll-up and who has not, unit by unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from engine import access
from engine.consolidation_tables import Rollup, RollupEntry
from engine.consolidation_views import reports_of
from engine.people import Actor
from engine.report_tables import ACCEPTED, SUBMITTED, Report
from engine.units import Unit

UNITS = 200


@dataclass(frozen=True, slots=True)
class UnitReport:
    """One unit's report in a roll-up. ``version``: which took it in; None: accepted since, or not."""

    unit_id: int
    unit_name: str
    report_id: int
    status: str
    requested: bool
    nil: bool
    due_at: datetime
    submitted_at: datetime | None
    late: bool
    version: int | None


@dataclass(frozen=True, slots=True)
class UnitPage:
    """Units by code: those who are missing first; ``next_after`` continues it."""

    rows: list[UnitReport]
    next_after: int | None


def units(
    session: Session, actor: Actor, rollup_id: int, after: int | None = None, limit: int = UNITS
) -> UnitPage:
    """Who has reported and who has not. Raises NotFound. ``after``: how many were shown before."""
    missing_first = case((Report.status == ACCEPTED, 2), (Report.status == SUBMITTED, 1), else_=0)
    late = and_(Report.submitted_at >= Report.first_due_at, ~Report.requested)
    found = session.execute(
        select(Report, Unit.short_name, func.coalesce(late, False), RollupEntry.version)
        .join(Rollup, reports_of())
        .join(Unit, Unit.id == Report.unit_id)
        .outerjoin(RollupEntry, RollupEntry.report_id == Report.id)
        .where(Rollup.id == rollup_id, access.rollup(actor, rollup_id))
        .order_by(missing_first, Unit.code, Unit.id)
        .offset(after or 0)
        .limit(limit + 1)
    ).all()
    if not found and not after:
        read_nothing = select(Rollup.id).where(
            Rollup.id == rollup_id, access.rollup(actor, rollup_id)
        )
        access.require(session.scalar(read_nothing), f"rollup {rollup_id}")
    rows = [
        UnitReport(
            unit_id=r.unit_id,
            unit_name=name,
            report_id=r.id,
            status=r.status,
            requested=r.requested,
            nil=r.nil,
            due_at=r.due_at,
            submitted_at=r.submitted_at,
            late=is_late,
            version=version,
        )
        for r, name, is_late, version in found[:limit]
    ]
    return UnitPage(rows, (after or 0) + limit if len(found) > limit else None)
