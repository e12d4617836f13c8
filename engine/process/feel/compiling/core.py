"""The compiler: one handler for each kind of node, each returning a closure over Env."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

from engine.process.feel.errors import FeelSyntaxError, UnknownName, position_at
from engine.process.feel.functions import BUILTINS
from engine.process.feel.scope import Scope, local_names
from engine.process.feel.tree import Node
from engine.process.feel.types import Test
from engine.process.feel.values import Closure, FeelFunction

N = TypeVar("N", bound=Node)
Handler = Callable[["Compiler", Any, "Scope | None"], Closure]
INPUT = "?"
_HANDLERS: dict[type[Node], Handler] = {}


def handles(node: type[N]) -> Callable[[Callable[..., Closure]], Callable[..., Closure]]:
    """Register ``(compiler, node, scope) -> Closure`` for a kind of node."""

    def register(handler: Callable[..., Closure]) -> Callable[..., Closure]:
        _HANDLERS[node] = handler
        return handler

    return register


class Compiler:
    """Compiles one text. ``names`` None accepts any name; ``read`` gathers those that are read.

    ``types`` are a host's own types; ``asked`` counts the uses of ``?``, the input of unary tests.
    """

    def __init__(
        self,
        text: str,
        names: Collection[str] | None,
        functions: Mapping[str, FeelFunction],
        types: Mapping[str, Test] | None = None,
    ) -> None:
        self.text = text
        self.names = names
        self.functions = functions
        self.types = types or {}
        self.read: set[str] = set()
        self.asked = 0

    def closure(self, node: Node, scope: Scope | None) -> Closure:
        """The closure of a node; raises FeelSyntaxError or UnknownName at its position."""
        return _HANDLERS[type(node)](self, node, scope)

    def is_input(self, name: str) -> bool:
        """Whether the host may hand in a value of that name."""
        return self.names is None or name in self.names

    def function(self, name: str) -> FeelFunction | None:
        """A host function or built-in."""
        return self.functions.get(name) or BUILTINS.get(name)

    def unknown(self, node: Node, name: str, scope: Scope | None) -> UnknownName:
        """The error for a name nobody declared, with the nearest known one."""
        known = {*(self.names or ()), *self.functions, *BUILTINS, *local_names(scope)}
        near = difflib.get_close_matches(name[:100], sorted(known), n=1, cutoff=0.7)
        where = position_at(self.text, node.at)
        return UnknownName(name=name, position=where, suggestion=near[0] if near else "")

    def refused(self, node: Node, vi: str, en: str) -> FeelSyntaxError:
        """An error at a node."""
        return FeelSyntaxError(position=position_at(self.text, node.at), said=vi, said_en=en)
