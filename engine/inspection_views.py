"""What a reader sees of plans, rounds and inspections; and which task waits in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased, undefer

from engine import access
from engine.directive_tables import Directive
from engine.directives import label
from engine.inspection_rows import InspectionRow, RemedyRow, RoundRow, RoundView
from engine.inspection_tables import (
    CONCLUDED,
    REGIMES,
    Inspection,
    InspectionFinding,
    InspectionMember,
    InspectionPlan,
    InspectionRound,
)
from engine.instances import WorkItem
from engine.obligations import any_of
from engine.people import Actor
from engine.report_tables import Report
from engine.units import Unit


def listed(
    session: Session, actor: Actor, now: datetime, year: int | None = None
) -> list[RoundRow]:
    """The rounds the actor may know of, the latest first; ``year`` keeps those that start in it."""
    query = (
        select(InspectionRound, Unit.short_name, InspectionPlan.year)
        .join(Unit, Unit.id == InspectionRound.unit_id)
        .outerjoin(InspectionPlan, InspectionPlan.id == InspectionRound.plan_id)
        .where(access.known_inspection_rounds(actor, InspectionRound, Inspection))
        .order_by(InspectionRound.starts_on.desc(), InspectionRound.id.desc())
    )
    if year is not None:
        span = InspectionRound.starts_on.between(date(year, 1, 1), date(year, 12, 31))
        query = query.where(span)
    found = session.execute(query).all()
    seen = _inspections(session, actor, [round_.id for round_, _, _ in found])
    return [_row(r, unit, year, seen[r.id], now) for r, unit, year in found]


def rows_among(
    session: Session, actor: Actor, now: datetime, ids: Collection[int]
) -> list[RoundRow]:
    """Those of the rounds that the actor may know of, the newest first."""
    found = session.execute(
        select(InspectionRound, Unit.short_name, InspectionPlan.year)
        .join(Unit, Unit.id == InspectionRound.unit_id)
        .outerjoin(InspectionPlan, InspectionPlan.id == InspectionRound.plan_id)
        .where(
            InspectionRound.id == any_of(ids),
            access.known_inspection_rounds(actor, InspectionRound, Inspection),
        )
        .order_by(InspectionRound.id.desc())
    ).all()
    seen = _inspections(session, actor, ids)
    return [_row(r, unit, year, seen[r.id], now) for r, unit, year in found]


def shown(session: Session, actor: Actor, round_id: int, now: datetime) -> RoundView:
    """One round. Raises ``NotFound``."""
    above = aliased(Unit)
    found = session.execute(
        select(InspectionRound, Unit.short_name, InspectionPlan, Directive, above.short_name)
        .join(Unit, Unit.id == InspectionRound.unit_id)
        .outerjoin(above, above.id == InspectionRound.superior_id)
        .outerjoin(InspectionPlan, InspectionPlan.id == InspectionRound.plan_id)
        .outerjoin(Directive, Directive.id == InspectionRound.directive_id)
        .where(
            InspectionRound.id == round_id,
            access.known_inspection_rounds(actor, InspectionRound, Inspection),
        )
    ).one_or_none()
    round_, inspector, plan, decision, superior = access.require(
        found, f"inspection round {round_id}"
    )
    seen = _inspections(session, actor, [round_id])[round_id]
    everything = actor.is_administrator or actor.unit_id in (round_.unit_id, round_.superior_id)
    return RoundView(
        row=_row(round_, inspector, plan.year if plan else None, seen, now),
        plan=plan.title if plan else "",
        scope=round_.scope,
        decision=label(decision) if decision else "",
        directive_id=round_.directive_id,
        outline=round_.outline,
        self_report_due_on=round_.self_report_due_on,
        team=_team(session, round_id),
        choice=round_.choice if everything else None,
        report=round_.report if everything else None,
        inspections=_details(session, seen),
        subject=round_.subject,
        whole=everything,
        superior=superior or "",
        opened_at=round_.opened_at,
        noticed_at=round_.noticed_at,
        reported_at=round_.reported_at,
        plan_id=round_.plan_id if everything else None,
    )


def unit_names(session: Session, ids: Collection[int]) -> dict[int, str]:
    """The short names of these units."""
    rows = session.execute(select(Unit.id, Unit.short_name).where(Unit.id == any_of(ids)))
    return {row[0]: row[1] for row in rows}


def round_of(session: Session, actor: Actor, inspection_id: int) -> int:
    """The id of the round of an inspection. Raises ``NotFound``."""
    found = session.scalar(
        select(Inspection.round_id)
        .join(InspectionRound, InspectionRound.id == Inspection.round_id)
        .where(
            Inspection.id == inspection_id, access.inspections(actor, Inspection, InspectionRound)
        )
    )
    return access.require(found, f"inspection {inspection_id}")


def find_round(session: Session, actor: Actor, round_id: int) -> InspectionRound:
    """A round the actor may see whole, its candidates too. Raises ``NotFound``."""
    found = session.scalars(
        select(InspectionRound)
        .options(undefer(InspectionRound.candidates))
        .where(InspectionRound.id == round_id, access.inspection_rounds(actor, InspectionRound))
    ).first()
    return access.require(found, f"inspection round {round_id}")


def open_task(session: Session, actor: Actor, number: int, element: str, *, of_round: bool) -> int:
    """The id of the open task of this element in a round, or an inspection, of that number.

    Raises ``NotFound``, also for a task that the actor may not see.
    """
    holder: Any = InspectionRound if of_round else Inspection
    found = session.scalars(
        select(WorkItem.id)
        .join(holder, holder.subject == WorkItem.subject)
        .where(
            holder.id == number,
            WorkItem.element == element,
            WorkItem.status == "open",
            access.work_items(actor, WorkItem),
        )
    ).first()
    return access.require(found, f"#{number} «{element}»")


def _inspections(
    session: Session, actor: Actor, rounds: Collection[int]
) -> dict[int, list[tuple[Inspection, str]]]:
    """By round, the inspections the actor may see, each with its unit's name."""
    found: dict[int, list[tuple[Inspection, str]]] = defaultdict(list)
    rows = session.execute(
        select(Inspection, Unit.short_name)
        .join(InspectionRound, InspectionRound.id == Inspection.round_id)
        .join(Unit, Unit.id == Inspection.unit_id)
        .where(
            Inspection.round_id == any_of(rounds),
            access.inspections(actor, Inspection, InspectionRound),
        )
        .order_by(Inspection.round_id, Inspection.position)
    )
    for inspection, name in rows:
        found[inspection.round_id].append((inspection, name))
    return found


