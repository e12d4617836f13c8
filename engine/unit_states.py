"""Each unit's state under a directive: what it received, what waits in it, what it reported.

Units come in pages, and each page by a fixed number of statements. Below a unit are the recipients
of the directives it derived from the one it received (see ``engine.progress``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, literal, select, tuple_
from sqlalchemy.orm import Session

from engine import access
from engine.directive_tables import (
    ASSIGNED,
    DONE,
    PASSED_ON,
    RECEIVED,
    Directive,
    Milestone,
    Recipient,
)
from engine.instance_rows import WorkItem
from engine.progress import Scope
from engine.report_counts import ReportCounts, counted
from engine.reports import Report
from engine.units import Unit

PAGE = 200


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task that waits in a unit."""

    name: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class UnitState:
    """One recipient of ``directive_id``. ``below``: units it sent its own directives on to.

    ``rungs`` are the steps of the ladder already told about its reports, unordered.
    """

    unit_id: int
    unit_name: str
    tier: str
    directive_id: int
    requested: bool
    sent_at: datetime | None
    milestones: dict[str, datetime]
    below: int = 0
    tasks: tuple[OpenTask, ...] = ()
    reports: ReportCounts = ReportCounts()
    rungs: frozenset[str] = frozenset()

    @property
    def received_at(self) -> datetime | None:
        """When the clerk registered the letter."""
        return self.milestones.get(RECEIVED)

    @property
    def assigned_at(self) -> datetime | None:
        """When the head assigned it."""
        return self.milestones.get(ASSIGNED)

    @property
    def passed_on_at(self) -> datetime | None:
        """When the unit issued its own directive."""
        return self.milestones.get(PASSED_ON)

    @property
    def done_at(self) -> datetime | None:
        """When the unit finished its own part."""
        return self.milestones.get(DONE)


@dataclass(frozen=True, slots=True)
class UnitPage:
    """Some units' states; ``next_after`` continues, None at the end."""

    rows: list[UnitState] = field(default_factory=list)
    next_after: str | None = None


def top(
    session: Session, seen: Scope, now: datetime, after: str | None = None, limit: int = PAGE
) -> UnitPage:
    """The units directly under the issuer; the asker's own only, if they may see no other."""
    only = Recipient.unit_id == seen.only_unit if seen.only_unit is not None else literal(True)
    return _page(
        session, and_(Recipient.directive_id == seen.directive_id, only), now, after, limit
    )


def below(
    session: Session,
    seen: Scope,
    unit_id: int,
    now: datetime,
    after: str | None = None,
    limit: int = PAGE,
) -> UnitPage:
    """The units that ``unit_id`` sent the directive on to. Raises NotFound for a peer's part."""
    permitted = unit_id if seen.only_unit in (None, unit_id) else None
    access.require(permitted, f"unit {unit_id}")
    issued = select(Directive.id).where(
        Directive.parent_id == seen.directive_id, Directive.issuer_id == unit_id
    )
    return _page(session, Recipient.directive_id.in_(issued), now, after, limit)


def _page(session: Session, which: Any, now: datetime, after: str | None, limit: int) -> UnitPage:
    order = (Unit.tier, Unit.code, Unit.id)
    wanted = (
        select(
            Unit.id,
            Unit.short_name,
            Unit.tier,
            Unit.code,
            Recipient.directive_id,
            Recipient.requested,
            Recipient.sent_at,
        )
        .join(Recipient, Recipient.unit_id == Unit.id)
        .where(which)
        .order_by(*order)
        .limit(limit + 1)
    )
    if after is not None:
        tier, _, rest = after.partition("|")
        code, _, last = rest.partition("|")
        wanted = wanted.where(tuple_(*order) > (tier, code, int(last) if last.isdigit() else 0))
    found = session.execute(wanted).all()
    shown = found[:limit]
    rows = [
        UnitState(r.id, r.short_name, r.tier, r.directive_id, r.requested, r.sent_at, {})
        for r in shown
    ]
    more = shown[-1] if len(found) > limit else None
    next_after = f"{more.tier}|{more.code}|{more.id}" if more is not None else None
    return UnitPage(_filled(session, rows, now), next_after)


def _filled(session: Session, rows: list[UnitState], now: datetime) -> list[UnitState]:
    """The rows with everything known of their units, by one statement for each subject."""
    if not rows:
        return []
    units = [row.unit_id for row in rows]
    letters = sorted({row.directive_id for row in rows})
    reached = _reached(session, units, letters)
    tasks = _tasks(session, units, letters)
    reports, rungs = _report_states(session, units, letters, now)
    sent_on = _sent_on(session, units, letters)
    return [
        replace(
            row,
            milestones=reached[key],
            tasks=tuple(tasks[key]),
            reports=reports.get(key, ReportCounts()),
            rungs=rungs.get(key, frozenset()),
            below=sent_on.get(key, 0),
        )
        for row in rows
        for key in [(row.directive_id, row.unit_id)]
    ]


_Key = tuple[int, int]


def _reached(
    session: Session, units: Sequence[int], letters: Sequence[int]
) -> dict[_Key, dict[str, datetime]]:
    result: dict[_Key, dict[str, datetime]] = defaultdict(dict)
    for stone in session.execute(
        select(Milestone.directive_id, Milestone.unit_id, Milestone.name, Milestone.at).where(
            Milestone.directive_id.in_(letters), Milestone.unit_id.in_(units)
        )
    ):
        result[stone.directive_id, stone.unit_id][stone.name] = stone.at
    return result


def _tasks(
    session: Session, units: Sequence[int], letters: Sequence[int]
) -> dict[_Key, list[OpenTask]]:
    result: dict[_Key, list[OpenTask]] = defaultdict(list)
    for item in session.execute(
        select(WorkItem.directive_id, WorkItem.unit_id, WorkItem.name, WorkItem.due_at)
        .where(
            WorkItem.status == "open",
            WorkItem.directive_id.in_(letters),
            WorkItem.unit_id.in_(units),
        )
        .order_by(WorkItem.due_at.nulls_last(), WorkItem.id)
    ):
        result[item.directive_id, item.unit_id].append(OpenTask(item.name, item.due_at))
    return result


def _report_states(
    session: Session, units: Sequence[int], letters: Sequence[int], now: datetime
) -> tuple[dict[_Key, ReportCounts], dict[_Key, frozenset[str]]]:
    counts, rungs = {}, {}
    told = func.array_agg(Report.rung.distinct()).filter(Report.rung.is_not(None))
    for row in session.execute(
        select(Report.directive_id, Report.unit_id, told.label("rungs"), *counted(now))
        .where(Report.directive_id.in_(letters), Report.unit_id.in_(units))
        .group_by(Report.directive_id, Report.unit_id)
    ):
        counts[row.directive_id, row.unit_id] = ReportCounts.of(row)
        rungs[row.directive_id, row.unit_id] = frozenset(row.rungs or ()) - {""}
    return counts, rungs


def _sent_on(session: Session, units: Sequence[int], letters: Sequence[int]) -> dict[_Key, int]:
    return {
        (row.parent_id, row.issuer_id): row.units
        for row in session.execute(
            select(Directive.parent_id, Directive.issuer_id, func.count().label("units"))
            .join(Recipient, Recipient.directive_id == Directive.id)
            .where(Directive.parent_id.in_(letters), Directive.issuer_id.in_(units))
            .group_by(Directive.parent_id, Directive.issuer_id)
        )
    }
