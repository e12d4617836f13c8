"""Nothing an expression says reaches Python: it is refused, or it is null."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import engine.process.feel as feel
from engine.process.feel import FeelError, Function, compile, compile_unary
from tests.unit.feel.support import NOW

ESCAPES = (Path(__file__).parent / "escapes.txt").read_text("utf-8").splitlines()


class Loaded:
    """A host object that notices when anybody looks into it."""

    secret = "s3cret"

    def __getattribute__(self, name: str) -> object:
        if name == "__class__":
            return object.__getattribute__(self, name)
        raise AssertionError(f"{name} was read")

    def __str__(self) -> str:
        raise AssertionError("shown")

    def __call__(self) -> None:
        raise AssertionError("called")

    def __eq__(self, other: object) -> bool:
        raise AssertionError("compared")

    __hash__ = None


def harmless(found: object) -> bool:
    """Null, false, or plain data without a trace of Python."""
    return found in (None, False) or "<" not in repr(found)


@pytest.mark.parametrize("text", ESCAPES)
def test_an_escape_is_refused_or_null(text: str):
    context: dict[str, object] = {"x": {"y": [1]}, "s": "text", "o": Loaded(), "?": 1}
    for build in (compile, compile_unary):
        try:
            found = build(text).evaluate(context, now=NOW)
        except FeelError:
            continue
        assert harmless(found)


@pytest.mark.parametrize(
    "text",
    ["o.secret", "o()", "o[1].secret", "o + 1", "o = o", "o < o", "string(o)", "o.__class__",
     "[o, o] = [o, o]", "distinct values([o, o])", "for i in o return i.secret", "o in [1, o]",
     "sort([o, o])", "{a: o}.a.secret", "string([o])", "max(o, o)", "is(o, o)", "o instance of Any",
     "working days after(o, 1)", "children(o, \"xa\")", "number(o)", "-o", "not(o)", "o(x: 1)"],
)  # fmt: skip
def test_an_object_of_the_host_is_never_looked_into(text: str):
    assert compile(text).evaluate({"o": Loaded()}) is not Loaded.secret


def test_an_unknown_name_is_refused_when_names_are_declared():
    for name in ("__import__", "eval", "exec", "open", "globals", "os", "self", "builtins"):
        with pytest.raises(FeelError):
            compile(f'{name}("os")', ["x"])


def test_only_the_host_functions_handed_in_can_be_called():
    host = {"greet": Function("greet", ("name",), lambda name: f"chào {name}")}
    assert compile('greet("An")', (), functions=host).evaluate({}) == "chào An"
    assert compile("greet.__globals__", (), functions=host).evaluate({}) is None


def test_the_room_holds_no_eval_and_no_attribute_access_by_name():
    forbidden = {"eval", "exec", "compile", "getattr", "setattr", "__import__", "vars", "globals"}
    for path in Path(feel.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in forbidden, f"{path}:{node.lineno}"
