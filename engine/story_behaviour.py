"""How people behave in a story: which task is done when, drawn by shares, the same every time.

Every decision is drawn from a hash of the seed and of what the decision is about (codes of units,
elements, reports), never from order, ids or a clock: the same seed tells the same story.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import ceil, floor

from engine.calendar import DAY, Calendar
from engine.deadlines import LOCAL, local_day
from engine.errors import InputError

OPENS, CLOSES = time(8), time(17)
_HOURS = 9
SLOTS = 3  # acts fall on 08:00, 11:00 or 14:00: a year has few moments, each with many
TOLERANCE = 1e-9


class BadStory(InputError):
    """A story that cannot be told."""

    code = "bad-story"
    vi = "Kịch bản «{story}» chưa đúng: {why_vi}."
    en = "The story «{story}» is not right: {why}."


@dataclass(frozen=True, slots=True)
class Task:
    """An open work item by names that do not depend on ids. ``again``: how often it was open
    before; ``report`` is (unit, obligation, period) where there is one."""

    unit: str
    unit_name: str
    tier: str
    issuer: str
    element: str
    role: str
    form: str
    milestone: str
    requested: bool
    report: tuple[str, str, str] | None
    again: int
    opened_at: datetime
    due_at: datetime | None

    @property
    def key(self) -> tuple[object, ...]:
        """What decisions about it are drawn from."""
        return self.unit, self.issuer, self.element, self.report, self.again


@dataclass(frozen=True, slots=True)
class When:
    """Which tasks a rule is for; what is left out does not matter. ``elements`` are ends of
    diagram ids ("tiep-nhan" is every pool's task of that name)."""

    forms: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    milestones: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    requested: bool | None = None
    again: bool | None = None

    def fits(self, task: Task) -> bool:
        """Whether the rule is for this task."""
        listed = (
            (self.forms, task.form),
            (self.roles, task.role),
            (self.milestones, task.milestone),
            (self.tiers, task.tier),
        )
        return (
            all(not wanted or value in wanted for wanted, value in listed)
            and (not self.elements or task.element.endswith(self.elements))
            and self.requested in (None, task.requested)
            and self.again in (None, task.again > 0)
        )


@dataclass(frozen=True, slots=True)
class Habit:
    """What a share of the officers does; days are working days.

    ``never``; or within ``within`` days after the task opens; or, with ``after_rung``, after that
    rung of the ladder was told; or in the last ``before_due`` or the first ``after_due`` days.
    """

    share: float
    within: float | None = None
    before_due: float | None = None
    after_due: float | None = None
    after_rung: str = ""
    never: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """Whose tasks, and the shares of habits (they make 1). ``passes_on`` is the share of units
    that issue a directive of their own, ``returns`` of reports that are sent back, once each."""

    when: When
    habits: tuple[Habit, ...]
    passes_on: float = 1.0
    returns: float = 0.0

    def __post_init__(self) -> None:
        total = sum(habit.share for habit in self.habits)
        if abs(total - 1) > TOLERANCE:
            raise BadStory(
                story="",
                why_vi=f"các phần (share) cộng lại là {total:g}, không phải 1",
                why=f"the shares add up to {total:g}, not to 1",
            )


@dataclass(frozen=True, slots=True)
class Plan:
    """When a task is done: at ``at``; or ``within`` days after ``rung`` is told; or never."""

    at: datetime | None = None
    rung: str = ""
    within: float = 0.0


def draw(seed: int, *about: object) -> float:
    """A number in [0, 1) that only the seed and the subject decide."""
    text = repr((seed, *about)).encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest()) / 2**64


class Hours:
    """Working time between two days as one axis: 3.5 is the middle of the fourth working day.

    People act at ``slots`` moments of a day, the first of them when offices open.
    """

    def __init__(self, calendar: Calendar, first: date, last: date, slots: int = SLOTS) -> None:
        self._days = list(_working(calendar, first, last))
        self._slots = slots

    def position(self, moment: datetime) -> float:
        """Where a moment lies; one outside working hours counts as the next opening."""
        local = moment.astimezone(LOCAL)
        nth = bisect_left(self._days, local.date())
        if nth == len(self._days) or self._days[nth] != local.date():
            return float(nth)
        opened = datetime.combine(local.date(), OPENS, LOCAL)
        return nth + min(max((local - opened) / timedelta(hours=_HOURS), 0.0), 1.0)

    def after(self, moment: datetime, days: float) -> datetime | None:
        """The moment at or after that many working days later; None: after the end."""
        slot = ceil(round((self.position(moment) + days) * self._slots, 6))
        return self._at(slot)

    def before(self, moment: datetime, days: float) -> datetime | None:
        """The third of a day that many working days earlier, strictly before ``moment``."""
        slot = floor(round((self.position(moment) - days) * self._slots, 6))
        found = self._at(slot)
        return found if found is None or found < moment else self._at(slot - 1)

    def _at(self, slot: int) -> datetime | None:
        nth, part = divmod(slot, self._slots)
        if not 0 <= nth < len(self._days):
            return None
        return datetime.combine(self._days[nth], OPENS, LOCAL) + part * timedelta(
            hours=_HOURS / self._slots
        )


def _working(calendar: Calendar, first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        if calendar.is_working_day(day):
            yield day
        day += DAY


def decide(rule: Rule, task: Task, seed: int, hours: Hours) -> Plan:
    """When this task is done."""
    habit = _habit(rule, draw(seed, "habit", *task.key))
    part = draw(seed, "moment", *task.key)
    if habit.never:
        return Plan()
    if habit.after_rung:
        return Plan(rung=habit.after_rung, within=part * (habit.within or 0))
    if task.due_at is not None and habit.before_due is not None:
        planned = hours.before(task.due_at, part * habit.before_due)
        soonest = hours.after(task.opened_at, part / 2)
        # Somebody who learns of it at the last minute still tries: at once.
        return Plan(max(m for m in (planned, soonest) if m) if soonest else None)
    if task.due_at is not None and habit.after_due is not None:
        late_from = max(task.due_at, task.opened_at)
        return Plan(hours.after(late_from, part * habit.after_due))
    return Plan(hours.after(task.opened_at, part * _days(habit)))


def _days(habit: Habit) -> float:
    known = (habit.within, habit.before_due, habit.after_due)
    return next((days for days in known if days is not None), 0.0)


def _habit(rule: Rule, drawn: float) -> Habit:
    for habit in rule.habits:
        drawn -= habit.share
        if drawn < 0:
            return habit
    return rule.habits[-1]


def horizon(start: datetime, end: datetime) -> tuple[date, date]:
    """The days between which the story's working time is laid out."""
    return local_day(start) - 30 * DAY, local_day(end)
