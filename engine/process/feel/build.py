"""What the grammar's rules build. Positions come from tokens, depths from children."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from lark import Token, Transformer

from engine.process.feel import tree
from engine.process.feel.errors import FeelLimitExceeded, FeelSyntaxError
from engine.process.feel.literals import unescape
from engine.process.feel.numbers import CONTEXT, number
from engine.process.feel.tree import Node

MAX_DEPTH = 100
_LEVELS = {"OR": "or", "AND": "and", "PLUS": "add", "MINUS": "add", "STAR": "mul", "SLASH": "mul"}


def deeper(at: int, *children: Node | None) -> int:
    """The depth of a node above these; raises FeelLimitExceeded beyond MAX_DEPTH."""
    depth = 1 + max((child.depth for child in children if child is not None), default=0)
    if depth > MAX_DEPTH:
        raise FeelLimitExceeded(
            what="độ sâu lồng nhau", what_en="nesting depth", limit=MAX_DEPTH, offset=at
        )
    return depth


class Builder(Transformer[Token, Any]):
    """One method for each rule or alias of grammar.lark."""

    def expression_start(self, c: list[Any]) -> Node:
        return c[0]  # type: ignore[no-any-return]

    def unary_start(self, c: list[Any]) -> Node:
        tests: list[Node] = c[0]
        first = tests[0]
        if len(tests) == 1 and isinstance(first, tree.Call) and first.names is None:
            called = first.function
            if isinstance(called, tree.Name) and called.name == "not" and first.arguments:
                return tree.Tests(first.arguments, True, at=first.at, depth=first.depth)
        return tree.Tests(tests, at=first.at, depth=deeper(first.at, *tests))

    def wildcard(self, c: list[Any]) -> Node:
        return tree.Wildcard(at=c[0].start_pos)

    def tests(self, c: list[Any]) -> list[Node]:
        return [item for item in c if isinstance(item, Node)]

    def comparator(self, c: list[Any]) -> Token:
        return c[0]  # type: ignore[no-any-return]

    def operator_test(self, c: list[Any]) -> Node:
        at = c[0].start_pos
        return tree.OperatorTest(str(c[0]), c[1], at=at, depth=deeper(at, c[1]))

    def chain(self, c: list[Any]) -> Node:
        left, operator, right = c
        level = _LEVELS[operator.type]
        if isinstance(left, tree.Chain) and left.level == level and not left.closed:
            left.rest.append((str(operator), right))
            left.depth = max(left.depth, deeper(left.at, right))
            return left
        depth = deeper(left.at, left, right)
        return tree.Chain(level, left, [(str(operator), right)], at=left.at, depth=depth)

    def comparison(self, c: list[Any]) -> Node:
        depth = deeper(c[0].at, c[0], c[2])
        return tree.Comparison(str(c[1]), c[0], c[2], at=c[0].at, depth=depth)

    def between(self, c: list[Any]) -> Node:
        depth = deeper(c[0].at, c[0], c[2], c[4])
        return tree.Between(c[0], c[2], c[4], at=c[0].at, depth=depth)

    def membership(self, c: list[Any]) -> Node:
        tests: list[Node] = c[2]
        return tree.Membership(c[0], tests, at=c[0].at, depth=deeper(c[0].at, c[0], *tests))

    def in_tests(self, c: list[Any]) -> list[Node]:
        return [c[0]]

    def in_list(self, c: list[Any]) -> list[Node]:
        return [c[1], *c[3]]

    def power(self, c: list[Any]) -> Node:
        return tree.Power(c[0], c[2], at=c[0].at, depth=deeper(c[0].at, c[0], c[2]))

    def negation(self, c: list[Any]) -> Node:
        at = c[0].start_pos
        operand = c[1]
        if isinstance(operand, tree.Constant) and isinstance(operand.value, Decimal):
            return tree.Constant(
                operand.value.copy_negate() if operand.value else operand.value, at=at
            )
        return tree.Negation(operand, at=at, depth=deeper(at, operand))

    def instance_of(self, c: list[Any]) -> Node:
        return tree.InstanceOf(c[0], c[3], at=c[0].at, depth=deeper(c[0].at, c[0], c[3]))

    def path(self, c: list[Any]) -> Node:
        return tree.Path(c[0], str(c[2]), at=c[2].start_pos, depth=deeper(c[0].at, c[0]))

    def filter(self, c: list[Any]) -> Node:
        return tree.Filter(c[0], c[2], at=c[0].at, depth=deeper(c[0].at, c[0], c[2]))

    def call(self, c: list[Any]) -> Node:
        function, given = c[0], (c[2] if len(c) == 4 else [])
        named = [name for name, _ in given if name is not None]
        values = [value for _, value in given]
        if named and len(named) != len(given):
            raise FeelSyntaxError(
                said="không trộn đối số có tên và không tên",
                said_en="named and positional arguments are mixed",
                offset=function.at,
            )
        depth = deeper(function.at, function, *values)
        return tree.Call(function, values, named or None, at=function.at, depth=depth)

    def arguments(self, c: list[Any]) -> list[tuple[str | None, Node]]:
        return [item for item in c if isinstance(item, tuple)]

    def positional(self, c: list[Any]) -> tuple[str | None, Node]:
        return None, c[0]

    def named(self, c: list[Any]) -> tuple[str | None, Node]:
        return str(c[0]), c[2]

    def number(self, c: list[Any]) -> Node:
        value = number(Decimal(str(c[0])))
        at = c[0].start_pos
        if value is None:
            raise FeelSyntaxError(
                said="số quá lớn", said_en="the number is out of range", offset=at
            )
        return tree.Constant(CONTEXT.plus(value), at=at)

    def string(self, c: list[Any]) -> Node:
        return tree.Constant(unescape(str(c[0]), c[0].start_pos), at=c[0].start_pos)

    def temporal(self, c: list[Any]) -> Node:
        return tree.Temporal(unescape(str(c[0]), c[0].start_pos), at=c[0].start_pos)

    def literal(self, c: list[Any]) -> Node:
        value = {"TRUE": True, "FALSE": False, "NULL": None}[c[0].type]
        return tree.Constant(value, at=c[0].start_pos)

    def name(self, c: list[Any]) -> Node:
        return tree.Name(str(c[0]), at=c[0].start_pos)

    def paren(self, c: list[Any]) -> Node:
        inner: Node = c[1]
        if isinstance(inner, tree.Chain):
            inner.closed = True
        return inner

    def list_literal(self, c: list[Any]) -> Node:
        items = c[1] if len(c) == 3 else []
        at = c[0].start_pos
        return tree.ListLiteral(items, at=at, depth=deeper(at, *items))

    def context(self, c: list[Any]) -> Node:
        entries = [item for item in c if isinstance(item, tuple)]
        at = c[0].start_pos
        return tree.ContextLiteral(entries, at=at, depth=deeper(at, *(v for _, v in entries)))

    def entry(self, c: list[Any]) -> tuple[str, Node]:
        key = c[0]
        text = unescape(str(key), key.start_pos) if key.type == "STRING" else str(key)
        return text, c[2]

    def interval(self, c: list[Any]) -> Node:
        at = c[0].start_pos
        return tree.Interval(
            c[1], c[3], c[0].type == "LSQ", c[4].type == "RSQ", at=at, depth=deeper(at, c[1], c[3])
        )

    def if_(self, c: list[Any]) -> Node:
        at = c[0].start_pos
        return tree.If(c[1], c[3], c[5], at=at, depth=deeper(at, c[1], c[3], c[5]))

    def for_(self, c: list[Any]) -> Node:
        at = c[0].start_pos
        return tree.For(c[1], c[3], at=at, depth=deeper(at, c[3], *c[1]) + 1)

    def quantified(self, c: list[Any]) -> Node:
        at = c[0].start_pos
        every = c[0].type == "EVERY"
        return tree.Quantified(every, c[1], c[3], at=at, depth=deeper(at, c[3], *c[1]) + 1)

    def iterators(self, c: list[Any]) -> Any:
        return [item for item in c if isinstance(item, tree.Iterator)]

    def iterator(self, c: list[Any]) -> Node:
        end = c[4] if len(c) == 5 else None
        at = c[0].start_pos
        return tree.Iterator(str(c[0]), c[2], end, at=at, depth=deeper(at, c[2], end))

    def function(self, c: list[Any]) -> Node:
        parameters = c[2] if len(c) == 5 else []
        at = c[0].start_pos
        names, types = [n for n, _ in parameters], [t for _, t in parameters]
        return tree.FunctionLiteral(names, types, c[-1], at=at, depth=deeper(at, c[-1]))

    def parameters(self, c: list[Any]) -> Any:
        return [item for item in c if isinstance(item, tuple)]

    def parameter(self, c: list[Any]) -> tuple[str, tree.TypeExpression | None]:
        return str(c[0]), (c[2] if len(c) == 3 else None)

    def plain_type(self, c: list[Any]) -> Node:
        return tree.TypeExpression("".join(str(t) for t in c), at=c[0].start_pos)

    def generic_type(self, c: list[Any]) -> Node:
        at = c[0].start_pos
        return tree.TypeExpression(str(c[0]), [c[2]], at=at, depth=deeper(at, c[2]))

    def context_type(self, c: list[Any]) -> Node:
        entries = [item for item in c if isinstance(item, tuple)]
        at = c[0].start_pos
        parts = [part for _, part in entries]
        keys = [key for key, _ in entries]
        return tree.TypeExpression(str(c[0]), parts, keys, at=at, depth=deeper(at, *parts))

    def function_type(self, c: list[Any]) -> Node:
        at = c[0].start_pos
        parts = [item for item in c if isinstance(item, tree.TypeExpression)]
        return tree.TypeExpression("function", parts, at=at, depth=deeper(at, *parts))

    def type_entry(self, c: list[Any]) -> tuple[str, Node]:
        return str(c[0]), c[2]
