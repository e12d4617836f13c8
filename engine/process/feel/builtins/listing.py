"""Functions that make one value of a list: counts, sums, extremes, statistics."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from engine.process.feel.compare import compare
from engine.process.feel.functions import Implementation, builtin
from engine.process.feel.numbers import CONTEXT, finite, number
from engine.process.feel.values import Run, Value

Items = list[Value]


def _both(name: str) -> Callable[[Implementation], Implementation]:
    """Register for a list, and for the items themselves as arguments."""

    def register(call: Implementation) -> Implementation:
        builtin(name, "list: list")(call)
        builtin(name, "first: any, second: any, more...: any")(
            lambda run, *items: call(run, list(items))
        )
        return call

    return register


def _numbers(run: Run, items: Items, name: str) -> list[Decimal] | None:
    run.spend(len(items))
    found = [n for n in map(number, items) if n is not None]
    if len(found) != len(items):
        run.null(f"{name} takes numbers")
        return None
    return found


@builtin("count", "list: list")
def count(run: Run, items: Items) -> Value:
    """How many items."""
    return Decimal(len(items))


def _extreme(run: Run, items: Items, wanted: int) -> Value:
    run.spend(len(items))
    best: Value = items[0] if items else None
    for item in items:
        order = compare(item, best)
        if order is None:
            run.null("the items have no common order")
            return None
        if order == wanted:
            best = item
    return best


@_both("min")
def least(run: Run, items: Items) -> Value:
    """The least item; null for none, or where they have no common order."""
    return _extreme(run, items, -1)


@_both("max")
def greatest(run: Run, items: Items) -> Value:
    """The greatest item; null for none, or where they have no common order."""
    return _extreme(run, items, 1)


def _sum(numbers: list[Decimal]) -> Decimal | None:
    total = Decimal(0)
    for one in numbers:
        total = CONTEXT.add(total, one)
    return finite(total)


@_both("sum")
def total(run: Run, items: Items) -> Value:
    """The sum; null for an empty list."""
    numbers = _numbers(run, items, "sum")
    return _sum(numbers) if numbers else None


@_both("product")
def product(run: Run, items: Items) -> Value:
    """The product; null for an empty list."""
    numbers = _numbers(run, items, "product")
    if not numbers:
        return None
    result = Decimal(1)
    for one in numbers:
        result = CONTEXT.multiply(result, one)
    return finite(result)


@_both("mean")
def mean(run: Run, items: Items) -> Value:
    """The arithmetic mean; null for an empty list."""
    numbers = _numbers(run, items, "mean")
    return _mean(numbers) if numbers else None


def _mean(numbers: list[Decimal]) -> Decimal | None:
    added = _sum(numbers)
    return None if added is None else finite(CONTEXT.divide(added, Decimal(len(numbers))))


@_both("median")
def median(run: Run, items: Items) -> Value:
    """The middle of the sorted numbers, or the mean of the two middle ones."""
    numbers = _numbers(run, items, "median")
    if not numbers:
        return None
    numbers.sort()
    half = len(numbers) // 2
    return numbers[half] if len(numbers) % 2 else _mean(numbers[half - 1 : half + 1])


@_both("stddev")
def deviation(run: Run, items: Items) -> Value:
    """The standard deviation of a sample; null for fewer than two numbers."""
    numbers = _numbers(run, items, "stddev")
    if numbers is None or len(numbers) < 2:
        return None
    middle = _mean(numbers)
    if middle is None:
        return None
    squares = [CONTEXT.multiply(d, d) for d in (CONTEXT.subtract(n, middle) for n in numbers)]
    added = _sum(squares)
    if added is None:
        return None
    return finite(CONTEXT.sqrt(CONTEXT.divide(added, Decimal(len(numbers) - 1))))


@_both("mode")
def mode(run: Run, items: Items) -> Value:
    """The most frequent numbers, ascending."""
    numbers = _numbers(run, items, "mode")
    if numbers is None:
        return None
    counts: dict[Decimal, int] = {}
    for one in numbers:
        counts[one] = counts.get(one, 0) + 1
    most = max(counts.values(), default=0)
    return sorted(one for one, often in counts.items() if often == most)


def _verdict(run: Run, items: Items, decisive: bool) -> bool | None:
    run.spend(len(items))
    if any(item is decisive for item in items):
        return decisive
    return (not decisive) if all(item is (not decisive) for item in items) else None


@_both("all")
def all_true(run: Run, items: Items) -> Value:
    """false if one is, else true if all are, else null."""
    return _verdict(run, items, False)


@_both("any")
def any_true(run: Run, items: Items) -> Value:
    """true if one is, else false if all are, else null."""
    return _verdict(run, items, True)
