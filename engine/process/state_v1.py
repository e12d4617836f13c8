"""States written by the first release (version 1 of the text), brought to version 2.

Version 1 was SpiffWorkflow's own tree: finished and predicted tasks too, elements under a prefix,
helpers of the library (``….BoundaryEventSplit``) between them. What lives keeps its number, so that
work items and timers in the database go on naming it.

* A user task that was READY, a catch that was WAITING are STARTED tokens of the process.
* A boundary event's task was a sibling of its activity under the split; its token is the
  activity's child.
* Of the tokens at a join only the youngest was WAITING, the earlier ones CANCELLED; each came from
  the element above it. Those of earlier rounds have another join above them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.specs import WorkflowSpec
from SpiffWorkflow.util.task import TaskState

from engine.process.elements.activities import ReceiveTask, UserTask
from engine.process.elements.build import ROOT
from engine.process.elements.catching import Boundary, Catch, EventGateway
from engine.process.elements.gateways import Join
from engine.process.elements.nodes import Node

Row = list[Any]


@dataclass(frozen=True, slots=True)
class _Task:
    number: int
    element: str
    state: int
    parent: int | None


def upgrade(text: str, specification: WorkflowSpec) -> str:
    """The version 2 text of a version 1 text. Raises ``ValueError`` saying why it cannot be."""
    kept = json.loads(text)
    tasks = {r[0]: _Task(r[0], _element(r[1]), r[2], r[3]) for r in kept["tasks"]}
    state = TaskState.COMPLETED if kept["done"] else TaskState.STARTED
    rows: list[Row] = [[kept["root"], ROOT, state, None, 0]]
    if not kept["done"]:
        rows += _tokens(tasks, kept["root"], specification)
        if len(rows) == 1:
            raise ValueError("version 1 without a token")
    return json.dumps(
        {"v": 2, "n": kept["n"], "tasks": rows}, separators=(",", ":"), ensure_ascii=False
    )


def _element(name: str) -> str:
    """The designer's id of a version 1 name ('' for the library's helpers)."""
    if not name.startswith("_") or "." in name:
        return ""
    return re.sub("--|-_", lambda found: "." if found[0] == "--" else "-", name[1:])


def _tokens(tasks: dict[int, _Task], root: int, specification: WorkflowSpec) -> list[Row]:
    """The live tokens in the order of their numbers, boundary events after their activities."""
    found: list[Row] = []
    listeners: list[Row] = []
    for task in tasks.values():
        if not task.element or task.state not in (TaskState.WAITING, TaskState.READY):
            continue
        node = specification.task_specs.get(task.element)
        if node is None:
            raise ValueError(f"element {task.element!r}")
        if isinstance(node, Boundary):
            host = _host(tasks, task, node)
            listeners.append([task.number, task.element, TaskState.WAITING, host, 0])
        elif isinstance(node, Join) and task.state == TaskState.WAITING:
            found += _arrived(tasks, task, node, root, specification)
        elif _rests(node, task.state):
            found.append([task.number, task.element, TaskState.STARTED, root, 0])
        elif node.element.tag != "startEvent":  # the starts that did not begin it wait for ever
            raise ValueError(f"token {task.number} at {task.element!r}")
    return sorted(found) + sorted(listeners)


def _rests(node: Node, state: int) -> bool:
    if isinstance(node, UserTask):
        return bool(state == TaskState.READY)
    return isinstance(node, Catch | ReceiveTask | EventGateway) and bool(state == TaskState.WAITING)


def _host(tasks: dict[int, _Task], boundary: _Task, node: Boundary) -> int:
    """The token of the activity on whose border the event waits."""
    for task in tasks.values():
        waits = task.state in (TaskState.READY, TaskState.WAITING)
        if task.parent == boundary.parent and task.element == node.element.attached_to and waits:
            return task.number
    raise ValueError(f"no activity of {boundary.element!r}")


def _arrived(
    tasks: dict[int, _Task], last: _Task, node: Join, root: int, specification: WorkflowSpec
) -> Iterator[Row]:
    """Every token of this round that waits at the join, with the flow that it came on."""
    round_of = _join_above(tasks, last)
    taken: set[str] = set()
    for task in sorted(tasks.values(), key=lambda t: t.number):
        above = tasks.get(task.parent or 0)
        here = task.element == last.element and above is not None
        if not here or task.state not in (TaskState.WAITING, TaskState.CANCELLED):
            continue
        assert above is not None
        if above.state != TaskState.COMPLETED or _join_above(tasks, task) != round_of:
            continue
        source = specification.task_specs.get(above.element)
        flow = _flow(source, node, taken)
        if not flow:
            raise ValueError(f"token {task.number} at {task.element!r} came from nowhere")
        taken.add(flow)
        yield [task.number, task.element, TaskState.WAITING, root, {"flow": flow}]


def _flow(source: Node | None, node: Join, taken: set[str]) -> str:
    """The flow from one to the other; of several parallel ones the first that is free."""
    flows = [w.flow for w in source.ways if w.target is node] if source is not None else []
    return next((f for f in flows if f not in taken), flows[0] if flows else "")


def _join_above(tasks: dict[int, _Task], task: _Task) -> int | None:
    """The same join's previous round, from which this token descends."""
    above = tasks.get(task.parent or 0)
    while above is not None:
        if above.element == task.element and above.state == TaskState.COMPLETED:
            return above.number
        above = tasks.get(above.parent or 0)
    return None
