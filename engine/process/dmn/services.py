"""Decision services and business knowledge models as functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.process.dmn.boxed_calls import function
from engine.process.dmn.nodes import DecisionNode, Frame, InputNode, Link, Node
from engine.process.dmn.types import Type
from engine.process.feel.values import Closure, Env, FeelFunction, Run, Value


@dataclass(frozen=True, slots=True)
class Service:
    """A decision service's own parts. The parameters are its inputs, in the standard's order:
    input data first, then input decisions; ``types`` goes with them.
    """

    inputs: tuple[Link, ...]
    outputs: tuple[Link, ...]
    types: tuple[Type | None, ...]

    def result(self, args: Sequence[Value], run: Run) -> Value:
        """The output decision's value, or of several a context by name."""
        given: dict[Node, Value] = {
            link.node: arg for link, arg in zip(self.inputs, args, strict=True)
        }
        frame = Frame({}, given)
        values = {
            link.node.name: link.node.value(frame.inner(link.prefix), run) for link in self.outputs
        }
        return next(iter(values.values())) if len(values) == 1 else values

    def body(self) -> Closure:
        """As the body of a function whose parameters are the inputs' names."""
        names = [link.node.name for link in self.inputs]

        def closure(env: Env) -> Value:
            return self.result([env.context[name] for name in names], env.run)

        return closure


def service_function(name: str, service: Service, body: Closure, element: str) -> FeelFunction:
    """The service as a value that expressions call."""
    parameters = [
        (link.node.name, type_) for link, type_ in zip(service.inputs, service.types, strict=True)
    ]
    return function(name, parameters, body, {}, element)


def inputs_of(node: Node, given: frozenset[Node] = frozenset()) -> frozenset[str]:
    """The names a host hands in for a node: its input data; an imported one's import."""
    names: set[str] = set()
    seen: set[tuple[str, Node]] = set()
    stack: list[tuple[str, Node]] = [("", node)]
    while stack:
        prefix, found = stack.pop()
        if isinstance(found, InputNode):
            names.add(prefix or found.name)
        elif (prefix, found) not in seen and found not in given:
            seen.add((prefix, found))
            links = found.links if isinstance(found, DecisionNode) else []
            stack.extend((prefix or link.prefix, link.node) for link in links)
    return frozenset(names)
