"""A table's value is what a plain reading of its rules says."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.process import feel
from tests.unit.dmn.support import decision, inputs, model, table

NUMBERS = st.decimals(min_value=-6, max_value=6, places=1)
CELLS = st.one_of(
    st.just("-"),
    NUMBERS.map(str),
    st.tuples(st.sampled_from(["<", "<=", ">", ">=", "!="]), NUMBERS).map(
        lambda p: f"{p[0]} {p[1]}"
    ),
    st.tuples(st.sampled_from("[]("), NUMBERS, NUMBERS, st.sampled_from("])[")).map(
        lambda p: f"{p[0]}{p[1]}..{p[2]}{p[3]}"
    ),
    st.sampled_from(
        ['"a"', '"a", "b"', 'not("a")', "not(1, 2)", "true", "null", "? > y", "y", "[1, 2]"]
    ),
)
VALUES = st.one_of(
    NUMBERS, st.integers(-3, 3), st.sampled_from(["a", "b", "c", True, False, None]), st.just([1])
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS), max_size=8), VALUES, VALUES)
def test_a_table_equals_a_reading_of_its_rules(
    rules: list[tuple[str, str]], x: object, y: object
) -> None:
    rows = [(*cells, str(number)) for number, cells in enumerate(rules)]
    logic = table(["x", "y"], rows, policy="RULE ORDER")
    body = inputs(x="Any", y="Any") + decision("d", logic, "in-x", "in-y")
    context = {"x": x, "y": y}
    expected = [
        Decimal(number)
        for number, cells in enumerate(rules)
        if all(
            cell == "-"
            or feel.compile_unary(cell, ["x", "y"]).evaluate({**context, "?": value}) is True
            for cell, value in zip(cells, (x, y), strict=True)
        )
    ]
    assert model(body).decisions["d"].evaluate(context) == (expected or None)