def _row(
    round_: InspectionRound,
    inspector: str,
    year: int | None,
    seen: list[tuple[Inspection, str]],
    now: datetime,
) -> RoundRow:
    return RoundRow(
        id=round_.id,
        title=round_.title,
        regime=REGIMES[round_.regime][0],
        inspector=inspector,
        year=year,
        starts_on=round_.starts_on,
        ends_on=round_.ends_on,
        status=round_.status,
        units=len(seen),
        concluded=sum(i.status == CONCLUDED for i, _ in seen),
        past_limit=sum(_past_limit(i, now) for i, _ in seen),
        unit_id=round_.unit_id,
        regime_code=round_.regime,
    )


def _past_limit(inspection: Inspection, now: datetime) -> bool:
    due = inspection.clock_due_at
    return due is not None and due <= now and inspection.minutes_on is None


def _team(session: Session, round_id: int) -> list[dict[str, object]]:
    rows = session.execute(
        select(InspectionMember, Unit.short_name)
        .join(Unit, Unit.id == InspectionMember.unit_id)
        .where(InspectionMember.round_id == round_id)
        .order_by(InspectionMember.position)
    )
    return [{"name": m.name, "duty": m.duty, "unit": unit, "head": m.head} for m, unit in rows]


def _details(session: Session, seen: list[tuple[Inspection, str]]) -> list[InspectionRow]:
    findings: dict[int, list[str]] = defaultdict(list)
    for finding in session.scalars(
        select(InspectionFinding)
        .where(InspectionFinding.inspection_id == any_of(i.id for i, _ in seen))
        .order_by(InspectionFinding.inspection_id, InspectionFinding.position)
    ):
        findings[finding.inspection_id].append(finding.text)
    results = [i.directive_id for i, _ in seen if i.directive_id is not None]
    labels = {
        directive.id: label(directive)
        for directive in session.scalars(select(Directive).where(Directive.id == any_of(results)))
    }
    remedies: dict[int, list[RemedyRow]] = defaultdict(list)
    for r in session.scalars(
        select(Report).where(Report.directive_id == any_of(results)).order_by(Report.id)
    ):
        remedies[r.directive_id].append(
            RemedyRow(r.title, r.first_due_at, r.due_at, r.status, r.submitted_at, r.rung, r.id)
        )
    return [
        InspectionRow(
            id=i.id,
            unit=unit,
            chosen_by=i.chosen_by,
            status=i.status,
            self_reported_at=i.self_reported_at,
            announced_on=i.announced_on,
            clock_due_at=i.clock_due_at,
            first_clock_due_at=i.first_clock_due_at,
            extension_reason=i.extension_reason,
            minutes_on=i.minutes_on,
            signature=i.signature,
            witness=i.witness,
            findings=findings[i.id],
            outcome=i.outcome,
            conclusion=i.conclusion,
            result=labels.get(i.directive_id or 0, ""),
            remedies=remedies[i.directive_id or 0],
            unit_id=i.unit_id,
            subject=i.subject,
            noticed_at=i.noticed_at,
            self_report=i.self_report,
            limit_days=i.limit_days,
            extension_days=i.extension_days,
            working=i.working,
            extended_at=i.extended_at,
            minutes=i.minutes,
            concluded_on=i.concluded_on,
            directive_id=i.directive_id,
        )
        for i, unit in seen
    ]
