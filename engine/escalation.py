"""The ladder: a rung that came due becomes notices. Which rungs there are, the model says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from engine.deadlines import local_day
from engine.instances import Delivery, Engine, ServiceCall
from engine.notices import AUDIENCES, SUPERIOR, Told, UnknownAudience, tell
from engine.selectors import resolve_many

_REPORTS = text("""
    SELECT subject, id, title, period, requested, due_at, status,
           greatest(opens_at, returned_at) AS held_since
    FROM report WHERE subject = ANY(:subjects)
""")
_RUNG = text("""
    UPDATE report SET rung = r.rung
    FROM unnest(CAST(:subjects AS text[]), CAST(:rungs AS text[])) AS r(subject, rung)
    WHERE report.subject = r.subject
""")


def climb(
    session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
) -> list[Delivery]:
    """Service ``climb``: tell the audience that this rung of the report's ladder is reached.

    A body that was asked, not ordered ('đề nghị'), gets reminders and is never urged. A reminder
    whose deadline has passed meanwhile is not told, nor a rung whose moment passed before the
    period opened or while the report lay with its addressee: only what comes due in the unit's
    own hands counts against it. A rung is told once for a report, however often its timer is set.
    """
    _check(calls)
    reports = {
        r.subject: r
        for r in session.execute(_REPORTS, {"subjects": [c.instance.subject for c in calls]})
    }
    climbing = [
        c
        for c in calls
        if (report := reports.get(c.instance.subject)) is not None and _counts(c, report, now)
    ]
    if not climbing:
        return []
    session.execute(
        _RUNG,
        {
            "subjects": [c.instance.subject for c in climbing],
            "rungs": [str(c.inputs["rung"]) for c in climbing],
        },
    )
    told = [
        Told(
            once=f"{call.instance.subject}:{call.inputs['rung']}:{unit}",
            unit_id=unit,
            about_unit_id=call.instance.unit_id,
            audience=str(call.inputs["audience"]),
            directive_id=call.instance.directive_id,
            instance_id=call.instance.id,
            report_id=(report := reports[call.instance.subject]).id,
            kind=str(call.inputs["rung"]),
            params={
                "report": report.title,
                "period": report.period,
                "last_day": local_day(report.due_at - timedelta(microseconds=1)).isoformat(),
            },
        )
        for call, unit in _boxes(session, climbing, now)
    ]
    tell(session, engine.outbox, told, now)
    return []


def _counts(call: ServiceCall, report: Any, now: datetime) -> bool:
    """Whether this rung may be told of this report."""
    if report.status not in ("open", "returned"):
        return False
    if call.due is not None and call.due < report.held_since:
        return False
    return bool(report.due_at > now if call.inputs["reminder"] is True else not report.requested)


def notify(
    session: Session, engine: Engine, calls: Sequence[ServiceCall], now: datetime
) -> list[Delivery]:
    """Service ``notify``: one notice of this kind for this element of this instance."""
    _check(calls)
    told = [
        Told(
            once=f"i{call.instance.id}:{call.element}:{unit}",
            unit_id=unit,
            about_unit_id=call.instance.unit_id,
            audience=str(call.inputs["audience"]),
            directive_id=call.instance.directive_id,
            instance_id=call.instance.id,
            report_id=None,
            kind=str(call.inputs["kind"]),
            params={},
        )
        for call, unit in _boxes(session, calls, now)
    ]
    tell(session, engine.outbox, told, now)
    return []


def _check(calls: Sequence[ServiceCall]) -> None:
    for call in calls:
        if call.inputs.get("audience") not in AUDIENCES:
            raise UnknownAudience(audience=call.inputs.get("audience"), known=", ".join(AUDIENCES))


def _boxes(
    session: Session, calls: Sequence[ServiceCall], now: datetime
) -> Iterator[tuple[ServiceCall, int]]:
    """Whose box each call's notice goes into: the unit's own, or its superior's."""
    upward = [c for c in calls if c.inputs["audience"] == SUPERIOR]
    superiors = (
        resolve_many(
            session,
            [
                (c.instance.unit_id, {"select": "superior", "unit": c.instance.unit_id})
                for c in upward
            ],
            local_day(now),
        )
        if upward
        else {}
    )
    for call in calls:
        if call.inputs["audience"] == SUPERIOR:
            for unit in superiors[call.instance.unit_id]:
                yield call, unit.id
        else:
            yield call, call.instance.unit_id
