"""How points and ranges lie to each other (DMN 1.5, table 78), and range(text)."""

from __future__ import annotations

import re
from collections.abc import Callable

from engine.process.feel.compare import compare
from engine.process.feel.errors import FeelSyntaxError
from engine.process.feel.functions import builtin
from engine.process.feel.literals import unescape
from engine.process.feel.numbers import read_number
from engine.process.feel.temporal import (
    read_date,
    read_date_time,
    read_duration,
    read_literal,
    read_time,
)
from engine.process.feel.values import Range, Run, Value, kind

_BOUNDS = re.compile(r"\s*([\[(\]])(.*?)\.\.(?!\.)(.*)([\])\[])\s*", re.DOTALL)
_CALL = re.compile(r'(date and time|date|time|duration)\(\s*("(?:[^"\\]|\\.)*")\s*\)')
_STRING = re.compile(r'(@?)("(?:[^"\\]|\\.)*")')


class _Unordered(Exception):
    """Two ends cannot be compared."""


def _order(a: Value, b: Value) -> int:
    order = compare(a, b)
    if order is None:
        raise _Unordered
    return order


def _relation(name: str, points: str, check: Callable[[Range, Range], bool]) -> None:
    """Register ``check``; ``points`` tells which arguments may be points ('1', '2', '12', '')."""

    def run_it(run: Run, first: Value, second: Value) -> Value:
        a, b = _as_range(first, "1" in points), _as_range(second, "2" in points)
        if a is None or b is None or (points == "" and not _two_ranges(first, second)):
            run.null(f"{name} does not take {kind(first)} and {kind(second)}")
            return None
        try:
            return check(a, b)
        except _Unordered:
            run.null(f"{name}: the ends have no common order")
            return None

    builtin(name, "first: any, second: any")(run_it)


def _two_ranges(first: Value, second: Value) -> bool:
    return isinstance(first, Range) and isinstance(second, Range)


def _as_range(value: Value, point: bool) -> Range | None:
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, Range):
        return value
    if not point or value is None or compare(value, value) is None:
        return None
    return Range(value, value, True, True)


def _is_before(a: Range, b: Range) -> bool:
    if a.end is None or b.start is None:
        return False
    order = _order(a.end, b.start)
    return order < 0 or (order == 0 and not (a.end_included and b.start_included))


def _meets(a: Range, b: Range) -> bool:
    if a.end is None or b.start is None:
        return False
    return a.end_included and b.start_included and _order(a.end, b.start) == 0


def _overlaps(a: Range, b: Range) -> bool:
    return not _is_before(a, b) and not _is_before(b, a)


def _starts_earlier(a: Range, b: Range) -> bool:
    if a.start is None or b.start is None:
        return a.start is None and b.start is not None
    order = _order(a.start, b.start)
    return order < 0 or (order == 0 and a.start_included and not b.start_included)


def _ends_earlier(a: Range, b: Range) -> bool:
    if a.end is None or b.end is None:
        return a.end is not None and b.end is None
    order = _order(a.end, b.end)
    return order < 0 or (order == 0 and b.end_included and not a.end_included)


def _overlaps_before(a: Range, b: Range) -> bool:
    return _starts_earlier(a, b) and _overlaps(a, b) and not _ends_earlier(b, a)


def _includes(a: Range, b: Range) -> bool:
    return not _starts_earlier(b, a) and not _ends_earlier(a, b)


def _starts(a: Range, b: Range) -> bool:
    same = not _starts_earlier(a, b) and not _starts_earlier(b, a)
    return same and not _ends_earlier(b, a)


def _finishes(a: Range, b: Range) -> bool:
    same = not _ends_earlier(a, b) and not _ends_earlier(b, a)
    return same and not _starts_earlier(a, b)


def _coincides(a: Range, b: Range) -> bool:
    return _includes(a, b) and _includes(b, a)


_relation("before", "12", _is_before)
_relation("after", "12", lambda a, b: _is_before(b, a))
_relation("meets", "", _meets)
_relation("met by", "", lambda a, b: _meets(b, a))
_relation("overlaps", "", _overlaps)
_relation("overlaps before", "", _overlaps_before)
_relation("overlaps after", "", lambda a, b: _overlaps_before(b, a))
_relation("finishes", "1", _finishes)
_relation("finished by", "2", lambda a, b: _finishes(b, a))
_relation("includes", "2", _includes)
_relation("during", "1", lambda a, b: _includes(b, a))
_relation("starts", "1", _starts)
_relation("started by", "2", lambda a, b: _starts(b, a))
_relation("coincides", "12", _coincides)


@builtin("range", "from: string")
def range_of(run: Run, text: str) -> Value:
    """The range a string tells, such as "[1..5)" or "[@\\"2025-07-01\\"..)"; literal ends only."""
    match = _BOUNDS.fullmatch(text)
    if match is None or len(text) > 1000:
        run.null(f"'{text[:40]}' is no range")
        return None
    left, start_text, end_text, right = match.groups()
    start, end = _end(start_text.strip()), _end(end_text.strip())
    known = [value for value, ok in (start, end) if ok and value is not None]
    if not start[1] or not end[1] or not known or compare(known[0], known[-1]) is None:
        run.null(f"'{text[:40]}' is no range")
        return None
    first, last = start[0], end[0]
    if (first is None and left == "[") or (last is None and right == "]"):
        run.null("an unbounded end is not included")
        return None
    if len(known) == 2 and (compare(first, last) or 0) > 0:
        run.null("the range runs backwards")
        return None
    return Range(first, last, left == "[", right == "]")


def _end(text: str) -> tuple[Value, bool]:
    """A literal end and whether it is one; "" and null are the unbounded end."""
    try:
        return _literal_end(text)
    except FeelSyntaxError:
        return None, False


def _literal_end(text: str) -> tuple[Value, bool]:
    if text in ("", "null"):
        return None, True
    string = _STRING.fullmatch(text)
    if string:
        body = unescape(string.group(2), 0)
        found = read_literal(body) if string.group(1) else body
        return found, found is not None
    call = _CALL.fullmatch(text)
    if call:
        readers: dict[str, Callable[[str], Value]] = {
            "date": read_date, "time": read_time, "date and time": read_date_time,
            "duration": read_duration,
        }  # fmt: skip
        found = readers[call.group(1)](unescape(call.group(2), 0))
        return found, found is not None
    found = read_number(text)
    return found, found is not None
