"""Who may be inspected by a round, what the rules need to know of them, and the choice made."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, literal, select
from sqlalchemy.orm import Session

from engine import access, audit, inspection_choice, policies
from engine.deadlines import local_day
from engine.inspection_choice import Candidate, Chosen, Quota
from engine.inspection_errors import NotChosen, OutsideSubtree, RoundMoved
from engine.inspection_tables import CHOSEN, PLANNED, Inspection, InspectionRound
from engine.obligations import any_of
from engine.people import OFFICER, Actor
from engine.policies import Policy, declare
from engine.report_tables import ACCEPTED, SUBMITTED, Report
from engine.selectors import descendants
from engine.store import Moment
from engine.unit_queries import bigints
from engine.units import Unit, UnitRef

HAND = "hand"

LOOK_BACK = declare(
    Policy(
        "inspection.on-time-months",
        12,
        "Số tháng gần nhất dùng để tính tỷ lệ báo cáo đúng hạn khi chọn đơn vị kiểm tra",
        "Months looked back on for the on-time rate when units are chosen for inspection",
        low=1,
        high=120,
    )
)


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen, and from how many; ``seed`` and ``digest`` let it be drawn again."""

    chosen: list[Chosen]
    seed: int
    digest: str
    candidates: int


def lock_round(session: Session, actor: Actor, round_id: int, role: str) -> InspectionRound:
    """The round, locked. Raises ``NotFound``, ``Forbidden`` unless the role is the actor's."""
    found = session.scalars(
        select(InspectionRound)
        .where(InspectionRound.id == round_id, access.inspection_rounds(actor, InspectionRound))
        .with_for_update()
    ).first()
    round_ = access.require(found, f"inspection round {round_id}")
    access.require_role(actor, role, round_.unit_id)
    return round_


def choose_by_rules(
    session: Session,
    actor: Actor,
    round_id: int,
    quotas: Sequence[Quota],
    seed: int,
    now: datetime,
    tier: str | None = None,
) -> Choice:
    """Choose a planned round's units; choosing again replaces what was chosen.

    ``tier`` keeps only units of that tier. Raises ``NotFound``, ``Forbidden``, ``RoundMoved``,
    ``OutsideSubtree`` for a named unit that is not below, ``NotChosen`` if nobody is left.
    """
    round_ = _planned(session, actor, round_id)
    on = local_day(now)
    below = descendants(session, round_.unit_id, None, on)
    refuse_outside(session, round_, {u for q in quotas for u in q.units}, below)
    among = [ref for ref in below if tier in (None, ref.tier)]
    candidates = facts(session, round_.unit_id, among, now)
    chosen = inspection_choice.choose(candidates, quotas, seed, on)
    record: dict[str, Any] = {
        "seed": seed,
        "on": on.isoformat(),
        "tier": tier,
        "rules": [quota.to_json() for quota in quotas],
        "candidates": len(candidates),
        "hash": inspection_choice.digest(candidates),
    }
    _write(session, actor, round_, chosen, record, now)
    round_.candidates = [c.to_json() for c in candidates]
    session.flush()
    return Choice(chosen, seed, record["hash"], len(candidates))


def choose_by_hand(
    session: Session, actor: Actor, round_id: int, units: Sequence[int], now: datetime
) -> list[Chosen]:
    """Put exactly these units on a planned round's list. Raises as ``choose_by_rules``."""
    round_ = _planned(session, actor, round_id)
    on = local_day(now)
    refuse_outside(session, round_, units, descendants(session, round_.unit_id, None, on))
    chosen = [Chosen(unit, HAND) for unit in dict.fromkeys(units)]
    record = {"on": on.isoformat(), "rules": [{"rule": HAND, "count": len(chosen)}]}
    _write(session, actor, round_, chosen, record, now)
    round_.candidates = None
    session.flush()
    return chosen


