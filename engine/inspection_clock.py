"""The time limit of an inspection: from the announcement, extended once.

What limit the law gives to which tier under which regime is a table of the model (the script task
before the announcement is recorded); an administration that goes by another one sets it as a
policy, for a unit and those below it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from engine import access, audit, calendar, policies
from engine.deadlines import local_day, midnight, period_end
from engine.inspection_errors import ClockRanOut, ExtendedAlready, NoClock
from engine.inspection_notices import tell_about
from engine.inspection_tables import (
    ANNOUNCED,
    SPECIALISED,
    STATE,
    VISIT_PROCESS,
    Inspection,
    InspectionRound,
)
from engine.instances import Engine, Instance, To, apply
from engine.notices import HEAD, OFFICER
from engine.people import LEADER, Actor
from engine.policies import Policy, declare
from engine.process.events import Change
from engine.units import Unit

DAYS, WORKING_DAYS = "days", "working-days"

COUNTING = declare(
    Policy(
        "inspection.counting",
        DAYS,
        "Thời hạn kiểm tra tính theo ngày hay ngày làm việc",
        "Whether time limits of inspections count days or working days",
        "Nghị định 217/2025/NĐ-CP ghi «ngày»; có nơi hiểu là ngày làm việc",
        (DAYS, WORKING_DAYS),
    )
)


def _declared(regime: str, what: str, vi: str, en: str, source: str) -> Policy:
    return declare(
        Policy(
            f"inspection.{regime}.{what}",
            0,
            f"{vi}; 0: theo bảng trong mô hình",
            f"{en}; 0: as the model's table says",
            source,
            high=365,
        )
    )


_LIMIT = "Thời hạn từ ngày công bố", "Days from the announcement"
_MORE = "Số ngày được gia hạn một lần", "Days of the one extension"
_LAWS = {SPECIALISED: "Nghị định 217/2025/NĐ-CP", STATE: "Luật Thanh tra 84/2025/QH15"}
LIMITS = {r: _declared(r, "limit-days", *_LIMIT, law) for r, law in _LAWS.items()}
EXTENSIONS = {r: _declared(r, "extension-days", *_MORE, law) for r, law in _LAWS.items()}
"""Regime → its policies; a regime that is not here has no clock of its own."""

_DUE = text("""
    UPDATE work_item SET due_at = :due WHERE instance_id = :instance AND status = 'open'
""")


@dataclass(frozen=True, slots=True)
class Limit:
    """``days`` from the announcement, ``more`` by extension; working days if ``working``."""

    days: int
    more: int
    working: bool

    def ends(self, session: Session, announced_on: date, extra: int = 0) -> datetime:
        """The first instant past the limit."""
        days = self.days + extra
        last = period_end(announced_on, days, self.working, calendar.load(session))
        return midnight(last + timedelta(days=1))


def limit_of(
    session: Session, inspector_id: int, regime: str, table: Mapping[str, Any]
) -> Limit | None:
    """The limit for a unit's inspection; None where neither policy nor ``table`` gives one.

    ``table`` is the model's: ``{days, more}``, null where there is no statutory clock.
    """
    if regime not in LIMITS:
        return None
    days = policies.value(session, LIMITS[regime], inspector_id) or table.get("days")
    more = policies.value(session, EXTENSIONS[regime], inspector_id) or table.get("more") or 0
    if not days:
        return None
    working = policies.value(session, COUNTING, inspector_id) == WORKING_DAYS
    return Limit(int(days), int(more), working)


def start(
    session: Session, inspection: Inspection, limit: Limit, instance_id: int, announced_on: date
) -> To:
    """Let the limit run from the announcement; the change that tells the visit's process."""
    due = limit.ends(session, announced_on)
    inspection.limit_days, inspection.extension_days = limit.days, limit.more
    inspection.working = limit.working
    inspection.first_clock_due_at = inspection.clock_due_at = due
    return _moved(session, instance_id, due)


def extend(
    session: Session,
    engine: Engine,
    actor: Actor,
    inspection_id: int,
    reason: str,
    now: datetime,
    days: int | None = None,
) -> datetime:
    """Extend the limit, once, by at most what is allowed (by all of it without ``days``).

    Returns the new end. Raises ``NotFound``, ``Forbidden`` unless the actor heads the inspecting
    unit, ``NoClock``, ``ExtendedAlready``, ``ClockRanOut``.
    """
    inspection, instance_id = _locked(session, actor, inspection_id)
    unit = session.get_one(Unit, inspection.unit_id).short_name
    allowed = inspection.extension_days or 0
    if inspection.extended_at is not None:
        raise ExtendedAlready(unit=unit)
    ends, announced_on = inspection.clock_due_at, inspection.announced_on
    if ends is None or announced_on is None or inspection.status != ANNOUNCED or not allowed:
        raise NoClock(unit=unit)
    if ends <= now:
        raise ClockRanOut(unit=unit, last_day=f"{_last_day(ends):%d/%m/%Y}")
    if days is not None and not 1 <= days <= allowed:
        raise policies.BadPolicyValue(key=f"{unit}: --days", value=days, allowed=f"1–{allowed}")
    limit = Limit(inspection.limit_days or 0, allowed, bool(inspection.working))
    due = limit.ends(session, announced_on, days or allowed)
    inspection.clock_due_at, inspection.extended_at = due, now
    inspection.extension_reason = reason
    session.flush()
    detail: dict[str, object] = {"inspection": inspection.id, "old": ends, "new": due}
    by = f"account:{actor.account_id}"
    entry = audit.Entry(
        by, "inspection-extend", None, inspection.unit_id, instance_id, detail | {"why": reason}
    )
    audit.record(session, [entry], now)
    apply(session, engine, [_moved(session, instance_id, due)], now, actor=by)
    told = [(inspection.id, inspection.inspector_id, OFFICER)]
    told.append((inspection.id, inspection.unit_id, HEAD))
    tell_about(session, engine, "kiem-tra-gia-han", told, now)
    return due


def _locked(session: Session, actor: Actor, inspection_id: int) -> tuple[Inspection, int]:
    """The inspection and its visit's instance; the instance is locked first, as in every step."""
    seen = session.execute(
        select(Inspection.inspector_id, Inspection.subject)
        .join(InspectionRound, InspectionRound.id == Inspection.round_id)
        .where(
            Inspection.id == inspection_id, access.inspections(actor, Inspection, InspectionRound)
        )
    ).one_or_none()
    found = access.require(seen, f"inspection {inspection_id}")
    access.require_role(actor, LEADER, found.inspector_id)
    instance_id = session.scalar(
        select(Instance.id)
        .where(
            Instance.process == VISIT_PROCESS,
            Instance.unit_id == found.inspector_id,
            Instance.subject == found.subject,
            Instance.status == "running",
        )
        .with_for_update()
    )
    inspection = session.get_one(
        Inspection, inspection_id, with_for_update=True, populate_existing=True
    )
    if instance_id is None:
        raise NoClock(unit=session.get_one(Unit, inspection.unit_id).short_name)
    return inspection, instance_id


def _moved(session: Session, instance_id: int, due: datetime) -> To:
    session.execute(_DUE, {"due": due, "instance": instance_id})
    return To(instance_id, Change({"dueAt": due, "hasClock": True}))


def _last_day(due: datetime) -> date:
    return local_day(due - timedelta(microseconds=1))
