"""Values as FEEL text."""

from __future__ import annotations

import datetime as dt
import re

from engine.process.feel.numbers import number, text_of
from engine.process.feel.temporal import date_text, duration_text, time_text
from engine.process.feel.values import FeelFunction, Range, Run, Value, YearsMonths

_PLAIN_KEY = re.compile(r"[^\W\d]\w*")


def shown(value: Value, run: Run) -> str | None:
    """What string(value) tells: a string itself, all else as a literal would be written."""
    if value is None or isinstance(value, str):
        return value
    text = _literal(value, run)
    run.length(len(text))
    return text


def _literal(value: Value, run: Run) -> str:
    run.spend(1)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        run.spend(len(value) >> 4)
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, list):
        return "[" + ", ".join(_literal(item, run) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(k)}: {_literal(v, run)}" for k, v in value.items()) + "}"
    if isinstance(value, Range):
        left, right = "[" if value.start_included else "(", "]" if value.end_included else ")"
        start = "" if value.start is None else _literal(value.start, run)
        end = "" if value.end is None else _literal(value.end, run)
        return f"{left}{start}..{end}{right}"
    return _scalar(value)


def _key(key: str) -> str:
    if _PLAIN_KEY.fullmatch(key):
        return key
    return '"' + key.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _scalar(value: Value) -> str:
    found = number(value)
    if found is not None:
        return text_of(found)
    if isinstance(value, dt.datetime):
        return f"{date_text(value)}T{time_text(value)}"
    if isinstance(value, dt.date):
        return date_text(value)
    if isinstance(value, dt.time):
        return time_text(value)
    if isinstance(value, (dt.timedelta, YearsMonths)):
        return duration_text(value)
    return "function" if isinstance(value, FeelFunction) else "?"
