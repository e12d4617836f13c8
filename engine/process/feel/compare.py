"""Equality, order and membership, in three-valued logic (None is null)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from engine.process.feel.numbers import number
from engine.process.feel.temporal import clock_micros, fixed
from engine.process.feel.values import Range, Run, Value, YearsMonths, kind


def any_of(results: Iterable[bool | None]) -> bool | None:
    """Disjunction: true if one is, else null if one is, else false."""
    unknown = False
    for result in results:
        if result is True:
            return True
        unknown = unknown or result is None
    return None if unknown else False


def equal(left: Value, right: Value, run: Run) -> bool | None:
    """``=``: null where the types differ; null equals null and nothing else."""
    if left is None or right is None:
        return left is right
    found = kind(left)
    if found != kind(right):
        return None
    compared = _EQUALS.get(found)
    if compared is not None:
        return compared(left, right, run)
    if found in ("opaque", "function"):
        return left is right
    order = compare(left, right)
    return None if order is None else order == 0


def _equal_lists(left: Value, right: Value, run: Run) -> bool | None:
    assert isinstance(left, list) and isinstance(right, list)
    if len(left) != len(right):
        return False
    run.spend(len(left) + 1)
    return _all_equal(((a, b) for a, b in zip(left, right, strict=True)), run)


def _equal_contexts(left: Value, right: Value, run: Run) -> bool | None:
    assert isinstance(left, dict) and isinstance(right, dict)
    if left.keys() != right.keys():
        return False
    run.spend(len(left) + 1)
    return _all_equal(((value, right[key]) for key, value in left.items()), run)


def _equal_ranges(left: Value, right: Value, run: Run) -> bool | None:
    assert isinstance(left, Range) and isinstance(right, Range)
    first = (left.start_included, left.end_included, left.sign)
    if first != (right.start_included, right.end_included, right.sign):
        return False
    return _all_equal(((left.start, right.start), (left.end, right.end)), run)


def _all_equal(pairs: Iterable[tuple[Value, Value]], run: Run) -> bool:
    return all(equal(a, b, run) is True for a, b in pairs)


_EQUALS: dict[str, Callable[[Value, Value, Run], bool | None]] = {
    "boolean": lambda a, b, run: a is b,
    "list": _equal_lists,
    "context": _equal_contexts,
    "range": _equal_ranges,
    "string": lambda a, b, run: a == b,
    "date and time": lambda a, b, run: compare(a, b) == 0,
    "time": lambda a, b, run: compare(a, b) == 0,
}


def compare(left: Value, right: Value) -> int | None:
    """-1, 0 or 1 for two values of one ordered type; None where there is no order."""
    found = kind(left)
    if found != kind(right):
        return None
    key = _KEYS.get(found)
    if key is None:
        return None
    a, b = key(left), key(right)
    if a is None or b is None or type(a) is not type(b):
        return None
    if a == b:
        return 0
    return -1 if a < b else 1


def _moment(value: Value) -> object:
    """An instant with its offset, a local date and time as a tuple: the two have no order."""
    assert isinstance(value, dt.datetime)
    if value.tzinfo is None:
        return (value,)
    return fixed(value)


def _clock(value: Value) -> object:
    assert isinstance(value, dt.time)
    found = clock_micros(value)
    return (found,) if value.tzinfo is None else found


_KEYS: dict[str, Callable[[Any], Any]] = {
    "number": number,
    "string": lambda v: v,
    "date": lambda v: v,
    "date and time": _moment,
    "time": _clock,
    "days and time duration": lambda v: v,
    "years and months duration": lambda v: v.months if isinstance(v, YearsMonths) else None,
}


def contains(range_: Range, value: Value) -> bool | None:
    """Whether a range includes a value; null where they cannot be compared."""
    if value is None:
        return None
    if range_.sign == "!=":
        order = compare(value, range_.end)
        return None if order is None else order != 0
    after = _beyond(value, range_.start, range_.start_included, 1)
    before = _beyond(value, range_.end, range_.end_included, -1)
    if after is False or before is False:
        return False if after is not None and before is not None else None
    return True if after and before else None


def _beyond(value: Value, end: Value, included: bool, direction: int) -> bool | None:
    if end is None:
        return True
    order = compare(value, end)
    if order is None:
        return None
    return order == direction or (included and order == 0)


def member(value: Value, test: Value, run: Run) -> bool | None:
    """``value in test``: in a range, equal to a value, or in any item of a list."""
    if isinstance(test, Range):
        return equal(value, test, run) if isinstance(value, Range) else contains(test, value)
    if isinstance(test, list):
        if isinstance(value, list) and equal(value, test, run) is True:
            return True
        run.spend(len(test))
        return any_of(_member_of_item(value, item, run) for item in test)
    return equal(value, test, run)


def _member_of_item(value: Value, item: Value, run: Run) -> bool | None:
    if isinstance(item, Range) and not isinstance(value, Range):
        return contains(item, value)
    if isinstance(item, list) and not isinstance(value, list):
        return member(value, item, run)
    return equal(value, item, run)


OPERATORS: dict[str, Callable[[int], bool]] = {
    "<": lambda order: order < 0,
    "<=": lambda order: order <= 0,
    ">": lambda order: order > 0,
    ">=": lambda order: order >= 0,
}


def relation(operator: str, left: Value, right: Value, run: Run) -> bool | None:
    """``left operator right`` for =, !=, <, <=, >, >=."""
    if operator == "=":
        return equal(left, right, run)
    if operator == "!=":
        same = equal(left, right, run)
        return None if same is None else not same
    order = compare(left, right)
    if order is None:
        run.null(f"'{operator}' does not compare {kind(left)} with {kind(right)}")
        return None
    return OPERATORS[operator](order)


def truth(value: Value) -> bool | None:
    """A value as a logical operand: anything that is no boolean counts as null."""
    return value if value is True or value is False else None
