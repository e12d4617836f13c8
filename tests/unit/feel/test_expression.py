"""The interface: names, traces, host functions, calendars, threads."""

from __future__ import annotations

import dataclasses
import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from types import MappingProxyType

import pytest

from engine.process.feel import (
    BUILT_IN,
    EXTENSIONS,
    FeelFunction,
    Function,
    Range,
    UnknownName,
    YearsMonths,
    compile,
    compile_unary,
)
from tests.unit.feel.support import NOW, VIETNAM


@pytest.mark.parametrize(
    ("text", "names"),
    [("x + 1", {"x"}), ("1", set()), ("x.y.z", {"x"}), ("for i in x return i + y", {"x", "y"}),
     ("{a: x, b: a}", {"x"}), ("function(a) a + x", {"x"}), ("count(x)", {"x"}),
     ("hạn nộp > x", {"hạn nộp", "x"}), ("x[y > 1]", {"x", "y"}), ("f(x)", {"x"})],
)  # fmt: skip
def test_names_are_the_inputs_that_may_be_read(text: str, names: set[str]):
    host = {"f": Function("f", ("a",), lambda a: a)}
    assert compile(text, ["x", "y", "hạn nộp"], functions=host).names == names


def test_an_expression_is_frozen_and_keeps_its_text():
    expression = compile("x > 3")
    assert expression.text == "x > 3"
    with pytest.raises(dataclasses.FrozenInstanceError):
        expression.text = "x"  # type: ignore[misc]


def test_trace_tells_what_was_read_on_the_way():
    expression = compile("if a then b else c", ["a", "b", "c"])
    assert expression.trace({"a": True, "b": 1, "c": 2}) == (Decimal(1), frozenset({"a", "b"}))
    assert compile("a and b").trace({"a": False, "b": 1}) == (False, frozenset({"a"}))
    assert compile("a.b + 1").trace({"a": {"b": 1}})[1] == {"a"}
    assert compile_unary("< a").trace({"?": 1, "a": 2}) == (True, frozenset({"?", "a"}))


def test_any_mapping_serves_as_context():
    assert compile("x + 1").evaluate(MappingProxyType({"x": 1})) == 2
    assert compile("x + 1").evaluate({}) is None


def test_a_context_shadows_built_in_names():
    assert compile("count + 1", ["count"]).evaluate({"count": 2}) == 3
    assert compile("date.year", ["date"]).evaluate({"date": dt.date(2025, 7, 1)}) == 2025
    assert compile("count + 1").evaluate({"count": 2}) == 3
    assert compile("count(count)").evaluate({"count": [2]}) == 1


def test_names_may_hold_keywords():
    assert compile("for i in in a list return i", ["in a list"]).evaluate({"in a list": [1]}) == [1]
    names = ["cấp and tên", "then"]
    assert compile("cấp and tên = 1", names).evaluate({"cấp and tên": 1}) is True


def test_unary_tests_read_the_input():
    assert compile_unary("1, 2").names == {"?"}
    assert compile_unary("-").names == frozenset()
    assert compile_unary("< x", ["x"]).names == {"?", "x"}


def test_longest_names_win():
    names = ["a", "a b", "a b c", "b", "a-b", "đơn vị", "đơn vị cha"]
    context = {name: Decimal(place) for place, name in enumerate(names)}
    for text in (*names, "a - b"):
        name = "a-b" if text == "a - b" else text
        assert compile(text, names).evaluate(context) == context[name]
    assert compile("a  b   c", names).evaluate(context) == 2
    assert compile("a - b", ["a", "b"]).evaluate({"a": 5, "b": 3}) == 2


def test_composed_and_decomposed_letters_are_one_name():
    decomposed = "đo\u031bn vi\u0323"
    assert compile(decomposed, ["đơn vị"]).evaluate({"đơn vị": 1}) == 1


def test_numbers_leave_as_decimals():
    found = compile("x").evaluate({"x": [1, 2.5, {"a": 3}, (4,)]})
    assert found == [Decimal(1), Decimal("2.5"), {"a": Decimal(3)}, [Decimal(4)]]
    flat = [found[0], found[1], found[2]["a"], found[3][0]]
    assert {type(number) for number in flat} == {Decimal}
    assert type(compile("x").evaluate({"x": 5})) is Decimal


def test_the_result_shares_nothing_with_the_context():
    context: dict[str, object] = {"x": [1, {"a": [2]}]}
    found = compile("x").evaluate(context)
    assert isinstance(found, list)
    found[1]["a"].append(3)
    found.append(4)
    assert context == {"x": [1, {"a": [2]}]}


