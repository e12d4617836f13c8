"""The fields that a template's marks name, held against those that its paper has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import nodes

from adapters.paper_sandbox import LOOP


class Names:
    """Walks the marks with the examples of the fields: their shape says what a name leads to."""

    def __init__(self, examples: Mapping[str, Any]) -> None:
        self.examples = examples
        self.unknown: dict[str, None] = {}
        self.used: set[str] = set()

    def walk(self, node: nodes.Node, scope: Mapping[str, Any] | None = None) -> None:
        """Note what a part of the template names; ``scope`` are the loops' own names."""
        around = scope or {}
        if isinstance(node, nodes.For):
            self._loop(node, around)
            return
        if isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem):
            self._resolve(node, around)
            return
        for inner in node.iter_child_nodes():
            self.walk(inner, around)

    def _loop(self, loop: nodes.For, scope: Mapping[str, Any]) -> None:
        items = self._value(loop.iter, scope)
        item = items[0] if isinstance(items, list) and items else None
        target = loop.target.name if isinstance(loop.target, nodes.Name) else ""
        inside = {**scope, target: item, "loop": _LOOP}
        for part in (*loop.body, *([loop.test] if loop.test else ())):
            self.walk(part, inside)
        for part in loop.else_:
            self.walk(part, scope)

    def _value(self, node: nodes.Node, scope: Mapping[str, Any]) -> Any:
        if isinstance(node, nodes.Filter) and node.node is not None:
            return self._value(node.node, scope)
        if isinstance(node, nodes.Name | nodes.Getattr | nodes.Getitem):
            return self._resolve(node, scope)
        self.walk(node, scope)
        return None

    def _resolve(self, node: nodes.Expr, scope: Mapping[str, Any]) -> Any:
        """The example that a name leads to; None where it is not known."""
        if isinstance(node, nodes.Name):
            if node.name in scope:
                return scope[node.name]
            if node.name in self.examples:
                self.used.add(node.name)
                return self.examples[node.name]
            self.unknown[node.name] = None
            return None
        if isinstance(node, nodes.Getattr):
            return self._of(node.node, node.attr, scope)
        if not isinstance(node, nodes.Getitem):
            return None
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return self._of(node.node, node.arg.value, scope)
        self.walk(node.arg, scope)
        held = self._value(node.node, scope)
        return held[0] if isinstance(held, list) and held else None

    def _of(self, holder: nodes.Expr, name: str, scope: Mapping[str, Any]) -> Any:
        held = self._value(holder, scope)
        if isinstance(held, Mapping) and name in held:
            return held[name]
        if held is not None:
            self.unknown[f"{_told(holder)}.{name}"] = None
        return None


_LOOP = dict.fromkeys(LOOP, "1")


def _told(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_told(node.node)}.{node.attr}"
    return "…"
