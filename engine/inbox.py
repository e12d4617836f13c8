"""Work items: what waits for an officer, and what happens when it is finished."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from engine import access, audit, inbox_list
from engine.directive_tables import Directive
from engine.directives import label
from engine.errors import Conflict, DondocError, Forbidden, NotFound
from engine.faults import Fault
from engine.inbox_list import InboxPage
from engine.inbox_query import Wanted
from engine.inspection_tables import Inspection
from engine.instance_rows import Instance, WorkItem
from engine.instances import MAX_ATTEMPTS, Engine, To, apply
from engine.people import Account, Actor
from engine.process.events import Complete
from engine.process.step import Stale
from engine.reports import Report
from engine.units import Unit

__all__ = [
    "InboxPage",
    "InboxRow",
    "WorkItem",
    "claim",
    "complete",
    "page",
    "read",
    "unclaim",
]


class StepFailed(DondocError):
    """The process could not go on; the task stays open and an administrator is told."""

    code = "step-failed"
    vi = (
        "Chưa hoàn thành được việc này vì quy trình gặp lỗi: {vi}. Việc vẫn được giữ nguyên; "
        "quản trị viên đã được báo."
    )
    en = (
        "The task could not be finished because the process failed: {en}. It stays open; an "
        "administrator has been told."
    )


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One work item as a list or a page shows it; moments are UTC."""

    id: int
    instance_id: int
    element: str
    name: str
    role: str
    form: str
    unit_id: int
    unit_name: str
    directive_id: int | None
    directive_label: str
    directive_subject: str
    subject: str
    due_at: datetime | None
    status: str
    created_at: datetime
    claimed_by: int | None
    claimed_by_name: str | None
    completed_at: datetime | None
    report_title: str | None
    report_id: int | None
    reporter: str | None  # whose report or inspection it is, where that is another unit
    answers: dict[str, Any] | None


