"""Functions that make lists of lists."""

from __future__ import annotations

import functools
from decimal import Decimal

from engine.process.feel.compare import compare, equal
from engine.process.feel.functions import builtin
from engine.process.feel.numbers import whole
from engine.process.feel.values import MAX_LIST, FeelFunction, Run, Value

Items = list[Value]


def found_in(items: Items, element: Value, run: Run) -> bool:
    """Whether an equal item is there."""
    run.spend(len(items) + 1)
    return any(equal(item, element, run) is True for item in items)


def _index(run: Run, position: Decimal, count: int) -> int | None:
    """A FEEL position (1 first, -1 last) as an index, or None outside 1..count."""
    at = whole(position)
    if at is None or at == 0 or abs(at) > count:
        run.null(f"there is no position {position} in a list of {count}")
        return None
    return at - 1 if at > 0 else count + at


@builtin("list contains", "list: list, element: any")
def list_contains(run: Run, items: Items, element: Value) -> Value:
    """Whether an item equals the element; null may be one."""
    return found_in(items, element, run)


@builtin("sublist", "list: list, start position: number, length?: number")
def sublist(run: Run, items: Items, start: Decimal, length: Decimal | None = None) -> Value:
    """From a position, to the end or for a length."""
    first = _index(run, start, len(items))
    count = len(items) if length is None else whole(length)
    if first is None or count is None or count < 0 or (length and first + count > len(items)):
        run.null("sublist lies outside the list")
        return None
    run.size(count)
    return items[first : first + count]


@builtin("append", "list: list, item...: any")
def append(run: Run, items: Items, *more: Value) -> Value:
    """The list with further items."""
    run.size(len(items) + len(more))
    return [*items, *more]


@builtin("concatenate", "list...: list")
def concatenate(run: Run, *lists: Items) -> Value:
    """The lists one after the other."""
    run.size(sum(map(len, lists)))
    return [item for items in lists for item in items]


@builtin("insert before", "list: list, position: number, newItem: any")
def insert_before(run: Run, items: Items, position: Decimal, new: Value) -> Value:
    """The list with an item put in at a position."""
    at = _index(run, position, len(items))
    if at is None:
        return None
    run.size(len(items))
    return [*items[:at], new, *items[at:]]


@builtin("remove", "list: list, position: number")
def remove(run: Run, items: Items, position: Decimal) -> Value:
    """The list without the item at a position."""
    at = _index(run, position, len(items))
    if at is None:
        return None
    run.size(len(items))
    return [*items[:at], *items[at + 1 :]]


@builtin("list replace", "list: list, position: number, newItem: any")
def replace_at(run: Run, items: Items, position: Decimal, new: Value) -> Value:
    """The list with another item at a position."""
    at = _index(run, position, len(items))
    if at is None:
        return None
    run.size(len(items))
    return [*items[:at], new, *items[at + 1 :]]


@builtin("list replace", "list: list, match: function, newItem: any")
def replace_matching(run: Run, items: Items, match: FeelFunction, new: Value) -> Value:
    """The list with every item replaced for which match(item, newItem) is true."""
    run.size(len(items))
    verdicts = [match.call(run, [item, new]) for item in items]
    if not all(isinstance(verdict, bool) for verdict in verdicts):
        run.null("list replace: match must tell true or false")
        return None
    return [new if hit else item for item, hit in zip(items, verdicts, strict=True)]


@builtin("reverse", "list: list")
def reverse(run: Run, items: Items) -> Value:
    """The last item first."""
    run.size(len(items))
    return items[::-1]


@builtin("index of", "list: list, match: any")
def index_of(run: Run, items: Items, match: Value) -> Value:
    """The positions of the items that equal the match."""
    run.size(len(items))
    return [Decimal(at) for at, item in enumerate(items, 1) if equal(item, match, run) is True]


@builtin("union", "list...: list")
def union(run: Run, *lists: Items) -> Value:
    """The lists one after the other, each value once."""
    return distinct(run, [item for items in lists for item in items])


@builtin("distinct values", "list: list")
def distinct(run: Run, items: Items) -> Items:
    """Each value once, in the order of first appearance."""
    run.size(len(items))
    result: Items = []
    for item in items:
        if not found_in(result, item, run):
            result.append(item)
    return result


@builtin("flatten", "list: list")
def flatten(run: Run, items: Items) -> Value:
    """The items of nested lists, however deep, in one list."""
    result: Items = []
    stack = [iter(items)]
    while stack:
        run.spend(1)
        for item in stack[-1]:
            if isinstance(item, list):
                stack.append(iter(item))
                break
            run.spend(1)
            result.append(item)
            if len(result) > MAX_LIST:
                run.size(len(result))
        else:
            stack.pop()
    return result


class _Unordered(Exception):
    """Two items of a list to be sorted have no order."""


@builtin("sort", "list: list, precedes?: function")
def sort(run: Run, items: Items, precedes: FeelFunction | None = None) -> Value:
    """Ordered by precedes(a, b), or by the items' own order; stable."""
    run.size(len(items))

    def by_function(a: Value, b: Value) -> int:
        assert precedes is not None
        if precedes.call(run, [a, b]) is True:
            return -1
        return 1 if precedes.call(run, [b, a]) is True else 0

    def by_value(a: Value, b: Value) -> int:
        order = compare(a, b)
        if order is None:
            raise _Unordered
        run.spend(1)
        return order

    try:
        return sorted(items, key=functools.cmp_to_key(by_function if precedes else by_value))
    except _Unordered:
        run.null("sort: the items have no common order")
        return None
