"""Errors tell where they are and what may have been meant, in both languages."""

from __future__ import annotations

import pytest

from engine.errors import InputError
from engine.process.feel import (
    FeelEvaluationError,
    FeelSyntaxError,
    Function,
    UnknownName,
    compile,
    compile_unary,
)

NAMES = ["x", "level", "hạn nộp", "đơn vị"]
BAD_PLACES = {
    "1 +": (1, 4), "1 + + 2": (1, 5), "x >": (1, 4), "(x": (1, 3), "x)": (1, 2), "[1, 2": (1, 6),
    "if x then 1": (1, 12), "if x else 1": (1, 6), "for x return 1": (1, 7),
    "some x in [1] return x": (1, 15), "x\n  and\n  or 1": (3, 3), '"open': (1, 1),
    "x # 1": (1, 3), "{a: }": (1, 5), "{: 1}": (1, 2), "x.1": (1, 2), "x between 1": (1, 12),
    "1 2": (1, 3), "": (1, 1), "   ": (1, 4), "x in": (1, 5), "@x": (1, 1), '@"2025-02-30"': (1, 1),
    "x instance number": (1, 1), '"\\uD83D"': (1, 1), "{a: 1, a: 2}": (1, 11),
    "function(a, a) 1": (1, 1), "max(1, list: 2)": (1, 1), "1e99999": (1, 1), "x == 1": (1, 4),
    "x != != 1": (1, 6), "[1..": (1, 5), "x . ": (1, 5), "1..2": (1, 2), "x = 'a'": (1, 5),
}  # fmt: skip
UNKNOWN = {
    "y": ("y", 1, 1, ""), "x + levl": ("levl", 1, 5, "level"), "hạn nop": ("hạn nop", 1, 1, "hạn nộp"),
    "x >\n y": ("y", 2, 2, ""), "cuont([1])": ("cuont", 1, 1, "count"),
    "working day after(x, 1)": ("working day after", 1, 1, "working days after"),
    "for i in [1] return j": ("j", 1, 21, ""), "{a: b}": ("b", 1, 5, ""),
    "x instance of nummber": ("nummber", 1, 15, ""), "function(a) b": ("b", 1, 13, ""),
    "đơn vị cha": ("đơn vị cha", 1, 1, "đơn vị"), "{a: 1, b: 2}.c + a": ("a", 1, 18, ""),
    "(for i in [1] return i) + i": ("i", 1, 27, ""),
}  # fmt: skip


@pytest.mark.parametrize("text", BAD_PLACES)
def test_a_syntax_error_has_its_place(text: str):
    with pytest.raises((FeelSyntaxError, UnknownName)) as caught:
        compile(text, NAMES)
    position = caught.value.position
    assert position is not None
    assert (position.line, position.column) == BAD_PLACES[text]


@pytest.mark.parametrize("text", UNKNOWN)
def test_an_unknown_name_is_told_with_its_place_and_the_nearest_one(text: str):
    with pytest.raises(UnknownName) as caught:
        compile(text, NAMES)
    error = caught.value
    assert error.position is not None
    place = (error.name, error.position.line, error.position.column)
    name, line, column, suggestion = UNKNOWN[text]
    assert place == (name, line, column)
    assert not suggestion or error.suggestion == suggestion


def test_both_languages_say_it():
    with pytest.raises(InputError) as caught:
        compile("levl = 1", NAMES)
    assert caught.value.text("vi") == "Không có tên «levl» (dòng 1, cột 1). Có phải ý là «level»?"
    assert str(caught.value) == "There is no name 'levl' (line 1, column 1). Did you mean 'level'?"
    with pytest.raises(FeelSyntaxError) as malformed:
        compile("(x", NAMES)
    assert "chờ" in malformed.value.text("vi") and "expected" in malformed.value.text("en")


@pytest.mark.parametrize("text", ["<", "1,", ",1", "not(", "[1..", "< 5 6", "-,1"])
def test_malformed_unary_tests_are_refused(text: str):
    with pytest.raises(FeelSyntaxError):
        compile_unary(text, NAMES)


@pytest.mark.parametrize("text", ["now()", "today()", "today() > x"])
def test_the_clock_must_be_handed_in(text: str):
    with pytest.raises(FeelEvaluationError):
        compile(text, NAMES).evaluate({"x": 1})


def test_a_failing_host_function_is_told():
    def broken(value: object) -> object:
        raise KeyError(value)

    expression = compile("f(1)", functions={"f": Function("f", ("value",), broken)})
    with pytest.raises(FeelEvaluationError, match="f failed"):
        expression.evaluate({})


@pytest.mark.parametrize(
    ("text", "why"),
    [("1 + \"a\"", "number + string"), ("1 < \"a\"", "'<' does not compare number with string"),
     ("[1][3]", "no item 3"), ("1 / 0", "/"), ("nope.a", ""), ("{a: 1}.b", "no entry 'b'"),
     ("substring(1, 2)", "substring(number, number)"), ("date(\"x\")", "'x' is no date"),
     ("matches(\"a\", \"(\")", "refused"), ("working days after(1, 2)", "working days after")],
)  # fmt: skip
def test_warnings_tell_why_it_is_null(text: str, why: str):
    warnings: list[str] = []
    assert compile(text).evaluate({}, warnings=warnings) is None
    assert why in " ".join(warnings)
