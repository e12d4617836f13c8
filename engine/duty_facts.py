"""What is known of duties, as rows to be added up: for the board, one unit's page, any viewer.

A duty (nhiệm vụ báo cáo) is one report that one unit owes for one period. Whoever answers for the
whole country, or for a unit directly under its root, is answered from the tallies
(``engine.tallies.DUTIES``); everybody else, and whoever looks into a smaller part of the tree,
from the reports themselves. Both ways give rows of the same columns.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Label,
    Subquery,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from engine import access
from engine.access import Reach
from engine.deadlines import midnight
from engine.directive_tables import Obligation
from engine.people import Actor
from engine.progress import Scope, derived
from engine.report_counts import conditions
from engine.report_tables import MERGED, Report
from engine.tallies import DUTIES, PLACES
from engine.units import Unit

COUNTERS = ("on_time", "late", "open", "asked", "asked_done")
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wish:
    """Which duties are meant; None: all.

    ``since`` and ``until`` are the first and the last of the last days in time; ``directive_id``
    means the directive and all derived from it, ``unit_id`` the unit and, unless ``own``, all below.
    """

    since: date | None = None
    until: date | None = None
    directive_id: int | None = None
    kind: str | None = None
    unit_id: int | None = None
    own: bool = False


def check(session: Session, actor: Actor, reach: Reach, wish: Wish) -> None:
    """Raise NotFound for a directive or a unit of the wish of which the actor may know nothing."""
    if wish.directive_id is not None:
        access.require_directive(session, actor, wish.directive_id)
    if wish.unit_id is not None:
        require_unit(session, reach, wish.unit_id)


def require_unit(session: Session, reach: Reach, unit_id: int) -> None:
    """Raise NotFound unless the unit is the actor's or below it, or owes, it or a unit below it,
    something the actor may know of."""
    if unit_id in reach.units or unit_id in reach.held:
        return
    known = select(below(unit_id).c.id).limit(1)
    if not reach.everything:
        owing = exists().where(
            Report.unit_id == known.selected_columns.id, access.duties(reach, Report)
        )
        known = known.where(owing)
    access.require(session.scalar(known), f"unit {unit_id}")


def is_wide(session: Session, reach: Reach) -> bool:
    """Whether the tallies know all that is within reach: everything, or what is told of a unit
    that stands, as all it succeeded, at the root or directly under it."""
    if reach.everything:
        return True
    deeper = exists().where(PLACES.c.unit_id.in_(reach.held), PLACES.c.top_id != PLACES.c.unit_id)
    return not session.scalar(select(deeper))


def below(unit_id: int) -> CTE:
    """The ids of the unit and of all below it, whenever they were valid."""
    tree = select(Unit.id).where(Unit.id == unit_id).cte(recursive=True)
    child = aliased(Unit)
    return tree.union(select(child.id).join(tree, child.parent_id == tree.c.id))


def in_time(wish: Wish, due_at: Any) -> ColumnElement[bool]:
    """The condition that the deadline's last day in time lies within the wish."""
    found: list[ColumnElement[bool]] = []
    if wish.since is not None:
        found.append(due_at > midnight(wish.since))
    if wish.until is not None:
        found.append(due_at <= midnight(wish.until + DAY))
    return and_(literal(True), *found)


def chosen(reach: Reach, wish: Wish) -> ColumnElement[bool]:
    """The condition on ``Report`` joined with ``Obligation`` that a duty is meant and known."""
    found = [Report.status != MERGED, access.duties(reach, Report), *_same(wish, Report)]
    if wish.kind is not None:
        found.append(Obligation.kind == wish.kind)
    if wish.unit_id is not None:
        tree = [wish.unit_id] if wish.own else select(below(wish.unit_id).c.id)
        found.append(Report.unit_id.in_(tree))
    return and_(in_time(wish, Report.first_due_at), *found)


