"""The properties of values that are no contexts: parts of dates, durations, ranges."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from engine.process.feel.temporal import (
    MICROSECOND,
    UTC,
    clock_micros,
    fixed,
    midnight,
    offset_of,
    seconds_of,
)
from engine.process.feel.values import Run, Value, kind

_EPOCH = dt.date(1970, 1, 1)
_DATE: dict[str, Callable[[Any], Value]] = {
    "year": lambda v: Decimal(v.year),
    "month": lambda v: Decimal(v.month),
    "day": lambda v: Decimal(v.day),
    "weekday": lambda v: Decimal(v.isoweekday()),
}
_TIME: dict[str, Callable[[Any], Value]] = {
    "hour": lambda v: Decimal(v.hour),
    "minute": lambda v: Decimal(v.minute),
    "second": lambda v: seconds_of(v.second * 1_000_000 + v.microsecond),
    "time offset": offset_of,
    "timezone": lambda v: v.tzinfo.key if isinstance(v.tzinfo, ZoneInfo) else None,
}


def _part(value: dt.timedelta, unit: int, wrap: int | None) -> Decimal:
    """One component of a duration, bearing the duration's sign."""
    micro = value // MICROSECOND
    count = abs(micro) // unit
    if wrap is not None:
        count %= wrap
    return Decimal(-count if micro < 0 else count)


def _seconds(value: dt.timedelta) -> Decimal:
    micro = value // MICROSECOND
    count = abs(micro) % 60_000_000
    return seconds_of(-count if micro < 0 else count)


def _since_epoch(value: dt.datetime) -> Decimal:
    """Seconds since 1970-01-01T00:00:00, of a local date and time as if it were UTC."""
    epoch = midnight(_EPOCH, UTC if value.tzinfo is not None else None)
    return seconds_of((fixed(value) - epoch) // MICROSECOND)


_PROPERTIES: dict[str, dict[str, Callable[[Any], Value]]] = {
    "date": {**_DATE, "value": lambda v: Decimal((v.toordinal() - _EPOCH.toordinal()) * 86_400)},
    "time": {**_TIME, "value": lambda v: seconds_of(clock_micros(v))},
    "date and time": {**_DATE, **_TIME, "value": _since_epoch},
    "days and time duration": {
        "days": lambda v: _part(v, 86_400_000_000, None),
        "hours": lambda v: _part(v, 3_600_000_000, 24),
        "minutes": lambda v: _part(v, 60_000_000, 60),
        "seconds": _seconds,
        "value": lambda v: seconds_of(v // MICROSECOND),
    },
    "years and months duration": {
        "years": lambda v: Decimal(abs(v.months) // 12 * (-1 if v.months < 0 else 1)),
        "value": lambda v: Decimal(v.months),
        "months": lambda v: Decimal(abs(v.months) % 12 * (-1 if v.months < 0 else 1)),
    },
    "range": {
        "start": lambda v: v.start,
        "end": lambda v: v.end,
        "start included": lambda v: v.start_included,
        "end included": lambda v: v.end_included,
    },
}


def member_of(value: Value, name: str, run: Run) -> Value:
    """``value.name``: an entry, a property, or for a list the list of its items' members."""
    if isinstance(value, dict):
        if name not in value:
            run.null(f"the context has no entry '{name}'")
        return value.get(name)
    if isinstance(value, list):
        run.size(len(value))
        return [member_of(item, name, run) for item in value]
    found = _PROPERTIES.get(kind(value), {}).get(name)
    if found is None:
        run.null(f"{kind(value)} has no property '{name}'")
        return None
    return found(value)
