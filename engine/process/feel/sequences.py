"""What a loop runs over: lists, spans of whole numbers and of days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from engine.process.feel.numbers import whole
from engine.process.feel.values import Range, Run, Value, kind


def domain(value: Value, run: Run) -> Sequence[Value] | None:
    """The items of a list or range; a single value counts as the list of it, null as null."""
    if isinstance(value, list):
        return value
    if isinstance(value, Range):
        return _of_range(value, run)
    return None if value is None else [value]


def _of_range(value: Range, run: Run) -> Sequence[Value] | None:
    items = span(value.start, value.end, run)
    if not items:
        return items
    first = 0 if value.start_included else 1
    return items[first : len(items) if value.end_included else -1]


def span(start: Value, end: Value, run: Run) -> Sequence[Value] | None:
    """start..end, upwards or downwards, of whole numbers or of dates; null for other ends."""
    if type(start) is dt.date and type(end) is dt.date:
        first, last = start.toordinal(), end.toordinal()
        return [dt.date.fromordinal(n) for n in _count(first, last, run)]
    low, high = whole(start), whole(end)
    if low is None or high is None:
        run.null(f"{kind(start)}..{kind(end)} cannot be run over")
        return None
    return [Decimal(n) for n in _count(low, high, run)]


def _count(first: int, last: int, run: Run) -> range:
    run.size(min(abs(last - first) + 1, 10**12))
    return range(first, last + 1) if last >= first else range(first, last - 1, -1)
