"""Functions: how built-ins are declared, how arguments find their parameters.

A built-in is declared by a line such as ``"string: string, start position: number, length?:
number"``: names, types, '?' for optional, '...' for variadic, '|' between types. Arguments of
another type turn the call into null with a warning, after the standard's singleton conversions
(a list of one for its item, an item for the list of it).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from engine.process.feel.errors import FeelEvaluationError
from engine.process.feel.numbers import number
from engine.process.feel.values import FeelFunction, Run, Value, adapt, kind

Implementation = Callable[..., Value]
Call = Callable[[Run, Sequence[Value]], Value]


@dataclass(frozen=True, slots=True)
class Function:
    """A host's function, a pure builder: ``call`` takes the arguments by position.

    Missing arguments are handed over as None; a variadic one takes any number beyond the last
    name. What it returns is adapted to a FEEL value; an exception becomes FeelEvaluationError.
    """

    name: str
    parameters: tuple[str, ...]
    call: Callable[..., object]
    variadic: bool = False


@dataclass(frozen=True, slots=True)
class Parameter:
    """``kinds`` is empty where any value is welcome, null included."""

    name: str
    kinds: frozenset[str]
    optional: bool
    nullable: bool


@dataclass(frozen=True, slots=True)
class Overload:
    """One way to call a built-in."""

    parameters: tuple[Parameter, ...]
    variadic: bool
    call: Implementation

    def accepts(self, count: int) -> bool:
        """Whether so many positional arguments fit."""
        least = sum(not p.optional for p in self.parameters)
        return least <= count and (self.variadic or count <= len(self.parameters))


BUILTINS: dict[str, FeelFunction] = {}
_OVERLOADS: dict[str, list[Overload]] = {}
_MISMATCH = object()
_SHORT = {"dtd": "days and time duration", "ymd": "years and months duration"}


def builtin(name: str, declaration: str) -> Callable[[Implementation], Implementation]:
    """Register an implementation ``(run, *arguments)``; several for one name are tried in order."""

    def register(call: Implementation) -> Implementation:
        overloads = _OVERLOADS.setdefault(name, [])
        overloads.append(_overload(declaration, call))
        counts = [len(o.parameters) for o in overloads]
        least = min(sum(not p.optional for p in o.parameters) for o in overloads)
        variadic = any(o.variadic for o in overloads)
        BUILTINS[name] = FeelFunction(
            name,
            tuple(tuple(p.name for p in o.parameters) for o in overloads),
            lambda run, args: _dispatch(name, overloads, run, args),
            least,
            None if variadic else max(counts),
            named=tuple(_by_name(name, overloads)),
        )
        return call

    return register


def _by_name(name: str, overloads: list[Overload]) -> Iterator[Call]:
    """For each overload: the call of those whose parameters have its names."""
    for one in overloads:
        names = [p.name for p in one.parameters]
        same = [o for o in overloads if [p.name for p in o.parameters] == names]
        yield partial(_dispatch, name, same)


def _overload(declaration: str, call: Implementation) -> Overload:
    parameters: list[Parameter] = []
    variadic = False
    for part in filter(None, (p.strip() for p in declaration.split(","))):
        name, _, kinds = (s.strip() for s in part.partition(":"))
        variadic = variadic or name.endswith("...")
        optional = name.endswith(("?", "..."))
        names = frozenset(
            _SHORT.get(k.strip(), k.strip()) for k in kinds.split("|") if k.strip() != "any"
        )
        parameters.append(Parameter(name.rstrip("?."), names, optional, name.endswith("?")))
    return Overload(tuple(parameters), variadic, call)


def _dispatch(name: str, overloads: list[Overload], run: Run, args: Sequence[Value]) -> Value:
    run.spend(1)
    for convert in (False, True):
        for overload in overloads:
            if overload.accepts(len(args)):
                fitted = _fit(overload, args, convert)
                if fitted is not None:
                    return overload.call(run, *fitted)
    given = ", ".join(kind(arg) for arg in args)
    run.null(f"{name}({given}) does not fit the function's parameters")
    return None


def _fit(overload: Overload, args: Sequence[Value], convert: bool) -> list[Value] | None:
    fitted: list[Value] = []
    last = len(overload.parameters) - 1
    for index, arg in enumerate(args):
        value = _fit_one(overload.parameters[min(index, last)], arg, convert)
        if value is _MISMATCH:
            return None
        fitted.append(value)
    return fitted


def _fit_one(parameter: Parameter, value: Value, convert: bool) -> Value:
    kinds = parameter.kinds
    if not kinds:
        return value
    found = kind(value)
    if found in kinds:
        if found == "number":
            return number(value) if number(value) is not None else _MISMATCH
        return value
    if value is None:
        return None if parameter.nullable else _MISMATCH
    if convert and "list" in kinds:
        return [value]
    if convert and isinstance(value, list) and len(value) == 1 and value[0] is not None:
        return _fit_one(parameter, value[0], False)
    return _MISMATCH


def arrange(function: FeelFunction, names: Sequence[str]) -> tuple[Call, list[int]] | None:
    """For named arguments: what to call, and which stands at each position (-1: none); or None."""
    if len(set(names)) != len(names):
        return None
    for index, signature in enumerate(function.signatures):
        if set(names) <= set(signature):
            order = [names.index(p) if p in names else -1 for p in signature]
            while order and order[-1] == -1:
                order.pop()
            return (function.named[index] if function.named else function.call), order
    return None


def from_host(function: Function) -> FeelFunction:
    """A host's function as a value."""
    parameters = function.parameters

    def call(run: Run, args: Sequence[Value]) -> Value:
        run.spend(1)
        if len(args) > len(parameters) and not function.variadic:
            run.null(f"{function.name} takes {len(parameters)} arguments, not {len(args)}")
            return None
        padded: list[Any] = [*args, *([None] * (len(parameters) - len(args)))]
        try:
            return adapt(function.call(*padded))
        except FeelEvaluationError:
            raise
        except Exception as error:
            raise FeelEvaluationError(
                said=f"hàm {function.name} báo lỗi {error}",
                said_en=f"the function {function.name} failed: {error}",
            ) from error

    most = None if function.variadic else len(parameters)
    return FeelFunction(function.name, (parameters,), call, 0, most)
