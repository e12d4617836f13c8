"""What was found as plain data, and back: for keeping it as JSON. Pure.

A dataclass is a mapping of the fields that differ from their defaults, a tuple a list, a day its
ISO form. ``loaded`` gives each field the type it is declared with.
"""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints


def dumped(value: Any) -> Any:
    """``value`` as what JSON holds."""
    if is_dataclass(value) and not isinstance(value, type):
        told = {field.name: getattr(value, field.name) for field in fields(value)}
        usual = {f.name: f.default for f in fields(value) if f.default is not MISSING}
        return {
            name: dumped(part)
            for name, part in told.items()
            if name not in usual or part != usual[name]
        }
    if isinstance(value, tuple):
        return [dumped(part) for part in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def loaded(kind: Any, data: Any) -> Any:
    """The value of type ``kind`` that ``dumped`` made ``data`` of; unknown fields are left out.

    Raises ValueError, TypeError, KeyError for data of another type.
    """
    if get_origin(kind) in (Union, types.UnionType):
        if data is None:
            return None
        kind = next(part for part in get_args(kind) if part is not type(None))
    if get_origin(kind) is tuple:
        return tuple(loaded(get_args(kind)[0], part) for part in data)
    if is_dataclass(kind):
        return _made(kind, data)
    if kind is dt.date:
        return dt.date.fromisoformat(data)
    if not isinstance(data, kind):
        raise TypeError(f"{data!r} is no {kind}")
    return data


def _made(kind: Any, data: Mapping[str, Any]) -> Any:
    hints = _hints(kind)
    return kind(**{name: loaded(hints[name], part) for name, part in data.items() if name in hints})


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
