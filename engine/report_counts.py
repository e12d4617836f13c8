"""The four figures by which reports are counted nationally, as columns of one grouped query.

Hoàn thành {đúng hạn, quá hạn}, chưa hoàn thành {trong hạn, quá hạn}. A report counts as done once
it is submitted and not returned; it is late if the accepted version (until there is one, the last
submitted) came at or after the first due moment, whatever was extended since. ``submitted_at`` is
that version's: nothing can be submitted after acceptance. A body that was asked (đề nghị) and not
ordered is never counted as overdue: its reports stand apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from sqlalchemy import ColumnElement, Label, and_, func, not_

from engine.report_tables import ACCEPTED, MERGED, SUBMITTED, Report


@dataclass(frozen=True, slots=True)
class ReportCounts:
    """How many reports are in each of the states; ``asked`` ones are in none of the four."""

    on_time: int = 0
    late: int = 0
    open: int = 0
    overdue: int = 0
    asked: int = 0
    asked_done: int = 0

    @property
    def total(self) -> int:
        """All reports, ordered or asked for."""
        return self.on_time + self.late + self.open + self.overdue + self.asked

    @classmethod
    def of(cls, row: Any) -> Self:
        """From a row of ``counted``'s columns."""
        return cls(row.on_time, row.late, row.open, row.overdue, row.asked, row.asked_done)


def conditions(now: datetime) -> dict[str, ColumnElement[bool]]:
    """When a report counts in each of the figures at the moment ``now``, by the figure's name."""
    asked = Report.requested
    done = Report.status.in_((SUBMITTED, ACCEPTED))
    late = Report.submitted_at >= Report.first_due_at
    overdue = Report.first_due_at <= now
    counts = Report.status != MERGED
    ordered = and_(not_(asked), counts)
    return {
        "on_time": and_(ordered, done, not_(late)),
        "late": and_(ordered, done, late),
        "open": and_(ordered, not_(done), not_(overdue)),
        "overdue": and_(ordered, not_(done), overdue),
        "asked": and_(asked, counts),
        "asked_done": and_(asked, done),
    }


def counted(now: datetime) -> tuple[Label[int], ...]:
    """The columns of ``ReportCounts`` over ``Report``, in its order, at the moment ``now``."""
    return tuple(
        func.count().filter(condition).label(name) for name, condition in conditions(now).items()
    )
