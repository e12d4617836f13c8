"""The figures of a board's line: the four counts, the rates made of them, and how late is late."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Self

from sqlalchemy import BigInteger, ColumnElement, Date, Label, and_, cast, func, literal, not_

from engine.deadlines import local_day
from engine.policies import Policy, declare
from engine.report_counts import ReportCounts, counted
from engine.report_tables import ACCEPTED, SUBMITTED, Report
from engine.tallies import TALLY

TOUCHED_WITHIN = declare(
    Policy(
        "update-rate-days",
        7,
        "Số ngày gần nhất được coi là «có cập nhật» khi tính tỷ lệ cập nhật",
        "Days within which an open duty must have been worked on to count as updated",
        "Đà Nẵng reports an update rate beside the completion rate; the number of days is custom",
        low=1,
        high=365,
    )
)


@dataclass(frozen=True, slots=True)
class Figures:
    """``counts`` are the four national ones; of the open, ordered duties ``opened`` are those whose
    window has opened, ``touched`` those of them worked on lately. ``median_days_late`` is of the
    ordered ones handed in late, None where there is none.
    """

    counts: ReportCounts = field(default_factory=ReportCounts)
    opened: int = 0
    touched: int = 0
    median_days_late: float | None = None

    @property
    def ordered(self) -> int:
        """Duties that were ordered; those asked for stand apart."""
        return self.counts.total - self.counts.asked

    @property
    def completion_rate(self) -> float | None:
        """Done ones among the ordered, 0 to 1."""
        return _rate(self.counts.on_time + self.counts.late, self.ordered)

    @property
    def on_time_rate(self) -> float | None:
        """Done on time among those done or overdue, 0 to 1."""
        counts = self.counts
        return _rate(counts.on_time, counts.on_time + counts.late + counts.overdue)

    @property
    def late_share(self) -> float | None:
        """Done late among the done, 0 to 1."""
        counts = self.counts
        return _rate(counts.late, counts.on_time + counts.late)

    @property
    def decided(self) -> int:
        """Duties of which it is known whether they came in time: done or overdue."""
        counts = self.counts
        return counts.on_time + counts.late + counts.overdue

    @property
    def update_rate(self) -> float | None:
        """Worked on lately among the open ones whose window has opened, 0 to 1."""
        return _rate(self.touched, self.opened)

    @classmethod
    def of(cls, row: Any, median: float | None) -> Self:
        """From a row of ``live`` or ``tallied``."""
        return cls(ReportCounts.of(row), row.opened, row.touched, median)

    def to_json(self) -> dict[str, object]:
        """Counts and rates by name; rates to four places."""
        counts = self.counts
        rates = {
            name: None if (rate := getattr(self, name)) is None else round(rate, 4)
            for name in ("completion_rate", "on_time_rate", "update_rate")
        }
        return {
            "ordered": self.ordered,
            "on_time": counts.on_time,
            "late": counts.late,
            "open": counts.open,
            "overdue": counts.overdue,
            "asked": counts.asked,
            "asked_done": counts.asked_done,
            **rates,
            "opened": self.opened,
            "touched": self.touched,
            "median_days_late": self.median_days_late,
        }


def _rate(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def live(now: datetime, days: int) -> tuple[Label[Any], ...]:
    """The columns of ``Figures`` over ``Report``, the median among them."""
    open_ = and_(not_(Report.requested), Report.status.not_in((SUBMITTED, ACCEPTED)))
    opened = and_(open_, Report.opens_at <= now)
    since = local_day(now) - timedelta(days=days)
    late = and_(
        not_(Report.requested),
        Report.status.in_((SUBMITTED, ACCEPTED)),
        Report.submitted_at >= Report.first_due_at,
    )
    days_late = func.report_days_late(Report.submitted_at, Report.first_due_at)
    return (
        *counted(now),
        func.count().filter(opened).label("opened"),
        func.count()
        .filter(opened, cast(func.local_day(Report.touched_at), Date) > since)
        .label("touched"),
        func.percentile_cont(0.5).within_group(days_late).filter(late).label("median"),
    )


def tallied(now: datetime, days: int) -> tuple[Label[Any], ...]:
    """The same over ``TALLY``, but for the median: each row there stands for ``n`` reports."""
    t = TALLY.c
    done = t.state.in_(("on_time", "late"))
    open_ = and_(not_(t.requested), t.state == "open")
    opened = and_(open_, t.opens_on <= literal(local_day(now), Date))
    since = local_day(now) - timedelta(days=days)
    return (
        _sum("on_time", and_(not_(t.requested), t.state == "on_time")),
        _sum("late", and_(not_(t.requested), t.state == "late")),
        _sum("open", and_(open_, t.due_at > now)),
        _sum("overdue", and_(open_, t.due_at <= now)),
        _sum("asked", t.requested),
        _sum("asked_done", and_(t.requested, done)),
        _sum("opened", opened),
        _sum("touched", and_(opened, t.touched_on > literal(since, Date))),
    )


def _sum(name: str, condition: ColumnElement[bool]) -> Label[Any]:
    return cast(func.coalesce(func.sum(TALLY.c.n).filter(condition), 0), BigInteger).label(name)
