from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

from engine.errors import ModelRefused
from engine.process.dmn import Problem, read
from engine.process.dmn.source import NAMESPACES
from tests.unit.dmn.support import decision, inputs, model, requires, source, text


@pytest.mark.parametrize("namespace", NAMESPACES)
def test_every_edition_of_the_standard_is_read(namespace: str) -> None:
    body = inputs(x="number") + decision("d", text("x + 1"), "in-x")
    assert read(source(body, dmn=namespace)).decisions["d"].evaluate({"x": 1}) == 2


def test_the_first_edition_writes_types_as_prefixed_elements() -> None:
    body = (
        '<itemDefinition name="tA"><typeRef>feel:number</typeRef></itemDefinition>'
        '<inputData id="in-x" name="x"><variable name="x" typeRef="t:tA"/></inputData>'
    ) + decision("d", text("x"), "in-x", type_="feel:number")
    xml = source(body, dmn=NAMESPACES[0]).replace(
        b"<definitions ", b'<definitions xmlns:feel="http://www.omg.org/spec/FEEL/20140401" '
    )
    assert read(xml).decisions["d"].evaluate({"x": [3]}) == 3


def test_a_decision_names_the_inputs_of_all_it_requires() -> None:
    body = inputs(x="number", y="number", z="number")
    body += decision("a", text("x"), "in-x") + decision("b", text("a + y"), "a", "in-y")
    found = model(body)
    assert found.decisions["b"].names == {"x", "y"}
    assert found.inputs == {"x": "number", "y": "number", "z": "number"}
    assert found.decisions["b"].evaluate({"x": 1, "y": 2}) == 3


def test_what_two_decisions_require_is_worked_out_once() -> None:
    calls: list[dt.date] = []

    class Counting:
        def is_working_day(self, d: dt.date, /) -> bool:
            calls.append(d)
            return True

    body = decision("a", text('working days after(date("2026-01-01"), 1)'))
    body += decision("b", text("a"), "a") + decision("c", text("a"), "a")
    body += decision("d", text("[b, c]"), "b", "c")
    model(body).decisions["d"].evaluate({}, calendar=Counting())
    assert len(calls) == 1


def test_now_and_calendar_reach_the_cells() -> None:
    now = dt.datetime(2026, 1, 1, 20, tzinfo=dt.UTC)
    found = model(decision("d", text("today()"))).decisions["d"]
    assert found.evaluate({}, now=now) == dt.date(2026, 1, 2)


def test_names_are_values_only_where_they_are_required() -> None:
    body = inputs(x="number") + decision("d", text("x"))
    with pytest.raises(ModelRefused):
        model(body)


def test_an_imported_model_is_reached_under_its_name() -> None:
    types = '<itemDefinition name="tX"><typeRef>number</typeRef></itemDefinition>'
    bkm = (
        '<businessKnowledgeModel id="f-g" name="g h"><encapsulatedLogic>'
        f'<formalParameter name="k"/>{text("k + 1")}</encapsulatedLogic></businessKnowledgeModel>'
    )
    body = types + bkm + inputs(x="tX") + decision("a", text("x * 2"), "in-x")
    other = read(source(body, namespace="urn:other"))
    body = (
        '<import name="kho" namespace="urn:other" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>'
        + decision("d", text("kho.a + kho.g h(1)"), "urn:other#a", "urn:other#f-g", type_="kho.tX")
        + decision("e", text("kho.x"), "urn:other#in-x", type_="o:tX")
    )
    found = model(body, {"urn:other": other})
    assert found.decisions["d"].names == {"kho"}
    assert found.decisions["d"].evaluate({"kho": {"x": 5}}) == 12
    assert found.decisions["e"].evaluate({"kho": {"x": 5}}) == 5


def test_an_import_without_a_name_brings_its_names_as_they_are() -> None:
    other = read(
        source(inputs(x="number") + decision("a", text("x * 2"), "in-x"), namespace="urn:other")
    )
    body = '<import name="" namespace="urn:other" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>'
    body += decision("d", text("a + x"), "urn:other#a", "urn:other#in-x")
    assert model(body, {"urn:other": other}).decisions["d"].evaluate({"x": 5}) == 15


def test_imports_without_names_go_deep_and_the_nearest_counts() -> None:
    line = '<import name="" namespace="urn:{}" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>'
    c = read(source(decision("a", text('"c"')) + decision("b", text('"c"')), namespace="urn:c"))
    middle = line.format("c") + decision("b", text('"b"'))
    b = read(source(middle, namespace="urn:b"), {"urn:c": c})
    body = line.format("b") + decision("d", text("a + b"), "a", "b")
    assert model(body, {"urn:b": b}).decisions["d"].evaluate({}) == "cb"


def test_a_decision_that_people_take_has_no_value() -> None:
    warnings: list[str] = []
    assert model(decision("d", "")).decisions["d"].evaluate({}, warnings=warnings) is None
    assert [p.code for p in warnings if isinstance(p, Problem)] == ["dmn-no-logic"]


def test_a_name_with_signs_and_spaces_is_one_name() -> None:
    body = (
        '<inputData id="in-x" name="họ tên - A/B"/>'
        '<decision id="d" name="d"><variable name="d"/>'
        + requires("in-x")
        + text("họ tên - A/B + 1")
        + "</decision>"
    )
    assert model(body).decisions["d"].evaluate({"họ tên - A/B": 1}) == 2


def test_names_may_hold_keywords() -> None:
    body = "".join(
        f'<decision id="{id_}" name="{name}"><variable name="{name}"/>{text("[0, 2]")}</decision>'
        for id_, name in (("a", "values in a list"), ("b", "in list values"))
    )
    body += decision("d", text("every i in values in a list satisfies even(i)"), "a")
    body += decision("e", text("some i in in list values satisfies odd(i)"), "b")
    found = model(body).decisions
    assert (found["d"].evaluate({}), found["e"].evaluate({})) == (True, False)


def test_threads_share_a_decision() -> None:
    body = inputs(x="number") + decision("a", text("x * x"), "in-x")
    body += decision("d", text("for i in 1..50 return a + i"), "a")
    found = model(body).decisions["d"]
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda x: found.evaluate({"x": x}), range(200)))
    assert [r[0] for r in results if isinstance(r, list)] == [x * x + 1 for x in range(200)]


def test_a_lenient_reading_keeps_what_is_right() -> None:
    body = decision("a", text("1 +")) + decision("d", text("2"))
    found = read(source(body), strict=False)
    assert [finding.code for finding in found.findings] == ["dmn-feel-syntax"]
    assert found.decisions["a"].evaluate({}) is None
    assert found.decisions["d"].evaluate({}) == 2
