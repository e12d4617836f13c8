"""What every element has in common: a token comes in, the element does its work, tokens leave."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.specs import WorkflowSpec
from SpiffWorkflow.specs.base import TaskSpec

from engine.errors import DondocError
from engine.process.elements.instance import Instance
from engine.process.model import Element, EventDef
from engine.process.operations import Check


@dataclass(frozen=True, slots=True)
class Way:
    """A sequence flow as a token takes it."""

    flow: str
    condition: str
    scope: str
    target: Node


class NoWay(DondocError):
    """No condition of a split is true, and it has no default flow."""

    code = "no-way"
    vi = "Không điều kiện nào đúng tại «{where}», cũng không có luồng mặc định. Hãy thêm."
    en = "No condition is true at «{where}», and there is no default flow. Add one."


Awaited = tuple[int, Element, EventDef]


class Node(TaskSpec):  # type: ignore[misc]
    """An element that passes at once, and the base of all others."""

    listener = False  # listeners wait beside the work: a scope does not wait for them
    awaited: tuple[Awaited, ...] = ()  # (index, element, event definition)
    is_scope = False  # tokens travel inside it
    handles_event = False  # an event sub-process
    compensable = False
    handler: Node | None = None  # the activity that undoes this one
    undo: Any = None  # its compensation event sub-process

    def __init__(self, specification: WorkflowSpec, element: Element, name: str = "") -> None:
        super().__init__(specification, name or element.id)
        self.element = element
        self.ways: list[Way] = []

    def test(self) -> None:
        """The library's own check wants inputs; ``vet`` has looked at everything before."""

    def enter(self, instance: Instance, scope: Any, flow: str) -> None:
        """A token arrives over ``flow``."""
        instance.token(self, scope)

    def stands_in(self, task: Any) -> Any:
        """The task from which on its variables are looked for."""
        return task

    def _run_hook(self, task: Any) -> bool | None:
        done = self.begin(task)
        return done if task.workflow.alive(task) else None

    def begin(self, task: Any) -> bool | None:
        """Do the element's work: True when it is done, None when it waits."""
        return True

    def _on_complete_hook(self, task: Any) -> None:
        task.parent.task_spec.child_done(task.parent, task)

    def leaving(self, task: Any) -> list[Way]:
        """The flows on which a token leaves."""
        return self.ways

    def opened_by(self, task: Any, start: Any, payload: bool) -> None:
        """An event sub-process begins at its start event."""
        raise NotImplementedError(self.name)

    def child_done(self, scope: Any, child: Any) -> None:
        """A token inside is finished: others leave where it stood."""
        instance = scope.workflow
        ways = child.task_spec.leaving(child)
        instance.travel(ways, scope, child.task_spec.times(child))
        instance.leave(child)

    def times(self, task: Any) -> int:
        """How many tokens leave on each flow."""
        return 1

    def taken_over(self, task: Any) -> None:
        """An event sub-process has interrupted what stands inside."""

    def emptied(self, task: Any) -> None:
        """Nothing is left inside."""
        task.complete()

    def settle(self, scope: Any) -> bool:
        """Whether tokens that wait here in ``scope`` moved on, nothing else being able to move."""
        return False

    def settles(self, task: Any) -> bool:
        """Whether this token moved on, nothing else being able to move."""
        return False

    def trigger(self, task: Any, index: int, payload: bool) -> None:
        """What the token waits for has happened."""
        raise NotImplementedError(self.name)


def true_ways(
    task: Any, ways: list[Way], extra: tuple[tuple[str, int | bool], ...] = ()
) -> list[Way]:
    """Those without condition, and those whose condition is true."""
    return [way for way in ways if not way.condition or holds(task, way, extra)]


def holds(task: Any, way: Way, extra: tuple[tuple[str, int | bool], ...] = ()) -> bool:
    """Whether the flow's condition is true for this token."""
    instance = task.workflow
    path = instance.path(task.parent)
    found: bool = instance.do(
        Check(task.task_spec.element.id, way.scope, way.condition, path, extra)
    )
    return found


Make = Callable[[WorkflowSpec, Element], Node]
