"""not, is."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from engine.process.feel.compare import equal
from engine.process.feel.functions import builtin
from engine.process.feel.temporal import offset_of
from engine.process.feel.values import Run, Value, kind


@builtin("not", "negand: any")
def negated(run: Run, negand: Value) -> Value:
    """The other truth value; null for anything else."""
    return not negand if isinstance(negand, bool) else None


def _zone(value: dt.datetime | dt.time) -> str | None:
    return value.tzinfo.key if isinstance(value.tzinfo, ZoneInfo) else None


@builtin("is", "value1: any, value2?: any")
def same(run: Run, value1: Value, value2: Value = None) -> Value:
    """Identity: same type and same value, the offset or zone of a time included."""
    if kind(value1) != kind(value2):
        return False
    if isinstance(value1, (dt.datetime, dt.time)) and isinstance(value2, (dt.datetime, dt.time)):
        if offset_of(value1) != offset_of(value2):
            return False
        if _zone(value1) != _zone(value2):
            return False
    return equal(value1, value2, run) is True