def from_tallies(reach: Reach, wish: Wish, top_id: int | None) -> Subquery:
    """Rows for a wide actor, those under ``top_id`` only where it is given; the unit of the wish
    must be that one. Columns: top_id, area_id, kind, due_at, rung and ``COUNTERS``."""
    d = DUTIES.c
    found = [access.duties(reach, d, unit_id=d.area_id), *_same(wish, d)]
    if wish.kind is not None:
        found.append(d.kind == wish.kind)
    if top_id is not None:
        found.append(d.top_id == top_id)
    return select(DUTIES).where(*found).subquery("facts")


def from_reports(reach: Reach, wish: Wish, now: datetime) -> Subquery:
    """Rows for anybody, one for each duty: those of ``from_tallies`` and unit_id, report_id."""
    known = conditions(now)
    told = or_(known["open"], known["overdue"])
    counters = known | {"open": told}
    return (
        select(
            PLACES.c.top_id,
            PLACES.c.area_id,
            Report.unit_id,
            Report.id.label("report_id"),
            Obligation.kind,
            Report.first_due_at.label("due_at"),
            case((told, func.coalesce(Report.rung, "")), else_="").label("rung"),
            *(case((counters[name], 1), else_=0).label(name) for name in COUNTERS),
        )
        .join(Obligation, Obligation.id == Report.obligation_id)
        .join(PLACES, PLACES.c.unit_id == Report.unit_id)
        .where(chosen(reach, _anytime(wish)))
        .subquery("facts")
    )


def added(facts: Any, wish: Wish, now: datetime) -> tuple[Label[Any], ...]:
    """The columns of ``ReportCounts`` over facts within the wish's days."""
    within = in_time(wish, facts.due_at)
    return (
        _sum("on_time", facts.on_time, within),
        _sum("late", facts.late, within),
        _sum("open", facts.open, and_(within, facts.due_at > now)),
        _sum("overdue", facts.open, and_(within, facts.due_at <= now)),
        _sum("asked", facts.asked, within),
        _sum("asked_done", facts.asked_done, within),
    )


def standing(state: str, now: datetime) -> ColumnElement[bool]:
    """The condition on ``Report`` that a duty is counted in the figure of that name.

    Beside ``ReportCounts``: done (on time or late), decided (done or overdue), unfinished (open
    or overdue), ordered.
    """
    known = conditions(now)
    made = {
        "done": or_(known["on_time"], known["late"]),
        "decided": or_(known["on_time"], known["late"], known["overdue"]),
        "unfinished": or_(known["open"], known["overdue"]),
        "ordered": and_(not_(Report.requested), Report.status != MERGED),
    }
    return (known | made)[state]


STATES = (
    "on_time",
    "late",
    "open",
    "overdue",
    "asked",
    "asked_done",
    "done",
    "decided",
    "unfinished",
    "ordered",
)


def _same(wish: Wish, columns: Any) -> list[ColumnElement[bool]]:
    if wish.directive_id is None:
        return []
    family = derived(Scope(wish.directive_id, None))
    return [columns.directive_id.in_(select(family.c.id))]


def _anytime(wish: Wish) -> Wish:
    """Facts hold what is overdue from any time; ``added`` looks at the days."""
    return replace(wish, since=None, until=None)


def _sum(name: str, counter: Any, condition: ColumnElement[bool]) -> Label[Any]:
    total = func.coalesce(func.sum(counter).filter(condition), 0)
    return cast(total, BigInteger).label(name)


def path(session: Session, reach: Reach, unit_id: int | None) -> list[tuple[int, str]]:
    """The units from the widest that may be looked into down to the one asked for."""
    if unit_id is None:
        return []
    up = (
        select(Unit.id, Unit.parent_id, Unit.short_name, literal(0).label("hops"))
        .where(Unit.id == unit_id)
        .cte("up", recursive=True)
    )
    above = aliased(Unit)
    up = up.union_all(
        select(above.id, above.parent_id, above.short_name, up.c.hops + 1).join(
            up, above.id == up.c.parent_id
        )
    )
    chain = session.execute(select(up).order_by(up.c.hops.desc())).all()
    wide = is_wide(session, reach)
    return [
        (row.id, row.short_name)
        for row in chain
        if row.id == unit_id or row.id in reach.units or (wide and row.parent_id is not None)
    ]
