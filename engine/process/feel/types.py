"""Type expressions: what ``instance of`` and a function's parameter types ask of a value."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.process.feel.signatures import Signature, accepts
from engine.process.feel.tree import TypeExpression
from engine.process.feel.values import FeelFunction, Range, Run, Value, kind

Test = Callable[[Value, Run], bool]

SIMPLE = {
    "number": "number", "string": "string", "boolean": "boolean", "date": "date", "time": "time",
    "date and time": "date and time", "dateTime": "date and time",
    "days and time duration": "days and time duration",
    "dayTimeDuration": "days and time duration",
    "years and months duration": "years and months duration",
    "yearMonthDuration": "years and months duration",
    "list": "list", "context": "context", "range": "range", "function": "function",
    "Null": "null",
}  # fmt: skip
TYPE_PHRASES = ("date and time", "days and time duration", "years and months duration")


NO_TYPES: Mapping[str, Test] = {}


def type_test(expression: TypeExpression, types: Mapping[str, Test] = NO_TYPES) -> Test | None:
    """A test for the type, built in or one of ``types``, or None if there is no such type."""
    name, parts = expression.name, expression.parts
    if name in types and not parts:
        return types[name]
    if name == "Any":
        return lambda value, run: value is not None
    wanted = SIMPLE.get(name)
    if wanted is None:
        return None
    if name == "function" or not parts:
        return _function_test(parts) if parts else lambda value, run: kind(value) == wanted
    tests = [type_test(part, types) for part in parts]
    known = [test for test in tests if test is not None]
    if len(known) != len(tests):
        return None
    maker = {"list": _list_test, "range": _range_test}.get(name)
    if maker:
        return maker(known[0])
    return (
        _context_test(dict(zip(expression.keys, known, strict=True))) if name == "context" else None
    )


def _list_test(item: Test) -> Test:
    def test(value: Value, run: Run) -> bool:
        if not isinstance(value, list):
            return False
        run.spend(len(value))
        return all(v is None or item(v, run) for v in value)

    return test


def _range_test(item: Test) -> Test:
    def test(value: Value, run: Run) -> bool:
        return isinstance(value, Range) and all(
            end is None or item(end, run) for end in (value.start, value.end)
        )

    return test


def _context_test(entries: dict[str, Test]) -> Test:
    def test(value: Value, run: Run) -> bool:
        return isinstance(value, dict) and all(
            key in value and (value[key] is None or item(value[key], run))
            for key, item in entries.items()
        )

    return test


def _function_test(parts: list[TypeExpression]) -> Test:
    """A function by what its text declares, else by its count of parameters alone."""
    *parameters, result = parts
    count = len(parameters)

    def test(value: Value, run: Run) -> bool:
        if not isinstance(value, FeelFunction):
            return False
        if isinstance(value.declared, Signature):
            return accepts(value.declared, parameters, result)
        return value.least <= count and (value.most is None or count <= value.most)

    return test
