"""What a reader sees of plans, rounds and inspections; and which task waits in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from engine import access
from engine.directive_tables import Directive
from engine.directives import label
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


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round as a list shows it; the counts are of the inspections its reader may see."""

    id: int
    title: str
    regime: str
    inspector: str
    year: int | None
    starts_on: date
    ends_on: date
    status: str
    units: int
    concluded: int
    past_limit: int


@dataclass(frozen=True, slots=True)
class RemedyRow:
    """A remedy as the report that it is."""

    title: str
    first_due_at: datetime
    due_at: datetime
    status: str
    submitted_at: datetime | None
    rung: str | None


@dataclass(frozen=True, slots=True)
class InspectionRow:
    """One unit's inspection with its findings and remedies."""

    id: int
    unit: str
    chosen_by: str
    status: str
    self_reported_at: datetime | None
    announced_on: date | None
    clock_due_at: datetime | None
    first_clock_due_at: datetime | None
    extension_reason: str | None
    minutes_on: date | None
    signature: str | None
    witness: str | None
    findings: list[str]
    outcome: str | None
    conclusion: str | None
    result: str
    remedies: list[RemedyRow]


@dataclass(frozen=True, slots=True)
class RoundView:
    """All of a round; for a unit inspected in it, only its own inspection and no choice."""

    row: RoundRow
    plan: str
    scope: str
    decision: str
    directive_id: int | None
    outline: str
    self_report_due_on: date | None
    team: list[dict[str, object]]
    choice: dict[str, Any] | None
    report: dict[str, Any] | None
    inspections: list[InspectionRow]

    def as_json(self) -> dict[str, object]:
        """For ``--json``; the row's fields stand at the top."""
        told = asdict(self)
        row: dict[str, object] = told.pop("row")
        return row | told


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


def shown(session: Session, actor: Actor, round_id: int, now: datetime) -> RoundView:
    """One round. Raises ``NotFound``."""
    found = session.execute(
        select(InspectionRound, Unit.short_name, InspectionPlan, Directive)
        .join(Unit, Unit.id == InspectionRound.unit_id)
        .outerjoin(InspectionPlan, InspectionPlan.id == InspectionRound.plan_id)
        .outerjoin(Directive, Directive.id == InspectionRound.directive_id)
        .where(
            InspectionRound.id == round_id,
            access.known_inspection_rounds(actor, InspectionRound, Inspection),
        )
    ).one_or_none()
    round_, inspector, plan, decision = access.require(found, f"inspection round {round_id}")
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
    )


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
            RemedyRow(r.title, r.first_due_at, r.due_at, r.status, r.submitted_at, r.rung)
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
        )
        for i, unit in seen
    ]
