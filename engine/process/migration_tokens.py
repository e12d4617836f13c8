"""The tokens of an instance, written as tokens of another version of its model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.process.elements.activities import Activity
from engine.process.elements.build import BEGIN, ROOT
from engine.process.elements.catching import Waiting
from engine.process.elements.gateways import Join, Parallel
from engine.process.elements.instance import PHASE, Instance
from engine.process.elements.nodes import Node
from engine.process.elements.scopes import AdHoc
from engine.process.migration import Obstacle, Plan, obstacle

Row = list[Any]


def rows(plan: Plan, old: Instance) -> tuple[list[Row], list[Obstacle]]:
    """The rows of the new state's text without what is new in it, and everything in the way."""
    written: list[Row] = []
    obstacles: list[Obstacle] = []
    for task in old.tasks.values():
        if gone(plan, task):
            continue
        found = list(_against(plan, task))
        obstacles += found
        if not found:
            internal = _kept(plan, task)
            name = new_name(plan, task)
            written.append([task.id, name, task.state, task._parent, internal or 0])
    obstacles += [] if obstacles else _complete(plan, old)
    return written, list(dict.fromkeys(obstacles))


def gone(plan: Plan, task: Any) -> bool:
    """Whether a listener is not taken along: the new version does not have it there."""
    if not task.task_spec.listener:
        return False
    before = task.task_spec.element
    after = plan.new.elements.get(plan.to(before.id))
    return after is None or after.tag != before.tag or not plan.same_events(before, after)


def new_name(plan: Plan, task: Any) -> str:
    """The name in the new specification."""
    name: str = task.task_spec.name
    if name in (ROOT, BEGIN):
        return name
    element, colon, suffix = name.partition(":")
    return plan.to(element) + colon + suffix


def _against(plan: Plan, task: Any) -> Iterator[Obstacle]:
    node, element = task.task_spec, task.task_spec.element
    if node.name == ROOT:
        yield from _records(plan, task)
        return
    if element.id in plan.obstacles:
        yield plan.obstacles[element.id]
        return
    after: Node | None = plan.new.spec.task_specs.get(new_name(plan, task))
    if after is None or (node.name == BEGIN and not after.awaited):
        yield obstacle(element.id, element.name, "element-missing")
        return
    if task.has_state(TaskState.WAITING) and isinstance(node, Join):
        yield from _at_join(plan, task, after)
    elif task.has_state(TaskState.WAITING) and isinstance(node, Activity):
        yield from _for_quantity(task, after)
    if "seen" in task.internal_data and _events(plan, node) != _events(None, after):
        yield obstacle(element.id, element.name, "events-changed")
    if "next" in task.internal_data:
        yield from _in_order(plan, task, after)
    yield from _records(plan, task)


def _at_join(plan: Plan, task: Any, after: Node) -> Iterator[Obstacle]:
    flow = task.internal_data["flow"]
    if not isinstance(after, Join) or plan.to(flow) not in after.entering:
        element = task.task_spec.element
        yield obstacle(element.id, element.name, "flow-missing", flow)


def _in_order(plan: Plan, task: Any, after: Node) -> Iterator[Obstacle]:
    node, turn = task.task_spec, task.internal_data["next"]
    assert isinstance(node, AdHoc)
    assert isinstance(after, AdHoc)
    done = [plan.to(start.name) for start in node.body.starts[:turn]]
    if done != [start.name for start in after.body.starts[:turn]]:
        yield obstacle(node.element.id, node.element.name, "order-changed")


def _for_quantity(task: Any, after: Node) -> Iterator[Obstacle]:
    element = task.task_spec.element
    if element.start_quantity != after.element.start_quantity:
        yield obstacle(element.id, element.name, "quantity-changed")


def _events(plan: Plan | None, node: Node) -> list[tuple[str, str]]:
    """What a token waits for, by the new version's ids."""
    return [(plan.to(e.id) if plan else e.id, event.kind) for _, e, event in node.awaited]


def _records(plan: Plan, task: Any) -> Iterator[Obstacle]:
    """What may have to be compensated must still be possible to compensate; so must the phases."""
    internal = task.internal_data
    for record in _all_records(internal):
        before = plan.old.element(record[0])
        here = plan.new.spec.task_specs.get(plan.to(record[0]))
        undone = here is not None and (here.handler is not None or here.undo is not None)
        restored = f"{plan.to(record[0])}:restored" in plan.new.spec.task_specs
        if record[0] in plan.obstacles:
            yield plan.obstacles[record[0]]
        elif not (undone or (record[2] and restored)):
            yield obstacle(before.id, before.name, "compensation-lost")
    for key, flows in internal.items():
        if key.startswith(PHASE):
            gateway = plan.old.element(key.removeprefix(PHASE))
            node = plan.new.spec.task_specs.get(plan.to(gateway.id))
            entering = node.entering if isinstance(node, Join) else ()
            for flow in flows:
                if plan.to(flow) not in entering:
                    yield obstacle(gateway.id, gateway.name, "flow-missing", flow)


def _all_records(internal: dict[str, Any]) -> Iterator[Row]:
    frontier = [*internal.get("done", ()), *internal.get("todo", ())]
    while frontier:
        record = frontier.pop()
        yield record
        frontier += record[2]


def _kept(plan: Plan, task: Any) -> dict[str, Any]:
    """What the token remembers, in the new version's words."""
    found: dict[str, Any] = {}
    for key, value in task.internal_data.items():
        if key == "flow":
            found[key] = plan.to(value)
        elif key.startswith(PHASE):
            found[PHASE + plan.to(key.removeprefix(PHASE))] = sorted(map(plan.to, value))
        elif key in ("done", "todo"):
            found[key] = [_record(plan, record) for record in value]
        elif key == "was":
            found[key] = _conditions(plan, task, value)
        else:
            found[key] = value
    return found


def _record(plan: Plan, record: Row) -> Row:
    return [plan.to(record[0]), record[1], [_record(plan, inner) for inner in record[2]]]


def _conditions(plan: Plan, task: Any, true: list[int]) -> list[int]:
    """The conditions that were true already, by their places among the new version's events."""
    node: Waiting = task.task_spec
    before = _events(plan, node)
    after = _events(None, plan.new.spec.task_specs[new_name(plan, task)])
    return [after.index(before[i]) for i in true if before[i] in after]


def _complete(plan: Plan, old: Instance) -> list[Obstacle]:
    """Parallel joins that have all their tokens in the new version, with nothing to set them off."""
    flows: dict[tuple[int | None, str], set[str]] = {}
    for task in old.tasks.values():
        if isinstance(task.task_spec, Parallel) and "flow" in task.internal_data:
            at = flows.setdefault((task._parent, task.task_spec.name), set())
            at.add(plan.to(task.internal_data["flow"]))
    found = []
    for (_, name), filled in flows.items():
        after = plan.new.spec.task_specs[plan.to(name)]
        if filled == set(after.entering):
            element = plan.old.element(name)
            found.append(obstacle(name, element.name, "join-complete"))
    return found
