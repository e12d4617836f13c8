"""Extensions: a later deadline asked for, granted or refused by the owner of the obligation.

A granted one moves what waits on the report; lateness still counts from the first deadline.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import access, audit, contexts, policies
from engine.calendar import DAY
from engine.deadlines import midnight
from engine.deployments import deployed
from engine.directive_tables import Directive
from engine.extension_errors import (
    AlreadyAsked,
    AlreadyHandedIn,
    NoReason,
    NotLater,
    NotYourReport,
    TooManyExtensions,
)
from engine.extension_tables import ASKED, GRANTED, REFUSED, Extension
from engine.instances import Begin, Delivery, Engine, Service, ServiceCall, apply
from engine.ladder_boxes import about, last_day
from engine.notices import HEAD, OFFICER, Told, tell
from engine.people import LEADER, Actor
from engine.people import OFFICER as OFFICER_ROLE
from engine.policies import Policy
from engine.process.events import Start
from engine.report_deadlines import Move, lock_instances, moved
from engine.report_tables import OPEN, RETURNED, Report

MODEL, PROCESS = "extension", "ex-review"
ISSUER, CONSOLIDATOR = "issuer", "consolidator"

AT_MOST = policies.declare(
    Policy(
        "extension.at-most",
        1,
        "Mỗi báo cáo được gia hạn tối đa mấy lần",
        "How often the deadline of one report may be extended",
        source="Đồng Tháp, Quyết định 790/QĐ-UBND-HC: tối đa một lần",
        high=20,
    )
)
DECIDED_BY = policies.declare(
    Policy(
        "extension.decided-by",
        ISSUER,
        "Ai quyết định gia hạn: cơ quan ban hành văn bản hay cơ quan tổng hợp",
        "Who decides on extensions: the issuer of the directive, or its consolidating body",
        choices=(ISSUER, CONSOLIDATOR),
    )
)


def ask(
    session: Session,
    engine: Engine,
    actor: Actor,
    report_id: int,
    wanted: date,
    reason: str,
    now: datetime,
) -> int:
    """Ask for ``wanted`` as the new last day in time; the extension's id.

    The owner gets a task. Raises NotFound for a report the actor may not see, and of it
    NotYourReport, WrongRole, AlreadyHandedIn, NotLater, NoReason, AlreadyAsked, TooManyExtensions.
    """
    lock_instances(session, [report_id])
    report = access.require(
        session.scalars(
            select(Report)
            .where(Report.id == report_id, access.reports(actor, Report))
            .with_for_update()
        ).one_or_none(),
        f"report {report_id}",
    )
    if report.unit_id != actor.unit_id:
        raise NotYourReport
    if not actor.roles & {LEADER, OFFICER_ROLE}:
        access.require_role(actor, OFFICER_ROLE, report.unit_id)
    _handed_in(report)
    wanted_at = midnight(wanted + DAY)
    _later(report, wanted_at, now)
    if not reason.strip():
        raise NoReason
    owner = _owner(session, report)
    _not_too_often(session, report, owner)
    row = Extension(
        report_id=report.id,
        unit_id=report.unit_id,
        owner_id=owner,
        directive_id=report.directive_id,
        reason=reason.strip(),
        due_at=report.due_at,
        wanted_at=wanted_at,
        status=ASKED,
        asked_by=actor.account_id,
        asked_at=now,
        remarks="",
    )
    session.add(row)
    session.flush()
    _record(session, row, f"account:{actor.account_id}", "extension-ask", now)
    _tell(session, engine, row, report, owner, "xin-gia-han", HEAD, now)
    apply(session, engine, [_begin(session, row, report)], now, actor=f"account:{actor.account_id}")
    return row.id


def grant(
    session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
) -> list[Delivery]:
    """Service ``grant-extension``: to the day that was wanted, or to the input ``newDay``.

    Raises AlreadyHandedIn and NotLater when the report has moved on since it was asked.
    """
    moves: dict[int, Move] = {}
    for call in calls:
        row, report = _asked(session, call)
        _handed_in(report)
        day = call.inputs["newDay"]
        due_at = midnight(day + DAY) if isinstance(day, date) else row.wanted_at
        _later(report, due_at, now)
        row.granted_at = due_at
        _decide(session, engine, call, row, report, GRANTED, now)
        moves[report.id] = Move(due_at, f"extension:{row.id}", f"account:{row.decided_by}")
    return moved(session, engine, moves, now)


def refuse(
    session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
) -> list[Delivery]:
    """Service ``refuse-extension``: the deadline stays."""
    for call in calls:
        row, report = _asked(session, call)
        _decide(session, engine, call, row, report, REFUSED, now)
    return []


def _handed_in(report: Report) -> None:
    if report.status not in (OPEN, RETURNED):
        raise AlreadyHandedIn(report=report.title, period=report.period)


def _later(report: Report, wanted_at: datetime, now: datetime) -> None:
    if wanted_at <= max(report.due_at, now):
        present = f"{last_day(report.due_at):%d/%m/%Y}"
        raise NotLater(wanted=f"{last_day(wanted_at):%d/%m/%Y}", present=present)


def _owner(session: Session, report: Report) -> int:
    if policies.value(session, DECIDED_BY, report.unit_id) == CONSOLIDATOR:
        return report.consolidator_id
    return session.scalars(
        select(Directive.issuer_id).where(Directive.id == report.directive_id)
    ).one()


def _not_too_often(session: Session, report: Report, owner: int) -> None:
    """The limit is the owner's; one that was refused does not count."""
    rows = session.execute(
        select(Extension.status, func.count())
        .where(Extension.report_id == report.id)
        .group_by(Extension.status)
    )
    counts = {row[0]: row[1] for row in rows}
    if counts.get(ASKED):
        raise AlreadyAsked(report=report.title)
    limit = policies.value(session, AT_MOST, owner)
    if counts.get(GRANTED, 0) >= limit:
        raise TooManyExtensions(report=report.title, limit=limit)


