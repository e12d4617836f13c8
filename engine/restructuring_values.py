"""Units inside the variables of running processes, replaced by their heirs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from engine.process.data import dump, load
from engine.restructuring_moves import Moves

_ID = re.compile(r'"id" ?: ?(\d+)')


def replaced(data: str, moves: Mapping[int, int], of: Moves) -> str | None:
    """The variables as text with each context of an ended unit become its heir's; None: unchanged.

    A context is known by its id together with its code, so that a report or a directive of the
    same number is left alone. A list that comes to name a unit twice names it once.
    """
    if not any(int(found) in moves for found in _ID.findall(data)):
        return None
    before = load(data)
    after = _value(before, of)
    return None if after == before else dump(after)  # type: ignore[arg-type]


def _value(value: object, of: Moves) -> object:
    if isinstance(value, Mapping):
        number: Any = value.get("id")
        heir = of.heirs.get(number) if isinstance(number, int) else None
        if heir is not None and value.get("code") == of.units[number].code:
            return {**value, **of.units[heir].context()}
        return {key: _value(inner, of) for key, inner in value.items()}
    if not isinstance(value, list):
        return value
    found = [_value(inner, of) for inner in value]
    if found == value:
        return value
    return [one for nth, one in enumerate(found) if one not in found[:nth]]
