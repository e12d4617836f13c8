"""if, for, some, every and function literals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

from engine.process.feel import tree
from engine.process.feel.compiling.core import Compiler, handles
from engine.process.feel.errors import FeelLimitExceeded
from engine.process.feel.scope import Scope, bind, size
from engine.process.feel.sequences import domain, span
from engine.process.feel.signatures import signature_of
from engine.process.feel.temporal import UTC, midnight
from engine.process.feel.types import Test, type_test
from engine.process.feel.values import (
    MAX_CALL_DEPTH,
    MAX_LIST,
    Closure,
    Env,
    FeelFunction,
    Run,
    Value,
)

Domain = Callable[[Env], "Sequence[Value] | None"]


@handles(tree.If)
def _if(compiler: Compiler, node: tree.If, scope: Scope | None) -> Closure:
    condition = compiler.closure(node.condition, scope)
    then, otherwise = compiler.closure(node.then, scope), compiler.closure(node.otherwise, scope)

    def closure(env: Env) -> Value:
        return then(env) if condition(env) is True else otherwise(env)

    return closure


def _domains(
    compiler: Compiler, iterators: list[tree.Iterator], scope: Scope | None
) -> tuple[list[Domain], Scope | None]:
    """Each iterator's domain, in the scope of those before it; and the scope of them all."""
    found: list[Domain] = []
    for iterator in iterators:
        start = compiler.closure(iterator.start, scope)
        end = compiler.closure(iterator.end, scope) if iterator.end else None
        found.append(_domain(start, end))
        scope = bind(scope, iterator.name)
    return found, scope


def _domain(start: Closure, end: Closure | None) -> Domain:
    if end is None:
        return lambda env: domain(start(env), env.run)
    return lambda env: span(start(env), end(env), env.run)


def _bindings(domains: list[Domain], env: Env) -> Iterator[Env | None]:
    """Every combination as an Env, the last iterator fastest; None once where a domain is null."""
    if not domains:
        yield env
        return
    items = domains[0](env)
    if items is None:
        yield None
        return
    context, slots, run = env.context, env.slots, env.run
    for item in items:
        run.spend(1)
        yield from _bindings(domains[1:], Env(context, (*slots, item), run))


@handles(tree.For)
def _for(compiler: Compiler, node: tree.For, scope: Scope | None) -> Closure:
    outer = bind(scope, "partial")
    domains, inner = _domains(compiler, node.iterators, outer)
    result = compiler.closure(node.result, inner)
    partial = outer.slot if "partial" in compiler.text else None

    def closure(env: Env) -> Value:
        results: list[Value] = []
        for bound in _bindings(domains, Env(env.context, (*env.slots, []), env.run)):
            if bound is None:
                return None
            if partial is not None:
                bound.slots = _with_results(bound.slots, partial, results, env.run)
            results.append(result(bound))
            if len(results) > MAX_LIST:
                env.run.size(len(results))
        return results

    return closure


def _with_results(
    slots: tuple[Value, ...], slot: int, results: list[Value], run: Run
) -> tuple[Value, ...]:
    """The slots with a copy of the results so far under ``partial``."""
    run.spend(len(results) >> 4)
    return (*slots[:slot], list(results), *slots[slot + 1 :])


@handles(tree.Quantified)
def _quantified(compiler: Compiler, node: tree.Quantified, scope: Scope | None) -> Closure:
    domains, inner = _domains(compiler, node.iterators, scope)
    condition = compiler.closure(node.condition, inner)
    decisive = not node.every

    def closure(env: Env) -> Value:
        unknown = False
        for bound in _bindings(domains, env):
            verdict = None if bound is None else condition(bound)
            if verdict is decisive:
                return decisive
            unknown = unknown or verdict is not (not decisive)
        return None if unknown else not decisive

    return closure


@handles(tree.FunctionLiteral)
def _function(compiler: Compiler, node: tree.FunctionLiteral, scope: Scope | None) -> Closure:
    names = tuple(node.parameters)
    if len(set(names)) != len(names):
        raise compiler.refused(node, "tham số bị lặp", "a parameter is repeated")
    tests = [_parameter_test(compiler, type_, scope) for type_ in node.types]
    inner = scope
    for name in names:
        inner = bind(inner, name)
    declared = signature_of(node)
    body, weight, base = compiler.closure(node.body, inner), node.body.depth, size(scope)

    def closure(env: Env) -> Value:
        context, slots = env.context, env.slots[:base]

        def call(run: Run, args: Sequence[Value]) -> Value:
            given = _checked(args, tests, run)
            if given is None:
                return None
            _enter(run, weight)
            try:
                return body(Env(context, slots + given, run))
            finally:
                run.depth -= weight

        return FeelFunction("function", (names,), call, len(names), len(names), declared)

    return closure


def _parameter_test(
    compiler: Compiler, type_: tree.TypeExpression | None, scope: Scope | None
) -> Test | None:
    if type_ is None or type_.name == "Any":
        return None
    test = type_test(type_, compiler.types)
    if test is None:
        raise compiler.unknown(type_, type_.name, scope)
    return test


def _checked(args: Sequence[Value], tests: list[Test | None], run: Run) -> tuple[Value, ...] | None:
    """The arguments, converted as the standard tells (singletons, a date's midnight in UTC); None where one has the wrong type."""
    if len(args) != len(tests):
        run.null(f"the function takes {len(tests)} arguments, not {len(args)}")
        return None
    fitted: list[Value] = []
    for arg, test in zip(args, tests, strict=True):
        if test is None or arg is None or test(arg, run):
            fitted.append(arg)
        elif isinstance(arg, list) and len(arg) == 1 and test(arg[0], run):
            fitted.append(arg[0])
        elif type(arg) is dt.date and test(midnight(arg, UTC), run):
            fitted.append(midnight(arg, UTC))
        elif test([arg], run):
            fitted.append([arg])
        else:
            run.null("an argument has not the type its parameter declares")
            return None
    return tuple(fitted)


def _enter(run: Run, weight: int) -> None:
    run.spend(1)
    run.depth += weight
    if run.depth > MAX_CALL_DEPTH:
        raise FeelLimitExceeded(
            what="độ sâu gọi hàm", what_en="depth of calls", limit=MAX_CALL_DEPTH
        )
