"""What opens next: the obligations that roll, as a reader may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from engine import access
from engine.directive_tables import Directive, Obligation
from engine.directives import label
from engine.people import Actor
from engine.rolling_rows import ObligationPeriod
from engine.units import Unit


@dataclass(frozen=True, slots=True)
class Rolling:
    """One obligation: its period opened last (for ``units``, when the clock did) and the next.

    ``key`` to ``due_at`` are None when it rolls no further; ``retry_at`` is set when the opening
    failed and is put off.
    """

    obligation_id: int
    code: str
    title: str
    directive_id: int
    directive: str
    issuer: str
    last_end: date
    opened_at: datetime | None
    units: int
    key: str | None
    period_start: date | None
    period_end: date | None
    opens_at: datetime | None
    due_at: datetime | None
    retry_at: datetime | None


def listed(session: Session, actor: Actor, directive_id: int | None = None) -> list[Rolling]:
    """The obligations that roll, whose period opens next first; those that have ended come last.

    ``directive_id``: of that directive only. Raises ``NotFound`` if the actor may not see it.
    """
    seen = access.directives(actor, Directive.id)
    if directive_id is not None:
        there = session.scalar(select(Directive.id).where(Directive.id == directive_id, seen))
        access.require(there, f"directive {directive_id}")
    issuer = aliased(Unit)
    query = (
        select(ObligationPeriod, Obligation, Directive, issuer.short_name)
        .join(Obligation, Obligation.id == ObligationPeriod.obligation_id)
        .join(Directive, Directive.id == Obligation.directive_id)
        .join(issuer, issuer.id == Directive.issuer_id)
        .where(seen)
        .order_by(ObligationPeriod.opens_at.nulls_last(), ObligationPeriod.obligation_id)
    )
    if directive_id is not None:
        query = query.where(Directive.id == directive_id)
    return [_view(*row) for row in session.execute(query)]


def _view(
    period: ObligationPeriod, obligation: Obligation, directive: Directive, issuer: str
) -> Rolling:
    return Rolling(
        obligation_id=obligation.id,
        code=obligation.code,
        title=obligation.title,
        directive_id=directive.id,
        directive=label(directive),
        issuer=issuer,
        last_end=period.last_end,
        opened_at=period.opened_at,
        units=period.units,
        key=period.key,
        period_start=period.period_start,
        period_end=period.period_end,
        opens_at=period.opens_at,
        due_at=period.due_at,
        retry_at=period.retry_at,
    )
