"""Columns that name a unit and follow it to its heir: a registry, one line for each.

A subject whose rows name a unit that must live on adds a line. Rows of the past are
left alone: ``where`` (SQL on the row, called ``t``) says which still matter.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

_RUNNING_DIRECTIVE = "t.directive_id IN (SELECT id FROM directive WHERE status <> 'closed')"
_UNFINISHED = "t.status IN ('open', 'returned', 'submitted')"
_INSPECTED = """t.status <> 'concluded' AND NOT EXISTS (
    SELECT 1 FROM inspection o LEFT JOIN moved n ON n.old = o.unit_id
    WHERE o.round_id = t.round_id AND o.id <> t.id AND coalesce(n.heir, o.unit_id) = m.heir)"""
_HELD_QUESTION = """t.left_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM difficulty_step o WHERE o.difficulty_id = t.difficulty_id AND o.unit_id = m.heir)"""
_HELD_INCIDENT = """t.left_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM incident_step o WHERE o.incident_id = t.incident_id AND o.unit_id = m.heir)"""


@dataclass(frozen=True, slots=True)
class Carried:
    """``table.column`` follows its unit in the rows ``where`` says."""

    table: str
    column: str
    where: str = "true"


CARRIED: list[Carried] = [
    Carried("obligation", "consolidator_id", _RUNNING_DIRECTIVE),
    Carried("obligation", "addressee_id", _RUNNING_DIRECTIVE),
    Carried("rollup", "consolidator_id", _RUNNING_DIRECTIVE),
    Carried("rollup", "addressee_id", _RUNNING_DIRECTIVE),
    Carried("report", "consolidator_id", _UNFINISHED),
    Carried("report", "addressee_id", _UNFINISHED),
    Carried("extension", "owner_id", "t.status = 'asked'"),
    Carried("extension", "unit_id", "t.status = 'asked'"),
    Carried("urging_letter", "issuer_id", "t.status = 'draft'"),
    Carried("difficulty", "unit_id", "t.status = 'open'"),
    Carried("difficulty", "held_by_id", "t.status = 'open'"),
    Carried("difficulty_step", "unit_id", _HELD_QUESTION),
    Carried("incident", "unit_id", "t.status <> 'closed'"),
    Carried("incident", "held_by_id", "t.status <> 'closed'"),
    Carried("incident_step", "unit_id", _HELD_INCIDENT),
    Carried("assignment", "unit_id", "t.status <> 'done'"),
    Carried("inspection_round", "unit_id", "t.status <> 'reported'"),
    Carried("inspection_round", "superior_id", "t.status <> 'reported'"),
    Carried("inspection", "inspector_id", "t.status <> 'concluded'"),
    Carried("inspection", "unit_id", _INSPECTED),
    Carried("notice", "unit_id", "t.read_at IS NULL"),
    Carried("fault", "unit_id", "t.status = 'open'"),
]


def carried(session: Session) -> dict[str, int]:
    """Move them all, by the table ``moved`` of the transaction; rows changed by table.column."""
    counts = {}
    for one in CARRIED:
        done = session.connection().execute(
            text(
                f'UPDATE "{one.table}" t SET "{one.column}" = m.heir FROM moved m '
                f'WHERE t."{one.column}" = m.old AND ({one.where})'
            )
        )
        counts[f"{one.table}.{one.column}"] = done.rowcount
    return counts
