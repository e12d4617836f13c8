"""A decision table, compiled: from the inputs to the rules that match to the outputs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.process.dmn.columns import Column
from engine.process.dmn.hits import Hits
from engine.process.dmn.problems import Problem, report
from engine.process.dmn.types import MISFIT
from engine.process.feel.values import Closure, Env, Run, Value


@dataclass(frozen=True, slots=True)
class Matched:
    """One reading of a table, for the audit: ``rules`` are the numbers (from 1) that matched."""

    table: str
    decision: str
    name: str
    rules: tuple[int, ...]


class Tracing(Run):
    """A run that keeps which rules matched, in the order the tables were read."""

    __slots__ = ("matched",)

    matched: list[Matched]


@dataclass(frozen=True, slots=True)
class Output:
    """An output column: the type and the values it allows."""

    fit: Callable[[Value, Run], Value] | None
    allowed: Closure | None
    where: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """``rules`` holds for each rule the closures of its output entries."""

    id: str
    decision: str
    name: str
    where: tuple[str, str]
    columns: tuple[Column, ...]
    outputs: tuple[Output, ...]
    rules: tuple[tuple[Closure, ...], ...]
    defaults: tuple[Closure, ...] | None
    hits: Hits
    all: int

    def evaluate(self, env: Env) -> Value:
        """The table's value; null, with a Problem, where the standard calls it an error."""
        run, mask = env.run, self.all
        run.spend(len(self.columns) + 1)
        for column in self.columns:
            found = column.mask(env)
            if found is None:
                return None
            mask &= found
        matched = _numbers(mask)
        if type(run) is Tracing:
            rules = tuple(rule + 1 for rule in matched)
            run.matched.append(Matched(self.id, self.decision, self.name, rules))
        if not matched:
            return self._default(env)
        return self.hits.result(matched, lambda rule: self._row(rule, env), run)

    def _row(self, rule: int, env: Env) -> list[Value]:
        entries, run = self.rules[rule], env.run
        run.spend(len(entries))
        return [
            self._checked(entry(env), output, rule, run)
            for entry, output in zip(entries, self.outputs, strict=True)
        ]

    def _checked(self, value: Value, output: Output, rule: int, run: Run) -> Value:
        if output.fit is not None:
            value = output.fit(value, run)
            if value is MISFIT:
                self._refuse(
                    output, rule, "không thuộc kiểu của cột", "does not conform to its type", run
                )
                return None
        allowed = output.allowed
        if allowed and value is not None and allowed(Env({"?": value}, (), run)) is not True:
            self._refuse(
                output, rule, "không nằm trong các giá trị cho phép", "is not allowed", run
            )
            return None
        return value

    def _refuse(self, output: Output, rule: int, vi: str, en: str, run: Run) -> None:
        number = rule + 1
        vi = f"{self.where[0]}, luật {number}, {output.where[0]}: kết quả {vi}"
        en = f"{self.where[1]}, rule {number}, {output.where[1]}: the output {en}"
        report(run, Problem("dmn-output-value", self.id, vi, en, rules=(number,)))

    def _default(self, env: Env) -> Value:
        if self.defaults is None:
            vi, en = f"{self.where[0]}: không luật nào khớp", f"{self.where[1]}: no rule matches"
            report(env.run, Problem("dmn-no-rule", self.id, vi, en, severity="note"))
            return None
        values = [default(env) for default in self.defaults]
        return values[0] if len(values) == 1 else dict(zip(self.hits.names, values, strict=True))


def _numbers(mask: int) -> list[int]:
    found: list[int] = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found
