"""Types of values: which conform, and which the standard converts so that they do.

A value that neither conforms nor converts gives null. Null conforms to every type.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from engine.process.feel.temporal import UTC, midnight
from engine.process.feel.types import Test
from engine.process.feel.values import Closure, Env, FeelFunction, Run, Value, kind

MISFIT = object()


class Type(Protocol):
    """A type. ``holds`` is asked of values that are not null.

    ``strict`` False leaves allowed values out of account, as ``instance of`` does.
    """

    @property
    def name(self) -> str:
        """As messages call it."""
        ...

    def holds(self, value: Value, run: Run, strict: bool = True) -> bool:
        """Whether a value conforms."""
        ...


@dataclass(frozen=True, slots=True)
class Simple:
    """A type of the language itself."""

    name: str

    def holds(self, value: Value, run: Run, strict: bool = True) -> bool:
        """By the kind of the value."""
        return kind(value) == self.name


@dataclass(frozen=True, slots=True)
class Tested:
    """A type told by a test: ``Any``, ``list<number>``, ``range<date>``."""

    name: str
    test: Test

    def holds(self, value: Value, run: Run, strict: bool = True) -> bool:
        """By the test."""
        return self.test(value, run)


@dataclass(slots=True)
class Reference:
    """A type by its name, bound once all item definitions are read."""

    name: str
    target: Type | None = None

    def holds(self, value: Value, run: Run, strict: bool = True) -> bool:
        """As the type it stands for."""
        return self.target is None or self.target.holds(value, run, strict)


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list whose items conform, or are null."""

    name: str
    item: Type

    def holds(self, value: Value, run: Run, strict: bool = True) -> bool:
        """A list, item by item."""
        if not isinstance(value, list):
            return False
        run.spend(len(value) + 1)
        return all(item is None or self.item.holds(item, run, strict) for item in value)


@dataclass(frozen=True, slots=True)
class ContextOf:
    """A context that has every component, each conforming or null; it may have more."""

    name: str
    entries: Mapping[str, Type]

    def holds(self, value: Value, run: Run, strict: bool = True) -> bool:
        """A context, entry by entry."""
        if not isinstance(value, dict):
            return False
        run.spend(len(self.entries) + 1)
        return all(
            key in value and (value[key] is None or type_.holds(value[key], run, strict))
            for key, type_ in self.entries.items()
        )


@dataclass(frozen=True, slots=True)
class FunctionOf:
    """A function, with the types of its parameters and of what it returns."""

    name: str
    count: int | None
    result: Type | None
    parameters: Mapping[str, Type | None] = field(default_factory=dict)

    def holds(self, value: Value, run: Run, strict: bool = True) -> bool:
        """A function that takes so many arguments: their types only show when it is called."""
        if not isinstance(value, FeelFunction):
            return False
        most = value.most
        return self.count is None or (
            value.least <= self.count and (most is None or self.count <= most)
        )


@dataclass(frozen=True, slots=True)
class Constrained:
    """A type of which only the values that pass unary tests are allowed."""

    name: str
    base: Type
    allowed: Closure = field(repr=False)
    text: str = ""

    def holds(self, value: Value, run: Run, strict: bool = True) -> bool:
        """The base type's value, and allowed."""
        if not self.base.holds(value, run, strict):
            return False
        return not strict or self.allowed(Env({"?": value}, (), run)) is True


def bare(type_: Type | None) -> Type | None:
    """What a type is in the end, without references and constraints."""
    for _ in range(100):
        if isinstance(type_, Reference):
            type_ = type_.target
        elif isinstance(type_, Constrained):
            type_ = type_.base
        else:
            break
    return type_


def allowed_text(type_: Type | None) -> str:
    """The allowed values of a constrained type as its text, or of a list's items; or ''."""
    for _ in range(100):
        if isinstance(type_, Reference):
            type_ = type_.target
        elif isinstance(type_, ListOf):
            type_ = type_.item
        else:
            break
    return type_.text if isinstance(type_, Constrained) else ""


def result_of(type_: Type | None) -> Type | None:
    """Of a function's type what it returns; any other type is itself (as DMN 1.1 writes it)."""
    found = bare(type_)
    return found.result if isinstance(found, FunctionOf) else type_


def parameter_of(type_: Type | None, name: str) -> Type | None:
    """What a function's type says of a parameter."""
    found = bare(type_)
    return found.parameters.get(name) if isinstance(found, FunctionOf) else None


def fitter(type_: Type | None) -> Callable[[Value, Run], Value] | None:
    """A function that gives a value as the type wants it, or MISFIT; None if all are welcome.

    Conversions: a list of one for its item, an item for the list of it, a date for its midnight
    in UTC.
    """
    wanted = bare(type_)
    if type_ is None or wanted is None:
        return None
    holds = type_.holds
    listed = isinstance(wanted, ListOf) or wanted.name.startswith("list")
    moment = wanted.name == "date and time"

    def fit(value: Value, run: Run) -> Value:
        if value is None or holds(value, run):
            return value
        if isinstance(value, list):
            if len(value) != 1:
                return MISFIT
            return value[0] if value[0] is None or holds(value[0], run) else MISFIT
        if listed:
            return [value] if holds([value], run) else MISFIT
        if moment and type(value) is dt.date:
            converted = midnight(value, UTC)
            return converted if holds(converted, run) else MISFIT
        return MISFIT

    return fit
