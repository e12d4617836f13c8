"""Boxed contexts, functions and invocations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from lxml import etree

from engine.process.dmn.boxed import boxed, closure_of, expression_in, missing, within
from engine.process.dmn.findings import Place
from engine.process.dmn.problems import Problem, report
from engine.process.dmn.scope import Scope, fitted, nothing
from engine.process.dmn.source import child, children, name_of, tag
from engine.process.dmn.types import MISFIT, Type, fitter, result_of
from engine.process.feel.compiling.calls import invoke
from engine.process.feel.errors import FeelLimitExceeded
from engine.process.feel.values import MAX_CALL_DEPTH, Closure, Env, FeelFunction, Run, Value

Fit = Callable[[Value, Run], Value]
WEIGHT = 2
"""What one call counts against the depth of calls."""


@boxed("context")
def _context(node: etree._Element, scope: Scope, place: Place, depth: int) -> Closure:
    entries: list[tuple[str, Closure]] = []
    result: Closure | None = None
    for entry in children(node, "contextEntry"):
        variable = child(entry, "variable")
        name = name_of(variable) if variable is not None else ""
        said = (f"mục «{name}»", f"entry '{name}'") if name else ("kết quả", "the result")
        made = within(entry, scope, place, depth, *said)
        if variable is not None:
            type_ = scope.type_of(variable, place)
            made = declared(expression_in(entry), made, type_, place.at(entry, *said))
        if not name:
            result = made
            continue
        if any(name == known for known, _ in entries):
            scope.reading.findings.add(
                "dmn-entry-name", place.at(entry, *said), "tên mục bị trùng.", "the entry's name is used twice."
            )  # fmt: skip
        entries.append((name, made))
        scope = scope.bind(name)
    return _evaluated(entries, result)


def _evaluated(entries: list[tuple[str, Closure]], result: Closure | None) -> Closure:
    def closure(env: Env) -> Value:
        found: dict[str, Value] = {}
        run, slots = env.run, env.slots
        run.spend(len(entries) + 1)
        for name, made in entries:
            value = made(env)
            found[name] = value
            env = Env({**env.context, name: value}, slots, run)
        return found if result is None else result(env)

    return closure


def declared(
    logic: etree._Element | None, closure: Closure, type_: Type | None, place: Place
) -> Closure:
    """A closure with the type its variable declares.

    Of a function definition that is the function's type, or (as DMN 1.1 writes it) the type of
    what it returns: either way each result is converted.
    """
    if logic is None or tag(logic) != "functionDefinition":
        return fitted(closure, type_, place)
    result = result_of(type_)
    if fitter(result) is None:
        return closure

    def made(env: Env) -> Value:
        inner = closure(env)
        if not isinstance(inner, FeelFunction):
            return inner
        called = inner.call

        def call(run: Run, args: Sequence[Value]) -> Value:
            return fitted(lambda _: called(run, args), result, place)(Env({}, (), run))

        return replace(inner, call=call)

    return made


def _enter(run: Run) -> None:
    run.spend(1)
    run.depth += WEIGHT
    if run.depth > MAX_CALL_DEPTH:
        raise FeelLimitExceeded(
            what="độ sâu gọi hàm", what_en="depth of calls", limit=MAX_CALL_DEPTH // WEIGHT
        )


def function(
    name: str,
    parameters: Sequence[tuple[str, Type | None]],
    body: Closure,
    context: dict[str, Value],
    element: str,
) -> FeelFunction:
    """A function whose body reads ``context`` and its parameters.

    An argument that does not conform to its parameter's type is null, with a Problem. A wrong
    count of arguments makes the call null.
    """
    names = tuple(known for known, _ in parameters)
    fits = [fitter(type_) for _, type_ in parameters]

    def call(run: Run, args: Sequence[Value]) -> Value:
        if len(args) != len(names):
            run.null(f"{name} takes {len(names)} arguments, not {len(args)}")
            return None
        given = (
            _fitted(arg, fit, run, name, known, element)
            for known, fit, arg in zip(names, fits, args, strict=True)
        )
        inner = context | dict(zip(names, given, strict=True))
        _enter(run)
        try:
            return body(Env(inner, (), run))
        finally:
            run.depth -= WEIGHT

    return FeelFunction(name, (names,), call, len(names), len(names))


def _fitted(
    arg: Value, fit: Fit | None, run: Run, name: str, parameter: str, element: str
) -> Value:
    """An argument as its parameter wants it; null, with a Problem, if it does not conform."""
    value = arg if fit is None else fit(arg, run)
    if value is not MISFIT:
        return value
    vi = f"Đối số «{parameter}» của «{name}» không thuộc kiểu đã khai báo."
    en = f"The argument '{parameter}' of '{name}' does not conform to its declared type."
    report(run, Problem("dmn-type", element, vi, en))
    return None


def parameters_of(
    node: etree._Element, scope: Scope, place: Place
) -> list[tuple[str, Type | None]]:
    """The formal parameters of a function: names and types."""
    found: list[tuple[str, Type | None]] = []
    for parameter in children(node, "formalParameter"):
        name = name_of(parameter)
        if not name or any(name == known for known, _ in found):
            scope.reading.findings.add(
                "dmn-parameter-name", place.at(parameter), "mỗi tham số cần một tên riêng.",
                "each parameter needs a name of its own.",
            )  # fmt: skip
        found.append((name, scope.type_of(parameter, place.at(parameter))))
    return found


def body_of(node: etree._Element, scope: Scope, place: Place, depth: int = 0) -> Closure:
    """The body of a function whose parameters ``scope`` knows; Java and PMML get a finding."""
    kind = node.get("kind") or "FEEL"
    if kind.upper() != "FEEL":
        scope.reading.findings.add(
            "dmn-function-kind", place, f"hàm kiểu {kind} không được hỗ trợ. Hãy viết hàm bằng FEEL.",
            f"functions of the kind {kind} are not supported. Write it in FEEL.",
        )  # fmt: skip
        return nothing
    body = expression_in(node)
    if body is None:
        missing(scope, place)
        return nothing
    made = closure_of(body, scope, place, depth + 1)
    return fitted(made, result_of(scope.type_of(node, place)), place)


@boxed("functionDefinition")
def _function(node: etree._Element, scope: Scope, place: Place, depth: int) -> Closure:
    parameters = parameters_of(node, scope, place)
    body = body_of(node, scope.bind(*(name for name, _ in parameters)), place, depth)
    element = place.element

    def closure(env: Env) -> Value:
        return function("function", parameters, body, dict(env.context), element)

    return closure


@boxed("invocation")
def _invocation(node: etree._Element, scope: Scope, place: Place, depth: int) -> Closure:
    called = expression_in(node)
    if called is None:
        missing(scope, place)
        return nothing
    callee = closure_of(
        called, scope, place.at(called, "hàm được gọi", "the function called"), depth + 1
    )
    names: list[str] = []
    bound: list[Closure] = []
    for binding in children(node, "binding"):
        parameter = child(binding, "parameter")
        name = name_of(parameter) if parameter is not None else ""
        said = (f"đối số «{name}»", f"argument '{name}'")
        made: Closure = nothing
        if expression_in(binding) is not None:
            made = within(binding, scope, place, depth, *said)
        if parameter is not None:
            made = fitted(made, scope.type_of(parameter, place), place.at(binding, *said))
        names.append(name)
        bound.append(made)

    def closure(env: Env) -> Value:
        args = [made(env) for made in bound]
        return invoke(callee(env), args, names, env.run)

    return closure