def test_values_that_are_no_python_types():
    assert compile("[1..5)").evaluate({}) == Range(Decimal(1), Decimal(5), True, False)
    assert compile('duration("P1Y")').evaluate({}) == YearsMonths(12)
    function = compile("function(a) a").evaluate({})
    assert isinstance(function, FeelFunction)
    assert compile("f(3)").evaluate({"f": function}) == 3


def test_a_deadline_is_an_aware_moment():
    due = dt.datetime(2025, 7, 1, 17, tzinfo=VIETNAM)
    context = {"due": due}
    assert compile('due - duration("P7D")').evaluate(context) == due - dt.timedelta(days=7)
    later = compile('due + duration("PT12H")').evaluate(context)
    assert isinstance(later, dt.datetime) and later.utcoffset() == dt.timedelta(hours=7)
    assert compile("date(due)").evaluate(context) == dt.date(2025, 7, 1)
    assert compile("due > now()").evaluate(context, now=NOW) is False
    assert compile("due < now()").evaluate(context, now=NOW) is True
    assert compile("last moment before(date(due))").evaluate(context) == due.replace(hour=0)


def test_a_host_function_by_position_and_by_name():
    host = {
        "sum up": Function("sum up", ("a", "b"), lambda a, b: (a, b)),
        "all of": Function("all of", (), lambda *args: list(args), variadic=True),
    }
    assert compile("sum up(1, 2)", (), functions=host).evaluate({}) == [1, 2]
    assert compile("sum up(b: 1, a: 2)", (), functions=host).evaluate({}) == [2, 1]
    assert compile("sum up(1)", (), functions=host).evaluate({}) == [1, None]
    assert compile("sum up(1, 2, 3)", (), functions=host).evaluate({}) is None
    assert compile("all of(1, 2, 3)", (), functions=host).evaluate({}) == [1, 2, 3]
    with pytest.raises(UnknownName):
        compile("sum up(1)", ())


def test_the_calendar_decides_what_is_a_working_day():
    class NoMondays:
        def is_working_day(self, d: dt.date, /) -> bool:
            return d.weekday() in (1, 2, 3, 4)

    expression = compile("working days after(d, 1)", ["d"])
    friday = {"d": dt.date(2025, 7, 4)}
    assert expression.evaluate(friday) == dt.date(2025, 7, 7)
    assert expression.evaluate(friday, calendar=NoMondays()) == dt.date(2025, 7, 8)


def test_threads_share_expressions():
    expressions = [
        compile("for i in 1..n return if i > 1 then i * count(partial) else x", ["n", "x"]),
        compile('replace(string(x), "(\\d)", "<$1>")', ["x"]),
        compile("sum(for i in 1..n return x / i)", ["n", "x"]),
    ]
    jobs = [{"n": n, "x": x} for n in range(1, 12) for x in range(12)]
    alone = [[e.evaluate(job) for e in expressions] for job in jobs]
    with ThreadPoolExecutor(8) as pool:
        for _ in range(3):
            together = list(pool.map(lambda job: [e.evaluate(job) for e in expressions], jobs))
            assert together == alone


def test_threads_compile_at_once():
    texts = [f'x + {n} > {n} and level = "xa{n}" or count([x, {n}]) = {n}' for n in range(60)]
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda text: compile(text, ["x", "level"]).evaluate({"x": 1}), texts))
    assert made == [compile(text).evaluate({"x": 1}) for text in texts]


def test_every_standard_function_is_there():
    standard = """date|date and time|time|number|string|duration|years and months duration|not|
    substring|string length|upper case|lower case|substring before|substring after|replace|contains|
    starts with|ends with|matches|split|string join|list contains|list replace|count|min|max|sum|mean|
    all|any|sublist|append|concatenate|insert before|remove|reverse|index of|union|distinct values|
    flatten|product|median|stddev|mode|decimal|floor|ceiling|round up|round down|round half up|
    round half down|abs|modulo|sqrt|log|exp|odd|even|is|before|after|meets|met by|overlaps|
    overlaps before|overlaps after|finishes|finished by|includes|during|starts|started by|coincides|
    day of year|day of week|month of year|week of year|get value|get entries|context|context put|
    context merge|sort|now|today|range"""
    assert {name.strip() for name in standard.split("|")} == BUILT_IN - EXTENSIONS
