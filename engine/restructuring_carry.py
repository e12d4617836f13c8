"""Columns that name a unit and follow it to its heir: a registry, one line for each.

A subject whose rows name a unit that must live on adds a line with ``carry``. Rows of the past are
left alone: ``where`` (SQL on the row, called ``t``) says which still matter.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

_RUNNING_DIRECTIVE = "t.directive_id IN (SELECT id FROM directive WHERE status <> 'closed')"
_UNFINISHED = "t.status IN ('open', 'returned', 'submitted')"


@dataclass(frozen=True, slots=True)
class Carried:
    """``table.column`` follows its unit in the rows ``where`` says."""

    table: str
    column: str
    where: str = "true"


CARRIED: list[Carried] = [
    Carried("obligation", "consolidator_id", _RUNNING_DIRECTIVE),
    Carried("report", "consolidator_id", _UNFINISHED),
    Carried("report", "addressee_id", _UNFINISHED),
    Carried("notice", "unit_id", "t.read_at IS NULL"),
    Carried("fault", "unit_id", "t.status = 'open'"),
]


def carry(column: Carried) -> None:
    """Make a column follow; a subject does this once, when it is imported."""
    CARRIED.append(column)


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
