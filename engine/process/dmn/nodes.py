"""The requirements graph at work: who needs whose value, and each value worked out once.

A Frame is one evaluation of one model: its inputs, and what was found already. An imported model
is evaluated in a frame of its own, whose inputs stand under the import's name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from engine.process.dmn.problems import Problem, report
from engine.process.dmn.scope import nothing
from engine.process.dmn.types import MISFIT, Type
from engine.process.feel.values import Closure, Env, FeelFunction, Run, Value, adapt

Fit: TypeAlias = Callable[[Value, Run], Value]


class Frame:
    """``given`` are values handed in for nodes, which are then not worked out."""

    __slots__ = ("_given", "_inner", "found", "inputs")

    def __init__(self, inputs: Mapping[str, object], given: Mapping[Node, Value]) -> None:
        self.inputs = inputs
        self.found: dict[Node, Value] = dict(given)
        self._given = given
        self._inner: dict[str, Frame] = {}

    def inner(self, name: str) -> Frame:
        """The frame of an imported model; without a name it is this one."""
        if not name:
            return self
        frame = self._inner.get(name)
        if frame is None:
            inputs = self.inputs.get(name)
            frame = Frame(inputs if isinstance(inputs, Mapping) else {}, self._given)
            self._inner[name] = frame
        return frame


@dataclass(frozen=True, slots=True)
class Link:
    """A requirement: the import it goes through ('' for none), and the node it leads to."""

    prefix: str
    node: Node
    knowledge: bool


@dataclass(slots=True, eq=False)
class InputNode:
    """Input data; ``fit`` converts to its type (None: any value is welcome)."""

    id: str
    name: str
    type: Type | None = None
    fit: Fit | None = None
    links: list[Link] = field(default_factory=list)

    def value(self, frame: Frame, run: Run) -> Value:
        """What the host handed in, converted to the declared type; null if absent."""
        if self in frame.found:
            return frame.found[self]
        value = adapt(frame.inputs.get(self.name))
        if self.fit is not None:
            value = self.fit(value, run)
        if value is MISFIT:
            vi = f"Dữ liệu vào «{self.name}» không thuộc kiểu đã khai báo"
            en = f"The input '{self.name}' does not conform to its declared type"
            report(run, Problem("dmn-type", self.id, vi, en))
            value = None
        frame.found[self] = value
        return value


@dataclass(slots=True, eq=False)
class DecisionNode:
    """A decision: its links and its logic, which already ends in the declared type."""

    id: str
    name: str
    links: list[Link] = field(default_factory=list)
    body: Closure = nothing
    title: str = ""

    def value(self, frame: Frame, run: Run) -> Value:
        """The decision's value, worked out at most once in a frame."""
        found = frame.found
        if self in found:
            return found[self]
        value = self.body(Env(context_of(self.links, frame, run), (), run))
        found[self] = value
        return value


@dataclass(slots=True, eq=False)
class FunctionNode:
    """A business knowledge model or a decision service: a function, the same in every frame."""

    id: str
    name: str
    links: list[Link] = field(default_factory=list)
    function: FeelFunction | None = None
    title: str = ""

    def value(self, frame: Frame, run: Run) -> Value:
        """The function."""
        return self.function


Node: TypeAlias = InputNode | DecisionNode | FunctionNode


def context_of(links: list[Link], frame: Frame, run: Run) -> dict[str, Value]:
    """The names a body reads, what comes through an import under the import's name."""
    context: dict[str, Value] = {}
    for link in links:
        node = link.node
        if not link.prefix:
            context[node.name] = node.value(frame, run)
            continue
        group = context.setdefault(link.prefix, {})
        assert isinstance(group, dict)
        group[node.name] = node.value(frame.inner(link.prefix), run)
    return context


def functions_of(links: list[Link]) -> dict[str, Value]:
    """The functions a knowledge model may call, as context_of gives values."""
    context: dict[str, Value] = {}
    for link in links:
        if isinstance(link.node, FunctionNode):
            group = context.setdefault(link.prefix, {}) if link.prefix else context
            assert isinstance(group, dict)
            group[link.node.name] = link.node.function
    return context


def visible(links: list[Link]) -> frozenset[str]:
    """The names a body may use."""
    return frozenset(link.prefix or link.node.name for link in links)
