"""What the board shows, as values: cells of the tree, what is late in them, months, who ranks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Self

from engine.board_figures import Figures
from engine.report_counts import ReportCounts


@dataclass(frozen=True, slots=True)
class Late:
    """What is overdue now, from whatever time: how many, since when, and by rung ('': none)."""

    count: int = 0
    oldest: datetime | None = None
    rungs: Mapping[str, int] = field(default_factory=dict)

    @property
    def untold(self) -> int:
        """Those whose unit the ladder has not yet reached."""
        return self.rungs.get("", 0)


@dataclass(frozen=True, slots=True)
class Cell:
    """A part of the tree: ``group_id`` is the part above it that it is shown under.

    ``whole`` tells that the figures hold all units below; else they are the unit's own alone.
    ``parts``: there are units below it.
    """

    unit_id: int
    name: str
    place: str
    tier: str
    code: str
    valid_to: date | None
    group_id: int | None
    whole: bool
    parts: bool
    figures: Figures
    late: Late


@dataclass(frozen=True, slots=True)
class Month:
    """The duties due in a month (its first day)."""

    first: date
    figures: Figures


@dataclass(frozen=True, slots=True)
class DutyBoard:
    """``cells`` in order of their groups and codes; ``levels`` that can be asked for, with
    the tier that most of their parts are of.

    ``best`` and ``worst`` are those of ``cells`` with at least ``least`` duties past their
    deadline. ``path`` leads down to the unit that was asked for, as (id, name).
    """

    level: str
    levels: Mapping[str, str]
    cells: list[Cell]
    names: Mapping[int, str]
    total: Figures
    late: Late
    months: list[Month]
    best: list[Cell]
    worst: list[Cell]
    least: int
    path: list[tuple[int, str]]

    @property
    def single(self) -> bool:
        """Whether there is but one unit, whose duties themselves are to be shown."""
        return len(self.cells) == 1 and not any(c.whole or c.parts for c in self.cells)

    @property
    def latest(self) -> list[Cell]:
        """The cells with something overdue, most first, of equals the oldest."""
        late = [c for c in self.cells if c.late.count]
        return sorted(late, key=lambda c: (-c.late.count, c.late.oldest, c.code))


@dataclass(slots=True)
class Sum:
    """What was counted of one part so far."""

    counts: Counter[str] = field(default_factory=Counter)
    oldest: datetime | None = None
    rungs: Counter[str] = field(default_factory=Counter)

    def add(self, row: Any) -> None:
        """One more row."""
        for name in ReportCounts.__slots__:
            self.counts[name] += getattr(row, name)

    def add_late(self, row: Any) -> None:
        """What is overdue at one rung."""
        self.rungs[row.rung] += row.count
        self.oldest = min(filter(None, (self.oldest, row.oldest)))

    def merge(self, other: Self) -> None:
        """All that another counted."""
        self.counts.update(other.counts)
        self.rungs.update(other.rungs)
        self.oldest = min(filter(None, (self.oldest, other.oldest)), default=None)

    @property
    def figures(self) -> Figures:
        """What is within the wish's days."""
        return Figures(ReportCounts(**self.counts))

    @property
    def late(self) -> Late:
        """What is overdue."""
        return Late(sum(self.rungs.values()), self.oldest, dict(self.rungs))
