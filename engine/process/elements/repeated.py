"""Loops and multi-instances: one node around the activity, which itself runs as ``each``."""

from __future__ import annotations

from typing import Any

from engine.errors import DondocError
from engine.process.elements import throwing
from engine.process.elements.activities import Activity
from engine.process.elements.instance import TooLong
from engine.process.model import COUNTED, COUNTERS, MAX_INSTANCES, MAX_TURNS, Instances, Loop
from engine.process.operations import (
    Check,
    Collect,
    Count,
    Fill,
    Item,
    Open,
    Operation,
    Publish,
    Put,
)
from engine.process.variables import SHOWN


class TooMany(DondocError):
    """More instances of one activity than one process can hold."""

    code = "too-many"
    vi = "«{where}» cần {count} thể hiện, nhiều hơn {limit}. Hãy chia nhỏ."
    en = "«{where}» needs {count} instances, more than {limit}. Divide the work."


class Repeated(Activity):
    """What loops and multi-instances share."""

    each_node: Activity
    used: frozenset[str] = frozenset()  # names that expressions of the process read

    names: tuple[str, ...]  # that its conditions can read
    collects = False

    def begin(self, task: Any) -> bool | None:
        # Data associations may write beside the counters, so these are declared before them.
        kept = tuple(n for n in self.names if n in self.used)
        if kept or self.collects:
            task.workflow.do(Open(task.id, (*self.element.data_names, *kept)))
            task.internal_data["vars"] = task.id
        return super().begin(task)

    def start_each(self, task: Any) -> Any:
        """One more instance."""
        return task.workflow.token(self.each_node, task)

    def put(self, task: Any, **values: int) -> None:
        """Counters that an expression of the process reads."""
        kept = tuple((n, v) for n, v in values.items() if n in self.used)
        if kept:
            task.workflow.do(Put(task.id, kept))

    def holds(self, task: Any, text: str) -> bool:
        """A condition of the marker."""
        instance = task.workflow
        check = Check(self.element.id, self.element.scope, text, instance.path(task))
        return bool(instance.do(check))


class LoopNode(Repeated):
    """A standard loop."""

    loop: Loop
    names = ("loopCounter",)

    def work(self, task: Any) -> bool | None:
        task.internal_data["turn"] = 0
        self.put(task, loopCounter=0)
        return self._turn(task)

    def _turn(self, task: Any) -> bool | None:
        turn = task.internal_data["turn"]
        if self._maximum() is not None and turn >= (self._maximum() or 0):
            return True
        if self.loop.test_before and not self._goes_on(task):
            return True
        if turn >= MAX_TURNS:
            raise TooLong(limit=MAX_TURNS)
        task.internal_data["turn"] = turn + 1
        self.put(task, loopCounter=turn + 1)
        self.start_each(task)
        return None

    def _maximum(self) -> int | None:
        return int(self.loop.maximum) if self.loop.maximum else None

    def _goes_on(self, task: Any) -> bool:
        return not self.loop.condition or self.holds(task, self.loop.condition)

    def child_done(self, scope: Any, child: Any) -> None:
        scope.workflow._remove_task(child.id)
        if (not self.loop.test_before and not self._goes_on(scope)) or self._turn(scope):
            scope.complete()


class InstancesNode(Repeated):
    """A multi-instance, parallel or sequential."""

    marker: Instances
    names = COUNTERS

    def work(self, task: Any) -> bool | None:
        instance, marker = task.workflow, self.marker
        text = marker.cardinality or marker.collection
        outside = instance.path(task.parent) if self._collects_in_place() else instance.path(task)
        count = instance.do(
            Count(
                self.element.id,
                self.element.scope,
                text,
                outside,
                items=not marker.cardinality,
            )
        )
        if count > MAX_INSTANCES:
            raise TooMany(where=self.element.id, count=count, limit=MAX_INSTANCES)
        internal = task.internal_data
        internal["n"], internal["started"], internal["completed"] = count, 0, 0
        if marker.outputs:
            instance.do(Fill(self._collected(), count, task.id))
        self._counters(task)
        if count == 0:
            return self._ends(task)
        for _ in range(1 if marker.sequential else count):
            self._start(task)
        self._counters(task)
        return None

    def _collects_inside(self) -> bool:
        """Whether what is collected is the activity's own data output, not a variable around."""
        return self.marker.outputs in self.element.data_names

    def _collected(self) -> str:
        """The name under which the marker's scope holds what is collected."""
        return self.marker.outputs if self._collects_inside() else SHOWN + self.marker.outputs

    def _collects_in_place(self) -> bool:
        return bool(self.marker.outputs) and self.marker.outputs == self.marker.collection

    def _start(self, task: Any) -> None:
        instance, marker = task.workflow, self.marker
        index = task.internal_data["started"]
        task.internal_data["started"] = index + 1
        each = self.start_each(task)
        each.internal_data["i"] = index
        names = [n for n in dict.fromkeys((marker.item, marker.output)) if n]
        given = (("loopCounter", index + 1),) if "loopCounter" in self.used else ()
        if not names and not given:
            return
        instance.do(Open(each.id, tuple(names), given))
        each.internal_data["vars"] = each.id
        if marker.item and marker.collection:
            path = instance.path(task.parent if self._collects_in_place() else task)
            instance.do(
                Item(
                    self.element.id,
                    self.element.scope,
                    marker.collection,
                    path,
                    index,
                    marker.item,
                    each.id,
                )
            )

    def _counters(self, task: Any) -> None:
        internal = task.internal_data
        active = internal["started"] - internal["completed"]
        # None is ever stopped while another goes on: what stops the rest ends them all.
        values = (internal["n"], active, internal["completed"], 0)
        self.put(task, **dict(zip(COUNTERS, values * (len(COUNTERS) // len(COUNTED)), strict=True)))

    def child_done(self, scope: Any, child: Any) -> None:
        instance, marker, internal = scope.workflow, self.marker, scope.internal_data
        if marker.outputs and marker.output:
            self._collect(scope, child)
        instance._remove_task(child.id)
        internal["completed"] += 1
        self._counters(scope)
        self._tell(scope)
        if not instance.alive(scope):
            return
        if (marker.completion and self.holds(scope, marker.completion)) or internal[
            "completed"
        ] == internal["n"]:
            if self._ends(scope):
                scope.complete()
        elif marker.sequential:
            self._start(scope)
            self._counters(scope)

    def _collect(self, scope: Any, child: Any) -> None:
        instance, marker = scope.workflow, self.marker
        instance.do(
            Collect(
                marker.output,
                instance.path(child),
                self._collected(),
                child.internal_data["i"],
                scope.id,
            )
        )

    def _tell(self, scope: Any) -> None:
        """What the marker's behavior throws when an instance has completed."""
        marker, first = self.marker, scope.internal_data["completed"] == 1
        if marker.behavior == "All" or (marker.behavior == "One" and not first):
            return
        for condition, event in marker.behaviors:
            if scope.workflow.alive(scope) and (not condition or self.holds(scope, condition)):
                throwing.throw(scope, self.element, event, scope)

    def _ends(self, task: Any) -> bool:
        """Stop what still runs and show what was collected; whether it is still there after."""
        instance = task.workflow
        for child in task.children:
            if child.task_spec is self.each_node:
                instance.kill(child)
        if self.marker.outputs and not self._collects_inside():
            inside, outside = instance.path(task), instance.path(task.parent)
            publish: Operation = Publish(self.marker.outputs, inside, outside)
            instance.write(publish)
        return bool(instance.alive(task))
