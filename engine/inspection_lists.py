"""Lists of inspection rounds and plans: filtered, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, literal, select, tuple_
from sqlalchemy.orm import Session

from engine import access
from engine.inspection_rows import RoundRow
from engine.inspection_tables import (
    CONCLUDED,
    REGIMES,
    REPORTED,
    Inspection,
    InspectionPlan,
    InspectionRound,
)
from engine.paging import Page, day_cursor, read_day_cursor
from engine.people import Actor
from engine.searching import contains
from engine.units import Unit

OURS, ABOUT_US, BELOW = "ours", "about-us", "below"
"""Rounds the actor's unit leads, is inspected in, or is reported to."""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A year's plan (kế hoạch kiểm tra) with how many of its rounds there are, and are over."""

    id: int
    unit: str
    unit_id: int
    year: int
    document: str
    issued_on: date
    title: str
    rounds: int
    reported: int


def rounds(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    year: int | None = None,
    status: str | None = None,
    side: str | None = None,
    plan_id: int | None = None,
    text: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Page[RoundRow]:
    """The rounds the actor may know of, the latest first; two statements.

    ``text`` is looked for in title and scope, accents or none. Raises ``BadCursor``.
    """
    query = (
        select(InspectionRound, Unit.short_name, InspectionPlan.year)
        .join(Unit, Unit.id == InspectionRound.unit_id)
        .outerjoin(InspectionPlan, InspectionPlan.id == InspectionRound.plan_id)
        .where(access.known_inspection_rounds(actor, InspectionRound, Inspection))
        .order_by(InspectionRound.starts_on.desc(), InspectionRound.id.desc())
        .limit(limit + 1)
    )
    for condition in _wanted(actor, year, status, side, plan_id):
        query = query.where(condition)
    if text:
        words = func.concat(InspectionRound.title, " ", InspectionRound.scope)
        query = query.where(contains(words, text))
    if after:
        last = tuple_(*(literal(v) for v in read_day_cursor(after)))
        query = query.where(tuple_(InspectionRound.starts_on, InspectionRound.id) < last)
    found = session.execute(query).all()
    counts = _counts(session, actor, [r.id for r, _, _ in found], now)
    rows = [_row(r, unit, of, counts.get(r.id, (0, 0, 0))) for r, unit, of in found]
    return Page.of(rows, limit, lambda row: day_cursor(row.starts_on, row.id))


def plans(session: Session, actor: Actor, limit: int = 200) -> list[PlanRow]:
    """The plans of the actor's unit (an administrator's: of all), the latest first."""
    return _plans(session, actor, None, limit)


def plan(session: Session, actor: Actor, plan_id: int) -> PlanRow:
    """One plan. Raises ``NotFound``."""
    found = _plans(session, actor, InspectionPlan.id == plan_id, 1)
    return access.require(next(iter(found), None), f"inspection plan {plan_id}")


def _plans(
    session: Session, actor: Actor, condition: ColumnElement[bool] | None, limit: int
) -> list[PlanRow]:
    query = (
        select(
            InspectionPlan,
            Unit.short_name,
            func.count(InspectionRound.id),
            func.count(InspectionRound.id).filter(InspectionRound.status == REPORTED),
        )
        .join(Unit, Unit.id == InspectionPlan.unit_id)
        .outerjoin(InspectionRound, InspectionRound.plan_id == InspectionPlan.id)
        .group_by(InspectionPlan.id, Unit.id)
        .order_by(InspectionPlan.year.desc(), InspectionPlan.id.desc())
        .limit(limit)
    )
    if not actor.is_administrator:
        query = query.where(InspectionPlan.unit_id == actor.unit_id)
    if condition is not None:
        query = query.where(condition)
    return [
        PlanRow(
            id=p.id,
            unit=unit,
            unit_id=p.unit_id,
            year=p.year,
            document="/".join(part for part in (p.number, p.symbol) if part),
            issued_on=p.issued_on,
            title=p.title,
            rounds=count,
            reported=over,
        )
        for p, unit, count, over in session.execute(query)
    ]


def _wanted(
    actor: Actor, year: int | None, status: str | None, side: str | None, plan_id: int | None
) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if year is not None:
        found.append(InspectionRound.starts_on.between(date(year, 1, 1), date(year, 12, 31)))
    if status:
        found.append(InspectionRound.status == status)
    if plan_id is not None:
        found.append(InspectionRound.plan_id == plan_id)
    about_us = select(Inspection.round_id).where(Inspection.unit_id == actor.unit_id)
    sides: Mapping[str, ColumnElement[bool]] = {
        OURS: InspectionRound.unit_id == actor.unit_id,
        ABOUT_US: InspectionRound.id.in_(about_us) & (InspectionRound.unit_id != actor.unit_id),
        BELOW: InspectionRound.superior_id == actor.unit_id,
    }
    return [*found, sides[side]] if side and side in sides else found


def _counts(
    session: Session, actor: Actor, ids: list[int], now: datetime
) -> dict[int, tuple[int, int, int]]:
    """By round of the inspections the actor may see: all, concluded, past their time limit."""
    late = (Inspection.clock_due_at <= now) & Inspection.minutes_on.is_(None)
    rows: Any = session.execute(
        select(
            Inspection.round_id,
            func.count(),
            func.count().filter(Inspection.status == CONCLUDED),
            func.count().filter(late),
        )
        .join(InspectionRound, InspectionRound.id == Inspection.round_id)
        .where(Inspection.round_id.in_(ids), access.inspections(actor, Inspection, InspectionRound))
        .group_by(Inspection.round_id)
    )
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def _row(
    round_: InspectionRound, unit: str, year: int | None, counts: tuple[int, int, int]
) -> RoundRow:
    return RoundRow(
        id=round_.id,
        title=round_.title,
        regime=REGIMES[round_.regime][0],
        inspector=unit,
        year=year,
        starts_on=round_.starts_on,
        ends_on=round_.ends_on,
        status=round_.status,
        units=counts[0],
        concluded=counts[1],
        past_limit=counts[2],
        unit_id=round_.unit_id,
        regime_code=round_.regime,
    )