def page(
    session: Session,
    actor: Actor,
    *,
    now: datetime,
    status: Literal["open", "done"] = "open",
    late: bool | None = None,
    directive_id: int | None = None,
    text: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> InboxPage:
    """The actor's tasks, the most pressing first (done ones: the latest first).

    ``engine.inbox_list`` for those who ask no more than this. Raises ``BadCursor``.
    """
    wanted = Wanted(status=status, late=late, directive_id=directive_id, text=text or "")
    return inbox_list.page(session, actor, wanted, now=now, after=after, limit=limit)


def read(session: Session, actor: Actor, item_id: int) -> InboxRow:
    """One work item. Raises ``NotFound`` for what the actor may not see."""
    found = session.execute(
        _rows().where(access.work_items(actor, WorkItem), WorkItem.id == item_id)
    ).first()
    if found is None:
        raise NotFound(what=f"work item {item_id}")
    return _row(found)


def complete(
    session: Session,
    engine: Engine,
    actor: Actor,
    item_id: int,
    answers: Mapping[str, object],
    now: datetime,
) -> None:
    """Finish a task: its answers become variables and the process goes on.

    Raises ``NotFound`` (not visible), ``Forbidden`` (another role's task), ``Conflict`` (already
    done, ended, or claimed by somebody else), ``AnswerRefused`` (a figure out of its bounds, a
    return without remarks) and ``StepFailed`` (engine fault: recorded, so the
    caller commits what is in the session and the task stays open).
    """
    item = _locked(session, actor, item_id)
    absent = actor.absent(item.role, item.claimed_by)
    if item.claimed_by not in (None, actor.account_id, absent):
        raise Conflict(what=item.name)
    _refuse_exhausted(session, item)
    rules = engine.rules(session, item.form)
    if rules is not None:
        rules.check(answers)
    event = Complete(item.token, answers)
    try:
        applied = apply(
            session,
            engine,
            [To(item.instance_id, event, by=actor.account_id, strict=True)],
            now,
            actor=f"account:{actor.account_id}",
        )
    except Stale as error:
        raise Conflict(what=item.name) from error
    _note_absent(session, actor, item, absent, now)
    mine = [
        failed
        for reached, event, failed in applied.faults
        if reached.id == item.instance_id and isinstance(event, Complete)
    ]
    if mine:
        raise StepFailed(vi=mine[0].vi or mine[0].message, en=mine[0].message)


def _refuse_exhausted(session: Session, item: WorkItem) -> None:
    fault = session.scalars(
        select(Fault).where(
            Fault.instance_id == item.instance_id,
            Fault.status == "open",
            Fault.what == f"Complete:{item.token}",
            Fault.attempts >= MAX_ATTEMPTS,
        )
    ).first()
    if fault is not None:
        raise StepFailed(vi=fault.message_vi, en=fault.message)


def claim(session: Session, actor: Actor, item_id: int, now: datetime) -> None:
    """Take a task. Raises ``Conflict`` when a colleague has it."""
    item = _locked(session, actor, item_id)
    absent = actor.absent(item.role, item.claimed_by)
    if item.claimed_by not in (None, actor.account_id, absent):
        raise Conflict(what=item.name)
    item.claimed_by, item.claimed_at = actor.account_id, now
    _audit_claim(session, actor, item, "claim", now)
    _note_absent(session, actor, item, absent, now)


def unclaim(session: Session, actor: Actor, item_id: int, now: datetime) -> None:
    """Give a task back. Raises ``Forbidden`` unless it is the actor's."""
    item = _locked(session, actor, item_id)
    if item.claimed_by != actor.account_id:
        raise Forbidden(what="trả lại việc do người khác nhận")
    item.claimed_by, item.claimed_at = None, None
    _audit_claim(session, actor, item, "unclaim", now)


def _audit_claim(
    session: Session, actor: Actor, item: WorkItem, action: str, now: datetime
) -> None:
    session.flush()
    audit.record(
        session,
        [
            audit.Entry(
                f"account:{actor.account_id}",
                action,
                item.directive_id,
                item.unit_id,
                item.instance_id,
                {"work_item": item.id, "element": item.element},
            )
        ],
        now,
    )


def _note_absent(
    session: Session, actor: Actor, item: WorkItem, absent: int | None, now: datetime
) -> None:
    """The history says in whose place (thay mặt) it was done, where it was a substitute."""
    if absent is None:
        return
    session.refresh(item)
    if item.status == "done":
        item.completed_for = absent
        session.flush()
    detail: dict[str, object] = {"work_item": item.id, "in_place_of": absent, "status": item.status}
    entry = audit.Entry(
        f"account:{actor.account_id}",
        "thay-mat",
        item.directive_id,
        item.unit_id,
        item.instance_id,
        detail,
    )
    audit.record(session, [entry], now)


def _locked(session: Session, actor: Actor, item_id: int) -> WorkItem:
    # The instance first, then the item: the order in which every step locks.
    instance_id = session.scalar(
        select(WorkItem.instance_id).where(
            access.work_items(actor, WorkItem), WorkItem.id == item_id
        )
    )
    if instance_id is None:
        raise NotFound(what=f"work item {item_id}")
    session.execute(select(Instance.id).where(Instance.id == instance_id).with_for_update())
    item = session.scalars(
        select(WorkItem)
        .where(WorkItem.id == item_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if item.status != "open":
        raise Conflict(what=item.name)
    access.require_role(actor, item.role, item.unit_id)
    return item


def _rows() -> Any:
    reporter = aliased(Unit)
    return (
        select(
            WorkItem,
            Unit.short_name,
            Directive,
            Account.name,
            Report.title,
            Report.id,
            reporter.short_name,
        )
        .join(Unit, Unit.id == WorkItem.unit_id)
        .outerjoin(Directive, Directive.id == WorkItem.directive_id)
        .outerjoin(Account, Account.id == WorkItem.claimed_by)
        .outerjoin(Report, Report.subject == WorkItem.subject)
        .outerjoin(Inspection, Inspection.subject == WorkItem.subject)
        .outerjoin(
            reporter,
            (reporter.id == func.coalesce(Report.unit_id, Inspection.unit_id))
            & (reporter.id != WorkItem.unit_id),
        )
    )


def _row(found: Any) -> InboxRow:
    item, unit_name, directive, claimer, report_title, report_id, reporter = found
    return InboxRow(
        id=item.id,
        instance_id=item.instance_id,
        element=item.element,
        name=item.name,
        role=item.role,
        form=item.form,
        unit_id=item.unit_id,
        unit_name=unit_name,
        directive_id=item.directive_id,
        directive_label=label(directive) if directive else "",
        directive_subject=directive.subject if directive else "",
        subject=item.subject,
        due_at=item.due_at,
        status=item.status,
        created_at=item.created_at,
        claimed_by=item.claimed_by,
        claimed_by_name=claimer,
        completed_at=item.completed_at,
        report_title=report_title,
        report_id=report_id,
        reporter=reporter,
        answers=item.answers,
    )
