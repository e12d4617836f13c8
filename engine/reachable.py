"""Which of these directives and reports an actor may open, so that no page holds a dead link."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import access
from engine.directive_tables import Directive
from engine.people import Actor
from engine.report_tables import Report


def directives(session: Session, actor: Actor, ids: Iterable[int | None]) -> frozenset[int]:
    """Of these directives those the actor may see; one statement."""
    wanted = {i for i in ids if i is not None}
    if not wanted:
        return frozenset()
    seen = select(Directive.id).where(
        Directive.id.in_(wanted), access.directives(actor, Directive.id)
    )
    return frozenset(session.scalars(seen))


def reports(session: Session, actor: Actor, ids: Iterable[int | None]) -> frozenset[int]:
    """Of these reports those the actor may see; one statement."""
    wanted = {i for i in ids if i is not None}
    if not wanted:
        return frozenset()
    seen = select(Report.id).where(Report.id.in_(wanted), access.reports(actor, Report))
    return frozenset(session.scalars(seen))
