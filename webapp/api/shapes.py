"""Schemas of answers: which fields of the engine's views the API shows is written down with each
resource, of what type they are is the engine's own word.
"""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from marshmallow import Schema, fields

_PLAIN: dict[Any, type[fields.Field[Any]]] = {
    int: fields.Integer,
    str: fields.String,
    bool: fields.Boolean,
    float: fields.Float,
    datetime: fields.AwareDateTime,
    date: fields.Date,
}
_MANY = (list, tuple, Sequence, frozenset, set)


class Exact(fields.String):
    """A number as text, so that nothing is rounded on its way: "1250.5"."""

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> Any:
        return None if value is None else f"{value:f}"


class Values(fields.Dict):
    """Values by name, of any kind: days as 2023-05-14, decimal numbers as text."""

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> Any:
        return None if value is None else {str(k): plain(v) for k, v in value.items()}


class Sorted(fields.List[Any]):
    """A set, always in one order."""

    def _serialize(self, value: Any, attr: Any, obj: Any, **kwargs: Any) -> Any:
        return super()._serialize(sorted(value), attr, obj, **kwargs)


def shape(name: str, source: type, /, *names: str, **own: fields.Field[Any]) -> type[Schema]:
    """The schema ``name`` of those fields and properties of the engine's view ``source``.

    ``own`` are fields beside them, and those whose type cannot be read off.
    """
    known = _hints(source)
    found = {n: own[n] if n in own else field(known[n]) for n in names}
    return Schema.from_dict(
        {**found, **{n: f for n, f in own.items() if n not in found}}, name=name
    )


def field(hint: Any, *, nullable: bool = False) -> fields.Field[Any]:
    """The field of a type of the engine's. Raises TypeError for one that needs a shape of its own."""
    more: dict[str, Any] = {"required": True, "allow_none": nullable}
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        (only,) = (one for one in inner if one is not types.NoneType)
        return field(only, nullable=True)
    if hint in _PLAIN:
        return _PLAIN[hint](**more)
    if hint is Decimal:
        return Exact(metadata={"format": "decimal"}, **more)
    if hint is dict or origin in (dict, Mapping):
        return Values(**more)
    if origin in _MANY:
        listed = Sorted if origin in (frozenset, set) else fields.List
        return listed(field(inner[0]), **more)
    raise TypeError(f"a shape of its own is needed for {hint}")


def nested(schema: type[Schema], *, many: bool = False, nullable: bool = False) -> Any:
    """A part with a schema of its own, or a list of such parts."""
    if many:
        return fields.List(fields.Nested(schema), required=True, allow_none=nullable)
    return fields.Nested(schema, required=True, allow_none=nullable)


def plain(value: Any) -> Any:
    """A value of the engine's as JSON can hold it."""
    if isinstance(value, bool | int | str | None):
        return value
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, float):
        return value
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(v) for v in value]
    return value.isoformat() if isinstance(value, date) else str(value)


@cache
def _hints(source: type) -> dict[str, Any]:
    found = dict(get_type_hints(source)) if is_dataclass(source) else {}
    for cls in reversed(source.__mro__):
        for name, member in vars(cls).items():
            if isinstance(member, property) and member.fget is not None:
                found[name] = get_type_hints(member.fget).get("return")
    return found
