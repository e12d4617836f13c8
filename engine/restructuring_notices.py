"""Heirs are told what they have taken over: one notice for each, for its officers and its head."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime

from sqlalchemy.orm import Session

from engine.notices import OFFICER, Told, tell
from engine.ports import Outbox
from engine.restructuring_plan import Plan

_SHOWN = 5


def tell_heirs(session: Session, outbox: Outbox, made: Plan, now: datetime) -> int:
    """Write them and defer their mails; how many there were."""
    moves = made.moves
    reports = Counter(kept.unit_id for kept in made.kept)
    tasks: Counter[int] = Counter()
    before: dict[int, set[int]] = defaultdict(set)
    for moved in made.moved:
        if moved.unit_id != moved.old_unit:
            tasks[moved.unit_id] += 1
            before[moved.unit_id].add(moved.old_unit)
    told = []
    for heir, olds in before.items():
        names = sorted(moves.units[old].name for old in olds)
        more = f" (+{len(names) - _SHOWN})" if len(names) > _SHOWN else ""
        params = {
            "predecessors": ", ".join(names[:_SHOWN]) + more,
            "reports": reports[heir],
            "tasks": tasks[heir],
        }
        once = f"structure:{moves.on}:{heir}"
        kind = "thay-doi-to-chuc"
        told.append(Told(once, heir, heir, OFFICER, None, None, None, kind, params))
    return tell(session, outbox, told, now)
