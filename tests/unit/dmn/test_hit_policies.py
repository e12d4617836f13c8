from __future__ import annotations

from decimal import Decimal

import pytest

from engine.process.dmn import Problem
from tests.unit.dmn.support import decision, inputs, model, n, of, table

RULES = [("> 0", "10"), ("> 1", "30"), ("> 2", "20")]
VALUES = "<output><outputValues><text>20, 10, 30</text></outputValues></output>"


@pytest.mark.parametrize(
    ("policy", "aggregation", "x", "expected"),
    [
        ("UNIQUE", "", 1, 10),
        ("UNIQUE", "", 0, None),
        ("FIRST", "", 3, 10),
        ("PRIORITY", "", 3, 20),
        ("PRIORITY", "", 2, 10),
        ("RULE ORDER", "", 3, [10, 30, 20]),
        ("OUTPUT ORDER", "", 3, [20, 10, 30]),
        ("COLLECT", "", 2, [10, 30]),
        ("COLLECT", "SUM", 3, 60),
        ("COLLECT", "COUNT", 3, 3),
        ("COLLECT", "MIN", 3, 10),
        ("COLLECT", "MAX", 3, 30),
        ("COLLECT", "SUM", 0, None),
    ],
)
def test_each_hit_policy(policy: str, aggregation: str, x: int, expected: object) -> None:
    attributes = f'aggregation="{aggregation}"' if aggregation else ""
    logic = table(["x"], RULES, outputs=[VALUES], policy=policy, attributes=attributes)
    assert of(logic, x=x) == expected


def test_unique_names_the_rules_that_met() -> None:
    body = inputs(x="number") + decision("d", table(["x"], RULES), "in-x")
    warnings: list[str] = []
    assert model(body).decisions["d"].evaluate({"x": 2}, warnings=warnings) is None
    [problem] = warnings
    assert isinstance(problem, Problem)
    assert (problem.severity, problem.code) == ("error", "dmn-not-unique")
    assert (problem.element, problem.rules) == ("t", (1, 2))
    assert "«Bảng T»" in problem.vi and "luật 1, 2" in problem.vi


def test_any_takes_equal_outputs_and_refuses_different_ones() -> None:
    rules = [("> 0", '"a"'), ("> 1", '"a"'), ("> 2", '"b"')]
    logic = table(["x"], rules, policy="ANY")
    assert of(logic, x=2) == "a"
    warnings: list[str] = []
    body = inputs(x="Any") + decision("d", logic, "in-x")
    assert model(body).decisions["d"].evaluate({"x": 3}, warnings=warnings) is None
    assert [(p.code, p.rules) for p in warnings if isinstance(p, Problem)] == [
        ("dmn-any-differs", (1, 2, 3))
    ]


def test_several_outputs_make_a_context_and_priority_reads_column_by_column() -> None:
    outputs = [
        '<output name="a"><outputValues><text>"x", "y"</text></outputValues></output>',
        '<output name="b"><outputValues><text>2, 1</text></outputValues></output>',
    ]
    rules = [("-", '"y"', "2"), ("-", '"x"', "1"), ("-", '"x"', "2")]
    logic = table(["z"], rules, outputs=outputs, policy="PRIORITY")
    assert of(logic, z=None) == {"a": "x", "b": Decimal(2)}


def test_the_default_output_answers_when_no_rule_does() -> None:
    output = "<output><defaultOutputEntry><text>x + 1</text></defaultOutputEntry></output>"
    logic = table(["x"], [("> 5", '"big"')], outputs=[output])
    assert of(logic, x=3) == 4
    assert of(logic, x=6) == "big"


def test_no_rule_without_default_is_null_and_only_a_note() -> None:
    warnings: list[str] = []
    body = inputs(x="number") + decision("d", table(["x"], RULES), "in-x")
    assert model(body).decisions["d"].evaluate({"x": -1}, warnings=warnings) is None
    assert [(p.code, p.severity) for p in warnings if isinstance(p, Problem)] == [
        ("dmn-no-rule", "note")
    ]


@pytest.mark.parametrize(
    ("where", "code"), [("input", "dmn-input-value"), ("output", "dmn-output-value")]
)
def test_values_that_are_not_allowed_give_null(where: str, code: str) -> None:
    output = '<output><outputValues><text>"a"</text></outputValues></output>'
    logic = table(["x"], [("1", '"a"'), ("2", '"b"')], outputs=[output])
    logic = logic.replace("</input>", "<inputValues><text>1, 2</text></inputValues></input>")
    warnings: list[str] = []
    body = inputs(x="number") + decision("d", logic, "in-x")
    x = 3 if where == "input" else 2
    assert model(body).decisions["d"].evaluate({"x": x}, warnings=warnings) is None
    assert [p.code for p in warnings if isinstance(p, Problem) and p.severity == "error"] == [code]


def test_the_trace_tells_every_table_on_the_way_and_its_rules() -> None:
    first = decision("a", table(["x"], RULES, policy="COLLECT"), "in-x")
    second = decision(
        "d", table(["count(a)"], [("2", '"two"'), ("-", '"any"')], policy="FIRST"), "a"
    )
    trace = model(inputs(x="number") + first + second).decisions["d"].explain({"x": 2})
    assert trace.value == "two"
    assert [(m.decision, m.rules) for m in trace.tables] == [("a", (1, 2)), ("d", (1, 2))]


def test_cells_may_ask_the_input_other_names_and_lists() -> None:
    rules = [("? > y and ? < 10", '"between"'), ("allowed", '"listed"'), ("not(1, 2)", '"else"')]
    logic = table(["x"], rules, policy="FIRST")
    assert of(logic, x=7, y=5, allowed=n(1)) == "between"
    assert of(logic, x=1, y=5, allowed=n(1)) == "listed"
    assert of(logic, x=4, y=5, allowed=n(1)) == "else"
    assert of(logic, x=2, y=5, allowed=n(1)) is None
