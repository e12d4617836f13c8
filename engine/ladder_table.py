"""The ladder as the deployed table draws it, for a person to read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from engine.deployments import deployed
from engine.errors import NotFound
from engine.instances import Engine
from engine.report_tables import MODEL

DECISION = "ladder"
_CASES = ((False, 0), (False, 1), (True, 0))
"""(asked only, letters sent before): what the shipped table tells apart."""


@dataclass(frozen=True, slots=True)
class Row:
    """A rung of one case; ``days`` from the deadline, negative before it, as ``counting`` says."""

    requested: bool
    urgings: int
    rung: str
    days: int
    counting: str
    reminder: bool
    audiences: tuple[str, ...]
    channels: tuple[str, ...]
    letter: bool
    named: bool


def rows(session: Session, engine: Engine) -> list[Row]:
    """The rungs that new reports climb, case by case. Raises ``NotFound`` without a table."""
    pinned = deployed(session, MODEL).decisions
    table = engine.library.decisions.of(session, pinned).get(DECISION)
    if table is None:
        raise NotFound(what=f"decision «{DECISION}»")
    found: list[Row] = []
    for requested, urgings in _CASES:
        told: Any = table.evaluate({"requested": requested, "urgings": urgings})
        found += [_row(requested, urgings, rung) for rung in told or ()]
    return found


def _row(requested: bool, urgings: int, rung: dict[str, Any]) -> Row:
    return Row(
        requested,
        urgings,
        str(rung["rung"]),
        int(rung["days"]),
        str(rung["counting"]),
        rung["reminder"] is True,
        tuple(rung["audiences"] or ()),
        tuple(rung["channels"] or ()),
        rung["urgingLetter"] is True,
        rung["namedList"] is True,
    )
