"""A hostile expression is refused quickly, and never by exhausting Python."""

from __future__ import annotations

import time

import pytest

from engine.process.feel import FeelError, FeelLimitExceeded, compile, compile_unary

DEEP = {
    "parentheses": "(" * 3000 + "1" + ")" * 3000,
    "parentheses, unclosed": "(" * 9000,
    "lists": "[" * 3000 + "]" * 3000,
    "contexts": "{a:" * 2000 + "1" + "}" * 2000,
    "minus": "-" * 9000 + "x",
    "if": "if a then " * 900 + "1" + " else 2" * 900,
    "nested if": "if a then b else " * 500 + "1",
    "for": "for i in x return " * 500 + "i",
    "functions": "function() " * 800 + "1",
    "paths": "x" + ".a" * 4000,
    "filters": "x" + "[1]" * 3000,
    "calls": "f" + "()" * 4000,
    "powers": "2" + "**2" * 3000,
    "comparisons": "x" + "<x" * 4000,
    "in": "x" + " in x" * 1900,
    "between": "x between 1 and " * 600 + "2",
    "quantified": "some i in x satisfies " * 400 + "true",
    "types": "x instance of " + "list<" * 1500 + "number" + ">" * 1500,
    "not": "not(" * 2000 + "x" + ")" * 2000,
    "instance": "x" + " instance of number" * 500,
}
COSTLY = {
    "range": "count(for i in 1..1000000000 return i)",
    "nested loops": "for i in 1..1000, j in 1..1000, k in 1..1000 return i",
    "doubling list": "{a: [1, 1], b: [a, a], c: [b, b], d: [c, c, c, c], e: [d, d, d, d], "
    "f: [e, e, e, e], g: [f, f, f, f], h: [g, g, g, g], i: [h, h, h, h], j: [i, i, i, i], "
    "k: [j, j, j, j], l: [k, k, k, k], m: [l, l, l, l], r: m = [l, l, l, l]}.r",
    "doubling result": "{" + ",".join(f"a{n}: [{f'a{n - 1}' if n else 1}, {f'a{n - 1}' if n else 1}]"
                                      for n in range(60)) + "}",
    "doubling string": "{a0: \"xxxxxxxxxx\", " + ",".join(
        f"a{n}: a{n - 1} + a{n - 1}" for n in range(1, 60)) + "}",
    "shown": "string({" + ",".join(
        f"a{n}: [{f'a{n - 1}' if n else 1}, {f'a{n - 1}' if n else 1}]" for n in range(60)) + "})",
    "recursion": "(function(f, n) f(f, n))(function(f, n) 1 + f(f, n + 1), 0)",
    "endless": "(function(f) f(f))(function(f) f(f))",
    "distinct": "count(distinct values(for i in 1..3000 return i))",
    "partial": "for i in 1..40000 return count(distinct values(partial))",
    "pattern": "for i in 1..500 return matches(string join(for j in 1..900 return \"a\"), "
    "\"(a|b|ab)*(a|b|ab)*(a|b|ab)*c\")",
    "looking back": "matches(string join(for j in 1..900 return \"a\"), \"(a|aa)*(a*)\\2b\")",
    "joined": "string join(for i in 1..90000 return string join(for j in 1..100 return \"x\"))",
    "power": "for i in 1..1000000 return 9 ** 9 ** 9",
}  # fmt: skip


@pytest.mark.parametrize("name", DEEP)
def test_deep_text_is_refused_quickly(name: str):
    text = DEEP[name][:10_000]
    build = compile_unary if len(name) % 2 else compile
    started = time.process_time()
    with pytest.raises(FeelError):
        build(text)
    assert time.process_time() - started < 2


@pytest.mark.parametrize("name", COSTLY)
def test_costly_work_is_stopped(name: str):
    expression = compile(COSTLY[name])
    started = time.process_time()
    with pytest.raises(FeelLimitExceeded):
        expression.evaluate({})
    assert time.process_time() - started < 5


@pytest.mark.parametrize("mark", ["?", "*", "+", "{1}", "{0}", "{0,1}", "{2}", "{1,}", "*?"])
def test_nested_quantifiers_cost_no_time(mark: str):
    pattern = "(" * 45 + "a" + f"){mark}" * 45
    expression = compile("matches(t, p)")
    started = time.process_time()
    expression.evaluate({"t": "a" * 20, "p": pattern})
    assert time.process_time() - started < 2


def test_long_text_is_refused():
    with pytest.raises(FeelLimitExceeded) as caught:
        compile("1 + " * 3000 + "1")
    assert "10000" in caught.value.text("en") and "độ dài" in caught.value.text("vi")


def test_long_flat_text_is_welcome():
    assert compile("+".join(["1"] * 4000)).evaluate({}) == 4000
    assert compile(" and ".join(["true"] * 1000)).evaluate({}) is True
    assert compile(" or ".join(["x > 3"] * 900), ["x"]).evaluate({"x": 5}) is True
    assert compile("[" + ",".join(["1"] * 4000) + "]").evaluate({}) == [1] * 4000
    assert compile_unary(",".join(str(n) for n in range(2000))).evaluate({"?": 1999}) is True


def test_ninety_levels_are_welcome():
    text = "(" * 90 + "x" + ")" * 90
    assert compile(text, ["x"]).evaluate({"x": 1}) == 1
    assert compile("-" * 90 + "x", ["x"]).evaluate({"x": 1}) == 1
    assert compile("function() " * 45 + "1").evaluate({}) is not None


def test_deep_data_of_the_host_is_refused_not_fatal():
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    for text in ("x", "string(x)", "x = y", "distinct values([x, y])"):
        with pytest.raises(FeelLimitExceeded):
            compile(text).evaluate({"x": deep, "y": [*deep]})
    while deep:
        deep = deep[0]  # type: ignore[assignment]


def test_the_budget_is_fresh_for_each_evaluation():
    expression = compile("count(for i in 1..90000 return i)")
    assert [expression.evaluate({}) for _ in range(3)] == [90000] * 3
