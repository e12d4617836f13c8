from __future__ import annotations

import datetime as dt

import pytest

from engine.process.dmn import Problem
from tests.unit.dmn.support import decision, inputs, model, n, refused, table, text, value

TYPES = """
<itemDefinition name="tList" isCollection="true"><typeRef>number</typeRef></itemDefinition>
<itemDefinition name="tSmall"><typeRef>number</typeRef>
  <allowedValues><text>[0..9]</text></allowedValues></itemDefinition>
<itemDefinition name="tSmalls" isCollection="true"><typeRef>number</typeRef>
  <allowedValues><text>[0..9]</text></allowedValues>
  <typeConstraint><text>count(?) &lt; 3</text></typeConstraint></itemDefinition>
<itemDefinition name="tPerson">
  <itemComponent name="tên"><typeRef>string</typeRef></itemComponent>
  <itemComponent name="tuổi"><typeRef>tSmall</typeRef></itemComponent></itemDefinition>
<itemDefinition name="tTree"><itemComponent name="v"><typeRef>number</typeRef></itemComponent>
  <itemComponent name="kids" isCollection="true"><typeRef>tTree</typeRef></itemComponent>
</itemDefinition>
<itemDefinition name="tFn"><functionItem outputTypeRef="tList"/></itemDefinition>
"""
UTC = dt.UTC


@pytest.mark.parametrize(
    ("type_", "said", "expected"),
    [
        ("number", "1", 1),
        ("number", '"a"', None),
        ("number", "[1]", 1),
        ("number", '["a"]', None),
        ("tList", "1", n(1)),
        ("tList", '"a"', None),
        ("tList", "null", None),
        ("tList", '[1, "a"]', None),
        ("list<number>", "1", n(1)),
        ("date and time", 'date("2026-01-02")', dt.datetime(2026, 1, 2, tzinfo=UTC)),
        ("tSmall", "9", 9),
        ("tSmall", "10", None),
        ("tSmalls", "[1, 2]", n(1, 2)),
        ("tSmalls", "[1, 10]", None),
        ("tSmalls", "[1, 2, 3]", None),
        ("tPerson", '{tên: "An", tuổi: 3, thêm: 1}', {"tên": "An", "tuổi": 3, "thêm": 1}),
        ("tPerson", '{tên: "An"}', None),
        ("tPerson", '{tên: "An", tuổi: 30}', None),
        ("tTree", "{v: 1, kids: [{v: 2, kids: []}]}", {"v": 1, "kids": [{"v": 2, "kids": []}]}),
        ("tTree", '{v: 1, kids: [{v: "x", kids: []}]}', None),
        ("Any", '"a"', "a"),
    ],
)
def test_a_result_conforms_is_converted_or_is_null(type_: str, said: str, expected: object) -> None:
    assert value(TYPES + decision("d", text(said), type_=type_)) == expected


def test_an_input_of_the_wrong_type_is_null_and_an_error() -> None:
    body = TYPES + inputs(x="tPerson") + decision("d", text("x"), "in-x")
    warnings: list[str] = []
    assert model(body).decisions["d"].evaluate({"x": {"tên": "An"}}, warnings=warnings) is None
    [problem] = warnings
    assert isinstance(problem, Problem)
    assert (problem.code, problem.element, problem.severity) == ("dmn-type", "in-x", "error")


def test_instance_of_knows_item_definitions_but_not_their_allowed_values() -> None:
    body = TYPES + decision("d", text('[99 instance of tSmall, "a" instance of tSmall]'))
    assert value(body) == [True, False]


def test_a_functions_type_tells_the_type_of_its_results() -> None:
    bkm = (
        '<businessKnowledgeModel id="f-g" name="g"><variable name="g" typeRef="tFn"/>'
        f"<encapsulatedLogic>{text('1')}</encapsulatedLogic></businessKnowledgeModel>"
    )
    assert value(TYPES + bkm + decision("d", text("g()"), "f-g")) == n(1)


def test_a_tables_column_is_typed() -> None:
    logic = table(["x"], [("-", "[7]")], outputs=['<output typeRef="number"/>'])
    assert value(inputs(x="Any") + decision("d", logic, "in-x"), x=1) == 7


def test_members_with_signs_in_their_names_are_known_after_a_dot() -> None:
    types = '<itemDefinition name="tP"><itemComponent name="họ-tên 2.1"><typeRef>string</typeRef></itemComponent></itemDefinition>'
    body = types + inputs(p="tP") + decision("d", text("p.họ-tên 2.1"), "in-p")
    assert value(body, p={"họ-tên 2.1": "An"}) == "An"


def test_an_output_cell_may_have_a_type_of_its_own() -> None:
    logic = (
        '<decisionTable id="t"><output name="a"/><output name="b"/><rule>'
        + text("x", "outputEntry", 'typeRef="tSmall"')
        + text("x", "outputEntry")
        + "</rule></decisionTable>"
    )
    body = TYPES + inputs(x="Any") + decision("d", logic, "in-x")
    assert value(body, x=5) == {"a": 5, "b": 5}
    assert value(body, x=50) == {"a": None, "b": 50}


def test_a_services_function_type_tells_the_types_of_its_parameters() -> None:
    body = (
        TYPES + '<itemDefinition name="tS"><functionItem><parameters name="p" typeRef="tSmall"/>'
        "</functionItem></itemDefinition>"
        + decision("p", text("0"))
        + decision("echo", text("p"), "p")
        + '<decisionService id="s" name="s"><variable name="s" typeRef="tS"/>'
        '<outputDecision href="#echo"/><inputDecision href="#p"/></decisionService>'
    )
    service = model(body).services["s"]
    assert service.evaluate({"p": 5}) == 5
    assert service.evaluate({"p": 50}) is None


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (inputs(x="tNone"), "dmn-unknown-type"),
        ('<itemDefinition name="a"><typeRef>a</typeRef></itemDefinition>', "dmn-type-cycle"),
        (
            (
                '<itemDefinition name="a"><typeRef>b</typeRef></itemDefinition>'
                '<itemDefinition name="b"><typeRef>a</typeRef></itemDefinition>'
            ),
            "dmn-type-cycle",
        ),
        ("<itemDefinition><typeRef>number</typeRef></itemDefinition>", "dmn-type-name"),
        (
            (
                '<itemDefinition name="a"><typeRef>number</typeRef><allowedValues><text>x</text>'
                "</allowedValues></itemDefinition>"
            ),
            "dmn-feel-unknown-name",
        ),
    ],
)
def test_wrong_types_are_findings(body: str, code: str) -> None:
    assert code in {finding.code for finding in refused(body)}
