"""Extensions as their readers see them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select, true
from sqlalchemy.orm import Session, aliased

from engine import access, policies
from engine.directive_tables import Directive
from engine.directives import label
from engine.errors import NotFound
from engine.extension_tables import ASKED, GRANTED, Extension
from engine.extensions import AT_MOST, PROCESS
from engine.instance_rows import Instance, WorkItem
from engine.ladder_boxes import last_day
from engine.people import Actor
from engine.report_tables import Report
from engine.searching import contains
from engine.units import Unit

OURS, TO_DECIDE = "ours", "to-decide"


@dataclass(frozen=True, slots=True)
class ExtensionView:
    """One extension; days are the last ones in time."""

    id: int
    report_id: int
    unit: str
    owner: str
    directive: str
    report: str
    period: str
    reason: str
    present: date
    wanted: date
    granted: date | None
    status: str
    asked_at: datetime
    decided_at: datetime | None
    remarks: str
    unit_id: int
    owner_id: int
    directive_id: int
    subject: str


def page(
    session: Session,
    actor: Actor,
    *,
    status: str | None = None,
    report_id: int | None = None,
    extension_id: int | None = None,
    side: str | None = None,
    text: str | None = None,
    after: int | None = None,
    limit: int = 200,
) -> list[ExtensionView]:
    """The extensions of the actor's reports, and those the actor's unit decides; newest first.

    ``side``: those the actor's unit asked for (``OURS``) or decides (``TO_DECIDE``). ``text`` is
    looked for in report, unit and reason, accents or none; ``after`` is the last id seen.
    """
    owner = aliased(Unit)
    query = (
        select(Extension, Unit.short_name, owner.short_name, Directive, Report)
        .join(Unit, Unit.id == Extension.unit_id)
        .join(owner, owner.id == Extension.owner_id)
        .join(Directive, Directive.id == Extension.directive_id)
        .join(Report, Report.id == Extension.report_id)
        .where(_seen(actor))
        .order_by(Extension.id.desc())
        .limit(limit)
    )
    for column, wanted in (
        (Extension.status, status),
        (Extension.report_id, report_id),
        (Extension.id, extension_id),
    ):
        if wanted is not None:
            query = query.where(column == wanted)
    sides = {OURS: Extension.unit_id, TO_DECIDE: Extension.owner_id}
    if side in sides:
        query = query.where(sides[side] == actor.unit_id)
    if text:
        words = func.concat(Report.title, " ", Unit.short_name, " ", Extension.reason)
        query = query.where(contains(words, text))
    if after is not None:
        query = query.where(Extension.id < after)
    return [_view(*row) for row in session.execute(query)]


def left(session: Session, found: Collection[ExtensionView]) -> dict[int, int]:
    """By report, how many more extensions its owner's policy allows; two statements."""
    limits = policies.values(session, AT_MOST, {view.owner_id for view in found})
    granted = dict(
        session.execute(
            select(Extension.report_id, func.count())
            .where(
                Extension.report_id.in_({view.report_id for view in found}),
                Extension.status == GRANTED,
            )
            .group_by(Extension.report_id)
        ).all()
    )
    return {v.report_id: max(0, limits[v.owner_id] - granted.get(v.report_id, 0)) for v in found}


def task(session: Session, actor: Actor, extension_id: int) -> int:
    """The open work item in which the extension is decided. Raises ``NotFound``."""
    found = session.scalar(
        select(WorkItem.id)
        .join(Instance, Instance.id == WorkItem.instance_id)
        .join(Extension, Extension.id == extension_id)
        .where(
            access.work_items(actor, WorkItem),
            Extension.status == ASKED,
            Instance.process == PROCESS,
            WorkItem.subject == f"x{extension_id}",
            WorkItem.unit_id == Extension.owner_id,
            WorkItem.directive_id == Extension.directive_id,
            WorkItem.status == "open",
        )
    )
    if found is None:
        raise NotFound(what=f"extension {extension_id}")
    return found


def _seen(actor: Actor) -> Any:
    if actor.is_administrator:
        return true()
    return or_(
        Extension.unit_id == actor.unit_id,
        Extension.owner_id == actor.unit_id,
        Report.consolidator_id == actor.unit_id,
    )


def _view(
    row: Extension, unit: str, owner: str, directive: Directive, report: Report
) -> ExtensionView:
    return ExtensionView(
        id=row.id,
        report_id=row.report_id,
        unit=unit,
        owner=owner,
        directive=label(directive),
        report=report.title,
        period=report.period,
        reason=row.reason,
        present=last_day(row.due_at),
        wanted=last_day(row.wanted_at),
        granted=last_day(row.granted_at) if row.granted_at else None,
        status=row.status,
        asked_at=row.asked_at,
        decided_at=row.decided_at,
        remarks=row.remarks,
        unit_id=row.unit_id,
        owner_id=row.owner_id,
        directive_id=row.directive_id,
        subject=f"x{row.id}",
    )
