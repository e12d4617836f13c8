"""A story as it is written down: its directive, its people's habits, its happenings, its time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from engine.calendar import DAY
from engine.deadlines import LOCAL, midnight
from engine.drafts import DirectiveDraft, Source
from engine.story_behaviour import OPENS, Rule
from engine.story_happenings import Happening


@dataclass(frozen=True, slots=True)
class Story:
    """What is told: a directive, from ``start`` (None: 08:00 on its date of issue) to the end of
    the day ``end`` (None: 31 December), with people who keep to ``rules``; the first that fits a
    task decides. ``days_off`` and ``working_weekends`` are the story's calendar, ``happenings`` its
    dated acts, ``policies`` settings for everybody (name, value as text). ``rollups_close``: officers close their roll-ups
    in the last that many working days before its date, but for the very last (None: nobody does).
    """

    title: str
    seed: int
    directive: DirectiveDraft
    rules: tuple[Rule, ...]
    start: datetime | None = None
    end: date | None = None
    days_off: tuple[date, ...] = ()
    working_weekends: tuple[date, ...] = ()
    policies: tuple[tuple[str, str], ...] = ()
    rollups_close: float | None = None
    happenings: tuple[Happening, ...] = ()
    source: Source = field(default_factory=Source)

    @property
    def begins(self) -> datetime:
        """The moment of issue."""
        return self.start or datetime.combine(self.directive.issued_on, OPENS, LOCAL)

    @property
    def ends(self) -> datetime:
        """The first moment that is no longer told."""
        return midnight((self.end or date(self.begins.year, 12, 31)) + DAY)
