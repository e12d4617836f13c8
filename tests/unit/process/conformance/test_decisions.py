"""Business rule tasks: a decision of the deployment gives a variable its value (BPMN 10.3.3)."""

import pytest

from engine.errors import ModelRefused
from engine.process import dmn
from engine.process.events import Start
from engine.process.step import advance
from tests.unit.process.conformance.deploying import (
    read,
)
from tests.unit.process.conformance.drawing import diagram
from tests.unit.process.conformance.driver import (
    NOW,
    Run,
)
from tests.unit.process.conformance.elements import multi, node

TABLE = dmn.read(
    b"""<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="f" name="f"
    namespace="t"><inputData id="i" name="n"><variable name="n"/></inputData>
    <decision id="D" name="D"><variable name="D"/>
    <informationRequirement><requiredInput href="#i"/></informationRequirement>
    <decisionTable hitPolicy="UNIQUE"><input><inputExpression><text>n</text></inputExpression>
    </input><output/>
    <rule><inputEntry><text>&lt; 5</text></inputEntry><outputEntry><text>"low"</text></outputEntry>
    </rule><rule><inputEntry><text>&gt;= 4</text></inputEntry><outputEntry><text>"high"</text>
    </outputEntry></rule></decisionTable></decision></definitions>"""
)
DECISIONS = {"D": TABLE.decisions["D"]}


def rule(inner="", **given):
    return node(
        "businessRuleTask", "k", inner, **{"dondoc_decision": "D", "dondoc_result": "x"} | given
    )


def decided(*parts, **data):
    definition = read(diagram(*parts), decisions=DECISIONS)["P"]
    return Run(definition, Start({"trace": [], **data}))


@pytest.mark.parametrize(("n", "shape"), [(1, "A ."), (5, "B .")])
def test_a_decision_chooses_the_way(n, shape):
    parts = rule(), 's k x1 {x = "low"} A e', "x1 {default} B e"
    assert decided(*parts, n=n).shape == shape


def test_each_of_many_instances_decides_on_its_own_item():
    marker = multi(over="items", item="n", out="x", into="results")
    assert decided(rule(marker), "s k e", items=[9, 1]).data["results"] == ["high", "low"]


def test_a_decision_that_comes_to_nothing_is_a_fault():
    definition = read(diagram(rule(), "s k e"), decisions=DECISIONS)["P"]
    made = advance(definition, None, Start({"n": 4}), NOW)  # two rules of a unique table
    assert (made.fault.element, made.fault.code) == ("k", "decision-failed")


@pytest.mark.parametrize(
    "part",
    [
        rule(dondoc_decision="nowhere"),
        rule(dondoc_decision=""),
        rule(dondoc_result=""),
    ],
)
def test_a_task_without_its_decision_or_its_variable_is_refused(part):
    with pytest.raises(ModelRefused) as caught:
        read(diagram(part, "s k e"), decisions=DECISIONS)
    assert {f.element for f in caught.value.findings} == {"k"}
