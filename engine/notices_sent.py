"""What was told under a directive, as who watches over it sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from engine import access, progress
from engine.notices import Notice
from engine.people import Actor
from engine.units import Unit


@dataclass(frozen=True, slots=True)
class SentRow:
    """A notice: of whom it speaks (``about``), and in whose box it lies (``to``)."""

    id: int
    kind: str
    params: dict[str, Any]
    about: str
    to: str
    audience: str
    created_at: datetime
    read_at: datetime | None
    mailed_at: datetime | None
    report_id: int | None


@dataclass(frozen=True, slots=True)
class SentPage:
    """Notices of a directive, newest first; ``next_after`` continues them."""

    rows: list[SentRow]
    next_after: int | None


def of_directive(
    session: Session, actor: Actor, seen: progress.Scope, after: int | None = None, limit: int = 50
) -> SentPage:
    """What was told under the directive and all derived from it.

    Who may see how all its units fare sees all of it; anybody else what lies in their own box.
    """
    family = progress.derived(seen)
    box = aliased(Unit)
    query = (
        select(Notice, Unit.short_name, box.short_name)
        .join(Unit, Unit.id == Notice.about_unit_id)
        .join(box, box.id == Notice.unit_id)
        .where(Notice.directive_id.in_(select(family.c.id)))
        .order_by(Notice.id.desc())
        .limit(limit + 1)
    )
    if seen.only_unit is not None:
        query = query.where(access.notices(actor, Notice))
    if after is not None:
        query = query.where(Notice.id < after)
    found = session.execute(query).all()
    rows = [
        SentRow(
            n.id,
            n.kind,
            n.params,
            about,
            to,
            n.audience,
            n.created_at,
            n.read_at,
            n.mailed_at,
            n.report_id,
        )
        for n, about, to in found[:limit]
    ]
    return SentPage(rows, rows[-1].id if len(found) > limit else None)
