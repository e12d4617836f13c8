"""What a reader sees of roll-ups: the list, one of them, the documents made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, and_, case, func, select, true
from sqlalchemy.orm import Session, aliased

from engine import access
from engine.consolidation_amounts import Amounts, result
from engine.consolidation_fields import figures_in
from engine.consolidation_merge import live_amounts
from engine.consolidation_tables import Rollup, RollupEntry, RollupVersion
from engine.date_warnings import CONSOLIDATED
from engine.directive_tables import Directive, Obligation
from engine.directives import label
from engine.figures import NONE, Figure
from engine.people import Actor
from engine.report_tables import ACCEPTED, MERGED, OPEN, RETURNED, SUBMITTED, Report
from engine.units import Unit

PAGE = 50
SHOWN = 20_000
"""Characters of a document that a page shows; a nation's has millions."""
OPENED, CLOSED, SUPPLEMENTED = "open", "closed", "supplemented"


@dataclass(frozen=True, slots=True)
class RollupRow:
    """A roll-up in a list. ``waiting``: accepted since it was last consolidated; moments are UTC."""

    id: int
    title: str
    period: str
    directive_id: int
    directive_label: str
    consolidator_id: int
    consolidator_name: str
    due_at: datetime
    versions: int
    expected: int
    accepted: int
    submitted: int
    overdue: int
    waiting: int

    @property
    def status(self) -> str:
        """OPENED, CLOSED or SUPPLEMENTED."""
        return (OPENED, CLOSED)[self.versions] if self.versions < 2 else SUPPLEMENTED

    @property
    def missing(self) -> int:
        """How many have yet to submit."""
        return self.expected - self.accepted - self.submitted


@dataclass(frozen=True, slots=True)
class RollupPage:
    """A page of roll-ups, the most pressing first; ``next_after`` continues it."""

    rows: list[RollupRow]
    next_after: int | None


@dataclass(frozen=True, slots=True)
class Total:
    """A figure and what it comes to: ``value`` as shown, ``units`` how many gave it."""

    figure: Figure
    value: Decimal | None
    units: int


@dataclass(frozen=True, slots=True)
class VersionView:
    """A closing or a supplement; ``body`` is at most ``SHOWN`` characters of it, ``cut``: more."""

    n: int
    at: datetime
    actor: str
    accepted: int
    absent: list[Any]
    body: str
    cut: bool


@dataclass(frozen=True, slots=True)
class RollupView:
    """One roll-up: ``totals`` of everything accepted by now, ``versions`` the newest first.

    ``may_act``: the reader is an officer of the consolidator. ``up_rollup_id`` is the roll-up one
    tier up, where the reader may open it.
    """

    row: RollupRow
    period_start: date
    period_end: date
    totals: list[Total]
    versions: list[VersionView]
    may_act: bool
    up_report_id: int | None
    up_unit_name: str | None
    up_rollup_id: int | None


def consolidates(session: Session, actor: Actor) -> bool:
    """Whether anything is consolidated by the actor's unit, or addressed to it."""
    mine = select(Rollup.id).where(access.my_rollups(actor, Rollup))
    return bool(session.scalar(select(mine.exists())))


def page(
    session: Session, actor: Actor, now: datetime, after: int | None = None, limit: int = PAGE
) -> RollupPage:
    """The roll-ups of the actor's unit: open ones by their date, then those that are closed.

    ``after`` is how many were shown before.
    """
    query = _rows(now).where(access.my_rollups(actor, Rollup))
    order = (Rollup.versions > 0, case((Rollup.versions == 0, Rollup.due_at)), Rollup.id.desc())
    found = session.execute(query.order_by(*order).offset(after or 0).limit(limit + 1)).all()
    rows = [_row(r) for r in found[:limit]]
    return RollupPage(rows, (after or 0) + limit if len(found) > limit else None)


def rows_of(session: Session, now: datetime, which: Any, limit: int) -> list[RollupRow]:
    """At most ``limit`` roll-ups that the condition ``which`` holds for, the newest first."""
    query = _rows(now).where(which).order_by(Rollup.id.desc()).limit(limit)
    return [_row(found) for found in session.execute(query)]


