"""What a migration does to the timers of running instances, counted for its preview.

The same ``Moved`` that a migration writes is counted, with the moments that it would write.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from engine.process.definition import Definition
from engine.process.migration_state import Moved

KEPT, ANEW, BEGUN, DROPPED = "kept", "anew", "begun", "dropped"
WHATS = (ANEW, BEGUN, DROPPED, KEPT)
"""Set anew for another moment; a new one that begins to wait; waits no more; keeps its moment."""


@dataclass(slots=True)
class TimerFate:
    """What becomes of the waits at one timer: how many, the moments they get, how many are past."""

    element: str
    name: str
    what: str
    many: int = 0
    first: datetime | None = None
    last: datetime | None = None
    past: int = 0


@dataclass(slots=True)
class TimerFates:
    """The timers of all instances that would move. ``left_out``: instances not reckoned one by one."""

    found: dict[tuple[str, str], TimerFate] = field(default_factory=dict)
    left_out: int = 0

    @property
    def rows(self) -> list[TimerFate]:
        """What changes first."""
        return sorted(self.found.values(), key=lambda f: (WHATS.index(f.what), f.element))

    def count(
        self, moved: Moved, old: Definition, new: Definition, now: datetime, many: int = 1
    ) -> None:
        """Note the timers of ``many`` instances that are all alike."""
        for _, _, after in moved.timers:
            self._at(new, after, KEPT).many += many
        before = {(token, was) for token, was, _ in moved.anew}
        after_all = {(token, now_) for token, _, now_ in moved.anew}
        for token, element in moved.transition.timers_cleared:
            if (token, element) not in before:
                self._at(old, element, DROPPED).many += many
        for timer in moved.transition.timers_set:
            waited = (timer.token, timer.element) in after_all
            one = self._at(new, timer.element, ANEW if waited else BEGUN)
            one.many += many
            one.first = min(one.first or timer.due, timer.due)
            one.last = max(one.last or timer.due, timer.due)
            one.past += many * (timer.due <= now)

    def _at(self, definition: Definition, element: str, what: str) -> TimerFate:
        name = definition.element(element).name
        return self.found.setdefault((element, what), TimerFate(element, name, what))