def drawn_again(round_: InspectionRound) -> list[Chosen]:
    """The list that the round's own record gives when it is drawn once more; [] if by hand."""
    if not round_.candidates or not round_.choice:
        return []
    quotas = [
        Quota(r["rule"], r["count"], r.get("years", 0), tuple(r.get("units", ())))
        for r in round_.choice["rules"]
    ]
    candidates = [Candidate.from_json(row) for row in round_.candidates]
    on = date.fromisoformat(round_.choice["on"])
    return inspection_choice.choose(candidates, quotas, round_.choice["seed"], on)


def units_of(session: Session, round_: InspectionRound) -> list[int]:
    """The ids of the units on a round's list, in its order."""
    listed = select(Inspection.unit_id).where(Inspection.round_id == round_.id)
    return list(session.scalars(listed.order_by(Inspection.position)))


def facts(
    session: Session, inspector: int, units: Iterable[UnitRef], now: datetime
) -> list[Candidate]:
    """Each unit with its last inspection by anybody and its reports' punctuality; ordered by code.

    Two statements. Reports that were only asked for do not count.
    """
    refs = list(units)
    ids = [ref.id for ref in refs]
    months = policies.value(session, LOOK_BACK, inspector)
    done = Report.status.in_((SUBMITTED, ACCEPTED)) & (Report.submitted_at < Report.first_due_at)
    reports = {
        unit: (due, on_time)
        for unit, due, on_time in session.execute(
            select(Report.unit_id, func.count(), func.count().filter(done))
            .where(
                Report.unit_id == any_of(ids),
                ~Report.requested,
                Report.first_due_at <= now,
                Report.first_due_at > literal(now, Moment()) - func.make_interval(0, months),
            )
            .group_by(Report.unit_id)
        )
    }
    last = dict(
        session.execute(
            select(Inspection.unit_id, func.max(Inspection.announced_on))
            .where(Inspection.unit_id == any_of(ids), Inspection.announced_on.is_not(None))
            .group_by(Inspection.unit_id)
        ).all()
    )
    found = [Candidate(r.id, r.code, last.get(r.id), *reports.get(r.id, (0, 0))) for r in refs]
    return sorted(found, key=lambda c: (c.code, c.unit_id))


def _planned(session: Session, actor: Actor, round_id: int) -> InspectionRound:
    round_ = lock_round(session, actor, round_id, OFFICER)
    if round_.status != PLANNED:
        raise RoundMoved(what=round_.title, status=round_.status)
    return round_


def refuse_outside(
    session: Session, round_: InspectionRound, units: Collection[int], below: Sequence[UnitRef]
) -> None:
    """Raise ``OutsideSubtree`` unless all units are of ``below``, those under the inspector."""
    outside = set(units) - {ref.id for ref in below}
    if not outside:
        return
    names = session.scalars(
        select(Unit.short_name)
        .where(Unit.id == func.any(bigints(sorted(outside))))
        .order_by(Unit.code)
    ).all()
    inspector = session.get_one(Unit, round_.unit_id)
    raise OutsideSubtree(units=", ".join(names) or "?", inspector=inspector.short_name)


def _write(
    session: Session,
    actor: Actor,
    round_: InspectionRound,
    chosen: Sequence[Chosen],
    record: dict[str, Any],
    now: datetime,
) -> None:
    if not chosen:
        raise NotChosen(why_vi="không còn đơn vị phù hợp", why="no unit fits")
    session.execute(delete(Inspection).where(Inspection.round_id == round_.id))
    session.add_all(
        Inspection(
            round_id=round_.id,
            inspector_id=round_.unit_id,
            unit_id=one.unit_id,
            position=position,
            chosen_by=one.rule,
            status=CHOSEN,
        )
        for position, one in enumerate(chosen)
    )
    old, round_.choice = round_.choice, record
    listed = [[one.unit_id, one.rule] for one in chosen]
    detail: dict[str, object] = {"round": round_.id, "old": old, "new": record, "units": listed}
    entry = audit.Entry(
        f"account:{actor.account_id}", "inspection-choose", unit_id=round_.unit_id, detail=detail
    )
    audit.record(session, [entry], now)
