"""Against an oracle: Python's decimal and datetime, reckoned here by themselves."""

from __future__ import annotations

import calendar
import datetime as dt
import decimal
import re
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.process.feel import BUILT_IN, FeelError, YearsMonths, compile
from tests.unit.feel.support import alike

ORACLE = decimal.Context(prec=34, rounding=decimal.ROUND_HALF_EVEN, traps=[])
FAST = settings(max_examples=60, deadline=None)
numbers = st.decimals(-(10**20), 10**20, allow_nan=False, places=8)
dates = st.dates(dt.date(1900, 1, 1), dt.date(2200, 1, 1))
moments = st.datetimes(
    dt.datetime(1900, 1, 1), dt.datetime(2200, 1, 1),
    timezones=st.sampled_from([dt.UTC, dt.timezone(dt.timedelta(hours=7)), None]),
)  # fmt: skip
durations = st.timedeltas(dt.timedelta(days=-4000), dt.timedelta(days=4000))
extremes = st.datetimes(timezones=st.none() | st.timezones()) | st.times(timezones=st.timezones())
values = st.recursive(
    extremes | st.none() | st.booleans() | st.integers() | numbers | st.text(max_size=5) | dates | moments
    | durations | st.floats() | st.binary(max_size=2),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab", max_size=2), inner),
    max_leaves=6,
)  # fmt: skip

ORDERED: list[st.SearchStrategy[Any]] = [numbers, st.text(max_size=4), dates, durations]
ARITHMETIC = {sign: compile(f"a {sign} b", ["a", "b"]) for sign in ("+", "-", "*", "/")}
ORDER = {sign: compile(f"a {sign} b", ["a", "b"]) for sign in ("<", "<=", ">", ">=", "=", "!=")}


@FAST
@given(numbers, numbers)
def test_arithmetic_is_decimal_of_34_digits(a: Decimal, b: Decimal):
    assert ARITHMETIC["+"].evaluate({"a": a, "b": b}) == ORACLE.add(a, b)
    assert ARITHMETIC["-"].evaluate({"a": a, "b": b}) == ORACLE.subtract(a, b)
    assert ARITHMETIC["*"].evaluate({"a": a, "b": b}) == ORACLE.multiply(a, b)
    quotient = ARITHMETIC["/"].evaluate({"a": a, "b": b})
    assert quotient == (ORACLE.divide(a, b) if b else None)


@FAST
@given(st.integers(-(10**30), 10**30), st.integers(-(10**30), 10**30))
def test_integers_of_the_host_compute_as_numbers(a: int, b: int):
    for sign, expression in ARITHMETIC.items():
        found = expression.evaluate({"a": a, "b": b})
        assert alike(found, expression.evaluate({"a": Decimal(a), "b": Decimal(b)})), sign


@FAST
@given(numbers, numbers)
def test_the_threads_own_decimal_context_is_never_used(a: Decimal, b: Decimal):
    text = compile("[a + b, a * b, modulo(a, 7), decimal(a, 2), string(a), a < b, mean(a, b)]")
    expected = text.evaluate({"a": a, "b": b})
    with decimal.localcontext(decimal.Context(prec=2)):
        assert text.evaluate({"a": a, "b": b}) == expected


@FAST
@given(st.one_of([st.tuples(s, s) for s in ORDERED]))
def test_order_is_pythons(pair: tuple[Any, Any]):
    a, b = pair
    for sign, expected in {
        "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b, "=": a == b, "!=": a != b,
    }.items():  # fmt: skip
        assert ORDER[sign].evaluate({"a": a, "b": b}) is expected


@FAST
@given(moments, durations)
def test_moments_move_like_pythons(moment: dt.datetime, by: dt.timedelta):
    context = {"a": moment, "b": by}
    assert alike(ARITHMETIC["+"].evaluate(context), moment + by)
    assert alike(ARITHMETIC["-"].evaluate(context), moment - by)


@FAST
@given(moments, moments)
def test_moments_compare_and_subtract_only_within_one_clock(a: dt.datetime, b: dt.datetime):
    one_clock = (a.tzinfo is None) == (b.tzinfo is None)
    context = {"a": a, "b": b}
    assert ARITHMETIC["-"].evaluate(context) == (a - b if one_clock else None)
    assert ORDER["<"].evaluate(context) is (a < b if one_clock else None)


