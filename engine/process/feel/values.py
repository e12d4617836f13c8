"""The values of FEEL and what one evaluation carries with it.

| FEEL | Python |
|---|---|
| null, boolean, string | None, bool, str |
| number | decimal.Decimal (int and finite float are read as numbers) |
| list, context | list, dict with str keys |
| date | datetime.date, years 1..9999 |
| time | datetime.time; tzinfo is datetime.timezone (offset) or ZoneInfo (zone) |
| date and time | datetime.datetime, naive (local) or aware; microseconds |
| days and time duration | datetime.timedelta |
| years and months duration | YearsMonths |
| range, function | Range, FeelFunction |

Anything else a host hands in is opaque: it is passed through, and no operation looks into it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol, TypeAlias

from engine.process.feel.errors import FeelLimitExceeded

Value: TypeAlias = object

MAX_STEPS = 1_000_000
MAX_LIST = 100_000
MAX_STRING = 1_000_000
MAX_CALL_DEPTH = 160
MAX_WARNINGS = 100
VIETNAM = dt.timezone(dt.timedelta(hours=7))
"""The page's offset: today() and now() are told in it (Asia/Ho_Chi_Minh has had +07:00 since 1975)."""


class Calendar(Protocol):
    """Which days are worked; the engine's own calendar satisfies it."""

    def is_working_day(self, d: dt.date, /) -> bool:
        """True if the day is a working day."""
        ...


@dataclass(frozen=True, slots=True, order=True)
class YearsMonths:
    """A years and months duration, as its signed count of months."""

    months: int


@dataclass(frozen=True, slots=True)
class Range:
    """An interval; a None end is unbounded, and never included.

    ``sign`` is the operator of one that was written as a test (``< 5``), else ''. ``!= 5`` holds
    all but its end.
    """

    start: Value
    end: Value
    start_included: bool
    end_included: bool
    sign: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class FeelFunction:
    """A callable value. ``call`` takes the run and the positional arguments.

    ``signatures`` lists the accepted parameter names, a trailing '?' marking an optional one.
    ``named`` has the call for arguments by name for each signature, where it is not ``call``.
    ``least`` and ``most`` bound the count of arguments (most None: variadic). ``declared`` is its
    type as far as the text tells it, for ``instance of`` (see signatures.py).
    """

    name: str
    signatures: tuple[tuple[str, ...], ...]
    call: Callable[[Run, Sequence[Value]], Value]
    least: int
    most: int | None
    declared: object = None
    named: tuple[Callable[[Run, Sequence[Value]], Value], ...] = ()


class Run:
    """One evaluation: what the host handed in, and what may still be spent."""

    __slots__ = ("calendar", "depth", "now", "steps", "warnings")

    def __init__(
        self, now: dt.datetime | None, calendar: Calendar | None, warnings: list[str] | None
    ) -> None:
        self.now = now
        self.calendar = calendar
        self.warnings = warnings
        self.steps = MAX_STEPS
        self.depth = 0

    def spend(self, count: int) -> None:
        """Pay for ``count`` steps of work; raises FeelLimitExceeded when the budget is gone."""
        self.steps -= count
        if self.steps < 0:
            raise FeelLimitExceeded(
                what="khối lượng tính toán", what_en="work of one evaluation", limit=MAX_STEPS
            )

    def size(self, count: int) -> None:
        """Pay for a list of ``count`` items; raises FeelLimitExceeded above the cap."""
        if count > MAX_LIST:
            raise FeelLimitExceeded(what="độ dài danh sách", what_en="list length", limit=MAX_LIST)
        self.spend(count)

    def length(self, count: int) -> None:
        """Pay for a string of ``count`` characters; raises FeelLimitExceeded above the cap."""
        if count > MAX_STRING:
            raise FeelLimitExceeded(what="độ dài chuỗi", what_en="string length", limit=MAX_STRING)
        self.spend(count >> 4)

    def null(self, why: str) -> None:
        """Null, and the reason for it kept for whoever asked."""
        if self.warnings is not None and len(self.warnings) < MAX_WARNINGS:
            self.warnings.append(why)


class Env:
    """What a compiled closure reads: the host's context, the local slots, the run."""

    __slots__ = ("context", "run", "slots")

    def __init__(self, context: Mapping[str, Value], slots: tuple[Value, ...], run: Run) -> None:
        self.context = context
        self.slots = slots
        self.run = run


Closure: TypeAlias = Callable[[Env], Value]

_KINDS: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    str: "string",
    Decimal: "number",
    int: "number",
    float: "number",
    list: "list",
    dict: "context",
    dt.datetime: "date and time",
    dt.date: "date",
    dt.time: "time",
    dt.timedelta: "days and time duration",
    YearsMonths: "years and months duration",
    Range: "range",
    FeelFunction: "function",
}
DIRECT = frozenset(_KINDS) - {float}


def kind(value: Value) -> str:
    """The FEEL type of a value: the keys of the table above, or 'opaque'."""
    found = _KINDS.get(type(value))
    return found if found is not None else "opaque"


def adapt(value: Value) -> Value:
    """A host's near miss as a FEEL value: float, tuple, mapping, subclasses of the plain types."""
    if type(value) in DIRECT:
        return value
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, (tuple, list)):
        return [adapt(v) for v in value]
    if isinstance(value, Mapping):
        return {str(k): adapt(v) for k, v in value.items()}
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int(value)
    return value
