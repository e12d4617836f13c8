"""Logic, comparison, arithmetic, instance of."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal

from engine.process.feel import tree
from engine.process.feel.arithmetic import calculate, negate
from engine.process.feel.compare import compare, equal, relation, truth
from engine.process.feel.compiling.core import Compiler, handles
from engine.process.feel.numbers import CONTEXT, ZERO
from engine.process.feel.scope import Scope
from engine.process.feel.types import type_test
from engine.process.feel.values import Closure, Env, Value

_PYTHON: dict[str, Callable[[int | Decimal, int | Decimal], bool]] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt,
    "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_DECIMAL: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": CONTEXT.add,
    "-": CONTEXT.subtract,
    "*": CONTEXT.multiply,
}


@handles(tree.Chain)
def _chain(compiler: Compiler, node: tree.Chain, scope: Scope | None) -> Closure:
    first = compiler.closure(node.first, scope)
    rest = [(sign, compiler.closure(operand, scope)) for sign, operand in node.rest]
    if node.level in ("and", "or"):
        return _logic([first, *(closure for _, closure in rest)], node.level == "or")
    if len(rest) == 1:
        return _binary(rest[0][0], first, rest[0][1])

    def closure(env: Env) -> Value:
        value = first(env)
        for sign, operand in rest:
            value = calculate(sign, value, operand(env), env.run)
        return value

    return closure


def _logic(operands: list[Closure], decisive: bool) -> Closure:
    """Conjunction (decisive False) or disjunction (True), three-valued, left to right."""
    if len(operands) == 2:
        return _logic_of_two(operands[0], operands[1], decisive)

    def closure(env: Env) -> Value:
        unknown = False
        for operand in operands:
            value = operand(env)
            if value is decisive:
                return decisive
            unknown = unknown or truth(value) is None
        return None if unknown else not decisive

    return closure


def _logic_of_two(left: Closure, right: Closure, decisive: bool) -> Closure:
    other = not decisive

    def closure(env: Env) -> Value:
        a = left(env)
        if a is decisive:
            return decisive
        b = right(env)
        if b is decisive:
            return decisive
        return other if a is other and b is other else None

    return closure


def _binary(sign: str, left: Closure, right: Closure) -> Closure:
    fast = _DECIMAL.get(sign)
    if fast is None:
        return lambda env: calculate(sign, left(env), right(env), env.run)

    def closure(env: Env) -> Value:
        a, b = left(env), right(env)
        if type(a) is Decimal and type(b) is Decimal:
            result = fast(a, b)
            if result.is_finite():
                return result or ZERO
        return calculate(sign, a, b, env.run)

    return closure


@handles(tree.Power)
def _power(compiler: Compiler, node: tree.Power, scope: Scope | None) -> Closure:
    base, exponent = compiler.closure(node.base, scope), compiler.closure(node.exponent, scope)
    return lambda env: calculate("**", base(env), exponent(env), env.run)


@handles(tree.Negation)
def _negation(compiler: Compiler, node: tree.Negation, scope: Scope | None) -> Closure:
    operand = compiler.closure(node.operand, scope)
    return lambda env: negate(operand(env), env.run)


@handles(tree.Comparison)
def _comparison(compiler: Compiler, node: tree.Comparison, scope: Scope | None) -> Closure:
    left, right = compiler.closure(node.left, scope), compiler.closure(node.right, scope)
    sign = node.operator
    if isinstance(node.right, tree.Constant):
        if isinstance(node.right.value, Decimal):
            return _against_number(sign, left, node.right.value)
        if isinstance(node.right.value, str) and sign in ("=", "!="):
            return _against_string(sign == "=", left, node.right.value)

    def closure(env: Env) -> Value:
        return relation(sign, left(env), right(env), env.run)

    return closure


def _against_number(sign: str, left: Closure, constant: Decimal) -> Closure:
    compare_ = _PYTHON[sign]
    integral = constant.copy_abs() < 2**62 and constant == int(constant)
    quick: int | Decimal = int(constant) if integral else constant

    def closure(env: Env) -> Value:
        value = left(env)
        if type(value) is int:
            return compare_(value, quick)
        return relation(sign, value, constant, env.run)

    return closure


def _against_string(same: bool, left: Closure, constant: str) -> Closure:
    def closure(env: Env) -> Value:
        value = left(env)
        if type(value) is str:
            return (value == constant) is same
        found = equal(value, constant, env.run)
        return None if found is None else found is same

    return closure


@handles(tree.Between)
def _between(compiler: Compiler, node: tree.Between, scope: Scope | None) -> Closure:
    value = compiler.closure(node.value, scope)
    low, high = compiler.closure(node.low, scope), compiler.closure(node.high, scope)

    def closure(env: Env) -> Value:
        found = value(env)
        above, below = compare(found, low(env)), compare(found, high(env))
        if above is None or below is None:
            env.run.null("between compares values of different types")
            return None
        return above >= 0 and below <= 0

    return closure


@handles(tree.InstanceOf)
def _instance_of(compiler: Compiler, node: tree.InstanceOf, scope: Scope | None) -> Closure:
    value, test = compiler.closure(node.value, scope), type_test(node.type, compiler.types)
    if test is None:
        raise compiler.unknown(node.type, node.type.name, scope)
    return lambda env: test(value(env), env.run)
