"""How officers behave in a rehearsal: all on time, as measured, or by a designer's own numbers.

Everything is drawn from the seed and from codes, as in a story (``story_behaviour.draw``): the same
seed rehearses the same year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engine.errors import InputError
from engine.rehearsal_answers import Forms
from engine.story_answers import Answers
from engine.story_behaviour import Habit, Hours, Plan, Rule, Task, When, decide, draw

ON_TIME, MEASURED, OWN = "on-time", "measured", "own"
KINDS = (ON_TIME, MEASURED, OWN)
LAST_DAYS = 5
"""Who is on time does it in the last working days before the deadline; without one, within them."""
MAX_LATE = 400.0
EVERYBODY = ""


class BadBehaviour(InputError):
    """Numbers that nobody can behave by."""

    code = "bad-behaviour"
    vi = "Cách làm việc của cán bộ chưa đúng ({whose}): {why_vi}."
    en = "The officers' behaviour is not right ({whose}): {why}."


@dataclass(frozen=True, slots=True)
class Numbers:
    """How some officers keep deadlines: shares of tasks done on time and never.

    The rest is late, by ``late_days`` working days: the values at evenly spaced shares of those
    late, from the least to the most.
    """

    on_time: float = 1.0
    never: float = 0.0
    late_days: tuple[float, ...] = (0.0, 10.0)

    def vetted(self, whose: str) -> Numbers:
        """Itself. Raises BadBehaviour."""
        shares = (self.on_time, self.never)
        if not all(0 <= share <= 1 for share in shares) or sum(shares) > 1 + 1e-9:
            raise BadBehaviour(
                whose=whose,
                why_vi="tỷ lệ đúng hạn và tỷ lệ không làm phải từ 0 đến 100%, cộng lại không quá 100%",
                why="the shares on time and never must be 0 to 100% and together 100% at most",
            )
        if not self.late_days or not all(0 <= day <= MAX_LATE for day in self.late_days):
            raise BadBehaviour(
                whose=whose,
                why_vi=f"số ngày trễ phải từ 0 đến {MAX_LATE:.0f}",
                why=f"days late must be 0 to {MAX_LATE:.0f}",
            )
        return self

    def lateness(self, share: float) -> float:
        """How many working days late, of those late, the one at this share (0 to 1) is."""
        days = self.late_days
        place = share * (len(days) - 1)
        nth = min(int(place), max(len(days) - 2, 0))
        if len(days) == 1:
            return days[0]
        return days[nth] + (days[nth + 1] - days[nth]) * (place - nth)


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Who behaves how. ``of_units`` by the unit's code, ``of_tiers`` by (tier, role).

    "" stands for every tier or role; the narrowest that is there decides. ``returns`` is the share
    of reports that are sent back once; ``kind`` how it came about.
    """

    kind: str = ON_TIME
    of_units: Mapping[str, Numbers] = field(default_factory=dict)
    of_tiers: Mapping[tuple[str, str], Numbers] = field(default_factory=dict)
    returns: float = 0.0

    def of(self, task: Task) -> Numbers:
        """How the task's unit behaves at it."""
        own = self.of_units.get(task.unit)
        if own is not None:
            return own
        for key in (
            (task.tier, task.role),
            (task.tier, EVERYBODY),
            (EVERYBODY, task.role),
            (EVERYBODY, EVERYBODY),
        ):
            if (found := self.of_tiers.get(key)) is not None:
                return found
        return Numbers()


class Officers:
    """Everybody in a rehearsal (``story_run.Manners``)."""

    def __init__(self, behaviour: Behaviour, seed: int, forms: Forms, slots: int) -> None:
        self.slots = slots
        self._behaviour, self._seed, self._forms = behaviour, seed, forms
        in_time = (Habit(1, before_due=LAST_DAYS),)
        self._rule = Rule(When(), in_time, returns=behaviour.returns)

    def plan(self, task: Task, hours: Hours) -> tuple[Rule, Plan] | None:
        """When the task is done; nobody is late with what has no deadline."""
        numbers = self._behaviour.of(task)
        drawn = draw(self._seed, "habit", *task.key)
        # What was measured is reports: that a unit never reports does not stop its other work.
        never = numbers.never if task.report or self._behaviour.kind == OWN else 0.0
        if task.due_at is None or drawn < numbers.on_time:
            return self._rule, decide(self._rule, task, self._seed, hours)
        if drawn >= 1 - never:
            return self._rule, Plan()
        share = (drawn - numbers.on_time) / (1 - never - numbers.on_time)
        late_from = max(task.due_at, task.opened_at)
        return self._rule, Plan(hours.after(late_from, numbers.lateness(share)))

    def answers(self, rule: Rule, task: Task, at: datetime) -> Answers:
        """What is written into its form."""
        return self._forms.answers(rule, task, at)
