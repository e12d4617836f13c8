"""How far a directive has come below its issuer: who may see it, and figures for each tier.

A directive goes down as a chain of directives: a recipient that issues its own derives it from the
one it received (``parent_id``). Below a unit are therefore the recipients of what it issued. All
questions are answered by a fixed number of statements, whatever the size of the tree.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CTE, Integer, Subquery, and_, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from engine import access
from engine.deployments import ProcessModel
from engine.directive_tables import (
    DONE,
    PASSED_ON,
    RECEIVED,
    Directive,
    Milestone,
    Recipient,
)
from engine.instance_rows import Instance, WorkItem
from engine.people import Actor
from engine.report_counts import ReportCounts, counted
from engine.reports import Report
from engine.units import Unit


@dataclass(frozen=True, slots=True)
class Tier:
    """The figures of all units of one tier: letters sent, and what became of them."""

    tier: str
    sent: int
    received: int = 0
    passed_on: int = 0
    done: int = 0
    reports: ReportCounts = ReportCounts()


@dataclass(frozen=True, slots=True)
class Scope:
    """What of a directive's spread the asker may see: all of it, or one recipient's part."""

    directive_id: int
    only_unit: int | None


def scope(session: Session, actor: Actor, directive_id: int) -> Scope:
    """What the actor may see below the directive. Raises NotFound."""
    found = session.execute(
        select(access.states_below(actor, Directive.id).label("all")).where(
            Directive.id == directive_id, access.directives(actor, Directive.id)
        )
    ).one_or_none()
    seen = access.require(found, f"directive {directive_id}")
    return Scope(directive_id, None if seen.all else actor.unit_id)


def summary(session: Session, seen: Scope, now: datetime) -> list[Tier]:
    """The figures of each tier that received the directive or one derived from it, top first."""
    who = _receivers(seen)
    letters = (
        select(who.c.tier, func.min(who.c.depth).label("depth"), func.count().label("sent"))
        .group_by(who.c.tier)
        .subquery()
    )
    steps = _steps(who)
    reports = _reports(who, now)
    counts = [
        func.coalesce(column, 0).label(column.name)
        for column in (
            *(c for c in steps.c if c.name != "tier"),
            *(c for c in reports.c if c.name != "tier"),
        )
    ]
    rows = session.execute(
        select(letters.c.tier, letters.c.sent, *counts)
        .outerjoin(steps, steps.c.tier == letters.c.tier)
        .outerjoin(reports, reports.c.tier == letters.c.tier)
        .order_by(letters.c.depth, letters.c.sent, letters.c.tier)
    )
    return [Tier(r.tier, r.sent, r.received, r.passed_on, r.done, ReportCounts.of(r)) for r in rows]


def positions(
    session: Session, seen: Scope, model_id: int, now: datetime
) -> dict[str, tuple[int, int]]:
    """How many tasks wait at each element of the diagram, and how many of them are late."""
    family = derived(seen)
    own = or_(family.c.id != seen.directive_id, WorkItem.unit_id == seen.only_unit)
    rows = session.execute(
        select(WorkItem.element, func.count(), func.count().filter(WorkItem.due_at <= now))
        .join(family, family.c.id == WorkItem.directive_id)
        .join(Instance, Instance.id == WorkItem.instance_id)
        .where(Instance.model_id == model_id)
        .where(WorkItem.status == "open", literal(True) if seen.only_unit is None else own)
        .group_by(WorkItem.element)
    )
    return {element: (count, late) for element, count, late in rows}


def models(session: Session, seen: Scope) -> list[tuple[int, str]]:
    """The deployed diagrams (id, key) the directive and its derived ones run by, its own first."""
    family = derived(seen)
    used = select(Instance.model_id).join(family, family.c.id == Instance.directive_id).distinct()
    wanted = select(ProcessModel.id, ProcessModel.key).where(ProcessModel.id.in_(used))
    own = select(Directive.model_key).where(Directive.id == seen.directive_id).scalar_subquery()
    ordered = wanted.order_by(ProcessModel.key != own, ProcessModel.id)
    return [(id_, key) for id_, key in session.execute(ordered)]


def derived(seen: Scope) -> CTE:
    """The directive and all derived from it, with their distance; only through the one unit."""
    depth = literal(0, Integer).label("depth")
    base = select(Directive.id, depth).where(Directive.id == seen.directive_id)
    family = base.cte("family", recursive=True)
    child = aliased(Directive)
    through = or_(family.c.id != seen.directive_id, child.issuer_id == seen.only_unit)
    step = select(child.id, family.c.depth + 1).join(family, child.parent_id == family.c.id)
    return family.union_all(step if seen.only_unit is None else step.where(through))


def _receivers(seen: Scope) -> CTE:
    """Each letter sent in the family: whom to, their tier, how far below. Worked out once."""
    family = derived(seen)
    own = or_(family.c.id != seen.directive_id, Recipient.unit_id == seen.only_unit)
    return (
        select(Recipient.directive_id, Recipient.unit_id, Unit.tier, family.c.depth)
        .join(family, family.c.id == Recipient.directive_id)
        .join(Unit, Unit.id == Recipient.unit_id)
        .where(Recipient.sent_at.is_not(None), literal(True) if seen.only_unit is None else own)
        .cte("who")
    )


def _steps(who: CTE) -> Subquery:
    def reached(label: str, name: str) -> Any:
        return func.count().filter(Milestone.name == name).label(label)

    letter = and_(Milestone.directive_id == who.c.directive_id, Milestone.unit_id == who.c.unit_id)
    return (
        select(
            who.c.tier,
            reached("received", RECEIVED),
            reached("passed_on", PASSED_ON),
            reached("done", DONE),
        )
        .join(Milestone, letter)
        .group_by(who.c.tier)
        .subquery()
    )


def _reports(who: CTE, now: datetime) -> Subquery:
    letter = and_(Report.directive_id == who.c.directive_id, Report.unit_id == who.c.unit_id)
    return select(who.c.tier, *counted(now)).join(Report, letter).group_by(who.c.tier).subquery()
