"""Hit policies: what the matching rules of a table say together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from engine.process.dmn.problems import Problem, report
from engine.process.feel.builtins.listing import greatest, least, total
from engine.process.feel.compare import equal, member
from engine.process.feel.values import Run, Value

Outputs = Callable[[int], list[Value]]
POLICIES = {
    "U": "UNIQUE", "A": "ANY", "P": "PRIORITY", "F": "FIRST", "R": "RULE ORDER",
    "O": "OUTPUT ORDER", "C": "COLLECT",
}  # fmt: skip
AGGREGATIONS = ("SUM", "COUNT", "MIN", "MAX")
ORDERED = ("PRIORITY", "OUTPUT ORDER")


@dataclass(frozen=True, slots=True)
class Hits:
    """How a table puts its hits together.

    ``priorities`` holds for each output column its values, the foremost first (None: no order).
    """

    policy: str
    aggregation: str
    table: str
    where: tuple[str, str]
    names: tuple[str, ...]
    priorities: tuple[tuple[Value, ...] | None, ...]

    def result(self, matched: Sequence[int], outputs: Outputs, run: Run) -> Value:
        """The table's value for these rules (not none), counted from 0."""
        if self.policy == "UNIQUE":
            if len(matched) > 1:
                self._refuse(matched, "cùng khớp, bảng U chỉ cho một", "all match", run)
                return None
            return self._shaped(outputs(matched[0]))
        if self.policy == "FIRST":
            return self._shaped(outputs(matched[0]))
        if self.policy == "ANY":
            return self._any(matched, [outputs(rule) for rule in matched], run)
        if self.aggregation == "COUNT":
            return Decimal(len(matched))
        hits = [outputs(rule) for rule in matched]
        if self.policy in ORDERED:
            hits.sort(key=lambda row: self._rank(row, run))
        if self.policy == "PRIORITY":
            return self._shaped(hits[0])
        if self.aggregation:
            return self._aggregated([row[0] for row in hits], run)
        run.size(len(hits))
        return [self._shaped(row) for row in hits]

    def _shaped(self, row: list[Value]) -> Value:
        return row[0] if len(row) == 1 else dict(zip(self.names, row, strict=True))

    def _any(self, matched: Sequence[int], hits: list[list[Value]], run: Run) -> Value:
        first = hits[0]
        if any(equal(first, row, run) is not True for row in hits[1:]):
            self._refuse(matched, "khớp nhưng cho kết quả khác nhau", "differ in outputs", run)
            return None
        return self._shaped(first)

    def _rank(self, row: list[Value], run: Run) -> tuple[int, ...]:
        """The places of a row's outputs among the output values, column by column."""
        ranks: list[int] = []
        for value, order in zip(row, self.priorities, strict=True):
            if order is not None:
                places = (i for i, known in enumerate(order) if member(value, known, run) is True)
                ranks.append(next(places, len(order)))
        return tuple(ranks)

    def _aggregated(self, values: list[Value], run: Run) -> Value:
        since = 0 if run.warnings is None else len(run.warnings)
        result = {"SUM": total, "MIN": least, "MAX": greatest}[self.aggregation](run, values)
        if result is None:
            if run.warnings is not None:
                del run.warnings[since:]
            vi = f"{self.where[0]}: không tính được {self.aggregation} của các kết quả"
            en = f"{self.where[1]}: the outputs have no {self.aggregation}"
            report(run, Problem("dmn-aggregation", self.table, vi, en))
        return result

    def _refuse(self, matched: Sequence[int], vi: str, en: str, run: Run) -> None:
        rules = tuple(rule + 1 for rule in matched)
        told = ", ".join(map(str, rules))
        code = "dmn-not-unique" if self.policy == "UNIQUE" else "dmn-any-differs"
        vi, en = f"{self.where[0]}: các luật {told} {vi}", f"{self.where[1]}: the rules {told} {en}"
        report(run, Problem(code, self.table, vi, en, rules=rules))
