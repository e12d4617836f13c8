"""Values that an administrator sets before a retry: FEEL by variable, evaluated and checked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from engine.calendar import Calendar
from engine.fault_errors import BadValue
from engine.process import feel
from engine.process.data import dump
from engine.process.definition import Definition

FIXED = ("unit", "directive")
"""Whose process it is about what: nobody's to change."""


def checked(
    values: Mapping[str, str],
    definition: Definition,
    data: Mapping[str, object],
    now: datetime,
    calendar: Calendar,
) -> dict[str, object]:
    """The values of the expressions over the process's variables ``data``.

    Raises BadValue for a name the process does not know or that is fixed, and for what gives no
    value that can be kept; a FeelError for a text that is no expression.
    """
    known = _known(definition, data)
    inner = _inner(definition) - data.keys()
    found: dict[str, object] = {}
    for name, text in values.items():
        _refuse(name, known, inner)
        warnings: list[str] = []
        readable = {n for n in data if not n.startswith("#")}
        value = feel.compile(text.removeprefix("="), readable).evaluate(
            data, now=now, calendar=calendar, warnings=warnings
        )
        if value is None and warnings:
            why = "; ".join(map(str, warnings[:3]))
            raise BadValue(name=name, why_vi=f"biểu thức không có giá trị ({why})", why=why)
        try:
            dump({name: value})
        except TypeError as error:
            why_vi, why = "đây không phải giá trị lưu được", "this is no value that can be kept"
            raise BadValue(name=name, why_vi=why_vi, why=why) from error
        found[name] = value
    return found


def _known(definition: Definition, data: Mapping[str, object]) -> frozenset[str]:
    read = (expression.names for expression in definition.expressions.values())
    return frozenset(data).union(definition.process.variables, *read)


def _inner(definition: Definition) -> frozenset[str]:
    """Variables that only sub-processes declare."""
    declared = (e.variables + e.data_names for e in definition.elements.values())
    return frozenset().union(*declared) - set(definition.process.variables)


def _refuse(name: str, known: frozenset[str], inner: frozenset[str]) -> None:
    if name in FIXED or name.startswith("#"):
        why_vi, why = "biến này không sửa được", "this variable is not to be changed"
        raise BadValue(name=name, why_vi=why_vi, why=why)
    if name in inner:
        why_vi, why = "biến này thuộc tiến trình con", "this variable is a sub-process's own"
        raise BadValue(name=name, why_vi=why_vi, why=why)
    if name not in known:
        names = ", ".join(sorted(n for n in known if n not in FIXED and not n.startswith("#")))
        why_vi, why = f"tiến trình chỉ có {names or '–'}", f"the process has {names or '–'}"
        raise BadValue(name=name, why_vi=why_vi, why=why)
