"""``in`` and unary tests."""

from __future__ import annotations

from collections.abc import Callable

from engine.process.feel import tree
from engine.process.feel.compare import any_of, equal, member, relation
from engine.process.feel.compiling.core import INPUT, Compiler, handles
from engine.process.feel.compiling.literals import constant, interval
from engine.process.feel.scope import Scope, bind
from engine.process.feel.values import Closure, Env, Run, Value

Predicate = Callable[[Env, Value], "bool | None"]


@handles(tree.Membership)
def _membership(compiler: Compiler, node: tree.Membership, scope: Scope | None) -> Closure:
    value = compiler.closure(node.value, scope)
    tests = [_in_predicate(compiler, test, scope) for test in node.tests]

    def closure(env: Env) -> Value:
        found = value(env)
        return any_of(test(env, found) for test in tests)

    return closure


def _in_predicate(compiler: Compiler, node: tree.Node, scope: Scope | None) -> Predicate:
    if isinstance(node, tree.OperatorTest):
        return _operator_predicate(compiler, node, scope)
    if INPUT not in compiler.text:
        closure = compiler.closure(node, scope)
        return lambda env, value: member(value, closure(env), env.run)
    before = compiler.asked
    condition = compiler.closure(node, bind(scope, INPUT))
    asks = compiler.asked > before

    def predicate(env: Env, value: Value) -> bool | None:
        found = condition(Env(env.context, (*env.slots, value), env.run))
        if asks and (found is None or isinstance(found, bool)):
            return found
        return member(value, found, env.run)

    return predicate


def _operator_predicate(
    compiler: Compiler, node: tree.OperatorTest, scope: Scope | None
) -> Predicate:
    operand, sign = compiler.closure(node.operand, scope), node.operator
    return lambda env, value: relation(sign, value, operand(env), env.run)


@handles(tree.OperatorTest)
def _operator_test(compiler: Compiler, node: tree.OperatorTest, scope: Scope | None) -> Closure:
    """As a value, ``< 5`` is the range of what passes."""
    operand, sign = compiler.closure(node.operand, scope), node.operator
    return lambda env: _as_range(sign, operand(env), env.run)


def _as_range(sign: str, end: Value, run: Run) -> Value:
    if sign in ("=", "!="):
        return interval(end, end, sign == "=", sign == "=", run, sign)
    if sign in ("<", "<="):
        return interval(None, end, False, sign == "<=", run, sign)
    return interval(end, None, sign == ">=", False, run, sign)


@handles(tree.Wildcard)
def _wildcard(compiler: Compiler, node: tree.Wildcard, scope: Scope | None) -> Closure:
    return constant(True)


@handles(tree.Tests)
def _tests(compiler: Compiler, node: tree.Tests, scope: Scope | None) -> Closure:
    compiler.read.add(INPUT)
    tests = [_unary_predicate(compiler, test, scope) for test in node.tests]

    def closure(env: Env) -> Value:
        value = env.context.get(INPUT)
        return any_of(test(env, value) for test in tests)

    if not node.negated:
        return closure

    def negated(env: Env) -> Value:
        verdict = closure(env)
        return None if verdict is None else not verdict

    return negated


def _unary_predicate(compiler: Compiler, node: tree.Node, scope: Scope | None) -> Predicate:
    """An operator test, a value to equal, a list or range to be in, or a condition on ``?``."""
    if isinstance(node, tree.OperatorTest):
        return _operator_predicate(compiler, node, scope)
    before = compiler.asked
    closure = compiler.closure(node, scope)
    asks = compiler.asked > before

    def predicate(env: Env, value: Value) -> bool | None:
        found = closure(env)
        if found is True or found is False:
            if asks or not isinstance(value, bool):
                return found
            return equal(value, found, env.run)
        if asks and found is None:
            return None
        return member(value, found, env.run)

    return predicate
