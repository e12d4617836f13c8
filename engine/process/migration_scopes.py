"""What a version of a model has that its predecessor had not: listeners, variables, counters.

Listeners that the old version had, and that an instance has no more, have happened: they stay gone.
"""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.process.elements.activities import Activity
from engine.process.elements.catching import Waiting
from engine.process.elements.compensation import Restored
from engine.process.elements.instance import Instance
from engine.process.elements.repeated import InstancesNode, LoopNode
from engine.process.elements.scopes import CallActivity
from engine.process.evaluation import Evaluation
from engine.process.migration import Plan
from engine.process.migration_tokens import gone
from engine.process.model import COUNTERS
from engine.process.operations import Fill, Item, Open, Operation, Repeats


class Recorder:
    """Performs operations on the first row that takes a way, and writes them down."""

    def __init__(self, row: Evaluation) -> None:
        self.row = row
        self.operations: list[tuple[Operation, object]] = []

    def do(self, operation: Operation) -> object:
        """Perform; the outcome."""
        outcome = operation.apply(self.row)
        self.operations.append((operation, outcome))
        return outcome


def equip(plan: Plan, old: Instance, new: Instance) -> None:
    """Give the moved tokens the variables and listeners that the new version adds."""
    for task in list(new.tasks.values()):
        node = task.task_spec
        if isinstance(node, Waiting):
            _repeats(plan, task)
        if not task.has_state(TaskState.STARTED):
            continue
        _variables(task, old.tasks[task.id])
        if "todo" in task.internal_data or "cancelled" in task.internal_data:
            continue
        if isinstance(node, Activity) and not node.each:
            _listen(plan, old, task, list(node.boundaries))
        if hasattr(node, "body") and not _taken_over(task):
            _listen(plan, old, task, list(node.body.event_starts))


def _taken_over(scope: Any) -> bool:
    """Whether an interrupting event sub-process runs: then the scope listens no more."""
    running = [c.task_spec for c in scope.children if c.task_spec.handles_event]
    lasting = [
        start.handler
        for start in scope.task_spec.body.event_starts
        if not start.element.interrupting and start.element.event("error") is None
    ]
    return any(handler not in lasting for handler in running)


def _listen(plan: Plan, old: Instance, task: Any, nodes: list[Waiting]) -> None:
    there = {child.task_spec.name for child in task.children}
    for node in nodes:
        before = plan.origin(node.element.id)
        known = before is not None and plan.same_events(before, node.element)
        if node.name in there or (known and not _dropped(plan, old, task, node)):
            continue
        instance = task.workflow
        token = instance.token(node, task, TaskState.WAITING)
        _repeats(plan, token)
        if any(event.kind == "conditional" for _, _, event in node.awaited):
            instance.conditional[token.id] = token


def _dropped(plan: Plan, old: Instance, task: Any, node: Waiting) -> bool:
    """Whether the old token waited and was not taken along (it was of another kind)."""
    before = plan.origin(node.element.id)
    host = old.tasks[task.id]
    return any(
        before is not None and child.task_spec.element.id == before.id and gone(plan, child)
        for child in host.children
    )


def _repeats(plan: Plan, task: Any) -> None:
    """How often a timer repeats is counted anew where its expression is another one."""
    for _, element, event in task.task_spec.awaited:
        if event.kind != "timer":
            continue
        before = plan.origin(element.id)
        if before is not None and before.event("timer") == event:
            continue
        task.internal_data.pop("left", None)
        if event.form == "timeCycle":
            path = task.workflow.path(task)
            repeats = Repeats(element.id, element.scope, event.text, path)
            task.internal_data["left"] = task.workflow.do(repeats)


def _variables(task: Any, before: Any) -> None:
    """Declare what the place declares in the new version only; what has a value keeps it."""
    node, instance = task.task_spec, task.workflow
    if isinstance(node, CallActivity):
        known = before.task_spec.body.names
        inside = tuple(n for n in node.body.names if n not in known)
        if inside:
            instance.do(Open(task.internal_data["called"], inside))
    known = _declared(before)
    added = tuple(n for n in _declared(task) if n not in known)
    if not added:
        return
    turn = task.internal_data.get("i")
    given = (("loopCounter", turn + 1),) if turn is not None and "loopCounter" in added else ()
    # What instances collect is shown by ``Fill``, not declared: nothing inside can write it.
    shown = node.marker.outputs if isinstance(node, InstancesNode) else ""
    instance.do(Open(task.id, tuple(n for n in added if n != shown), given))
    task.internal_data["vars"] = task.id
    if isinstance(node, LoopNode):
        node.put(task, loopCounter=task.internal_data["turn"])
    elif isinstance(node, InstancesNode):
        if node.marker.outputs in added:
            instance.do(Fill(node.marker.outputs, task.internal_data["n"], task.id))
        node._counters(task)
    elif turn is not None:
        _item(task, added)


def _declared(task: Any) -> tuple[str, ...]:
    """The names that a started token's own scope declares."""
    node = task.task_spec
    if task.parent is None or isinstance(node, Restored):
        return ()
    names: tuple[str, ...] = ()
    if not getattr(node, "each", False):
        names += node.element.data_names
    if isinstance(node, LoopNode):
        names += ("loopCounter",) if "loopCounter" in node.used else ()
    elif isinstance(node, InstancesNode):
        names += tuple(n for n in COUNTERS if n in node.used)
        names += (node.marker.outputs,) if node.marker.outputs else ()
    elif hasattr(node, "body") and not isinstance(node, CallActivity):
        names += node.body.names
    marker = task.parent.task_spec
    if "i" in task.internal_data and isinstance(marker, InstancesNode):
        names += tuple(n for n in (marker.marker.item, marker.marker.output) if n)
        names += ("loopCounter",) if "loopCounter" in marker.used else ()
    return names


def _item(task: Any, added: tuple[str, ...]) -> None:
    """An instance's item of the collection, where the new version names it."""
    node, instance = task.parent.task_spec, task.workflow
    marker, element = node.marker, node.element
    if marker.item in added and marker.collection:
        above = task.parent.parent if node._collects_in_place() else task.parent
        path, index = instance.path(above), task.internal_data["i"]
        item = Item(element.id, element.scope, marker.collection, path, index, marker.item, task.id)
        instance.do(item)
