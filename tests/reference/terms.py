"""The few expressions that random processes use: computed here, printed as FEEL for the engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

Value = Any
Look = Callable[[str], Value]
Comparison = Literal["<", "<=", "=", ">=", ">"]


class Part:
    """What is drawn and never changes: copies of a world share it."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Const(Part):
    """A number, a word, a truth value or a list of numbers."""

    value: int | str | bool | tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Var(Part):
    """A variable by name."""

    name: str


@dataclass(frozen=True, slots=True)
class Plus(Part):
    """A variable and a number added; unknown where the variable is no number."""

    name: str
    more: int


@dataclass(frozen=True, slots=True)
class Compare(Part):
    """A variable against a constant; unknown (not true) where they cannot be compared."""

    name: str
    how: Comparison
    value: int | str | bool


@dataclass(frozen=True, slots=True)
class Both(Part):
    """Two comparisons that must both hold."""

    left: Compare
    right: Compare


Term = Const | Var | Plus | Compare | Both


def evaluate(term: Term, look: Look) -> Value:
    """The value under the variables ``look`` finds (None: unknown)."""
    match term:
        case Const(value):
            return list(value) if isinstance(value, tuple) else value
        case Var(name):
            return look(name)
        case Plus(name, more):
            found = look(name)
            return found + more if _number(found) else None
        case Compare(name, how, value):
            return _compare(look(name), how, value)
        case Both(left, right):
            sides = (evaluate(left, look), evaluate(right, look))
            return False if False in sides else None if None in sides else True


def holds(term: Term, look: Look) -> bool:
    """Whether a condition is true; unknown is not."""
    return evaluate(term, look) is True


def names(term: Term) -> set[str]:
    """The variables it reads."""
    match term:
        case Const():
            return set()
        case Both(left, right):
            return {left.name, right.name}
        case Var(name) | Plus(name, _) | Compare(name, _, _):
            return {name}


def feel(term: Term) -> str:
    """The same expression as FEEL."""
    match term:
        case Const(value):
            return _literal(value)
        case Var(name):
            return name
        case Plus(name, more):
            return f"{name} + {more}"
        case Compare(name, how, value):
            return f"{name} {how} {_literal(value)}"
        case Both(left, right):
            return f"{feel(left)} and {feel(right)}"


def _literal(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return f"[{', '.join(map(str, value))}]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _number(value: Value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _compare(found: Value, how: Comparison, value: int | str | bool) -> Value:
    if how == "=":
        return type(found) is type(value) and found == value
    if not (_number(found) and _number(value)):
        return None
    return {"<": found < value, "<=": found <= value, ">=": found >= value, ">": found > value}[how]
