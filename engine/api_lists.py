"""Lists that programs read to their end: each in an order that a key continues, whatever is added.

They show what the pages' views show, through the same gate; only their order is made for reading
on: by an id, by a unit's code, by a date and an id. ``after`` is what the page before returned.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, func, select, tuple_
from sqlalchemy.orm import Session

from engine import access
from engine.consolidation_tables import Rollup, RollupEntry
from engine.consolidation_trace import Source, sources
from engine.consolidation_units import UnitReport
from engine.consolidation_views import RollupRow, reports_of, rows_of
from engine.deployments import ProcessModel
from engine.inspection_rows import RoundRow
from engine.inspection_tables import Inspection, InspectionPlan, InspectionRound
from engine.inspection_views import rows_among
from engine.paging import (
    Page,
    day_cursor,
    read_moment_cursor,
    read_text_cursor,
    text_cursor,
)
from engine.people import Actor
from engine.report_tables import MERGED, Report
from engine.report_views import ReportRow, chosen, row_of
from engine.unit_names import fold
from engine.units import Unit, in_force


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A body's inspection plan for a year."""

    id: int
    unit_id: int
    unit_name: str
    year: int
    number: str
    symbol: str
    issued_on: date
    title: str


@dataclass(frozen=True, slots=True)
class InspectionItem:
    """One unit's inspection in a list."""

    id: int
    round_id: int
    round_title: str
    unit_id: int
    unit_name: str
    status: str
    announced_on: date | None
    clock_due_at: datetime | None
    minutes_on: date | None
    outcome: str | None
    concluded_on: date | None


@dataclass(frozen=True, slots=True)
class UnitItem:
    """A unit; ``valid_to`` is the first day on which it is no more."""

    id: int
    code: str
    name: str
    short_name: str
    tier: str
    parent_id: int | None
    province_code: str | None
    valid_from: date
    valid_to: date | None
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One version of a deployed diagram."""

    id: int
    key: str
    version: int
    sha256: str
    deployed_at: datetime


def reports(
    session: Session,
    actor: Actor,
    *,
    directive_id: int | None = None,
    unit_id: int | None = None,
    status: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Page[ReportRow]:
    """Reports the actor may see, in the order of their deadlines. Raises BadCursor."""
    query = chosen(actor, directive_id=directive_id, unit_id=unit_id, status=status)
    query = query.where(Report.status != MERGED)
    if after is not None:
        query = query.where(tuple_(Report.due_at, Report.id) > tuple_(*read_moment_cursor(after)))
    found = session.execute(query.limit(limit + 1)).all()
    rows = [row_of(report, name, actor) for report, name in found]
    return Page.of(rows, limit, lambda r: day_cursor(r.due_at, r.id))


def rollups(
    session: Session, actor: Actor, now: datetime, *, after: int | None = None, limit: int = 50
) -> Page[RollupRow]:
    """The roll-ups of the actor's unit, the newest first."""
    newest = access.my_rollups(actor, Rollup)
    if after is not None:
        newest = and_(newest, Rollup.id < after)
    found = rows_of(session, now, newest, limit + 1)
    return Page.of(found, limit, lambda r: str(r.id))


def rollup_units(
    session: Session, actor: Actor, rollup_id: int, *, after: str | None = None, limit: int = 50
) -> Page[UnitReport]:
    """Who has reported in a roll-up and who has not, by the units' codes.

    Raises NotFound and BadCursor.
    """
    _require_rollup(session, actor, rollup_id)
    late = and_(Report.submitted_at >= Report.first_due_at, ~Report.requested)
    query = (
        select(Report, Unit.short_name, Unit.code, func.coalesce(late, False), RollupEntry.version)
        .join(Rollup, reports_of())
        .join(Unit, Unit.id == Report.unit_id)
        .outerjoin(RollupEntry, RollupEntry.report_id == Report.id)
        .where(Rollup.id == rollup_id)
        .order_by(Unit.code, Report.id)
    )
    if after is not None:
        query = query.where(tuple_(Unit.code, Report.id) > tuple_(*read_text_cursor(after)))
    found = session.execute(query.limit(limit + 1)).all()
    rows = [
        UnitReport(
            r.unit_id,
            name,
            r.id,
            r.status,
            r.requested,
            r.nil,
            r.due_at,
            r.submitted_at,
            is_late,
            version,
        )
        for r, name, _, is_late, version in found
    ]
    codes = {r.id: code for r, _, code, *_ in found}
    return Page.of(rows, limit, lambda r: text_cursor(codes[r.report_id], r.report_id))


def figure_sources(
    session: Session,
    actor: Actor,
    rollup_id: int,
    figure: str,
    *,
    after: int | None = None,
    limit: int = 50,
) -> Page[Source]:
    """The reports a figure is made of, by their ids. Raises NotFound, UnknownFigure."""
    found = sources(session, actor, rollup_id, figure, after or 0, limit + 1)
    return Page.of(found, limit, lambda r: str(r.report_id))


def inspection_plans(
    session: Session, actor: Actor, *, after: int | None = None, limit: int = 50
) -> Page[PlanRow]:
    """The plans of the actor's unit (an administrator: of all), the newest first."""
    query: Any = (
        select(InspectionPlan, Unit.short_name)
        .join(Unit, Unit.id == InspectionPlan.unit_id)
        .order_by(InspectionPlan.id.desc())
    )
    if not actor.is_administrator:
        query = query.where(InspectionPlan.unit_id == actor.unit_id)
    found = session.execute(_before(query, InspectionPlan.id, after).limit(limit + 1)).all()
    rows = [
        PlanRow(p.id, p.unit_id, name, p.year, p.number, p.symbol, p.issued_on, p.title)
        for p, name in found
    ]
    return Page.of(rows, limit, lambda r: str(r.id))


