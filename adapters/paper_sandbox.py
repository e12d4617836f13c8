"""The marks of a paper's template: which there may be, and an environment that runs no others.

A template comes from an administrator's word processor. It may name fields, walk lists, choose, and
apply a few filters to text; it calls nothing, sets nothing, includes nothing, reaches no attribute
of any object, and cannot walk for longer than ``MOST_STEPS``. Every source is vetted where it is
compiled, so nothing that was not vetted is ever run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import StrictUndefined, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

FILTERS = ("upper", "lower", "capitalize", "length", "default", "join", "first", "last", "trim")
TESTS = ("defined", "undefined", "none", "string", "sequence")
LOOP = frozenset({"index", "index0", "first", "last", "length", "revindex", "revindex0"})
MOST_STEPS = 2_000_000
"""Steps of all loops of one paper together: a nation's units, a hundred figures each."""
MOST_DEPTH = 3
"""Loops in loops."""

_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.For,
    nodes.If,
    nodes.CondExpr,
    nodes.Name,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Const,
    nodes.Filter,
    nodes.Test,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Tuple,
    nodes.List,
)
_COUNTED = "_counted"


class Refused(SecurityError):
    """A mark that no template may have; ``what`` is it, ``line`` where it stands."""

    def __init__(self, what: str, line: int) -> None:
        self.what, self.line = what, line
        super().__init__(what)


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment for one paper; text is escaped for XML, an unknown field is an error."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, cache_size=0)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS} | {_COUNTED: self._count}
        self.tests = {name: self.tests[name] for name in TESTS}
        self._steps = 0

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        vet(tree)
        for loop in tree.find_all(nodes.For):
            loop.iter = nodes.Filter(loop.iter, _COUNTED, [], [], None, None, lineno=loop.lineno)
        return tree

    def _count(self, items: Any) -> Iterator[Any]:
        if not isinstance(items, list):
            raise Refused("for … in", 0)
        for item in items:
            self._steps += 1
            if self._steps > MOST_STEPS:
                raise Refused("for … in", 0)
            yield item

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A part's field, or what a loop tells of itself; no attribute of anything else."""
        if isinstance(obj, LoopContext) and attribute in LOOP:
            return getattr(obj, attribute)
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """A part's field by its name, an item of a list by its place."""
        if isinstance(obj, Mapping) and argument in obj:
            return obj[argument]
        if isinstance(obj, list) and isinstance(argument, int) and -len(obj) <= argument < len(obj):
            return obj[argument]
        return self.undefined(obj=obj, name=argument)

    def call(self, context: Any, obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Nothing is called."""
        raise Refused("(…)", 0)


def vet(tree: nodes.Template) -> None:
    """Raise ``Refused`` for a node that is not allowed."""
    _vet(tree, 0)


def _vet(node: nodes.Node, depth: int) -> None:
    if not isinstance(node, _ALLOWED):
        raise Refused(type(node).__name__, node.lineno)
    if isinstance(node, nodes.Filter) and node.name not in FILTERS:
        raise Refused(f"|{node.name}", node.lineno)
    if isinstance(node, nodes.Test) and node.name not in TESTS:
        raise Refused(f"is {node.name}", node.lineno)
    if isinstance(node, nodes.For):
        depth += 1
        if depth > MOST_DEPTH or node.recursive or not isinstance(node.target, nodes.Name):
            raise Refused("for … in", node.lineno)
    for inner in node.iter_child_nodes():
        _vet(inner, depth)
