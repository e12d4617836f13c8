"""A choice of units amended by hand, each change with its reason; and the draw verified.

What was drawn stays on the record as it was drawn, and what people changed stands beside it, so
that both can be told apart for ever.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from engine import audit, inspection_choice
from engine.deadlines import local_day
from engine.inspection_candidates import (
    HAND,
    drawn_again,
    lock_round,
    refuse_outside,
    units_of,
)
from engine.inspection_choice import Candidate
from engine.inspection_errors import BadRound, NotChosen, RoundMoved
from engine.inspection_tables import PLANNED, Inspection, InspectionRound
from engine.inspection_views import find_round
from engine.people import OFFICER, Actor
from engine.selectors import descendants

ADDED, REMOVED = "added", "removed"


@dataclass(frozen=True, slots=True)
class Verified:
    """``same``: the draw made again, with what was changed by hand since, gives the list;
    ``untouched``: the facts it was drawn from are those that were hashed."""

    same: bool
    untouched: bool
    drawn: bool


def amend(
    session: Session,
    actor: Actor,
    round_id: int,
    why: str,
    now: datetime,
    *,
    add: Collection[int] = (),
    remove: Collection[int] = (),
) -> None:
    """Put units on a planned round's list or take them off, by hand, and say why.

    Raises ``NotFound``, ``Forbidden``, ``RoundMoved``, ``OutsideSubtree``, ``NotChosen`` if nobody
    would be left, ``BadRound`` without a reason or for a unit that is on the list already (is not).
    """
    round_ = lock_round(session, actor, round_id, OFFICER)
    if round_.status != PLANNED:
        raise RoundMoved(what=round_.title, status=round_.status)
    if not why.strip():
        raise BadRound(why_vi="chưa ghi lý do thêm, bớt đơn vị", why="the reason is missing")
    listed = units_of(session, round_)
    if set(add) & set(listed) or set(remove) - set(listed):
        raise BadRound(
            why_vi="đơn vị đã có (hoặc không có) trong danh sách",
            why="the unit is on the list already, or is not on it",
        )
    refuse_outside(session, round_, add, descendants(session, round_.unit_id, None, local_day(now)))
    if not set(listed) | set(add) or (set(listed) == set(remove) and not add):
        raise NotChosen(why_vi="danh sách sẽ trống", why="the list would be empty")
    _write(session, round_, add, remove)
    _record(session, actor, round_, add, remove, why.strip(), now)


def verify(session: Session, actor: Actor, round_id: int) -> Verified:
    """Draw a round's units again from its record. Raises ``NotFound``."""
    round_ = find_round(session, actor, round_id)
    drawn = [one.unit_id for one in drawn_again(round_)]
    choice = round_.choice or {}
    rows = [Candidate.from_json(row) for row in round_.candidates or ()]
    return Verified(
        same=_amended(drawn, choice.get("amended", ())) == units_of(session, round_),
        untouched=bool(rows) and inspection_choice.digest(rows) == choice.get("hash"),
        drawn=bool(drawn),
    )


def _amended(drawn: Sequence[int], changes: Sequence[dict[str, Any]]) -> list[int]:
    units = list(drawn)
    for change in changes:
        if change["how"] == REMOVED:
            units = [unit for unit in units if unit != change["unit"]]
        else:
            units.append(change["unit"])
    return units


def _write(
    session: Session, round_: InspectionRound, add: Collection[int], remove: Collection[int]
) -> None:
    session.execute(
        delete(Inspection).where(Inspection.round_id == round_.id, Inspection.unit_id.in_(remove))
    )
    last = session.scalar(
        select(func.coalesce(func.max(Inspection.position), -1)).where(
            Inspection.round_id == round_.id
        )
    )
    session.add_all(
        Inspection(
            round_id=round_.id,
            inspector_id=round_.unit_id,
            unit_id=unit,
            position=(last or 0) + n,
            chosen_by=HAND,
            status="chosen",
        )
        for n, unit in enumerate(dict.fromkeys(add), 1)
    )


def _record(
    session: Session,
    actor: Actor,
    round_: InspectionRound,
    add: Collection[int],
    remove: Collection[int],
    why: str,
    now: datetime,
) -> None:
    changes = [
        {"unit": unit, "how": how, "why": why, "by": actor.name, "at": now.isoformat()}
        for how, units in ((REMOVED, remove), (ADDED, add))
        for unit in dict.fromkeys(units)
    ]
    choice = dict(round_.choice or {"on": local_day(now).isoformat(), "rules": []})
    round_.choice = choice | {"amended": [*choice.get("amended", ()), *changes]}
    session.flush()
    detail: dict[str, object] = {"round": round_.id, "changes": changes}
    by = f"account:{actor.account_id}"
    entry = audit.Entry(by, "inspection-amend", unit_id=round_.unit_id, detail=detail)
    audit.record(session, [entry], now)
