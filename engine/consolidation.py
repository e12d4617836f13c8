"""Consolidation: many units' reports become one, number by number.

The door to this subject. A roll-up is the reports of one obligation and period. It opens with them
(``opened``), takes each in when it is accepted (``accepted``), is closed at its own date by the
consolidating unit (``close``) and supplemented with what came late (``supplement``). Its result is
the draft of the report that the directive's issuer owes one tier up; when that one is accepted, the
sums and counts behind it go up with it, so that a figure can be traced to the unit that gave it.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import text
from sqlalchemy.orm import Session

from engine.arrays import ints
from engine.consolidation_closing import close, close_due, supplement
from engine.consolidation_merge import accepted, opened
from engine.consolidation_tables import Rollup, RollupEntry, RollupVersion
from engine.consolidation_trace import level, over_periods, trace
from engine.consolidation_units import units
from engine.consolidation_urging import urge
from engine.consolidation_views import consolidates, document, page, read

__all__ = [
    "Rollup",
    "RollupEntry",
    "RollupVersion",
    "accepted",
    "close",
    "close_due",
    "consolidates",
    "document",
    "handed_over",
    "level",
    "opened",
    "over_periods",
    "page",
    "read",
    "supplement",
    "trace",
    "units",
    "urge",
]

_HAND_OVER = text("""
    UPDATE rollup SET consolidator_id = coalesce(c.new, r.consolidator_id),
        addressee_id = coalesce(a.new, r.addressee_id)
    FROM rollup r
    LEFT JOIN unnest(CAST(:old AS bigint[]), CAST(:new AS bigint[])) AS c(old, new)
        ON c.old = r.consolidator_id
    LEFT JOIN unnest(CAST(:old AS bigint[]), CAST(:new AS bigint[])) AS a(old, new)
        ON a.old = r.addressee_id
    WHERE r.id = rollup.id AND (c.new IS NOT NULL OR a.new IS NOT NULL)
""")


def handed_over(session: Session, successors: Mapping[int, int]) -> None:
    """Roll-ups of ended units go on at their successors (unit → successor), with their reports."""
    moved = {"old": ints(successors), "new": ints(successors.values())}
    session.execute(_HAND_OVER, moved)
