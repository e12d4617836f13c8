"""Where a figure comes from: level by level down to the units that gave it; and over periods."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from engine import access
from engine.consolidation_amounts import Amount, folded, from_json, result
from engine.consolidation_errors import UnknownFigure
from engine.consolidation_fields import figures_in
from engine.consolidation_tables import Rollup, RollupEntry
from engine.consolidation_views import Total, totals
from engine.figures import LATEST, NONE, Figure
from engine.people import Actor

PAGE = 200

# A report made from a roll-up stands on the reports of that one.
_TREE = text("""
    WITH RECURSIVE below AS (
        SELECT e.*, 1 AS depth, CAST(NULL AS bigint) AS above, true AS counted
        FROM rollup_entry e WHERE e.rollup_id = :rollup
        UNION ALL
        SELECT e.*, b.depth + 1, b.report_id, CASE b.stands_on
            WHEN 0 THEN e.merged_at <= b.merged_at ELSE coalesce(e.version <= b.stands_on, false) END
        FROM below b JOIN rollup r ON r.up_report_id = b.report_id
            JOIN rollup_entry e ON e.rollup_id = r.id)
    SELECT b.report_id, b.unit_id, b.adjusted, b.version, b.above, b.counted,
        b.amounts->:figure AS amount, u.short_name,
        (SELECT min(own.id) FROM rollup own WHERE own.up_report_id = b.report_id) AS below_id
    FROM below b JOIN unit u ON u.id = b.unit_id
    ORDER BY b.depth, u.code, u.id
""")
_LEVEL = text("""
    SELECT e.report_id, e.unit_id, e.adjusted, e.version, true AS counted,
        e.amounts->:figure AS amount, u.short_name, (SELECT min(own.id) FROM rollup own WHERE own.up_report_id = e.report_id)
            AS below_id
    FROM rollup_entry e JOIN unit u ON u.id = e.unit_id
    WHERE e.rollup_id = :rollup
    ORDER BY u.code, u.id OFFSET :offset LIMIT :limit
""")
_PERIODS = (
    select(RollupEntry.unit_id, RollupEntry.amounts, Rollup.fields)
    .join(Rollup, Rollup.id == RollupEntry.rollup_id)
    .order_by(RollupEntry.unit_id, Rollup.period_end, Rollup.id)
)


@dataclass(frozen=True, slots=True)
class Source:
    """What one unit's report brought to a figure: None where it gave none.

    ``rollup_id`` is the roll-up that the report was made from, whose sources are ``sources``.
    ``adjusted``: somebody changed what came from there by hand. ``version``: which closing or
    supplement took it in, None while it waits. ``counted``: False for what came after the report
    above was written.
    """

    unit_id: int
    unit_name: str
    report_id: int
    amount: Amount | None
    value: Decimal | None
    rollup_id: int | None
    adjusted: bool
    version: int | None
    counted: bool = True
    sources: list[Source] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Level:
    """One page of a figure's sources in one roll-up; ``next_after`` continues it."""

    figure: Figure
    rows: list[Source]
    next_after: int | None


def level(
    session: Session,
    actor: Actor,
    rollup_id: int,
    figure: str,
    after: int | None = None,
    limit: int = PAGE,
) -> Level:
    """The reports that a figure is made of, without what these stand on.

    ``after``: how many were shown before. Raises NotFound, UnknownFigure.
    """
    asked = _figure(session, actor, rollup_id, figure)
    where = {"rollup": rollup_id, "figure": figure, "offset": after or 0, "limit": limit + 1}
    found = session.execute(_LEVEL, where).all()
    rows = [_source(asked, row) for row in found[:limit]]
    return Level(asked, rows, (after or 0) + limit if len(found) > limit else None)


_AFTER = text("""
    SELECT e.report_id, e.unit_id, e.adjusted, e.version, true AS counted,
        e.amounts->:figure AS amount, u.short_name,
        (SELECT min(own.id) FROM rollup own WHERE own.up_report_id = e.report_id) AS below_id
    FROM rollup_entry e JOIN unit u ON u.id = e.unit_id
    WHERE e.rollup_id = :rollup AND e.report_id > :after
    ORDER BY e.report_id LIMIT :limit
""")


def sources(
    session: Session, actor: Actor, rollup_id: int, figure: str, after: int, limit: int
) -> list[Source]:
    """As ``level``, in the order of the reports' ids, those after the id ``after``."""
    asked = _figure(session, actor, rollup_id, figure)
    where = {"rollup": rollup_id, "figure": figure, "after": after, "limit": limit}
    return [_source(asked, row) for row in session.execute(_AFTER, where)]


def trace(session: Session, actor: Actor, rollup_id: int, figure: str) -> list[Source]:
    """All a figure is made of, down to the units that gave it; one statement for a nation.

    Raises NotFound, UnknownFigure.
    """
    asked = _figure(session, actor, rollup_id, figure)
    sources: dict[int, Source] = {}
    top: list[Source] = []
    for row in session.execute(_TREE, {"rollup": rollup_id, "figure": figure}):
        source = sources[row.report_id] = _source(asked, row)
        (top if row.above is None else sources[row.above].sources).append(source)
    return top


def over_periods(
    session: Session, actor: Actor, rollup_id: int, first: date, last: date
) -> list[Total]:
    """The totals of the roll-up's obligation over all its periods that end in [first, last].

    Sums are added, means are taken over all reports; of a stock each unit's last one counts.
    Raises NotFound.
    """
    rollup = _seen(session, actor, rollup_id)
    rows = session.execute(
        _PERIODS.where(
            Rollup.obligation_id == rollup.obligation_id, Rollup.period_end.between(first, last)
        )
    ).all()
    figures = {f.name: f for row in rows for f in figures_in(row.fields)}
    stocks = {name for name, f in figures.items() if f.rollup == LATEST}
    last_of: dict[int, dict[str, Amount]] = defaultdict(dict)
    flows = []
    for row in rows:
        amounts = from_json(row.amounts)
        flows.append({name: a for name, a in amounts.items() if name not in stocks})
        last_of[row.unit_id].update((n, a) for n, a in amounts.items() if n in stocks)
    return totals(list(figures.values()), folded([*flows, *last_of.values()]))


def _seen(session: Session, actor: Actor, rollup_id: int) -> Rollup:
    query = select(Rollup).where(Rollup.id == rollup_id, access.rollup(actor, rollup_id))
    found = session.scalars(query, execution_options={"populate_existing": True})
    return access.require(found.one_or_none(), f"rollup {rollup_id}")


def _figure(session: Session, actor: Actor, rollup_id: int, name: str) -> Figure:
    fields: Sequence[Any] | None = _seen(session, actor, rollup_id).fields
    known = {f.name: f for f in figures_in(fields) if f.rollup != NONE}
    if name not in known:
        raise UnknownFigure(figure=name, known=", ".join(known) or "–")
    return known[name]


def _source(figure: Figure, row: Any) -> Source:
    amount = from_json({"": row.amount})[""] if row.amount else None
    return Source(
        unit_id=row.unit_id,
        unit_name=row.short_name,
        report_id=row.report_id,
        amount=amount,
        value=result(figure, amount),
        rollup_id=row.below_id,
        adjusted=row.adjusted,
        version=row.version,
        counted=row.counted,
    )
