"""What a unit sees of its assignments, and how many of the open ones were touched lately."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, literal, select, text, tuple_
from sqlalchemy.orm import Session

from engine import access
from engine.arrays import ints
from engine.assignment_tables import (
    DONE,
    LEAD,
    Assignment,
    AssignmentMember,
    AssignmentProgress,
)
from engine.directive_tables import Directive
from engine.directives import label
from engine.people import Account, Actor
from engine.policies import Policy, declare, values
from engine.searching import contains

PAGE = 200
UPDATE_DAYS = declare(
    Policy(
        "assignment.update-days",
        7,
        "Số ngày: nhiệm vụ có cập nhật trong khoảng đó được tính là đã cập nhật",
        "Days within which an assignment must have been touched to count as updated",
        source="custom: two measures are tracked, completion rate and update rate",
        low=1,
        high=365,
    )
)


@dataclass(frozen=True, slots=True)
class Said:
    """One word on progress."""

    at: datetime
    by: str
    percent: int
    text: str


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """An assignment. ``due_at`` is the first instant that is late; names are people's or posts'."""

    id: int
    directive: str
    task: str
    expected: str
    lead: str
    coordinators: tuple[str, ...]
    due_at: datetime
    late: bool
    status: str
    percent: int
    product: str
    remarks: str
    touched_at: datetime | None
    progress: tuple[Said, ...]
    subject: str
    directive_id: int
    report_id: int | None
    assigned_at: datetime
    assigned_by: str
    done_at: datetime | None
    unit_id: int
    mine: bool
    """Whether the actor leads it or helps."""


@dataclass(frozen=True, slots=True)
class UpdateRate:
    """Of ``open`` assignments, ``touched`` were within the policy's days; rate None without any."""

    open: int
    touched: int

    @property
    def rate(self) -> float | None:
        """Share of open assignments touched lately, 0 to 1."""
        return self.touched / self.open if self.open else None


def listed(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    done: bool = False,
    mine: bool = False,
    text: str | None = None,
    after: tuple[datetime, int] | None = None,
    limit: int = PAGE,
) -> list[AssignmentRow]:
    """Assignments the actor may see, the most pressing first (done ones: the latest first).

    Three statements for a page. ``mine`` keeps those the actor leads or helps with; ``text`` is
    looked for in task, product and directive, accents or none; ``after`` is the last one's due
    moment (done ones: when it was done) and id.
    """
    query = _query(actor).limit(limit)
    if mine:
        query = query.where(Assignment.id.in_(_with(actor)))
    if text:
        words = func.concat(Assignment.task, " ", Assignment.expected, " ", Directive.subject)
        query = query.where(contains(words, text))
    last = tuple_(*(literal(v) for v in after)) if after is not None else None
    if done:
        query = query.where(Assignment.status == DONE)
        query = query.order_by(Assignment.done_at.desc(), Assignment.id.desc())
        here = tuple_(Assignment.done_at, Assignment.id)
        query = query.where(here < last) if last is not None else query
    else:
        query = query.where(Assignment.status != DONE).order_by(Assignment.due_at, Assignment.id)
        here = tuple_(Assignment.due_at, Assignment.id)
        query = query.where(here > last) if last is not None else query
    return _rows(session, actor, query, now)


def read(session: Session, actor: Actor, assignment_id: int, now: datetime) -> AssignmentRow:
    """One assignment. Raises ``NotFound``."""
    found = _rows(session, actor, _query(actor).where(Assignment.id == assignment_id), now)
    return access.require(next(iter(found), None), f"assignment {assignment_id}")


def _query(actor: Actor) -> Any:
    return (
        select(Assignment, Directive, Account.name)
        .join(Directive, Directive.id == Assignment.directive_id)
        .outerjoin(Account, Account.id == Assignment.assigned_by)
        .where(access.assignments(actor, Assignment))
    )


def _with(actor: Actor) -> Any:
    """The ids of assignments the actor leads or helps with."""
    own: Any = AssignmentMember.account_id == actor.account_id
    return select(AssignmentMember.assignment_id).where(
        own | AssignmentMember.role.in_(sorted(actor.roles))
    )


def _rows(session: Session, actor: Actor, query: Any, now: datetime) -> list[AssignmentRow]:
    found = session.execute(query.add_columns(Assignment.id.in_(_with(actor)))).all()
    ids = [a.id for a, *_ in found]
    members, said = _members(session, ids), _said(session, ids)
    return [
        _row(a, d, by or "", members.get(a.id, []), said.get(a.id, []), now, mine=mine)
        for a, d, by, mine in found
    ]


_RATES = text("""
    SELECT r.unit_id, count(a.id) AS open, count(a.id) FILTER (
        WHERE greatest(a.touched_at, a.assigned_at) > :now - make_interval(days => r.days)
    ) AS touched
    FROM unnest(CAST(:units AS bigint[]), CAST(:days AS int[])) AS r(unit_id, days)
    LEFT JOIN assignment a ON a.unit_id = r.unit_id AND a.status <> 'done'
    GROUP BY r.unit_id
""")


def update_rates(
    session: Session, unit_ids: Collection[int], now: datetime
) -> dict[int, UpdateRate]:
    """For each unit how many assignments are open and how many of those were touched lately.

    What was assigned lately counts as touched. The same few statements however many the units are.
    Asks no access: what a reader may see of it is the caller's to decide.
    """
    days = values(session, UPDATE_DAYS, unit_ids)
    given = {"units": ints(days), "days": ints(days.values()), "now": now}
    rows = session.execute(_RATES, given)
    return {row.unit_id: UpdateRate(row.open, row.touched) for row in rows}


def _members(session: Session, ids: list[int]) -> dict[int, list[tuple[str, str]]]:
    rows = session.execute(
        select(AssignmentMember, Account.name)
        .outerjoin(Account, Account.id == AssignmentMember.account_id)
        .where(AssignmentMember.assignment_id.in_(ids))
        .order_by(AssignmentMember.id)
    )
    found: dict[int, list[tuple[str, str]]] = {}
    for member, name in rows:
        found.setdefault(member.assignment_id, []).append((member.part, name or member.role or ""))
    return found


def _said(session: Session, ids: list[int]) -> dict[int, list[Said]]:
    rows = session.execute(
        select(AssignmentProgress, Account.name)
        .outerjoin(Account, Account.id == AssignmentProgress.by)
        .where(AssignmentProgress.assignment_id.in_(ids))
        .order_by(AssignmentProgress.id)
    )
    found: dict[int, list[Said]] = {}
    for p, name in rows:
        found.setdefault(p.assignment_id, []).append(Said(p.at, name or "", p.percent, p.text))
    return found


def _row(
    found: Assignment,
    directive: Directive,
    by: str,
    members: list[tuple[str, str]],
    said: list[Said],
    now: datetime,
    *,
    mine: bool,
) -> AssignmentRow:
    return AssignmentRow(
        id=found.id,
        directive=label(directive),
        task=found.task,
        expected=found.expected,
        lead=next((name for part, name in members if part == LEAD), ""),
        coordinators=tuple(name for part, name in members if part != LEAD),
        due_at=found.due_at,
        late=(found.done_at or now) >= found.due_at,
        status=found.status,
        percent=found.percent,
        product=found.product or "",
        remarks=found.remarks or "",
        touched_at=found.touched_at,
        progress=tuple(said),
        subject=found.subject,
        directive_id=found.directive_id,
        report_id=found.report_id,
        assigned_at=found.assigned_at,
        assigned_by=by,
        done_at=found.done_at,
        unit_id=found.unit_id,
        mine=mine,
    )
