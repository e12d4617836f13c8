"""What people write into forms in a rehearsal: as in a story, and something valid in any other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from engine.deadlines import local_day
from engine.story_answers import KNOWN_FORMS, Answers, Writer
from engine.story_behaviour import Rule, Task, draw


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a form: its name and type, what may be chosen, between which bounds."""

    name: str
    type: str
    options: tuple[str, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    max_length: int | None = None


class Forms:
    """Answers every task: the shipped forms as in a story, others by their questions.

    Choices are drawn evenly, so that each branch behind them is tried. ``shipped`` are the names of
    the forms that are as they were shipped.
    """

    def __init__(
        self, seed: int, questions: Mapping[str, Sequence[Question]], shipped: frozenset[str]
    ) -> None:
        self._seed, self._questions = seed, questions
        self._known = KNOWN_FORMS & shipped
        self._writer = Writer(seed)

    def answers(self, rule: Rule, task: Task, at: datetime) -> Answers:
        """Valid answers; nothing for a form that nobody described."""
        if task.form in self._known:
            return self._writer.answers(rule, task, at)
        asked = self._questions.get(task.form, ())
        return {question.name: self._answer(question, task, at) for question in asked}

    def _answer(self, question: Question, task: Task, at: datetime) -> object:
        drawn = draw(self._seed, question.name, *task.key)
        match question.type:
            case "choice":
                return question.options[int(drawn * len(question.options))]
            case "boolean":
                return question.name != "nil" and drawn < 0.5
            case "date":
                return local_day(at)
            case "integer":
                return int(_between(question, drawn))
            case "decimal":
                return round(_between(question, drawn), 1)
        return f"{task.unit_name}: {question.name}"[: question.max_length]


def _between(question: Question, drawn: float) -> Decimal:
    low = question.low if question.low is not None else Decimal(0)
    high = question.high if question.high is not None else low + 100
    return low + (high - low) * Decimal(f"{drawn:.6f}")
