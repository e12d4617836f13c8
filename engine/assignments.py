"""Assignments inside a unit (chủ trì, phối hợp): given, worked on, submitted, returned, finished.

The process is ``assignment``. Its task is the lead's: claimed for the lead's account, or open to
whoever holds the post. Reading and the update rate are in ``assignment_views``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import access, audit, contexts, inbox
from engine.assignment_drafts import AssignmentDraft, BadAssignment, Member, members_of, task_of
from engine.assignment_services import MODEL, PROCESS, SERVICES, claim_for_lead, tell_assigned
from engine.assignment_tables import (
    OPEN,
    Assignment,
    AssignmentMember,
    AssignmentProgress,
)
from engine.assignment_views import update_rates
from engine.deadlines import midnight
from engine.deployments import deployed
from engine.errors import Conflict, Forbidden
from engine.instance_rows import WorkItem
from engine.instances import Begin, Engine, apply
from engine.people import LEADER, Actor
from engine.policies import Policy, declare, value
from engine.process.events import Start

__all__ = [
    "SERVICES",
    "AssignmentDraft",
    "add",
    "add_with_task",
    "finish",
    "progress",
    "review",
    "update_rates",
]

REMIND_DAYS = declare(
    Policy(
        "assignment.remind-days",
        2,
        "Số ngày trước hạn nhắc người chủ trì nhiệm vụ được phân công",
        "Days before the last day at which the lead of an assignment is reminded",
        source="custom",
        low=0,
        high=365,
    )
)


class NotAMember(Forbidden):
    """Only who works on an assignment says how far it is."""

    code = "not-a-member"
    vi = "Bạn không chủ trì hoặc phối hợp nhiệm vụ này."
    en = "You neither lead this assignment nor help with it."


def add(
    session: Session, engine: Engine, actor: Actor, draft: AssignmentDraft, now: datetime
) -> int:
    """Assign; the assignment's id. Its task is in the lead's inbox at once.

    Raises ``NotFound`` (directive, provision, report or account not the unit's to assign),
    ``WrongRole`` (not the head), ``BadAssignment``.
    """
    access.require_directive(session, actor, draft.directive_id)
    access.require_role(actor, LEADER, actor.unit_id)
    task = task_of(session, actor, draft)
    due_at = midnight(draft.due_on + timedelta(days=1))
    if due_at <= now:
        raise BadAssignment(why_vi="hạn đã qua", why="its last day has passed")
    members = members_of(session, actor, draft)
    assignment = _written(session, actor, draft, task, due_at, now, members)
    by = f"account:{actor.account_id}"
    _note(session, by, assignment, "assignment-add", {"members": members}, now)
    apply(session, engine, [_begin(session, assignment, now)], now, actor=by)
    claim_for_lead(session, [assignment.subject], by, now)
    tell_assigned(session, engine, assignment, now)
    return assignment.id


def _written(
    session: Session,
    actor: Actor,
    draft: AssignmentDraft,
    task: str,
    due_at: datetime,
    now: datetime,
    members: Sequence[Member],
) -> Assignment:
    assignment = Assignment(
        unit_id=actor.unit_id,
        directive_id=draft.directive_id,
        provision_id=draft.provision_id,
        report_id=draft.report_id,
        task=task,
        expected=draft.expected.strip(),
        due_at=due_at,
        status=OPEN,
        assigned_by=actor.account_id,
        assigned_at=now,
    )
    session.add(assignment)
    session.flush()
    for part, account, role in members:
        session.add(
            AssignmentMember(assignment_id=assignment.id, part=part, account_id=account, role=role)
        )
    session.flush()
    return assignment


def add_with_task(
    session: Session,
    engine: Engine,
    actor: Actor,
    item_id: int,
    route: str,
    draft: AssignmentDraft,
    now: datetime,
) -> int:
    """Complete the task *Phân công xử lý* with real accounts, and assign to them; its id.

    The form's free text names them as the task has always kept it. Raises what ``inbox.complete``
    and ``add`` raise.
    """
    item = inbox.read(session, actor, item_id)
    if item.directive_id != draft.directive_id:
        raise BadAssignment(
            why_vi="việc này thuộc văn bản khác", why="the task belongs to another directive"
        )
    answers = {
        "route": route,
        "leadOfficer": draft.lead,
        "coordinators": ", ".join(draft.coordinators) or None,
        "instructions": draft.task or None,
    }
    inbox.complete(session, engine, actor, item_id, answers, now)
    return add(session, engine, actor, draft, now)


def _begin(session: Session, assignment: Assignment, now: datetime) -> Begin:
    before: int = value(session, REMIND_DAYS, assignment.unit_id)
    unit, directive = assignment.unit_id, assignment.directive_id
    data = {
        "unit": contexts.of_units(session, [unit])[unit],
        "directive": contexts.of_directives(session, [directive])[directive],
        "assignment": {"id": assignment.id, "task": assignment.task},
        "remindAt": assignment.due_at - timedelta(days=before + 1),
        "dueAt": assignment.due_at,
    }
    model = deployed(session, MODEL).id
    return Begin(model, PROCESS, directive, unit, assignment.subject, Start(data))


def progress(
    session: Session, actor: Actor, assignment_id: int, percent: int, words: str, now: datetime
) -> None:
    """Say how far it is. Raises ``NotFound``, ``NotAMember``, ``Conflict`` (done), ``BadAssignment``."""
    _seen(session, actor, assignment_id)
    if not 0 <= percent <= 100:
        raise BadAssignment(why_vi="tỷ lệ phải từ 0 đến 100", why="a share is 0 to 100")
    if not words.strip():
        raise BadAssignment(why_vi="chưa ghi nội dung tiến độ", why="the progress says nothing")
    assignment = session.scalars(
        select(Assignment).where(Assignment.id == assignment_id).with_for_update()
    ).one()
    session.refresh(assignment)
    if assignment.status != OPEN:
        raise Conflict(what=assignment.task)
    _require_member(session, actor, assignment_id)
    old = assignment.percent
    assignment.percent, assignment.touched_at = percent, now
    said = AssignmentProgress(
        assignment_id=assignment_id,
        at=now,
        by=actor.account_id,
        percent=percent,
        text=words.strip(),
    )
    session.add(said)
    session.flush()
    detail = {"old": old, "new": percent}
    _note(session, f"account:{actor.account_id}", assignment, "assignment-progress", detail, now)


def finish(
    session: Session, engine: Engine, actor: Actor, assignment_id: int, product: str, now: datetime
) -> None:
    """The lead states the product, as the task does; the head then reviews it.

    Raises ``NotFound``, ``Conflict`` (not open, or another's task), ``WrongRole``.
    """
    item = _task(session, actor, assignment_id, "assignment-result")
    inbox.complete(session, engine, actor, item, {"product": product}, now)


def review(
    session: Session,
    engine: Engine,
    actor: Actor,
    assignment_id: int,
    remarks: str,
    now: datetime,
    *,
    accepted: bool,
) -> None:
    """The head accepts what the lead submitted, or returns it, as the task does.

    Raises ``NotFound``, ``Conflict`` (nothing was submitted), ``WrongRole``.
    """
    item = _task(session, actor, assignment_id, "assignment-review")
    given = {"decision": "accept" if accepted else "return", "remarks": remarks or None}
    inbox.complete(session, engine, actor, item, given, now)


def _task(session: Session, actor: Actor, assignment_id: int, form: str) -> int:
    """The open task of this form about the assignment."""
    assignment = _seen(session, actor, assignment_id)
    item = session.scalar(
        select(WorkItem.id).where(
            WorkItem.subject == assignment.subject,
            WorkItem.unit_id == assignment.unit_id,
            WorkItem.directive_id == assignment.directive_id,
            WorkItem.form == form,
            WorkItem.status == "open",
        )
    )
    if item is None:
        raise Conflict(what=assignment.task)
    return item


def _require_member(session: Session, actor: Actor, assignment_id: int) -> None:
    mine = (AssignmentMember.account_id == actor.account_id) | AssignmentMember.role.in_(
        sorted(actor.roles)
    )
    count = session.scalar(
        select(func.count()).where(AssignmentMember.assignment_id == assignment_id, mine)
    )
    if not count:
        raise NotAMember


def _seen(session: Session, actor: Actor, assignment_id: int) -> Any:
    found = session.scalars(
        select(Assignment).where(
            Assignment.id == assignment_id, access.assignments(actor, Assignment)
        )
    ).one_or_none()
    return access.require(found, f"assignment {assignment_id}")


def _note(
    session: Session,
    by: str,
    assignment: Assignment,
    action: str,
    detail: Mapping[str, object],
    now: datetime,
) -> None:
    told = {"assignment": assignment.id, **detail}
    entry = audit.Entry(by, action, assignment.directive_id, assignment.unit_id, None, told)
    audit.record(session, [entry], now)
