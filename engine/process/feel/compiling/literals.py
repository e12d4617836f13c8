"""Constants, lists, contexts, intervals."""

from __future__ import annotations

from engine.process.feel import tree
from engine.process.feel.compare import compare
from engine.process.feel.compiling.core import Compiler, handles
from engine.process.feel.scope import Scope, bind
from engine.process.feel.temporal import read_literal
from engine.process.feel.values import Closure, Env, Range, Run, Value, kind


def constant(value: Value) -> Closure:
    """A closure that returns one value; ``of`` reads it back at compile time."""

    def closure(env: Env) -> Value:
        return value

    return closure


@handles(tree.Constant)
def _constant(compiler: Compiler, node: tree.Constant, scope: Scope | None) -> Closure:
    return constant(node.value)


@handles(tree.Temporal)
def _temporal(compiler: Compiler, node: tree.Temporal, scope: Scope | None) -> Closure:
    value = read_literal(node.text)
    if value is None:
        raise compiler.refused(
            node,
            f"«{node.text}» không phải ngày, giờ hay khoảng thời gian",
            f"'{node.text}' is no date, time or duration",
        )
    return constant(value)


@handles(tree.ListLiteral)
def _list(compiler: Compiler, node: tree.ListLiteral, scope: Scope | None) -> Closure:
    items = [compiler.closure(item, scope) for item in node.items]

    def closure(env: Env) -> Value:
        env.run.steps -= len(items)
        return [item(env) for item in items]

    return closure


@handles(tree.ContextLiteral)
def _context(compiler: Compiler, node: tree.ContextLiteral, scope: Scope | None) -> Closure:
    entries: list[tuple[str, Closure]] = []
    keys: set[str] = set()
    for key, value in node.entries:
        if key in keys:
            raise compiler.refused(value, f"khóa «{key}» bị lặp", f"the key '{key}' is repeated")
        keys.add(key)
        entries.append((key, compiler.closure(value, scope)))
        scope = bind(scope, key)

    def closure(env: Env) -> Value:
        result: dict[str, Value] = {}
        for key, value in entries:
            found = value(env)
            result[key] = found
            env = Env(env.context, (*env.slots, found), env.run)
        env.run.spend(len(entries))
        return result

    return closure


@handles(tree.Interval)
def _interval(compiler: Compiler, node: tree.Interval, scope: Scope | None) -> Closure:
    start, end = compiler.closure(node.start, scope), compiler.closure(node.end, scope)
    left, right = node.start_included, node.end_included

    def closure(env: Env) -> Value:
        return interval(start(env), end(env), left, right, env.run)

    return closure


def interval(
    start: Value, end: Value, left: bool, right: bool, run: Run, sign: str = ""
) -> Range | None:
    """A range; null where its ends have no common order. A null end is unbounded."""
    if start is None and end is None:
        run.null("a range needs an end")
        return None
    if (start is not None and end is not None and compare(start, end) is None) or (
        (start is None or end is None) and compare(start or end, start or end) is None
    ):
        run.null(f"{kind(start)} and {kind(end)} are no ends of a range")
        return None
    return Range(start, end, left and start is not None, right and end is not None, sign)
