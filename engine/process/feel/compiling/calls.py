"""Invocations, by position or by name."""

from __future__ import annotations

from collections.abc import Sequence

from engine.process.feel import tree
from engine.process.feel.compiling.core import Compiler, handles
from engine.process.feel.functions import arrange
from engine.process.feel.scope import Scope, find
from engine.process.feel.values import Closure, Env, FeelFunction, Run, Value, kind


@handles(tree.Call)
def _call(compiler: Compiler, node: tree.Call, scope: Scope | None) -> Closure:
    args = [compiler.closure(argument, scope) for argument in node.arguments]
    static = _static(compiler, node.function, scope)
    if static is not None:
        return _static_call(compiler, node, static, args)
    function, names = compiler.closure(node.function, scope), node.names

    def closure(env: Env) -> Value:
        return invoke(function(env), [arg(env) for arg in args], names, env.run)

    return closure


def _static(compiler: Compiler, node: tree.Node, scope: Scope | None) -> FeelFunction | None:
    """The function, if its name means a host function or built-in and nothing else."""
    if not isinstance(node, tree.Name):
        return None
    found = find(scope, node.name)
    if found.slot is not None or (compiler.names is not None and node.name in compiler.names):
        return None
    return compiler.function(node.name)


def _static_call(
    compiler: Compiler, node: tree.Call, function: FeelFunction, args: list[Closure]
) -> Closure:
    call = function.call
    if node.names is None:
        return lambda env: call(env.run, [arg(env) for arg in args])
    found = arrange(function, node.names)
    if found is None:
        return lambda env: invoke(function, [], node.names, env.run)
    named, order = found
    arranged = [args[index] if index >= 0 else None for index in order]
    return lambda env: named(env.run, [arg(env) if arg else None for arg in arranged])


def invoke(function: Value, args: Sequence[Value], names: list[str] | None, run: Run) -> Value:
    """Call a value; null with a warning if it is no function or the names do not fit."""
    if not isinstance(function, FeelFunction):
        run.null(f"{kind(function)} is no function")
        return None
    if names is None:
        return function.call(run, args)
    found = arrange(function, names)
    if found is None or len(args) != len(names):
        run.null(f"{function.name} has no parameters {', '.join(names)}")
        return None
    call, order = found
    return call(run, [args[i] if i >= 0 else None for i in order])