def inspection_rounds(
    session: Session, actor: Actor, now: datetime, *, after: int | None = None, limit: int = 50
) -> Page[RoundRow]:
    """The rounds the actor may know of, the newest first."""
    query = (
        select(InspectionRound.id)
        .where(access.known_inspection_rounds(actor, InspectionRound, Inspection))
        .order_by(InspectionRound.id.desc())
    )
    ids = session.scalars(_before(query, InspectionRound.id, after).limit(limit + 1)).all()
    return Page.of(rows_among(session, actor, now, ids), limit, lambda r: str(r.id))


def inspections(
    session: Session,
    actor: Actor,
    *,
    round_id: int | None = None,
    inspection_id: int | None = None,
    after: int | None = None,
    limit: int = 50,
) -> Page[InspectionItem]:
    """The inspections the actor may see, the newest first."""
    query: Any = (
        select(Inspection, Unit.short_name, InspectionRound.title)
        .join(InspectionRound, InspectionRound.id == Inspection.round_id)
        .join(Unit, Unit.id == Inspection.unit_id)
        .where(access.inspections(actor, Inspection, InspectionRound))
        .order_by(Inspection.id.desc())
    )
    for column, value in ((Inspection.round_id, round_id), (Inspection.id, inspection_id)):
        if value is not None:
            query = query.where(column == value)
    found = session.execute(_before(query, Inspection.id, after).limit(limit + 1)).all()
    rows = [
        InspectionItem(
            i.id,
            i.round_id,
            title,
            i.unit_id,
            unit,
            i.status,
            i.announced_on,
            i.clock_due_at,
            i.minutes_on,
            i.outcome,
            i.concluded_on,
        )
        for i, unit, title in found
    ]
    return Page.of(rows, limit, lambda r: str(r.id))


def inspection(session: Session, actor: Actor, inspection_id: int) -> InspectionItem:
    """One inspection. Raises NotFound for what the actor may not see."""
    rows = inspections(session, actor, inspection_id=inspection_id, limit=1).rows
    return access.require(rows[0] if rows else None, f"inspection {inspection_id}")


def units(
    session: Session,
    on: date,
    *,
    words: str = "",
    tier: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Page[UnitItem]:
    """The units valid on the day ``on``, by their codes; ``words`` with or without accents.

    Raises BadCursor.
    """
    query = select(Unit).where(in_force(on)).order_by(Unit.code, Unit.id)
    if words:
        query = query.where(Unit.search.contains(fold(words), autoescape=True))
    if tier is not None:
        query = query.where(Unit.tier == tier)
    return _units(session, query, after, limit)


def unit(session: Session, unit_id: int) -> UnitItem:
    """One unit, whenever it was valid. Raises NotFound."""
    return _unit(access.require(session.get(Unit, unit_id), f"unit {unit_id}"))


def units_below(
    session: Session, unit_id: int, on: date, *, after: str | None = None, limit: int = 50
) -> Page[UnitItem]:
    """The units directly below on the day ``on``, by their codes. Raises NotFound, BadCursor."""
    unit(session, unit_id)
    query = select(Unit).where(Unit.parent_id == unit_id, in_force(on)).order_by(Unit.code, Unit.id)
    return _units(session, query, after, limit)


def models(
    session: Session, *, key: str | None = None, after: int | None = None, limit: int = 50
) -> Page[ModelRow]:
    """The deployed diagrams, every version, the newest first; ``key`` keeps those of one."""
    query = select(ProcessModel).order_by(ProcessModel.id.desc())
    if key is not None:
        query = query.where(ProcessModel.key == key)
    found = session.scalars(_before(query, ProcessModel.id, after).limit(limit + 1)).all()
    rows = [ModelRow(m.id, m.key, m.version, m.sha256, m.deployed_at) for m in found]
    return Page.of(rows, limit, lambda r: str(r.id))


def model(session: Session, model_id: int) -> ModelRow:
    """One version of a diagram. Raises NotFound."""
    m = access.require(session.get(ProcessModel, model_id), f"process model {model_id}")
    return ModelRow(m.id, m.key, m.version, m.sha256, m.deployed_at)


def _units(session: Session, query: Select[Any], after: str | None, limit: int) -> Page[UnitItem]:
    if after is not None:
        query = query.where(tuple_(Unit.code, Unit.id) > tuple_(*read_text_cursor(after)))
    found = session.scalars(query.limit(limit + 1)).all()
    return Page.of([_unit(u) for u in found], limit, lambda r: text_cursor(r.code, r.id))


def _unit(u: Unit) -> UnitItem:
    return UnitItem(
        u.id,
        u.code,
        u.name,
        u.short_name,
        u.tier,
        u.parent_id,
        u.province_code,
        u.valid_from,
        u.valid_to,
        u.latitude,
        u.longitude,
    )


def _require_rollup(session: Session, actor: Actor, rollup_id: int) -> None:
    known = select(Rollup.id).where(Rollup.id == rollup_id, access.rollup(actor, rollup_id))
    access.require(session.scalar(known), f"rollup {rollup_id}")


def _before(query: Any, key: Any, after: int | None) -> Any:
    return query if after is None else query.where(key < after)