def read(session: Session, actor: Actor, rollup_id: int, now: datetime) -> RollupView:
    """One roll-up. Raises NotFound for what the actor may not see."""
    query = _rows(now).where(Rollup.id == rollup_id, access.rollup(actor, rollup_id))
    found = access.require(session.execute(query).one_or_none(), f"rollup {rollup_id}")
    rollup, row = found[0], _row(found)
    above = session.execute(
        select(Unit.short_name)
        .join(Report, Report.unit_id == Unit.id)
        .where(Report.id == rollup.up_report_id)
    ).scalar_one_or_none()
    return RollupView(
        row=row,
        period_start=rollup.period_start,
        period_end=rollup.period_end,
        totals=totals(figures_in(rollup.fields), live_amounts(session, [rollup_id])[rollup_id]),
        versions=_versions(session, rollup_id),
        may_act=access.is_consolidator(actor, rollup.consolidator_id),
        up_report_id=rollup.up_report_id,
        up_unit_name=above,
        up_rollup_id=_seen_above(session, actor, rollup.up_rollup_id),
    )


def document(session: Session, actor: Actor, rollup_id: int, n: int) -> str:
    """The whole text of a closing (1) or supplement (2, …). Raises NotFound."""
    query = select(RollupVersion.body).where(
        RollupVersion.rollup_id == rollup_id,
        RollupVersion.n == n,
        access.rollup(actor, rollup_id),
    )
    return access.require(session.scalar(query), f"rollup {rollup_id} version {n}")


def totals(figures: Sequence[Figure], amounts: Amounts) -> list[Total]:
    """Each figure that is rolled up, in the form's order, and what it comes to."""
    return [
        Total(figure, result(figure, amounts.get(figure.name)), amounts.get(figure.name, (0, 0))[1])
        for figure in figures
        if figure.rollup != NONE
    ]


def _versions(session: Session, rollup_id: int) -> list[VersionView]:
    v = RollupVersion
    body, cut = func.left(v.body, SHOWN), func.length(v.body) > SHOWN
    rows = session.execute(
        select(v.n, v.at, v.actor, v.accepted, v.absent, body, cut)
        .where(v.rollup_id == rollup_id)
        .order_by(v.n.desc())
    )
    return [VersionView(*row) for row in rows]


def _seen_above(session: Session, actor: Actor, above: int | None) -> int | None:
    if above is None:
        return None
    return session.scalar(select(Rollup.id).where(Rollup.id == above, access.rollup(actor, above)))


def reports_of() -> Any:
    """The condition that a report is one of a roll-up's; a merged one is its heir's."""
    return and_(
        Report.obligation_id == Rollup.obligation_id,
        Report.period == Rollup.period,
        Report.status != MERGED,
    )


def _rows(now: datetime) -> Select[Any]:
    waits = Report.status.in_((OPEN, RETURNED))
    counts = (
        select(
            func.count().label("expected"),
            func.count().filter(Report.status == ACCEPTED).label("accepted"),
            func.count().filter(Report.status == SUBMITTED).label("submitted"),
            func.count()
            .filter(waits, ~Report.requested, Report.first_due_at <= now)
            .label("overdue"),
        )
        .where(reports_of())
        .correlate(Rollup)
        .lateral("counts")
    )
    waiting = (
        select(func.count())
        .where(
            RollupEntry.rollup_id == Rollup.id,
            RollupEntry.version.is_(None),
            Rollup.versions > 0,
        )
        .correlate(Rollup)
        .scalar_subquery()
    )
    above = aliased(Report)
    printed = Obligation.details.has_key(CONSOLIDATED)
    due = case((printed, Rollup.due_at), else_=func.greatest(Rollup.due_at, above.due_at))
    return (
        select(Rollup, Directive, Unit.short_name, due, counts, waiting)
        .join(Directive, Directive.id == Rollup.directive_id)
        .join(Unit, Unit.id == Rollup.consolidator_id)
        .join(Obligation, Obligation.id == Rollup.obligation_id)
        .outerjoin(above, above.id == Rollup.up_report_id)
        .join(counts, true())
        .execution_options(populate_existing=True)
    )


def _row(found: Any) -> RollupRow:
    rollup, directive, name, due, expected, accepted, submitted, overdue, waiting = found
    return RollupRow(
        id=rollup.id,
        title=rollup.title,
        period=rollup.period,
        directive_id=directive.id,
        directive_label=label(directive),
        consolidator_id=rollup.consolidator_id,
        consolidator_name=name,
        due_at=due,
        versions=rollup.versions,
        expected=expected,
        accepted=accepted,
        submitted=submitted,
        overdue=overdue,
        waiting=waiting,
    )
