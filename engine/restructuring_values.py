"""Units inside the variables of running processes, replaced by their heirs."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from engine.process.data import dump, load
from engine.restructuring_moves import Moves

_CONTEXT = re.compile(
    r'\{"id" ?: ?(\d+) ?, ?"code" ?: ?"([^"\\]*)" ?, ?"name" ?: ?"(?:[^"\\]|\\.)*" ?, ?'
    r'"tier" ?: ?"[^"\\]*"\}'
)
"""A unit as ``contexts.of_unit`` writes it."""


class Replacer:
    """Gives each context of an ended unit its heir's values.

    A context is known by its id together with its code, so that a report or a directive of the
    same number is left alone. A list that comes to name a unit twice names it once.
    """

    def __init__(self, moves: Moves) -> None:
        self._of = moves
        self._written: dict[int, str] = {}

    def __call__(self, data: str) -> str | None:
        """The variables as text; None if they do not change."""
        after, found = _CONTEXT.subn(self._text, data)
        # A list of contexts, or a context of another shape, is not a matter of text.
        if found == data.count('"code"') and "[{" not in data and ",{" not in data:
            return None if after == data else after
        before = load(data)
        replaced = self._value(before)
        return None if replaced == before else dump(replaced)  # type: ignore[arg-type]

    def _text(self, found: re.Match[str]) -> str:
        number, code = int(found[1]), found[2]
        heir = self._of.heirs.get(number)
        if heir is None or self._of.units[number].code != code:
            return found[0]
        if heir not in self._written:
            context = self._of.units[heir].context()
            self._written[heir] = json.dumps(context, ensure_ascii=False, separators=(",", ":"))
        return self._written[heir]

    def _value(self, value: object) -> object:
        if isinstance(value, Mapping):
            number: Any = value.get("id")
            heir = self._of.heirs.get(number) if isinstance(number, int) else None
            if heir is not None and value.get("code") == self._of.units[number].code:
                return {**value, **self._of.units[heir].context()}
            return {key: self._value(inner) for key, inner in value.items()}
        if not isinstance(value, list):
            return value
        found = [self._value(inner) for inner in value]
        if found == value:
            return value
        return [one for nth, one in enumerate(found) if one not in found[:nth]]
