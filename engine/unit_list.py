"""The units that somebody may look into, found by name with or without accents, in pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, or_, select, true, tuple_
from sqlalchemy.orm import Session, aliased

from engine import access
from engine.access import Reach
from engine.deadlines import local_day
from engine.paging import read_text_cursor, text_cursor
from engine.people import Actor
from engine.report_counts import ReportCounts, counted
from engine.report_tables import Report
from engine.unit_names import fold
from engine.units import Unit, in_force

PAGE = 50


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit with the figures of its own duties, as far as the actor may know them."""

    id: int
    name: str
    tier: str
    superior: str
    valid_from: date
    valid_to: date | None
    counts: ReportCounts


@dataclass(frozen=True, slots=True)
class UnitLines:
    """Some units in the order of their codes; ``next_after`` continues, None at the end.

    ``tiers`` are all tiers there are, in the order of their codes.
    """

    rows: list[UnitLine]
    next_after: str | None
    tiers: Sequence[str]


def known(reach: Reach) -> ColumnElement[bool]:
    """The condition on ``Unit`` that it is the actor's or below it, or owes something that the
    actor may know of."""
    if reach.everything:
        return true()
    owing = exists().where(Report.unit_id == Unit.id, access.duties(reach, Report))
    return or_(Unit.id.in_(reach.units | reach.held), owing)


def page(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    text: str = "",
    tier: str | None = None,
    ended: bool = False,
    after: str | None = None,
    limit: int = PAGE,
) -> UnitLines:
    """Units in force today, or those that have ended. Raises BadCursor."""
    above, today = aliased(Unit), local_day(now)
    force, reach = in_force(today), access.reach(session, actor)
    query = (
        select(Unit, above.short_name.label("superior"))
        .outerjoin(above, above.id == Unit.parent_id)
        .where(known(reach), ~force if ended else force)
        .order_by(Unit.code, Unit.id)
        .limit(limit + 1)
    )
    if text:
        query = query.where(Unit.search.contains(fold(text), autoescape=True))
    if tier is not None:
        query = query.where(Unit.tier == tier)
    if after:
        query = query.where(tuple_(Unit.code, Unit.id) > tuple_(*read_text_cursor(after)))
    found = session.execute(query).all()
    counts = _counts(session, reach, now, [row.Unit.id for row in found[:limit]])
    rows = [
        UnitLine(
            unit.id,
            unit.name,
            unit.tier,
            superior or "",
            unit.valid_from,
            unit.valid_to,
            counts.get(unit.id, ReportCounts()),
        )
        for unit, superior in found[:limit]
    ]
    last = found[limit - 1].Unit if len(found) > limit else None
    tiers = session.scalars(select(Unit.tier).distinct().order_by(Unit.tier)).all()
    return UnitLines(rows, text_cursor(last.code, last.id) if last else None, tiers)


def _counts(
    session: Session, reach: Reach, now: datetime, ids: Sequence[int]
) -> dict[int, ReportCounts]:
    rows = session.execute(
        select(Report.unit_id, *counted(now))
        .where(Report.unit_id.in_(ids), access.duties(reach, Report))
        .group_by(Report.unit_id)
    )
    return {row.unit_id: ReportCounts.of(row) for row in rows}
