"""Where an instance's tokens stand, and where a person may set one down."""

from __future__ import annotations

from dataclasses import dataclass

from engine.process import state as states
from engine.process.definition import Definition
from engine.process.elements.instance import Instance, Token


@dataclass(frozen=True, slots=True)
class Place:
    """A token that can be moved, and the element it stands at."""

    token: int
    element: str
    name: str


class Places:
    """The tokens of one state. Raises ``StateUnreadable`` for one that cannot be loaded."""

    def __init__(self, definition: Definition, text: str) -> None:
        self._definition = definition
        try:
            self._instance: Instance = states.load(text, definition.spec, None)
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise states.StateUnreadable(why=type(error).__name__) from error

    @property
    def tokens(self) -> frozenset[int]:
        """The numbers of all live tokens."""
        return frozenset(self._instance.tasks)

    def standing(self) -> list[Place]:
        """Tokens that can be moved and hold no others, oldest first."""
        return [
            self._place(task)
            for number, task in sorted(self._instance.tasks.items())
            if _movable(task)
            and not any(not child.task_spec.listener for child in task.children)
            and number > 0
        ]

    def holding(self, token: int) -> Place | None:
        """This token, or the innermost one around it that can be moved."""
        task = self._instance.tasks.get(token)
        while task is not None and not _movable(task):
            task = task.parent
        return self._place(task) if task is not None else None

    def can_take(self, token: int, element: str) -> bool:
        """Whether the token may be set down at the element: of its scope, and in the flow."""
        target = self._definition.elements.get(element)
        return (
            target is not None
            and target.scope == self._instance.tasks[token].task_spec.element.scope
            and target.tag != "boundaryEvent"
            and not target.by_event
            and not target.for_compensation
            and not self._instance.spec.task_specs[element].listener
        )

    def _place(self, task: Token) -> Place:
        element = task.task_spec.element
        return Place(task.id, element.id, element.name)


def _movable(task: Token) -> bool:
    above = task.parent
    return (
        above is not None
        and bool(above.task_spec.is_scope)
        and not task.task_spec.listener
        and not task.task_spec.handles_event
    )
