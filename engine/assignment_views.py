"""What a unit sees of its assignments, and how many of the open ones were touched lately."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, text
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
    after: int | None = None,
) -> list[AssignmentRow]:
    """Assignments the actor may see, the most pressing first (done ones: the latest first).

    Three statements for a page of ``PAGE``. ``after`` is the number of rows already seen.
    """
    query = (
        select(Assignment, Directive)
        .join(Directive, Directive.id == Assignment.directive_id)
        .where(access.assignments(actor, Assignment))
        .limit(PAGE)
        .offset(after or 0)
    )
    if done:
        query = query.where(Assignment.status == DONE).order_by(Assignment.done_at.desc())
    else:
        query = query.where(Assignment.status != DONE).order_by(Assignment.due_at, Assignment.id)
    found = session.execute(query).all()
    ids = [a.id for a, _ in found]
    members, said = _members(session, ids), _said(session, ids)
    return [_row(a, d, members.get(a.id, []), said.get(a.id, []), now) for a, d in found]


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
    members: list[tuple[str, str]],
    said: list[Said],
    now: datetime,
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
    )
