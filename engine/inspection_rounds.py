"""A year's plan, its rounds, and a round opened: its decision signed and its process begun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import access, audit, contexts, policies
from engine.deadlines import local_day, midnight
from engine.deployments import deployed
from engine.directives import Directive, record
from engine.directives import issue as mark_issued
from engine.drafts import Basis, DirectiveDraft, Group
from engine.inspection_candidates import lock_round
from engine.inspection_errors import (
    BadRound,
    NotChosen,
    OutsideSubtree,
    PlanExists,
    RoundMoved,
    WrongDay,
)
from engine.inspection_tables import (
    MODEL,
    OPEN,
    PLANNED,
    REGIMES,
    ROUND_PROCESS,
    Inspection,
    InspectionMember,
    InspectionPlan,
    InspectionRound,
)
from engine.instances import Applied, Begin, Engine, apply
from engine.people import LEADER, OFFICER, Actor
from engine.policies import Policy, declare
from engine.process.events import Start
from engine.selectors import descendants, superior
from engine.units import Unit

DAY = timedelta(days=1)
YEARS = range(1990, 2200)

REPORT_DAYS = declare(
    Policy(
        "inspection.report-days",
        15,
        "Số ngày sau khi kết thúc đợt kiểm tra phải có báo cáo kết quả của đoàn",
        "Days after the end of a round within which its report is due",
        "Không có quy định chung; thông lệ",
        high=365,
    )
)


@dataclass(frozen=True, slots=True)
class Member:
    """One of the team: ``duty`` as printed ("Trưởng đoàn"), ``unit_id`` where they come from."""

    name: str
    duty: str
    unit_id: int
    head: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The decision that opens a round (quyết định kiểm tra), and what the notice carries."""

    number: str
    symbol: str
    issued_on: date
    outline: str
    self_report_due_on: date
    team: tuple[Member, ...]
    basis: tuple[str, ...] = ()
    subject: str = ""


def make_plan(
    session: Session,
    actor: Actor,
    *,
    year: int,
    number: str,
    symbol: str,
    issued_on: date,
    title: str,
    now: datetime,
) -> InspectionPlan:
    """The actor's unit's inspection plan for a year.

    Raises ``Forbidden`` unless the actor is the unit's officer, ``PlanExists``, ``BadRound``.
    """
    access.require_role(actor, OFFICER, actor.unit_id)
    if year not in YEARS or not title.strip():
        raise BadRound(why_vi="thiếu tên hoặc sai năm", why="no title, or no such year")
    session.execute(select(Unit.id).where(Unit.id == actor.unit_id).with_for_update())
    if plan_of(session, actor.unit_id, year) is not None:
        raise PlanExists(year=year)
    plan = InspectionPlan(
        unit_id=actor.unit_id,
        year=year,
        number=number.strip(),
        symbol=symbol.strip(),
        issued_on=issued_on,
        title=title.strip(),
        created_at=now,
    )
    session.add(plan)
    session.flush()
    detail: dict[str, object] = {"plan": plan.id, "year": year, "title": plan.title}
    _note(session, actor, "inspection-plan", now, detail)
    return plan


def plan_of(session: Session, unit_id: int, year: int) -> InspectionPlan | None:
    """A body's plan for a year."""
    return session.scalars(select(InspectionPlan).filter_by(unit_id=unit_id, year=year)).first()


def add_round(
    session: Session,
    actor: Actor,
    *,
    title: str,
    regime: str,
    scope: str,
    starts_on: date,
    ends_on: date,
    now: datetime,
) -> InspectionRound:
    """A round of the actor's unit, in its plan of the year in which it starts if there is one.

    Raises ``Forbidden`` unless the actor is the unit's officer, ``BadRound``.
    """
    access.require_role(actor, OFFICER, actor.unit_id)
    if regime not in REGIMES:
        known = ", ".join(REGIMES)
        raise BadRound(why_vi=f"loại phải là {known}", why=f"the regime must be one of {known}")
    if not title.strip() or not scope.strip():
        raise BadRound(why_vi="thiếu tên hoặc phạm vi, nội dung", why="no title or no scope")
    if ends_on < starts_on:
        raise BadRound(why_vi="ngày kết thúc trước ngày bắt đầu", why="it ends before it starts")
    plan = plan_of(session, actor.unit_id, starts_on.year)
    round_ = InspectionRound(
        plan_id=plan.id if plan else None,
        unit_id=actor.unit_id,
        title=title.strip(),
        regime=regime,
        scope=scope.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        status=PLANNED,
        created_at=now,
    )
    session.add(round_)
    session.flush()
    detail: dict[str, object] = {"round": round_.id, "title": round_.title, "regime": regime}
    _note(session, actor, "inspection-round", now, detail)
    return round_


