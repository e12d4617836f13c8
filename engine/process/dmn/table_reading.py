"""A decision table's XML compiled, every cell at its rule and column."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lxml import etree

from engine.process.dmn.boxed import boxed, missing
from engine.process.dmn.columns import Column, indexed
from engine.process.dmn.findings import Place
from engine.process.dmn.hits import AGGREGATIONS, ORDERED, POLICIES, Hits
from engine.process.dmn.scope import Scope, fitted, nothing, noting
from engine.process.dmn.source import child, children, identity, name_of, text_of
from engine.process.dmn.table import Output, Table
from engine.process.dmn.types import ContextOf, Type, allowed_text, bare, fitter
from engine.process.feel import FeelError
from engine.process.feel.values import Closure, Env, Run, Value
from engine.process.feel.words import canonical

MAX_RULES = 5_000
MAX_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class _Reader:
    node: etree._Element
    scope: Scope
    place: Place

    def add(self, code: str, place: Place, vi: str, en: str) -> None:
        self.scope.reading.findings.add(code, place, vi, en)

    def table(self) -> Table | None:
        inputs, outputs = children(self.node, "input"), children(self.node, "output")
        rules = children(self.node, "rule")
        if not self._sized(inputs, outputs, rules):
            return None
        cells = [children(rule, "inputEntry") for rule in rules]
        entries = [children(rule, "outputEntry") for rule in rules]
        if not self._even(rules, len(inputs), len(outputs)):
            return None
        columns = tuple(
            self._column(column, [row[at] for row in cells], rules)
            for at, column in enumerate(inputs)
        )
        made = tuple(
            tuple(
                self._output_cell(cell, outputs[at], self._rule(rules[number], number + 1))
                for at, cell in enumerate(row)
            )
            for number, row in enumerate(entries)
        )
        types = [self._type(output, output) for output in outputs]
        return Table(
            self.place.element, self.place.name, self._label(), self.where(self.place), columns,
            tuple(self._output(o, t) for o, t in zip(outputs, types, strict=True)),
            made, self._defaults(outputs), self._hits(outputs, types), (1 << len(rules)) - 1,
        )  # fmt: skip

    def _even(self, rules: list[etree._Element], inputs: int, outputs: int) -> bool:
        """Whether every rule has as many cells as the table has columns."""
        for number, rule in enumerate(rules, 1):
            left, right = len(children(rule, "inputEntry")), len(children(rule, "outputEntry"))
            if (left, right) != (inputs, outputs):
                self.add(
                    "dmn-rule-cells", self._rule(rule, number),
                    f"có {left} ô vào và {right} ô ra, bảng cần {inputs} và {outputs}.",
                    f"it has {left} input and {right} output cells, "
                    f"the table needs {inputs} and {outputs}.",
                )  # fmt: skip
                return False
        return True

    def _sized(
        self,
        inputs: list[etree._Element],
        outputs: list[etree._Element],
        rules: list[etree._Element],
    ) -> bool:
        if not outputs or (not rules and not inputs):
            self.add("dmn-table-empty", self.place, "bảng chưa có cột ra hoặc luật. Hãy điền vào.",
                     "the table has no output or no rule. Fill it in.")  # fmt: skip
            return False
        if len(rules) > MAX_RULES or len(inputs) + len(outputs) > MAX_COLUMNS:
            self.add(
                "dmn-table-size", self.place,
                f"bảng lớn quá {MAX_RULES} luật hoặc {MAX_COLUMNS} cột. Hãy tách bảng.",
                f"the table has more than {MAX_RULES} rules or {MAX_COLUMNS} columns. Split it.",
            )  # fmt: skip
            return False
        return True

    def _label(self) -> str:
        return self.node.get("label") or self.node.get("outputLabel") or self.place.name

    def where(self, place: Place) -> tuple[str, str]:
        return place.vi, place.en

    def _rule(self, rule: etree._Element, number: int) -> Place:
        return self.place.at(rule, f"luật {number}", f"rule {number}")

    def _type(self, node: etree._Element, said: etree._Element) -> Type | None:
        return self.scope.type_of(said, self.place.at(node))

    def _tests(self, node: etree._Element, tag: str, place: Place) -> Closure | None:
        found = child(node, tag)
        text = text_of(found)
        if found is None or text in ("", "-"):
            return None
        compiled = self.scope.expression(text, place.at(found), unary=True)
        return None if compiled is None else compiled.closure

    def _column(
        self, node: etree._Element, cells: list[etree._Element], rules: list[etree._Element]
    ) -> Column:
        said = child(node, "inputExpression")
        label = canonical(node.get("label") or text_of(said))
        column = (f"cột «{label}»", f"column '{label}'")
        place = self.place.at(node, *column)
        masks: dict[str, int] = {}
        tests: dict[str, Closure] = {}
        for number, cell in enumerate(cells):
            where = self._rule(rules[number], number + 1).at(cell, *column)
            content = text_of(cell) or "-"
            masks[content] = masks.get(content, 0) | 1 << number
            if self.scope.language(cell, where) and content != "-" and content not in tests:
                tests[content] = self._test(content, where)
        made = Column(
            label, self.place.element, self.where(place), self._input(said, place),
            masks.get("-", 0),
            tuple((test, masks[content]) for content, test in tests.items()),
            fitter(self._type(node, said)) if said is not None else None,
            self._tests(node, "inputValues", place),
        )  # fmt: skip
        broken = nothing in tests.values()
        return made if broken else replace(made, indexed=indexed(made, list(tests)))

    def _input(self, said: etree._Element | None, place: Place) -> Closure:
        """The input expression of a column."""
        if said is None or not text_of(said):
            missing(self.scope, place)
            return nothing
        if not self.scope.language(said, place):
            return nothing
        compiled = self.scope.expression(text_of(said), place)
        return nothing if compiled is None else noting(compiled.closure, place)

    def _test(self, text: str, place: Place) -> Closure:
        compiled = self.scope.expression(text, place, unary=True)
        return nothing if compiled is None else compiled.closure

    def _output_cell(self, cell: etree._Element, column: etree._Element, rule: Place) -> Closure:
        place = rule.at(cell, *self._named(column))
        text = text_of(cell)
        if not text or text == "-" or not self.scope.language(cell, place):
            return nothing
        compiled = self.scope.expression(text, place)
        if compiled is None:
            return nothing
        return fitted(noting(compiled.closure, place), self.scope.type_of(cell, place), place)

    def _named(self, column: etree._Element) -> tuple[str, str]:
        label = canonical(column.get("label") or "") or name_of(column) or self._label()
        return f"cột «{label}»", f"column '{label}'"

    def _output(self, node: etree._Element, type_: Type | None) -> Output:
        named = self._named(node)
        allowed = self._tests(node, "outputValues", self.place.at(node, *named))
        return Output(fitter(type_), allowed, named)

    def _defaults(self, outputs: list[etree._Element]) -> tuple[Closure, ...] | None:
        found = [child(output, "defaultOutputEntry") for output in outputs]
        if not any(text_of(node) for node in found):
            return None
        made: list[Closure] = []
        for output, node in zip(outputs, found, strict=True):
            place = self.place.at(output, "giá trị mặc định", "default output")
            made.append(nothing if node is None else self._output_cell(node, output, place))
        return tuple(made)

    def _hits(self, outputs: list[etree._Element], types: list[Type | None]) -> Hits:
        said = canonical(self.node.get("hitPolicy") or "UNIQUE").upper()
        policy = POLICIES.get(said, said)
        aggregation = (self.node.get("aggregation") or "").upper()
        if policy not in POLICIES.values() or (aggregation and aggregation not in AGGREGATIONS):
            self.add("dmn-hit-policy", self.place, f"không có hit policy «{said} {aggregation}».",
                     f"there is no hit policy '{said} {aggregation}'.")  # fmt: skip
        if policy != "COLLECT":
            aggregation = ""
        if aggregation not in ("", "COUNT") and len(outputs) > 1:
            self.add("dmn-aggregation-columns", self.place, f"{aggregation} chỉ dùng được với một cột ra.",
                     f"{aggregation} works with one output column only.")  # fmt: skip
        names = tuple(name_of(output) for output in outputs)
        if len(outputs) > 1 and (not all(names) or len(set(names)) != len(names)):
            self.add("dmn-output-name", self.place, "mỗi cột ra cần một tên riêng.",
                     "each output column needs a name of its own.")  # fmt: skip
        orders: tuple[tuple[Value, ...] | None, ...] = (None,) * len(outputs)
        if policy in ORDERED:
            orders = tuple(self._order(o, t) for o, t in zip(outputs, types, strict=True))
        if policy in ORDERED and all(order is None for order in orders):
            self.add("dmn-no-output-values", self.place,
                     f"{policy} cần danh sách giá trị của cột ra (output values) để xếp thứ tự.",
                     f"{policy} needs the output values that tell the order.")  # fmt: skip
        return Hits(policy, aggregation, self.place.element, self.where(self.place), names, orders)

    def _order(self, output: etree._Element, type_: Type | None) -> tuple[Value, ...] | None:
        """The output values in their order: the column's, or those its type allows."""
        text = text_of(child(output, "outputValues")) or allowed_text(
            type_ or self._declared(name_of(output))
        )
        if not text:
            return None
        compiled = self.scope.expression(f"[{text}]", self.place.at(output))
        if compiled is None:
            return None
        try:
            value = compiled.closure(Env({}, (), Run(None, None, None)))
        except FeelError as error:
            self.scope.reading.findings.feel(error, self.place.at(output))
            return None
        return tuple(value) if isinstance(value, list) else None

    def _declared(self, name: str) -> Type | None:
        """What the table, or the decision it is the logic of, declares for an output."""
        parent = self.node.getparent()
        variable = child(parent, "variable") if parent is not None else None
        for said in (self.node, variable):
            found = self.scope.type_of(said, self.place) if said is not None else None
            if found is not None:
                inner = bare(found)
                return inner.entries.get(name) if isinstance(inner, ContextOf) else found
        return None


@boxed("decisionTable")
def _table(node: etree._Element, scope: Scope, place: Place, _depth: int) -> Closure:
    label = canonical(node.get("label") or node.get("outputLabel") or "") or place.name
    here = place.at(node, f"Bảng «{label}»", f"Table '{label}'")
    if not identity(node):
        here = place.at(None, f"Bảng «{label}»", f"Table '{label}'")
    table = _Reader(node, scope, here).table()
    return nothing if table is None else table.evaluate
