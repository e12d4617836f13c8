"""An input column: which rules its cells let pass, as a bit mask (bit i is rule i).

Equal cells are tested once. Where every cell only compares with constants, the answers for
strings, booleans and numbers are worked out when the table is read: by asking the very same tests
at every constant, and between each two of them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from engine.process.dmn.problems import Problem, report
from engine.process.dmn.types import MISFIT
from engine.process.feel.numbers import number
from engine.process.feel.values import Closure, Env, Run, Value, adapt

_NUMBER = r"-?\d{1,15}(?:\.\d{1,15})?"
_STRING = r'"[^"\\]*"'
_ONE = (
    rf"(?:{_STRING}|true|false|null|(?:<=|>=|<|>|=|!=)?\s*{_NUMBER}"
    rf"|[\[\]\(]\s*{_NUMBER}\s*\.\.\s*{_NUMBER}\s*[\]\[\)])"
)
_LIST = rf"{_ONE}(?:\s*,\s*{_ONE})*"
_SIMPLE = re.compile(rf"\s*(?:-|{_LIST}|not\s*\(\s*{_LIST}\s*\))\s*")
_CONSTANT = re.compile(rf"({_STRING})|({_NUMBER})")
_ABSENT = "\x00no cell says this"
MAX_INDEXED = 2_000
Masks = Callable[[Value], int]


@dataclass(frozen=True, slots=True)
class Column:
    """``tests`` are the distinct cells with the rules they stand in; ``always`` those of "-".

    ``fit`` converts the input to its type (or MISFIT); ``allowed`` are the input values.
    """

    label: str
    table: str
    where: tuple[str, str]
    value: Closure
    always: int
    tests: tuple[tuple[Closure, int], ...]
    fit: Callable[[Value, Run], Value] | None
    allowed: Closure | None
    indexed: Mapping[type, Masks] = field(default_factory=dict, repr=False)

    def mask(self, env: Env) -> int | None:
        """The rules that pass; None where the input itself is not allowed, with a Problem."""
        value = self.value(env)
        if self.fit is not None:
            value = self.fit(value, env.run)
            if value is MISFIT:
                self._refuse(env, "không thuộc kiểu của cột", "does not conform to its type")
                return None
        if self.allowed is not None and value is not None:
            inner = Env({**env.context, "?": value}, env.slots, env.run)
            if self.allowed(inner) is not True:
                self._refuse(env, "không nằm trong các giá trị cho phép", "is not allowed")
                return None
        quick = self.indexed.get(type(value))
        return self.asked(value, env) if quick is None else quick(value)

    def asked(self, value: Value, env: Env) -> int:
        """The rules that pass, by asking every cell."""
        inner = Env({**env.context, "?": adapt(value)}, env.slots, env.run)
        env.run.spend(len(self.tests))
        mask = self.always
        for test, rules in self.tests:
            if test(inner) is True:
                mask |= rules
        return mask

    def _refuse(self, env: Env, vi: str, en: str) -> None:
        vi = f"{self.where[0]}: giá trị đầu vào {vi}"
        en = f"{self.where[1]}: the input value {en}"
        report(env.run, Problem("dmn-input-value", self.table, vi, en))


def indexed(column: Column, texts: list[str]) -> dict[type, Masks]:
    """Quick answers for a column with these cells, by type of value; {} if they are not simple."""
    if not all(len(text) <= 2_000 and _SIMPLE.fullmatch(text) for text in texts):
        return {}
    found = [match.groups() for text in texts for match in _CONSTANT.finditer(text)]
    strings = {string[1:-1] for string, _ in found if string}
    numbers = sorted({Decimal(digits) for _, digits in found if digits})
    if len(strings) + len(numbers) > MAX_INDEXED:
        return {}

    def ask(value: Value) -> int:
        return column.asked(value, Env({}, (), Run(None, None, None)))

    by_string = {string: ask(string) for string in strings}
    by_bool = {True: ask(True), False: ask(False)}
    other, spans = ask(_ABSENT), _spans(numbers, ask)
    return {
        str: lambda value: by_string.get(value, other),
        bool: lambda value: by_bool[value],
        Decimal: lambda value: _among(value, numbers, spans, ask),
        int: lambda value: _among(value, numbers, spans, ask),
    }


def _spans(numbers: list[Decimal], ask: Masks) -> list[int]:
    """Masks below the first number, at it, between it and the second, and so on."""
    if not numbers:
        return [ask(Decimal(0))]
    spans = [ask(numbers[0] - 1)]
    for low, high in zip(numbers, [*numbers[1:], numbers[-1] + 2], strict=True):
        spans += [ask(low), ask((low + high) / 2)]
    return spans


def _among(value: Value, numbers: list[Decimal], spans: list[int], ask: Masks) -> int:
    found = number(value)
    if found is None:
        return ask(value)
    index = bisect_left(numbers, found)
    exact = index < len(numbers) and numbers[index] == found
    return spans[2 * index + exact]
