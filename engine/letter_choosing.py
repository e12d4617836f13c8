"""Units that a person types for a phrase of a letter: names or codes, one to a line or by commas."""

from __future__ import annotations

import re

from engine.errors import InputError
from engine.letter_names import Named, chosen
from engine.letter_recipients import Recipients
from engine.unit_names import find
from engine.units import UnitRef

_CODE = re.compile(r"\[([^\[\]]+)\]\s*$")
_BETWEEN = re.compile(r"[,;]")
MOST_TYPED = 100
"""Units that may be typed for one phrase; more are a selection."""


class TooManyTyped(InputError):
    """More units than may be typed one by one."""

    code = "too-many-typed"
    vi = f"Mỗi lần ghi tối đa {MOST_TYPED} đơn vị. Hãy chọn theo cấp trong danh sách."
    en = f"At most {MOST_TYPED} units may be typed. Choose a tier from the list instead."


def shown(unit: UnitRef) -> str:
    """A unit as a line that ``typed`` reads again."""
    return f"{unit.short_name} [{unit.code}]"


def typed(looker: Recipients, text: str) -> tuple[list[UnitRef], list[InputError]]:
    """The units of the letter's day, each once, and what was wrong with the rest. Of several that
    bear a name those below the letter's issuer are meant; a comma may also belong to a name.
    """
    found: dict[int, UnitRef] = {}
    wrong: list[InputError] = []
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_TYPED or len(_BETWEEN.findall(text)) > 2 * MOST_TYPED:
        return [], [TooManyTyped()]
    for line in lines:
        pieces = [piece.strip() for piece in _BETWEEN.split(line) if piece.strip()]
        unit = _one(looker, line)
        for name in [line] if unit or len(pieces) < 2 else pieces:
            try:
                one = unit or _one(looker, name) or find(looker.session, name, looker.on)
                found[one.id] = one
            except InputError as error:
                wrong.append(error)
    return list(found.values()), wrong


def _one(looker: Recipients, text: str) -> UnitRef | None:
    code = _CODE.search(text)
    name: Named = chosen(looker.session, text, code[1] if code else text, looker.on)
    return name.unit or looker.place(text).unit