def open_round(
    session: Session,
    engine: Engine,
    actor: Actor,
    round_id: int,
    decision: Decision,
    now: datetime,
) -> Applied:
    """Sign the decision: it becomes a directive to the chosen units, and the round begins.

    Raises ``NotFound``, ``Forbidden`` unless the actor heads the unit, ``RoundMoved``,
    ``NotChosen``, ``OutsideSubtree`` for a unit that has left the subtree since it was chosen,
    ``BadRound``, ``WrongDay``, and ``DirectiveRefused`` (a number already used).
    """
    round_ = lock_round(session, actor, round_id, LEADER)
    if round_.status != PLANNED:
        raise RoundMoved(what=round_.title, status=round_.status)
    units = _chosen(session, round_, local_day(now))
    _check(session, round_, decision, now)
    directive = _record(session, round_, decision, units, now)
    above = superior(session, round_.unit_id, local_day(now))
    round_.directive_id, round_.status, round_.opened_at = directive.id, OPEN, now
    round_.outline, round_.self_report_due_on = decision.outline, decision.self_report_due_on
    round_.superior_id = above.id if above else None
    session.add_all(
        InspectionMember(
            round_id=round_.id,
            position=position,
            name=m.name,
            duty=m.duty,
            unit_id=m.unit_id,
            head=m.head,
        )
        for position, m in enumerate(decision.team)
    )
    session.flush()
    detail: dict[str, object] = {"round": round_.id, "units": [u.id for u in units]}
    _note(session, actor, "inspection-open", now, detail, directive.id)
    begin = _begin(session, round_, directive, len(units))
    return apply(session, engine, [begin], now, actor=f"account:{actor.account_id}")


def _chosen(session: Session, round_: InspectionRound, on: date) -> list[Unit]:
    units = session.scalars(
        select(Unit)
        .join(Inspection, Inspection.unit_id == Unit.id)
        .where(Inspection.round_id == round_.id)
        .order_by(Inspection.position)
    ).all()
    if not units:
        raise NotChosen(why_vi="danh sách trống", why="the list is empty")
    below = {ref.id for ref in descendants(session, round_.unit_id, None, on)}
    gone = [unit.short_name for unit in units if unit.id not in below]
    if gone:
        inspector = session.get_one(Unit, round_.unit_id)
        raise OutsideSubtree(units=", ".join(gone), inspector=inspector.short_name)
    return list(units)


def _check(session: Session, round_: InspectionRound, decision: Decision, now: datetime) -> None:
    if [m.head for m in decision.team].count(True) != 1:
        raise BadRound(why_vi="đoàn phải có đúng một trưởng đoàn", why="a team has one head")
    if not all(m.name.strip() for m in decision.team) or not decision.outline.strip():
        raise BadRound(why_vi="thiếu họ tên hoặc đề cương", why="a name or the outline is missing")
    if not decision.number.strip():
        raise BadRound(why_vi="quyết định chưa có số", why="the decision has no number")
    known = session.scalars(select(Unit.id).where(Unit.id.in_({m.unit_id for m in decision.team})))
    if len(set(known)) != len({m.unit_id for m in decision.team}):
        raise BadRound(why_vi="thành viên thuộc đơn vị không có", why="a member's unit is unknown")
    day = "quyết định kiểm tra", "decision"
    in_days(day, decision.issued_on, date(round_.starts_on.year - 1, 1, 1), local_day(now))
    report = "nộp báo cáo theo đề cương", "self-report"
    in_days(report, decision.self_report_due_on, local_day(now), round_.ends_on)


def in_days(what: tuple[str, str], day: date, first: date, last: date) -> None:
    """Raise ``WrongDay`` unless ``first`` <= ``day`` <= ``last``; ``what`` in both languages."""
    if not first <= day <= last:
        raise WrongDay(
            what_vi=what[0],
            what=what[1],
            day=f"{day:%d/%m/%Y}",
            first=f"{first:%d/%m/%Y}",
            last=f"{last:%d/%m/%Y}",
        )


def _record(
    session: Session,
    round_: InspectionRound,
    decision: Decision,
    units: Sequence[Unit],
    now: datetime,
) -> Directive:
    inspector = session.get_one(Unit, round_.unit_id)
    draft = DirectiveDraft(
        issuer=inspector.code,
        type="quyet_dinh",
        number=decision.number.strip(),
        symbol=decision.symbol.strip(),
        issued_on=decision.issued_on,
        subject=decision.subject or round_.title,
        process=MODEL,
        basis=tuple(Basis("", title=line) for line in decision.basis),
        recipients=(Group("Đơn vị được kiểm tra", units=tuple(u.code for u in units)),),
        content={"basis": [{"issuer": "", "title": line} for line in decision.basis]},
    )
    directive = record(session, draft, now)
    mark_issued(session, directive, now)
    return directive


def _begin(
    session: Session, round_: InspectionRound, directive: Directive, inspections: int
) -> Begin:
    days = policies.value(session, REPORT_DAYS, round_.unit_id)
    data: dict[str, object] = {
        "unit": contexts.of_units(session, [round_.unit_id])[round_.unit_id],
        "directive": contexts.of_directives(session, [directive.id])[directive.id],
        "round": {"id": round_.id, "title": round_.title, "regime": round_.regime},
        "openInspections": inspections,
        "reportDueAt": midnight(round_.ends_on + (days + 1) * DAY),
    }
    model = deployed(session, MODEL)
    key = (directive.id, round_.unit_id, round_.subject)
    return Begin(model.id, ROUND_PROCESS, *key, Start(data))


def _note(
    session: Session,
    actor: Actor,
    action: str,
    now: datetime,
    detail: dict[str, object],
    directive_id: int | None = None,
) -> None:
    by = f"account:{actor.account_id}"
    audit.record(
        session, [audit.Entry(by, action, directive_id, actor.unit_id, detail=detail)], now
    )
