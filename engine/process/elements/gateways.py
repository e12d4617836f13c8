"""Gateways: where tokens part and where they meet (BPMN 2.0.2, 13.4)."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.process.elements.instance import PHASE, Instance
from engine.process.elements.nodes import Node, NoWay, Way, holds, true_ways
from engine.process.operations import Check


class Exclusive(Node):
    """The first flow whose condition is true, else the default."""

    def leaving(self, task: Any) -> list[Way]:
        default = [w for w in self.ways if w.flow == self.element.default]
        for way in self.ways:
            if way not in default and (not way.condition or holds(task, way)):
                return [way]
        if not default:
            raise NoWay(where=self.element.name or self.element.id)
        return default


def inclusive_ways(node: Node, task: Any) -> list[Way]:
    """Every flow whose condition is true, else the default."""
    default = [w for w in node.ways if w.flow == node.element.default]
    found = true_ways(task, [w for w in node.ways if w not in default])
    if not found and not default:
        raise NoWay(where=node.element.name or node.element.id)
    return found or default


class Join(Node):
    """A gateway at which tokens wait for one another, each on the flow that it came on."""

    entering: tuple[str, ...] = ()
    find_reach: Callable[[], dict[str, frozenset[str]]]

    @cached_property
    def reach(self) -> dict[str, frozenset[str]]:
        """Element id → the entering flows that a token there can still reach, not passing here."""
        return self.find_reach()

    def enter(self, instance: Instance, scope: Any, flow: str) -> None:
        if len(self.entering) < 2:
            instance.token(self, scope)
            return
        task = instance.token(self, scope, TaskState.WAITING)
        task.internal_data["flow"] = flow
        instance.arrived.setdefault((scope.id, self.name), []).append(task)
        self.arrive(scope)

    def arrive(self, scope: Any) -> None:
        """A token has come; those that are left wait on."""

    def waiting(self, scope: Any) -> list[Any]:
        """Tokens that wait here, the oldest first."""
        found: list[Any] = scope.workflow.arrived.get((scope.id, self.name), [])
        found[:] = [t for t in found if scope.workflow.alive(t)]
        return found

    def filled(self, scope: Any) -> set[str]:
        """The flows on which tokens wait."""
        return {t.internal_data["flow"] for t in self.waiting(scope)}

    def consume(self, scope: Any, flows: set[str]) -> None:
        """One token goes from each of these flows."""
        left = set(flows)
        for task in list(self.waiting(scope)):
            if task.internal_data["flow"] in left:
                left.discard(task.internal_data["flow"])
                scope.workflow._remove_task(task.id)
        self.waiting(scope)

    def nothing_can_come(self, scope: Any, empty: set[str], filled: set[str]) -> bool:
        """The inclusive join's rule (table 13.3): no token can still reach an empty flow.

        A token that could as well reach a flow that is already filled does not hold it up.
        """
        for task in scope.children:
            if task.task_spec.listener or task.task_spec is self:
                continue
            reached = self.reach.get(task.task_spec.element.id, frozenset())
            if reached & empty and not reached & filled:
                return False
        return True


class Parallel(Join):
    """One token from every entering flow, then one on every leaving flow."""

    def arrive(self, scope: Any) -> None:
        if self.filled(scope) == set(self.entering):
            scope.workflow.token(self, scope)
            self.consume(scope, set(self.entering))


class Inclusive(Join):
    """Waits for what can still come; leaves on every flow whose condition is true."""

    def settle(self, scope: Any) -> bool:
        filled = self.filled(scope)
        empty = set(self.entering) - filled
        if not filled or not self.nothing_can_come(scope, empty, filled):
            return False
        scope.workflow.token(self, scope)
        self.consume(scope, filled)
        return True

    def leaving(self, task: Any) -> list[Way]:
        return inclusive_ways(self, task)


class Complex(Join):
    """Starts when its activation condition holds, then waits for the rest before it starts again.

    Its phase is kept with the scope: absent while it waits to start, else the flows from which
    tokens were taken at the start.
    """

    def enter(self, instance: Instance, scope: Any, flow: str) -> None:
        if not self.element.activation:
            instance.token(self, scope)
        else:
            super().enter(instance, scope, flow)

    def _phase(self, scope: Any) -> list[str] | None:
        found: list[str] | None = scope.internal_data.get(PHASE + self.name)
        return found

    def arrive(self, scope: Any) -> None:
        waiting = self.waiting(scope)
        if self._phase(scope) is not None or not waiting:
            return
        instance = scope.workflow
        extra = (("activationCount", len(waiting)),)
        check = Check(
            self.element.id,
            self.element.scope,
            self.element.activation,
            instance.path(scope),
            extra,
        )
        if instance.do(check):
            filled = self.filled(scope)
            scope.internal_data[PHASE + self.name] = sorted(filled)
            instance.token(self, scope)
            self.consume(scope, filled)

    def leaving(self, task: Any) -> list[Way]:
        starts = not task.internal_data.get("reset")
        extra = (("waitingForStart", starts),)
        default = [w for w in self.ways if w.flow == self.element.default]
        ways = [w for w in self.ways if w not in default and (starts or w.condition)]
        found = true_ways(task, ways, extra)
        if starts and not found and not default:
            raise NoWay(where=self.element.name or self.element.id)
        return found or (default if starts else [])

    def settle(self, scope: Any) -> bool:
        return self.reset(scope)

    def reset(self, scope: Any) -> bool:
        """Close the round when every other flow has its token, or can get none any more."""
        taken = self._phase(scope)
        if taken is None:
            return False
        open_flows = set(self.entering) - set(taken)
        filled = self.filled(scope) & open_flows
        if not self.nothing_can_come(scope, open_flows - filled, filled):
            return False
        instance = scope.workflow
        del scope.internal_data[PHASE + self.name]
        token = instance.token(self, scope)
        token.internal_data["reset"] = True
        self.consume(scope, filled)
        self.arrive(scope)
        return True
