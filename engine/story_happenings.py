"""Dated acts of a story beside its habits: each is done by the real use case, by a named unit."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from sqlalchemy.orm import Session

from engine.deadlines import local_day
from engine.drafts import Problem, Problems, Source
from engine.errors import DondocError, InputError
from engine.story_behaviour import Task
from engine.story_stage import Stage
from engine.unit_names import find


class StoryRefused(InputError):
    """A story that cannot be told; ``problems`` holds every fault found, at its line."""

    code = "story-refused"
    vi = "Tệp kịch bản chưa đúng:\n{lines}"
    en = "The story file is not right:\n{lines_en}"

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(
            lines="\n".join(p.text("vi") for p in problems),
            lines_en="\n".join(p.text("en") for p in problems),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening(ABC):
    """An act at a moment. ``path`` is its place in the file."""

    at: datetime
    path: str = ""

    @abstractmethod
    def act(self, stage: Stage) -> None:
        """Do it. Raises what the use case raises, and NothingToActOn."""

    def units(self) -> Mapping[str, str]:
        """The units it names, by the field that does (below ``path``)."""
        return {}

    def takes(self, stage: Stage, task: Task, subject: str) -> bool:
        """Whether it will do this open task itself, so that no habit does."""
        return False


class Agenda:
    """A story's happenings in the order of time; which are still to come."""

    def __init__(self, happenings: Iterable[Happening], source: Source) -> None:
        self._coming = sorted(happenings, key=attrgetter("at"))
        self._source = source

    def vet(self, session: Session) -> None:
        """Raise StoryRefused for every unit that nobody bears the name of on that day."""
        problems = Problems(self._source)
        for happening in self._coming:
            for field, name in happening.units().items():
                with problems.at(f"{happening.path}.{field}"):
                    find(session, name, local_day(happening.at))
        if problems.found:
            raise StoryRefused(problems.found)

    @property
    def next(self) -> datetime | None:
        """The moment of the next one."""
        return self._coming[0].at if self._coming else None

    def play(self, stage: Stage) -> int:
        """Do what is due by ``stage.now``; how many. Raises StoryRefused naming the line."""
        due: Sequence[Happening] = [h for h in self._coming if h.at <= stage.now]
        for happening in due:
            self._coming.remove(happening)
            try:
                happening.act(stage)
            except DondocError as error:
                problems = Problems(self._source)
                problems.add(happening.path, error.text("vi"), error.text("en"))
                raise StoryRefused(problems.found) from error
        return len(due)

    def takes(self, stage: Stage, task: Task, subject: str) -> bool:
        """Whether one that is still to come will do this task."""
        return any(happening.takes(stage, task, subject) for happening in self._coming)