@FAST
@given(dates, st.integers(-2000, 2000))
def test_months_stop_at_the_end_of_the_month(day: dt.date, count: int):
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    moved = ARITHMETIC["+"].evaluate({"a": day, "b": YearsMonths(count)})
    assert moved == dt.date(year, month + 1, min(day.day, last))


@FAST
@given(dates, st.integers(0, 60), st.sets(dates))
def test_working_days_are_counted_one_by_one(day: dt.date, count: int, holidays: set[dt.date]):
    class Calendar:
        def is_working_day(self, d: dt.date, /) -> bool:
            return d.weekday() < 5 and d not in holidays

    found = compile("working days after(d, n)").evaluate(
        {"d": day, "n": count}, calendar=Calendar()
    )
    assert isinstance(found, dt.date)
    passed = [day + dt.timedelta(n) for n in range(1, (found - day).days + 1)]
    assert sum(Calendar().is_working_day(d) for d in passed) == count
    assert not passed or Calendar().is_working_day(passed[-1])


@FAST
@given(durations | st.builds(YearsMonths, st.integers(-5000, 5000)) | dates | moments)
def test_what_string_tells_reads_back(value: object):
    name = "date" if isinstance(value, dt.date) else "duration"
    name = "date and time" if isinstance(value, dt.datetime) else name
    assert alike(compile(f"{name}(string(v))").evaluate({"v": value}), value)


@FAST
@given(values)
def test_literals_of_values_read_back_as_equal(value: object):
    text = compile("string([v])").evaluate({"v": value})
    assert text is None or isinstance(text, str)


PIECES = st.sampled_from(
    ["a", "b", ".", "(a|b)", "[ab]", "a*", "b+", "a?", "(ab)*", "a{1,2}", "b*?"]
)


@FAST
@given(st.lists(PIECES, max_size=5).map("".join), st.text("abc", max_size=12))
def test_patterns_match_like_pythons(pattern: str, text: str):
    context = {"t": text, "p": pattern}
    assert compile("matches(t, p)").evaluate(context) is (re.search(pattern, text) is not None)
    replaced = compile('replace(t, p, "<$0>")').evaluate(context)
    if re.search(pattern, ""):
        assert replaced is None
    else:
        assert replaced == re.sub(pattern, r"<\g<0>>", text)


TOKENS = st.sampled_from(
    [
        "1",
        "2.5",
        "x",
        "y",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ".",
        "..",
        ":",
        "+",
        "-",
        "*",
        "/",
        "**",
        "<",
        "<=",
        ">",
        ">=",
        "=",
        "!=",
        "and",
        "or",
        "not",
        "if",
        "then",
        "else",
        "for",
        "in",
        "return",
        "some",
        "every",
        "satisfies",
        "between",
        "instance",
        "of",
        "function",
        "null",
        "true",
        "false",
        '"s"',
        "?",
        '@"P1D"',
        "count",
        "sum",
        "item",
        "partial",
        "date",
        "time",
        '"\\u0041"',
        "//",
        "]",
        "[",
        "number",
        "list",
        "string",
        "a.b",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(TOKENS, max_size=12).map(" ".join), values)
def test_no_text_and_no_data_break_anything(text: str, value: object):
    try:
        expression = compile(text)
        expression.evaluate({"x": value, "y": [value], "a": {"b": value}})
    except FeelError:
        return


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30))
def test_any_text_compiles_or_is_refused(text: str):
    try:
        compile(text, ["x"]).evaluate({"x": 1})
    except FeelError:
        return


CALLS = [
    (name, count) for name in sorted(BUILT_IN)
    for count in range(4) if name not in ("now", "today")
]  # fmt: skip


@settings(max_examples=250, deadline=None)
@given(st.sampled_from(CALLS), st.lists(values, min_size=4, max_size=4))
def test_no_function_breaks_on_any_arguments(call: tuple[str, int], arguments: list[object]):
    name, count = call
    text = f"{name}({', '.join('abcd'[:count])})"
    compile(text).evaluate(dict(zip("abcd", arguments, strict=True)))


BINARY = [
    compile(f"a {sign} b") for sign in ["+", "-", "*", "/", "**", "=", "<", ">=", "in", "and", "or"]
]
PARTS = "year month day weekday hour minute second timezone days hours minutes seconds years months"
READERS = [compile(f"a.{part}") for part in [*PARTS.split(), "time offset", "start"]]


@settings(max_examples=200, deadline=None)
@given(values, values)
def test_no_operator_and_no_property_breaks_on_any_values(a: object, b: object):
    for expression in [*BINARY, *READERS]:
        expression.evaluate({"a": a, "b": b})