def _begin(session: Session, row: Extension, report: Report) -> Begin:
    units = contexts.of_units(session, {row.owner_id, row.unit_id})
    directive = contexts.of_directives(session, {row.directive_id})[row.directive_id]
    told = {
        "id": row.id,
        "reporter": units[row.unit_id],
        "report": report.title,
        "period": report.period,
        "present": last_day(row.due_at),
        "wanted": last_day(row.wanted_at),
        "reason": row.reason,
    }
    start = Start({"unit": units[row.owner_id], "directive": directive, "extension": told})
    model = deployed(session, MODEL).id
    return Begin(model, PROCESS, row.directive_id, row.owner_id, f"x{row.id}", start)


def _asked(session: Session, call: ServiceCall) -> tuple[Extension, Report]:
    """The extension of the call and its report, both locked: the report's instance first."""
    number = int(call.instance.subject.removeprefix("x"))
    row = access.require(session.get(Extension, number), f"extension {number}")
    lock_instances(session, [row.report_id])
    session.refresh(row, with_for_update=True)
    report = session.get_one(Report, row.report_id, with_for_update=True, populate_existing=True)
    return row, report


def _decide(
    session: Session,
    engine: Engine,
    call: ServiceCall,
    row: Extension,
    report: Report,
    status: str,
    now: datetime,
) -> None:
    row.status, row.decided_by, row.decided_at = status, call.instance.by, now
    row.remarks = str(call.inputs.get("remarks") or "")
    session.flush()
    _record(session, row, f"account:{row.decided_by}", f"extension-{status}", now)
    kind = "gia-han" if status == GRANTED else "khong-gia-han"
    _tell(session, engine, row, report, row.unit_id, kind, OFFICER, now)


def _record(session: Session, row: Extension, actor: str, action: str, now: datetime) -> None:
    detail: dict[str, object] = {"extension": row.id, "report": row.report_id}
    detail |= {"wanted": row.wanted_at, "granted": row.granted_at, "why": row.remarks or row.reason}
    entry = audit.Entry(actor, action, row.directive_id, row.unit_id, detail=detail)
    audit.record(session, [entry], now)


def _tell(
    session: Session,
    engine: Engine,
    row: Extension,
    report: Report,
    unit: int,
    kind: str,
    audience: str,
    now: datetime,
) -> None:
    told = Told(
        once=f"x{row.id}:{row.status}",
        unit_id=unit,
        about_unit_id=row.unit_id,
        audience=audience,
        directive_id=row.directive_id,
        instance_id=None,
        report_id=row.report_id,
        kind=kind,
        params=about(report.title, report.period, report.due_at)
        | {
            "reason": row.reason,
            "remarks": row.remarks or "–",
            "new_day": last_day(row.granted_at or row.wanted_at).isoformat(),
        },
    )
    tell(session, engine.outbox, [told], now)


SERVICES: Mapping[str, Service] = {
    "grant-extension": Service(frozenset({"newDay", "remarks"}), grant),
    "refuse-extension": Service(frozenset({"remarks"}), refuse),
}
