from __future__ import annotations

from decimal import Decimal

import pytest

from tests.unit.dmn.support import decision, inputs, n, of, requires, text, value


def entry(name: str, logic: str, type_: str = "") -> str:
    variable = (
        f'<variable name="{name}" typeRef="{type_}"/>' if type_ else f'<variable name="{name}"/>'
    )
    return f"<contextEntry>{variable if name else ''}{logic}</contextEntry>"


def loop(kind: str, source: str, body: str, variable: str = "v") -> str:
    inner = {"for": "return", "filter": "match"}.get(kind, "satisfies")
    named = "" if kind == "filter" else f'iteratorVariable="{variable}"'
    return f"<{kind} {named}><in>{text(source)}</in><{inner}>{text(body)}</{inner}></{kind}>"


def test_a_context_sees_its_earlier_entries() -> None:
    logic = f"<context>{entry('a', text('1'))}{entry('b c', text('a + 1'))}</context>"
    assert of(logic) == {"a": 1, "b c": 2}


def test_the_result_cell_is_the_contexts_value() -> None:
    assert of(f"<context>{entry('a', text('1'))}{entry('', text('a + 1'))}</context>") == 2


def test_an_entry_is_converted_to_its_type() -> None:
    logic = (
        f"<context>{entry('a', text('[1]'), 'number')}{entry('b', text('1'), 'string')}</context>"
    )
    assert of(logic) == {"a": 1, "b": None}


def test_a_list_and_a_relation() -> None:
    assert of(f"<list>{text('1')}<list>{text('2')}</list></list>") == [1, [2]]
    rows = "".join(f"<row>{text(a)}{text(b)}</row>" for a, b in (("1", '"x"'), ("2", '"y"')))
    relation = f'<relation><column name="a"/><column name="b"/>{rows}</relation>'
    assert of(relation) == [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]


@pytest.mark.parametrize(("x", "expected"), [(True, 1), (False, 2), (None, 2)])
def test_a_conditional(x: object, expected: int) -> None:
    logic = f"<conditional><if>{text('x')}</if><then>{text('1')}</then><else>{text('2')}</else></conditional>"
    assert of(logic, x=x) == expected


def test_a_filter_knows_the_item_and_its_entries() -> None:
    assert of(loop("filter", "xs", "item > 1"), xs=n(1, 2, 3)) == [2, 3]
    people = [{"name": "An", "age": 3}, {"name": "Ba", "age": 5}]
    assert of(loop("filter", "xs", "age > 4"), xs=people) == [people[1]]
    assert of(loop("filter", "xs", '"no boolean"'), xs=n(1)) == []


def test_for_runs_over_lists_and_ranges_and_sees_what_it_has() -> None:
    assert of(loop("for", "[1..3]", "v * 2")) == [2, 4, 6]
    assert of(loop("for", "[1, 2, 3]", "if partial = [] then v else v + partial[-1]")) == [1, 3, 6]


@pytest.mark.parametrize(
    ("kind", "xs", "expected"),
    [
        ("some", n(1, 5), True), ("some", n(1), False), ("some", [], False),
        ("every", n(1, 5), False), ("every", n(5), True), ("every", [], True),
        ("some", None, None), ("every", None, None),
    ],
)  # fmt: skip
def test_some_and_every(kind: str, xs: object, expected: object) -> None:
    assert of(loop(kind, "xs", "v > 3"), xs=xs) == expected


def test_a_function_is_a_value_that_keeps_what_it_saw() -> None:
    made = (
        '<functionDefinition><formalParameter name="b" typeRef="number"/>'
        f"{text('a * b')}</functionDefinition>"
    )
    logic = f"<context>{entry('a', text('10'))}{entry('f', made)}{entry('', text('f(3) + f(b: 1)'))}</context>"
    assert of(logic) == 40


def test_an_argument_of_the_wrong_type_is_null_inside() -> None:
    made = (
        '<functionDefinition><formalParameter name="b" typeRef="number"/>'
        f"{text('b = null')}</functionDefinition>"
    )
    logic = (
        f"<context>{entry('f', made)}{entry('', text(chr(34).join(['f(', 'x', ')'])))}</context>"
    )
    assert of(logic) is True


def test_a_functions_declared_type_is_that_of_what_it_returns() -> None:
    made = f"<functionDefinition>{text('[1]')}</functionDefinition>"
    logic = f"<context>{entry('f', made, 'number')}{entry('', text('f()'))}</context>"
    assert of(logic) == 1


BKM = (
    '<businessKnowledgeModel id="f-fact" name="fact"><variable name="fact" typeRef="number"/>'
    '<encapsulatedLogic><formalParameter name="k" typeRef="number"/>'
    f"{text('if k <= 1 then 1 else k * fact(k - 1)')}</encapsulatedLogic></businessKnowledgeModel>"
)


def test_a_knowledge_model_is_called_and_may_call_itself() -> None:
    assert value(BKM + decision("d", text("fact(5)"), "f-fact")) == 120
    bound = f'<binding><parameter name="k"/>{text("4")}</binding>'
    invocation = f"<invocation>{text('fact')}{bound}</invocation>"
    assert value(BKM + decision("d", invocation, "f-fact")) == 24
    assert value(BKM + decision("d", invocation.replace('"k"', '"q"'), "f-fact")) is None


def test_a_knowledge_model_uses_another() -> None:
    twice = (
        '<businessKnowledgeModel id="f-twice" name="twice"><encapsulatedLogic>'
        f'<formalParameter name="k"/>{text("2 * fact(k)")}</encapsulatedLogic>'
        f"{requires('f-fact')}</businessKnowledgeModel>"
    )
    assert value(BKM + twice + decision("d", text("twice(3)"), "f-twice")) == 12


def service(inputs_: str = "", outputs: tuple[str, ...] = ("a",), extra: str = "") -> str:
    given = "".join(f'<outputDecision href="#{o}"/>' for o in outputs)
    return f'<decisionService id="f-s" name="s">{extra}{given}{inputs_}</decisionService>'


def test_a_service_takes_input_data_then_decisions_and_knows_nothing_else() -> None:
    body = (
        inputs(x="number", y="number")
        + decision("b", text("99"))
        + decision("a", text("[x, b, y]"), "in-x", "b", "in-y")
        + service('<inputDecision href="#b"/><inputData href="#in-x"/>')
        + decision("d", text("s(1, 2)"), "f-s", "in-y")
        + decision("e", text("s(b: 2, x: 1)"), "f-s")
        + decision("g", text("s(1)"), "f-s")
    )
    assert value(body, y=7) == [1, 2, None]
    assert value(body, "e") == [1, 2, None]
    assert value(body, "g") is None


def test_a_service_with_several_outputs_gives_a_context_and_is_a_decision_too() -> None:
    from tests.unit.dmn.support import model

    body = (
        inputs(x="number")
        + decision("a", text("x + 1"), "in-x")
        + decision("b", text("x + 2"), "in-x")
        + service('<inputData href="#in-x"/>', ("a", "b"))
    )
    found = model(body).services["f-s"]
    assert found.names == {"x"}
    assert found.text == "decision:f-s"
    assert found.evaluate({"x": 1}) == {"a": Decimal(2), "b": Decimal(3)}
