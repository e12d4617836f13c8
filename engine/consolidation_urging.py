"""Everybody who has not reported, urged in one action."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from engine import audit, policies
from engine.arrays import texts
from engine.consolidation_closing import acting_on
from engine.consolidation_errors import NobodyToUrge
from engine.consolidation_tables import Rollup
from engine.deadlines import local_day, midnight
from engine.instances import Engine
from engine.notices import OFFICER, Told, tell
from engine.people import Actor
from engine.policies import Policy

TOLD, TOLD_BEFORE, NOT_OPEN = "told", "told-before", "not-open"
"""What became of one unit: told now; told within the policy's days; its period is still to come."""

EVERY = policies.declare(
    Policy(
        key="consolidation.urge-every-days",
        default=1,
        vi="Cơ quan tổng hợp đôn đốc một đơn vị nhiều nhất một lần trong số ngày này",
        en="The consolidator urges a unit at most once in this many days",
        low=1,
        high=60,
    )
)

_MISSING = text("""
    SELECT r.id, r.subject, r.title, r.period, r.due_at, r.opens_at, r.requested, r.directive_id,
        u.id AS unit_id, u.short_name
    FROM report r JOIN unit u ON u.id = r.unit_id
    WHERE r.obligation_id = :obligation AND r.period = :period
        AND r.status IN ('open', 'returned')
    ORDER BY u.code, u.id
""")
_SINCE = text("""
    SELECT report_id FROM notice
    WHERE report_id = ANY(:reports) AND kind = ANY(CAST(:kinds AS text[])) AND created_at > :since
        AND directive_id = :directive
""")
_KINDS = ("don-doc-tong-hop", "nhac-tong-hop", "de-nghi-tong-hop")


@dataclass(frozen=True, slots=True)
class Urged:
    """One unit that has not reported, and what became of the urging (see ``TOLD``)."""

    unit_id: int
    unit_name: str
    requested: bool
    due_at: datetime
    outcome: str


def urge(
    session: Session, engine: Engine, actor: Actor, rollup_id: int, now: datetime
) -> list[Urged]:
    """Tell every unit whose report of that period is not submitted; one line for each of them.

    Ordered units are reminded before their deadline and urged after it; requested bodies are only
    ever asked. Raises NotFound, NotTheConsolidator, NobodyToUrge.
    """
    rollup = acting_on(session, actor, rollup_id)
    period = {"obligation": rollup.obligation_id, "period": rollup.period}
    missing = session.execute(_MISSING, period).all()
    if not missing:
        raise NobodyToUrge(title=rollup.title, period=rollup.period)
    told_before = _told_before(session, rollup, [r.id for r in missing], now)
    found = [
        Urged(
            row.unit_id, row.short_name, row.requested, row.due_at, _outcome(row, told_before, now)
        )
        for row in missing
    ]
    telling = [row for row, urged in zip(missing, found, strict=True) if urged.outcome == TOLD]
    tell(session, engine.outbox, [_notice(row, actor, now) for row in telling], now)
    detail: dict[str, object] = {"rollup": rollup.id, "units": [r.unit_id for r in telling]}
    by = f"account:{actor.account_id}"
    entry = audit.Entry(
        by, "rollup-urge", rollup.directive_id, rollup.consolidator_id, None, detail
    )
    audit.record(session, [entry], now)
    return found


def _told_before(
    session: Session, rollup: Rollup, reports: Sequence[int], now: datetime
) -> frozenset[int]:
    """Reports whose units were told since the first of the policy's days, today being the last."""
    days = policies.value(session, EVERY, rollup.consolidator_id)
    first = local_day(now) - timedelta(days=days - 1)
    which = {"reports": list(reports), "kinds": texts(_KINDS), "directive": rollup.directive_id}
    return frozenset(session.scalars(_SINCE, which | {"since": midnight(first)}))


def _outcome(row: Any, told_before: frozenset[int], now: datetime) -> str:
    if row.opens_at > now:
        return NOT_OPEN
    return TOLD_BEFORE if row.id in told_before else TOLD


def _notice(row: Any, actor: Actor, now: datetime) -> Told:
    overdue, reminded, asked = _KINDS
    kind = asked if row.requested else overdue if row.due_at <= now else reminded
    last_day = local_day(row.due_at - timedelta(microseconds=1))
    return Told(
        once=f"{row.subject}:rollup-urge:{local_day(now).isoformat()}",
        unit_id=row.unit_id,
        about_unit_id=row.unit_id,
        audience=OFFICER,
        directive_id=row.directive_id,
        instance_id=None,
        report_id=row.id,
        kind=kind,
        params={"report": row.title, "period": row.period, "last_day": last_day.isoformat()},
    )
