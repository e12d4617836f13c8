"""A change of structure in a story: the successions that the unit data hold come into force."""

from __future__ import annotations

from dataclasses import dataclass

from engine import restructuring
from engine.deadlines import local_day
from engine.story_happenings import Happening
from engine.story_stage import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeStructure(Happening):
    """What the unit data say of this day is applied to all that runs."""

    def act(self, stage: Stage) -> None:
        """Apply it, as an administrator does."""
        stage.changes.append(
            restructuring.apply(
                stage.session,
                stage.machine,
                stage.administrator(),
                local_day(stage.now),
                stage.now,
            )
        )
