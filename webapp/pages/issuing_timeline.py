"""A preview's dates on a line: places for a drawing, made of the preview's own rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from engine.drafting_preview import Preview
from webapp.locale import last_day

WIDTH, LEFT, RIGHT = 960, 190, 30
TOP, ROW = 34, 44
SENT, DUE = "sent", "due"


@dataclass(frozen=True, slots=True)
class Mark:
    """A point: what happens on a day, for how many units."""

    kind: str
    x: int
    day: date
    units: int


@dataclass(frozen=True, slots=True)
class Row:
    """The line of one tier."""

    tier: str
    y: int
    marks: list[Mark]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The drawing: ``months`` are (x, first day) of the axis."""

    width: int
    height: int
    left: int
    right: int
    rows: list[Row]
    months: list[tuple[int, date]]

    @classmethod
    def of(cls, found: Preview) -> Self:
        """The tiers in the order in which they receive, each with its days."""
        by_tier: dict[str, dict[tuple[str, date], int]] = defaultdict(dict)
        for sent in found.sent:
            key = (SENT, sent.on)
            by_tier[sent.tier][key] = by_tier[sent.tier].get(key, 0) + sent.units
        for report in found.reports:
            key = (DUE, last_day(report.due_at))
            marks = by_tier[report.tier]
            marks[key] = max(marks.get(key, 0), report.units)
        days = [day for marks in by_tier.values() for _, day in marks]
        first = min([found.issued_on, *days])
        last = max([first + timedelta(days=30), *days])
        span = (last - first).days

        def place(day: date) -> int:
            return LEFT + (WIDTH - LEFT - RIGHT) * (day - first).days // span

        rows = [
            Row(
                tier,
                TOP + ROW * n + ROW // 2,
                [
                    Mark(kind, place(day), day, units)
                    for (kind, day), units in sorted(marks.items(), key=lambda m: m[0][1])
                ],
            )
            for n, (tier, marks) in enumerate(by_tier.items())
        ]
        height = TOP + ROW * len(rows) + 12
        return cls(WIDTH, height, LEFT, WIDTH - RIGHT, rows, _axis(first, last, place))


def _axis(first: date, last: date, place: Callable[[date], int]) -> list[tuple[int, date]]:
    """The first days of months on the line, so few that their names have room."""
    months = []
    day = first.replace(day=1)
    while day <= last:
        if day >= first:
            months.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    step = max(1, -(-len(months) // 10))
    return [(place(day), day) for day in months[::step]]
